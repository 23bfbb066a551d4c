/* PageRank against influence, without regard to what happened. */
#include "learn/cascades.h"

static wom_status
score(double *score, wom_job *job, const wom_seed_evidence *evidence, const void *params)
{
    (void)params;
    return wom_graph_pagerank(score, job, evidence->graph, 0.85);
}

const wom_seed_rule wom_seed_rule_pagerank = {
    .variant = {
        .name = "pagerank",
        .summary = "highest PageRank against influence, damping 0.85",
        .source = "Brin and Page, WWW 1998",
    },
    .needs_ties = true,
    .score = score,
};
