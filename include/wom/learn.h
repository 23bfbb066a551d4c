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

/* What estimators look at. Within a content an action is before another as the log has them: by time, then by place in
 * the file. */
typedef struct wom_tie_evidence {
    const wom_history *history;
    const wom_graph *graph;
    double until;        /* of the log only the actions before it */
    const double *prior; /* [num_ties] probabilities in [0, 1] believed beforehand (a model's, say), by tie's number;
                            NULL: none */
} wom_tie_evidence;

/* Estimates for every tie the probability that the head takes a content up from the tail: p[num_ties], in [0, 1], by
 * tie's number. */
typedef struct wom_tie_estimator {
    wom_variant variant;
    wom_status (*estimate)(double *p, wom_job *job, const wom_tie_evidence *evidence, const void *params);
} wom_tie_estimator;

/* bernoulli (default), posterior, jaccard, partial-credits, saito-em. What each computes is told by its file and by
 * docs/learn.md. */
extern const wom_catalogue wom_tie_estimators;

/* Cost: for every action the ties of its user; saito-em once an iteration those of friends before. Memory: 4 to 8 bytes
 * a user and a tie; saito-em 4 for every friend before an action. */
wom_status wom_ties_estimate(double *p, wom_job *job, const wom_tie_evidence *evidence, const wom_choice *estimator);

/* How well estimates foretell what they have not seen: the tries that begin from `from` on, an action of the tail with
 * the head not having acted, by the actions before evidence->until. Heads who act later must have been convinced by at
 * least one of the tries before, 1 - prod(1 - p), those who do not withstood all: independent cascades. */
typedef struct wom_ties_score {
    uint64_t num_tries;    /* ties and contents */
    uint64_t num_followed; /* users and contents: heads who acted after a try */
    double log_likelihood; /* natural logarithm; p is taken to be at least 1e-4 and at most 1 - 1e-4 */
} wom_ties_score;

wom_status wom_ties_judge(wom_ties_score *score, wom_job *job, const wom_tie_evidence *evidence, const double *p,
                          double from);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
