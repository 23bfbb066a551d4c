/* Degree: the users with the most ties to others, the yardstick of practice; or those whose ties weigh most. */
#include "algorithms.h"
#include "selection.h"
#include "tie_weight.h"

typedef struct degree_params {
    uint32_t by; /* wom_tie_measure */
} degree_params;

static const wom_field fields[] = {
    { "by", WOM_FIELD_CHOICE, offsetof(degree_params, by), WOM_TIES_COUNTED, 0, 0, "",
      "what a tie counts: one, its strength, or the probability that it passes the content on",
      wom_tie_measure_names },
    { 0 },
};

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    const wom_tie_measure by = (wom_tie_measure)((const degree_params *)params)->by;
    const wom_node num_nodes = problem->graph->num_nodes;
    wom_admissible *admissible = NULL;
    double *degree = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(wom_allocate(&degree, job, num_nodes, sizeof *degree, "degrees"));
    for (wom_node node = 0; node < num_nodes; node++) degree[node] = wom_weight_of_ties(problem, by, node, NULL);
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
        .params_size = sizeof(degree_params),
        .fields = fields,
    },
    .promise = "none; fills the number or the budget also for profit",
    .select = choose,
};
