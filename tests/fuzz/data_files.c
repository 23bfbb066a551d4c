/* Any texts as the files of a data set, which are loaded together: ties, users, contents, interests, log. What is
 * loaded passes the checks made for prepared files, is the same when saved and opened again, and can be read again
 * where it has been written. */
#include "data_input.h"

#include <wom/learn.h>
#include <wom/store.h>

#include <stdio.h>
#include <string.h>

/* ---- What is loaded ---- */

static void
digest_of(char digest[WOM_DIGEST_LENGTH], const wom_data *data, wom_job *job, const char *path)
{
    wom_archive *archive = NULL;
    PROMISE(wom_data_save(data, job, path, NULL, NULL) == WOM_OK);
    PROMISE(wom_archive_open(&archive, job, path, NULL) == WOM_OK);
    PROMISE(wom_archive_digest(digest, archive) == WOM_OK);
    wom_archive_close(archive);
}

static void
check_saved(const wom_data *data, wom_job *job)
{
    char path[300], other[300], before[WOM_DIGEST_LENGTH], after[WOM_DIGEST_LENGTH];
    wom_data *opened = NULL;
    snprintf(path, sizeof path, "%s/saved.h5", fuzz_folder());
    snprintf(other, sizeof other, "%s/again.h5", fuzz_folder());
    digest_of(before, data, job, path);
    PROMISE(wom_data_open(&opened, job, path) == WOM_OK);
    PROMISE(wom_data_verify(opened, job) == WOM_OK);
    digest_of(after, opened, job, other);
    PROMISE(strcmp(before, after) == 0);
    wom_data_free(opened);
}

static void
check_written(const wom_data *data, wom_job *job)
{
    static const char *const names[] = { "ties.csv", "users.csv", "contents.csv", "user_interests.csv",
                                         "content_interests.csv" };
    char path[5][300];
    wom_data *again = NULL;
    for (int i = 0; i < 5; i++) snprintf(path[i], sizeof path[i], "%s/%s", fuzz_folder(), names[i]);
    PROMISE(wom_data_write(data, job, fuzz_folder()) == WOM_OK);
    const wom_data_files files = {
        .ties = path[0],
        .from = "from",
        .to = "to",
        .strength = data->graph->strength != NULL ? "strength" : NULL,
        .users = path[1],
        .contents = path[2],
        .user_interests = data->user_interests != NULL ? path[3] : NULL,
        .content_interests = data->content_interests != NULL ? path[4] : NULL,
        .direction = WOM_DIRECTION_INFLUENCE,
        .parallel = WOM_PARALLEL_KEEP,
    };
    if (data->graph->num_ties == 0) return; /* a file of ties has one at least */
    PROMISE(wom_data_load(&again, job, &files) == WOM_OK);
    PROMISE(again->graph->num_nodes == data->graph->num_nodes && again->graph->num_ties == data->graph->num_ties);
    PROMISE(again->num_contents == data->num_contents && again->num_segments == data->num_segments);
    wom_data_free(again);
}

static void
check_data(const wom_data *data, wom_job *job)
{
    wom_influence influence;
    wom_influence_options options = wom_influence_defaults();
    options.num_shuffles = 40;
    PROMISE(wom_data_check(data, job) == WOM_OK);
    for (wom_node i = 0; i < data->graph->num_nodes; i++) {
        wom_node user;
        PROMISE(wom_data_user(&user, data, wom_data_user_id(data, i)) == WOM_OK && user == i);
    }
    if (data->log != NULL) PROMISE(wom_influence_measure(&influence, job, data->log, data->graph, &options) == WOM_OK);
    (void)wom_data_interest_assortativity(data, 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wom_data *loaded = NULL;
    fuzz_data_input in;
    fuzz_data_input_read(&in, data, size);
    wom_job *job = fuzz_job();
    const wom_status status = wom_data_load(&loaded, job, &in.files);
    fuzz_check_status(status);
    PROMISE((status == WOM_OK) == (loaded != NULL));
    if (status == WOM_OK) check_data(loaded, job);
    if (status == WOM_OK && in.is_saved) check_saved(loaded, job);
    if (status == WOM_OK && in.is_written) check_written(loaded, job);
    wom_data_free(loaded);
    fuzz_end(job);
    return 0;
}
