/* RR sets whose walks end early, against exact values; weights, acceptance, certain and impossible ties throughout. */
#include "problems.h"
#include "test.h"

enum { NUM_NODES = 8, NUM_TIES = 12, NUM_GRAPHS = 24, NUM_STOPS = 2, NUM_SEEDS = 3 };

typedef struct stop_problem {
    problem_case on;
    double weight[NUM_NODES], accept[NUM_NODES], fee[NUM_NODES];
} stop_problem;

/* In every other problem some users refuse; every third is of the linear threshold. */
static void
open_stops(stop_problem *stops, wom_job *job, uint64_t number)
{
    wom_rng rng = wom_rng_stream(number, WOM_PURPOSE_GENERATE, 21);
    wom_graph *graph = graph_random(job, NUM_NODES, NUM_TIES, 500 + number);
    const bool lt = number % 3 == 2;
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) {
        const uint64_t kind = wom_rng_below(&rng, 6);
        if (kind == 0) graph->strength[tie] = 0;
        if (kind == 1) graph->strength[tie] = 1;
    }
    if (lt) graph_limit_incoming(graph, 0.99);
    stops->on = problem_on(job, graph, lt ? "lt" : "ic", 0);
    for (wom_node node = 0; node < NUM_NODES; node++) {
        stops->weight[node] = number % 4 == 0 ? 1 : wom_rng_uniform(&rng);
        stops->accept[node] = number % 2 == 0 ? 1 : 0.2 + 0.8 * wom_rng_uniform(&rng);
        stops->fee[node] = 0.5 + wom_rng_uniform(&rng);
    }
    stops->on.problem.weight = stops->weight;
    stops->on.problem.accept = stops->accept;
    stops->on.problem.num_seeds = NUM_SEEDS;
    stops->on.problem.seed = 1000 + number;
}

/* f by adding up over who of the seeds accept. */
static double
exact_value(const problem_case *on, const wom_node *seeds, uint32_t num_seeds)
{
    double sum = 0;
    for (uint32_t set = 0; set < UINT32_C(1) << num_seeds; set++) {
        wom_node accepting[NUM_NODES];
        uint32_t num = 0;
        double chance = 1;
        for (uint32_t i = 0; i < num_seeds; i++) {
            const double accept = on->problem.accept[seeds[i]];
            if ((set >> i & 1) != 0) accepting[num++] = seeds[i];
            chance *= (set >> i & 1) != 0 ? accept : 1 - accept;
        }
        if (chance > 0 && num > 0) sum += chance * problem_exact(on, accepting, num);
    }
    return sum;
}

static double
probable_friends(const problem_case *on, wom_node node)
{
    double sum = 0;
    for (uint64_t tie = on->graph->out_first[node]; tie < on->graph->out_first[node + 1]; tie++)
        sum += (double)on->chances->threshold[tie];
    return sum * on->problem.accept[node];
}

/* The two with most probable friends, the lower among equals, and somebody else. */
static void
seeds_with_stops(wom_node seeds[NUM_SEEDS], const problem_case *on)
{
    bool is_taken[NUM_NODES] = { false };
    for (uint32_t i = 0; i < NUM_SEEDS; i++) {
        wom_node best = WOM_NO_NODE;
        for (wom_node node = 0; node < NUM_NODES; node++)
            if (!is_taken[node] && (best == WOM_NO_NODE || probable_friends(on, node) > probable_friends(on, best)))
                best = node;
        seeds[i] = best;
        is_taken[best] = true;
    }
}

static double
score_of(uint64_t hits, uint64_t num, double p)
{
    const double error = sqrt(fmax(p * (1 - p), 1e-12) / (double)num);
    return ((double)hits / (double)num - p) / error;
}

static void
walks_that_end_early_cover_as_often_as_whole_ones(void)
{
    wom_job *job = test_job(2);
    double sum = 0;
    for (uint64_t number = 0; number < NUM_GRAPHS; number++) {
        stop_problem stops;
        wom_node seeds[NUM_SEEDS];
        wom_certificate computed;
        bool agrees = true;
        open_stops(&stops, job, number);
        seeds_with_stops(seeds, &stops.on);
        const wom_certificate claimed = {
            .seed = number, .num_sets = 20000, .num_rounds = 1, .failure = 0.1, .num_stops = NUM_STOPS
        };
        CHECK_OK(wom_certificate_check(&agrees, &computed, job, &stops.on.problem, seeds, NUM_SEEDS, &claimed));
        CHECK(!agrees);
        CHECK_EQUAL(computed.num_stops, NUM_STOPS);
        const double share = exact_value(&stops.on, seeds, NUM_SEEDS) / computed.total_weight;
        const double score = score_of(computed.choosing_coverage, computed.num_sets, share);
        CHECK_NEAR(score, 0, 5);
        CHECK_NEAR(score_of(computed.judging_coverage, computed.num_sets, share), 0, 5);
        sum += score * score;
        problem_free(&stops.on);
    }
    CHECK_NEAR(sum / NUM_GRAPHS, 1, 5 * sqrt(2.0 / NUM_GRAPHS));
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static double
best_from(const stop_problem *stops, wom_node *seeds, uint32_t num_seeds, wom_node next, double cost)
{
    const wom_problem *problem = &stops->on.problem;
    double best = exact_value(&stops->on, seeds, num_seeds);
    if (num_seeds == NUM_SEEDS) return best;
    for (wom_node node = next; node < NUM_NODES; node++) {
        if (problem->fee != NULL && cost + stops->fee[node] > problem->budget) continue;
        seeds[num_seeds] = node;
        best = fmax(best, best_from(stops, seeds, num_seeds + 1, node + 1, cost + stops->fee[node]));
    }
    return best;
}

/* Certificates for seeds chosen on very few sets, with budgets every fifth time; how often either bound is wrong. */
static void
bounds_with_early_stops_are_wrong_no_more_often_than_they_say(void)
{
    enum { NUM_RUNS = 60 };
    wom_job *job = test_job(1);
    uint32_t num = 0, lower = 0, upper = 0;
    for (uint64_t number = 0; number < NUM_GRAPHS; number++) {
        stop_problem stops;
        wom_node set[NUM_SEEDS];
        open_stops(&stops, job, number);
        if (number % 5 == 4) {
            stops.on.problem.fee = stops.fee;
            stops.on.problem.budget = 2.5;
        }
        const double best = best_from(&stops, set, 0, 0, 0);
        for (uint64_t seed = 1; seed <= NUM_RUNS; seed++) {
            wom_selection *selection = NULL;
            stops.on.problem.seed = seed;
            CHECK_OK(problem_solve(&selection, &stops.on,
                                   "{\"type\": \"ris-stop\", \"stops\": 1, \"failure\": 0.4, \"max_sets\": 16}"));
            const wom_certificate *it = &selection->certificate;
            lower += exact_value(&stops.on, selection->seed, selection->num_seeds) < it->lower;
            upper += best > it->upper;
            CHECK_EQUAL(it->num_rounds, 2); /* with stops and without, one each */
            num++;
            wom_selection_free(selection);
        }
        problem_free(&stops.on);
    }
    /* four statements share the failure of 0.4 */
    CHECK(lower <= 0.2 * num + 5 * sqrt(0.16 * num));
    CHECK(upper <= 0.2 * num + 5 * sqrt(0.16 * num));
    CHECK(lower > 0 && upper > 0);
    wom_job_free(job);
}

/* A network that almost any user reaches most of. */
static void
where_seeds_reach_much_walks_end_early_and_the_certificate_holds(void)
{
    wom_job *job = test_job(2);
    wom_graph *graph = graph_preferential(job, 3000, 6, 4);
    CHECK_OK(wom_allocate(&graph->strength, job, graph->num_ties, sizeof *graph->strength, "strengths"));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) graph->strength[tie] = 0.15f;
    problem_case on = problem_on(job, graph, "ic", 0);
    wom_selection *whole = NULL, *stopping = NULL;
    wom_certificate computed;
    bool agrees = false;
    on.problem.num_seeds = 20;
    CHECK_OK(problem_solve(&whole, &on, "ris"));
    CHECK_OK(problem_solve(&stopping, &on, "ris-stop"));
    CHECK_EQUAL(stopping->num_seeds, 20);
    CHECK_EQUAL(stopping->certificate.num_stops, 5);
    CHECK(stopping->certificate.ratio >= 1 - exp(-1) - 0.1);
    CHECK_OK(wom_certificate_check(&agrees, &computed, job, &on.problem, stopping->seed, 20, &stopping->certificate));
    CHECK(agrees);
    wom_certificate other = stopping->certificate;
    other.best_coverage -= 1;
    CHECK_OK(wom_certificate_check(&agrees, &computed, job, &on.problem, stopping->seed, 20, &other));
    CHECK(!agrees);
    /* the value of either choice is known to about 2 %, and neither is much worse */
    CHECK_NEAR(stopping->certificate.lower / whole->certificate.lower, 1, 0.05);
    wom_selection_free(whole);
    wom_selection_free(stopping);
    problem_close(&on);
}

/* A baseline, profit, and short walks: as ris, to the seed. */
static void
where_early_stops_do_not_pay_the_plain_rounds_decide(void)
{
    wom_job *job = test_job(2);
    wom_graph *graph = graph_random(job, 400, 800, 6);
    problem_case on = problem_on(job, graph, "ic", 0.01);
    on.problem.num_seeds = 5;
    for (int i = 0; i < 2; i++) {
        wom_selection *plain = NULL, *stopping = NULL;
        on.problem.profit = i == 1;
        CHECK_OK(problem_solve(&plain, &on, "ris"));
        CHECK_OK(problem_solve(&stopping, &on, "ris-stop"));
        CHECK_EQUAL(stopping->certificate.num_stops, 0);
        CHECK_EQUAL(plain->num_seeds, stopping->num_seeds);
        for (uint32_t k = 0; k < plain->num_seeds; k++) CHECK_EQUAL(plain->seed[k], stopping->seed[k]);
        CHECK_NEAR(plain->certificate.lower, stopping->certificate.lower, 0);
        wom_selection_free(plain);
        wom_selection_free(stopping);
    }
    problem_close(&on);
}

TEST_MAIN(TEST(walks_that_end_early_cover_as_often_as_whole_ones),
          TEST(bounds_with_early_stops_are_wrong_no_more_often_than_they_say),
          TEST(where_seeds_reach_much_walks_end_early_and_the_certificate_holds),
          TEST(where_early_stops_do_not_pay_the_plain_rounds_decide))
