/* Building a graph from rows. */
#include <wom/graph.h>

#include "test.h"

enum { NUM_ROWS = 10 };

/* a loop (2, 2), the row (0, 1) three times, and 0 - 1 and 1 - 3 in both directions */
static const wom_node from[NUM_ROWS] = { 3, 0, 2, 0, 1, 4, 0, 1, 0, 3 };
static const wom_node to[NUM_ROWS] = { 1, 1, 2, 3, 0, 0, 1, 3, 1, 4 };
static const double strength[NUM_ROWS] = { 1, 0.25, 9, 2, 3, 0, 0.5, 4, 8, 5 };

static wom_graph_rows
ten_rows(wom_direction direction, wom_parallel parallel)
{
    return (wom_graph_rows){ NUM_ROWS, from, to, strength, direction, parallel };
}

static bool
same_bytes(const void *a, const void *b, size_t size)
{
    return (a == NULL) == (b == NULL) && (a == NULL || memcmp(a, b, size) == 0);
}

static bool
same_graph(const wom_graph *a, const wom_graph *b)
{
    const size_t offsets = ((size_t)a->num_nodes + 1) * sizeof *a->out_first;
    const size_t ties = a->num_ties * sizeof *a->out_head;
    return a->num_nodes == b->num_nodes && a->num_ties == b->num_ties &&
           same_bytes(a->out_first, b->out_first, offsets) && same_bytes(a->in_first, b->in_first, offsets) &&
           same_bytes(a->out_head, b->out_head, ties) && same_bytes(a->in_tail, b->in_tail, ties) &&
           same_bytes(a->in_tie, b->in_tie, ties) && same_bytes(a->strength, b->strength, ties);
}

/* Out-ties and in-ties ascend and tell the same. */
static void
check_consistent(const wom_graph *graph)
{
    CHECK_EQUAL(graph->out_first[0], 0);
    CHECK_EQUAL(graph->in_first[0], 0);
    CHECK_EQUAL(graph->out_first[graph->num_nodes], graph->num_ties);
    CHECK_EQUAL(graph->in_first[graph->num_nodes], graph->num_ties);
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        for (uint64_t at = graph->out_first[node] + 1; at < graph->out_first[node + 1]; at++)
            CHECK(graph->out_head[at - 1] <= graph->out_head[at]);
        for (uint64_t at = graph->in_first[node]; at < graph->in_first[node + 1]; at++) {
            const wom_tie tie = graph->in_tie[at];
            const wom_node tail = graph->in_tail[at];
            CHECK(at == graph->in_first[node] || graph->in_tie[at - 1] < tie);
            CHECK_EQUAL(graph->out_head[tie], node);
            CHECK(graph->out_first[tail] <= tie && tie < graph->out_first[tail + 1]);
        }
    }
}

typedef struct expected_tie {
    wom_node tail, head;
    double strength;
} expected_tie;

static void
check_ties(const wom_graph *graph, const expected_tie *expected, uint32_t num_expected)
{
    CHECK_EQUAL(graph->num_ties, num_expected);
    check_consistent(graph);
    for (wom_tie tie = 0; tie < graph->num_ties && tie < num_expected; tie++) {
        CHECK_EQUAL(graph->out_head[tie], expected[tie].head);
        CHECK(graph->out_first[expected[tie].tail] <= tie && tie < graph->out_first[expected[tie].tail + 1]);
        CHECK_NEAR(graph->strength != NULL ? (double)graph->strength[tie] : 1, expected[tie].strength, 0);
    }
}

static void
check_build(const wom_graph_rows *rows, const expected_tie *expected, uint32_t num_expected,
            const wom_graph_counts *expected_counts)
{
    wom_job *job = test_job(1);
    wom_graph *graph = NULL;
    wom_graph_counts counts = { 0 };
    CHECK_OK(wom_graph_create(&graph, &counts, job, 5, rows));
    if (graph != NULL) {
        check_ties(graph, expected, num_expected);
        CHECK_EQUAL(counts.rows, expected_counts->rows);
        CHECK_EQUAL(counts.self_loops, expected_counts->self_loops);
        CHECK_EQUAL(counts.duplicate_rows, expected_counts->duplicate_rows);
        CHECK_EQUAL(counts.distinct_pairs, expected_counts->distinct_pairs);
        CHECK_EQUAL(counts.merged_ties, expected_counts->merged_ties);
    }
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

#define NUM(array) (uint32_t)(sizeof(array) / sizeof *(array))

static void
parallel_rows_are_summed(void)
{
    static const expected_tie ties[] = { { 0, 1, 8.75 }, { 0, 3, 2 }, { 1, 0, 3 }, { 1, 3, 4 },
                                         { 3, 1, 1 },    { 3, 4, 5 }, { 4, 0, 0 } };
    const wom_graph_rows rows = ten_rows(WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM);
    check_build(&rows, ties, NUM(ties), &(wom_graph_counts){ 10, 1, 2, 5, 2 });
}

static void
of_parallel_rows_the_strongest_remains(void)
{
    static const expected_tie ties[] = { { 0, 1, 8 }, { 0, 3, 2 }, { 1, 0, 3 }, { 1, 3, 4 },
                                         { 3, 1, 1 }, { 3, 4, 5 }, { 4, 0, 0 } };
    const wom_graph_rows rows = ten_rows(WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_DROP);
    check_build(&rows, ties, NUM(ties), &(wom_graph_counts){ 10, 1, 2, 5, 2 });
}

static void
parallel_rows_are_kept_by_ascending_strength(void)
{
    static const expected_tie ties[] = { { 0, 1, 0.25 }, { 0, 1, 0.5 }, { 0, 1, 8 }, { 0, 3, 2 }, { 1, 0, 3 },
                                         { 1, 3, 4 },    { 3, 1, 1 },   { 3, 4, 5 }, { 4, 0, 0 } };
    const wom_graph_rows rows = ten_rows(WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_KEEP);
    check_build(&rows, ties, NUM(ties), &(wom_graph_counts){ 10, 1, 2, 5, 0 });
}

static void
followed_users_influence_their_followers(void)
{
    static const expected_tie ties[] = { { 0, 1, 3 },    { 0, 4, 0 }, { 1, 0, 8.75 }, { 1, 3, 1 },
                                         { 3, 0, 2 },    { 3, 1, 4 }, { 4, 3, 5 } };
    const wom_graph_rows rows = ten_rows(WOM_DIRECTION_FOLLOWS, WOM_PARALLEL_SUM);
    check_build(&rows, ties, NUM(ties), &(wom_graph_counts){ 10, 1, 2, 5, 2 });
}

static void
mutual_rows_give_ties_both_ways(void)
{
    static const expected_tie ties[] = { { 0, 1, 11.75 }, { 0, 3, 2 },  { 0, 4, 0 }, { 1, 0, 11.75 }, { 1, 3, 5 },
                                         { 3, 0, 2 },     { 3, 1, 5 },  { 3, 4, 5 }, { 4, 0, 0 },     { 4, 3, 5 } };
    const wom_graph_rows rows = ten_rows(WOM_DIRECTION_MUTUAL, WOM_PARALLEL_SUM);
    check_build(&rows, ties, NUM(ties), &(wom_graph_counts){ 10, 1, 2, 5, 8 });
}

static void
without_strengths_parallel_rows_count_as_one_each(void)
{
    static const expected_tie summed[] = { { 0, 1, 3 }, { 0, 3, 1 }, { 1, 0, 1 }, { 1, 3, 1 },
                                           { 3, 1, 1 }, { 3, 4, 1 }, { 4, 0, 1 } };
    static const expected_tie dropped[] = { { 0, 1, 1 }, { 0, 3, 1 }, { 1, 0, 1 }, { 1, 3, 1 },
                                            { 3, 1, 1 }, { 3, 4, 1 }, { 4, 0, 1 } };
    wom_graph_rows rows = ten_rows(WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM);
    rows.strength = NULL;
    check_build(&rows, summed, NUM(summed), &(wom_graph_counts){ 10, 1, 2, 5, 2 });
    rows.parallel = WOM_PARALLEL_DROP;
    check_build(&rows, dropped, NUM(dropped), &(wom_graph_counts){ 10, 1, 2, 5, 2 });
}

static wom_graph *
create(wom_job *job, wom_node num_nodes, const wom_graph_rows *rows)
{
    wom_graph *graph = NULL;
    CHECK_OK(wom_graph_create(&graph, NULL, job, num_nodes, rows));
    return graph;
}

static void
strengths_are_not_stored_when_all_are_one(void)
{
    wom_job *job = test_job(1);
    const wom_graph_rows rows = { 4, from, to, NULL, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM };
    wom_graph *graph = create(job, 5, &rows);
    CHECK(graph->strength == NULL);
    wom_graph_free(graph);
    const wom_graph_rows kept = { NUM_ROWS, from, to, NULL, WOM_DIRECTION_MUTUAL, WOM_PARALLEL_KEEP };
    graph = create(job, 5, &kept);
    CHECK(graph->strength == NULL);
    CHECK_EQUAL(graph->num_ties, 18);
    check_consistent(graph);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
graphs_without_ties_are_built(void)
{
    wom_job *job = test_job(1);
    const wom_graph_rows none = { 0 };
    wom_graph *graph = create(job, 0, &none);
    CHECK_EQUAL(graph->num_nodes, 0);
    check_consistent(graph);
    wom_graph_free(graph);
    graph = create(job, 1, &none);
    CHECK_EQUAL(wom_graph_out_degree(graph, 0) + wom_graph_in_degree(graph, 0), 0);
    wom_graph_free(graph);
    const wom_graph_rows loop = { 1, from + 2, to + 2, strength, WOM_DIRECTION_MUTUAL, WOM_PARALLEL_SUM };
    graph = create(job, 3, &loop);
    CHECK_EQUAL(graph->num_ties, 0);
    check_consistent(graph);
    wom_graph_free(graph);
    wom_job_free(job);
}

enum { NUM_NODES = 60, NUM_MANY = 4000 };

/* Many parallel rows whose strengths round differently in every order; some are 0 and -0. */
static void
fill_random_rows(wom_node *tail, wom_node *head, double *weight, wom_rng *rng)
{
    for (int row = 0; row < NUM_MANY; row++) {
        tail[row] = (wom_node)wom_rng_below(rng, NUM_NODES);
        head[row] = (wom_node)wom_rng_below(rng, 10 + tail[row] / 2);
        const double sign = row % 3 == 0 ? -0.0 : 0.0;
        weight[row] = row % 7 == 0 ? sign : exp(30 * wom_rng_uniform(rng));
    }
}

static void
shuffle_rows(wom_node *tail, wom_node *head, double *weight, wom_rng *rng)
{
    for (uint64_t row = NUM_MANY; row > 1; row--) {
        const uint64_t other = wom_rng_below(rng, row);
        const wom_node t = tail[row - 1], h = head[row - 1];
        const double w = weight[row - 1];
        tail[row - 1] = tail[other], head[row - 1] = head[other], weight[row - 1] = weight[other];
        tail[other] = t, head[other] = h, weight[other] = w;
    }
}

static void
the_order_of_rows_does_not_matter(void)
{
    static wom_node tail[NUM_MANY], head[NUM_MANY];
    static double weight[NUM_MANY];
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, 0);
    wom_job *job = test_job(1);
    fill_random_rows(tail, head, weight, &rng);
    for (int variant = 0; variant < 18; variant++) {
        const wom_graph_rows rows = { NUM_MANY, tail, head, variant < 9 ? weight : NULL,
                                      (wom_direction)(1 + variant % 3),
                                      (wom_parallel)(variant / 3 % 3) };
        wom_graph *first = create(job, NUM_NODES, &rows);
        shuffle_rows(tail, head, weight, &rng);
        wom_graph *second = create(job, NUM_NODES, &rows);
        check_consistent(first);
        CHECK(same_graph(first, second));
        wom_graph_free(first);
        wom_graph_free(second);
    }
    wom_job_free(job);
}

/* Counts by looking at all pairs of rows. */
static wom_graph_counts
plain_counts(const wom_node *tail, const wom_node *head)
{
    wom_graph_counts counts = { .rows = NUM_MANY };
    for (int i = 0; i < NUM_MANY; i++) {
        bool is_duplicate = false, is_known = false;
        for (int j = 0; j < i; j++) {
            is_duplicate = is_duplicate || (tail[i] == tail[j] && head[i] == head[j]);
            is_known = is_known || (tail[i] == head[j] && head[i] == tail[j]);
        }
        if (tail[i] == head[i]) counts.self_loops++;
        else if (!is_duplicate && !is_known) counts.distinct_pairs++;
        if (is_duplicate) counts.duplicate_rows++;
    }
    return counts;
}

static void
counts_agree_with_comparing_all_rows(void)
{
    static wom_node tail[NUM_MANY], head[NUM_MANY];
    static double weight[NUM_MANY];
    wom_rng rng = wom_rng_stream(2, WOM_PURPOSE_GENERATE, 0);
    wom_job *job = test_job(1);
    fill_random_rows(tail, head, weight, &rng);
    const wom_graph_counts expected = plain_counts(tail, head);
    for (int variant = 0; variant < 9; variant++) {
        const wom_graph_rows rows = { NUM_MANY, tail, head, NULL, (wom_direction)(1 + variant % 3),
                                      (wom_parallel)(variant / 3) };
        wom_graph_counts counts;
        wom_graph *graph = NULL;
        CHECK_OK(wom_graph_create(&graph, &counts, job, NUM_NODES, &rows));
        CHECK_EQUAL(counts.self_loops, expected.self_loops);
        CHECK_EQUAL(counts.duplicate_rows, expected.duplicate_rows);
        CHECK_EQUAL(counts.distinct_pairs, expected.distinct_pairs);
        const uint64_t raw = (NUM_MANY - expected.self_loops) * (rows.direction == WOM_DIRECTION_MUTUAL ? 2 : 1);
        CHECK_EQUAL(counts.merged_ties, raw - graph->num_ties);
        if (rows.direction == WOM_DIRECTION_MUTUAL && rows.parallel != WOM_PARALLEL_KEEP)
            CHECK_EQUAL(graph->num_ties, 2 * expected.distinct_pairs);
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

static void
bad_rows_are_refused(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = NULL;
    wom_graph_rows rows = ten_rows(WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM);
    CHECK_FAILS(wom_graph_create(&graph, NULL, job, 4, &rows), WOM_INVALID, "row 5 (4 -> 0)");
    CHECK(graph == NULL);
    static const double bad[] = { -1, NAN, INFINITY, 1e39 };
    for (int i = 0; i < 4; i++) {
        double values[NUM_ROWS];
        memcpy(values, strength, sizeof values);
        values[4] = bad[i];
        rows.strength = values;
        CHECK_FAILS(wom_graph_create(&graph, NULL, job, 5, &rows), WOM_INVALID, "row 4 (1 -> 0): strength");
    }
    double huge[NUM_ROWS] = { [1] = 2e38, [6] = 2e38 };
    rows.strength = huge;
    CHECK_FAILS(wom_graph_create(&graph, NULL, job, 5, &rows), WOM_INVALID, "tie 0 -> 1: strengths of 3 rows sum to");
    rows = ten_rows((wom_direction)4, WOM_PARALLEL_SUM);
    CHECK_FAILS(wom_graph_create(&graph, NULL, job, 5, &rows), WOM_INVALID, "direction is 4");
    rows = ten_rows(WOM_DIRECTION_MUTUAL, (wom_parallel)3);
    CHECK_FAILS(wom_graph_create(&graph, NULL, job, 5, &rows), WOM_INVALID, "parallel is 3");
    rows = (wom_graph_rows){ .num_rows = 1, .from = from };
    CHECK_FAILS(wom_graph_create(&graph, NULL, job, 5, &rows), WOM_INVALID, "without from or to");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
build_once(wom_job *job)
{
    const wom_graph_rows rows = ten_rows(WOM_DIRECTION_MUTUAL, WOM_PARALLEL_SUM);
    wom_graph *graph = NULL;
    const wom_status status = wom_graph_create(&graph, NULL, job, 5, &rows);
    CHECK((status == WOM_OK) == (graph != NULL));
    wom_graph_free(graph);
    return status;
}

static void
each_allocation_may_fail(void)
{
    test_each_allocation_failing(build_once);
}

static void
a_cancelled_job_stops_building(void)
{
    const volatile sig_atomic_t cancel = 1;
    wom_job_options options = wom_job_defaults();
    options.cancel = &cancel;
    wom_job *job = NULL;
    CHECK_OK(wom_job_create(&job, &options));
    CHECK_EQUAL(build_once(job), WOM_CANCELLED);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
names_stand_in_the_order_of_the_values(void)
{
    CHECK_TEXT(wom_direction_names[WOM_DIRECTION_AUTO], "auto");
    CHECK_TEXT(wom_direction_names[WOM_DIRECTION_INFLUENCE], "influence");
    CHECK_TEXT(wom_direction_names[WOM_DIRECTION_FOLLOWS], "follows");
    CHECK_TEXT(wom_direction_names[WOM_DIRECTION_MUTUAL], "mutual");
    CHECK(wom_direction_names[4] == NULL);
    CHECK_TEXT(wom_parallel_names[WOM_PARALLEL_SUM], "sum");
    CHECK_TEXT(wom_parallel_names[WOM_PARALLEL_DROP], "drop");
    CHECK_TEXT(wom_parallel_names[WOM_PARALLEL_KEEP], "keep");
    CHECK(wom_parallel_names[3] == NULL);
}

TEST_MAIN(TEST(parallel_rows_are_summed), TEST(of_parallel_rows_the_strongest_remains),
          TEST(parallel_rows_are_kept_by_ascending_strength), TEST(followed_users_influence_their_followers),
          TEST(mutual_rows_give_ties_both_ways), TEST(without_strengths_parallel_rows_count_as_one_each),
          TEST(strengths_are_not_stored_when_all_are_one), TEST(graphs_without_ties_are_built),
          TEST(the_order_of_rows_does_not_matter), TEST(counts_agree_with_comparing_all_rows),
          TEST(bad_rows_are_refused), TEST(each_allocation_may_fail), TEST(a_cancelled_job_stops_building),
          TEST(names_stand_in_the_order_of_the_values))
