/* Weakly connected components. Internal. */
#ifndef WOM_GRAPH_COMPONENTS_H
#define WOM_GRAPH_COMPONENTS_H

#include <wom/graph.h>

/* (*size)[num_nodes]: the nodes of a component at its lowest node, 0 at all others; freed by wom_free. */
wom_status wom_components_measure(wom_node **size, wom_job *job, const wom_graph *graph);

#endif
