/* Sizes: whose cascades were largest together. */
#include "learn/cascades.h"

static wom_status
score(double *score, wom_job *job, const wom_seed_evidence *evidence, const void *params)
{
    (void)job, (void)params;
    const wom_log *log = evidence->history->log;
    for (uint32_t c = 0; c < log->num_contents; c++) {
        const uint64_t first = log->first[c], end = wom_history_content_end(evidence->history, c, evidence->until);
        if (end > first) score[log->user[first]] += (double)(end - first);
    }
    return WOM_OK;
}

const wom_seed_rule wom_seed_rule_sizes = {
    .variant = {
        .name = "sizes",
        .summary = "largest sum of sizes of the cascades started",
        .source = "",
    },
    .score = score,
};
