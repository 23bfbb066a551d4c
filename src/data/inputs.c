/* The files that data were read from: whether they are still what they were when reading began. */
#include "data/inputs.h"

#include <wom/store.h>

#include <string.h>

struct wom_inputs {
    uint32_t num;
    char *path[WOM_DATA_NUM_INPUTS];
    wom_file_mark mark[WOM_DATA_NUM_INPUTS];
};

void
wom_data_list_inputs(const char *paths[WOM_DATA_NUM_INPUTS], const wom_data_files *files)
{
    const char *const given[WOM_DATA_NUM_INPUTS] = {
        files->ties, files->users, files->contents, files->user_interests, files->content_interests, files->log,
        files->prepared,
    };
    for (uint32_t i = 0; i < WOM_DATA_NUM_INPUTS; ++i) {
        const bool is_file = given[i] != NULL && given[i][0] != 0 && strcmp(given[i], "-") != 0;
        paths[i] = is_file ? given[i] : NULL;
    }
}

wom_status
wom_inputs_create(wom_inputs **out, wom_job *job, const wom_data_files *files)
{
    const char *paths[WOM_DATA_NUM_INPUTS];
    wom_status status = WOM_OK;
    wom_inputs *inputs = NULL;
    *out = NULL;
    wom_data_list_inputs(paths, files);
    WOM_TRY_GOTO(wom_allocate(&inputs, job, 1, sizeof *inputs, "input files"));
    for (uint32_t i = 0; i < WOM_DATA_NUM_INPUTS; ++i) {
        if (paths[i] == NULL) continue;
        char **path = &inputs->path[inputs->num];
        WOM_TRY_GOTO(wom_copy_text(path, job, paths[i], wom_data_file_length(paths[i])));
        inputs->mark[inputs->num++] = wom_file_mark_of(*path);
    }
    *out = inputs;
    inputs = NULL;
done:
    wom_inputs_free(inputs);
    return status;
}

wom_status
wom_inputs_check(const wom_inputs *inputs)
{
    for (uint32_t i = 0; inputs != NULL && i < inputs->num; ++i) {
        const wom_file_mark now = wom_file_mark_of(inputs->path[i]);
        WOM_TRY(wom_file_mark_compare(&inputs->mark[i], &now, inputs->path[i]));
    }
    return WOM_OK;
}

void
wom_inputs_free(wom_inputs *inputs)
{
    if (inputs == NULL) return;
    for (uint32_t i = 0; i < inputs->num; ++i) wom_free(inputs->path[i]);
    wom_free(inputs);
}

wom_status
wom_data_check_inputs(const wom_data *data)
{
    return wom_inputs_check(data->inputs);
}

wom_status
wom_data_check_map(const wom_data *data)
{
    return data->archive == NULL ? WOM_OK : wom_archive_check_unchanged(data->archive);
}

wom_status
wom_data_digest_input(wom_data_digest *digest, wom_job *job, const char *path, bool is_prepared)
{
    char *file = NULL;
    *digest = (wom_data_digest){ 0 };
    WOM_TRY(wom_copy_text(&file, job, path, wom_data_file_length(path)));
    wom_status status = is_prepared ? wom_file_seal(digest->seal, &digest->bytes, file) : WOM_OK;
    if (status == WOM_OK && digest->seal[0] == 0)
        status = wom_file_digest(digest->sha256, &digest->bytes, job, file);
    wom_free(file);
    return status;
}
