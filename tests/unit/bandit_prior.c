/* Policies that start from a belief of each arm. */
#include "bandit/beta_posterior.h"
#include "test.h"

enum { NUM_ARMS = 3, NUM_ROUNDS = 200 };

static const double truth[NUM_ARMS] = { 0.3, 0.7, 0.5 };

/* Plays constant rewards, the truth, and notes the arms. */
static void
play(uint32_t *played, wom_bandit *bandit)
{
    for (int round = 0; round < NUM_ROUNDS; round++) {
        played[round] = wom_bandit_choose(bandit);
        wom_bandit_learn(bandit, played[round], truth[played[round]]);
    }
}

static wom_bandit *
started(wom_job *job, const wom_choice *policy, const wom_bandit_prior *prior)
{
    wom_bandit *bandit = NULL;
    CHECK_OK(wom_bandit_create(&bandit, job, policy, NUM_ARMS, NUM_ROUNDS, 3, 0));
    if (prior != NULL) CHECK_OK(wom_bandit_set_prior(bandit, prior));
    return bandit;
}

static void
each_policy_heeds_the_prior_or_does_not(void)
{
    static const double mean[] = { 0.1, 0.2, 0.9 }, sd[] = { 0.01, 0.01, 0.01 }, noise[] = { 0.1, 0.1, 0.1 };
    const wom_bandit_prior prior = { mean, sd, noise };
    wom_job *job = test_job(1);
    for (const wom_variant *const *variant = wom_policies.variants; *variant != NULL; variant++) {
        uint32_t with[NUM_ROUNDS], without[NUM_ROUNDS];
        wom_choice policy = { 0 };
        CHECK_OK(wom_choice_default(&policy, job, &wom_policies, (*variant)->name));
        wom_bandit *warm = started(job, &policy, &prior), *cold = started(job, &policy, NULL);
        play(with, warm);
        play(without, cold);
        const bool same = memcmp(with, without, sizeof with) == 0;
        if (same == ((const wom_policy *)*variant)->uses_prior)
            test_failed(__FILE__, __LINE__, "policy \"%s\" is the same with a prior: %d", (*variant)->name, same);
        wom_bandit_free(warm);
        wom_bandit_free(cold);
        wom_choice_free(&policy);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* Arm 2 is believed best by far, and ten rewards are worth less than the belief. */
static void
a_sure_belief_decides_the_first_rounds_and_after_a_restart(void)
{
    static const double mean[] = { 0.1, 0.2, 0.9 }, sd[] = { 0.01, 0.01, 0.01 }, noise[] = { 0.1, 0.1, 0.1 };
    static const char *const names[] = { "thompson", "thompson-gaussian" };
    const wom_bandit_prior prior = { mean, sd, noise };
    wom_job *job = test_job(1);
    for (int i = 0; i < 2; i++) {
        uint32_t first[NUM_ROUNDS], again[NUM_ROUNDS];
        wom_choice policy = { 0 };
        CHECK_OK(wom_choice_default(&policy, job, &wom_policies, names[i]));
        wom_bandit *bandit = started(job, &policy, &prior);
        play(first, bandit);
        for (int round = 0; round < 10; round++) CHECK_EQUAL(first[round], 2);
        wom_bandit_restart(bandit, 3, 0);
        play(again, bandit);
        CHECK(memcmp(first, again, sizeof first) == 0);
        wom_bandit_free(bandit);
        wom_choice_free(&policy);
    }
    wom_job_free(job);
}

static void
a_belief_equal_to_the_parameters_changes_nothing(void)
{
    static const double half[] = { 0.5, 0.5, 0.5 };
    const wom_bandit_prior prior = { half, half, half };
    uint32_t with[NUM_ROUNDS], without[NUM_ROUNDS];
    wom_job *job = test_job(1);
    wom_choice policy = { 0 };
    CHECK_OK(wom_choice_default(&policy, job, &wom_policies, "thompson-gaussian"));
    wom_bandit *warm = started(job, &policy, &prior), *cold = started(job, &policy, NULL);
    play(with, warm);
    play(without, cold);
    CHECK(memcmp(with, without, sizeof with) == 0);
    wom_bandit_free(warm);
    wom_bandit_free(cold);
    wom_choice_free(&policy);
    wom_job_free(job);
}

/* Beta(2, 6) has mean 1/4 and variance 1/48; a reward with a quarter of a coin's variance counts four times. */
static void
the_beta_posterior_has_the_believed_moments(void)
{
    const double mean[] = { 0.25 }, sd[] = { sqrt(1.0 / 48) }, noise[] = { sqrt(0.1875 / 4) };
    const wom_bandit_prior prior = { mean, sd, noise };
    uint64_t pulls[] = { 0 };
    double sum[] = { 0 };
    const wom_arms arms = { .num_arms = 1, .pulls = pulls, .reward_sum = sum, .prior = &prior };
    wom_beta_prior beta = wom_beta_believed(&arms, 0);
    CHECK_NEAR(beta.a, 2, 1e-9);
    CHECK_NEAR(beta.b, 6, 1e-9);
    pulls[0] = 3;
    sum[0] = 1.25;
    beta = wom_beta_believed(&arms, 0);
    CHECK_NEAR(beta.a, 2 + 4 * 1.25, 1e-9);
    CHECK_NEAR(beta.b, 6 + 4 * 1.75, 1e-9);
}

static void
extreme_beliefs_still_play(void)
{
    static const double mean[] = { 0, 1, 0.5 }, small[] = { 1e-12, 1e-12, 1e-12 }, large[] = { 1e6, 1e6, 1e6 };
    const wom_bandit_prior priors[] = { { mean, small, small }, { mean, large, small },
                                        { mean, small, large }, { mean, large, large } };
    wom_job *job = test_job(1);
    for (const wom_variant *const *variant = wom_policies.variants; *variant != NULL; variant++)
        for (int i = 0; i < 4; i++) {
            uint32_t played[NUM_ROUNDS];
            wom_choice policy = { 0 };
            CHECK_OK(wom_choice_default(&policy, job, &wom_policies, (*variant)->name));
            wom_bandit *bandit = started(job, &policy, &priors[i]);
            play(played, bandit);
            for (int round = 0; round < NUM_ROUNDS; round++) CHECK(played[round] < NUM_ARMS);
            wom_bandit_free(bandit);
            wom_choice_free(&policy);
        }
    wom_job_free(job);
}

static void
beliefs_that_cannot_be_are_refused(void)
{
    const double good[] = { 0.5, 0.5, 0.5 }, above[] = { 0.5, 1.5, 0.5 }, zero[] = { 0.5, 0.5, 0 };
    const double nan[] = { NAN, 0.5, 0.5 };
    wom_job *job = test_job(1);
    wom_choice policy = { 0 };
    CHECK_OK(wom_choice_default(&policy, job, &wom_policies, "thompson"));
    wom_bandit *bandit = started(job, &policy, NULL);
    CHECK_FAILS(wom_bandit_set_prior(bandit, &(wom_bandit_prior){ above, good, good }), WOM_INVALID,
                "mean of arm 1 is 1.5");
    CHECK_FAILS(wom_bandit_set_prior(bandit, &(wom_bandit_prior){ nan, good, good }), WOM_INVALID, "mean of arm 0");
    CHECK_FAILS(wom_bandit_set_prior(bandit, &(wom_bandit_prior){ good, zero, good }), WOM_INVALID, "sd of arm 2 is 0");
    CHECK_FAILS(wom_bandit_set_prior(bandit, &(wom_bandit_prior){ good, good, nan }), WOM_INVALID, "noise of arm 0");
    CHECK(wom_bandit_arms(bandit)->prior == NULL);
    wom_bandit_free(bandit);
    wom_choice_free(&policy);
    wom_job_free(job);
}

TEST_MAIN(TEST(each_policy_heeds_the_prior_or_does_not),
          TEST(a_sure_belief_decides_the_first_rounds_and_after_a_restart),
          TEST(a_belief_equal_to_the_parameters_changes_nothing), TEST(the_beta_posterior_has_the_believed_moments),
          TEST(extreme_beliefs_still_play), TEST(beliefs_that_cannot_be_are_refused))
