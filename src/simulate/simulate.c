/* Monte Carlo over keyed worlds: check, prepare the contents, simulate blocks of worlds, sum up. */
#include "lane_run.h"
#include "outcome.h"
#include "world_run.h"

#include <math.h>

/* Fixed, so that where a run stops does not depend on the number of threads. */
enum { WORLDS_PER_BLOCK = 32, LEAST_LOOK = 64 };

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
    lane_worker *lanes; /* NULL: world by world */
    uint32_t worlds_per_block;
    uint64_t first, end; /* replicates */
} block_context;

static void
simulate_block(void *context, uint64_t block, uint32_t worker)
{
    const block_context *run = context;
    const uint64_t first = run->first + block * run->worlds_per_block;
    const uint64_t end = first + run->worlds_per_block < run->end ? first + run->worlds_per_block : run->end;
    if (run->lanes != NULL) {
        wom_lane_run(&run->lanes[worker], &run->workers[worker], run->plan, first, (uint32_t)(end - first));
        return;
    }
    for (uint64_t replicate = first; replicate < end; replicate++)
        wom_world_run(&run->workers[worker], run->plan, replicate);
}

static uint64_t
num_blocks_of(const block_context *run, uint64_t num_worlds)
{
    return (num_worlds + run->worlds_per_block - 1) / run->worlds_per_block;
}

/* Simulates the replicates *num_done .. end - 1, as far as the job allows. */
static wom_status
simulate_to(uint64_t *num_done, wom_job *job, block_context *run, uint64_t end)
{
    uint64_t blocks_done = 0;
    run->first = *num_done;
    run->end = end;
    const wom_status status =
        wom_parallel_for(job, num_blocks_of(run, end - *num_done), simulate_block, run, &blocks_done);
    *num_done += blocks_done * run->worlds_per_block;
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
simulate_all(uint64_t *num_done, wom_job *job, block_context *run)
{
    const wom_simulate_options *options = run->plan->options;
    wom_job_stage(job, "simulating", num_blocks_of(run, options->replicates));
    for (uint32_t look = 4; look > 0 && options->precision > 0; look--) {
        const uint64_t end = options->replicates >> look;
        if (end < LEAST_LOOK || end <= *num_done) continue;
        WOM_TRY(simulate_to(num_done, job, run, end));
        if (is_precise(run->plan, *num_done)) return WOM_OK;
    }
    return simulate_to(num_done, job, run, options->replicates);
}

/* ---- Lanes or not ---- */

/* Lanes pay from a word of them on; all workers' rows take no more than this. */
enum { LEAST_WORLDS = LANES_A_WORD, MOST_LANE_BYTES = 1 << 30 };

static bool
wants_lanes(const wom_simulate_options *options, uint64_t bytes)
{
    if (options->engine == WOM_SIMULATE_AUTO) return options->replicates >= LEAST_WORLDS && bytes <= MOST_LANE_BYTES;
    return options->engine == WOM_SIMULATE_LANES;
}

static uint64_t
lane_bytes(uint64_t num_nodes, uint32_t num_group_counts, uint32_t threads, const wom_simulate_options *options)
{
    return threads * wom_lane_worker_bytes(num_nodes, options->want_exposed, num_group_counts);
}

/* Blocks of equal size, as many for each worker, of no more worlds than there are lanes; and no more than keep it from
 * noticing for seconds that the job is to stop. Nothing but how long it takes depends on it. */
static uint32_t
worlds_side_by_side(uint64_t replicates, uint64_t num_ties, uint32_t threads)
{
    enum { TIES_PER_BLOCK = 1 << 30 };
    const uint64_t most = num_ties < TIES_PER_BLOCK / LANES_MOST      ? LANES_MOST
                          : num_ties > TIES_PER_BLOCK / LANES_A_WORD ? LANES_A_WORD
                                                                      : TIES_PER_BLOCK / num_ties;
    const uint64_t rounds = (replicates + threads * most - 1) / (threads * most), blocks = rounds * threads;
    return (uint32_t)((replicates + blocks - 1) / blocks);
}

/* Memory that is not there for lanes does not matter: it goes without. */
static wom_status
open_lanes(block_context *run, wom_job *job)
{
    const wom_simulate_options *options = run->plan->options;
    const uint32_t threads = wom_job_threads(job);
    const uint64_t limit = wom_job_memory_limit(job);
    if (wom_lane_hindrance(run->plan) != NULL) return WOM_OK;
    const uint64_t bytes = lane_bytes(run->plan->graph->num_nodes, run->plan->num_group_counts, threads, options);
    const bool fits = limit == 0 || bytes + wom_job_memory_used(job) <= limit;
    if (!fits || !wants_lanes(options, bytes)) return WOM_OK;
    run->worlds_per_block = worlds_side_by_side(options->replicates, run->plan->graph->num_ties, threads);
    return wom_lane_workers_create(&run->lanes, job, run->plan);
}

wom_status
wom_simulate(wom_outcome **outcome, wom_job *job, const wom_model *model, const wom_choice *dynamics,
             const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options)
{
    *outcome = NULL;
    world_plan shared = { 0 };
    block_context run = { .plan = &shared, .worlds_per_block = WORLDS_PER_BLOCK };
    wom_outcome *made = NULL;
    uint64_t num_done = 0;
    wom_status status = WOM_OK, stopped = WOM_OK;
    WOM_TRY_GOTO(wom_world_plan_create(&shared, job, model, dynamics, plan, economy, options));
    WOM_TRY_GOTO(wom_outcome_create(&made, job, &shared));
    WOM_TRY_GOTO(wom_allocate(&shared.curve, job, options->replicates * options->curve_steps, sizeof *shared.curve,
                              "adoption curves"));
    WOM_TRY_GOTO(wom_world_workers_create(&run.workers, job, &shared));
    WOM_TRY_GOTO(open_lanes(&run, job));
    stopped = simulate_all(&num_done, job, &run);
    wom_lane_workers_free(run.lanes, job); /* what is to come finds room where they were */
    run.lanes = NULL;
    if (num_done >= 2) {
        WOM_TRY_GOTO(wom_outcome_finish(made, job, &shared, run.workers, num_done));
        *outcome = made;
        made = NULL;
    }
    status = stopped;
done:
    wom_lane_workers_free(run.lanes, job);
    wom_world_workers_free(run.workers, job);
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
    uint64_t lanes = lane_bytes(nodes, 0, threads, options);
    if (num_slots != 1 || dynamics->lanes == WOM_LANES_NONE || options->target != NULL || !wants_lanes(options, lanes))
        lanes = 0;
    return lanes + options->replicates * (WOM_NUM_METRICS * sizeof(double) + options->curve_steps * sizeof(uint32_t)) +
           threads * worker + (uint64_t)num_slots * ties * 2 * sizeof(uint32_t) + nodes * sizeof(uint32_t);
}
