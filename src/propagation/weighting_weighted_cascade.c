/* Weighted cascade: P(i -> j) = S(i, j) / sum of S over the ties into j; with one row a tie, 1 / in-degree. */
#include "weightings.h"

static wom_status
fill(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity, const void *params)
{
    (void)similarity, (void)params;
    const wom_graph *graph = data->graph;
    double *strength = NULL, *sum = NULL;
    wom_status status = WOM_OK;
    for (uint32_t c = 0; c < model->num_contents; c++) model->social_weight[c] = 1;
    WOM_TRY_GOTO(wom_allocate(&sum, job, graph->num_nodes, sizeof *sum, "sums of strengths"));
    if (graph->strength != NULL) {
        WOM_TRY_GOTO(wom_allocate(&strength, job, graph->num_ties, sizeof *strength, "strengths"));
        for (wom_tie tie = 0; tie < graph->num_ties; tie++) strength[tie] = (double)graph->strength[tie];
    }
    wom_sum_incoming(sum, graph, strength);
    WOM_TRY_GOTO(wom_term_divide(&model->social, job, graph, strength, sum));
done:
    wom_free(strength);
    wom_free(sum);
    return status;
}

const wom_weighting wom_weighting_weighted_cascade = {
    .variant = {
        .name = "weighted-cascade",
        .summary = "a tie's share in the strength of all ties into its head",
        .source = "Kempe, Kleinberg and Tardos, KDD 2003, section 5",
    },
    .fill = fill,
};
