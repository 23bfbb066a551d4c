/* Layers: ties of several kinds, or platforms, between the same users, each kind with a weighting of its own. A layer
 * is weighed as if it were the whole graph: D, N, sums and degrees are those within it. Multiplex networks, as in
 * Kivela et al., J. Complex Networks 2014; a content that arrives over one layer goes on over all of them. */
#include "weightings.h"

#include <string.h>

typedef struct layers_params {
    wom_named_choices layers;
    wom_choice other;
} layers_params;

#define AT(member) offsetof(layers_params, member)
static const wom_field fields[] = {
    { "layers", WOM_FIELD_VARIANTS, AT(layers), 0, 0, 0, "", "by name of layer, how its ties are weighed",
      &wom_weightings },
    { "other", WOM_FIELD_VARIANT, AT(other), 0, 0, 0, "", "how the ties of layers that are not named are weighed",
      &wom_weightings },
    { 0 },
};

static wom_status
check(const layers_params *params, const wom_data *data)
{
    uint32_t layer = 0;
    if (data->graph->layer == NULL)
        return wom_fail(WOM_INVALID, "the ties have no layers; name their column in \"ties\", \"layer\"");
    for (uint32_t i = 0; i < params->layers.count; i++)
        WOM_TRY(wom_data_layer(&layer, data, params->layers.items[i].name));
    return WOM_OK;
}

static const wom_choice *
weighting_of(const layers_params *params, const char *layer)
{
    for (uint32_t i = 0; i < params->layers.count; i++)
        if (strcmp(params->layers.items[i].name, layer) == 0) return &params->layers.items[i].choice;
    return &params->other;
}

/* The data with one layer's ties alone. */
static wom_status
fill_layer(wom_model *model, uint32_t layer, wom_job *job, const wom_data *data, const wom_similarity *similarity,
           const wom_choice *weighting)
{
    wom_model_layer *made = &model->layers[layer];
    wom_data part = *data;
    WOM_TRY(wom_graph_layer(&made->graph, &made->tie_of, job, data->graph, layer));
    part.graph = made->graph;
    WOM_TRY(wom_model_create_layer(&made->model, job, &part, weighting, similarity, layer));
    model->num_missing_similarities += made->model->num_missing_similarities;
    for (wom_tie tie = 0; tie < made->graph->num_ties; tie++) model->place[made->tie_of[tie]] = tie;
    return WOM_OK;
}

static wom_status
fill(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity, const void *params)
{
    WOM_TRY(check(params, data));
    WOM_TRY(wom_allocate(&model->layers, job, data->num_layers, sizeof *model->layers, "layers"));
    WOM_TRY(wom_allocate(&model->place, job, data->graph->num_ties, sizeof *model->place, "places of ties in layers"));
    for (uint32_t layer = 0; layer < data->num_layers; layer++) {
        const char *name = data->layer_name[layer];
        model->num_layers++;
        const wom_status status = fill_layer(model, layer, job, data, similarity, weighting_of(params, name));
        if (status != WOM_OK) return wom_fail_in(status, "layer \"%s\"", name);
    }
    return WOM_OK;
}

const wom_weighting wom_weighting_layers = {
    .variant = {
        .name = "layers",
        .summary = "ties of several layers (platforms), each layer with a weighting of its own",
        .source = "multiplex networks: Kivela et al., Journal of Complex Networks 2014",
        .params_size = sizeof(layers_params),
        .fields = fields,
    },
    .fill = fill,
};
