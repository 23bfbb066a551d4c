/* Recent adoptions: who took up most, lately. */
#include "learn/cascades.h"

#include <math.h>

typedef struct recent_params {
    double memory;
} recent_params;

static const wom_field fields[] = {
    { "memory", WOM_FIELD_REAL, offsetof(recent_params, memory), 30, 1e-6, 1e9, "days",
      "an action of that age counts 1/e", NULL },
    { 0 },
};

static wom_status
score(double *score, wom_job *job, const wom_seed_evidence *evidence, const void *params)
{
    (void)job;
    const wom_history *history = evidence->history;
    const double memory = ((const recent_params *)params)->memory * WOM_SECONDS_A_DAY;
    for (wom_node user = 0; user < history->num_nodes; user++) {
        const uint64_t end = wom_history_user_end(history, user, evidence->until);
        for (uint64_t k = history->first_of_user[user]; k < end; k++)
            score[user] += exp(-(evidence->until - history->time[history->action_of_user[k]]) / memory);
    }
    return WOM_OK;
}

const wom_seed_rule wom_seed_rule_recent_adoptions = {
    .variant = {
        .name = "recent-adoptions",
        .summary = "most contents taken up, older ones counting less",
        .source = "",
        .params_size = sizeof(recent_params),
        .fields = fields,
    },
    .score = score,
};
