/* How a choice runs: the same bits for any number of threads, honest when memory, time or sets run out. */
#include "problems.h"
#include "test.h"

#include <stdio.h>

enum { NUM_NODES = 300, NUM_TIES = 1500 };

/* Everything at once: weights, fees, acceptance, a baseline, a deadline, a pinned user. */
typedef struct rich_problem {
    problem_case on;
    double fee[NUM_NODES], weight[NUM_NODES], accept[NUM_NODES];
    wom_node pinned[1];
} rich_problem;

static void
open_rich(rich_problem *rich, uint32_t threads, bool profit)
{
    wom_job *job = test_job(threads);
    wom_graph *graph = graph_random(job, NUM_NODES, NUM_TIES, 5);
    wom_rng rng = wom_rng_stream(3, WOM_PURPOSE_GENERATE, 0);
    graph_limit_incoming(graph, 0.8);
    rich->on = problem_on(job, graph, "lt", 0.01);
    for (wom_node node = 0; node < NUM_NODES; node++) {
        rich->fee[node] = wom_rng_uniform(&rng);
        rich->weight[node] = wom_rng_uniform(&rng);
        rich->accept[node] = wom_rng_uniform(&rng);
    }
    rich->pinned[0] = 77;
    wom_problem *problem = &rich->on.problem;
    problem->fee = rich->fee;
    problem->weight = rich->weight;
    problem->accept = rich->accept;
    problem->pinned = rich->pinned;
    problem->num_pinned = 1;
    problem->num_seeds = 12;
    problem->budget = 4;
    problem->max_steps = 5;
    problem->profit = profit;
}

static void
check_same(const wom_selection *a, const wom_selection *b)
{
    CHECK_EQUAL(a->num_seeds, b->num_seeds);
    const size_t size = a->num_seeds * sizeof(double);
    CHECK(memcmp(a->seed, b->seed, a->num_seeds * sizeof *a->seed) == 0);
    CHECK(memcmp(a->gain, b->gain, size) == 0);
    CHECK(memcmp(a->gain_error, b->gain_error, size) == 0);
    CHECK(memcmp(&a->value, &b->value, sizeof a->value) == 0);
    CHECK_EQUAL(a->num_evaluations, b->num_evaluations);
    CHECK_EQUAL(a->has_certificate, b->has_certificate);
    CHECK_EQUAL(a->certificate.judging_coverage, b->certificate.judging_coverage);
    CHECK_EQUAL(a->certificate.choosing_coverage, b->certificate.choosing_coverage);
    CHECK_NEAR(a->certificate.best_coverage, b->certificate.best_coverage, 0);
    CHECK_NEAR(a->certificate.ratio, b->certificate.ratio, 0);
}

static void
check_threads(const char *algorithm, bool profit)
{
    const uint32_t threads[] = { 1, 2, 7 };
    rich_problem rich[3];
    wom_selection *selection[3] = { NULL };
    for (int i = 0; i < 3; i++) {
        open_rich(&rich[i], threads[i], profit);
        CHECK_OK(problem_solve(&selection[i], &rich[i].on, algorithm));
        check_same(selection[0], selection[i]);
    }
    for (int i = 0; i < 3; i++) {
        wom_selection_free(selection[i]);
        problem_close(&rich[i].on);
    }
}

typedef struct text {
    char of[96];
} text;

/* As a choice; with few worlds and sets where their number is settled. */
static text
in_few(const wom_variant *variant)
{
    text made;
    size_t length = (size_t)snprintf(made.of, sizeof made.of, "{\"type\": \"%s\"", variant->name);
    for (const wom_field *field = variant->fields; field != NULL && field->name != NULL; field++) {
        const char *more = strcmp(field->name, "worlds") == 0 ? ", \"worlds\": 20"
                           : strcmp(field->name, "sets") == 0    ? ", \"sets\": 3000"
                           : strcmp(field->name, "epsilon") == 0 ? ", \"epsilon\": 0.4"
                                                                 : "";
        length += (size_t)snprintf(made.of + length, sizeof made.of - length, "%s", more);
    }
    snprintf(made.of + length, sizeof made.of - length, "}");
    return made;
}

/* All but exhaustive, which has too much to try here. */
static void
threads_do_not_change_a_bit(void)
{
    for (const wom_variant *const *variant = wom_algorithms.variants; *variant != NULL; variant++) {
        if (strcmp((*variant)->name, "exhaustive") == 0) continue;
        const text algorithm = in_few(*variant);
        check_threads(algorithm.of, false);
        check_threads(algorithm.of, true);
    }
}

static void
check_same_seeds(const wom_selection *a, const wom_selection *b)
{
    CHECK_EQUAL(a->num_seeds, b->num_seeds);
    for (uint32_t i = 0; i < a->num_seeds; i++) {
        CHECK_EQUAL(a->seed[i], b->seed[i]);
        CHECK_NEAR(a->gain[i], b->gain[i], 1e-9);
        CHECK_NEAR(a->gain_error[i], b->gain_error[i], 1e-9);
    }
}

/* Lazily or not, and whether the chosen are followed one by one or, as where a dynamics is not additive, together. */
static void
three_ways_of_greedy_choice_choose_the_same(void)
{
    const char *greedy = "{\"type\": \"greedy\", \"worlds\": 20}";
    for (int profit = 0; profit < 2; profit++) {
        rich_problem rich;
        wom_selection *lazy = NULL, *plain = NULL, *together = NULL;
        open_rich(&rich, 2, profit == 1);
        CHECK_OK(problem_solve(&lazy, &rich.on, "{\"type\": \"celf\", \"worlds\": 20}"));
        CHECK_OK(problem_solve(&plain, &rich.on, greedy));
        const wom_dynamics *lt = rich.on.chances->dynamics;
        wom_dynamics not_additive = *lt;
        not_additive.additive = false;
        rich.on.chances->dynamics = &not_additive;
        CHECK_OK(problem_solve(&together, &rich.on, greedy));
        rich.on.chances->dynamics = lt;
        CHECK(lazy->num_seeds > 2);
        check_same_seeds(lazy, plain);
        check_same_seeds(plain, together);
        wom_selection_free(lazy);
        wom_selection_free(plain);
        wom_selection_free(together);
        problem_close(&rich.on);
    }
}

/* Made once under another job: only the choice shall fail. */
static problem_case affordable;
static const double ones[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
static const char *tried; /* the algorithm that solve_affordable tries */

static wom_status
solve_affordable(wom_job *job)
{
    problem_case on = affordable;
    wom_selection *selection = NULL;
    on.job = job;
    const wom_status status = problem_solve(&selection, &on, tried);
    if (status == WOM_OK) CHECK_EQUAL(selection->num_seeds, 2);
    if (selection != NULL) CHECK_EQUAL(selection->complete, status == WOM_OK);
    wom_selection_free(selection);
    return status;
}

static void
every_allocation_may_fail(void)
{
    affordable = problem_of_stars(test_job(1), 2);
    affordable.problem.fee = ones;
    affordable.problem.budget = 2;
    for (const wom_variant *const *variant = wom_algorithms.variants; *variant != NULL; variant++) {
        const text algorithm = in_few(*variant);
        tried = algorithm.of;
        test_each_allocation_failing(solve_affordable);
    }
    problem_close(&affordable);
}

static wom_job *
job_with(double time_limit, uint64_t memory_limit)
{
    wom_job_options options = wom_job_defaults();
    wom_job *job = NULL;
    options.threads = 1;
    options.time_limit = time_limit;
    options.memory_limit = memory_limit;
    CHECK_OK(wom_job_create(&job, &options));
    return job;
}

static void
a_time_limit_that_has_passed_leaves_the_pinned(void)
{
    const wom_node pinned[] = { 7 };
    const char *const algorithms[] = { "ris", "greedy", "celf", "exhaustive" };
    problem_case on = problem_of_stars(test_job(1), 2), late = on;
    late.job = job_with(1e-9, 0);
    late.problem.pinned = pinned;
    late.problem.num_pinned = 1;
    for (int i = 0; i < 4; i++) {
        wom_selection *selection = NULL;
        CHECK_FAILS(problem_solve(&selection, &late, algorithms[i]), WOM_TIMEOUT, "time");
        CHECK(selection != NULL && !selection->complete && !selection->has_certificate);
        CHECK_EQUAL(selection->num_seeds, 1);
        CHECK_EQUAL(selection->seed[0], 7);
        wom_selection_free(selection);
    }
    CHECK_EQUAL(wom_job_memory_used(late.job), 0);
    wom_job_free(late.job);
    problem_close(&on);
}

/* The selection is that of the last completed round, with its certificate, which can be checked. False when the time
 * did not suffice for a single round. */
static bool
check_last_round(double time_limit, uint64_t memory_limit, const char *json, wom_status expected)
{
    problem_case on = problem_of_stars(test_job(1), 2), limited = on;
    wom_selection *selection = NULL;
    wom_certificate computed;
    bool agrees = false;
    limited.job = job_with(time_limit, memory_limit);
    CHECK_EQUAL(problem_solve(&selection, &limited, json), expected);
    const bool has_round = selection != NULL && selection->has_certificate;
    CHECK(has_round || time_limit > 0);
    if (has_round) {
        CHECK_EQUAL(selection->complete, expected == WOM_UNPROVEN);
        CHECK_EQUAL(selection->num_seeds, 2);
        CHECK(selection->certificate.ratio < 0.999);
        CHECK_OK(wom_certificate_check(&agrees, &computed, on.job, &on.problem, selection->seed, selection->num_seeds,
                                       &selection->certificate));
        CHECK(agrees);
    }
    wom_selection_free(selection);
    CHECK_EQUAL(wom_job_memory_used(limited.job), 0);
    wom_job_free(limited.job);
    problem_close(&on);
    return has_round;
}

static void
limits_of_time_and_memory_leave_the_last_completed_round(void)
{
    double seconds = 0.05; /* enough for some rounds, but not on every machine, nor under valgrind */
    while (!check_last_round(seconds, 0, "{\"type\": \"ris\", \"ratio\": 0.999}", WOM_TIMEOUT) && seconds < 60)
        seconds *= 4;
    CHECK(seconds < 60);
    check_last_round(0, 1 << 20, "{\"type\": \"ris\", \"ratio\": 0.999}", WOM_NO_MEMORY);
}

static void
a_ratio_that_the_sets_do_not_reach_is_unproven(void)
{
    check_last_round(0, 0, "{\"type\": \"ris\", \"ratio\": 0.999, \"max_sets\": 100}", WOM_UNPROVEN);
    CHECK(strstr(wom_error_text(), "a ratio of 0.999 was asked for") != NULL);
}

static void
without_a_ratio_asked_for_few_sets_are_no_error(void)
{
    problem_case on = problem_of_stars(test_job(1), 2);
    wom_selection *selection = NULL;
    CHECK_OK(problem_solve(&selection, &on, "{\"type\": \"ris\", \"max_sets\": 3}"));
    CHECK(selection->complete);
    CHECK_EQUAL(selection->certificate.num_sets, 3);
    CHECK(selection->certificate.ratio < 1 - exp(-1) - 0.1);
    wom_selection_free(selection);
    problem_close(&on);
}

TEST_MAIN(TEST(threads_do_not_change_a_bit), TEST(three_ways_of_greedy_choice_choose_the_same),
          TEST(every_allocation_may_fail),
          TEST(a_time_limit_that_has_passed_leaves_the_pinned),
          TEST(limits_of_time_and_memory_leave_the_last_completed_round),
          TEST(a_ratio_that_the_sets_do_not_reach_is_unproven), TEST(without_a_ratio_asked_for_few_sets_are_no_error))
