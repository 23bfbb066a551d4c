/* A policy at work: repeatable, refusing by name, and choosing what its definition says. */
#include "bandit/pick.h"
#include "test.h"

#include <gsl/gsl_cdf.h>

static wom_choice
named(wom_job *job, const char *name)
{
    wom_choice choice = { 0 };
    CHECK_OK(wom_choice_default(&choice, job, &wom_policies, name));
    return choice;
}

/* Plays `num_rounds` rounds on arms of the given means, and notes the arms. */
static void
play(wom_bandit *bandit, const double *means, uint64_t num_rounds, uint32_t *played)
{
    for (uint64_t round = 0; round < num_rounds; round++) {
        const uint32_t arm = wom_bandit_choose(bandit);
        const uint64_t world = wom_key(7, WOM_PURPOSE_REWARD, 0, round);
        wom_bandit_learn(bandit, arm, wom_coin(world, arm) < wom_threshold(means[arm]));
        played[round] = arm;
    }
}

enum { NUM_ROUNDS = 300 };
static const double three[] = { 0.3, 0.5, 0.4 };

static void
the_default_policy_is_thompson(void)
{
    CHECK_TEXT(wom_policies.variants[0]->name, "thompson");
}

static void
seed_and_index_name_a_run(void)
{
    wom_job *job = test_job(1);
    wom_choice policy = named(job, "thompson");
    wom_bandit *bandit[3] = { NULL };
    uint32_t played[3][NUM_ROUNDS];
    for (int i = 0; i < 3; i++) {
        CHECK_OK(wom_bandit_create(&bandit[i], job, &policy, 3, 0, 1, i == 2 ? 6 : 5));
        play(bandit[i], three, NUM_ROUNDS, played[i]);
    }
    CHECK(memcmp(played[0], played[1], sizeof played[0]) == 0);
    CHECK(memcmp(played[0], played[2], sizeof played[0]) != 0);
    for (int i = 0; i < 3; i++) wom_bandit_free(bandit[i]);
    wom_choice_free(&policy);
    wom_job_free(job);
}

static void
restarting_is_creating_anew(void)
{
    wom_job *job = test_job(1);
    wom_choice policy = named(job, "tsallis-inf"); /* it has a start and own state */
    wom_bandit *old = NULL, *new = NULL;
    uint32_t by_old[NUM_ROUNDS], by_new[NUM_ROUNDS];
    CHECK_OK(wom_bandit_create(&old, job, &policy, 3, 0, 1, 0));
    play(old, three, NUM_ROUNDS, by_old);
    wom_bandit_restart(old, 2, 9);
    CHECK_EQUAL(wom_bandit_arms(old)->round, 0);
    play(old, three, NUM_ROUNDS, by_old);
    CHECK_OK(wom_bandit_create(&new, job, &policy, 3, 0, 2, 9));
    play(new, three, NUM_ROUNDS, by_new);
    CHECK(memcmp(by_old, by_new, sizeof by_old) == 0);
    wom_bandit_free(old);
    wom_bandit_free(new);
    wom_choice_free(&policy);
    wom_job_free(job);
}

static void
what_was_learned_is_counted(void)
{
    wom_job *job = test_job(1);
    wom_choice policy = named(job, "ucb");
    wom_bandit *bandit = NULL;
    CHECK_OK(wom_bandit_create(&bandit, job, &policy, 2, 77, 1, 0));
    wom_bandit_learn(bandit, 1, 0.5);
    wom_bandit_learn(bandit, 1, 1);
    const wom_arms *arms = wom_bandit_arms(bandit);
    CHECK_EQUAL(arms->num_arms, 2);
    CHECK_EQUAL(arms->horizon, 77);
    CHECK_EQUAL(arms->round, 2);
    CHECK_EQUAL(arms->pulls[0], 0);
    CHECK_EQUAL(arms->pulls[1], 2);
    CHECK_NEAR(arms->reward_sum[1], 1.5, 0);
    CHECK_NEAR(arms->reward_square_sum[1], 1.25, 0);
    wom_bandit_free(bandit);
    wom_choice_free(&policy);
    wom_job_free(job);
}

static void
what_cannot_work_is_refused(void)
{
    wom_job *job = test_job(1);
    wom_bandit *bandit = (wom_bandit *)&bandit;
    wom_choice ucb = named(job, "ucb"), moss = named(job, "moss");
    const wom_choice none = { 0 };
    CHECK_FAILS(wom_bandit_create(&bandit, job, &ucb, 0, 0, 1, 0), WOM_INVALID, "policy \"ucb\": there are no arms");
    CHECK(bandit == NULL);
    CHECK_FAILS(wom_bandit_create(&bandit, job, &moss, 3, 0, 1, 0), WOM_INVALID, "policy \"moss\": the horizon");
    CHECK_FAILS(wom_bandit_create(&bandit, job, &none, 3, 0, 1, 0), WOM_INVALID, "no policy");
    *(double *)ucb.params = -1;
    CHECK_FAILS(wom_bandit_create(&bandit, job, &ucb, 3, 0, 1, 0), WOM_INVALID, "policy \"ucb\": alpha");
    wom_choice_free(&ucb);
    wom_choice_free(&moss);
    wom_job_free(job);
}

static wom_status
create_one(wom_job *job)
{
    wom_choice policy = { 0 };
    wom_bandit *bandit = NULL;
    wom_status status = wom_choice_default(&policy, job, &wom_policies, "exp3");
    if (status == WOM_OK) status = wom_bandit_create(&bandit, job, &policy, 4, 10, 1, 0);
    wom_bandit_free(bandit);
    wom_choice_free(&policy);
    return status;
}

static void
no_failing_allocation_leaks(void)
{
    test_each_allocation_failing(create_one);
}

static double
kl(double p, double q)
{
    return (p > 0 ? p * log(p / q) : 0) + (p < 1 ? (1 - p) * log((1 - p) / (1 - q)) : 0);
}

static void
kl_upper_solves_its_equation(void)
{
    for (double mean = 0; mean < 1; mean += 0.0625)
        for (double divergence = 1e-6; divergence < 20; divergence *= 3) {
            const double q = wom_kl_upper(mean, divergence, -HUGE_VAL), slack = 1e-11;
            CHECK(q > mean && q <= 1);
            CHECK(kl(mean, q - slack) <= divergence);
            CHECK(q + slack >= 1 || kl(mean, q + slack) >= divergence);
        }
    CHECK_NEAR(wom_kl_upper(1, 0.1, 0.5), 1, 0);
    CHECK_NEAR(wom_kl_upper(0.4, 0, -HUGE_VAL), 0.4, 1e-7);
    CHECK_NEAR(wom_kl_upper(0.4, 800, -HUGE_VAL), 1, 1e-12);
    CHECK(wom_kl_upper(0.4, 0.1, 0.99) == -HUGE_VAL);
    CHECK(wom_kl_upper(0.4, 0.1, 0.41) > 0.41);
}

/* The largest q with kl(mean, q) <= divergence, by halving. */
static double
plain_kl_upper(double mean, double divergence)
{
    double low = mean, high = 1;
    for (int step = 0; step < 60; step++) {
        const double middle = (low + high) / 2;
        if (kl(mean, middle) <= divergence) low = middle;
        else high = middle;
    }
    return low;
}

static double
plain_kl_index(const wom_arms *arms, uint32_t arm)
{
    return plain_kl_upper(wom_arm_mean(arms, arm), log((double)arms->round + 1) / (double)arms->pulls[arm]);
}

static double
plain_bayes_index(const wom_arms *arms, uint32_t arm)
{
    const double successes = arms->reward_sum[arm], n = (double)arms->pulls[arm];
    return gsl_cdf_beta_Qinv(1 / ((double)arms->round + 1), 1 + successes, 1 + n - successes);
}

/* The indices are computed only as far as the choice needs; the choice must not show it. */
static void
check_choices(const char *name, double (*index)(const wom_arms *arms, uint32_t arm))
{
    static const double means[] = { 0.02, 0.6, 0.55, 0.97, 0.95 };
    wom_job *job = test_job(1);
    wom_choice policy = named(job, name);
    wom_bandit *bandit = NULL;
    CHECK_OK(wom_bandit_create(&bandit, job, &policy, 5, 0, 1, 0));
    const wom_arms *arms = wom_bandit_arms(bandit);
    for (uint64_t round = 0; round < 2000; round++) {
        const uint32_t chosen = wom_bandit_choose(bandit);
        double highest = -HUGE_VAL;
        for (uint32_t arm = 0; round >= 5 && arm < 5; arm++) highest = fmax(highest, index(arms, arm));
        if (round < 5) CHECK_EQUAL(chosen, round);
        else CHECK(index(arms, chosen) >= highest - 2e-9);
        wom_bandit_learn(bandit, chosen, wom_coin(wom_key(3, WOM_PURPOSE_REWARD, 0, round), chosen) <
                                             wom_threshold(means[chosen]));
    }
    wom_bandit_free(bandit);
    wom_choice_free(&policy);
    wom_job_free(job);
}

static void
kl_ucb_plays_the_highest_bound(void)
{
    check_choices("kl-ucb", plain_kl_index);
}

static void
bayes_ucb_plays_the_highest_quantile(void)
{
    check_choices("bayes-ucb", plain_bayes_index);
}

static void
ties_go_to_the_lower_arm(void)
{
    static const char *const policies[] = { "ucb", "kl-ucb", "bayes-ucb", "moss", "kl-ucb++" };
    wom_job *job = test_job(1);
    for (int i = 0; i < 5; i++) {
        wom_choice policy = named(job, policies[i]);
        wom_bandit *bandit = NULL;
        CHECK_OK(wom_bandit_create(&bandit, job, &policy, 4, 1000, 1, 0));
        for (uint64_t round = 0; round < 40; round++) {
            const uint32_t arm = wom_bandit_choose(bandit);
            CHECK_EQUAL(arm, round % 4);
            wom_bandit_learn(bandit, arm, 0.5);
        }
        wom_bandit_free(bandit);
        wom_choice_free(&policy);
    }
    wom_job_free(job);
}

static void
weights_are_drawn_in_proportion(void)
{
    static const double weights[] = { 0, 1, 0, 3, 0 };
    uint64_t count[5] = { 0 };
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_POLICY, 0);
    for (int i = 0; i < 10000; i++) count[wom_pick_weighted(weights, 5, &rng)]++;
    CHECK_EQUAL(count[0] + count[2] + count[4], 0);
    CHECK_NEAR((double)count[3], 7500, 5 * sqrt(10000 * 0.25 * 0.75));
}

static void
tsallis_probabilities_sum_to_one(void)
{
    wom_job *job = test_job(1);
    wom_choice policy = named(job, "tsallis-inf");
    wom_bandit *bandit = NULL;
    uint32_t played;
    CHECK_OK(wom_bandit_create(&bandit, job, &policy, 3, 0, 1, 0));
    for (int round = 0; round < 3000; round++) {
        play(bandit, three, 1, &played);
        const double *share = wom_bandit_arms(bandit)->scratch;
        CHECK_NEAR(share[0] + share[1] + share[2], 1, 1e-9);
    }
    wom_bandit_free(bandit);
    wom_choice_free(&policy);
    wom_job_free(job);
}

static void
rewards_may_come_late_and_unasked(void)
{
    static const char *const policies[] = { "exp3", "tsallis-inf" };
    wom_job *job = test_job(1);
    for (int i = 0; i < 2; i++) {
        wom_choice policy = named(job, policies[i]);
        wom_bandit *bandit = NULL;
        CHECK_OK(wom_bandit_create(&bandit, job, &policy, 4, 100, 1, 0));
        wom_bandit_learn(bandit, 2, 0); /* before any choice, an arm's probability is 1/4: the loss counts four times */
        CHECK_NEAR(wom_bandit_arms(bandit)->state[4], 4, 0);
        const uint32_t first = wom_bandit_choose(bandit), second = wom_bandit_choose(bandit);
        wom_bandit_learn(bandit, second, 0.25);
        wom_bandit_learn(bandit, first, 1);
        CHECK_EQUAL(wom_bandit_arms(bandit)->round, 3);
        wom_bandit_free(bandit);
        wom_choice_free(&policy);
    }
    wom_job_free(job);
}

/* Rewards that hardly vary need few rounds to be told apart, which only learned noise finds out. */
static void
gaussian_thompson_learns_the_noise(void)
{
    wom_job *job = test_job(1);
    wom_json *root = NULL;
    static const char text[] = "{ \"type\": \"thompson-gaussian\", \"noise\": \"learned\" }";
    wom_choice given = named(job, "thompson-gaussian"), learned = { 0 };
    CHECK_OK(wom_json_parse(&root, job, text, sizeof text - 1, "policy"));
    CHECK_OK(wom_choice_read(&learned, job, &wom_policies, root));
    const wom_choice *policies[] = { &given, &learned };
    uint64_t pulls[2] = { 0 };
    for (int i = 0; i < 2; i++) {
        wom_bandit *bandit = NULL;
        CHECK_OK(wom_bandit_create(&bandit, job, policies[i], 3, 0, 1, 0));
        for (int round = 0; round < 500; round++) {
            const uint32_t arm = wom_bandit_choose(bandit);
            wom_bandit_learn(bandit, arm, 0.45 + 0.05 * arm + 0.001 * (round % 3));
        }
        pulls[i] = wom_bandit_arms(bandit)->pulls[2];
        wom_bandit_free(bandit);
    }
    CHECK(pulls[1] > 400);
    CHECK(pulls[0] < 380);
    wom_choice_free(&given);
    wom_choice_free(&learned);
    wom_json_free(root);
    wom_job_free(job);
}

TEST_MAIN(TEST(the_default_policy_is_thompson), TEST(seed_and_index_name_a_run), TEST(restarting_is_creating_anew),
          TEST(what_was_learned_is_counted), TEST(what_cannot_work_is_refused), TEST(no_failing_allocation_leaks),
          TEST(kl_upper_solves_its_equation), TEST(kl_ucb_plays_the_highest_bound),
          TEST(bayes_ucb_plays_the_highest_quantile), TEST(ties_go_to_the_lower_arm),
          TEST(weights_are_drawn_in_proportion), TEST(tsallis_probabilities_sum_to_one),
          TEST(rewards_may_come_late_and_unasked), TEST(gaussian_thompson_learns_the_noise))
