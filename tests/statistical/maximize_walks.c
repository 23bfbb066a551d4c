/* RR sets by fast walks cover the same seeds as often as sets by the dynamics' own plain reverse walk, whatever the
 * network looks like; so do sets that are stored, sets that are judged, and sets whose walks end early. */
#include "problems.h"
#include "test.h"

#include <math.h>

enum { NUM_SETS = 20000, NUM_SEEDS = 3 };

/* How a network's ties get their probabilities, in place of its strengths. */
typedef enum manner { AS_THEY_ARE, EQUAL_INTO_A_USER, UNEQUAL, CERTAIN_OR_NEVER } manner;

static void
weigh(wom_graph *graph, manner how, double most)
{
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) {
        const wom_node head = graph->out_head[tie];
        const double draw = (double)wom_coin(3, tie) / (double)WOM_COIN_ONE;
        float *strength = &graph->strength[tie];
        if (how == EQUAL_INTO_A_USER) *strength = (float)(most * (0.2 + 0.8 * (head % 5) / 4));
        if (how == UNEQUAL) *strength = (float)(most * draw * draw);
        if (how == CERTAIN_OR_NEVER) *strength = draw < most ? 1 : 0;
    }
}

static double
share_of_covered(uint64_t covered)
{
    return (double)covered / NUM_SETS;
}

static void
check_same_share(uint64_t one, uint64_t other)
{
    const double p = (share_of_covered(one) + share_of_covered(other)) / 2;
    CHECK_NEAR(share_of_covered(one), share_of_covered(other), 5 * sqrt(2 * p * (1 - p) / NUM_SETS));
}

/* The certificate of the seeds, with walks as they are or by the dynamics itself. */
static wom_certificate
certify(const problem_case *on, const wom_node *seeds, uint32_t num_stops, bool plain)
{
    wom_dynamics by_walk = *on->chances->dynamics;
    wom_chances chances = *on->chances;
    wom_problem problem = on->problem;
    wom_certificate computed = { 0 };
    bool agrees;
    by_walk.live_in_ties = WOM_LIVE_BY_WALK;
    if (plain) chances.dynamics = &by_walk;
    problem.chances = &chances;
    const wom_certificate claimed = { .seed = plain ? 11 : 12, .num_sets = NUM_SETS, .num_rounds = 1, .failure = 0.2,
                                      .num_contents = 1, .num_stops = num_stops };
    CHECK_OK(wom_certificate_check(&agrees, &computed, on->job, &problem, seeds, NUM_SEEDS, &claimed));
    return computed;
}

static double
probable_friends(const problem_case *on, wom_node node)
{
    double sum = 0;
    for (uint64_t tie = on->graph->out_first[node]; tie < on->graph->out_first[node + 1]; tie++)
        sum += (double)on->chances->threshold[tie];
    return sum * (on->problem.accept == NULL ? 1 : on->problem.accept[node]);
}

/* The two at whom walks would end, the lower among equals, and somebody else. */
static void
find_seeds(wom_node seeds[NUM_SEEDS], const problem_case *on)
{
    for (uint32_t i = 0; i < NUM_SEEDS; i++) {
        wom_node best = WOM_NO_NODE;
        for (wom_node node = 0; node < on->graph->num_nodes; node++) {
            if ((i > 0 && node == seeds[0]) || (i > 1 && node == seeds[1])) continue;
            if (best == WOM_NO_NODE || probable_friends(on, node) > probable_friends(on, best)) best = node;
        }
        seeds[i] = best;
    }
}

static void
compare(const problem_case *on)
{
    wom_node seeds[NUM_SEEDS];
    find_seeds(seeds, on);
    const wom_certificate plain = certify(on, seeds, 0, true), fast = certify(on, seeds, 0, false);
    check_same_share(plain.choosing_coverage, fast.choosing_coverage);
    check_same_share(plain.judging_coverage, fast.judging_coverage);
    check_same_share(plain.choosing_coverage, fast.judging_coverage);
    if (on->chances->baseline > 0) return;
    const wom_certificate stopping = certify(on, seeds, 2, false), slow = certify(on, seeds, 2, true);
    check_same_share(slow.choosing_coverage, stopping.choosing_coverage);
    CHECK_EQUAL(stopping.judging_coverage, fast.judging_coverage);
}

/* Plainly; with weights, refusals and a deadline; and with a baseline. */
static void
compare_all_ways(wom_job *job, wom_graph *graph, const char *dynamics)
{
    problem_case on = problem_on(job, graph, dynamics, 0);
    const wom_node num_nodes = graph->num_nodes;
    double *weight = NULL, *accept = NULL;
    CHECK_OK(wom_allocate(&weight, job, num_nodes, sizeof *weight, "weights"));
    CHECK_OK(wom_allocate(&accept, job, num_nodes, sizeof *accept, "acceptance"));
    for (wom_node node = 0; node < num_nodes; node++) {
        weight[node] = node % 4;
        accept[node] = 0.4 + 0.1 * (node % 7);
    }
    on.problem.num_seeds = NUM_SEEDS;
    compare(&on);
    on.problem.weight = weight;
    on.problem.accept = accept;
    on.problem.max_steps = 3;
    compare(&on);
    on.chances->baseline = wom_threshold(0.01);
    compare(&on);
    wom_free(weight);
    wom_free(accept);
    problem_free(&on);
}

/* A generated graph, with strengths to hold probabilities. */
static wom_graph *
generated(wom_job *job, const char *generator)
{
    wom_choice choice = graph_choice(job, &wom_generators, generator);
    wom_graph *graph = NULL;
    CHECK_OK(wom_graph_generate(&graph, NULL, job, &choice, 5));
    wom_choice_free(&choice);
    if (graph->strength == NULL)
        CHECK_OK(wom_allocate(&graph->strength, job, graph->num_ties, sizeof *graph->strength, "strengths"));
    return graph;
}

/* `num_tails` users from 0 on have ties to all of `num_heads` from first_head on. */
static wom_graph *
all_to_all(wom_job *job, wom_node num_nodes, wom_node num_tails, wom_node first_head, wom_node num_heads)
{
    graph_tie *ties = NULL;
    const uint32_t num_ties = num_tails * num_heads;
    CHECK_OK(wom_allocate(&ties, job, num_ties, sizeof *ties, "ties"));
    for (uint32_t i = 0; i < num_ties; i++)
        ties[i] = (graph_tie){ i / num_heads, first_head + i % num_heads, 2.0 / (1 + num_tails) };
    wom_graph *graph = graph_of(job, num_nodes, num_ties, ties);
    wom_free(ties);
    return graph;
}

static wom_graph *
chain(wom_job *job, wom_node num_nodes)
{
    graph_tie *ties = NULL;
    CHECK_OK(wom_allocate(&ties, job, num_nodes, sizeof *ties, "ties"));
    for (wom_node i = 0; i + 1 < num_nodes; i++) ties[i] = (graph_tie){ i, i + 1, 0.9 };
    wom_graph *graph = graph_of(job, num_nodes, num_nodes - 1, ties);
    wom_free(ties);
    return graph;
}

static void
on_chains_stars_and_bipartite_networks(void)
{
    wom_job *job = test_job(1);
    compare_all_ways(job, chain(job, 40), "ic");
    compare_all_ways(job, all_to_all(job, 60, 1, 1, 59), "ic");   /* everybody is reached by the first */
    compare_all_ways(job, all_to_all(job, 60, 59, 59, 1), "ic");  /* the last is reached by everybody */
    compare_all_ways(job, all_to_all(job, 50, 20, 20, 30), "ic"); /* twenty reach thirty */
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
on_directed_networks_of_any_probabilities(void)
{
    wom_job *job = test_job(2);
    for (int how = AS_THEY_ARE; how <= CERTAIN_OR_NEVER; how++) {
        wom_graph *graph = graph_random(job, 300, 900, 40 + (uint64_t)how); /* parts, and users nobody reaches */
        weigh(graph, (manner)how, how == UNEQUAL ? 1 : 0.35);
        compare_all_ways(job, graph, "ic");
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
on_communities_and_hubs_where_walks_are_long(void)
{
    wom_job *job = test_job(2);
    wom_graph *graph = generated(job, "{\"type\": \"blocks\", \"users\": 900, \"communities\": 6}");
    weigh(graph, UNEQUAL, 0.5);
    compare_all_ways(job, graph, "ic");
    graph = generated(job, "{\"type\": \"barabasi-albert\", \"users\": 1200}");
    weigh(graph, EQUAL_INTO_A_USER, 0.3);
    compare_all_ways(job, graph, "ic");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
by_linear_threshold(void)
{
    wom_job *job = test_job(2);
    for (int go = 0; go < 2; go++) {
        wom_graph *graph = generated(job, "barabasi-albert");
        weigh(graph, go == 0 ? UNEQUAL : EQUAL_INTO_A_USER, 1);
        graph_limit_incoming(graph, go == 0 ? 0.9 : 1);
        compare_all_ways(job, graph, "lt");
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(on_chains_stars_and_bipartite_networks), TEST(on_directed_networks_of_any_probabilities),
          TEST(on_communities_and_hubs_where_walks_are_long), TEST(by_linear_threshold))
