/* Means, shares and quantiles with their uncertainty. */
#include <wom/base.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <assert.h>
#include <math.h>

static const double confidence_tail = 0.025; /* either side of a 95 % interval */

/* ---- Means ---- */

/* `variance` is that of one observation. */
static wom_estimate
mean_estimate(double mean, double variance, uint64_t n)
{
    if (n < 2) return (wom_estimate){ mean, NAN, NAN, NAN, n };
    const double standard_error = sqrt(variance / (double)n);
    const double reach = gsl_cdf_tdist_Qinv(confidence_tail, (double)(n - 1)) * standard_error;
    return (wom_estimate){ mean, standard_error, mean - reach, mean + reach, n };
}

/* Mean and variance of a[i] - b[i], or of a[i] when b is NULL. */
static double
mean_and_variance(double *variance, const double *a, const double *b, uint64_t n)
{
    double sum = 0, squares = 0;
    for (uint64_t i = 0; i < n; i++) sum += b != NULL ? a[i] - b[i] : a[i];
    const double mean = sum / (double)n;
    for (uint64_t i = 0; i < n; i++) {
        const double deviation = (b != NULL ? a[i] - b[i] : a[i]) - mean;
        squares += deviation * deviation;
    }
    *variance = squares / (double)(n - 1);
    return mean;
}

wom_estimate
wom_estimate_mean(const double *x, uint64_t n)
{
    double variance = 0;
    const double mean = mean_and_variance(&variance, x, NULL, n);
    return mean_estimate(mean, variance, n);
}

wom_estimate
wom_estimate_from_sums(double sum, double sum_of_squares, uint64_t n)
{
    const double mean = sum / (double)n;
    const double variance = (sum_of_squares - mean * sum) / (double)(n - 1);
    return mean_estimate(mean, variance > 0 ? variance : 0, n);
}

wom_estimate
wom_estimate_ratio(const double *y, const double *x, uint64_t n)
{
    double sum_x = 0, sum_y = 0, squares = 0;
    for (uint64_t i = 0; i < n; i++) {
        sum_x += x[i];
        sum_y += y[i];
    }
    if (!(sum_x != 0)) return (wom_estimate){ (double)NAN, (double)NAN, (double)NAN, (double)NAN, n };
    const double ratio = sum_y / sum_x, mean_x = sum_x / (double)n;
    for (uint64_t i = 0; i < n; i++) squares += (y[i] - ratio * x[i]) * (y[i] - ratio * x[i]);
    return mean_estimate(ratio, squares / (double)(n - 1) / (mean_x * mean_x), n);
}

wom_estimate
wom_estimate_paired(const double *a, const double *b, uint64_t n, double *variance_ratio)
{
    double variance = 0, variance_a = 0, variance_b = 0;
    const double mean = mean_and_variance(&variance, a, b, n);
    if (variance_ratio != NULL) {
        mean_and_variance(&variance_a, a, NULL, n);
        mean_and_variance(&variance_b, b, NULL, n);
        const double apart = variance_a + variance_b;
        *variance_ratio = variance > 0 ? apart / variance : apart > 0 ? HUGE_VAL : 1;
    }
    return mean_estimate(mean, variance, n);
}

/* ---- Binomial bounds ----
 * GSL's own beta quantile gives up for large n (its continued fraction stops after 512 terms, and about sqrt(n) are
 * needed), so the quantile is found here, on the scale t = log(x / (1 - x)), where the logarithm of the distribution
 * function is concave and its slope is the density's: Newton's steps then approach from one side and cannot miss. */

/* log(r) - (r - 1) for r = 1 + u, precise near r = 1. */
static double
log_less_linear(double r, double u)
{
    return fabs(u) < 0.5 ? gsl_sf_log_1plusx_mx(u) : log(r) - u;
}

/* A point x of Beta(a, b): the mean and x, what each lacks to 1, and x - mean, all without cancellation. */
typedef struct beta_point {
    double a, b, x, y, mean, rest, off;
} beta_point;

static beta_point
beta_point_at(double a, double b, double t)
{
    beta_point at = {
        .a = a, .b = b, .x = 1 / (1 + exp(-t)), .y = 1 / (1 + exp(t)), .mean = a / (a + b), .rest = b / (a + b)
    };
    at.off = at.x < at.y ? at.x - at.mean : at.rest - at.y;
    return at;
}

static beta_point
mirrored(beta_point at)
{
    return (beta_point){ .a = at.b, .b = at.a, .x = at.y, .y = at.x, .mean = at.rest, .rest = at.mean, .off = -at.off };
}

/* log(x^a y^b / B(a, b)), y = 1 - x, by Stirling's series around the mean, where the large terms cancel on paper
 * and not in the computer (after Loader, "Fast and accurate computation of binomial probabilities", 2000). */
static double
log_beta_weight(beta_point at)
{
    const double deviance = at.a * log_less_linear(at.x / at.mean, at.off / at.mean) +
                            at.b * log_less_linear(at.y / at.rest, -at.off / at.rest);
    const double stirling = gsl_sf_gammastar(at.a + at.b) / (gsl_sf_gammastar(at.a) * gsl_sf_gammastar(at.b));
    return deviance + 0.5 * log(at.a * at.rest / (2 * M_PI)) + log(stirling);
}

/* I_x(a, b) B(a, b) / (x^a y^b) for x <= mean: the continued fraction of Didonato and Morris (TOMS 1992, equation 9),
 * from the front by Lentz's method. Its terms are positive there while m < b. */
static double
beta_fraction(beta_point at)
{
    const double a = at.a, b = at.b, x = at.x, below = -(a + b) * at.off;
    double value = a * (below + 1) / (a + 1), c = value, d = 0;
    for (double m = 1; m < 1e7; m++) {
        const double odd = a + 2 * m - 1;
        const double above_line = (a + m - 1) / odd * ((a + b + m - 1) / odd) * m * (b - m) * x * x;
        const double term = m + m * (b - m) * x / odd + (a + m) * (below + 1 + m * (1 + at.y)) / (odd + 2);
        d = 1 / (term + above_line * d);
        c = term + above_line / c;
        value *= c * d;
        if (fabs(c * d - 1) < 1e-15) break;
    }
    return 1 / value;
}

/* log I_x(a, b) at t = log(x / (1 - x)), and its derivative by t. */
static double
log_beta_distribution(double *slope, double a, double b, double t)
{
    const beta_point at = beta_point_at(a, b, t);
    const double log_weight = log_beta_weight(at);
    const double value =
        at.off <= 0 ? log_weight + log(beta_fraction(at)) : log1p(-exp(log_weight) * beta_fraction(mirrored(at)));
    *slope = exp(log_weight - value);
    return value;
}

/* log(x / (1 - x)) of the x with I_x(a, b) = probability. */
static double
beta_quantile_logit(double a, double b, double probability)
{
    const double target = log(probability);
    double t = log(a / b);
    for (int i = 0; i < 200; i++) {
        double slope = 0;
        const double step = (target - log_beta_distribution(&slope, a, b, t)) / slope;
        t += step;
        if (fabs(step) <= 1e-13 * (1 + fabs(t))) break;
    }
    return t;
}

double
wom_beta_tail(double x, double a, double b)
{
    assert(a >= 0.1 && b >= 0.1 && x > 0 && x < 1);
    double slope;
    return exp(log_beta_distribution(&slope, b, a, log1p(-x) - log(x)));
}

double
wom_beta_upper(double tail, double a, double b)
{
    assert(a >= 0.1 && b >= 0.1 && tail > 0 && tail < 1);
    return 1 / (1 + exp(beta_quantile_logit(b, a, tail)));
}

double
wom_binomial_lower(uint64_t hits, uint64_t n, double failure)
{
    assert(hits <= n && failure > 0 && failure < 1);
    if (hits == 0) return 0;
    if (hits == n) return exp(log(failure) / (double)n);
    return 1 / (1 + exp(-beta_quantile_logit((double)hits, (double)(n - hits + 1), failure)));
}

double
wom_binomial_upper(uint64_t hits, uint64_t n, double failure)
{
    assert(hits <= n && failure > 0 && failure < 1);
    if (hits == n) return 1;
    if (hits == 0) return -expm1(log(failure) / (double)n);
    return 1 / (1 + exp(beta_quantile_logit((double)(n - hits), (double)(hits + 1), failure)));
}

wom_estimate
wom_estimate_share(uint64_t hits, uint64_t n)
{
    const double share = (double)hits / (double)n;
    if (n < 2) return (wom_estimate){ share, NAN, NAN, NAN, n };
    return (wom_estimate){ share, sqrt(share * (1 - share) / (double)(n - 1)),
                           wom_binomial_lower(hits, n, confidence_tail), wom_binomial_upper(hits, n, confidence_tail),
                           n };
}

/* ---- Order ---- */

double
wom_quantile(const double *sorted, uint64_t n, double q)
{
    assert(n > 0 && q >= 0 && q <= 1);
    const double place = q * (double)(n - 1);
    uint64_t below = (uint64_t)place;
    if (below >= n - 1) return sorted[n - 1];
    const double part = place - (double)below;
    if (part == 0 || sorted[below] == sorted[below + 1]) return sorted[below];
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}
