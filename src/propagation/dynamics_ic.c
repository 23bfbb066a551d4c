/* Independent cascade: each newly active user tries each of her ties once.
 * Kempe, Kleinberg and Tardos, KDD 2003. */
#include "dynamics.h"
#include "live_edge.h"

static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    if (options->want_exposed)
        live_edge_spread(cascade, chances, world, seeds, num_seeds, options, false, true);
    else
        live_edge_spread(cascade, chances, world, seeds, num_seeds, options, false, false);
}

static void
step_back(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node node)
{
    const wom_graph *graph = chances->graph;
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) {
        const wom_node from = graph->in_tail[k];
        if (cascade->active_mark[from] == cascade->epoch) continue;
        const uint32_t coin = (uint32_t)(wom_rng_next(rng) >> 33);
        if (coin < chances->threshold[graph->in_tie[k]]) cascade_activate(cascade, from);
    }
}

static bool
reverse(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node root, uint32_t max_steps,
        const bool *stop)
{
    return live_edge_reverse(cascade, chances, rng, root, max_steps, stop, step_back);
}

const wom_dynamics wom_dynamics_ic = {
    .variant = {
        .name = "ic",
        .summary = "independent cascade: one try per tie",
        .source = "Kempe, Kleinberg and Tardos, KDD 2003, section 2.1",
    },
    .submodular = true,
    .claim = "expected active users is monotone and submodular in the seeds, with deadlines, acceptance and a baseline",
    .spread = spread,
    .reverse = reverse,
};
