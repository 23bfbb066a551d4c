/* Pure chance: each pair are friends with the same probability. Gilbert, Ann. Math. Stat. 1959; Erdos and Renyi, Publ.
 * Math. 1959. */
#include "graph/generate.h"

typedef struct params {
    uint32_t users;
    double mean_friends;
} params;

static const wom_field fields[] = {
    { "users", WOM_FIELD_UINT, offsetof(params, users), 3000, 2, 4e9, "users", "in all", NULL },
    { "mean_friends", WOM_FIELD_REAL, offsetof(params, mean_friends), 12, 0, 1e6, "users",
      "of a user: each pair are friends with probability mean_friends / (users - 1)", NULL },
    { 0 },
};

static wom_status
make(wom_tie_list *list, wom_job *job, const void *given, uint64_t seed)
{
    const params *p = given;
    const double probability = p->mean_friends / (p->users - 1);
    if (probability > 1)
        return wom_fail(WOM_INVALID, "mean_friends is %g, must be below the number of users, %u", p->mean_friends,
                        p->users);
    const wom_pair_chances chances = { .num_nodes = p->users, .inside = probability, .seed = seed };
    return wom_tie_list_draw_pairs(list, job, &chances);
}

const wom_generator wom_generator_erdos_renyi = {
    .variant = { .name = "erdos-renyi",
                 .summary = "pure chance: all pairs alike; mutual ties",
                 .source = "Gilbert, Ann. Math. Stat. 1959",
                 .params_size = sizeof(params),
                 .fields = fields },
    .make = make,
};
