/* Complex contagion: a user becomes active once tries of k of her friends have succeeded. Bootstrap percolation on the
 * live ties. Centola and Macy, American Journal of Sociology 113 (2007). */
#include "dynamics.h"
#include "live_edge.h"

typedef struct k_contact_params {
    uint32_t k;
} k_contact_params;

static const wom_field fields[] = {
    { "k", WOM_FIELD_UINT, offsetof(k_contact_params, k), 2, 1, 1e6, "friends",
      "friends whose tries must succeed before a user becomes active", NULL },
    { 0 },
};

/* A user's contacts in the world at hand. */
typedef struct contacts {
    uint32_t epoch; /* of the cascade that they were counted in */
    uint32_t num;
} contacts;

static inline uint32_t
count_contact(contacts *user, uint32_t epoch)
{
    if (user->epoch != epoch) *user = (contacts){ .epoch = epoch };
    return ++user->num;
}

/* Parallel ties lie side by side, and a friend counts once: the live ones behind the first of them are passed over. */
static inline void
pass_on(wom_cascade *cascade, const wom_chances *chances, uint64_t world, wom_node node, uint32_t needed)
{
    const wom_node *head = chances->graph->out_head;
    const uint64_t end = chances->graph->out_first[node + 1];
    contacts *state = cascade->scratch;
    wom_node last = WOM_NO_NODE;
    uint8_t offset[LIVE_TIES_MOST];
    for (uint64_t first = chances->graph->out_first[node]; first < end; first += LIVE_TIES_MOST) {
        const uint32_t count = end - first < LIVE_TIES_MOST ? (uint32_t)(end - first) : LIVE_TIES_MOST;
        const uint32_t num_live = wom_live_by_tie(offset, chances, world, first, count);
        for (uint32_t i = 0; i < num_live; i++) {
            const wom_node to = head[first + offset[i]];
            if (to == last || wom_cascade_reached(cascade, to)) continue;
            last = to;
            if (count_contact(&state[to], cascade->epoch) == needed) cascade_activate_by(cascade, to, node);
        }
    }
}

static void
step(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, uint32_t first, uint32_t end,
     bool exposing)
{
    const uint64_t *out_first = chances->graph->out_first;
    const k_contact_params *params = chances->params;
    for (uint32_t i = first; i < end; i++) {
        const wom_node node = cascade->active[i];
        live_edge_foresee(cascade, chances, i, false);
        if (exposing) cascade_expose_heads(cascade, chances, out_first[node], out_first[node + 1]);
        pass_on(cascade, chances, world->tie, node, params->k);
    }
}

static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    wom_cascade_unfold(cascade, chances, world, seeds, num_seeds, options, step);
}

const wom_dynamics wom_dynamics_k_contact = {
    .variant = {
        .name = "k-contact",
        .summary = "complex contagion: active once tries of k friends have succeeded",
        .source = "Centola and Macy, American Journal of Sociology 113, 2007",
        .params_size = sizeof(k_contact_params),
        .fields = fields,
    },
    .monotone = true,
    .claim = "more seeds never lose anybody; not submodular for k above 1, where seeds are worth more together",
    .scratch_bytes = sizeof(contacts),
    .spread = spread,
};
