/* Any bytes as a table of seeds for a small town of users. */
#include "fuzz.h"

#include "scenario/run.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char ties[] = "anna,bob\nbob,carl\n7,anna\n\xc3\xa9mile,bob\n\"a, b\",carl\n";
    static wom_data *town;
    static wom_job *home;
    if (town == NULL) {
        const wom_data_files files = { .ties = fuzz_file_at(1, ties, sizeof ties - 1) };
        home = fuzz_job();
        PROMISE(wom_data_load(&town, home, &files) == WOM_OK);
    }
    wom_node *seeds = NULL;
    uint32_t num = 0, *contents = NULL;
    wom_job *job = fuzz_job();
    const wom_status status = wom_seeds_read(&seeds, &contents, &num, job, fuzz_file(data, size), town);
    fuzz_check_status(status);
    PROMISE((status == WOM_OK) == (seeds != NULL) && num <= town->graph->num_nodes);
    PROMISE(status == WOM_OK || contents == NULL);
    for (uint32_t i = 0; i < num && status == WOM_OK; i++) {
        PROMISE(seeds[i] < town->graph->num_nodes);
        PROMISE(contents == NULL || contents[i] < town->num_contents);
    }
    wom_free(contents);
    wom_free(seeds);
    fuzz_end(job);
    return 0;
}
