/* Degree discount: what a user and her friends are worth within one step, beside the seeds chosen so far. Chen, Wang
 * and Yang, "Efficient influence maximization in social networks", KDD 2009, section 3.
 *
 * With d ties, t of them to seeds, and one probability p, they rank by d - 2t - (d - t) t p, the leading terms of
 * (1 - p)^t (1 + (d - t) p). Without p the latter is taken as it is, each tie with its own probability: the chance that
 * no seed's tie has reached the user, times herself and the friends who are no seeds. */
#include "adaptive.h"
#include "algorithms.h"
#include "tie_weight.h"

typedef struct degree_discount_params {
    double p;
} degree_discount_params;

static const wom_field fields[] = {
    { "p", WOM_FIELD_REAL, offsetof(degree_discount_params, p), 0, 0, 1, "probability",
      "of every tie, for the published rank; 0: each tie's own, for the sum that it approximates", NULL },
    { 0 },
};

static double
published_score(const wom_graph *graph, double p, const bool *is_seed, wom_node node)
{
    const double d = wom_graph_out_degree(graph, node);
    double t = 0;
    for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++)
        t += is_seed[graph->out_head[tie]];
    return d - 2 * t - (d - t) * t * p;
}

static double
score(const wom_problem *problem, const void *params, const bool *is_seed, wom_node node)
{
    const wom_graph *graph = problem->graph;
    const double p = ((const degree_discount_params *)params)->p;
    if (p > 0) return published_score(graph, p, is_seed, node);
    double missed = 1;
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
        if (is_seed[graph->in_tail[k]]) missed *= 1 - wom_tie_probability(problem->chances, graph->in_tie[k]);
    return missed * (1 + wom_weight_of_ties(problem, WOM_TIES_BY_PROBABILITY, node, is_seed));
}

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    return wom_selection_fill_by_ties(selection, job, problem, score, params);
}

const wom_algorithm wom_algorithm_degree_discount = {
    .variant = {
        .name = "degree-discount",
        .summary = "the users who reach most within one step, less what the seeds reach already",
        .source = "Chen, Wang and Yang, KDD 2009",
        .params_size = sizeof(degree_discount_params),
        .fields = fields,
    },
    .promise = "none; fills the number or the budget also for profit",
    .select = choose,
};
