/* simulate: runs that stop early, threads, common worlds, refusals, memory. */
#include "graphs.h"
#include "outcomes.h"
#include "test.h"

#include <signal.h>

enum { NODES = 1000, ASKS = 12 };

/* A network with hubs, two contents, a baseline, fees and refusals: everything at once. */
typedef struct fixture {
    wom_job *job;
    wom_graph *graph;
    wom_model *model;
    wom_node user[ASKS];
    uint32_t content[ASKS], group_of[NODES];
    double accept[NODES], fee[NODES];
    float purchase[2 * NODES];
    wom_plan plan;
    wom_economy economy;
    wom_partition partition;
    wom_simulate_options options;
} fixture;

static void
begin(fixture *f)
{
    *f = (fixture){ .job = test_job(1), .options = wom_simulate_defaults() };
    f->graph = graph_preferential(f->job, NODES, 3, 4);
    f->model = graph_model(f->job, f->graph, 2, .002);
    for (wom_tie tie = 0; tie < f->graph->num_ties; tie++) f->model->offset.of_tie[tie] = .1f;
    for (uint32_t i = 0; i < ASKS; i++) {
        f->user[i] = 7 * i;
        f->content[i] = i % 3 == 0;
    }
    for (wom_node node = 0; node < NODES; node++) {
        f->group_of[node] = node % 3;
        f->accept[node] = .5 + node % 50 / 100.;
        f->fee[node] = 1 + node % 4;
        f->purchase[node] = .2f;
        f->purchase[NODES + node] = .01f * (float)(node % 100);
    }
    f->plan = (wom_plan){ ASKS, f->user, f->content };
    f->economy =
        (wom_economy){ .accept = f->accept, .fee = f->fee, .purchase = f->purchase, .pay_when_accepted = true };
    f->partition = (wom_partition){ "third", 3, f->group_of };
    f->options.replicates = 300;
    f->options.partitions = &f->partition;
    f->options.num_partitions = 1;
}

static wom_status
simulate(wom_outcome **outcome, wom_job *job, const fixture *f)
{
    return outcome_of(outcome, job, f->model, "ic", &f->plan, &f->economy, &f->options);
}

static void
end(fixture *f)
{
    wom_model_free(f->model);
    wom_graph_free(f->graph);
    CHECK_EQUAL(wom_job_memory_used(f->job), 0);
    wom_job_free(f->job);
}

static void
any_number_of_threads_gives_the_same_bits(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    fixture f;
    begin(&f);
    for (int count = 0; count < 2; count++) {
        wom_outcome *outcome[3] = { NULL, NULL, NULL };
        wom_job *jobs[3];
        f.options.count = (wom_count)count;
        for (int i = 0; i < 3; i++) {
            jobs[i] = test_job(threads[i]);
            CHECK_OK(simulate(&outcome[i], jobs[i], &f));
        }
        CHECK(outcomes_equal(outcome[0], outcome[1]));
        CHECK(outcomes_equal(outcome[0], outcome[2]));
        for (int i = 0; i < 3; i++) {
            wom_outcome_free(outcome[i]);
            CHECK_EQUAL(wom_job_memory_used(jobs[i]), 0);
            wom_job_free(jobs[i]);
        }
    }
    end(&f);
}

static void
counts_by_user_group_and_content_add_up(void)
{
    fixture f;
    wom_outcome *outcome = NULL;
    begin(&f);
    for (int count = 0; count < 2; count++) {
        uint64_t by_user = 0;
        f.options.count = (wom_count)count;
        CHECK_OK(simulate(&outcome, f.job, &f));
        const double active = outcome->estimate[WOM_METRIC_ACTIVE].value;
        double groups = 0;
        for (wom_node node = 0; node < NODES; node++) by_user += outcome->times_active[node];
        for (int g = 0; g < 3; g++) groups += outcome->group_active[0][g].value;
        CHECK_NEAR(groups, (double)by_user / 300, 1e-9);
        if (f.options.count == WOM_COUNT_USERS) CHECK_NEAR(groups, active, 1e-9);
        const double pairs = outcome->content_active[0].value + outcome->content_active[1].value;
        CHECK(pairs > groups + 1);
        if (f.options.count == WOM_COUNT_PAIRS) {
            CHECK_NEAR(pairs, active, 1e-9);
            CHECK_NEAR(outcome->content_buyers[0].value + outcome->content_buyers[1].value,
                       outcome->estimate[WOM_METRIC_BUYERS].value, 1e-9);
        }
        CHECK_NEAR(outcome->curve_mean[outcome->curve_steps - 1], active, 1e-9);
        wom_outcome_free(outcome);
    }
    end(&f);
}

static void
in_every_world_metrics_follow_from_each_other(void)
{
    fixture f;
    wom_outcome *outcome = NULL;
    begin(&f);
    CHECK_OK(simulate(&outcome, f.job, &f));
    double *const *m = outcome->metric;
    for (uint64_t r = 0; r < outcome->num_replicates; r++) {
        CHECK(m[WOM_METRIC_ACCEPTED][r] <= ASKS && m[WOM_METRIC_BASELINE][r] <= m[WOM_METRIC_ACTIVE][r]);
        CHECK(m[WOM_METRIC_ACTIVE][r] <= m[WOM_METRIC_EXPOSED][r] && m[WOM_METRIC_EXPOSED][r] <= NODES);
        CHECK(m[WOM_METRIC_INCREMENTAL][r] == m[WOM_METRIC_ACTIVE][r] - m[WOM_METRIC_BASELINE][r]);
        CHECK(m[WOM_METRIC_INCREMENTAL_BUYERS][r] >= 0);
        CHECK(m[WOM_METRIC_BUYERS][r] <= m[WOM_METRIC_ACTIVE][r]);
        CHECK(m[WOM_METRIC_REVENUE][r] >= m[WOM_METRIC_INCREMENTAL_BUYERS][r]);
        CHECK(m[WOM_METRIC_PROFIT][r] == m[WOM_METRIC_REVENUE][r] - m[WOM_METRIC_COST][r]);
    }
    wom_outcome_free(outcome);
    end(&f);
}

static void
the_order_of_asks_does_not_matter(void)
{
    fixture f;
    wom_outcome *a = NULL, *b = NULL;
    begin(&f);
    CHECK_OK(simulate(&a, f.job, &f));
    for (uint32_t i = 0; i < ASKS / 2; i++) {
        const wom_node user = f.user[i];
        const uint32_t content = f.content[i];
        f.user[i] = f.user[ASKS - 1 - i];
        f.content[i] = f.content[ASKS - 1 - i];
        f.user[ASKS - 1 - i] = user;
        f.content[ASKS - 1 - i] = content;
    }
    CHECK_OK(simulate(&b, f.job, &f));
    CHECK(outcomes_equal(a, b));
    wom_outcome_free(a);
    wom_outcome_free(b);
    end(&f);
}

/* ---- Stopping early ---- */

static bool
is_precise(const double *x, uint64_t n, double precision)
{
    const wom_estimate mean = wom_estimate_mean(x, n);
    return mean.high - mean.value <= precision * mean.value;
}

static void
precision_stops_at_the_first_look_that_satisfies_it(void)
{
    fixture f;
    begin(&f);
    f.options.replicates = 4096;
    f.options.precision = .04;
    wom_job *two = test_job(2);
    wom_outcome *stopped = NULL, *again = NULL, *whole = NULL;
    CHECK_OK(simulate(&stopped, f.job, &f));
    CHECK_OK(simulate(&again, two, &f));
    CHECK(outcomes_equal(stopped, again));
    const uint64_t n = stopped->num_replicates;
    CHECK(n == 512 || n == 1024 || n == 2048); /* neither the first look nor the end: both sides are tried */
    CHECK(is_precise(stopped->metric[WOM_METRIC_INCREMENTAL], n, .04));
    CHECK(!is_precise(stopped->metric[WOM_METRIC_INCREMENTAL], n / 2, .04));
    f.options.precision = 0;
    f.options.replicates = n;
    CHECK_OK(simulate(&whole, f.job, &f));
    CHECK(outcomes_equal(stopped, whole));
    wom_outcome_free(stopped);
    wom_outcome_free(again);
    wom_outcome_free(whole);
    wom_job_free(two);
    end(&f);
}

typedef struct stopper {
    volatile sig_atomic_t flag;
    uint64_t after;
} stopper;

static void
stop_soon(void *context, const char *stage, uint64_t done, uint64_t total)
{
    stopper *stop = context;
    (void)stage, (void)total;
    if (done >= stop->after) __atomic_store_n(&stop->flag, 1, __ATOMIC_RELAXED);
}

static wom_job *
stoppable_job(stopper *stop, double time_limit)
{
    wom_job *job = NULL;
    wom_job_options options = wom_job_defaults();
    options.threads = 2;
    options.cancel = &stop->flag;
    options.time_limit = time_limit;
    options.progress = stop_soon;
    options.progress_context = stop;
    CHECK_OK(wom_job_create(&job, &options));
    return job;
}

static void
a_stopped_run_is_a_shorter_run(void)
{
    static const wom_status expected[] = { WOM_CANCELLED, WOM_TIMEOUT };
    for (int i = 0; i < 2; i++) {
        fixture f;
        stopper stop = { .after = i == 0 ? 2 : UINT64_MAX };
        wom_outcome *stopped = NULL, *shorter = NULL;
        begin(&f);
        f.options.replicates = 400000; /* seconds of work */
        f.options.curve_steps = 8;
        wom_job *job = stoppable_job(&stop, i == 0 ? 0 : .4);
        CHECK_EQUAL(simulate(&stopped, job, &f), expected[i]);
        if (stopped != NULL) {
            f.options.replicates = stopped->num_replicates;
            CHECK(f.options.replicates >= 2 && f.options.replicates < 400000);
            CHECK_OK(simulate(&shorter, f.job, &f));
            CHECK(outcomes_equal(stopped, shorter));
        }
        CHECK(stopped != NULL || i == 1); /* a busy machine may not come to the first block in time */
        wom_outcome_free(stopped);
        wom_outcome_free(shorter);
        CHECK_EQUAL(wom_job_memory_used(job), 0);
        wom_job_free(job);
        end(&f);
    }
}

static void
a_run_stopped_before_its_first_worlds_has_no_outcome(void)
{
    fixture f;
    stopper stop = { .flag = 1 };
    wom_outcome *outcome = NULL;
    begin(&f);
    wom_job *job = stoppable_job(&stop, 0);
    CHECK_EQUAL(simulate(&outcome, job, &f), WOM_CANCELLED);
    CHECK(outcome == NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
    end(&f);
}

/* ---- Common worlds ---- */

static void
plans_on_common_worlds_differ_by_what_they_do(void)
{
    fixture f;
    wom_outcome *a = NULL, *b = NULL;
    wom_difference difference;
    begin(&f);
    f.plan.content = NULL;
    f.options.replicates = 1500;
    CHECK_OK(simulate(&a, f.job, &f));
    f.user[ASKS - 1] = 500;
    CHECK_OK(simulate(&b, f.job, &f));
    wom_outcome_compare(&difference, a, b);
    CHECK(difference.variance_ratio[WOM_METRIC_ACTIVE] > 5);
    CHECK_EQUAL(difference.estimate[WOM_METRIC_ACTIVE].n, 1500);
    CHECK_NEAR(difference.estimate[WOM_METRIC_ACTIVE].value,
               a->estimate[WOM_METRIC_ACTIVE].value - b->estimate[WOM_METRIC_ACTIVE].value, 1e-9);
    CHECK_NEAR(difference.estimate[WOM_METRIC_BASELINE].value, 0, 0); /* the same baseline, world by world */
    CHECK_NEAR(difference.estimate[WOM_METRIC_BASELINE].standard_error, 0, 0);
    f.options.seed = 2;
    wom_outcome_free(b);
    CHECK_OK(simulate(&b, f.job, &f));
    wom_outcome_compare(&difference, a, b);
    CHECK(difference.variance_ratio[WOM_METRIC_ACTIVE] < 1.5); /* other worlds save nothing */
    wom_outcome_free(a);
    wom_outcome_free(b);
    end(&f);
}

/* ---- Refusals and memory ---- */

#define CHECK_REFUSED(f, part)                                                                                         \
    do {                                                                                                               \
        wom_outcome *refused_ = NULL;                                                                                  \
        CHECK_FAILS(simulate(&refused_, (f).job, &(f)), WOM_INVALID, part);                                            \
        CHECK(refused_ == NULL);                                                                                       \
    } while (0)

static void
wrong_plans_and_options_are_refused(void)
{
    fixture f;
    begin(&f);
    f.user[3] = NODES;
    CHECK_REFUSED(f, "ask 3: user number 1000, but there are 1000 users");
    f.user[3] = 3;
    f.content[4] = 2;
    CHECK_REFUSED(f, "ask 4: content number 2, but there are 2 contents");
    f.content[4] = f.content[5];
    f.user[4] = f.user[5];
    CHECK_REFUSED(f, "user number 35 is asked twice with content number 0");
    f.user[4] = 4;
    f.options.replicates = 1;
    CHECK_REFUSED(f, "replicates is 1, must be from 2");
    f.options.replicates = 2;
    f.options.curve_steps = 0;
    CHECK_REFUSED(f, "curve_steps is 0, must be from 1");
    f.options.curve_steps = 1;
    f.options.precision = 1;
    CHECK_REFUSED(f, "precision is 1, must be from 0 to below 1");
    f.options.precision = (double)NAN;
    CHECK_REFUSED(f, "precision is nan");
    f.options.precision = 0;
    f.group_of[9] = 3;
    CHECK_REFUSED(f, "partition \"third\": user number 9 is in group number 3, but there are 3");
    end(&f);
}

static void
wrong_numbers_of_the_economy_are_refused(void)
{
    fixture f;
    double wrong[NODES] = { 0 };
    begin(&f);
    f.accept[8] = 1.5;
    CHECK_REFUSED(f, "acceptance of user number 8 is 1.5, must be from 0 to 1");
    f.accept[8] = 1;
    f.fee[2] = -1;
    CHECK_REFUSED(f, "fee of user number 2 is -1, must be a finite number, at least 0");
    f.fee[2] = HUGE_VAL;
    CHECK_REFUSED(f, "fee of user number 2 is inf");
    f.fee[2] = 0;
    f.purchase[NODES + 5] = 2;
    CHECK_REFUSED(f, "probability that user number 5 buys content number 1 is 2, must be from 0 to 1");
    f.purchase[NODES + 5] = 1;
    wrong[1] = (double)NAN;
    f.economy.user_value = wrong;
    CHECK_REFUSED(f, "value of user number 1 is nan, must be a finite number");
    f.economy.user_value = NULL;
    f.economy.content_value = wrong;
    CHECK_REFUSED(f, "value of content number 1 is nan");
    f.economy.content_value = NULL;
    f.economy.content_cost = wrong;
    CHECK_REFUSED(f, "cost of content number 1 is nan");
    end(&f);
}

static void
what_the_dynamics_refuses_is_refused(void)
{
    fixture f;
    wom_outcome *outcome = NULL;
    begin(&f);
    for (wom_tie tie = 0; tie < f.graph->num_ties; tie++) f.model->offset.of_tie[tie] = .9f;
    CHECK_FAILS(outcome_of(&outcome, f.job, f.model, "lt", &f.plan, &f.economy, &f.options), WOM_INVALID,
                "linear threshold needs probabilities that sum to at most 1");
    CHECK(outcome == NULL);
    f.options.max_steps = 0;
    CHECK_FAILS(outcome_of(&outcome, f.job, f.model, "sis", &f.plan, &f.economy, &f.options), WOM_INVALID,
                "the dynamics \"sis\" has no end of its own; give it a deadline (simulate/deadline)");
    CHECK(outcome == NULL);
    end(&f);
}

static fixture failing;

static wom_status
simulate_failing(wom_job *job)
{
    wom_outcome *outcome = NULL;
    wom_choice dynamics = { .variant = wom_dynamics_catalogue.variants[0] };
    const wom_status status =
        wom_simulate(&outcome, job, failing.model, &dynamics, &failing.plan, &failing.economy, &failing.options);
    CHECK((outcome != NULL) == (status == WOM_OK));
    wom_outcome_free(outcome);
    return status;
}

static void
every_allocation_of_a_simulation_may_fail(void)
{
    begin(&failing);
    failing.options.replicates = 3;
    test_each_allocation_failing(simulate_failing);
    failing.plan.content = NULL; /* a single content may run in lanes */
    failing.options.engine = WOM_SIMULATE_LANES;
    test_each_allocation_failing(simulate_failing);
    end(&failing);
}

/* Of so many contents, how many times the memory used is foretold. */
static double
foretold_to_used(fixture *f, uint32_t num_contents)
{
    wom_choice ic = graph_choice(f->job, &wom_dynamics_catalogue, "ic");
    wom_outcome *outcome = NULL;
    wom_job *job = test_job(2);
    f->plan.content = num_contents == 1 ? NULL : f->content;
    CHECK_OK(simulate(&outcome, job, f));
    const double foretold = (double)wom_simulate_memory(f->model, (const wom_dynamics *)ic.variant, num_contents, 2,
                                                        &f->options);
    const double used = (double)wom_job_memory_peak(job);
    wom_outcome_free(outcome);
    wom_job_free(job);
    wom_choice_free(&ic);
    return foretold / used;
}

static void
the_memory_foretold_is_about_what_is_used(void)
{
    fixture f;
    begin(&f);
    f.options.replicates = 5000;
    const double of_two = foretold_to_used(&f, 2), of_one = foretold_to_used(&f, 1);
    CHECK(of_two >= .9 && of_two <= 1.3);
    CHECK(of_one >= .9 && of_one <= 1.1);
    end(&f);
}

TEST_MAIN(TEST(any_number_of_threads_gives_the_same_bits), TEST(counts_by_user_group_and_content_add_up),
          TEST(in_every_world_metrics_follow_from_each_other), TEST(the_order_of_asks_does_not_matter),
          TEST(precision_stops_at_the_first_look_that_satisfies_it), TEST(a_stopped_run_is_a_shorter_run),
          TEST(a_run_stopped_before_its_first_worlds_has_no_outcome),
          TEST(plans_on_common_worlds_differ_by_what_they_do), TEST(wrong_plans_and_options_are_refused),
          TEST(wrong_numbers_of_the_economy_are_refused), TEST(what_the_dynamics_refuses_is_refused),
          TEST(every_allocation_of_a_simulation_may_fail), TEST(the_memory_foretold_is_about_what_is_used))
