/* Who starts cascades, and how often: Gamma-Poisson rates with a prior fitted to all users (Robbins 1956; Efron and
 * Morris 1973 for the shrinkage). */
#include "learn/cascades.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { NUM_MIXES = 10, NUM_STEPS = 60 };
static const double least_shape = 1e-4, most_shape = 1e4;

typedef struct fit {
    const wom_start_propensity *made;
    const double *activity; /* [num_nodes] with mean 1; NULL: nobody did anything else */
    double mean;            /* starts of a user in the whole past */
} fit;

static double
prior_mean(const fit *f, double mix, wom_node user)
{
    return f->activity != NULL ? f->mean * (1 - mix + mix * f->activity[user]) : f->mean;
}

/* The logarithm of the negative binomial likelihood of all starts, but for a constant. */
static double
log_likelihood(const fit *f, double shape, double mix)
{
    double sum = 0;
    for (wom_node user = 0; user < f->made->num_nodes; user++) {
        const double n = f->made->starts[user], m = prior_mean(f, mix, user);
        sum += -shape * log1p(m / shape);
        if (n > 0) sum += lgamma(n + shape) - lgamma(shape) + n * log(m / (shape + m));
    }
    return sum;
}

/* Golden section search in ln(shape). */
static double
best_shape(const fit *f, double mix)
{
    const double golden = 0.6180339887498949;
    double low = log(least_shape), high = log(most_shape);
    double a = high - golden * (high - low), b = low + golden * (high - low);
    double at_a = log_likelihood(f, exp(a), mix), at_b = log_likelihood(f, exp(b), mix);
    for (int step = 0; step < NUM_STEPS && high - low > 1e-6; step++) {
        if (at_a > at_b) {
            high = b, b = a, at_b = at_a;
            a = high - golden * (high - low);
            at_a = log_likelihood(f, exp(a), mix);
        } else {
            low = a, a = b, at_a = at_b;
            b = low + golden * (high - low);
            at_b = log_likelihood(f, exp(b), mix);
        }
    }
    return exp((low + high) / 2);
}

static wom_status
fit_prior(wom_start_propensity *made, wom_job *job, const fit *f)
{
    double best = -(double)INFINITY;
    const int num_mixes = f->activity != NULL ? NUM_MIXES : 1;
    for (int i = 0; i < num_mixes; i++) {
        const double mix = (double)i / NUM_MIXES, shape = best_shape(f, mix), found = log_likelihood(f, shape, mix);
        WOM_TRY(wom_job_check(job));
        if (!(found > best)) continue;
        best = found;
        made->shape = shape;
        made->mix = mix;
    }
    return WOM_OK;
}

/* Of Gamma(shape, 1), by halving in ln x between bounds: P(x) <= x^shape / Gamma(shape + 1) holds for all x. GSL's own
 * inverse does not converge for small shapes and ends the program. */
static double
gamma_quantile(double p, double shape)
{
    double low = (log(p) + lgamma(shape + 1)) / shape, high = log(shape + 40 * (1 + sqrt(shape)));
    if (low < -600) return 0;
    for (int step = 0; step < 60; step++) {
        const double middle = (low + high) / 2;
        if (gsl_cdf_gamma_P(exp(middle), shape, 1) < p) low = middle;
        else high = middle;
    }
    return exp((low + high) / 2);
}

static void
fill_rates(wom_start_propensity *made, const fit *f)
{
    for (wom_node user = 0; user < made->num_nodes; user++) {
        const double shape = made->shape + made->starts[user];
        const double scale = 1 / (made->shape / prior_mean(f, made->mix, user) + 1) / made->days;
        made->rate[user] = shape * scale;
        made->low[user] = gamma_quantile(0.025, shape) * scale;
        made->high[user] = gamma_quantile(0.975, shape) * scale;
    }
}

/* Counts starts, and other actions by their age; returns how many starts there are. */
static uint64_t
count_past(wom_start_propensity *made, double *activity, const wom_history *history, double until, double memory)
{
    const wom_log *log = history->log;
    uint64_t num_starts = 0;
    for (uint32_t c = 0; c < log->num_contents; c++) {
        const uint64_t first = log->first[c], end = wom_history_content_end(history, c, until);
        if (end == first) continue;
        made->starts[log->user[first]]++;
        num_starts++;
        for (uint64_t i = first + 1; i < end; i++)
            activity[log->user[i]] += exp(-(until - history->time[i]) / memory);
    }
    return num_starts;
}

/* Divides by the mean; false where that is 0. */
static bool
make_mean_one(double *x, wom_node num)
{
    double sum = 0;
    for (wom_node i = 0; i < num; i++) sum += x[i];
    for (wom_node i = 0; i < num && sum > 0; i++) x[i] *= num / sum;
    return sum > 0;
}

static wom_status
allocate_propensity(wom_start_propensity **made, wom_job *job, wom_node num_nodes)
{
    WOM_TRY(wom_allocate(made, job, 1, sizeof **made, "propensities to start"));
    (*made)->num_nodes = num_nodes;
    WOM_TRY(wom_allocate(&(*made)->starts, job, num_nodes, sizeof(uint32_t), "users' starts"));
    WOM_TRY(wom_allocate(&(*made)->rate, job, num_nodes, sizeof(double), "users' rates of starting"));
    WOM_TRY(wom_allocate(&(*made)->low, job, num_nodes, sizeof(double), "users' rates of starting"));
    return wom_allocate(&(*made)->high, job, num_nodes, sizeof(double), "users' rates of starting");
}

wom_status
wom_start_propensity_create(wom_start_propensity **propensity, wom_job *job, const wom_history *history, double until,
                            double memory_days)
{
    *propensity = NULL;
    wom_start_propensity *made = NULL;
    double *activity = NULL;
    wom_status status = WOM_OK;
    if (!(memory_days > 0)) return wom_fail(WOM_INVALID, "a memory of %g days, must be above 0", memory_days);
    if (!(until > history->begin)) return wom_fail(WOM_INVALID, "nothing happened before time %g", until);
    WOM_TRY_GOTO(allocate_propensity(&made, job, history->num_nodes));
    WOM_TRY_GOTO(wom_allocate(&activity, job, history->num_nodes, sizeof *activity, "users' activity"));
    made->days = (until - history->begin) / WOM_SECONDS_A_DAY;
    const uint64_t num = count_past(made, activity, history, until, memory_days * WOM_SECONDS_A_DAY);
    if (num == 0) {
        status = wom_fail(WOM_INVALID, "no cascade begins before time %g", until);
        goto done;
    }
    const fit f = { .made = made,
                    .activity = make_mean_one(activity, made->num_nodes) ? activity : NULL,
                    .mean = (double)num / made->num_nodes };
    made->mean = f.mean / made->days;
    WOM_TRY_GOTO(fit_prior(made, job, &f));
    fill_rates(made, &f);
    *propensity = made;
    made = NULL;
done:
    wom_free(activity);
    wom_start_propensity_free(made);
    return status;
}

void
wom_start_propensity_free(wom_start_propensity *propensity)
{
    if (propensity == NULL) return;
    wom_free(propensity->starts);
    wom_free(propensity->rate);
    wom_free(propensity->low);
    wom_free(propensity->high);
    wom_free(propensity);
}
