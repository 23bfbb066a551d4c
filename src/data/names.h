/* The names behind the numbers of a wom_data: what its private pool is. */
#ifndef WOM_DATA_NAMES_H
#define WOM_DATA_NAMES_H

#include "data/ids.h"

#include <wom/data.h>

typedef struct wom_names {
    wom_ids users, contents, segments, layers, dimensions, log_contents;
} wom_names;

static inline wom_names *
wom_data_names(const wom_data *data)
{
    return data->pool;
}

/* Data without anything in it but an empty pool of names. */
wom_status wom_data_start(wom_data **data, wom_job *job);

/* Once all else is there and all names have their final numbers: sets the arrays of names and what the report counts by
 * looking at users and contents. Dimensions without names (of matrices) stay NULL. */
wom_status wom_data_finish(wom_data *data, wom_job *job);

#endif
