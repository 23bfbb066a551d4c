/* Filling a selection, seed by seed. */
#include "selection.h"

#include <stdlib.h>

wom_status
wom_selection_create(wom_selection **selection, wom_job *job, const wom_admissible *admissible)
{
    *selection = NULL;
    const uint64_t room = (uint64_t)admissible->problem->num_pinned + admissible->num_free;
    wom_selection *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "a selection"));
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&made->seed, job, room, sizeof *made->seed, "seeds"));
    WOM_TRY_GOTO(wom_allocate(&made->gain, job, room, sizeof *made->gain, "seeds' gains"));
    WOM_TRY_GOTO(wom_allocate(&made->gain_error, job, room, sizeof *made->gain_error, "errors of seeds' gains"));
    *selection = made;
    made = NULL;
done:
    wom_selection_free(made);
    return status;
}

void
wom_selection_free(wom_selection *selection)
{
    if (selection == NULL) return;
    wom_free(selection->seed);
    wom_free(selection->gain);
    wom_free(selection->gain_error);
    wom_free(selection);
}

void
wom_selection_clear(wom_selection *selection)
{
    selection->num_seeds = 0;
    selection->value = selection->cost = 0;
    selection->has_certificate = false;
}

void
wom_selection_add(wom_selection *selection, const wom_problem *problem, wom_node node, double gain, double gain_error)
{
    const uint32_t place = selection->num_seeds++;
    selection->seed[place] = node;
    selection->gain[place] = gain;
    selection->gain_error[place] = gain_error;
    selection->value += gain;
    selection->cost += wom_fee_of(problem, node);
}

void
wom_selection_swap(wom_selection *a, wom_selection *b)
{
    const wom_selection old = *a;
    const uint64_t evaluations_of_b = b->num_evaluations;
    *a = *b;
    *b = old;
    a->num_evaluations = old.num_evaluations;
    b->num_evaluations = evaluations_of_b;
}

double
wom_selection_objective(const wom_selection *selection, const wom_problem *problem)
{
    return problem->profit ? selection->value - selection->cost : selection->value;
}

void
wom_selection_fill(wom_selection *selection, const wom_admissible *admissible, const wom_node *order,
                   uint32_t num_ordered)
{
    const wom_problem *problem = admissible->problem;
    double remaining = admissible->remaining;
    for (uint32_t i = 0; i < problem->num_pinned; i++)
        wom_selection_add(selection, problem, problem->pinned[i], NAN, NAN);
    const uint32_t most = selection->num_seeds + admissible->num_free;
    for (uint32_t i = 0; i < num_ordered && selection->num_seeds < most; i++) {
        const double fee = wom_fee_of(problem, order[i]);
        if (!admissible->is_candidate[order[i]] || fee > remaining) continue;
        remaining -= fee;
        wom_selection_add(selection, problem, order[i], NAN, NAN);
    }
}

typedef struct scored {
    double score;
    wom_node node;
} scored;

static int
by_descending_score(const void *left, const void *right)
{
    const scored *a = left, *b = right;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->node < b->node ? -1 : a->node > b->node;
}

wom_status
wom_order_by_score(wom_node *order, wom_job *job, const double *score, wom_node num_nodes)
{
    scored *ranking = NULL;
    WOM_TRY(wom_allocate(&ranking, job, num_nodes, sizeof *ranking, "a ranking"));
    for (wom_node node = 0; node < num_nodes; node++) ranking[node] = (scored){ score[node], node };
    qsort(ranking, num_nodes, sizeof *ranking, by_descending_score);
    for (wom_node i = 0; i < num_nodes; i++) order[i] = ranking[i].node;
    wom_free(ranking);
    return WOM_OK;
}

wom_status
wom_selection_fill_by_score(wom_selection *selection, wom_job *job, const wom_admissible *admissible,
                            const double *score)
{
    const wom_node num_nodes = admissible->problem->graph->num_nodes;
    wom_node *order = NULL;
    WOM_TRY(wom_allocate(&order, job, num_nodes, sizeof *order, "a ranking"));
    const wom_status status = wom_order_by_score(order, job, score, num_nodes);
    if (status == WOM_OK) wom_selection_fill(selection, admissible, order, num_nodes);
    wom_free(order);
    return status;
}
