/* Problems that are refused, each in its own words. */
#include "problems.h"
#include "test.h"

static const double ones[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
static const double zeros[9] = { 0 };
static const double one_negative[9] = { 1, 1, -1 };
static const double one_missing[9] = { 1, NAN };
static const double one_infinite[9] = { 1, 1, 1, HUGE_VAL };
static const double one_above[9] = { 1, 1, 1, 1, 1.5 };
static const bool all_banned[9] = { true, true, true, true, true, true, true, true, true };

/* Every algorithm refuses the problem, with this text. */
static void
check_refused(problem_case *on, const char *part)
{
    for (const wom_variant *const *variant = wom_algorithms.variants; *variant != NULL; variant++) {
        wom_selection *selection = NULL;
        CHECK_FAILS(problem_solve(&selection, on, (*variant)->name), WOM_INVALID, part);
        CHECK(selection == NULL);
    }
    problem_close(on);
}

static void
fees_weights_and_acceptance_must_be_in_range(void)
{
    problem_case on = problem_of_stars(test_job(1), 1);
    on.problem.fee = one_negative;
    check_refused(&on, "the fee of user number 2 is -1, must be finite and 0 or more");
    on = problem_of_stars(test_job(1), 1);
    on.problem.weight = one_missing;
    check_refused(&on, "the weight of user number 1 is nan, must be finite and 0 or more");
    on = problem_of_stars(test_job(1), 1);
    on.problem.fee = one_infinite;
    check_refused(&on, "the fee of user number 3 is inf");
    on = problem_of_stars(test_job(1), 1);
    on.problem.accept = one_above;
    check_refused(&on, "user number 4 accepts with probability 1.5, must be from 0 to 1");
    on = problem_of_stars(test_job(1), 1);
    on.problem.weight = zeros;
    check_refused(&on, "the users' weights sum to 0, must be above 0");
}

static void
a_limit_must_be_given_and_be_a_number(void)
{
    problem_case on = problem_of_stars(test_job(1), 0);
    check_refused(&on, "neither a number of seeds nor a budget limits whom to ask");
    on = problem_of_stars(test_job(1), 0);
    on.problem.budget = 3;
    check_refused(&on, "a budget of 3 without fees limits nothing: give fees, or a number of seeds");
    on = problem_of_stars(test_job(1), 1);
    on.problem.budget = NAN;
    check_refused(&on, "the budget is nan, must be 0 or more");
    on = problem_of_stars(test_job(1), 1);
    on.problem.budget = -1;
    check_refused(&on, "the budget is -1, must be 0 or more");
}

static void
pinned_users_must_be_admissible(void)
{
    const wom_node twice[] = { 3, 3 }, beyond[] = { 9 }, three[] = { 1, 2, 3 };
    problem_case on = problem_of_stars(test_job(1), 2);
    on.problem.pinned = twice;
    on.problem.num_pinned = 2;
    check_refused(&on, "user number 3 is pinned twice");
    on = problem_of_stars(test_job(1), 2);
    on.problem.pinned = beyond;
    on.problem.num_pinned = 1;
    check_refused(&on, "pinned user number 9: there are 9 users");
    on = problem_of_stars(test_job(1), 2);
    on.problem.pinned = three;
    on.problem.num_pinned = 3;
    check_refused(&on, "3 users are pinned, but at most 2 may be asked");
    on = problem_of_stars(test_job(1), 2);
    on.problem.pinned = three;
    on.problem.num_pinned = 1;
    on.problem.banned = all_banned;
    check_refused(&on, "user number 1 is pinned and banned");
    on = problem_of_stars(test_job(1), 0);
    on.problem.pinned = three;
    on.problem.num_pinned = 3;
    on.problem.fee = ones;
    on.problem.budget = 2.5;
    check_refused(&on, "the pinned users cost 3, more than the budget of 2.5");
}

static void
somebody_must_be_there_to_ask(void)
{
    problem_case on = problem_of_stars(test_job(1), 2);
    on.problem.banned = all_banned;
    check_refused(&on, "nobody can be asked: every user is banned or costs more than the budget");
    on = problem_of_stars(test_job(1), 0);
    on.problem.fee = ones;
    on.problem.budget = 0.5;
    check_refused(&on, "nobody can be asked");
}

static void
chances_must_be_of_the_same_graph(void)
{
    problem_case on = problem_of_stars(test_job(1), 1), other = problem_of_stars(test_job(1), 1);
    on.problem.chances = other.chances;
    check_refused(&on, "the chances belong to another graph");
    problem_close(&other);
}

static void
a_ratio_of_profit_is_not_offered(void)
{
    problem_case on = problem_of_stars(test_job(1), 1);
    wom_selection *selection = NULL;
    on.problem.profit = true;
    CHECK_FAILS(problem_solve(&selection, &on, "{\"type\": \"ris\", \"ratio\": 0.5}"), WOM_INVALID,
                "a share of the best profit cannot be certified");
    CHECK(selection == NULL);
    problem_close(&on);
}

static void
a_dynamics_without_end_needs_a_deadline(void)
{
    wom_job *job = test_job(1);
    problem_case on = problem_on(job, GRAPH_OF(job, 3, { 0, 1, .5 }, { 1, 2, .5 }), "sis", 0);
    wom_selection *selection = NULL;
    CHECK_FAILS(problem_solve(&selection, &on, "ris"), WOM_INVALID, "the dynamics \"sis\" has no end of its own");
    CHECK(selection == NULL);
    on.problem.max_steps = 2;
    CHECK_OK(problem_solve(&selection, &on, "ris"));
    wom_selection_free(selection);
    problem_close(&on);
}

static void
exhaustive_refuses_many_sets(void)
{
    problem_case on = problem_of_stars(test_job(1), 4);
    wom_selection *selection = NULL;
    CHECK_FAILS(problem_solve(&selection, &on, "{\"type\": \"exhaustive\", \"max_subsets\": 255}"), WOM_INVALID,
                "algorithm \"exhaustive\": up to 4 of 9 users make more than 255 sets (max_subsets)");
    CHECK(selection == NULL);
    /* 1 + 9 + 36 + 84 + 126 */
    CHECK_OK(problem_solve(&selection, &on, "{\"type\": \"exhaustive\", \"max_subsets\": 256}"));
    wom_selection_free(selection);
    problem_close(&on);
}

static void
dynamics_without_what_an_algorithm_needs_are_refused(void)
{
    problem_case on = problem_of_stars(test_job(1), 1);
    const wom_dynamics *ic = on.chances->dynamics;
    wom_dynamics bare = *ic;
    wom_selection *selection = NULL;
    bare.reverse = NULL;
    on.chances->dynamics = &bare;
    CHECK_FAILS(problem_solve(&selection, &on, "ris"), WOM_INVALID,
                "algorithm \"ris\": the dynamics \"ic\" has no reverse walks, which RR sets need; choose \"greedy\"");
    bare.submodular = bare.additive = false;
    CHECK_FAILS(problem_solve(&selection, &on, "celf"), WOM_INVALID,
                "algorithm \"celf\": the dynamics \"ic\" is not additive");
    CHECK(selection == NULL);
    on.chances->dynamics = ic;
    problem_close(&on);
}

/* The table says who needs what; the door keeps to it, for dynamics that lack all, each, or nothing. */
static void
every_algorithm_refuses_exactly_the_dynamics_that_lack_what_it_needs(void)
{
    for (uint32_t has = 0; has < 8; has++) {
        problem_case on = problem_of_stars(test_job(1), 1);
        const wom_dynamics *ic = on.chances->dynamics;
        wom_dynamics some = *ic;
        some.submodular = (has & WOM_NEEDS_SUBMODULAR) != 0;
        some.additive = (has & WOM_NEEDS_ADDITIVE) != 0;
        if ((has & WOM_NEEDS_REVERSE) == 0) some.reverse = NULL;
        on.chances->dynamics = &some;
        for (const wom_variant *const *variant = wom_algorithms.variants; *variant != NULL; variant++) {
            const wom_algorithm *algorithm = (const wom_algorithm *)*variant;
            const char *lacking = wom_algorithm_refuses(algorithm, &some);
            wom_selection *selection = NULL;
            CHECK((lacking == NULL) == ((algorithm->needs & ~has) == 0));
            CHECK((wom_algorithm_lacks_promise(algorithm, &some) == NULL) ==
                  (((algorithm->needs | algorithm->promise_needs) & ~has) == 0));
            if (lacking == NULL)
                CHECK_OK(problem_solve(&selection, &on, (*variant)->name));
            else
                CHECK_FAILS(problem_solve(&selection, &on, (*variant)->name), WOM_INVALID, lacking);
            wom_selection_free(selection);
        }
        on.chances->dynamics = ic;
        problem_close(&on);
    }
}

TEST_MAIN(TEST(fees_weights_and_acceptance_must_be_in_range), TEST(a_limit_must_be_given_and_be_a_number),
          TEST(pinned_users_must_be_admissible), TEST(somebody_must_be_there_to_ask),
          TEST(chances_must_be_of_the_same_graph), TEST(a_ratio_of_profit_is_not_offered),
          TEST(a_dynamics_without_end_needs_a_deadline), TEST(exhaustive_refuses_many_sets),
          TEST(dynamics_without_what_an_algorithm_needs_are_refused),
          TEST(every_algorithm_refuses_exactly_the_dynamics_that_lack_what_it_needs))
