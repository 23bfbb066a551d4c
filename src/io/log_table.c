/* Logs as tables: a row an action, its time in one column or in those of year, month and day. */
#include "date.h"
#include "log.h"

#include <math.h>
#include <string.h>

static const char *const user_names[] = { "user", "user_id", "userid", "uid", "node", NULL };
static const char *const content_names[] = { "content", "item",    "cascade", "content_id", "item_id",
                                             "itemid",  "product", "object",  NULL };
static const char *const time_names[] = { "time", "timestamp", "date", "datetime", "created_at", "ts", NULL };
static const char *const year_names[] = { "year", NULL };
static const char *const month_names[] = { "month", NULL };
static const char *const day_names[] = { "day", NULL };

/* Where the columns stand. */
typedef struct columns {
    uint32_t user, content, time, year, month, day;
    bool has_time, has_year, has_month, has_day;
} columns;

static bool
is_given(const char *name)
{
    return name != NULL && name[0] != 0;
}

static bool
is_none(const char *name)
{
    return is_given(name) && strcmp(name, "none") == 0;
}

void
wom_log_wanted(const char *wanted[WOM_LOG_MOST_WANTED], const wom_log_layout *layout)
{
    const char *const given[] = { layout->user, layout->content, layout->time,
                                  layout->day,  layout->month,   layout->year };
    const char *const *const lists[] = { user_names, content_names, time_names, year_names, month_names, day_names };
    uint32_t num = 0;
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (is_given(given[i])) wanted[num++] = given[i];
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const char *const *name = lists[i]; *name != NULL; name++) wanted[num++] = *name;
    wanted[num] = NULL;
}

static bool
has_one_of(const wom_reader *reader, const char *const *names)
{
    for (; *names != NULL; names++)
        if (wom_reader_has_column(reader, *names)) return true;
    return false;
}

bool
wom_log_has_columns(const wom_reader *reader)
{
    return wom_reader_has_header(reader) && has_one_of(reader, user_names) && has_one_of(reader, content_names);
}

/* The column that is named, or one with a usual name, or without a header the one at `place` (UINT32_MAX: none). */
static wom_status
find_column(bool *has, uint32_t *column, const wom_reader *reader, const char *given, const char *const *usual,
            uint32_t place)
{
    *has = true;
    if (is_given(given)) return wom_reader_column(column, reader, given);
    for (; wom_reader_has_header(reader) && *usual != NULL; usual++)
        if (wom_reader_has_column(reader, *usual)) return wom_reader_column(column, reader, *usual);
    *has = !wom_reader_has_header(reader) && place < wom_reader_num_columns(reader);
    *column = place;
    return WOM_OK;
}

static wom_status
find_time(columns *places, const wom_reader *reader, const wom_log_layout *layout)
{
    const bool by_date = is_given(layout->year) || is_given(layout->month) || is_given(layout->day);
    if (is_none(layout->time) && !wom_reader_has_column(reader, "none")) return WOM_OK;
    if (by_date && is_given(layout->time))
        return wom_fail(WOM_INVALID, "%s: give either a column of times or columns of year, month and day",
                        wom_source_name(reader->source));
    if (!by_date) {
        WOM_TRY(find_column(&places->has_time, &places->time, reader, layout->time, time_names, 2));
        if (places->has_time) return WOM_OK;
    }
    WOM_TRY(find_column(&places->has_year, &places->year, reader, layout->year, year_names, UINT32_MAX));
    WOM_TRY(find_column(&places->has_month, &places->month, reader, layout->month, month_names, UINT32_MAX));
    WOM_TRY(find_column(&places->has_day, &places->day, reader, layout->day, day_names, UINT32_MAX));
    if ((places->has_month && !places->has_year) || (places->has_day && !places->has_month))
        return wom_fail(WOM_INVALID, "%s: has no column \"%s\": a date needs the year first, then the month, then the "
                        "day", wom_source_name(reader->source), places->has_month ? "year" : "month");
    return WOM_OK;
}

static wom_status
find_columns(columns *places, const wom_reader *reader, const wom_log_layout *layout)
{
    bool has_user, has_content;
    WOM_TRY(find_column(&has_user, &places->user, reader, layout->user, user_names, 0));
    WOM_TRY(find_column(&has_content, &places->content, reader, layout->content, content_names, 1));
    /* refused with the list of the columns that there are */
    if (!has_user) WOM_TRY(wom_reader_column(&places->user, reader, "user"));
    if (!has_content && wom_reader_has_header(reader)) WOM_TRY(wom_reader_column(&places->content, reader, "content"));
    if (!has_content)
        return wom_fail(WOM_INVALID, "%s: an action needs columns of users and contents, but there is only one column",
                        wom_source_name(reader->source));
    if (places->user == places->content)
        return wom_fail(WOM_INVALID, "%s: column %u cannot be both user and content", wom_source_name(reader->source),
                        places->user + 1);
    return find_time(places, reader, layout);
}

static wom_status
read_part(int *part, const wom_reader *reader, uint32_t column, double low, double high)
{
    double number;
    WOM_TRY(wom_reader_number(&number, reader, column, low, high));
    *part = (int)number;
    if (number == floor(number)) return WOM_OK;
    return wom_reader_fail(reader, column, "is %g, must be a whole number", number);
}

static wom_status
read_date(double *time, const wom_log_reader *log, const columns *places)
{
    const wom_reader *reader = log->reader;
    int year, month = 1, day = 1;
    WOM_TRY(read_part(&year, reader, places->year, 1, 9999));
    if (places->has_month) WOM_TRY(read_part(&month, reader, places->month, 1, 12));
    if (places->has_day) WOM_TRY(read_part(&day, reader, places->day, 1, 31));
    log->facts->has_times = log->facts->has_dates = true;
    if (wom_date_seconds(time, year, month, day)) return WOM_OK;
    return wom_reader_fail(reader, places->day, "there is no day %d in month %d of %d", day, month, year);
}

static wom_status
read_row(wom_log_reader *log, const columns *places)
{
    const wom_reader *reader = log->reader;
    const wom_text user = wom_reader_field(reader, places->user), content = wom_reader_field(reader, places->content);
    double time = (double)NAN;
    if (user.length == 0) return wom_reader_fail(reader, places->user, "the user is empty");
    if (content.length == 0) return wom_reader_fail(reader, places->content, "the content is empty");
    if (places->has_time || places->has_year) {
        const wom_text text = wom_reader_field(reader, places->has_time ? places->time : places->year);
        if (text.length == 0) {
            log->facts->no_time++;
            return WOM_OK;
        }
        WOM_TRY(places->has_time ? wom_log_time(&time, log, text) : read_date(&time, log, places));
    }
    return wom_log_hand(log, user, content, time);
}

wom_status
wom_log_read_table(wom_log_reader *log)
{
    columns places = { 0 };
    bool has_row = true;
    WOM_TRY(find_columns(&places, log->reader, log->layout));
    while (has_row) {
        wom_status status = wom_reader_next(log->reader, &has_row);
        if (status == WOM_OK && has_row) status = read_row(log, &places);
        WOM_TRY(wom_reader_pass_row(log->passing, log->reader, status));
    }
    return WOM_OK;
}
