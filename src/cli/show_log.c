/* What was read of a log of actions, and how far they follow those of friends. */
#include "cli.h"

#include <math.h>
#include <stdio.h>

enum { SECONDS_A_DAY = 86400 };

/* Numbers of this size are seconds since 1970, not since the first action. */
static bool
are_dates(const wom_log *log)
{
    const double year_1986 = 5e8, year_2128 = 5e9;
    return log->counts.has_dates || (log->first_time > year_1986 && log->last_time < year_2128);
}

static void
add_times(cli_table *table, const wom_log *log)
{
    const char *unit = wom_time_unit_names[log->counts.unit];
    cli_cell(table, "%s", "");
    if (isnan(log->first_time))
        cli_cell(table, "without times: the order of the file is taken for that of the actions");
    else if (are_dates(log))
        cli_cell(table, "from %s to %s%s%s", cli_date(log->first_time).text, cli_date(log->last_time).text,
                 log->counts.has_dates ? "" : "; times taken for ", log->counts.has_dates ? "" : unit);
    else
        cli_cell(table, "over %s days; times taken for %s",
                 cli_real((log->last_time - log->first_time) / SECONDS_A_DAY).text, unit);
}

/* Actions of a content. */
typedef struct sizes {
    double least, median, most; /* NaN where no content has any */
} sizes;

static wom_status
find_sizes(sizes *found, wom_job *job, const wom_log *log)
{
    double *size = NULL;
    uint64_t num = 0;
    *found = (sizes){ NAN, NAN, NAN };
    WOM_TRY(wom_allocate(&size, job, log->num_contents, sizeof *size, "sizes of cascades"));
    for (uint32_t c = 0; c < log->num_contents; c++)
        if (log->first[c + 1] > log->first[c]) size[num++] = (double)(log->first[c + 1] - log->first[c]);
    wom_sort_reals(size, num);
    if (num > 0) *found = (sizes){ size[0], wom_quantile(size, num, 0.5), size[num - 1] };
    wom_free(size);
    return WOM_OK;
}

static void
add_influence(cli_table *table, const wom_influence *found)
{
    cli_cell(table, "%s", "");
    cli_cell(table, "%s had an active friend; by chance %s with users shuffled, %s at equal activity",
             cli_percent(found->exposed).text, cli_percent(found->null[WOM_NULL_SHUFFLED].share).text,
             cli_percent(found->null[WOM_NULL_ACTIVITY].share).text);
    cli_cell(table, "influence");
    cli_cell(table, "%s: %s", wom_influence_verdict_names[found->verdict], found->text);
}

wom_status
cli_add_log_lines(cli_table *table, const wom_run *run)
{
    const wom_log *log = run->data->log;
    sizes found;
    if (log == NULL) return WOM_OK;
    WOM_TRY(find_sizes(&found, table->job, log));
    cli_cell(table, "log");
    cli_cell(table, "%s on %s by %s, read as %s", cli_counted(log->num_actions, "action", "actions").text,
             cli_counted(log->num_contents, "content", "contents").text,
             cli_counted(log->num_users, "user", "users").text,
             log->counts.format == WOM_LOG_TABLE ? "a table" : "a cascade a line");
    add_times(table, log);
    cli_cell(table, "%s", "");
    cli_cell(table, "a content has %s to %s actions, median %s", cli_real(found.least).text, cli_real(found.most).text,
             cli_real(found.median).text);
    if (run->data->graph->num_ties > 0 && run->influence.num_actions > 0) add_influence(table, &run->influence);
    return WOM_OK;
}

/* ---- As JSON ---- */

static wom_status
add_interval(wom_json *object, const char *key, double value, double low, double high)
{
    wom_json *inner = NULL;
    WOM_TRY(wom_json_add_object(&inner, object, key));
    WOM_TRY(wom_json_add_number(inner, "value", value));
    WOM_TRY(wom_json_add_number(inner, "low", low));
    return wom_json_add_number(inner, "high", high);
}

static wom_status
add_null(wom_json *nulls, const char *name, const wom_influence_excess *null)
{
    wom_json *object = NULL;
    WOM_TRY(wom_json_add_object(&object, nulls, name));
    WOM_TRY(wom_json_add_number(object, "exposed", null->share));
    WOM_TRY(wom_json_add_number(object, "deviation", null->deviation));
    WOM_TRY(wom_json_add_number(object, "p", null->p));
    return add_interval(object, "excess", null->excess.value, null->excess.low, null->excess.high);
}

static wom_status
add_influence_json(wom_json *parent, const wom_influence *found)
{
    wom_json *object = NULL, *nulls = NULL;
    if (found->num_actions == 0) return WOM_OK;
    WOM_TRY(wom_json_add_object(&object, parent, "influence"));
    WOM_TRY(wom_json_add_string(object, "verdict", wom_influence_verdict_names[found->verdict]));
    WOM_TRY(wom_json_add_string(object, "text", found->text));
    WOM_TRY(wom_json_add_object(&nulls, object, "nulls"));
    for (int null = 0; null < WOM_NUM_NULLS; null++)
        if (found->null[null].is_there) WOM_TRY(add_null(nulls, wom_influence_null_names[null], &found->null[null]));
    WOM_TRY(add_interval(object, "at_most", found->at_most, found->at_most_low, found->at_most_high));
    WOM_TRY(add_interval(object, "closer", found->closer, found->closer_low, found->closer_high));
    const wom_estimate *direction = &found->direction;
    WOM_TRY(add_interval(object, "direction", direction->value, direction->low, direction->high));
    WOM_TRY(wom_json_add_number(object, "e_value", found->e_value));
    return wom_json_add_number(object, "e_value_low", found->e_value_low);
}

wom_status
cli_add_log(wom_json *parent, const wom_run *run)
{
    const wom_log *log = run->data->log;
    wom_json *object = NULL, *inner = NULL;
    sizes found;
    if (log == NULL) return WOM_OK;
    WOM_TRY(find_sizes(&found, run->scenario->job, log));
    const wom_log_counts *counts = &log->counts;
    const struct {
        const char *key;
        uint64_t value;
    } rows[] = {
        { "actions", log->num_actions },
        { "contents", log->num_contents },
        { "users", log->num_users },
        { "read", counts->read },
        { "no_time", counts->no_time },
        { "out_of_range", counts->out_of_range },
        { "unknown_users", counts->unknown_users },
        { "repeated", counts->repeated },
        { "far_times", counts->far_times },
    };
    WOM_TRY(wom_json_add_object(&object, parent, "log"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        WOM_TRY(wom_json_add_integer(object, rows[i].key, rows[i].value));
    WOM_TRY(wom_json_add_string(object, "format", wom_log_format_names[counts->format]));
    const char *times = isnan(log->first_time) ? "none"
                        : counts->has_dates    ? "dates"
                                               : wom_time_unit_names[counts->unit];
    WOM_TRY(wom_json_add_string(object, "times", times));
    WOM_TRY(wom_json_add_number(object, "first_time", log->first_time));
    WOM_TRY(wom_json_add_number(object, "last_time", log->last_time));
    WOM_TRY(wom_json_add_object(&inner, object, "actions_of_a_content"));
    WOM_TRY(wom_json_add_number(inner, "min", found.least));
    WOM_TRY(wom_json_add_number(inner, "median", found.median));
    WOM_TRY(wom_json_add_number(inner, "max", found.most));
    const wom_influence_excess *shuffled = &run->influence.null[WOM_NULL_SHUFFLED];
    WOM_TRY(wom_json_add_number(object, "exposed", run->influence.exposed));
    WOM_TRY(wom_json_add_number(object, "null_exposed", shuffled->share));
    WOM_TRY(wom_json_add_number(object, "null_deviation", shuffled->deviation));
    return add_influence_json(object, &run->influence);
}
