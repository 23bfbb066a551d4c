/* The table of estimators of ties, and what they count. */
#include "learn/estimators.h"

static const wom_variant *const variants[] = {
    &wom_tie_estimator_bernoulli.variant, &wom_tie_estimator_posterior.variant,
    &wom_tie_estimator_jaccard.variant,   &wom_tie_estimator_partial_credits.variant,
    &wom_tie_estimator_saito_em.variant,  NULL,
};

const wom_catalogue wom_tie_estimators = {
    .name = "estimator",
    .summary = "what a log of actions says of each tie",
    .variants = variants,
};

wom_status
wom_ties_estimate(double *p, wom_job *job, const wom_tie_evidence *evidence, const wom_choice *estimator)
{
    const wom_variant *variant = estimator->variant;
    if (variant->fields != NULL)
        WOM_TRY(wom_fail_in(wom_fields_check(variant->fields, estimator->params), "estimator \"%s\"", variant->name));
    const wom_status status = ((const wom_tie_estimator *)variant)->estimate(p, job, evidence, estimator->params);
    return wom_fail_in(status, "estimator \"%s\"", variant->name);
}

/* ---- Counts ---- */

/* Adds the ties from the user of action i. rank[node] is the number of the node's action of this content + 1, and at
 * most `first`, which is that of an earlier content, if she has none. */
static void
count_action(wom_tie_trials *trials, const wom_tie_evidence *evidence, const uint64_t *rank, uint64_t first, uint64_t i)
{
    const wom_graph *graph = evidence->graph;
    const wom_node user = evidence->history->log->user[i];
    trials->of_user[user]++;
    for (uint64_t tie = graph->out_first[user]; tie < graph->out_first[user + 1]; tie++) {
        const uint64_t of_head = rank[graph->out_head[tie]];
        trials->followed[tie] += of_head > i + 1;
        if (trials->preceded != NULL) trials->preceded[tie] += of_head > first && of_head < i + 1;
    }
}

wom_status
wom_tie_trials_count(wom_tie_trials *trials, wom_job *job, const wom_tie_evidence *evidence, double from,
                     bool want_preceded)
{
    const wom_history *history = evidence->history;
    const wom_log *log = history->log;
    const wom_graph *graph = evidence->graph;
    uint64_t *rank = NULL;
    wom_status status = WOM_OK;
    *trials = (wom_tie_trials){ 0 };
    WOM_TRY_GOTO(wom_allocate(&rank, job, graph->num_nodes, sizeof *rank, "users' places in a cascade"));
    WOM_TRY_GOTO(wom_allocate(&trials->of_user, job, graph->num_nodes, sizeof(uint32_t), "users' trials"));
    WOM_TRY_GOTO(wom_allocate(&trials->followed, job, graph->num_ties, sizeof(uint32_t), "ties' successes"));
    if (want_preceded)
        WOM_TRY_GOTO(wom_allocate(&trials->preceded, job, graph->num_ties, sizeof(uint32_t), "heads who were before"));
    for (uint32_t c = 0; c < log->num_contents; c++) {
        const uint64_t first = log->first[c], end = wom_history_content_end(history, c, evidence->until);
        if (c % 1024 == 0) WOM_TRY_GOTO(wom_job_check(job));
        for (uint64_t i = first; i < end; i++) rank[log->user[i]] = i + 1;
        for (uint64_t i = wom_history_content_end(history, c, from); i < end; i++)
            count_action(trials, evidence, rank, first, i);
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
    wom_free(trials->preceded);
    *trials = (wom_tie_trials){ 0 };
}

/* ---- Who was before whom ---- */

static uint64_t
most_ties_into_one(const wom_graph *graph)
{
    uint64_t most = 0;
    for (wom_node node = 0; node < graph->num_nodes; node++)
        if (wom_graph_in_degree(graph, node) > most) most = wom_graph_in_degree(graph, node);
    return most;
}

wom_status
wom_tie_followed_visit(wom_job *job, const wom_tie_evidence *evidence, wom_followed_visit visit, void *context)
{
    const wom_log *log = evidence->history->log;
    const wom_graph *graph = evidence->graph;
    uint64_t *rank = NULL; /* the number of the last action + 1 */
    wom_tie *before = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&rank, job, graph->num_nodes, sizeof *rank, "users' places in a cascade"));
    WOM_TRY_GOTO(wom_allocate(&before, job, most_ties_into_one(graph), sizeof *before, "friends before"));
    for (uint32_t c = 0; c < log->num_contents; c++) {
        const uint64_t first = log->first[c], end = wom_history_content_end(evidence->history, c, evidence->until);
        if (c % 1024 == 0) WOM_TRY_GOTO(wom_job_check(job));
        for (uint64_t i = first; i < end; i++) {
            const wom_node user = log->user[i];
            uint64_t num = 0;
            for (uint64_t k = graph->in_first[user]; k < graph->in_first[user + 1]; k++)
                if (rank[graph->in_tail[k]] > first) before[num++] = graph->in_tie[k];
            if (num > 0) visit(context, i, before, num);
            rank[user] = i + 1;
        }
    }
done:
    wom_free(rank);
    wom_free(before);
    return status;
}
