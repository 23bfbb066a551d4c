/* Sets of users on common worlds, followed anew. */
#include "replay.h"

enum { WORLDS_PER_BLOCK = 8, NODES_PER_BLOCK = 4 };

static uint64_t
num_blocks_of(uint64_t num_items, uint64_t per_block)
{
    return (num_items + per_block - 1) / per_block;
}

static double
weight_of_active(const wom_problem *problem, const wom_cascade *cascade)
{
    double sum = 0;
    if (problem->weight == NULL) return cascade->num_active;
    for (uint32_t i = 0; i < cascade->num_active; i++) sum += problem->weight[cascade->active[i]];
    return sum;
}

static void
spread_against_rival(const wom_replay *replay, uint32_t worker, uint32_t i, uint32_t num_seeds,
                     const wom_spread_options *options)
{
    const wom_problem *problem = replay->admissible->problem;
    const wom_world rivals = wom_world_of(wom_choosing_seed(problem), i, WOM_RIVAL_SLOT);
    wom_node *accepting = replay->rival_seeds[worker];
    uint32_t num_accepting = 0;
    for (uint32_t k = 0; k < problem->num_rival_asked; k++) {
        const wom_node user = problem->rival_asked[k];
        const double accept = problem->rival_accept != NULL ? problem->rival_accept[user] : 1;
        if (wom_coin(rivals.acceptance, user) < wom_threshold(accept)) accepting[num_accepting++] = user;
    }
    const wom_joint joint = {
        .num_contents = 2,
        .num_own = 1,
        .cascade = (wom_cascade *[]){ replay->walkers.cascade[worker], replay->rivals.cascade[worker] },
        .chances = (const wom_chances *[]){ problem->chances, problem->rival },
        .world = (const wom_world[]){ replay->world[i], rivals },
        .seeds = (const wom_node *[]){ replay->accepting[worker], accepting },
        .num_seeds = (const uint32_t[]){ num_seeds, num_accepting },
    };
    problem->chances->dynamics->spread_joint(&joint, options);
}

/* What the set and one more user (WOM_NO_NODE: nobody) bring in a world. */
static double
value_in_world(const wom_replay *replay, uint32_t worker, uint32_t i, const wom_node *set, uint32_t num_set,
               wom_node more)
{
    const wom_problem *problem = replay->admissible->problem;
    const wom_spread_options options = { .max_steps = problem->max_steps, .with_baseline = true };
    wom_cascade *cascade = replay->walkers.cascade[worker];
    wom_node *accepting = replay->accepting[worker];
    uint32_t num = 0;
    for (uint32_t k = 0; k < num_set; k++)
        if (wom_accepts(problem, &replay->world[i], set[k])) accepting[num++] = set[k];
    if (more != WOM_NO_NODE && wom_accepts(problem, &replay->world[i], more)) accepting[num++] = more;
    if (problem->rival != NULL)
        spread_against_rival(replay, worker, i, num, &options);
    else
        problem->chances->dynamics->spread(cascade, problem->chances, &replay->world[i], accepting, num, &options);
    const double before = replay->by_baseline == NULL ? 0 : replay->by_baseline[i];
    return weight_of_active(problem, cascade) - before;
}

/* ---- One set in all worlds ---- */

typedef struct question {
    const wom_replay *replay;
    const wom_node *set;
    uint32_t num_set;
    wom_node more;
    double *value; /* [num_worlds] */
} question;

static void
ask_block(void *context, uint64_t block, uint32_t worker)
{
    const question *asking = context;
    const uint32_t first = (uint32_t)block * WORLDS_PER_BLOCK;
    for (uint32_t i = first; i < first + WORLDS_PER_BLOCK && i < asking->replay->num_worlds; i++)
        asking->value[i] = value_in_world(asking->replay, worker, i, asking->set, asking->num_set, asking->more);
}

static wom_status
ask(const wom_replay *replay, double *value, const wom_node *set, uint32_t num_set, wom_node more)
{
    question asking = { replay, set, num_set, more, value };
    return wom_parallel_for(replay->job, num_blocks_of(replay->num_worlds, WORLDS_PER_BLOCK), ask_block, &asking,
                            NULL);
}

static double
mean_of(const double *value, uint32_t num)
{
    double sum = 0;
    for (uint32_t i = 0; i < num; i++) sum += value[i];
    return sum / num;
}

wom_status
wom_replay_value(wom_replay *replay, double *value, const wom_node *set, uint32_t num_set)
{
    WOM_TRY(ask(replay, replay->with, set, num_set, WOM_NO_NODE));
    *value = mean_of(replay->with, replay->num_worlds);
    return WOM_OK;
}

/* ---- Making ---- */

static wom_status
get_rival_scratch(wom_replay *replay, wom_job *job)
{
    const wom_problem *problem = replay->admissible->problem;
    const uint32_t num_workers = wom_job_threads(job);
    WOM_TRY(wom_walkers_open(&replay->rivals, job, problem->rival));
    WOM_TRY(wom_allocate(&replay->rival_seeds, job, num_workers, sizeof *replay->rival_seeds, "the rival's seeds"));
    for (uint32_t i = 0; i < num_workers; i++)
        WOM_TRY(wom_allocate(&replay->rival_seeds[i], job, problem->num_rival_asked, sizeof **replay->rival_seeds,
                             "the rival's seeds"));
    return WOM_OK;
}

static wom_status
fill_replay(wom_replay *replay, wom_job *job)
{
    const wom_problem *problem = replay->admissible->problem;
    const uint64_t room = (uint64_t)problem->num_pinned + replay->admissible->num_free;
    const uint32_t num_workers = wom_job_threads(job);
    WOM_TRY(wom_choosing_worlds(&replay->world, job, problem, replay->num_worlds));
    WOM_TRY(wom_allocate(&replay->value, job, replay->num_worlds, sizeof *replay->value, "values of worlds"));
    WOM_TRY(wom_allocate(&replay->with, job, replay->num_worlds, sizeof *replay->with, "values of worlds"));
    WOM_TRY(wom_allocate(&replay->taken, job, room, sizeof *replay->taken, "a set of users"));
    WOM_TRY(wom_allocate(&replay->accepting, job, num_workers, sizeof *replay->accepting, "sets of users"));
    for (uint32_t i = 0; i < num_workers; i++)
        WOM_TRY(wom_allocate(&replay->accepting[i], job, room + 1, sizeof **replay->accepting, "sets of users"));
    WOM_TRY(wom_walkers_open(&replay->walkers, job, problem->chances));
    if (problem->rival != NULL) WOM_TRY(get_rival_scratch(replay, job));
    if (problem->chances->baseline == 0) return WOM_OK;
    double *by_baseline = NULL;
    WOM_TRY(wom_allocate(&by_baseline, job, replay->num_worlds, sizeof *by_baseline, "values of worlds"));
    const wom_status status = ask(replay, by_baseline, NULL, 0, WOM_NO_NODE);
    replay->by_baseline = by_baseline;
    return status;
}

wom_status
wom_replay_create(wom_replay **replay, wom_job *job, const wom_admissible *admissible, uint32_t num_worlds)
{
    *replay = NULL;
    wom_replay *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "worlds"));
    made->job = job;
    made->admissible = admissible;
    made->num_worlds = num_worlds;
    const wom_status status = fill_replay(made, job);
    if (status == WOM_OK)
        *replay = made;
    else
        wom_replay_free(made);
    return status;
}

void
wom_replay_free(wom_replay *replay)
{
    if (replay == NULL) return;
    for (uint32_t i = 0; replay->accepting != NULL && i < wom_job_threads(replay->job); i++)
        wom_free(replay->accepting[i]);
    for (uint32_t i = 0; replay->rival_seeds != NULL && i < wom_job_threads(replay->job); i++)
        wom_free(replay->rival_seeds[i]);
    wom_walkers_close(&replay->walkers);
    wom_walkers_close(&replay->rivals);
    wom_free(replay->rival_seeds);
    wom_free(replay->accepting);
    wom_free(replay->world);
    wom_free(replay->by_baseline);
    wom_free(replay->taken);
    wom_free(replay->value);
    wom_free(replay->with);
    wom_free(replay);
}

/* ---- Marginal gains ---- */

void
wom_replay_reset(wom_replay *replay)
{
    replay->num_taken = 0;
    for (uint32_t i = 0; i < replay->num_worlds; i++) replay->value[i] = 0;
}

wom_status
wom_replay_take(wom_replay *replay, double *gain, double *gain_error, wom_node node)
{
    WOM_TRY(ask(replay, replay->with, replay->taken, replay->num_taken, node));
    const wom_estimate gained = wom_estimate_paired(replay->with, replay->value, replay->num_worlds, NULL);
    for (uint32_t i = 0; i < replay->num_worlds; i++) replay->value[i] = replay->with[i];
    replay->taken[replay->num_taken++] = node;
    *gain = gained.value;
    *gain_error = gained.standard_error;
    return WOM_OK;
}

static bool
is_taken(const wom_replay *replay, wom_node node)
{
    for (uint32_t i = 0; i < replay->num_taken; i++)
        if (replay->taken[i] == node) return true;
    return false;
}

typedef struct survey {
    const wom_replay *replay;
    double *gain; /* [num_nodes] */
} survey;

static void
survey_block(void *context, uint64_t block, uint32_t worker)
{
    const survey *asking = context;
    const wom_replay *replay = asking->replay;
    const uint64_t first = block * NODES_PER_BLOCK, num_nodes = replay->admissible->problem->graph->num_nodes;
    for (uint64_t node = first; node < first + NODES_PER_BLOCK && node < num_nodes; node++) {
        if (!replay->admissible->is_candidate[node] || is_taken(replay, (wom_node)node)) continue;
        double sum = 0;
        for (uint32_t i = 0; i < replay->num_worlds; i++)
            sum += value_in_world(replay, worker, i, replay->taken, replay->num_taken, (wom_node)node) -
                   replay->value[i];
        asking->gain[node] = sum / replay->num_worlds;
    }
}

static void
reset(void *context)
{
    wom_replay_reset(context);
}

static wom_status
tell_all(void *context, double *gain)
{
    wom_replay *replay = context;
    survey asking = { replay, gain };
    return wom_parallel_for(replay->job,
                            num_blocks_of(replay->admissible->problem->graph->num_nodes, NODES_PER_BLOCK),
                            survey_block, &asking, NULL);
}

static wom_status
take(void *context, double *gain, double *gain_error, wom_node node)
{
    return wom_replay_take(context, gain, gain_error, node);
}

wom_gain_oracle
wom_replay_oracle(wom_replay *replay)
{
    const wom_node num_nodes = replay->admissible->problem->graph->num_nodes;
    return (wom_gain_oracle){
        .context = replay,
        .num_parts = num_blocks_of(num_nodes, NODES_PER_BLOCK),
        .reset = reset,
        .all = tell_all,
        .take = take,
    };
}
