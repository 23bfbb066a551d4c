/* Going through worlds one by one. */
#include "watch.h"

enum { WORLDS_PER_BLOCK = 4 };

wom_status
wom_watch_open(world_watch *watch, wom_job *job, const wom_model *model, const wom_choice *dynamics,
               const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options, bool traced)
{
    WOM_TRY(wom_world_plan_create(&watch->plan, job, model, dynamics, plan, economy, options));
    WOM_TRY(wom_world_workers_create(&watch->workers, job, &watch->plan));
    for (uint32_t w = 0; traced && w < wom_job_threads(job); w++)
        for (uint32_t c = 0; c < watch->workers[w].num_cascades; c++)
            WOM_TRY(wom_cascade_trace(watch->workers[w].cascades[c], job));
    return WOM_OK;
}

wom_status
wom_watch_check(uint64_t num_worlds)
{
    if (num_worlds >= 2 && num_worlds <= UINT32_MAX) return WOM_OK;
    return wom_fail(WOM_INVALID, "%llu worlds to look at, must be from 2 to %u", (unsigned long long)num_worlds,
                    UINT32_MAX);
}

void
wom_watch_close(world_watch *watch, wom_job *job)
{
    wom_world_workers_free(watch->workers, job);
    wom_world_plan_clear(&watch->plan);
}

typedef struct watch_blocks {
    world_watch *watch;
    uint64_t num_worlds;
} watch_blocks;

static void
look_at_block(void *context, uint64_t block, uint32_t worker)
{
    const watch_blocks *blocks = context;
    world_watch *watch = blocks->watch;
    const uint64_t first = block * WORLDS_PER_BLOCK, all = blocks->num_worlds;
    const uint64_t end = all - first < WORLDS_PER_BLOCK ? all : first + WORLDS_PER_BLOCK;
    for (uint64_t replicate = first; replicate < end; replicate++)
        watch->look(watch->context, &watch->workers[worker], worker, replicate);
}

wom_status
wom_watch_all(uint64_t *num_done, wom_job *job, world_watch *watch, uint64_t num_worlds, const char *stage)
{
    watch_blocks blocks = { watch, num_worlds };
    const uint64_t num_blocks = (num_worlds + WORLDS_PER_BLOCK - 1) / WORLDS_PER_BLOCK;
    uint64_t blocks_done = 0;
    wom_job_stage(job, stage, num_blocks);
    const wom_status status = wom_parallel_for(job, num_blocks, look_at_block, &blocks, &blocks_done);
    *num_done = blocks_done * WORLDS_PER_BLOCK < num_worlds ? blocks_done * WORLDS_PER_BLOCK : num_worlds;
    return status;
}
