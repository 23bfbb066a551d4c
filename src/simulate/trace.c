/* Who passed what on to whom in one world. */
#include "watch.h"

#include <stdlib.h>

typedef struct tracing {
    world_watch watch;
    wom_trace *trace;
    uint32_t *row_of; /* [num_nodes] of the users of the cascade at hand */
} tracing;

static wom_status
make_room(wom_trace *trace, wom_job *job, uint64_t num_rows)
{
    WOM_TRY(wom_allocate(&trace->user, job, num_rows, sizeof *trace->user, "a trace"));
    WOM_TRY(wom_allocate(&trace->content, job, num_rows, sizeof *trace->content, "a trace"));
    WOM_TRY(wom_allocate(&trace->parent, job, num_rows, sizeof *trace->parent, "a trace"));
    WOM_TRY(wom_allocate(&trace->generation, job, num_rows, sizeof *trace->generation, "a trace"));
    WOM_TRY(wom_allocate(&trace->is_seed, job, num_rows, sizeof *trace->is_seed, "a trace"));
    return wom_allocate(&trace->time, job, num_rows, sizeof *trace->time, "a trace");
}

static void
count_rows(void *context, uint32_t slot, const wom_cascade *cascade, const wom_node *seeds, uint32_t num_seeds)
{
    uint64_t *num_rows = context;
    (void)slot;
    (void)seeds;
    (void)num_seeds;
    *num_rows += cascade->num_active;
}

static void
add_row(tracing *t, const wom_cascade *cascade, uint32_t content, uint32_t i, double time, bool is_seed)
{
    wom_trace *trace = t->trace;
    const wom_node user = cascade->active[i], parent = cascade->parent[user];
    const uint32_t row = trace->num_rows++;
    t->row_of[user] = row;
    trace->user[row] = user;
    trace->content[row] = content;
    trace->parent[row] = parent == WOM_NO_NODE ? WOM_NO_NODE : t->row_of[parent];
    trace->generation[row] = parent == WOM_NO_NODE ? 0 : trace->generation[t->row_of[parent]] + 1;
    trace->is_seed[row] = is_seed;
    trace->time[row] = time;
}

static int
compare_users(const void *a, const void *b)
{
    const wom_node x = *(const wom_node *)a, y = *(const wom_node *)b;
    return (x > y) - (x < y);
}

/* Seeds come in ascending order. */
static bool
is_seed(wom_node user, const wom_node *seeds, uint32_t num_seeds)
{
    return num_seeds > 0 && bsearch(&user, seeds, num_seeds, sizeof user, compare_users) != NULL;
}

static void
watch_cascade(void *context, uint32_t slot, const wom_cascade *cascade, const wom_node *seeds, uint32_t num_seeds)
{
    tracing *t = context;
    const uint32_t content = t->watch.plan.slots[slot].content;
    for (uint32_t k = 0; k < cascade->num_steps; k++)
        for (uint32_t i = cascade->step_first[k]; i < cascade->step_first[k + 1]; i++) {
            const double step = wom_cascade_step(cascade, k);
            const double time = cascade->time != NULL ? cascade->time[cascade->active[i]] : step;
            add_row(t, cascade, content, i, time, is_seed(cascade->active[i], seeds, num_seeds));
        }
}

wom_status
wom_simulate_trace(wom_trace **trace, wom_job *job, const wom_model *model, const wom_choice *dynamics,
                   const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options,
                   uint64_t replicate)
{
    tracing t = { 0 };
    wom_status status = WOM_OK;
    uint64_t num_rows = 0;
    *trace = NULL;
    WOM_TRY_GOTO(wom_watch_open(&t.watch, job, model, dynamics, plan, economy, options, true));
    WOM_TRY_GOTO(wom_allocate(&t.row_of, job, model->graph->num_nodes, sizeof *t.row_of, "a trace"));
    WOM_TRY_GOTO(wom_allocate(&t.trace, job, 1, sizeof *t.trace, "a trace"));
    world_worker *worker = &t.watch.workers[0];
    worker->watch = count_rows;
    worker->watch_context = &num_rows;
    wom_world_spread(worker, &t.watch.plan, replicate, true);
    WOM_TRY_GOTO(make_room(t.trace, job, num_rows));
    worker->watch = watch_cascade;
    worker->watch_context = &t;
    wom_world_spread(worker, &t.watch.plan, replicate, true);
    t.trace->replicate = replicate;
    *trace = t.trace;
    t.trace = NULL;
done:
    wom_trace_free(t.trace);
    wom_free(t.row_of);
    wom_watch_close(&t.watch, job);
    return status;
}

void
wom_trace_free(wom_trace *trace)
{
    if (trace == NULL) return;
    wom_free(trace->user);
    wom_free(trace->content);
    wom_free(trace->parent);
    wom_free(trace->generation);
    wom_free(trace->is_seed);
    wom_free(trace->time);
    wom_free(trace);
}
