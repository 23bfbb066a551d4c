/* Means by groups of rows: as of an experiment, whose arms a column names. */
#include "survey/table_groups.h"

#include <math.h>
#include <string.h>

void
wom_groups_start(wom_groups *groups, wom_job *job, uint32_t by, uint32_t num_columns)
{
    *groups = (wom_groups){ .job = job, .by = by, .num_columns = num_columns };
    wom_ids_start(&groups->values, job);
}

void
wom_groups_free(wom_groups *groups)
{
    wom_ids_free(&groups->values);
    wom_free(groups->num_rows);
    wom_free(groups->tally);
}

wom_status
wom_groups_take_row(uint32_t *group, wom_groups *groups, wom_text value)
{
    WOM_TRY(wom_ids_add(group, &groups->values, value));
    const uint64_t num = groups->values.num;
    if (num > WOM_TABLE_MOST_GROUPS)
        return wom_fail(WOM_INVALID, "the column holds more than %d different values, too many for groups",
                        WOM_TABLE_MOST_GROUPS);
    WOM_TRY(wom_reserve(&groups->num_rows, &groups->rows_capacity, groups->job, num, sizeof *groups->num_rows,
                        "groups of rows"));
    WOM_TRY(wom_reserve(&groups->tally, &groups->tally_capacity, groups->job, num * groups->num_columns,
                        sizeof *groups->tally, "groups of rows"));
    ++groups->num_rows[*group];
    return WOM_OK;
}

void
wom_groups_take_number(wom_groups *groups, uint32_t group, uint32_t column, double number)
{
    wom_group_tally *tally = &groups->tally[(uint64_t)group * groups->num_columns + column];
    const double before = number - tally->mean;
    tally->mean += before / (double)++tally->num;
    tally->squares += before * (number - tally->mean);
}

static bool
has_means(wom_column_kind kind)
{
    return kind == WOM_COLUMN_TRUTH || kind == WOM_COLUMN_WHOLE || kind == WOM_COLUMN_NUMBERS;
}

static void
take_means(wom_table_group *group, const wom_table_summary *table, const wom_group_tally *tally)
{
    for (uint32_t c = 0; c < table->num_columns; c++) {
        const double num = (double)tally[c].num;
        const bool has_mean = c != table->by && has_means(table->column[c].kind) && num > 0;
        group->of_column[c] = (wom_group_mean){
            .num_values = tally[c].num,
            .mean = has_mean ? tally[c].mean : (double)NAN,
            .standard_error = has_mean && num > 1 ? sqrt(tally[c].squares / (num - 1) / num) : (double)NAN,
        };
    }
}

/* The place of a group: larger ones first, then by name. */
static uint32_t
rank_of(const wom_groups *groups, uint32_t group)
{
    uint32_t rank = 0;
    for (uint32_t other = 0; other < groups->values.num; other++) {
        const uint64_t a = groups->num_rows[other], b = groups->num_rows[group];
        rank += a > b || (a == b && strcmp(wom_ids_name(&groups->values, other),
                                           wom_ids_name(&groups->values, group)) < 0);
    }
    return rank;
}

wom_status
wom_groups_finish(wom_table_summary *table, const wom_groups *groups)
{
    const uint32_t num = groups->values.num;
    WOM_TRY(wom_allocate(&table->group, groups->job, num, sizeof *table->group, "groups of rows"));
    table->by = groups->by;
    table->num_groups = num;
    for (uint32_t i = 0; i < num; i++) {
        const char *value = wom_ids_name(&groups->values, i);
        wom_table_group *group = &table->group[rank_of(groups, i)];
        group->num_rows = groups->num_rows[i];
        WOM_TRY(wom_copy_text(&group->value, groups->job, value, strlen(value)));
        WOM_TRY(wom_allocate(&group->of_column, groups->job, table->num_columns, sizeof *group->of_column,
                             "means of columns"));
        take_means(group, table, &groups->tally[(uint64_t)i * table->num_columns]);
    }
    return WOM_OK;
}
