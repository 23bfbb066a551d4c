/* Linear threshold: a user becomes active when the weights of her active friends reach her threshold, which is uniform
 * on [0, 1]. Run as its live-edge form: every user listens to at most one in-tie, chosen with probability its weight.
 * Kempe, Kleinberg and Tardos, KDD 2003, theorem 2.5. */
#include "dynamics.h"
#include "live_edge.h"

/* Weights come in single precision and are rounded to 2^-31, so a sum of exactly 1 may come out a little higher: by
 * this share, and by a unit of 2^-31 a tie. What is beyond that is the input's. */
#define SUM_SLACK 1e-6

typedef struct lt_params {
    bool normalise;
} lt_params;

static const wom_field fields[] = {
    { "normalise", WOM_FIELD_BOOL, offsetof(lt_params, normalise), 0, 0, 1, "",
      "scale incoming sums above 1 down to 1 instead of refusing them", NULL },
    { 0 },
};

static uint64_t
incoming_sum(const wom_chances *chances, wom_node node)
{
    const wom_graph *graph = chances->graph;
    uint64_t sum = 0;
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
        sum += chances->threshold[graph->in_tie[k]];
    return sum;
}

/* Lays the in-ties' intervals end to end. Where they are longer than 1 together, all their ends are scaled, so that
 * they come to exactly 1 and none is off by more than a unit. */
static void
place_node(wom_chances *chances, wom_node node, uint64_t sum)
{
    const wom_graph *graph = chances->graph;
    uint64_t unscaled = 0;
    uint32_t start = 0;
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) {
        const wom_tie tie = graph->in_tie[k];
        unscaled += chances->threshold[tie];
        const uint32_t end =
            sum <= WOM_COIN_ONE ? (uint32_t)unscaled : (uint32_t)((__uint128_t)unscaled * WOM_COIN_ONE / sum);
        chances->start[tie] = start;
        chances->threshold[tie] = end - start;
        start = end;
    }
}

static wom_status
prepare(wom_chances *chances, bool normalise)
{
    const uint64_t most = WOM_COIN_ONE + (uint64_t)(SUM_SLACK * (double)WOM_COIN_ONE);
    uint64_t worst_sum = 0; /* of those that are too high */
    wom_node worst = 0;
    const lt_params *params = chances->params;
    normalise = normalise || (params != NULL && params->normalise);
    for (wom_node node = 0; node < chances->graph->num_nodes; node++) {
        const uint64_t sum = incoming_sum(chances, node);
        if (sum > worst_sum && sum > most + wom_graph_in_degree(chances->graph, node)) {
            worst_sum = sum;
            worst = node;
        }
        place_node(chances, node, sum);
    }
    if (worst_sum == 0 || normalise) return WOM_OK;
    return wom_fail(WOM_INVALID,
                    "linear threshold needs probabilities that sum to at most 1 over a user's incoming ties; those of "
                    "user number %u sum to %g. Lower the weights, or set \"normalise\": true",
                    worst, (double)worst_sum / (double)WOM_COIN_ONE);
}

static void
step(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, uint32_t first, uint32_t end,
     bool exposing)
{
    live_edge_step(cascade, chances, world->lt_choice, first, end, true, exposing);
}

static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    wom_cascade_unfold(cascade, chances, world, seeds, num_seeds, options, step);
}

static void
step_back(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node node)
{
    const wom_graph *graph = chances->graph;
    const uint32_t coin = (uint32_t)(wom_rng_next(rng) >> 33);
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) {
        if (coin - start_in(chances, k) >= threshold_in(chances, k)) continue;
        cascade_activate(cascade, graph->in_tail[k]);
        return;
    }
}

static bool
reverse(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node root, uint32_t max_steps,
        const bool *stop)
{
    return live_edge_reverse(cascade, chances, rng, root, max_steps, stop, step_back);
}

const wom_dynamics wom_dynamics_lt = {
    .variant = {
        .name = "lt",
        .summary = "linear threshold: active once the friends' weights reach a random threshold",
        .source = "Kempe, Kleinberg and Tardos, KDD 2003, section 2.1",
        .params_size = sizeof(lt_params),
        .fields = fields,
    },
    .submodular = true,
    .additive = true,
    .monotone = true,
    .claim = "expected active users is monotone and submodular in the seeds, with deadlines, acceptance and a baseline",
    .needs_start = true,
    .lanes = WOM_LANES_BY_HEAD,
    .prepare = prepare,
    .spread = spread,
    .reverse = reverse,
    .live_in_ties = WOM_LIVE_ONE,
};
