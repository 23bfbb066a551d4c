/* A small network with hubs and a model on it, for tests that need something to spread on. */
#ifndef NETWORK_H
#define NETWORK_H

#include <wom/propagation.h>

typedef struct network {
    wom_graph *graph;
    wom_model model;      /* P_c(e) = weight[c] / in-degree of the head */
    float of_head[8192];  /* 1 / in-degree */
    double weight[16];    /* of contents; all 0 at first */
} network;

/* Every user after the first `ties` befriends that many earlier ones, mostly those with many friends; ties go both
 * ways. At most 8192 users and 16 contents. */
void network_create(network *made, wom_job *job, wom_node num_nodes, uint32_t ties, uint32_t num_contents);
void network_clear(network *made);

#endif
