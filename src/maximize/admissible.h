/* What a problem admits: who may be asked beside the pinned, and how many of them. */
#ifndef MAXIMIZE_ADMISSIBLE_H
#define MAXIMIZE_ADMISSIBLE_H

#include <wom/maximize.h>

#include <math.h>

typedef struct wom_admissible {
    const wom_problem *problem;
    bool *is_candidate; /* [num_nodes] neither pinned nor banned, and affordable beside the pinned */
    uint32_t num_candidates;
    uint32_t num_free; /* the most candidates that number and budget allow together */
    double remaining;  /* what the budget leaves beside the pinned, with the slack for rounding; or infinity */
    double total_weight;
} wom_admissible;

/* Checks the whole problem. */
wom_status wom_admissible_create(wom_admissible **admissible, wom_job *job, const wom_problem *problem);
void wom_admissible_free(wom_admissible *admissible);

/* The logarithm of the number of sets of num_free candidates. */
double wom_log_num_sets(const wom_admissible *admissible);

/* What the best users of a number without fees are worth at least where there is no baseline, and about at least where
 * there is a small one: as many times what a candidate is worth herself, on the mean. 0: nothing is known. */
double wom_least_best(const wom_admissible *admissible);

static inline double
wom_fee_of(const wom_problem *problem, wom_node node)
{
    return problem->fee == NULL ? 0 : problem->fee[node];
}

static inline double
wom_weight_of(const wom_problem *problem, wom_node node)
{
    return problem->weight == NULL ? 1 : problem->weight[node];
}

/* Whether fees limit who can be asked. */
static inline bool
wom_budget_binds(const wom_admissible *admissible)
{
    return admissible->problem->fee != NULL && isfinite(admissible->remaining);
}

#endif
