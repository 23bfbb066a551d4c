/* A believable social town: communities of very different size, heavy-tailed numbers of friends, friends of friends who
 * are friends, mostly mutual ties, messages exchanged as tie strength. */
#include "graph/generate.h"
#include "graph/town.h"

static const wom_field fields[] = {
    { "users", WOM_FIELD_UINT, offsetof(wom_town, users), 3000, 10, 5e7, "users", "inhabitants", NULL },
    { "mean_friends", WOM_FIELD_REAL, offsetof(wom_town, mean_friends), 12, 1, 1000, "users",
      "friends of a user, one-way ones included", NULL },
    { "mixing", WOM_FIELD_REAL, offsetof(wom_town, mixing), 0.2, 0, 1, "share",
      "friends outside one's community", NULL },
    { "reciprocity", WOM_FIELD_REAL, offsetof(wom_town, reciprocity), 0.8, 0, 1, "share",
      "friendships in which both influence each other", NULL },
    { 0 },
};

static wom_status
make(wom_tie_list *list, wom_job *job, const void *params, uint64_t seed)
{
    wom_town town = *(const wom_town *)params;
    wom_friendships friendships = { 0 };
    wom_status status = WOM_OK;
    town.seed = seed;
    if (town.mean_friends > town.users / 2.0)
        return wom_fail(WOM_INVALID, "mean_friends is %g, must be at most half of the %u users", town.mean_friends,
                        town.users);
    WOM_TRY_GOTO(wom_town_settle(&friendships, job, &town));
    WOM_TRY_GOTO(wom_town_befriend(&friendships, job, &town));
    WOM_TRY_GOTO(wom_town_send(list, job, &town, &friendships));
    list->num_nodes = town.users;
    list->direction = WOM_DIRECTION_INFLUENCE;
    list->community = friendships.community;
    list->num_communities = friendships.num_communities;
    friendships.community = NULL;
done:
    wom_friendships_free(&friendships);
    return status;
}

const wom_generator wom_generator_town = {
    .variant = { .name = "town",
                 .summary = "a believable social town: communities, hubs, friends of friends, messages",
                 .source = "degrees and mixing as in Lancichinetti, Fortunato and Radicchi, PRE 2008",
                 .params_size = sizeof(wom_town),
                 .fields = fields },
    .make = make,
};
