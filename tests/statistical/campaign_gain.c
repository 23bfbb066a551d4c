/* What learning in waves brings, where it should and where it cannot, and how hidden worlds are drawn. */
#include "campaign/hidden.h"
#include "network.h"
#include "test.h"

#include <stdio.h>

enum { NUM_ARMS = 4, NUM_SEEDS = 6 };

static const wom_node seeds[NUM_SEEDS] = { 2, 3, 5, 8, 13, 21 };

/* Arms of one set of seeds and contents that the model takes for nearly equal. */
typedef struct setting {
    wom_job *job;
    network net;
    wom_campaign_options options;
} setting;

static void
open_setting(setting *s, double weight, double step)
{
    s->job = test_job(0);
    network_create(&s->net, s->job, 600, 3, NUM_ARMS);
    for (uint32_t arm = 0; arm < NUM_ARMS; arm++) s->net.model->social_weight[arm] = weight + step * arm;
    s->options = wom_campaign_defaults();
    s->options.judge_worlds = 100;
}

static void
close_setting(setting *s)
{
    network_clear(&s->net);
    wom_job_free(s->job);
}

static wom_campaign_result *
played(setting *s, const char *dynamics, const char *policy)
{
    wom_choice dynamics_choice = { 0 }, policy_choice = { 0 };
    wom_campaign_result *result = NULL;
    wom_arm_plan arms[NUM_ARMS];
    for (uint32_t arm = 0; arm < NUM_ARMS; arm++)
        arms[arm] = (wom_arm_plan){ .content = arm, .num_seeds = NUM_SEEDS, .seeds = seeds };
    CHECK_OK(wom_choice_default(&dynamics_choice, s->job, &wom_dynamics_catalogue, dynamics));
    CHECK_OK(wom_choice_default(&policy_choice, s->job, &wom_policies, policy));
    CHECK_OK(wom_campaign_run(&result, s->job, s->net.model, &dynamics_choice, &policy_choice, arms, NUM_ARMS,
                              &s->options));
    wom_choice_free(&dynamics_choice);
    wom_choice_free(&policy_choice);
    printf("# %s: gain %.0f [%.0f, %.0f] of %.0f, regret %.0f of %.0f, found %.2f, planned best %.2f\n", policy,
           result->gain.value, result->gain.low, result->gain.high, result->total_plan.value, result->regret.value,
           result->plan_regret.value, result->found_best.value, result->plan_was_best.value);
    return result;
}

/* Five standard errors, not the two of an interval. */
static bool
clearly_positive(wom_estimate estimate)
{
    return estimate.value > 5 * estimate.standard_error;
}

static void
check_gain(const wom_campaign_result *r)
{
    CHECK(clearly_positive(r->gain));
    CHECK(r->gain.low > 0 && r->gain_share.low > 0);
    CHECK(r->regret_ratio.high < 1);
    CHECK(r->found_best.low > 1.0 / NUM_ARMS && r->found_best.low > r->plan_was_best.high);
    CHECK(r->break_even_round > 0 && r->break_even_round < 25);
    CHECK(r->total_policy.value > r->total_random.value && r->total_policy.value < r->total_best.value);
}

static void
learning_beats_planning_once_where_contents_may_appeal_otherwise(void)
{
    static const char *const policies[] = { "thompson", "thompson-gaussian" };
    setting s;
    open_setting(&s, 0.4, 0.01);
    s.options.prior.appeal_sd = 0.7;
    for (int i = 0; i < 2; i++) {
        wom_campaign_result *result = played(&s, "ic", policies[i]);
        check_gain(result);
        wom_campaign_result_free(result);
    }
    close_setting(&s);
}

/* The defaults, as a first campaign is run. */
static void
learning_beats_planning_once_by_default(void)
{
    setting s;
    open_setting(&s, 0.4, 0.01);
    wom_campaign_result *result = played(&s, "ic", NULL);
    check_gain(result);
    wom_campaign_result_free(result);
    result = played(&s, "lt", NULL);
    CHECK(clearly_positive(result->gain));
    wom_campaign_result_free(result);
    close_setting(&s);
}

static void
a_warm_start_loses_less_than_a_cold_one(void)
{
    setting s;
    open_setting(&s, 0.4, 0.05);
    s.options.prior.appeal_sd = 0.3;
    wom_campaign_result *warm = played(&s, "ic", "thompson");
    s.options.warm_start = false;
    wom_campaign_result *cold = played(&s, "ic", "thompson");
    CHECK(cold->prior_mean == NULL && warm->prior_mean != NULL);
    CHECK(warm->total_plan.value == cold->total_plan.value);
    const double error = hypot(warm->regret.standard_error, cold->regret.standard_error);
    CHECK(cold->regret.value - warm->regret.value > 5 * error);
    wom_campaign_result_free(warm);
    wom_campaign_result_free(cold);
    close_setting(&s);
}

/* Hidden worlds are the model itself: its best arm is the best, and learning can only lose. */
static void
a_true_model_is_not_beaten_and_is_what_is_met(void)
{
    setting s;
    open_setting(&s, 0.3, 0.03);
    s.net.model->baseline = 0.002;
    s.options.prior = (wom_hidden_prior){ 0, 0, 0 };
    wom_campaign_result *r = played(&s, "ic", NULL);
    CHECK(r->gain.value <= 5 * r->gain.standard_error);
    CHECK(r->regret.value >= -5 * r->regret.standard_error);
    for (uint32_t arm = 0; arm < NUM_ARMS; arm++) {
        const double one = r->noise_sd[arm], worlds = 200 * 100;
        CHECK_NEAR(r->hidden_mean[arm], r->believed[arm], 5 * one * sqrt(1 / worlds + 1.0 / 1024));
        CHECK_NEAR(r->prior_mean[arm], r->believed[arm], 5 * one * sqrt(1.0 / 2048 + 1.0 / 1024) + 0.05 * one);
        CHECK(r->prior_sd[arm] < 0.2 * one);
    }
    wom_campaign_result_free(r);
    s.options.warm_start = false; /* and who knows nothing pays for trying */
    r = played(&s, "ic", NULL);
    CHECK(clearly_positive(r->regret) && r->gain.high < 0 && r->break_even_round == 0);
    wom_campaign_result_free(r);
    close_setting(&s);
}

static void
regret_grows(void)
{
    setting s;
    open_setting(&s, 0.4, 0.01);
    wom_campaign_result *r = played(&s, "ic", NULL);
    const double error = r->regret.standard_error;
    for (uint32_t round = 10; round < r->num_rounds; round += 10) {
        CHECK(r->regret_mean[round] > r->regret_mean[round - 10] - error);
        CHECK(r->plan_regret_mean[round] > r->plan_regret_mean[round - 10]);
    }
    CHECK(r->regret_mean[49] - r->regret_mean[24] < r->regret_mean[24]); /* and slower and slower */
    wom_campaign_result_free(r);
    close_setting(&s);
}

static void
hidden_factors_have_mean_one_and_the_stated_sd(void)
{
    static const double sds[] = { 0.1, 0.5, 1 };
    wom_job *job = test_job(1);
    for (int i = 0; i < 3; i++) {
        const wom_hidden_prior prior = { sds[i], sds[i], sds[i] };
        const double variance = expm1(sds[i] * sds[i]), n = 100000;
        hidden_law law;
        double table = 0, logs = 0, ties = 0, appeal = 0, baseline = 0;
        CHECK_OK(wom_hidden_law_create(&law, job, &prior));
        for (uint32_t k = 0; k < HIDDEN_FACTORS; k++) table += law.tie_factor[k] / HIDDEN_FACTORS;
        for (uint32_t k = 0; k < 100000; k++) {
            const double factor = wom_hidden_tie_factor(&law, 77, k), off = log(factor) + sds[i] * sds[i] / 2;
            ties += factor / n;
            logs += off * off / n;
            appeal += wom_hidden_appeal(&law, wom_key(1, WOM_PURPOSE_HIDDEN, k, 0), k % 5) / n;
            baseline += wom_hidden_baseline(&law, wom_key(1, WOM_PURPOSE_HIDDEN, k, 0), 0.001) / n;
        }
        CHECK_NEAR(table, 1, 1e-12);
        CHECK_NEAR(ties, 1, 5 * sqrt(variance / n));
        CHECK_NEAR(appeal, 1, 5 * sqrt(variance / n));
        CHECK_NEAR(baseline, 0.001, 0.005 * sqrt(variance / n));
        CHECK_NEAR(sqrt(logs), sds[i], 5 * sds[i] / sqrt(2 * n));
        wom_hidden_law_clear(&law);
    }
    wom_job_free(job);
}

TEST_MAIN(TEST(learning_beats_planning_once_where_contents_may_appeal_otherwise),
          TEST(learning_beats_planning_once_by_default), TEST(a_warm_start_loses_less_than_a_cold_one),
          TEST(a_true_model_is_not_beaten_and_is_what_is_met), TEST(regret_grows),
          TEST(hidden_factors_have_mean_one_and_the_stated_sd))
