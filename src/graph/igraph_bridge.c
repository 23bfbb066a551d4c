/* The only door to igraph, 0.10 and 1.x: communities, and graph files of other programs.
 *
 * igraph keeps its handlers and its default generator in globals that are not thread-safe in every build, so these
 * calls are serial; each puts back what it found. igraph allocates beside the ledger, which is asked beforehand. */
#include "graph/communities.h"
#include "graph/foreign.h"
#include "graph/neighbours.h"
#include "io/text.h"

#include <igraph.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

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
    for (wom_node node = 0; node < graph->num_nodes; node++) community[node] = (uint32_t)VECTOR(run.membership)[node];
    WOM_TRY_GOTO(wom_communities_renumber(community, num_communities, job, graph->num_nodes));
done:
    free_leiden(&run);
    leave(&v);
    return status;
}

/* ---- Graph files ---- */

/* A graph with the attributes that its file gives. */
typedef struct foreign {
    igraph_t graph;
    igraph_strvector_t node_attributes, tie_attributes;
    igraph_vector_int_t node_types, tie_types;
    bool has_graph, has_node_attributes, has_tie_attributes, has_node_types, has_tie_types;
    const char *file;
} foreign;

/* Those of lines of names, whose ties have no direction; they are read as if they had, so that their ends keep their
 * order, and igraph gives 0 to those without a weight. */
static bool
is_of_lines(wom_graph_format format)
{
    return format == WOM_GRAPH_LGL || format == WOM_GRAPH_NCOL;
}

static igraph_error_t
parse(igraph_t *graph, FILE *stream, wom_graph_format format)
{
    switch (format) {
    case WOM_GRAPH_GRAPHML: return igraph_read_graph_graphml(graph, stream, 0);
    case WOM_GRAPH_GML: return igraph_read_graph_gml(graph, stream);
    case WOM_GRAPH_PAJEK: return igraph_read_graph_pajek(graph, stream);
    case WOM_GRAPH_LGL:
        return igraph_read_graph_lgl(graph, stream, true, IGRAPH_ADD_WEIGHTS_IF_PRESENT, IGRAPH_DIRECTED);
    case WOM_GRAPH_NCOL:
        return igraph_read_graph_ncol(graph, stream, NULL, true, IGRAPH_ADD_WEIGHTS_IF_PRESENT, IGRAPH_DIRECTED);
    default: return IGRAPH_UNIMPLEMENTED;
    }
}

static igraph_error_t
list_attributes(foreign *f)
{
    igraph_error_t code = igraph_strvector_init(&f->node_attributes, 0);
    if (code != IGRAPH_SUCCESS) return code;
    f->has_node_attributes = true;
    if ((code = igraph_strvector_init(&f->tie_attributes, 0)) != IGRAPH_SUCCESS) return code;
    f->has_tie_attributes = true;
    if ((code = igraph_vector_int_init(&f->node_types, 0)) != IGRAPH_SUCCESS) return code;
    f->has_node_types = true;
    if ((code = igraph_vector_int_init(&f->tie_types, 0)) != IGRAPH_SUCCESS) return code;
    f->has_tie_types = true;
    return igraph_cattribute_list(&f->graph, NULL, NULL, &f->node_attributes, &f->node_types, &f->tie_attributes,
                                  &f->tie_types);
}

static void
free_foreign(foreign *f)
{
    if (f->has_tie_types) igraph_vector_int_destroy(&f->tie_types);
    if (f->has_node_types) igraph_vector_int_destroy(&f->node_types);
    if (f->has_tie_attributes) igraph_strvector_destroy(&f->tie_attributes);
    if (f->has_node_attributes) igraph_strvector_destroy(&f->node_attributes);
    if (f->has_graph) igraph_destroy(&f->graph);
}

/* The type of an attribute; IGRAPH_ATTRIBUTE_UNSPECIFIED if there is none of that name. */
static integer
attribute_type(const igraph_strvector_t *names, const igraph_vector_int_t *types, const char *name)
{
    for (integer i = 0; i < igraph_strvector_size(names); i++)
        if (strcmp(igraph_strvector_get(names, i), name) == 0) return VECTOR(*types)[i];
    return IGRAPH_ATTRIBUTE_UNSPECIFIED;
}

/* A node's name by an attribute, or by its place where there is none of that name. */
static wom_text
node_name(const void *context, const char *attribute, uint64_t place, char buffer[32])
{
    const foreign *f = context;
    const integer node = (integer)place;
    const integer type = attribute_type(&f->node_attributes, &f->node_types, attribute);
    if (type == IGRAPH_ATTRIBUTE_STRING) {
        const char *name = igraph_cattribute_VAS(&f->graph, attribute, node);
        return (wom_text){ name, strlen(name) };
    }
    const double number = type == IGRAPH_ATTRIBUTE_NUMERIC ? igraph_cattribute_VAN(&f->graph, attribute, node)
                                                           : (double)node;
    return (wom_text){ buffer, (size_t)snprintf(buffer, 32, "%.17g", number) };
}

static wom_status
hand_nodes(wom_job *job, const foreign *f, const wom_graph_sink *sink)
{
    static const char *const attributes[] = { "name", "user", "label", "id", "" };
    char buffer[32];
    const char *const *attribute = attributes;
    const uint64_t num_nodes = (uint64_t)igraph_vcount(&f->graph);
    bool apart = false;
    for (; **attribute != 0; attribute++) {
        if (attribute_type(&f->node_attributes, &f->node_types, *attribute) != IGRAPH_ATTRIBUTE_UNSPECIFIED)
            WOM_TRY(wom_names_differ(&apart, job, num_nodes, node_name, f, *attribute));
        if (apart) break;
    }
    for (uint64_t i = 0; i < num_nodes; i++) {
        const wom_text name = node_name(f, *attribute, i, buffer);
        if (!wom_text_is_utf8(name))
            return wom_fail(WOM_INVALID, "%s: the name of node %" PRIu64 " is not UTF-8", f->file, i + 1);
        WOM_TRY(wom_fail_in(sink->node(sink->context, name), "%s", f->file));
    }
    return WOM_OK;
}

static wom_status
hand_ties(wom_job *job, const foreign *f, const char *strength, bool zero_is_none, const wom_graph_sink *sink)
{
    for (integer i = 0; i < igraph_ecount(&f->graph); i++) {
        integer from, to;
        const igraph_error_t code = igraph_edge(&f->graph, i, &from, &to);
        if (code != IGRAPH_SUCCESS) return translate(code, f->file);
        double value = strength != NULL ? igraph_cattribute_EAN(&f->graph, strength, i) : 1;
        if (isnan(value) || (zero_is_none && value == 0)) value = 1;
        if (!(value >= 0 && isfinite(value)))
            return wom_fail(WOM_INVALID, "%s: tie %" PRIu64 " has the %s %g, must be a number of at least 0", f->file,
                            (uint64_t)i + 1, strength, value);
        WOM_TRY(wom_fail_in(sink->tie(sink->context, (wom_node)from, (wom_node)to, value), "%s", f->file));
        if (i % 65536 == 0) WOM_TRY(wom_job_check(job));
    }
    return WOM_OK;
}

/* Stays NULL where ties have no strength and none is asked for. */
static wom_status
find_strength(const char **strength, const foreign *f, const char *given)
{
    const bool is_given = given != NULL && given[0] != 0;
    const char *name = is_given ? given : "weight";
    const bool is_number =
        attribute_type(&f->tie_attributes, &f->tie_types, name) == IGRAPH_ATTRIBUTE_NUMERIC;
    *strength = is_number ? name : NULL;
    if (is_number || !is_given) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: its ties have no numeric attribute \"%s\"", f->file, given);
}

static wom_status
read_foreign(foreign *f, wom_graph_file_facts *facts, wom_job *job, FILE *stream, wom_graph_format format,
             const char *given, const wom_graph_sink *sink)
{
    const char *strength = NULL;
    igraph_error_t code = parse(&f->graph, stream, format);
    f->has_graph = code == IGRAPH_SUCCESS;
    if (code == IGRAPH_SUCCESS) code = list_attributes(f);
    if (code != IGRAPH_SUCCESS)
        return wom_fail_in(code == IGRAPH_ENOMEM ? WOM_NO_MEMORY : WOM_INVALID, "%s: is no %s file as it should be",
                           f->file, wom_graph_format_names[format]);
    if ((uint64_t)igraph_vcount(&f->graph) >= WOM_NO_NODE)
        return wom_fail(WOM_INVALID, "%s: holds more than 2^32 - 2 nodes", f->file);
    WOM_TRY(find_strength(&strength, f, given));
    *facts = (wom_graph_file_facts){ igraph_is_directed(&f->graph) && !is_of_lines(format), strength != NULL };
    WOM_TRY(hand_nodes(job, f, sink));
    return hand_ties(job, f, strength, is_of_lines(format), sink);
}

wom_status
wom_foreign_read(wom_graph_file_facts *facts, wom_job *job, FILE *stream, const char *name, wom_graph_format format,
                 const char *strength, const wom_graph_sink *sink)
{
    foreign f = { .file = name };
    const visit v = enter();
    igraph_attribute_table_t *before = igraph_set_attribute_table(&igraph_cattribute_table);
    const wom_status status = read_foreign(&f, facts, job, stream, format, strength, sink);
    free_foreign(&f);
    igraph_set_attribute_table(before);
    leave(&v);
    return status;
}
