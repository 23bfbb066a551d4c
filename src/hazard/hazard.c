/* Fitting a hazard to a window, scoring it on another, and the search for delays and paces. */
#include "hazard/hazard.h"

#include <math.h>

static bool
is_used(const wom_hazard_fitter *fitter, const wom_hazard_model *model, uint32_t k)
{
    if (k < WOM_BASELINE_CLASSES) return true;
    return k - WOM_BASELINE_CLASSES < fitter->terms->num && (model->terms >> (k - WOM_BASELINE_CLASSES) & 1) != 0;
}

static wom_status
check_window(wom_window window)
{
    if (window.from < window.until) return WOM_OK;
    return wom_fail(WOM_INVALID, "a window from %g to %g s holds no time", window.from, window.until);
}

wom_status
wom_hazard_fit(wom_hazard *hazard, wom_hazard_fitter *fitter, const wom_hazard_model *model, wom_window window)
{
    bool used[WOM_MOST_COEFFICIENTS];
    wom_gathered gathered;
    wom_hazard_model own = *model; /* it may be hazard's own */
    WOM_TRY(check_window(window));
    *hazard = (wom_hazard){ 0 };
    WOM_TRY(wom_hazard_set_means(fitter, &own, window));
    WOM_TRY(wom_hazard_set_receptivity(fitter, &own.receptivity));
    hazard->model = own;
    WOM_TRY(wom_hazard_gather(&gathered, fitter, &own, window));
    for (uint32_t k = 0; k < WOM_MOST_COEFFICIENTS; k++) used[k] = is_used(fitter, &own, k);
    wom_status status =
        gathered.first[fitter->num_chosen] > 0
            ? wom_hazard_maximise(hazard, fitter->job, &gathered, fitter->num_chosen, used)
            : wom_fail(WOM_INVALID, "nobody takes anything up after a content's first action in the time looked at");
    wom_gathered_clear(&gathered);
    return status;
}

wom_status
wom_hazard_score(double *log_likelihood, double *of_content, uint64_t *num_adoptions, wom_hazard_fitter *fitter,
                 const wom_hazard *hazard, wom_window window)
{
    wom_gathered gathered;
    WOM_TRY(check_window(window));
    WOM_TRY(wom_hazard_set_receptivity(fitter, &hazard->model.receptivity));
    WOM_TRY(wom_hazard_gather(&gathered, fitter, &hazard->model, window));
    *log_likelihood = 0;
    *num_adoptions = gathered.first[fitter->num_chosen];
    for (uint32_t c = 0; of_content != NULL && c < fitter->history->log->num_contents; c++) of_content[c] = 0;
    for (uint32_t c = 0; c < fitter->num_chosen; c++) {
        wom_slopes slopes;
        wom_slopes_of_content(&slopes, &gathered, c, hazard->coefficient);
        *log_likelihood += slopes.value;
        if (of_content != NULL) of_content[fitter->contents[c]] = slopes.value;
    }
    wom_gathered_clear(&gathered);
    return WOM_OK;
}

/* ---- Search ---- */

/* Fits with the model and keeps it where it is likelier than the best so far. */
static wom_status
try_model(wom_hazard *best, double *reached, wom_hazard_fitter *fitter, const wom_hazard_model *model,
          wom_window window)
{
    wom_hazard hazard;
    WOM_TRY(wom_hazard_fit(&hazard, fitter, model, window));
    *reached = hazard.log_likelihood;
    if (best->model.delay == NULL || hazard.log_likelihood > best->log_likelihood) *best = hazard;
    return WOM_OK;
}

/* The maximum of a parameter of the best model over [low, high] on a logarithmic scale, by golden sections. */
static wom_status
search_along(wom_hazard *best, wom_hazard_fitter *fitter, double set(wom_hazard_model *, double), double low,
             double high, int steps, wom_window window)
{
    static const double golden = 0.6180339887498949;
    double a = log(low), b = log(high), value[2];
    double x[2] = { b - golden * (b - a), a + golden * (b - a) };
    for (int i = 0; i < 2; i++) {
        wom_hazard_model model = best->model;
        set(&model, exp(x[i]));
        WOM_TRY(try_model(best, &value[i], fitter, &model, window));
    }
    for (int step = 0; step < steps; step++) {
        const int worse = value[0] >= value[1] ? 1 : 0;
        if (worse == 1)
            b = x[1];
        else
            a = x[0];
        x[worse] = x[1 - worse];
        value[worse] = value[1 - worse];
        const int fresh = 1 - worse;
        x[fresh] = worse == 1 ? b - golden * (b - a) : a + golden * (b - a);
        wom_hazard_model model = best->model;
        set(&model, exp(x[fresh]));
        WOM_TRY(try_model(best, &value[fresh], fitter, &model, window));
    }
    return WOM_OK;
}

static double
set_scale(wom_hazard_model *model, double scale)
{
    return model->scale = scale;
}

static double
set_shape(wom_hazard_model *model, double shape)
{
    return model->shape = shape;
}

/* A grid of scales first, for the likelihood may have several hills. */
static wom_status
search_scale(wom_hazard *best, wom_hazard_fitter *fitter, wom_hazard_model model, wom_window window)
{
    const double span = fitter->history->end - fitter->history->begin;
    double reached;
    for (double scale = 4 * span; scale > span * 1e-6; scale /= 6) {
        model.scale = scale;
        WOM_TRY(try_model(best, &reached, fitter, &model, window));
    }
    return search_along(best, fitter, set_scale, best->model.scale / 6, best->model.scale * 6, 6, window);
}

wom_status
wom_hazard_fit_delay(wom_hazard *hazard, wom_hazard_fitter *fitter, const wom_hazard_model *model, wom_window window)
{
    *hazard = (wom_hazard){ 0 };
    wom_hazard_model start = *model;
    start.shape = 1;
    WOM_TRY(search_scale(hazard, fitter, start, window));
    for (int round = 0; round < 2 && model->delay->has_shape; round++) {
        WOM_TRY(search_along(hazard, fitter, set_shape, hazard->model.shape / (round == 0 ? 4 : 1.5),
                             hazard->model.shape * (round == 0 ? 3 : 1.5), 4, window));
        WOM_TRY(search_along(hazard, fitter, set_scale, hazard->model.scale / 5, hazard->model.scale * 5, 4, window));
    }
    return WOM_OK;
}

static wom_status
try_pace(wom_hazard *best, wom_hazard_fitter *fitter, size_t which, wom_pace pace, wom_window window)
{
    wom_hazard_model model = best->model;
    double reached;
    *(wom_pace *)(void *)((char *)&model + which) = pace;
    return try_model(best, &reached, fitter, &model, window);
}

static const double floors[] = { .03, .3, 3 }, powers[] = { .5, 1 };

/* Memory at the floor and power at hand, then floor and power at the best memory; twice, for they lean on each other.
 */
static wom_status
search_pace(wom_hazard *best, wom_hazard_fitter *fitter, size_t which, wom_window window)
{
    const wom_pace *found = (const wom_pace *)(const void *)((const char *)&best->model + which);
    const double span = fitter->history->end - fitter->history->begin;
    for (int round = 0; round < 2; round++) {
        const double floor = round == 0 ? floors[1] : found->floor, power = round == 0 ? powers[1] : found->power;
        for (double memory = span; memory > span * 1e-5; memory /= 6)
            WOM_TRY(try_pace(best, fitter, which, (wom_pace){ true, memory, floor, power, 1 }, window));
        if (!found->is_on) return WOM_OK; /* none is likelier than without */
        const double memory = found->memory;
        for (int f = 0; f < 3; f++)
            for (int q = 0; q < 2; q++)
                WOM_TRY(try_pace(best, fitter, which, (wom_pace){ true, memory, floors[f], powers[q], 1 }, window));
    }
    return WOM_OK;
}

wom_status
wom_hazard_fit_paces(wom_hazard *hazard, wom_hazard_fitter *fitter, const wom_hazard_model *model, wom_window window)
{
    wom_hazard_model start = *model;
    *hazard = (wom_hazard){ 0 };
    start.receptivity.is_on = start.heat.is_on = false;
    WOM_TRY(wom_hazard_fit(hazard, fitter, &start, window));
    if (model->receptivity.is_on) WOM_TRY(search_pace(hazard, fitter, offsetof(wom_hazard_model, receptivity), window));
    if (model->heat.is_on) WOM_TRY(search_pace(hazard, fitter, offsetof(wom_hazard_model, heat), window));
    return WOM_OK;
}
