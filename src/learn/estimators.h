/* The estimators of ties, and what they count. */
#ifndef WOM_LEARN_ESTIMATORS_H
#define WOM_LEARN_ESTIMATORS_H

#include <wom/learn.h>

extern const wom_tie_estimator wom_tie_estimator_bernoulli, wom_tie_estimator_posterior, wom_tie_estimator_jaccard,
    wom_tie_estimator_partial_credits, wom_tie_estimator_saito_em;

/* ---- Counts ---- */

/* What was seen of the ties in the actions of a time. */
typedef struct wom_tie_trials {
    uint32_t *of_user;  /* [num_nodes] A_u: contents that the user took up */
    uint32_t *followed; /* [num_ties] A_uv: of these, how many the head took up after the tail */
    uint32_t *preceded; /* [num_ties] A_vu: how many she had taken up before; NULL: not asked for */
} wom_tie_trials;

/* Of actions from `from` on and before evidence->until. Memory: 4 bytes a user and a tie, 4 more a tie with
 * `preceded`; freed by wom_tie_trials_clear. */
wom_status wom_tie_trials_count(wom_tie_trials *trials, wom_job *job, const wom_tie_evidence *evidence, double from,
                                bool want_preceded);
void wom_tie_trials_clear(wom_tie_trials *trials);

/* ---- Who was before whom ---- */

/* What is done with an action and those ties into its user whose tails took the content up before, num_ties >= 1. */
typedef void (*wom_followed_visit)(void *context, uint64_t action, const wom_tie *ties, uint64_t num_ties);

/* Visits, in the log's order, the actions before evidence->until that have a friend before. Memory: 8 bytes a user, 4
 * for each of the most ties into one. */
wom_status wom_tie_followed_visit(wom_job *job, const wom_tie_evidence *evidence, wom_followed_visit visit,
                                  void *context);

#endif
