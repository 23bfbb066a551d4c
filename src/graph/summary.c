/* What a graph looks like in a few numbers. */
#include "graph/components.h"
#include "graph/neighbours.h"

#include <inttypes.h>
#include <math.h>

/* A measure that the graph does not have. */
static const double undefined = NAN;

static double
ratio(double part, double whole)
{
    return whole > 0 ? part / whole : undefined;
}

/* 5 %, 25 %, 50 %, 75 %, 95 %; sorts. */
static void
find_quantiles(double quantiles[5], double *values, uint64_t num)
{
    static const double shares[] = { 0.05, 0.25, 0.5, 0.75, 0.95 };
    wom_sort_reals(values, num);
    for (int i = 0; i < 5; i++) quantiles[i] = num > 0 ? wom_quantile(values, num, shares[i]) : undefined;
}

/* `degrees` is scratch. */
static void
summarise_degrees(wom_graph_summary *summary, const wom_graph *graph, double *degrees)
{
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        const uint32_t out = wom_graph_out_degree(graph, node), in = wom_graph_in_degree(graph, node);
        degrees[node] = out;
        if (out > summary->max_out_degree) summary->max_out_degree = out;
        if (in > summary->max_in_degree) summary->max_in_degree = in;
        if (out == 0 && in == 0) summary->num_isolated++;
    }
    summary->mean_degree = ratio(graph->num_ties, graph->num_nodes);
    find_quantiles(summary->out_degree_quantiles, degrees, graph->num_nodes);
    for (wom_node node = 0; node < graph->num_nodes; node++) degrees[node] = wom_graph_in_degree(graph, node);
    find_quantiles(summary->in_degree_quantiles, degrees, graph->num_nodes);
}

static wom_status
summarise_strength(wom_graph_summary *summary, wom_job *job, const wom_graph *graph)
{
    const uint64_t num = graph->num_ties;
    double *strengths = NULL, sum = 0;
    summary->strength_mean = summary->strength_max = 1;
    for (int i = 0; i < 5; i++) summary->strength_quantiles[i] = 1;
    if (graph->strength == NULL) return WOM_OK;
    WOM_TRY(wom_allocate(&strengths, job, num, sizeof *strengths, "strengths"));
    for (uint64_t tie = 0; tie < num; tie++) sum += strengths[tie] = (double)graph->strength[tie];
    find_quantiles(summary->strength_quantiles, strengths, num);
    summary->strength_mean = ratio(sum, (double)num);
    summary->strength_max = num > 0 ? strengths[num - 1] : undefined;
    wom_free(strengths);
    return WOM_OK;
}

/* Out-ties and in-ties both ascend, so one walk along the two finds those that are answered. */
static double
reciprocity(const wom_graph *graph)
{
    uint64_t answered = 0;
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        uint64_t in = graph->in_first[node];
        const uint64_t in_end = graph->in_first[node + 1];
        for (uint64_t out = graph->out_first[node]; out < graph->out_first[node + 1]; out++) {
            while (in < in_end && graph->in_tail[in] < graph->out_head[out]) in++;
            if (in < in_end && graph->in_tail[in] == graph->out_head[out]) answered++;
        }
    }
    return ratio((double)answered, graph->num_ties);
}

static void
summarise_clustering(wom_graph_summary *summary, const wom_neighbours *neighbours, const uint64_t *triangles_of)
{
    double closed = 0, triples = 0, local = 0;
    uint64_t num_local = 0;
    for (wom_node node = 0; node < neighbours->num_nodes; node++) {
        const double degree = wom_neighbours_degree(neighbours, node);
        if (degree < 2) continue;
        const double pairs = degree * (degree - 1) / 2;
        closed += (double)triangles_of[node];
        triples += pairs;
        local += (double)triangles_of[node] / pairs;
        num_local++;
    }
    summary->clustering = ratio(closed, triples);
    summary->local_clustering = ratio(local, (double)num_local);
}

/* Correlation of the degrees at the two ends, over both directions of every pair. */
static double
degree_assortativity(const wom_neighbours *neighbours)
{
    const wom_node num_nodes = neighbours->num_nodes;
    double squares = 0, variance = 0, covariance = 0;
    for (wom_node node = 0; node < num_nodes; node++) {
        const double degree = wom_neighbours_degree(neighbours, node);
        squares += degree * degree;
    }
    const double mean = ratio(squares, (double)neighbours->first[num_nodes]);
    for (wom_node node = 0; node < num_nodes; node++) {
        const double degree = wom_neighbours_degree(neighbours, node);
        uint64_t sum = 0;
        for (uint64_t at = neighbours->first[node]; at < neighbours->first[node + 1]; at++)
            sum += wom_neighbours_degree(neighbours, neighbours->node[at]);
        variance += degree * (degree - mean) * (degree - mean);
        covariance += (degree - mean) * ((double)sum - degree * mean);
    }
    return ratio(covariance, variance);
}

/* Hill, Ann. Stat. 1975: 1 + k / sum of ln(d_i / d_(k+1)) over the k largest degrees, the exponent a of a density
 * falling as d^-a. */
static double
tail_exponent(const wom_neighbours *neighbours, double *degrees)
{
    const uint64_t num_nodes = neighbours->num_nodes, num_top = num_nodes / 20;
    double sum = 0;
    for (wom_node node = 0; node < num_nodes; node++) degrees[node] = wom_neighbours_degree(neighbours, node);
    wom_sort_reals(degrees, num_nodes);
    if (num_top == 0 || !(degrees[num_nodes - num_top - 1] > 0)) return undefined;
    const double threshold = degrees[num_nodes - num_top - 1];
    for (uint64_t i = num_nodes - num_top; i < num_nodes; i++) sum += log(degrees[i] / threshold);
    return 1 + ratio((double)num_top, sum);
}

static wom_status
summarise_components(wom_graph_summary *summary, wom_job *job, const wom_graph *graph)
{
    wom_node *size = NULL;
    WOM_TRY(wom_components_measure(&size, job, graph));
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        summary->num_components += size[node] > 0;
        if (size[node] > summary->largest_component) {
            summary->second_component = summary->largest_component;
            summary->largest_component = size[node];
        } else if (size[node] > summary->second_component) {
            summary->second_component = size[node];
        }
    }
    wom_free(size);
    return WOM_OK;
}

/* The measures of the undirected graph; `degrees` is scratch. */
static wom_status
summarise_neighbours(wom_graph_summary *summary, wom_job *job, const wom_graph *graph, double *degrees)
{
    wom_status status = WOM_OK;
    wom_neighbours neighbours = { 0 };
    uint64_t *triangles_of = NULL;
    WOM_TRY_GOTO(wom_neighbours_create(&neighbours, job, graph, false));
    WOM_TRY_GOTO(wom_allocate(&triangles_of, job, graph->num_nodes, sizeof *triangles_of, "triangles"));
    WOM_TRY_GOTO(wom_neighbours_triangles(triangles_of, job, &neighbours));
    summarise_clustering(summary, &neighbours, triangles_of);
    summary->degree_assortativity = degree_assortativity(&neighbours);
    summary->tail_exponent = tail_exponent(&neighbours, degrees);
done:
    wom_free(triangles_of);
    wom_neighbours_free(&neighbours);
    return status;
}

wom_status
wom_graph_summarise(wom_graph_summary *summary, wom_job *job, const wom_graph *graph)
{
    wom_status status = WOM_OK;
    double *degrees = NULL;
    wom_graph_summary s = { .num_nodes = graph->num_nodes, .num_ties = graph->num_ties };
    WOM_TRY_GOTO(wom_allocate(&degrees, job, graph->num_nodes, sizeof *degrees, "degrees"));
    summarise_degrees(&s, graph, degrees);
    WOM_TRY_GOTO(summarise_strength(&s, job, graph));
    s.reciprocity = reciprocity(graph);
    WOM_TRY_GOTO(summarise_components(&s, job, graph));
    WOM_TRY_GOTO(wom_job_check(job));
    WOM_TRY_GOTO(summarise_neighbours(&s, job, graph, degrees));
    *summary = s;
done:
    wom_free(degrees);
    return status;
}
