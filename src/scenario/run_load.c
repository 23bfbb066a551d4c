/* Data, model and economy of a scenario, and what describes them. */
#include "run.h"

#include <string.h>

wom_status
wom_purchase_dimension(uint32_t *dimension, const wom_data *data, const char *name)
{
    if (data->user_interests == NULL || data->dimension_name == NULL)
        return wom_fail(WOM_INVALID, "weighs an interest by its name, but the interests have no names; give them as "
                                     "label lists");
    for (uint32_t d = 0; d < data->user_interests->num_dimensions; d++) {
        if (strcmp(data->dimension_name[d], name) != 0) continue;
        *dimension = d;
        return WOM_OK;
    }
    return wom_fail(WOM_INVALID, "there is no interest \"%s\" in the data; there are %u, such as \"%s\"", name,
                    data->user_interests->num_dimensions, data->dimension_name[0]);
}

/* Weights given by names of interests, as an array over dimensions. */
static wom_status
weights_by_name(double **weights, wom_job *job, const wom_data *data, const char *const *names, const double *given,
                uint32_t num)
{
    *weights = NULL;
    if (num == 0 || data->user_interests == NULL) return WOM_OK;
    WOM_TRY(wom_allocate(weights, job, data->user_interests->num_dimensions, sizeof **weights, "purchase weights"));
    for (uint32_t i = 0; i < num; i++) {
        uint32_t dimension = 0;
        WOM_TRY(wom_purchase_dimension(&dimension, data, names[i]));
        (*weights)[dimension] = given[i];
    }
    return WOM_OK;
}

static wom_status
purchase_by_sigmoid(float **purchase, wom_job *job, const wom_purchase_section *section, const wom_data *data)
{
    double *user_weight = NULL, *content_weight = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(weights_by_name(&user_weight, job, data, section->user_weight_names, section->user_weights,
                                 section->num_user_weights));
    WOM_TRY_GOTO(weights_by_name(&content_weight, job, data, section->content_weight_names, section->content_weights,
                                 section->num_content_weights));
    const wom_purchase_sigmoid sigmoid = {
        .bias = section->bias,
        .affinity = section->affinity,
        .user_weight = user_weight,
        .content_weight = content_weight,
    };
    WOM_TRY_GOTO(wom_purchase_by_sigmoid(purchase, job, data, &sigmoid));
done:
    wom_free(user_weight);
    wom_free(content_weight);
    return status;
}

/* By what wom interest has written. */
static wom_status
purchase_by_file(float **purchase, wom_job *job, const char *path, const wom_data *data)
{
    wom_interest_model *model;
    WOM_TRY(wom_interest_model_read(&model, job, path, data));
    const uint32_t d = model->num_dimensions;
    const double *matrix = model->coefficient + 1 + 2 * d;
    const wom_purchase_sigmoid sigmoid = {
        .bias = model->coefficient[0],
        .user_weight = model->coefficient + 1,
        .content_weight = model->coefficient + 1 + d,
        .scalar = model->form == WOM_INTEREST_SCALAR ? matrix[0] : 0,
        .diagonal = model->form == WOM_INTEREST_DIAGONAL ? matrix : NULL,
        .matrix = model->form == WOM_INTEREST_FULL ? matrix : NULL,
    };
    const wom_status status = wom_purchase_by_sigmoid(purchase, job, data, &sigmoid);
    wom_interest_model_free(model);
    return status;
}

wom_status
wom_purchase_create(float **purchase, wom_job *job, const wom_scenario *scenario, const wom_data *data)
{
    const wom_node num_nodes = data->graph->num_nodes;
    *purchase = NULL;
    if (scenario->purchase.file_path != NULL)
        return wom_json_fail_in(purchase_by_file(purchase, job, scenario->purchase.file_path, data),
                                wom_json_member(wom_json_member(scenario->json, "purchase"), "file"));
    if (scenario->purchase.given) return purchase_by_sigmoid(purchase, job, &scenario->purchase, data);
    if (data->purchase == NULL) return WOM_OK;
    WOM_TRY(wom_allocate(purchase, job, (uint64_t)data->num_contents * num_nodes, sizeof **purchase, "purchases"));
    for (uint32_t c = 0; c < data->num_contents; c++)
        for (wom_node node = 0; node < num_nodes; node++)
            (*purchase)[(uint64_t)c * num_nodes + node] = (float)data->purchase[node];
    return WOM_OK;
}

wom_economy
wom_economy_of(const wom_scenario *scenario, const wom_data *data, const float *purchase)
{
    return (wom_economy){
        .accept = data->accept,
        .fee = data->cost,
        .pay_when_accepted = scenario->goal.pay == 1,
        .content_cost = data->content_cost,
        .user_value = data->value,
        .content_value = data->content_value,
        .purchase = purchase,
    };
}

wom_status
wom_scenario_load_data(wom_data **data, wom_job *job, const wom_scenario *scenario)
{
    if (!scenario->is_generated) {
        WOM_TRY(wom_data_load(data, job, &scenario->files));
        if (scenario->files.prepared == NULL) return WOM_OK;
        /* a run reads it all anyway, and damage that the opening does not see must not lead it astray */
        const wom_status status = wom_data_check(*data, job);
        if (status == WOM_OK) return WOM_OK;
        wom_data_free(*data);
        *data = NULL;
        return wom_fail_in(status, "%s is damaged", scenario->files.prepared);
    }
    return wom_fail_in(wom_data_generate(data, job, &scenario->generator, &scenario->population), "generate");
}

wom_status
wom_run_read(wom_run *run, wom_job *job)
{
    wom_job_stage(job, "loading", 0);
    WOM_TRY(wom_scenario_load_data(&run->data, job, run->scenario));
    run->data->folder = run->scenario->folder;
    run->num_contents = run->data->num_contents;
    return WOM_OK;
}

wom_status
wom_run_load(wom_run *run, wom_job *job)
{
    const wom_scenario *scenario = run->scenario;
    WOM_TRY(wom_run_check(run, job));
    wom_job_stage(job, "weighting ties", 0);
    WOM_TRY(
        wom_model_create(&run->model, job, run->data, &scenario->weighting, &scenario->similarity, scenario->baseline));
    WOM_TRY(wom_purchase_create(&run->purchase, job, scenario, run->data));
    run->economy = wom_economy_of(scenario, run->data, run->purchase);
    WOM_TRY(wom_rival_asks_create(&run->rival, job, scenario, run->data));
    return WOM_OK;
}

wom_status
wom_run_interest(wom_run *run, wom_job *job)
{
    wom_interest_options options = wom_interest_defaults();
    options.seed = run->scenario->seed;
    return wom_interest_learn(&run->interest, job, run->data, &options);
}

/* Of long logs the shuffles differ little. */
static uint32_t
shuffles_for(const wom_log *log)
{
    enum { FEWEST = 40, MOST = 200 };
    const double num = 1e8 / (double)(log->num_actions + 1);
    return num < FEWEST ? FEWEST : num > MOST ? MOST : (uint32_t)num;
}

/* Where most times tie, the file's order says nothing of who was before whom. */
wom_status
wom_run_measure_influence(wom_run *run, wom_job *job)
{
    const wom_data *data = run->data;
    wom_influence_options options = wom_influence_defaults();
    if (data->log == NULL || data->graph->num_ties == 0) return WOM_OK;
    options.num_shuffles = shuffles_for(data->log);
    options.strictly = wom_log_share_tied(data->log) > 0.5;
    options.segment = data->segment;
    options.num_segments = data->num_segments;
    options.seed = run->scenario->seed;
    return wom_influence_measure(&run->influence, job, data->log, data->graph, &options);
}

wom_status
wom_run_describe(wom_run *run, wom_job *job)
{
    const wom_graph *graph = run->data->graph;
    wom_job_stage(job, "describing the graph", 0);
    WOM_TRY(wom_graph_summarise(&run->graph_summary, job, graph));
    run->assortativity = wom_data_interest_assortativity(run->data, run->scenario->seed);
    WOM_TRY(wom_allocate(&run->community, job, graph->num_nodes, sizeof *run->community, "communities"));
    WOM_TRY(wom_graph_communities(run->community, &run->num_communities, job, graph, 1, run->scenario->seed));
    for (wom_node node = 0; node < graph->num_nodes; node++) run->largest_community += run->community[node] == 0;
    WOM_TRY(wom_graph_modularity(&run->modularity, job, graph, run->community, run->num_communities));
    WOM_TRY(wom_run_distribute(run, job));
    WOM_TRY(wom_run_measure_influence(run, job));
    return run->model == NULL ? WOM_OK : wom_model_summarise(&run->model_summary, job, run->model, 0);
}

run_view
wom_run_view(const wom_run *run)
{
    return (run_view){
        .scenario = run->scenario,
        .data = run->data,
        .model = run->model,
        .economy = &run->economy,
        .rival = rival_plan(&run->rival),
    };
}
