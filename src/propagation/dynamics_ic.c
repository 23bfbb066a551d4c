/* Independent cascade: each newly active user tries each of her ties once.
 * Kempe, Kleinberg and Tardos, KDD 2003. */
#include "dynamics.h"
#include "live_edge.h"

static void
step(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, uint32_t first, uint32_t end,
     bool exposing)
{
    live_edge_step(cascade, chances, world->tie, first, end, false, exposing);
}

static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    wom_cascade_unfold(cascade, chances, world, seeds, num_seeds, options, step);
}

/* Two coins a draw, and one for every tie whoever its tail is: most coins fall flat, so most tails are never touched.
 */
static void
step_back(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node node)
{
    const wom_graph *graph = chances->graph;
    const uint64_t end = graph->in_first[node + 1];
    for (uint64_t k = graph->in_first[node]; k < end; k += 2) {
        const uint64_t coins = wom_rng_next(rng);
        if ((uint32_t)(coins >> 33) < threshold_in(chances, k)) cascade_activate(cascade, graph->in_tail[k]);
        if (k + 1 < end && ((uint32_t)coins & (WOM_COIN_ONE - 1)) < threshold_in(chances, k + 1))
            cascade_activate(cascade, graph->in_tail[k + 1]);
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
    .additive = true,
    .monotone = true,
    .claim = "expected active users is monotone and submodular in the seeds, with deadlines, acceptance and a baseline",
    .lanes = WOM_LANES_BY_TIE,
    .spread = spread,
    .reverse = reverse,
    .live_in_ties = WOM_LIVE_EACH,
};
