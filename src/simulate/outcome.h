/* From worlds to estimates. */
#ifndef SIMULATE_OUTCOME_H
#define SIMULATE_OUTCOME_H

#include "world_run.h"

/* An outcome with room for all replicates; the plan's metric arrays become its own. */
wom_status wom_outcome_create(wom_outcome **outcome, wom_job *job, world_plan *plan);

/* Sums the workers up over the first num_done worlds. */
wom_status wom_outcome_finish(wom_outcome *outcome, wom_job *job, const world_plan *plan, const world_worker *workers,
                              uint64_t num_done);

#endif
