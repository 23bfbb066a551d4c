/* Any texts as the files of a data set, whose ties are read row by row, and in blocks of several sizes by one thread
 * and by three: all say the same, of what is wrong too. */
#include "data_input.h"

#include "data/loading.h"

#include <stdio.h>

static void
check_same_graph(const wom_graph *a, const wom_graph *b)
{
    PROMISE(a->num_nodes == b->num_nodes && a->num_ties == b->num_ties);
    PROMISE((a->strength == NULL) == (b->strength == NULL));
    PROMISE(memcmp(a->out_first, b->out_first, (a->num_nodes + 1ul) * sizeof *a->out_first) == 0);
    PROMISE(memcmp(a->out_head, b->out_head, a->num_ties * sizeof *a->out_head) == 0);
    PROMISE(memcmp(a->in_first, b->in_first, (a->num_nodes + 1ul) * sizeof *a->in_first) == 0);
    PROMISE(memcmp(a->in_tie, b->in_tie, a->num_ties * sizeof *a->in_tie) == 0);
    if (a->strength != NULL) PROMISE(memcmp(a->strength, b->strength, a->num_ties * sizeof *a->strength) == 0);
}

static void
check_same_data(const wom_data *a, const wom_data *b)
{
    check_same_graph(a->graph, b->graph);
    PROMISE(memcmp(&a->report, &b->report, sizeof a->report) == 0);
    PROMISE(a->ties_format == b->ties_format && a->direction == b->direction && a->num_contents == b->num_contents);
    for (wom_node user = 0; user < a->graph->num_nodes; user++)
        PROMISE(strcmp(wom_data_user_id(a, user), wom_data_user_id(b, user)) == 0);
    if (a->cost != NULL) PROMISE(memcmp(a->cost, b->cost, a->graph->num_nodes * sizeof *a->cost) == 0);
}

static void
check_blocks(const wom_data *expected, const char *error, const wom_data_files *files, uint64_t size, uint32_t threads)
{
    wom_data *found = NULL;
    wom_job *job = fuzz_job_of(threads);
    const wom_status status = wom_data_load_by(&found, job, files, size);
    fuzz_check_status(status);
    PROMISE((status == WOM_OK) == (expected != NULL));
    if (status == WOM_OK) check_same_data(expected, found);
    else if (status == WOM_INVALID) PROMISE(strcmp(error, wom_error_text()) == 0);
    wom_data_free(found);
    fuzz_end(job);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint64_t sizes[] = { 1, 3, 64, 1000, WOM_LOAD_BLOCK_SIZE };
    char error[1100] = "";
    wom_data *expected = NULL;
    fuzz_data_input in;
    fuzz_data_input_read(&in, data, size);
    wom_job *job = fuzz_job();
    const wom_status status = wom_data_load_by(&expected, job, &in.files, WOM_LOAD_BY_ROW);
    fuzz_check_status(status);
    if (status != WOM_OK) snprintf(error, sizeof error, "%s", wom_error_text());
    if (status != WOM_NO_MEMORY)
        for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++)
            check_blocks(expected, error, &in.files, sizes[i], i % 2 == 0 ? 3 : 1);
    wom_data_free(expected);
    fuzz_end(job);
    return 0;
}
