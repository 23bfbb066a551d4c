/* Heuristics that score users anew once others are seeds. */
#include "adaptive.h"

wom_status
wom_selection_fill_adaptively(wom_selection *selection, wom_job *job, const wom_admissible *admissible,
                              wom_ranking *ranking, wom_seed_listener listener, void *context)
{
    const wom_problem *problem = admissible->problem;
    double remaining = admissible->remaining;
    for (uint32_t i = 0; i < problem->num_pinned; i++) {
        wom_selection_add(selection, problem, problem->pinned[i], NAN, NAN);
        WOM_TRY(listener(context, ranking, problem->pinned[i]));
    }
    const uint32_t most = selection->num_seeds + admissible->num_free;
    while (ranking->num_ranked > 0 && selection->num_seeds < most) {
        const wom_node node = ranking->heap[0];
        const double fee = wom_fee_of(problem, node);
        wom_ranking_remove(ranking, node);
        if (fee > remaining) continue;
        WOM_TRY(wom_job_check(job));
        remaining -= fee;
        wom_selection_add(selection, problem, node, NAN, NAN);
        if (selection->num_seeds < most) WOM_TRY(listener(context, ranking, node));
    }
    return WOM_OK;
}

typedef struct by_ties {
    const wom_problem *problem;
    wom_seed_score score;
    const void *params;
    bool *is_seed;
} by_ties;

static void
score_anew(const by_ties *scoring, wom_ranking *ranking, wom_node node)
{
    if (!wom_ranking_has(ranking, node)) return;
    wom_ranking_set(ranking, node, scoring->score(scoring->problem, scoring->params, scoring->is_seed, node), 0);
}

static wom_status
score_friends(void *context, wom_ranking *ranking, wom_node seed)
{
    const by_ties *scoring = context;
    const wom_graph *graph = scoring->problem->graph;
    scoring->is_seed[seed] = true;
    for (uint64_t k = graph->in_first[seed]; k < graph->in_first[seed + 1]; k++)
        score_anew(scoring, ranking, graph->in_tail[k]);
    for (uint64_t tie = graph->out_first[seed]; tie < graph->out_first[seed + 1]; tie++)
        score_anew(scoring, ranking, graph->out_head[tie]);
    return WOM_OK;
}

wom_status
wom_selection_fill_by_ties(wom_selection *selection, wom_job *job, const wom_problem *problem, wom_seed_score score,
                           const void *params)
{
    const wom_node num_nodes = problem->graph->num_nodes;
    wom_admissible *admissible = NULL;
    wom_ranking *ranking = NULL;
    by_ties scoring = { problem, score, params, NULL };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(wom_ranking_create(&ranking, job, num_nodes));
    WOM_TRY_GOTO(wom_allocate(&scoring.is_seed, job, num_nodes, sizeof *scoring.is_seed, "marks of seeds"));
    for (wom_node node = 0; node < num_nodes; node++)
        if (admissible->is_candidate[node])
            wom_ranking_set(ranking, node, score(problem, params, scoring.is_seed, node), 0);
    status = wom_selection_fill_adaptively(selection, job, admissible, ranking, score_friends, &scoring);
done:
    wom_free(scoring.is_seed);
    wom_ranking_free(ranking);
    wom_admissible_free(admissible);
    return status;
}
