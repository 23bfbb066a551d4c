/* Ties of several layers, each weighed by itself. */
#include "graphs.h"
#include "test.h"

#include <stdio.h>

enum { NODES = 40, TIES = 300, CONTENTS = 2, DIMENSIONS = 3 };

static char names[3][8] = { "chat", "mail", "phone" };

static wom_data *
random_data(wom_job *job, uint64_t seed)
{
    wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, 5);
    wom_data *data = graph_data(job, graph_random(job, NODES, TIES, seed), CONTENTS);
    float value[NODES * DIMENSIONS];
    for (int i = 0; i < NODES * DIMENSIONS; i++) value[i] = (float)wom_rng_uniform(&rng);
    CHECK_OK(wom_allocate(&data->activity, job, NODES, sizeof *data->activity, "a column"));
    for (wom_node node = 0; node < NODES; node++) data->activity[node] = wom_rng_uniform(&rng);
    data->user_interests = graph_vectors(job, NODES, DIMENSIONS, value);
    data->content_interests = graph_vectors(job, CONTENTS, DIMENSIONS, value + DIMENSIONS);
    return data;
}

/* Puts every tie into one of `num_layers` layers by its number. */
static void
add_layers(wom_job *job, wom_data *data, uint32_t num_layers)
{
    wom_graph *graph = data->graph;
    CHECK_OK(wom_allocate(&graph->layer, job, graph->num_ties, sizeof *graph->layer, "layers"));
    CHECK_OK(wom_allocate(&data->layer_name, job, num_layers, sizeof *data->layer_name, "layers"));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) graph->layer[tie] = (tie / 2) % num_layers;
    for (uint32_t layer = 0; layer < num_layers; layer++) data->layer_name[layer] = names[layer];
    data->num_layers = num_layers;
}

/* The same ties without layers. */
static void
take_layers(wom_data *data)
{
    wom_free(data->graph->layer);
    wom_free(data->layer_name);
    data->graph->layer = NULL;
    data->layer_name = NULL;
    data->num_layers = 0;
}

/* The chances of a content, or NULL where the dynamics refuses. */
static wom_chances *
fill(wom_job *job, const wom_data *data, const char *weighting, const wom_choice *dynamics, uint32_t content)
{
    wom_model *model = NULL;
    wom_chances *chances = NULL;
    CHECK_OK(graph_weigh(&model, job, data, weighting));
    if (model == NULL) return NULL;
    CHECK_OK(wom_chances_create(&chances, job, data->graph, dynamics));
    if (wom_chances_fill(chances, job, model, content, NULL) != WOM_OK) {
        wom_chances_free(chances);
        chances = NULL;
    }
    wom_model_free(model);
    return chances;
}

static bool
same_chances(const wom_chances *a, const wom_chances *b)
{
    if (a == NULL || b == NULL) return a == b;
    return memcmp(a->threshold, b->threshold, TIES * sizeof *a->threshold) == 0 &&
           (a->start == NULL || memcmp(a->start, b->start, TIES * sizeof *a->start) == 0) &&
           a->num_clipped == b->num_clipped;
}

static void
one_layer_is_the_graph_without_layers_bit_by_bit(void)
{
    wom_job *job = test_job(3);
    wom_data *data = random_data(job, 3);
    for (uint32_t d = 0; d < 2; d++) {
        wom_choice dynamics = graph_choice(job, &wom_dynamics_catalogue, d == 0 ? "ic" : "lt");
        for (uint32_t w = 0; wom_weightings.variants[w] != NULL; w++) {
            if (reads_file(wom_weightings.variants[w])) continue;
            const char *name = wom_weightings.variants[w]->name;
            char within[128];
            if (strcmp(name, "layers") == 0) continue;
            snprintf(within, sizeof within, "{\"type\":\"layers\",\"layers\":{\"chat\":\"%s\"}}", name);
            for (uint32_t content = 0; content < CONTENTS; content++) {
                wom_chances *plain = fill(job, data, name, &dynamics, content);
                add_layers(job, data, 1);
                wom_chances *layered = fill(job, data, within, &dynamics, content);
                take_layers(data);
                CHECK(d == 1 || plain != NULL);
                if (!same_chances(plain, layered)) test_failed(__FILE__, __LINE__, "weighting \"%s\"", name);
                wom_chances_free(plain);
                wom_chances_free(layered);
            }
        }
        wom_choice_free(&dynamics);
    }
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* P of a tie is what the layer's weighting gives on the graph of that layer alone. */
static void
check_layer(wom_job *job, wom_data *data, const wom_model *model, uint32_t layer, const char *weighting)
{
    wom_graph *whole = data->graph, *part = NULL;
    wom_tie *tie_of = NULL;
    wom_model *alone = NULL;
    CHECK_OK(wom_graph_layer(&part, &tie_of, job, whole, layer));
    data->graph = part;
    CHECK_OK(graph_weigh(&alone, job, data, weighting));
    for (uint32_t content = 0; alone != NULL && content < CONTENTS; content++)
        for (wom_tie tie = 0; tie < part->num_ties; tie++) {
            const wom_node head = part->out_head[tie];
            CHECK(wom_model_probability(model, content, tie_of[tie], head) ==
                  wom_model_probability(alone, content, tie, head));
            CHECK(wom_model_is_clipped(model, content, tie_of[tie], head) ==
                  wom_model_is_clipped(alone, content, tie, head));
        }
    data->graph = whole;
    wom_model_free(alone);
    wom_graph_free(part);
    wom_free(tie_of);
}

static const char mixed[] =
    "{\"type\":\"layers\",\"layers\":{\"phone\":{\"type\":\"jaccard\",\"scale\":9},\"chat\":\"social-interest\"},"
    "\"other\":\"weighted-cascade\"}";

static void
a_tie_has_the_probability_of_its_layer(void)
{
    wom_job *job = test_job(2);
    wom_data *data = random_data(job, 4);
    wom_model *model = NULL;
    wom_choice dynamics = graph_choice(job, &wom_dynamics_catalogue, "ic");
    add_layers(job, data, 3);
    CHECK_OK(graph_weigh(&model, job, data, mixed));
    check_layer(job, data, model, 0, "social-interest");
    check_layer(job, data, model, 1, "weighted-cascade");
    check_layer(job, data, model, 2, "{\"type\":\"jaccard\",\"scale\":9}");
    wom_chances *chances = fill(job, data, mixed, &dynamics, 1);
    uint32_t num_clipped = 0;
    for (wom_tie tie = 0; tie < TIES; tie++) {
        const wom_node head = data->graph->out_head[tie];
        CHECK_EQUAL(chances->threshold[tie], wom_threshold(wom_model_probability(model, 1, tie, head)));
        num_clipped += wom_model_is_clipped(model, 1, tie, head);
    }
    CHECK(num_clipped > 0);
    CHECK_EQUAL(chances->num_clipped, num_clipped);
    wom_chances_free(chances);
    wom_model_free(model);
    wom_choice_free(&dynamics);
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* Otherwise the same two users would get the same draw on every platform. */
static void
layers_draw_independently(void)
{
    wom_job *job = test_job(1);
    wom_data *data = random_data(job, 5);
    wom_model *model = NULL;
    add_layers(job, data, 2);
    CHECK_OK(graph_weigh(&model, job, data, "{\"type\":\"layers\",\"other\":\"uniform\"}"));
    const float *a = model->layers[0].model->offset.of_tie, *b = model->layers[1].model->offset.of_tie;
    double sum = 0;
    for (wom_tie tie = 0; tie < TIES / 2; tie++) sum += ((double)a[tie] - .05) * ((double)b[tie] - .05);
    CHECK_NEAR(sum, 0, 5 * sqrt(TIES / 2.) * .01 / 12);
    wom_model_free(model);
    wom_data_free(data);
    wom_job_free(job);
}

static void
what_is_wrong_with_a_layer_is_named(void)
{
    wom_job *job = test_job(1);
    wom_data *data = random_data(job, 6);
    wom_model *model = NULL;
    CHECK_FAILS(graph_weigh(&model, job, data, "layers"), WOM_INVALID,
                "weighting \"layers\": the ties have no layers; name their column in \"ties\", \"layer\"");
    add_layers(job, data, 2);
    CHECK_FAILS(graph_weigh(&model, job, data, "{\"type\":\"layers\",\"layers\":{\"mial\":\"constant\"}}"), WOM_INVALID,
                "weighting \"layers\": there is no layer \"mial\"; did you mean \"mail\"?");
    wom_free(data->activity);
    data->activity = NULL;
    CHECK_FAILS(graph_weigh(&model, job, data, "{\"type\":\"layers\",\"layers\":{\"mail\":\"activity\"}}"), WOM_INVALID,
                "weighting \"layers\": layer \"mail\": weighting \"activity\": needs a column activity");
    CHECK_FAILS(graph_weigh(&model, job, data, "{\"type\":\"layers\",\"layers\":{\"mail\":\"layers\"}}"), WOM_INVALID,
                "layer \"mail\": weighting \"layers\": the ties have no layers");
    CHECK(model == NULL);
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static const wom_data *failing_data;
static const wom_choice *failing_choice, *failing_similarity;

static wom_status
create(wom_job *job)
{
    wom_model *model = NULL;
    const wom_status status = wom_model_create(&model, job, failing_data, failing_choice, failing_similarity, .1);
    wom_model_free(model);
    return status;
}

static void
no_failing_allocation_leaks(void)
{
    wom_job *job = test_job(1);
    wom_data *data = random_data(job, 7);
    wom_choice choice = graph_choice(job, &wom_weightings, mixed);
    wom_choice similarity = graph_choice(job, &wom_similarities, "cosine");
    add_layers(job, data, 3);
    failing_data = data;
    failing_choice = &choice;
    failing_similarity = &similarity;
    test_each_allocation_failing(create);
    wom_choice_free(&choice);
    wom_choice_free(&similarity);
    wom_data_free(data);
    wom_job_free(job);
}

TEST_MAIN(TEST(one_layer_is_the_graph_without_layers_bit_by_bit), TEST(a_tie_has_the_probability_of_its_layer),
          TEST(layers_draw_independently), TEST(what_is_wrong_with_a_layer_is_named), TEST(no_failing_allocation_leaks))
