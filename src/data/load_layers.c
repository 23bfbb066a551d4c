/* The graph of ties that stand in layers: rows are sorted by layer, each layer is built by itself. */
#include "data/loading.h"
#include "graph/build.h"

typedef struct layer_rows {
    wom_node *from, *to;
    double *strength;    /* NULL: no column */
    wom_graph_rows *of_layer;
} layer_rows;

static void
free_rows(void *context)
{
    layer_rows *sorted = context;
    wom_free(sorted->from);
    wom_free(sorted->to);
    wom_free(sorted->strength);
    sorted->from = sorted->to = NULL;
    sorted->strength = NULL;
}

static wom_status
get_memory(layer_rows *sorted, const wom_loading *loading, uint32_t num_layers)
{
    const uint64_t num = loading->num_rows;
    wom_job *job = loading->job;
    WOM_TRY(wom_allocate(&sorted->of_layer, job, num_layers, sizeof *sorted->of_layer, "layers"));
    WOM_TRY(wom_allocate(&sorted->from, job, num, sizeof *sorted->from, "rows by layer"));
    WOM_TRY(wom_allocate(&sorted->to, job, num, sizeof *sorted->to, "rows by layer"));
    if (loading->strength == NULL) return WOM_OK;
    return wom_allocate(&sorted->strength, job, num, sizeof *sorted->strength, "rows by layer");
}

/* Rows keep their order within a layer. */
static void
sort_rows(layer_rows *sorted, const wom_loading *loading, uint32_t num_layers)
{
    uint64_t first = 0;
    for (uint64_t row = 0; row < loading->num_rows; ++row) ++sorted->of_layer[loading->layer[row]].num_rows;
    for (uint32_t layer = 0; layer < num_layers; ++layer) {
        wom_graph_rows *rows = &sorted->of_layer[layer];
        rows->from = sorted->from + first;
        rows->to = sorted->to + first;
        if (sorted->strength != NULL) rows->strength = sorted->strength + first;
        rows->direction = loading->direction;
        rows->parallel = loading->files->parallel;
        first += rows->num_rows;
        rows->num_rows = 0; /* counts anew, as they come */
    }
    for (uint64_t row = 0; row < loading->num_rows; ++row) {
        wom_graph_rows *rows = &sorted->of_layer[loading->layer[row]];
        const uint64_t place = (uint64_t)(rows->from - sorted->from) + rows->num_rows++;
        sorted->from[place] = loading->from[row];
        sorted->to[place] = loading->to[row];
        if (sorted->strength != NULL) sorted->strength[place] = loading->strength[row];
    }
}

wom_status
wom_build_layers(wom_loading *loading)
{
    wom_ids *layers = &loading->names->layers;
    layer_rows sorted = { 0 };
    uint32_t *number_of = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_ids_renumber(&number_of, layers, WOM_IDS_BYTES, NULL));
    for (uint64_t row = 0; row < loading->num_rows; ++row) loading->layer[row] = number_of[loading->layer[row]];
    WOM_TRY_GOTO(get_memory(&sorted, loading, layers->num));
    sort_rows(&sorted, loading, layers->num);
    wom_loading_free_rows(loading);
    WOM_TRY_GOTO(wom_graph_create_layers_then(&loading->data->graph, &loading->data->report.ties, loading->job,
                                              loading->names->users.num, sorted.of_layer, layers->num, free_rows,
                                              &sorted));
done:
    wom_free(number_of);
    wom_free(sorted.of_layer);
    free_rows(&sorted);
    return status;
}
