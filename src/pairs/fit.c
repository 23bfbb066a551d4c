/* The most likely hazard of pairs, and a logistic regression beside it. */
#include "pairs/pairs.h"

#include <math.h>

enum { MOST = PAIR_MOST_TERMS + 1 };

/* Solves A x = b in place for the symmetric positive definite A[n][n] (lower half given), by Cholesky; false where it
 * is not. With `inverse` the diagonal of the inverse is left in diagonal[n]. */
static bool
solve(double a[MOST][MOST], double *b, double *diagonal, uint32_t n)
{
    for (uint32_t j = 0; j < n; j++) {
        for (uint32_t k = 0; k < j; k++) a[j][j] -= a[j][k] * a[j][k];
        if (!(a[j][j] > 0)) return false;
        a[j][j] = sqrt(a[j][j]);
        for (uint32_t i = j + 1; i < n; i++) {
            for (uint32_t k = 0; k < j; k++) a[i][j] -= a[i][k] * a[j][k];
            a[i][j] /= a[j][j];
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < i; k++) b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    for (uint32_t i = n; i-- > 0;) {
        for (uint32_t k = i + 1; k < n; k++) b[i] -= a[k][i] * b[k];
        b[i] /= a[i][i];
    }
    for (uint32_t c = 0; diagonal != NULL && c < n; c++) {
        double column[MOST] = { 0 };
        diagonal[c] = 0;
        for (uint32_t i = c; i < n; i++) {
            column[i] = i == c;
            for (uint32_t k = c; k < i; k++) column[i] -= a[i][k] * column[k];
            column[i] /= a[i][i];
            diagonal[c] += column[i] * column[i];
        }
    }
    return true;
}

/* ---- The hazard ---- */

typedef struct hazard_problem {
    uint32_t n; /* coefficients, the leak first */
    uint64_t num_adopting;
    double *x;         /* [num_adopting * n], in units of each mean */
    double others[MOST]; /* sums over pairs that do not adopt, weighted, likewise */
    double mean[MOST];
} hazard_problem;

static wom_status
gather(hazard_problem *p, wom_job *job, wom_pairs *const *pairs, uint32_t num_pairs, const wom_pair_term *terms)
{
    double weight = 0;
    uint64_t to = 0;
    for (uint32_t s = 0; s < num_pairs; s++) p->num_adopting += pairs[s]->num_adopting;
    WOM_TRY(wom_allocate(&p->x, job, p->num_adopting * p->n, sizeof *p->x, "pairs that adopt"));
    for (uint32_t s = 0; s < num_pairs; s++) {
        for (uint64_t i = 0; i < pairs[s]->num_pairs; i++) {
            const bool adopts = pairs[s]->adopts[i] != 0;
            const double w = adopts ? 1 : pairs[s]->other_weight;
            weight += w;
            for (uint32_t k = 0; k < p->n; k++) {
                const double x = k == 0 ? 1 : wom_pair_term_value(pairs[s], &terms[k - 1], i);
                p->mean[k] += w * x;
                if (adopts)
                    p->x[to * p->n + k] = x;
                else
                    p->others[k] += w * x;
            }
            to += adopts;
        }
    }
    for (uint32_t k = 0; k < p->n; k++) {
        p->mean[k] = p->mean[k] > 0 ? p->mean[k] / weight : 1;
        p->others[k] /= p->mean[k];
        for (uint64_t i = 0; i < p->num_adopting; i++) p->x[i * p->n + k] /= p->mean[k];
    }
    return WOM_OK;
}

/* The negative log-likelihood; gradient and curvature where asked for. */
static double
hazard_loss(const hazard_problem *p, const double *c, double *gradient, double curvature[MOST][MOST])
{
    double loss = 0;
    for (uint32_t k = 0; k < p->n; k++) loss += p->others[k] * c[k];
    if (gradient != NULL)
        for (uint32_t k = 0; k < p->n; k++) {
            gradient[k] = p->others[k];
            for (uint32_t j = 0; j <= k; j++) curvature[k][j] = 0;
        }
    for (uint64_t i = 0; i < p->num_adopting; i++) {
        const double *x = p->x + i * p->n;
        double h = 0;
        for (uint32_t k = 0; k < p->n; k++) h += c[k] * x[k];
        if (!(h > 0)) return (double)INFINITY;
        loss -= log(-expm1(-h));
        if (gradient == NULL) continue;
        const double first = 1 / expm1(h), second = first * (1 + first);
        for (uint32_t k = 0; k < p->n; k++) {
            gradient[k] -= first * x[k];
            for (uint32_t j = 0; j <= k; j++) curvature[k][j] += second * x[k] * x[j];
        }
    }
    return loss;
}

/* One projected Newton step over the coefficients that are not held at 0; whether it gained anything. Bertsekas, SIAM
 * Journal on Control and Optimization 1982. */
static bool
newton_step(const hazard_problem *p, double *c, double *loss)
{
    double gradient[MOST], curvature[MOST][MOST], a[MOST][MOST], step[MOST], next[MOST];
    uint32_t is_free[MOST], n = 0;
    hazard_loss(p, c, gradient, curvature);
    for (uint32_t k = 0; k < p->n; k++)
        if (c[k] > 0 || gradient[k] < 0) is_free[n++] = k;
    for (uint32_t i = 0; i < n; i++) {
        step[i] = gradient[is_free[i]];
        for (uint32_t j = 0; j <= i; j++) a[i][j] = curvature[is_free[i]][is_free[j]];
        a[i][i] += 1e-9 * a[i][i] + 1e-12; /* terms may be the same but for a factor */
    }
    if (n == 0 || !solve(a, step, NULL, n)) return false;
    for (double length = 1; length > 1e-9; length /= 2) {
        for (uint32_t k = 0; k < p->n; k++) next[k] = c[k];
        for (uint32_t i = 0; i < n; i++) {
            const double moved = c[is_free[i]] - length * step[i];
            next[is_free[i]] = moved > 0 ? moved : 0;
        }
        const double tried = hazard_loss(p, next, NULL, NULL);
        if (!(tried < *loss)) continue;
        const bool gained = *loss - tried > 1e-9 * (1 + fabs(*loss));
        *loss = tried;
        for (uint32_t k = 0; k < p->n; k++) c[k] = next[k];
        return gained;
    }
    return false;
}

static void
hazard_errors(wom_pair_fit *fit, const hazard_problem *p, const double *c)
{
    double gradient[MOST], curvature[MOST][MOST], a[MOST][MOST], zero[MOST] = { 0 }, diagonal[MOST];
    uint32_t is_free[MOST], n = 0;
    hazard_loss(p, c, gradient, curvature);
    for (uint32_t k = 0; k < p->n; k++) {
        fit->error[k] = (double)NAN;
        if (c[k] > 0) is_free[n++] = k;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j <= i; j++) a[i][j] = curvature[is_free[i]][is_free[j]];
    if (!solve(a, zero, diagonal, n)) return;
    for (uint32_t i = 0; i < n; i++) fit->error[is_free[i]] = sqrt(diagonal[i]) / p->mean[is_free[i]];
}

wom_status
wom_pair_fit_hazard(wom_pair_fit *fit, wom_job *job, wom_pairs *const *pairs, uint32_t num_pairs,
                    const wom_pair_term *terms, uint32_t num_terms)
{
    hazard_problem p = { .n = num_terms + 1 };
    double c[MOST], total = 0;
    *fit = (wom_pair_fit){ .num_terms = num_terms };
    WOM_TRY(gather(&p, job, pairs, num_pairs, terms));
    for (uint32_t s = 0; s < num_pairs; s++)
        total += (double)pairs[s]->num_adopting +
                 pairs[s]->other_weight * (double)(pairs[s]->num_pairs - pairs[s]->num_adopting);
    for (uint32_t k = 0; k < p.n; k++) c[k] = (double)p.num_adopting / total / p.n;
    double loss = hazard_loss(&p, c, NULL, NULL);
    for (uint32_t round = 0; round < 200 && newton_step(&p, c, &loss); round++) continue;
    for (uint32_t k = 0; k < p.n; k++) fit->coefficient[k] = c[k] / p.mean[k];
    hazard_errors(fit, &p, c);
    wom_free(p.x);
    return wom_job_check(job);
}

/* ---- Logistic regression ---- */

enum { PAIRS_A_BLOCK = 1 << 14, MOST_SUMS = MOST * (MOST + 1) / 2 + MOST + 1 };

typedef struct logistic_problem {
    uint32_t n;
    uint64_t num, num_blocks;
    float *z;       /* [num * (n - 1)] standardised, row by row */
    float *weight;  /* [num] negative where the pair does not adopt */
    const double *c;
    double *sums; /* [num_blocks * MOST_SUMS]: loss, gradient, lower half of the curvature */
} logistic_problem;

static void
logistic_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const logistic_problem *p = context;
    const uint32_t n = p->n;
    double *sums = p->sums + block * MOST_SUMS, *gradient = sums + 1, *curvature = gradient + n, x[MOST] = { 1 };
    const uint64_t end = (block + 1) * PAIRS_A_BLOCK < p->num ? (block + 1) * PAIRS_A_BLOCK : p->num;
    for (uint32_t i = 0; i < MOST_SUMS; i++) sums[i] = 0;
    for (uint64_t i = block * PAIRS_A_BLOCK; i < end; i++) {
        const float *z = p->z + i * (n - 1);
        const bool adopts = p->weight[i] > 0;
        const double w = fabs((double)p->weight[i]);
        double t = p->c[0];
        for (uint32_t k = 1; k < n; k++) {
            x[k] = (double)z[k - 1];
            t += p->c[k] * x[k];
        }
        const double e = exp(-fabs(t)), chance = t > 0 ? 1 / (1 + e) : e / (1 + e);
        sums[0] += w * (log1p(e) + (t > 0 ? t : 0) - (adopts ? t : 0));
        const double slope = w * (chance - adopts), bend = w * chance * (1 - chance);
        for (uint32_t k = 0, at = 0; k < n; k++) {
            gradient[k] += slope * x[k];
            const double part = bend * x[k];
            for (uint32_t j = 0; j <= k; j++) curvature[at++] += part * x[j];
        }
    }
}

static wom_status
logistic_loss(double *loss, double *gradient, double curvature[MOST][MOST], wom_job *job, logistic_problem *p,
              const double *c, double penalty)
{
    p->c = c;
    WOM_TRY(wom_parallel_for(job, p->num_blocks, logistic_block, p, NULL));
    double total[MOST_SUMS] = { 0 };
    for (uint64_t b = 0; b < p->num_blocks; b++)
        for (uint32_t i = 0; i < MOST_SUMS; i++) total[i] += p->sums[b * MOST_SUMS + i];
    *loss = total[0];
    for (uint32_t k = 0, at = 0; k < p->n; k++) {
        const double own = k > 0 ? penalty : 0;
        *loss += own * c[k] * c[k] / 2;
        gradient[k] = total[1 + k] + own * c[k];
        for (uint32_t j = 0; j <= k; j++) curvature[k][j] = total[1 + p->n + at++] + (j == k ? own : 0);
    }
    return WOM_OK;
}

/* Newton's method; a step that loses is halved. */
static wom_status
logistic_fit(double *c, double *error, wom_job *job, logistic_problem *p, double penalty)
{
    double loss, gradient[MOST], curvature[MOST][MOST], step[MOST], diagonal[MOST], next[MOST];
    WOM_TRY(logistic_loss(&loss, gradient, curvature, job, p, c, penalty));
    for (uint32_t round = 0; round < 50; round++) {
        for (uint32_t k = 0; k < p->n; k++) step[k] = gradient[k];
        if (!solve(curvature, step, diagonal, p->n)) return wom_fail(WOM_FAILED, "the terms depend on each other");
        for (uint32_t k = 0; k < p->n; k++) error[k] = sqrt(diagonal[k]);
        double length = 1, tried = loss;
        for (; length > 1e-6; length /= 2) {
            for (uint32_t k = 0; k < p->n; k++) next[k] = c[k] - length * step[k];
            WOM_TRY(logistic_loss(&tried, gradient, curvature, job, p, next, penalty));
            if (tried <= loss) break;
        }
        if (!(tried <= loss)) return WOM_OK;
        const double gain = loss - tried;
        for (uint32_t k = 0; k < p->n; k++) c[k] = next[k];
        loss = tried;
        if (gain < 1e-7 * (1 + loss)) return WOM_OK;
    }
    return WOM_OK;
}

static wom_status
standardise(logistic_problem *p, wom_pair_fit *fit, wom_job *job, wom_pairs *const *pairs, uint32_t num_pairs,
            const wom_pair_term *terms)
{
    const uint32_t n = fit->num_terms;
    double total = 0;
    uint64_t to = 0;
    for (uint32_t s = 0; s < num_pairs; s++) p->num += pairs[s]->num_pairs;
    p->n = n + 1;
    p->num_blocks = (p->num + PAIRS_A_BLOCK - 1) / PAIRS_A_BLOCK;
    WOM_TRY(wom_allocate(&p->z, job, p->num * n, sizeof *p->z, "terms of pairs"));
    WOM_TRY(wom_allocate(&p->weight, job, p->num, sizeof *p->weight, "terms of pairs"));
    WOM_TRY(wom_allocate(&p->sums, job, p->num_blocks * MOST_SUMS, sizeof *p->sums, "sums of blocks"));
    for (uint32_t s = 0; s < num_pairs; s++)
        for (uint64_t i = 0; i < pairs[s]->num_pairs; i++, to++) {
            const double w = pairs[s]->adopts[i] ? 1 : pairs[s]->other_weight;
            p->weight[to] = (float)(pairs[s]->adopts[i] ? 1 : -w);
            total += w;
            for (uint32_t k = 0; k < n; k++) {
                const double x = wom_pair_term_value(pairs[s], &terms[k], i);
                p->z[to * n + k] = (float)x;
                fit->mean[k] += w * x;
                fit->deviation[k] += w * x * x;
            }
        }
    for (uint32_t k = 0; k < n; k++) {
        fit->mean[k] /= total;
        const double variance = fit->deviation[k] / total - fit->mean[k] * fit->mean[k];
        fit->deviation[k] = variance > 1e-12 * (1 + fit->mean[k] * fit->mean[k]) ? sqrt(variance) : 1;
    }
    for (uint64_t i = 0; i < p->num; i++)
        for (uint32_t k = 0; k < n; k++)
            p->z[i * n + k] = (float)(((double)p->z[i * n + k] - fit->mean[k]) / fit->deviation[k]);
    return WOM_OK;
}

wom_status
wom_pair_fit_logistic(wom_pair_fit *fit, wom_job *job, wom_pairs *const *pairs, uint32_t num_pairs,
                      const wom_pair_term *terms, uint32_t num_terms, const wom_pairs *judge)
{
    static const double grid[] = { 1e-4, 1e-3, 1e-2, 1 };
    logistic_problem p = { 0 };
    double *hazard = NULL, best = (double)INFINITY, c[MOST] = { -5 }, error[MOST] = { 0 };
    wom_pair_fit tried = { .num_terms = num_terms };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(standardise(&p, &tried, job, pairs, num_pairs, terms));
    WOM_TRY_GOTO(wom_allocate(&hazard, job, judge->num_pairs, sizeof *hazard, "hazards"));
    *fit = tried;
    for (size_t i = 0; i < sizeof grid / sizeof *grid; i++) {
        WOM_TRY_GOTO(logistic_fit(c, error, job, &p, 1 / grid[i]));
        for (uint32_t k = 0; k < p.n; k++) {
            tried.coefficient[k] = c[k];
            tried.error[k] = error[k];
        }
        wom_pair_hazard(hazard, job, judge, &tried, terms, true);
        const double nll = wom_pair_nll(judge, hazard, wom_pair_scale(judge, hazard));
        if (!(nll < best)) continue;
        best = nll;
        *fit = tried;
    }
done:
    wom_free(hazard);
    wom_free(p.z);
    wom_free(p.weight);
    wom_free(p.sums);
    return status;
}

/* ---- Predicting ---- */

typedef struct prediction {
    double *hazard;
    const wom_pairs *pairs;
    const wom_pair_fit *fit;
    const wom_pair_term *terms;
    bool is_logistic;
} prediction;

static void
predict_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const prediction *p = context;
    const wom_pair_fit *fit = p->fit;
    const uint64_t num = p->pairs->num_pairs;
    const uint64_t end = (block + 1) * PAIRS_A_BLOCK < num ? (block + 1) * PAIRS_A_BLOCK : num;
    for (uint64_t i = block * PAIRS_A_BLOCK; i < end; i++) {
        double t = fit->coefficient[0];
        for (uint32_t k = 0; k < fit->num_terms; k++) {
            double x = wom_pair_term_value(p->pairs, &p->terms[k], i);
            if (p->is_logistic) x = (x - fit->mean[k]) / fit->deviation[k];
            t += fit->coefficient[k + 1] * x;
        }
        p->hazard[i] = !p->is_logistic ? t : t > 0 ? t + log1p(exp(-t)) : log1p(exp(t));
    }
}

void
wom_pair_hazard(double *hazard, wom_job *job, const wom_pairs *pairs, const wom_pair_fit *fit,
                const wom_pair_term *terms, bool is_logistic)
{
    prediction p = { hazard, pairs, fit, terms, is_logistic };
    const uint64_t num_blocks = (pairs->num_pairs + PAIRS_A_BLOCK - 1) / PAIRS_A_BLOCK;
    /* a job that is stopped is found so by the caller's next step */
    (void)wom_parallel_for(job, num_blocks, predict_block, &p, NULL);
}

/* ln(1 - exp(-h)) of an adopting pair; a hazard of 0 counts as 1e-12, so that one surprise is not infinite. */
static double
log_adopts(double hazard)
{
    return log(-expm1(-(hazard > 1e-12 ? hazard : 1e-12)));
}

double
wom_pair_nll(const wom_pairs *pairs, const double *hazard, double scale)
{
    double loss = 0, weight = 0;
    for (uint64_t i = 0; i < pairs->num_pairs; i++) {
        const bool adopts = pairs->adopts[i] != 0;
        loss += adopts ? -log_adopts(scale * hazard[i]) : pairs->other_weight * scale * hazard[i];
        weight += adopts ? 1 : pairs->other_weight;
    }
    return loss / weight;
}

/* Where the derivative, which falls in s, is 0: others = sum h / (e^(s h) - 1). Bisection in ln s. */
double
wom_pair_scale(const wom_pairs *pairs, const double *hazard)
{
    double others = 0, low = log(1e-6), high = log(1e6);
    for (uint64_t i = 0; i < pairs->num_pairs; i++)
        if (!pairs->adopts[i]) others += pairs->other_weight * hazard[i];
    if (!(others > 0)) return 1;
    for (int round = 0; round < 60; round++) {
        const double s = exp((low + high) / 2);
        double sum = 0;
        for (uint64_t i = 0; i < pairs->num_pairs; i++)
            if (pairs->adopts[i]) {
                const double h = hazard[i] > 1e-12 ? hazard[i] : 1e-12;
                sum += h / expm1(s * h);
            }
        *(sum > others ? &low : &high) = (low + high) / 2;
    }
    return exp((low + high) / 2);
}
