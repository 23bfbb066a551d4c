/* The model: neutral terms, filled by a weighting; its summary. */
#include "weightings.h"

#include <math.h>

const char *const wom_link_names[] = { "clip", "exponential", NULL };

wom_status
wom_model_create_layer(wom_model **model, wom_job *job, const wom_data *data, const wom_choice *weighting,
                       const wom_similarity *similarity, uint32_t layer_number)
{
    *model = NULL;
    wom_model *made = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "a model"));
    made->graph = data->graph;
    made->num_contents = data->num_contents;
    made->layer_number = layer_number;
    made->scale.all = 1;
    if (weighting->variant->fields != NULL)
        WOM_TRY_GOTO(wom_fields_check(weighting->variant->fields, weighting->params));
    WOM_TRY_GOTO(wom_allocate(&made->social_weight, job, data->num_contents, sizeof(double), "contents' weights"));
    WOM_TRY_GOTO(wom_allocate(&made->alike_weight, job, data->num_contents, sizeof(double), "contents' weights"));
    WOM_TRY_GOTO(((const wom_weighting *)weighting->variant)->fill(made, job, data, similarity, weighting->params));
    *model = made;
    made = NULL;
done:
    wom_model_free(made);
    return wom_fail_in(status, "weighting \"%s\"", weighting->variant->name);
}

wom_status
wom_model_create(wom_model **model, wom_job *job, const wom_data *data, const wom_choice *weighting,
                 const wom_choice *similarity, double baseline)
{
    *model = NULL;
    if (!(baseline >= 0 && baseline <= 1))
        return wom_fail(WOM_INVALID, "baseline is %g, must be a probability from 0 to 1", baseline);
    WOM_TRY(wom_model_create_layer(model, job, data, weighting, (const wom_similarity *)similarity->variant, 0));
    (*model)->baseline = baseline;
    return WOM_OK;
}

static void
clear_term(wom_term *term)
{
    wom_free(term->of_tie);
    wom_free(term->of_head);
}

void
wom_model_free(wom_model *model)
{
    if (model == NULL) return;
    clear_term(&model->offset);
    clear_term(&model->scale);
    clear_term(&model->social);
    clear_term(&model->alike);
    clear_term(&model->interest_scale);
    wom_free(model->social_weight);
    wom_free(model->alike_weight);
    wom_free(model->interest);
    for (uint32_t layer = 0; layer < model->num_layers; layer++) {
        wom_model_free(model->layers[layer].model);
        wom_graph_free(model->layers[layer].graph);
        wom_free(model->layers[layer].tie_of);
    }
    wom_free(model->layers);
    wom_free(model->place);
    wom_free(model);
}

static void
add_tie(wom_model_summary *summary, double *p, const wom_model *model, uint32_t content, wom_tie tie, wom_node head)
{
    p[tie] = wom_model_probability(model, content, tie, head);
    summary->num_clipped += wom_model_is_clipped(model, content, tie, head);
}

wom_status
wom_model_summarise(wom_model_summary *summary, wom_job *job, const wom_model *model, uint32_t content)
{
    static const double levels[5] = { .05, .25, .5, .75, .95 };
    const wom_graph *graph = model->graph;
    double *p = NULL, total = 0;
    *summary = (wom_model_summary){ 0 };
    WOM_TRY(wom_allocate(&p, job, graph->num_ties, sizeof *p, "probabilities of all ties"));
    for (wom_node node = 0; node < graph->num_nodes; node++)
        for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++)
            add_tie(summary, p, model, content, (wom_tie)tie, graph->out_head[tie]);
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        double sum = 0;
        for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) sum += p[graph->in_tie[k]];
        total += sum;
        if (sum <= summary->max_incoming) continue;
        summary->max_incoming = sum;
        summary->worst_node = node;
    }
    if (graph->num_ties > 0) {
        wom_sort_reals(p, graph->num_ties);
        summary->mean = total / graph->num_ties;
        summary->mean_incoming = total / graph->num_nodes;
        summary->max = p[graph->num_ties - 1];
        for (int i = 0; i < 5; i++) summary->quantiles[i] = wom_quantile(p, graph->num_ties, levels[i]);
    }
    wom_free(p);
    return WOM_OK;
}
