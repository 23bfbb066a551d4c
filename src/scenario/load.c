/* Where scenarios come from: a JSON file, or a results file, which repeats its run. */
#include "run.h"

#include <stdio.h>
#include <string.h>

static const char hdf5_signature[8] = "\211HDF\r\n\032\n";
enum { MOST_BYTES = 64 << 20 };

static bool
is_results_file(const char *path)
{
    char begin[sizeof hdf5_signature] = { 0 };
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    const bool is =
        fread(begin, 1, sizeof begin, file) == sizeof begin && memcmp(begin, hdf5_signature, sizeof begin) == 0;
    fclose(file);
    return is;
}

static wom_status
text_of_results(char **text, char **folder, wom_job *job, const char *path)
{
    wom_archive *archive = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_archive_open(&archive, job, path, wom_results_format));
    WOM_TRY_GOTO(wom_archive_read_text(text, archive, "/effective_json"));
    WOM_TRY_GOTO(wom_archive_attribute_text(folder, archive, "/provenance", "folder"));
done:
    wom_archive_close(archive);
    return status;
}

static wom_status
text_of_file(char **text, char **folder, wom_job *job, const char *path)
{
    size_t length = 0;
    const char *slash = strrchr(path, '/');
    WOM_TRY(wom_source_read_all(text, &length, job, path, MOST_BYTES));
    return wom_copy_text(folder, job, path, slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path));
}

/* What a question sets is refused now, not when its turn comes. */
static wom_status
check_what_ifs(const wom_scenario *scenario, wom_job *job)
{
    for (uint32_t i = 0; i < scenario->num_what_ifs; i++) {
        wom_scenario *variant = NULL;
        const wom_status status = wom_what_if_variant(&variant, job, scenario, i);
        wom_scenario_free(variant);
        WOM_TRY(status);
    }
    return WOM_OK;
}

wom_status
wom_scenario_load(wom_scenario **scenario, wom_job *job, const char *path, const char *const *overrides,
                  uint32_t num_overrides)
{
    char *text = NULL, *folder = NULL;
    wom_json *json = NULL;
    wom_status status = WOM_OK;
    *scenario = NULL;
    WOM_TRY_GOTO(is_results_file(path) ? text_of_results(&text, &folder, job, path)
                                       : text_of_file(&text, &folder, job, path));
    WOM_TRY_GOTO(wom_json_parse(&json, job, text, strlen(text), path));
    for (uint32_t i = 0; i < num_overrides; i++) WOM_TRY_GOTO(wom_json_override(json, overrides[i]));
    status = wom_scenario_read(scenario, job, json, folder);
    json = NULL; /* taken over */
    if (status != WOM_OK) goto done;
    (*scenario)->source_text = text;
    text = NULL;
    status = check_what_ifs(*scenario, job);
    if (status != WOM_OK) {
        wom_scenario_free(*scenario);
        *scenario = NULL;
    }
done:
    wom_free(text);
    wom_free(folder);
    wom_json_free(json);
    return status;
}
