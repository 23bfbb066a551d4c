/* How it spreads: depth, breadth, structural virality, generations and times of worlds. */
#include "watch.h"

#include <math.h>

enum { MOST_GENERATIONS = 64 };

const wom_metric_info wom_shape_measures[WOM_NUM_SHAPE_MEASURES] = {
    [WOM_SHAPE_DEPTH] = { "depth", "generations", "of the longest chain beyond the seeds" },
    [WOM_SHAPE_BREADTH] = { "breadth", "users", "in the largest generation beyond the seeds" },
    [WOM_SHAPE_VIRALITY] = { "virality", "ties", "mean distance between two users of one tree" },
    [WOM_SHAPE_PEAK] = { "peak", "steps", "when most users became active, beyond the seeds" },
    [WOM_SHAPE_T10] = { "t10", "steps", "until a tenth of those active in the end were" },
    [WOM_SHAPE_T50] = { "t50", "steps", "until a half of those active in the end were" },
    [WOM_SHAPE_T90] = { "t90", "steps", "until nine tenths of those active in the end were" },
};

/* A worker's scratch. A tree is named by its root. */
typedef struct shape_worker {
    uint32_t *generation; /* [num_nodes] of the cascade's users */
    wom_node *root;       /* [num_nodes] */
    uint32_t *below;      /* [num_nodes] users in the branch that begins here */
    double *time;         /* [num_nodes * num_slots] of all who became active in this world */
    uint64_t num_times;
    double pairs, distance; /* of the world: pairs of users in one tree, and the sum of their distances */
    uint32_t in_generation[MOST_GENERATIONS];
    uint32_t depth;
} shape_worker;

typedef struct shape_run {
    world_watch watch;
    shape_worker *workers;
    uint64_t num_worlds;
    double *measure[WOM_NUM_SHAPE_MEASURES]; /* [num_worlds] */
    double *generation[MOST_GENERATIONS];    /* [num_worlds] */
} shape_run;

/* ---- A world ---- */

/* A user comes after who made her active. */
static void
grow_trees(shape_worker *shape, const wom_cascade *cascade)
{
    for (uint32_t i = 0; i < cascade->num_active; i++) {
        const wom_node user = cascade->active[i], parent = cascade->parent[user];
        const bool is_root = parent == WOM_NO_NODE;
        const uint32_t generation = is_root ? 0 : shape->generation[parent] + 1;
        shape->generation[user] = generation;
        shape->root[user] = is_root ? user : shape->root[parent];
        shape->below[user] = 1;
        if (generation < MOST_GENERATIONS) shape->in_generation[generation]++;
        if (generation > shape->depth) shape->depth = generation;
    }
}

/* A tie of a tree lies between as many pairs as it has users on one side times those on the other. */
static void
measure_trees(shape_worker *shape, const wom_cascade *cascade)
{
    for (uint32_t i = cascade->num_active; i-- > 0;) {
        const wom_node user = cascade->active[i], parent = cascade->parent[user];
        if (parent != WOM_NO_NODE) shape->below[parent] += shape->below[user];
    }
    for (uint32_t i = 0; i < cascade->num_active; i++) {
        const wom_node user = cascade->active[i];
        const double below = shape->below[user], all = shape->below[shape->root[user]];
        if (cascade->parent[user] == WOM_NO_NODE)
            shape->pairs += all * (all - 1) / 2;
        else
            shape->distance += below * (all - below);
    }
}

static void
watch_cascade(void *context, uint32_t slot, const wom_cascade *cascade, const wom_node *seeds, uint32_t num_seeds)
{
    shape_worker *shape = context;
    (void)slot;
    (void)seeds;
    (void)num_seeds;
    grow_trees(shape, cascade);
    measure_trees(shape, cascade);
    for (uint32_t k = 0; k < cascade->num_steps; k++)
        for (uint32_t i = cascade->step_first[k]; i < cascade->step_first[k + 1]; i++)
            shape->time[shape->num_times++] =
                cascade->time != NULL ? cascade->time[cascade->active[i]] : wom_cascade_step(cascade, k);
}

/* The step after step 0 in which most became active, the first of equals. */
static double
busiest_step(const double *time, uint64_t num)
{
    double busiest = 0;
    uint64_t most = 0;
    for (uint64_t i = 0; i < num;) {
        const double step = ceil(time[i]);
        const uint64_t first = i;
        while (i < num && ceil(time[i]) == step) i++;
        if (step == 0 || i - first <= most) continue;
        most = i - first;
        busiest = step;
    }
    return busiest;
}

/* When `part` of all were active. */
static double
time_of_part(const double *time, uint64_t num, double part)
{
    const uint64_t needed = (uint64_t)ceil(part * (double)num);
    return num == 0 ? 0 : time[needed > 0 ? needed - 1 : 0];
}

static void
look(void *context, world_worker *worker, uint32_t number, uint64_t replicate)
{
    shape_run *run = context;
    shape_worker *shape = &run->workers[number];
    shape->num_times = 0;
    shape->pairs = shape->distance = 0;
    shape->depth = 0;
    for (uint32_t g = 0; g < MOST_GENERATIONS; g++) shape->in_generation[g] = 0;
    worker->watch = watch_cascade;
    worker->watch_context = shape;
    wom_world_spread(worker, &run->watch.plan, replicate, true);
    if (run->watch.plan.num_slots > 1) wom_sort_reals(shape->time, shape->num_times);
    uint32_t breadth = 0;
    for (uint32_t g = 0; g < MOST_GENERATIONS; g++) {
        if (g > 0 && shape->in_generation[g] > breadth) breadth = shape->in_generation[g];
        run->generation[g][replicate] = shape->in_generation[g];
    }
    const double values[WOM_NUM_SHAPE_MEASURES] = {
        [WOM_SHAPE_DEPTH] = shape->depth,
        [WOM_SHAPE_BREADTH] = breadth,
        [WOM_SHAPE_VIRALITY] = shape->pairs > 0 ? shape->distance / shape->pairs : (double)NAN,
        [WOM_SHAPE_PEAK] = busiest_step(shape->time, shape->num_times),
        [WOM_SHAPE_T10] = time_of_part(shape->time, shape->num_times, .1),
        [WOM_SHAPE_T50] = time_of_part(shape->time, shape->num_times, .5),
        [WOM_SHAPE_T90] = time_of_part(shape->time, shape->num_times, .9),
    };
    for (uint32_t m = 0; m < WOM_NUM_SHAPE_MEASURES; m++) run->measure[m][replicate] = values[m];
}

/* ---- All worlds ---- */

static wom_status
summarise_measure(wom_shape *shape, wom_job *job, const double *value, uint32_t m)
{
    double *sorted = NULL;
    uint64_t num = 0;
    WOM_TRY(wom_allocate(&shape->measure[m], job, shape->num_worlds, sizeof **shape->measure, "worlds looked at"));
    WOM_TRY(wom_allocate(&sorted, job, shape->num_worlds, sizeof *sorted, "worlds looked at"));
    for (uint64_t i = 0; i < shape->num_worlds; i++) {
        shape->measure[m][i] = value[i];
        if (!isnan(value[i])) sorted[num++] = value[i];
    }
    const double none = (double)NAN;
    shape->estimate[m] = num > 0 ? wom_estimate_mean(sorted, num) : (wom_estimate){ none, none, none, none, 0 };
    wom_sort_reals(sorted, num);
    shape->low[m] = num > 0 ? wom_quantile(sorted, num, .05) : none;
    shape->median[m] = num > 0 ? wom_quantile(sorted, num, .5) : none;
    shape->high[m] = num > 0 ? wom_quantile(sorted, num, .95) : none;
    wom_free(sorted);
    return WOM_OK;
}

static wom_status
summarise_generations(wom_shape *shape, wom_job *job, double *const *generation)
{
    const uint64_t n = shape->num_worlds;
    const double none = (double)NAN;
    for (uint32_t g = 0; g < MOST_GENERATIONS; g++)
        for (uint64_t i = 0; i < n; i++)
            if (generation[g][i] > 0) shape->num_generations = g + 1;
    const uint32_t num = shape->num_generations;
    WOM_TRY(wom_allocate(&shape->generation, job, num, sizeof *shape->generation, "generations"));
    WOM_TRY(wom_allocate(&shape->reproduction, job, num, sizeof *shape->reproduction, "generations"));
    for (uint32_t g = 0; g < num; g++) {
        shape->generation[g] = wom_estimate_mean(generation[g], n);
        shape->reproduction[g] = g + 1 < MOST_GENERATIONS ? wom_estimate_ratio(generation[g + 1], generation[g], n)
                                                          : (wom_estimate){ none, none, none, none, n };
    }
    return WOM_OK;
}

static wom_status
summarise(wom_shape **shape, wom_job *job, const shape_run *run, uint64_t num_done)
{
    wom_shape *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "the shape of cascades"));
    wom_status status = WOM_OK;
    made->num_worlds = num_done;
    for (uint32_t m = 0; m < WOM_NUM_SHAPE_MEASURES; m++)
        WOM_TRY_GOTO(summarise_measure(made, job, run->measure[m], m));
    WOM_TRY_GOTO(summarise_generations(made, job, run->generation));
    *shape = made;
    made = NULL;
done:
    wom_shape_free(made);
    return status;
}

static wom_status
open_run(shape_run *run, wom_job *job)
{
    const uint64_t num_nodes = run->watch.plan.graph->num_nodes, num_slots = run->watch.plan.num_slots;
    const char *what = "a look at worlds";
    WOM_TRY(wom_allocate(&run->workers, job, wom_job_threads(job), sizeof *run->workers, what));
    for (uint32_t w = 0; w < wom_job_threads(job); w++) {
        shape_worker *worker = &run->workers[w];
        WOM_TRY(wom_allocate(&worker->generation, job, num_nodes, sizeof *worker->generation, what));
        WOM_TRY(wom_allocate(&worker->root, job, num_nodes, sizeof *worker->root, what));
        WOM_TRY(wom_allocate(&worker->below, job, num_nodes, sizeof *worker->below, what));
        WOM_TRY(wom_allocate(&worker->time, job, num_nodes * num_slots, sizeof *worker->time, what));
    }
    for (uint32_t m = 0; m < WOM_NUM_SHAPE_MEASURES; m++)
        WOM_TRY(wom_allocate(&run->measure[m], job, run->num_worlds, sizeof **run->measure, what));
    for (uint32_t g = 0; g < MOST_GENERATIONS; g++)
        WOM_TRY(wom_allocate(&run->generation[g], job, run->num_worlds, sizeof **run->generation, what));
    return WOM_OK;
}

static void
close_run(shape_run *run, wom_job *job)
{
    for (uint32_t w = 0; run->workers != NULL && w < wom_job_threads(job); w++) {
        wom_free(run->workers[w].generation);
        wom_free(run->workers[w].root);
        wom_free(run->workers[w].below);
        wom_free(run->workers[w].time);
    }
    wom_free(run->workers);
    for (uint32_t m = 0; m < WOM_NUM_SHAPE_MEASURES; m++) wom_free(run->measure[m]);
    for (uint32_t g = 0; g < MOST_GENERATIONS; g++) wom_free(run->generation[g]);
    wom_watch_close(&run->watch, job);
}

wom_status
wom_simulate_shape(wom_shape **shape, wom_job *job, const wom_model *model, const wom_choice *dynamics,
                   const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options,
                   uint64_t num_worlds)
{
    shape_run run = { .num_worlds = num_worlds };
    run.watch.look = look;
    run.watch.context = &run;
    uint64_t num_done = 0;
    wom_status status = WOM_OK, stopped = WOM_OK;
    *shape = NULL;
    WOM_TRY(wom_watch_check(num_worlds));
    WOM_TRY_GOTO(wom_watch_open(&run.watch, job, model, dynamics, plan, economy, options, true));
    WOM_TRY_GOTO(open_run(&run, job));
    stopped = wom_watch_all(&num_done, job, &run.watch, num_worlds, "looking at how it spreads");
    if (num_done >= 2) WOM_TRY_GOTO(summarise(shape, job, &run, num_done));
    status = stopped;
done:
    close_run(&run, job);
    return status;
}

void
wom_shape_free(wom_shape *shape)
{
    if (shape == NULL) return;
    for (uint32_t m = 0; m < WOM_NUM_SHAPE_MEASURES; m++) wom_free(shape->measure[m]);
    wom_free(shape->generation);
    wom_free(shape->reproduction);
    wom_free(shape);
}
