/* Weighted cascade: who reaches most where every friend of a user has the same say, without regard to what happened. */
#include "learn/cascades.h"

#include <math.h>

static wom_status
fill_chances(wom_chances *chances, wom_job *job, const wom_graph *graph)
{
    double *p = NULL;
    WOM_TRY(wom_allocate(&p, job, graph->num_ties, sizeof *p, "probabilities of ties"));
    for (uint64_t tie = 0; tie < graph->num_ties; tie++)
        p[tie] = 1.0 / wom_graph_in_degree(graph, graph->out_head[tie]);
    const wom_status status = wom_chances_fill_from(chances, p, 0, 0, false);
    wom_free(p);
    return status;
}

static wom_status
choose(wom_node *seeds, uint32_t *num_seeds, wom_job *job, const wom_seed_evidence *evidence, uint32_t most,
       const void *params)
{
    (void)params;
    wom_choice dynamics = { NULL, NULL }, algorithm = { NULL, NULL };
    wom_chances *chances = NULL;
    wom_selection *selection = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_choice_default(&dynamics, job, &wom_dynamics_catalogue, "ic"));
    WOM_TRY_GOTO(wom_choice_default(&algorithm, job, &wom_algorithms, "ris"));
    WOM_TRY_GOTO(wom_chances_create(&chances, job, evidence->graph, &dynamics));
    WOM_TRY_GOTO(fill_chances(chances, job, evidence->graph));
    const wom_problem problem = { .graph = evidence->graph,
                                  .chances = chances,
                                  .num_seeds = most,
                                  .budget = (double)INFINITY,
                                  .seed = evidence->seed };
    WOM_TRY_GOTO(wom_select(&selection, job, &problem, &algorithm));
    *num_seeds = selection->num_seeds;
    for (uint32_t i = 0; i < selection->num_seeds; i++) seeds[i] = selection->seed[i];
done:
    wom_selection_free(selection);
    wom_chances_free(chances);
    wom_choice_free(&algorithm);
    wom_choice_free(&dynamics);
    return status;
}

const wom_seed_rule wom_seed_rule_weighted_cascade = {
    .variant = {
        .name = "weighted-cascade",
        .summary = "largest spread by RR sets where a tie passes on with probability 1 / ties into the head",
        .source = "Kempe, Kleinberg and Tardos, KDD 2003; RR sets as the algorithm ris",
    },
    .needs_ties = true,
    .choose = choose,
};
