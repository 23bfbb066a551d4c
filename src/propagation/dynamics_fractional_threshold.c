/* Fractional thresholds: a user becomes active once the active friends' share of what her friends weigh reaches her
 * threshold. Watts, PNAS 99 (2002); Granovetter, American Journal of Sociology 83 (1978). */
#include "cascade.h"
#include "dynamics.h"

/* A share that misses a threshold by no more than this part of it (2^-20) reaches it: weights come in single precision,
 * and half of four friends is half. */
enum { SLACK_SHIFT = 20 };

typedef struct fractional_params {
    double low, high;
} fractional_params;

static const wom_field fields[] = {
    { "low", WOM_FIELD_REAL, offsetof(fractional_params, low), 0.1, 0, 1, "share", "lowest threshold of a user", NULL },
    { "high", WOM_FIELD_REAL, offsetof(fractional_params, high), 0.3, 0, 1, "share",
      "highest threshold; where it equals low everybody has the same", NULL },
    { 0 },
};

static wom_status
check(const void *params)
{
    const fractional_params *p = params;
    if (p->low <= p->high) return WOM_OK;
    return wom_fail(WOM_INVALID, "low is %g, must be at most high, which is %g", p->low, p->high);
}

/* What friends weigh together, masked ones too: who is masked is silent, not gone. */
static wom_status
prepare(wom_chances *chances, bool normalise)
{
    (void)normalise;
    const wom_graph *graph = chances->graph;
    for (wom_node node = 0; node < graph->num_nodes; node++) chances->incoming[node] = 0;
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        chances->incoming[graph->out_head[tie]] += chances->threshold[tie];
    return WOM_OK;
}

/* A user's state in the world at hand. */
typedef struct persuasion {
    uint64_t missing; /* what her active friends must still weigh, in 2^-31 */
    uint32_t epoch;   /* of the cascade that this is about */
} persuasion;

typedef struct thresholds {
    uint64_t world;
    uint32_t low, range; /* in 2^-31 */
} thresholds;

static inline uint64_t
needed_weight(const thresholds *of, uint64_t incoming, wom_node node)
{
    const uint64_t part = ((uint64_t)wom_coin(of->world, node) + 1) * of->range / WOM_COIN_ONE;
    const uint64_t exact = of->low + part, threshold = exact - (exact >> SLACK_SHIFT);
    return (uint64_t)(((__uint128_t)incoming * threshold + (WOM_COIN_ONE - 1)) / WOM_COIN_ONE);
}

static inline void
pass_on(wom_cascade *cascade, const wom_chances *chances, const thresholds *of, wom_node node)
{
    const wom_graph *graph = chances->graph;
    persuasion *state = cascade->scratch;
    for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++) {
        const uint32_t weight = chances->threshold[tie];
        const wom_node to = graph->out_head[tie];
        if (weight == 0 || wom_cascade_reached(cascade, to)) continue;
        persuasion *user = &state[to];
        if (user->epoch != cascade->epoch)
            *user = (persuasion){ needed_weight(of, chances->incoming[to], to), cascade->epoch };
        if (user->missing <= weight)
            cascade_activate_by(cascade, to, node);
        else
            user->missing -= weight;
    }
}

static void
step(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, uint32_t first, uint32_t end,
     bool exposing)
{
    const uint64_t *out_first = chances->graph->out_first;
    const fractional_params *params = chances->params;
    const uint32_t low = (uint32_t)(params->low * WOM_COIN_ONE), high = (uint32_t)(params->high * WOM_COIN_ONE);
    const thresholds of = { .world = world->threshold, .low = low, .range = high - low };
    for (uint32_t i = first; i < end; i++) {
        const wom_node node = cascade->active[i];
        if (exposing) cascade_expose_heads(cascade, chances, out_first[node], out_first[node + 1]);
        pass_on(cascade, chances, &of, node);
    }
}

static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    wom_cascade_unfold(cascade, chances, world, seeds, num_seeds, options, step);
}

const wom_dynamics wom_dynamics_fractional_threshold = {
    .variant = {
        .name = "fractional-threshold",
        .summary = "active once the active share of her friends reaches a user's threshold",
        .source = "Watts, PNAS 99, 2002; Granovetter, American Journal of Sociology 83, 1978",
        .params_size = sizeof(fractional_params),
        .fields = fields,
    },
    .monotone = true,
    .claim = "more seeds never lose anybody; not submodular, but for low = 0 and high = 1, where it is lt",
    .needs_incoming = true,
    .scratch_bytes = sizeof(persuasion),
    .check = check,
    .prepare = prepare,
    .spread = spread,
};
