/* graph: how degrees, strengths and components are distributed, and modularity, on graphs worked out by hand. */
#include "graphs.h"
#include "test.h"

static void
quantiles_of_degrees_and_strengths_are_those_of_the_sorted(void)
{
    wom_job *job = test_job(1);
    /* a star outwards: out-degrees 4 0 0 0 0, in-degrees 0 1 1 1 1 */
    wom_graph *graph = GRAPH_OF(job, 5, { 0, 1, 1 }, { 0, 2, 2 }, { 0, 3, 3 }, { 0, 4, 10 });
    wom_graph_summary s;
    CHECK_OK(wom_graph_summarise(&s, job, graph));
    CHECK_NEAR(s.out_degree_quantiles[2], 0, 0);
    CHECK_NEAR(s.in_degree_quantiles[2], 1, 0);
    CHECK(s.out_degree_quantiles[4] > 0 && s.in_degree_quantiles[0] < 1);
    CHECK_NEAR(s.strength_quantiles[2], 2.5, 1e-12);
    CHECK_NEAR(s.strength_mean, 4, 1e-12);
    CHECK_NEAR(s.strength_max, 10, 0);
    for (int i = 1; i < 5; i++) CHECK(s.strength_quantiles[i] >= s.strength_quantiles[i - 1]);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
the_second_component_is_told_beside_the_largest(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 9, { 0, 1, 1 }, { 2, 3, 1 }, { 3, 4, 1 }, { 5, 6, 1 }, { 7, 6, 1 });
    wom_graph_summary s;
    CHECK_OK(wom_graph_summarise(&s, job, graph));
    CHECK_EQUAL(s.num_components, 4);
    CHECK_EQUAL(s.largest_component, 3);
    CHECK_EQUAL(s.second_component, 3);
    wom_graph_free(graph);
    graph = GRAPH_OF(job, 3, { 0, 1, 1 }, { 1, 2, 1 });
    CHECK_OK(wom_graph_summarise(&s, job, graph));
    CHECK_EQUAL(s.largest_component, 3);
    CHECK_EQUAL(s.second_component, 0);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
modularity_is_newmans(void)
{
    static const uint32_t halves[] = { 0, 0, 0, 1, 1, 1 }, all[] = { 0, 0, 0, 0, 0, 0 };
    wom_job *job = test_job(1);
    double q = 0;
    /* two triangles and a tie between them: 6 / 7 within, half of the ends each */
    wom_graph *graph = GRAPH_OF(job, 6, { 0, 1, 1 }, { 1, 2, 1 }, { 2, 0, 1 }, { 3, 4, 1 }, { 4, 5, 1 }, { 5, 3, 1 },
                                { 2, 3, 1 });
    CHECK_OK(wom_graph_modularity(&q, job, graph, halves, 2));
    CHECK_NEAR(q, 6.0 / 7 - 0.5, 1e-12);
    CHECK_OK(wom_graph_modularity(&q, job, graph, all, 1));
    CHECK_NEAR(q, 0, 1e-12);
    CHECK_FAILS(wom_graph_modularity(&q, job, graph, halves, 1), WOM_INVALID, "node 3: mark is 1");
    wom_graph_free(graph);
    /* by strength: 6 of 14 within, as many ends each */
    graph = GRAPH_OF(job, 6, { 0, 1, 1 }, { 1, 2, 1 }, { 2, 0, 1 }, { 3, 4, 1 }, { 4, 5, 1 }, { 5, 3, 1 }, { 2, 3, 8 });
    CHECK_OK(wom_graph_modularity(&q, job, graph, halves, 2));
    CHECK_NEAR(q, 6.0 / 14 - 0.5, 1e-12);
    wom_graph_free(graph);
    graph = graph_of(job, 2, 0, NULL);
    CHECK_OK(wom_graph_modularity(&q, job, graph, halves, 1));
    CHECK(isnan(q));
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
check_tally(wom_job *job, const wom_graph *graph, wom_measure measure, uint64_t num, const double *value,
            const uint64_t *count)
{
    wom_tally tally;
    CHECK_OK(wom_graph_tally(&tally, job, graph, measure));
    CHECK_EQUAL(tally.num, num);
    for (uint64_t i = 0; i < num && i < tally.num; i++) {
        CHECK_NEAR(tally.value[i], value[i], 0);
        CHECK_EQUAL(tally.count[i], count[i]);
    }
    wom_tally_clear(&tally);
}

static void
tallies_count_every_node_tie_and_component(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 7, { 0, 1, 0 }, { 0, 2, 0.3f }, { 1, 2, 1 }, { 2, 3, 3.9f }, { 4, 5, 4 });
    check_tally(job, graph, WOM_MEASURE_OUT_DEGREE, 3, (double[]){ 0, 1, 2 }, (uint64_t[]){ 3, 3, 1 });
    check_tally(job, graph, WOM_MEASURE_IN_DEGREE, 3, (double[]){ 0, 1, 2 }, (uint64_t[]){ 3, 3, 1 });
    check_tally(job, graph, WOM_MEASURE_STRENGTH, 5, (double[]){ 0, 0.25, 1, 2, 4 }, (uint64_t[]){ 1, 1, 1, 1, 1 });
    check_tally(job, graph, WOM_MEASURE_COMPONENT, 3, (double[]){ 1, 2, 4 }, (uint64_t[]){ 1, 1, 1 });
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
tally_all(wom_job *job)
{
    wom_tally tally;
    wom_status status = WOM_OK;
    wom_job *quiet = test_job(1);
    wom_graph *graph = GRAPH_OF(quiet, 3, { 0, 1, 1 }, { 1, 2, 2 });
    for (int measure = 0; measure < 4 && status == WOM_OK; measure++) {
        status = wom_graph_tally(&tally, job, graph, (wom_measure)measure);
        wom_tally_clear(&tally);
    }
    wom_graph_free(graph);
    wom_job_free(quiet);
    return status;
}

static void
each_allocation_of_a_tally_failing_leaks_nothing(void)
{
    test_each_allocation_failing(tally_all);
}

TEST_MAIN(TEST(tallies_count_every_node_tie_and_component), TEST(each_allocation_of_a_tally_failing_leaks_nothing),
          TEST(quantiles_of_degrees_and_strengths_are_those_of_the_sorted),
          TEST(the_second_component_is_told_beside_the_largest), TEST(modularity_is_newmans))
