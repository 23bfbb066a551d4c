/* The one walker of dynamics in which a live tie takes a time: a user becomes active at the earliest time at which a
 * path of live ties brings the content to her (Dijkstra, Numerische Mathematik 1959).
 *
 * In a world the times of ties are given, so whoever is active by a deadline when a set of users is asked, is so when
 * one of them alone is asked: such dynamics are additive, with deadlines too. */
#ifndef PROPAGATION_EARLIEST_H
#define PROPAGATION_EARLIEST_H

#include "cascade.h"
#include "time_heap.h"

#include <float.h>

enum { EARLIEST_SCRATCH = sizeof(wom_node) + sizeof(uint32_t) }; /* bytes a user: the heap's */

typedef struct earliest earliest;

/* Offers the content along the ties out of (or, walking back, into) a user whose time is settled. */
typedef void (*earliest_step)(earliest *walk, wom_node node);

struct earliest {
    wom_cascade *cascade;
    const wom_chances *chances;
    const void *law; /* the dynamics' own: how long ties take */
    earliest_step step;
    const wom_world *world; /* of a spread */
    wom_rng *rng;           /* of a walk back */
    bool wants_exposed;
    double deadline;  /* times after which nothing counts; DBL_MAX: none */
    const bool *stop; /* [num_nodes] who ends a walk back; NULL: nobody */
    bool stopped;
    time_heap heap;
};

/* As wom_dynamics asks for; of `walk` only law and step are given. */
void wom_earliest_spread(earliest *walk, wom_cascade *cascade, const wom_chances *chances, const wom_world *world,
                         const wom_node *seeds, uint32_t num_seeds, const wom_spread_options *options);

/* Likewise; without a deadline users come in no order of time. */
bool wom_earliest_reverse(earliest *walk, wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node root,
                          uint32_t max_steps, const bool *stop);

/* The content can be with `to` at that time, by `from`. */
static inline void
earliest_offer(earliest *walk, wom_node from, wom_node to, double time)
{
    wom_cascade *cascade = walk->cascade;
    if (time > walk->deadline || wom_cascade_reached(cascade, to)) return;
    if (time_heap_offer(&walk->heap, to, time) && cascade->parent != NULL) cascade->parent[to] = from;
}

/* `tail` would have been in time if she had had the content `time` before the root got it. Who is in time once, stays
 * in the set. */
static inline void
earliest_offer_back(earliest *walk, wom_node tail, double time)
{
    if (time > walk->deadline || wom_cascade_reached(walk->cascade, tail)) return;
    if (walk->deadline < DBL_MAX)
        time_heap_offer(&walk->heap, tail, time);
    else
        cascade_activate(walk->cascade, tail);
    if (walk->stop == NULL || !walk->stop[tail]) return;
    cascade_activate(walk->cascade, tail);
    walk->stopped = true;
}

#endif
