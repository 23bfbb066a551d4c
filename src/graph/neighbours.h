/* The undirected view of a graph: two nodes with any tie between them are neighbours, once. Internal. */
#ifndef WOM_GRAPH_NEIGHBOURS_H
#define WOM_GRAPH_NEIGHBOURS_H

#include <wom/graph.h>

typedef struct wom_neighbours {
    wom_node num_nodes;
    uint64_t *first;  /* [num_nodes + 1] */
    wom_node *node;   /* neighbours, ascending within a node; each pair stands at both ends */
    double *strength; /* strengths of all ties between the two; NULL if not asked for */
} wom_neighbours;

wom_status wom_neighbours_create(wom_neighbours *neighbours, wom_job *job, const wom_graph *graph, bool with_strength);
void wom_neighbours_free(wom_neighbours *neighbours);

static inline uint32_t
wom_neighbours_degree(const wom_neighbours *neighbours, wom_node node)
{
    return (uint32_t)(neighbours->first[node + 1] - neighbours->first[node]);
}

/* Triangles through each node, triangles_of[num_nodes]; cost O(pairs^1.5). */
wom_status wom_neighbours_triangles(uint64_t *triangles_of, wom_job *job, const wom_neighbours *neighbours);

/* Unordered pairs of nodes with a tie between them. */
wom_status wom_graph_count_pairs(uint64_t *num_pairs, wom_job *job, const wom_graph *graph);

#endif
