/* Weakly connected components, by union and find. */
#include "graph/components.h"

static wom_node
root_of(wom_node *parent, wom_node node)
{
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

/* The lower root stays, so a component's root is its lowest node. */
static void
unite_ties(wom_node *parent, const wom_graph *graph)
{
    for (wom_node node = 0; node < graph->num_nodes; node++) parent[node] = node;
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++) {
            const wom_node a = root_of(parent, tail), b = root_of(parent, graph->out_head[tie]);
            if (a < b) parent[b] = a;
            else parent[a] = b;
        }
    }
}

wom_status
wom_components_measure(wom_node **size, wom_job *job, const wom_graph *graph)
{
    wom_node *parent = NULL;
    WOM_TRY(wom_allocate(size, job, graph->num_nodes, sizeof **size, "components"));
    const wom_status status = wom_allocate(&parent, job, graph->num_nodes, sizeof *parent, "components");
    if (status != WOM_OK) {
        wom_free(*size);
        *size = NULL;
        return status;
    }
    unite_ties(parent, graph);
    for (wom_node node = 0; node < graph->num_nodes; node++) (*size)[root_of(parent, node)]++;
    wom_free(parent);
    return WOM_OK;
}
