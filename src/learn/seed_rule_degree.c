/* Degree: who has most ties out, without regard to what happened. */
#include "learn/cascades.h"

static wom_status
score(double *score, wom_job *job, const wom_seed_evidence *evidence, const void *params)
{
    (void)job, (void)params;
    for (wom_node user = 0; user < evidence->graph->num_nodes; user++)
        score[user] = wom_graph_out_degree(evidence->graph, user);
    return WOM_OK;
}

const wom_seed_rule wom_seed_rule_degree = {
    .variant = {
        .name = "degree",
        .summary = "most ties out",
        .source = "",
    },
    .needs_ties = true,
    .score = score,
};
