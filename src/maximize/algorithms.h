/* The rows of the table of algorithms. */
#ifndef MAXIMIZE_ALGORITHMS_H
#define MAXIMIZE_ALGORITHMS_H

#include <wom/maximize.h>

extern const wom_algorithm wom_algorithm_ris;
extern const wom_algorithm wom_algorithm_ris_stop;
extern const wom_algorithm wom_algorithm_imm;
extern const wom_algorithm wom_algorithm_greedy;
extern const wom_algorithm wom_algorithm_celf;
extern const wom_algorithm wom_algorithm_local_search;
extern const wom_algorithm wom_algorithm_degree;
extern const wom_algorithm wom_algorithm_single_discount;
extern const wom_algorithm wom_algorithm_degree_discount;
extern const wom_algorithm wom_algorithm_k_core;
extern const wom_algorithm wom_algorithm_k_shell;
extern const wom_algorithm wom_algorithm_collective_influence;
extern const wom_algorithm wom_algorithm_pagerank;
extern const wom_algorithm wom_algorithm_random;
extern const wom_algorithm wom_algorithm_exhaustive;

#endif
