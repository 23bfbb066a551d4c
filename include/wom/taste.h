/* taste: who takes up what, by the interests of both.
 *
 *     p(u, c) = sigmoid(h_u' M h_c + w_u . h_u + w_c . h_c + b),
 *
 * h being the interests of user u and content c, fitted to the pairs of a user and a content that a log holds against
 * pairs that it does not hold. Of these only some are drawn; the share drawn is put right in the log-odds, so that p is
 * of all pairs (King and Zeng, Political Analysis 2001). With M = 0 all users order contents alike;
 * M lets tastes differ. */
#ifndef WOM_TASTE_H
#define WOM_TASTE_H

#include <wom/hazard.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef enum wom_interest_form {
    WOM_INTEREST_NONE,     /* M = 0 */
    WOM_INTEREST_SCALAR,   /* M = a I: the product of the vectors */
    WOM_INTEREST_DIAGONAL, /* each interest with itself */
    WOM_INTEREST_FULL,     /* each with each; only where there are at most WOM_MOST_FULL_INTERESTS */
    WOM_NUM_INTEREST_FORMS,
} wom_interest_form;

enum { WOM_MOST_FULL_INTERESTS = 32 };

extern const char *const wom_interest_form_names[]; /* "none", "scalar", "diagonal", "full", NULL */

/* Pairs that were taken up or not. */
typedef struct wom_interest_pairs {
    uint64_t num;
    uint32_t *user, *content; /* rows of the interests */
    bool *taken;
    double offset; /* added to the log-odds: less the logarithm of the share that was drawn of pairs not taken */
} wom_interest_pairs;

/* The coefficients lie behind each other: b, w_u, w_c, then M: nothing, a, its diagonal, or its rows (a user's interest
 * each). */
typedef struct wom_interest_model {
    wom_interest_form form;
    uint32_t num_dimensions, num_coefficients;
    double *coefficient; /* [num_coefficients] */
} wom_interest_model;

uint32_t wom_interest_num_coefficients(wom_interest_form form, uint32_t num_dimensions);

/* The log-odds of a pair, without offset. Cost: the rows' values, for a full M their product. */
double wom_interest_log_odds(const wom_interest_model *model, const wom_vectors *users, uint32_t user,
                             const wom_vectors *contents, uint32_t content);

/* The log-likelihood of pairs, and its gradient[num_coefficients] (may be NULL). Parallel over pairs. */
wom_status wom_interest_likelihood(double *log_likelihood, double *gradient, wom_job *job,
                                   const wom_interest_model *model, const wom_vectors *users,
                                   const wom_vectors *contents, const wom_interest_pairs *pairs);

/* The model of largest log-likelihood less penalty / 2 times the sum of (coefficient * root mean square of what it
 * multiplies)^2, b apart, so that the unit of an interest does not matter. Concave; by GSL's BFGS. penalty > 0. */
wom_status wom_interest_fit(wom_interest_model **model, wom_job *job, const wom_vectors *users,
                            const wom_vectors *contents, const wom_interest_pairs *pairs, wom_interest_form form,
                            double penalty);
void wom_interest_model_free(wom_interest_model *model);

typedef struct wom_interest_options {
    double validation, test; /* shares of the pairs, the last in time where the log has times, else by chance: the
                                penalty is chosen on the first, all is judged once on the second; default .2 and .2 */
    double negatives;        /* drawn for each pair that was taken, default 5; all where that is most of them */
    uint32_t user_neighbours, content_neighbours; /* of the baselines, default 100 and 200 */
    uint64_t seed;
} wom_interest_options;

wom_interest_options wom_interest_defaults(void);

/* A way to foretell who takes up what, and how it did on the test pairs. The baselines' scores are made probabilities
 * on the validation pairs: a logistic regression on the score's logarithm. */
typedef struct wom_interest_candidate {
    const char *name;       /* "popularity", "user-knn", "item-knn"; "none", "scalar", ... as forms are called */
    const char *meaning;    /* half a sentence */
    bool is_model;          /* else a baseline */
    double penalty;         /* NaN of baselines */
    double validation_loss; /* negative log-likelihood per validation pair; NaN of baselines */
    wom_score score;        /* of the test pairs */
} wom_interest_candidate;

enum { WOM_MOST_INTEREST_CANDIDATES = 3 + WOM_NUM_INTEREST_FORMS };

typedef struct wom_interest_found {
    uint32_t num_users, num_contents; /* with interests; contents that the log holds */
    uint64_t num_pairs;               /* taken up, each once */
    uint64_t num_unknown;             /* actions on contents that the data do not have: left out */
    uint64_t num_without;             /* actions of users or on contents without interests: left out */
    uint64_t num_repeated;            /* actions of a pair that has an earlier one */
    uint64_t num_train, num_validation, num_test; /* pairs taken */
    bool by_time;                                 /* split by time, else by chance */
    uint32_t num_candidates, chosen;              /* the model of smallest validation loss */
    wom_interest_candidate candidates[WOM_MOST_INTEREST_CANDIDATES];
    wom_interest_model *model; /* the chosen one, fitted to all pairs */
} wom_interest_found;

/* Fits and judges. A content of the log is that of the data with the same id, or with its id up to the last "/".
 * Deterministic in seed, for any number of threads. WOM_INVALID where log or interests are missing, or fewer than 20
 * pairs are left in a part. Memory: 24 bytes a pair, 10 a drawn one, 12 a user and content. */
wom_status wom_interest_learn(wom_interest_found **found, wom_job *job, const wom_data *data,
                              const wom_interest_options *options);
void wom_interest_found_free(wom_interest_found *found);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
