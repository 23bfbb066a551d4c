/* Of the contents that the tail took up, how many the head took up after her.
 *
 *     p(u, v) = A_uv / (A_u + prior)
 *
 * Goyal, Bonchi and Lakshmanan, WSDM 2010, section 4.1 (prior 0). Each friend before counts in full, so of several
 * friends all are credited with the same action. With a prior, tails who took up little are believed little. */
#include "learn/estimators.h"

#include <math.h>

typedef struct bernoulli_params {
    double prior;
} bernoulli_params;

static const wom_field fields[] = {
    { "prior", WOM_FIELD_REAL, offsetof(bernoulli_params, prior), 0, 0, 1e9, "contents",
      "failures that everybody starts with", NULL },
    { 0 },
};

static wom_status
estimate(double *p, wom_job *job, const wom_tie_evidence *evidence, const void *params)
{
    const bernoulli_params *b = params;
    const wom_graph *graph = evidence->graph;
    wom_tie_trials trials;
    WOM_TRY(wom_tie_trials_count(&trials, job, evidence, -HUGE_VAL, false));
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        const double num_trials = trials.of_user[tail] + b->prior;
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++)
            p[tie] = num_trials > 0 ? trials.followed[tie] / num_trials : 0;
    }
    wom_tie_trials_clear(&trials);
    return WOM_OK;
}

const wom_tie_estimator wom_tie_estimator_bernoulli = {
    .variant = {
        .name = "bernoulli",
        .summary = "share of the tail's contents that the head took up later",
        .source = "Goyal, Bonchi and Lakshmanan, WSDM 2010",
        .params_size = sizeof(bernoulli_params),
        .fields = fields,
    },
    .estimate = estimate,
};
