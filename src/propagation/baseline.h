/* Users who become active by themselves: one coin a user and world. */
#ifndef PROPAGATION_BASELINE_H
#define PROPAGATION_BASELINE_H

#include "cascade.h"

/* Finds every user whose coin falls below the threshold, in order of their numbers: cascade->own[num_own]. The cascade
 * remembers them for the next call in the same world: plans are compared with the world without them. */
void wom_baseline_find(wom_cascade *cascade, uint64_t world, uint32_t threshold);

/* Activates them. */
void wom_baseline_activate(wom_cascade *cascade, uint64_t world, uint32_t threshold);

#endif
