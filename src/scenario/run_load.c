/* Data, model and economy of a scenario, and what describes them. */
#include "run.h"

#include <string.h>

/* Weights given by names of interests, as an array over dimensions. */
static wom_status
weights_by_name(double **weights, wom_job *job, const wom_data *data, const char *const *names, const double *given,
                uint32_t num)
{
    *weights = NULL;
    if (num == 0) return WOM_OK;
    if (data->user_interests == NULL || data->dimension_name == NULL)
        return wom_fail(WOM_INVALID, "purchase weights name interests, but the interests have no names; give them as "
                                     "label lists");
    const uint32_t num_dimensions = data->user_interests->num_dimensions;
    WOM_TRY(wom_allocate(weights, job, num_dimensions, sizeof **weights, "purchase weights"));
    for (uint32_t i = 0; i < num; i++) {
        uint32_t d = 0;
        while (d < num_dimensions && strcmp(data->dimension_name[d], names[i]) != 0) d++;
        if (d == num_dimensions) {
            wom_free(*weights);
            *weights = NULL;
            return wom_fail(WOM_INVALID, "purchase: there is no interest \"%s\" in the data", names[i]);
        }
        (*weights)[d] = given[i];
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

wom_status
wom_purchase_create(float **purchase, wom_job *job, const wom_scenario *scenario, const wom_data *data)
{
    const wom_node num_nodes = data->graph->num_nodes;
    *purchase = NULL;
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
wom_run_load(wom_run *run, wom_job *job)
{
    const wom_scenario *scenario = run->scenario;
    wom_job_stage(job, "loading", 0);
    WOM_TRY(scenario->is_town ? wom_town_create(&run->data, job, &scenario->town)
                              : wom_data_load(&run->data, job, &scenario->files));
    run->num_contents = run->data->num_contents;
    wom_job_stage(job, "weighting ties", 0);
    WOM_TRY(
        wom_model_create(&run->model, job, run->data, &scenario->weighting, &scenario->similarity, scenario->baseline));
    WOM_TRY(wom_purchase_create(&run->purchase, job, scenario, run->data));
    run->economy = wom_economy_of(scenario, run->data, run->purchase);
    return WOM_OK;
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
    return wom_model_summarise(&run->model_summary, job, run->model, 0);
}

run_view
wom_run_view(const wom_run *run)
{
    return (run_view){ .scenario = run->scenario, .data = run->data, .model = run->model, .economy = &run->economy };
}

wom_status
wom_seeds_read(wom_node **seeds, uint32_t *num_seeds, wom_job *job, const char *path, const wom_data *data)
{
    static const char *const wanted[] = { "user", NULL };
    wom_reader_options options = wom_reader_defaults();
    wom_reader *reader = NULL;
    wom_status status = WOM_OK;
    uint64_t capacity = 0, count = 0;
    uint32_t column = 0;
    options.wanted = wanted;
    *seeds = NULL;
    WOM_TRY_GOTO(wom_reader_open(&reader, job, path, &options));
    if (wom_reader_has_header(reader)) WOM_TRY_GOTO(wom_reader_column(&column, reader, "user"));
    for (bool has_row;;) {
        char id[1024];
        WOM_TRY_GOTO(wom_reader_next(reader, &has_row));
        if (!has_row) break;
        const wom_text text = wom_reader_field(reader, column);
        if (text.length >= sizeof id) {
            status = wom_reader_fail(reader, column, "an id of %zu bytes, must be a user's", text.length);
            goto done;
        }
        memcpy(id, text.start, text.length);
        id[text.length] = '\0';
        WOM_TRY_GOTO(wom_reserve(seeds, &capacity, job, count + 1, sizeof **seeds, "seeds"));
        if (wom_data_user(&(*seeds)[count], data, id) != WOM_OK) {
            status = wom_reader_fail(reader, column, "\"%s\" is no user of the data", id);
            goto done;
        }
        for (uint64_t i = 0; i < count; i++)
            if ((*seeds)[i] == (*seeds)[count]) {
                status = wom_reader_fail(reader, column, "user \"%s\" is listed a second time", id);
                goto done;
            }
        count++;
    }
    *num_seeds = (uint32_t)count;
done:
    wom_reader_close(reader);
    if (status == WOM_OK) return WOM_OK;
    wom_free(*seeds);
    *seeds = NULL;
    return status;
}
