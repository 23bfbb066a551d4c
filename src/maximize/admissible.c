/* Checking a problem and working out what it admits. */
#include "admissible.h"

/* Three fees of 0.1 fit into a budget of 0.3, whatever binary fractions say. */
#define BUDGET_SLACK 1e-12

/* Whether seeds can carry different contents, where they are to. */
static wom_status
check_contents(const wom_problem *problem)
{
    const uint32_t num_contents = wom_num_contents(problem);
    if (num_contents == 1) return WOM_OK;
    if ((uint64_t)num_contents * problem->graph->num_nodes >= WOM_NO_NODE)
        return wom_fail(WOM_INVALID, "%u contents for %u users are more than 4294967294 pairs; offer fewer contents",
                        num_contents, problem->graph->num_nodes);
    for (uint32_t c = 0; c < num_contents; c++) {
        const wom_chances *chances = problem->chances_of[c];
        if (chances->graph != problem->graph || chances->dynamics != problem->chances->dynamics ||
            chances->baseline != problem->chances->baseline)
            return wom_fail(WOM_INVALID, "the chances of content number %u are of another graph, dynamics or baseline",
                            c);
    }
    if (problem->profit)
        return wom_fail(WOM_INVALID, "a content for each seed cannot be chosen for profit; maximise value within a "
                                     "budget, or ask all with one content");
    if (problem->num_pinned > 0)
        return wom_fail(WOM_INVALID, "%u users are pinned without a content of their own; ask all with one content",
                        problem->num_pinned);
    return WOM_OK;
}

static wom_status
check_numbers(const wom_problem *problem)
{
    const wom_node num_nodes = problem->graph->num_nodes;
    if (num_nodes == 0) return wom_fail(WOM_INVALID, "there are no users to choose from");
    if (problem->chances->graph != problem->graph)
        return wom_fail(WOM_INVALID, "the chances belong to another graph than the problem's");
    if (!(problem->budget >= 0))
        return wom_fail(WOM_INVALID, "the budget is %g, must be 0 or more, or infinity for none", problem->budget);
    WOM_TRY(check_contents(problem));
    for (wom_node i = 0; problem->weight != NULL && i < wom_num_weights(problem); i++)
        if (!(problem->weight[i] >= 0 && isfinite(problem->weight[i])))
            return wom_fail(WOM_INVALID, "the weight of user number %u is %g, must be finite and 0 or more",
                            wom_user_of(problem, i), problem->weight[i]);
    for (wom_node node = 0; node < num_nodes; node++) {
        const double fee = wom_fee_of(problem, node);
        const double accept = problem->accept == NULL ? 1 : problem->accept[node];
        if (!(fee >= 0 && isfinite(fee)))
            return wom_fail(WOM_INVALID, "the fee of user number %u is %g, must be finite and 0 or more", node, fee);
        if (!(accept >= 0 && accept <= 1))
            return wom_fail(WOM_INVALID, "user number %u accepts with probability %g, must be from 0 to 1", node,
                            accept);
    }
    return WOM_OK;
}

static wom_status
check_rival(const wom_problem *problem)
{
    if (problem->rival == NULL) return WOM_OK;
    if (problem->rival->graph != problem->graph || problem->rival->dynamics != problem->chances->dynamics)
        return wom_fail(WOM_INVALID, "the rival's chances are of another graph or dynamics than the problem's");
    WOM_TRY(wom_dynamics_check_joint(problem->chances->dynamics));
    for (uint32_t i = 0; i < problem->num_rival_asked; i++)
        if (problem->rival_asked[i] >= problem->graph->num_nodes)
            return wom_fail(WOM_INVALID, "the rival asks user number %u, but there are %u users",
                            problem->rival_asked[i], problem->graph->num_nodes);
    return WOM_OK;
}

static wom_status
check_limits(const wom_problem *problem)
{
    const bool has_budget = isfinite(problem->budget);
    if (problem->num_seeds > 0 || problem->profit) return WOM_OK;
    if (!has_budget) return wom_fail(WOM_INVALID, "neither a number of seeds nor a budget limits whom to ask");
    if (problem->fee == NULL)
        return wom_fail(WOM_INVALID, "a budget of %g without fees limits nothing: give fees, or a number of seeds",
                        problem->budget);
    return WOM_OK;
}

/* Marks the pinned in is_pinned and adds up their fees. */
static wom_status
check_pinned(bool *is_pinned, double *cost, const wom_problem *problem)
{
    *cost = 0;
    for (uint32_t i = 0; i < problem->num_pinned; i++) {
        const wom_node node = problem->pinned[i];
        if (node >= problem->graph->num_nodes)
            return wom_fail(WOM_INVALID, "pinned user number %u: there are %u users", node, problem->graph->num_nodes);
        if (is_pinned[node]) return wom_fail(WOM_INVALID, "user number %u is pinned twice", node);
        if (problem->banned != NULL && problem->banned[node])
            return wom_fail(WOM_INVALID, "user number %u is pinned and banned", node);
        is_pinned[node] = true;
        *cost += wom_fee_of(problem, node);
    }
    if (problem->num_seeds > 0 && problem->num_pinned > problem->num_seeds)
        return wom_fail(WOM_INVALID, "%u users are pinned, but at most %u may be asked", problem->num_pinned,
                        problem->num_seeds);
    if (*cost > problem->budget * (1 + BUDGET_SLACK))
        return wom_fail(WOM_INVALID, "the pinned users cost %g, more than the budget of %g", *cost, problem->budget);
    return WOM_OK;
}

/* As many of the cheapest candidates as the budget pays. */
static wom_status
count_affordable(uint32_t *count, wom_job *job, const wom_admissible *admissible)
{
    double *fee = NULL;
    WOM_TRY(wom_allocate(&fee, job, admissible->num_free, sizeof *fee, "fees"));
    uint32_t num_fees = 0;
    for (wom_node node = 0; node < admissible->problem->graph->num_nodes; node++)
        if (admissible->is_candidate[node]) fee[num_fees++] = wom_fee_of(admissible->problem, node);
    wom_sort_reals(fee, num_fees);
    double spent = 0;
    *count = 0;
    while (*count < num_fees && spent + fee[*count] <= admissible->remaining * (1 + BUDGET_SLACK))
        spent += fee[(*count)++];
    wom_free(fee);
    return WOM_OK;
}

static wom_status
find_candidates(wom_admissible *admissible, wom_job *job, const bool *is_pinned)
{
    const wom_problem *problem = admissible->problem;
    for (wom_node ask = 0; ask < wom_num_asks(problem); ask++) {
        const wom_node user = wom_user_of(problem, ask);
        const bool banned = problem->banned != NULL && problem->banned[user];
        const bool free = !is_pinned[user] && !banned && wom_fee_of(problem, user) <= admissible->remaining;
        admissible->is_candidate[ask] = free;
        admissible->num_candidates += free;
    }
    for (wom_node i = 0; i < wom_num_weights(problem); i++) admissible->total_weight += wom_weight_of(problem, i);
    admissible->num_free = admissible->num_candidates / wom_num_contents(problem);
    if (wom_budget_binds(admissible)) WOM_TRY(count_affordable(&admissible->num_free, job, admissible));
    const uint32_t room = problem->num_seeds - problem->num_pinned;
    if (problem->num_seeds > 0 && admissible->num_free > room) admissible->num_free = room;
    if (admissible->num_free == 0 && problem->num_pinned == 0)
        return wom_fail(WOM_INVALID, "nobody can be asked: every user is banned or costs more than the budget of %g",
                        problem->budget);
    if (!(admissible->total_weight > 0 && isfinite(admissible->total_weight)))
        return wom_fail(WOM_INVALID, "the users' weights sum to %g, must be above 0 and finite",
                        admissible->total_weight);
    return WOM_OK;
}

wom_status
wom_admissible_create(wom_admissible **admissible, wom_job *job, const wom_problem *problem)
{
    *admissible = NULL;
    WOM_TRY(check_numbers(problem));
    WOM_TRY(check_limits(problem));
    WOM_TRY(check_rival(problem));
    wom_status status = WOM_OK;
    wom_admissible *made = NULL;
    bool *is_pinned = NULL;
    double pinned_cost = 0;
    const wom_node num_nodes = problem->graph->num_nodes;
    WOM_TRY_GOTO(wom_allocate(&made, job, 1, sizeof *made, "what a problem admits"));
    WOM_TRY_GOTO(wom_allocate(&made->is_candidate, job, wom_num_asks(problem), sizeof *made->is_candidate,
                              "candidates"));
    WOM_TRY_GOTO(wom_allocate(&is_pinned, job, num_nodes, sizeof *is_pinned, "pinned users"));
    WOM_TRY_GOTO(check_pinned(is_pinned, &pinned_cost, problem));
    made->problem = problem;
    made->remaining = problem->budget * (1 + BUDGET_SLACK) - pinned_cost;
    WOM_TRY_GOTO(find_candidates(made, job, is_pinned));
    *admissible = made;
    made = NULL;
done:
    wom_free(is_pinned);
    wom_admissible_free(made);
    return status;
}

void
wom_admissible_free(wom_admissible *admissible)
{
    if (admissible == NULL) return;
    wom_free(admissible->is_candidate);
    wom_free(admissible);
}

double
wom_log_num_sets(const wom_admissible *admissible)
{
    const double n = (double)admissible->num_candidates, k = fmax((double)admissible->num_free, 1);
    return fmax(lgamma(n + 1) - lgamma(k + 1) - lgamma(fmax(n - k, 0) + 1), 0);
}

double
wom_least_best(const wom_admissible *admissible)
{
    const wom_problem *problem = admissible->problem;
    const double n = (double)admissible->num_candidates, k = fmax((double)admissible->num_free, 1);
    double sum = 0;
    for (wom_node ask = 0; ask < wom_num_asks(problem); ask++)
        if (admissible->is_candidate[ask])
            sum += wom_weight_of(problem, ask) *
                   (problem->accept == NULL ? 1 : problem->accept[wom_user_of(problem, ask)]);
    return n > 0 ? k * sum / n : 0;
}
