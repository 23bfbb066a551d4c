/* Estimates as columns of tables. */
#ifndef SCENARIO_RESULTS_COLUMNS_H
#define SCENARIO_RESULTS_COLUMNS_H

#include <wom/store.h>

#define LENGTH(array) (uint32_t)(sizeof(array) / sizeof *(array))

/* value, standard error and interval, a row each; one allocation. */
typedef struct estimate_columns {
    double *value, *se, *low, *high;
} estimate_columns;

/* The names of the four columns. */
typedef struct estimate_names {
    const char *value, *se, *low, *high, *long_name;
} estimate_names;
extern const estimate_names wom_value_names;      /* value, se, lo95, hi95 */
extern const estimate_names wom_difference_names; /* difference, difference_se, ... */

wom_status wom_estimate_columns_create(estimate_columns *columns, wom_job *job, uint64_t num_rows);
void wom_estimate_columns_free(estimate_columns *columns);
void wom_estimate_columns_set(estimate_columns *columns, uint64_t row, const wom_estimate *estimate);

/* Describes the four columns from listed[0] on; returns 4. */
uint32_t wom_estimate_columns_list(wom_column *listed, const estimate_columns *columns, const estimate_names *names,
                                   const char *units);

#endif
