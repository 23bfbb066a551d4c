/* Forest fire: a newcomer follows somebody, and then some of those whom she follows and who follow her, and so on.
 * Leskovec, Kleinberg and Faloutsos, KDD 2005, in the form of TKDD 2007: at each user that burns, geometric numbers of
 * links, with means p / (1 - p) forward and r p / (1 - r p) backward, lead to users not yet burnt. */
#include "graph/generate.h"

#include <math.h>

typedef struct params {
    uint32_t users;
    double forward, backward;
} params;

static const wom_field fields[] = {
    { "users", WOM_FIELD_UINT, offsetof(params, users), 3000, 2, 4e9, "users", "in the end", NULL },
    { "forward", WOM_FIELD_REAL, offsetof(params, forward), 0.4, 0, 0.9, "probability",
      "p, that the fire goes on to one more of those whom a user follows; above 0.5 it takes in large shares of all",
      NULL },
    { "backward", WOM_FIELD_REAL, offsetof(params, backward), 0.3, 0, 1, "",
      "r, the probability to her followers, in proportion to p", NULL },
    { 0 },
};

/* Followers of a user: a piece of `pool`, moved to a new one twice as long when it is full. */
typedef struct crowd {
    uint64_t first;
    uint32_t num, room;
} crowd;

typedef struct fire {
    wom_job *job;
    double forward, backward; /* probabilities */
    wom_tie_list *list;
    uint64_t capacity;    /* of the list */
    uint64_t *first;      /* [users + 1] rows of a user: whom she follows */
    crowd *followers;     /* [users] */
    wom_node *pool;
    uint64_t pool_num, pool_capacity;
    wom_node *burnt_by;   /* [users] the newcomer whose fire it was, plus 1 */
} fire;

static uint64_t
draw_links(double p, wom_rng *rng)
{
    return p > 0 ? (uint64_t)floor(log(1 - wom_rng_uniform(rng)) / log(p)) : 0;
}

static wom_status
reserve_rows(fire *f, uint64_t more)
{
    wom_tie_list *list = f->list;
    uint64_t capacity = f->capacity;
    WOM_TRY(wom_reserve(&list->from, &capacity, f->job, list->num_rows + more, sizeof *list->from, "ties"));
    return wom_reserve(&list->to, &f->capacity, f->job, list->num_rows + more, sizeof *list->to, "ties");
}

/* The newcomer follows the node. */
static wom_status
burn(fire *f, wom_node newcomer, wom_node node)
{
    wom_tie_list *list = f->list;
    WOM_TRY(reserve_rows(f, 1));
    f->burnt_by[node] = newcomer + 1;
    list->from[list->num_rows] = newcomer;
    list->to[list->num_rows++] = node;
    return WOM_OK;
}

/* Up to `wanted` of the links that lead to users not yet burnt, all equally likely: those drawn come to the front. */
static wom_status
spread(fire *f, wom_node newcomer, wom_node *link, uint64_t num, uint64_t wanted, wom_rng *rng)
{
    for (uint64_t i = 0; i < num && wanted > 0; i++) {
        const uint64_t drawn = i + wom_rng_below(rng, num - i);
        const wom_node node = link[drawn];
        link[drawn] = link[i];
        link[i] = node;
        if (f->burnt_by[node] == newcomer + 1) continue;
        WOM_TRY(burn(f, newcomer, node));
        wanted--;
    }
    return WOM_OK;
}

static wom_status
add_follower(fire *f, wom_node node, wom_node follower)
{
    crowd *c = &f->followers[node];
    if (c->num == c->room) {
        const uint32_t room = c->room == 0 ? 4 : 2 * c->room;
        WOM_TRY(wom_reserve(&f->pool, &f->pool_capacity, f->job, f->pool_num + room, sizeof *f->pool, "followers"));
        for (uint32_t i = 0; i < c->num; i++) f->pool[f->pool_num + i] = f->pool[c->first + i];
        c->first = f->pool_num;
        c->room = room;
        f->pool_num += room;
    }
    f->pool[c->first + c->num++] = follower;
    return WOM_OK;
}

/* The rows of the newcomer are also the queue of those who burn. Rows may move while they are added to, so the links of
 * a user are looked up anew; a newcomer's own rows are not among them. */
static wom_status
add_newcomer(fire *f, wom_node newcomer, uint64_t seed)
{
    wom_tie_list *list = f->list;
    wom_rng rng = wom_generate_stream(seed, WOM_GENERATE_TIES, newcomer);
    f->burnt_by[newcomer] = newcomer + 1;
    f->first[newcomer] = list->num_rows;
    WOM_TRY(burn(f, newcomer, (wom_node)wom_rng_below(&rng, newcomer)));
    for (uint64_t at = f->first[newcomer]; at < list->num_rows; at++) {
        const wom_node node = list->to[at];
        const uint64_t num = f->first[node + 1] - f->first[node];
        const uint64_t forward = draw_links(f->forward, &rng), backward = draw_links(f->backward, &rng);
        const uint64_t most = num < forward ? num : forward;
        WOM_TRY(reserve_rows(f, most));
        WOM_TRY(spread(f, newcomer, list->to + f->first[node], num, forward, &rng));
        const crowd *c = &f->followers[node];
        WOM_TRY(spread(f, newcomer, f->pool + c->first, c->num, backward, &rng));
    }
    for (uint64_t at = f->first[newcomer]; at < list->num_rows; at++)
        WOM_TRY(add_follower(f, list->to[at], newcomer));
    f->first[newcomer + 1] = list->num_rows;
    if (list->num_rows > 4294967294) return wom_fail(WOM_INVALID, "the fire makes 2^32 ties and more; lower forward");
    return newcomer % 256 == 0 ? wom_job_check(f->job) : WOM_OK;
}

static wom_status
make(wom_tie_list *list, wom_job *job, const void *given, uint64_t seed)
{
    const params *p = given;
    fire f = { .job = job, .forward = p->forward, .backward = p->forward * p->backward, .list = list };
    wom_status status = WOM_OK;
    list->num_nodes = p->users;
    list->direction = WOM_DIRECTION_FOLLOWS;
    WOM_TRY_GOTO(wom_allocate(&f.first, job, (uint64_t)p->users + 1, sizeof *f.first, "ties of users"));
    WOM_TRY_GOTO(wom_allocate(&f.followers, job, p->users, sizeof *f.followers, "followers"));
    WOM_TRY_GOTO(wom_allocate(&f.burnt_by, job, p->users, sizeof *f.burnt_by, "what is burnt"));
    for (wom_node node = 1; node < p->users; node++) WOM_TRY_GOTO(add_newcomer(&f, node, seed));
done:
    wom_free(f.first);
    wom_free(f.followers);
    wom_free(f.burnt_by);
    wom_free(f.pool);
    return status;
}

const wom_generator wom_generator_forest_fire = {
    .variant = { .name = "forest-fire",
                 .summary = "newcomers follow somebody and some of her circle: dense, clustered, one-way ties",
                 .source = "Leskovec, Kleinberg and Faloutsos, KDD 2005; TKDD 2007",
                 .params_size = sizeof(params),
                 .fields = fields },
    .make = make,
};
