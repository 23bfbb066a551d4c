/* The incoming side of a graph, made from the outgoing one. Internal. */
#ifndef WOM_GRAPH_ROWS_H
#define WOM_GRAPH_ROWS_H

#include "graph/neighbours.h"

/* in_first from out_head. */
void wom_graph_count_in(wom_graph *graph);

/* in_tail and in_tie from out_first, out_head and in_first; next[num_nodes] is scratch. */
void wom_graph_deal_in(wom_graph *graph, uint64_t *next);

#endif
