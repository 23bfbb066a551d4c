/* Tables of one row a user (or content): an id, numbers by column name, and perhaps one column of text. */
#ifndef WOM_DATA_ATTRIBUTES_H
#define WOM_DATA_ATTRIBUTES_H

#include "data/ids.h"

#include <wom/data.h>

enum { WOM_MAX_ATTRIBUTES = 7 };

/* A column that a table may have. */
typedef struct wom_attribute {
    const char *name;
    double low, high;
    bool above_low;    /* low itself is refused */
    bool may_be_truth; /* True, yes, ... is 1, False, no, ... is 0 */
} wom_attribute;

/* What becomes of rows that are wrong. */
typedef struct wom_skipping {
    uint64_t most;           /* so many are skipped, of all files */
    wom_data_report *report; /* where they are counted and told */
    wom_data_input input;    /* whose rows they are */
} wom_skipping;

/* After a row could not be read: counts it, tells it and returns WOM_OK when it may be skipped; `status` if not. */
wom_status wom_skip_row(const wom_skipping *skipping, const wom_reader *reader, wom_status status);

/* The same for readers that ask; `skipping` is borrowed. */
wom_passing wom_passing_of(wom_skipping *skipping);

typedef struct wom_attributes {
    wom_job *job;
    wom_skipping skipping;
    const wom_attribute *columns;
    uint32_t num_columns;
    uint64_t num_rows, capacity;
    uint32_t *id_of_row;               /* [num_rows] */
    double *value[WOM_MAX_ATTRIBUTES]; /* [num_rows] NaN: the field is empty; NULL: there is no such column */
    uint32_t *text_of_row;             /* [num_rows] WOM_NO_NODE: the field is empty; NULL: there is no such column */
    uint64_t *row_plus_1_of;           /* [num_ids] 0: none */
    uint64_t num_ids;
    uint64_t num_empty, num_converted, num_truths;
    uint8_t kind[WOM_MAX_ATTRIBUTES]; /* of each column's fields so far: 0 not known, 1 numbers, 2 truth values */
} wom_attributes;

/* What a table's rows name: ids are added to `ids`; those of a column of text called `text_name` (NULL: there is none)
 * to `texts`. */
typedef struct wom_attributes_names {
    const char *id_name;
    wom_ids *ids;
    const char *text_name;
    wom_ids *texts;
} wom_attributes_names;

/* Reads the table into `attributes`, which the caller has started with { .job, .columns, .num_columns }. Other columns
 * are ignored. WOM_INVALID for a missing id column, a repeated id, a number out of range. */
wom_status wom_attributes_read(wom_attributes *attributes, const char *path, const wom_attributes_names *names);
void wom_attributes_free(wom_attributes *attributes);

/* The row of an id; UINT64_MAX if it has none. */
static inline uint64_t
wom_attributes_row(const wom_attributes *attributes, uint32_t id)
{
    return id < attributes->num_ids ? attributes->row_plus_1_of[id] - 1 : UINT64_MAX;
}

#endif
