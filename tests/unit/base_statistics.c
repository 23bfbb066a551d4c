/* Estimates against values worked by hand or taken from tables. */
#include "test.h"

static void
a_mean_has_students_interval(void)
{
    const double x[] = { 2, 4, 4, 5, 10 }; /* mean 5, squares of deviations 9 + 1 + 1 + 0 + 25 = 36 */
    const wom_estimate e = wom_estimate_mean(x, 5);
    CHECK_NEAR(e.value, 5, 0);
    CHECK_NEAR(e.standard_error, sqrt(36.0 / 4 / 5), 1e-15);
    CHECK_NEAR(e.high, 5 + 2.7764451051978 * e.standard_error, 1e-8); /* t, 4 degrees of freedom */
    CHECK_NEAR(e.low, 10 - e.high, 1e-14);
    CHECK_EQUAL(e.n, 5);
    const wom_estimate sums = wom_estimate_from_sums(25, 4 + 16 + 16 + 25 + 100, 5);
    CHECK_NEAR(sums.value, 5, 0);
    CHECK_NEAR(sums.standard_error, e.standard_error, 1e-15);
    CHECK_NEAR(sums.low, e.low, 1e-14);
}

static void
one_observation_has_no_error(void)
{
    const double x = 3;
    const wom_estimate e = wom_estimate_mean(&x, 1), s = wom_estimate_from_sums(3, 9, 1);
    CHECK(e.value == 3 && isnan(e.standard_error) && isnan(e.low) && isnan(e.high));
    CHECK(s.value == 3 && isnan(s.standard_error) && isnan(s.low) && isnan(s.high));
}

static void
what_does_not_vary_has_error_zero(void)
{
    const wom_estimate e = wom_estimate_from_sums(1e6 * 12345, 1e6 * 12345 * 12345, 1000000);
    CHECK(e.value == 12345 && e.standard_error == 0 && e.low == 12345 && e.high == 12345);
}

static void
students_quantile_tends_to_the_normal_one(void)
{
    const wom_estimate e = wom_estimate_from_sums(5e8, 5e8, 1000000000); /* a billion fair coins */
    CHECK_NEAR(e.standard_error, 0.5 / sqrt(1e9), 1e-12);
    CHECK_NEAR((e.high - e.value) / e.standard_error, 1.959963986912, 1e-6);
    const wom_estimate two = wom_estimate_from_sums(1, 1, 2);
    CHECK_NEAR((two.high - two.value) / two.standard_error, 12.70620473617, 1e-8);
}

static void
pairing_says_what_it_saved(void)
{
    const double a[] = { 1, 2, 3, 4 }, b[] = { 0, 2, 2, 4 }, c[] = { 7, 8, 9, 10 };
    double ratio = 0;
    const wom_estimate e = wom_estimate_paired(a, b, 4, &ratio); /* differences 1 0 1 0, variance 1/3 */
    CHECK_NEAR(e.value, 0.5, 0);
    CHECK_NEAR(e.standard_error, sqrt(1.0 / 12), 1e-15);
    CHECK_NEAR(ratio, (5.0 / 3 + 8.0 / 3) / (1.0 / 3), 1e-12);
    CHECK(wom_estimate_paired(a, c, 4, &ratio).value == -6);
    CHECK(isinf(ratio));
    const double same[] = { 2, 2, 2 };
    wom_estimate_paired(same, same, 3, &ratio);
    CHECK(ratio == 1);
    CHECK(wom_estimate_paired(a, b, 4, NULL).value == 0.5);
}

/* The roots of the defining sums, computed with 40 digits. */
static void
binomial_bounds_agree_with_clopper_and_pearson(void)
{
    CHECK_NEAR(wom_binomial_lower(1, 2, 0.025), 1 - sqrt(0.975), 1e-15);
    CHECK_NEAR(wom_binomial_upper(1, 2, 0.025), sqrt(0.975), 1e-15);
    CHECK_NEAR(wom_binomial_lower(5, 10, 0.025), 0.187086028447, 1e-12);
    CHECK_NEAR(wom_binomial_upper(1, 10, 0.025), 0.445016117028, 1e-12);
    CHECK_NEAR(wom_binomial_lower(1000, 10000, 0.025), 0.0941872117338, 1e-12);
    CHECK_NEAR(wom_binomial_upper(1000, 10000, 0.025), 0.106046899904, 1e-12);
    CHECK_NEAR(wom_binomial_upper(3, 1385458097, 0.30308713541920995) / 3.4228649051269193e-09, 1, 1e-13);
    CHECK_NEAR(wom_binomial_upper(1, 517197872, 0.1699045997639918) / 6.2064734183667912e-09, 1, 1e-13);
}

static void
beta_quantiles_invert_the_tail(void)
{
    static const double sizes[] = { 0.1, 0.5, 1, 2.5, 40, 3e3, 1e6, 1e8 };
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 8; j++)
            for (double tail = 0.5; tail > 1e-6; tail /= 40) {
                const double x = wom_beta_upper(tail, sizes[i], sizes[j]);
                CHECK(x > 0 && x <= 1);
                if (x < 0.999999) CHECK_NEAR(wom_beta_tail(x, sizes[i], sizes[j]), tail, 1e-7 * tail);
            }
    CHECK_NEAR(wom_beta_tail(0.3, 4, 1), 1 - pow(0.3, 4), 1e-14);
    CHECK_NEAR(wom_beta_tail(0.3, 1, 4), pow(0.7, 4), 1e-14);
    CHECK_NEAR(wom_beta_tail(0.25, 0.5, 0.5), 2.0 / 3, 1e-14); /* arcsine law */
    CHECK_NEAR(wom_beta_upper(0.5, 1e6, 1e6), 0.5, 1e-12);
}

static void
binomial_bounds_are_closed_forms_at_the_ends(void)
{
    static const double failures[] = { 0.5, 0.025, 1e-12 };
    for (int k = 0; k < 3; k++) {
        const double failure = failures[k];
        CHECK(wom_binomial_lower(0, 1000000000, failure) == 0);
        CHECK(wom_binomial_upper(1000000000, 1000000000, failure) == 1);
        CHECK_NEAR(wom_binomial_upper(0, 1000000000, failure) * 1e9 / -log(failure), 1, 2e-8);
        CHECK_NEAR(wom_binomial_lower(20, 20, failure), pow(failure, 0.05), 1e-14);
        CHECK_NEAR(wom_binomial_upper(0, 20, failure), 1 - pow(failure, 0.05), 1e-14);
    }
}

/* log of the binomial probability of at most (at least) `hits`, summed term by term away from `hits`. */
static double
log_tail(uint64_t hits, uint64_t n, double p, bool upwards)
{
    const double h = (double)hits, m = (double)n;
    double term = 1, sum = 0;
    for (double k = h; term > 1e-18 * sum && k >= 0 && k <= m; k += upwards ? 1 : -1) {
        sum += term;
        term *= upwards ? (m - k) / (k + 1) * (p / (1 - p)) : k / (m - k + 1) * ((1 - p) / p);
    }
    return lgamma(m + 1) - lgamma(h + 1) - lgamma(m - h + 1) + h * log(p) + (m - h) * log1p(-p) + log(sum);
}

static void
binomial_bounds_fail_as_often_as_they_say(void)
{
    static const uint64_t ns[] = { 2, 30, 1000, 1000000, 1000000000 };
    static const double shares[] = { 0.001, 0.1, 0.5, 0.9 }, failures[] = { 0.4, 0.025, 1e-6, 1e-12 };
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 4; j++)
            for (int k = 0; k < 4; k++) {
                const uint64_t hits = 1 + (uint64_t)((double)(ns[i] - 2) * shares[j]);
                const double lower = wom_binomial_lower(hits, ns[i], failures[k]);
                const double upper = wom_binomial_upper(hits, ns[i], failures[k]);
                const double error = 1e-12 + 1e-14 * (double)ns[i]; /* of lgamma; then of rounding upper near 1 */
                CHECK_NEAR(log_tail(hits, ns[i], lower, true), log(failures[k]), error);
                CHECK_NEAR(log_tail(hits, ns[i], upper, false), log(failures[k]),
                           error + 2e-16 * (double)(ns[i] - hits) / (1 - upper));
            }
}

static void
a_share_lies_inside_its_exact_interval(void)
{
    const wom_estimate e = wom_estimate_share(1, 10), none = wom_estimate_share(0, 1000);
    CHECK_NEAR(e.value, 0.1, 1e-16);
    CHECK_NEAR(e.standard_error, sqrt(0.09 / 9), 1e-15);
    CHECK_NEAR(e.low, 0.00252857854446, 1e-13);
    CHECK_NEAR(e.high, 0.445016117028, 1e-12);
    CHECK(none.value == 0 && none.low == 0 && none.high > 0.003 && none.high < 0.004);
}

static void
quantiles_interpolate(void)
{
    const double x[] = { 1, 2, 4, 8 };
    CHECK(wom_quantile(x, 4, 0) == 1 && wom_quantile(x, 4, 1) == 8);
    CHECK_NEAR(wom_quantile(x, 4, 0.5), 3, 1e-15);
    CHECK_NEAR(wom_quantile(x, 4, 0.25), 1.75, 1e-15);
    CHECK_NEAR(wom_quantile(x, 4, 0.9), 4 + 0.7 * 4, 1e-14);
    CHECK(wom_quantile(x, 1, 0.3) == 1);
}

static void
sorting_orders_reals(void)
{
    double x[1000];
    wom_rng rng = wom_rng_stream(3, WOM_PURPOSE_GENERATE, 0);
    for (int i = 0; i < 1000; i++) x[i] = wom_rng_normal(&rng);
    x[17] = -HUGE_VAL;
    x[18] = HUGE_VAL;
    wom_sort_reals(x, 1000);
    for (int i = 1; i < 1000; i++) CHECK(x[i - 1] <= x[i]);
    CHECK(isinf(x[0]) && isinf(x[999]));
    wom_sort_reals(x, 0);
}

/* Whole numbers, numbers of every size and sign, and few different ones. */
static void
sorting_keeps_all_numbers(void)
{
    enum { NUM = 50000 };
    static double x[NUM];
    for (int kind = 0; kind < 4; kind++) {
        wom_rng rng = wom_rng_stream(4, WOM_PURPOSE_GENERATE, (uint64_t)kind);
        double sum = 0, sum_sorted = 0;
        for (int i = 0; i < NUM; i++) {
            const double u = wom_rng_uniform(&rng);
            const double values[] = { floor(1000 * u * u), (u - 0.5) * pow(10, 600 * (u - 0.5)), i % 3 - 1, 0.25 };
            x[i] = values[kind];
            sum += fmod(x[i], 1024);
        }
        wom_sort_reals(x, NUM);
        for (int i = 0; i < NUM; i++) {
            CHECK(i == 0 || x[i - 1] <= x[i]);
            sum_sorted += fmod(x[i], 1024);
        }
        CHECK_NEAR(sum_sorted, sum, 1e-6);
    }
}

TEST_MAIN(TEST(a_mean_has_students_interval), TEST(one_observation_has_no_error),
          TEST(what_does_not_vary_has_error_zero), TEST(students_quantile_tends_to_the_normal_one),
          TEST(pairing_says_what_it_saved), TEST(binomial_bounds_agree_with_clopper_and_pearson),
          TEST(beta_quantiles_invert_the_tail), TEST(binomial_bounds_are_closed_forms_at_the_ends),
          TEST(binomial_bounds_fail_as_often_as_they_say), TEST(a_share_lies_inside_its_exact_interval),
          TEST(quantiles_interpolate), TEST(sorting_orders_reals), TEST(sorting_keeps_all_numbers))
