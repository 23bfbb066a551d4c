/* Checking certificates anew. */
#include "problems.h"
#include "test.h"

/* Some choice with a certificate on a random graph with fees. */
typedef struct certified {
    problem_case on;
    wom_selection *selection;
    double fee[40];
} certified;

static void
open_certified(certified *it)
{
    wom_job *job = test_job(2);
    wom_rng rng = wom_rng_stream(8, WOM_PURPOSE_GENERATE, 0);
    it->on = problem_on(job, graph_random(job, 40, 120, 2), "ic", 0);
    for (int i = 0; i < 40; i++) it->fee[i] = 0.5 + wom_rng_uniform(&rng);
    it->on.problem.num_seeds = 0;
    it->on.problem.fee = it->fee;
    it->on.problem.budget = 3;
    CHECK_OK(problem_solve(&it->selection, &it->on, "ris"));
}

static void
close_certified(certified *it)
{
    wom_selection_free(it->selection);
    problem_close(&it->on);
}

static bool
agrees_with(const certified *it, const wom_certificate *claimed)
{
    bool agrees = false;
    wom_certificate computed;
    CHECK_OK(wom_certificate_check(&agrees, &computed, it->on.job, &it->on.problem, it->selection->seed,
                                   it->selection->num_seeds, claimed));
    return agrees;
}

static void
an_honest_certificate_agrees(void)
{
    certified it;
    open_certified(&it);
    CHECK(it.selection->cost <= 3 + 1e-9);
    CHECK(agrees_with(&it, &it.selection->certificate));
    close_certified(&it);
}

static void
every_number_of_a_certificate_is_computed_anew(void)
{
    certified it;
    open_certified(&it);
    const wom_certificate honest = it.selection->certificate;
    wom_certificate claimed = honest;
    claimed.judging_coverage++;
    CHECK(!agrees_with(&it, &claimed));
    claimed = honest;
    claimed.choosing_coverage--;
    CHECK(!agrees_with(&it, &claimed));
    claimed = honest;
    claimed.best_coverage -= 1;
    CHECK(!agrees_with(&it, &claimed));
    claimed = honest;
    claimed.lower *= 1.001;
    CHECK(!agrees_with(&it, &claimed));
    claimed = honest;
    claimed.upper /= 1.001;
    CHECK(!agrees_with(&it, &claimed));
    claimed = honest;
    claimed.ratio += 0.001;
    CHECK(!agrees_with(&it, &claimed));
    claimed = honest;
    claimed.total_weight += 1;
    CHECK(!agrees_with(&it, &claimed));
    claimed = honest;
    claimed.failure *= 2; /* the bounds would have to be closer */
    CHECK(!agrees_with(&it, &claimed));
    claimed = honest;
    claimed.num_rounds++;
    CHECK(!agrees_with(&it, &claimed));
    claimed = honest;
    claimed.num_sets++;
    CHECK(!agrees_with(&it, &claimed));
    claimed = honest;
    claimed.seed++;
    CHECK(!agrees_with(&it, &claimed));
    close_certified(&it);
}

static void
other_seeds_do_not_agree(void)
{
    certified it;
    open_certified(&it);
    const wom_certificate *claimed = &it.selection->certificate;
    wom_certificate computed;
    bool agrees = true;
    CHECK_OK(wom_certificate_check(&agrees, &computed, it.on.job, &it.on.problem, it.selection->seed,
                                   it.selection->num_seeds - 1, claimed));
    CHECK(!agrees);
    CHECK(computed.lower < claimed->lower);
    CHECK_NEAR(computed.upper, claimed->upper, 0);
    close_certified(&it);
}

static void
check_refused(const certified *it, const wom_node *seeds, uint32_t num_seeds, const char *part)
{
    wom_certificate computed;
    bool agrees;
    CHECK_FAILS(wom_certificate_check(&agrees, &computed, it->on.job, &it->on.problem, seeds, num_seeds,
                                      &it->selection->certificate),
                WOM_INVALID, part);
}

static void
inadmissible_seeds_are_refused(void)
{
    certified it;
    open_certified(&it);
    const wom_node beyond[] = { 40 }, twice[] = { 1, 1 }, dear[] = { 0, 1, 2, 3, 4, 5, 6, 7 }, pinned[] = { 9 };
    bool banned[40] = { [1] = true };
    check_refused(&it, beyond, 1, "seed number 40: there are 40 users");
    check_refused(&it, twice, 2, "user number 1 is a seed twice");
    check_refused(&it, dear, 8, "the seeds are more than the number or the budget allows");
    it.on.problem.banned = banned;
    check_refused(&it, twice, 1, "seed number 1 is banned or beyond the budget");
    it.on.problem.pinned = pinned;
    it.on.problem.num_pinned = 1;
    check_refused(&it, dear, 1, "1 pinned users are not among the seeds");
    it.on.problem.profit = true;
    check_refused(&it, dear, 1, "there are no certificates for profit");
    close_certified(&it);
}

static void
impossible_claims_are_refused(void)
{
    certified it;
    open_certified(&it);
    wom_certificate *claimed = &it.selection->certificate;
    const wom_certificate honest = *claimed;
    claimed->num_sets = 0;
    check_refused(&it, NULL, 0, "the certificate claims 0 sets");
    *claimed = honest;
    claimed->num_rounds = 0;
    check_refused(&it, NULL, 0, "the certificate claims 0 rounds");
    *claimed = honest;
    claimed->failure = 1;
    check_refused(&it, NULL, 0, "the certificate claims a failure of 1");
    close_certified(&it);
}

TEST_MAIN(TEST(an_honest_certificate_agrees), TEST(every_number_of_a_certificate_is_computed_anew),
          TEST(other_seeds_do_not_agree), TEST(inadmissible_seeds_are_refused), TEST(impossible_claims_are_refused))
