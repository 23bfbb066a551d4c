/* Loading: reads all files, then numbers the users so that no array depends on the order of rows. */
#include "data/loading.h"
#include "graph/build.h"

#include <math.h>
#include <string.h>

static wom_status
check_files(const wom_data_files *files)
{
    const char *const paths[] = { files->ties, files->users, files->contents, files->user_interests,
                                  files->content_interests, files->log };
    unsigned num_streams = 0;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; ++i)
        num_streams += wom_is_given(paths[i]) && strcmp(paths[i], "-") == 0;
    for (size_t i = 0; i < sizeof paths / sizeof *paths && wom_is_given(files->prepared); ++i)
        if (wom_is_given(paths[i]))
            return wom_fail(WOM_INVALID, "%s: stands beside the prepared file %s, which has all data", paths[i],
                            files->prepared);
    if (wom_is_given(files->prepared)) return WOM_OK;
    if (!wom_is_given(files->ties) && !wom_is_given(files->log))
        return wom_fail(WOM_INVALID, "a file of ties is needed, or a log of actions");
    if (num_streams > 1) return wom_fail(WOM_INVALID, "only one file can be standard input, not %u", num_streams);
    if (!(files->fee_base >= 0 && isfinite(files->fee_base)))
        return wom_fail(WOM_INVALID, "the base of fees is %g, must be 0 or more", files->fee_base);
    if (!(files->fee_per_friend >= 0 && isfinite(files->fee_per_friend)))
        return wom_fail(WOM_INVALID, "the fee per friend is %g, must be 0 or more", files->fee_per_friend);
    if (!isfinite(files->fee_base + files->fee_per_friend * (double)UINT32_MAX))
        return wom_fail(WOM_INVALID, "fees of %g and %g more per friend are beyond all numbers", files->fee_base,
                        files->fee_per_friend);
    return WOM_OK;
}

static wom_status
build_graph(wom_loading *loading)
{
    wom_graph_rows rows = {
        .num_rows = loading->num_rows,
        .from = loading->from,
        .to = loading->to,
        .strength = loading->strength,
        .direction = loading->direction,
        .parallel = loading->files->parallel,
    };
    if (loading->layer != NULL) return wom_fail_in(wom_build_layers(loading), "%s", loading->files->ties);
    loading->from = loading->to = NULL; /* taken over */
    loading->strength = NULL;
    const wom_status status = wom_graph_create_taking(&loading->data->graph, &loading->data->report.ties, loading->job,
                                                      loading->names->users.num, &rows);
    return wom_fail_in(status, "%s", wom_is_given(loading->files->ties) ? loading->files->ties : loading->files->log);
}

void
wom_loading_free_rows(wom_loading *loading)
{
    wom_free(loading->from);
    wom_free(loading->to);
    wom_free(loading->strength);
    wom_free(loading->layer);
    wom_free(loading->num_rows_of);
    loading->from = loading->to = loading->layer = loading->num_rows_of = NULL;
    loading->strength = NULL;
}

static void
free_loading(wom_loading *loading)
{
    wom_loading_free_rows(loading);
    wom_attributes_free(&loading->users);
    wom_attributes_free(&loading->contents);
    wom_interest_input_free(&loading->user_interests);
    wom_interest_input_free(&loading->content_interests);
    wom_log_rows_free(&loading->log);
    wom_free(loading->node_of);
    wom_free(loading->content_of);
    wom_data_free(loading->data);
}

static wom_status
read_all(wom_loading *loading)
{
    wom_job_stage(loading->job, "reading ties", 0);
    WOM_TRY(wom_load_ties(loading));
    wom_job_stage(loading->job, "reading users, contents, interests and log", 0);
    WOM_TRY(wom_load_users(loading));
    WOM_TRY(wom_load_contents(loading));
    WOM_TRY(wom_load_interests(loading));
    WOM_TRY(wom_load_log(loading));
    if (loading->names->users.num > 0) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: no action in it can be used, and without ties there is nobody else",
                    loading->files->log);
}

/* What is wrong with half a file says nothing about the file: that it changed comes first. */
static wom_status
read_unchanged(wom_loading *loading)
{
    const wom_status status = read_all(loading);
    if (status != WOM_OK && status != WOM_INVALID) return status;
    WOM_TRY(wom_inputs_check(loading->data->inputs));
    return status;
}

static wom_status
place_all(wom_loading *loading)
{
    wom_job_stage(loading->job, "building the graph", 0);
    WOM_TRY(wom_number_users(loading));
    WOM_TRY(build_graph(loading));
    wom_loading_free_rows(loading);
    WOM_TRY(wom_place_users(loading));
    WOM_TRY(wom_place_contents(loading));
    WOM_TRY(wom_place_interests(loading));
    WOM_TRY(wom_place_log(loading));
    return wom_data_finish(loading->data, loading->job);
}

wom_status
wom_data_load(wom_data **data, wom_job *job, const wom_data_files *files)
{
    return wom_data_load_by(data, job, files, WOM_LOAD_BLOCK_SIZE);
}

wom_status
wom_data_load_by(wom_data **data, wom_job *job, const wom_data_files *files, uint64_t block_size)
{
    wom_status status = WOM_OK;
    wom_loading loading = { .job = job, .files = files, .block_size = block_size };
    *data = NULL;
    WOM_TRY(check_files(files));
    if (wom_is_given(files->prepared)) return wom_data_open(data, job, files->prepared);
    WOM_TRY_GOTO(wom_data_start(&loading.data, job));
    WOM_TRY_GOTO(wom_inputs_create(&loading.data->inputs, job, files));
    loading.names = wom_data_names(loading.data);
    WOM_TRY_GOTO(read_unchanged(&loading));
    WOM_TRY_GOTO(place_all(&loading));
    *data = loading.data;
    loading.data = NULL;
done:
    free_loading(&loading);
    return status;
}
