/* propagation: dynamics that are no live-edge ones agree with enumeration of their definitions. */
#include "graphs.h"
#include "oracle.h"
#include "test.h"

#include <stdio.h>

enum { NODES = 6, TIES = 11, GRAPHS = 24, WORLDS = 20000 };

/* Every user's own frequency under `text`, a choice of dynamics, beside the exact one. */
static void
check_frequencies(wom_job *job, const oracle_case *of, const char *text, const double *exact)
{
    wom_chances *chances = graph_chances(job, of->graph, text, of->baseline);
    const wom_spread_options options = { .max_steps = of->max_steps, .with_baseline = true };
    wom_cascade *cascade = NULL;
    uint64_t times[NODES] = { 0 };
    wom_node seeds[NODES];
    uint32_t num_seeds = 0;
    for (wom_node node = 0; node < NODES; node++)
        if (of->seeds >> node & 1) seeds[num_seeds++] = node;
    CHECK_OK(wom_cascade_create(&cascade, job, chances));
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        const wom_world world = wom_world_of(of->seeds, replicate, 0);
        chances->dynamics->spread(cascade, chances, &world, seeds, num_seeds, &options);
        for (uint32_t i = 0; i < cascade->num_active; i++) times[cascade->active[i]]++;
    }
    for (wom_node node = 0; node < NODES; node++)
        if (!is_plausible(times[node], WORLDS, exact[node]))
            test_failed(__FILE__, __LINE__, "%s, %u steps, user %u: active in %g, not %g", text, of->max_steps, node,
                        (double)times[node] / WORLDS, exact[node]);
    wom_cascade_free(cascade);
    wom_chances_free(chances);
}

/* Random graphs, some of them with parallel ties, with and without a deadline and a baseline. */
static oracle_case
case_of(wom_job *job, uint64_t number)
{
    static const graph_tie parallel[] = { { 0, 1, .5 }, { 0, 1, .7 }, { 2, 1, .6 }, { 1, 3, .9 },
                                          { 0, 3, .2 }, { 0, 3, .8 }, { 2, 3, .4 }, { 3, 4, .7 },
                                          { 1, 4, .5 }, { 4, 5, .6 }, { 0, 5, .3 } };
    wom_graph *graph = number % 4 == 3 ? graph_of(job, NODES, sizeof parallel / sizeof *parallel, parallel)
                                       : graph_random(job, NODES, TIES, 300 + number);
    return (oracle_case){ .graph = graph,
                          .baseline = number % 3 == 0 ? .1 : 0,
                          .seeds = number % 2 == 0 ? 5 : 13,
                          .max_steps = number % 4 };
}

static void
complex_contagion_agrees_with_enumeration(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < GRAPHS; number++) {
        const oracle_case of = case_of(job, number);
        const uint32_t k = 1 + number % 3;
        char text[64];
        double exact[NODES];
        snprintf(text, sizeof text, "{\"type\":\"k-contact\",\"k\":%u}", k);
        oracle_k_contact(exact, &of, k);
        check_frequencies(job, &of, text, exact);
        wom_graph_free((wom_graph *)of.graph);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
fractional_thresholds_agree_with_enumeration(void)
{
    static const double low[] = { .1, 0, .4, .5 }, high[] = { .3, 1, .4, .6 };
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < GRAPHS; number++) {
        const oracle_case of = case_of(job, number);
        const uint64_t i = number / 2 % 4;
        char text[96];
        double exact[NODES];
        snprintf(text, sizeof text, "{\"type\":\"fractional-threshold\",\"low\":%g,\"high\":%g}", low[i], high[i]);
        oracle_fractional(exact, &of, low[i], high[i]);
        check_frequencies(job, &of, text, exact);
        wom_graph_free((wom_graph *)of.graph);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
decreasing_cascades_agree_with_enumeration(void)
{
    static const double decay[] = { .8, .5, 0, 1 };
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < GRAPHS; number++) {
        const oracle_case of = case_of(job, number);
        char text[64];
        double exact[NODES];
        snprintf(text, sizeof text, "{\"type\":\"decreasing\",\"decay\":%g}", decay[number / 2 % 4]);
        oracle_decreasing(exact, &of, decay[number / 2 % 4]);
        check_frequencies(job, &of, text, exact);
        wom_graph_free((wom_graph *)of.graph);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(complex_contagion_agrees_with_enumeration), TEST(fractional_thresholds_agree_with_enumeration),
          TEST(decreasing_cascades_agree_with_enumeration))
