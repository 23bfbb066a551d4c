/* The rows of the table of algorithms. */
#ifndef MAXIMIZE_ALGORITHMS_H
#define MAXIMIZE_ALGORITHMS_H

#include <wom/maximize.h>

extern const wom_algorithm wom_algorithm_ris;
extern const wom_algorithm wom_algorithm_greedy;
extern const wom_algorithm wom_algorithm_celf;
extern const wom_algorithm wom_algorithm_degree;
extern const wom_algorithm wom_algorithm_pagerank;
extern const wom_algorithm wom_algorithm_random;
extern const wom_algorithm wom_algorithm_exhaustive;

#endif
