/* The steps of the generated town, whose residents are numbered by communities, one after the other. */
#ifndef WOM_GRAPH_TOWN_H
#define WOM_GRAPH_TOWN_H

#include <wom/graph.h>

typedef struct wom_town {
    uint32_t users;
    double mean_friends, mixing, reciprocity;
    uint64_t seed;
} wom_town;

/* Who is whose friend, before it is said who influences whom. */
typedef struct wom_friendships {
    uint32_t num, num_communities;
    uint32_t *community;         /* [num] ascending */
    uint32_t *community_first;   /* [num_communities + 1] */
    uint32_t *wanted;            /* [num] friends that she would like to have */
    uint32_t *inside, *outside;  /* [num] of these still open, within and out of her community */
    uint64_t *first;             /* [num + 1] her place in friend_of, `wanted` wide */
    uint32_t *friend_of;         /* [first[num]] */
    uint32_t *num_friends;       /* [num] filled so far */
} wom_friendships;

/* Sizes of communities, wanted friends, and where they are to be found. */
wom_status wom_town_settle(wom_friendships *made, wom_job *job, const wom_town *town);

/* Makes friends until hardly a wish is open. */
wom_status wom_town_befriend(wom_friendships *friendships, wom_job *job, const wom_town *town);
void wom_friendships_free(wom_friendships *friendships);

/* Directed ties with their numbers of messages, and the residents' activity. */
wom_status wom_town_send(wom_tie_list *ties, wom_job *job, const wom_town *town, const wom_friendships *friendships);

#endif
