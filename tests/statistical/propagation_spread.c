/* propagation: spreads and reverse reachable sets agree with enumeration. */
#include "graphs.h"
#include "oracle.h"
#include "test.h"

#include <wom/simulate.h>

enum { NODES = 7, TIES = 11, GRAPHS = 30 };

static wom_graph *
small_graph(wom_job *job, uint64_t number)
{
    wom_graph *graph = graph_random(job, NODES, TIES, 100 + number);
    graph_limit_incoming(graph, .95);
    return graph;
}

/* Whether wom_exact_spread knows the dynamics. */
static bool
is_enumerated(wom_job *job, const wom_chances *chances)
{
    double spread;
    return wom_exact_spread(&spread, job, chances, NULL, 0, 1) == WOM_OK;
}

/* Every user's own frequency, which says more than the mean of all. */
static void
check_worlds(wom_job *job, const wom_chances *chances, const wom_node *seeds, uint32_t num_seeds, uint32_t max_steps,
             uint64_t number)
{
    enum { WORLDS = 20000 };
    const wom_spread_options options = { .max_steps = max_steps, .with_baseline = true };
    wom_cascade *cascade = NULL;
    uint64_t times[NODES] = { 0 };
    double exact[NODES], spread = 0, sum = 0, *total = NULL;
    CHECK_OK(wom_cascade_create(&cascade, job, chances));
    CHECK_OK(wom_allocate(&total, job, WORLDS, sizeof *total, "totals"));
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        const wom_world world = wom_world_of(number, replicate, 0);
        chances->dynamics->spread(cascade, chances, &world, seeds, num_seeds, &options);
        total[replicate] = cascade->num_active;
        for (uint32_t i = 0; i < cascade->num_active; i++) times[cascade->active[i]]++;
    }
    CHECK_OK(wom_exact_activation(exact, job, chances, seeds, num_seeds, max_steps));
    CHECK_OK(wom_exact_spread(&spread, job, chances, seeds, num_seeds, max_steps));
    for (wom_node node = 0; node < NODES; node++) {
        sum += exact[node];
        if (!is_plausible(times[node], WORLDS, exact[node]))
            test_failed(__FILE__, __LINE__, "graph %llu, user %u: active in %g, not %g", (unsigned long long)number,
                        node, (double)times[node] / WORLDS, exact[node]);
    }
    const wom_estimate mean = wom_estimate_mean(total, WORLDS);
    CHECK_NEAR(sum, spread, 1e-12);
    CHECK_NEAR(mean.value, spread, 5 * mean.standard_error + 1e-12);
    wom_cascade_free(cascade);
    wom_free(total);
}

static void
spreads_agree_with_enumeration(void)
{
    wom_job *job = test_job(1);
    const wom_node seeds[] = { 0, 3 };
    for (uint64_t number = 0; number < GRAPHS; number++) {
        wom_graph *graph = small_graph(job, number);
        uint32_t num_checked = 0;
        for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
            wom_chances *chances =
                graph_chances(job, graph, dynamics_at(i)->variant.name, number % 3 == 0 ? .1 : 0);
            for (uint32_t late = 0; is_enumerated(job, chances) && late < 2; late++, num_checked++)
                check_worlds(job, chances, seeds, 1 + number % 2, late * (1 + number % 3), number);
            wom_chances_free(chances);
        }
        CHECK(num_checked >= 4);
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

/* ---- Enumeration itself, by hand ---- */

static void
enumeration_agrees_with_formulas(void)
{
    wom_job *job = test_job(1);
    /* 0 -> 1 -> 3 and 0 -> 2 -> 3 */
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 1, .5 }, { 0, 2, .25 }, { 1, 3, .5 }, { 2, 3, .5 });
    const wom_node seed = 0;
    double spread = 0;
    wom_chances *ic = graph_chances(job, graph, "ic", 0), *lt = graph_chances(job, graph, "lt", 0);
    CHECK_OK(wom_exact_spread(&spread, job, ic, &seed, 1, 0));
    CHECK_NEAR(spread, 1 + .5 + .25 + (1 - .75 * .875), 1e-12);
    CHECK_OK(wom_exact_spread(&spread, job, lt, &seed, 1, 0));
    CHECK_NEAR(spread, 1 + .5 + .25 + (.5 * .5 + .5 * .25), 1e-12);
    CHECK_OK(wom_exact_spread(&spread, job, lt, &seed, 1, 1));
    CHECK_NEAR(spread, 1.75, 1e-12);
    CHECK_OK(wom_exact_spread(&spread, job, ic, NULL, 0, 0));
    CHECK_NEAR(spread, 0, 0);
    wom_chances_free(ic);
    ic = graph_chances(job, graph, "ic", .5);
    CHECK_OK(wom_exact_spread(&spread, job, ic, NULL, 0, 1)); /* b + (1 - b) (1 - product of 1 - b p) */
    CHECK_NEAR(spread, .5 + (1 - .5 * .75) + (1 - .5 * .875) + (1 - .5 * .75 * .75), 1e-12);
    const wom_node wrong = 4;
    CHECK_FAILS(wom_exact_spread(&spread, job, ic, &wrong, 1, 0), WOM_INVALID, "seed 0 is user number 4");
    wom_chances_free(ic);
    wom_chances_free(lt);
    wom_graph_free(graph);
    graph = graph_random(job, 10, 25, 1);
    ic = graph_chances(job, graph, "ic", 0);
    CHECK_FAILS(wom_exact_spread(&spread, job, ic, &seed, 1, 0), WOM_INVALID, "too many to enumerate, at most 2^24");
    wom_chances_free(ic);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* ---- Linear threshold in the words of its definition ---- */

/* Everybody draws a threshold; whoever's active friends weigh at least as much becomes active. */
static void
run_thresholds(bool *active, const wom_graph *graph, wom_rng *rng, wom_node seed)
{
    double threshold[NODES];
    bool changed = true;
    for (wom_node node = 0; node < NODES; node++) {
        threshold[node] = 1 - wom_rng_uniform(rng);
        active[node] = node == seed;
    }
    while (changed) {
        changed = false;
        for (wom_node node = 0; node < NODES; node++) {
            double weight = 0;
            for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
                if (active[graph->in_tail[k]]) weight += (double)graph->strength[graph->in_tie[k]];
            if (active[node] || weight < threshold[node]) continue;
            active[node] = changed = true;
        }
    }
}

static void
linear_threshold_has_the_law_of_its_thresholds(void)
{
    enum { TRIES = 40000 };
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 10; number++) {
        wom_graph *graph = small_graph(job, number);
        wom_chances *chances = graph_chances(job, graph, "lt", 0);
        wom_rng rng = wom_rng_stream(number, WOM_PURPOSE_HIDDEN, 0);
        const wom_node seed = (wom_node)(number % NODES);
        uint64_t times[NODES] = { 0 };
        double exact[NODES];
        bool active[NODES];
        for (int i = 0; i < TRIES; i++) {
            run_thresholds(active, graph, &rng, seed);
            for (wom_node node = 0; node < NODES; node++) times[node] += active[node];
        }
        CHECK_OK(wom_exact_activation(exact, job, chances, &seed, 1, 0));
        for (wom_node node = 0; node < NODES; node++) CHECK(is_plausible(times[node], TRIES, exact[node]));
        wom_chances_free(chances);
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

/* ---- Reverse reachable sets ---- */

static void
check_reverse_sets(wom_job *job, const wom_chances *chances, uint32_t max_steps)
{
    enum { SETS = 40000 };
    wom_cascade *cascade = NULL;
    uint64_t times[NODES] = { 0 }, stopped = 0;
    const bool stop[NODES] = { [1] = true, [4] = true };
    const wom_node both[] = { 1, 4 };
    double spread = 0;
    CHECK_OK(wom_cascade_create(&cascade, job, chances));
    for (uint64_t i = 0; i < SETS; i++) {
        wom_rng rng = wom_rng_stream(3, WOM_PURPOSE_RR_SET, i);
        const wom_node root = (wom_node)wom_rng_below(&rng, NODES);
        CHECK(chances->dynamics->reverse(cascade, chances, &rng, root, max_steps, NULL));
        for (uint32_t k = 0; k < cascade->num_active; k++) times[cascade->active[k]]++;
        rng = wom_rng_stream(3, WOM_PURPOSE_RR_SET, SETS + i);
        stopped += !chances->dynamics->reverse(cascade, chances, &rng, root, max_steps, stop);
    }
    for (wom_node node = 0; node < NODES; node++) {
        CHECK_OK(wom_exact_spread(&spread, job, chances, &node, 1, max_steps));
        CHECK(is_plausible(times[node], SETS, spread / NODES));
    }
    CHECK_OK(wom_exact_spread(&spread, job, chances, both, 2, max_steps));
    CHECK(is_plausible(stopped, SETS, spread / NODES));
    wom_cascade_free(cascade);
}

static void
reverse_sets_hit_a_user_as_often_as_she_reaches_others(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 8; number++) {
        wom_graph *graph = small_graph(job, number);
        uint32_t num_checked = 0;
        for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
            wom_chances *chances = graph_chances(job, graph, dynamics_at(i)->variant.name, 0);
            const bool can_check = dynamics_at(i)->reverse != NULL && is_enumerated(job, chances);
            for (uint32_t steps = 0; can_check && steps < 3; steps++) check_reverse_sets(job, chances, steps);
            num_checked += can_check;
            wom_chances_free(chances);
        }
        CHECK(num_checked >= 2);
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

/* Pair by pair, for dynamics whose worlds cannot be enumerated as well. */
static void
check_sets_against_spreads(wom_job *job, const wom_graph *graph, const char *name, uint32_t max_steps)
{
    enum { TRIES = 10000 };
    const wom_spread_options options = { .max_steps = max_steps };
    wom_chances *chances = graph_chances(job, graph, name, 0);
    wom_cascade *cascade = NULL;
    uint64_t forward[NODES][NODES] = { { 0 } }, back[NODES][NODES] = { { 0 } };
    CHECK_OK(wom_cascade_create(&cascade, job, chances));
    for (uint64_t i = 0; i < (uint64_t)NODES * TRIES; i++) {
        const wom_node user = (wom_node)(i % NODES);
        const wom_world world = wom_world_of(5, i, 0);
        wom_rng rng = wom_rng_stream(5, WOM_PURPOSE_RR_SET, i);
        chances->dynamics->spread(cascade, chances, &world, &user, 1, &options);
        for (uint32_t k = 0; k < cascade->num_active; k++) forward[user][cascade->active[k]]++;
        chances->dynamics->reverse(cascade, chances, &rng, user, max_steps, NULL);
        for (uint32_t k = 0; k < cascade->num_active; k++) back[cascade->active[k]][user]++;
    }
    for (wom_node from = 0; from < NODES; from++)
        for (wom_node to = 0; to < NODES; to++) {
            const double difference = (double)forward[from][to] - (double)back[from][to];
            const double p = (double)(forward[from][to] + back[from][to]) / (2 * TRIES);
            if (fabs(difference) > 5 * sqrt(2 * TRIES * p * (1 - p)) + 5)
                test_failed(__FILE__, __LINE__, "%s, deadline %u: %u reaches %u %llu times and is in her sets %llu",
                            name, max_steps, from, to, (unsigned long long)forward[from][to],
                            (unsigned long long)back[from][to]);
        }
    wom_cascade_free(cascade);
    wom_chances_free(chances);
}

static void
reverse_sets_agree_with_spreads_whatever_the_dynamics(void)
{
    static const char *const others[] = {
        "{\"type\": \"continuous-time\", \"delay\": \"weibull\", \"shape\": 0.5}",
        "{\"type\": \"continuous-time\", \"delay\": \"log-normal\", \"shape\": 2}",
        NULL,
    };
    wom_job *job = test_job(1);
    wom_graph *graph = small_graph(job, 3);
    for (uint32_t max_steps = 0; max_steps <= 4; max_steps += 2) {
        for (uint32_t d = 0; dynamics_at(d) != NULL; d++) {
            const wom_dynamics *dynamics = dynamics_at(d);
            if (dynamics->reverse != NULL && (max_steps > 0 || !dynamics->needs_deadline))
                check_sets_against_spreads(job, graph, dynamics->variant.name, max_steps);
        }
        for (uint32_t d = 0; others[d] != NULL; d++) check_sets_against_spreads(job, graph, others[d], max_steps);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

TEST_MAIN(TEST(enumeration_agrees_with_formulas), TEST(spreads_agree_with_enumeration),
          TEST(linear_threshold_has_the_law_of_its_thresholds),
          TEST(reverse_sets_hit_a_user_as_often_as_she_reaches_others),
          TEST(reverse_sets_agree_with_spreads_whatever_the_dynamics))
