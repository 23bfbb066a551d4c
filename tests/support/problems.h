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

/* Two stars, 0 -> 1 2 3 4 and 5 -> 6 7, and a loner 8; every tie always passes the content on. */
problem_case problem_of_stars(wom_job *job, uint32_t num_seeds);

/* problem_free, checks that the job's ledger is empty, and frees the job. */
void problem_close(problem_case *on);

/* `algorithm` is a name, or JSON: problem_solve(&s, &on, "{\"type\": \"ris\", \"ratio\": 0.9}"). */
wom_status problem_solve(wom_selection **selection, const problem_case *on, const char *algorithm);

/* f(seeds) exactly, by enumeration; every seed accepts. */
double problem_exact(const problem_case *on, const wom_node *seeds, uint32_t num_seeds);

/* The largest f of an admissible set, exactly: all sets of at most num_seeds users. */
double problem_exact_best(const problem_case *on);

#endif
