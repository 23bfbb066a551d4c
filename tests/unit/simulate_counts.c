/* simulate: what is counted, in worlds without chance that can be worked out by hand. */
#include "graphs.h"
#include "outcomes.h"
#include "test.h"

/* 0 -> 1 -> 2 <- 3, all certain; 4 stands alone. Content 0 is offered to 0, content 1 to 3. */
enum { NODES = 5 };

typedef struct fixture {
    wom_job *job;
    wom_graph *graph;
    wom_model *model;
    wom_simulate_options options;
    wom_outcome *outcome;
} fixture;

static fixture
begin(double baseline)
{
    fixture made = { .job = test_job(2), .options = wom_simulate_defaults() };
    made.graph = GRAPH_OF(made.job, NODES, { 0, 1, 1 }, { 1, 2, 1 }, { 3, 2, 1 });
    made.model = graph_model(made.job, made.graph, 2, baseline);
    made.options.replicates = 100;
    return made;
}

static void
simulate(fixture *f, const wom_plan *plan, const wom_economy *economy)
{
    wom_outcome_free(f->outcome);
    CHECK_OK(outcome_of(&f->outcome, f->job, f->model, "ic", plan, economy, &f->options));
}

static void
end(fixture *f)
{
    wom_outcome_free(f->outcome);
    wom_model_free(f->model);
    wom_graph_free(f->graph);
    CHECK_EQUAL(wom_job_memory_used(f->job), 0);
    wom_job_free(f->job);
}

static const wom_plan two_contents = { 2, (const wom_node[]){ 0, 3 }, (const uint32_t[]){ 0, 1 } };

/* Every world gives `value`, so the estimate is certain. */
static void
check_metric(const fixture *f, wom_metric metric, double value)
{
    const wom_outcome *outcome = f->outcome;
    for (uint64_t r = 0; r < outcome->num_replicates; r++)
        if (!(outcome->metric[metric][r] == value)) {
            test_failed(__FILE__, __LINE__, "%s in world %llu is %g, not %g", wom_metrics[metric].name,
                        (unsigned long long)r, outcome->metric[metric][r], value);
            return;
        }
    CHECK_NEAR(outcome->estimate[metric].value, value, 1e-12);
    CHECK_NEAR(outcome->estimate[metric].standard_error, 0, 1e-12);
    CHECK_EQUAL(outcome->estimate[metric].n, outcome->num_replicates);
}

static void
check_curve(const double *found, const wom_outcome *outcome, uint32_t length, const double *expected)
{
    CHECK_EQUAL(outcome->curve_steps, length);
    for (uint32_t t = 0; t < length && t < outcome->curve_steps; t++) CHECK_NEAR(found[t], expected[t], 1e-12);
}

static void
users_are_counted_once(void)
{
    fixture f = begin(0);
    simulate(&f, &two_contents, NULL);
    check_metric(&f, WOM_METRIC_ACCEPTED, 2);
    check_metric(&f, WOM_METRIC_ACTIVE, 4);
    check_metric(&f, WOM_METRIC_EXPOSED, 4);
    check_metric(&f, WOM_METRIC_BASELINE, 0);
    check_metric(&f, WOM_METRIC_INCREMENTAL, 4);
    check_metric(&f, WOM_METRIC_BUYERS, 4);
    check_metric(&f, WOM_METRIC_INCREMENTAL_BUYERS, 4);
    check_metric(&f, WOM_METRIC_REVENUE, 5); /* five purchases, user 2 makes two of them */
    check_metric(&f, WOM_METRIC_COST, 0);
    CHECK(isnan(f.outcome->roi.value));
    CHECK_NEAR(f.outcome->cost_per_incremental.value, 0, 0);
    check_curve(f.outcome->curve_mean, f.outcome, 2, (const double[]){ 2, 4 });
    check_curve(f.outcome->curve_median, f.outcome, 2, (const double[]){ 2, 4 });
    check_curve(f.outcome->newly_mean, f.outcome, 2, (const double[]){ 2, 2 });
    for (wom_node node = 0; node < NODES; node++) CHECK_EQUAL(f.outcome->times_active[node], node < 4 ? 100 : 0);
    end(&f);
}

static void
pairs_are_counted_once_for_each_content(void)
{
    fixture f = begin(0);
    f.options.count = WOM_COUNT_PAIRS;
    simulate(&f, &two_contents, NULL);
    check_metric(&f, WOM_METRIC_ACTIVE, 5);
    check_metric(&f, WOM_METRIC_EXPOSED, 5);
    check_metric(&f, WOM_METRIC_BUYERS, 5);
    check_metric(&f, WOM_METRIC_REVENUE, 5);
    check_curve(f.outcome->curve_mean, f.outcome, 3, (const double[]){ 2, 4, 5 });
    CHECK_EQUAL(f.outcome->times_active[2], 100);
    f.options.max_steps = 1;
    simulate(&f, &two_contents, NULL);
    check_metric(&f, WOM_METRIC_ACTIVE, 4);
    end(&f);
}

static void
contents_have_counts_of_their_own(void)
{
    fixture f = begin(0);
    simulate(&f, &two_contents, NULL);
    CHECK_EQUAL(f.outcome->num_slots, 2);
    for (uint32_t s = 0; s < 2; s++) CHECK_EQUAL(f.outcome->slot_content[s], s);
    CHECK_NEAR(f.outcome->content_active[0].value, 3, 0);
    CHECK_NEAR(f.outcome->content_active[1].value, 2, 0);
    CHECK_NEAR(f.outcome->content_buyers[1].value, 2, 0); /* user 2 bought content 0 as well */
    const wom_plan second_only = { 1, (const wom_node[]){ 3 }, (const uint32_t[]){ 1 } };
    simulate(&f, &second_only, NULL);
    CHECK_EQUAL(f.outcome->num_slots, 1);
    CHECK_EQUAL(f.outcome->slot_content[0], 1);
    end(&f);
}

static void
money_is_fees_contents_and_purchases(void)
{
    fixture f = begin(0);
    const wom_economy economy = {
        .fee = (const double[]){ 1, 1, 1, 5, 1 },
        .user_value = (const double[]){ 1, 2, 3, 4, 5 },
        .content_value = (const double[]){ 10, 100 },
        .content_cost = (const double[]){ 20, 30 },
    };
    simulate(&f, &two_contents, &economy);
    check_metric(&f, WOM_METRIC_REVENUE, (1 + 2 + 3) * 10 + (4 + 3) * 100);
    check_metric(&f, WOM_METRIC_COST, 1 + 5 + 20 + 30);
    check_metric(&f, WOM_METRIC_PROFIT, 760 - 56);
    CHECK_NEAR(f.outcome->roi.value, 704. / 56, 1e-12);
    CHECK_NEAR(f.outcome->cost_per_incremental.value, 56. / 4, 1e-12);
    const wom_plan one = { 1, (const wom_node[]){ 0 }, NULL };
    simulate(&f, &one, &economy);
    check_metric(&f, WOM_METRIC_COST, 1 + 20);
    end(&f);
}

static void
who_refuses_is_exposed_and_paid_only_when_asked(void)
{
    fixture f = begin(0);
    wom_economy economy = {
        .accept = (const double[]){ 1, 1, 1, 0, 1 },
        .fee = (const double[]){ 1, 1, 1, 5, 1 },
    };
    for (int count = 0; count < 2; count++) {
        f.options.count = (wom_count)count;
        economy.pay_when_accepted = false;
        simulate(&f, &two_contents, &economy);
        check_metric(&f, WOM_METRIC_ACCEPTED, 1);
        check_metric(&f, WOM_METRIC_ACTIVE, 3);
        check_metric(&f, WOM_METRIC_EXPOSED, 4);
        check_metric(&f, WOM_METRIC_COST, 6);
        economy.pay_when_accepted = true;
        simulate(&f, &two_contents, &economy);
        check_metric(&f, WOM_METRIC_COST, 1);
    }
    f.options.want_exposed = false;
    simulate(&f, &two_contents, &economy);
    CHECK(isnan(f.outcome->metric[WOM_METRIC_EXPOSED][0]) && isnan(f.outcome->estimate[WOM_METRIC_EXPOSED].value));
    check_metric(&f, WOM_METRIC_ACTIVE, 3);
    end(&f);
}

static void
a_certain_baseline_leaves_nothing_to_add(void)
{
    fixture f = begin(1);
    simulate(&f, &two_contents, NULL);
    check_metric(&f, WOM_METRIC_ACTIVE, NODES);
    check_metric(&f, WOM_METRIC_BASELINE, NODES);
    check_metric(&f, WOM_METRIC_INCREMENTAL, 0);
    check_metric(&f, WOM_METRIC_BUYERS, NODES);
    check_metric(&f, WOM_METRIC_INCREMENTAL_BUYERS, 0);
    check_metric(&f, WOM_METRIC_REVENUE, 0);
    CHECK(isnan(f.outcome->cost_per_incremental.value));
    f.options.count = WOM_COUNT_PAIRS;
    simulate(&f, &two_contents, NULL);
    check_metric(&f, WOM_METRIC_BASELINE, 2 * NODES);
    end(&f);
}

static void
a_plan_without_asks_brings_nothing(void)
{
    fixture f = begin(1);
    const wom_plan nobody = { 0 };
    simulate(&f, &nobody, NULL);
    check_metric(&f, WOM_METRIC_ACTIVE, 0);
    check_metric(&f, WOM_METRIC_BASELINE, 0);
    check_metric(&f, WOM_METRIC_COST, 0);
    CHECK_EQUAL(f.outcome->num_slots, 0);
    CHECK_EQUAL(f.outcome->curve_steps, 1);
    end(&f);
}

static void
late_steps_count_in_the_last_of_a_short_curve(void)
{
    fixture f = begin(0);
    const wom_plan one = { 1, (const wom_node[]){ 0 }, NULL };
    simulate(&f, &one, NULL);
    check_curve(f.outcome->curve_mean, f.outcome, 3, (const double[]){ 1, 2, 3 });
    for (int count = 0; count < 2; count++) {
        f.options.count = (wom_count)count;
        f.options.curve_steps = 2;
        simulate(&f, &one, NULL);
        check_curve(f.outcome->curve_mean, f.outcome, 2, (const double[]){ 1, 3 });
        f.options.curve_steps = 1;
        simulate(&f, &one, NULL);
        check_curve(f.outcome->curve_mean, f.outcome, 1, (const double[]){ 3 });
    }
    end(&f);
}

static void
groups_and_masks_are_minded(void)
{
    fixture f = begin(0);
    const wom_partition partitions[] = { { "segment", 2, (const uint32_t[]){ 0, 1, 1, 0, 1 } },
                                         { "all", 1, (const uint32_t[]){ 0, 0, 0, 0, 0 } } };
    const bool masked[] = { false, true, false }; /* 1 -> 2 */
    f.options.partitions = partitions;
    f.options.num_partitions = 2;
    simulate(&f, &two_contents, NULL);
    CHECK_EQUAL(f.outcome->num_partitions, 2);
    CHECK_NEAR(f.outcome->group_active[0][0].value, 2, 0);
    CHECK_NEAR(f.outcome->group_active[0][1].value, 2, 0);
    CHECK_NEAR(f.outcome->group_active[1][0].value, 4, 0);
    f.options.masked = masked;
    f.options.count = WOM_COUNT_PAIRS;
    simulate(&f, &two_contents, NULL);
    check_metric(&f, WOM_METRIC_ACTIVE, 4);
    end(&f);
}

static void
the_curve_has_the_quantiles_of_its_worlds(void)
{
    fixture f = begin(0);
    f.graph->strength[0] = .5f;
    f.model->offset.of_tie[0] = .5f;
    f.options.replicates = 1000;
    const wom_plan one = { 1, (const wom_node[]){ 0 }, NULL };
    simulate(&f, &one, NULL);
    double last[1000], sum = 0;
    for (int r = 0; r < 1000; r++) sum += last[r] = f.outcome->metric[WOM_METRIC_ACTIVE][r];
    wom_sort_reals(last, 1000);
    CHECK_EQUAL(f.outcome->curve_steps, 3);
    CHECK_NEAR(f.outcome->curve_mean[2], sum / 1000, 1e-12);
    CHECK_NEAR(f.outcome->curve_low[2], 1, 0);
    CHECK_NEAR(f.outcome->curve_high[2], 3, 0);
    CHECK_NEAR(f.outcome->curve_median[2], wom_quantile(last, 1000, .5), 0);
    CHECK_NEAR(f.outcome->newly_mean[1] + f.outcome->newly_mean[2] + 1, f.outcome->curve_mean[2], 1e-12);
    end(&f);
}

/* ---- The sigmoid ---- */

static void
purchases_by_the_sigmoid_are_as_by_hand(void)
{
    fixture f = begin(0);
    wom_graph *graph = GRAPH_OF(f.job, 3, { 0, 1, 1 });
    wom_data *data = graph_data(f.job, graph, 2);
    float *purchase = NULL;
    wom_purchase_sigmoid sigmoid = { .bias = -1 };
    CHECK_OK(wom_purchase_by_sigmoid(&purchase, f.job, data, &sigmoid));
    for (int i = 0; purchase != NULL && i < 6; i++) CHECK_NEAR((double)purchase[i], 1 / (1 + exp(1)), 1e-7);
    wom_free(purchase);
    sigmoid.affinity = 2;
    CHECK_FAILS(wom_purchase_by_sigmoid(&purchase, f.job, data, &sigmoid), WOM_INVALID,
                "need the interests of users and contents");
    CHECK(purchase == NULL);
    data->user_interests = graph_vectors(f.job, 3, 2, (const float[]){ 1, 0, 3, 4, 0, 0 });
    data->content_interests = graph_vectors(f.job, 2, 2, (const float[]){ 2, 0, 0, 1 });
    sigmoid.user_weight = (const double[]){ .5, -.25 };
    sigmoid.content_weight = (const double[]){ .1, .2 };
    CHECK_OK(wom_purchase_by_sigmoid(&purchase, f.job, data, &sigmoid));
    const double x[] = { -1 + .5 + .2 + 2, -1 + .5 + .2 + 2 * .6, -1 + .2, /* content 0 */
                         -1 + .5 + .2,     -1 + .5 + .2 + 2 * .8, -1 + .2 };
    for (int i = 0; purchase != NULL && i < 6; i++) CHECK_NEAR((double)purchase[i], 1 / (1 + exp(-x[i])), 1e-6);
    wom_free(purchase);
    wom_data_free(data);
    end(&f);
}

TEST_MAIN(TEST(users_are_counted_once), TEST(pairs_are_counted_once_for_each_content),
          TEST(contents_have_counts_of_their_own), TEST(money_is_fees_contents_and_purchases),
          TEST(who_refuses_is_exposed_and_paid_only_when_asked), TEST(a_certain_baseline_leaves_nothing_to_add),
          TEST(a_plan_without_asks_brings_nothing), TEST(late_steps_count_in_the_last_of_a_short_curve),
          TEST(groups_and_masks_are_minded), TEST(the_curve_has_the_quantiles_of_its_worlds),
          TEST(purchases_by_the_sigmoid_are_as_by_hand))
