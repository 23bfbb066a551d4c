/* Choosing and simulating under one view of the data: the scenario's own, or a question's. */
#include "run.h"

#include <math.h>
#include <string.h>

wom_metric
wom_goal_metric(const wom_goal *goal)
{
    switch (goal->maximise) {
    case WOM_MAXIMISE_VALUE:
        return WOM_METRIC_REVENUE;
    case WOM_MAXIMISE_PROFIT:
        return WOM_METRIC_PROFIT;
    default:
        return goal->has_target ? WOM_METRIC_TARGET : WOM_METRIC_INCREMENTAL;
    }
}

uint32_t
wom_goal_num_seeds(const wom_goal *goal)
{
    return goal->num_seeds == 0 && goal->budget == 0 ? 10 : goal->num_seeds;
}

wom_status
wom_goal_content(uint32_t *content, bool *given, const wom_scenario *scenario, const wom_data *data)
{
    *content = 0;
    *given = scenario->goal.content != NULL;
    if (!*given) return WOM_OK;
    const wom_json *place = wom_json_member(wom_json_member(scenario->json, "goal"), "content");
    return wom_json_fail_in(wom_data_content(content, data, scenario->goal.content), place);
}

bool
wom_run_reports(const wom_run *run, wom_metric metric)
{
    const wom_economy *economy = &run->economy;
    const bool buys = economy->purchase != NULL;
    const bool valued = economy->user_value != NULL || economy->content_value != NULL ||
                        run->scenario->goal.maximise != WOM_MAXIMISE_ACTIVE; /* then each purchase is worth 1 */
    switch (metric) {
    case WOM_METRIC_BUYERS:
    case WOM_METRIC_INCREMENTAL_BUYERS:
        return buys;
    case WOM_METRIC_REVENUE:
    case WOM_METRIC_PROFIT:
        return valued;
    case WOM_METRIC_COST:
        return economy->fee != NULL || economy->content_cost != NULL;
    case WOM_METRIC_RIVAL:
    case WOM_METRIC_RIVAL_ALONE:
    case WOM_METRIC_RIVAL_LOSS:
        return run->scenario->rival.given;
    case WOM_METRIC_TARGET:
        return run->scenario->goal.has_target;
    default:
        return true;
    }
}

/* What an active user is worth with this content: value times probability of buying, within the target. NULL where the
 * goal counts users and all count alike. */
static wom_status
weights_of(double **weight, wom_job *job, const run_view *view, uint32_t content)
{
    const wom_economy *economy = view->economy;
    const wom_node num_nodes = view->data->graph->num_nodes;
    WOM_TRY(wom_target_weights(weight, job, view->scenario, view->data));
    if (view->scenario->goal.maximise == WOM_MAXIMISE_ACTIVE) return WOM_OK;
    const bool has_target = *weight != NULL;
    if (!has_target) WOM_TRY(wom_allocate(weight, job, num_nodes, sizeof **weight, "worth of users"));
    for (wom_node node = 0; node < num_nodes; node++) {
        double worth = economy->content_value != NULL ? economy->content_value[content] : 1;
        if (economy->user_value != NULL) worth *= economy->user_value[node];
        if (economy->purchase != NULL) worth *= (double)economy->purchase[(uint64_t)content * num_nodes + node];
        (*weight)[node] = has_target ? worth * (*weight)[node] : worth;
    }
    return WOM_OK;
}

/* Users whom the goal or the view bans. */
static wom_status
banned_users(bool **banned, wom_job *job, const run_view *view)
{
    const wom_goal *goal = &view->scenario->goal;
    const wom_node num_nodes = view->data->graph->num_nodes;
    *banned = NULL;
    if (goal->num_banned == 0 && view->banned == NULL) return WOM_OK;
    WOM_TRY(wom_allocate(banned, job, num_nodes, sizeof **banned, "banned users"));
    for (wom_node node = 0; view->banned != NULL && node < num_nodes; node++) (*banned)[node] = view->banned[node];
    for (uint32_t i = 0; i < goal->num_banned; i++) {
        wom_node user = 0;
        WOM_TRY(wom_data_user(&user, view->data, goal->banned[i]));
        (*banned)[user] = true;
    }
    return WOM_OK;
}

/* What is left of the budget for fees once the content is paid. */
static wom_status
budget_for_fees(double *budget, const run_view *view, uint32_t content)
{
    const double given = view->scenario->goal.budget;
    const double cost = view->economy->content_cost != NULL ? view->economy->content_cost[content] : 0;
    *budget = given > 0 ? given - cost : (double)INFINITY;
    if (*budget > 0) return WOM_OK;
    return wom_fail(WOM_INVALID,
                    "/goal/budget is %g, but the content \"%s\" alone costs %g; raise the budget or choose "
                    "another content",
                    given, view->data->content_id[content], cost);
}

static wom_status
fees_of_pinned(double *sum, const run_view *view)
{
    const wom_goal *goal = &view->scenario->goal;
    *sum = 0;
    for (uint32_t i = 0; i < goal->num_pinned; i++) {
        wom_node user = 0;
        WOM_TRY(wom_data_user(&user, view->data, goal->pinned[i]));
        if (view->economy->fee != NULL) *sum += view->economy->fee[user];
    }
    return WOM_OK;
}

wom_status
wom_view_affords(bool *affords, wom_job *job, const run_view *view, uint32_t content)
{
    const wom_economy *economy = view->economy;
    const double budget = view->scenario->goal.budget;
    const double left = budget - (economy->content_cost != NULL ? economy->content_cost[content] : 0);
    double pinned = 0, lowest = INFINITY;
    bool *banned = NULL;
    *affords = budget == 0;
    if (*affords || left <= 0) return WOM_OK;
    WOM_TRY(fees_of_pinned(&pinned, view));
    WOM_TRY(banned_users(&banned, job, view));
    for (wom_node node = 0; node < view->data->graph->num_nodes; node++)
        if (banned == NULL || !banned[node]) lowest = fmin(lowest, economy->fee != NULL ? economy->fee[node] : 0);
    wom_free(banned);
    *affords = (view->scenario->goal.num_pinned > 0 ? pinned : lowest) <= left;
    return WOM_OK;
}

/* The dynamics refuses by the user's number; here her name is known. She has the largest incoming sum. */
static wom_status
fill_chances(wom_chances *chances, wom_job *job, const run_view *view, uint32_t content)
{
    wom_model_summary summary;
    const wom_status status = wom_chances_fill(chances, job, view->model, content, view->masked);
    if (status != WOM_INVALID || wom_model_summarise(&summary, job, view->model, content) != WOM_OK) return status;
    return wom_fail_in(status, "content \"%s\", user \"%s\"", view->data->content_id[content],
                       wom_data_user_id(view->data, summary.worst_node));
}

wom_status
wom_view_check_dynamics(wom_job *job, const run_view *view, uint32_t content)
{
    wom_chances *chances = NULL;
    const wom_dynamics *dynamics = (const wom_dynamics *)view->scenario->dynamics.variant;
    if (dynamics->prepare == NULL) return WOM_OK;
    WOM_TRY(wom_chances_create(&chances, job, view->model->graph, &view->scenario->dynamics));
    const wom_status status = fill_chances(chances, job, view, content);
    wom_chances_free(chances);
    return status;
}

static wom_status
add_rival(view_problem *made, wom_job *job, const run_view *view)
{
    const wom_plan *rival = &view->rival;
    if (rival->num_asks == 0) return WOM_OK;
    WOM_TRY(wom_chances_create(&made->rival, job, view->model->graph, &view->scenario->dynamics));
    WOM_TRY(fill_chances(made->rival, job, view, rival->content[0]));
    made->problem.rival = made->rival;
    made->problem.rival_asked = rival->user;
    made->problem.num_rival_asked = rival->num_asks;
    made->problem.rival_accept = view->data->accept;
    return WOM_OK;
}

wom_status
wom_view_problem_create(view_problem *made, wom_job *job, const run_view *view, uint32_t content)
{
    const wom_goal *goal = &view->scenario->goal;
    double budget = 0;
    WOM_TRY(budget_for_fees(&budget, view, content));
    WOM_TRY(wom_chances_create(&made->chances, job, view->model->graph, &view->scenario->dynamics));
    WOM_TRY(fill_chances(made->chances, job, view, content));
    WOM_TRY(weights_of(&made->weight, job, view, content));
    WOM_TRY(banned_users(&made->banned, job, view));
    WOM_TRY(wom_allocate(&made->pinned, job, goal->num_pinned, sizeof *made->pinned, "pinned users"));
    for (uint32_t i = 0; i < goal->num_pinned; i++)
        WOM_TRY(wom_data_user(&made->pinned[i], view->data, goal->pinned[i]));
    made->problem = (wom_problem){
        .graph = view->model->graph,
        .chances = made->chances,
        .num_seeds = wom_goal_num_seeds(goal),
        .budget = budget,
        .fee = view->economy->fee,
        .weight = made->weight,
        .accept = view->economy->accept,
        .pinned = made->pinned,
        .num_pinned = goal->num_pinned,
        .banned = made->banned,
        .profit = goal->maximise == WOM_MAXIMISE_PROFIT,
        .max_steps = (uint32_t)view->scenario->simulate.deadline,
        .seed = view->scenario->seed,
    };
    return add_rival(made, job, view);
}

/* What an active user is worth with each content; NULL where the goal counts users and all count alike. */
static wom_status
weights_of_pairs(double **weight, wom_job *job, const run_view *view)
{
    const uint64_t num_nodes = view->data->graph->num_nodes, num_contents = view->data->num_contents;
    wom_status status = WOM_OK;
    *weight = NULL;
    for (uint32_t c = 0; c < num_contents && status == WOM_OK; c++) {
        double *of_content = NULL;
        WOM_TRY(weights_of(&of_content, job, view, c));
        if (of_content == NULL) return WOM_OK;
        if (*weight == NULL)
            status = wom_allocate(weight, job, num_contents * num_nodes, sizeof **weight, "worth of users");
        if (status == WOM_OK) memcpy(*weight + c * num_nodes, of_content, num_nodes * sizeof **weight);
        wom_free(of_content);
    }
    return status;
}

/* A user who buys two contents pays for both: worth is counted by pairs, whatever users are. A target counts users. */
wom_status
wom_view_assignment_create(view_problem *made, wom_job *job, const run_view *view)
{
    const uint32_t num_contents = view->data->num_contents;
    const wom_goal *goal = &view->scenario->goal;
    const bool counts_pairs = view->scenario->simulate.count == WOM_COUNT_PAIRS && !goal->has_target;
    WOM_TRY(wom_view_problem_create(made, job, view, 0));
    WOM_TRY(wom_allocate(&made->chances_of, job, num_contents, sizeof *made->chances_of, "contents' chances"));
    made->chances_of[0] = made->chances;
    made->problem.num_contents = num_contents;
    for (uint32_t c = 1; c < num_contents; c++) {
        WOM_TRY(wom_chances_create(&made->chances_of[c], job, view->model->graph, &view->scenario->dynamics));
        WOM_TRY(fill_chances(made->chances_of[c], job, view, c));
    }
    made->problem.chances_of = (const wom_chances *const *)made->chances_of;
    made->problem.pairs = counts_pairs || goal->maximise != WOM_MAXIMISE_ACTIVE;
    if (!made->problem.pairs) return WOM_OK;
    wom_free(made->weight);
    WOM_TRY(weights_of_pairs(&made->weight, job, view));
    made->problem.weight = made->weight;
    return WOM_OK;
}

void
wom_view_problem_clear(view_problem *problem)
{
    for (uint32_t c = 1; problem->chances_of != NULL && c < problem->problem.num_contents; c++)
        wom_chances_free(problem->chances_of[c]);
    wom_free(problem->chances_of);
    wom_chances_free(problem->chances);
    wom_chances_free(problem->rival);
    wom_free(problem->weight);
    wom_free(problem->banned);
    wom_free(problem->pinned);
}

wom_status
wom_view_select(wom_selection **selection, wom_job *job, const run_view *view, const wom_choice *algorithm,
                uint32_t content)
{
    view_problem problem = { 0 };
    *selection = NULL;
    wom_status status = wom_view_problem_create(&problem, job, view, content);
    if (status == WOM_OK) status = wom_select(selection, job, &problem.problem, algorithm);
    wom_view_problem_clear(&problem);
    return status;
}

/* Asks become users and contents. */
static wom_status
split_asks(wom_selection *selection, uint32_t **contents, wom_job *job, wom_node num_nodes)
{
    WOM_TRY(wom_allocate(contents, job, selection->num_seeds, sizeof **contents, "seeds' contents"));
    for (uint32_t i = 0; i < selection->num_seeds; i++) {
        (*contents)[i] = selection->seed[i] / num_nodes;
        selection->seed[i] %= num_nodes;
    }
    return WOM_OK;
}

wom_status
wom_view_assign(wom_selection **selection, uint32_t **contents, wom_job *job, const run_view *view,
                const wom_choice *algorithm)
{
    view_problem problem = { 0 };
    *selection = NULL;
    *contents = NULL;
    wom_status status = wom_view_assignment_create(&problem, job, view);
    if (status == WOM_OK) status = wom_select(selection, job, &problem.problem, algorithm);
    wom_view_problem_clear(&problem);
    if (*selection == NULL) return status;
    const wom_status split = split_asks(*selection, contents, job, view->data->graph->num_nodes);
    if (split == WOM_OK) return status;
    wom_selection_free(*selection);
    *selection = NULL;
    return split;
}
