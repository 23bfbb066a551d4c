/* The one walker of live-edge dynamics: a tie is live in a world or not, and who is reached by live ties is active.
 * Kempe, Kleinberg and Tardos, KDD 2003, theorems 2.4 and 2.5.
 *
 * `of_head` says whose coin decides on a tie: its own (independent cascade) or its head's (linear threshold, where the
 * tie is live when the head's coin falls into the tie's interval). It is a constant at every call. */
#ifndef PROPAGATION_LIVE_EDGE_H
#define PROPAGATION_LIVE_EDGE_H

#include "baseline.h"
#include "cascade.h"
#include "live_ties.h"

#if defined(__GNUC__)
#define WOM_PREFETCH(address) __builtin_prefetch(address)
#else
#define WOM_PREFETCH(address) ((void)(address))
#endif

/* cascade_activate for the live ones of a run of heads. */
static inline void
live_edge_activate(wom_cascade *cascade, const wom_node *head, const uint8_t *offset, uint32_t num_live)
{
    wom_node *active = cascade->active;
    uint32_t *mark = cascade->active_mark;
    const uint32_t epoch = cascade->epoch;
    uint32_t num = cascade->num_active;
    for (uint32_t k = 0; k < num_live; k++) {
        const wom_node to = head[offset[k]];
        if (mark[to] == epoch) continue;
        mark[to] = epoch;
        active[num++] = to;
    }
    cascade->num_active = num;
}

static inline void
live_edge_trace(wom_cascade *cascade, uint32_t first, wom_node parent)
{
    for (uint32_t i = first; i < cascade->num_active; i++) cascade->parent[cascade->active[i]] = parent;
}

/* All ties of a user who has just become active. */
static inline void
live_edge_pass_on(wom_cascade *cascade, const wom_chances *chances, uint64_t world, wom_node node, bool of_head,
                  bool exposing)
{
    const wom_node *head = chances->graph->out_head;
    const uint64_t end = chances->graph->out_first[node + 1];
    uint64_t first = chances->graph->out_first[node];
    const uint32_t num_active = cascade->num_active;
    uint8_t offset[LIVE_TIES_MOST];
    if (exposing) cascade_expose_heads(cascade, chances, first, end);
    while (first < end) {
        const uint32_t count = end - first < LIVE_TIES_MOST ? (uint32_t)(end - first) : LIVE_TIES_MOST;
        const uint32_t num_live = of_head ? wom_live_by_head(offset, chances, world, first, count)
                                          : wom_live_by_tie(offset, chances, world, first, count);
        live_edge_activate(cascade, head + first, offset, num_live);
        first += count;
    }
    if (cascade->parent != NULL) live_edge_trace(cascade, num_active, node);
}

/* Fetches what is needed to go through `order`, users and then their ties, a little beyond place i. */
static inline void
live_edge_foresee_in(const wom_node *order, uint32_t num, const wom_chances *chances, uint32_t i, bool of_head)
{
    enum { FAR = 24, NEAR = 12, MOST_TIES = 64, TIES_PER_LINE = 16 };
    const uint64_t *out_first = chances->graph->out_first;
    if (i + FAR < num) WOM_PREFETCH(&out_first[order[i + FAR]]);
    if (i + NEAR >= num) return;
    const wom_node node = order[i + NEAR];
    const uint64_t first = out_first[node], all = out_first[node + 1];
    const uint64_t end = all - first < MOST_TIES ? all : first + MOST_TIES;
    for (uint64_t tie = first; tie < end; tie += TIES_PER_LINE) {
        WOM_PREFETCH(&chances->threshold[tie]);
        WOM_PREFETCH(&chances->graph->out_head[tie]);
        if (of_head) WOM_PREFETCH(&chances->start[tie]);
    }
}

static inline void
live_edge_foresee(const wom_cascade *cascade, const wom_chances *chances, uint32_t i, bool of_head)
{
    live_edge_foresee_in(cascade->active, cascade->num_active, chances, i, of_head);
}

static inline void
live_edge_step(wom_cascade *cascade, const wom_chances *chances, uint64_t world, uint32_t first, uint32_t end,
               bool of_head, bool exposing)
{
    for (uint32_t i = first; i < end; i++) {
        live_edge_foresee(cascade, chances, i, of_head);
        live_edge_pass_on(cascade, chances, world, cascade->active[i], of_head, exposing);
    }
}

/* Threshold (start) of the in-tie in place k. */
static inline uint32_t
threshold_in(const wom_chances *chances, uint64_t k)
{
    return chances->in_threshold != NULL ? chances->in_threshold[k] : chances->threshold[chances->graph->in_tie[k]];
}

static inline uint32_t
start_in(const wom_chances *chances, uint64_t k)
{
    return chances->in_start != NULL ? chances->in_start[k] : chances->start[chances->graph->in_tie[k]];
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
