/* Heuristics against their definitions, worked out anew for every seed. */
#include "problems.h"
#include "test.h"

#include <stdio.h>

enum { NUM_NODES = 20, NUM_TIES = 60, NUM_SEEDS = 8, NUM_GRAPHS = 40 };

/* The score of a user beside the seeds, by the book. */
typedef double (*by_the_book)(const problem_case *on, const bool *is_seed, wom_node node);

/* Nobody left has a higher score than the seed, and nobody before her has the same one. */
static void
check_seed(const problem_case *on, by_the_book score, const bool *is_seed, wom_node seed)
{
    const double reached = score(on, is_seed, seed);
    for (wom_node node = 0; node < NUM_NODES; node++) {
        if (is_seed[node] || (on->problem.banned != NULL && on->problem.banned[node]) || node == seed) continue;
        const double other = score(on, is_seed, node);
        if (other > reached + 1e-9 || (other == reached && node < seed))
            test_failed(__FILE__, __LINE__, "user %u scores %g, %u before her %g", seed, reached, node, other);
    }
}

/* On random graphs, with a pinned and a banned user. */
static void
check_sequences(const char *algorithm, by_the_book score)
{
    const wom_node pinned[] = { 3 };
    bool banned[NUM_NODES] = { [5] = true };
    for (uint64_t number = 0; number < NUM_GRAPHS; number++) {
        wom_job *job = test_job(2);
        problem_case on = problem_on(job, graph_random(job, NUM_NODES, NUM_TIES, number), "ic", 0);
        wom_selection *selection = NULL;
        bool is_seed[NUM_NODES] = { [3] = true };
        on.problem.num_seeds = NUM_SEEDS;
        on.problem.pinned = pinned;
        on.problem.num_pinned = 1;
        on.problem.banned = banned;
        CHECK_OK(problem_solve(&selection, &on, algorithm));
        CHECK_EQUAL(selection->num_seeds, NUM_SEEDS);
        CHECK_EQUAL(selection->seed[0], 3);
        for (uint32_t i = 1; i < selection->num_seeds; i++) {
            check_seed(&on, score, is_seed, selection->seed[i]);
            is_seed[selection->seed[i]] = true;
        }
        wom_selection_free(selection);
        problem_close(&on);
    }
}

/* ---- Ties ---- */

static double
strength_to_others(const problem_case *on, const bool *is_seed, wom_node node)
{
    double sum = 0;
    for (uint64_t tie = on->graph->out_first[node]; tie < on->graph->out_first[node + 1]; tie++)
        if (!is_seed[on->graph->out_head[tie]]) sum += (double)on->graph->strength[tie];
    return sum;
}

static double
ties_to_others(const problem_case *on, const bool *is_seed, wom_node node)
{
    double sum = 0;
    for (uint64_t tie = on->graph->out_first[node]; tie < on->graph->out_first[node + 1]; tie++)
        sum += !is_seed[on->graph->out_head[tie]];
    return sum;
}

static void
single_discount_counts_ties_to_others_than_seeds(void)
{
    check_sequences("single-discount", ties_to_others);
    check_sequences("{\"type\": \"single-discount\", \"by\": \"strength\"}", strength_to_others);
    /* in these problems a tie's strength is its probability */
    check_sequences("{\"type\": \"single-discount\", \"by\": \"probability\"}", strength_to_others);
}

static double
published_discount(const problem_case *on, const bool *is_seed, wom_node node)
{
    const double d = wom_graph_out_degree(on->graph, node), t = d - ties_to_others(on, is_seed, node);
    return d - 2 * t - (d - t) * t * 0.1;
}

/* The chance that no seed's tie to her is live, times herself and the friends that one step reaches. */
static double
one_step(const problem_case *on, const bool *is_seed, wom_node node)
{
    double missed = 1;
    for (wom_node from = 0; from < NUM_NODES; from++)
        for (uint64_t tie = on->graph->out_first[from]; tie < on->graph->out_first[from + 1]; tie++)
            if (is_seed[from] && on->graph->out_head[tie] == node) missed *= 1 - (double)on->graph->strength[tie];
    return missed * (1 + strength_to_others(on, is_seed, node));
}

static void
degree_discount_is_the_published_rank_or_the_sum_behind_it(void)
{
    check_sequences("{\"type\": \"degree-discount\", \"p\": 0.1}", published_discount);
    check_sequences("degree-discount", one_step);
}

static void
degree_adds_up_what_it_is_told_to(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 6, { 0, 1, 0.1 }, { 0, 2, 0.1 }, { 0, 3, 0.1 }, { 4, 5, 0.9 });
    problem_case on = problem_on(job, graph, "ic", 0);
    const char *const by[] = { "count", "strength", "probability" };
    const wom_node first[] = { 0, 4, 4 };
    for (int i = 0; i < 3; i++) {
        char text[80];
        wom_selection *selection = NULL;
        snprintf(text, sizeof text, "{\"type\": \"degree\", \"by\": \"%s\"}", by[i]);
        CHECK_OK(problem_solve(&selection, &on, text));
        CHECK_EQUAL(selection->seed[0], first[i]);
        wom_selection_free(selection);
    }
    problem_close(&on);
}

/* ---- Friends ---- */

/* Whether two users have a tie between them, and neither is taken away. */
static bool
are_friends(const problem_case *on, const bool *is_gone, wom_node a, wom_node b)
{
    const wom_graph *graph = on->graph;
    if (a == b || is_gone[a] || is_gone[b]) return false;
    for (uint64_t tie = graph->out_first[a]; tie < graph->out_first[a + 1]; tie++)
        if (graph->out_head[tie] == b) return true;
    for (uint64_t tie = graph->out_first[b]; tie < graph->out_first[b + 1]; tie++)
        if (graph->out_head[tie] == a) return true;
    return false;
}

static uint32_t
num_friends(const problem_case *on, const bool *is_gone, wom_node node)
{
    uint32_t num = 0;
    for (wom_node other = 0; other < NUM_NODES; other++) num += are_friends(on, is_gone, node, other);
    return num;
}

/* distance[NUM_NODES] in steps between friends; NUM_NODES: out of reach. */
static void
measure_distances(uint32_t *distance, const problem_case *on, const bool *is_gone, wom_node from)
{
    for (wom_node node = 0; node < NUM_NODES; node++) distance[node] = node == from ? 0 : NUM_NODES;
    for (uint32_t step = 0; step < NUM_NODES; step++)
        for (wom_node a = 0; a < NUM_NODES; a++)
            for (wom_node b = 0; b < NUM_NODES; b++)
                if (distance[a] == step && distance[b] == NUM_NODES && are_friends(on, is_gone, a, b))
                    distance[b] = step + 1;
}

/* Morone and Makse's equation 4; more friends first among equals. */
static double
collective_influence(const problem_case *on, const bool *is_gone, wom_node node, uint32_t radius)
{
    uint32_t distance[NUM_NODES];
    const double own = num_friends(on, is_gone, node);
    double sum = 0;
    measure_distances(distance, on, is_gone, node);
    for (wom_node other = 0; other < NUM_NODES; other++)
        if (distance[other] == radius) sum += fmax(num_friends(on, is_gone, other), 1) - 1;
    return (fmax(own, 1) - 1) * sum + own / 1024;
}

static double
within_0(const problem_case *on, const bool *is_gone, wom_node node)
{
    return collective_influence(on, is_gone, node, 0);
}

static double
within_2(const problem_case *on, const bool *is_gone, wom_node node)
{
    return collective_influence(on, is_gone, node, 2);
}

static double
within_3(const problem_case *on, const bool *is_gone, wom_node node)
{
    return collective_influence(on, is_gone, node, 3);
}

static void
collective_influence_is_that_of_the_network_that_is_left(void)
{
    check_sequences("{\"type\": \"collective-influence\", \"radius\": 0}", within_0);
    check_sequences("collective-influence", within_2);
    check_sequences("{\"type\": \"collective-influence\", \"radius\": 3}", within_3);
}

/* Takes away, for k = 1, 2, ..., whoever has fewer than k friends, until nobody has. */
static void
peel(uint32_t *coreness, const problem_case *on)
{
    bool is_gone[NUM_NODES] = { false };
    for (uint32_t k = 1; k < NUM_NODES; k++)
        for (bool changed = true; changed;) {
            changed = false;
            for (wom_node node = 0; node < NUM_NODES; node++) {
                if (is_gone[node] || num_friends(on, is_gone, node) >= k) continue;
                is_gone[node] = changed = true;
                coreness[node] = k - 1;
            }
        }
}

static void
coreness_is_what_peeling_leaves(void)
{
    for (uint64_t number = 0; number < NUM_GRAPHS; number++) {
        wom_job *job = test_job(1);
        problem_case on = problem_on(job, graph_random(job, NUM_NODES, 2 * (uint32_t)number, number), "ic", 0);
        uint32_t expected[NUM_NODES], found[NUM_NODES];
        wom_selection *selection = NULL;
        peel(expected, &on);
        CHECK_OK(wom_graph_coreness(found, job, on.graph));
        for (wom_node node = 0; node < NUM_NODES; node++) CHECK_EQUAL(found[node], expected[node]);
        on.problem.num_seeds = NUM_NODES;
        CHECK_OK(problem_solve(&selection, &on, "k-core"));
        for (wom_node i = 1; i < NUM_NODES; i++) CHECK(found[selection->seed[i]] <= found[selection->seed[i - 1]]);
        wom_selection_free(selection);
        problem_close(&on);
    }
}

/* Cliques of six (users 0 to 5), three (6 to 8) and a loner (9), so that 0 has most ties of her own. */
static problem_case
cliques(void)
{
    enum { NUM = 19 };
    graph_tie ties[NUM];
    uint32_t num = 0;
    for (wom_node a = 0; a < 6; a++)
        for (wom_node b = a + 1; b < 6; b++) ties[num++] = (graph_tie){ a, b, 0.5 };
    for (wom_node a = 6; a < 9; a++)
        for (wom_node b = a + 1; b < 9; b++) ties[num++] = (graph_tie){ a, b, 0.5 };
    ties[num++] = (graph_tie){ 0, 6, 0.01 };
    wom_job *job = test_job(1);
    return problem_on(job, graph_of(job, 10, num, ties), "ic", 0);
}

static void
k_shell_deals_seats_to_communities_by_their_size(void)
{
    /* 6; 6/2 ties with 3 and the larger wins; 3; 6/3; 6/4; 3/2 ties with it and comes later; 6/5; the loner's 1 */
    const wom_node expected[] = { 0, 1, 6, 2, 3, 7, 4 };
    problem_case on = cliques();
    wom_selection *selection = NULL;
    on.problem.num_seeds = 7;
    CHECK_OK(problem_solve(&selection, &on, "k-shell"));
    for (int i = 0; i < 7; i++) CHECK_EQUAL(selection->seed[i], expected[i]);
    wom_selection_free(selection);
    CHECK_OK(problem_solve(&selection, &on, "k-core")); /* which stays in the larger clique */
    for (wom_node i = 0; i < 6; i++) CHECK_EQUAL(selection->seed[i], i);
    wom_selection_free(selection);
    problem_close(&on);
}

static void
k_shell_counts_pinned_users_and_passes_over_the_dear(void)
{
    const wom_node pinned[] = { 4, 5 };
    const double fee[10] = { 9, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
    problem_case on = cliques();
    wom_selection *selection = NULL;
    on.problem.num_seeds = 4;
    on.problem.pinned = pinned;
    on.problem.num_pinned = 2;
    on.problem.fee = fee;
    on.problem.budget = 5;
    CHECK_OK(problem_solve(&selection, &on, "k-shell"));
    const wom_node expected[] = { 4, 5, 6, 1 }; /* two of the six have seats: 3 before 6/3; 0 is too dear */
    CHECK_EQUAL(selection->num_seeds, 4);
    for (int i = 0; i < 4; i++) CHECK_EQUAL(selection->seed[i], expected[i]);
    wom_selection_free(selection);
    problem_close(&on);
}

TEST_MAIN(TEST(single_discount_counts_ties_to_others_than_seeds),
          TEST(degree_discount_is_the_published_rank_or_the_sum_behind_it), TEST(degree_adds_up_what_it_is_told_to),
          TEST(collective_influence_is_that_of_the_network_that_is_left), TEST(coreness_is_what_peeling_leaves),
          TEST(k_shell_deals_seats_to_communities_by_their_size),
          TEST(k_shell_counts_pinned_users_and_passes_over_the_dear))
