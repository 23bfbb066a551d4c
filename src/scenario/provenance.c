/* Which build did this, where, on which files, how long. Not part of the digest. */
#include "results.h"
#include "results_columns.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_FILES = 11, MOST_PATH = 8192 };

/* ---- Texts of the machine ---- */

/* Folders, hosts and arguments may be any bytes; where they are not UTF-8, those above ASCII become question marks. */
static wom_status
write_text(wom_store *store, const char *name, char *text)
{
    if (wom_store_attribute_text(store, "/provenance", name, text) == WOM_OK) return WOM_OK;
    for (char *at = text; *at != '\0'; at++)
        if ((unsigned char)*at >= 0x80) *at = '?';
    return wom_store_attribute_text(store, "/provenance", name, text);
}

static wom_status
write_command(wom_store *store, const char *const *argv)
{
    char line[4096];
    size_t used = 0;
    for (uint32_t i = 0; argv != NULL && argv[i] != NULL; i++) {
        const int length = snprintf(line + used, sizeof line - used, "%s%s", i > 0 ? " " : "", argv[i]);
        if (length < 0 || (size_t)length >= sizeof line - used) break;
        used += (size_t)length;
    }
    line[used] = '\0';
    return write_text(store, "command", line);
}

/* Absolute, so that the run can be repeated from anywhere on this machine; as given where that cannot be found out. */
static wom_status
write_folder(wom_store *store, const char *given)
{
    char folder[MOST_PATH], here[MOST_PATH / 2] = "";
    if (given[0] == '/' || getcwd(here, sizeof here) == NULL) here[0] = '\0';
    snprintf(folder, sizeof folder, "%s%s%s", here, here[0] == '\0' || given[0] == '\0' ? "" : "/", given);
    return write_text(store, "folder", folder);
}

wom_status
wom_results_write_origin(wom_store *store, wom_job *job, const wom_scenario *scenario, const char *const *argv)
{
    char host[256] = "";
    WOM_TRY(wom_store_group(store, "/provenance"));
    WOM_TRY(wom_store_attribute_text(store, "/provenance", "build", wom_build_info()));
    if (gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
    WOM_TRY(write_text(store, "host", host));
    WOM_TRY(wom_store_attribute_integer(store, "/provenance", "threads", wom_job_threads(job)));
    WOM_TRY(write_command(store, argv));
    return write_folder(store, scenario->folder);
}

wom_status
wom_results_write_times(wom_store *store, wom_job *job, const wom_run *run)
{
    WOM_TRY(wom_store_attribute_number(store, "/provenance", "wall_seconds", run->wall_seconds));
    WOM_TRY(wom_store_attribute_number(store, "/provenance", "cpu_seconds", run->cpu_seconds));
    WOM_TRY(wom_store_attribute_integer(store, "/provenance", "peak_bytes", wom_job_memory_peak(job)));
    if (run->plan == NULL) return WOM_OK;
    return wom_store_attribute_number(store, "/provenance", "selection_seconds", run->plan->seconds);
}

/* ---- Input files ---- */

typedef struct input_files {
    uint32_t num;
    const char *path[MOST_FILES], *given[MOST_FILES], *sha256[MOST_FILES], *seal[MOST_FILES];
    uint64_t bytes[MOST_FILES];
    wom_data_digest digest[MOST_FILES];
} input_files;

/* Standard input has gone by and has no digest. A prepared file is told by its seal, or, as early versions did, by the
 * SHA-256 of it all. */
static wom_status
list_inputs(input_files *files, wom_job *job, const wom_scenario *scenario, bool by_seal)
{
    const wom_data_files *given = &scenario->given, *used = &scenario->files;
    const wom_goal *goal = &scenario->goal;
    const struct {
        const char *given, *path;
    } candidates[MOST_FILES] = {
        { given->prepared, used->prepared },
        { given->ties, used->ties },
        { given->users, used->users },
        { given->contents, used->contents },
        { given->user_interests, used->user_interests },
        { given->content_interests, used->content_interests },
        { given->log, used->log },
        { scenario->weighting_given, scenario->weighting_file },
        { goal->current, goal->current_file },
        { goal->plan, goal->plan_file },
        { scenario->rival.seeds, scenario->rival.seeds_file },
    };
    files->num = 0;
    for (uint32_t i = 0; i < MOST_FILES; i++) {
        const uint32_t n = files->num;
        if (candidates[i].path == NULL || strcmp(candidates[i].path, "-") == 0) continue;
        files->given[n] = candidates[i].given;
        files->path[n] = candidates[i].path;
        WOM_TRY(wom_data_digest_input(&files->digest[n], job, candidates[i].path, by_seal && i == 0));
        files->bytes[n] = files->digest[n].bytes;
        files->sha256[n] = files->digest[n].sha256;
        files->seal[n] = files->digest[n].seal;
        files->num++;
    }
    return WOM_OK;
}

wom_status
wom_results_write_inputs(wom_store *store, wom_job *job, const wom_run *run)
{
    input_files files;
    if ((run->finished & WOM_STAGE_READ) == 0) return WOM_OK;
    WOM_TRY(list_inputs(&files, job, run->scenario, true));
    WOM_TRY(wom_data_check_inputs(run->data));
    const wom_column columns[] = {
        { "path", WOM_TYPE_STRING, files.given, "", "input file, relative to the folder of the scenario" },
        { "bytes", WOM_TYPE_UINT64, files.bytes, "bytes", "of the file as it lies" },
        { "sha256", WOM_TYPE_STRING, files.sha256, "", "of the file as it lies; empty for a prepared file" },
        { "seal", WOM_TYPE_STRING, files.seal, "", "checksum that a prepared file carries; empty for others" },
    };
    return wom_store_write_table(store, "/provenance/files", columns, LENGTH(columns), files.num, NULL);
}

wom_status
wom_results_check_inputs(wom_archive *archive, wom_job *job, const wom_scenario *scenario)
{
    input_files files;
    char **sha256 = NULL, **seal = NULL;
    uint64_t num = 0, num_seals = 0;
    wom_status status = WOM_OK;
    const bool has_seals = wom_archive_has(archive, "/provenance/files/seal");
    WOM_TRY_GOTO(list_inputs(&files, job, scenario, has_seals));
    WOM_TRY_GOTO(wom_archive_read_column(&sha256, &num, archive, "/provenance/files/sha256", WOM_TYPE_STRING));
    if (has_seals)
        WOM_TRY_GOTO(wom_archive_read_column(&seal, &num_seals, archive, "/provenance/files/seal", WOM_TYPE_STRING));
    if (num != files.num || (has_seals && num_seals != num))
        status = wom_fail(WOM_INVALID, "the table of input files does not fit the scenario");
    for (uint32_t i = 0; i < files.num && status == WOM_OK; i++)
        if (strcmp(sha256[i], files.sha256[i]) != 0 || (has_seals && strcmp(seal[i], files.seal[i]) != 0))
            status = wom_fail(WOM_INVALID, "%s is not the file that the run read; it has changed since", files.path[i]);
done:
    wom_free(sha256);
    wom_free(seal);
    return status;
}
