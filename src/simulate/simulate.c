/* Monte Carlo over keyed worlds: check, prepare the contents, simulate blocks of worlds, sum up. */
#include "check.h"
#include "outcome.h"
#include "world_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Fixed, so that where a run stops does not depend on the number of threads. */
enum { WORLDS_PER_BLOCK = 32 };

wom_simulate_options
wom_simulate_defaults(void)
{
    return (wom_simulate_options){
        .seed = 1, .replicates = 10000, .curve_steps = 64, .count = WOM_COUNT_USERS, .want_exposed = true
    };
}

/* An ask as one number, so that sorting groups contents and brings repeated asks together. */
static int
compare_asks(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static wom_status
sorted_asks(uint64_t **asks, wom_job *job, const wom_plan *plan)
{
    WOM_TRY(wom_allocate(asks, job, plan->num_asks, sizeof **asks, "asks"));
    for (uint32_t i = 0; i < plan->num_asks; i++)
        (*asks)[i] = (uint64_t)(plan->content != NULL ? plan->content[i] : 0) << 32 | plan->user[i];
    qsort(*asks, plan->num_asks, sizeof **asks, compare_asks);
    for (uint32_t i = 1; i < plan->num_asks; i++)
        if ((*asks)[i] == (*asks)[i - 1]) {
            const uint64_t ask = (*asks)[i];
            wom_free(*asks);
            *asks = NULL;
            return wom_fail(WOM_INVALID, "user number %u is asked twice with content number %u; once is enough",
                            (uint32_t)ask, (uint32_t)(ask >> 32));
        }
    return WOM_OK;
}

static wom_status
fill_slot(plan_slot *slot, wom_job *job, const wom_model *model, const wom_choice *dynamics,
          const wom_economy *economy, const wom_simulate_options *options, const uint64_t *asks)
{
    const uint32_t content = slot->content;
    WOM_TRY(wom_chances_create(&slot->chances, job, model->graph, dynamics));
    WOM_TRY(wom_chances_fill(slot->chances, job, model, content, options->masked));
    WOM_TRY(wom_allocate(&slot->user, job, slot->num_asks, sizeof *slot->user, "the asked"));
    WOM_TRY(wom_allocate(&slot->acceptance, job, slot->num_asks, sizeof *slot->acceptance, "the asked"));
    for (uint32_t i = 0; i < slot->num_asks; i++) {
        slot->user[i] = (wom_node)asks[i];
        slot->acceptance[i] = wom_threshold(economy->accept != NULL ? economy->accept[slot->user[i]] : 1);
    }
    if (economy->purchase != NULL) slot->purchase = economy->purchase + (uint64_t)content * model->graph->num_nodes;
    slot->value = economy->content_value != NULL ? economy->content_value[content] : 1;
    return WOM_OK;
}

static wom_status
prepare_slots(world_plan *shared, wom_job *job, const wom_model *model, const wom_choice *dynamics,
              const wom_plan *plan, const wom_economy *economy)
{
    uint64_t *asks = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(sorted_asks(&asks, job, plan));
    uint32_t num_slots = 0;
    for (uint32_t i = 0; i < plan->num_asks; i++) num_slots += i == 0 || asks[i] >> 32 != asks[i - 1] >> 32;
    WOM_TRY_GOTO(wom_allocate(&shared->slots, job, num_slots, sizeof *shared->slots, "the plan's contents"));
    for (uint32_t i = 0; i < plan->num_asks;) {
        plan_slot *slot = &shared->slots[shared->num_slots++];
        uint32_t end = i;
        while (end < plan->num_asks && asks[end] >> 32 == asks[i] >> 32) end++;
        slot->content = (uint32_t)(asks[i] >> 32);
        slot->num_asks = end - i;
        WOM_TRY_GOTO(fill_slot(slot, job, model, dynamics, economy, shared->options, asks + i));
        if (economy->content_cost != NULL) shared->content_cost += economy->content_cost[slot->content];
        i = end;
    }
done:
    wom_free(asks);
    return status;
}

static void
clear_plan(world_plan *plan)
{
    for (uint32_t s = 0; s < plan->num_slots; s++) {
        wom_chances_free(plan->slots[s].chances);
        wom_free(plan->slots[s].user);
        wom_free(plan->slots[s].acceptance);
    }
    wom_free(plan->slots);
    wom_free(plan->curve);
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

static wom_status
create_workers(world_worker **workers, wom_job *job, const world_plan *plan)
{
    const uint32_t num_workers = wom_job_threads(job);
    WOM_TRY(wom_allocate(workers, job, num_workers, sizeof **workers, "workers"));
    for (uint32_t w = 0; w < num_workers; w++) WOM_TRY(wom_world_worker_create(&(*workers)[w], job, plan));
    return WOM_OK;
}

static void
free_workers(world_worker *workers, uint32_t num_workers)
{
    for (uint32_t w = 0; workers != NULL && w < num_workers; w++) wom_world_worker_clear(&workers[w]);
    wom_free(workers);
}

wom_status
wom_simulate(wom_outcome **outcome, wom_job *job, const wom_model *model, const wom_choice *dynamics,
             const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options)
{
    *outcome = NULL;
    static const wom_economy free_of_charge = { 0 };
    if (economy == NULL) economy = &free_of_charge;
    WOM_TRY(wom_simulate_check(model, plan, economy, options));
    WOM_TRY(wom_dynamics_check_deadline((const wom_dynamics *)dynamics->variant, options->max_steps));
    world_plan shared = {
        .graph = model->graph,
        .economy = economy,
        .options = options,
        .has_baseline = model->baseline > 0,
    };
    for (uint32_t p = 0; p < options->num_partitions; p++)
        shared.num_group_counts += options->partitions[p].num_groups;
    world_worker *workers = NULL;
    wom_outcome *made = NULL;
    uint64_t num_done = 0;
    wom_status status = WOM_OK, stopped = WOM_OK;
    WOM_TRY_GOTO(prepare_slots(&shared, job, model, dynamics, plan, economy));
    WOM_TRY_GOTO(wom_outcome_create(&made, job, &shared));
    WOM_TRY_GOTO(wom_allocate(&shared.curve, job, options->replicates * options->curve_steps,
                              sizeof *shared.curve, "adoption curves"));
    WOM_TRY_GOTO(create_workers(&workers, job, &shared));
    stopped = simulate_all(&num_done, job, &shared, workers);
    if (num_done >= 2) {
        WOM_TRY_GOTO(wom_outcome_finish(made, job, &shared, workers, num_done));
        *outcome = made;
        made = NULL;
    }
    status = stopped;
done:
    free_workers(workers, wom_job_threads(job));
    clear_plan(&shared);
    wom_outcome_free(made);
    return status;
}

uint64_t
wom_simulate_memory(const wom_model *model, uint32_t num_slots, uint32_t threads, const wom_simulate_options *options)
{
    const uint64_t nodes = model->graph->num_nodes, ties = model->graph->num_ties;
    const uint64_t worker = nodes * 10 * sizeof(uint32_t);
    return options->replicates * (WOM_NUM_METRICS * sizeof(double) + options->curve_steps * sizeof(uint32_t)) +
           threads * worker + (uint64_t)num_slots * ties * 2 * sizeof(uint32_t) + nodes * sizeof(uint32_t);
}
