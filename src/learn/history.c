/* A log in time: every action with a time, by content and by user. */
#include <wom/learn.h>

#include <math.h>

/* An unknown time is that of the content's next action: a cascade's root and the user after her share one. */
static void
fill_times(wom_history *history)
{
    const wom_log *log = history->log;
    for (uint32_t c = 0; c < log->num_contents; c++) {
        double next = (double)NAN;
        for (uint64_t i = log->first[c + 1]; i-- > log->first[c];) {
            const bool is_known = !isnan(log->time[i]);
            if (is_known) next = log->time[i];
            history->time[i] = next;
            history->num_filled += !is_known && !isnan(next);
            history->num_untimed += isnan(next);
        }
    }
}

static wom_status
sort_known(double **sorted, uint64_t *num, wom_job *job, const wom_history *history)
{
    *num = 0;
    WOM_TRY(wom_allocate(sorted, job, history->log->num_actions, sizeof **sorted, "times of actions"));
    for (uint64_t i = 0; i < history->log->num_actions; i++)
        if (!isnan(history->time[i])) (*sorted)[(*num)++] = history->time[i];
    wom_sort_reals(*sorted, *num);
    return WOM_OK;
}

/* The times at both ends that are no slips: as far_times of a log's counts. */
static wom_status
find_ends(wom_history *history, wom_job *job)
{
    double *sorted;
    uint64_t num;
    WOM_TRY(sort_known(&sorted, &num, job, history));
    uint64_t first = 0, last = num - 1;
    if (num >= 100) {
        const double low = wom_quantile(sorted, num, 0.01), high = wom_quantile(sorted, num, 0.99);
        while (sorted[first] < low - (high - low)) first++;
        while (sorted[last] > high + (high - low)) last--;
    }
    if (num > 0) {
        history->begin = sorted[first];
        history->end = sorted[last];
    }
    wom_free(sorted);
    if (num == 0)
        return wom_fail(WOM_INVALID, "no action of the log has a time; learning needs to know what came when");
    if (!(history->begin < history->end))
        return wom_fail(WOM_INVALID,
                        "all actions of the log have the same time; learning needs to know what came when");
    return WOM_OK;
}

/* ---- By user ---- */

typedef struct dated {
    double time;
    uint64_t action;
} dated;

static void
sort_dated(dated *items, dated *scratch, uint64_t num)
{
    if (num < 2) return;
    const uint64_t half = num / 2;
    sort_dated(items, scratch, half);
    sort_dated(items + half, scratch, num - half);
    for (uint64_t i = 0; i < half; i++) scratch[i] = items[i];
    for (uint64_t a = 0, b = half, to = 0; a < half; to++)
        items[to] = b == num || scratch[a].time <= items[b].time ? scratch[a++] : items[b++];
}

/* Actions ascend in number within a user before they are sorted, and the sort is stable. */
static wom_status
group_by_user(wom_history *history, wom_job *job)
{
    const wom_log *log = history->log;
    uint64_t *first = history->first_of_user;
    dated *items = NULL, *scratch = NULL;
    const uint64_t num = log->num_actions - history->num_untimed;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&items, job, num, sizeof *items, "actions by user"));
    WOM_TRY_GOTO(wom_allocate(&scratch, job, num / 2 + 1, sizeof *scratch, "actions by user"));
    for (uint64_t i = 0; i < log->num_actions; i++)
        if (!isnan(history->time[i])) first[log->user[i] + 1]++;
    for (wom_node user = 0; user < history->num_nodes; user++) first[user + 1] += first[user];
    for (uint64_t i = log->num_actions; i-- > 0;)
        if (!isnan(history->time[i])) items[--first[log->user[i] + 1]] = (dated){ history->time[i], i };
    /* now first[u + 1] is where user u begins */
    for (wom_node user = 0; user < history->num_nodes; user++) first[user] = first[user + 1];
    first[history->num_nodes] = num;
    for (wom_node user = 0; user < history->num_nodes; user++)
        sort_dated(items + first[user], scratch, first[user + 1] - first[user]);
    for (uint64_t k = 0; k < num; k++) history->action_of_user[k] = items[k].action;
done:
    wom_free(items);
    wom_free(scratch);
    return status;
}

wom_status
wom_history_create(wom_history **history, wom_job *job, const wom_log *log, wom_node num_nodes)
{
    *history = NULL;
    wom_history *made = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "a history"));
    made->log = log;
    made->num_nodes = num_nodes;
    WOM_TRY_GOTO(wom_allocate(&made->time, job, log->num_actions, sizeof(double), "times of actions"));
    WOM_TRY_GOTO(wom_allocate(&made->action_of_user, job, log->num_actions, sizeof(uint64_t), "actions by user"));
    WOM_TRY_GOTO(wom_allocate(&made->first_of_user, job, (uint64_t)num_nodes + 1, sizeof(uint64_t), "actions by user"));
    fill_times(made);
    WOM_TRY_GOTO(find_ends(made, job));
    WOM_TRY_GOTO(group_by_user(made, job));
    *history = made;
    made = NULL;
done:
    wom_history_free(made);
    return status;
}

void
wom_history_free(wom_history *history)
{
    if (history == NULL) return;
    wom_free(history->time);
    wom_free(history->first_of_user);
    wom_free(history->action_of_user);
    wom_free(history);
}

/* ---- Looking up ---- */

uint64_t
wom_history_content_end(const wom_history *history, uint32_t content, double time)
{
    uint64_t first = history->log->first[content], end = history->log->first[content + 1];
    while (first < end) {
        const uint64_t middle = first + (end - first) / 2;
        if (history->time[middle] < time) /* false for NaN, which fills whole contents */
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

uint64_t
wom_history_user_end(const wom_history *history, wom_node user, double time)
{
    uint64_t first = history->first_of_user[user], end = history->first_of_user[user + 1];
    while (first < end) {
        const uint64_t middle = first + (end - first) / 2;
        if (history->time[history->action_of_user[middle]] < time)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

wom_status
wom_history_share_time(double *time, wom_job *job, const wom_history *history, double share)
{
    double *sorted;
    uint64_t num;
    WOM_TRY(sort_known(&sorted, &num, job, history));
    const uint64_t at = (uint64_t)(share * (double)num);
    *time = sorted[at < num ? at : num - 1];
    wom_free(sorted);
    return WOM_OK;
}
