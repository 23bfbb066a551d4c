/* Campaigns: what is refused, what must be exact, the same bits for any threads and for stopped runs. */
#include <wom/campaign.h>

#include "network.h"
#include "test.h"

enum { NUM_ARMS = 3, NUM_SEEDS = 4, NUM_NODES = 200 };

static const wom_node seeds[NUM_ARMS][NUM_SEEDS] = { { 0, 3, 9, 100 }, { 1, 50, 60, 70 }, { 2, 5, 120, 130 } };

/* Everything a campaign needs, small; one test changes one thing of it. */
typedef struct setting {
    wom_job *job;
    network net;
    wom_choice dynamics, policy;
    wom_arm_plan arms[NUM_ARMS];
    wom_campaign_options options;
    wom_campaign_result *result;
} setting;

static wom_status
open_choices(setting *s, wom_job *job, const char *dynamics)
{
    WOM_TRY(wom_choice_default(&s->dynamics, job, &wom_dynamics_catalogue, dynamics));
    return wom_choice_default(&s->policy, job, &wom_policies, "thompson");
}

/* The network belongs to the setting's own job, so that the choices and the run may use another one. */
static void
open_setting(setting *s, uint32_t threads, const char *dynamics)
{
    memset(s, 0, sizeof *s);
    s->job = test_job(threads);
    network_create(&s->net, s->job, NUM_NODES, 3, NUM_ARMS);
    s->net.model->baseline = 0.01;
    for (uint32_t arm = 0; arm < NUM_ARMS; arm++) {
        s->net.model->social_weight[arm] = 0.4 + 0.1 * arm;
        s->arms[arm] = (wom_arm_plan){ .content = arm, .num_seeds = NUM_SEEDS, .seeds = seeds[arm], .cost = 10 + arm };
    }
    s->options = wom_campaign_defaults();
    s->options.rounds = 12;
    s->options.replications = 9;
    s->options.judge_worlds = 10;
    CHECK_OK(open_choices(s, s->job, dynamics));
}

static wom_status
run(setting *s, wom_job *job, uint32_t num_arms)
{
    wom_campaign_result_free(s->result);
    return wom_campaign_run(&s->result, job, s->net.model, &s->dynamics, &s->policy, s->arms, num_arms, &s->options);
}

static void
close_setting(setting *s)
{
    wom_campaign_result_free(s->result);
    wom_choice_free(&s->policy);
    wom_choice_free(&s->dynamics);
    network_clear(&s->net);
    CHECK_EQUAL(wom_job_memory_used(s->job), 0);
    wom_job_free(s->job);
}

static bool
same_estimate(const wom_estimate *a, const wom_estimate *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static void
check_same(const wom_campaign_result *a, const wom_campaign_result *b)
{
    const size_t rounds = a->num_rounds * sizeof(double), arms = a->num_arms * sizeof(double);
    CHECK_EQUAL(a->num_replications, b->num_replications);
    CHECK_EQUAL(a->planned_arm, b->planned_arm);
    CHECK_EQUAL(a->break_even_round, b->break_even_round);
    CHECK(a->scale == b->scale && a->cut_share == b->cut_share);
    CHECK(memcmp(a->believed, b->believed, arms) == 0);
    CHECK(memcmp(a->hidden_mean, b->hidden_mean, arms) == 0);
    CHECK(memcmp(a->pulls, b->pulls, rounds * a->num_arms) == 0);
    CHECK(memcmp(a->reward, b->reward, rounds) == 0);
    CHECK(memcmp(a->regret_mean, b->regret_mean, rounds) == 0);
    CHECK(memcmp(a->regret_high, b->regret_high, rounds) == 0);
    CHECK(memcmp(a->plan_regret_low, b->plan_regret_low, rounds) == 0);
    CHECK(memcmp(a->gain_high, b->gain_high, rounds) == 0);
    CHECK(same_estimate(&a->total_policy, &b->total_policy) && same_estimate(&a->total_random, &b->total_random));
    CHECK(same_estimate(&a->gain, &b->gain) && same_estimate(&a->regret_ratio, &b->regret_ratio));
    CHECK(same_estimate(&a->found_best, &b->found_best) && same_estimate(&a->cost_policy, &b->cost_policy));
}

static void
threads_and_repetition_do_not_change_a_bit(void)
{
    static const uint32_t threads[] = { 1, 2, 7, 1 };
    setting s[4];
    for (int i = 0; i < 4; i++) {
        open_setting(&s[i], threads[i], i < 3 ? "ic" : NULL);
        CHECK_OK(run(&s[i], s[i].job, NUM_ARMS));
        if (i == 3) CHECK_OK(run(&s[i], s[i].job, NUM_ARMS));
        check_same(s[0].result, s[i].result);
    }
    for (int i = 0; i < 4; i++) close_setting(&s[i]);
}

static void
totals_regrets_and_gain_are_each_others_sums(void)
{
    setting s;
    open_setting(&s, 2, "ic");
    CHECK_OK(run(&s, s.job, NUM_ARMS));
    const wom_campaign_result *r = s.result;
    double reward = 0, pulls = 0, cost = 0;
    for (uint32_t round = 0; round < 12; round++) reward += r->reward[round];
    for (uint32_t i = 0; i < 12 * NUM_ARMS; i++) {
        pulls += r->pulls[i];
        cost += r->pulls[i] * (10 + i % NUM_ARMS);
    }
    CHECK_NEAR(pulls, 12, 1e-9);
    CHECK_NEAR(r->cost_policy.value, cost, 1e-9);
    CHECK_NEAR(r->cost_plan, 12 * (10 + r->planned_arm), 1e-9);
    CHECK_NEAR(r->total_policy.value, reward, 1e-9);
    CHECK_NEAR(r->gain.value, r->total_policy.value - r->total_plan.value, 1e-9);
    CHECK_NEAR(r->gain_share.value, r->gain.value / r->total_plan.value, 1e-9);
    CHECK_NEAR(r->gain_mean[11], r->gain.value, 1e-9);
    CHECK_NEAR(r->gain_low[11], r->gain.low, 1e-9);
    CHECK_NEAR(r->regret.value, r->total_best.value - r->total_policy.value, 1e-9);
    CHECK_NEAR(r->regret_mean[11], r->regret.value, 1e-9);
    CHECK_NEAR(r->plan_regret_mean[11], r->plan_regret.value, 1e-9);
    CHECK_NEAR(r->plan_regret.value - r->regret.value, r->gain.value, 1e-9);
    CHECK(r->regret_low[11] <= r->regret_high[11]);
    CHECK_EQUAL(r->total_policy.n, 9);
    close_setting(&s);
}

static void
one_arm_is_learned_without_loss(void)
{
    setting s;
    open_setting(&s, 2, "ic");
    CHECK_OK(run(&s, s.job, 1));
    const wom_campaign_result *r = s.result;
    for (uint32_t round = 0; round < 12; round++) {
        CHECK(r->regret_mean[round] == 0 && r->plan_regret_mean[round] == 0 && r->gain_mean[round] == 0);
        CHECK(r->pulls[round] == 1);
    }
    CHECK(r->gain.value == 0 && r->gain.low == 0 && r->gain.high == 0 && r->regret.value == 0);
    CHECK(r->found_best.value == 1 && r->plan_was_best.value == 1 && r->wins.value == 0);
    CHECK_EQUAL(r->break_even_round, 0);
    CHECK(r->total_policy.value == r->total_random.value);
    CHECK(isnan(r->regret_ratio.value));
    close_setting(&s);
}

/* Seeds that nobody follows bring themselves, less what the baseline brought anyway. */
static void
what_the_baseline_brings_is_not_counted(void)
{
    setting s;
    open_setting(&s, 2, "ic");
    for (uint32_t arm = 0; arm < NUM_ARMS; arm++) s.net.model->social_weight[arm] = 0;
    s.net.model->baseline = 0.25;
    s.options.prior.baseline_sd = 0;
    CHECK_OK(run(&s, s.job, NUM_ARMS));
    const double n = 9 * 12 * NUM_SEEDS, sd = sqrt(0.25 * 0.75 / n);
    CHECK_NEAR(s.result->total_plan.value / (12 * NUM_SEEDS), 0.75, 5 * sd);
    CHECK_NEAR(s.result->believed[0] / NUM_SEEDS, 0.75, 5 * sqrt(0.25 * 0.75 / (1024 * NUM_SEEDS)));
    s.net.model->baseline = 1;
    CHECK_OK(run(&s, s.job, NUM_ARMS));
    CHECK(s.result->total_policy.value == 0);
    CHECK(s.result->scale == 1);
    CHECK(isnan(s.result->gain_share.value));
    close_setting(&s);
}

static void
users_who_never_accept_bring_nothing(void)
{
    setting s;
    double accept[NUM_NODES] = { 0 };
    open_setting(&s, 2, "ic");
    s.options.accept = accept;
    accept[seeds[1][2]] = 1;
    CHECK_OK(run(&s, s.job, NUM_ARMS));
    CHECK(s.result->believed[0] == 0 && s.result->believed[2] == 0 && s.result->believed[1] > 0.9);
    CHECK_EQUAL(s.result->planned_arm, 1);
    CHECK(s.result->plan_was_best.value == 1);
    close_setting(&s);
}

static void
the_deadline_holds_in_every_round(void)
{
    setting s;
    open_setting(&s, 2, "ic");
    s.net.model->baseline = 0;
    CHECK_OK(run(&s, s.job, NUM_ARMS));
    const double unlimited = s.result->total_random.value;
    s.options.max_steps = 1;
    CHECK_OK(run(&s, s.job, NUM_ARMS));
    CHECK(s.result->total_random.value < unlimited);
    CHECK(s.result->total_random.value > 12 * NUM_SEEDS);
    close_setting(&s);
}

typedef struct stopper {
    volatile sig_atomic_t cancel;
    uint64_t after;
} stopper;

static void
stop_when_played(void *context, const char *stage, uint64_t done, uint64_t total)
{
    stopper *stop = context;
    (void)total;
    if (strstr(stage, "playing") != NULL && done >= stop->after) __atomic_store_n(&stop->cancel, 1, __ATOMIC_RELAXED);
}

/* Progress is told at most ten times a second, so where it stops is not known beforehand; what is left is a run of as
 * many replications. */
static void
a_cancelled_campaign_is_a_shorter_one(void)
{
    setting s, shorter;
    stopper stop = { .after = 2 };
    wom_job_options options = wom_job_defaults();
    wom_job *job = NULL;
    options.threads = 2;
    options.cancel = &stop.cancel;
    options.progress = stop_when_played;
    options.progress_context = &stop;
    CHECK_OK(wom_job_create(&job, &options));
    open_setting(&s, 1, "ic");
    s.options.replications = 1000000;
    CHECK_FAILS(run(&s, job, NUM_ARMS), WOM_CANCELLED, "");
    CHECK(s.result != NULL && s.result->num_replications >= 2 && s.result->num_replications < 1000000);
    if (s.result != NULL) {
        open_setting(&shorter, 1, "ic");
        shorter.options.replications = s.result->num_replications;
        CHECK_OK(run(&shorter, shorter.job, NUM_ARMS));
        check_same(s.result, shorter.result);
        close_setting(&shorter);
    }
    stop.cancel = 1;
    CHECK_FAILS(run(&s, job, NUM_ARMS), WOM_CANCELLED, "");
    CHECK(s.result == NULL);
    close_setting(&s);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
options_that_cannot_be_are_refused(void)
{
    setting s;
    double accept[NUM_NODES] = { 0 };
    open_setting(&s, 1, "ic");
    const wom_campaign_options good = s.options;
#define CHECK_OPTION(assignment, part)                                                                                 \
    do {                                                                                                               \
        s.options = good;                                                                                              \
        s.options.assignment;                                                                                          \
        CHECK_FAILS(run(&s, s.job, NUM_ARMS), WOM_INVALID, part);                                                      \
        CHECK(s.result == NULL);                                                                                       \
    } while (0)
    CHECK_OPTION(rounds = 0, "rounds is 0");
    CHECK_OPTION(replications = 1, "replications is 1");
    CHECK_OPTION(judge_worlds = 1, "judge_worlds is 1");
    CHECK_OPTION(prior.tie_sd = -0.5, "tie_sd is -0.5");
    CHECK_OPTION(prior.appeal_sd = NAN, "appeal_sd");
    CHECK_OPTION(prior.baseline_sd = INFINITY, "baseline_sd");
    accept[7] = 1.5;
    CHECK_OPTION(accept = accept, "user number 7 accepts with probability 1.5");
    accept[7] = NAN;
    CHECK_OPTION(accept = accept, "user number 7");
    s.options = good;
    close_setting(&s);
}

static void
arms_that_cannot_be_are_refused(void)
{
    static const wom_node outside[] = { 1, NUM_NODES }, twice[] = { 1, 5, 1 };
    setting s;
    open_setting(&s, 1, "ic");
    const wom_arm_plan good = s.arms[1];
    CHECK_FAILS(run(&s, s.job, 0), WOM_INVALID, "no arms");
    s.arms[1].content = NUM_ARMS;
    CHECK_FAILS(run(&s, s.job, NUM_ARMS), WOM_INVALID, "arm 1: content number 3");
    s.arms[1] = good;
    s.arms[1].cost = NAN;
    CHECK_FAILS(run(&s, s.job, NUM_ARMS), WOM_INVALID, "arm 1: its cost");
    s.arms[1] = (wom_arm_plan){ .content = 1, .num_seeds = 2, .seeds = outside };
    CHECK_FAILS(run(&s, s.job, NUM_ARMS), WOM_INVALID, "arm 1, seed 1: user number 200");
    s.arms[1] = (wom_arm_plan){ .content = 1, .num_seeds = 3, .seeds = twice };
    CHECK_FAILS(run(&s, s.job, NUM_ARMS), WOM_INVALID, "user number 1 is a seed twice");
    s.arms[1] = (wom_arm_plan){ .content = 1 }; /* does nothing, which is allowed */
    CHECK_OK(run(&s, s.job, NUM_ARMS));
    CHECK(s.result->believed[1] == 0 && s.result->hidden_mean[1] == 0);
    close_setting(&s);
}

static void
choices_that_cannot_be_are_refused(void)
{
    setting s;
    open_setting(&s, 1, "lt");
    for (uint32_t arm = 0; arm < NUM_ARMS; arm++) s.net.model->social_weight[arm] = 1.5;
    CHECK_FAILS(run(&s, s.job, NUM_ARMS), WOM_INVALID, "linear threshold needs");
    const wom_choice policy = s.policy, none = { 0 };
    s.policy = none;
    CHECK_FAILS(run(&s, s.job, NUM_ARMS), WOM_INVALID, "no policy");
    s.policy = policy;
    const wom_choice dynamics = s.dynamics;
    s.dynamics = none;
    CHECK_FAILS(run(&s, s.job, NUM_ARMS), WOM_INVALID, "no dynamics");
    s.dynamics = dynamics;
    close_setting(&s);
}

static void
a_dynamics_without_end_needs_a_deadline(void)
{
    setting s;
    open_setting(&s, 1, "sis");
    CHECK_FAILS(run(&s, s.job, NUM_ARMS), WOM_INVALID, "the dynamics \"sis\" has no end of its own");
    s.options.max_steps = 4;
    CHECK_OK(run(&s, s.job, NUM_ARMS));
    close_setting(&s);
}

/* A model whose incoming sums are 1 has hidden worlds in which they are larger: those are scaled down. */
static void
linear_threshold_works_where_hidden_sums_exceed_one(void)
{
    setting s;
    open_setting(&s, 2, "lt");
    for (uint32_t arm = 0; arm < NUM_ARMS; arm++) s.net.model->social_weight[arm] = 1;
    CHECK_OK(run(&s, s.job, NUM_ARMS));
    CHECK(s.result->total_policy.value > 12 * NUM_SEEDS * 0.9);
    for (uint32_t arm = 0; arm < NUM_ARMS; arm++) CHECK(s.result->hidden_mean[arm] > 1);
    close_setting(&s);
}

static setting prepared; /* what the failing runs share */

static wom_status
run_once(wom_job *job)
{
    setting s = prepared;
    s.dynamics = s.policy = (wom_choice){ 0 };
    wom_status status = open_choices(&s, job, "lt");
    if (status == WOM_OK) status = run(&s, job, NUM_ARMS);
    CHECK((status == WOM_OK) == (s.result != NULL));
    wom_campaign_result_free(s.result);
    wom_choice_free(&s.policy);
    wom_choice_free(&s.dynamics);
    return status;
}

static void
no_failing_allocation_leaks(void)
{
    open_setting(&prepared, 1, "lt");
    prepared.options.replications = 2;
    test_each_allocation_failing(run_once);
    close_setting(&prepared);
}

TEST_MAIN(TEST(threads_and_repetition_do_not_change_a_bit), TEST(totals_regrets_and_gain_are_each_others_sums),
          TEST(one_arm_is_learned_without_loss), TEST(what_the_baseline_brings_is_not_counted),
          TEST(users_who_never_accept_bring_nothing), TEST(the_deadline_holds_in_every_round),
          TEST(a_cancelled_campaign_is_a_shorter_one), TEST(options_that_cannot_be_are_refused),
          TEST(arms_that_cannot_be_are_refused), TEST(choices_that_cannot_be_are_refused),
          TEST(a_dynamics_without_end_needs_a_deadline), TEST(linear_threshold_works_where_hidden_sums_exceed_one),
          TEST(no_failing_allocation_leaks))
