/* What contents that spread at once have in common: they go step by step, all together. */
#ifndef PROPAGATION_JOINT_H
#define PROPAGATION_JOINT_H

#include "live_edge.h"

/* Opens all cascades, with nobody active, and finds the baseline's users of each (cascade->own[num_own], none without
 * baseline). Scratch is cleared where marks in it could look new. */
void wom_joint_open(const wom_joint *joint, const wom_spread_options *options);

/* Ends step number `step` in every cascade in which somebody became active (step 0: in all) and stamps the times.
 * Whether there was somebody. */
bool wom_joint_close_step(const wom_joint *joint, uint32_t step, const wom_spread_options *options);

/* A live tie leads from `from`, who is active with the content since the last step, to `to`. */
typedef void (*joint_try)(void *context, uint32_t content, wom_node from, wom_node to, wom_tie tie);

static inline void
joint_pass_on(const wom_joint *joint, uint32_t content, wom_node node, bool exposing, joint_try try, void *context)
{
    const wom_chances *chances = joint->chances[content];
    const wom_node *head = chances->graph->out_head;
    const uint64_t key = joint->world[content].tie, end = chances->graph->out_first[node + 1];
    uint64_t first = chances->graph->out_first[node];
    uint8_t offset[LIVE_TIES_MOST];
    if (exposing) cascade_expose_heads(joint->cascade[content], chances, first, end);
    while (first < end) {
        const uint32_t count = end - first < LIVE_TIES_MOST ? (uint32_t)(end - first) : LIVE_TIES_MOST;
        const uint32_t num_live = wom_live_by_tie(offset, chances, key, first, count);
        for (uint32_t k = 0; k < num_live; k++)
            try(context, content, node, head[first + offset[k]], (wom_tie)(first + offset[k]));
        first += count;
    }
}

/* All contents try the ties of those who became active with them in the step before. */
static inline void
joint_step(const wom_joint *joint, uint32_t step, const wom_spread_options *options, joint_try try, void *context)
{
    for (uint32_t c = 0; c < joint->num_contents; c++) {
        const wom_cascade *cascade = joint->cascade[c];
        const uint32_t last = cascade->num_steps - 1, end = cascade->step_first[last + 1];
        if (wom_cascade_step(cascade, last) + 1 != step) continue;
        for (uint32_t i = cascade->step_first[last]; i < end; i++) {
            live_edge_foresee(cascade, joint->chances[c], i, false);
            joint_pass_on(joint, c, cascade->active[i], options->want_exposed && c < joint->num_own, try, context);
        }
    }
}

#endif
