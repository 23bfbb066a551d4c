/* Any bytes as vectors in text: what is handed on is finite and as long each time. */
#include "fuzz.h"

#include <wom/io.h>

#include <math.h>

static wom_status
look_at(void *context, wom_text id, const float *value, uint32_t num_values)
{
    uint32_t *length = context;
    PROMISE(id.length > 0 && (*length == 0 || *length == num_values));
    *length = num_values;
    for (uint32_t i = 0; i < num_values; i++) PROMISE(isfinite(value[i]));
    return WOM_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t length = 0;
    bool are_vectors = false;
    wom_job *job = fuzz_job();
    fuzz_check_status(wom_vectors_read(&are_vectors, job, fuzz_file(data, size), NULL, look_at, &length));
    PROMISE(are_vectors || length == 0);
    fuzz_end(job);
    return 0;
}
