/* Many worlds of a plan at once: what wom_world_run does with each of them, to the bit. */
#ifndef SIMULATE_LANE_RUN_H
#define SIMULATE_LANE_RUN_H

#include "propagation/lanes.h"
#include "world_run.h"

/* A worker's scratch beside a world_worker. */
typedef struct lane_worker {
    wom_lanes *lanes;
    lane_row *exposed;    /* [num_nodes]; NULL: nobody wants to know */
    lane_count *in_group; /* [num_group_counts] */
    lane_keys purchases;
    uint32_t count[LANES_MOST];
    world_tally with[LANES_MOST], without[LANES_MOST];
} lane_worker;

/* What keeps the plan from being run in lanes, in a few words; NULL: nothing. */
const char *wom_lane_hindrance(const world_plan *plan);

/* Bytes of a lane_worker, at most a few more than it takes. */
uint64_t wom_lane_worker_bytes(uint64_t num_nodes, bool want_exposed, uint32_t num_group_counts);

/* One for every thread of the job. On failure, too, wom_lane_workers_free is due. */
wom_status wom_lane_workers_create(lane_worker **workers, wom_job *job, const world_plan *plan);
void wom_lane_workers_free(lane_worker *workers, wom_job *job);

/* Simulates the worlds first .. first + num_worlds - 1, at most LANES_MOST. */
void wom_lane_run(lane_worker *lane_worker, world_worker *worker, const world_plan *plan, uint64_t first,
                  uint32_t num_worlds);

#endif
