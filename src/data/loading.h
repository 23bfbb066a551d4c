/* What wom_data_load holds while it reads: everything under the numbers of first sight, until the final ones are known.
 */
#ifndef WOM_DATA_LOADING_H
#define WOM_DATA_LOADING_H

#include "data/attributes.h"
#include "data/entries.h"
#include "data/inputs.h"
#include "data/names.h"
#include "io/source.h"

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

    uint64_t block_size; /* bytes of a block of ties: see wom_data_load_by */

    /* Users in rows are codes (see data/ids.h), then nodes. */
    uint64_t num_rows, capacity;
    uint32_t *from, *to; /* [num_rows] */
    double *strength;    /* [num_rows] NULL: no column */
    uint32_t *layer;     /* [num_rows] by first sight; NULL: no column */
    uint64_t code_range; /* above every code that is a small number */
    uint64_t num_places; /* of codes: see wom_code_place */
    uint32_t *num_rows_of; /* [num_places] rows of a code, modulo 2^32, those of a user with herself apart */
    wom_direction direction; /* what a row says; not auto once ties are read */

    wom_attributes users, contents;
    wom_interest_input user_interests, content_interests;
    wom_log_rows log;
    uint32_t *node_of;    /* [num_nodes] the final number of a user by first sight */
    uint32_t *content_of; /* [num_contents] likewise; NULL: they are the same */
} wom_loading;

static inline wom_skipping
wom_skipping_of(const wom_loading *loading, wom_data_input input)
{
    return (wom_skipping){ loading->files->max_errors, &loading->data->report, input };
}

static inline wom_skipping
wom_interest_skipping(const wom_loading *loading, const wom_interest_input *input)
{
    return wom_skipping_of(loading, input == &loading->user_interests ? WOM_INPUT_USER_INTERESTS
                                                                      : WOM_INPUT_CONTENT_INTERESTS);
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

/* `format` is as given: WOM_GRAPH_AUTO to be told. */
wom_status wom_ties_header_read(wom_ties_header *header, wom_text start, const char *path, wom_graph_format format);

/* Reads a graph file. */
wom_status wom_load_ties_file(wom_loading *loading, wom_source *source, wom_ties_header *header);

/* Where the columns of a table of ties stand. */
typedef struct wom_ties_columns {
    uint32_t from, to, strength, layer;
    bool has_strength, has_layer;
} wom_ties_columns;

/* Room for `count` more rows. */
wom_status wom_reserve_ties(wom_loading *loading, uint64_t count, bool has_strength, bool has_layer);

/* Reads the next row, or passes over one that may be wrong; the rows of a whole table, many at a time. */
wom_status wom_load_ties_row(wom_loading *loading, wom_reader *reader, const wom_ties_columns *columns, bool *has_row);
wom_status wom_load_ties_blocks(wom_loading *loading, wom_reader *reader, const wom_ties_columns *columns);

/* Once all rows are there, makes their codes users and counts rows; once all users are, numbers them and makes the
 * codes of rows nodes. */
wom_status wom_settle_codes(wom_loading *loading);
wom_status wom_number_users(wom_loading *loading);

/* wom_data_load with blocks of about block_size bytes, WOM_LOAD_BY_ROW for none, so that tests can see that nothing
 * depends on it. */
#define WOM_LOAD_BLOCK_SIZE (UINT64_C(256) * 1024)
#define WOM_LOAD_BY_ROW 0
wom_status wom_data_load_by(wom_data **data, wom_job *job, const wom_data_files *files, uint64_t block_size);

/* Where vectors in text go while a file is read; begins with the first four, the rest 0, and `seen` is freed. */
typedef struct wom_vector_taking {
    wom_loading *loading;
    wom_interest_input *input;
    wom_ids *ids;
    bool is_closed;    /* another file says who there is: unknown ids are dropped */
    uint64_t capacity; /* of id_of_row */
    uint64_t value_capacity, seen_capacity;
    uint8_t *seen; /* [seen_capacity] by number of the id */
} wom_vector_taking;

/* A wom_vector_sink. */
wom_status wom_take_vector(void *taking, wom_text id, const float *value, uint32_t num_values);

/* A data set of an HDF5 file, "file.h5:/path". */
wom_status wom_load_data_set(wom_matrix *matrix, wom_job *job, const char *path);

/* Whichever kind of interests a file holds. `ids` are of the users or contents whose they are; with is_closed there are
 * no others. */
wom_status wom_read_interests(wom_loading *loading, wom_interest_input *input, const char *path, wom_ids *ids,
                              bool is_closed);

/* The row of each of `num` users or contents under the final numbers, UINT32_MAX: none. */
wom_status wom_named_rows(uint32_t **row_of, wom_job *job, const wom_interest_input *input, uint32_t num,
                          const uint32_t *new_of);

/* The steps, each in its file. */
wom_status wom_load_ties(wom_loading *loading);
wom_status wom_load_users(wom_loading *loading);
wom_status wom_load_contents(wom_loading *loading);
wom_status wom_load_interests(wom_loading *loading);
wom_status wom_load_log(wom_loading *loading);

/* Frees the rows of ties. */
void wom_loading_free_rows(wom_loading *loading);

/* The graph of rows that have layers, once users have their final numbers; frees the rows. */
wom_status wom_build_layers(wom_loading *loading);

/* Once the graph is there: columns and vectors under the final numbers. */
wom_status wom_place_users(wom_loading *loading);
wom_status wom_place_contents(wom_loading *loading);
wom_status wom_place_interests(wom_loading *loading);
wom_status wom_place_log(wom_loading *loading);

void wom_interest_input_free(wom_interest_input *input);
void wom_log_rows_free(wom_log_rows *rows);

#endif
