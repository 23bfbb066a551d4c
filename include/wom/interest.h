/* interest: vectors of users and contents, and how alike two of them are. */
#ifndef WOM_INTEREST_H
#define WOM_INTEREST_H

#include <wom/base.h>
#include <wom/io.h>
#include <wom/settings.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Sparse rows of finite values; dimensions ascend within a row and no value is 0. Memory: 8 bytes a value, 8 a row. */
typedef struct wom_vectors {
    uint32_t num_rows, num_dimensions;
    uint64_t *first;      /* [num_rows + 1] */
    uint32_t *dimension;  /* [first[num_rows]] */
    float *value;         /* [first[num_rows]] */
    float *norm;          /* [num_rows] Euclidean length; 0: the vector is missing */
    uint32_t num_missing; /* rows without a value */
} wom_vectors;

/* From entries in any order; entries of the same (row, dimension) are summed, or, with `distinct`, the largest is
 * taken (for label lists that repeat a label). The order of entries does not matter to a bit. WOM_INVALID for a row or
 * dimension out of range, a value that is not finite, a row whose length is beyond a float. Memory while building: 8
 * bytes an entry more. */
wom_status wom_vectors_create(wom_vectors **vectors, wom_job *job, uint32_t num_rows, uint32_t num_dimensions,
                              uint64_t num_entries, const uint32_t *row, const uint32_t *dimension, const float *value,
                              bool distinct);

/* Row i of the vectors is row row_of[i] of the matrix (NULL: i); UINT32_MAX: missing. */
wom_status wom_vectors_from_matrix(wom_vectors **vectors, wom_job *job, uint32_t num_rows, const wom_matrix *matrix,
                                   const uint32_t *row_of);
void wom_vectors_free(wom_vectors *vectors);

/* A similarity: symmetric, in [0, 1], 0 when either vector is missing. */
typedef struct wom_similarity {
    wom_variant variant;
    double (*between)(const wom_vectors *a, uint32_t row_a, const wom_vectors *b, uint32_t row_b);
} wom_similarity;

/* cosine: max(0, cos). dot: min(1, max(0, a.b)). jaccard: sum of minima over sum of maxima, negative values as 0.
 * Both sets of vectors must have the same dimensions. Cost: the two rows' values. */
extern const wom_catalogue wom_similarities;

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
