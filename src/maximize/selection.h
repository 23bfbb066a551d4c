/* Filling a selection, seed by seed. */
#ifndef MAXIMIZE_SELECTION_H
#define MAXIMIZE_SELECTION_H

#include "admissible.h"

/* Room for the pinned and all free seeds. */
wom_status wom_selection_create(wom_selection **selection, wom_job *job, const wom_admissible *admissible);

/* Forgets the seeds and the certificate. */
void wom_selection_clear(wom_selection *selection);

void wom_selection_add(wom_selection *selection, const wom_problem *problem, wom_node node, double gain,
                       double gain_error);

/* Exchanges everything but num_evaluations, which counts all that was done. Both were created for one problem. */
void wom_selection_swap(wom_selection *a, wom_selection *b);

/* What the problem maximises, by the algorithm's own estimate. */
double wom_selection_objective(const wom_selection *selection, const wom_problem *problem);

/* The pinned, then candidates in the given order, skipping those who no longer fit the budget; without gains. */
void wom_selection_fill(wom_selection *selection, const wom_admissible *admissible, const wom_node *order,
                        uint32_t num_ordered);

/* order[num_nodes] by descending score, ties to the lower node. */
wom_status wom_order_by_score(wom_node *order, wom_job *job, const double *score, wom_node num_nodes);

/* The same by descending score[num_nodes], ties to the lower node. */
wom_status wom_selection_fill_by_score(wom_selection *selection, wom_job *job, const wom_admissible *admissible,
                                       const double *score);

#endif
