/* The scratch in which a cascade unfolds. */
#include "baseline.h"
#include "cascade.h"

#include <string.h>

wom_status
wom_cascade_create(wom_cascade **cascade, wom_job *job, const wom_chances *chances)
{
    const wom_dynamics *dynamics = chances->dynamics;
    const wom_node num_nodes = chances->graph->num_nodes;
    *cascade = NULL;
    wom_cascade *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "a cascade"));
    wom_status status = WOM_OK;
    made->num_nodes = num_nodes;
    WOM_TRY_GOTO(wom_allocate(&made->active, job, num_nodes, sizeof *made->active, "a cascade's users"));
    /* every step but the first has a user of its own, and there is one end more than there are steps */
    WOM_TRY_GOTO(
        wom_allocate(&made->step_first, job, (uint64_t)num_nodes + 2, sizeof *made->step_first, "a cascade's steps"));
    WOM_TRY_GOTO(wom_allocate(&made->active_mark, job, num_nodes, sizeof *made->active_mark, "a cascade's marks"));
    WOM_TRY_GOTO(wom_allocate(&made->exposed_mark, job, num_nodes, sizeof *made->exposed_mark, "a cascade's marks"));
    WOM_TRY_GOTO(wom_allocate(&made->own, job, num_nodes, sizeof *made->own, "a cascade's baseline"));
    if (dynamics->timed) {
        WOM_TRY_GOTO(wom_allocate(&made->time, job, num_nodes, sizeof *made->time, "a cascade's times"));
        WOM_TRY_GOTO(wom_allocate(&made->step_number, job, (uint64_t)num_nodes + 2, sizeof *made->step_number,
                                  "a cascade's steps"));
    }
    made->scratch_size = (size_t)num_nodes * dynamics->scratch_bytes;
    if (dynamics->scratch_bytes > 0)
        WOM_TRY_GOTO(wom_allocate(&made->scratch, job, num_nodes, dynamics->scratch_bytes, "a cascade's scratch"));
    *cascade = made;
    made = NULL;
done:
    wom_cascade_free(made);
    return status;
}

void
wom_cascade_free(wom_cascade *cascade)
{
    if (cascade == NULL) return;
    wom_free(cascade->active);
    wom_free(cascade->step_first);
    wom_free(cascade->active_mark);
    wom_free(cascade->exposed_mark);
    wom_free(cascade->own);
    wom_free(cascade->time);
    wom_free(cascade->step_number);
    wom_free(cascade->parent);
    wom_free(cascade->scratch);
    wom_free(cascade);
}

wom_status
wom_cascade_trace(wom_cascade *cascade, wom_job *job)
{
    if (cascade->parent != NULL) return WOM_OK;
    return wom_allocate(&cascade->parent, job, cascade->num_nodes, sizeof *cascade->parent, "a cascade's parents");
}

void
wom_cascade_open(wom_cascade *cascade)
{
    cascade->num_active = cascade->num_steps = cascade->num_exposed = 0;
    cascade->step_first[0] = 0;
    if (++cascade->epoch != 0) return;
    /* the counter has come round: old marks could look new */
    for (wom_node node = 0; node < cascade->num_nodes; node++) {
        cascade->active_mark[node] = 0;
        cascade->exposed_mark[node] = 0;
    }
    if (cascade->scratch != NULL) memset(cascade->scratch, 0, cascade->scratch_size);
    cascade->epoch = 1;
}

void
wom_cascade_begin(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
                  uint32_t num_seeds, const wom_spread_options *options)
{
    wom_cascade_open(cascade);
    for (uint32_t i = 0; i < num_seeds; i++) cascade_activate(cascade, seeds[i]);
    if (options->with_baseline && chances->baseline > 0)
        wom_baseline_activate(cascade, world->baseline, chances->baseline);
    for (uint32_t i = 0; cascade->parent != NULL && i < cascade->num_active; i++)
        cascade->parent[cascade->active[i]] = WOM_NO_NODE;
    for (uint32_t i = 0; options->want_exposed && i < cascade->num_active; i++)
        cascade_expose(cascade, cascade->active[i]);
    for (uint32_t i = 0; cascade->time != NULL && i < cascade->num_active; i++) cascade->time[cascade->active[i]] = 0;
}

void
wom_cascade_unfold(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
                   uint32_t num_seeds, const wom_spread_options *options, cascade_step step)
{
    const uint32_t max_steps = options->max_steps > 0 ? options->max_steps : UINT32_MAX;
    wom_cascade_begin(cascade, chances, world, seeds, num_seeds, options);
    cascade_close_step(cascade);
    for (uint32_t k = 0; k < max_steps; k++) {
        const uint32_t first = cascade->step_first[k], end = cascade->step_first[k + 1];
        step(cascade, chances, world, first, end, options->want_exposed);
        if (cascade->num_active == end) break;
        cascade_close_step(cascade);
    }
}
