/* The likeliest coefficients, by Newton's method within w >= 0. The log-likelihood is concave, so there is one maximum;
 * steps of the EM algorithm, which never lower it, lead into its neighbourhood. */
#include "hazard/hazard.h"

#include <gsl/gsl_eigen.h>
#include <math.h>

enum { ALL = WOM_MOST_COEFFICIENTS, CLASSES = WOM_BASELINE_CLASSES, EM_STEPS = 20, NEWTON_STEPS = 100 };
enum { CONTENTS_PER_BLOCK = 64, LEAST_CLUSTERS = 10 };

/* ---- Sums over adoptions ---- */

static void
add_adoption(wom_slopes *slopes, const wom_gathered *g, uint64_t i, const double *coefficient)
{
    const uint32_t own = g->class_of[i], num = g->num_terms;
    double rate = coefficient[own], by[WOM_MOST_TIE_TERMS];
    for (uint32_t k = 0; k < num; k++) {
        by[k] = (double)g->pull[i * num + k];
        rate += by[k] * coefficient[CLASSES + k];
    }
    slopes->value += log((double)g->pace[i] * rate);
    slopes->gradient[own] += 1 / rate;
    slopes->curvature[own][own] += 1 / (rate * rate);
    for (uint32_t k = 0; k < num; k++) {
        slopes->gradient[CLASSES + k] += by[k] / rate;
        slopes->curvature[own][CLASSES + k] += by[k] / (rate * rate);
        for (uint32_t l = 0; l <= k; l++) slopes->curvature[CLASSES + l][CLASSES + k] += by[k] * by[l] / (rate * rate);
    }
}

void
wom_slopes_of_content(wom_slopes *slopes, const wom_gathered *g, uint32_t chosen, const double *coefficient)
{
    const double *exposure = g->exposure + (uint64_t)chosen * ALL;
    *slopes = (wom_slopes){ 0 };
    for (uint64_t i = g->first[chosen]; i < g->first[chosen + 1]; i++) add_adoption(slopes, g, i, coefficient);
    for (int k = 0; k < ALL; k++) {
        slopes->value -= coefficient[k] * exposure[k];
        slopes->gradient[k] -= exposure[k];
    }
}

static void
add_slopes(wom_slopes *sum, const wom_slopes *more)
{
    sum->value += more->value;
    for (int k = 0; k < ALL; k++) {
        sum->gradient[k] += more->gradient[k];
        for (int l = 0; l < ALL; l++) sum->curvature[k][l] += more->curvature[k][l];
    }
}

typedef struct summing {
    wom_job *job;
    const wom_gathered *gathered;
    uint32_t num_chosen;
    const double *coefficient;
    wom_slopes *of_block;
} summing;

static uint64_t
num_blocks(const summing *s)
{
    return ((uint64_t)s->num_chosen + CONTENTS_PER_BLOCK - 1) / CONTENTS_PER_BLOCK;
}

static void
sum_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const summing *s = context;
    const uint64_t first = block * CONTENTS_PER_BLOCK;
    wom_slopes *sum = &s->of_block[block];
    *sum = (wom_slopes){ 0 };
    for (uint64_t c = first; c < first + CONTENTS_PER_BLOCK && c < s->num_chosen; c++) {
        wom_slopes one;
        wom_slopes_of_content(&one, s->gathered, (uint32_t)c, s->coefficient);
        add_slopes(sum, &one);
    }
}

static wom_status
sum_up(wom_slopes *slopes, summing *s, const double *coefficient)
{
    s->coefficient = coefficient;
    WOM_TRY(wom_parallel_for(s->job, num_blocks(s), sum_block, s, NULL));
    *slopes = (wom_slopes){ 0 };
    for (uint64_t block = 0; block < num_blocks(s); block++) add_slopes(slopes, &s->of_block[block]);
    for (int k = 0; k < ALL; k++)
        for (int l = 0; l < k; l++) slopes->curvature[k][l] = slopes->curvature[l][k] += slopes->curvature[k][l];
    return WOM_OK;
}

/* ---- Solving ---- */

/* inverse of the free part, by eigenvalues, so that what the data cannot tell apart is left where it is. The curvature
 * is scaled to a diagonal of 1 first, for baselines and terms differ by many orders. */
static void
invert(double inverse[ALL][ALL], double curvature[ALL][ALL], const bool *is_free)
{
    double scale[ALL], cells[ALL * ALL] = { 0 }, values[ALL], vectors[ALL * ALL];
    int place[ALL], num = 0;
    for (int k = 0; k < ALL; k++)
        if (is_free[k] && curvature[k][k] > 0) place[num++] = k;
    for (int k = 0; k < ALL; k++)
        for (int l = 0; l < ALL; l++) inverse[k][l] = 0;
    if (num == 0) return;
    for (int k = 0; k < num; k++) scale[k] = 1 / sqrt(curvature[place[k]][place[k]]);
    for (int k = 0; k < num; k++)
        for (int l = 0; l < num; l++) cells[k * num + l] = curvature[place[k]][place[l]] * scale[k] * scale[l];
    gsl_matrix_view matrix = gsl_matrix_view_array(cells, (size_t)num, (size_t)num);
    gsl_vector_view value = gsl_vector_view_array(values, (size_t)num);
    gsl_matrix_view vector = gsl_matrix_view_array(vectors, (size_t)num, (size_t)num);
    gsl_eigen_symmv_workspace *space = gsl_eigen_symmv_alloc((size_t)num);
    gsl_eigen_symmv(&matrix.matrix, &value.vector, &vector.matrix, space);
    gsl_eigen_symmv_free(space);
    for (int e = 0; e < num; e++) {
        if (!(values[e] > 1e-10)) continue;
        for (int k = 0; k < num; k++)
            for (int l = 0; l < num; l++)
                inverse[place[k]][place[l]] +=
                    vectors[k * num + e] * vectors[l * num + e] / values[e] * scale[k] * scale[l];
    }
}

static void
total_exposure(double *total, const summing *s)
{
    for (int k = 0; k < ALL; k++) total[k] = 0;
    for (uint64_t c = 0; c < s->num_chosen; c++)
        for (int k = 0; k < ALL; k++) total[k] += s->gathered->exposure[c * ALL + (uint64_t)k];
}

/* As if all adoptions were laid in equal parts to what is used. */
static void
begin(double *coefficient, const summing *s, const double *exposure, const bool *used)
{
    const double num = (double)s->gathered->first[s->num_chosen];
    for (int k = 0; k < ALL; k++) coefficient[k] = used[k] && exposure[k] > 0 ? .1 * num / exposure[k] : 0;
}

/* w <- w * (sum of y / rate) / exposure: the share of each adoption that falls to w, over what w was exposed to. */
static wom_status
em_step(double *coefficient, wom_slopes *slopes, summing *s, const double *exposure)
{
    for (int k = 0; k < ALL; k++)
        if (exposure[k] > 0) coefficient[k] *= fmax(0, slopes->gradient[k] / exposure[k] + 1);
    return sum_up(slopes, s, coefficient);
}

/* Which coefficients may move: at 0 only those that the likelihood pulls up. */
static void
find_free(bool *is_free, const double *coefficient, const wom_slopes *slopes, const bool *used)
{
    for (int k = 0; k < ALL; k++) is_free[k] = used[k] && (coefficient[k] > 0 || slopes->gradient[k] > 0);
}

/* Goes along the step as far as the likelihood rises, coefficients staying at or above 0. */
static wom_status
newton_step(double *coefficient, wom_slopes *slopes, bool *has_moved, summing *s, const bool *used)
{
    double inverse[ALL][ALL], tried[ALL];
    bool is_free[ALL];
    wom_slopes new;
    find_free(is_free, coefficient, slopes, used);
    invert(inverse, slopes->curvature, is_free);
    *has_moved = false;
    for (double length = 1; length > 1e-6; length /= 2) {
        for (int k = 0; k < ALL; k++) {
            double step = 0;
            for (int l = 0; l < ALL; l++) step += inverse[k][l] * slopes->gradient[l];
            tried[k] = fmax(0, coefficient[k] + length * step);
        }
        WOM_TRY(sum_up(&new, s, tried));
        if (!(new.value > slopes->value)) continue;
        *has_moved = new.value - slopes->value > 1e-9 * (1 + fabs(slopes->value) * 1e-3);
        *slopes = new;
        for (int k = 0; k < ALL; k++) coefficient[k] = tried[k];
        return WOM_OK;
    }
    return WOM_OK;
}

/* What explains less than a millionth of an adoption is on its way to 0, and would spoil the curvature: it is put
 * there, if the likelihood does not mind. */
static wom_status
drop_tiny(double *coefficient, wom_slopes *slopes, summing *s, const double *exposure)
{
    double tried[ALL];
    wom_slopes new;
    for (int k = 0; k < ALL; k++) tried[k] = coefficient[k] * exposure[k] < 1e-6 ? 0 : coefficient[k];
    WOM_TRY(sum_up(&new, s, tried));
    if (!(new.value > slopes->value - 1e-4)) return WOM_OK; /* false for NaN, too */
    *slopes = new;
    for (int k = 0; k < ALL; k++) coefficient[k] = tried[k];
    return WOM_OK;
}

static wom_status
climb(double *coefficient, wom_slopes *slopes, summing *s, const double *exposure, const bool *used)
{
    WOM_TRY(sum_up(slopes, s, coefficient));
    for (int step = 0; step < EM_STEPS; step++) WOM_TRY(em_step(coefficient, slopes, s, exposure));
    for (int round = 0; round < 2; round++) {
        bool has_moved = true;
        WOM_TRY(drop_tiny(coefficient, slopes, s, exposure));
        for (int step = 0; step < NEWTON_STEPS && has_moved; step++)
            WOM_TRY(newton_step(coefficient, slopes, &has_moved, s, used));
    }
    return drop_tiny(coefficient, slopes, s, exposure);
}

/* ---- Uncertainty ---- */

/* The sum over contents of the outer products of their gradients. */
static void
sum_outer(double outer[ALL][ALL], const summing *s, const double *coefficient)
{
    for (int k = 0; k < ALL; k++)
        for (int l = 0; l < ALL; l++) outer[k][l] = 0;
    for (uint32_t c = 0; c < s->num_chosen; c++) {
        wom_slopes one;
        wom_slopes_of_content(&one, s->gathered, c, coefficient);
        for (int k = 0; k < ALL; k++)
            for (int l = 0; l < ALL; l++) outer[k][l] += one.gradient[k] * one.gradient[l];
    }
}

static double
sandwich(double inverse[ALL][ALL], double outer[ALL][ALL], int k)
{
    double sum = 0;
    for (int a = 0; a < ALL; a++)
        for (int b = 0; b < ALL; b++) sum += inverse[k][a] * outer[a][b] * inverse[b][k];
    return sum;
}

/* Where the likelihood of a coefficient at 0 has fallen by what 95 % intervals allow: along g w - h w^2 / 2. */
static double
upper_at_zero(double gradient, double curvature)
{
    static const double allowed = 1.920729; /* half the 95 % quantile of chi-square with one degree of freedom */
    if (curvature <= 0) return gradient < 0 ? allowed / -gradient : (double)NAN;
    return (gradient + sqrt(gradient * gradient + 2 * curvature * allowed)) / curvature;
}

static void
tell_uncertainty(wom_hazard *hazard, const wom_slopes *slopes, const summing *s, const bool *used)
{
    double inverse[ALL][ALL], outer[ALL][ALL], curvature[ALL][ALL];
    const double contents = s->num_chosen, correction = contents > 1 ? contents / (contents - 1) : 1;
    bool is_free[ALL];
    for (int k = 0; k < ALL; k++) is_free[k] = used[k] && hazard->coefficient[k] > 0;
    for (int k = 0; k < ALL; k++)
        for (int l = 0; l < ALL; l++) curvature[k][l] = slopes->curvature[k][l];
    invert(inverse, curvature, is_free);
    sum_outer(outer, s, hazard->coefficient);
    for (int k = 0; k < ALL; k++) {
        const double at = hazard->coefficient[k];
        hazard->error[k] = hazard->robust[k] = hazard->low[k] = hazard->high[k] = (double)NAN;
        if (!used[k]) continue;
        if (slopes->gradient[k] == 0 && slopes->curvature[k][k] == 0) continue; /* nobody was exposed to it */
        if (!is_free[k] || !(inverse[k][k] > 0)) {
            hazard->low[k] = 0;
            hazard->high[k] = upper_at_zero(slopes->gradient[k], slopes->curvature[k][k]);
            continue;
        }
        hazard->error[k] = sqrt(inverse[k][k]);
        if (s->num_chosen >= LEAST_CLUSTERS) hazard->robust[k] = sqrt(sandwich(inverse, outer, k) * correction);
        const double error = fmax(hazard->error[k], hazard->robust[k]);
        hazard->low[k] = fmax(0, at - 1.959964 * error);
        hazard->high[k] = at + 1.959964 * error;
    }
}

static void
share_out(wom_hazard *hazard, const wom_gathered *g, uint64_t num)
{
    double by_friends = 0;
    for (uint64_t i = 0; i < num; i++) {
        double pull = 0;
        for (uint32_t k = 0; k < g->num_terms; k++)
            pull += (double)g->pull[i * g->num_terms + k] * hazard->coefficient[CLASSES + k];
        by_friends += pull / (pull + hazard->coefficient[g->class_of[i]]);
    }
    hazard->num_adoptions = num;
    hazard->by_friends = num > 0 ? by_friends / (double)num : 0;
}

wom_status
wom_hazard_maximise(wom_hazard *hazard, wom_job *job, const wom_gathered *gathered, uint32_t num_chosen,
                    const bool *used)
{
    summing s = { job, gathered, num_chosen, NULL, NULL };
    double exposure[ALL];
    wom_slopes slopes;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&s.of_block, job, num_blocks(&s), sizeof *s.of_block, "sums of blocks"));
    total_exposure(exposure, &s);
    begin(hazard->coefficient, &s, exposure, used);
    WOM_TRY_GOTO(climb(hazard->coefficient, &slopes, &s, exposure, used));
    hazard->log_likelihood = slopes.value;
    tell_uncertainty(hazard, &slopes, &s, used);
    share_out(hazard, gathered, gathered->first[num_chosen]);
done:
    wom_free(s.of_block);
    return status;
}
