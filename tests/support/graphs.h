/* Small graphs, data, models and chances made by hand, without files. They fail only with the job's memory, so they
 * return the object, or end the program. Each is freed as the library's own is. */
#ifndef GRAPHS_H
#define GRAPHS_H

#include <wom/propagation.h>

/* A tie of a list; `strength` is its weight, or its probability for graph_chances and graph_model. */
typedef struct graph_tie {
    wom_node from, to;
    double strength;
} graph_tie;

/* The graph of these ties, parallel ones kept, with strengths. */
wom_graph *graph_of(wom_job *job, wom_node num_nodes, uint32_t num_ties, const graph_tie *ties);

/* A list in parentheses: GRAPH_OF(job, 3, { 0, 1, .5 }, { 1, 2, 1 }). */
#define GRAPH_OF(job, num_nodes, ...)                                                                                  \
    graph_of(job, num_nodes, sizeof((const graph_tie[]){ __VA_ARGS__ }) / sizeof(graph_tie),                           \
             (const graph_tie[]){ __VA_ARGS__ })

/* `num_ties` different ties without loops (at most all there are), strengths uniform on (0, 1]. */
wom_graph *graph_random(wom_job *job, wom_node num_nodes, uint32_t num_ties, uint64_t seed);

/* The generator barabasi-albert: everybody enters with `degree` friends, ties both ways, strengths 1. */
wom_graph *graph_preferential(wom_job *job, wom_node num_nodes, uint32_t degree, uint64_t seed);

/* Divides strengths so that those into each user sum to at most `most`. */
void graph_limit_incoming(wom_graph *graph, double most);

/* Data around a graph, which they own from now on: users "u0", "u1", ..., contents "c0", "c1", ...; nothing else is
 * given. A test may hang arrays of wom_allocate and vectors into them. Freed by wom_data_free; names cannot be looked
 * up. */
wom_data *graph_data(wom_job *job, wom_graph *graph, uint32_t num_contents);

/* Sparse vectors from rows of `num_dimensions` numbers. */
wom_vectors *graph_vectors(wom_job *job, uint32_t num_rows, uint32_t num_dimensions, const float *value);

/* The choice of that name with its defaults, or of a JSON object: "{\"type\": \"constant\", \"p\": 0.2}". */
wom_choice graph_choice(wom_job *job, const wom_catalogue *catalogue, const char *text);

/* The model of a weighting, likeness being the cosine and the baseline 0, or what the library says against it. */
wom_status graph_weigh(wom_model **model, wom_job *job, const wom_data *data, const char *weighting);

/* A model in which every tie's strength is its probability, whatever the content. */
wom_model *graph_model(wom_job *job, const wom_graph *graph, uint32_t num_contents, double baseline);

/* Chances of `dynamics`, as for graph_choice, in which every tie's strength is its probability. */
wom_chances *graph_chances(wom_job *job, const wom_graph *graph, const char *dynamics, double baseline);

/* Whether a weighting needs a file of its own, so that tests over the table cannot just choose it. */
static inline bool
reads_file(const wom_variant *weighting)
{
    return ((const wom_weighting *)weighting)->reads_file;
}

/* The dynamics in that place of the table; NULL behind the last. */
static inline const wom_dynamics *
dynamics_at(uint32_t place)
{
    return (const wom_dynamics *)wom_dynamics_catalogue.variants[place];
}

#endif
