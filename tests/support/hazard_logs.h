/* Logs drawn from a hazard that is known, to see whether it is found again. */
#ifndef HAZARD_LOGS_H
#define HAZARD_LOGS_H

#include <wom/hazard.h>

typedef struct hazard_law {
    double weight[WOM_MOST_TIE_TERMS]; /* of the terms */
    double baseline;                   /* a user and unit of time */
    const wom_delay *delay;            /* exponential */
    double scale;
    uint32_t num_contents; /* begun by a random user at a random time within the first half */
    double until;
} hazard_law;

/* The law exactly: a tie's passing is the first arrival of a process of cumulative rate lambda G, so it comes after
 * G^-1(E / lambda) where E ~ Exp(1) is below lambda, else never. Freed by log_free. Content c of the log is content
 * content_of[c] of the terms (NULL: any). */
wom_log *hazard_log(wom_job *job, const wom_tie_terms *terms, const hazard_law *law, uint64_t seed);

#endif
