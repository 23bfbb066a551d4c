/* Sparse vectors of interests, from loose entries or from a dense matrix. */
#include <wom/interest.h>

#include <math.h>
#include <stdlib.h>

/* One value of a row on its way to its place. */
typedef struct entry {
    uint32_t dimension;
    float value;
} entry;

/* By dimension, then value, so that sums do not depend on the order in which entries came. */
static int
compare_entries(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->dimension != y->dimension) return x->dimension < y->dimension ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

static wom_status
check_entries(uint32_t num_rows, uint32_t num_dimensions, uint64_t num_entries, const uint32_t *row,
              const uint32_t *dimension, const float *value)
{
    for (uint64_t i = 0; i < num_entries; ++i) {
        if (row[i] >= num_rows)
            return wom_fail(WOM_INVALID, "interest %llu: row %u, but there are %u rows", (unsigned long long)i, row[i],
                            num_rows);
        if (dimension[i] >= num_dimensions)
            return wom_fail(WOM_INVALID, "interest %llu: dimension %u, but there are %u dimensions",
                            (unsigned long long)i, dimension[i], num_dimensions);
        if (!isfinite(value[i]))
            return wom_fail(WOM_INVALID, "interest %llu: its value must be a finite number", (unsigned long long)i);
    }
    return WOM_OK;
}

/* Vectors with all rows empty and room for num_values values. */
static wom_status
get_memory(wom_vectors **vectors, wom_job *job, uint32_t num_rows, uint32_t num_dimensions, uint64_t num_values)
{
    wom_status status = WOM_OK;
    wom_vectors *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "interests"));
    made->num_rows = num_rows;
    made->num_dimensions = num_dimensions;
    WOM_TRY_GOTO(wom_allocate(&made->first, job, (uint64_t)num_rows + 1, sizeof *made->first, "rows of interests"));
    WOM_TRY_GOTO(wom_allocate(&made->dimension, job, num_values, sizeof *made->dimension, "dimensions of interests"));
    WOM_TRY_GOTO(wom_allocate(&made->value, job, num_values, sizeof *made->value, "values of interests"));
    WOM_TRY_GOTO(wom_allocate(&made->norm, job, num_rows, sizeof *made->norm, "lengths of interests"));
    *vectors = made;
    made = NULL;
done:
    wom_vectors_free(made);
    return status;
}

/* Entries grouped by row: those of row i are sorted[first[i]] .. sorted[first[i + 1] - 1]. */
static void
group_by_row(uint64_t *first, entry *sorted, uint32_t num_rows, uint64_t num_entries, const uint32_t *row,
             const uint32_t *dimension, const float *value)
{
    for (uint64_t i = 0; i < num_entries; ++i) ++first[row[i] + 1];
    for (uint32_t r = 0; r < num_rows; ++r) first[r + 1] += first[r];
    for (uint64_t i = 0; i < num_entries; ++i) sorted[first[row[i]]++] = (entry){ dimension[i], value[i] };
    for (uint32_t r = num_rows; r > 0; --r) first[r] = first[r - 1];
    first[0] = 0;
}

/* Writes the merged entries of one row to dimension[] and value[] from position `at` on; returns where they end. */
static uint64_t
merge_row(wom_vectors *vectors, uint64_t at, entry *entries, uint64_t num_entries, bool distinct)
{
    qsort(entries, num_entries, sizeof *entries, compare_entries);
    for (uint64_t i = 0; i < num_entries;) {
        const uint32_t dimension = entries[i].dimension;
        double sum = 0;
        float largest = 0;
        for (; i < num_entries && entries[i].dimension == dimension; ++i) {
            sum += (double)entries[i].value;
            largest = entries[i].value;
        }
        const float value = distinct ? largest : (float)sum;
        if (value == 0) continue;
        vectors->dimension[at] = dimension;
        vectors->value[at++] = value;
    }
    return at;
}

/* Sets the lengths and counts the missing. A length beyond a float would make every cosine 0. */
static wom_status
measure(wom_vectors *vectors)
{
    for (uint32_t r = 0; r < vectors->num_rows; ++r) {
        double squares = 0;
        for (uint64_t i = vectors->first[r]; i < vectors->first[r + 1]; ++i)
            squares += (double)vectors->value[i] * (double)vectors->value[i];
        vectors->norm[r] = (float)sqrt(squares);
        if (!isfinite(vectors->norm[r]))
            return wom_fail(WOM_INVALID, "interests of row %u: their length is beyond the range of a float", r);
        if (vectors->first[r] == vectors->first[r + 1]) ++vectors->num_missing;
    }
    return WOM_OK;
}

wom_status
wom_vectors_create(wom_vectors **vectors, wom_job *job, uint32_t num_rows, uint32_t num_dimensions,
                   uint64_t num_entries, const uint32_t *row, const uint32_t *dimension, const float *value,
                   bool distinct)
{
    wom_status status = WOM_OK;
    wom_vectors *made = NULL;
    entry *sorted = NULL;
    *vectors = NULL;
    WOM_TRY(check_entries(num_rows, num_dimensions, num_entries, row, dimension, value));
    WOM_TRY_GOTO(get_memory(&made, job, num_rows, num_dimensions, num_entries));
    WOM_TRY_GOTO(wom_allocate(&sorted, job, num_entries, sizeof *sorted, "interests to be sorted"));
    group_by_row(made->first, sorted, num_rows, num_entries, row, dimension, value);
    uint64_t at = 0;
    for (uint32_t r = 0; r < num_rows; ++r) {
        const uint64_t first = made->first[r], end = made->first[r + 1];
        made->first[r] = at;
        at = merge_row(made, at, sorted + first, end - first, distinct);
    }
    made->first[num_rows] = at;
    WOM_TRY_GOTO(measure(made));
    *vectors = made;
    made = NULL;
done:
    wom_free(sorted);
    wom_vectors_free(made);
    return status;
}

/* The matrix row behind row i; UINT32_MAX: none. */
static inline uint32_t
source_row(const uint32_t *row_of, uint32_t i)
{
    return row_of == NULL ? i : row_of[i];
}

static wom_status
check_matrix(uint32_t num_rows, const wom_matrix *matrix, const uint32_t *row_of)
{
    if (matrix->num_columns >= UINT32_MAX)
        return wom_fail(WOM_INVALID, "%llu columns of interests are too many: fewer than 2^32 - 1 are needed",
                        (unsigned long long)matrix->num_columns);
    for (uint32_t i = 0; i < num_rows; ++i) {
        const uint32_t row = source_row(row_of, i);
        if (row != UINT32_MAX && row >= matrix->num_rows)
            return wom_fail(WOM_INVALID, "interests %u: row %u, but the matrix has %llu rows", i, row,
                            (unsigned long long)matrix->num_rows);
        const uint64_t end = row == UINT32_MAX ? 0 : matrix->num_columns;
        for (uint64_t d = 0; d < end; ++d)
            if (!isfinite(matrix->value[row * matrix->num_columns + d]))
                return wom_fail(WOM_INVALID, "interests %u: dimension %llu must be a finite number", i,
                                (unsigned long long)d);
    }
    return WOM_OK;
}

/* Counts the values of each row into first[], or, with the arrays there, puts them into their places. */
static void
copy_rows(wom_vectors *vectors, uint64_t *first, const wom_matrix *matrix, const uint32_t *row_of, uint32_t num_rows)
{
    uint64_t at = 0;
    for (uint32_t i = 0; i < num_rows; ++i) {
        const uint32_t row = source_row(row_of, i);
        const float *value = row == UINT32_MAX ? NULL : matrix->value + row * matrix->num_columns;
        for (uint64_t d = 0; value != NULL && d < matrix->num_columns; ++d) {
            if (value[d] == 0) continue;
            if (vectors != NULL) {
                vectors->dimension[at] = (uint32_t)d;
                vectors->value[at] = value[d];
            }
            ++at;
        }
        first[i + 1] = at;
    }
}

wom_status
wom_vectors_from_matrix(wom_vectors **vectors, wom_job *job, uint32_t num_rows, const wom_matrix *matrix,
                        const uint32_t *row_of)
{
    wom_status status = WOM_OK;
    wom_vectors *made = NULL;
    uint64_t *first = NULL;
    *vectors = NULL;
    WOM_TRY(check_matrix(num_rows, matrix, row_of));
    WOM_TRY_GOTO(wom_allocate(&first, job, (uint64_t)num_rows + 1, sizeof *first, "rows of interests"));
    copy_rows(NULL, first, matrix, row_of, num_rows);
    WOM_TRY_GOTO(get_memory(&made, job, num_rows, (uint32_t)matrix->num_columns, first[num_rows]));
    copy_rows(made, made->first, matrix, row_of, num_rows);
    WOM_TRY_GOTO(measure(made));
    *vectors = made;
    made = NULL;
done:
    wom_free(first);
    wom_vectors_free(made);
    return status;
}

void
wom_vectors_free(wom_vectors *vectors)
{
    if (vectors == NULL) return;
    wom_free(vectors->first);
    wom_free(vectors->dimension);
    wom_free(vectors->value);
    wom_free(vectors->norm);
    wom_free(vectors);
}
