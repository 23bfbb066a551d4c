/* Every id, segment, interest and table that a scenario names, looked up as soon as the data are known: what is wrong
 * is refused with its place in the scenario, before hours of work. */
#include "run.h"

#include <string.h>

static const wom_json *
member_at(const wom_json *root, const char *section, const char *key)
{
    const wom_json *object = wom_json_member(root, section);
    return object != NULL ? wom_json_member(object, key) : NULL;
}

/* Each of a list's users is known and has no mark yet; gets `mark`. */
static wom_status
check_users(uint8_t *mark_of, uint8_t mark, const wom_data *data, const wom_json *list)
{
    static const char *const already[] = { "", "pinned", "banned" };
    for (uint64_t i = 0; list != NULL && i < wom_json_count(list); i++) {
        const wom_json *item = wom_json_at(list, i);
        wom_node user = 0;
        WOM_TRY(wom_json_fail_in(wom_data_user(&user, data, wom_json_string(item)), item));
        if (mark_of[user] != 0)
            return wom_json_fail(item, "user \"%s\" is %s already", wom_json_string(item), already[mark_of[user]]);
        mark_of[user] = mark;
    }
    return WOM_OK;
}

/* Which contents to pay for out of a budget would be a choice of its own, without any guarantee known here. */
static wom_status
check_content_costs(const wom_scenario *scenario, const wom_data *data)
{
    const wom_goal *goal = &scenario->goal;
    if (goal->assign != WOM_ASSIGN_EACH || goal->plan != NULL || goal->budget == 0) return WOM_OK;
    for (uint32_t c = 0; data->content_cost != NULL && c < data->num_contents; c++)
        if (data->content_cost[c] > 0)
            return wom_json_fail(member_at(scenario->json, "goal", "assign"),
                                 "is \"each\", but the content \"%s\" costs %g out of the budget; take \"one\", "
                                 "contents free of charge, or a number of \"seeds\" in place of the budget",
                                 data->content_id[c], data->content_cost[c]);
    return WOM_OK;
}

static wom_status
check_goal(wom_job *job, const wom_scenario *scenario, const wom_data *data)
{
    const wom_goal *goal = &scenario->goal;
    const uint32_t num_seeds = wom_goal_num_seeds(goal);
    const wom_json *pin = member_at(scenario->json, "goal", "pin");
    uint8_t *mark_of = NULL;
    uint32_t content = 0;
    bool given = false;
    WOM_TRY(wom_goal_content(&content, &given, scenario, data));
    WOM_TRY(wom_target_check(scenario, data));
    WOM_TRY(check_content_costs(scenario, data));
    if (num_seeds > 0 && goal->num_pinned > num_seeds)
        return wom_json_fail(pin, "%u users are pinned, but at most %u may be asked; raise /goal/seeds",
                             goal->num_pinned, num_seeds);
    WOM_TRY(wom_allocate(&mark_of, job, data->graph->num_nodes, sizeof *mark_of, "marks of users"));
    wom_status status = check_users(mark_of, 1, data, pin);
    if (status == WOM_OK) status = check_users(mark_of, 2, data, member_at(scenario->json, "goal", "ban"));
    wom_free(mark_of);
    return status;
}

static wom_status
check_weights(const wom_json *weights, const wom_data *data)
{
    uint32_t dimension = 0;
    for (uint64_t i = 0; weights != NULL && i < wom_json_count(weights); i++) {
        const wom_json *item = wom_json_at(weights, i);
        WOM_TRY(wom_json_fail_in(wom_purchase_dimension(&dimension, data, wom_json_key(item)), item));
    }
    return WOM_OK;
}

/* *has_contents tells whether the table says who carries what; NULL: no matter. */
static wom_status
check_table(bool *has_contents, wom_job *job, const wom_data *data, const char *path, const wom_json *place)
{
    wom_node *seeds = NULL;
    uint32_t *contents = NULL, num_seeds = 0;
    if (path == NULL) return WOM_OK;
    uint32_t **wanted = has_contents != NULL ? &contents : NULL;
    WOM_TRY(wom_json_fail_in(wom_seeds_read(&seeds, wanted, &num_seeds, job, path, data), place));
    if (has_contents != NULL) *has_contents = contents != NULL;
    wom_free(contents);
    wom_free(seeds);
    return WOM_OK;
}

/* What a scenario, or the variant of a question, names. */
static wom_status
check_names(wom_job *job, const wom_scenario *scenario, const wom_data *data)
{
    uint32_t rivals = 0;
    WOM_TRY(check_goal(job, scenario, data));
    if (scenario->rival.given) WOM_TRY(wom_rival_content(&rivals, scenario, data));
    WOM_TRY(check_table(NULL, job, data, scenario->rival.seeds_file, wom_rival_place(scenario, "seeds")));
    WOM_TRY(check_weights(member_at(scenario->json, "purchase", "users"), data));
    return check_weights(member_at(scenario->json, "purchase", "contents"), data);
}

static wom_status
check_tables(wom_job *job, const wom_scenario *scenario, const wom_data *data)
{
    const wom_goal *goal = &scenario->goal;
    const wom_json *plan = member_at(scenario->json, "goal", "plan");
    bool has_contents = false, *wanted = goal->content == NULL ? &has_contents : NULL;
    WOM_TRY(check_table(wanted, job, data, goal->plan_file, plan));
    if (goal->plan != NULL && goal->content == NULL && !has_contents && data->num_contents > 1)
        return wom_json_fail(plan,
                             "needs a \"content\" beside it, since there are %u contents, or a column of that name",
                             data->num_contents);
    return check_table(wanted, job, data, goal->current_file, member_at(scenario->json, "goal", "current"));
}

static wom_status
check_question(wom_job *job, const wom_scenario *scenario, uint32_t number, const wom_data *data)
{
    const wom_what_if *question = &scenario->what_ifs[number];
    const wom_json *item = wom_json_at(wom_json_member(scenario->json, "what_if"), number);
    const wom_json *refuse = wom_json_member(item, "refuse");
    wom_scenario *variant = NULL;
    uint32_t segment = 0, layer = 0;
    for (uint32_t i = 0; i < question->num_refusing; i++) {
        wom_node user = 0;
        WOM_TRY(wom_json_fail_in(wom_data_user(&user, data, question->refusing[i]), wom_json_at(refuse, i)));
    }
    if (question->masked_segment != NULL)
        WOM_TRY(wom_json_fail_in(wom_segment_find(&segment, data, question->masked_segment),
                                 wom_json_member(item, "mask_segment")));
    if (question->masked_layer != NULL)
        WOM_TRY(wom_json_fail_in(wom_data_layer(&layer, data, question->masked_layer),
                                 wom_json_member(item, "mask_layer")));
    if (question->set == NULL) return WOM_OK;
    WOM_TRY(wom_what_if_variant(&variant, job, scenario, number));
    const wom_status status = check_names(job, variant, data);
    wom_scenario_free(variant);
    return wom_json_fail_in(status, item);
}

wom_status
wom_run_check(const wom_run *run, wom_job *job)
{
    const wom_scenario *scenario = run->scenario;
    WOM_TRY(check_names(job, scenario, run->data));
    WOM_TRY(check_tables(job, scenario, run->data));
    for (uint32_t i = 0; i < scenario->num_what_ifs; i++) WOM_TRY(check_question(job, scenario, i, run->data));
    return WOM_OK;
}
