/* Graphs of several layers. */
#include <wom/graph.h>

#include "test.h"

/* Chat: 0 -> 1 twice, 2 -> 0; mail, in which rows say who follows whom: 0 -> 1, 1 -> 2, and a loop. */
static const wom_node chat_from[] = { 0, 2, 0 }, chat_to[] = { 1, 0, 1 };
static const wom_node mail_from[] = { 1, 2, 1 }, mail_to[] = { 0, 1, 1 };
static const double chat_strength[] = { 2, 3, 5 };

static const wom_graph_rows two_layers[] = {
    { 3, chat_from, chat_to, chat_strength, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM },
    { 3, mail_from, mail_to, NULL, WOM_DIRECTION_FOLLOWS, WOM_PARALLEL_SUM },
};

static void
ties_of_different_layers_stay_apart(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = NULL;
    wom_graph_counts counts;
    static const struct {
        wom_node from, to;
        uint32_t layer;
        double strength;
    } expected[] = { { 0, 1, 0, 7 }, { 0, 1, 1, 1 }, { 1, 2, 1, 1 }, { 2, 0, 0, 3 } };
    CHECK_OK(wom_graph_create_layers(&graph, &counts, job, 4, two_layers, 2));
    CHECK_EQUAL(graph->num_ties, 4);
    for (wom_tie tie = 0; tie < 4; tie++) {
        CHECK(tie >= graph->out_first[expected[tie].from] && tie < graph->out_first[expected[tie].from + 1]);
        CHECK_EQUAL(graph->out_head[tie], expected[tie].to);
        CHECK_EQUAL(graph->layer[tie], expected[tie].layer);
        CHECK_NEAR(graph->strength[tie], expected[tie].strength, 0);
    }
    CHECK_EQUAL(graph->in_first[2] - graph->in_first[1], 2);
    CHECK(graph->in_tail[graph->in_first[1]] == 0 && graph->in_tie[graph->in_first[1] + 1] == 1);
    CHECK(counts.rows == 6 && counts.self_loops == 1 && counts.duplicate_rows == 1 && counts.merged_ties == 1);
    CHECK_EQUAL(counts.distinct_pairs, 3);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static bool
same_bytes(const void *a, const void *b, size_t length)
{
    return a == NULL || b == NULL ? a == b : memcmp(a, b, length) == 0;
}

static bool
same_ties(const wom_graph *a, const wom_graph *b)
{
    const size_t offsets = ((size_t)a->num_nodes + 1) * sizeof *a->out_first, ties = a->num_ties * sizeof(wom_tie);
    return a->num_nodes == b->num_nodes && a->num_ties == b->num_ties &&
           same_bytes(a->out_first, b->out_first, offsets) && same_bytes(a->in_first, b->in_first, offsets) &&
           same_bytes(a->out_head, b->out_head, ties) && same_bytes(a->in_tail, b->in_tail, ties) &&
           same_bytes(a->in_tie, b->in_tie, ties) && same_bytes(a->strength, b->strength, ties);
}

enum { NODES = 50, ROWS = 900, LAYERS = 3 };

typedef struct many_rows {
    wom_node from[LAYERS][ROWS], to[LAYERS][ROWS];
    double strength[LAYERS][ROWS];
    wom_graph_rows rows[LAYERS];
} many_rows;

static void
draw_rows(many_rows *many, wom_parallel parallel)
{
    wom_rng rng = wom_rng_stream(parallel, WOM_PURPOSE_GENERATE, 77);
    for (int layer = 0; layer < LAYERS; layer++) {
        for (int row = 0; row < ROWS; row++) {
            many->from[layer][row] = (wom_node)wom_rng_below(&rng, NODES);
            many->to[layer][row] = (wom_node)wom_rng_below(&rng, NODES);
            many->strength[layer][row] = wom_rng_uniform(&rng);
        }
        many->rows[layer] = (wom_graph_rows){ ROWS,
                                              many->from[layer],
                                              many->to[layer],
                                              many->strength[layer],
                                              (wom_direction)(WOM_DIRECTION_INFLUENCE + layer),
                                              parallel };
    }
}

static void
a_layer_is_the_graph_of_its_own_rows(void)
{
    wom_job *job = test_job(1);
    static many_rows many;
    for (int parallel = WOM_PARALLEL_SUM; parallel <= WOM_PARALLEL_KEEP; parallel++) {
        wom_graph *graph = NULL;
        draw_rows(&many, (wom_parallel)parallel);
        CHECK_OK(wom_graph_create_layers(&graph, NULL, job, NODES, many.rows, LAYERS));
        wom_tie num_ties = 0;
        for (uint32_t layer = 0; layer < LAYERS; layer++) {
            wom_graph *part = NULL, *alone = NULL;
            wom_tie *tie_of = NULL;
            CHECK_OK(wom_graph_layer(&part, &tie_of, job, graph, layer));
            CHECK_OK(wom_graph_create(&alone, NULL, job, NODES, &many.rows[layer]));
            CHECK(same_ties(part, alone));
            for (wom_tie tie = 0; tie < part->num_ties; tie++)
                CHECK(graph->layer[tie_of[tie]] == layer && (tie == 0 || tie_of[tie - 1] < tie_of[tie]));
            num_ties += part->num_ties;
            wom_graph_free(part);
            wom_graph_free(alone);
            wom_free(tie_of);
        }
        CHECK_EQUAL(num_ties, graph->num_ties);
        wom_graph_free(graph);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
what_is_wrong_in_a_layer_is_refused(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = NULL;
    CHECK_FAILS(wom_graph_create_layers(&graph, NULL, job, 2, two_layers, 2), WOM_INVALID, "nodes must be below 2");
    CHECK(graph == NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
create_and_take_apart(wom_job *job)
{
    wom_graph *graph = NULL, *part = NULL;
    wom_tie *tie_of = NULL;
    wom_status status = wom_graph_create_layers(&graph, NULL, job, 4, two_layers, 2);
    if (status == WOM_OK) status = wom_graph_layer(&part, &tie_of, job, graph, 1);
    wom_graph_free(graph);
    wom_graph_free(part);
    wom_free(tie_of);
    return status;
}

static void
no_failing_allocation_leaks(void)
{
    test_each_allocation_failing(create_and_take_apart);
}

TEST_MAIN(TEST(ties_of_different_layers_stay_apart), TEST(a_layer_is_the_graph_of_its_own_rows),
          TEST(what_is_wrong_in_a_layer_is_refused), TEST(no_failing_allocation_leaks))
