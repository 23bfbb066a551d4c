/* What a tie counts for heuristics that add ties up. */
#ifndef MAXIMIZE_TIE_WEIGHT_H
#define MAXIMIZE_TIE_WEIGHT_H

#include <wom/maximize.h>

typedef enum wom_tie_measure { WOM_TIES_COUNTED, WOM_TIES_BY_STRENGTH, WOM_TIES_BY_PROBABILITY } wom_tie_measure;

extern const char *const wom_tie_measure_names[]; /* "count", "strength", "probability", NULL */

/* The probability that the tie passes the content on, as the chances round it. */
static inline double
wom_tie_probability(const wom_chances *chances, uint64_t tie)
{
    return (double)chances->threshold[tie] / (double)WOM_COIN_ONE;
}

static inline double
wom_tie_weight(const wom_problem *problem, wom_tie_measure by, uint64_t tie)
{
    switch (by) {
    case WOM_TIES_BY_STRENGTH:
        return wom_graph_strength(problem->graph, tie);
    case WOM_TIES_BY_PROBABILITY:
        return wom_tie_probability(problem->chances, tie);
    default:
        return 1;
    }
}

/* The weight of a user's ties to others but those marked (NULL: nobody is). */
static inline double
wom_weight_of_ties(const wom_problem *problem, wom_tie_measure by, wom_node node, const bool *is_marked)
{
    const wom_graph *graph = problem->graph;
    double sum = 0;
    for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++)
        if (is_marked == NULL || !is_marked[graph->out_head[tie]]) sum += wom_tie_weight(problem, by, tie);
    return sum;
}

#endif
