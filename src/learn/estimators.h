/* The estimators of ties. */
#ifndef WOM_LEARN_ESTIMATORS_H
#define WOM_LEARN_ESTIMATORS_H

#include <wom/learn.h>

extern const wom_tie_estimator wom_tie_estimator_bernoulli;

/* What was seen of the ties before a time. */
typedef struct wom_tie_trials {
    uint32_t *of_user;  /* [num_nodes] A_u: contents that the user took up */
    uint32_t *followed; /* [num_ties] A_uv: of these, how many the head took up after the tail */
} wom_tie_trials;

/* Memory: 4 bytes a user and a tie; freed by wom_tie_trials_clear. */
wom_status wom_tie_trials_count(wom_tie_trials *trials, wom_job *job, const wom_history *history,
                                const wom_graph *graph, double until);
void wom_tie_trials_clear(wom_tie_trials *trials);

#endif
