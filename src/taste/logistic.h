/* Logistic regression on sparse features that are made as they are needed. */
#ifndef TASTE_LOGISTIC_H
#define TASTE_LOGISTIC_H

#include <wom/base.h>

typedef struct logistic_feature {
    uint32_t index; /* of a coefficient */
    double value;
} logistic_feature;

/* Feature 0 is 1 in every row and is not penalised. */
typedef struct logistic_problem {
    uint64_t num_rows;
    uint32_t num_coefficients, most_features; /* in a row */
    uint32_t (*features)(logistic_feature *list, const void *context, uint64_t row);
    const void *context;
    const bool *happened;
    double offset;  /* added to the log-odds of every row */
    double penalty; /* as of wom_interest_fit */
} logistic_problem;

/* The log-likelihood, without penalty, and its gradient (NULL: not wanted). */
wom_status logistic_likelihood(double *log_likelihood, double *gradient, wom_job *job, const logistic_problem *problem,
                               const double *coefficient);

/* Starts at the share that happened. */
wom_status logistic_fit(double *coefficient, wom_job *job, const logistic_problem *problem);

#endif
