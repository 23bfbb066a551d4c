/* hazard: how likely a content passes along a tie, and how fast, learned from a log.
 *
 * Models of who takes what up are fitted to the first part of a log, chosen by the second, and kept for the weighting
 * "learned". */
#ifndef WOM_HAZARD_H
#define WOM_HAZARD_H

#include <wom/learn.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- Delays: a table ---- */

/* How long passing a content on takes. */
typedef struct wom_delay {
    wom_variant variant;
    bool has_shape;                                              /* else the shape does not matter */
    double (*share)(double scale, double shape, double delay);   /* that have passed it on by then; 0 at 0 */
    double (*density)(double scale, double shape, double delay); /* its derivative, per unit of scale and delay */
} wom_delay;

/* exponential (default), weibull, uniform. */
extern const wom_catalogue wom_delays;

/* The delay by which that share (in (0, 1)) has passed it on. */
double wom_delay_quantile(const wom_delay *delay, double scale, double shape, double share);

/* ---- Terms: what influence along a tie may depend on ---- */

enum { WOM_MOST_TIE_TERMS = 5 };

/* A number x >= 0 of every tie, or of every tie and content of a log. */
typedef struct wom_tie_term {
    const char *name;    /* "alpha" */
    const char *meaning; /* "S/D of the scenario's weighting" */
    float *of_tie;       /* [num_ties] owned; NULL: scale[tie] * interest[content_of[content]][head] */
} wom_tie_term;

/* The social and the interest term of the formula, S(i,j)/D(j) and C(i,j)/N(j) as the weighting defines them (of any
 * other weighting its P); 1; 1/in-degree; the Jaccard index of the friends of both ends. Borrows data and log. */
typedef struct wom_tie_terms {
    const wom_data *data;
    wom_model *model; /* of the formula with alpha = beta = 1; owned */
    uint32_t num;
    wom_tie_term term[WOM_MOST_TIE_TERMS];
    uint32_t *content_of; /* [log->num_contents] the content of the data that one of the log is: of the same id, or of
                             its id up to the last "/"; UINT32_MAX: none, its interest term is 0. NULL: the interest
                             term does not depend on contents, or there is none */
    uint32_t num_known;   /* contents of the log that are contents of the data */
} wom_tie_terms;

/* Memory: the model's, and 4 bytes a tie and term. */
wom_status wom_tie_terms_create(wom_tie_terms **terms, wom_job *job, const wom_data *data, const wom_choice *weighting,
                                const wom_choice *similarity);
void wom_tie_terms_free(wom_tie_terms *terms);

/* ---- The hazard of taking a content up ----
 *
 * A user v who has not taken content c up does so at time t at the rate
 *
 *     mu_cv(t) = R_v(t) K_c(t) [ b(class of v) + sum over friends u with t_uc < t of  lambda_c(u, v) g(t - t_uc) ],
 *     lambda_c(u, v) = sum over terms k of  w_k x_kc(u, v),
 *
 * g being the density of the delay. So a friend who took c up passes it on with probability 1 - exp(-R K lambda), and
 * several do independently: the link of the learned model is exponential. b is the baseline: who takes up what without
 * any friend. R (receptivity) is how active v was lately, K (heat) how much c was taken up lately, both optional; they
 * are steps, constant within periods and looked up at a period's beginning, so nothing looks ahead. The log-likelihood,
 * sum over adoptions of ln mu less the integral of mu over everybody at risk, is concave in b and w. What has not
 * happened by the end of the window counts as not yet (right-censored).
 *
 * A content begins with its first action, which nothing explains; neither do other actions at that very time. Friends
 * count who took the content up strictly before. Who is at risk: all users of the graph. After Aalen's additive hazard
 * and, for cascades, Gomez-Rodriguez, Balduzzi and Schoelkopf, ICML 2011 (each tie its own rate; here ties share few
 * coefficients). */

/* A factor of the rate: ((floor + sum over past actions of exp(-age / memory)) ^ power) / mean. */
typedef struct wom_pace {
    bool is_on;    /* false: the factor is 1 */
    double memory; /* seconds */
    double floor;  /* actions */
    double power;
    double mean; /* so that the factor is 1 on average, over users with any action, or over contents, and time */
} wom_pace;

enum { WOM_BASELINE_CLASSES = 5, WOM_MOST_COEFFICIENTS = WOM_BASELINE_CLASSES + WOM_MOST_TIE_TERMS };

/* Users by their number of actions before a period: 0, 1, 2 to 4, 5 to 16, more. */
extern const char *const wom_baseline_classes[]; /* "0", "1", "2 to 4", ..., NULL */

typedef struct wom_hazard_model {
    uint32_t terms; /* bit k: term k has a coefficient */
    const wom_delay *delay;
    double scale, shape; /* seconds */
    wom_pace receptivity, heat;
} wom_hazard_model;

/* Coefficients: baselines by class (per second, at average pace), then those of all terms, 0 for those left out. */
typedef struct wom_hazard {
    wom_hazard_model model;
    double coefficient[WOM_MOST_COEFFICIENTS];
    double error[WOM_MOST_COEFFICIENTS]; /* standard error from the information matrix; NaN: at its bound of 0, or there
                                            was nothing to tell it by */
    double robust[WOM_MOST_COEFFICIENTS]; /* likewise by the sandwich over contents, whose actions may hang together in
                                             ways the model does not know; NaN with less than 10 of them */
    double low[WOM_MOST_COEFFICIENTS], high[WOM_MOST_COEFFICIENTS]; /* 95 % interval, by the larger of both errors; of
                                                                        one at 0 up to where the likelihood says no */
    double log_likelihood;  /* of the adoptions in the window, natural logarithm, times in seconds */
    uint64_t num_adoptions; /* in the window */
    double by_friends; /* share of them that the model lays to friends: an upper bound of influence, for what else makes
                          friends alike is laid to them too */
} wom_hazard;

/* Times in (from, until]. */
typedef struct wom_window {
    double from, until;
} wom_window;

typedef struct wom_hazard_fitter wom_hazard_fitter;

/* What fits and scores share: periods with bounds at `cut` and at quantiles of the log's times. Borrows all. */
wom_status wom_hazard_fitter_create(wom_hazard_fitter **fitter, wom_job *job, const wom_history *history,
                                    const wom_tie_terms *terms, double cut);
void wom_hazard_fitter_free(wom_hazard_fitter *fitter);

/* The most likely coefficients of that model for the adoptions in the window; fills the means of the paces. Time: a
 * pass over the ties of all actions before the window's end; memory: 4 bytes an adoption and term, 80 a content, a
 * worker 12 a user. WOM_INVALID when there are no adoptions. */
wom_status wom_hazard_fit(wom_hazard *hazard, wom_hazard_fitter *fitter, const wom_hazard_model *model,
                          wom_window window);

/* The log-likelihood of other adoptions under a fitted hazard; of_content[num_contents] (may be NULL) what each content
 * adds to it. */
wom_status wom_hazard_score(double *log_likelihood, double *of_content, uint64_t *num_adoptions,
                            wom_hazard_fitter *fitter, const wom_hazard *hazard, wom_window window);

/* Fits again and again for the likeliest scale (and shape) of the model's delay. */
wom_status wom_hazard_fit_delay(wom_hazard *hazard, wom_hazard_fitter *fitter, const wom_hazard_model *model,
                                wom_window window);

/* Likewise for memory, floor and power of the factors that are on. */
wom_status wom_hazard_fit_paces(wom_hazard *hazard, wom_hazard_fitter *fitter, const wom_hazard_model *model,
                                wom_window window);

/* What the fitted hazard foretells at a time between two periods (`cut`): of everybody who then has a friend with the
 * content and has it not herself, the probability that she takes it up in (at, until], by what is known at `at`:
 * friends who come later do not count, and paces stay what they are. */
typedef struct wom_foretold {
    uint64_t num;
    float *p;       /* [num] by content, then in the order in which they met it */
    bool *happened; /* [num] */
} wom_foretold;

/* Freed by wom_foretold_clear. Memory: 5 bytes a user and content, 12 a user. */
wom_status wom_hazard_foretell(wom_foretold *foretold, wom_hazard_fitter *fitter, const wom_hazard *hazard,
                               wom_window window);
void wom_foretold_clear(wom_foretold *foretold);

/* How well probabilities foretold. */
typedef struct wom_score {
    uint64_t num, num_happened;
    double expected;           /* sum of p */
    double log_likelihood;     /* of all, natural logarithm; p is taken to be within 1e-12 of 0 and 1 at the nearest */
    double auc;                /* of one that happened and one that did not, how often p was larger; equal ones half */
    double slope, slope_error; /* of the logistic regression of what happened on the log-odds of p: 1 is right, below 1
                                  p is too extreme, above 1 too timid; NaN where it cannot be fitted */
} wom_score;

/* Memory: 8 bytes a pair. NaN for the auc where all or none happened. */
wom_status wom_score_foretold(wom_score *score, wom_job *job, const wom_foretold *foretold);

/* ---- Learning from a log ---- */

/* One candidate: which terms, which paces. */
typedef struct wom_learn_candidate {
    const char *name;    /* "formula" */
    const char *meaning; /* "alpha and beta of the scenario's weighting" */
    bool receptivity, heat;
    wom_hazard hazard;     /* fitted to the log before the cut */
    uint64_t num_held_out; /* adoptions after it */
    double held_out;       /* log-likelihood of these, per adoption */
    wom_estimate gain;     /* of the held-out log-likelihood per adoption over no terms and no paces; contents vary */
    wom_score score;       /* of what it foretold at the cut */
} wom_learn_candidate;

typedef struct wom_learn_delay {
    const wom_delay *delay;
    double scale, shape;
    double log_likelihood; /* of the log before the cut */
    bool is_chosen;
} wom_learn_delay;

enum { WOM_MOST_LEARN_DELAYS = 8, WOM_MOST_LEARN_CANDIDATES = 32 };

typedef struct wom_learned {
    double begin, cut, end;              /* of the log; models are fitted before the cut and chosen after it */
    uint64_t num_filled, num_untimed;    /* as in the history */
    uint32_t num_contents, num_compared; /* with times; of these, drawn by chance, those that models are compared on */
    uint32_t num_delays;
    wom_learn_delay delays[WOM_MOST_LEARN_DELAYS];
    uint32_t num_candidates, chosen;
    wom_learn_candidate candidates[WOM_MOST_LEARN_CANDIDATES];
    const char *term_name[WOM_MOST_TIE_TERMS], *term_meaning[WOM_MOST_TIE_TERMS]; /* [num_terms] */
    uint32_t num_terms, num_known_contents;
    wom_hazard hazard; /* the chosen one, fitted to the whole log */
    bool is_worth_it;  /* terms of ties foretell better than none: the chosen one beats the best without ties by more
                          than chance explains */
    wom_estimate ties_gain; /* by how much, in log-likelihood per adoption */
    wom_node num_nodes;
    wom_tie num_ties;
    float *rate;         /* [num_ties] R lambda of each tie at the log's end, its head being as active as she then is: a
                            content of average heat passes with probability 1 - exp(-rate) */
    float *interest;     /* [num_nodes] what a C(content, head) of 1 adds to the rate of every tie into her; NULL:
                            nothing */
    float *receptivity;  /* [num_nodes] R at the log's end */
    double baseline_day; /* probability that a user takes a content up by herself within a day, mean over users */
} wom_learned;

typedef struct wom_learn_options {
    double train;      /* share of actions before the cut, default .8 */
    const char *delay; /* name of a delay, or NULL: the likeliest */
} wom_learn_options;
wom_learn_options wom_learn_defaults(void);

/* Finds the delay, the paces and the terms that explain a log, on its first part; chooses by the second; fits the
 * chosen one to all. Time: some hundred passes over the ties of all actions; memory: the fitter's, 4 bytes a tie.
 * WOM_INVALID where there is no log, no times, or nothing to learn from. */
wom_status wom_learn(wom_learned **learned, wom_job *job, const wom_data *data, const wom_choice *weighting,
                     const wom_choice *similarity, const wom_learn_options *options);
void wom_learned_free(wom_learned *learned);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
