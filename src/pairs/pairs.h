/* Pairs of a content and a user who may take it up: how they are found, described, fitted and judged. */
#ifndef WOM_PAIRS_PAIRS_H
#define WOM_PAIRS_PAIRS_H

#include <wom/pairs.h>

/* What is known at a snapshot of users, contents and ties: from the actions before its start. */
typedef struct wom_pair_past {
    const wom_history *history;
    const wom_graph *graph;
    double start, window;
    uint64_t *first_of_user; /* [num_nodes + 1] */
    uint32_t *content_of;    /* contents of each user's actions before the start, in order of time */
    double *user_short, *user_long, *user_since;
    double *content_short, *content_long;
    double *of_tie[WOM_NUM_PAIR_TIE_FEATURES]; /* [num_ties] */
    double *fade;                              /* [num_actions] exp(-age / short memory) */
    double *fade_long;
} wom_pair_past;

wom_status wom_pair_past_create(wom_pair_past *past, wom_job *job, const wom_history *history, const wom_graph *graph,
                                const wom_pairs_options *options);
void wom_pair_past_clear(wom_pair_past *past);

static inline uint32_t
wom_pair_past_activity(const wom_pair_past *past, wom_node user)
{
    return (uint32_t)(past->first_of_user[user + 1] - past->first_of_user[user]);
}

/* ---- Terms: what a row of candidates looks at ---- */

typedef enum wom_pair_form {
    PAIR_RAW,     /* a */
    PAIR_LN,      /* ln(a + the feature's floor) */
    PAIR_SOON,    /* 1 / (a + window / 6) */
    PAIR_PRODUCT, /* a b */
    PAIR_SHARE,   /* ln(a / b) */
    PAIR_RECENT,  /* (a + activity_long / 10) (b + 1) */
} wom_pair_form;

typedef struct wom_pair_term {
    wom_pair_form form;
    wom_pair_feature a, b;
} wom_pair_term;

enum { PAIR_MOST_TERMS = 20 };

double wom_pair_term_value(const wom_pairs *pairs, const wom_pair_term *term, uint64_t pair);
void wom_pair_term_name(char name[64], const wom_pair_term *term);

typedef struct wom_pair_candidate {
    const char *name;
    bool is_logistic, uses_time;
    wom_pair_term term[PAIR_MOST_TERMS];
    uint32_t num_terms;
} wom_pair_candidate;

extern const wom_pair_candidate wom_pair_candidates[]; /* ends with { 0 } */

/* ---- Fits ---- */

/* Coefficients of a row: [0] is the leak, or the intercept. */
typedef struct wom_pair_fit {
    uint32_t num_terms;
    double coefficient[PAIR_MOST_TERMS + 1];
    double error[PAIR_MOST_TERMS + 1]; /* standard error; NaN at a bound */
    double mean[PAIR_MOST_TERMS], deviation[PAIR_MOST_TERMS]; /* by which terms are standardised; logistic */
} wom_pair_fit;

/* P = 1 - exp(-(leak + sum w x)), w and leak >= 0, by maximum likelihood: concave. Pairs without adoption enter by the
 * sums of their x alone, so an iteration costs the adopting ones. */
wom_status wom_pair_fit_hazard(wom_pair_fit *fit, wom_job *job, wom_pairs *const *pairs, uint32_t num_pairs,
                               const wom_pair_term *terms, uint32_t num_terms);

/* P = sigmoid(b0 + sum b z), z the standardised terms, maximising log-likelihood - |b|^2 / (2 c), for the c of the grid
 * under which `judge`d pairs are likeliest, each c's hazard rescaled. */
wom_status wom_pair_fit_logistic(wom_pair_fit *fit, wom_job *job, wom_pairs *const *pairs, uint32_t num_pairs,
                                 const wom_pair_term *terms, uint32_t num_terms, const wom_pairs *judge);

/* The hazards -ln(1 - P) of pairs under a fit: hazard[num_pairs]. */
void wom_pair_hazard(double *hazard, wom_job *job, const wom_pairs *pairs, const wom_pair_fit *fit,
                     const wom_pair_term *terms, bool is_logistic);

/* The s under which pairs of hazard s h are likeliest. */
double wom_pair_scale(const wom_pairs *pairs, const double *hazard);

/* Mean negative log-likelihood of a pair, nats. */
double wom_pair_nll(const wom_pairs *pairs, const double *hazard, double scale);

/* ---- The graph network ---- */

typedef struct wom_pair_network {
    const wom_history *history;
    const wom_graph *graph;
    const wom_pair_fit *regression; /* what it begins with, and adds to */
    const wom_pair_term *terms;     /* of the regression */
    uint64_t seed;
} wom_pair_network;

/* Fits the network and leaves the hazards of the validation and the test pairs. Serial. */
wom_status wom_pair_network_fit(double *validation_hazard, double *test_hazard, wom_job *job, const wom_pair_network *n,
                                wom_pairs *const *fit, uint32_t num_fits, const wom_pairs *validation,
                                const wom_pairs *test);

/* For tests: how far the slope by one weight is from differences, relative. */
double wom_pair_network_slope_error(wom_job *job, const wom_pair_network *n, const wom_pairs *pairs, uint32_t weight);

/* ---- Scores ---- */

typedef struct wom_pair_judge wom_pair_judge;
wom_status wom_pair_judge_create(wom_pair_judge **judge, wom_job *job, const wom_pairs *pairs, uint32_t num_draws,
                                 uint64_t seed);
void wom_pair_judge_free(wom_pair_judge *judge);

/* AUC and AP of the pairs ranked by a score, with their errors, and among users with an action before. */
wom_status wom_pair_judge_rank(wom_pair_row_score *row, wom_job *job, wom_pair_judge *judge, const double *score);

/* Slope of a logistic regression of adoption on the logit of the predicted probability. */
double wom_pair_slope(const wom_pairs *pairs, const double *hazard, double scale);

#endif
