/* Random: users in a random order, the floor for every other algorithm. */
#include "algorithms.h"
#include "selection.h"

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    (void)params;
    wom_admissible *admissible = NULL;
    wom_node *order = NULL;
    wom_status status = WOM_OK;
    const wom_node num_nodes = problem->graph->num_nodes;
    wom_rng rng = wom_rng_stream(problem->seed, WOM_PURPOSE_RANDOM_SEEDS, 0);
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(wom_allocate(&order, job, num_nodes, sizeof *order, "a random order"));
    for (wom_node node = 0; node < num_nodes; node++) order[node] = node;
    wom_rng_shuffle(&rng, order, num_nodes);
    wom_selection_fill(selection, admissible, order, num_nodes);
done:
    wom_free(order);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_random = {
    .variant = {
        .name = "random",
        .summary = "users in a random order, skipping who is too dear",
        .source = "",
    },
    .promise = "none; fills the number or the budget also for profit",
    .select = choose,
};
