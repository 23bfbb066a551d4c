/* What a problem admits: who may be asked beside the pinned, and how many of them.
 *
 * Where seeds may carry different contents, what is chosen are asks: number content * num_nodes + user. With one
 * content the ask is the user. */
#ifndef MAXIMIZE_ADMISSIBLE_H
#define MAXIMIZE_ADMISSIBLE_H

#include <wom/maximize.h>

#include <math.h>

typedef struct wom_admissible {
    const wom_problem *problem;
    bool *is_candidate;      /* [asks] neither pinned nor banned, and affordable beside the pinned: the same with all
                                contents */
    uint32_t num_candidates; /* asks */
    uint32_t num_free; /* the most users that number and budget allow together, beside the pinned */
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

static inline uint32_t
wom_num_contents(const wom_problem *problem)
{
    return problem->num_contents > 1 ? problem->num_contents : 1;
}

static inline wom_node
wom_num_asks(const wom_problem *problem)
{
    return wom_num_contents(problem) * problem->graph->num_nodes;
}

static inline wom_node
wom_user_of(const wom_problem *problem, wom_node ask)
{
    return problem->num_contents > 1 ? ask % problem->graph->num_nodes : ask;
}

/* Of the user who is asked. */
static inline double
wom_fee_of(const wom_problem *problem, wom_node ask)
{
    return problem->fee == NULL ? 0 : problem->fee[wom_user_of(problem, ask)];
}

/* What it is worth that she is active, with this content where every content counts. */
static inline double
wom_weight_of(const wom_problem *problem, wom_node ask)
{
    return problem->weight == NULL ? 1 : problem->weight[problem->pairs ? ask : wom_user_of(problem, ask)];
}

/* How many weights there are: users, or users with contents. */
static inline wom_node
wom_num_weights(const wom_problem *problem)
{
    return problem->pairs ? wom_num_asks(problem) : problem->graph->num_nodes;
}

/* Whether fees limit who can be asked. */
static inline bool
wom_budget_binds(const wom_admissible *admissible)
{
    return admissible->problem->fee != NULL && isfinite(admissible->remaining);
}

#endif
