/* Going through worlds one by one, each looked at by somebody: what the kinds of looking share. */
#ifndef SIMULATE_WATCH_H
#define SIMULATE_WATCH_H

#include "world_run.h"

typedef struct world_watch {
    world_plan plan;
    world_worker *workers;
    /* Looks at world number `replicate` with this worker (number `number`). */
    void (*look)(void *context, world_worker *worker, uint32_t number, uint64_t replicate);
    void *context;
} world_watch;

/* Checks and prepares what wom_simulate does. `traced`: cascades know who made whom active. On failure, too,
 * wom_watch_close is due. */
wom_status wom_watch_open(world_watch *watch, wom_job *job, const wom_model *model, const wom_choice *dynamics,
                          const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options,
                          bool traced);
/* Whether so many worlds can be looked at. */
wom_status wom_watch_check(uint64_t num_worlds);

void wom_watch_close(world_watch *watch, wom_job *job);

/* Looks at the worlds 0 .. num_worlds - 1; those looked at are 0 .. *num_done - 1. */
wom_status wom_watch_all(uint64_t *num_done, wom_job *job, world_watch *watch, uint64_t num_worlds, const char *stage);

#endif
