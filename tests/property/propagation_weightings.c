/* What is true of every weighting and dynamics, over the tables, on random data. */
#include "graphs.h"
#include "test.h"

#include <stdio.h>

enum { NODES = 60, TIES = 500, CONTENTS = 3, DIMENSIONS = 4 };

static double *
random_column(wom_job *job, wom_rng *rng, double low)
{
    double *number = NULL;
    CHECK_OK(wom_allocate(&number, job, NODES, sizeof *number, "a column"));
    for (wom_node node = 0; node < NODES; node++) number[node] = low + 10 * wom_rng_uniform(rng);
    return number;
}

/* Ties of two layers, by chance. */
static void
add_layers(wom_job *job, wom_data *data, wom_rng *rng)
{
    static char chat[] = "chat", mail[] = "mail";
    CHECK_OK(wom_allocate(&data->layer_name, job, 2, sizeof *data->layer_name, "layers"));
    CHECK_OK(wom_allocate(&data->graph->layer, job, TIES, sizeof *data->graph->layer, "layers"));
    data->layer_name[0] = chat;
    data->layer_name[1] = mail;
    data->num_layers = 2;
    for (wom_tie tie = 0; tie < TIES; tie++) data->graph->layer[tie] = wom_rng_below(rng, 2) == 1;
}

/* Everything a weighting may ask for; some strengths 0, some vectors missing. */
static wom_data *
random_data(wom_job *job, uint64_t seed)
{
    wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, 5);
    wom_data *data = graph_data(job, graph_random(job, NODES, TIES, seed), CONTENTS);
    float value[NODES * DIMENSIONS];
    for (wom_tie tie = 0; tie < TIES; tie += 3) data->graph->strength[tie] = 0;
    for (int i = 0; i < NODES * DIMENSIONS; i++)
        value[i] = i / DIMENSIONS % 5 == 0 ? 0 : (float)(wom_rng_uniform(&rng) - .3);
    data->activity = random_column(job, &rng, 0);
    data->circle = random_column(job, &rng, .01);
    data->friends = random_column(job, &rng, .01);
    data->user_interests = graph_vectors(job, NODES, DIMENSIONS, value);
    data->content_interests = graph_vectors(job, CONTENTS, DIMENSIONS, value + DIMENSIONS);
    add_layers(job, data, &rng);
    return data;
}

static void
check_weighting(wom_job *job, const wom_data *data, const wom_variant *weighting, const wom_variant *similarity)
{
    wom_choice how = graph_choice(job, &wom_weightings, weighting->name);
    wom_choice alike = graph_choice(job, &wom_similarities, similarity->name);
    wom_model *model = NULL;
    CHECK_OK(wom_model_create(&model, job, data, &how, &alike, .1));
    for (uint32_t content = 0; model != NULL && content < CONTENTS; content++) {
        wom_model_summary summary;
        bool some = false, all_fine = true;
        for (wom_tie tie = 0; tie < TIES; tie++) {
            const double p = wom_model_probability(model, content, tie, data->graph->out_head[tie]);
            all_fine = all_fine && p >= 0 && p <= 1;
            some = some || p > 0;
        }
        CHECK_OK(wom_model_summarise(&summary, job, model, content));
        all_fine = all_fine && summary.max <= 1 && summary.mean > 0 && summary.mean <= summary.max + 1e-12;
        if (!some || !all_fine)
            test_failed(__FILE__, __LINE__, "weighting \"%s\" with \"%s\"", weighting->name, similarity->name);
    }
    wom_model_free(model);
    wom_choice_free(&how);
    wom_choice_free(&alike);
}

static void
every_weighting_gives_probabilities(void)
{
    wom_job *job = test_job(2);
    for (uint64_t seed = 0; seed < 5; seed++) {
        wom_data *data = random_data(job, seed);
        for (uint32_t w = 0; wom_weightings.variants[w] != NULL; w++)
            for (uint32_t s = 0; wom_similarities.variants[s] != NULL && !reads_file(wom_weightings.variants[w]); s++)
                check_weighting(job, data, wom_weightings.variants[w], wom_similarities.variants[s]);
        wom_data_free(data);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* P of every tie and content under a weighting with its defaults: [CONTENTS * TIES], freed by wom_free; NULL where the
 * weighting refuses the data, with its message in the error text. */
static double *
probabilities(wom_job *job, const wom_data *data, const wom_variant *weighting)
{
    wom_choice how = graph_choice(job, &wom_weightings, weighting->name);
    wom_choice alike = graph_choice(job, &wom_similarities, "cosine");
    wom_model *model = NULL;
    double *p = NULL;
    const wom_status status = wom_model_create(&model, job, data, &how, &alike, 0);
    CHECK(status == WOM_OK || status == WOM_INVALID);
    if (status == WOM_OK) CHECK_OK(wom_allocate(&p, job, CONTENTS * TIES, sizeof *p, "probabilities"));
    for (uint32_t content = 0; p != NULL && content < CONTENTS; content++)
        for (wom_tie tie = 0; tie < TIES; tie++)
            p[content * TIES + tie] = wom_model_probability(model, content, tie, data->graph->out_head[tie]);
    wom_model_free(model);
    wom_choice_free(&how);
    wom_choice_free(&alike);
    return p;
}

static void
check_same(const double *a, const double *b, const wom_variant *weighting)
{
    if (a == NULL || b == NULL || memcmp(a, b, CONTENTS * TIES * sizeof *a) != 0)
        test_failed(__FILE__, __LINE__, "weighting \"%s\"", weighting->name);
}

static void
no_weighting_depends_on_the_number_of_threads(void)
{
    wom_job *one = test_job(1), *seven = test_job(7);
    wom_data *data = random_data(one, 1);
    for (uint32_t w = 0; wom_weightings.variants[w] != NULL; w++) {
        if (reads_file(wom_weightings.variants[w])) continue;
        double *a = probabilities(one, data, wom_weightings.variants[w]);
        double *b = probabilities(seven, data, wom_weightings.variants[w]);
        check_same(a, b, wom_weightings.variants[w]);
        wom_free(a);
        wom_free(b);
    }
    wom_data_free(data);
    wom_job_free(one);
    wom_job_free(seven);
}

/* The graph of the same ties, given from the last to the first. */
static wom_graph *
from_the_end(wom_job *job, const wom_graph *graph)
{
    graph_tie tie[TIES];
    wom_tie place = TIES;
    for (wom_node node = 0; node < NODES; node++)
        for (uint64_t k = graph->out_first[node]; k < graph->out_first[node + 1]; k++)
            tie[--place] = (graph_tie){ node, graph->out_head[k], (double)graph->strength[k] };
    wom_graph *other = graph_of(job, NODES, TIES, tie);
    CHECK_OK(wom_allocate(&other->layer, job, TIES, sizeof *other->layer, "layers"));
    memcpy(other->layer, graph->layer, TIES * sizeof *other->layer); /* no two ties are between the same users */
    return other;
}

static void
no_weighting_depends_on_the_order_of_rows(void)
{
    wom_job *job = test_job(1);
    wom_data *data = random_data(job, 2);
    wom_graph *graph = data->graph, *other = from_the_end(job, graph);
    for (uint32_t w = 0; wom_weightings.variants[w] != NULL; w++) {
        if (reads_file(wom_weightings.variants[w])) continue;
        double *a = probabilities(job, data, wom_weightings.variants[w]);
        data->graph = other;
        double *b = probabilities(job, data, wom_weightings.variants[w]);
        data->graph = graph;
        check_same(a, b, wom_weightings.variants[w]);
        wom_free(a);
        wom_free(b);
    }
    wom_graph_free(other);
    wom_data_free(data);
    wom_job_free(job);
}

static void
on_bare_ties_every_weighting_works_or_says_what_it_lacks(void)
{
    wom_job *job = test_job(1);
    wom_data *data = graph_data(job, graph_random(job, NODES, TIES, 3), CONTENTS);
    wom_free(data->graph->strength);
    data->graph->strength = NULL;
    for (uint32_t w = 0; wom_weightings.variants[w] != NULL; w++) {
        if (reads_file(wom_weightings.variants[w])) continue;
        const wom_variant *weighting = wom_weightings.variants[w];
        double *p = probabilities(job, data, weighting);
        char start[64];
        snprintf(start, sizeof start, "weighting \"%s\": ", weighting->name);
        if (p == NULL &&
            (strncmp(wom_error_text(), start, strlen(start)) != 0 || strlen(wom_error_text()) < strlen(start) + 20))
            test_failed(__FILE__, __LINE__, "weighting \"%s\": \"%s\"", weighting->name, wom_error_text());
        for (wom_tie tie = 0; p != NULL && tie < CONTENTS * TIES; tie++) CHECK(p[tie] >= 0 && p[tie] <= 1);
        wom_free(p);
    }
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* The seeds are active first, everyone active was reached within the steps, each once; marks and list agree. */
static void
check_cascade(const wom_cascade *cascade, const wom_node *seeds, uint32_t num_seeds)
{
    uint32_t marked = 0;
    CHECK(cascade->num_steps >= 1 && cascade->step_first[0] == 0);
    CHECK(cascade->num_active >= num_seeds && cascade->step_first[cascade->num_steps] == cascade->num_active);
    for (uint32_t i = 0; i < num_seeds; i++) CHECK(cascade->active[i] == seeds[i]);
    for (uint32_t t = 1; t < cascade->num_steps; t++) CHECK(cascade->step_first[t] < cascade->step_first[t + 1]);
    for (wom_node node = 0; node < cascade->num_nodes; node++) marked += wom_cascade_reached(cascade, node);
    CHECK_EQUAL(marked, cascade->num_active);
    CHECK(cascade->num_exposed >= cascade->num_active && cascade->num_exposed <= cascade->num_nodes);
}

static void
check_dynamics(wom_job *job, const wom_graph *graph, const wom_dynamics *dynamics)
{
    const wom_node seeds[] = { 5, 2, 40 };
    const wom_spread_options options = { .max_steps = 4, .with_baseline = true, .want_exposed = true };
    wom_chances *chances = graph_chances(job, graph, dynamics->variant.name, .01);
    wom_cascade *cascade = NULL;
    CHECK(dynamics->claim != NULL && dynamics->spread != NULL);
    CHECK_EQUAL(chances->start != NULL, dynamics->needs_start);
    CHECK_OK(wom_cascade_create(&cascade, job, chances));
    for (uint64_t replicate = 0; replicate < 200; replicate++) {
        const wom_world world = wom_world_of(2, replicate, 0);
        dynamics->spread(cascade, chances, &world, seeds, 3, &options);
        check_cascade(cascade, seeds, 3);
        CHECK(cascade->num_steps <= 5);
        if (dynamics->reverse == NULL) continue;
        wom_rng rng = wom_rng_stream(2, WOM_PURPOSE_RR_SET, replicate);
        CHECK(dynamics->reverse(cascade, chances, &rng, 7, 4, NULL));
        CHECK(cascade->num_active >= 1 && wom_cascade_reached(cascade, 7));
    }
    wom_cascade_free(cascade);
    wom_chances_free(chances);
}

static void
every_dynamics_makes_orderly_cascades(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = graph_random(job, NODES, TIES, 9);
    graph_limit_incoming(graph, .8);
    for (uint32_t d = 0; wom_dynamics_catalogue.variants[d] != NULL; d++)
        check_dynamics(job, graph, (const wom_dynamics *)wom_dynamics_catalogue.variants[d]);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(every_weighting_gives_probabilities), TEST(no_weighting_depends_on_the_number_of_threads),
          TEST(no_weighting_depends_on_the_order_of_rows),
          TEST(on_bare_ties_every_weighting_works_or_says_what_it_lacks), TEST(every_dynamics_makes_orderly_cascades))
