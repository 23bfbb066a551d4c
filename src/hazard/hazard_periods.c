/* Periods of a log, and how active everybody was at their beginnings. */
#include "hazard/hazard.h"

#include <math.h>

const char *const wom_baseline_classes[] = { "0", "1", "2 to 4", "5 to 16", "17 and more", NULL };

enum { PERIODS_BEFORE = 32, PERIODS_AFTER = 8 };

static uint8_t
class_by(uint64_t num_actions)
{
    return num_actions == 0 ? 0 : num_actions == 1 ? 1 : num_actions <= 4 ? 2 : num_actions <= 16 ? 3 : 4;
}

double
wom_pace_value(const wom_pace *pace, double recent)
{
    return pow(pace->floor + recent, pace->power);
}

/* ---- Periods ---- */

/* Bounds at quantiles of the times in (from, until], as many as differ. */
static void
add_bounds(wom_hazard_fitter *fitter, const double *sorted, uint64_t first, uint64_t end, uint32_t count, double until)
{
    for (uint32_t i = 1; i <= count; i++) {
        const double at = i < count ? sorted[first + (end - first) * i / count] : until;
        if (at > fitter->bound[fitter->num_periods]) fitter->bound[++fitter->num_periods] = at;
    }
}

static wom_status
cut_periods(wom_hazard_fitter *fitter, double cut)
{
    const wom_history *history = fitter->history;
    double *sorted;
    uint64_t num = 0, first = 0;
    WOM_TRY(wom_allocate(&fitter->bound, fitter->job, PERIODS_BEFORE + PERIODS_AFTER + 1, sizeof(double), "periods"));
    WOM_TRY(wom_allocate(&sorted, fitter->job, history->log->num_actions, sizeof *sorted, "times of actions"));
    for (uint64_t i = 0; i < history->log->num_actions; i++)
        if (history->time[i] >= history->begin && history->time[i] <= history->end) sorted[num++] = history->time[i];
    wom_sort_reals(sorted, num);
    while (first < num && sorted[first] <= cut) first++;
    fitter->bound[0] = history->begin;
    if (first > 0) add_bounds(fitter, sorted, 0, first, PERIODS_BEFORE, cut);
    if (first < num) add_bounds(fitter, sorted, first, num, PERIODS_AFTER, history->end);
    wom_free(sorted);
    return WOM_OK;
}

/* ---- Users ---- */

static wom_status
number_rows(wom_hazard_fitter *fitter)
{
    const wom_history *history = fitter->history;
    WOM_TRY(wom_allocate(&fitter->row_of, fitter->job, history->num_nodes, sizeof(uint32_t), "users who act"));
    for (wom_node user = 0; user < history->num_nodes; user++)
        if (history->first_of_user[user + 1] > history->first_of_user[user])
            fitter->row_of[user] = fitter->num_rows++;
        else
            fitter->row_of[user] = UINT32_MAX;
    for (wom_node user = 0; user < history->num_nodes; user++)
        if (fitter->row_of[user] == UINT32_MAX) fitter->row_of[user] = fitter->num_rows;
    return WOM_OK;
}

/* The user's recent actions at each period's beginning, and her class by the number of all until then. */
static void
walk_periods(const wom_hazard_fitter *fitter, wom_node user, double memory, float *recent_at, uint8_t *class_at)
{
    const wom_history *history = fitter->history;
    uint64_t k = history->first_of_user[user];
    const uint64_t first = k, end = history->first_of_user[user + 1];
    double recent = 0, at = history->begin;
    for (uint32_t p = 0; p < fitter->num_periods; p++) {
        const double start = fitter->bound[p];
        for (; k < end && history->time[history->action_of_user[k]] <= start; k++) {
            const double time = history->time[history->action_of_user[k]];
            if (time > at) recent *= exp(-(time - at) / memory);
            if (time > at) at = time;
            recent += 1;
        }
        if (recent_at != NULL) recent_at[p] = (float)(recent * (start > at ? exp(-(start - at) / memory) : 1));
        if (class_at != NULL) class_at[p] = class_by(k - first);
    }
}

static wom_status
count_classes(wom_hazard_fitter *fitter)
{
    const uint64_t num = ((uint64_t)fitter->num_rows + 1) * fitter->num_periods;
    WOM_TRY(wom_allocate(&fitter->class_of, fitter->job, num, sizeof(uint8_t), "classes of users"));
    WOM_TRY(wom_allocate(&fitter->pace, fitter->job, num, sizeof(float), "paces of users"));
    WOM_TRY(wom_allocate(&fitter->population, fitter->job, (uint64_t)fitter->num_periods * WOM_BASELINE_CLASSES,
                         sizeof(double), "classes of users"));
    for (wom_node user = 0; user < fitter->history->num_nodes; user++)
        if (fitter->row_of[user] < fitter->num_rows)
            walk_periods(fitter, user, 1, NULL,
                         fitter->class_of + (uint64_t)fitter->row_of[user] * fitter->num_periods);
    return WOM_OK;
}

typedef struct pace_context {
    wom_hazard_fitter *fitter;
    const wom_pace *receptivity;
} pace_context;

enum { USERS_PER_BLOCK = 1024 };

static void
pace_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const pace_context *c = context;
    wom_hazard_fitter *fitter = c->fitter;
    const wom_pace *r = c->receptivity;
    const uint64_t first = block * USERS_PER_BLOCK, num = fitter->history->num_nodes;
    for (uint64_t user = first; user < first + USERS_PER_BLOCK && user < num; user++) {
        const uint32_t row = fitter->row_of[user];
        if (row == fitter->num_rows) continue;
        float *pace = fitter->pace + (uint64_t)row * fitter->num_periods;
        if (r->is_on) walk_periods(fitter, (wom_node)user, r->memory, pace, NULL);
        for (uint32_t p = 0; p < fitter->num_periods; p++)
            pace[p] = r->is_on ? (float)(wom_pace_value(r, (double)pace[p]) / r->mean) : 1;
    }
}

wom_status
wom_hazard_set_receptivity(wom_hazard_fitter *fitter, const wom_pace *receptivity)
{
    const wom_node num_nodes = fitter->history->num_nodes;
    pace_context context = { fitter, receptivity };
    float *silent = fitter->pace + (uint64_t)fitter->num_rows * fitter->num_periods;
    WOM_TRY(wom_parallel_for(fitter->job, ((uint64_t)num_nodes + USERS_PER_BLOCK - 1) / USERS_PER_BLOCK, pace_block,
                             &context, NULL));
    for (uint32_t p = 0; p < fitter->num_periods; p++) {
        double *population = fitter->population + (uint64_t)p * WOM_BASELINE_CLASSES;
        silent[p] = receptivity->is_on ? (float)(wom_pace_value(receptivity, 0) / receptivity->mean) : 1;
        for (uint32_t a = 0; a < WOM_BASELINE_CLASSES; a++) population[a] = 0;
        population[0] = (double)silent[p] * (num_nodes - fitter->num_rows);
    }
    for (uint32_t row = 0; row < fitter->num_rows; row++)
        for (uint32_t p = 0; p < fitter->num_periods; p++) {
            const uint64_t at = (uint64_t)row * fitter->num_periods + p;
            fitter->population[(uint64_t)p * WOM_BASELINE_CLASSES + fitter->class_of[at]] += (double)fitter->pace[at];
        }
    return WOM_OK;
}

/* ---- Creation ---- */

static wom_status
choose_contents(wom_hazard_fitter *fitter)
{
    const wom_history *history = fitter->history;
    const wom_log *log = history->log;
    WOM_TRY(wom_allocate(&fitter->contents, fitter->job, log->num_contents, sizeof(uint32_t), "contents"));
    for (uint32_t c = 0; c < log->num_contents; c++)
        if (log->first[c + 1] > log->first[c] && !isnan(history->time[log->first[c]]))
            fitter->contents[fitter->num_chosen++] = c;
    return WOM_OK;
}

wom_status
wom_hazard_fitter_create(wom_hazard_fitter **fitter, wom_job *job, const wom_history *history,
                         const wom_tie_terms *terms, double cut)
{
    wom_hazard_fitter *made = NULL;
    wom_status status = WOM_OK;
    *fitter = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "a fitter"));
    made->job = job;
    made->history = history;
    made->terms = terms;
    WOM_TRY_GOTO(cut_periods(made, cut));
    WOM_TRY_GOTO(number_rows(made));
    WOM_TRY_GOTO(count_classes(made));
    WOM_TRY_GOTO(choose_contents(made));
    *fitter = made;
    made = NULL;
done:
    wom_hazard_fitter_free(made);
    return status;
}

void
wom_hazard_fitter_free(wom_hazard_fitter *fitter)
{
    if (fitter == NULL) return;
    void *const arrays[] = { fitter->bound, fitter->row_of,     fitter->class_of,
                             fitter->pace,  fitter->population, fitter->contents };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) wom_free(arrays[i]);
    wom_free(fitter);
}
