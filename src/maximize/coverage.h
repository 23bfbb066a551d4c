/* Covering RR sets by users (asks, where there are several contents; see admissible.h): marginal counts for the greedy
 * choice, and what no admissible set of users can exceed. */
#ifndef MAXIMIZE_COVERAGE_H
#define MAXIMIZE_COVERAGE_H

#include "greedy_choice.h"
#include "rr_sets.h"

typedef struct wom_coverage {
    const wom_rr_sets *sets;
    const wom_admissible *admissible; /* what the bound holds for */
    const wom_admissible *chooser;    /* what is chosen from: the same, perhaps with more users pinned */
    wom_job *job;
    double weight_of_set; /* total_weight / num_sets */
    uint64_t *first;      /* [asks + 1] sets that the node is in: in_set[first[node]] .. */
    uint32_t *in_set;
    uint32_t *count; /* [asks] sets that the node would cover in addition */
    uint32_t *count_by_user; /* [num_nodes] scratch: with her best content; NULL where there is one */
    bool *covered;   /* [num_sets] */
    uint64_t num_covered;
    uint32_t num_taken;   /* the pinned included */
    wom_node *rich; /* [num_rich] of [num_nodes] scratch: who counts for at least least_rich */
    uint32_t num_rich, least_rich; /* UINT32_MAX: not listed yet */
    double best_coverage; /* no admissible set of users covers more, as far as looked at */
} wom_coverage;

/* For sets below 2^32. Where walks ended early, the chooser has all at whom they did pinned: then best_coverage bounds
 * what any admissible users cover together with those. Memory: 4 bytes a member, 13 a set, 16 a node (16 a
 * user and content). */
wom_status wom_coverage_create(wom_coverage **coverage, wom_job *job, const wom_rr_sets *sets,
                               const wom_admissible *admissible, const wom_admissible *chooser);
void wom_coverage_free(wom_coverage *coverage);

/* Marginal gains in units of weight. Taking also tightens best_coverage at about 16 prefixes of the choice. */
wom_gain_oracle wom_coverage_oracle(wom_coverage *coverage);

/* The greedy choice, with best_coverage. */
wom_status wom_coverage_choose(wom_coverage *coverage, wom_selection *selection);

/* Lowers best_coverage to what the users taken so far show; see the proof there. */
wom_status wom_coverage_tighten(wom_coverage *coverage);

/* How many sets these users cover. Forgets who was taken. */
uint64_t wom_coverage_of(wom_coverage *coverage, const wom_node *seeds, uint32_t num_seeds);

#endif
