/* Means of a table's columns by the values of one of them, while it is read. */
#ifndef WOM_SURVEY_TABLE_GROUPS_H
#define WOM_SURVEY_TABLE_GROUPS_H

#include "data/ids.h"

#include <wom/survey.h>

/* Of one column in one group: mean and sum of squared differences from it (B. Welford, Technometrics 1962). */
typedef struct wom_group_tally {
    uint64_t num;
    double mean, squares;
} wom_group_tally;

typedef struct wom_groups {
    wom_job *job;
    uint32_t by, num_columns;
    wom_ids values; /* of the column `by` */
    uint64_t *num_rows, rows_capacity;
    wom_group_tally *tally; /* [values.num][num_columns] */
    uint64_t tally_capacity;
} wom_groups;

void wom_groups_start(wom_groups *groups, wom_job *job, uint32_t by, uint32_t num_columns);
void wom_groups_free(wom_groups *groups);

/* The group of a row by its value there, counting the row. WOM_INVALID beyond WOM_TABLE_MOST_GROUPS. */
wom_status wom_groups_take_row(uint32_t *group, wom_groups *groups, wom_text value);
void wom_groups_take_number(wom_groups *groups, uint32_t group, uint32_t column, double number);

/* Writes the table's groups. */
wom_status wom_groups_finish(wom_table_summary *table, const wom_groups *groups);

#endif
