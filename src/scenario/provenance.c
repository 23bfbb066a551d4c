/* Which build did this, where, on which files, how long. Not part of the digest. */
#include "results.h"
#include "results_columns.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_FILES = 7 };

static wom_status
write_files(wom_store *store, wom_job *job, const wom_scenario *scenario)
{
    const char *const candidates[MOST_FILES] = {
        scenario->files.ties,
        scenario->files.users,
        scenario->files.contents,
        scenario->files.user_interests,
        scenario->files.content_interests,
        scenario->goal.current_file,
        scenario->goal.plan_file,
    };
    const char *path[MOST_FILES], *digest[MOST_FILES];
    char digests[MOST_FILES][WOM_DIGEST_LENGTH];
    uint64_t bytes[MOST_FILES];
    uint32_t num = 0;
    for (uint32_t i = 0; i < MOST_FILES; i++) {
        if (candidates[i] == NULL || strcmp(candidates[i], "-") == 0) continue;
        path[num] = candidates[i];
        digest[num] = digests[num];
        WOM_TRY(wom_file_digest(digests[num], &bytes[num], job, candidates[i]));
        num++;
    }
    const wom_column columns[] = {
        { "path", WOM_TYPE_STRING, path, "", "input file" },
        { "bytes", WOM_TYPE_UINT64, bytes, "bytes", "of the file as it lies" },
        { "sha256", WOM_TYPE_STRING, digest, "", "of the file as it lies" },
    };
    return wom_store_write_table(store, "/provenance/files", columns, LENGTH(columns), num, NULL);
}

static wom_status
write_times(wom_store *store, const wom_run *run)
{
    WOM_TRY(wom_store_attribute_number(store, "/provenance", "wall_seconds", run->wall_seconds));
    WOM_TRY(wom_store_attribute_number(store, "/provenance", "cpu_seconds", run->cpu_seconds));
    if (run->plan != NULL)
        WOM_TRY(wom_store_attribute_number(store, "/provenance", "selection_seconds", run->plan->seconds));
    return WOM_OK;
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
    return wom_store_attribute_text(store, "/provenance", "command", line);
}

wom_status
wom_results_write_provenance(wom_store *store, wom_job *job, const wom_run *run, const char *const *argv)
{
    char host[256] = "", folder[4096] = "", here[2048] = "";
    const char *given = run->scenario->folder;
    WOM_TRY(wom_store_group(store, "/provenance"));
    WOM_TRY(wom_store_attribute_text(store, "/provenance", "build", wom_build_info()));
    if (gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
    WOM_TRY(wom_store_attribute_text(store, "/provenance", "host", host));
    WOM_TRY(wom_store_attribute_integer(store, "/provenance", "threads", wom_job_threads(job)));
    WOM_TRY(wom_store_attribute_integer(store, "/provenance", "peak_bytes", wom_job_memory_peak(job)));
    WOM_TRY(write_command(store, argv));
    /* absolute, so that the run can be repeated from anywhere on this machine */
    if (given[0] != '/' && getcwd(here, sizeof here) == NULL) here[0] = '\0';
    snprintf(folder, sizeof folder, "%s%s%s", given[0] == '/' ? "" : here,
             given[0] == '/' || given[0] == '\0' ? "" : "/", given);
    WOM_TRY(wom_store_attribute_text(store, "/provenance", "folder", folder));
    WOM_TRY(write_times(store, run));
    return write_files(store, job, run->scenario);
}
