/* Interests of users and contents: label lists, which share one dictionary of labels, or matrices. */
#include "data/loading.h"
#include "io/vectors.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
wom_interest_input_free(wom_interest_input *input)
{
    wom_entries_free(&input->entries);
    wom_matrix_free(&input->matrix);
    wom_free(input->id_of_row);
}

/* ---- Label lists ---- */

/* Where labels go while a file is read. */
typedef struct label_sink {
    wom_loading *loading;
    wom_interest_input *input;
    wom_ids *ids;    /* of users or contents */
    bool is_closed;  /* another file says who there is: unknown ids are dropped */
    wom_ids unknown; /* the dropped ids */
} label_sink;

static wom_status
take_label(void *context, wom_text id, wom_text label, double weight)
{
    label_sink *sink = context;
    uint32_t row = WOM_NO_NODE, dimension = 0, unknown = 0;
    if (id.length == 0 || label.length == 0)
        return wom_fail(WOM_INVALID, "the %s is empty", id.length == 0 ? "id" : "label");
    if (!(fabs(weight) <= (double)FLT_MAX))
        return wom_fail(WOM_INVALID, "the weight %g is beyond the range of a float", weight);
    WOM_TRY(wom_ids_add(&dimension, &sink->loading->names->dimensions, label));
    if (sink->is_closed) row = wom_ids_find(sink->ids, id);
    else WOM_TRY(wom_ids_add(&row, sink->ids, id));
    if (row == WOM_NO_NODE) return wom_ids_add(&unknown, &sink->unknown, id);
    /* A weight of 0 names a label but adds no interest. */
    if ((float)weight == 0) return WOM_OK;
    return wom_entries_add(&sink->input->entries, sink->loading->job, row, dimension, (float)weight);
}

/* Label lists, or vectors. Closes the source. */
static wom_status
read_text(wom_loading *loading, wom_interest_input *input, wom_source *source, wom_ids *ids, bool is_closed)
{
    wom_skipping skipping = wom_interest_skipping(loading, input);
    const wom_passing passing = wom_passing_of(&skipping);
    label_sink sink = { .loading = loading, .input = input, .ids = ids, .is_closed = is_closed };
    wom_vector_taking taking = { .loading = loading, .input = input, .ids = ids, .is_closed = is_closed };
    const wom_label_receiver labels = { loading->job, take_label, &sink, skipping.most > 0 ? &passing : NULL };
    wom_ids_start(&sink.unknown, loading->job);
    const wom_status status = wom_interests_read(&input->is_matrix, source, &labels, wom_take_vector, &taking);
    loading->data->report.unknown_interest_rows += sink.unknown.num;
    wom_ids_free(&sink.unknown);
    wom_free(taking.seen);
    WOM_TRY(status);
    if (!input->is_matrix || input->matrix.num_rows > 0) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: none of its vectors belongs to an id of the other files",
                    input == &loading->user_interests ? loading->files->user_interests
                                                      : loading->files->content_interests);
}

/* ---- Reading ---- */

/* What the first bytes say. */
static wom_status
find_matrix(bool *is_npy, bool *is_hdf5, wom_source *source)
{
    char first[6];
    size_t length = 0;
    WOM_TRY(wom_source_peek(source, first, sizeof first, &length));
    *is_npy = length == sizeof first && memcmp(first, "\x93NUMPY", sizeof first) == 0;
    *is_hdf5 = length == sizeof first && memcmp(first, "\x89HDF\r\n", sizeof first) == 0;
    return WOM_OK;
}

/* Closes the source. */
static wom_status
read_source(wom_loading *loading, wom_interest_input *input, wom_source *source, wom_ids *ids, bool is_closed)
{
    bool is_npy = false, is_hdf5 = false;
    wom_status status = find_matrix(&is_npy, &is_hdf5, source);
    if (status == WOM_OK && !is_npy && !is_hdf5) return read_text(loading, input, source, ids, is_closed);
    input->is_matrix = true;
    if (is_npy) status = wom_npy_read(&input->matrix, loading->job, source);
    else if (is_hdf5) /* without a data set's path: refused */
        status = wom_load_data_set(&input->matrix, loading->job, wom_source_name(source));
    wom_source_close(source);
    return status;
}

wom_status
wom_read_interests(wom_loading *loading, wom_interest_input *input, const char *path, wom_ids *ids, bool is_closed)
{
    wom_source *source = NULL;
    input->is_given = wom_is_given(path);
    if (!input->is_given) return WOM_OK;
    if (path[wom_data_file_length(path)] != 0) {
        input->is_matrix = true;
        return wom_load_data_set(&input->matrix, loading->job, path);
    }
    WOM_TRY(wom_source_open(&source, loading->job, path));
    return read_source(loading, input, source, ids, is_closed);
}

/* Contents of a matrix without a contents file are called by their row: "0", "1", ... */
static wom_status
name_contents(wom_ids *contents, uint64_t num)
{
    char name[24];
    uint32_t number = 0;
    for (uint64_t row = 0; row < num; ++row) {
        const int length = snprintf(name, sizeof name, "%llu", (unsigned long long)row);
        WOM_TRY(wom_ids_add(&number, contents, (wom_text){ name, (size_t)length }));
    }
    return WOM_OK;
}

static wom_status
check_dimensions(const wom_loading *loading)
{
    const wom_interest_input *users = &loading->user_interests, *contents = &loading->content_interests;
    const wom_data_files *files = loading->files;
    if (!users->is_given || !contents->is_given) return WOM_OK;
    if (users->is_matrix != contents->is_matrix)
        return wom_fail(WOM_INVALID, "%s and %s: one holds a matrix, the other labels; both must be of one kind",
                        files->user_interests, files->content_interests);
    if (users->is_matrix && users->matrix.num_columns != contents->matrix.num_columns)
        return wom_fail(WOM_INVALID, "%s has %llu dimensions, but %s has %llu; they must be the same",
                        files->content_interests, (unsigned long long)contents->matrix.num_columns,
                        files->user_interests, (unsigned long long)users->matrix.num_columns);
    return WOM_OK;
}

wom_status
wom_load_interests(wom_loading *loading)
{
    const wom_data_files *files = loading->files;
    wom_names *names = loading->names;
    wom_interest_input *contents = &loading->content_interests;
    WOM_TRY(wom_read_interests(loading, &loading->user_interests, files->user_interests, &names->users,
                               wom_is_given(files->users)));
    WOM_TRY(wom_read_interests(loading, contents, files->content_interests, &names->contents,
                               wom_is_given(files->contents)));
    if (contents->is_matrix && contents->id_of_row == NULL && !wom_is_given(files->contents))
        WOM_TRY(name_contents(&names->contents, contents->matrix.num_rows));
    return check_dimensions(loading);
}

/* ---- Placing ---- */

/* The matrix row of each user: that of her row in the users file, or the one her id says. */
static wom_status
find_matrix_rows(uint32_t *row_of, wom_loading *loading)
{
    const wom_data_files *files = loading->files;
    const uint64_t num_rows = loading->user_interests.matrix.num_rows;
    const wom_ids *users = &loading->names->users;
    if (wom_is_given(files->users)) {
        if (num_rows != loading->users.num_rows)
            return wom_fail(WOM_INVALID, "%s has %llu rows, but %s has %llu; row i must be that of the users file",
                            files->user_interests, (unsigned long long)num_rows, files->users,
                            (unsigned long long)loading->users.num_rows);
        for (wom_node user = 0; user < users->num; ++user) row_of[user] = UINT32_MAX;
        for (uint64_t row = 0; row < num_rows; ++row)
            row_of[loading->node_of[loading->users.id_of_row[row]]] = (uint32_t)row;
        return WOM_OK;
    }
    for (wom_node user = 0; user < users->num; ++user) {
        const char *name = wom_ids_name(users, user);
        const bool is_number = wom_ids_is_plain_integer(name) && strlen(name) <= 10;
        const uint64_t row = is_number ? strtoull(name, NULL, 10) : UINT64_MAX;
        if (row >= num_rows)
            return wom_fail(WOM_INVALID, "%s has %llu rows, but there is a user \"%s\"; without a users file row i "
                            "belongs to user i", files->user_interests, (unsigned long long)num_rows, name);
        row_of[user] = (uint32_t)row;
    }
    loading->data->report.unknown_interest_rows += num_rows - users->num;
    return WOM_OK;
}

static wom_status
place_user_matrix(wom_loading *loading)
{
    const wom_node num_users = loading->names->users.num;
    uint32_t *row_of = NULL;
    const bool by_id = loading->user_interests.id_of_row != NULL;
    WOM_TRY(by_id ? wom_named_rows(&row_of, loading->job, &loading->user_interests, num_users, loading->node_of)
                  : wom_allocate(&row_of, loading->job, num_users, sizeof *row_of, "rows of interests"));
    wom_status status = by_id ? WOM_OK : find_matrix_rows(row_of, loading);
    if (status == WOM_OK)
        status = wom_vectors_from_matrix(&loading->data->user_interests, loading->job, num_users,
                                         &loading->user_interests.matrix, row_of);
    wom_free(row_of);
    return status;
}

static wom_status
place_content_matrix(wom_loading *loading)
{
    const wom_matrix *matrix = &loading->content_interests.matrix;
    const uint32_t num_contents = loading->names->contents.num;
    uint32_t *row_of = NULL;
    if (loading->content_interests.id_of_row != NULL) {
        WOM_TRY(wom_named_rows(&row_of, loading->job, &loading->content_interests, num_contents, loading->content_of));
        const wom_status status =
            wom_vectors_from_matrix(&loading->data->content_interests, loading->job, num_contents, matrix, row_of);
        wom_free(row_of);
        return status;
    }
    if (matrix->num_rows != num_contents)
        return wom_fail(WOM_INVALID,
                        "%s has %llu rows, but %s has %u contents; row i must be that of the contents file",
                        loading->files->content_interests, (unsigned long long)matrix->num_rows,
                        loading->files->contents, num_contents);
    return wom_vectors_from_matrix(&loading->data->content_interests, loading->job, num_contents, matrix, NULL);
}

/* Entries to vectors under the final numbers: rows by row_of (NULL: as they are), labels by label_of. */
static wom_status
place_labels(wom_vectors **vectors, wom_loading *loading, const wom_interest_input *input, uint32_t num_rows,
             const uint32_t *row_of, const uint32_t *label_of)
{
    const wom_entries *entries = &input->entries;
    for (uint64_t i = 0; i < entries->num; ++i) {
        if (row_of != NULL) entries->row[i] = row_of[entries->row[i]];
        entries->dimension[i] = label_of[entries->dimension[i]];
    }
    WOM_TRY(wom_vectors_create(vectors, loading->job, num_rows, loading->names->dimensions.num, entries->num,
                               entries->row, entries->dimension, entries->value, true));
    loading->data->report.repeated_labels += entries->num - (*vectors)->first[num_rows];
    return WOM_OK;
}

wom_status
wom_place_interests(wom_loading *loading)
{
    wom_status status = WOM_OK;
    wom_data *data = loading->data;
    wom_names *names = loading->names;
    wom_interest_input *users = &loading->user_interests, *contents = &loading->content_interests;
    uint32_t *label_of = NULL;
    WOM_TRY_GOTO(wom_ids_renumber(&label_of, &names->dimensions, WOM_IDS_BYTES, NULL));
    if (users->is_matrix)
        WOM_TRY_GOTO(place_user_matrix(loading));
    else if (users->is_given)
        WOM_TRY_GOTO(place_labels(&data->user_interests, loading, users, names->users.num, loading->node_of, label_of));
    if (contents->is_matrix)
        WOM_TRY_GOTO(place_content_matrix(loading));
    else if (contents->is_given)
        WOM_TRY_GOTO(place_labels(&data->content_interests, loading, contents, names->contents.num,
                                  loading->content_of, label_of));
done:
    wom_free(label_of);
    return status;
}
