/* The one walker of live-edge dynamics: a tie is live in a world or not, and who is reached by live ties is active.
 * Kempe, Kleinberg and Tardos, KDD 2003, theorems 2.4 and 2.5.
 *
 * `of_head` says whose coin decides on a tie: its own (independent cascade) or its head's (linear threshold, where the
 * tie is live when the head's coin falls into the tie's interval). It and `exposing` are constants at every call. */
#ifndef PROPAGATION_LIVE_EDGE_H
#define PROPAGATION_LIVE_EDGE_H

#include "baseline.h"
#include "cascade.h"

#include <assert.h>

static inline void
live_edge_begin(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
                uint32_t num_seeds, bool with_baseline, bool exposing)
{
    wom_cascade_open(cascade);
    for (uint32_t i = 0; i < num_seeds; i++) cascade_activate(cascade, seeds[i]);
    if (with_baseline && chances->baseline > 0) wom_baseline_activate(cascade, world->baseline, chances->baseline);
    if (exposing)
        for (uint32_t i = 0; i < cascade->num_active; i++) cascade_expose(cascade, cascade->active[i]);
}

static inline void
live_edge_pass_on(wom_cascade *cascade, const wom_chances *chances, uint64_t world, wom_node node, bool of_head,
                  bool exposing)
{
    const wom_node *head = chances->graph->out_head;
    const uint64_t end = chances->graph->out_first[node + 1];
    for (uint64_t tie = chances->graph->out_first[node]; tie < end; tie++) {
        const wom_node to = head[tie];
        if (exposing && chances->threshold[tie] > 0) cascade_expose(cascade, to);
        if (cascade->active_mark[to] == cascade->epoch) continue;
        const uint32_t coin = of_head ? wom_coin(world, to) - chances->start[tie] : wom_coin(world, tie);
        if (coin < chances->threshold[tie]) cascade_activate(cascade, to);
    }
}

static inline void
live_edge_spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
                 uint32_t num_seeds, const wom_spread_options *options, bool of_head, bool exposing)
{
    const uint64_t key = of_head ? world->lt_choice : world->tie;
    const uint32_t max_steps = options->max_steps > 0 ? options->max_steps : UINT32_MAX;
    live_edge_begin(cascade, chances, world, seeds, num_seeds, options->with_baseline, exposing);
    cascade_close_step(cascade);
    for (uint32_t step = 0; step < max_steps; step++) {
        const uint32_t first = cascade->step_first[step], end = cascade->step_first[step + 1];
        for (uint32_t i = first; i < end; i++)
            live_edge_pass_on(cascade, chances, key, cascade->active[i], of_head, exposing);
        if (cascade->num_active == end) break;
        cascade_close_step(cascade);
    }
}

/* The reverse walk in which `step_back` finds the live ties into a node, drawing from rng. */
typedef void (*live_edge_step_back)(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node node);

static inline bool
live_edge_reverse(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node root, uint32_t max_steps,
                  const bool *stop, live_edge_step_back step_back)
{
    if (max_steps == 0) max_steps = UINT32_MAX;
    wom_cascade_open(cascade);
    cascade_activate(cascade, root);
    cascade_close_step(cascade);
    if (stop != NULL && stop[root]) return false;
    for (uint32_t step = 0; step < max_steps; step++) {
        const uint32_t end = cascade->step_first[step + 1];
        for (uint32_t i = cascade->step_first[step]; i < end; i++) {
            const uint32_t before = cascade->num_active;
            step_back(cascade, chances, rng, cascade->active[i]);
            for (uint32_t k = before; stop != NULL && k < cascade->num_active; k++)
                if (stop[cascade->active[k]]) return false;
        }
        if (cascade->num_active == end) break;
        cascade_close_step(cascade);
    }
    return true;
}

#endif
