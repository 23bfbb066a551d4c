/* Small world: users in a ring know those nearby, and some ties lead anywhere instead. Watts and Strogatz, Nature 1998.
 *
 * Each user rewires her ties to those after her; a far end that another rewires to her makes one tie of two. */
#include "graph/generate.h"

typedef struct params {
    uint32_t users, friends;
    double rewiring;
} params;

static const wom_field fields[] = {
    { "users", WOM_FIELD_UINT, offsetof(params, users), 3000, 3, 4e9, "users", "in the ring", NULL },
    { "friends", WOM_FIELD_UINT, offsetof(params, friends), 10, 2, 10000, "users", "nearby, half on each side: even",
      NULL },
    { "rewiring", WOM_FIELD_REAL, offsetof(params, rewiring), 0.1, 0, 1, "probability",
      "that a tie leads anywhere instead", NULL },
    { 0 },
};

enum { BLOCK = 1024 };

typedef struct ring {
    wom_node num_nodes;
    uint32_t ahead; /* ties of a user to those after her */
    double rewiring;
    wom_tie_list *list;
    uint64_t seed;
} ring;

static bool
is_among(const wom_node *friends, uint32_t num, wom_node node)
{
    for (uint32_t i = 0; i < num; i++)
        if (friends[i] == node) return true;
    return false;
}

static void
make_user(const ring *r, wom_node node)
{
    wom_node *friends = r->list->to + (uint64_t)node * r->ahead;
    wom_rng rng = wom_generate_stream(r->seed, WOM_GENERATE_TIES, node);
    for (uint32_t i = 0; i < r->ahead; i++) {
        friends[i] = (wom_node)(((uint64_t)node + 1 + i) % r->num_nodes);
        r->list->from[(uint64_t)node * r->ahead + i] = node;
    }
    for (uint32_t i = 0; i < r->ahead; i++) {
        if (wom_rng_uniform(&rng) >= r->rewiring) continue;
        wom_node other = node;
        while (other == node || is_among(friends, r->ahead, other)) other = (wom_node)wom_rng_below(&rng, r->num_nodes);
        friends[i] = other;
    }
}

static void
make_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const ring *r = context;
    const uint64_t end = (block + 1) * BLOCK < r->num_nodes ? (block + 1) * BLOCK : r->num_nodes;
    for (uint64_t node = block * BLOCK; node < end; node++) make_user(r, (wom_node)node);
}

static wom_status
make(wom_tie_list *list, wom_job *job, const void *given, uint64_t seed)
{
    const params *p = given;
    if (p->friends % 2 != 0) return wom_fail(WOM_INVALID, "friends is %u, must be even", p->friends);
    if (p->friends >= p->users)
        return wom_fail(WOM_INVALID, "friends is %u, must be below the number of users, %u", p->friends, p->users);
    ring r = { p->users, p->friends / 2, p->rewiring, list, seed };
    WOM_TRY(wom_tie_list_allot(list, job, p->users, (double)p->users * r.ahead, WOM_DIRECTION_MUTUAL));
    return wom_parallel_for(job, ((uint64_t)p->users + BLOCK - 1) / BLOCK, make_block, &r, NULL);
}

const wom_generator wom_generator_watts_strogatz = {
    .variant = { .name = "watts-strogatz",
                 .summary = "small world: a ring of neighbours with some far ties; mutual ties",
                 .source = "Watts and Strogatz, Nature 1998",
                 .params_size = sizeof(params),
                 .fields = fields },
    .make = make,
};
