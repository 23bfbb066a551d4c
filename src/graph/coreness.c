/* Coreness: users in ascending order of how many neighbours they have left are taken away one by one. Batagelj and
 * Zaversnik, "An O(m) algorithm for cores decomposition of networks", 2003. */
#include "graph/neighbours.h"

/* Nodes sorted by neighbours left, in buckets. */
typedef struct peeling {
    uint32_t *left;   /* [num_nodes] neighbours left; the coreness once the node is taken */
    wom_node *order;  /* [num_nodes] */
    uint32_t *place;  /* [num_nodes] in order */
    uint32_t *bucket; /* [num_nodes + 1] where nodes with so many neighbours begin in order */
} peeling;

static void
fill(peeling *p, const wom_neighbours *neighbours)
{
    const wom_node num_nodes = neighbours->num_nodes;
    for (wom_node node = 0; node < num_nodes; node++) {
        p->left[node] = wom_neighbours_degree(neighbours, node);
        p->bucket[p->left[node] + 1]++;
    }
    for (wom_node i = 0; i < num_nodes; i++) p->bucket[i + 1] += p->bucket[i];
    for (wom_node node = 0; node < num_nodes; node++) {
        p->place[node] = p->bucket[p->left[node]]++;
        p->order[p->place[node]] = node;
    }
    for (wom_node i = num_nodes; i > 0; i--) p->bucket[i] = p->bucket[i - 1];
    p->bucket[0] = 0;
}

/* One neighbour fewer: the node changes places with the first of its bucket, which then begins behind it. */
static void
lessen(peeling *p, wom_node node)
{
    const uint32_t left = p->left[node], to = p->bucket[left], from = p->place[node];
    const wom_node other = p->order[to];
    p->order[from] = other;
    p->place[other] = from;
    p->order[to] = node;
    p->place[node] = to;
    p->bucket[left]++;
    p->left[node]--;
}

wom_status
wom_graph_coreness(uint32_t *coreness, wom_job *job, const wom_graph *graph)
{
    const wom_node num_nodes = graph->num_nodes;
    wom_neighbours neighbours = { 0 };
    peeling p = { .left = coreness };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_neighbours_create(&neighbours, job, graph, false));
    WOM_TRY_GOTO(wom_allocate(&p.order, job, num_nodes, sizeof *p.order, "coreness"));
    WOM_TRY_GOTO(wom_allocate(&p.place, job, num_nodes, sizeof *p.place, "coreness"));
    WOM_TRY_GOTO(wom_allocate(&p.bucket, job, (uint64_t)num_nodes + 1, sizeof *p.bucket, "coreness"));
    fill(&p, &neighbours);
    for (wom_node i = 0; i < num_nodes; i++) {
        const wom_node node = p.order[i];
        for (uint64_t at = neighbours.first[node]; at < neighbours.first[node + 1]; at++)
            if (coreness[neighbours.node[at]] > coreness[node]) lessen(&p, neighbours.node[at]);
    }
done:
    wom_free(p.order);
    wom_free(p.place);
    wom_free(p.bucket);
    wom_neighbours_free(&neighbours);
    return status;
}
