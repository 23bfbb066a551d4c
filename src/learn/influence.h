/* What measuring influence is made of: one pass over a log, and its shuffles. */
#ifndef WOM_LEARN_INFLUENCE_H
#define WOM_LEARN_INFLUENCE_H

#include <wom/learn.h>

/* ---- One pass over a log with some users ---- */

/* Who acts in which place is given apart; borrows. */
typedef struct influence_log {
    const wom_log *log;
    const wom_graph *graph;
    bool strictly, is_symmetric;
    uint64_t *group;   /* [num_actions] the first action of the content at the same time */
    uint32_t *stratum; /* [num_actions] of time */
    uint32_t num_strata;
    bool has_times;
} influence_log;

typedef struct influence_sums {
    uint64_t num_actions, num_exposed, num_reversed;
    double log_gap; /* sum over actions of ln(1 + others between it and the latest friend's) */
} influence_sums;

/* A worker's scratch, and what it has counted, summed over shuffles. */
typedef struct influence_counter {
    wom_node *user;        /* [num_actions] */
    uint64_t *rank;        /* [num_nodes] number of the action + 1 */
    wom_node *place;       /* [num_nodes] */
    uint64_t *of_user;     /* [num_nodes] exposed actions */
    uint64_t *of_content;  /* [num_contents] likewise */
    uint64_t *reversed_of; /* [num_contents] likewise, along reversed ties */
} influence_counter;

wom_status influence_log_create(influence_log *made, wom_job *job, const wom_log *log, const wom_graph *graph,
                                const wom_influence_options *options);
void influence_log_clear(influence_log *made);

wom_status influence_counter_create(influence_counter *counter, wom_job *job, const influence_log *log);
void influence_counter_clear(influence_counter *counter);

typedef enum influence_look { LOOK_EXPOSED, LOOK_REVERSED, LOOK_ORDER } influence_look;

/* Adds to the counter's counts. A user who acts on a content twice acts once. Reversed ties and gaps only where they
 * are looked at. */
void influence_count(influence_sums *sums, influence_counter *counter, const influence_log *log, const wom_node *user,
                     influence_look look);

/* ---- Shuffles ---- */

/* What may be exchanged with what: places in a cell. */
typedef struct influence_cells {
    uint32_t num;
    uint64_t *first; /* [num + 1] */
    uint64_t *slot;  /* actions, or users where they are relabelled, cell by cell */
    uint32_t *of;    /* [slots] the cell of each */
} influence_cells;

wom_status influence_cells_create(influence_cells *cells, wom_job *job, const influence_log *log,
                                  wom_influence_null null, const wom_influence_options *options);
void influence_cells_clear(influence_cells *cells);

/* Fills counter->user with the users of one shuffle. */
void influence_shuffle(influence_counter *counter, const influence_log *log, const influence_cells *cells,
                       wom_influence_null null, uint64_t seed, uint64_t shuffle);

/* ---- The verdict ---- */

/* From the figures; fills strictest, at_most, e_value, verdict and text. */
void influence_judge(wom_influence *influence);

#endif
