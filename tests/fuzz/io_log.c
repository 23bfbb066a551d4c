/* Any bytes as a log of actions: the first byte of the input chooses the layout, the rest is the file. */
#include "fuzz.h"

#include <wom/io.h>

#include <math.h>

static wom_status
look_at(void *context, wom_text user, wom_text content, double time)
{
    unsigned *sum = context;
    PROMISE(user.length > 0 && content.length > 0 && !isinf(time));
    for (size_t i = 0; i < user.length; i++) *sum += (unsigned char)user.start[i];
    for (size_t i = 0; i < content.length; i++) *sum += (unsigned char)content.start[i];
    return *sum % 1009 == 17 ? wom_fail(WOM_INVALID, "refused") : WOM_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned sum = 0;
    wom_log_facts facts;
    if (size == 0) return 0;
    const wom_log_layout layout = {
        .format = data[0] % 3,
        .user = (data[0] & 4) != 0 ? "2" : NULL,
        .content = (data[0] & 8) != 0 ? "1" : NULL,
        .time = (data[0] & 16) != 0 ? "none" : NULL,
        .year = (data[0] & 32) != 0 ? "3" : NULL,
    };
    wom_job *job = fuzz_job();
    fuzz_check_status(wom_log_read(&facts, job, fuzz_file(data + 1, size - 1), &layout, NULL, look_at, &sum));
    fuzz_end(job);
    return 0;
}
