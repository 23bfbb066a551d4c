/* What wom_data_load holds while it reads: everything under the numbers of first sight, until the final ones are known.
 */
#ifndef WOM_DATA_LOADING_H
#define WOM_DATA_LOADING_H

#include "data/attributes.h"
#include "data/entries.h"
#include "data/inputs.h"
#include "data/names.h"

/* Interests as they were read. */
typedef struct wom_interest_input {
    bool is_given, is_matrix;
    wom_matrix matrix;
    uint32_t *id_of_row; /* [matrix.num_rows] users or contents by first sight; NULL: rows go by number */
    wom_entries entries; /* rows are numbers of users (or contents), dimensions of labels; no value is 0 */
} wom_interest_input;

/* Actions as they were read, in file order. */
typedef struct wom_log_rows {
    uint64_t num, capacity;
    uint32_t *user, *content; /* [num] by first sight */
    double *time;             /* [num] */
} wom_log_rows;

typedef struct wom_loading {
    wom_job *job;
    const wom_data_files *files;
    wom_data *data;
    wom_names *names; /* data's */

    uint64_t num_rows, capacity;
    uint32_t *from, *to; /* [num_rows] */
    double *strength;    /* [num_rows] NULL: no column */
    wom_direction direction; /* what a row says; not auto once ties are read */

    wom_attributes users, contents;
    wom_interest_input user_interests, content_interests;
    wom_log_rows log;
    uint32_t *node_of;    /* [num_nodes] the final number of a user by first sight */
    uint32_t *content_of; /* [num_contents] likewise; NULL: they are the same */
} wom_loading;

static inline wom_skipping
wom_skipping_of(const wom_loading *loading)
{
    return (wom_skipping){ loading->files->max_errors, &loading->data->report };
}

static inline bool
wom_is_given(const char *path)
{
    return path != NULL && path[0] != 0;
}

/* What the first bytes of a file of ties say. */
typedef struct wom_ties_header {
    wom_graph_format file; /* not a table: a graph file */
    const char *format;    /* as in wom_data_report */
    bool is_undirected, is_matrix;
} wom_ties_header;

wom_status wom_ties_header_read(wom_ties_header *header, wom_text start, const char *path);

/* Reads a graph file; of a table the rows are counted and reserved alike. */
wom_status wom_load_ties_file(wom_loading *loading, wom_source *source, wom_ties_header *header);
wom_status wom_reserve_tie(wom_loading *loading, bool has_strength);

/* Vectors as text, if that is what the file holds; a data set of an HDF5 file, "file.h5:/path". */
wom_status wom_load_vectors(wom_loading *loading, wom_interest_input *input, const char *path, wom_ids *ids,
                            bool is_closed);
wom_status wom_load_data_set(wom_matrix *matrix, wom_job *job, const char *path);

/* The row of each of `num` users or contents under the final numbers, UINT32_MAX: none. */
wom_status wom_named_rows(uint32_t **row_of, wom_job *job, const wom_interest_input *input, uint32_t num,
                          const uint32_t *new_of);

/* The steps, each in its file. */
wom_status wom_load_ties(wom_loading *loading);
wom_status wom_load_users(wom_loading *loading);
wom_status wom_load_contents(wom_loading *loading);
wom_status wom_load_interests(wom_loading *loading);
wom_status wom_load_log(wom_loading *loading);

/* Once the graph is there: columns and vectors under the final numbers. */
wom_status wom_place_users(wom_loading *loading);
wom_status wom_place_contents(wom_loading *loading);
wom_status wom_place_interests(wom_loading *loading);
wom_status wom_place_log(wom_loading *loading);

void wom_interest_input_free(wom_interest_input *input);
void wom_log_rows_free(wom_log_rows *rows);

#endif
