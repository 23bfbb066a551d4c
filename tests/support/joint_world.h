/* The kernels of contents that act on each other, on a case of the oracle. */
#ifndef JOINT_WORLD_H
#define JOINT_WORLD_H

#include "graphs.h"
#include "joint_oracle.h"

typedef struct joint_world {
    const joint_case *given; /* borrowed, and may be changed in what it asks */
    wom_choice dynamics;
    wom_chances *chances[ORACLE_CONTENTS];
    wom_cascade *cascade[ORACLE_CONTENTS];
    wom_world world[ORACLE_CONTENTS];
} joint_world;

void joint_world_open(joint_world *made, wom_job *job, const joint_case *given);
void joint_world_close(joint_world *world);

/* The choice of dynamics that the case describes. */
wom_choice joint_choice(wom_job *job, const joint_case *given);

/* Spreads in world number `replicate`, the rival in slots of its own; everybody accepts. */
void joint_world_spread(joint_world *world, uint64_t seed, uint64_t replicate, bool want_exposed);

/* Users active with content `c`. */
static inline bool
joint_world_reached(const joint_world *world, uint32_t c, wom_node user)
{
    return wom_cascade_reached(world->cascade[c], user);
}

/* Probabilities of `num_ties` ties, freed by wom_free: uniform on [0, 1), some 0 and some 1; `rough`: 0 or 1 only. */
double *joint_probabilities(wom_job *job, uint32_t num_ties, uint64_t seed, bool rough);

#endif
