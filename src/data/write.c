/* Writing data as plain files. */
#include "data/names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A file of the folder that is being written. */
typedef struct output {
    const wom_data *data;
    wom_job *job;
    const char *folder;
    wom_text_file *file;
} output;

/* Writes one of the files. */
typedef wom_status (*writer)(const output *out);

/* As many digits as read back to the same number, no more: 15 to 17, or 6 to 9 where it was a float. */
static wom_status
print_number(const output *out, double x, bool is_float)
{
    const int most = is_float ? 9 : 17;
    char text[40];
    int digits = is_float ? 6 : 15;
    for (; digits < most; ++digits) {
        snprintf(text, sizeof text, "%.*g", digits, x);
        const double read = strtod(text, NULL);
        if (is_float ? (float)read == (float)x : read == x) break;
    }
    return wom_text_file_print(out->file, ",%.*g", digits, x);
}

static wom_status
write_ties(const output *out)
{
    const wom_graph *graph = out->data->graph;
    WOM_TRY(wom_text_file_print(out->file, "from,to%s%s\n", graph->strength == NULL ? "" : ",strength",
                                graph->layer == NULL ? "" : ",layer"));
    for (wom_node from = 0; from < graph->num_nodes; ++from) {
        for (uint64_t tie = graph->out_first[from]; tie < graph->out_first[from + 1]; ++tie) {
            WOM_TRY(wom_text_file_csv(out->file, wom_data_user_id(out->data, from)));
            WOM_TRY(wom_text_file_print(out->file, ","));
            WOM_TRY(wom_text_file_csv(out->file, wom_data_user_id(out->data, graph->out_head[tie])));
            if (graph->strength != NULL)
                WOM_TRY(print_number(out, (double)graph->strength[tie], true));
            if (graph->layer != NULL) {
                WOM_TRY(wom_text_file_print(out->file, ","));
                WOM_TRY(wom_text_file_csv(out->file, out->data->layer_name[graph->layer[tie]]));
            }
            WOM_TRY(wom_text_file_print(out->file, "\n"));
        }
        if (from % 65536 == 0) WOM_TRY(wom_job_check(out->job));
    }
    return WOM_OK;
}

/* A row a user (or content): its id, its numbers, its text. */
typedef struct table {
    const char *id_name;
    const char *(*id_of)(const wom_data *data, uint32_t row);
    uint32_t num_rows, num_columns;
    const char *const *name;    /* [num_columns] */
    const double *const *value; /* [num_columns] NULL: not given */
} table;

static wom_status
write_header(const output *out, const table *rows)
{
    WOM_TRY(wom_text_file_print(out->file, "%s", rows->id_name));
    for (uint32_t c = 0; c < rows->num_columns; ++c)
        if (rows->value[c] != NULL) WOM_TRY(wom_text_file_print(out->file, ",%s", rows->name[c]));
    return WOM_OK;
}

static wom_status
write_row(const output *out, const table *rows, uint32_t row)
{
    WOM_TRY(wom_text_file_csv(out->file, rows->id_of(out->data, row)));
    for (uint32_t c = 0; c < rows->num_columns; ++c)
        if (rows->value[c] != NULL) WOM_TRY(print_number(out, rows->value[c][row], false));
    return WOM_OK;
}

static wom_status
write_users(const output *out)
{
    const wom_data *data = out->data;
    const char *const name[] = { "cost", "value", "accept", "activity", "circle", "friends", "purchase" };
    const double *const value[] = { data->cost,   data->value,   data->accept,  data->activity,
                                    data->circle, data->friends, data->purchase };
    const table users = { "user", wom_data_user_id, data->graph->num_nodes, sizeof name / sizeof *name, name, value };
    WOM_TRY(write_header(out, &users));
    WOM_TRY(wom_text_file_print(out->file, data->segment == NULL ? "\n" : ",segment\n"));
    for (wom_node user = 0; user < users.num_rows; ++user) {
        WOM_TRY(write_row(out, &users, user));
        if (data->segment != NULL) {
            WOM_TRY(wom_text_file_print(out->file, ","));
            WOM_TRY(wom_text_file_csv(out->file, data->segment_name[data->segment[user]]));
        }
        WOM_TRY(wom_text_file_print(out->file, "\n"));
        if (user % 65536 == 0) WOM_TRY(wom_job_check(out->job));
    }
    return WOM_OK;
}

static const char *
content_id(const wom_data *data, uint32_t content)
{
    return data->content_id[content];
}

static wom_status
write_contents(const output *out)
{
    const wom_data *data = out->data;
    const char *const name[] = { "value", "cost" };
    const double *const value[] = { data->content_value, data->content_cost };
    const table contents = { "content", content_id, data->num_contents, 2, name, value };
    WOM_TRY(write_header(out, &contents));
    WOM_TRY(wom_text_file_print(out->file, "\n"));
    for (uint32_t content = 0; content < contents.num_rows; ++content) {
        WOM_TRY(write_row(out, &contents, content));
        WOM_TRY(wom_text_file_print(out->file, "\n"));
    }
    return WOM_OK;
}

/* ---- Interests ---- */

/* A dimension of a matrix has no name; its number, wide enough that bytes order it like a number, does as one. */
static wom_status
write_dimension(const output *out, uint32_t dimension, uint32_t num_dimensions)
{
    if (out->data->dimension_name != NULL) return wom_text_file_csv(out->file, out->data->dimension_name[dimension]);
    const int width = snprintf(NULL, 0, "%u", num_dimensions);
    return wom_text_file_print(out->file, "d%0*u", width, dimension);
}

static wom_status
write_interest(const output *out, const char *id, uint32_t dimension, uint32_t num_dimensions, float value)
{
    WOM_TRY(wom_text_file_csv(out->file, id));
    WOM_TRY(wom_text_file_print(out->file, ","));
    WOM_TRY(write_dimension(out, dimension, num_dimensions));
    WOM_TRY(print_number(out, (double)value, true));
    return wom_text_file_print(out->file, "\n");
}

/* A dimension in which nobody has a value is named by a weight of 0, so that it is not lost. */
static wom_status
write_unused(const output *out, const wom_vectors *vectors, const char *id)
{
    bool *is_used = NULL;
    WOM_TRY(wom_allocate(&is_used, out->job, vectors->num_dimensions, sizeof *is_used, "used dimensions"));
    for (uint64_t i = 0; i < vectors->first[vectors->num_rows]; ++i) is_used[vectors->dimension[i]] = true;
    wom_status status = WOM_OK;
    for (uint32_t d = 0; d < vectors->num_dimensions && status == WOM_OK; ++d)
        if (!is_used[d]) status = write_interest(out, id, d, vectors->num_dimensions, 0);
    wom_free(is_used);
    return status;
}

static wom_status
write_vectors(const output *out, const char *id_name, const char *(*id_of)(const wom_data *data, uint32_t row),
              const wom_vectors *vectors)
{
    WOM_TRY(wom_text_file_print(out->file, "%s,interest,weight\n", id_name));
    for (uint32_t row = 0; row < vectors->num_rows; ++row) {
        for (uint64_t i = vectors->first[row]; i < vectors->first[row + 1]; ++i)
            WOM_TRY(write_interest(out, id_of(out->data, row), vectors->dimension[i], vectors->num_dimensions,
                                   vectors->value[i]));
        if (row % 65536 == 0) WOM_TRY(wom_job_check(out->job));
    }
    return write_unused(out, vectors, id_of(out->data, 0));
}

static wom_status
write_user_interests(const output *out)
{
    return write_vectors(out, "user", wom_data_user_id, out->data->user_interests);
}

static wom_status
write_content_interests(const output *out)
{
    return write_vectors(out, "content", content_id, out->data->content_interests);
}

/* ---- The folder ---- */

static wom_status
write_file(output *out, const char *name, writer write)
{
    wom_status status = WOM_OK;
    const size_t size = strlen(out->folder) + strlen(name) + 2;
    char *path = NULL;
    WOM_TRY_GOTO(wom_allocate(&path, out->job, size, 1, "a path"));
    snprintf(path, size, "%s/%s", out->folder, name);
    WOM_TRY_GOTO(wom_text_file_create(&out->file, out->job, path));
    WOM_TRY_GOTO(write(out));
    WOM_TRY_GOTO(wom_text_file_finish(out->file));
done:
    wom_text_file_free(out->file);
    out->file = NULL;
    wom_free(path);
    return status;
}

static wom_status
make_folder(const char *folder)
{
    struct stat found;
    if (mkdir(folder, 0777) == 0) return WOM_OK;
    const int error = errno;
    if (error == EEXIST && stat(folder, &found) == 0 && S_ISDIR(found.st_mode)) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: cannot be made a folder: %s", folder, strerror(error));
}

wom_status
wom_data_write(const wom_data *data, wom_job *job, const char *folder)
{
    output out = { .data = data, .job = job, .folder = folder };
    wom_job_stage(job, "writing data", 0);
    WOM_TRY(make_folder(folder));
    WOM_TRY(write_file(&out, "ties.csv", write_ties));
    WOM_TRY(write_file(&out, "users.csv", write_users));
    WOM_TRY(write_file(&out, "contents.csv", write_contents));
    if (data->user_interests != NULL) WOM_TRY(write_file(&out, "user_interests.csv", write_user_interests));
    if (data->content_interests != NULL) WOM_TRY(write_file(&out, "content_interests.csv", write_content_interests));
    return WOM_OK;
}
