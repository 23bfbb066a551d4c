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

TEST_MAIN(TEST(quantiles_of_degrees_and_strengths_are_those_of_the_sorted),
          TEST(the_second_component_is_told_beside_the_largest), TEST(modularity_is_newmans))
