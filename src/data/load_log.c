/* Actions of the past: read as they stand, then in one unit, under final numbers, sorted, each user and content
 * once. */
#include "data/loading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const wom_time_unit_names[] = {
    "auto", "nanoseconds", "microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months",
    "years", NULL,
};

static const double seconds_of[] = {
    [WOM_UNIT_AUTO] = 1,
    [WOM_UNIT_NANOSECONDS] = 1e-9,
    [WOM_UNIT_MICROSECONDS] = 1e-6,
    [WOM_UNIT_MILLISECONDS] = 1e-3,
    [WOM_UNIT_SECONDS] = 1,
    [WOM_UNIT_MINUTES] = 60,
    [WOM_UNIT_HOURS] = 3600,
    [WOM_UNIT_DAYS] = 86400,
    [WOM_UNIT_WEEKS] = 7 * 86400.0,
    [WOM_UNIT_MONTHS] = 30.4375 * 86400,
    [WOM_UNIT_YEARS] = 365.25 * 86400,
};

void
wom_log_rows_free(wom_log_rows *rows)
{
    wom_free(rows->user);
    wom_free(rows->content);
    wom_free(rows->time);
}

/* ---- Reading ---- */

/* Where actions go while the file is read. */
typedef struct action_sink {
    wom_loading *loading;
    bool is_closed; /* the users file says who there is: unknown ids are dropped */
} action_sink;

static wom_status
reserve_row(wom_log_rows *rows, wom_job *job)
{
    if (rows->num < rows->capacity) return WOM_OK;
    const uint64_t count = rows->num + 1;
    uint64_t capacity[3] = { rows->capacity, rows->capacity, rows->capacity };
    WOM_TRY(wom_reserve(&rows->user, &capacity[0], job, count, sizeof *rows->user, "actions"));
    WOM_TRY(wom_reserve(&rows->content, &capacity[1], job, count, sizeof *rows->content, "actions"));
    WOM_TRY(wom_reserve(&rows->time, &capacity[2], job, count, sizeof *rows->time, "actions"));
    rows->capacity = capacity[0] < capacity[2] ? capacity[0] : capacity[2];
    return WOM_OK;
}

static wom_status
take_action(void *context, wom_text user, wom_text content, double time)
{
    action_sink *sink = context;
    wom_loading *loading = sink->loading;
    wom_log_rows *rows = &loading->log;
    wom_log_counts *counts = &loading->data->log->counts;
    if (++counts->read % 65536 == 0) WOM_TRY(wom_job_check(loading->job));
    WOM_TRY(reserve_row(rows, loading->job));
    uint32_t number = wom_ids_find(&loading->names->users, user);
    if (number == WOM_NO_NODE && sink->is_closed) {
        ++counts->unknown_users;
        return WOM_OK;
    }
    if (number == WOM_NO_NODE) WOM_TRY(wom_ids_add(&number, &loading->names->users, user));
    rows->user[rows->num] = number;
    WOM_TRY(wom_ids_add(&rows->content[rows->num], &loading->names->log_contents, content));
    rows->time[rows->num++] = time;
    return WOM_OK;
}

wom_status
wom_load_log(wom_loading *loading)
{
    const wom_data_files *files = loading->files;
    wom_data *data = loading->data;
    action_sink sink = { loading, wom_is_given(files->users) };
    wom_skipping skipping = wom_skipping_of(loading, WOM_INPUT_LOG);
    const wom_passing passing = wom_passing_of(&skipping);
    wom_log_facts facts;
    if (!wom_is_given(files->log)) return WOM_OK;
    WOM_TRY(wom_allocate(&data->log, loading->job, 1, sizeof *data->log, "a log"));
    WOM_TRY(wom_log_read(&facts, loading->job, files->log, &files->log_layout, files->max_errors > 0 ? &passing : NULL,
                         take_action, &sink));
    wom_log_counts *counts = &data->log->counts;
    counts->format = facts.format;
    counts->no_time = facts.no_time;
    counts->read += facts.no_time;
    counts->converted = facts.converted;
    counts->has_dates = facts.has_dates;
    data->report.converted_rows += facts.converted;
    if (files->log_unit != WOM_UNIT_AUTO && facts.has_dates)
        return wom_fail(WOM_INVALID, "%s: the unit of times is given as %s, but they are dates; leave the unit out",
                        files->log, wom_time_unit_names[files->log_unit]);
    if (facts.has_times && !facts.has_dates) counts->unit = (wom_time_unit)files->log_unit;
    return WOM_OK;
}

/* ---- Times ---- */

/* The known times in order. */
static wom_status
sort_times(double **sorted, uint64_t *num, wom_job *job, const wom_log_rows *rows)
{
    *num = 0;
    WOM_TRY(wom_allocate(sorted, job, rows->num, sizeof **sorted, "times of actions"));
    for (uint64_t i = 0; i < rows->num; ++i)
        if (!isnan(rows->time[i])) (*sorted)[(*num)++] = rows->time[i];
    wom_sort_reals(*sorted, *num);
    return WOM_OK;
}

static wom_time_unit
unit_of(double size)
{
    if (size < 1e11) return WOM_UNIT_SECONDS;
    if (size < 1e14) return WOM_UNIT_MILLISECONDS;
    return size < 1e17 ? WOM_UNIT_MICROSECONDS : WOM_UNIT_NANOSECONDS;
}

/* Makes the times seconds. */
static wom_status
apply_unit(wom_log_counts *counts, wom_log_rows *rows, double *sorted, uint64_t num)
{
    if (counts->has_dates || num == 0) return WOM_OK;
    if (counts->unit == WOM_UNIT_AUTO) counts->unit = unit_of(fabs(sorted[num / 2]));
    const double scale = seconds_of[counts->unit];
    const double largest = fmax(fabs(sorted[0]), fabs(sorted[num - 1]));
    if (!isfinite(largest * scale))
        return wom_fail(WOM_INVALID, "a time of %g %s is beyond all numbers when told in seconds", largest,
                        wom_time_unit_names[counts->unit]);
    for (uint64_t i = 0; i < rows->num; ++i) rows->time[i] *= scale;
    for (uint64_t i = 0; i < num; ++i) sorted[i] *= scale;
    return WOM_OK;
}

static void
count_far_times(wom_log_counts *counts, const double *sorted, uint64_t num)
{
    if (num < 100) return; /* too few to say what is usual */
    const double low = wom_quantile(sorted, num, 0.01), high = wom_quantile(sorted, num, 0.99);
    for (uint64_t i = 0; i < num; ++i)
        counts->far_times += sorted[i] < low - (high - low) || sorted[i] > high + (high - low);
}

/* A bound as seconds; `otherwise` where it is not given. */
static wom_status
read_bound(double *bound, const char *name, const char *text, const wom_log_counts *counts, double otherwise)
{
    char *end = NULL;
    *bound = otherwise;
    if (!wom_is_given(text)) return WOM_OK;
    if (wom_text_date(bound, (wom_text){ text, strlen(text) })) {
        if (counts->has_dates || counts->unit != WOM_UNIT_AUTO) return WOM_OK;
        return wom_fail(WOM_INVALID, "the log has no times, so that \"%s\" means nothing", name);
    }
    *bound = strtod(text, &end) * seconds_of[counts->unit];
    const bool is_number = *end == 0 && text[strspn(text, "+-.0123456789eE")] == 0 && isfinite(*bound);
    if (!is_number || counts->has_dates)
        return wom_fail(WOM_INVALID, "\"%s\" is \"%s\", must be a date such as 2009-04-01%s", name, text,
                        counts->has_dates ? "" : ", or a number in the unit of the log's times");
    return WOM_OK;
}

/* Drops what lies outside the bounds. */
static wom_status
cut(wom_log_counts *counts, wom_log_rows *rows, const wom_data_files *files)
{
    double since, until;
    uint64_t kept = 0;
    WOM_TRY(read_bound(&since, "since", files->log_since, counts, -(double)INFINITY));
    WOM_TRY(read_bound(&until, "until", files->log_until, counts, (double)INFINITY));
    if (since >= until)
        return wom_fail(WOM_INVALID, "\"since\" is %s, must be before \"until\", %s", files->log_since,
                        files->log_until);
    for (uint64_t i = 0; i < rows->num; ++i) {
        if (rows->time[i] < since || rows->time[i] >= until) continue; /* false for NaN */
        rows->user[kept] = rows->user[i];
        rows->content[kept] = rows->content[i];
        rows->time[kept++] = rows->time[i];
    }
    counts->out_of_range = rows->num - kept;
    rows->num = kept;
    return WOM_OK;
}

static wom_status
settle_times(wom_loading *loading)
{
    wom_log_counts *counts = &loading->data->log->counts;
    wom_log_rows *rows = &loading->log;
    double *sorted = NULL;
    uint64_t num = 0;
    WOM_TRY(sort_times(&sorted, &num, loading->job, rows));
    wom_status status = apply_unit(counts, rows, sorted, num);
    if (status == WOM_OK) status = cut(counts, rows, loading->files);
    wom_free(sorted);
    WOM_TRY(wom_fail_in(status, "%s", loading->files->log));
    WOM_TRY(sort_times(&sorted, &num, loading->job, rows));
    count_far_times(counts, sorted, num);
    loading->data->log->first_time = num > 0 ? sorted[0] : (double)NAN;
    loading->data->log->last_time = num > 0 ? sorted[num - 1] : (double)NAN;
    wom_free(sorted);
    return WOM_OK;
}

/* ---- Sorting ---- */

typedef struct timed {
    double time; /* not known: before all */
    uint64_t row;
} timed;

static int
compare_timed(const void *a, const void *b)
{
    const timed *x = a, *y = b;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* first[c + 1] counts and then ends the rows of content c; `order` holds them content by content, each by time. */
static void
sort_rows(timed *order, uint64_t *first, uint32_t num_contents, const wom_log_rows *rows, const uint32_t *content_of)
{
    for (uint64_t i = 0; i < rows->num; ++i) ++first[content_of[rows->content[i]] + 1];
    for (uint32_t c = 0; c < num_contents; ++c) first[c + 1] += first[c];
    for (uint64_t i = rows->num; i-- > 0;) {
        const double time = rows->time[i];
        order[--first[content_of[rows->content[i]] + 1]] = (timed){ isnan(time) ? -(double)INFINITY : time, i };
    }
    /* now first[c + 1] is where content c begins */
    for (uint32_t c = 0; c < num_contents; ++c) first[c] = first[c + 1];
    first[num_contents] = rows->num;
    for (uint32_t c = 0; c < num_contents; ++c)
        qsort(order + first[c], first[c + 1] - first[c], sizeof *order, compare_timed);
}

/* Takes over the sorted rows, the first of each user and content. mark[num_users] starts at 0. */
static void
take_rows(wom_log *log, const wom_loading *loading, const timed *order, uint32_t *mark)
{
    uint64_t kept = 0;
    for (uint32_t c = 0; c < log->num_contents; ++c) {
        const uint64_t begin = log->first[c], end = log->first[c + 1];
        log->first[c] = kept;
        for (uint64_t i = begin; i < end; ++i) {
            const wom_node user = loading->node_of[loading->log.user[order[i].row]];
            if (mark[user] == c + 1) continue;
            log->num_users += mark[user] == 0;
            mark[user] = c + 1;
            log->user[kept] = user;
            log->content[kept] = c;
            log->time[kept++] = loading->log.time[order[i].row];
        }
    }
    log->counts.repeated = log->first[log->num_contents] - kept;
    log->first[log->num_contents] = log->num_actions = kept;
}

static wom_status
place_rows(wom_log *log, wom_loading *loading)
{
    const uint64_t num_rows = loading->log.num;
    wom_job *job = loading->job;
    wom_status status = WOM_OK;
    timed *order = NULL;
    uint32_t *content_of = NULL, *mark = NULL;
    log->num_contents = loading->names->log_contents.num;
    WOM_TRY_GOTO(wom_ids_renumber(&content_of, &loading->names->log_contents, WOM_IDS_NATURE, NULL));
    WOM_TRY_GOTO(wom_allocate(&order, job, num_rows, sizeof *order, "actions in order"));
    WOM_TRY_GOTO(wom_allocate(&mark, job, loading->names->users.num, sizeof *mark, "marks of users"));
    WOM_TRY_GOTO(wom_allocate(&log->first, job, (uint64_t)log->num_contents + 1, sizeof *log->first, "a log"));
    WOM_TRY_GOTO(wom_allocate(&log->user, job, num_rows, sizeof *log->user, "a log"));
    WOM_TRY_GOTO(wom_allocate(&log->content, job, num_rows, sizeof *log->content, "a log"));
    WOM_TRY_GOTO(wom_allocate(&log->time, job, num_rows, sizeof *log->time, "a log"));
    sort_rows(order, log->first, log->num_contents, &loading->log, content_of);
    take_rows(log, loading, order, mark);
done:
    wom_free(order);
    wom_free(content_of);
    wom_free(mark);
    return status;
}

wom_status
wom_place_log(wom_loading *loading)
{
    wom_log *log = loading->data->log;
    if (log == NULL) return WOM_OK;
    WOM_TRY(settle_times(loading));
    return place_rows(log, loading);
}
