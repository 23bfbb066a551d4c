/* PageRank: those whom the influential influence are influential, as a walk against influence measures it. */
#include "algorithms.h"
#include "selection.h"

typedef struct pagerank_params {
    double damping;
} pagerank_params;

static const wom_field fields[] = {
    { "damping", WOM_FIELD_REAL, offsetof(pagerank_params, damping), 0.85, 0.01, 0.99, "probability",
      "that the walk goes on instead of starting anew", NULL },
    { 0 },
};

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    wom_admissible *admissible = NULL;
    double *rank = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(wom_allocate(&rank, job, problem->graph->num_nodes, sizeof *rank, "ranks"));
    WOM_TRY_GOTO(wom_graph_pagerank(rank, job, problem->graph, ((const pagerank_params *)params)->damping));
    status = wom_selection_fill_by_score(selection, job, admissible, rank);
done:
    wom_free(rank);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_pagerank = {
    .variant = {
        .name = "pagerank",
        .summary = "the users of highest PageRank against influence, skipping who is too dear",
        .source = "Page, Brin, Motwani and Winograd, Stanford 1999",
        .params_size = sizeof(pagerank_params),
        .fields = fields,
    },
    .promise = "none; fills the number or the budget also for profit",
    .select = choose,
};
