/* The parts of the generated town. Its makers number residents 0 .. num - 1, communities in a row one after the other;
 * the final numbering comes last. */
#ifndef WOM_DATA_TOWN_H
#define WOM_DATA_TOWN_H

#include "data/names.h"

/* What a stream of chance is for; the index of a stream is the step and the item. Append only. */
typedef enum wom_town_step {
    WOM_TOWN_COMMUNITIES = 1,
    WOM_TOWN_DEGREES,
    WOM_TOWN_MEETING,
    WOM_TOWN_CLOSING,
    WOM_TOWN_DIRECTIONS,
    WOM_TOWN_MESSAGES,
    WOM_TOWN_INTERESTS,
    WOM_TOWN_PROFILES,
    WOM_TOWN_TASTES,
    WOM_TOWN_CONTENTS,
    WOM_TOWN_USERS,
    WOM_TOWN_HOMOPHILY,
} wom_town_step;

static inline wom_rng
wom_town_stream(uint64_t seed, wom_town_step step, uint64_t item)
{
    return wom_rng_stream(seed, WOM_PURPOSE_GENERATE, ((uint64_t)step << 40) | item);
}

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

/* Directed ties with their numbers of messages, under the residents' numbers. */
typedef struct wom_town_ties {
    uint64_t num;
    uint32_t *from, *to; /* [num] */
    double *strength;    /* [num] */
} wom_town_ties;

wom_status wom_town_send(wom_town_ties *ties, double *activity, wom_job *job, const wom_town *town,
                         const wom_friendships *friendships);
void wom_town_ties_free(wom_town_ties *ties);

/* Interests of users and contents with their names; community_of and the graph are under the final numbers. */
wom_status wom_town_inspire(wom_data *data, wom_job *job, const wom_town *town, const uint32_t *community_of,
                            uint32_t num_communities);

/* Rounds to so many parts of one, so that files stay short and read back to the same number. */
static inline double
wom_town_round(double x, double parts)
{
    return (double)(int64_t)(x * parts + 0.5) / parts;
}

#endif
