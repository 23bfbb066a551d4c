/* How well probabilities foretold what happened. */
#include <wom/hazard.h>

#include <math.h>
#include <stdlib.h>

static const double least_p = 1e-12;

/* ---- Order ---- */

/* The p of those that happened, and of the others, both in order: the auc by one walk along both. */
static double
auc_of(double *did, uint64_t num_did, double *did_not, uint64_t num_did_not)
{
    double wins = 0;
    uint64_t below = 0, up_to = 0;
    wom_sort_reals(did, num_did);
    wom_sort_reals(did_not, num_did_not);
    for (uint64_t i = 0; i < num_did; i++) {
        while (below < num_did_not && did_not[below] < did[i]) below++;
        if (up_to < below) up_to = below;
        while (up_to < num_did_not && did_not[up_to] <= did[i]) up_to++;
        wins += (double)below + (double)(up_to - below) / 2;
    }
    return num_did > 0 && num_did_not > 0 ? wins / ((double)num_did * (double)num_did_not) : (double)NAN;
}

/* ---- Calibration ---- */

static double
clipped(double p)
{
    return fmin(fmax(p, least_p), 1 - least_p);
}

/* Newton's method for logit q = a + b logit p. */
static void
fit_slope(wom_score *score, const wom_foretold *foretold)
{
    double a = 0, b = 1, determinant = 0, aa = 0;
    for (int step = 0; step < 50; step++) {
        double ga = 0, gb = 0, ab = 0, bb = 0;
        aa = 0;
        for (uint64_t i = 0; i < foretold->num; i++) {
            const double p = clipped((double)foretold->p[i]), x = log(p / (1 - p));
            const double q = 1 / (1 + exp(-(a + b * x))), w = q * (1 - q);
            ga += foretold->happened[i] - q;
            gb += (foretold->happened[i] - q) * x;
            aa += w;
            ab += w * x;
            bb += w * x * x;
        }
        determinant = aa * bb - ab * ab;
        if (!(determinant > 1e-12 * aa * bb)) return;
        const double step_a = (bb * ga - ab * gb) / determinant, step_b = (aa * gb - ab * ga) / determinant;
        a += fmin(fmax(step_a, -5), 5);
        b += fmin(fmax(step_b, -1), 1);
        if (fabs(step_a) + fabs(step_b) < 1e-9) break;
    }
    score->slope = b;
    score->slope_error = sqrt(aa / determinant);
}

wom_status
wom_score_foretold(wom_score *score, wom_job *job, const wom_foretold *foretold)
{
    double *sorted;
    *score = (wom_score){ .num = foretold->num, .slope = (double)NAN, .slope_error = (double)NAN };
    WOM_TRY(wom_allocate(&sorted, job, foretold->num, sizeof *sorted, "what was foretold"));
    uint64_t did = 0, did_not = foretold->num;
    for (uint64_t i = 0; i < foretold->num; i++) {
        const double p = clipped((double)foretold->p[i]);
        score->expected += (double)foretold->p[i];
        score->log_likelihood += foretold->happened[i] ? log(p) : log1p(-p);
        if (foretold->happened[i])
            sorted[did++] = (double)foretold->p[i];
        else
            sorted[--did_not] = (double)foretold->p[i];
    }
    score->num_happened = did;
    score->auc = auc_of(sorted, did, sorted + did, foretold->num - did);
    if (did > 1 && did < foretold->num) fit_slope(score, foretold);
    wom_free(sorted);
    return WOM_OK;
}
