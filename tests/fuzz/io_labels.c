/* Any bytes as a label list. */
#include "fuzz.h"

#include <wom/io.h>

#include <math.h>

static wom_status
look_at(void *context, wom_text id, wom_text label, double weight)
{
    unsigned *sum = context;
    for (size_t i = 0; i < id.length; i++) *sum += (unsigned char)id.start[i];
    for (size_t i = 0; i < label.length; i++) *sum += (unsigned char)label.start[i];
    PROMISE(isfinite(weight));
    return *sum % 1009 == 17 ? wom_fail(WOM_INVALID, "refused") : WOM_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned sum = 0;
    wom_job *job = fuzz_job();
    fuzz_check_status(wom_labels_read(job, fuzz_file(data, size), NULL, look_at, &sum));
    fuzz_end(job);
    return 0;
}
