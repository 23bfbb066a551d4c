/* The undirected view of a graph: each node's out-ties and in-ties, both ascending, are merged. */
#include "graph/neighbours.h"

#include <stdatomic.h>

/* A walk along one node's ties of either direction, neighbour by neighbour. */
typedef struct walk {
    const wom_graph *graph;
    uint64_t out, out_end, in, in_end;
} walk;

static inline walk
walk_from(const wom_graph *graph, wom_node node)
{
    return (walk){ graph, graph->out_first[node], graph->out_first[node + 1], graph->in_first[node],
                   graph->in_first[node + 1] };
}

/* The next neighbour, WOM_NO_NODE at the end. `strength` (may be NULL) is what its ties sum to. The two directions are
 * summed apart, so that both ends of a pair get the same bits. */
static inline wom_node
next_neighbour(walk *w, double *strength)
{
    const wom_graph *graph = w->graph;
    const wom_node head = w->out < w->out_end ? graph->out_head[w->out] : WOM_NO_NODE;
    const wom_node tail = w->in < w->in_end ? graph->in_tail[w->in] : WOM_NO_NODE;
    const wom_node neighbour = head < tail ? head : tail;
    double out = 0, in = 0;
    if (neighbour == WOM_NO_NODE) return WOM_NO_NODE;
    for (; w->out < w->out_end && graph->out_head[w->out] == neighbour; w->out++)
        if (strength != NULL) out += wom_graph_strength(graph, w->out);
    for (; w->in < w->in_end && graph->in_tail[w->in] == neighbour; w->in++)
        if (strength != NULL) in += wom_graph_strength(graph, graph->in_tie[w->in]);
    if (strength != NULL) *strength = out + in;
    return neighbour;
}

enum { BLOCK = 1 << 14 }; /* nodes */

typedef struct counting {
    const wom_graph *graph;
    _Atomic uint64_t num_ends;
} counting;

static void
count_ends(void *context, uint64_t block, uint32_t worker)
{
    counting *c = context;
    const uint64_t num_nodes = c->graph->num_nodes;
    const uint64_t end = (block + 1) * BLOCK < num_nodes ? (block + 1) * BLOCK : num_nodes;
    uint64_t num_ends = 0;
    (void)worker;
    for (uint64_t node = block * BLOCK; node < end; node++) {
        walk w = walk_from(c->graph, (wom_node)node);
        while (next_neighbour(&w, NULL) != WOM_NO_NODE) num_ends++;
    }
    atomic_fetch_add_explicit(&c->num_ends, num_ends, memory_order_relaxed);
}

wom_status
wom_graph_count_pairs(uint64_t *num_pairs, wom_job *job, const wom_graph *graph)
{
    counting c = { .graph = graph };
    WOM_TRY(wom_parallel_for(job, ((uint64_t)graph->num_nodes + BLOCK - 1) / BLOCK, count_ends, &c, NULL));
    *num_pairs = atomic_load(&c.num_ends) / 2;
    return WOM_OK;
}

wom_status
wom_neighbours_create(wom_neighbours *neighbours, wom_job *job, const wom_graph *graph, bool with_strength)
{
    wom_status status = WOM_OK;
    uint64_t at = 0, num_pairs = 0;
    *neighbours = (wom_neighbours){ .num_nodes = graph->num_nodes };
    WOM_TRY_GOTO(wom_graph_count_pairs(&num_pairs, job, graph));
    const uint64_t num_ends = 2 * num_pairs;
    WOM_TRY_GOTO(wom_allocate(&neighbours->first, job, (uint64_t)graph->num_nodes + 1, sizeof *neighbours->first,
                              "neighbours"));
    WOM_TRY_GOTO(wom_allocate(&neighbours->node, job, num_ends, sizeof *neighbours->node, "neighbours"));
    if (with_strength)
        WOM_TRY_GOTO(wom_allocate(&neighbours->strength, job, num_ends, sizeof *neighbours->strength, "neighbours"));
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        walk w = walk_from(graph, node);
        double strength = 0;
        wom_node neighbour;
        while ((neighbour = next_neighbour(&w, with_strength ? &strength : NULL)) != WOM_NO_NODE) {
            neighbours->node[at] = neighbour;
            if (with_strength) neighbours->strength[at] = strength;
            at++;
        }
        neighbours->first[node + 1] = at;
    }
done:
    if (status != WOM_OK) wom_neighbours_free(neighbours);
    return status;
}

void
wom_neighbours_free(wom_neighbours *neighbours)
{
    wom_free(neighbours->first);
    wom_free(neighbours->node);
    wom_free(neighbours->strength);
    *neighbours = (wom_neighbours){ 0 };
}
