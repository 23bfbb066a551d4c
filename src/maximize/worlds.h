/* Marginal gains on common worlds: every user's spread is counted in the same keyed worlds, minus what those taken, or
 * the baseline, have reached there. In a world of live ties who is reached by a set is the union of those reached by
 * its members (deadlines included), so gains on these worlds are exactly monotone and submodular. */
#ifndef MAXIMIZE_WORLDS_H
#define MAXIMIZE_WORLDS_H

#include "common_worlds.h"
#include "greedy_choice.h"
#include "walkers.h"

typedef struct wom_worlds {
    wom_job *job;
    const wom_admissible *admissible;
    uint32_t num_worlds;
    wom_world *world;      /* [num_worlds] */
    uint64_t num_words;    /* of 64 users, a world */
    uint64_t *reached;     /* [num_worlds * num_words] by those taken, and by the baseline */
    uint64_t *by_baseline; /* likewise, with nobody taken; NULL: nobody */
    double *gain;          /* [num_worlds] of the user asked about or taken last */
    double *gain_of;       /* [num_nodes] of every candidate, when they were asked about last */
    bool first_are_known;  /* and that was after the pinned, nobody else being taken */
    uint32_t num_taken;    /* the pinned included */
    wom_walkers walkers;
    uint64_t num_evaluations;
} wom_worlds;

/* Worlds of the seed for choosing that belongs to the problem's; the dynamics must be additive.
 * Memory: a bit a user and world (two with a baseline), 90 bytes a world, 8 bytes a user and a cascade a worker. */
wom_status wom_worlds_create(wom_worlds **worlds, wom_job *job, const wom_admissible *admissible, uint32_t num_worlds);
void wom_worlds_free(wom_worlds *worlds);

/* Nobody taken. */
void wom_worlds_reset(wom_worlds *worlds);

/* What asking node would bring beyond those taken, averaged over the worlds. Parallel over worlds. */
wom_status wom_worlds_gain(wom_worlds *worlds, double *gain, wom_node node);
wom_status wom_worlds_take(wom_worlds *worlds, double *gain, double *gain_error, wom_node node);

/* Asking about everybody is parallel over users; what they bring beside the pinned alone is measured once. */
wom_gain_oracle wom_worlds_oracle(wom_worlds *worlds);

#endif
