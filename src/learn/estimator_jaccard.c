/* Of the contents that either end took up, how many the head took up after the tail.
 *
 *     p(u, v) = A_uv / A_u|v,   A_u|v = A_u + A_v - common
 *
 * Goyal, Bonchi and Lakshmanan, WSDM 2010, section 4.1. Heads who take up much are not believed to follow everybody. */
#include "learn/estimators.h"

#include <math.h>

static wom_status
estimate(double *p, wom_job *job, const wom_tie_evidence *evidence, const void *params)
{
    (void)params;
    const wom_graph *graph = evidence->graph;
    wom_tie_trials trials;
    WOM_TRY(wom_tie_trials_count(&trials, job, evidence, -HUGE_VAL, true));
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++) {
            const double both = (double)trials.followed[tie] + trials.preceded[tie];
            const double either = (double)trials.of_user[tail] + trials.of_user[graph->out_head[tie]] - both;
            p[tie] = either > 0 ? trials.followed[tie] / either : 0;
        }
    }
    wom_tie_trials_clear(&trials);
    return WOM_OK;
}

const wom_tie_estimator wom_tie_estimator_jaccard = {
    .variant = {
        .name = "jaccard",
        .summary = "share of both ends' contents that the head took up later",
        .source = "Goyal, Bonchi and Lakshmanan, WSDM 2010",
    },
    .estimate = estimate,
};
