/* A graph with what is known of its users, and its writing as XML. */
#ifndef SCENARIO_NETWORK_H
#define SCENARIO_NETWORK_H

#include "run.h"

typedef struct network {
    const wom_run *run;
    uint32_t content;
    double *active;      /* [num_nodes] probability; NULL: not known */
    uint32_t *seed_rank; /* [num_nodes] 0: not asked; NULL: not known */
    bool *is_left_out;   /* [num_nodes]; NULL: nobody */
    /* Of a trace: who made each user active, when, and how many ties from a seed; NULL: the whole graph is meant */
    wom_node *parent;     /* [num_nodes] WOM_NO_NODE: nobody */
    uint32_t *generation; /* [num_nodes] */
    double *time;         /* [num_nodes] */
} network;

static inline bool
network_has(const network *net, wom_node node)
{
    return net->is_left_out == NULL || !net->is_left_out[node];
}

wom_status network_write_xml(wom_network_counts *counts, wom_text_file *file, wom_job *job, const network *net,
                             wom_network_format format);

#endif
