/* Exact probabilities of being active, enumerated from the definitions of dynamics on graphs of a few users. Nothing is
 * shared with the kernels. */
#ifndef ORACLE_H
#define ORACLE_H

#include <wom/propagation.h>

enum { ORACLE_MOST_NODES = 6, ORACLE_MOST_IN_TIES = 10 };

/* Ties' strengths are their probabilities. Sets of users are numbers whose bits are the users. */
typedef struct oracle_case {
    const wom_graph *graph; /* of at most ORACLE_MOST_NODES users */
    double baseline;
    uint32_t seeds;
    uint32_t max_steps; /* 0: to the end */
} oracle_case;

/* active[num_nodes]. Complex contagion: all worlds of live ties. */
void oracle_k_contact(double *active, const oracle_case *of, uint32_t k);

/* Fractional thresholds: every interval of each user's threshold in which the same sets of friends move her. */
void oracle_fractional(double *active, const oracle_case *of, double low, double high);

/* Decreasing cascade: every order in which those of a step try, and every outcome. */
void oracle_decreasing(double *active, const oracle_case *of, double decay);

/* Whether `found` of n tries of probability p lie within five standard errors, with room for counts of rare things. */
bool is_plausible(uint64_t found, uint64_t n, double p);

double oracle_sum(const double *active, uint32_t num_nodes);

#endif
