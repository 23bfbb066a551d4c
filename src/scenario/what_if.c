/* Questions "what if": variants of the scenario on the same data and the same worlds. */
#include "read.h"
#include "run.h"

#include <stdio.h>
#include <string.h>

wom_status
wom_what_if_variant(wom_scenario **variant, wom_job *job, const wom_scenario *scenario, uint32_t question)
{
    const wom_what_if *what_if = &scenario->what_ifs[question];
    char origin[160];
    wom_json *json = NULL;
    wom_status status = WOM_OK;
    *variant = NULL;
    snprintf(origin, sizeof origin, "what if \"%.100s\"", what_if->name);
    WOM_TRY(wom_json_copy(&json, job, scenario->json));
    for (uint64_t i = 0; what_if->set != NULL && i < wom_json_count(what_if->set); i++) {
        const wom_json *item = wom_json_at(what_if->set, i);
        WOM_TRY_GOTO(wom_json_set(json, wom_json_key(item), item, origin));
    }
    status = wom_scenario_read_plan(variant, job, json, scenario->folder);
    json = NULL; /* taken over */
done:
    wom_json_free(json);
    return status;
}

/* Everything a question changes, next to what it shares with the plan. */
typedef struct question_view {
    run_view view;
    wom_scenario *variant;
    wom_model *model;
    float *purchase;
    double *accept;
    bool *masked, *banned;
    wom_economy economy;
    wom_rival_asks rival;
} question_view;

static void
close_question(question_view *question)
{
    wom_scenario_free(question->variant);
    wom_model_free(question->model);
    wom_rival_asks_clear(&question->rival);
    wom_free(question->purchase);
    wom_free(question->accept);
    wom_free(question->masked);
    wom_free(question->banned);
}

static wom_status
let_refuse(question_view *question, wom_job *job, const wom_run *run, const wom_what_if *what_if)
{
    const wom_data *data = run->data;
    const wom_node num_nodes = data->graph->num_nodes;
    if (what_if->num_refusing == 0 && what_if->refusing_seeds == 0) return WOM_OK;
    WOM_TRY(wom_allocate(&question->accept, job, num_nodes, sizeof *question->accept, "acceptances"));
    for (wom_node node = 0; node < num_nodes; node++)
        question->accept[node] = data->accept != NULL ? data->accept[node] : 1;
    for (uint32_t i = 0; i < what_if->num_refusing; i++) {
        wom_node user = 0;
        WOM_TRY(wom_data_user(&user, data, what_if->refusing[i]));
        question->accept[user] = 0;
    }
    for (uint32_t i = 0; i < what_if->refusing_seeds && i < run->plan->num_seeds; i++)
        question->accept[run->plan->seeds[i]] = 0;
    return WOM_OK;
}

wom_status
wom_segment_find(uint32_t *segment, const wom_data *data, const char *name)
{
    for (uint32_t s = 0; data->segment != NULL && s < data->num_segments; s++) {
        if (strcmp(data->segment_name[s], name) != 0) continue;
        *segment = s;
        return WOM_OK;
    }
    if (data->segment == NULL)
        return wom_fail(WOM_INVALID, "there is no segment \"%s\": the users have no column segment", name);
    return wom_fail(WOM_INVALID, "there is no segment \"%s\"; there are %u, such as \"%s\"", name, data->num_segments,
                    data->segment_name[0]);
}

static wom_status
get_masked(question_view *question, wom_job *job, const wom_graph *graph)
{
    if (question->masked != NULL) return WOM_OK;
    return wom_allocate(&question->masked, job, graph->num_ties, sizeof *question->masked, "masked ties");
}

static wom_status
mask_layer(question_view *question, wom_job *job, const wom_data *data, const char *name)
{
    const wom_graph *graph = data->graph;
    uint32_t layer = 0;
    if (name == NULL) return WOM_OK;
    WOM_TRY(wom_data_layer(&layer, data, name));
    WOM_TRY(get_masked(question, job, graph));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        if (graph->layer[tie] == layer) question->masked[tie] = true;
    return WOM_OK;
}

static wom_status
mask_segment(question_view *question, wom_job *job, const wom_data *data, const char *name)
{
    const wom_graph *graph = data->graph;
    uint32_t segment = 0;
    if (name == NULL) return WOM_OK;
    WOM_TRY(wom_segment_find(&segment, data, name));
    WOM_TRY(get_masked(question, job, graph));
    WOM_TRY(wom_allocate(&question->banned, job, graph->num_nodes, sizeof *question->banned, "masked users"));
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        if (data->segment[node] != segment) continue;
        question->banned[node] = true;
        for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++)
            question->masked[tie] = true;
    }
    return WOM_OK;
}

static wom_status
open_question(question_view *question, wom_job *job, const wom_run *run, uint32_t number)
{
    const wom_what_if *what_if = &run->scenario->what_ifs[number];
    const wom_data *data = run->data;
    WOM_TRY(wom_what_if_variant(&question->variant, job, run->scenario, number));
    const wom_scenario *variant = question->variant;
    if (what_if->set != NULL) {
        WOM_TRY(wom_model_create(&question->model, job, data, &variant->weighting, &variant->similarity,
                                 variant->baseline));
        WOM_TRY(wom_purchase_create(&question->purchase, job, variant, data));
    }
    WOM_TRY(wom_rival_asks_create(&question->rival, job, variant, data));
    WOM_TRY(let_refuse(question, job, run, what_if));
    WOM_TRY(mask_segment(question, job, data, what_if->masked_segment));
    WOM_TRY(mask_layer(question, job, data, what_if->masked_layer));
    question->economy = wom_economy_of(variant, data, what_if->set != NULL ? question->purchase : run->purchase);
    if (question->accept != NULL) question->economy.accept = question->accept;
    question->view = (run_view){
        .scenario = variant,
        .data = data,
        .model = question->model != NULL ? question->model : run->model,
        .economy = &question->economy,
        .masked = question->masked,
        .banned = question->banned,
        .rival = rival_plan(&question->rival),
    };
    return WOM_OK;
}

/* The plan without the users who are not asked in this question. */
static wom_status
keep_plan(wom_what_if_result *result, wom_job *job, const wom_run *run, const bool *banned, bool keeps_contents)
{
    const wom_candidate *plan = run->plan;
    WOM_TRY(wom_allocate(&result->seeds, job, plan->num_seeds, sizeof *result->seeds, "seeds"));
    if (keeps_contents)
        WOM_TRY(wom_allocate(&result->contents, job, plan->num_seeds, sizeof *result->contents, "seeds' contents"));
    for (uint32_t i = 0; i < plan->num_seeds; i++) {
        if (banned != NULL && banned[plan->seeds[i]]) continue;
        if (keeps_contents) result->contents[result->num_seeds] = plan->contents[i];
        result->seeds[result->num_seeds++] = plan->seeds[i];
    }
    return WOM_OK;
}

static wom_status
choose_anew(wom_what_if_result *result, wom_job *job, const run_view *view, bool assigns)
{
    wom_selection *selection = NULL;
    const wom_choice *algorithm = &view->scenario->algorithms[0];
    wom_status status = assigns ? wom_view_assign(&selection, &result->contents, job, view, algorithm)
                                : wom_view_select(&selection, job, view, algorithm, result->content);
    if (status == WOM_UNPROVEN) status = WOM_OK;
    if (status == WOM_OK) {
        status = wom_allocate(&result->seeds, job, selection->num_seeds, sizeof *result->seeds, "seeds");
        if (status == WOM_OK) {
            memcpy(result->seeds, selection->seed, selection->num_seeds * sizeof *result->seeds);
            result->num_seeds = selection->num_seeds;
        }
    }
    wom_selection_free(selection);
    return status;
}

static wom_status
answer(wom_what_if_result *result, wom_job *job, const wom_run *run, uint32_t number, const run_view *view)
{
    const wom_what_if *what_if = &run->scenario->what_ifs[number];
    bool given = false;
    result->name = what_if->name;
    WOM_TRY(wom_goal_content(&result->content, &given, view->scenario, run->data));
    if (!given) result->content = run->plan_content;
    /* a plan with contents of their own keeps to that, unless the question sets a content for all */
    const bool has_contents = run->plan->contents != NULL && !given;
    const bool assigns = has_contents && view->scenario->goal.assign == WOM_ASSIGN_EACH;
    WOM_TRY(what_if->reselect ? choose_anew(result, job, view, assigns)
                              : keep_plan(result, job, run, view->banned, has_contents));
    const run_trial trial = {
        .seeds = result->seeds,
        .contents = result->contents,
        .num_seeds = result->num_seeds,
        .content = result->content,
        .seed = run->scenario->seed,
        .replicates = view->scenario->simulate.replicates,
        .precision = 0,
    };
    return wom_view_simulate(&result->outcome, job, view, &trial);
}

wom_status
wom_run_what_ifs(wom_run *run, wom_job *job)
{
    const uint32_t count = run->scenario->num_what_ifs;
    WOM_TRY(wom_allocate(&run->what_ifs, job, count, sizeof *run->what_ifs, "answers"));
    for (uint32_t i = 0; i < count; i++) {
        question_view question = { 0 };
        wom_what_if_result *result = &run->what_ifs[i];
        wom_status status = open_question(&question, job, run, i);
        if (status == WOM_OK) status = answer(result, job, run, i, &question.view);
        close_question(&question);
        if (status != WOM_OK) {
            wom_free(result->seeds);
            wom_free(result->contents);
            wom_outcome_free(result->outcome);
            *result = (wom_what_if_result){ 0 };
            return wom_fail_in(status, "what if \"%s\"", run->scenario->what_ifs[i].name);
        }
        wom_outcome_compare(&result->difference, result->outcome, run->outcome);
        run->num_what_ifs++;
    }
    return WOM_OK;
}
