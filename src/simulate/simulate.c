/* Monte Carlo over keyed worlds: check, prepare the contents, simulate blocks of worlds, sum up. */
#include "outcome.h"
#include "world_run.h"

#include <math.h>

/* Fixed, so that where a run stops does not depend on the number of threads. */
enum { WORLDS_PER_BLOCK = 32 };

wom_simulate_options
wom_simulate_defaults(void)
{
    return (wom_simulate_options){
        .seed = 1, .replicates = 10000, .curve_steps = 64, .count = WOM_COUNT_USERS, .fizzle = 2, .want_exposed = true
    };
}

typedef struct block_context {
    const world_plan *plan;
    world_worker *workers;
    uint64_t first, end; /* replicates */
} block_context;

static void
simulate_block(void *context, uint64_t block, uint32_t worker)
{
    const block_context *run = context;
    const uint64_t first = run->first + block * WORLDS_PER_BLOCK;
    const uint64_t end = first + WORLDS_PER_BLOCK < run->end ? first + WORLDS_PER_BLOCK : run->end;
    for (uint64_t replicate = first; replicate < end; replicate++)
        wom_world_run(&run->workers[worker], run->plan, replicate);
}

/* Simulates the replicates *num_done .. end - 1, as far as the job allows. */
static wom_status
simulate_to(uint64_t *num_done, wom_job *job, const world_plan *plan, world_worker *workers, uint64_t end)
{
    block_context context = { .plan = plan, .workers = workers, .first = *num_done, .end = end };
    uint64_t blocks_done = 0;
    const uint64_t num_blocks = (end - *num_done + WORLDS_PER_BLOCK - 1) / WORLDS_PER_BLOCK;
    const wom_status status = wom_parallel_for(job, num_blocks, simulate_block, &context, &blocks_done);
    *num_done += blocks_done * WORLDS_PER_BLOCK;
    if (*num_done > end) *num_done = end;
    return status;
}

static bool
is_precise(const world_plan *plan, uint64_t num_done)
{
    const wom_estimate mean = wom_estimate_mean(plan->metric[WOM_METRIC_INCREMENTAL], num_done);
    return mean.high - mean.value <= plan->options->precision * fabs(mean.value);
}

/* Looks at the precision at predeclared points only, so that the answer depends on nothing but the options. */
static wom_status
simulate_all(uint64_t *num_done, wom_job *job, const world_plan *plan, world_worker *workers)
{
    const wom_simulate_options *options = plan->options;
    wom_job_stage(job, "simulating", (options->replicates + WORLDS_PER_BLOCK - 1) / WORLDS_PER_BLOCK);
    for (uint32_t look = 4; look > 0 && options->precision > 0; look--) {
        const uint64_t end = options->replicates >> look;
        if (end < 2 * WORLDS_PER_BLOCK || end <= *num_done) continue;
        WOM_TRY(simulate_to(num_done, job, plan, workers, end));
        if (is_precise(plan, *num_done)) return WOM_OK;
    }
    return simulate_to(num_done, job, plan, workers, options->replicates);
}

wom_status
wom_simulate(wom_outcome **outcome, wom_job *job, const wom_model *model, const wom_choice *dynamics,
             const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options)
{
    *outcome = NULL;
    world_plan shared = { 0 };
    world_worker *workers = NULL;
    wom_outcome *made = NULL;
    uint64_t num_done = 0;
    wom_status status = WOM_OK, stopped = WOM_OK;
    WOM_TRY_GOTO(wom_world_plan_create(&shared, job, model, dynamics, plan, economy, options));
    WOM_TRY_GOTO(wom_outcome_create(&made, job, &shared));
    WOM_TRY_GOTO(wom_allocate(&shared.curve, job, options->replicates * options->curve_steps, sizeof *shared.curve,
                              "adoption curves"));
    WOM_TRY_GOTO(wom_world_workers_create(&workers, job, &shared));
    stopped = simulate_all(&num_done, job, &shared, workers);
    if (num_done >= 2) {
        WOM_TRY_GOTO(wom_outcome_finish(made, job, &shared, workers, num_done));
        *outcome = made;
        made = NULL;
    }
    status = stopped;
done:
    wom_world_workers_free(workers, job);
    wom_world_plan_clear(&shared);
    wom_outcome_free(made);
    return status;
}

uint64_t
wom_simulate_memory(const wom_model *model, const wom_dynamics *dynamics, uint32_t num_slots, uint32_t threads,
                    const wom_simulate_options *options)
{
    const uint64_t nodes = model->graph->num_nodes, ties = model->graph->num_ties;
    const uint64_t joint = num_slots > 1 ? (uint64_t)num_slots * 10 : 0; /* contents may act on each other */
    const uint64_t timed = dynamics->timed ? sizeof(double) + sizeof(uint32_t) : 0;
    const uint64_t worker = nodes * ((10 + joint) * sizeof(uint32_t) + timed + dynamics->scratch_bytes);
    return options->replicates * (WOM_NUM_METRICS * sizeof(double) + options->curve_steps * sizeof(uint32_t)) +
           threads * worker + (uint64_t)num_slots * ties * 2 * sizeof(uint32_t) + nodes * sizeof(uint32_t);
}
