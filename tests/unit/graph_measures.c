/* Measures of graphs that can be worked out by hand, or by looking at everything. */
#include <wom/graph.h>

#include "test.h"

static wom_graph *
create(wom_job *job, wom_node num_nodes, const wom_graph_rows *rows)
{
    wom_graph *graph = NULL;
    CHECK_OK(wom_graph_create(&graph, NULL, job, num_nodes, rows));
    return graph;
}

static wom_graph_summary
summary_of(wom_node num_nodes, const wom_graph_rows *rows)
{
    wom_job *job = test_job(2);
    wom_graph_summary summary = { 0 };
    wom_graph *graph = create(job, num_nodes, rows);
    CHECK_OK(wom_graph_summarise(&summary, job, graph));
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
    return summary;
}

static void
a_graph_without_ties_has_no_measures(void)
{
    const wom_graph_rows none = { 0 };
    for (wom_node num_nodes = 0; num_nodes <= 3; num_nodes++) {
        const wom_graph_summary s = summary_of(num_nodes, &none);
        CHECK_EQUAL(s.num_nodes, num_nodes);
        CHECK_EQUAL(s.num_isolated, num_nodes);
        CHECK_EQUAL(s.num_components, num_nodes);
        CHECK_EQUAL(s.largest_component, num_nodes > 0 ? 1 : 0);
        CHECK_EQUAL(s.max_out_degree + s.max_in_degree + s.num_ties, 0);
        CHECK(num_nodes == 0 ? isnan(s.mean_degree) : s.mean_degree == 0);
        CHECK(num_nodes == 0 ? isnan(s.out_degree_quantiles[2]) : s.out_degree_quantiles[2] == 0);
        CHECK(isnan(s.reciprocity) && isnan(s.clustering) && isnan(s.local_clustering));
        CHECK(isnan(s.degree_assortativity) && isnan(s.tail_exponent));
    }
}

static void
a_star_is_measured(void)
{
    static const wom_node centre[] = { 0, 0, 0, 0, 0 }, leaf[] = { 1, 2, 3, 4, 5 };
    static const double strength[] = { 1, 2, 3, 4, 0 };
    wom_graph_rows rows = { 5, centre, leaf, strength, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM };
    wom_graph_summary s = summary_of(7, &rows);
    CHECK_EQUAL(s.max_out_degree, 5);
    CHECK_EQUAL(s.max_in_degree, 1);
    CHECK_EQUAL(s.num_isolated, 1);
    CHECK_EQUAL(s.num_components, 2);
    CHECK_EQUAL(s.largest_component, 6);
    CHECK_NEAR(s.mean_degree, 5.0 / 7, 1e-15);
    CHECK_NEAR(s.out_degree_quantiles[2], 0, 0);
    CHECK_NEAR(s.out_degree_quantiles[4], 5 * 0.7, 1e-12); /* 95 % of 6 steps: .7 on the last one, from 0 to 5 */
    CHECK_NEAR(s.strength_mean, 2, 0);
    CHECK_NEAR(s.strength_max, 4, 0);
    CHECK_NEAR(s.reciprocity, 0, 0);
    CHECK_NEAR(s.clustering, 0, 0);
    CHECK_NEAR(s.local_clustering, 0, 0);
    CHECK_NEAR(s.degree_assortativity, -1, 1e-15);
    rows.direction = WOM_DIRECTION_MUTUAL;
    rows.strength = NULL;
    s = summary_of(6, &rows);
    CHECK_NEAR(s.reciprocity, 1, 0);
    CHECK_NEAR(s.strength_mean, 1, 0);
    CHECK_NEAR(s.strength_max, 1, 0);
}

static void
a_complete_graph_is_measured(void)
{
    static const wom_node a[] = { 0, 0, 0, 0, 1, 1, 1, 2, 2, 3 }, b[] = { 1, 2, 3, 4, 2, 3, 4, 3, 4, 4 };
    const wom_graph_rows rows = { 10, a, b, NULL, WOM_DIRECTION_MUTUAL, WOM_PARALLEL_SUM };
    const wom_graph_summary s = summary_of(5, &rows);
    CHECK_NEAR(s.clustering, 1, 0);
    CHECK_NEAR(s.local_clustering, 1, 0);
    CHECK_NEAR(s.mean_degree, 4, 0);
    CHECK(isnan(s.degree_assortativity));
}

/* A triangle 0 1 2 with a tail 0 - 3; one of its ties goes both ways. */
static void
a_triangle_with_a_tail_is_measured(void)
{
    static const wom_node from[] = { 0, 2, 1, 1, 3 }, to[] = { 1, 1, 2, 0, 0 };
    wom_graph_rows rows = { 5, from, to, NULL, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM };
    CHECK_NEAR(summary_of(4, &rows).clustering, 0, 0); /* 0 - 2 is missing yet */
    static const wom_node all_from[] = { 0, 2, 1, 1, 3, 2 }, all_to[] = { 1, 1, 2, 0, 0, 0 };
    rows.num_rows = 6;
    rows.from = all_from;
    rows.to = all_to;
    const wom_graph_summary s = summary_of(4, &rows);
    CHECK_NEAR(s.reciprocity, 4.0 / 6, 1e-15);
    CHECK_NEAR(s.clustering, 3.0 / 5, 1e-15);
    CHECK_NEAR(s.local_clustering, 7.0 / 9, 1e-15);
    CHECK_NEAR(s.degree_assortativity, -5.0 / 7, 1e-15);
}

/* Degrees 16, 8, 4 and ones among 40 nodes: the top 5 % are two. */
static void
the_tail_exponent_is_hills(void)
{
    wom_node from[28], to[28];
    for (wom_node row = 0; row < 28; row++) {
        from[row] = row < 16 ? 0 : row < 24 ? 1 : 2;
        to[row] = row + 3;
    }
    const wom_graph_rows rows = { 28, from, to, NULL, WOM_DIRECTION_FOLLOWS, WOM_PARALLEL_SUM };
    CHECK_NEAR(summary_of(40, &rows).tail_exponent, 1 + 2 / log(8), 1e-12);
}

enum { NUM_NODES = 700, NUM_ROWS = 9000 };

static wom_graph *
random_graph(wom_job *job, wom_parallel parallel)
{
    static wom_node from[NUM_ROWS], to[NUM_ROWS];
    static double strength[NUM_ROWS];
    wom_rng rng = wom_rng_stream(3, WOM_PURPOSE_GENERATE, 0);
    for (int row = 0; row < NUM_ROWS; row++) {
        from[row] = (wom_node)(NUM_NODES * pow(wom_rng_uniform(&rng), 2));
        to[row] = (wom_node)(NUM_NODES * pow(wom_rng_uniform(&rng), 3));
        strength[row] = (double)wom_rng_below(&rng, 4);
    }
    const wom_graph_rows rows = { NUM_ROWS, from, to, strength, WOM_DIRECTION_INFLUENCE, parallel };
    return create(job, NUM_NODES, &rows);
}

/* Looks at all pairs of neighbours in a matrix. */
static void
plain_clustering(const wom_graph *graph, double *clustering, double *local)
{
    static bool near[NUM_NODES][NUM_NODES];
    uint64_t closed = 0, triples = 0, num_local = 0;
    *local = 0;
    for (wom_node a = 0; a < NUM_NODES; a++)
        for (uint64_t tie = graph->out_first[a]; tie < graph->out_first[a + 1]; tie++)
            near[a][graph->out_head[tie]] = near[graph->out_head[tie]][a] = true;
    for (wom_node a = 0; a < NUM_NODES; a++) {
        uint64_t closed_at_a = 0, triples_at_a = 0;
        for (wom_node b = 0; b < NUM_NODES; b++) {
            for (wom_node c = 0; near[a][b] && c < b; c++) {
                if (!near[a][c]) continue;
                triples_at_a++;
                if (near[b][c]) closed_at_a++;
            }
        }
        closed += closed_at_a;
        triples += triples_at_a;
        if (triples_at_a == 0) continue;
        *local += (double)closed_at_a / (double)triples_at_a;
        num_local++;
    }
    *clustering = (double)closed / (double)triples;
    *local /= (double)num_local;
}

static void
clustering_agrees_with_looking_at_all_triples(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = random_graph(job, WOM_PARALLEL_KEEP);
    double clustering, local;
    plain_clustering(graph, &clustering, &local);
    wom_graph_summary s = { 0 };
    CHECK_OK(wom_graph_summarise(&s, job, graph));
    CHECK(s.clustering > 0.01 && s.clustering < 0.9);
    CHECK_NEAR(s.clustering, clustering, 1e-15);
    CHECK_NEAR(s.local_clustering, local, 1e-14);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
the_number_of_threads_does_not_matter(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    static double rank[3][NUM_NODES];
    wom_graph_summary s[3] = { 0 };
    for (int i = 0; i < 3; i++) {
        wom_job *job = test_job(threads[i]);
        wom_graph *graph = random_graph(job, WOM_PARALLEL_SUM);
        CHECK_OK(wom_graph_summarise(&s[i], job, graph));
        CHECK_OK(wom_graph_pagerank(rank[i], job, graph, 0.85));
        wom_graph_free(graph);
        wom_job_free(job);
    }
    for (int i = 1; i < 3; i++) {
        CHECK_NEAR(s[i].clustering, s[0].clustering, 0);
        CHECK_NEAR(s[i].local_clustering, s[0].local_clustering, 0);
        CHECK_NEAR(s[i].degree_assortativity, s[0].degree_assortativity, 0);
        CHECK(memcmp(rank[i], rank[0], sizeof rank[0]) == 0);
    }
}

static void
assortativity_of_marks_is_newmans(void)
{
    static const wom_node from[] = { 0, 1, 2, 3, 0 }, to[] = { 1, 0, 3, 2, 2 };
    static const uint32_t mark[] = { 0, 0, 1, 1 }, crossed[] = { 0, 1, 0, 1 }, one[] = { 1, 1, 1, 1 };
    wom_job *job = test_job(1);
    wom_graph_rows rows = { 4, from, to, NULL, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM };
    wom_graph *graph = create(job, 4, &rows);
    double r = 0;
    CHECK_OK(wom_graph_mark_assortativity(&r, job, graph, mark, 2));
    CHECK_NEAR(r, 1, 1e-15);
    CHECK_OK(wom_graph_mark_assortativity(&r, job, graph, crossed, 2));
    CHECK_NEAR(r, -1, 1e-15);
    CHECK_OK(wom_graph_mark_assortativity(&r, job, graph, one, 2));
    CHECK(isnan(r));
    CHECK_FAILS(wom_graph_mark_assortativity(&r, job, graph, mark, 1), WOM_INVALID, "node 2: mark is 1");
    wom_graph_free(graph);
    rows.num_rows = 5; /* within 4 of 5; out of mark 0: 3, into it 2: (.8 - .48) / (1 - .48) */
    graph = create(job, 4, &rows);
    CHECK_OK(wom_graph_mark_assortativity(&r, job, graph, mark, 2));
    CHECK_NEAR(r, 0.32 / 0.52, 1e-15);
    wom_graph_free(graph);
    rows.num_rows = 0;
    graph = create(job, 4, &rows);
    CHECK_OK(wom_graph_mark_assortativity(&r, job, graph, mark, 2));
    CHECK(isnan(r));
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* ---- PageRank ---- */

/* Two hundred steps of the walk against the ties. */
static void
plain_pagerank(double *rank, const wom_graph *graph, double damping)
{
    static double next[NUM_NODES];
    const wom_node n = graph->num_nodes;
    for (wom_node j = 0; j < n; j++) rank[j] = 1.0 / n;
    for (int step = 0; step < 200; step++) {
        double lost = 0;
        for (wom_node j = 0; j < n; j++) next[j] = 0;
        for (wom_node j = 0; j < n; j++) {
            double sum = 0;
            for (uint64_t at = graph->in_first[j]; at < graph->in_first[j + 1]; at++)
                sum += (double)graph->strength[graph->in_tie[at]];
            if (!(sum > 0)) lost += rank[j];
            for (uint64_t at = graph->in_first[j]; sum > 0 && at < graph->in_first[j + 1]; at++)
                next[graph->in_tail[at]] += rank[j] * (double)graph->strength[graph->in_tie[at]] / sum;
        }
        for (wom_node j = 0; j < n; j++) rank[j] = (1 - damping) / n + damping * (next[j] + lost / n);
    }
}

static void
pagerank_agrees_with_walking(void)
{
    wom_job *job = test_job(1);
    double rank[NUM_NODES], expected[NUM_NODES], sum = 0;
    for (int parallel = 0; parallel < 3; parallel++) {
        wom_graph *graph = random_graph(job, (wom_parallel)parallel);
        plain_pagerank(expected, graph, 0.85);
        CHECK_OK(wom_graph_pagerank(rank, job, graph, 0.85));
        for (wom_node node = 0; node < NUM_NODES; node++) CHECK_NEAR(rank[node], expected[node], 1e-9);
        wom_graph_free(graph);
    }
    for (wom_node node = 0; node < NUM_NODES; node++) sum += rank[node];
    CHECK_NEAR(sum, 1, 1e-12);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
pagerank_is_high_for_those_who_influence(void)
{
    static const wom_node centre[] = { 2, 2, 2, 2 }, leaf[] = { 0, 1, 3, 4 };
    wom_job *job = test_job(1);
    const wom_graph_rows rows = { 4, centre, leaf, NULL, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM };
    wom_graph *graph = create(job, 5, &rows);
    double rank[5];
    CHECK_OK(wom_graph_pagerank(rank, job, graph, 0.5));
    /* l = .1 + .1 c and c + 4 l = 1, where the centre leads anywhere */
    CHECK_NEAR(rank[2], 0.6 / 1.4, 1e-9);
    for (int i = 0; i < 4; i++) CHECK_NEAR(rank[leaf[i]], 0.1 + 0.06 / 1.4, 1e-9);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
pagerank_without_ties_is_even(void)
{
    static const wom_node a = 0, b = 1;
    static const double zero = 0;
    wom_job *job = test_job(1);
    double rank[3] = { 7, 7, 7 };
    for (int num_rows = 0; num_rows <= 1; num_rows++) { /* a tie without strength is as good as none */
        const wom_graph_rows rows = { (uint64_t)num_rows, &a, &b, &zero, WOM_DIRECTION_MUTUAL, WOM_PARALLEL_SUM };
        wom_graph *graph = create(job, 3, &rows);
        CHECK_OK(wom_graph_pagerank(rank, job, graph, 0.85));
        for (int i = 0; i < 3; i++) CHECK_NEAR(rank[i], 1.0 / 3, 1e-12);
        wom_graph_free(graph);
    }
    wom_graph *graph = create(job, 0, &(wom_graph_rows){ 0 });
    CHECK_OK(wom_graph_pagerank(NULL, job, graph, 0.85));
    static const double bad[] = { 0, 1, -1, NAN };
    for (int i = 0; i < 4; i++) CHECK_FAILS(wom_graph_pagerank(rank, job, graph, bad[i]), WOM_INVALID, "damping is");
    wom_graph_free(graph);
    wom_job_free(job);
}

/* ---- Communities ---- */

/* Cliques of `first` and then `second` nodes, their last and first node tied. */
static wom_graph *
two_cliques(wom_job *job, wom_node first, wom_node second, const double *strength)
{
    static wom_node from[200], to[200];
    uint64_t num_rows = 0;
    for (wom_node a = 0; a < first + second; a++) {
        for (wom_node b = 0; b < a; b++) {
            if ((a < first) != (b < first) && !(a == first && b == first - 1)) continue;
            from[num_rows] = a;
            to[num_rows++] = b;
        }
    }
    const wom_graph_rows rows = { num_rows, from, to, strength, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM };
    return create(job, first + second, &rows);
}

static void
cliques_are_communities_numbered_by_size(void)
{
    wom_job *job = test_job(1);
    for (wom_node first = 4; first <= 8; first++) { /* of 12 */
        wom_graph *graph = two_cliques(job, first, 12 - first, NULL);
        uint32_t community[12], num_communities = 0;
        CHECK_OK(wom_graph_communities(community, &num_communities, job, graph, 1, 5));
        CHECK_EQUAL(num_communities, 2);
        for (wom_node node = 0; node < 12; node++)
            CHECK_EQUAL(community[node], (node < first) == (first >= 6) ? 0 : 1);
        wom_graph_free(graph);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
nodes_without_strength_are_communities_of_one(void)
{
    static const double zeros[200] = { 0 };
    wom_job *job = test_job(1);
    uint32_t community[10], num_communities = 0;
    wom_graph *graph = two_cliques(job, 5, 5, zeros);
    CHECK_OK(wom_graph_communities(community, &num_communities, job, graph, 1, 5));
    CHECK_EQUAL(num_communities, 10);
    for (uint32_t node = 0; node < 10; node++) CHECK_EQUAL(community[node], node);
    static const double bad[] = { 0, -1, INFINITY, NAN };
    for (int i = 0; i < 4; i++)
        CHECK_FAILS(wom_graph_communities(community, &num_communities, job, graph, bad[i], 5), WOM_INVALID,
                    "resolution is");
    wom_graph_free(graph);
    graph = create(job, 0, &(wom_graph_rows){ 0 });
    CHECK_OK(wom_graph_communities(NULL, &num_communities, job, graph, 1, 5));
    CHECK_EQUAL(num_communities, 0);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
communities_depend_on_the_seed_alone(void)
{
    static uint32_t community[3][NUM_NODES];
    uint32_t num_communities[3], num_fine = 0;
    wom_job *job = test_job(1);
    wom_graph *graph = random_graph(job, WOM_PARALLEL_SUM);
    for (int i = 0; i < 3; i++) {
        CHECK_OK(wom_graph_communities(community[i], &num_communities[i], job, graph, 1, i == 1 ? 12 : 11));
        uint32_t size[NUM_NODES] = { 0 };
        for (wom_node node = 0; node < NUM_NODES; node++) size[community[i][node]]++;
        for (uint32_t c = 1; c < num_communities[i]; c++) CHECK(size[c - 1] >= size[c] && size[c] > 0);
    }
    CHECK(memcmp(community[0], community[2], sizeof community[0]) == 0);
    CHECK(memcmp(community[0], community[1], sizeof community[0]) != 0);
    CHECK_OK(wom_graph_communities(community[1], &num_fine, job, graph, 3, 11));
    CHECK(num_fine > num_communities[0]);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* ---- Limits ---- */

static wom_status
measure_everything(wom_job *job)
{
    wom_status status = WOM_OK;
    wom_graph *graph = NULL;
    wom_graph_summary summary;
    double rank[4], r;
    uint32_t community[4], num_communities;
    static const wom_node from[] = { 0, 1, 1 }, to[] = { 1, 2, 3 };
    const wom_graph_rows rows = { 3, from, to, NULL, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM };
    WOM_TRY_GOTO(wom_graph_create(&graph, NULL, job, 4, &rows));
    WOM_TRY_GOTO(wom_graph_summarise(&summary, job, graph));
    WOM_TRY_GOTO(wom_graph_pagerank(rank, job, graph, 0.85));
    WOM_TRY_GOTO(wom_graph_communities(community, &num_communities, job, graph, 1, 5));
    WOM_TRY_GOTO(wom_graph_mark_assortativity(&r, job, graph, community, 4));
done:
    wom_graph_free(graph);
    return status;
}

static void
each_allocation_may_fail(void)
{
    test_each_allocation_failing(measure_everything);
}

static void
igraph_is_not_called_when_its_memory_would_not_fit(void)
{
    wom_job_options options = wom_job_defaults();
    options.memory_limit = 500000;
    wom_job *job = NULL;
    CHECK_OK(wom_job_create(&job, &options));
    wom_graph *graph = random_graph(job, WOM_PARALLEL_SUM);
    uint32_t community[NUM_NODES], num_communities;
    CHECK_FAILS(wom_graph_communities(community, &num_communities, job, graph, 1, 5), WOM_NO_MEMORY, "communities");
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(a_graph_without_ties_has_no_measures), TEST(a_star_is_measured), TEST(a_complete_graph_is_measured),
          TEST(a_triangle_with_a_tail_is_measured), TEST(the_tail_exponent_is_hills),
          TEST(clustering_agrees_with_looking_at_all_triples), TEST(the_number_of_threads_does_not_matter),
          TEST(assortativity_of_marks_is_newmans), TEST(pagerank_agrees_with_walking),
          TEST(pagerank_is_high_for_those_who_influence), TEST(pagerank_without_ties_is_even),
          TEST(cliques_are_communities_numbered_by_size), TEST(nodes_without_strength_are_communities_of_one),
          TEST(communities_depend_on_the_seed_alone), TEST(each_allocation_may_fail),
          TEST(igraph_is_not_called_when_its_memory_would_not_fit))
