/* One world: asking, spreading, buying, counting. */
#include "world_run.h"

#include <math.h>

static wom_status
create_cascades(world_worker *worker, wom_job *job, const world_plan *plan, const char *what)
{
    const uint32_t num_all = plan->num_slots + plan->num_rivals;
    const uint32_t num_cascades = plan->is_joint || num_all == 0 ? num_all : 1;
    WOM_TRY(wom_allocate(&worker->cascades, job, num_cascades, sizeof *worker->cascades, what));
    for (; worker->num_cascades < num_cascades; worker->num_cascades++)
        WOM_TRY(wom_cascade_create(&worker->cascades[worker->num_cascades], job, plan->chances[0]));
    worker->cascade = num_cascades > 0 ? worker->cascades[0] : NULL;
    WOM_TRY(wom_allocate(&worker->accepted, job, plan->num_asks, sizeof *worker->accepted, what));
    WOM_TRY(wom_allocate(&worker->world, job, num_all, sizeof *worker->world, what));
    WOM_TRY(wom_allocate(&worker->seeds, job, num_all, sizeof *worker->seeds, what));
    WOM_TRY(wom_allocate(&worker->num_seeds, job, num_all, sizeof *worker->num_seeds, what));
    for (uint32_t s = 0; s < num_all; s++) worker->seeds[s] = worker->accepted + plan->slots[s].first_ask;
    return WOM_OK;
}

wom_status
wom_world_worker_create(world_worker *worker, wom_job *job, const world_plan *plan)
{
    const wom_node num_nodes = plan->graph->num_nodes;
    const char *what = "a worker's scratch";
    WOM_TRY(create_cascades(worker, job, plan, what));
    WOM_TRY(wom_allocate(&worker->reached, job, num_nodes, sizeof *worker->reached, what));
    WOM_TRY(wom_allocate(&worker->reached_mark, job, num_nodes, sizeof *worker->reached_mark, what));
    WOM_TRY(wom_allocate(&worker->reached_step, job, num_nodes, sizeof *worker->reached_step, what));
    WOM_TRY(wom_allocate(&worker->bought_mark, job, num_nodes, sizeof *worker->bought_mark, what));
    WOM_TRY(wom_allocate(&worker->exposed_mark, job, num_nodes, sizeof *worker->exposed_mark, what));
    WOM_TRY(wom_allocate(&worker->new_at, job, plan->options->curve_steps, sizeof *worker->new_at, what));
    WOM_TRY(wom_allocate(&worker->times_active, job, num_nodes, sizeof *worker->times_active, what));
    WOM_TRY(wom_allocate(&worker->slot_active, job, (uint64_t)plan->num_slots * 4, sizeof *worker->slot_active, what));
    worker->slot_active_square = worker->slot_active + plan->num_slots;
    worker->slot_buyers = worker->slot_active + 2 * (size_t)plan->num_slots;
    worker->slot_buyers_square = worker->slot_active + 3 * (size_t)plan->num_slots;
    WOM_TRY(wom_allocate(&worker->in_group, job, plan->num_group_counts, sizeof *worker->in_group, what));
    WOM_TRY(wom_allocate(&worker->group_active, job, (uint64_t)plan->num_group_counts * 2, sizeof *worker->group_active,
                         what));
    worker->group_active_square = worker->group_active + plan->num_group_counts;
    return WOM_OK;
}

void
wom_world_worker_clear(world_worker *worker)
{
    for (uint32_t i = 0; i < worker->num_cascades; i++) wom_cascade_free(worker->cascades[i]);
    wom_free(worker->cascades);
    wom_free(worker->accepted);
    wom_free(worker->world);
    wom_free(worker->seeds);
    wom_free(worker->num_seeds);
    wom_free(worker->reached);
    wom_free(worker->reached_mark);
    wom_free(worker->reached_step);
    wom_free(worker->bought_mark);
    wom_free(worker->exposed_mark);
    wom_free(worker->new_at);
    wom_free(worker->times_active);
    wom_free(worker->slot_active);
    wom_free(worker->in_group);
    wom_free(worker->group_active);
    *worker = (world_worker){ 0 };
}

/* Users counted once: a new epoch empties the sets of reached, exposed and buying users. */
static void
open_epoch(world_worker *worker, wom_node num_nodes)
{
    worker->num_reached = 0;
    if (++worker->epoch != 0) return;
    for (wom_node node = 0; node < num_nodes; node++)
        worker->reached_mark[node] = worker->bought_mark[node] = worker->exposed_mark[node] = 0;
    worker->epoch = 1;
}

/* Only own asks are. */
static inline bool
is_left_out(const world_worker *worker, const plan_slot *slot, uint32_t ask)
{
    return worker->is_left_out != NULL && worker->is_left_out[slot->first_ask + ask];
}

/* The seeds of one slot: the asked who accept. */
static void
ask(world_worker *worker, const world_plan *plan, uint32_t s)
{
    const plan_slot *slot = &plan->slots[s];
    wom_node *accepted = worker->accepted + slot->first_ask;
    uint32_t num_accepted = 0;
    const bool is_own = s < plan->num_slots;
    for (uint32_t i = 0; i < slot->num_asks; i++) {
        if (is_own && is_left_out(worker, slot, i)) continue;
        if (wom_coin(worker->world[s].acceptance, slot->user[i]) < slot->acceptance[i])
            accepted[num_accepted++] = slot->user[i];
    }
    worker->num_seeds[s] = num_accepted;
}

void
wom_world_pay(const world_worker *worker, const world_plan *plan, uint32_t s, world_tally *count)
{
    const wom_economy *economy = plan->economy;
    const plan_slot *slot = &plan->slots[s];
    count->accepted += worker->num_seeds[s];
    if (economy->fee == NULL) return;
    for (uint32_t i = 0; i < worker->num_seeds[s] && economy->pay_when_accepted; i++)
        count->fees += economy->fee[worker->seeds[s][i]];
    for (uint32_t i = 0; i < slot->num_asks && !economy->pay_when_accepted; i++)
        if (!is_left_out(worker, slot, i)) count->fees += economy->fee[slot->user[i]];
}

/* Purchases of the cascade at hand; returns how many. Each brings its money, also where its user counts as one buyer of
 * several contents. */
static uint64_t
buy(world_worker *worker, const world_plan *plan, const plan_slot *slot, const wom_world *world, world_tally *count)
{
    const wom_cascade *cascade = worker->cascade;
    const double *user_value = plan->economy->user_value;
    const bool once = plan->options->count == WOM_COUNT_USERS && plan->num_slots > 1;
    const bool all_alike = slot->purchase == NULL && user_value == NULL && !once;
    uint64_t buyers = all_alike ? cascade->num_active : 0;
    double worth = (double)buyers;
    count->buyers += buyers;
    for (uint32_t i = 0; i < cascade->num_active && !all_alike; i++) {
        const wom_node user = cascade->active[i];
        if (slot->purchase != NULL && wom_coin(world->purchase, user) >= wom_threshold((double)slot->purchase[user]))
            continue;
        buyers++;
        worth += user_value != NULL ? user_value[user] : 1;
        if (once && worker->bought_mark[user] == worker->epoch) continue;
        worker->bought_mark[user] = worker->epoch;
        count->buyers++;
    }
    count->revenue += slot->value * worth;
    return buyers;
}

static void
reach(world_worker *worker, wom_node user, uint32_t step)
{
    if (worker->reached_mark[user] != worker->epoch) {
        worker->reached_mark[user] = worker->epoch;
        worker->reached[worker->num_reached++] = user;
        worker->reached_step[user] = step;
    } else if (step < worker->reached_step[user]) {
        worker->reached_step[user] = step;
    }
}

/* How many the content at hand exposes, who have not been counted yet. The cascade knows of those who accept only; who
 * is asked and refuses has been exposed as well. */
static uint64_t
expose(world_worker *worker, const world_plan *plan, const plan_slot *slot)
{
    wom_cascade *cascade = worker->cascade;
    uint64_t newly = 0;
    for (uint32_t i = 0; i < slot->num_asks; i++) {
        cascade->num_exposed += cascade->exposed_mark[slot->user[i]] != cascade->epoch;
        cascade->exposed_mark[slot->user[i]] = cascade->epoch;
    }
    if (plan->options->count == WOM_COUNT_PAIRS || plan->num_slots == 1) return cascade->num_exposed;
    for (wom_node node = 0; node < cascade->num_nodes; node++) {
        if (cascade->exposed_mark[node] != cascade->epoch || worker->exposed_mark[node] == worker->epoch) continue;
        worker->exposed_mark[node] = worker->epoch;
        newly++;
    }
    return newly;
}

/* Takes the cascade at hand into the sets of the world; a single content's cascade is itself the set. */
static void
collect(world_worker *worker, const world_plan *plan)
{
    const wom_cascade *cascade = worker->cascade;
    const uint32_t last = plan->options->curve_steps - 1;
    const bool is_single = plan->num_slots == 1;
    if (is_single) worker->num_reached = cascade->num_active;
    for (uint32_t k = 0; k < cascade->num_steps; k++) {
        const uint32_t step = wom_cascade_step(cascade, k), first = cascade->step_first[k];
        const uint32_t end = cascade->step_first[k + 1];
        for (uint32_t i = first; i < end && !is_single; i++) reach(worker, cascade->active[i], step);
        if (plan->options->count == WOM_COUNT_PAIRS || is_single)
            worker->new_at[step < last ? step : last] += end - first;
    }
}

void
wom_world_open(world_worker *worker, const world_plan *plan, uint64_t replicate, bool with_plan)
{
    for (uint32_t s = 0; s < plan->num_slots + plan->num_rivals; s++) {
        const bool is_own = s < plan->num_slots;
        worker->world[s] =
            wom_world_of(plan->options->seed, replicate, is_own ? s : WOM_RIVAL_SLOT + s - plan->num_slots);
        worker->num_seeds[s] = 0;
        if (with_plan || !is_own) ask(worker, plan, s);
    }
}

static void
spread_jointly(world_worker *worker, const world_plan *plan, const wom_spread_options *options)
{
    const wom_joint joint = {
        .num_contents = plan->num_slots + plan->num_rivals,
        .num_own = plan->num_slots,
        .cascade = worker->cascades,
        .chances = plan->chances,
        .world = worker->world,
        .seeds = worker->seeds,
        .num_seeds = worker->num_seeds,
    };
    plan->chances[0]->dynamics->spread_joint(&joint, options);
}

/* One content, unless they are joint and it has been spread with all others. */
static void
spread_slot(world_worker *worker, const world_plan *plan, uint32_t s, const wom_spread_options *options)
{
    worker->cascade = worker->cascades[plan->is_joint ? s : 0];
    if (plan->is_joint) return;
    plan->chances[s]->dynamics->spread(worker->cascade, plan->chances[s], &worker->world[s], worker->seeds[s],
                                       worker->num_seeds[s], options);
}

static void
measure_slot(world_worker *worker, const world_plan *plan, uint32_t s, bool with_plan, world_tally *count)
{
    const plan_slot *slot = &plan->slots[s];
    if (with_plan && worker->watch != NULL)
        worker->watch(worker->watch_context, s, worker->cascade, worker->seeds[s], worker->num_seeds[s]);
    if (with_plan) wom_world_pay(worker, plan, s, count);
    if (with_plan && plan->options->want_exposed) count->exposed += expose(worker, plan, slot);
    if (plan->options->count == WOM_COUNT_PAIRS) count->active += worker->cascade->num_active;
    collect(worker, plan);
    const uint64_t buyers = buy(worker, plan, slot, &worker->world[s], count);
    if (!with_plan) return;
    const uint64_t active = worker->cascade->num_active;
    worker->slot_active[s] += active;
    worker->slot_active_square[s] += active * active;
    worker->slot_buyers[s] += buyers;
    worker->slot_buyers_square[s] += buyers * buyers;
}

/* Users active with any of the rival's contents, at hand in the last cascades; pairs where those are counted. */
static uint64_t
count_rival(const world_worker *worker, const world_plan *plan)
{
    const uint32_t first = worker->num_cascades - plan->num_rivals;
    uint64_t count = 0;
    for (uint32_t c = first; c < worker->num_cascades; c++) {
        const wom_cascade *cascade = worker->cascades[c];
        for (uint32_t i = 0; i < cascade->num_active; i++) {
            bool is_new = true;
            for (uint32_t k = first; k < c && plan->options->count == WOM_COUNT_USERS; k++)
                is_new = is_new && !wom_cascade_reached(worker->cascades[k], cascade->active[i]);
            count += is_new;
        }
    }
    return count;
}

/* Everybody who is active counts once, with however many contents. */
static double
weigh_reached(const world_worker *worker, const world_plan *plan)
{
    const wom_node *reached = plan->num_slots == 1 ? worker->cascade->active : worker->reached;
    double sum = 0;
    for (uint32_t i = 0; i < worker->num_reached; i++) sum += plan->options->target[reached[i]];
    return sum;
}

static world_tally
spread_all(world_worker *worker, const world_plan *plan, uint64_t replicate, bool with_plan)
{
    world_tally count = { 0 };
    const wom_spread_options options = {
        .max_steps = plan->options->max_steps,
        .with_baseline = plan->has_baseline,
        .want_exposed = with_plan && plan->options->want_exposed,
    };
    open_epoch(worker, plan->graph->num_nodes);
    for (uint32_t step = 0; step < plan->options->curve_steps; step++) worker->new_at[step] = 0;
    wom_world_open(worker, plan, replicate, with_plan);
    if (plan->is_joint) spread_jointly(worker, plan, &options);
    for (uint32_t s = 0; s < plan->num_slots; s++) {
        spread_slot(worker, plan, s, &options);
        measure_slot(worker, plan, s, with_plan, &count);
    }
    if (plan->num_rivals > 0) {
        if (plan->num_slots == 0) spread_slot(worker, plan, 0, &options); /* the rival has the world to itself */
        count.rival = count_rival(worker, plan);
    }
    if (plan->options->count == WOM_COUNT_USERS) count.active = worker->num_reached;
    if (plan->options->target != NULL) count.target = weigh_reached(worker, plan);
    return count;
}

/* Adds who was reached to the counts by user and by group, and the world's curve. */
static void
record_reached(world_worker *worker, const world_plan *plan, uint64_t replicate)
{
    const wom_simulate_options *options = plan->options;
    const uint32_t steps = options->curve_steps;
    const bool is_single = plan->num_slots == 1;
    const wom_node *reached = is_single ? worker->cascade->active : worker->reached;
    for (uint32_t i = 0; i < worker->num_reached; i++) {
        const wom_node user = reached[i];
        worker->times_active[user]++;
        if (options->count == WOM_COUNT_USERS && !is_single) {
            const uint32_t step = worker->reached_step[user];
            worker->new_at[step < steps ? step : steps - 1]++;
        }
        uint32_t offset = 0;
        for (uint32_t p = 0; p < options->num_partitions; p++) {
            worker->in_group[offset + options->partitions[p].group_of[user]]++;
            offset += options->partitions[p].num_groups;
        }
    }
    uint32_t cumulative = 0;
    for (uint32_t step = 0; step < steps; step++) {
        cumulative += worker->new_at[step];
        plan->curve[replicate * steps + step] = cumulative;
    }
    for (uint32_t g = 0; g < plan->num_group_counts; g++) {
        const uint64_t active = worker->in_group[g];
        worker->group_active[g] += active;
        worker->group_active_square[g] += active * active;
        worker->in_group[g] = 0;
    }
}

void
wom_world_record(const world_plan *plan, uint64_t replicate, const world_tally *with, const world_tally *without)
{
    const double cost = with->fees + plan->content_cost;
    const double revenue = with->revenue - without->revenue;
    const double values[WOM_NUM_METRICS] = {
        [WOM_METRIC_ACCEPTED] = (double)with->accepted,
        [WOM_METRIC_EXPOSED] = plan->options->want_exposed ? (double)with->exposed : (double)NAN,
        [WOM_METRIC_ACTIVE] = (double)with->active,
        [WOM_METRIC_BASELINE] = (double)without->active,
        [WOM_METRIC_INCREMENTAL] = (double)with->active - (double)without->active,
        [WOM_METRIC_BUYERS] = (double)with->buyers,
        [WOM_METRIC_INCREMENTAL_BUYERS] = (double)with->buyers - (double)without->buyers,
        [WOM_METRIC_REVENUE] = revenue,
        [WOM_METRIC_COST] = cost,
        [WOM_METRIC_PROFIT] = revenue - cost,
        [WOM_METRIC_RIVAL] = (double)with->rival,
        [WOM_METRIC_RIVAL_ALONE] = (double)without->rival,
        [WOM_METRIC_RIVAL_LOSS] = (double)without->rival - (double)with->rival,
        [WOM_METRIC_TARGET] = with->target - without->target,
    };
    for (uint32_t m = 0; m < WOM_NUM_METRICS; m++) plan->metric[m][replicate] = values[m];
}

void
wom_world_run(world_worker *worker, const world_plan *plan, uint64_t replicate)
{
    const world_tally with = spread_all(worker, plan, replicate, true);
    record_reached(worker, plan, replicate);
    const world_tally without =
        world_goes_on_without(plan) ? spread_all(worker, plan, replicate, false) : (world_tally){ 0 };
    wom_world_record(plan, replicate, &with, &without);
}

uint64_t
wom_world_spread(world_worker *worker, const world_plan *plan, uint64_t replicate, bool with_plan)
{
    return spread_all(worker, plan, replicate, with_plan).active;
}
