/* Small graphs, data, models and chances made by hand. */
#include "graphs.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
need(wom_status status)
{
    if (status == WOM_OK) return;
    printf("Bail out! a graph made by hand: %s\n", wom_error_text());
    exit(1);
}

wom_graph *
graph_of(wom_job *job, wom_node num_nodes, uint32_t num_ties, const graph_tie *ties)
{
    wom_graph *graph = NULL;
    wom_node *from, *to;
    double *strength;
    need(wom_allocate(&from, job, num_ties, sizeof *from, "rows"));
    need(wom_allocate(&to, job, num_ties, sizeof *to, "rows"));
    need(wom_allocate(&strength, job, num_ties, sizeof *strength, "rows"));
    for (uint32_t i = 0; i < num_ties; i++) {
        from[i] = ties[i].from;
        to[i] = ties[i].to;
        strength[i] = ties[i].strength;
    }
    const wom_graph_rows rows = { num_ties, from, to, strength, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_KEEP };
    need(wom_graph_create(&graph, NULL, job, num_nodes, &rows));
    wom_free(from);
    wom_free(to);
    wom_free(strength);
    return graph;
}

wom_graph *
graph_random(wom_job *job, wom_node num_nodes, uint32_t num_ties, uint64_t seed)
{
    const uint32_t all = num_nodes * (num_nodes - 1);
    wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, 0);
    uint32_t *pair;
    graph_tie *ties;
    if (num_ties > all) num_ties = all;
    need(wom_allocate(&pair, job, all, sizeof *pair, "pairs"));
    need(wom_allocate(&ties, job, num_ties, sizeof *ties, "ties"));
    for (uint32_t i = 0; i < all; i++) pair[i] = i;
    wom_rng_shuffle(&rng, pair, all);
    for (uint32_t i = 0; i < num_ties; i++) {
        const wom_node from = pair[i] / (num_nodes - 1), other = pair[i] % (num_nodes - 1);
        ties[i] = (graph_tie){ from, other + (other >= from), 1 - wom_rng_uniform(&rng) };
    }
    wom_graph *graph = graph_of(job, num_nodes, num_ties, ties);
    wom_free(pair);
    wom_free(ties);
    return graph;
}

wom_graph *
graph_preferential(wom_job *job, wom_node num_nodes, uint32_t degree, uint64_t seed)
{
    char text[128];
    wom_graph *graph = NULL;
    snprintf(text, sizeof text, "{\"type\":\"barabasi-albert\",\"users\":%u,\"friends\":%u}", num_nodes, degree);
    wom_choice choice = graph_choice(job, &wom_generators, text);
    need(wom_graph_generate(&graph, NULL, job, &choice, seed));
    wom_choice_free(&choice);
    return graph;
}

void
graph_limit_incoming(wom_graph *graph, double most)
{
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        double sum = 0;
        for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
            sum += (double)graph->strength[graph->in_tie[k]];
        for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1] && sum > most; k++)
            graph->strength[graph->in_tie[k]] *= (float)(most / sum);
    }
}

enum { ID_LENGTH = 12 };

/* Pointers and the texts behind them in one piece. */
static char **
numbered_names(wom_job *job, char letter, uint32_t count)
{
    char **names;
    need(wom_allocate(&names, job, count, sizeof *names + ID_LENGTH, "names"));
    for (uint32_t i = 0; i < count; i++) {
        names[i] = (char *)(names + count) + (size_t)i * ID_LENGTH;
        snprintf(names[i], ID_LENGTH, "%c%u", letter, i);
    }
    return names;
}

wom_data *
graph_data(wom_job *job, wom_graph *graph, uint32_t num_contents)
{
    wom_data *data;
    need(wom_allocate(&data, job, 1, sizeof *data, "data"));
    data->graph = graph;
    data->num_contents = num_contents;
    need(wom_allocate(&data->user_text, job, graph->num_nodes, ID_LENGTH, "ids"));
    need(wom_allocate(&data->user_first, job, graph->num_nodes, sizeof *data->user_first, "ids"));
    for (wom_node user = 0; user < graph->num_nodes; user++) {
        data->user_first[user] = (uint64_t)user * ID_LENGTH;
        snprintf(data->user_text + data->user_first[user], ID_LENGTH, "u%u", user);
    }
    data->content_id = numbered_names(job, 'c', num_contents);
    return data;
}

wom_vectors *
graph_vectors(wom_job *job, uint32_t num_rows, uint32_t num_dimensions, const float *value)
{
    const uint32_t count = num_rows * num_dimensions;
    wom_vectors *vectors = NULL;
    uint32_t *row, *dimension;
    need(wom_allocate(&row, job, count, sizeof *row, "entries"));
    need(wom_allocate(&dimension, job, count, sizeof *dimension, "entries"));
    for (uint32_t i = 0; i < count; i++) {
        row[i] = i / num_dimensions;
        dimension[i] = i % num_dimensions;
    }
    need(wom_vectors_create(&vectors, job, num_rows, num_dimensions, count, row, dimension, value, false));
    wom_free(row);
    wom_free(dimension);
    return vectors;
}

wom_choice
graph_choice(wom_job *job, const wom_catalogue *catalogue, const char *text)
{
    wom_choice choice;
    wom_json *json = NULL;
    if (text[0] == '{') {
        need(wom_json_parse(&json, job, text, strlen(text), "test"));
        need(wom_choice_read(&choice, job, catalogue, json));
    } else {
        need(wom_choice_default(&choice, job, catalogue, text));
    }
    wom_json_free(json);
    return choice;
}

wom_status
graph_weigh(wom_model **model, wom_job *job, const wom_data *data, const char *weighting)
{
    wom_choice choice = graph_choice(job, &wom_weightings, weighting);
    wom_choice similarity = graph_choice(job, &wom_similarities, "cosine");
    const wom_status status = wom_model_create(model, job, data, &choice, &similarity, 0);
    wom_choice_free(&choice);
    wom_choice_free(&similarity);
    return status;
}

wom_model *
graph_model(wom_job *job, const wom_graph *graph, uint32_t num_contents, double baseline)
{
    wom_model *model;
    need(wom_allocate(&model, job, 1, sizeof *model, "a model"));
    model->graph = graph;
    model->num_contents = num_contents;
    model->baseline = baseline;
    model->scale.all = 1;
    need(wom_allocate(&model->social_weight, job, num_contents, sizeof(double), "contents' weights"));
    need(wom_allocate(&model->alike_weight, job, num_contents, sizeof(double), "contents' weights"));
    need(wom_allocate(&model->offset.of_tie, job, graph->num_ties, sizeof(float), "probabilities"));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        model->offset.of_tie[tie] = graph->strength != NULL ? graph->strength[tie] : 1;
    return model;
}

/* The parameters of a dynamics, which chances borrow: each kept once, for good. */
static const void *
kept_params(const wom_choice *dynamics)
{
    enum { MOST_KEPT = 1024, MOST_BYTES = 64 };
    static _Alignas(max_align_t) unsigned char kept[MOST_KEPT][MOST_BYTES];
    static const wom_variant *of[MOST_KEPT];
    const size_t size = dynamics->variant->params_size;
    uint32_t place = 0;
    if (size == 0) return NULL;
    while (place < MOST_KEPT && of[place] != NULL &&
           (of[place] != dynamics->variant || memcmp(kept[place], dynamics->params, size) != 0))
        place++;
    assert(place < MOST_KEPT && size <= MOST_BYTES);
    of[place] = dynamics->variant;
    memcpy(kept[place], dynamics->params, size);
    return kept[place];
}

wom_chances *
graph_chances(wom_job *job, const wom_graph *graph, const char *dynamics, double baseline)
{
    wom_chances *chances = NULL;
    double *probability;
    wom_choice choice = graph_choice(job, &wom_dynamics_catalogue, dynamics);
    need(wom_allocate(&probability, job, graph->num_ties, sizeof *probability, "probabilities"));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        probability[tie] = graph->strength != NULL ? (double)graph->strength[tie] : 1;
    need(wom_chances_create(&chances, job, graph, &choice));
    chances->params = kept_params(&choice);
    need(wom_chances_fill_from(chances, probability, 0, baseline, false));
    wom_choice_free(&choice);
    wom_free(probability);
    return chances;
}
