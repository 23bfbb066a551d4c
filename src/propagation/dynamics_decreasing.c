/* Decreasing cascade: every try on a user that fails makes the next ones on her weaker.
 * Kempe, Kleinberg and Tardos, ICALP 2005. */
#include "cascade.h"
#include "dynamics.h"

typedef struct decreasing_params {
    double decay;
} decreasing_params;

static const wom_field fields[] = {
    { "decay", WOM_FIELD_REAL, offsetof(decreasing_params, decay), 0.8, 0, 1, "share",
      "what a failed try on a user leaves of the probability of the next", NULL },
    { 0 },
};

/* A user's state in the world at hand. */
typedef struct weariness {
    uint32_t epoch;  /* of the cascade that this is about */
    uint32_t factor; /* decay to the power of the failed tries, in 2^-31 */
} weariness;

/* The scratch: keys to sort by, then the users' states. */
typedef struct scratch {
    uint64_t *key;    /* [num_nodes] */
    weariness *state; /* [num_nodes] */
} scratch;

static inline scratch
scratch_of(const wom_cascade *cascade)
{
    uint64_t *key = cascade->scratch;
    return (scratch){ key, (weariness *)(void *)(key + cascade->num_nodes) };
}

static inline uint32_t
product(uint32_t a, uint32_t b)
{
    return (uint32_t)(((uint64_t)a * b + WOM_COIN_ONE / 2) / WOM_COIN_ONE);
}

/* ---- The order of a step ---- */

static void
sift_down(uint64_t *key, uint32_t place, uint32_t end)
{
    const uint64_t sinking = key[place];
    for (uint64_t child; (child = 2 * (uint64_t)place + 1) < end; place = (uint32_t)child) {
        if (child + 1 < end && key[child + 1] > key[child]) child++;
        if (key[child] <= sinking) break;
        key[place] = key[child];
    }
    key[place] = sinking;
}

/* Ascending, by a heap: in place, and soon for any input. */
static void
sort(uint64_t *key, uint32_t num)
{
    for (uint32_t place = num / 2; place-- > 0;) sift_down(key, place, num);
    for (uint32_t end = num; end-- > 1;) {
        const uint64_t largest = key[0];
        key[0] = key[end];
        key[end] = largest;
        sift_down(key, 0, end);
    }
}

/* Those who try in one step take turns by their coins, equal coins by number: the lower halves of key[] in order. */
static void
take_turns(uint64_t *key, const wom_node *active, uint32_t num, uint64_t world)
{
    for (uint32_t i = 0; i < num; i++) key[i] = (uint64_t)wom_coin(world, active[i]) << 32 | active[i];
    sort(key, num);
}

/* ---- Tries ---- */

static inline void
pass_on(wom_cascade *cascade, const wom_chances *chances, uint64_t world, wom_node node, uint32_t decay)
{
    const wom_graph *graph = chances->graph;
    weariness *state = scratch_of(cascade).state;
    for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++) {
        const uint32_t threshold = chances->threshold[tie];
        const wom_node to = graph->out_head[tie];
        if (threshold == 0 || wom_cascade_reached(cascade, to)) continue;
        weariness *user = &state[to];
        if (user->epoch != cascade->epoch) *user = (weariness){ cascade->epoch, WOM_COIN_ONE };
        if (wom_coin(world, tie) < product(threshold, user->factor))
            cascade_activate_by(cascade, to, node);
        else
            user->factor = product(user->factor, decay);
    }
}

static void
step(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, uint32_t first, uint32_t end,
     bool exposing)
{
    const uint64_t *out_first = chances->graph->out_first;
    const uint32_t decay = wom_threshold(((const decreasing_params *)chances->params)->decay);
    /* without decay any order is as good, and that of the independent cascade gives its cascades bit for bit */
    const bool in_turn = decay < WOM_COIN_ONE;
    uint64_t *key = scratch_of(cascade).key;
    if (in_turn) take_turns(key, cascade->active + first, end - first, world->order);
    for (uint32_t i = first; i < end; i++) {
        const wom_node node = in_turn ? (wom_node)key[i - first] : cascade->active[i];
        if (exposing) cascade_expose_heads(cascade, chances, out_first[node], out_first[node + 1]);
        pass_on(cascade, chances, world->tie, node, decay);
    }
}

static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    wom_cascade_unfold(cascade, chances, world, seeds, num_seeds, options, step);
}

const wom_dynamics wom_dynamics_decreasing = {
    .variant = {
        .name = "decreasing",
        .summary = "decreasing cascade: every failed try on a user weakens the next ones",
        .source = "Kempe, Kleinberg and Tardos, ICALP 2005",
        .params_size = sizeof(decreasing_params),
        .fields = fields,
    },
    .claim = "monotone and submodular in expectation where all ties into a user have one probability; else a weak try "
             "can spoil a strong one, and more seeds may reach fewer",
    .scratch_bytes = sizeof(uint64_t) + sizeof(weariness),
    .spread = spread,
};
