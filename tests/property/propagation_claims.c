/* What rows of the table of dynamics claim of expected spreads, by enumeration. */
#include "graphs.h"
#include "test.h"

#include <wom/simulate.h>

static void
claim_fails(const wom_dynamics *dynamics, const char *claim, uint64_t number)
{
    test_failed(__FILE__, __LINE__, "\"%s\" is not %s: graph %llu", dynamics->variant.name, claim,
                (unsigned long long)number);
}

enum { FEW = 5, SETS = 1 << FEW };

/* The expected spread of every set of seeds, a number whose bits are the users; false where it cannot be told. */
static bool
spread_of_sets(double spread[SETS], wom_job *job, const wom_chances *chances, uint32_t max_steps)
{
    for (uint32_t set = 0; set < SETS; set++) {
        wom_node seeds[FEW];
        uint32_t num_seeds = 0;
        for (wom_node node = 0; node < FEW; node++)
            if (set >> node & 1) seeds[num_seeds++] = node;
        if (wom_exact_spread(&spread[set], job, chances, seeds, num_seeds, max_steps) != WOM_OK) return false;
    }
    return true;
}

static void
check_submodular(wom_job *job, const wom_graph *graph, const wom_dynamics *dynamics, uint64_t number)
{
    double spread[SETS];
    wom_chances *chances = graph_chances(job, graph, dynamics->variant.name, .05);
    const bool is_known = spread_of_sets(spread, job, chances, number % 3);
    for (uint32_t small = 0; is_known && small < SETS; small++)
        for (uint32_t pair = 0; pair < FEW * FEW; pair++) {
            const uint32_t a = small | 1u << pair / FEW, b = small | 1u << pair % FEW;
            if (spread[a] < spread[small] - 1e-9) claim_fails(dynamics, "monotone", number);
            if (spread[a] + spread[b] < spread[a | b] + spread[a & b] - 1e-9)
                claim_fails(dynamics, "submodular", number);
        }
    wom_chances_free(chances);
}

static void
submodular_dynamics_are(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 12; number++) {
        wom_graph *graph = graph_random(job, FEW, 9, 200 + number);
        graph_limit_incoming(graph, .95);
        for (uint32_t i = 0; dynamics_at(i) != NULL; i++)
            if (dynamics_at(i)->submodular) check_submodular(job, graph, dynamics_at(i), number);
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

static void
claims_go_together(void)
{
    for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
        const wom_dynamics *dynamics = dynamics_at(i);
        if (dynamics->additive && !dynamics->submodular) claim_fails(dynamics, "submodular, but additive", i);
        if (dynamics->additive && !dynamics->monotone) claim_fails(dynamics, "monotone, but additive", i);
        if (dynamics->reverse != NULL && !dynamics->additive) claim_fails(dynamics, "additive, but walks back", i);
    }
}

TEST_MAIN(TEST(submodular_dynamics_are), TEST(claims_go_together))
