/* Where scenarios come from: a JSON file, or a results file, which repeats its run. */
#include "run.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char hdf5_signature[8] = "\211HDF\r\n\032\n";
enum { MOST_BYTES = 64 << 20 };

/* A pipe is not looked into, for what is read of it is gone. */
bool
wom_is_results_file(const char *path)
{
    char begin[sizeof hdf5_signature] = { 0 };
    struct stat found;
    FILE *file = stat(path, &found) == 0 && S_ISREG(found.st_mode) ? fopen(path, "rb") : NULL;
    if (file == NULL) return false;
    const bool is =
        fread(begin, 1, sizeof begin, file) == sizeof begin && memcmp(begin, hdf5_signature, sizeof begin) == 0;
    fclose(file);
    return is;
}

static wom_status
text_of_results(char **text, size_t *length, char **folder, wom_job *job, const char *path)
{
    wom_archive *archive = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_archive_open(&archive, job, path, wom_results_format));
    WOM_TRY_GOTO(wom_archive_read_text(text, archive, "/effective_json"));
    *length = strlen(*text);
    WOM_TRY_GOTO(wom_archive_attribute_text(folder, archive, "/provenance", "folder"));
done:
    wom_archive_close(archive);
    return status;
}

static wom_status
text_of_file(char **text, size_t *length, char **folder, wom_job *job, const char *path)
{
    const char *slash = strrchr(path, '/');
    WOM_TRY(wom_source_read_all(text, length, job, path, MOST_BYTES));
    return wom_copy_text(folder, job, path, slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path));
}

wom_status
wom_scenario_load(wom_scenario **scenario, wom_job *job, const char *path, const char *const *overrides,
                  uint32_t num_overrides)
{
    char *text = NULL, *folder = NULL;
    size_t length = 0;
    wom_json *json = NULL;
    wom_status status = WOM_OK;
    *scenario = NULL;
    WOM_TRY_GOTO((wom_is_results_file(path) ? text_of_results : text_of_file)(&text, &length, &folder, job, path));
    WOM_TRY_GOTO(wom_json_parse(&json, job, text, length, path));
    for (uint32_t i = 0; i < num_overrides; i++) WOM_TRY_GOTO(wom_json_override(json, overrides[i]));
    status = wom_scenario_read(scenario, job, json, folder);
    json = NULL; /* taken over */
    if (status != WOM_OK) goto done;
    (*scenario)->source_text = text;
    text = NULL;
done:
    wom_free(text);
    wom_free(folder);
    wom_json_free(json);
    return status;
}
