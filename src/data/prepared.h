/* How data lie in a prepared file: groups of mapped arrays, each a row of a table that saving, opening and letting go
 * read alike. What is small (contents, segments, labels, the report) is read, not mapped. */
#ifndef WOM_DATA_PREPARED_H
#define WOM_DATA_PREPARED_H

#include "data/names.h"

#include <wom/store.h>

/* How long an array is. */
typedef enum wom_prepared_length { WOM_PER_ROW, WOM_PER_ROW_PLUS_1, WOM_PER_VALUE } wom_prepared_length;

typedef struct wom_prepared_array {
    const char *name;
    size_t offset; /* of the pointer in the struct that the group is about */
    wom_type type;
    wom_prepared_length length;
    bool is_optional; /* NULL where it is not given */
    const char *units, *long_name;
} wom_prepared_array;

extern const wom_prepared_array wom_prepared_graph[];   /* of a wom_graph: rows are nodes, values ties */
extern const wom_prepared_array wom_prepared_users[];   /* of a wom_data: rows are users, values bytes of their ids */
extern const wom_prepared_array wom_prepared_vectors[]; /* of a wom_vectors */
extern const wom_prepared_array wom_prepared_log[];     /* of a wom_log: rows are contents, values actions */

/* The log's figures, kept as attributes. */
typedef struct wom_prepared_figure {
    const char *name;
    size_t offset; /* of a uint64_t in wom_log */
} wom_prepared_figure;
extern const wom_prepared_figure wom_prepared_log_counts[];

/* Of an array in its group. */
static inline uint64_t
wom_prepared_count(const wom_prepared_array *array, uint64_t num_rows, uint64_t num_values)
{
    return array->length == WOM_PER_VALUE ? num_values : num_rows + (array->length == WOM_PER_ROW_PLUS_1);
}

/* Before data are freed: forgets the arrays that are the file's. */
void wom_prepared_let_go(wom_data *data);

/* Whether everything that opening takes on trust holds: offsets ascend, numbers are in range, both sides of the graph
 * say the same. */

#endif
