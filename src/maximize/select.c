/* Choosing seeds by any algorithm. */
#include "selection.h"

/* Whether what a stopped algorithm leaves is an answer. */
static bool
is_partial(wom_status status, const wom_selection *selection)
{
    if (status == WOM_TIMEOUT || status == WOM_CANCELLED) return true;
    return status == WOM_NO_MEMORY && selection->num_seeds > 0;
}

static wom_status
check_needs(const wom_algorithm *algorithm, const wom_dynamics *dynamics)
{
    const char *lacking = wom_algorithm_refuses(algorithm, dynamics);
    if (lacking == NULL) return WOM_OK;
    return wom_fail(WOM_INVALID, "algorithm \"%s\": the dynamics \"%s\" %s; choose \"greedy\"",
                    algorithm->variant.name, dynamics->variant.name, lacking);
}

static wom_status
check_assigning(const wom_algorithm *algorithm, const wom_problem *problem)
{
    const wom_dynamics *dynamics = problem->chances->dynamics;
    if (problem->num_contents <= 1) return WOM_OK;
    if (!algorithm->assigns)
        return wom_fail(WOM_INVALID, "algorithm \"%s\" asks all seeds with one content; choose \"ris\"",
                        algorithm->variant.name);
    const char *lacking = wom_contents_lacking(dynamics);
    if (lacking == NULL) return WOM_OK;
    return wom_fail(WOM_INVALID, "seeds with different contents: the dynamics \"%s\" %s; ask all with one content",
                    dynamics->variant.name, lacking);
}

wom_status
wom_select(wom_selection **selection, wom_job *job, const wom_problem *problem, const wom_choice *algorithm)
{
    *selection = NULL;
    const wom_algorithm *type = (const wom_algorithm *)algorithm->variant;
    if (type->variant.fields != NULL)
        WOM_TRY(wom_fail_in(wom_fields_check(type->variant.fields, algorithm->params), "algorithm \"%s\"",
                            type->variant.name));
    WOM_TRY(check_assigning(type, problem));
    WOM_TRY(check_needs(type, problem->chances->dynamics));
    WOM_TRY(wom_dynamics_check_deadline(problem->chances->dynamics, problem->max_steps));
    wom_admissible *admissible = NULL;
    wom_selection *made = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(wom_selection_create(&made, job, admissible));
    status = wom_fail_in(type->select(made, job, problem, algorithm->params), "algorithm \"%s\"", type->variant.name);
    made->complete = status == WOM_OK || status == WOM_UNPROVEN;
    if (!made->complete && !is_partial(status, made)) goto done;
    if (made->num_seeds < problem->num_pinned) {
        wom_selection_clear(made);
        wom_selection_fill(made, admissible, NULL, 0);
    }
    *selection = made;
    made = NULL;
done:
    wom_selection_free(made);
    wom_admissible_free(admissible);
    return status;
}
