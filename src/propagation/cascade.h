/* What every dynamics does to a cascade: open it, mark users, close steps. */
#ifndef PROPAGATION_CASCADE_H
#define PROPAGATION_CASCADE_H

#include <wom/propagation.h>

/* Forgets the last cascade in O(1): marks of older epochs count as unmarked. */
void wom_cascade_open(wom_cascade *cascade);

static inline bool
cascade_activate(wom_cascade *cascade, wom_node node)
{
    if (cascade->active_mark[node] == cascade->epoch) return false;
    cascade->active_mark[node] = cascade->epoch;
    cascade->active[cascade->num_active++] = node;
    return true;
}

static inline void
cascade_expose(wom_cascade *cascade, wom_node node)
{
    cascade->num_exposed += cascade->exposed_mark[node] != cascade->epoch;
    cascade->exposed_mark[node] = cascade->epoch;
}

/* Ends a step: users activated from now on belong to the next one. */
static inline void
cascade_close_step(wom_cascade *cascade)
{
    cascade->step_first[++cascade->num_steps] = cascade->num_active;
}

#endif
