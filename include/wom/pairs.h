/* pairs: who takes up next what is running, foretold from the past of a log and judged by its later part. */
#ifndef WOM_PAIRS_H
#define WOM_PAIRS_H

#include <wom/learn.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- Pairs ----
 *
 * A pair is a content and a user, at a time `start`: somebody has taken the content up before it, among them at least
 * one friend of the user, but not she. It ends well when she does in [start, end). All features look at actions before
 * the start only. */

/* Numbers of a pair. Friends count who took the content up before the start. */
typedef enum wom_pair_feature {
    WOM_PAIR_FRIENDS,
    WOM_PAIR_SOCIAL,    /* the features of ties, summed over these friends */
    WOM_PAIR_JACCARD,
    WOM_PAIR_COSINE,
    WOM_PAIR_COSINE_SHARE,
    WOM_PAIR_BERNOULLI,
    WOM_PAIR_BERNOULLI_SHRUNK,
    WOM_PAIR_SAITO_EM,
    WOM_PAIR_FRIEND_SINCE,
    WOM_PAIR_FRIEND_SHORT,
    WOM_PAIR_FRIEND_LONG,
    WOM_PAIR_DEGREE,
    WOM_PAIR_ACTIVITY,
    WOM_PAIR_ACTIVITY_SHORT,
    WOM_PAIR_ACTIVITY_LONG,
    WOM_PAIR_OWN_SINCE,
    WOM_PAIR_CONTENT_SIZE,
    WOM_PAIR_CONTENT_SHORT,
    WOM_PAIR_CONTENT_LONG,
    WOM_PAIR_CONTENT_AGE,
    WOM_PAIR_AFFINITY,
    WOM_NUM_PAIR_FEATURES,
} wom_pair_feature;

enum { WOM_NUM_PAIR_TIE_FEATURES = WOM_PAIR_SAITO_EM - WOM_PAIR_SOCIAL + 1 };

typedef struct wom_pair_feature_row {
    const char *name, *unit, *meaning;
    double floor; /* what is added before a logarithm is taken, in units; "seconds": 1 / 90 of the short memory */
} wom_pair_feature_row;
extern const wom_pair_feature_row wom_pair_features[WOM_NUM_PAIR_FEATURES];

typedef struct wom_pairs_options {
    double start, end;                /* seconds; end may be INFINITY */
    double window;                    /* seconds: the unit of time of the features */
    double short_memory, long_memory; /* in windows: what decays does so by exp(-age / (memory window)) */
    uint64_t most;                    /* pairs kept: above, pairs without adoption are thinned by chance */
    uint64_t seed;
} wom_pairs_options;

/* Memory: 96 bytes a pair; while it is made, a worker 80 bytes a user and 8 a content, 56 bytes a tie. */
typedef struct wom_pairs {
    wom_pairs_options options;
    uint64_t num_pairs, num_adopting; /* kept; pairs that adopt are all kept */
    double num_found;                 /* before thinning */
    double other_weight;              /* what each pair without adoption stands for, >= 1 */
    uint64_t num_window_actions;      /* timed actions in [start, end) on contents that had begun */
    uint32_t *content;                /* [num_pairs] ascending */
    wom_node *user;
    uint8_t *adopts;
    float *feature[WOM_NUM_PAIR_FEATURES]; /* [num_pairs] */
} wom_pairs;

/* Time: for every action before the start the ties of its user, twice, and for every pair the past contents of its
 * user. Deterministic for any number of threads. */
wom_status wom_pairs_create(wom_pairs **pairs, wom_job *job, const wom_history *history, const wom_graph *graph,
                            const wom_pairs_options *options);
void wom_pairs_free(wom_pairs *pairs);

/* ---- Running contents: candidates for P, chosen and judged in time ----
 *
 * With T the time of the split and W = (T - begin) / windows, models are fitted to the pairs at T - (fits + 1) W, ...,
 * T - 2 W, each with a window of W; those at T - W choose among them and set one factor s of all hazards; those at T,
 * with all that follows, judge. See docs/learn.md. */

typedef struct wom_running_options {
    double train; /* share of actions before the split */
    double split; /* the time of the split, seconds as in the history; 0: by share */
    uint32_t windows, fits;
    double short_memory, long_memory; /* in windows */
    uint64_t most_pairs;
    uint32_t draws; /* of the bootstrap over contents and over users; 0: no errors */
    bool network;   /* try the graph network as well */
    uint64_t seed;
} wom_running_options;
wom_running_options wom_running_defaults(void);
extern const wom_field wom_running_fields[]; /* all but the seed */

enum { WOM_MOST_PAIR_TERMS = 20, WOM_PAIR_BINS = 10 };

/* A candidate and how it did on the test pairs. NaN where not computed. */
typedef struct wom_pair_row_score {
    const char *name, *form; /* "hazard", "logistic", "network" */
    bool uses_time;          /* looks at when things happened, not only whether */
    double auc, auc_error;   /* ties count 1/2; the larger error of resampling contents and users */
    double ap, ap_error;     /* tied pairs share the precision at their end */
    double nll_linear, nll_damped, nll_oracle; /* nats a pair: hazards by the test's length; damped by the trend; with
                                                  the scale that suits the test best */
    double ratio;            /* predicted / actual adoptions, damped */
    double slope;            /* of adoption on the logit of the prediction, damped; 1 where calibrated */
    double auc_active, ap_active; /* users with an action before T */
    double nll_validation;   /* after scaling; chooses */
    double scale;
    uint32_t num_terms;
    char term[WOM_MOST_PAIR_TERMS + 1][64]; /* [0] is the leak, or the intercept; "": a network's */
    double coefficient[WOM_MOST_PAIR_TERMS + 1], error[WOM_MOST_PAIR_TERMS + 1];
} wom_pair_row_score;

/* Test pairs of similar prediction. */
typedef struct wom_pair_bin {
    double pairs, predicted; /* mean probability */
    uint64_t adopting;
    wom_estimate actual; /* share, with its exact interval where pairs are not thinned */
} wom_pair_bin;

typedef struct wom_pairs_facts {
    double start, pairs, active_pairs, mean_friends;
    uint64_t adopting, active_adopting, window_actions;
} wom_pairs_facts;

typedef struct wom_running {
    double split, window, end;
    double trend;                    /* by which the share of adopting pairs shrinks from window to window, at most 1 */
    double windows_ahead, effective; /* test windows: by length, and damped */
    wom_pairs_facts validation, test;
    uint32_t num_rows, chosen;
    wom_pair_row_score *row;
    wom_pair_bin bin[WOM_PAIR_BINS]; /* of the chosen, by ascending prediction */
    double degree_auc_new;   /* of plain degree among users who never acted before T */
    double late_train_share; /* actions before T that are later than the start of the last fifth of contents */
} wom_running;

/* WOM_INVALID where there are fewer than 10 adoptions after a friend's in the validation window, the test, or the
 * fitting windows together, or none in one of these. */
wom_status wom_running_validate(wom_running **running, wom_job *job, const wom_history *history, const wom_graph *graph,
                                const wom_running_options *options);
void wom_running_free(wom_running *running);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
