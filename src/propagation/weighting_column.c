/* Probabilities that the input gives: the strength of a tie is its probability. */
#include "weightings.h"

static wom_status
fill(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity, const void *params)
{
    (void)similarity, (void)params;
    const wom_graph *graph = data->graph;
    if (graph->strength == NULL)
        return wom_fail(WOM_INVALID, "the ties have no strength column to be read as probabilities; name one in "
                                     "\"ties\", \"strength\"");
    WOM_TRY(wom_allocate(&model->offset.of_tie, job, graph->num_ties, sizeof(float), "probabilities of the ties"));
    for (wom_node node = 0; node < graph->num_nodes; node++)
        for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++) {
            const double p = (double)graph->strength[tie];
            if (p > 1)
                return wom_fail(WOM_INVALID,
                                "the tie from \"%s\" to \"%s\" has probability %g, which is above 1; parallel rows are "
                                "added up unless \"parallel\" is \"drop\"",
                                wom_data_user_id(data, node), wom_data_user_id(data, graph->out_head[tie]), p);
            model->offset.of_tie[tie] = (float)p;
        }
    return WOM_OK;
}

const wom_weighting wom_weighting_column = {
    .variant = {
        .name = "column",
        .summary = "the strength of a tie is its probability",
        .source = "",
    },
    .fill = fill,
};
