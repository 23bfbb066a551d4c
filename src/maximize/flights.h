/* Reverse walks, many under way at a time.
 *
 * What a walk waits for is memory: a user's row, the neighbours in it. So a worker keeps several walks in flight, each
 * asks for what it needs next and makes room for the others until it is there. A flight's users are told apart by a
 * small hash table of its own; a walk that outgrows it is finished alone, with marks on all users, and keeps memory
 * busy by itself. Dynamics of which only `reverse` knows the law walk one at a time, through the same interface.
 *
 * Each walk has a stream of its own, and its draws do not depend on which others are in flight. */
#ifndef MAXIMIZE_FLIGHTS_H
#define MAXIMIZE_FLIGHTS_H

#include "in_rows.h"
#include "walkers.h"

enum { WOM_FLIGHT_USERS = 256, WOM_FLIGHT_SLOTS = 2 * WOM_FLIGHT_USERS, WOM_FLIGHT_TIES = 32 };

typedef struct wom_flight {
    /* what the plan settles when a walk begins */
    uint64_t number; /* the plan's own */
    uint32_t content;
    wom_node root;
    wom_rng rng;
    /* what it finds when the walk lands, and may change */
    wom_node *member; /* [num_members] the root first */
    uint32_t num_members;
    bool stopped; /* at the last member */
    /* the walk's */
    const wom_in_rows *rows;
    uint32_t next, step_end, steps_left; /* the member whose row comes next; where this step's end */
    wom_node node;                       /* whose row is being walked */
    wom_row_rest rest;
    uint32_t num_met;
    wom_met_tie met[WOM_FLIGHT_TIES];
    wom_node user[WOM_FLIGHT_USERS];
    wom_node slot[WOM_FLIGHT_SLOTS]; /* WOM_NO_NODE: free */
} wom_flight;

/* What is walked, and what becomes of it. */
typedef struct wom_flight_plan {
    void *context;
    const bool *stop;      /* [num_nodes] walks end at any of these users who accepts; NULL: at nobody */
    const wom_node *stops; /* [num_stops] the same users; needed with `accept` only */
    uint32_t num_stops;
    const double *accept; /* [num_nodes] her chance, drawn by the flight's stream; NULL: 1 */
    bool one_by_one;      /* no walk begins before the last one has landed */
    /* Settles number, content, root and rng; false: there are no more walks. */
    bool (*begin)(void *context, wom_flight *flight);
    void (*land)(void *context, wom_flight *flight);
} wom_flight_plan;

typedef struct wom_flights {
    uint32_t num_contents, max_steps;
    wom_in_rows *rows; /* [num_contents]; NULL: the dynamics walks by itself */
    wom_chances *view; /* [num_contents] arranged for that; NULL where there are rows */
    wom_walkers walkers;
    wom_flight **flight; /* [num_workers] several each */
    bool **stops_now;    /* [num_workers][num_nodes] scratch: who of the stops accepts; where there are no rows */
} wom_flights;

/* Borrows the chances, which are of one dynamics. Memory: 20 bytes a node and worker and 70 KB a worker, beside the
 * rows. On failure nothing is held. */
wom_status wom_flights_open(wom_flights *flights, wom_job *job, const wom_chances *const *chances,
                            uint32_t num_contents, uint32_t max_steps);
void wom_flights_close(wom_flights *flights);

/* Walks all of the plan on this worker's scratch. */
void wom_flights_run(const wom_flights *flights, uint32_t worker, const wom_flight_plan *plan);

static inline bool
wom_draw_acceptance(double accept, wom_rng *rng)
{
    return accept >= 1 || (uint32_t)(wom_rng_next(rng) >> 33) < wom_threshold(accept);
}

#endif
