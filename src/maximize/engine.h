/* Marginal gains on common worlds, by whichever way the dynamics allows. */
#ifndef MAXIMIZE_ENGINE_H
#define MAXIMIZE_ENGINE_H

#include "replay.h"
#include "worlds.h"

typedef struct wom_engine {
    wom_worlds *worlds; /* where the dynamics is additive */
    wom_replay *replay; /* where it is not */
    wom_gain_oracle oracle;
} wom_engine;

/* On failure nothing is held. */
wom_status wom_engine_open(wom_engine *engine, wom_job *job, const wom_admissible *admissible, uint32_t num_worlds);
void wom_engine_close(wom_engine *engine);

#endif
