/* The only door to igraph, 0.10 and 1.x: communities.
 *
 * igraph keeps its handlers and its default generator in globals that are not thread-safe in every build, so these
 * calls are serial; each puts back what it found. igraph allocates beside the ledger, which is asked beforehand. */
#include "graph/neighbours.h"

#include <igraph.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#if IGRAPH_VERSION_MAJOR >= 1
typedef igraph_int_t integer;
#else
typedef igraph_integer_t integer;
#endif

enum {
    MAX_ITERATIONS = 10, /* of Leiden; it rarely improves beyond the third */
    PAIR_BYTES = 200,    /* a pair: edges and weights, igraph's graph, incidence lists, and the aggregated graph */
    NODE_BYTES = 160,
};

/* ---- Errors and the generator ---- */

typedef struct visit {
    igraph_error_handler_t *error_handler;
    igraph_warning_handler_t *warning_handler;
} visit;

/* igraph calls this at every level it leaves, with a reason at the first only. */
static void
take_error(const char *reason, const char *file, int line, igraph_error_t code)
{
    (void)file;
    (void)line;
    (void)code;
    if (reason != NULL && reason[0] != '\0') (void)wom_fail(WOM_FAILED, "igraph: %s", reason);
    IGRAPH_FINALLY_FREE();
}

static visit
enter(void)
{
    return (visit){ igraph_set_error_handler(take_error), igraph_set_warning_handler(igraph_warning_handler_ignore) };
}

static void
leave(const visit *v)
{
    igraph_set_error_handler(v->error_handler);
    igraph_set_warning_handler(v->warning_handler);
}

static wom_status
translate(igraph_error_t code, const char *what)
{
    if (code == IGRAPH_SUCCESS) return WOM_OK;
    return wom_fail_in(code == IGRAPH_ENOMEM ? WOM_NO_MEMORY : WOM_FAILED, "%s", what);
}

/* igraph's default generator, which its algorithms draw from: 0.10 keeps a copy of the struct, 1.x its address. */
typedef struct generator {
    igraph_rng_t own;
#if IGRAPH_VERSION_MAJOR >= 1
    igraph_rng_t *before;
#else
    igraph_rng_t before;
#endif
    bool is_set;
} generator;

static igraph_error_t
set_generator(generator *g, uint64_t seed)
{
    igraph_error_t code = igraph_rng_init(&g->own, &igraph_rngtype_pcg32);
    if (code != IGRAPH_SUCCESS) return code;
    code = igraph_rng_seed(&g->own, (igraph_uint_t)seed);
    if (code != IGRAPH_SUCCESS) {
        igraph_rng_destroy(&g->own);
        return code;
    }
#if IGRAPH_VERSION_MAJOR >= 1
    g->before = igraph_rng_set_default(&g->own);
#else
    g->before = *igraph_rng_default();
    igraph_rng_set_default(&g->own);
#endif
    g->is_set = true;
    return IGRAPH_SUCCESS;
}

static void
restore_generator(generator *g)
{
    if (!g->is_set) return;
#if IGRAPH_VERSION_MAJOR >= 1
    igraph_rng_set_default(g->before);
#else
    igraph_rng_set_default(&g->before);
#endif
    igraph_rng_destroy(&g->own);
}

/* ---- A weighted graph of igraph's ---- */

typedef struct network {
    igraph_t graph;
    igraph_vector_int_t edges;
    igraph_vector_t weights;
    integer num_edges;
    bool has_edges, has_weights, has_graph;
} network;

static igraph_error_t
start_edges(network *net, uint64_t most)
{
    igraph_error_t code = igraph_vector_int_init(&net->edges, 2 * (integer)most);
    if (code != IGRAPH_SUCCESS) return code;
    net->has_edges = true;
    code = igraph_vector_init(&net->weights, (integer)most);
    net->has_weights = code == IGRAPH_SUCCESS;
    return code;
}

/* Edges without weight are left out: they mean nothing to modularity. */
static void
add_edge(network *net, wom_node from, wom_node to, double weight)
{
    if (!(weight > 0)) return;
    VECTOR(net->edges)[2 * net->num_edges] = from;
    VECTOR(net->edges)[2 * net->num_edges + 1] = to;
    VECTOR(net->weights)[net->num_edges++] = weight;
}

static igraph_error_t
finish_edges(network *net, wom_node num_nodes)
{
    igraph_error_t code = igraph_vector_int_resize(&net->edges, 2 * net->num_edges);
    if (code == IGRAPH_SUCCESS) code = igraph_vector_resize(&net->weights, net->num_edges);
    if (code == IGRAPH_SUCCESS) code = igraph_create(&net->graph, &net->edges, num_nodes, IGRAPH_UNDIRECTED);
    net->has_graph = code == IGRAPH_SUCCESS;
    return code;
}

static void
free_network(network *net)
{
    if (net->has_graph) igraph_destroy(&net->graph);
    if (net->has_weights) igraph_vector_destroy(&net->weights);
    if (net->has_edges) igraph_vector_int_destroy(&net->edges);
}

/* ---- Communities ---- */

typedef struct leiden {
    network net;
    igraph_vector_t node_weights;
    igraph_vector_int_t membership;
    double total; /* twice the sum of weights */
    bool has_node_weights, has_membership;
} leiden;

static igraph_error_t
create_undirected(leiden *run, const wom_neighbours *neighbours)
{
    const integer num_nodes = neighbours->num_nodes;
    igraph_error_t code = start_edges(&run->net, neighbours->first[num_nodes] / 2);
    if (code != IGRAPH_SUCCESS) return code;
    code = igraph_vector_init(&run->node_weights, num_nodes);
    if (code != IGRAPH_SUCCESS) return code;
    run->has_node_weights = true;
    code = igraph_vector_int_init(&run->membership, num_nodes);
    if (code != IGRAPH_SUCCESS) return code;
    run->has_membership = true;
    for (wom_node node = 0; node < neighbours->num_nodes; node++) {
        double weight = 0;
        for (uint64_t at = neighbours->first[node]; at < neighbours->first[node + 1]; at++) {
            weight += neighbours->strength[at];
            if (node < neighbours->node[at]) add_edge(&run->net, node, neighbours->node[at], neighbours->strength[at]);
        }
        VECTOR(run->node_weights)[node] = weight;
        VECTOR(run->membership)[node] = node;
        run->total += weight;
    }
    return finish_edges(&run->net, neighbours->num_nodes);
}

static void
free_leiden(leiden *run)
{
    if (run->has_membership) igraph_vector_int_destroy(&run->membership);
    if (run->has_node_weights) igraph_vector_destroy(&run->node_weights);
    free_network(&run->net);
}

/* One iteration, from the communities of the last one. */
static igraph_error_t
iterate(leiden *run, double resolution, double *quality)
{
    const double beta = 0.01;
    integer num_communities = 0;
    return igraph_community_leiden(&run->net.graph, &run->net.weights, &run->node_weights,
#if IGRAPH_VERSION_MAJOR >= 1
                                   NULL,
#endif
                                   resolution / run->total, beta, true, 1, &run->membership, &num_communities, quality);
}

static wom_status
run_leiden(leiden *run, wom_job *job, double resolution, uint64_t seed)
{
    wom_status status = WOM_OK;
    generator g = { 0 };
    double best = -INFINITY;
    WOM_TRY_GOTO(translate(set_generator(&g, seed), "communities"));
    wom_job_stage(job, "communities", 0);
    for (int i = 0; i < MAX_ITERATIONS; i++) {
        double quality = 0;
        WOM_TRY_GOTO(wom_job_check(job));
        WOM_TRY_GOTO(translate(iterate(run, resolution, &quality), "communities"));
        if (!(quality > best)) break;
        best = quality;
    }
done:
    restore_generator(&g);
    return status;
}

static int
ascending(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Numbers the communities by size, descending, then by lowest node. */
static wom_status
renumber(uint32_t *community, uint32_t *num_communities, wom_job *job, const igraph_vector_int_t *membership,
         wom_node num_nodes)
{
    wom_status status = WOM_OK;
    uint64_t *key = NULL; /* by first appearance: inverted size, then that number */
    uint32_t *name = NULL;
    uint32_t found = 0;
    WOM_TRY_GOTO(wom_allocate(&key, job, num_nodes, sizeof *key, "communities"));
    WOM_TRY_GOTO(wom_allocate(&name, job, num_nodes, sizeof *name, "communities"));
    for (wom_node node = 0; node < num_nodes; node++) {
        uint32_t *appeared = &name[VECTOR(*membership)[node]]; /* 0: not yet */
        if (*appeared == 0) {
            key[found] = ((uint64_t)UINT32_MAX << 32) + found;
            *appeared = ++found;
        }
        community[node] = *appeared - 1;
        key[community[node]] -= UINT64_C(1) << 32;
    }
    qsort(key, found, sizeof *key, ascending);
    for (uint32_t i = 0; i < found; i++) name[(uint32_t)key[i]] = i;
    for (wom_node node = 0; node < num_nodes; node++) community[node] = name[community[node]];
    *num_communities = found;
done:
    wom_free(key);
    wom_free(name);
    return status;
}

static wom_status
find_communities(leiden *run, wom_job *job, const wom_graph *graph, double resolution, uint64_t seed)
{
    wom_neighbours neighbours = { 0 };
    WOM_TRY(wom_neighbours_create(&neighbours, job, graph, true));
    wom_status status = wom_job_expect_memory(
        job, PAIR_BYTES * (neighbours.first[graph->num_nodes] / 2) + NODE_BYTES * (uint64_t)graph->num_nodes,
        "communities");
    if (status == WOM_OK) status = translate(create_undirected(run, &neighbours), "communities");
    wom_neighbours_free(&neighbours);
    /* without ties everyone is a community, as the membership was set up; modularity is undefined */
    if (status == WOM_OK && run->total > 0) status = run_leiden(run, job, resolution, seed);
    return status;
}

wom_status
wom_graph_communities(uint32_t *community, uint32_t *num_communities, wom_job *job, const wom_graph *graph,
                      double resolution, uint64_t seed)
{
    if (!(resolution > 0 && isfinite(resolution)))
        return wom_fail(WOM_INVALID, "resolution is %g, must be positive and finite", resolution);
    wom_status status = WOM_OK;
    leiden run = { 0 };
    const visit v = enter();
    WOM_TRY_GOTO(find_communities(&run, job, graph, resolution, seed));
    WOM_TRY_GOTO(renumber(community, num_communities, job, &run.membership, graph->num_nodes));
done:
    free_leiden(&run);
    leave(&v);
    return status;
}
