/* The keyed worlds on which users are compared. */
#include "common_worlds.h"

wom_status
wom_choosing_worlds(wom_world **world, wom_job *job, const wom_problem *problem, uint32_t num_worlds)
{
    const uint64_t seed = wom_choosing_seed(problem);
    WOM_TRY(wom_allocate(world, job, num_worlds, sizeof **world, "worlds"));
    for (uint32_t i = 0; i < num_worlds; i++) (*world)[i] = wom_world_of(seed, i, 0);
    return WOM_OK;
}
