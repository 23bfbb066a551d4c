/* The scratch in which a cascade unfolds. */
#include "cascade.h"

wom_status
wom_cascade_create(wom_cascade **cascade, wom_job *job, wom_node num_nodes)
{
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
    wom_free(cascade);
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
    cascade->epoch = 1;
}
