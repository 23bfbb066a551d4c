/* Marginal gains on common worlds. */
#include "worlds.h"

#include <assert.h>

enum { WORLDS_PER_BLOCK = 8, NODES_PER_BLOCK = 16 };

static uint64_t
num_blocks_of(uint64_t num_items, uint64_t per_block)
{
    return (num_items + per_block - 1) / per_block;
}

static inline bool
is_reached(const uint64_t *reached, wom_node node)
{
    return (reached[node >> 6] >> (node & 63) & 1) != 0;
}

/* Follows node into one world, where she may refuse. */
static bool
spread_from(const wom_worlds *worlds, wom_cascade *cascade, uint32_t world, wom_node node)
{
    const wom_problem *problem = worlds->admissible->problem;
    const wom_spread_options options = { .max_steps = problem->max_steps };
    if (!wom_accepts(problem, &worlds->world[world], node)) return false;
    problem->chances->dynamics->spread(cascade, problem->chances, &worlds->world[world], &node, 1, &options);
    return true;
}

static double
gain_in_world(const wom_worlds *worlds, wom_cascade *cascade, uint32_t world, wom_node node)
{
    const uint64_t *reached = worlds->reached + world * worlds->num_words;
    const double *weight = worlds->admissible->problem->weight;
    if (!spread_from(worlds, cascade, world, node)) return 0;
    if (weight == NULL) {
        uint32_t num_new = 0;
        for (uint32_t i = 0; i < cascade->num_active; i++) num_new += !is_reached(reached, cascade->active[i]);
        return num_new;
    }
    double sum = 0;
    for (uint32_t i = 0; i < cascade->num_active; i++)
        if (!is_reached(reached, cascade->active[i])) sum += weight[cascade->active[i]];
    return sum;
}

static void
mark_reached(uint64_t *reached, const wom_cascade *cascade)
{
    for (uint32_t i = 0; i < cascade->num_active; i++)
        reached[cascade->active[i] >> 6] |= UINT64_C(1) << (cascade->active[i] & 63);
}

/* ---- Making ---- */

static void
spread_baseline_block(void *context, uint64_t block, uint32_t worker)
{
    const wom_worlds *worlds = context;
    const wom_problem *problem = worlds->admissible->problem;
    const wom_spread_options options = { .max_steps = problem->max_steps, .with_baseline = true };
    wom_cascade *cascade = worlds->walkers.cascade[worker];
    const uint64_t first = block * WORLDS_PER_BLOCK;
    for (uint64_t i = first; i < first + WORLDS_PER_BLOCK && i < worlds->num_worlds; i++) {
        problem->chances->dynamics->spread(cascade, problem->chances, &worlds->world[i], NULL, 0, &options);
        mark_reached(worlds->by_baseline + i * worlds->num_words, cascade);
    }
}

static wom_status
fill_worlds(wom_worlds *worlds, wom_job *job)
{
    const wom_problem *problem = worlds->admissible->problem;
    const wom_node num_nodes = problem->graph->num_nodes;
    const uint64_t num_words = (uint64_t)worlds->num_worlds * worlds->num_words;
    WOM_TRY(wom_choosing_worlds(&worlds->world, job, problem, worlds->num_worlds));
    WOM_TRY(wom_allocate(&worlds->reached, job, num_words, sizeof *worlds->reached, "reached users"));
    WOM_TRY(wom_allocate(&worlds->gain, job, worlds->num_worlds, sizeof *worlds->gain, "gains"));
    WOM_TRY(wom_allocate(&worlds->gain_of, job, num_nodes, sizeof *worlds->gain_of, "gains"));
    WOM_TRY(wom_walkers_open(&worlds->walkers, job, problem->chances));
    if (problem->chances->baseline == 0) return WOM_OK;
    WOM_TRY(wom_allocate(&worlds->by_baseline, job, num_words, sizeof *worlds->by_baseline, "reached users"));
    return wom_parallel_for(job, num_blocks_of(worlds->num_worlds, WORLDS_PER_BLOCK), spread_baseline_block, worlds,
                            NULL);
}

wom_status
wom_worlds_create(wom_worlds **worlds, wom_job *job, const wom_admissible *admissible, uint32_t num_worlds)
{
    *worlds = NULL;
    assert(admissible->problem->chances->dynamics->additive); /* wom_select asks */
    wom_worlds *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "worlds"));
    made->job = job;
    made->admissible = admissible;
    made->num_worlds = num_worlds;
    made->num_words = num_blocks_of(admissible->problem->graph->num_nodes, 64);
    const wom_status status = fill_worlds(made, job);
    if (status == WOM_OK)
        *worlds = made;
    else
        wom_worlds_free(made);
    return status;
}

void
wom_worlds_free(wom_worlds *worlds)
{
    if (worlds == NULL) return;
    wom_walkers_close(&worlds->walkers);
    wom_free(worlds->world);
    wom_free(worlds->reached);
    wom_free(worlds->by_baseline);
    wom_free(worlds->gain);
    wom_free(worlds->gain_of);
    wom_free(worlds);
}

/* ---- Asking ---- */

void
wom_worlds_reset(wom_worlds *worlds)
{
    const uint64_t num_words = (uint64_t)worlds->num_worlds * worlds->num_words;
    worlds->num_taken = 0;
    for (uint64_t i = 0; i < num_words; i++)
        worlds->reached[i] = worlds->by_baseline == NULL ? 0 : worlds->by_baseline[i];
}

typedef struct question {
    wom_worlds *worlds;
    wom_node node;
    bool takes;
} question;

static void
ask_block(void *context, uint64_t block, uint32_t worker)
{
    const question *ask = context;
    wom_worlds *worlds = ask->worlds;
    wom_cascade *cascade = worlds->walkers.cascade[worker];
    const uint32_t first = (uint32_t)block * WORLDS_PER_BLOCK;
    for (uint32_t i = first; i < first + WORLDS_PER_BLOCK && i < worlds->num_worlds; i++) {
        worlds->gain[i] = gain_in_world(worlds, cascade, i, ask->node);
        if (ask->takes && spread_from(worlds, cascade, i, ask->node))
            mark_reached(worlds->reached + i * worlds->num_words, cascade);
    }
}

static wom_status
ask(wom_worlds *worlds, double *gain, wom_node node, bool takes)
{
    question asking = { worlds, node, takes };
    worlds->num_evaluations++;
    WOM_TRY(
        wom_parallel_for(worlds->job, num_blocks_of(worlds->num_worlds, WORLDS_PER_BLOCK), ask_block, &asking, NULL));
    double sum = 0;
    for (uint32_t i = 0; i < worlds->num_worlds; i++) sum += worlds->gain[i];
    *gain = sum / worlds->num_worlds;
    return WOM_OK;
}

wom_status
wom_worlds_gain(wom_worlds *worlds, double *gain, wom_node node)
{
    return ask(worlds, gain, node, false);
}

wom_status
wom_worlds_take(wom_worlds *worlds, double *gain, double *gain_error, wom_node node)
{
    WOM_TRY(ask(worlds, gain, node, true));
    worlds->num_taken++;
    *gain_error = wom_estimate_mean(worlds->gain, worlds->num_worlds).standard_error;
    return WOM_OK;
}

/* ---- As the greedy choice asks ---- */

static void
measure_block(void *context, uint64_t block, uint32_t worker)
{
    wom_worlds *worlds = context;
    wom_cascade *cascade = worlds->walkers.cascade[worker];
    const wom_node num_nodes = worlds->admissible->problem->graph->num_nodes;
    const uint64_t first = block * NODES_PER_BLOCK, end = first + NODES_PER_BLOCK;
    for (uint64_t node = first; node < end && node < num_nodes; node++) {
        if (!worlds->admissible->is_candidate[node]) continue;
        double sum = 0;
        for (uint32_t i = 0; i < worlds->num_worlds; i++) sum += gain_in_world(worlds, cascade, i, (wom_node)node);
        worlds->gain_of[node] = sum / worlds->num_worlds;
    }
}

static wom_status
tell_all(void *context, double *gain)
{
    wom_worlds *worlds = context;
    const wom_node num_nodes = worlds->admissible->problem->graph->num_nodes;
    const bool are_first = worlds->num_taken == worlds->admissible->problem->num_pinned;
    if (!are_first || !worlds->first_are_known) {
        worlds->first_are_known = false;
        WOM_TRY(wom_parallel_for(worlds->job, num_blocks_of(num_nodes, NODES_PER_BLOCK), measure_block, worlds, NULL));
        worlds->num_evaluations += worlds->admissible->num_candidates;
        worlds->first_are_known = are_first;
    }
    for (wom_node node = 0; node < num_nodes; node++) gain[node] = worlds->gain_of[node];
    return WOM_OK;
}

static void
reset(void *context)
{
    wom_worlds_reset(context);
}

static wom_status
tell_gain(void *context, double *gain, wom_node node)
{
    return wom_worlds_gain(context, gain, node);
}

static wom_status
take(void *context, double *gain, double *gain_error, wom_node node)
{
    return wom_worlds_take(context, gain, gain_error, node);
}

wom_gain_oracle
wom_worlds_oracle(wom_worlds *worlds)
{
    const wom_node num_nodes = worlds->admissible->problem->graph->num_nodes;
    return (wom_gain_oracle){
        .context = worlds,
        .num_parts = num_blocks_of(num_nodes, NODES_PER_BLOCK),
        .reset = reset,
        .all = tell_all,
        .gain = tell_gain,
        .take = take,
    };
}
