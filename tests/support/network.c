#include "network.h"

#include "test.h"

void
network_create(network *made, wom_job *job, wom_node num_nodes, uint32_t degree, uint32_t num_contents)
{
    made->graph = graph_preferential(job, num_nodes, degree, 1);
    made->model = graph_model(job, made->graph, num_contents, 0);
    for (wom_tie tie = 0; tie < made->graph->num_ties; tie++) made->model->offset.of_tie[tie] = 0;
    CHECK_OK(wom_allocate(&made->model->social.of_head, job, num_nodes, sizeof(float), "inverse degrees"));
    for (wom_node node = 0; node < num_nodes; node++)
        made->model->social.of_head[node] = 1 / (float)(wom_graph_in_degree(made->graph, node) + 1e-30);
}

void
network_clear(network *made)
{
    wom_model_free(made->model);
    wom_graph_free(made->graph);
    *made = (network){ NULL, NULL };
}
