/* What each ask of a plan adds: alone, to all others, and on average over the orders of asking. */
#include "watch.h"

#include <math.h>
#include <stdlib.h>

/* A worker's scratch. */
typedef struct contribution_worker {
    bool *is_left_out; /* [num_asks] */
    uint32_t *order;   /* [num_asks] */
} contribution_worker;

typedef struct contribution_run {
    world_watch watch;
    contribution_worker *workers;
    uint32_t num_asks;
    uint64_t num_worlds, seed;
    double *alone, *lost, *credit; /* [num_asks * num_worlds], ask by ask in the slots' order */
    double *total, *sum_alone;     /* [num_worlds] */
} contribution_run;

static double
spread(world_worker *worker, const contribution_run *run, uint64_t replicate)
{
    return (double)wom_world_spread(worker, &run->watch.plan, replicate, true);
}

static void
shuffle(uint32_t *order, uint32_t num, wom_rng rng)
{
    for (uint32_t i = 0; i < num; i++) order[i] = i;
    for (uint32_t i = num; i > 1; i--) {
        const uint32_t other = (uint32_t)wom_rng_below(&rng, i), last = order[i - 1];
        order[i - 1] = order[other];
        order[other] = last;
    }
}

/* Everybody is asked, one after another, in a random order; each gets what she adds. */
static void
give_credit(contribution_run *run, contribution_worker *own, world_worker *worker, uint64_t replicate, double baseline)
{
    double before = baseline;
    shuffle(own->order, run->num_asks, wom_rng_stream(run->seed, WOM_PURPOSE_SHUFFLE, replicate));
    for (uint32_t k = 0; k < run->num_asks; k++) own->is_left_out[k] = true;
    for (uint32_t k = 0; k < run->num_asks; k++) {
        const uint32_t ask = own->order[k];
        own->is_left_out[ask] = false;
        const double now = spread(worker, run, replicate);
        run->credit[ask * run->num_worlds + replicate] = now - before;
        before = now;
    }
}

static void
look(void *context, world_worker *worker, uint32_t number, uint64_t replicate)
{
    contribution_run *run = context;
    contribution_worker *own = &run->workers[number];
    const bool has_baseline = run->watch.plan.has_baseline;
    const double baseline = has_baseline ? (double)wom_world_spread(worker, &run->watch.plan, replicate, false) : 0;
    worker->is_left_out = own->is_left_out;
    give_credit(run, own, worker, replicate, baseline);
    const double all = spread(worker, run, replicate);
    run->total[replicate] = all - baseline;
    run->sum_alone[replicate] = 0;
    for (uint32_t ask = 0; ask < run->num_asks; ask++) {
        own->is_left_out[ask] = true;
        run->lost[ask * run->num_worlds + replicate] = all - spread(worker, run, replicate);
        own->is_left_out[ask] = false;
    }
    for (uint32_t k = 0; k < run->num_asks; k++) own->is_left_out[k] = true;
    for (uint32_t ask = 0; ask < run->num_asks; ask++) {
        own->is_left_out[ask] = false;
        const double alone = spread(worker, run, replicate) - baseline;
        run->alone[ask * run->num_worlds + replicate] = alone;
        run->sum_alone[replicate] += alone;
        own->is_left_out[ask] = true;
    }
}

/* ---- All worlds ---- */

static wom_status
open_run(contribution_run *run, wom_job *job)
{
    const uint64_t num = (uint64_t)run->num_asks * run->num_worlds;
    const char *what = "seeds' contributions";
    WOM_TRY(wom_allocate(&run->workers, job, wom_job_threads(job), sizeof *run->workers, what));
    for (uint32_t w = 0; w < wom_job_threads(job); w++) {
        contribution_worker *worker = &run->workers[w];
        WOM_TRY(wom_allocate(&worker->is_left_out, job, run->num_asks, sizeof *worker->is_left_out, what));
        WOM_TRY(wom_allocate(&worker->order, job, run->num_asks, sizeof *worker->order, what));
    }
    WOM_TRY(wom_allocate(&run->alone, job, num, sizeof *run->alone, what));
    WOM_TRY(wom_allocate(&run->lost, job, num, sizeof *run->lost, what));
    WOM_TRY(wom_allocate(&run->credit, job, num, sizeof *run->credit, what));
    WOM_TRY(wom_allocate(&run->total, job, run->num_worlds, sizeof *run->total, what));
    return wom_allocate(&run->sum_alone, job, run->num_worlds, sizeof *run->sum_alone, what);
}

static void
close_run(contribution_run *run, wom_job *job)
{
    for (uint32_t w = 0; run->workers != NULL && w < wom_job_threads(job); w++) {
        wom_free(run->workers[w].is_left_out);
        wom_free(run->workers[w].order);
    }
    wom_free(run->workers);
    wom_free(run->alone);
    wom_free(run->lost);
    wom_free(run->credit);
    wom_free(run->total);
    wom_free(run->sum_alone);
    wom_watch_close(&run->watch, job);
}

/* The place of an ask in the slots' order: by content, then by user. */
static uint32_t
place_of(const world_plan *shared, wom_node user, uint32_t content)
{
    for (uint32_t s = 0; s < shared->num_slots; s++) {
        const plan_slot *slot = &shared->slots[s];
        if (slot->content != content) continue;
        uint32_t low = 0, high = slot->num_asks - 1;
        while (low < high) {
            const uint32_t middle = low + (high - low) / 2;
            if (slot->user[middle] < user)
                low = middle + 1;
            else
                high = middle;
        }
        return slot->first_ask + low;
    }
    return 0;
}

static wom_status
summarise(wom_contributions **contributions, wom_job *job, const contribution_run *run, const wom_plan *plan,
          uint64_t num_done)
{
    wom_contributions *made = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "contributions"));
    made->num_worlds = num_done;
    made->num_asks = run->num_asks;
    WOM_TRY_GOTO(wom_allocate(&made->alone, job, made->num_asks, sizeof *made->alone, "contributions"));
    WOM_TRY_GOTO(wom_allocate(&made->lost, job, made->num_asks, sizeof *made->lost, "contributions"));
    WOM_TRY_GOTO(wom_allocate(&made->credit, job, made->num_asks, sizeof *made->credit, "contributions"));
    for (uint32_t i = 0; i < made->num_asks; i++) {
        const uint64_t place = place_of(&run->watch.plan, plan->user[i], plan->content != NULL ? plan->content[i] : 0);
        made->alone[i] = wom_estimate_mean(run->alone + place * run->num_worlds, num_done);
        made->lost[i] = wom_estimate_mean(run->lost + place * run->num_worlds, num_done);
        made->credit[i] = wom_estimate_mean(run->credit + place * run->num_worlds, num_done);
    }
    made->total = wom_estimate_mean(run->total, num_done);
    const wom_estimate kept = wom_estimate_ratio(run->total, run->sum_alone, num_done);
    made->overlap = (wom_estimate){ 1 - kept.value, kept.standard_error, 1 - kept.high, 1 - kept.low, kept.n };
    *contributions = made;
    made = NULL;
done:
    wom_contributions_free(made);
    return status;
}

wom_status
wom_simulate_contributions(wom_contributions **contributions, wom_job *job, const wom_model *model,
                           const wom_choice *dynamics, const wom_plan *plan, const wom_economy *economy,
                           const wom_simulate_options *options, uint64_t num_worlds)
{
    wom_simulate_options quiet = *options;
    quiet.want_exposed = false;
    quiet.num_partitions = 0;
    contribution_run run = { .num_worlds = num_worlds, .num_asks = plan->num_asks, .seed = options->seed };
    run.watch.look = look;
    run.watch.context = &run;
    uint64_t num_done = 0;
    wom_status status = WOM_OK, stopped = WOM_OK;
    *contributions = NULL;
    WOM_TRY(wom_watch_check(num_worlds));
    WOM_TRY_GOTO(wom_watch_open(&run.watch, job, model, dynamics, plan, economy, &quiet, false));
    WOM_TRY_GOTO(open_run(&run, job));
    stopped = wom_watch_all(&num_done, job, &run.watch, num_worlds, "weighing the seeds");
    if (num_done >= 2) WOM_TRY_GOTO(summarise(contributions, job, &run, plan, num_done));
    status = stopped;
done:
    close_run(&run, job);
    return status;
}

void
wom_contributions_free(wom_contributions *contributions)
{
    if (contributions == NULL) return;
    wom_free(contributions->alone);
    wom_free(contributions->lost);
    wom_free(contributions->credit);
    wom_free(contributions);
}
