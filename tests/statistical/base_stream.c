/* Streams: uniform, independent of one another, and with the distributions they promise. */
#include "battery.h"

#include <gsl/gsl_cdf.h>

static uint32_t
first_of_stream(const void *purpose, uint64_t number)
{
    wom_rng rng = wom_rng_stream(1, *(const wom_purpose *)purpose, number);
    return (uint32_t)(wom_rng_next(&rng) >> 33);
}

static uint32_t
low_bits_of_third_of_stream(const void *purpose, uint64_t number)
{
    wom_rng rng = wom_rng_stream(number << 32, *(const wom_purpose *)purpose, 0);
    wom_rng_next(&rng);
    wom_rng_next(&rng);
    return (uint32_t)(wom_rng_next(&rng) & 0x7fffffff);
}

/* Draws in sequence; the context is const for the battery's sake only. */
static uint32_t
next_of_stream(const void *rng, uint64_t number)
{
    (void)number;
    return (uint32_t)(wom_rng_next(*(wom_rng *const *)rng) >> 33);
}

static void
neighbouring_streams_are_independent(void)
{
    for (wom_purpose purpose = WOM_PURPOSE_RR_SET; purpose <= WOM_PURPOSE_GENERATE; purpose++) {
        CHECK_NEAR(battery_worst_of_sequence(first_of_stream, &purpose, 1 << 18), 0, 5);
        CHECK_NEAR(battery_worst_of_sequence(low_bits_of_third_of_stream, &purpose, 1 << 18), 0, 5);
    }
}

static void
a_stream_is_uniform(void)
{
    wom_rng rng = wom_rng_stream(2, WOM_PURPOSE_GENERATE, 0), *state = &rng;
    CHECK_NEAR(battery_worst_of_sequence(next_of_stream, &state, 1 << 20), 0, 5);
}

static void
numbers_below_n_are_unbiased(void)
{
    static const uint64_t small[] = { 2, 3, 6, 100, 1000 };
    wom_rng rng = wom_rng_stream(3, WOM_PURPOSE_GENERATE, 0);
    for (int k = 0; k < 5; k++) {
        uint64_t counts[1000] = { 0 };
        for (int i = 0; i < 200000; i++) counts[wom_rng_below(&rng, small[k])]++;
        CHECK_NEAR(battery_equal_counts(counts, small[k]), 0, 5);
    }
    uint64_t thirds[3] = { 0 }; /* a remainder would give the first third half of all draws */
    for (int i = 0; i < 200000; i++) thirds[wom_rng_below(&rng, UINT64_C(3) << 62) >> 62]++;
    CHECK_NEAR(battery_equal_counts(thirds, 3), 0, 5);
    for (int i = 0; i < 100; i++) CHECK_EQUAL(wom_rng_below(&rng, 1), 0);
}

static void
shuffles_give_every_order_alike(void)
{
    uint64_t counts[256] = { 0 }, orders[24];
    wom_rng rng = wom_rng_stream(4, WOM_PURPOSE_GENERATE, 0);
    for (int i = 0; i < 240000; i++) {
        uint32_t items[] = { 0, 1, 2, 3 };
        wom_rng_shuffle(&rng, items, 4);
        counts[items[0] << 6 | items[1] << 4 | items[2] << 2 | items[3]]++;
    }
    size_t num_orders = 0;
    for (int i = 0; i < 256; i++)
        if (counts[i] > 0 && num_orders < 24) orders[num_orders++] = counts[i];
    CHECK_EQUAL(num_orders, 24);
    CHECK_NEAR(battery_equal_counts(orders, 24), 0, 5);
}

/* ---- Distributions ---- */

typedef struct law {
    const char *name;
    double (*draw)(wom_rng *rng, double a, double b);
    double (*distribution)(double x, double a, double b);
    double a, b, mean, variance;
} law;

static double
draw_uniform(wom_rng *rng, double a, double b)
{
    (void)a, (void)b;
    return wom_rng_uniform(rng);
}

static double
draw_normal(wom_rng *rng, double a, double b)
{
    (void)a, (void)b;
    return wom_rng_normal(rng);
}

static double
normal_distribution(double x, double a, double b)
{
    (void)a, (void)b;
    return gsl_cdf_ugaussian_P(x);
}

static double
draw_gamma(wom_rng *rng, double a, double b)
{
    (void)b;
    return wom_rng_gamma(rng, a);
}

static const law laws[] = {
    { "uniform", draw_uniform, gsl_cdf_flat_P, 0, 1, 0.5, 1.0 / 12 },
    { "normal", draw_normal, normal_distribution, 0, 0, 0, 1 },
    { "gamma(0.3)", draw_gamma, gsl_cdf_gamma_P, 0.3, 1, 0.3, 0.3 },
    { "gamma(1)", draw_gamma, gsl_cdf_gamma_P, 1, 1, 1, 1 },
    { "gamma(4.5)", draw_gamma, gsl_cdf_gamma_P, 4.5, 1, 4.5, 4.5 },
    { "beta(0.5, 0.5)", wom_rng_beta, gsl_cdf_beta_P, 0.5, 0.5, 0.5, 0.125 },
    { "beta(1, 1)", wom_rng_beta, gsl_cdf_beta_P, 1, 1, 0.5, 1.0 / 12 },
    { "beta(2, 5)", wom_rng_beta, gsl_cdf_beta_P, 2, 5, 2.0 / 7, 10.0 / (49 * 8) },
    { "beta(30, 2)", wom_rng_beta, gsl_cdf_beta_P, 30, 2, 30.0 / 32, 60.0 / (1024 * 33) },
};

static void
draws_have_the_law_they_promise(void)
{
    enum { N = 200000 };
    static double x[N];
    for (size_t k = 0; k < sizeof laws / sizeof *laws; k++) {
        const law *l = &laws[k];
        uint64_t counts[100] = { 0 };
        double squares = 0, fourths = 0;
        wom_rng rng = wom_rng_stream(5, WOM_PURPOSE_GENERATE, k);
        for (int i = 0; i < N; i++) {
            x[i] = l->draw(&rng, l->a, l->b);
            const double place = 100 * l->distribution(x[i], l->a, l->b), square = pow(x[i] - l->mean, 2);
            counts[place < 100 ? (int)place : 99]++;
            squares += square;
            fourths += square * square;
        }
        const wom_estimate mean = wom_estimate_mean(x, N);
        const double variance = squares / N, error = sqrt((fourths / N - variance * variance) / N);
        const double shape = fabs(battery_equal_counts(counts, 100));
        const double first = fabs(mean.value - l->mean) / mean.standard_error;
        const double second = fabs(variance - l->variance) / error;
        if (!(shape < 5 && first < 5 && second < 5))
            test_failed(__FILE__, __LINE__, "%s: shape %g, mean %g, variance %g standard errors off", l->name, shape,
                        first, second);
    }
}

TEST_MAIN(TEST(neighbouring_streams_are_independent), TEST(a_stream_is_uniform), TEST(numbers_below_n_are_unbiased),
          TEST(shuffles_give_every_order_alike), TEST(draws_have_the_law_they_promise))
