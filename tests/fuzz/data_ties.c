/* Any bytes as a file of ties, of whatever format they look like; igraph reads some of them. */
#include "fuzz.h"

#include <wom/data.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wom_data *loaded = NULL;
    wom_job *job = fuzz_job();
    const wom_data_files files = { .ties = fuzz_file(data, size) };
    const wom_status status = wom_data_load(&loaded, job, &files);
    fuzz_check_status(status);
    PROMISE((status == WOM_OK) == (loaded != NULL));
    PROMISE(loaded == NULL || loaded->graph->num_nodes > 0);
    wom_data_free(loaded);
    fuzz_end(job);
    return 0;
}
