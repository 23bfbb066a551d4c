/* Choosing seeds on graphs small enough to see what is right. */
#include <wom/maximize.h>

#include "problems.h"
#include "test.h"

/* Two stars, 0 -> 1 2 3 4 and 5 -> 6 7, and a loner 8; ties always live. */
static wom_graph *
two_stars(wom_job *job)
{
    return GRAPH_OF(job, 9, { 0, 1, 1 }, { 0, 2, 1 }, { 0, 3, 1 }, { 0, 4, 1 }, { 5, 6, 1 }, { 5, 7, 1 });
}

static problem_case
stars_problem(uint32_t threads, uint32_t num_seeds)
{
    wom_job *job = test_job(threads);
    problem_case on = problem_on(job, two_stars(job), "ic", 0);
    on.problem.num_seeds = num_seeds;
    return on;
}

static void
close_problem(problem_case *on)
{
    problem_free(on);
    CHECK_EQUAL(wom_job_memory_used(on->job), 0);
    wom_job_free(on->job);
}

static void
ris_takes_the_centres_of_stars(void)
{
    problem_case on = stars_problem(2, 2);
    wom_selection *selection = NULL;
    CHECK_OK(problem_solve(&selection, &on, "ris"));
    CHECK_EQUAL(selection->num_seeds, 2);
    CHECK_EQUAL(selection->seed[0], 0);
    CHECK_EQUAL(selection->seed[1], 5);
    CHECK(selection->complete);
    CHECK(selection->has_certificate);
    CHECK(selection->certificate.ratio >= 1 - exp(-1) - 0.1);
    CHECK(selection->certificate.lower <= 8 && selection->certificate.upper >= 8);
    CHECK_NEAR(selection->gain[0], 5, 5 * selection->gain_error[0]);
    CHECK_NEAR(selection->gain[1], 3, 5 * selection->gain_error[1]);
    CHECK_NEAR(selection->value, selection->gain[0] + selection->gain[1], 1e-9);
    wom_selection_free(selection);
    close_problem(&on);
}

static void
degree_takes_the_most_ties_and_the_lower_node_first(void)
{
    problem_case on = stars_problem(1, 4);
    wom_selection *selection = NULL;
    CHECK_OK(problem_solve(&selection, &on, "degree"));
    const wom_node expected[] = { 0, 5, 1, 2 };
    CHECK_EQUAL(selection->num_seeds, 4);
    for (int i = 0; i < 4; i++) CHECK_EQUAL(selection->seed[i], expected[i]);
    CHECK(isnan(selection->gain[0]));
    wom_selection_free(selection);
    close_problem(&on);
}

static void
random_takes_different_users_for_different_seeds(void)
{
    problem_case on = stars_problem(1, 1);
    bool met[9] = { false };
    for (uint64_t seed = 1; seed <= 200; seed++) {
        wom_selection *selection = NULL;
        on.problem.seed = seed;
        CHECK_OK(problem_solve(&selection, &on, "random"));
        met[selection->seed[0]] = true;
        wom_selection_free(selection);
    }
    for (int node = 0; node < 9; node++) CHECK(met[node]);
    close_problem(&on);
}

TEST_MAIN(TEST(ris_takes_the_centres_of_stars), TEST(degree_takes_the_most_ties_and_the_lower_node_first),
          TEST(random_takes_different_users_for_different_seeds))
