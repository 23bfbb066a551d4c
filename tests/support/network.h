/* A small network with hubs and a model of several contents on it, for tests of campaigns. */
#ifndef NETWORK_H
#define NETWORK_H

#include "graphs.h"

typedef struct network {
    wom_graph *graph;
    wom_model *model; /* P_c(e) = social_weight[c] / in-degree of the head; the weights are 0 at first */
} network;

void network_create(network *made, wom_job *job, wom_node num_nodes, uint32_t degree, uint32_t num_contents);
void network_clear(network *made);

#endif
