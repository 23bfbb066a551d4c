/* propagation: SIR and SIS agree with exact chains and with final sizes in closed form. */
#include "epidemics.h"
#include "frequencies.h"
#include "graphs.h"
#include "test.h"

#include <gsl/gsl_sf_gamma.h>

enum { NODES = 5, TIES = 11, WORLDS = 20000, LONG_ENOUGH = 150 };

/* One dynamics in the library's words and in the chain's. */
typedef struct epidemic_case {
    const char *dynamics;
    double recovery;
    uint32_t period;
    bool forgets;
} epidemic_case;

static const epidemic_case cases[] = {
    { "sir", .5, 0, false },
    { "{\"type\": \"sir\", \"recovery\": 0.2}", .2, 0, false },
    { "{\"type\": \"sir\", \"period\": 2}", 0, 2, false },
    { "sis", .5, 0, true },
    { "{\"type\": \"sis\", \"recovery\": 1}", 1, 0, true },
};
enum { CASES = sizeof cases / sizeof *cases };

/* ---- The chains themselves, by hand ---- */

static wom_graph *
complete_graph(wom_job *job, wom_node num_nodes, double p)
{
    graph_tie ties[EPIDEMIC_USERS * EPIDEMIC_USERS];
    uint32_t num_ties = 0;
    for (wom_node from = 0; from < num_nodes; from++)
        for (wom_node to = 0; to < num_nodes; to++)
            if (from != to) ties[num_ties++] = (graph_tie){ from, to, p };
    return graph_of(job, num_nodes, num_ties, ties);
}

/* The distribution of how many of n susceptible users one infectious user ends up infecting, herself not counted, when
 * everybody meets everybody: the triangular equations of Picard and Lefevre (Advances in Applied Probability 1990),
 *     sum over j <= k of C(n - j, k - j) P(j) / q(n - k)^(j + 1) = C(n, k),
 * with q(i) the probability that an infectious user tries i given users in vain all her time. */
static void
final_sizes(double *size, uint32_t n, double p, double recovery)
{
    for (uint32_t k = 0; k <= n; k++) {
        const double escape = pow(1 - p, n - k), q = recovery * escape / (1 - (1 - recovery) * escape);
        double rest = gsl_sf_choose(n, k);
        for (uint32_t j = 0; j < k; j++) rest -= gsl_sf_choose(n - j, k - j) * size[j] / pow(q, j + 1);
        size[k] = rest * pow(q, k + 1);
    }
}

static void
chains_agree_with_the_final_sizes_of_complete_graphs(void)
{
    static epidemic chain;
    const wom_node seed = 2;
    const double recoveries[] = { 1, .6, .3 }; /* the first: Reed and Frost's model */
    wom_job *job = test_job(1);
    for (int i = 0; i < 3; i++) {
        wom_graph *graph = complete_graph(job, EPIDEMIC_USERS, .15);
        double size[EPIDEMIC_USERS];
        final_sizes(size, EPIDEMIC_USERS - 1, (double)graph->strength[0], recoveries[i]);
        epidemic_begin(&chain, graph, recoveries[i], 0, false, &seed, 1);
        epidemic_run(&chain, LONG_ENOUGH);
        for (uint32_t k = 0; k < EPIDEMIC_USERS; k++) CHECK_NEAR(epidemic_size(&chain, k + 1), size[k], 1e-9);
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

/* ---- Simulated ---- */

typedef struct counts {
    uint64_t active[EPIDEMIC_USERS], size[EPIDEMIC_USERS + 1];
} counts;

static void
count_worlds(counts *found, wom_job *job, const wom_chances *chances, const wom_node *seeds, uint32_t num_seeds,
             uint32_t max_steps)
{
    const wom_spread_options options = { .max_steps = max_steps };
    wom_cascade *cascade = NULL;
    *found = (counts){ 0 };
    CHECK_OK(wom_cascade_create(&cascade, job, chances));
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        const wom_world world = wom_world_of(37, replicate, 0);
        chances->dynamics->spread(cascade, chances, &world, seeds, num_seeds, &options);
        found->size[cascade->num_active]++;
        for (uint32_t i = 0; i < cascade->num_active; i++) found->active[cascade->active[i]]++;
    }
    wom_cascade_free(cascade);
}

static void
final_sizes_of_a_complete_graph_are_those_of_the_formula(void)
{
    const wom_node seed = 1;
    wom_job *job = test_job(1);
    wom_graph *graph = complete_graph(job, EPIDEMIC_USERS, .15);
    for (int i = 0; i < 2; i++) { /* the first two cases go by recovery */
        wom_chances *chances = graph_chances(job, graph, cases[i].dynamics, 0);
        double size[EPIDEMIC_USERS];
        counts found;
        count_worlds(&found, job, chances, &seed, 1, 0);
        final_sizes(size, EPIDEMIC_USERS - 1, .15, cases[i].recovery);
        for (uint32_t k = 0; k < EPIDEMIC_USERS; k++) CHECK_FREQUENCY(found.size[k + 1], WORLDS, size[k]);
        wom_chances_free(chances);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

/* Given tau the leaves of a star are infected independently, each with 1 - (1 - p)^tau; that they share tau makes them
 * go together. */
static void
leaves_of_a_star_share_the_period_of_their_centre(void)
{
    enum { LEAVES = 4 };
    const double p = .3, recovery = .2;
    const wom_node centre = 0;
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, LEAVES + 1, { 0, 1, p }, { 0, 2, p }, { 0, 3, p }, { 0, 4, p });
    wom_chances *chances = graph_chances(job, graph, cases[1].dynamics, 0);
    double size[LEAVES + 1] = { 0 };
    counts found;
    for (int tau = 1; tau < 500; tau++) {
        const double infected = 1 - pow(1 - p, tau), weight = recovery * pow(1 - recovery, tau - 1);
        for (uint32_t k = 0; k <= LEAVES; k++)
            size[k] += weight * gsl_sf_choose(LEAVES, k) * pow(infected, k) * pow(1 - infected, LEAVES - k);
    }
    count_worlds(&found, job, chances, &centre, 1, 0);
    for (uint32_t k = 0; k <= LEAVES; k++) CHECK_FREQUENCY(found.size[k + 1], WORLDS, size[k]);
    CHECK_FREQUENCY(found.active[1], WORLDS, p / (p + recovery - p * recovery));
    wom_chances_free(chances);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
check_chain(wom_job *job, const wom_graph *graph, const epidemic_case *of, const wom_node *seeds, uint32_t num_seeds,
            uint32_t max_steps)
{
    static epidemic chain;
    wom_chances *chances = graph_chances(job, graph, of->dynamics, 0);
    counts found;
    count_worlds(&found, job, chances, seeds, num_seeds, max_steps);
    epidemic_begin(&chain, graph, of->recovery, of->period, of->forgets, seeds, num_seeds);
    epidemic_run(&chain, max_steps > 0 ? max_steps : LONG_ENOUGH);
    for (wom_node node = 0; node < NODES; node++)
        CHECK_FREQUENCY(found.active[node], WORLDS, epidemic_ever(&chain, node));
    for (uint32_t number = 0; number <= NODES; number++)
        CHECK_FREQUENCY(found.size[number], WORLDS, epidemic_size(&chain, number));
    wom_chances_free(chances);
}

static void
epidemics_agree_with_their_chains_user_by_user(void)
{
    const wom_node seeds[] = { 0, 3 };
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 4; number++) {
        wom_graph *graph = graph_random(job, NODES, TIES, 200 + number);
        graph_limit_incoming(graph, .8);
        for (int i = 0; i < CASES; i++) {
            check_chain(job, graph, &cases[i], seeds, 1 + number % 2, 2);
            check_chain(job, graph, &cases[i], seeds, 1 + number % 2, 5);
            if (!cases[i].forgets) check_chain(job, graph, &cases[i], seeds, 1 + number % 2, 0);
        }
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

/* ---- Reverse reachable sets ---- */

/* Every root's sets hold a user as often as she would infect the root, and stop at one of two as often as both do. */
static void
check_sets(wom_job *job, const wom_graph *graph, const epidemic_case *of, uint32_t max_steps)
{
    static epidemic chain;
    const bool stop[NODES] = { [1] = true, [4] = true };
    const wom_node both[] = { 1, 4 };
    wom_chances *chances = graph_chances(job, graph, of->dynamics, 0);
    wom_cascade *cascade = NULL;
    uint64_t found[NODES][NODES] = { { 0 } }, stopped[NODES] = { 0 };
    CHECK_OK(wom_cascade_create(&cascade, job, chances));
    for (uint64_t i = 0; i < (uint64_t)NODES * WORLDS; i++) {
        const wom_node root = (wom_node)(i % NODES);
        wom_rng rng = wom_rng_stream(41, WOM_PURPOSE_RR_SET, i);
        CHECK(chances->dynamics->reverse(cascade, chances, &rng, root, max_steps, NULL));
        for (uint32_t k = 0; k < cascade->num_active; k++) found[cascade->active[k]][root]++;
        stopped[root] += !chances->dynamics->reverse(cascade, chances, &rng, root, max_steps, stop);
    }
    for (wom_node seed = 0; seed <= NODES; seed++) { /* the last: both */
        epidemic_begin(&chain, graph, of->recovery, of->period, of->forgets, seed < NODES ? &seed : both,
                       seed < NODES ? 1 : 2);
        epidemic_run(&chain, max_steps > 0 ? max_steps : LONG_ENOUGH);
        for (wom_node root = 0; root < NODES; root++)
            CHECK_FREQUENCY(seed < NODES ? found[seed][root] : stopped[root], WORLDS, epidemic_ever(&chain, root));
    }
    wom_cascade_free(cascade);
    wom_chances_free(chances);
}

static void
reverse_sets_of_epidemics_agree_with_their_chains(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 2; number++) {
        wom_graph *graph = graph_random(job, NODES, TIES, 300 + number);
        graph_limit_incoming(graph, .8);
        for (int i = 0; i < CASES; i++) {
            check_sets(job, graph, &cases[i], 3);
            if (!cases[i].forgets) check_sets(job, graph, &cases[i], 0);
        }
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

TEST_MAIN(TEST(chains_agree_with_the_final_sizes_of_complete_graphs),
          TEST(final_sizes_of_a_complete_graph_are_those_of_the_formula),
          TEST(leaves_of_a_star_share_the_period_of_their_centre), TEST(epidemics_agree_with_their_chains_user_by_user),
          TEST(reverse_sets_of_epidemics_agree_with_their_chains))
