/* What was read of a log of actions, and how far they follow those of friends. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

enum { SECONDS_A_DAY = 86400 };

static cli_text
date_of(double seconds)
{
    cli_text date = { "?" };
    struct tm parts;
    const time_t moment = (time_t)floor(seconds);
    if (gmtime_r(&moment, &parts) != NULL) strftime(date.text, sizeof date.text, "%Y-%m-%d", &parts);
    return date;
}

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
        cli_cell(table, "from %s to %s%s%s", date_of(log->first_time).text, date_of(log->last_time).text,
                 log->counts.has_dates ? "" : "; times taken for ", log->counts.has_dates ? "" : unit);
    else
        cli_cell(table, "over %s days; times taken for %s",
                 cli_real((log->last_time - log->first_time) / SECONDS_A_DAY).text, unit);
}

void
cli_add_log_lines(cli_table *table, const wom_run *run)
{
    const wom_log *log = run->data->log;
    const wom_log_exposure *exposure = &run->exposure;
    if (log == NULL) return;
    cli_cell(table, "log");
    cli_cell(table, "%s on %s by %s, read as %s; %s had an active friend, %s with users shuffled",
             cli_counted(log->num_actions, "action", "actions").text,
             cli_counted(log->num_contents, "content", "contents").text,
             cli_counted(log->num_users, "user", "users").text,
             log->counts.format == WOM_LOG_TABLE ? "a table" : "a cascade a line", cli_percent(exposure->exposed).text,
             cli_percent(exposure->null_exposed).text);
    add_times(table, log);
}

wom_status
cli_add_log(wom_json *parent, const wom_run *run)
{
    const wom_log *log = run->data->log;
    wom_json *object = NULL;
    if (log == NULL) return WOM_OK;
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
    WOM_TRY(wom_json_add_number(object, "exposed", run->exposure.exposed));
    WOM_TRY(wom_json_add_number(object, "null_exposed", run->exposure.null_exposed));
    return wom_json_add_number(object, "null_deviation", run->exposure.null_deviation);
}
