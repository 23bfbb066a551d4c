/* graph: who can influence whom, as compressed sparse rows.
 *
 * A tie i -> j says that i can influence j. Ties are numbered by their position in the out-CSR, sorted by (from, to);
 * coins are tossed for these numbers, so what changes a scenario masks ties and never renumbers them. */
#ifndef WOM_GRAPH_H
#define WOM_GRAPH_H

#include <wom/base.h>
#include <wom/io.h>
#include <wom/settings.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Memory: 16 bytes a node (the two arrays of offsets) and 12 bytes a tie, 4 more for strengths and for layers.
 * Arrays are the graph's: read them, do not change them. */
typedef struct wom_graph {
    wom_node num_nodes;
    wom_tie num_ties;    /* below 2^32 - 1 */
    uint64_t *out_first; /* [num_nodes + 1] ties of node i: out_first[i] .. out_first[i + 1] - 1 */
    wom_node *out_head;  /* [num_ties] whom the tie influences, ascending within a node */
    uint64_t *in_first;  /* [num_nodes + 1] */
    wom_node *in_tail;   /* [num_ties] who influences node j, ascending within a node */
    wom_tie *in_tie;     /* [num_ties] the tie's number */
    float *strength;     /* [num_ties] by tie's number, finite, >= 0; NULL: all 1 */
    uint32_t *layer;     /* [num_ties] by tie's number, ascending between the same two nodes; NULL: no layers */
} wom_graph;

static inline uint32_t
wom_graph_out_degree(const wom_graph *graph, wom_node node)
{
    return (uint32_t)(graph->out_first[node + 1] - graph->out_first[node]);
}

static inline uint32_t
wom_graph_in_degree(const wom_graph *graph, wom_node node)
{
    return (uint32_t)(graph->in_first[node + 1] - graph->in_first[node]);
}

/* A tie's strength, 1 where none are stored. */
static inline double
wom_graph_strength(const wom_graph *graph, uint64_t tie)
{
    return graph->strength != NULL ? (double)graph->strength[tie] : 1;
}

/* What a row "from, to" of an input means. */
typedef enum wom_direction {
    WOM_DIRECTION_AUTO,      /* what the file says of itself: mutual where its ties have no direction, else influence */
    WOM_DIRECTION_INFLUENCE, /* from influences to */
    WOM_DIRECTION_FOLLOWS,   /* from follows to: a tie to -> from */
    WOM_DIRECTION_MUTUAL,    /* both influence each other: two ties */
} wom_direction;

/* What becomes of several rows that give the same tie. */
typedef enum wom_parallel {
    WOM_PARALLEL_SUM,  /* one tie with the sum of the strengths (1 a row if none are given) */
    WOM_PARALLEL_DROP, /* one tie with the largest strength */
    WOM_PARALLEL_KEEP, /* as many ties */
} wom_parallel;

extern const char *const wom_direction_names[]; /* "auto", "influence", "follows", "mutual", NULL */
extern const char *const wom_parallel_names[];  /* "sum", "drop", "keep", NULL */

typedef struct wom_graph_rows {
    uint64_t num_rows;
    const wom_node *from, *to; /* [num_rows] below num_nodes */
    const double *strength;    /* [num_rows] finite, >= 0; NULL: all 1 */
    wom_direction direction;
    wom_parallel parallel;
} wom_graph_rows;

/* What was met while building. */
typedef struct wom_graph_counts {
    uint64_t rows;
    uint64_t self_loops;     /* dropped */
    uint64_t duplicate_rows; /* rows equal to an earlier one as (from, to), self-loops too; (b, a) is another */
    uint64_t distinct_pairs; /* unordered, without self-loops */
    uint64_t merged_ties;    /* ties that parallel sum or drop took away */
} wom_graph_counts;

/* Builds the graph. The result depends on the set of rows only, not on their order (strengths are summed in ascending
 * order; parallel ties that are kept ascend by strength). Sums are taken in double and stored in single precision.
 * `counts` may be NULL. Peak memory about twice the graph's; time linear in rows and nodes. WOM_INVALID for a node out
 * of range, a strength that is negative, not finite or beyond single precision, or 2^32 - 1 ties and more; rows are
 * named by their index. */
wom_status wom_graph_create(wom_graph **graph, wom_graph_counts *counts, wom_job *job, wom_node num_nodes,
                            const wom_graph_rows *rows);
void wom_graph_free(wom_graph *graph);

/* ---- Layers: several kinds of ties, or platforms, between the same nodes ---- */

/* A graph whose layer l are the ties of rows[l], each list with its own direction and treatment of parallel rows: ties
 * of different layers are never merged. `counts` (may be NULL) are summed over layers, but for distinct_pairs, which
 * have a tie in any. Where some layers have strengths those of the others are 1. Errors as for wom_graph_create. */
wom_status wom_graph_create_layers(wom_graph **graph, wom_graph_counts *counts, wom_job *job, wom_node num_nodes,
                                   const wom_graph_rows *rows, uint32_t num_layers);

/* One layer as a graph of its own, with all nodes: the same, to the bit, as if its rows were all there are. *tie_of,
 * [ties of the layer], ascending, is each one's number in the whole, freed by wom_free. The graph must have layers. */
wom_status wom_graph_layer(wom_graph **layer_graph, wom_tie **tie_of, wom_job *job, const wom_graph *graph,
                           uint32_t layer);

/* ---- Generators ---- */

/* Ties as a generator makes them, in any order, some perhaps alike. */
typedef struct wom_tie_list {
    wom_node num_nodes;
    uint64_t num_rows;
    wom_node *from, *to;     /* [num_rows] */
    wom_direction direction; /* what a row means */
    double *strength;        /* [num_rows] messages exchanged; NULL: the model says nothing of them */
    double *activity;        /* [num_nodes] > 0, about 1; NULL: likewise */
    uint32_t *community;     /* [num_nodes] below num_communities; NULL: the model has none */
    uint32_t num_communities;
} wom_tie_list;

/* A model of social graphs. Equal parameters and seed give equal rows, bit for bit, for any number of threads. */
typedef struct wom_generator {
    wom_variant variant;
    wom_status (*make)(wom_tie_list *list, wom_job *job, const void *params, uint64_t seed);
} wom_generator;

/* town, barabasi-albert, blocks, configuration, erdos-renyi, forest-fire, rmat, watts-strogatz: what each makes and how
 * is told by its file, its parameters by its fields. Time is linear in users and ties for all but forest-fire, where it
 * is linear in what burns. Strengths, activity and communities come from the town, communities from blocks as well. */
extern const wom_catalogue wom_generators;

/* The rows of a choice from wom_generators; freed by wom_tie_list_clear. WOM_INVALID for parameters that do not go
 * together. On failure the list is empty. */
wom_status wom_tie_list_generate(wom_tie_list *list, wom_job *job, const wom_choice *generator, uint64_t seed);
void wom_tie_list_clear(wom_tie_list *list);

/* Adds what the model said nothing of, as the town has it: messages as strengths, more within a community and where
 * friends are shared; activity; and communities, which are those nearest to each of some users drawn by chance, one in
 * 60 of those who have ties (a user without ties is one alone). The rows become different ties, each from who
 * influences. Does nothing where all is there. Memory: a graph, its neighbours and the new rows. */
wom_status wom_tie_list_complete(wom_tie_list *list, wom_job *job, uint64_t seed);

/* The graph of a generator's rows under its own numbers, rows alike merged into one tie (the strongest). `counts` may
 * be NULL. */
wom_status wom_graph_generate(wom_graph **graph, wom_graph_counts *counts, wom_job *job, const wom_choice *generator,
                              uint64_t seed);

/* ---- Files of other programs ---- */

/* What a file of ties is, told by its first bytes; but NCOL, which looks like a table of two or three columns. */
typedef enum wom_graph_format {
    WOM_GRAPH_AUTO,
    WOM_GRAPH_TABLE, /* none of the others: rows of two ids */
    WOM_GRAPH_GRAPHML,
    WOM_GRAPH_GML,
    WOM_GRAPH_PAJEK,
    WOM_GRAPH_LGL,  /* "# a" and below it a's friends, one a line, each perhaps with a weight */
    WOM_GRAPH_NCOL, /* two names a line, perhaps with a weight */
} wom_graph_format;

extern const char *const wom_graph_format_names[]; /* "auto", "table", "GraphML", ..., NULL */

/* Of the first bytes of a file; with some hundred of them an LGL file is told from a table with comments. */
wom_graph_format wom_graph_format_of(wom_text start);

/* Receives what such a file holds: the names of all nodes, in order, then the ties by places of nodes. */
typedef struct wom_graph_sink {
    void *context;
    wom_status (*node)(void *context, wom_text name);
    wom_status (*tie)(void *context, wom_node from, wom_node to, double strength);
} wom_graph_sink;

typedef struct wom_graph_file_facts {
    bool is_directed;
    bool has_strength; /* some tie's is written */
} wom_graph_file_facts;

/* Reads a graph file, which is not a table, from its beginning. Nodes are called by the first of their attributes name,
 * label and id that tells them all apart, else by their place, "0", "1", .... The strength is the ties' numeric
 * attribute `strength` (NULL or "": weight, if there is one), 1 where a tie has none; in LGL and NCOL a weight of 0 is
 * none. WOM_INVALID: what igraph refuses,
 * in its words; names that are not UTF-8; an attribute that there is not; strengths that are negative or not finite. By
 * igraph: serial, not from two threads at a time, with about 300 bytes a node or tie beside the job's ledger, and a
 * temporary file as large as the file unpacked. */
wom_status wom_graph_file_read(wom_graph_file_facts *facts, wom_job *job, wom_source *source, wom_graph_format format,
                               const char *strength, const wom_graph_sink *sink);

/* ---- Measures ---- */

/* What a graph does not have is NaN: means over no nodes or no ties, a correlation of what does not vary. */
typedef struct wom_graph_summary {
    wom_node num_nodes, num_isolated;
    wom_tie num_ties;
    double mean_degree; /* ties a node */
    uint32_t max_out_degree, max_in_degree;
    double out_degree_quantiles[5], in_degree_quantiles[5]; /* 5 %, 25 %, 50 %, 75 %, 95 % */
    double strength_mean, strength_max;                     /* 1 without strengths */
    double strength_quantiles[5];
    double reciprocity;                 /* share of ties whose reverse exists */
    double clustering;           /* global transitivity of the undirected graph: 3 triangles / connected triples */
    double local_clustering;     /* mean local coefficient over nodes with two neighbours or more */
    double degree_assortativity; /* Newman's r of the undirected graph, PRE 2003 */
    double tail_exponent;        /* a of a density d^-a of the undirected degree, Hill estimate, top 5 % of nodes */
    uint32_t num_components;     /* weakly connected */
    wom_node largest_component, second_component; /* nodes; 0 where there is none */
} wom_graph_summary;

/* In the undirected graph two nodes with any tie between them are neighbours, once. Memory about 12 bytes a pair and 40
 * a node, a byte a node and thread, before that 8 bytes a tie where there are strengths; time O(pairs^1.5), by all
 * threads, for the triangles (Latapy, TCS 2008). */
wom_status wom_graph_summarise(wom_graph_summary *summary, wom_job *job, const wom_graph *graph);

/* How many have which value: value[num] ascend, count[num] are above 0. */
typedef struct wom_tally {
    uint64_t num;
    double *value;
    uint64_t *count;
} wom_tally;

/* Of numbers without NaN, which are sorted. Freed by wom_tally_clear. */
wom_status wom_tally_create(wom_tally *tally, wom_job *job, double *values, uint64_t num);
void wom_tally_clear(wom_tally *tally);

/* What can be counted: nodes by their ties out or in; ties by strength, rounded down to a power of two (0 stays 0;
 * without strengths all are 1); components by nodes. */
typedef enum wom_measure {
    WOM_MEASURE_OUT_DEGREE,
    WOM_MEASURE_IN_DEGREE,
    WOM_MEASURE_STRENGTH,
    WOM_MEASURE_COMPONENT,
} wom_measure;

/* Memory 8 bytes a node or tie while at work, 16 a value; time of sorting. */
wom_status wom_graph_tally(wom_tally *tally, wom_job *job, const wom_graph *graph, wom_measure measure);

/* PageRank of every node, rank[num_nodes] sums to 1: the walk goes against influence (from j to those who influence j),
 * so a high rank marks the influential; by tie strengths where given; whom nobody influences leads anywhere. damping in
 * (0, 1), else WOM_INVALID. The errors of all ranks sum to 1e-10 at most. Power method by all threads, the same bits
 * for any number: at most 24 / ln(1 / damping) passes over the ties; 40 bytes a node. */
wom_status wom_graph_pagerank(double *rank, wom_job *job, const wom_graph *graph, double damping);

/* The largest k such that the node is in a part of the undirected graph in which all have k neighbours or more,
 * coreness[num_nodes]. Batagelj and Zaversnik 2003. Linear; memory about 8 bytes a pair and 20 a node. */
wom_status wom_graph_coreness(uint32_t *coreness, wom_job *job, const wom_graph *graph);

/* Communities by Leiden (Traag, Waltman and van Eck, Sci. Rep. 2019) on the undirected weighted graph, modularity
 * objective: community[num_nodes] is 0 .. *num_communities - 1, the largest community is 0, ties by lowest node. Nodes
 * without ties of positive strength are communities of one. resolution > 0 (1: modularity as usual; higher: smaller
 * communities). Deterministic in `seed` for one version of igraph. By igraph: serial, not from two threads at a time,
 * stopped between iterations (at most 10) only; about 200 bytes a pair beside the job's ledger, which is asked. */
wom_status wom_graph_communities(uint32_t *community, uint32_t *num_communities, wom_job *job, const wom_graph *graph,
                                 double resolution, uint64_t seed);

/* Modularity of a division into communities, on the undirected weighted graph (Newman, PRE 2004): the share of strength
 * within communities less what it would be at random; NaN without strength. community[num_nodes] is below
 * num_communities, else WOM_INVALID. Linear. */
wom_status wom_graph_modularity(double *modularity, wom_job *job, const wom_graph *graph, const uint32_t *community,
                                uint32_t num_communities);

/* Assortativity over ties of a categorical mark (Newman, PRE 2003): 1 when ties stay within marks, 0 at random, NaN
 * when that is undefined (no ties, or all of one mark). mark[num_nodes] is below num_marks, else WOM_INVALID. */
wom_status wom_graph_mark_assortativity(double *assortativity, wom_job *job, const wom_graph *graph,
                                        const uint32_t *mark, uint32_t num_marks);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
