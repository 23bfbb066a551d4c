/* The table of estimators of ties, and what they count. */
#include "learn/estimators.h"

static const wom_variant *const variants[] = {
    &wom_tie_estimator_bernoulli.variant,
    NULL,
};

const wom_catalogue wom_tie_estimators = {
    .name = "estimator",
    .summary = "what a log of actions says of each tie",
    .variants = variants,
};

wom_status
wom_ties_estimate(double *p, wom_job *job, const wom_history *history, const wom_graph *graph, double until,
                  const wom_choice *estimator)
{
    const wom_variant *variant = estimator->variant;
    if (variant->fields != NULL)
        WOM_TRY(wom_fail_in(wom_fields_check(variant->fields, estimator->params), "estimator \"%s\"", variant->name));
    const wom_status status =
        ((const wom_tie_estimator *)variant)->estimate(p, job, history, graph, until, estimator->params);
    return wom_fail_in(status, "estimator \"%s\"", variant->name);
}

/* Adds the ties from the user of action i to those who took the content up after her. rank[node] is the number of the
 * node's action of this content + 1. */
static void
count_followers(wom_tie_trials *trials, const wom_history *history, const wom_graph *graph, const uint64_t *rank,
                uint64_t i)
{
    const wom_node user = history->log->user[i];
    trials->of_user[user]++;
    for (uint64_t tie = graph->out_first[user]; tie < graph->out_first[user + 1]; tie++) {
        /* ranks of earlier contents are below those of this one */
        trials->followed[tie] += rank[graph->out_head[tie]] > i + 1;
    }
}

wom_status
wom_tie_trials_count(wom_tie_trials *trials, wom_job *job, const wom_history *history, const wom_graph *graph,
                     double until)
{
    const wom_log *log = history->log;
    uint64_t *rank = NULL;
    wom_status status = WOM_OK;
    *trials = (wom_tie_trials){ 0 };
    WOM_TRY_GOTO(wom_allocate(&rank, job, graph->num_nodes, sizeof *rank, "users' places in a cascade"));
    WOM_TRY_GOTO(wom_allocate(&trials->of_user, job, graph->num_nodes, sizeof(uint32_t), "users' trials"));
    WOM_TRY_GOTO(wom_allocate(&trials->followed, job, graph->num_ties, sizeof(uint32_t), "ties' successes"));
    for (uint32_t c = 0; c < log->num_contents; c++) {
        const uint64_t first = log->first[c], end = wom_history_content_end(history, c, until);
        if (c % 1024 == 0) WOM_TRY_GOTO(wom_job_check(job));
        for (uint64_t i = first; i < end; i++) rank[log->user[i]] = i + 1;
        for (uint64_t i = first; i < end; i++) count_followers(trials, history, graph, rank, i);
    }
done:
    wom_free(rank);
    if (status != WOM_OK) wom_tie_trials_clear(trials);
    return status;
}

void
wom_tie_trials_clear(wom_tie_trials *trials)
{
    wom_free(trials->of_user);
    wom_free(trials->followed);
    *trials = (wom_tie_trials){ 0 };
}
