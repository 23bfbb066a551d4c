/* graph: ties of so many nodes and rows that they are sorted in several buckets by several threads. */
#include "graph/build.h"
#include "test.h"

#include <stdlib.h>

enum { NUM_NODES = 40000, NUM_ROWS = 200000 };

static wom_node from[NUM_ROWS], to[NUM_ROWS];
static double strength[NUM_ROWS];

/* Hubs have low numbers; rows repeat, some tie a node to itself. */
static void
fill_rows(void)
{
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, 0);
    for (int row = 0; row < NUM_ROWS; row++) {
        const double a = wom_rng_uniform(&rng), b = wom_rng_uniform(&rng);
        from[row] = (wom_node)(a * a * a * NUM_NODES);
        to[row] = (wom_node)(b * b * b * b * NUM_NODES);
        strength[row] = exp(30 * wom_rng_uniform(&rng));
    }
}

static int
compare_pairs(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* All ties, parallel ones too, are the sorted pairs of rows. */
static void
check_is_sorted_rows(const wom_graph *graph)
{
    uint64_t num = 0, num_wrong = 0;
    uint64_t *pair = malloc(NUM_ROWS * sizeof *pair);
    for (int row = 0; row < NUM_ROWS; row++)
        if (from[row] != to[row]) pair[num++] = (uint64_t)from[row] << 32 | to[row];
    qsort(pair, num, sizeof *pair, compare_pairs);
    CHECK_EQUAL(graph->num_ties, num);
    for (wom_node node = 0; node < NUM_NODES; node++) {
        for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++)
            num_wrong += pair[tie] != ((uint64_t)node << 32 | graph->out_head[tie]);
        for (uint64_t at = graph->in_first[node]; at < graph->in_first[node + 1]; at++) {
            const wom_tie tie = graph->in_tie[at];
            num_wrong += pair[tie] != ((uint64_t)graph->in_tail[at] << 32 | node);
            num_wrong += at > graph->in_first[node] && graph->in_tie[at - 1] >= tie;
        }
    }
    CHECK_EQUAL(num_wrong, 0);
    free(pair);
}

static bool
same_graph(const wom_graph *a, const wom_graph *b)
{
    const size_t offsets = ((size_t)a->num_nodes + 1) * sizeof *a->out_first, ties = a->num_ties * sizeof *a->out_head;
    return a->num_ties == b->num_ties && memcmp(a->out_first, b->out_first, offsets) == 0 &&
           memcmp(a->in_first, b->in_first, offsets) == 0 && memcmp(a->out_head, b->out_head, ties) == 0 &&
           memcmp(a->in_tail, b->in_tail, ties) == 0 && memcmp(a->in_tie, b->in_tie, ties) == 0 &&
           (a->strength == NULL) == (b->strength == NULL) &&
           (a->strength == NULL || memcmp(a->strength, b->strength, ties) == 0);
}

static void
the_graph_is_the_same_for_any_number_of_threads(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    fill_rows();
    for (int variant = 0; variant < 6; variant++) {
        const wom_graph_rows rows = { NUM_ROWS, from, to, variant % 2 == 0 ? strength : NULL,
                                      (wom_direction)(1 + variant % 3), (wom_parallel)(variant % 3) };
        wom_graph *graph[3] = { NULL };
        wom_job *job[3];
        wom_graph_counts counts[3];
        for (int i = 0; i < 3; i++) {
            job[i] = test_job(threads[i]);
            CHECK_OK(wom_graph_create(&graph[i], &counts[i], job[i], NUM_NODES, &rows));
        }
        for (int i = 1; i < 3; i++)
            CHECK(same_graph(graph[0], graph[i]) && memcmp(&counts[0], &counts[i], sizeof counts[0]) == 0);
        for (int i = 0; i < 3; i++) {
            wom_graph_free(graph[i]);
            wom_job_free(job[i]);
        }
    }
}

static void
ties_are_the_rows_in_order(void)
{
    wom_job *job = test_job(3);
    wom_graph *graph = NULL;
    fill_rows();
    const wom_graph_rows rows = { NUM_ROWS, from, to, NULL, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_KEEP };
    CHECK_OK(wom_graph_create(&graph, NULL, job, NUM_NODES, &rows));
    if (graph != NULL) check_is_sorted_rows(graph);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
take_rows(wom_job *job)
{
    wom_graph *graph = NULL;
    wom_node *tail = NULL, *head = NULL;
    wom_status status = wom_allocate(&tail, job, 100, sizeof *tail, "tails");
    if (status == WOM_OK) status = wom_allocate(&head, job, 100, sizeof *head, "heads");
    if (status != WOM_OK) {
        wom_free(tail);
        return status;
    }
    memcpy(tail, from, 100 * sizeof *tail);
    memcpy(head, to, 100 * sizeof *head);
    wom_graph_rows rows = { 100, tail, head, NULL, WOM_DIRECTION_MUTUAL, WOM_PARALLEL_SUM };
    status = wom_graph_create_taking(&graph, NULL, job, NUM_NODES, &rows);
    CHECK(rows.from == NULL && rows.to == NULL);
    wom_graph_free(graph);
    return status;
}

static void
rows_that_are_taken_over_are_freed_whatever_fails(void)
{
    fill_rows();
    test_each_allocation_failing(take_rows);
}

TEST_MAIN(TEST(the_graph_is_the_same_for_any_number_of_threads), TEST(ties_are_the_rows_in_order),
          TEST(rows_that_are_taken_over_are_freed_whatever_fails))
