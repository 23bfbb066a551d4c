/* Users at whom walks of RR sets end early.
 *
 * T is settled before any set is drawn, S holds T. A walk that ends at the first of T it meets tells as much of any
 * users O beside T as a whole one: whether T u O covers the set. So the greedy choice beyond T, and the bound on what T
 * u O covers for any admissible O, see what they need; and f(O) <= f(T u O). After Guo, Wang, Wei and Chen, "Influence
 * maximization revisited: efficient reverse reachable set generation with bound tightened", SIGMOD 2020 (HIST), who
 * choose T by RR sets of their own. */
#include "early_stops.h"
#include "selection.h"
#include "tie_weight.h"

/* The probable friends of every candidate; others come last. */
static void
score_all(double *score, const wom_admissible *admissible)
{
    const wom_problem *problem = admissible->problem;
    for (wom_node node = 0; node < problem->graph->num_nodes; node++) {
        const double accept = problem->accept == NULL ? 1 : problem->accept[node];
        score[node] = admissible->is_candidate[node]
                          ? accept * wom_weight_of_ties(problem, WOM_TIES_BY_PROBABILITY, node, NULL)
                          : -1;
    }
}

static void
take_best(wom_early_stops *stops, const wom_admissible *admissible, const wom_node *order, uint32_t num)
{
    const wom_problem *problem = admissible->problem;
    double remaining = admissible->remaining;
    for (wom_node i = 0; i < problem->graph->num_nodes && stops->num < num; i++) {
        const double fee = wom_fee_of(problem, order[i]);
        if (!admissible->is_candidate[order[i]] || fee > remaining) continue;
        remaining -= fee;
        stops->user[problem->num_pinned + stops->num++] = order[i];
    }
}

static wom_status
find(wom_early_stops *stops, wom_job *job, const wom_admissible *admissible, uint32_t num)
{
    const wom_problem *problem = admissible->problem;
    const wom_node num_nodes = problem->graph->num_nodes;
    double *score = NULL;
    wom_node *order = NULL;
    wom_status status = WOM_OK;
    if (num > admissible->num_free) num = admissible->num_free;
    WOM_TRY(wom_allocate(&stops->user, job, (uint64_t)problem->num_pinned + num, sizeof *stops->user, "early stops"));
    for (uint32_t i = 0; i < problem->num_pinned; i++) stops->user[i] = problem->pinned[i];
    if (num == 0) return WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&score, job, num_nodes, sizeof *score, "a ranking"));
    WOM_TRY_GOTO(wom_allocate(&order, job, num_nodes, sizeof *order, "a ranking"));
    score_all(score, admissible);
    WOM_TRY_GOTO(wom_order_by_score(order, job, score, num_nodes));
    take_best(stops, admissible, order, num);
done:
    wom_free(order);
    wom_free(score);
    return status;
}

wom_status
wom_early_stops_create(wom_early_stops **stops, wom_job *job, const wom_admissible *admissible, uint32_t num)
{
    *stops = NULL;
    wom_early_stops *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "early stops"));
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(find(made, job, admissible, num));
    made->problem = *admissible->problem;
    made->problem.pinned = made->user;
    made->problem.num_pinned += made->num;
    WOM_TRY_GOTO(wom_admissible_create(&made->admissible, job, &made->problem));
    *stops = made;
    made = NULL;
done:
    wom_early_stops_free(made);
    return status;
}

wom_status
wom_early_stops_apply(wom_rr_source *source, wom_job *job, const wom_early_stops *stops)
{
    return stops->num == 0 ? WOM_OK : wom_rr_source_stop_at(source, job, stops->user, stops->problem.num_pinned);
}

void
wom_early_stops_free(wom_early_stops *stops)
{
    if (stops == NULL) return;
    wom_admissible_free(stops->admissible);
    wom_free(stops->user);
    wom_free(stops);
}
