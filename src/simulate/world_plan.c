/* What all worlds of a plan share: its contents' chances, and whom each is offered to. */
#include "check.h"
#include "world_run.h"

#include <stdlib.h>

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
fill_slot(plan_slot *slot, wom_job *job, const wom_model *model, const wom_choice *dynamics, const world_plan *shared,
          const double *accept, const uint64_t *asks)
{
    const uint32_t content = slot->content;
    const wom_economy *economy = shared->economy;
    WOM_TRY(wom_chances_create(&slot->chances, job, model->graph, dynamics));
    WOM_TRY(wom_chances_fill(slot->chances, job, model, content, shared->options->masked));
    WOM_TRY(wom_allocate(&slot->user, job, slot->num_asks, sizeof *slot->user, "the asked"));
    WOM_TRY(wom_allocate(&slot->acceptance, job, slot->num_asks, sizeof *slot->acceptance, "the asked"));
    for (uint32_t i = 0; i < slot->num_asks; i++) {
        slot->user[i] = (wom_node)asks[i];
        slot->acceptance[i] = wom_threshold(accept != NULL ? accept[slot->user[i]] : 1);
    }
    if (economy->purchase != NULL) slot->purchase = economy->purchase + (uint64_t)content * model->graph->num_nodes;
    slot->value = economy->content_value != NULL ? economy->content_value[content] : 1;
    return WOM_OK;
}

/* Appends a slot for every content of the plan, which count in *num_added. */
static wom_status
add_slots(world_plan *shared, uint32_t *num_added, wom_job *job, const wom_model *model, const wom_choice *dynamics,
          const wom_plan *plan, const double *accept)
{
    const uint32_t num_before = shared->num_slots + shared->num_rivals;
    uint64_t *asks = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(sorted_asks(&asks, job, plan));
    uint32_t num_slots = 0;
    for (uint32_t i = 0; i < plan->num_asks; i++) num_slots += i == 0 || asks[i] >> 32 != asks[i - 1] >> 32;
    WOM_TRY_GOTO(wom_reallocate(&shared->slots, job, (uint64_t)num_before + num_slots, sizeof *shared->slots,
                                "the plan's contents"));
    for (uint32_t i = 0; i < plan->num_asks;) {
        plan_slot *slot = &shared->slots[num_before + (*num_added)++];
        uint32_t end = i;
        while (end < plan->num_asks && asks[end] >> 32 == asks[i] >> 32) end++;
        slot->content = (uint32_t)(asks[i] >> 32);
        slot->num_asks = end - i;
        slot->first_ask = shared->num_asks;
        shared->num_asks += slot->num_asks;
        WOM_TRY_GOTO(fill_slot(slot, job, model, dynamics, shared, accept, asks + i));
        i = end;
    }
done:
    wom_free(asks);
    return status;
}

/* Own contents first, then the rival's. */
static wom_status
prepare_slots(world_plan *shared, wom_job *job, const wom_model *model, const wom_choice *dynamics,
              const wom_plan *plan)
{
    const wom_economy *economy = shared->economy;
    const wom_simulate_options *options = shared->options;
    WOM_TRY(add_slots(shared, &shared->num_slots, job, model, dynamics, plan, economy->accept));
    for (uint32_t s = 0; s < shared->num_slots && economy->content_cost != NULL; s++)
        shared->content_cost += economy->content_cost[shared->slots[s].content];
    if (options->rival != NULL)
        WOM_TRY(wom_fail_in(add_slots(shared, &shared->num_rivals, job, model, dynamics, options->rival,
                                      options->rival_accept),
                            "the rival's plan"));
    const uint32_t num_all = shared->num_slots + shared->num_rivals;
    WOM_TRY(wom_allocate(&shared->chances, job, num_all, sizeof *shared->chances, "the plan's contents"));
    for (uint32_t s = 0; s < num_all; s++) shared->chances[s] = shared->slots[s].chances;
    shared->is_joint = num_all > 1 && ((const wom_dynamics *)dynamics->variant)->spread_joint != NULL;
    return WOM_OK;
}

wom_status
wom_world_plan_create(world_plan *made, wom_job *job, const wom_model *model, const wom_choice *dynamics,
                      const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options)
{
    static const wom_economy free_of_charge = { 0 };
    *made = (world_plan){
        .graph = model->graph,
        .economy = economy != NULL ? economy : &free_of_charge,
        .options = options,
        .has_baseline = model->baseline > 0,
    };
    WOM_TRY(wom_simulate_check(model, plan, made->economy, options));
    WOM_TRY(wom_dynamics_check_deadline((const wom_dynamics *)dynamics->variant, options->max_steps));
    if (options->rival != NULL) WOM_TRY(wom_dynamics_check_joint((const wom_dynamics *)dynamics->variant));
    for (uint32_t p = 0; p < options->num_partitions; p++) made->num_group_counts += options->partitions[p].num_groups;
    return prepare_slots(made, job, model, dynamics, plan);
}

void
wom_world_plan_clear(world_plan *plan)
{
    for (uint32_t s = 0; s < plan->num_slots + plan->num_rivals; s++) {
        wom_chances_free(plan->slots[s].chances);
        wom_free(plan->slots[s].user);
        wom_free(plan->slots[s].acceptance);
    }
    wom_free(plan->slots);
    wom_free(plan->chances);
    wom_free(plan->curve);
}

wom_status
wom_world_workers_create(world_worker **workers, wom_job *job, const world_plan *plan)
{
    const uint32_t num_workers = wom_job_threads(job);
    WOM_TRY(wom_allocate(workers, job, num_workers, sizeof **workers, "workers"));
    for (uint32_t w = 0; w < num_workers; w++) WOM_TRY(wom_world_worker_create(&(*workers)[w], job, plan));
    return WOM_OK;
}

void
wom_world_workers_free(world_worker *workers, wom_job *job)
{
    const uint32_t num_workers = wom_job_threads(job);
    for (uint32_t w = 0; workers != NULL && w < num_workers; w++) wom_world_worker_clear(&workers[w]);
    wom_free(workers);
}
