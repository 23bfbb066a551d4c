/* simulate: spreads on real graphs agree with values that others found.
 *
 * Weighted cascade with parallel rows dropped, so that every tie into a user has probability 1 / (her distinct
 * friends). Seeds are the 50 users with the most ties to distinct users (out-degree in the graph as built, not counting
 * repeated rows); of users with equally many the one with the lower id, as a number, comes first. On nethept this
 * matters: eleven users with 37 each share the last five places; higher ids first give 845, and degrees that count
 * repeated rows 824. */
#include "graphs.h"
#include "outcomes.h"
#include "test.h"

#include <stdlib.h>

enum { SEEDS = 50 };

static bool
comes_before(const wom_data *data, wom_node a, wom_node b)
{
    const uint32_t x = wom_graph_out_degree(data->graph, a), y = wom_graph_out_degree(data->graph, b);
    return x != y ? x > y : atol(wom_data_user_id(data, a)) < atol(wom_data_user_id(data, b));
}

/* Insertion into a short sorted list. */
static void
pick_top(wom_node *seeds, const wom_data *data)
{
    uint32_t num = 0;
    for (wom_node node = 0; node < data->graph->num_nodes; node++) {
        if (num == SEEDS && !comes_before(data, node, seeds[SEEDS - 1])) continue;
        uint32_t place = num < SEEDS ? num++ : SEEDS - 1;
        for (; place > 0 && comes_before(data, node, seeds[place - 1]); place--) seeds[place] = seeds[place - 1];
        seeds[place] = node;
    }
}

static wom_estimate
spread_of_top(const wom_data_files *files, const char *dynamics, uint64_t replicates)
{
    wom_job *job = test_job(0);
    wom_data *data = NULL;
    wom_model *model = NULL;
    wom_outcome *outcome = NULL;
    wom_node seeds[SEEDS];
    wom_choice weighting = graph_choice(job, &wom_weightings, "weighted-cascade");
    wom_choice similarity = graph_choice(job, &wom_similarities, "cosine");
    wom_simulate_options options = wom_simulate_defaults();
    wom_estimate active = { 0 };
    options.replicates = replicates;
    options.want_exposed = false;
    CHECK_OK(wom_data_load(&data, job, files));
    if (data != NULL) CHECK_OK(wom_model_create(&model, job, data, &weighting, &similarity, 0));
    if (model != NULL) {
        pick_top(seeds, data);
        const wom_plan plan = { SEEDS, seeds, NULL };
        CHECK_OK(outcome_of(&outcome, job, model, dynamics, &plan, NULL, &options));
        if (outcome != NULL) active = outcome->estimate[WOM_METRIC_ACTIVE];
    }
    wom_outcome_free(outcome);
    wom_model_free(model);
    wom_choice_free(&weighting);
    wom_choice_free(&similarity);
    wom_data_free(data);
    wom_job_free(job);
    return active;
}

static void
nethept_by_weighted_cascade_reaches_849(void)
{
    const char *path = test_data("nethept/hep.txt");
    if (path == NULL) return;
    const wom_data_files files = { .ties = path, .size_line = true, .direction = WOM_DIRECTION_MUTUAL,
                                   .parallel = WOM_PARALLEL_DROP };
    const wom_estimate active = spread_of_top(&files, "ic", 30000);
    CHECK_NEAR(active.value, 849, .5 + 3 * active.standard_error);
}

static void
wiki_vote_by_linear_threshold_reaches_797(void)
{
    const char *path = test_data("wiki_vote/wiki-Vote.txt");
    if (path == NULL) return;
    const wom_data_files files = { .ties = path, .parallel = WOM_PARALLEL_DROP };
    const wom_estimate active = spread_of_top(&files, "lt", 20000);
    CHECK_NEAR(active.value, 797.2, 1 + 3 * active.standard_error);
}

TEST_MAIN(TEST(nethept_by_weighted_cascade_reaches_849), TEST(wiki_vote_by_linear_threshold_reaches_797))
