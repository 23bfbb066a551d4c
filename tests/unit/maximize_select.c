/* Choosing seeds on graphs small enough to see what is right. */
#include "problems.h"
#include "test.h"

/* Solves, and checks that exactly these users are chosen, in this order. */
static wom_selection *
check_seeds(const problem_case *on, const char *algorithm, uint32_t num_seeds, const wom_node *seeds)
{
    wom_selection *selection = NULL;
    CHECK_OK(problem_solve(&selection, on, algorithm));
    if (selection == NULL) return NULL;
    CHECK(selection->complete);
    CHECK_EQUAL(selection->num_seeds, num_seeds);
    for (uint32_t i = 0; i < num_seeds && i < selection->num_seeds; i++) CHECK_EQUAL(selection->seed[i], seeds[i]);
    return selection;
}

#define CHECK_CHOICE(on, algorithm, ...)                                                                               \
    wom_selection_free(check_seeds(on, algorithm, sizeof((const wom_node[]){ __VA_ARGS__ }) / sizeof(wom_node),        \
                                   (const wom_node[]){ __VA_ARGS__ }))

static void
ris_takes_the_centres_of_stars(void)
{
    problem_case on = problem_of_stars(test_job(2), 2);
    wom_selection *selection = check_seeds(&on, "ris", 2, (const wom_node[]){ 0, 5 });
    CHECK(selection->has_certificate);
    CHECK(selection->certificate.ratio >= 1 - exp(-1) - 0.1);
    CHECK(selection->certificate.lower <= 8 && selection->certificate.upper >= 8);
    CHECK_NEAR(selection->gain[0], 5, 5 * selection->gain_error[0]);
    CHECK_NEAR(selection->gain[1], 3, 5 * selection->gain_error[1]);
    CHECK_NEAR(selection->value, selection->gain[0] + selection->gain[1], 1e-9);
    CHECK(selection->num_evaluations >= 2 * selection->certificate.num_sets);
    wom_selection_free(selection);
    problem_close(&on);
}

static void
greedy_knows_certain_gains_exactly(void)
{
    problem_case on = problem_of_stars(test_job(2), 3);
    wom_selection *selection = check_seeds(&on, "greedy", 3, (const wom_node[]){ 0, 5, 8 });
    CHECK_NEAR(selection->gain[0], 5, 0);
    CHECK_NEAR(selection->gain[1], 3, 0);
    CHECK_NEAR(selection->gain[2], 1, 0);
    CHECK_NEAR(selection->gain_error[0], 0, 0);
    CHECK_NEAR(selection->value, 9, 0);
    CHECK(!selection->has_certificate);
    wom_selection_free(selection);
    problem_close(&on);
}

static void
exhaustive_takes_no_user_that_adds_nothing(void)
{
    problem_case on = problem_of_stars(test_job(1), 4);
    CHECK_CHOICE(&on, "exhaustive", 0, 5, 8);
    problem_close(&on);
}

static void
degree_takes_the_most_ties_and_the_lower_node_first(void)
{
    problem_case on = problem_of_stars(test_job(1), 4);
    wom_selection *selection = check_seeds(&on, "degree", 4, (const wom_node[]){ 0, 5, 1, 2 });
    CHECK(isnan(selection->gain[0]) && isnan(selection->value));
    wom_selection_free(selection);
    problem_close(&on);
}

static void
pagerank_takes_the_centre_of_the_larger_star_first(void)
{
    problem_case on = problem_of_stars(test_job(1), 2);
    CHECK_CHOICE(&on, "pagerank", 0, 5);
    problem_close(&on);
}

static void
random_takes_everybody_sooner_or_later(void)
{
    problem_case on = problem_of_stars(test_job(1), 1);
    bool met[9] = { false };
    for (uint64_t seed = 1; seed <= 200; seed++) {
        wom_selection *selection = NULL;
        on.problem.seed = seed;
        CHECK_OK(problem_solve(&selection, &on, "random"));
        met[selection->seed[0]] = true;
        wom_selection_free(selection);
    }
    for (int node = 0; node < 9; node++) CHECK(met[node]);
    problem_close(&on);
}

static void
users_without_gain_fill_the_number_while_they_are_free(void)
{
    problem_case on = problem_of_stars(test_job(1), 5);
    const double fee[9] = { 0, 1, 0, 0, 0, 0, 0, 0, 0 };
    CHECK_CHOICE(&on, "greedy", 0, 5, 8, 1, 2);
    on.problem.fee = fee;
    CHECK_CHOICE(&on, "greedy", 0, 5, 8, 2, 3);
    CHECK_CHOICE(&on, "ris", 0, 5, 8, 2, 3);
    problem_close(&on);
}

static void
pinned_users_come_first_and_banned_ones_never(void)
{
    problem_case on = problem_of_stars(test_job(1), 3);
    const wom_node pinned[] = { 7, 1 };
    const bool banned[9] = { true };
    on.problem.pinned = pinned;
    on.problem.num_pinned = 2;
    on.problem.banned = banned;
    CHECK_CHOICE(&on, "ris", 7, 1, 5);
    CHECK_CHOICE(&on, "greedy", 7, 1, 5);
    CHECK_CHOICE(&on, "degree", 7, 1, 5);
    CHECK_CHOICE(&on, "exhaustive", 7, 1, 5);
    on.problem.num_seeds = 2;
    CHECK_CHOICE(&on, "ris", 7, 1);
    CHECK_CHOICE(&on, "greedy", 7, 1);
    problem_close(&on);
}

/* 0 brings 5 for 5; 5 brings 3 for 1 and 8 brings 1 for 1. */
static const double fees_by_star[9] = { 5, 9, 9, 9, 9, 1, 9, 9, 1 };

static void
a_budget_goes_where_a_fee_brings_most(void)
{
    problem_case on = problem_of_stars(test_job(1), 0);
    on.problem.fee = fees_by_star;
    on.problem.budget = 2;
    CHECK_CHOICE(&on, "greedy", 5, 8);
    CHECK_CHOICE(&on, "ris", 5, 8);
    CHECK_CHOICE(&on, "exhaustive", 5, 8);
    CHECK_CHOICE(&on, "degree", 5, 8);
    on.problem.budget = 6;
    CHECK_CHOICE(&on, "greedy", 0, 5); /* by gain 8, by gain per fee only 4 */
    CHECK_CHOICE(&on, "ris", 0, 5);
    problem_close(&on);
}

static void
a_budget_is_not_wasted_on_the_cheap_when_one_dear_user_is_better(void)
{
    problem_case on = problem_of_stars(test_job(1), 0);
    const double fee[9] = { 5, 1e9, 1e9, 1e9, 1e9, 1e9, 1e9, 1e9, 0.5 };
    on.problem.fee = fee;
    on.problem.budget = 5; /* 8 brings twice as much a fee, but then 0 is beyond it */
    CHECK_CHOICE(&on, "greedy", 0);
    CHECK_CHOICE(&on, "ris", 0);
    problem_close(&on);
}

static void
three_fees_of_a_tenth_fit_a_budget_of_three_tenths(void)
{
    problem_case on = problem_of_stars(test_job(1), 0);
    const double fee[9] = { 0.1, 1, 1, 1, 1, 0.1, 1, 1, 0.1 };
    on.problem.fee = fee;
    on.problem.budget = 0.3;
    CHECK_CHOICE(&on, "greedy", 0, 5, 8);
    CHECK_CHOICE(&on, "ris", 0, 5, 8);
    CHECK_CHOICE(&on, "degree", 0, 5, 8);
    problem_close(&on);
}

static void
profit_stops_where_a_user_costs_more_than_she_brings(void)
{
    problem_case on = problem_of_stars(test_job(1), 0);
    const double fee[9] = { 2, 2, 2, 2, 2, 2, 2, 2, 2 };
    on.problem.fee = fee;
    on.problem.profit = true;
    CHECK_CHOICE(&on, "greedy", 0, 5);
    CHECK_CHOICE(&on, "ris", 0, 5);
    on.problem.num_seeds = 4;
    CHECK_CHOICE(&on, "greedy", 0, 5);
    CHECK_CHOICE(&on, "ris", 0, 5);
    CHECK_CHOICE(&on, "exhaustive", 0, 5);
    problem_close(&on);
}

static void
profit_may_ask_nobody_at_all(void)
{
    problem_case on = problem_of_stars(test_job(1), 2);
    const double fee[9] = { 6, 6, 6, 6, 6, 6, 6, 6, 6 };
    on.problem.fee = fee;
    on.problem.profit = true;
    wom_selection_free(check_seeds(&on, "greedy", 0, NULL));
    wom_selection_free(check_seeds(&on, "ris", 0, NULL));
    problem_close(&on);
}

static void
weights_acceptance_and_deadlines_decide_who_is_best(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 7, { 0, 1, 1 }, { 1, 2, 1 }, { 2, 3, 1 }, { 4, 5, 1 }, { 4, 6, 1 });
    problem_case on = problem_on(job, graph, "ic", 0);
    const double weight[7] = { 1, 1, 1, 1, 1, 9, 1 };
    const double accept[7] = { 0.1, 1, 1, 1, 1, 1, 1 };
    CHECK_CHOICE(&on, "ris", 0);
    CHECK_CHOICE(&on, "greedy", 0);
    on.problem.weight = weight;
    CHECK_CHOICE(&on, "ris", 4);
    CHECK_CHOICE(&on, "greedy", 4);
    on.problem.weight = NULL;
    on.problem.max_steps = 1; /* 0 reaches 1 only, 4 both of hers */
    CHECK_CHOICE(&on, "ris", 4);
    CHECK_CHOICE(&on, "greedy", 4);
    on.problem.max_steps = 0;
    on.problem.accept = accept;
    const bool banned[7] = { [4] = true };
    on.problem.banned = banned;
    CHECK_CHOICE(&on, "ris", 1);
    CHECK_CHOICE(&on, "greedy", 1);
    problem_close(&on);
}

static void
only_what_the_campaign_adds_to_the_baseline_counts(void)
{
    wom_job *job = test_job(2);
    problem_case on = problem_on(job, GRAPH_OF(job, 4, { 0, 1, 1 }, { 0, 2, 0.5 }, { 3, 0, 0.1 }), "ic", 0.3);
    const double exact = problem_exact(&on, (const wom_node[]){ 0 }, 1);
    CHECK(exact < 2);
    wom_selection *selection = check_seeds(&on, "ris", 1, (const wom_node[]){ 0 });
    CHECK_NEAR(selection->value, exact, 5 * selection->gain_error[0]);
    CHECK(selection->certificate.lower <= exact);
    wom_selection_free(selection);
    selection = check_seeds(&on, "greedy", 1, (const wom_node[]){ 0 });
    CHECK_NEAR(selection->value, exact, 5 * selection->gain_error[0]);
    wom_selection_free(selection);
    problem_close(&on);
}

TEST_MAIN(TEST(ris_takes_the_centres_of_stars), TEST(greedy_knows_certain_gains_exactly),
          TEST(exhaustive_takes_no_user_that_adds_nothing), TEST(degree_takes_the_most_ties_and_the_lower_node_first),
          TEST(pagerank_takes_the_centre_of_the_larger_star_first), TEST(random_takes_everybody_sooner_or_later),
          TEST(users_without_gain_fill_the_number_while_they_are_free),
          TEST(pinned_users_come_first_and_banned_ones_never), TEST(a_budget_goes_where_a_fee_brings_most),
          TEST(a_budget_is_not_wasted_on_the_cheap_when_one_dear_user_is_better),
          TEST(three_fees_of_a_tenth_fit_a_budget_of_three_tenths),
          TEST(profit_stops_where_a_user_costs_more_than_she_brings), TEST(profit_may_ask_nobody_at_all),
          TEST(weights_acceptance_and_deadlines_decide_who_is_best),
          TEST(only_what_the_campaign_adds_to_the_baseline_counts))
