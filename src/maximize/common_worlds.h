/* The keyed worlds on which users are compared: every choice of one problem meets the same. */
#ifndef MAXIMIZE_COMMON_WORLDS_H
#define MAXIMIZE_COMMON_WORLDS_H

#include <wom/maximize.h>

/* The seed of the worlds for choosing. */
static inline uint64_t
wom_choosing_seed(const wom_problem *problem)
{
    return wom_key(problem->seed, WOM_PURPOSE_CHOOSE, 0, 0);
}

/* Worlds 0 .. num_worlds - 1 of the seed for choosing that belongs to the problem's; freed by wom_free. */
wom_status wom_choosing_worlds(wom_world **world, wom_job *job, const wom_problem *problem, uint32_t num_worlds);

/* Whether the user, if asked, accepts in that world. */
static inline bool
wom_accepts(const wom_problem *problem, const wom_world *world, wom_node node)
{
    return problem->accept == NULL || wom_coin(world->acceptance, node) < wom_threshold(problem->accept[node]);
}

#endif
