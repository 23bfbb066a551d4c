/* Users by shell. */
#include "coreness.h"

wom_status
wom_coreness_scores(double **score, wom_job *job, const wom_graph *graph)
{
    uint32_t *coreness = NULL, most = 0;
    wom_status status = WOM_OK;
    *score = NULL;
    WOM_TRY_GOTO(wom_allocate(&coreness, job, graph->num_nodes, sizeof *coreness, "coreness"));
    WOM_TRY_GOTO(wom_allocate(score, job, graph->num_nodes, sizeof **score, "shells"));
    WOM_TRY_GOTO(wom_graph_coreness(coreness, job, graph));
    for (wom_node node = 0; node < graph->num_nodes; node++)
        if (wom_graph_out_degree(graph, node) > most) most = wom_graph_out_degree(graph, node);
    /* one number for both, exact below 2^53 */
    for (wom_node node = 0; node < graph->num_nodes; node++)
        (*score)[node] = (double)coreness[node] * ((double)most + 1) + wom_graph_out_degree(graph, node);
done:
    wom_free(coreness);
    if (status == WOM_OK) return WOM_OK;
    wom_free(*score);
    *score = NULL;
    return status;
}
