/* What every dynamics does to a cascade: open it, mark users, close steps. */
#ifndef PROPAGATION_CASCADE_H
#define PROPAGATION_CASCADE_H

#include <wom/propagation.h>

/* Forgets the last cascade in O(1): marks of older epochs count as unmarked. */
void wom_cascade_open(wom_cascade *cascade);

/* Opens the cascade with the seeds and those who become active by themselves, all without parents and, where that is
 * kept, at time 0; step 0 is still open. */
void wom_cascade_begin(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
                       uint32_t num_seeds, bool with_baseline);

static inline bool
cascade_activate(wom_cascade *cascade, wom_node node)
{
    if (cascade->active_mark[node] == cascade->epoch) return false;
    cascade->active_mark[node] = cascade->epoch;
    cascade->active[cascade->num_active++] = node;
    return true;
}

/* The same, made by `parent` (WOM_NO_NODE: by nobody); for cascades that may be traced. */
static inline bool
cascade_activate_by(wom_cascade *cascade, wom_node node, wom_node parent)
{
    if (!cascade_activate(cascade, node)) return false;
    if (cascade->parent != NULL) cascade->parent[node] = parent;
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

/* Ends step number `step` of a timed cascade, in which somebody became active (or which is step 0). */
static inline void
cascade_close_timed_step(wom_cascade *cascade, uint32_t step)
{
    cascade->step_number[cascade->num_steps] = step;
    cascade_close_step(cascade);
}

#endif
