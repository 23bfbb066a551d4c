/* Building a graph from rows that are no longer needed. */
#ifndef WOM_GRAPH_BUILD_H
#define WOM_GRAPH_BUILD_H

#include <wom/graph.h>

/* As wom_graph_create, but the arrays of rows, which come from wom_allocate, are taken over and freed as soon as they
 * are dealt out, also when it fails; their pointers become NULL. Saves 8 bytes a row at the peak, 16 with strengths. */
wom_status wom_graph_create_taking(wom_graph **graph, wom_graph_counts *counts, wom_job *job, wom_node num_nodes,
                                   wom_graph_rows *rows);

/* As wom_graph_create_layers, but calls let_go(context), which may free their arrays, as soon as the rows are no longer
 * needed; not when it fails before. */
wom_status wom_graph_create_layers_then(wom_graph **graph, wom_graph_counts *counts, wom_job *job, wom_node num_nodes,
                                        const wom_graph_rows *rows, uint32_t num_layers,
                                        void (*let_go)(void *context), void *context);

/* WOM_INVALID with the first row that is wrong, or what options are. */
wom_status wom_graph_check_rows(wom_job *job, const wom_graph_rows *rows, wom_node num_nodes);

#endif
