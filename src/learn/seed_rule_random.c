/* Random: the floor for every other rule. */
#include "learn/cascades.h"

static wom_status
score(double *score, wom_job *job, const wom_seed_evidence *evidence, const void *params)
{
    (void)job, (void)params;
    wom_rng rng = wom_rng_stream(evidence->seed, WOM_PURPOSE_RANDOM_SEEDS, 0);
    for (wom_node user = 0; user < evidence->graph->num_nodes; user++) score[user] = 1 - wom_rng_uniform(&rng);
    return WOM_OK;
}

const wom_seed_rule wom_seed_rule_random = {
    .variant = {
        .name = "random",
        .summary = "users in a random order",
        .source = "",
    },
    .score = score,
};
