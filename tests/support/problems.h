/* Small problems of influence maximization. */
#ifndef PROBLEMS_H
#define PROBLEMS_H

#include <wom/maximize.h>

#include "graphs.h"

/* A graph whose strengths are its ties' probabilities, its chances, and a problem on them: one seed, no fees. */
typedef struct problem_case {
    wom_job *job;
    wom_graph *graph;
    wom_chances *chances;
    wom_problem problem;
} problem_case;

/* Owns the graph from now on. `dynamics`: "ic", "lt". */
problem_case problem_on(wom_job *job, wom_graph *graph, const char *dynamics, double baseline);
void problem_free(problem_case *on);

/* The algorithm of that name with its defaults. */
wom_status problem_solve(wom_selection **selection, const problem_case *on, const char *algorithm);

/* The same with one numeric field set: problem_solve_with(&s, &on, "ris", "ratio", 0.9). */
wom_status problem_solve_with(wom_selection **selection, const problem_case *on, const char *algorithm,
                              const char *field, double value);

/* f(seeds) exactly, by enumeration; every seed accepts. */
double problem_exact(const problem_case *on, const wom_node *seeds, uint32_t num_seeds);

/* The largest f of an admissible set, exactly: all sets of at most num_seeds users. */
double problem_exact_best(const problem_case *on);

#endif
