#include "network.h"

#include "test.h"

#include <stdlib.h>

/* A tie's end picked at random is a user picked by her number of friends. */
static wom_node
popular(wom_rng *rng, const wom_node *ends, uint64_t num_ends, wom_node num_earlier)
{
    const uint64_t pick = wom_rng_below(rng, num_ends + num_earlier);
    return pick < num_ends ? ends[pick] : (wom_node)(pick - num_ends);
}

void
network_create(network *made, wom_job *job, wom_node num_nodes, uint32_t ties, uint32_t num_contents)
{
    const uint64_t most = (uint64_t)num_nodes * ties;
    wom_node *from = NULL, *ends = NULL, *to = NULL;
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, 0);
    uint64_t num_rows = 0;
    memset(made, 0, sizeof *made);
    CHECK_OK(wom_allocate(&from, job, most, sizeof *from, "rows"));
    CHECK_OK(wom_allocate(&to, job, most, sizeof *to, "rows"));
    CHECK_OK(wom_allocate(&ends, job, 2 * most, sizeof *ends, "ends"));
    for (wom_node node = ties; node < num_nodes; node++) {
        const uint64_t num_ends = 2 * num_rows;
        for (uint32_t i = 0; i < ties; i++) {
            from[num_rows] = ends[2 * num_rows] = node;
            to[num_rows] = ends[2 * num_rows + 1] = popular(&rng, ends, num_ends, node);
            num_rows++;
        }
    }
    const wom_graph_rows rows = { .num_rows = num_rows, .from = from, .to = to, .direction = WOM_DIRECTION_MUTUAL,
                                  .parallel = WOM_PARALLEL_DROP };
    CHECK_OK(wom_graph_create(&made->graph, NULL, job, num_nodes, &rows));
    wom_free(from);
    wom_free(to);
    wom_free(ends);
    for (wom_node node = 0; node < num_nodes; node++)
        made->of_head[node] = 1 / (float)(wom_graph_in_degree(made->graph, node) + 1e-30);
    made->model = (wom_model){ .graph = made->graph, .num_contents = num_contents, .scale.all = 1,
                               .social.of_head = made->of_head, .social_weight = made->weight,
                               .alike_weight = made->weight };
}

void
network_clear(network *made)
{
    wom_graph_free(made->graph);
    made->graph = NULL;
}
