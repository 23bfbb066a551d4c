/* Degree: the users with the most ties to others, the yardstick of practice. */
#include "algorithms.h"
#include "selection.h"

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    (void)params;
    wom_admissible *admissible = NULL;
    double *degree = NULL;
    wom_status status = WOM_OK;
    const wom_node num_nodes = problem->graph->num_nodes;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(wom_allocate(&degree, job, num_nodes, sizeof *degree, "degrees"));
    for (wom_node node = 0; node < num_nodes; node++) degree[node] = wom_graph_out_degree(problem->graph, node);
    status = wom_selection_fill_by_score(selection, job, admissible, degree);
done:
    wom_free(degree);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_degree = {
    .variant = {
        .name = "degree",
        .summary = "the users with the most ties to others, skipping who is too dear",
        .source = "",
    },
    .promise = "none; fills the number or the budget also for profit",
    .select = choose,
};
