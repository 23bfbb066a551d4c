/* Any texts as the files of a data set, which are loaded together: ties, users, contents, interests, log. What is
 * loaded passes the checks made for prepared files, is the same when saved and opened again, and can be read again
 * where it has been written. Before the first part stand letters that choose options. */
#include "parts.h"

#include <wom/data.h>
#include <wom/store.h>

#include <stdio.h>

enum { NUM_PATHS = 6 };

typedef struct input_files {
    wom_data_files files;
    char since[FUZZ_LINE], until[FUZZ_LINE];
    bool is_saved, is_written;
} input_files;

static void
choose_option(input_files *in, char letter)
{
    wom_data_files *files = &in->files;
    switch (letter) {
    case 'f': files->direction = WOM_DIRECTION_FOLLOWS; break;
    case 'm': files->direction = WOM_DIRECTION_MUTUAL; break;
    case 'd': files->parallel = WOM_PARALLEL_DROP; break;
    case 'k': files->parallel = WOM_PARALLEL_KEEP; break;
    case 's': files->size_line = true; break;
    case 'w': files->strength = "w"; break;
    case '3': files->strength = "3"; break;
    case 'x': files->from = "2", files->to = "1"; break;
    case 'e': files->max_errors = 1; break;
    case 'E': files->max_errors = 1000; break;
    case '$': files->fee_base = 1, files->fee_per_friend = 0.5; break;
    case 'y': files->log_unit = WOM_UNIT_YEARS; break;
    case 'n': files->log_unit = WOM_UNIT_NANOSECONDS; break;
    case 't': files->log_layout.format = WOM_LOG_TABLE; break;
    case 'c': files->log_layout.format = WOM_LOG_CASCADES; break;
    case 'u': files->log_layout.user = "2", files->log_layout.content = "1"; break;
    case 'o': files->log_layout.time = "none"; break;
    case 'S': in->is_saved = true; break;
    case 'W': in->is_written = true; break;
    default: break;
    }
}

static void
take_part(input_files *in, const fuzz_part *part)
{
    const struct {
        const char *name, **path;
    } known[NUM_PATHS] = {
        { "ties", &in->files.ties },
        { "users", &in->files.users },
        { "contents", &in->files.contents },
        { "user_interests", &in->files.user_interests },
        { "content_interests", &in->files.content_interests },
        { "log", &in->files.log },
    };
    for (unsigned i = 0; i < NUM_PATHS; i++)
        if (fuzz_part_is(part, known[i].name))
            *known[i].path = fuzz_file_at(i, part->text.start, part->text.length);
    if (fuzz_part_is(part, "since")) fuzz_line(in->since, part);
    if (fuzz_part_is(part, "until")) fuzz_line(in->until, part);
    for (size_t i = 0; part->name.length == 0 && i < part->text.length; i++) choose_option(in, part->text.start[i]);
}

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
    wom_log_exposure exposure;
    PROMISE(wom_data_check(data, job) == WOM_OK);
    for (wom_node i = 0; i < data->graph->num_nodes; i++) {
        wom_node user;
        PROMISE(wom_data_user(&user, data, wom_data_user_id(data, i)) == WOM_OK && user == i);
    }
    if (data->log != NULL) PROMISE(wom_log_measure_exposure(&exposure, job, data->log, data->graph, 1) == WOM_OK);
    (void)wom_data_interest_assortativity(data, 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_part part;
    wom_text rest = { (const char *)data, size };
    wom_data *loaded = NULL;
    input_files in = { .files = { .ties = NULL } };
    while (fuzz_next_part(&part, &rest)) take_part(&in, &part);
    in.files.log_since = in.since;
    in.files.log_until = in.until;
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
