/* What every dynamics does to a cascade: open it, mark users, close steps. */
#ifndef PROPAGATION_CASCADE_H
#define PROPAGATION_CASCADE_H

#include <wom/propagation.h>

/* Forgets the last cascade in O(1): marks of older epochs count as unmarked. */
void wom_cascade_open(wom_cascade *cascade);

/* What those who became active in the last step, active[first] .. active[end - 1], do in the next. */
typedef void (*cascade_step)(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, uint32_t first,
                             uint32_t end, bool exposing);

/* A spread of a dynamics in which everybody acts once, in the step after her own activation. */
void wom_cascade_unfold(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
                        uint32_t num_seeds, const wom_spread_options *options, cascade_step step);

/* Opens the cascade with the seeds and those who become active by themselves, exposed, without parents and at time 0
 * where such things are kept; step 0 is still open. */
void wom_cascade_begin(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
                       uint32_t num_seeds, const wom_spread_options *options);

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

/* Exposes everybody to whom one of the ties could pass something on. */
static inline void
cascade_expose_heads(wom_cascade *cascade, const wom_chances *chances, uint64_t first, uint64_t end)
{
    const wom_node *head = chances->graph->out_head;
    const uint32_t *threshold = chances->threshold;
    uint32_t *mark = cascade->exposed_mark;
    const uint32_t epoch = cascade->epoch;
    uint32_t num = 0;
    for (uint64_t tie = first; tie < end; tie++) {
        if (threshold[tie] == 0) continue;
        num += mark[head[tie]] != epoch;
        mark[head[tie]] = epoch;
    }
    cascade->num_exposed += num;
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
