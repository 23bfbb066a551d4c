/* Heuristics that score users anew once others are seeds. */
#ifndef MAXIMIZE_ADAPTIVE_H
#define MAXIMIZE_ADAPTIVE_H

#include "ranking.h"
#include "selection.h"

/* A user has become a seed: is told after she has left the ranking, and sets the scores of the others that are still
 * ranked. */
typedef wom_status (*wom_seed_listener)(void *context, wom_ranking *ranking, wom_node seed);

/* The pinned, then whoever ranks highest and is affordable, one after the other; without gains. The ranking holds the
 * candidates. */
wom_status wom_selection_fill_adaptively(wom_selection *selection, wom_job *job, const wom_admissible *admissible,
                                         wom_ranking *ranking, wom_seed_listener listener, void *context);

/* The score of a user beside the seeds marked in is_seed[num_nodes]. */
typedef double (*wom_seed_score)(const wom_problem *problem, const void *params, const bool *is_seed, wom_node node);

/* The same for a score that depends on the user's own ties alone: when somebody becomes a seed only those with a tie to
 * or from her are scored anew. */
wom_status wom_selection_fill_by_ties(wom_selection *selection, wom_job *job, const wom_problem *problem,
                                      wom_seed_score score, const void *params);

#endif
