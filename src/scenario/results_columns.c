/* Estimates as columns of tables. */
#include "results_columns.h"

const estimate_names wom_value_names = { "value", "se", "lo95", "hi95", "mean over worlds" };
const estimate_names wom_difference_names = { "difference", "difference_se", "difference_lo95", "difference_hi95",
                                              "difference on the same worlds" };

wom_status
wom_estimate_columns_create(estimate_columns *columns, wom_job *job, uint64_t num_rows)
{
    WOM_TRY(wom_allocate(&columns->value, job, 4 * num_rows, sizeof *columns->value, "columns of estimates"));
    columns->se = columns->value + num_rows;
    columns->low = columns->se + num_rows;
    columns->high = columns->low + num_rows;
    return WOM_OK;
}

void
wom_estimate_columns_free(estimate_columns *columns)
{
    wom_free(columns->value);
    *columns = (estimate_columns){ 0 };
}

void
wom_estimate_columns_set(estimate_columns *columns, uint64_t row, const wom_estimate *estimate)
{
    columns->value[row] = estimate->value;
    columns->se[row] = estimate->standard_error;
    columns->low[row] = estimate->low;
    columns->high[row] = estimate->high;
}

uint32_t
wom_estimate_columns_list(wom_column *listed, const estimate_columns *columns, const estimate_names *names,
                          const char *units)
{
    listed[0] = (wom_column){ names->value, WOM_TYPE_DOUBLE, columns->value, units, names->long_name };
    listed[1] = (wom_column){ names->se, WOM_TYPE_DOUBLE, columns->se, units, "its standard error" };
    listed[2] = (wom_column){ names->low, WOM_TYPE_DOUBLE, columns->low, units, "low end of its 95 % interval" };
    listed[3] = (wom_column){ names->high, WOM_TYPE_DOUBLE, columns->high, units, "high end of its 95 % interval" };
    return 4;
}
