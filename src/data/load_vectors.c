/* Interests as vectors: rows of a matrix by number (.npy, a data set of an HDF5 file) or by id (text). */
#include "data/loading.h"

#include <wom/store.h>

#include <math.h>
#include <string.h>
#include <unistd.h>

/* ---- HDF5 ---- */

size_t
wom_data_file_length(const char *path)
{
    const size_t length = strlen(path);
    if (access(path, F_OK) == 0) return length;
    for (size_t at = length; at-- > 1;)
        if (path[at] == ':' && path[at + 1] == '/') return at;
    return length;
}

static wom_status
check_elements(const wom_matrix *matrix, const char *path)
{
    for (uint64_t i = 0; i < matrix->num_rows * matrix->num_columns; ++i)
        if (!isfinite(matrix->value[i]))
            return wom_fail(WOM_INVALID, "%s: row %llu, column %llu is %g, must be a finite 32-bit number", path,
                            (unsigned long long)(i / matrix->num_columns + 1),
                            (unsigned long long)(i % matrix->num_columns + 1), (double)matrix->value[i]);
    return WOM_OK;
}

static wom_status
read_data_set(wom_matrix *matrix, wom_archive *archive, const char *path, const char *name)
{
    uint64_t lengths[4] = { 0, 1, 1, 1 };
    uint32_t num_axes = 0;
    WOM_TRY(wom_archive_read(&matrix->value, archive, name, WOM_TYPE_FLOAT, lengths, &num_axes));
    matrix->num_rows = lengths[0];
    matrix->num_columns = num_axes == 2 ? lengths[1] : 1;
    if (num_axes != 1 && num_axes != 2)
        return wom_fail(WOM_INVALID, "%s: has %u axes, must have two: rows and dimensions", path, num_axes);
    return check_elements(matrix, path);
}

wom_status
wom_load_data_set(wom_matrix *matrix, wom_job *job, const char *path)
{
    const size_t length = wom_data_file_length(path);
    char *file = NULL;
    wom_archive *archive = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_copy_text(&file, job, path, length));
    if (path[length] == 0) {
        status = wom_fail(WOM_INVALID, "%s: is an HDF5 file; say which data set holds the interests: \"%s:/path\"",
                          path, path);
        goto done;
    }
    WOM_TRY_GOTO(wom_archive_open(&archive, job, file, NULL));
    WOM_TRY_GOTO(read_data_set(matrix, archive, path, path + length + 1));
done:
    wom_archive_close(archive);
    wom_free(file);
    if (status != WOM_OK) wom_matrix_free(matrix);
    return status;
}

/* ---- Text ---- */

static wom_status
check_new(wom_vector_taking *sink, uint32_t number)
{
    if (number >= sink->seen_capacity)
        WOM_TRY(wom_reserve(&sink->seen, &sink->seen_capacity, sink->loading->job, (uint64_t)number + 1, 1, "ids"));
    if (sink->seen[number])
        return wom_fail(WOM_INVALID, "\"%s\" has had a vector already", wom_ids_name(sink->ids, number));
    sink->seen[number] = 1;
    return WOM_OK;
}

wom_status
wom_take_vector(void *context, wom_text id, const float *value, uint32_t num_values)
{
    wom_vector_taking *sink = context;
    wom_matrix *matrix = &sink->input->matrix;
    wom_job *job = sink->loading->job;
    uint32_t number = wom_ids_find(sink->ids, id);
    if (number == WOM_NO_NODE && sink->is_closed) {
        ++sink->loading->data->report.unknown_interest_rows;
        return WOM_OK;
    }
    if (number == WOM_NO_NODE) WOM_TRY(wom_ids_add(&number, sink->ids, id));
    WOM_TRY(check_new(sink, number));
    const uint64_t row = matrix->num_rows;
    WOM_TRY(wom_reserve(&sink->input->id_of_row, &sink->capacity, job, row + 1, sizeof(uint32_t), "ids of vectors"));
    WOM_TRY(wom_reserve(&matrix->value, &sink->value_capacity, job, (row + 1) * num_values, sizeof *value, "vectors"));
    memcpy(matrix->value + row * num_values, value, num_values * sizeof *value);
    sink->input->id_of_row[row] = number;
    matrix->num_columns = num_values;
    if (++matrix->num_rows % 4096 == 0) WOM_TRY(wom_job_check(job));
    return WOM_OK;
}

wom_status
wom_named_rows(uint32_t **row_of, wom_job *job, const wom_interest_input *input, uint32_t num, const uint32_t *new_of)
{
    WOM_TRY(wom_allocate(row_of, job, num, sizeof **row_of, "rows of interests"));
    for (uint32_t i = 0; i < num; ++i) (*row_of)[i] = UINT32_MAX;
    for (uint64_t row = 0; row < input->matrix.num_rows; ++row) {
        const uint32_t id = input->id_of_row[row];
        (*row_of)[new_of != NULL ? new_of[id] : id] = (uint32_t)row;
    }
    return WOM_OK;
}
