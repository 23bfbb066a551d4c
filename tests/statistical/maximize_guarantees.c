/* What the algorithms promise, against every set tried and against exact spreads. */
#include "problems.h"
#include "test.h"

enum { NUM_NODES = 9, NUM_TIES = 10, NUM_GRAPHS = 120 };

typedef struct small_problem {
    problem_case on;
    double fee[NUM_NODES];
} small_problem;

/* IC and LT in turn; every third has fees and a budget in place of a number of seeds. */
static void
open_small(small_problem *small, wom_job *job, uint64_t number)
{
    wom_rng rng = wom_rng_stream(number, WOM_PURPOSE_GENERATE, 11);
    wom_graph *graph = graph_random(job, NUM_NODES, NUM_TIES, 1000 + number);
    const bool lt = number % 2 == 1;
    if (lt) graph_limit_incoming(graph, 0.95);
    small->on = problem_on(job, graph, lt ? "lt" : "ic", 0);
    small->on.problem.num_seeds = 2 + (uint32_t)(number % 2);
    small->on.problem.seed = number;
    for (wom_node node = 0; node < NUM_NODES; node++) small->fee[node] = 0.2 + wom_rng_uniform(&rng);
    if (number % 3 != 0) return;
    small->on.problem.num_seeds = 0;
    small->on.problem.fee = small->fee;
    small->on.problem.budget = 1.5;
}

static void
greedy_reaches_its_share_of_the_best_on_its_worlds(void)
{
    wom_job *job = test_job(1);
    uint32_t num_best = 0;
    for (uint64_t number = 0; number < NUM_GRAPHS; number++) {
        small_problem small;
        wom_selection *greedy = NULL, *best = NULL;
        open_small(&small, job, number);
        CHECK_OK(problem_solve(&greedy, &small.on, "{\"type\": \"celf\", \"worlds\": 50}"));
        CHECK_OK(problem_solve(&best, &small.on, "{\"type\": \"exhaustive\", \"worlds\": 50}"));
        const double promise = (1 - exp(-1)) * (small.on.problem.fee == NULL ? 1 : 0.5);
        CHECK(greedy->value >= promise * best->value - 1e-9);
        CHECK(greedy->value <= best->value + 1e-9);
        num_best += greedy->value >= best->value - 1e-9;
        wom_selection_free(greedy);
        wom_selection_free(best);
        problem_free(&small.on);
    }
    CHECK(num_best < NUM_GRAPHS); /* else there was nothing to tell apart */
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
ris_reaches_its_share_of_the_exact_best(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 30; number++) {
        small_problem small;
        wom_selection *selection = NULL;
        open_small(&small, job, number);
        CHECK_OK(problem_solve(&selection, &small.on, "ris"));
        const double exact = problem_exact(&small.on, selection->seed, selection->num_seeds);
        const double best = problem_exact_best(&small.on);
        CHECK(exact >= selection->certificate.ratio * best);
        CHECK(selection->certificate.ratio >= 1 - exp(-1) - 0.1);
        wom_selection_free(selection);
        problem_free(&small.on);
    }
    wom_job_free(job);
}

static void
judging_sets_estimate_the_exact_spread(void)
{
    wom_job *job = test_job(1);
    double sum = 0;
    for (uint64_t number = 0; number < 60; number++) {
        small_problem small;
        wom_selection *selection = NULL;
        open_small(&small, job, number);
        CHECK_OK(problem_solve(&selection, &small.on, "ris"));
        const wom_certificate *certificate = &selection->certificate;
        const double n = (double)certificate->num_sets, share = (double)certificate->judging_coverage / n;
        const double exact = problem_exact(&small.on, selection->seed, selection->num_seeds) / NUM_NODES;
        const double score = (share - exact) / sqrt(exact * (1 - exact) / n);
        CHECK_NEAR(score, 0, 5);
        sum += score * score;
        wom_selection_free(selection);
        problem_free(&small.on);
    }
    CHECK_NEAR(sum / 60, 1, 5 * sqrt(2.0 / 60)); /* neither too far nor too near */
    wom_job_free(job);
}

/* The same seeds in many keyed worlds: two ways that share nothing but the thresholds. */
static void
check_monte_carlo(const char *name, uint32_t max_steps)
{
    enum { users = 500 };
    wom_job *job = test_job(2);
    wom_graph *graph = graph_preferential(job, users, 3, 4);
    wom_allocate(&graph->strength, job, graph->num_ties, sizeof *graph->strength, "strengths");
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        graph->strength[tie] = 0.5f / (float)wom_graph_in_degree(graph, graph->out_head[tie]);
    problem_case on = problem_on(job, graph, name, 0.002);
    on.problem.num_seeds = 10;
    on.problem.max_steps = max_steps;
    wom_selection *selection = NULL;
    CHECK_OK(problem_solve(&selection, &on, "ris"));
    const wom_certificate *certificate = &selection->certificate;
    const double n = (double)certificate->num_sets, share = (double)certificate->judging_coverage / n;
    const double value = users * share, error = users * sqrt(share * (1 - share) / n);
    wom_model *model = graph_model(job, graph, 1, 0.002);
    wom_choice dynamics = graph_choice(job, &wom_dynamics_catalogue, name);
    const wom_plan plan = { .num_asks = selection->num_seeds, .user = selection->seed };
    const wom_economy economy = { 0 };
    wom_simulate_options options = wom_simulate_defaults();
    wom_outcome *outcome = NULL;
    options.replicates = 4000;
    options.max_steps = max_steps;
    CHECK_OK(wom_simulate(&outcome, job, model, &dynamics, &plan, &economy, &options));
    const wom_estimate simulated = outcome->estimate[WOM_METRIC_INCREMENTAL];
    CHECK_NEAR(value, simulated.value, 5 * hypot(error, simulated.standard_error));
    wom_outcome_free(outcome);
    wom_choice_free(&dynamics);
    wom_model_free(model);
    wom_selection_free(selection);
    problem_close(&on);
}

static void
ris_agrees_with_monte_carlo(void)
{
    for (uint32_t d = 0; wom_dynamics_catalogue.variants[d] != NULL; d++) {
        const wom_dynamics *dynamics = (const wom_dynamics *)wom_dynamics_catalogue.variants[d];
        if (dynamics->reverse == NULL) continue;
        if (!dynamics->needs_deadline) check_monte_carlo(dynamics->variant.name, 0);
        check_monte_carlo(dynamics->variant.name, 3);
    }
}

/* How often each statement is wrong over many seeds, and two that are wrong by design. */
typedef struct verdicts {
    uint32_t lower, upper; /* f(seeds) below its lower bound, f(best) above its upper one */
    uint32_t either;
    uint32_t optimistic_lower; /* from the sets that the seeds were chosen on */
    uint32_t plain_upper;      /* from what the seeds cover, as if nobody could cover more */
} verdicts;

enum { NUM_RUNS = 400 };

/* Five standard errors above what a chance of `failure` gives. */
static double
most_failures(double failure)
{
    return NUM_RUNS * failure + 5 * sqrt(NUM_RUNS * failure * (1 - failure));
}

static void
judge(verdicts *wrong, const wom_certificate *it, double exact, double best)
{
    const double failure = it->failure / 2;
    const double optimistic = wom_binomial_lower(it->choosing_coverage, it->num_sets, failure);
    const double plain = wom_binomial_upper(it->choosing_coverage, it->num_sets, failure);
    const bool lower = exact<it->lower, upper = best> it->upper;
    CHECK_EQUAL(it->num_rounds, 1); /* so that both statements have half the failure */
    wrong->lower += lower;
    wrong->upper += upper;
    wrong->either += lower || upper;
    wrong->optimistic_lower += exact < it->total_weight * optimistic;
    wrong->plain_upper += best > it->total_weight * plain;
}

/* Chooses with very few sets, in one round; the graph is consumed. */
static verdicts
judge_choices(wom_job *job, wom_graph *graph, const char *dynamics, uint32_t num_seeds)
{
    verdicts wrong = { 0 };
    problem_case on = problem_on(job, graph, dynamics, 0);
    on.problem.num_seeds = num_seeds;
    const double best = problem_exact_best(&on);
    for (uint64_t seed = 1; seed <= NUM_RUNS; seed++) {
        wom_selection *selection = NULL;
        on.problem.seed = seed;
        CHECK_OK(problem_solve(&selection, &on, "{\"type\": \"ris\", \"failure\": 0.2, \"max_sets\": 16}"));
        const double exact = problem_exact(&on, selection->seed, selection->num_seeds);
        judge(&wrong, &selection->certificate, exact, best);
        wom_selection_free(selection);
    }
    problem_free(&on);
    return wrong;
}

/* Many users of nearly equal worth: who suits the sets at hand is chosen, so that these sets flatter the choice. */
static wom_graph *
equals(wom_job *job)
{
    return GRAPH_OF(job, 16, { 0, 1, 0.5 }, { 2, 3, 0.5 }, { 4, 5, 0.5 }, { 6, 7, 0.5 }, { 8, 9, 0.5 }, { 10, 11, 0.5 },
                    { 12, 13, 0.5 }, { 14, 15, 0.5 });
}

static void
certificates_are_wrong_no_more_often_than_they_say(void)
{
    wom_job *job = test_job(1);
    wom_graph *lt = graph_random(job, 8, 10, 79);
    graph_limit_incoming(lt, 0.9);
    const verdicts wrong[] = {
        judge_choices(job, equals(job), "ic", 2),
        judge_choices(job, graph_random(job, 7, 9, 77), "ic", 2),
        judge_choices(job, lt, "lt", 3),
        judge_choices(job, GRAPH_OF(job, 5, { 0, 1, 1 }, { 0, 2, 1 }, { 0, 3, 0.5 }), "ic", 1),
    };
    for (int i = 0; i < 4; i++) {
        CHECK(wrong[i].lower <= most_failures(0.1));
        CHECK(wrong[i].upper <= most_failures(0.1));
        CHECK(wrong[i].either <= most_failures(0.2));
        CHECK(wrong[i].lower > 0); /* tight enough to be wrong at times, or this would not test much */
    }
    CHECK(wrong[3].upper > 0); /* one seed who covers more than anybody else: the bound is what she covers */
    wom_job_free(job);
}

/* 0 and 1 together reach everybody but one, yet 2 reaches more than either: greedy takes 2 and cannot mend it. */
static wom_graph *
trap(wom_job *job)
{
    return GRAPH_OF(job, 15, { 0, 3, 1 }, { 0, 4, 1 }, { 0, 5, 1 }, { 0, 6, 1 }, { 0, 7, 1 }, { 0, 8, 1 }, { 1, 9, 1 },
                    { 1, 10, 1 }, { 1, 11, 1 }, { 1, 12, 1 }, { 1, 13, 1 }, { 1, 14, 1 }, { 2, 3, 1 }, { 2, 4, 1 },
                    { 2, 5, 1 }, { 2, 6, 1 }, { 2, 9, 1 }, { 2, 10, 1 }, { 2, 11, 1 }, { 2, 12, 1 });
}

static void
a_lower_bound_from_the_choosing_sets_is_caught(void)
{
    wom_job *job = test_job(1);
    const verdicts wrong = judge_choices(job, equals(job), "ic", 2);
    CHECK(wrong.optimistic_lower > most_failures(0.1));
    wom_job_free(job);
}

/* With 200 sets greedy takes 2 and 0; a certificate for them is computed for every seed. */
static void
an_upper_bound_from_the_greedy_seeds_alone_is_caught(void)
{
    wom_job *job = test_job(1);
    verdicts wrong = { 0 };
    problem_case on = problem_on(job, trap(job), "ic", 0);
    const wom_node greedy[] = { 2, 0 };
    on.problem.num_seeds = 2;
    const double exact = problem_exact(&on, greedy, 2), best = problem_exact_best(&on);
    CHECK_NEAR(exact, 12, 1e-9);
    CHECK_NEAR(best, 14, 1e-9);
    for (uint64_t seed = 1; seed <= NUM_RUNS; seed++) {
        const wom_certificate claimed = { .seed = seed, .num_sets = 200, .num_rounds = 1, .failure = 0.2 };
        wom_certificate computed;
        bool agrees;
        CHECK_OK(wom_certificate_check(&agrees, &computed, job, &on.problem, greedy, 2, &claimed));
        judge(&wrong, &computed, exact, best);
    }
    CHECK(wrong.plain_upper > most_failures(0.1));
    CHECK(wrong.upper <= most_failures(0.1));
    CHECK(wrong.lower <= most_failures(0.1));
    problem_free(&on);
    wom_job_free(job);
}

TEST_MAIN(TEST(greedy_reaches_its_share_of_the_best_on_its_worlds), TEST(ris_reaches_its_share_of_the_exact_best),
          TEST(judging_sets_estimate_the_exact_spread), TEST(ris_agrees_with_monte_carlo),
          TEST(certificates_are_wrong_no_more_often_than_they_say),
          TEST(a_lower_bound_from_the_choosing_sets_is_caught),
          TEST(an_upper_bound_from_the_greedy_seeds_alone_is_caught))
