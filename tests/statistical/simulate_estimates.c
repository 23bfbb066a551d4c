/* simulate: estimates agree with exact expectations, and their errors with what repetition shows. */
#include "graphs.h"
#include "outcomes.h"
#include "test.h"

enum { NODES = 6, TIES = 9, ASKS = 3 };

static const wom_node asked[ASKS] = { 0, 2, 5 };
static const double accept[NODES] = { .7, 1, .4, 1, 1, .9 }, fee[NODES] = { 3, 1, 2, 1, 1, 4 };
static const double user_value[NODES] = { 1, 2, .5, 3, 1, 1 };
static const float purchase[2 * NODES] = { .2f, .9f, .5f, .3f, 1, 0, .6f, .1f, .1f, .8f, .2f, .4f };
static const double content_value[] = { 10, 4 }, content_cost[] = { 1.5, 2 };

/* Exact expectations of a plan that offers one content to the asked: over who accepts, then over worlds. */
static void
expect_all(double *expected, wom_job *job, const wom_chances *chances, uint32_t content, bool pay_when_accepted,
           uint32_t max_steps)
{
    double with[NODES] = { 0 }, without[NODES], active[NODES];
    for (int m = 0; m < WOM_NUM_METRICS; m++) expected[m] = 0;
    for (uint32_t set = 0; set < 1 << ASKS; set++) {
        wom_node seeds[ASKS];
        uint32_t num_seeds = 0;
        double probability = 1;
        for (uint32_t i = 0; i < ASKS; i++) {
            const bool accepts = set >> i & 1;
            probability *= accepts ? accept[asked[i]] : 1 - accept[asked[i]];
            if (accepts) seeds[num_seeds++] = asked[i];
        }
        CHECK_OK(wom_exact_activation(active, job, chances, seeds, num_seeds, max_steps));
        for (wom_node node = 0; node < NODES; node++) with[node] += probability * active[node];
    }
    CHECK_OK(wom_exact_activation(without, job, chances, NULL, 0, max_steps));
    for (wom_node node = 0; node < NODES; node++) {
        const double more = with[node] - without[node], p = (double)purchase[content * NODES + node];
        expected[WOM_METRIC_ACTIVE] += with[node];
        expected[WOM_METRIC_BASELINE] += without[node];
        expected[WOM_METRIC_INCREMENTAL] += more;
        expected[WOM_METRIC_BUYERS] += p * with[node];
        expected[WOM_METRIC_INCREMENTAL_BUYERS] += p * more;
        expected[WOM_METRIC_REVENUE] += p * more * user_value[node] * content_value[content];
    }
    expected[WOM_METRIC_COST] = content_cost[content];
    for (uint32_t i = 0; i < ASKS; i++) {
        expected[WOM_METRIC_ACCEPTED] += accept[asked[i]];
        expected[WOM_METRIC_COST] += (pay_when_accepted ? accept[asked[i]] : 1) * fee[asked[i]];
    }
    expected[WOM_METRIC_PROFIT] = expected[WOM_METRIC_REVENUE] - expected[WOM_METRIC_COST];
}

static wom_economy
full_economy(bool pay_when_accepted)
{
    return (wom_economy){ .accept = accept, .fee = fee, .pay_when_accepted = pay_when_accepted,
                          .content_cost = content_cost, .user_value = user_value, .content_value = content_value,
                          .purchase = purchase };
}

static void
check_near(const char *what, const wom_estimate *found, double exact)
{
    if (fabs(found->value - exact) > 5 * found->standard_error + 1e-9)
        test_failed(__FILE__, __LINE__, "%s is %g +- %g, not %g", what, found->value, found->standard_error, exact);
}

static void
check_expectations(wom_job *job, uint64_t number, const char *dynamics)
{
    const bool pay_when_accepted = number % 2 == 0;
    const uint32_t content_of_all[ASKS] = { number / 2 % 2, number / 2 % 2, number / 2 % 2 };
    const wom_plan plan = { ASKS, asked, content_of_all };
    const wom_economy economy = full_economy(pay_when_accepted);
    wom_simulate_options options = wom_simulate_defaults();
    wom_graph *graph = graph_random(job, NODES, TIES, 50 + number);
    graph_limit_incoming(graph, .9);
    wom_model *model = graph_model(job, graph, 2, number % 3 == 0 ? 0 : .15);
    wom_chances *chances = graph_chances(job, graph, dynamics, model->baseline);
    wom_outcome *outcome = NULL;
    double expected[WOM_NUM_METRICS];
    options.seed = number;
    options.max_steps = number % 4 == 1 ? 2 : 0;
    options.replicates = 20000;
    expect_all(expected, job, chances, content_of_all[0], pay_when_accepted, options.max_steps);
    CHECK_OK(outcome_of(&outcome, job, model, dynamics, &plan, &economy, &options));
    for (int m = 0; outcome != NULL && m < WOM_NUM_METRICS; m++)
        if (m != WOM_METRIC_EXPOSED) check_near(wom_metrics[m].name, &outcome->estimate[m], expected[m]);
    if (outcome != NULL) {
        check_near("roi", &outcome->roi, expected[WOM_METRIC_PROFIT] / expected[WOM_METRIC_COST]);
        check_near("cost per incremental", &outcome->cost_per_incremental,
                   expected[WOM_METRIC_COST] / expected[WOM_METRIC_INCREMENTAL]);
    }
    wom_outcome_free(outcome);
    wom_chances_free(chances);
    wom_model_free(model);
    wom_graph_free(graph);
}

static void
estimates_agree_with_exact_expectations(void)
{
    wom_job *job = test_job(2);
    for (uint64_t number = 0; number < 12; number++) {
        check_expectations(job, number, "ic");
        check_expectations(job, number, "lt");
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* User 1 is reached by either content with probability .5, by chances of their own. */
static void
contents_of_a_plan_spread_independently(void)
{
    wom_job *job = test_job(2);
    wom_graph *graph = GRAPH_OF(job, 2, { 0, 1, .5 });
    wom_model *model = graph_model(job, graph, 2, 0);
    const wom_plan plan = { 2, (const wom_node[]){ 0, 0 }, (const uint32_t[]){ 0, 1 } };
    const float half[4] = { .5f, .5f, .5f, .5f };
    const wom_economy economy = { .accept = (const double[]){ .5, 1 }, .purchase = half };
    wom_simulate_options options = wom_simulate_defaults();
    options.replicates = 40000;
    for (int i = 0; i < 2; i++) {
        wom_outcome *outcome = NULL;
        options.count = (wom_count)i;
        CHECK_OK(outcome_of(&outcome, job, model, i == 0 ? "ic" : "lt", &plan, &economy, &options));
        /* a content: 0 active .5, 1 active .25; a user buys half the time */
        const double users = (1 - .5 * .5) + (1 - .75 * .75), buyers = (1 - .75 * .75) + (1 - .875 * .875);
        check_near("active", &outcome->estimate[WOM_METRIC_ACTIVE], i == 0 ? users : 1.5);
        check_near("buyers", &outcome->estimate[WOM_METRIC_BUYERS], i == 0 ? buyers : .75);
        check_near("revenue", &outcome->estimate[WOM_METRIC_REVENUE], .75);
        check_near("active with the first", &outcome->content_active[0], .75);
        check_near("buyers of the second", &outcome->content_buyers[1], .375);
        wom_outcome_free(outcome);
    }
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* The errors that the delta method gives are those that repetition with other seeds shows. */
static void
errors_of_ratios_are_those_of_repetition(void)
{
    enum { TIMES = 400 };
    wom_job *job = test_job(2);
    wom_graph *graph = graph_random(job, NODES, TIES, 50);
    graph_limit_incoming(graph, .9);
    wom_model *model = graph_model(job, graph, 2, .1);
    const wom_plan plan = { ASKS, asked, NULL };
    const wom_economy economy = full_economy(true);
    wom_simulate_options options = wom_simulate_defaults();
    double roi[TIMES], cost[TIMES], roi_error = 0, cost_error = 0;
    uint32_t covered = 0;
    options.replicates = 400;
    for (int i = 0; i < TIMES; i++) {
        wom_outcome *outcome = NULL;
        options.seed = 1000 + (uint64_t)i;
        CHECK_OK(outcome_of(&outcome, job, model, "ic", &plan, &economy, &options));
        roi[i] = outcome->roi.value;
        cost[i] = outcome->cost_per_incremental.value;
        roi_error += outcome->roi.standard_error / TIMES;
        cost_error += outcome->cost_per_incremental.standard_error / TIMES;
        wom_outcome_free(outcome);
    }
    const wom_estimate mean_roi = wom_estimate_mean(roi, TIMES), mean_cost = wom_estimate_mean(cost, TIMES);
    /* the standard deviation of 400 repetitions is known to 3.5 % */
    CHECK_NEAR(mean_roi.standard_error * sqrt(TIMES) / roi_error, 1, .18);
    CHECK_NEAR(mean_cost.standard_error * sqrt(TIMES) / cost_error, 1, .18);
    for (int i = 0; i < TIMES; i++) covered += fabs(roi[i] - mean_roi.value) < 1.96 * roi_error;
    CHECK_NEAR(covered / (double)TIMES, .95, .055);
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

TEST_MAIN(TEST(estimates_agree_with_exact_expectations), TEST(contents_of_a_plan_spread_independently),
          TEST(errors_of_ratios_are_those_of_repetition))
