/* What is believed about the arms before anything is played: their expectation under the model itself. */
#include "belief.h"

#include <math.h>

enum { WORLDS_PER_BLOCK = 32, LEAST_WORLDS = 1024 };

typedef struct belief_context {
    const campaign *run;
    const wom_chances *chances;
    uint32_t arm;
    uint64_t seed;
    double *sum; /* [blocks] */
} belief_context;

static void
believe_block(void *context, uint64_t block, uint32_t worker)
{
    const belief_context *belief = context;
    double sum = 0;
    for (uint64_t i = 0; i < WORLDS_PER_BLOCK; i++) {
        const wom_world world = wom_world_of(belief->seed, block * WORLDS_PER_BLOCK + i, 0);
        sum += wom_campaign_reward(belief->run, &belief->run->workers[worker], belief->chances, belief->arm, &world);
    }
    belief->sum[block] = sum;
}

static wom_status
believe_arm(double *believed, belief_context *belief, wom_job *job, wom_chances *chances, uint64_t num_blocks)
{
    const campaign *run = belief->run;
    WOM_TRY(wom_chances_fill(chances, job, run->model, run->arms[belief->arm].content, NULL));
    WOM_TRY(wom_parallel_for(job, num_blocks, believe_block, belief, NULL));
    double sum = 0;
    for (uint64_t block = 0; block < num_blocks; block++) sum += belief->sum[block];
    *believed = sum / (double)(num_blocks * WORLDS_PER_BLOCK);
    return WOM_OK;
}

static void
plan_once(campaign *run, const double *believed)
{
    run->planned_arm = 0;
    for (uint32_t arm = 1; arm < run->num_arms; arm++)
        if (believed[arm] > believed[run->planned_arm]) run->planned_arm = arm;
    run->scale = fmax(1, 3 * believed[run->planned_arm]);
}

wom_status
wom_campaign_believe(double *believed, campaign *run, wom_job *job)
{
    const uint32_t judge_worlds = run->options->judge_worlds;
    const uint64_t num_worlds = judge_worlds > LEAST_WORLDS ? judge_worlds : LEAST_WORLDS;
    const uint64_t num_blocks = (num_worlds + WORLDS_PER_BLOCK - 1) / WORLDS_PER_BLOCK;
    wom_status status = WOM_OK;
    wom_chances *chances = NULL;
    belief_context belief = { .run = run, .seed = wom_key(run->options->seed, WOM_PURPOSE_CHOOSE, 0, 0) };
    WOM_TRY_GOTO(wom_chances_create(&chances, job, run->model->graph, run->dynamics));
    WOM_TRY_GOTO(wom_allocate(&belief.sum, job, num_blocks, sizeof *belief.sum, "sums of rewards"));
    belief.chances = chances;
    wom_job_stage(job, "asking the model", 0);
    for (belief.arm = 0; belief.arm < run->num_arms; belief.arm++)
        WOM_TRY_GOTO(believe_arm(&believed[belief.arm], &belief, job, chances, num_blocks));
    plan_once(run, believed);
done:
    wom_chances_free(chances);
    wom_free(belief.sum);
    return status;
}
