/* simulate: how it spreads, who passed on to whom, and what each seed adds. */
#include "graphs.h"
#include "test.h"

#include <wom/simulate.h>

/* A plan of content 0 under ic on a graph whose strengths are probabilities. */
typedef struct fixture {
    wom_job *job;
    wom_graph *graph;
    wom_model *model;
    wom_choice dynamics;
    wom_plan plan;
    wom_simulate_options options;
} fixture;

static fixture
begin(wom_job *job, wom_graph *graph, const wom_node *seeds, uint32_t num_seeds, double baseline)
{
    return (fixture){
        .job = job,
        .graph = graph,
        .model = graph_model(job, graph, 2, baseline),
        .dynamics = graph_choice(job, &wom_dynamics_catalogue, "ic"),
        .plan = { num_seeds, seeds, NULL },
        .options = wom_simulate_defaults(),
    };
}

static void
end(fixture *f)
{
    wom_choice_free(&f->dynamics);
    wom_model_free(f->model);
    wom_graph_free(f->graph);
    CHECK_EQUAL(wom_job_memory_used(f->job), 0);
    wom_job_free(f->job);
}

static wom_shape *
shape_of(fixture *f, uint64_t num_worlds)
{
    wom_shape *shape = NULL;
    CHECK_OK(wom_simulate_shape(&shape, f->job, f->model, &f->dynamics, &f->plan, NULL, &f->options, num_worlds));
    return shape;
}

static void
check_measures(const wom_shape *shape, const double expected[WOM_NUM_SHAPE_MEASURES])
{
    for (uint32_t m = 0; m < WOM_NUM_SHAPE_MEASURES; m++) {
        if (isnan(expected[m]))
            CHECK(isnan(shape->estimate[m].value));
        else
            CHECK_NEAR(shape->estimate[m].value, expected[m], 1e-12);
    }
}

static void
a_chain_is_deep_and_viral(void)
{
    enum { LENGTH = 10 };
    graph_tie ties[LENGTH - 1];
    wom_job *job = test_job(1);
    for (wom_node i = 0; i + 1 < LENGTH; i++) ties[i] = (graph_tie){ i, i + 1, 1 };
    fixture f = begin(job, graph_of(job, LENGTH, LENGTH - 1, ties), (const wom_node[]){ 0 }, 1, 0);
    wom_shape *shape = shape_of(&f, 3);
    /* the mean distance on a path of n users is (n + 1) / 3 */
    check_measures(shape, (const double[]){ LENGTH - 1, 1, (LENGTH + 1) / 3., 1, 0, 4, 8 });
    CHECK_EQUAL(shape->num_generations, LENGTH);
    CHECK_NEAR(shape->reproduction[0].value, 1, 0);
    CHECK_NEAR(shape->reproduction[LENGTH - 1].value, 0, 0);
    wom_shape_free(shape);
    end(&f);
}

static void
a_broadcast_is_shallow_and_its_virality_near_two(void)
{
    enum { LEAVES = 20 };
    graph_tie ties[LEAVES];
    wom_job *job = test_job(1);
    for (wom_node i = 0; i < LEAVES; i++) ties[i] = (graph_tie){ 0, i + 1, 1 };
    fixture f = begin(job, graph_of(job, LEAVES + 1, LEAVES, ties), (const wom_node[]){ 0 }, 1, 0);
    wom_shape *shape = shape_of(&f, 2);
    check_measures(shape, (const double[]){ 1, LEAVES, 2 - 2. / (LEAVES + 1), 1, 1, 1, 1 });
    CHECK_NEAR(shape->reproduction[0].value, LEAVES, 0);
    wom_shape_free(shape);
    end(&f);
}

static void
distances_are_counted_within_trees_only(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 6, { 0, 1, 1 }, { 1, 2, 1 }, { 3, 4, 1 });
    fixture f = begin(job, graph, (const wom_node[]){ 0, 3, 5 }, 3, 0);
    wom_shape *shape = shape_of(&f, 2);
    /* pairs 01, 12 and 34 at distance 1, pair 02 at distance 2; user 5 has no pair */
    check_measures(shape, (const double[]){ 2, 2, 5. / 4, 1, 0, 0, 2 });
    wom_shape_free(shape);
    end(&f);
}

static void
where_nobody_passes_on_there_is_no_virality(void)
{
    wom_job *job = test_job(1);
    fixture f = begin(job, GRAPH_OF(job, 3, { 0, 1, 0 }), (const wom_node[]){ 0, 2 }, 2, 0);
    wom_shape *shape = shape_of(&f, 4);
    check_measures(shape, (const double[]){ 0, 0, (double)NAN, 0, 0, 0, 0 });
    CHECK_EQUAL(shape->num_generations, 1);
    CHECK_NEAR(shape->generation[0].value, 2, 0);
    wom_shape_free(shape);
    end(&f);
}

/* In a tree where everybody has `CHILDREN` friends, each generation has CHILDREN * P times the users of the last. */
static void
reproduction_on_a_regular_tree_is_that_of_a_branching_process(void)
{
    enum { CHILDREN = 3, NODES = 1 + 3 + 9 + 27 + 81, WORLDS = 4000 };
    const double p = .4;
    graph_tie ties[NODES - 1];
    wom_job *job = test_job(2);
    for (wom_node i = 1; i < NODES; i++) ties[i - 1] = (graph_tie){ (i - 1) / CHILDREN, i, p };
    fixture f = begin(job, graph_of(job, NODES, NODES - 1, ties), (const wom_node[]){ 0 }, 1, 0);
    wom_shape *shape = shape_of(&f, WORLDS);
    CHECK_EQUAL(shape->num_generations, 5);
    for (uint32_t g = 0; g < 4; g++) {
        CHECK(shape->reproduction[g].standard_error < .03);
        CHECK_NEAR(shape->reproduction[g].value, CHILDREN * p, 5 * shape->reproduction[g].standard_error);
    }
    wom_shape_free(shape);
    end(&f);
}

/* ---- Traces ---- */

static fixture
random_fixture(uint32_t threads, uint32_t num_seeds, double baseline)
{
    static const wom_node seeds[] = { 3, 50, 17, 120, 4 };
    wom_job *job = test_job(threads);
    wom_graph *graph = graph_random(job, 200, 900, 5);
    graph_limit_incoming(graph, .9);
    return begin(job, graph, seeds, num_seeds, baseline);
}

static void
a_trace_tells_of_the_world_that_was_counted(void)
{
    static const uint32_t contents[] = { 0, 1, 0, 0, 1 };
    fixture f = random_fixture(1, 5, .01);
    wom_outcome *outcome = NULL;
    f.plan.content = contents;
    f.options.replicates = 40;
    f.options.count = WOM_COUNT_PAIRS;
    CHECK_OK(wom_simulate(&outcome, f.job, f.model, &f.dynamics, &f.plan, NULL, &f.options));
    for (uint64_t replicate = 0; replicate < 40; replicate++) {
        wom_trace *trace = NULL;
        uint32_t num_seeds = 0;
        CHECK_OK(wom_simulate_trace(&trace, f.job, f.model, &f.dynamics, &f.plan, NULL, &f.options, replicate));
        CHECK_EQUAL(trace->num_rows, (uint64_t)outcome->metric[WOM_METRIC_ACTIVE][replicate]);
        for (uint32_t i = 0; i < trace->num_rows; i++) {
            const uint32_t parent = trace->parent[i];
            num_seeds += trace->is_seed[i];
            CHECK((parent == WOM_NO_NODE) == (trace->generation[i] == 0));
            if (parent == WOM_NO_NODE) continue;
            CHECK(parent < i && trace->content[parent] == trace->content[i] && !trace->is_seed[i]);
            CHECK(trace->generation[i] == trace->generation[parent] + 1 && trace->time[i] > trace->time[parent]);
        }
        CHECK_EQUAL(num_seeds, 5);
        wom_trace_free(trace);
    }
    wom_outcome_free(outcome);
    end(&f);
}

static void
the_median_replicate_has_as_many_below_as_above(void)
{
    double active[] = { 5, 9, 1, 7, 7, 3 };
    wom_outcome outcome = { .num_replicates = 6, .metric[WOM_METRIC_ACTIVE] = active };
    CHECK_EQUAL(wom_outcome_median_replicate(&outcome), 0);
    outcome.num_replicates = 5;
    CHECK_EQUAL(wom_outcome_median_replicate(&outcome), 3);
    outcome.num_replicates = 1;
    CHECK_EQUAL(wom_outcome_median_replicate(&outcome), 0);
}

/* ---- Contributions ---- */

static wom_contributions *
contributions_of(fixture *f, uint64_t num_worlds)
{
    wom_contributions *found = NULL;
    CHECK_OK(
        wom_simulate_contributions(&found, f->job, f->model, &f->dynamics, &f->plan, NULL, &f->options, num_worlds));
    return found;
}

static void
seeds_with_friends_of_their_own_do_not_overlap(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 5, { 0, 1, 1 }, { 2, 3, 1 }, { 2, 4, 1 });
    fixture f = begin(job, graph, (const wom_node[]){ 2, 0 }, 2, 0);
    wom_contributions *found = contributions_of(&f, 5);
    const double brings[] = { 3, 2 };
    for (uint32_t i = 0; i < 2; i++) {
        CHECK_NEAR(found->alone[i].value, brings[i], 0);
        CHECK_NEAR(found->lost[i].value, brings[i], 0);
        CHECK_NEAR(found->credit[i].value, brings[i], 0);
    }
    CHECK_NEAR(found->total.value, 5, 0);
    CHECK_NEAR(found->overlap.value, 0, 1e-15);
    wom_contributions_free(found);
    end(&f);
}

static void
friends_in_common_are_shared_fairly(void)
{
    enum { WORLDS = 2000 };
    wom_job *job = test_job(1);
    fixture f = begin(job, GRAPH_OF(job, 3, { 0, 2, 1 }, { 1, 2, 1 }), (const wom_node[]){ 0, 1 }, 2, 0);
    wom_contributions *found = contributions_of(&f, WORLDS);
    for (uint32_t i = 0; i < 2; i++) {
        CHECK_NEAR(found->alone[i].value, 2, 0);
        CHECK_NEAR(found->lost[i].value, 1, 0);
        CHECK_NEAR(found->credit[i].value, 1.5, 5 * found->credit[i].standard_error);
    }
    CHECK_NEAR(found->credit[0].value + found->credit[1].value, found->total.value, 1e-12);
    CHECK_NEAR(found->overlap.value, .25, 1e-12);
    wom_contributions_free(found);
    end(&f);
}

static void
shares_add_up_to_what_the_plan_brings(void)
{
    fixture f = random_fixture(2, 5, .01);
    wom_outcome *outcome = NULL;
    f.options.replicates = 50;
    wom_contributions *found = contributions_of(&f, 50);
    CHECK_OK(wom_simulate(&outcome, f.job, f.model, &f.dynamics, &f.plan, NULL, &f.options));
    double credit = 0;
    for (uint32_t i = 0; i < 5; i++) {
        credit += found->credit[i].value;
        CHECK(found->lost[i].value <= found->credit[i].value + 1e-12);
        CHECK(found->credit[i].value <= found->alone[i].value + 1e-12);
    }
    CHECK_NEAR(credit, found->total.value, 1e-9);
    CHECK_NEAR(found->total.value, outcome->estimate[WOM_METRIC_INCREMENTAL].value, 1e-9);
    wom_contributions_free(found);
    wom_outcome_free(outcome);
    end(&f);
}

/* ---- Both ---- */

static void
threads_change_nothing(void)
{
    fixture one = random_fixture(1, 5, .01), many = random_fixture(7, 5, .01);
    wom_shape *a = shape_of(&one, 90), *b = shape_of(&many, 90);
    for (uint32_t m = 0; m < WOM_NUM_SHAPE_MEASURES; m++)
        CHECK(memcmp(a->measure[m], b->measure[m], 90 * sizeof(double)) == 0);
    CHECK_EQUAL(a->num_generations, b->num_generations);
    CHECK(memcmp(a->reproduction, b->reproduction, a->num_generations * sizeof *a->reproduction) == 0);
    wom_contributions *c = contributions_of(&one, 30), *d = contributions_of(&many, 30);
    CHECK(memcmp(c->credit, d->credit, 5 * sizeof *c->credit) == 0);
    wom_shape_free(a);
    wom_shape_free(b);
    wom_contributions_free(c);
    wom_contributions_free(d);
    end(&one);
    end(&many);
}

static void
fizzles_and_gains_are_counted(void)
{
    enum { WORLDS = 4000 };
    wom_job *job = test_job(1);
    fixture f = begin(job, GRAPH_OF(job, 2, { 0, 1, .3 }), (const wom_node[]){ 0 }, 1, 0);
    wom_outcome *outcome = NULL;
    f.options.replicates = WORLDS;
    CHECK_OK(wom_simulate(&outcome, job, f.model, &f.dynamics, &f.plan, NULL, &f.options));
    CHECK_NEAR(outcome->fizzle.value, .7, 5 * outcome->fizzle.standard_error);
    CHECK_NEAR(outcome->gain.value, 1.3, 5 * outcome->gain.standard_error);
    wom_outcome_free(outcome);
    f.options.fizzle = .5;
    CHECK_FAILS(wom_simulate(&outcome, job, f.model, &f.dynamics, &f.plan, NULL, &f.options), WOM_INVALID,
                "fizzle is 0.5");
    end(&f);
}

static fixture *failing;

static wom_status
look_at_everything(wom_job *job)
{
    wom_shape *shape = NULL;
    wom_trace *trace = NULL;
    wom_contributions *found = NULL;
    const fixture *f = failing;
    wom_status status = wom_simulate_shape(&shape, job, f->model, &f->dynamics, &f->plan, NULL, &f->options, 3);
    if (status == WOM_OK)
        status = wom_simulate_trace(&trace, job, f->model, &f->dynamics, &f->plan, NULL, &f->options, 1);
    if (status == WOM_OK)
        status = wom_simulate_contributions(&found, job, f->model, &f->dynamics, &f->plan, NULL, &f->options, 3);
    wom_shape_free(shape);
    wom_trace_free(trace);
    wom_contributions_free(found);
    return status;
}

static void
every_allocation_may_fail(void)
{
    fixture f = random_fixture(1, 3, .01);
    failing = &f;
    test_each_allocation_failing(look_at_everything);
    end(&f);
}

TEST_MAIN(TEST(a_chain_is_deep_and_viral), TEST(a_broadcast_is_shallow_and_its_virality_near_two),
          TEST(distances_are_counted_within_trees_only), TEST(where_nobody_passes_on_there_is_no_virality),
          TEST(reproduction_on_a_regular_tree_is_that_of_a_branching_process),
          TEST(a_trace_tells_of_the_world_that_was_counted), TEST(the_median_replicate_has_as_many_below_as_above),
          TEST(seeds_with_friends_of_their_own_do_not_overlap), TEST(friends_in_common_are_shared_fairly),
          TEST(shares_add_up_to_what_the_plan_brings), TEST(threads_change_nothing),
          TEST(fizzles_and_gains_are_counted), TEST(every_allocation_may_fail))
