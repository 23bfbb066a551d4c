/* Simulated bandits: the same bits for any threads, common rewards, refusals. */
#include <wom/bandit.h>

#include "test.h"

static const double means[] = { 0.2, 0.8, 0.5 };

static wom_status
simulate_default(wom_regret *regret, wom_job *job)
{
    wom_choice policy = { 0 };
    wom_status status = wom_choice_default(&policy, job, &wom_policies, "thompson");
    if (status == WOM_OK) status = wom_bandit_simulate(regret, job, &policy, means, 3, 150, 23, 11);
    wom_choice_free(&policy);
    return status;
}

static void
threads_do_not_change_a_bit(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    wom_regret regret[3];
    wom_job *job[3];
    for (int i = 0; i < 3; i++) {
        job[i] = test_job(threads[i]);
        CHECK_OK(simulate_default(&regret[i], job[i]));
        CHECK(memcmp(&regret[i].final, &regret[0].final, sizeof regret[0].final) == 0);
        CHECK(memcmp(regret[i].mean, regret[0].mean, 150 * sizeof(double)) == 0);
        CHECK(memcmp(regret[i].low, regret[0].low, 150 * sizeof(double)) == 0);
        CHECK(memcmp(regret[i].high, regret[0].high, 150 * sizeof(double)) == 0);
        CHECK(memcmp(regret[i].pulls, regret[0].pulls, 3 * sizeof(double)) == 0);
    }
    for (int i = 0; i < 3; i++) {
        wom_regret_free(&regret[i]);
        wom_job_free(job[i]);
    }
}

static void
regret_is_what_the_pulls_lost(void)
{
    wom_job *job = test_job(2);
    wom_regret regret;
    CHECK_OK(simulate_default(&regret, job));
    CHECK_EQUAL(regret.num_rounds, 150);
    CHECK_EQUAL(regret.num_repetitions, 23);
    CHECK_EQUAL(regret.final.n, 23);
    CHECK_NEAR(regret.pulls[0] + regret.pulls[1] + regret.pulls[2], 150, 1e-9);
    CHECK_NEAR(regret.final.value, 0.6 * regret.pulls[0] + 0.3 * regret.pulls[2], 1e-9);
    CHECK_NEAR(regret.mean[149], regret.final.value, 1e-9);
    for (int round = 0; round < 150; round++) {
        CHECK(regret.low[round] <= regret.high[round]);
        CHECK(round == 0 || regret.mean[round] >= regret.mean[round - 1]);
    }
    wom_regret_free(&regret);
    CHECK(regret.mean == NULL);
    wom_job_free(job);
}

/* Two policies of the test's own: one plays arm 1 always, the other every second time. Each notes, in the memory its
 * params point to, the rewards of arm 1. */
typedef struct notes {
    uint32_t period;
    double *rewards; /* [100] */
} notes;

static uint32_t
choose_periodically(wom_arms *arms, const void *params, wom_rng *rng)
{
    (void)rng;
    return arms->round % ((const notes *)params)->period == 0 ? 1 : 0;
}

static void
note(wom_arms *arms, const void *params, uint32_t arm, double reward)
{
    if (arm == 1) ((const notes *)params)->rewards[arms->round - 1] = reward;
}

static const wom_policy periodic = {
    .variant = { .name = "periodic", .summary = "", .source = "", .params_size = sizeof(notes) },
    .choose = choose_periodically,
    .learn = note,
};

static void
policies_meet_the_same_rewards(void)
{
    wom_job *job = test_job(1);
    double rewards[2][100];
    int sum = 0;
    for (uint32_t i = 0; i < 2; i++) {
        notes own = { i + 1, rewards[i] };
        const wom_choice policy = { &periodic.variant, &own };
        wom_regret regret;
        CHECK_OK(wom_bandit_simulate(&regret, job, &policy, (double[]){ 0.5, 0.5 }, 2, 100, 1, 4));
        wom_regret_free(&regret);
    }
    for (int round = 0; round < 100; round += 2) {
        CHECK(rewards[0][round] == rewards[1][round]);
        sum += rewards[0][round] > 0;
    }
    CHECK(sum > 7 && sum < 43);
    wom_job_free(job);
}

static void
what_cannot_be_played_is_refused(void)
{
    wom_job *job = test_job(1);
    wom_choice policy = { 0 };
    wom_regret regret;
    const double wrong[] = { 0.5, 1.25 }, not_a_number[] = { NAN };
    CHECK_OK(wom_choice_default(&policy, job, &wom_policies, "thompson"));
    CHECK_FAILS(wom_bandit_simulate(&regret, job, &policy, wrong, 2, 10, 10, 1), WOM_INVALID, "arm 1 is 1.25");
    CHECK_FAILS(wom_bandit_simulate(&regret, job, &policy, not_a_number, 1, 10, 10, 1), WOM_INVALID, "arm 0 is");
    CHECK_FAILS(wom_bandit_simulate(&regret, job, &policy, means, 3, 0, 10, 1), WOM_INVALID, "num_rounds is 0");
    CHECK_FAILS(wom_bandit_simulate(&regret, job, &policy, means, 3, 10, 0, 1), WOM_INVALID, "num_repetitions is 0");
    CHECK_FAILS(wom_bandit_simulate(&regret, job, &policy, means, 3, UINT64_MAX, 10, 1), WOM_INVALID, "num_rounds");
    CHECK_FAILS(wom_bandit_simulate(&regret, job, &policy, means, 0, 10, 10, 1), WOM_INVALID, "no arms");
    CHECK_EQUAL(regret.num_rounds, 0);
    CHECK(regret.mean == NULL);
    wom_choice_free(&policy);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_cancelled_simulation_leaves_nothing(void)
{
    volatile sig_atomic_t cancel = 1;
    wom_job *job = NULL;
    wom_job_options options = wom_job_defaults();
    wom_regret regret;
    options.cancel = &cancel;
    CHECK_OK(wom_job_create(&job, &options));
    CHECK_FAILS(simulate_default(&regret, job), WOM_CANCELLED, "");
    CHECK(regret.mean == NULL && regret.pulls == NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
simulate_once(wom_job *job)
{
    wom_regret regret = { 0 };
    const wom_status status = simulate_default(&regret, job);
    wom_regret_free(&regret);
    return status;
}

static void
no_failing_allocation_leaks(void)
{
    test_each_allocation_failing(simulate_once);
}

TEST_MAIN(TEST(threads_do_not_change_a_bit), TEST(regret_is_what_the_pulls_lost), TEST(policies_meet_the_same_rewards),
          TEST(what_cannot_be_played_is_refused), TEST(a_cancelled_simulation_leaves_nothing),
          TEST(no_failing_allocation_leaks))
