/* learn: what a log of actions tells of who passes contents on to whom.
 *
 * Everything here looks at the past only: whatever is measured or fitted "at time t" uses actions before t, and is
 * judged by actions from t on. A friend of a user is who has a tie to her. */
#ifndef WOM_LEARN_H
#define WOM_LEARN_H

#include <wom/propagation.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- A log in time ---- */

/* The actions of a log, each with a time, by content (as the log has them) and by user. Borrows the log. Memory: 16
 * bytes an action, 8 a user. */
typedef struct wom_history {
    const wom_log *log;
    wom_node num_nodes;
    double *time; /* [num_actions] seconds; as in the log, but one that is not known there (a root's) is that of the
                     content's next action; NaN where none of the content's is known */
    uint64_t *first_of_user;  /* [num_nodes + 1] */
    uint64_t *action_of_user; /* [num_actions less untimed] numbers of actions, user by user, each user's by time, then
                                 number: first_of_user[u] .. first_of_user[u + 1] - 1 */
    double begin, end;        /* first and last time, but for those so far from the others that they may be slips: see
                                 far_times in wom_log_counts */
    uint64_t num_filled;      /* actions whose time is another's */
    uint64_t num_untimed;     /* actions of contents without any time: left out */
} wom_history;

/* WOM_INVALID when no action has a time, or all have the same. */
wom_status wom_history_create(wom_history **history, wom_job *job, const wom_log *log, wom_node num_nodes);
void wom_history_free(wom_history *history);

/* The end of the content's actions before `time`: they are log->first[content] .. end - 1. Untimed contents have none.
 * Logarithmic in their number. */
uint64_t wom_history_content_end(const wom_history *history, uint32_t content, double time);

/* Likewise of a user's: action_of_user[first_of_user[user] .. end - 1]. */
uint64_t wom_history_user_end(const wom_history *history, wom_node user, double time);

/* The time before which so large a share (0 to 1) of all timed actions lies: that of action floor(share n) in order of
 * time. Linear in actions, 8 bytes each. */
wom_status wom_history_share_time(double *time, wom_job *job, const wom_history *history, double share);

/* ---- What a log says of each tie: a table of estimators ---- */

/* Estimates for every tie the probability that the head takes a content up from the tail, from the actions before
 * `until`: p[num_ties], in [0, 1], by tie's number. */
typedef struct wom_tie_estimator {
    wom_variant variant;
    wom_status (*estimate)(double *p, wom_job *job, const wom_history *history, const wom_graph *graph, double until,
                           const void *params);
} wom_tie_estimator;

/* bernoulli (default), ... */
extern const wom_catalogue wom_tie_estimators;

/* Cost: for every action the ties of its user. */
wom_status wom_ties_estimate(double *p, wom_job *job, const wom_history *history, const wom_graph *graph, double until,
                             const wom_choice *estimator);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
