/* K-core: the users in the densest shells of the network, where Kitsak et al., "Identification of influential spreaders
 * in complex networks", Nature Physics 2010, find the best single spreaders. They sit close together, so several of
 * them share most of whom they reach: see k-shell. */
#include "algorithms.h"
#include "coreness.h"

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    (void)params;
    wom_admissible *admissible = NULL;
    double *score = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(wom_coreness_scores(&score, job, problem->graph));
    status = wom_selection_fill_by_score(selection, job, admissible, score);
done:
    wom_free(score);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_k_core = {
    .variant = {
        .name = "k-core",
        .summary = "the users of highest coreness, then most ties, skipping who is too dear",
        .source = "Kitsak et al., Nature Physics 2010; Seidman, Social Networks 1983",
    },
    .promise = "none; fills the number or the budget also for profit",
    .select = choose,
};
