/* Sets of users on common worlds, whatever the dynamics: every set that is asked about is followed anew into every
 * world. Nothing of one set is used for another, so nothing is asked of the dynamics. */
#ifndef MAXIMIZE_REPLAY_H
#define MAXIMIZE_REPLAY_H

#include "common_worlds.h"
#include "greedy_choice.h"
#include "walkers.h"

typedef struct wom_replay {
    wom_job *job;
    const wom_admissible *admissible;
    uint32_t num_worlds;
    wom_world *world;     /* [num_worlds] */
    double *by_baseline;  /* [num_worlds] what users active by themselves bring; NULL: nothing */
    wom_node *taken;      /* [num_taken] */
    uint32_t num_taken;   /* the pinned included */
    double *value;        /* [num_worlds] of those taken, beyond the baseline */
    double *with;         /* [num_worlds] scratch: of those taken and one more */
    wom_node **accepting; /* [threads] those of a set who accept, one worker each */
    wom_walkers walkers;
    wom_walkers rivals;    /* the rival's cascades; none without a rival */
    wom_node **rival_seeds; /* [threads] the rival's asked who accept */
} wom_replay;

/* The worlds are those of wom_worlds. Memory: 60 bytes a world, 20 a user and worker. */
wom_status wom_replay_create(wom_replay **replay, wom_job *job, const wom_admissible *admissible, uint32_t num_worlds);
void wom_replay_free(wom_replay *replay);

/* What a set of users brings beyond the baseline, averaged over the worlds. Parallel over worlds. */
wom_status wom_replay_value(wom_replay *replay, double *value, const wom_node *set, uint32_t num_set);

/* Nobody taken. */
void wom_replay_reset(wom_replay *replay);

/* Takes one more user; her gain may be negative. */
wom_status wom_replay_take(wom_replay *replay, double *gain, double *gain_error, wom_node node);

/* Asking about everybody is parallel over users: a cascade of all taken for every candidate and world. */
wom_gain_oracle wom_replay_oracle(wom_replay *replay);

#endif
