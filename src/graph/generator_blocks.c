/* Stochastic block model: two users are friends with one probability within a community and with another across.
 * Holland, Laskey and Leinhardt, Social Networks 1983. */
#include "graph/generate.h"

#include <errno.h>
#include <stdlib.h>

typedef struct params {
    uint32_t users, communities;
    const char *sizes;
    double inside, outside;
} params;

static const wom_field fields[] = {
    { "users", WOM_FIELD_UINT, offsetof(params, users), 3000, 2, 4e9, "users", "in all", NULL },
    { "communities", WOM_FIELD_UINT, offsetof(params, communities), 20, 1, 1e6, "communities",
      "of equal size, to one", NULL },
    { "sizes", WOM_FIELD_TEXT, offsetof(params, sizes), 0, 0, 0, "",
      "of communities, \"500 300 200\", in place of users and communities", NULL },
    { "inside", WOM_FIELD_REAL, offsetof(params, inside), 0.06, 0, 1, "probability",
      "that two of one community are friends", NULL },
    { "outside", WOM_FIELD_REAL, offsetof(params, outside), 0.001, 0, 1, "probability",
      "that two of different ones are", NULL },
    { 0 },
};

enum { MOST_COMMUNITIES = 1000000 };

/* Ends of the communities of a list of sizes; ends NULL: only counted. */
static wom_status
read_sizes(wom_node *ends, uint32_t *num, const char *sizes)
{
    uint64_t sum = 0;
    *num = 0;
    for (const char *at = sizes; *at != '\0';) {
        char *behind;
        while (*at == ' ' || *at == ',') at++;
        if (*at == '\0') break;
        errno = 0;
        const unsigned long long size = *at >= '0' && *at <= '9' ? strtoull(at, &behind, 10) : 0;
        if (size == 0 || errno != 0 || (sum += size) > 4000000000 || size > 4000000000)
            return wom_fail(WOM_INVALID, "sizes: must be whole numbers from 1 that sum to at most 4e9, is \"%.20s\"",
                            at);
        if (*num == MOST_COMMUNITIES)
            return wom_fail(WOM_INVALID, "sizes: must be at most %d", MOST_COMMUNITIES);
        if (ends != NULL) ends[*num] = (wom_node)sum;
        *num += 1;
        at = behind;
    }
    return *num > 0 ? WOM_OK : wom_fail(WOM_INVALID, "sizes: is empty, must be like \"500 300 200\"");
}

static wom_status
find_ends(wom_node **ends, uint32_t *num, wom_job *job, const params *p)
{
    if (p->sizes != NULL) {
        WOM_TRY(read_sizes(NULL, num, p->sizes));
        WOM_TRY(wom_allocate(ends, job, *num, sizeof **ends, "communities"));
        return read_sizes(*ends, num, p->sizes);
    }
    if (p->communities > p->users)
        return wom_fail(WOM_INVALID, "communities is %u, must be at most the number of users, %u", p->communities,
                        p->users);
    *num = p->communities;
    WOM_TRY(wom_allocate(ends, job, *num, sizeof **ends, "communities"));
    for (uint32_t c = 0; c < *num; c++) (*ends)[c] = (wom_node)((uint64_t)p->users * (c + 1) / *num);
    return WOM_OK;
}

static wom_status
make(wom_tie_list *list, wom_job *job, const void *given, uint64_t seed)
{
    const params *p = given;
    wom_pair_chances chances = { .inside = p->inside, .outside = p->outside, .seed = seed };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(find_ends(&chances.end_of, &list->num_communities, job, p));
    chances.num_nodes = chances.end_of[list->num_communities - 1];
    WOM_TRY_GOTO(wom_allocate(&list->community, job, chances.num_nodes, sizeof *list->community, "communities"));
    for (wom_node node = 0, c = 0; node < chances.num_nodes; node++) {
        if (node == chances.end_of[c]) c++;
        list->community[node] = c;
    }
    chances.community_of = list->community;
    WOM_TRY_GOTO(wom_tie_list_draw_pairs(list, job, &chances));
done:
    wom_free(chances.end_of);
    return status;
}

const wom_generator wom_generator_blocks = {
    .variant = { .name = "blocks",
                 .summary = "stochastic block model: many friends within a community, few across; mutual ties",
                 .source = "Holland, Laskey and Leinhardt, Social Networks 1983",
                 .params_size = sizeof(params),
                 .fields = fields },
    .make = make,
};
