/* Reverse reachable sets: a random user and everybody who would have made her active.
 *
 * Borgs, Brautbar, Chayes and Lucier, SODA 2014: total_weight times the probability that a random set holds one of S is
 * f(S). Here a root is drawn in proportion to her weight, a set with a member who is active by herself is spoiled (its
 * root would have been active anyway: it counts, and nobody covers it), and only members who would accept cover.
 *
 * Where contents differ by seed, a set's members are asks. If users count once, it is the union over the contents of
 * the root's sets, each drawn by itself, spoiled if one of them is; if pairs count, a content is drawn with the root,
 * and the set is of that. */
#ifndef MAXIMIZE_RR_SETS_H
#define MAXIMIZE_RR_SETS_H

#include "admissible.h"
#include "flights.h"

/* Two collections that share no draw: one for choosing seeds, one for judging them. */
typedef enum wom_rr_use { WOM_RR_CHOOSING = 0, WOM_RR_JUDGING = 1 } wom_rr_use;

/* What drawing needs: borrowed, and scratch for every worker. */
typedef struct wom_rr_source {
    uint64_t seed;
    const wom_problem *problem;
    double total_weight;
    double *cumulative_weight; /* [users, or asks where pairs count]; NULL: all weigh the same */
    bool *may_be_asked;        /* [asks] candidates and the pinned; others are left out of stored sets */
    uint32_t num_stops;        /* users at whom the walks of stored sets end; 0: nobody */
    wom_node *stop;            /* [num_stops] */
    bool *is_stop;             /* [num_nodes]; NULL: nobody */
    bool all_accept;           /* whoever is asked */
    wom_flights flights;
} wom_rr_source;

/* The dynamics must have reverse walks. */
wom_status wom_rr_source_create(wom_rr_source **source, wom_job *job, const wom_admissible *admissible, uint64_t seed);
void wom_rr_source_free(wom_rr_source *source);

/* From now on the walks of stored sets end at any of these users who accepts, and such a set holds her alone: it is
 * covered, whoever else is in it. There must be no baseline, for a walk that goes on might find the set spoiled, and
 * one content. */
wom_status wom_rr_source_stop_at(wom_rr_source *source, wom_job *job, const wom_node *stops, uint32_t num_stops);

/* A stored collection: set i holds member[first[i]] .. member[first[i + 1] - 1]. Zero it before use. */
typedef struct wom_rr_sets {
    wom_rr_use use; /* WOM_RR_CHOOSING at first */
    uint64_t num_sets;
    uint64_t num_walked;  /* users met while drawing them */
    uint64_t *first;      /* [num_sets + 1] */
    wom_node *member; /* users who may be asked and would accept, in order of the walk; none in spoiled sets */
    uint64_t first_capacity, member_capacity;
} wom_rr_sets;

/* Draws the sets up to number num_sets - 1 that are not there yet. On failure the collection stays valid with the sets
 * it has. Memory: 8 bytes a set and 4 a member, half as much again while growing. */
wom_status wom_rr_sets_grow(wom_rr_sets *sets, wom_job *job, const wom_rr_source *source, uint64_t num_sets);
void wom_rr_sets_clear(wom_rr_sets *sets);

/* How many of the judging sets 0 .. num_sets - 1 the seeds cover; stores no set. */
wom_status wom_rr_count_covered(uint64_t *covered, wom_job *job, const wom_rr_source *source, const wom_node *seeds,
                                uint32_t num_seeds, uint64_t num_sets);

#endif
