/* Communities for graphs that have none planted: everybody belongs to the nearest of some nodes drawn by chance. */
#include "graph/generate.h"
#include "graph/neighbours.h"

/* Draws centres among the nodes with neighbours and begins the queue with them; how many. */
static uint32_t
draw_centres(uint32_t *community, wom_node *queue, const wom_neighbours *neighbours, uint32_t people, uint64_t seed)
{
    wom_node num = 0;
    wom_rng rng = wom_generate_stream(seed, WOM_GENERATE_NEIGHBOURHOODS, 0);
    for (wom_node node = 0; node < neighbours->num_nodes; node++) {
        community[node] = WOM_NO_NODE;
        if (wom_neighbours_degree(neighbours, node) > 0) queue[num++] = node;
    }
    const uint32_t num_centres = (num + people - 1) / people;
    for (uint32_t i = 0; i < num_centres; i++) { /* the first of a random order */
        const uint64_t drawn = i + wom_rng_below(&rng, num - i);
        const wom_node centre = queue[drawn];
        queue[drawn] = queue[i];
        queue[i] = centre;
        community[centre] = i;
    }
    return num_centres;
}

static void
reach_all(uint32_t *community, wom_node *queue, uint32_t num_queued, const wom_neighbours *neighbours)
{
    for (uint32_t at = 0; at < num_queued; at++) {
        const wom_node node = queue[at];
        for (uint64_t i = neighbours->first[node]; i < neighbours->first[node + 1]; i++) {
            const wom_node other = neighbours->node[i];
            if (community[other] != WOM_NO_NODE) continue;
            community[other] = community[node];
            queue[num_queued++] = other;
        }
    }
}

wom_status
wom_graph_neighbourhoods(uint32_t **community, uint32_t *num_communities, wom_job *job, const wom_graph *graph,
                         uint32_t people, uint64_t seed)
{
    wom_neighbours neighbours = { 0 };
    wom_node *queue = NULL;
    wom_status status = WOM_OK;
    *community = NULL;
    WOM_TRY_GOTO(wom_neighbours_create(&neighbours, job, graph, false));
    WOM_TRY_GOTO(wom_allocate(&queue, job, graph->num_nodes, sizeof *queue, "a queue"));
    WOM_TRY_GOTO(wom_allocate(community, job, graph->num_nodes, sizeof **community, "communities"));
    *num_communities = draw_centres(*community, queue, &neighbours, people, seed);
    reach_all(*community, queue, *num_communities, &neighbours);
    for (wom_node node = 0; node < graph->num_nodes; node++)
        if ((*community)[node] == WOM_NO_NODE) (*community)[node] = (*num_communities)++;
done:
    wom_free(queue);
    wom_neighbours_free(&neighbours);
    return status;
}
