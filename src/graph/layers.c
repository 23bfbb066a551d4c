/* Graphs of several layers: each is built by itself, then their ties are put in one order by (from, to, layer). Dealing
 * out keeps the order within a pile, so ties that come layer by layer stay in that order. */
#include "graph/build.h"
#include "graph/neighbours.h"

#include <inttypes.h>

/* The ties of all layers so far, layer by layer; the arrays share one capacity. */
typedef struct tie_pool {
    wom_job *job;
    uint64_t num, capacity;
    wom_node *tail, *head;
    uint32_t *layer;
    float *strength; /* 1 in layers that have none; NULL: all have none */
    bool has_strength;
} tie_pool;

static void
free_pool(tie_pool *pool)
{
    wom_free(pool->tail);
    wom_free(pool->head);
    wom_free(pool->layer);
    wom_free(pool->strength);
    *pool = (tie_pool){ 0 };
}

static wom_status
make_room(tie_pool *pool, uint64_t more)
{
    const uint64_t count = pool->num + more;
    uint64_t capacity[4] = { pool->capacity, pool->capacity, pool->capacity, pool->capacity };
    WOM_TRY(wom_reserve(&pool->tail, &capacity[0], pool->job, count, sizeof *pool->tail, "ties of layers"));
    WOM_TRY(wom_reserve(&pool->head, &capacity[1], pool->job, count, sizeof *pool->head, "ties of layers"));
    WOM_TRY(wom_reserve(&pool->layer, &capacity[2], pool->job, count, sizeof *pool->layer, "ties of layers"));
    if (pool->has_strength)
        WOM_TRY(wom_reserve(&pool->strength, &capacity[3], pool->job, count, sizeof *pool->strength, "ties of layers"));
    pool->capacity = capacity[0];
    return WOM_OK;
}

/* Ties so far get strengths of 1. */
static wom_status
add_strengths(tie_pool *pool)
{
    WOM_TRY(wom_allocate(&pool->strength, pool->job, pool->capacity, sizeof *pool->strength, "ties of layers"));
    for (uint64_t i = 0; i < pool->num; i++) pool->strength[i] = 1;
    pool->has_strength = true;
    return WOM_OK;
}

static wom_status
add_layer(tie_pool *pool, const wom_graph *graph, uint32_t layer)
{
    if (graph->strength != NULL && !pool->has_strength) WOM_TRY(add_strengths(pool));
    WOM_TRY(make_room(pool, graph->num_ties));
    for (wom_node tail = 0; tail < graph->num_nodes; tail++)
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++) {
            const uint64_t at = pool->num++;
            pool->tail[at] = tail;
            pool->head[at] = graph->out_head[tie];
            pool->layer[at] = layer;
            if (pool->has_strength) pool->strength[at] = (float)wom_graph_strength(graph, tie);
        }
    return WOM_OK;
}

static wom_status
build_layers(tie_pool *pool, wom_graph_counts *counts, wom_node num_nodes, const wom_graph_rows *rows,
             uint32_t num_layers)
{
    for (uint32_t layer = 0; layer < num_layers; layer++) {
        wom_graph *graph = NULL;
        wom_graph_counts of_layer;
        WOM_TRY(wom_graph_create(&graph, &of_layer, pool->job, num_nodes, &rows[layer]));
        const wom_status status = add_layer(pool, graph, layer);
        wom_graph_free(graph);
        WOM_TRY(status);
        counts->rows += of_layer.rows;
        counts->self_loops += of_layer.self_loops;
        counts->duplicate_rows += of_layer.duplicate_rows;
        counts->merged_ties += of_layer.merged_ties;
    }
    if (pool->num < UINT32_MAX) return WOM_OK;
    return wom_fail(WOM_INVALID, "%" PRIu64 " ties in all layers, a graph holds at most %" PRIu32, pool->num,
                    UINT32_MAX - 1);
}

static wom_status
get_out_memory(wom_graph *graph, wom_job *job, uint64_t num_ties, bool has_layer, bool has_strength)
{
    graph->num_ties = (wom_tie)num_ties;
    WOM_TRY(wom_allocate(&graph->out_first, job, (uint64_t)graph->num_nodes + 1, sizeof *graph->out_first, "nodes"));
    WOM_TRY(wom_allocate(&graph->out_head, job, num_ties, sizeof *graph->out_head, "out-ties"));
    if (has_layer) WOM_TRY(wom_allocate(&graph->layer, job, num_ties, sizeof *graph->layer, "layers of ties"));
    if (has_strength) WOM_TRY(wom_allocate(&graph->strength, job, num_ties, sizeof *graph->strength, "strengths"));
    return WOM_OK;
}

/* Offsets of piles by `key`, and in next[] where each begins. */
static void
lay_out(uint64_t *first, uint64_t *next, wom_node num_nodes, const wom_node *key, uint64_t num)
{
    for (uint64_t i = 0; i < num; i++) first[(uint64_t)key[i] + 1]++;
    for (wom_node node = 0; node < num_nodes; node++) {
        next[node] = first[node];
        first[node + 1] += first[node];
    }
}

/* The side of incoming ties from that of outgoing ones. */
static wom_status
add_in_side(wom_graph *graph, wom_job *job)
{
    const uint64_t num_nodes = graph->num_nodes, num_ties = graph->num_ties;
    const wom_node *out_head = graph->out_head;
    uint64_t *next = NULL;
    WOM_TRY(wom_allocate(&graph->in_first, job, num_nodes + 1, sizeof *graph->in_first, "nodes"));
    WOM_TRY(wom_allocate(&graph->in_tail, job, num_ties, sizeof *graph->in_tail, "in-ties"));
    WOM_TRY(wom_allocate(&graph->in_tie, job, num_ties, sizeof *graph->in_tie, "in-ties"));
    WOM_TRY(wom_allocate(&next, job, num_nodes, sizeof *next, "nodes while building"));
    lay_out(graph->in_first, next, graph->num_nodes, out_head, num_ties);
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        const wom_tie end = (wom_tie)graph->out_first[tail + 1];
        for (wom_tie tie = (wom_tie)graph->out_first[tail]; tie < end; tie++) {
            const uint64_t at = next[out_head[tie]]++;
            graph->in_tail[at] = tail;
            graph->in_tie[at] = tie;
        }
    }
    wom_free(next);
    return WOM_OK;
}

/* by_head[] become places in the pool, sorted by head; `first` and `next` are scratch. */
static void
deal_out(wom_graph *graph, const tie_pool *pool, uint64_t *first, uint64_t *next, wom_tie *by_head)
{
    lay_out(first, next, graph->num_nodes, pool->head, pool->num);
    for (uint64_t i = 0; i < pool->num; i++) by_head[next[pool->head[i]]++] = (wom_tie)i;
    lay_out(graph->out_first, next, graph->num_nodes, pool->tail, pool->num);
    for (uint64_t k = 0; k < pool->num; k++) {
        const uint64_t i = by_head[k], at = next[pool->tail[i]]++;
        graph->out_head[at] = pool->head[i];
        graph->layer[at] = pool->layer[i];
        if (graph->strength != NULL) graph->strength[at] = pool->strength[i];
    }
}

static wom_status
add_out_side(wom_graph *graph, wom_job *job, const tie_pool *pool)
{
    const uint64_t num_nodes = graph->num_nodes;
    uint64_t *first = NULL, *next = NULL;
    wom_tie *by_head = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(get_out_memory(graph, job, pool->num, true, pool->has_strength));
    WOM_TRY_GOTO(wom_allocate(&first, job, num_nodes + 1, sizeof *first, "nodes while building"));
    WOM_TRY_GOTO(wom_allocate(&next, job, num_nodes, sizeof *next, "nodes while building"));
    WOM_TRY_GOTO(wom_allocate(&by_head, job, pool->num, sizeof *by_head, "ties while building"));
    deal_out(graph, pool, first, next, by_head);
done:
    wom_free(first);
    wom_free(next);
    wom_free(by_head);
    return status;
}

wom_status
wom_graph_create_layers_then(wom_graph **graph, wom_graph_counts *counts, wom_job *job, wom_node num_nodes,
                             const wom_graph_rows *rows, uint32_t num_layers, void (*let_go)(void *context),
                             void *context)
{
    wom_graph *made = NULL;
    wom_graph_counts sums = { 0 };
    tie_pool pool = { .job = job };
    wom_status status = WOM_OK;
    *graph = NULL;
    WOM_TRY_GOTO(build_layers(&pool, &sums, num_nodes, rows, num_layers));
    if (let_go != NULL) let_go(context);
    WOM_TRY_GOTO(wom_allocate(&made, job, 1, sizeof *made, "graph"));
    made->num_nodes = num_nodes;
    WOM_TRY_GOTO(add_out_side(made, job, &pool));
    free_pool(&pool);
    WOM_TRY_GOTO(add_in_side(made, job));
    WOM_TRY_GOTO(wom_graph_count_pairs(&sums.distinct_pairs, job, made));
    if (counts != NULL) *counts = sums;
    *graph = made;
    made = NULL;
done:
    free_pool(&pool);
    wom_graph_free(made);
    return status;
}

wom_status
wom_graph_create_layers(wom_graph **graph, wom_graph_counts *counts, wom_job *job, wom_node num_nodes,
                        const wom_graph_rows *rows, uint32_t num_layers)
{
    return wom_graph_create_layers_then(graph, counts, job, num_nodes, rows, num_layers, NULL, NULL);
}

/* The graph's ties of the layer, in their order. */
static wom_status
list_ties(wom_tie **tie_of, wom_tie *num_ties, wom_job *job, const wom_graph *graph, uint32_t layer)
{
    wom_tie num = 0;
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) num += graph->layer[tie] == layer;
    WOM_TRY(wom_allocate(tie_of, job, num, sizeof **tie_of, "ties of a layer"));
    *num_ties = num;
    num = 0;
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        if (graph->layer[tie] == layer) (*tie_of)[num++] = tie;
    return WOM_OK;
}

static void
copy_ties(wom_graph *part, const wom_graph *graph, const wom_tie *tie_of)
{
    wom_tie at = 0;
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        for (; at < part->num_ties && tie_of[at] < graph->out_first[node + 1]; at++) {
            part->out_head[at] = graph->out_head[tie_of[at]];
            if (part->strength != NULL) part->strength[at] = graph->strength[tie_of[at]];
        }
        part->out_first[node + 1] = at;
    }
}

wom_status
wom_graph_layer(wom_graph **layer_graph, wom_tie **tie_of, wom_job *job, const wom_graph *graph, uint32_t layer)
{
    wom_graph *part = NULL;
    wom_tie num_ties = 0;
    wom_status status = WOM_OK;
    *layer_graph = NULL;
    *tie_of = NULL;
    WOM_TRY_GOTO(list_ties(tie_of, &num_ties, job, graph, layer));
    WOM_TRY_GOTO(wom_allocate(&part, job, 1, sizeof *part, "graph of a layer"));
    part->num_nodes = graph->num_nodes;
    WOM_TRY_GOTO(get_out_memory(part, job, num_ties, false, graph->strength != NULL));
    copy_ties(part, graph, *tie_of);
    WOM_TRY_GOTO(add_in_side(part, job));
    *layer_graph = part;
    part = NULL;
done:
    wom_graph_free(part);
    if (status == WOM_OK) return WOM_OK;
    wom_free(*tie_of);
    *tie_of = NULL;
    return status;
}
