/* Adoptions: who took up most. */
#include "learn/cascades.h"

static wom_status
score(double *score, wom_job *job, const wom_seed_evidence *evidence, const void *params)
{
    (void)job, (void)params;
    const wom_history *history = evidence->history;
    for (wom_node user = 0; user < history->num_nodes; user++)
        score[user] = (double)(wom_history_user_end(history, user, evidence->until) - history->first_of_user[user]);
    return WOM_OK;
}

const wom_seed_rule wom_seed_rule_adoptions = {
    .variant = {
        .name = "adoptions",
        .summary = "most contents taken up",
        .source = "",
    },
    .score = score,
};
