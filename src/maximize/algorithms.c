/* The table of algorithms. */
#include "algorithms.h"

static const wom_variant *const variants[] = {
    &wom_algorithm_ris.variant,
    &wom_algorithm_ris_stop.variant,
    &wom_algorithm_imm.variant,
    &wom_algorithm_greedy.variant,
    &wom_algorithm_celf.variant,
    &wom_algorithm_local_search.variant,
    &wom_algorithm_degree.variant,
    &wom_algorithm_single_discount.variant,
    &wom_algorithm_degree_discount.variant,
    &wom_algorithm_k_core.variant,
    &wom_algorithm_k_shell.variant,
    &wom_algorithm_collective_influence.variant,
    &wom_algorithm_pagerank.variant,
    &wom_algorithm_random.variant,
    &wom_algorithm_exhaustive.variant,
    NULL,
};

const wom_catalogue wom_algorithms = {
    .name = "algorithm",
    .summary = "how the users to ask are chosen",
    .variants = variants,
};
