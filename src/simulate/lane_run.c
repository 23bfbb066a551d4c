/* Many worlds at once: asking, spreading, buying, counting. */
#include "lane_run.h"

#include "propagation/baseline.h"

#include <string.h>

/* ---- What is left to the plain kernel ---- */

static bool
has_other_dynamics(const world_plan *plan)
{
    return plan->chances[0]->dynamics->lanes == WOM_LANES_NONE;
}

static bool
has_several_contents(const world_plan *plan)
{
    return plan->num_slots + plan->num_rivals != 1 || plan->num_slots != 1;
}

/* Sums of real numbers depend on the order of users, which lanes do not keep. */
static bool
has_values(const world_plan *plan)
{
    return plan->economy->user_value != NULL;
}

static bool
has_target(const world_plan *plan)
{
    return plan->options->target != NULL;
}

static bool
has_many_groups(const world_plan *plan)
{
    enum { MOST_GROUPS = 4096 };
    return plan->num_group_counts > MOST_GROUPS;
}

static const struct {
    bool (*is_true)(const world_plan *plan);
    const char *what;
} hindrances[] = {
    { has_several_contents, "other than one content" },
    { has_other_dynamics, "a dynamics of more than live ties" },
    { has_values, "users' values" },
    { has_target, "a target" },
    { has_many_groups, "thousands of groups" },
};

const char *
wom_lane_hindrance(const world_plan *plan)
{
    for (size_t i = 0; i < sizeof hindrances / sizeof *hindrances; i++)
        if (hindrances[i].is_true(plan)) return hindrances[i].what;
    return NULL;
}

/* ---- Scratch ---- */

uint64_t
wom_lane_worker_bytes(uint64_t num_nodes, bool want_exposed, uint32_t num_group_counts)
{
    enum { ENDS = 128 }; /* of arrays: room for one more, and for where a line of the cache begins */
    return num_nodes * (LANES_BYTES + (want_exposed ? sizeof(lane_row) : 0)) + sizeof(lane_worker) + sizeof(wom_lanes) +
           num_group_counts * sizeof(lane_count) + ENDS;
}

wom_status
wom_lane_workers_create(lane_worker **workers, wom_job *job, const world_plan *plan)
{
    const char *what = "worlds side by side";
    WOM_TRY(wom_allocate(workers, job, wom_job_threads(job), sizeof **workers, what));
    for (uint32_t w = 0; w < wom_job_threads(job); w++) {
        lane_worker *worker = &(*workers)[w];
        WOM_TRY(wom_lanes_create(&worker->lanes, job, plan->graph));
        if (plan->options->want_exposed)
            WOM_TRY(wom_allocate(&worker->exposed, job, plan->graph->num_nodes, sizeof *worker->exposed, what));
        WOM_TRY(wom_allocate(&worker->in_group, job, plan->num_group_counts, sizeof *worker->in_group, what));
    }
    return WOM_OK;
}

void
wom_lane_workers_free(lane_worker *workers, wom_job *job)
{
    for (uint32_t w = 0; workers != NULL && w < wom_job_threads(job); w++) {
        wom_lanes_free(workers[w].lanes);
        wom_free(workers[w].exposed);
        wom_free(workers[w].in_group);
    }
    wom_free(workers);
}

/* ---- Spreading ---- */

/* Who is active in step 0 of a world; what asking them costs. */
static void
open_lane(lane_worker *own, world_worker *worker, const world_plan *plan, uint32_t lane, uint64_t replicate,
          world_tally *count)
{
    const wom_chances *chances = plan->chances[0];
    const bool with_plan = count == own->with;
    wom_world_open(worker, plan, replicate, with_plan);
    wom_lanes_set_world(own->lanes, chances, lane, &worker->world[0]);
    lane_keys_set(&own->purchases, lane, worker->world[0].purchase);
    count[lane] = (world_tally){ 0 };
    if (with_plan) wom_world_pay(worker, plan, 0, &count[lane]);
    for (uint32_t i = 0; i < worker->num_seeds[0]; i++) wom_lanes_activate(own->lanes, lane, worker->seeds[0][i]);
    if (chances->baseline == 0) return;
    wom_cascade *cascade = worker->cascade;
    wom_baseline_find(cascade, worker->world[0].baseline, chances->baseline);
    for (uint32_t i = 0; i < cascade->num_own; i++) wom_lanes_activate(own->lanes, lane, cascade->own[i]);
}

/* From step to step; the curve of the campaign's worlds counts who is new in each. */
static void
spread(lane_worker *own, const world_plan *plan, uint64_t first, world_tally *count)
{
    const uint32_t last = plan->options->curve_steps - 1, max_steps = plan->options->max_steps;
    const bool with_plan = count == own->with;
    wom_lanes *lanes = own->lanes;
    for (uint32_t step = 0; wom_lanes_close_step(lanes, own->count); step++) {
        uint32_t *new_at = plan->curve + first * (last + 1) + (step < last ? step : last);
        for (uint32_t lane = 0; lane < lanes->num_lanes; lane++) {
            count[lane].active += own->count[lane];
            if (with_plan) new_at[(uint64_t)lane * (last + 1)] += own->count[lane];
        }
        if (max_steps > 0 && step == max_steps) return;
        wom_lanes_step(lanes, plan->chances[0]);
    }
}

/* ---- Counting ---- */

static void
read_count(lane_worker *own, const lane_count *count)
{
    memset(own->count, 0, sizeof own->count);
    wom_lane_count_read(count, own->count, own->lanes->num_lanes);
}

/* Users whom somebody tried who acted before the deadline, the active and the asked. */
static void
mark_exposed(lane_worker *own, const world_plan *plan)
{
    const wom_lanes *lanes = own->lanes;
    const wom_graph *graph = plan->graph;
    const uint32_t *threshold = plan->chances[0]->threshold;
    for (wom_node node = 0; node < graph->num_nodes; node++) own->exposed[node] = lanes->rows[node].active;
    for (uint32_t i = 0; i < lanes->num_acting; i++) /* they would act after the deadline */
        lane_row_toggle(&lanes->rows[lanes->acting_node[i]].active, &lanes->acting[i]);
    for (uint32_t i = 0; i < lanes->num_reached; i++) {
        const wom_node node = lanes->reached[i];
        for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++)
            if (threshold[tie] != 0) lane_row_add(&own->exposed[graph->out_head[tie]], &lanes->rows[node].active);
    }
    for (uint32_t i = 0; i < lanes->num_acting; i++)
        lane_row_toggle(&lanes->rows[lanes->acting_node[i]].active, &lanes->acting[i]);
    const plan_slot *slot = &plan->slots[0];
    for (uint32_t i = 0; i < slot->num_asks; i++) own->exposed[slot->user[i]] = lane_row_of_first(lanes->num_lanes);
}

static void
count_exposed(lane_worker *own, const world_plan *plan)
{
    lane_count count = { .num_digits = 0 };
    mark_exposed(own, plan);
    for (wom_node node = 0; node < plan->graph->num_nodes; node++) lane_count_add(&count, &own->exposed[node]);
    read_count(own, &count);
    for (uint32_t lane = 0; lane < own->lanes->num_lanes; lane++) own->with[lane].exposed = own->count[lane];
}

/* Each brings the money of one purchase of the content: without values of users, sums of whole numbers. */
static void
count_buyers(lane_worker *own, const world_plan *plan, world_tally *tally)
{
    const wom_lanes *lanes = own->lanes;
    const plan_slot *slot = &plan->slots[0];
    lane_count count = { .num_digits = 0 };
    for (uint32_t i = 0; slot->purchase != NULL && i < lanes->num_reached; i++) {
        const wom_node node = lanes->reached[i];
        lane_row buying;
        wom_lanes_toss(&buying, &own->purchases, &lanes->rows[node].active, node,
                       wom_threshold((double)slot->purchase[node]));
        lane_count_add(&count, &buying);
    }
    read_count(own, &count);
    for (uint32_t lane = 0; lane < lanes->num_lanes; lane++) {
        tally[lane].buyers = slot->purchase != NULL ? own->count[lane] : tally[lane].active;
        tally[lane].revenue = slot->value * (double)tally[lane].buyers;
    }
}

static void
count_users(const lane_worker *own, world_worker *worker)
{
    const wom_lanes *lanes = own->lanes;
    for (uint32_t i = 0; i < lanes->num_reached; i++)
        worker->times_active[lanes->reached[i]] += lane_row_count(&lanes->rows[lanes->reached[i]].active);
}

static void
count_groups(lane_worker *own, world_worker *worker, const world_plan *plan)
{
    const wom_lanes *lanes = own->lanes;
    uint32_t offset = 0;
    for (uint32_t g = 0; g < plan->num_group_counts; g++) own->in_group[g].num_digits = 0;
    for (uint32_t p = 0; p < plan->options->num_partitions; p++) {
        const wom_partition *partition = &plan->options->partitions[p];
        for (uint32_t i = 0; i < lanes->num_reached; i++) {
            const wom_node node = lanes->reached[i];
            lane_count_add(&own->in_group[offset + partition->group_of[node]], &lanes->rows[node].active);
        }
        offset += partition->num_groups;
    }
    for (uint32_t g = 0; g < plan->num_group_counts; g++) {
        read_count(own, &own->in_group[g]);
        for (uint32_t lane = 0; lane < lanes->num_lanes; lane++) {
            const uint64_t active = own->count[lane];
            worker->group_active[g] += active;
            worker->group_active_square[g] += active * active;
        }
    }
}

/* ---- A block of worlds ---- */

static void
sum_slot(world_worker *worker, const world_tally *with)
{
    worker->slot_active[0] += with->active;
    worker->slot_active_square[0] += with->active * with->active;
    worker->slot_buyers[0] += with->buyers;
    worker->slot_buyers_square[0] += with->buyers * with->buyers;
}

static void
spread_all(lane_worker *own, world_worker *worker, const world_plan *plan, uint64_t first, uint32_t num_worlds,
           world_tally *count)
{
    wom_lanes_open(own->lanes, num_worlds);
    for (uint32_t lane = 0; lane < num_worlds; lane++) open_lane(own, worker, plan, lane, first + lane, count);
    spread(own, plan, first, count);
    count_buyers(own, plan, count);
}

void
wom_lane_run(lane_worker *own, world_worker *worker, const world_plan *plan, uint64_t first, uint32_t num_worlds)
{
    const uint32_t steps = plan->options->curve_steps;
    memset(plan->curve + first * steps, 0, (size_t)num_worlds * steps * sizeof *plan->curve);
    spread_all(own, worker, plan, first, num_worlds, own->with);
    count_users(own, worker);
    count_groups(own, worker, plan);
    if (plan->options->want_exposed) count_exposed(own, plan);
    if (world_goes_on_without(plan)) spread_all(own, worker, plan, first, num_worlds, own->without);
    for (uint32_t lane = 0; lane < num_worlds; lane++) {
        uint32_t *curve = plan->curve + (first + lane) * steps;
        for (uint32_t step = 1; step < steps; step++) curve[step] += curve[step - 1];
        sum_slot(worker, &own->with[lane]);
        wom_world_record(plan, first + lane, &own->with[lane], &own->without[lane]);
    }
}
