/* The final size of a cascade from the times of its first users: a power law in time with a normal error of ln size. */
#include "learn/cascades.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { LEAST_CASCADES = 5 };
static const double least_ratio = 1.01; /* so that x is above 0 */

/* ---- Fitting ---- */

/* The smallest step between times of the past: dates by month tie a lot, and a cascade whose first users all came "at
 * once" came within a month. */
static wom_status
find_resolution(double *resolution, wom_job *job, const wom_history *history, double past)
{
    double *sorted = NULL;
    uint64_t num = 0;
    WOM_TRY(wom_allocate(&sorted, job, history->log->num_actions, sizeof *sorted, "times of actions"));
    for (uint64_t i = 0; i < history->log->num_actions; i++)
        if (history->time[i] < past) sorted[num++] = history->time[i];
    wom_sort_reals(sorted, num);
    double least = (double)INFINITY;
    for (uint64_t i = 1; i < num; i++)
        if (sorted[i] > sorted[i - 1]) least = fmin(least, sorted[i] - sorted[i - 1]);
    wom_free(sorted);
    *resolution = isfinite(least) ? fmax(least, 1) : 1;
    return WOM_OK;
}

/* x of the model; the content has reached `after`. */
static double
log_ratio(const wom_size_model *model, const wom_history *history, uint32_t content, double at)
{
    const uint64_t first = history->log->first[content];
    const double began = history->time[first], reached = history->time[first + model->after - 1];
    return log(fmax((at - began) / fmax(reached - began, model->resolution), least_ratio));
}

static bool
has_reached(const wom_history *history, uint32_t content, uint32_t after, double before)
{
    return wom_history_content_end(history, content, before) >= history->log->first[content] + after;
}

static double
log_size(const wom_history *history, uint32_t content, double before)
{
    return log((double)(wom_history_content_end(history, content, before) - history->log->first[content]));
}

wom_status
wom_size_model_fit(wom_size_model *model, wom_job *job, const wom_history *history, uint32_t after, bool grows,
                   double past)
{
    *model = (wom_size_model){ .after = after, .grows = grows };
    if (after < 2) return wom_fail(WOM_INVALID, "sizes after %u users, must be at least 2", after);
    WOM_TRY(find_resolution(&model->resolution, job, history, past));
    double xy = 0, yy = 0;
    for (uint32_t c = 0; c < history->log->num_contents; c++) {
        if (!has_reached(history, c, after, past)) continue;
        const double x = log_ratio(model, history, c, past), y = log_size(history, c, past) - log(after);
        const double weight = grows ? 1 / x : 1;
        model->num++;
        model->sum_squares += weight * x * x;
        xy += weight * x * y;
        yy += weight * y * y;
    }
    if (model->num < LEAST_CASCADES)
        return wom_fail(WOM_INVALID, "only %llu cascades of the past reached %u users: too few to foretell sizes by",
                        (unsigned long long)model->num, after);
    model->growth = xy / model->sum_squares;
    model->deviation = sqrt(fmax(yy - model->growth * xy, 0) / (double)(model->num - 1));
    model->growth_error = model->deviation / sqrt(model->sum_squares);
    return WOM_OK;
}

/* ---- Foretelling ---- */

static void
foretell(wom_size_forecast *forecast, const wom_size_model *model, double x, double least, double level)
{
    const double freedom = (double)(model->num - 1), tail = (1 - level) / 2;
    const double mean = log(model->after) + model->growth * x;
    const double noise = model->grows ? x : 1;
    const double deviation = model->deviation * sqrt(noise + x * x / model->sum_squares);
    const double reach = gsl_cdf_tdist_Qinv(tail, freedom) * deviation;
    *forecast = (wom_size_forecast){ .mean_ln = mean,
                                     .deviation_ln = deviation,
                                     .low = fmax(exp(mean - reach), least),
                                     .median = fmax(exp(mean), least),
                                     .high = fmax(exp(mean + reach), least) };
}

wom_status
wom_size_foretell(wom_size_forecast *forecast, const wom_size_model *model, const wom_history *history,
                  uint32_t content, double at, double least, double level)
{
    const uint64_t first = history->log->first[content];
    if (!(level > 0 && level < 1)) return wom_fail(WOM_INVALID, "level %g, must be above 0, below 1", level);
    if (history->log->first[content + 1] < first + model->after || isnan(history->time[first]))
        return wom_fail(WOM_INVALID, "content number %u has not reached %u users", content, model->after);
    if (at < history->time[first + model->after - 1])
        return wom_fail(WOM_INVALID, "content number %u reached %u users only after that time", content,
                        model->after);
    foretell(forecast, model, log_ratio(model, history, content, at), least, level);
    return WOM_OK;
}

/* ---- Judging ---- */

/* Mean and deviation of ln size in the past, as a forecast for all. */
static wom_status
foretell_constant(wom_size_forecast *forecast, const wom_history *history, uint32_t after, double past)
{
    double num = 0, sum = 0, squares = 0;
    for (uint32_t c = 0; c < history->log->num_contents; c++) {
        if (!has_reached(history, c, after, past)) continue;
        const double y = log_size(history, c, past);
        num++;
        sum += y;
        squares += y * y;
    }
    if (num < LEAST_CASCADES)
        return wom_fail(WOM_INVALID, "only %g cascades of the past reached %u users: too few to foretell sizes by", num,
                        after);
    const double mean = sum / num, deviation = sqrt(fmax(squares / num - mean * mean, 0) * num / (num - 1));
    const double reach = gsl_cdf_tdist_Qinv(0.1, num - 1) * deviation * sqrt(1 + 1 / num);
    *forecast = (wom_size_forecast){ mean, deviation, fmax(exp(mean - reach), after), exp(mean), exp(mean + reach) };
    return WOM_OK;
}

/* Ranks from 1, equal values sharing their middle one: quadratic, as there are few cascades. */
static double
rank_of(const double *x, uint64_t num, uint64_t i)
{
    uint64_t below = 0, equal = 0;
    for (uint64_t j = 0; j < num; j++) {
        below += x[j] < x[i];
        equal += x[j] == x[i];
    }
    return (double)below + ((double)equal + 1) / 2;
}

static double
rank_correlation(const double *x, const double *y, uint64_t num)
{
    const double middle = ((double)num + 1) / 2;
    double xx = 0, yy = 0, xy = 0;
    for (uint64_t i = 0; i < num; i++) {
        const double a = rank_of(x, num, i) - middle, b = rank_of(y, num, i) - middle;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
}

typedef struct judged {
    double *predicted, *actual, *squares;
    uint64_t num;
} judged;

static void
add_cascade(wom_size_score *score, judged *all, const wom_size_forecast *forecast, double actual)
{
    const double predicted = log(forecast->median);
    all->predicted[all->num] = predicted;
    all->actual[all->num] = actual;
    all->squares[all->num++] = (predicted - actual) * (predicted - actual);
    score->bias += predicted - actual;
    /* sizes are whole: an interval cut at the least size holds that size */
    score->coverage += actual >= log(forecast->low) - 1e-9 && actual <= log(forecast->high) + 1e-9;
    score->width += log(forecast->high / forecast->low);
}

static void
finish_score(wom_size_score *score, const judged *all)
{
    const wom_estimate msle = wom_estimate_mean(all->squares, all->num);
    score->num = all->num;
    score->msle = msle.value;
    score->msle_error = msle.standard_error;
    score->bias /= (double)all->num;
    score->coverage /= (double)all->num;
    score->width /= (double)all->num;
    score->rank_correlation = rank_correlation(all->predicted, all->actual, all->num);
}

wom_status
wom_size_judge(wom_size_score *score, wom_job *job, const wom_history *history, const wom_cascade_split *split,
               const wom_size_model *model, uint32_t after, double until)
{
    *score = (wom_size_score){ 0 };
    wom_size_forecast forecast = { 0 };
    judged all = { 0 };
    wom_status status = WOM_OK;
    if (model == NULL) WOM_TRY(foretell_constant(&forecast, history, after, split->time));
    WOM_TRY_GOTO(wom_allocate(&all.predicted, job, split->num_new, sizeof(double), "forecasts"));
    WOM_TRY_GOTO(wom_allocate(&all.actual, job, split->num_new, sizeof(double), "sizes"));
    WOM_TRY_GOTO(wom_allocate(&all.squares, job, split->num_new, sizeof(double), "errors of forecasts"));
    for (uint32_t i = 0; i < split->num_new; i++) {
        const uint32_t content = split->content[split->num_past + i];
        if (!has_reached(history, content, after, until)) continue;
        if (model != NULL)
            foretell(&forecast, model, log_ratio(model, history, content, fmin(until, history->end)), after, 0.8);
        add_cascade(score, &all, &forecast, log_size(history, content, until));
    }
    if (all.num > 0) finish_score(score, &all);
    else status = wom_fail(WOM_INVALID, "none of %u new cascades reached %u users", split->num_new, after);
done:
    wom_free(all.predicted);
    wom_free(all.actual);
    wom_free(all.squares);
    return status;
}
