/* Preferential attachment: newcomers make friends with those who have many. Barabasi and Albert, Science 1999.
 *
 * A friend is an end of an earlier friendship, drawn uniformly (Batagelj and Brandes, PRE 2005). Each draw is a pure
 * function of the friendship's number, so an end that is itself drawn is found by drawing it again and all friendships
 * can be made at once (Sanders and Schulz, IPL 2016). */
#include "graph/generate.h"

typedef struct params {
    uint32_t users, friends;
} params;

static const wom_field fields[] = {
    { "users", WOM_FIELD_UINT, offsetof(params, users), 3000, 2, 4e9, "users", "in the end", NULL },
    { "friends", WOM_FIELD_UINT, offsetof(params, friends), 5, 1, 10000, "users",
      "that a newcomer makes; drawing the same one twice makes one fewer", NULL },
    { 0 },
};

enum { BLOCK = 1024 };

typedef struct growth {
    uint64_t friends, core; /* the first friends + 1 users all know each other: core friendships */
    wom_tie_list *list;
    uint64_t seed;
} growth;

static uint64_t
newcomer_of(const growth *g, uint64_t row)
{
    return g->friends + 1 + (row - g->core) / g->friends;
}

/* Drawn among the ends of all friendships that were there when the newcomer came. */
static wom_node
draw_friend(const growth *g, uint64_t row)
{
    for (;;) {
        wom_rng rng = wom_generate_stream(g->seed, WOM_GENERATE_TIES, row);
        const uint64_t before = g->core + (newcomer_of(g, row) - g->friends - 1) * g->friends;
        const uint64_t end = wom_rng_below(&rng, 2 * before);
        row = end / 2;
        if (row < g->core) return end % 2 == 0 ? g->list->from[row] : g->list->to[row];
        if (end % 2 == 0) return (wom_node)newcomer_of(g, row);
    }
}

static void
make_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const growth *g = context;
    const uint64_t first = g->core + block * BLOCK;
    const uint64_t end = first + BLOCK < g->list->num_rows ? first + BLOCK : g->list->num_rows;
    for (uint64_t row = first; row < end; row++) {
        g->list->from[row] = (wom_node)newcomer_of(g, row);
        g->list->to[row] = draw_friend(g, row);
    }
}

static wom_status
make(wom_tie_list *list, wom_job *job, const void *given, uint64_t seed)
{
    const params *p = given;
    const uint64_t core = (uint64_t)p->friends * (p->friends + 1) / 2;
    if (p->friends >= p->users)
        return wom_fail(WOM_INVALID, "friends is %u, must be below the number of users, %u", p->friends, p->users);
    const double later = ((double)p->users - p->friends - 1) * p->friends;
    WOM_TRY(wom_tie_list_allot(list, job, p->users, (double)core + later, WOM_DIRECTION_MUTUAL));
    uint64_t row = 0;
    for (wom_node j = 1; j <= p->friends; j++) {
        for (wom_node i = 0; i < j; i++) {
            list->from[row] = j;
            list->to[row++] = i;
        }
    }
    growth g = { p->friends, core, list, seed };
    return wom_parallel_for(job, (list->num_rows - core + BLOCK - 1) / BLOCK, make_block, &g, NULL);
}

const wom_generator wom_generator_barabasi_albert = {
    .variant = { .name = "barabasi-albert",
                 .summary = "preferential attachment: degrees fall as a power of 3; mutual ties",
                 .source = "Barabasi and Albert, Science 1999",
                 .params_size = sizeof(params),
                 .fields = fields },
    .make = make,
};
