/* Logistic regression on sparse features: likelihood in parallel, maximum by GSL's BFGS. */
#include "logistic.h"

#include <gsl/gsl_multimin.h>
#include <math.h>
#include <string.h>

enum { NUM_BLOCKS = 32, MOST_STEPS = 200 };

/* ---- The likelihood ---- */

typedef struct pass {
    const logistic_problem *problem;
    const double *coefficient;
    logistic_feature *scratch; /* [threads * most_features] */
    double *likelihood;        /* [NUM_BLOCKS] */
    double *gradient;          /* [NUM_BLOCKS * num_coefficients] or NULL */
    double *squares;           /* the same; instead of likelihood and gradient: sums of squares of the features */
} pass;

/* ln(1 + exp(x)) without overflow. */
static double
log1p_exp(double x)
{
    return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

static void
look_at_block(void *context, uint64_t block, uint32_t worker)
{
    const pass *p = context;
    const logistic_problem *problem = p->problem;
    const uint64_t size = (problem->num_rows + NUM_BLOCKS - 1) / NUM_BLOCKS;
    const uint64_t first = block * size, end = first + size < problem->num_rows ? first + size : problem->num_rows;
    logistic_feature *list = p->scratch + (size_t)worker * problem->most_features;
    double *gradient = p->gradient != NULL ? p->gradient + block * problem->num_coefficients : NULL;
    double *squares = p->squares != NULL ? p->squares + block * problem->num_coefficients : NULL;
    for (uint64_t row = first; row < end; row++) {
        const uint32_t num = problem->features(list, problem->context, row);
        for (uint32_t k = 0; squares != NULL && k < num; k++) squares[list[k].index] += list[k].value * list[k].value;
        if (squares != NULL) continue;
        double odds = problem->offset;
        for (uint32_t k = 0; k < num; k++) odds += p->coefficient[list[k].index] * list[k].value;
        p->likelihood[block] -= log1p_exp(problem->happened[row] ? -odds : odds);
        const double rest = problem->happened[row] - 1 / (1 + exp(-odds));
        for (uint32_t k = 0; gradient != NULL && k < num; k++) gradient[list[k].index] += rest * list[k].value;
    }
}

static void
add_blocks(double *sum, const double *parts, uint32_t num)
{
    memset(sum, 0, num * sizeof *sum);
    for (uint32_t block = 0; block < NUM_BLOCKS; block++)
        for (uint32_t k = 0; k < num; k++) sum[k] += parts[(size_t)block * num + k];
}

/* Likelihood and gradient, or squares. */
static wom_status
walk(double *log_likelihood, double *gradient, double *squares, wom_job *job, const logistic_problem *problem,
     const double *coefficient)
{
    const uint64_t num = problem->num_coefficients;
    pass p = { .problem = problem, .coefficient = coefficient };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&p.scratch, job, (uint64_t)wom_job_threads(job) * problem->most_features,
                              sizeof *p.scratch, "features"));
    WOM_TRY_GOTO(wom_allocate(&p.likelihood, job, NUM_BLOCKS, sizeof *p.likelihood, "a likelihood"));
    if (gradient != NULL)
        WOM_TRY_GOTO(wom_allocate(&p.gradient, job, NUM_BLOCKS * num, sizeof *p.gradient, "a gradient"));
    if (squares != NULL)
        WOM_TRY_GOTO(wom_allocate(&p.squares, job, NUM_BLOCKS * num, sizeof *p.squares, "squares of features"));
    WOM_TRY_GOTO(wom_parallel_for(job, NUM_BLOCKS, look_at_block, &p, NULL));
    if (log_likelihood != NULL) add_blocks(log_likelihood, p.likelihood, 1);
    if (gradient != NULL) add_blocks(gradient, p.gradient, (uint32_t)num);
    if (squares != NULL) add_blocks(squares, p.squares, (uint32_t)num);
done:
    wom_free(p.scratch);
    wom_free(p.likelihood);
    wom_free(p.gradient);
    wom_free(p.squares);
    return status;
}

wom_status
logistic_likelihood(double *log_likelihood, double *gradient, wom_job *job, const logistic_problem *problem,
                    const double *coefficient)
{
    return walk(log_likelihood, gradient, NULL, job, problem, coefficient);
}

/* ---- The maximum ----
 * GSL walks over coefficients in units of 1 / (root mean square of the feature), and knows no failures: the first one
 * is kept, and ends the walk. */

typedef struct search {
    wom_job *job;
    const logistic_problem *problem;
    double *scale; /* [num_coefficients] */
    double *coefficient, *gradient;
    wom_status status;
} search;

static void
evaluate(const gsl_vector *at, void *context, double *value, gsl_vector *slope)
{
    search *s = context;
    const uint32_t num = s->problem->num_coefficients;
    double likelihood = 0, sum = 0;
    for (uint32_t k = 0; k < num; k++) s->coefficient[k] = gsl_vector_get(at, k) / s->scale[k];
    if (s->status == WOM_OK)
        s->status = logistic_likelihood(&likelihood, slope != NULL ? s->gradient : NULL, s->job, s->problem,
                                        s->coefficient);
    const double rows = (double)s->problem->num_rows;
    for (uint32_t k = 1; k < num; k++) sum += gsl_vector_get(at, k) * gsl_vector_get(at, k);
    *value = (s->problem->penalty / 2 * sum - likelihood) / rows;
    for (uint32_t k = 0; slope != NULL && k < num; k++) {
        const double pull = k > 0 ? s->problem->penalty * gsl_vector_get(at, k) : 0;
        gsl_vector_set(slope, k, (pull - s->gradient[k] / s->scale[k]) / rows);
    }
}

static double
value_at(const gsl_vector *at, void *context)
{
    double value;
    evaluate(at, context, &value, NULL);
    return value;
}

static void
slope_at(const gsl_vector *at, void *context, gsl_vector *slope)
{
    double value;
    evaluate(at, context, &value, slope);
}

/* The walk ends where the slope is flat, or where rounding lets it get no further. */
static void
descend(search *s, gsl_multimin_fdfminimizer *walker, gsl_vector *at)
{
    gsl_multimin_function_fdf function = { value_at, slope_at, evaluate, s->problem->num_coefficients, s };
    gsl_multimin_fdfminimizer_set(walker, &function, at, 0.1, 0.1);
    for (int step = 0; step < MOST_STEPS && s->status == WOM_OK; step++) {
        if (gsl_multimin_fdfminimizer_iterate(walker) != GSL_SUCCESS) break;
        if (gsl_multimin_test_gradient(walker->gradient, 1e-5) == GSL_SUCCESS) break;
    }
}

static double
start_of(const logistic_problem *problem)
{
    uint64_t happened = 0;
    for (uint64_t row = 0; row < problem->num_rows; row++) happened += problem->happened[row];
    return log(((double)happened + .5) / ((double)(problem->num_rows - happened) + .5)) - problem->offset;
}

wom_status
logistic_fit(double *coefficient, wom_job *job, const logistic_problem *problem)
{
    const uint32_t num = problem->num_coefficients;
    search s = { .job = job, .problem = problem, .coefficient = coefficient };
    gsl_multimin_fdfminimizer *walker = gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, num);
    gsl_vector *at = gsl_vector_calloc(num);
    wom_status status = WOM_OK;
    if (walker == NULL || at == NULL) {
        status = wom_fail(WOM_NO_MEMORY, "%u coefficients", num);
        goto done;
    }
    WOM_TRY_GOTO(wom_allocate(&s.scale, job, num, sizeof *s.scale, "scales of features"));
    WOM_TRY_GOTO(wom_allocate(&s.gradient, job, num, sizeof *s.gradient, "a gradient"));
    WOM_TRY_GOTO(walk(NULL, NULL, s.scale, job, problem, coefficient));
    for (uint32_t k = 0; k < num; k++) {
        s.scale[k] = sqrt(s.scale[k] / (double)problem->num_rows);
        if (!(s.scale[k] > 0)) s.scale[k] = 1; /* never seen: stays 0 */
    }
    gsl_vector_set(at, 0, start_of(problem));
    descend(&s, walker, at);
    status = s.status;
    for (uint32_t k = 0; k < num; k++) coefficient[k] = gsl_vector_get(walker->x, k) / s.scale[k];
done:
    if (walker != NULL) gsl_multimin_fdfminimizer_free(walker);
    if (at != NULL) gsl_vector_free(at);
    wom_free(s.scale);
    wom_free(s.gradient);
    return status;
}
