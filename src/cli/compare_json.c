/* A comparison as JSON. */
#include "cli.h"

static wom_status
add_model(wom_json *list, const wom_run *run, const wom_compared_model *model)
{
    wom_json *row = NULL, *seeds = NULL;
    WOM_TRY(wom_json_add_object(&row, list, NULL));
    WOM_TRY(wom_json_add_string(row, "model", model->label));
    if (model->refusal != NULL) return wom_json_add_string(row, "refused", model->refusal);
    if (model->selection == NULL) return WOM_OK;
    WOM_TRY(wom_json_add_string(row, "algorithm", model->algorithm));
    WOM_TRY(wom_json_add_number(row, "probability_mean", model->summary.mean));
    WOM_TRY(wom_json_add_number(row, "incoming_mean", model->summary.mean_incoming));
    WOM_TRY(wom_json_add_number(row, "seconds", model->seconds));
    WOM_TRY(wom_json_add_array(&seeds, row, "seeds"));
    for (uint32_t i = 0; i < model->selection->num_seeds; i++)
        WOM_TRY(wom_json_add_string(seeds, NULL, wom_data_user_id(run->data, model->selection->seed[i])));
    if (!model->selection->has_certificate) return WOM_OK;
    return cli_add_certificate(row, "certificate", &model->selection->certificate);
}

static wom_status
add_pairs(wom_json *object, const wom_run *run)
{
    const wom_comparison *found = run->comparison;
    const char *unit = wom_metrics[cli_goal_metric(run)].unit;
    wom_json *list = NULL, *row = NULL;
    WOM_TRY(wom_json_add_array(&list, object, "pairs"));
    for (uint32_t pair = 0; pair < found->num_models * found->num_models; pair++) {
        WOM_TRY(wom_json_add_object(&row, list, NULL));
        WOM_TRY(wom_json_add_integer(row, "believed", pair / found->num_models));
        WOM_TRY(wom_json_add_integer(row, "true", pair % found->num_models));
        WOM_TRY(cli_add_estimate(row, "value", &found->value[pair], unit));
        WOM_TRY(cli_add_estimate(row, "regret", &found->regret[pair], unit));
        WOM_TRY(wom_json_add_number(row, "overlap", found->overlap[pair]));
        WOM_TRY(wom_json_add_number(row, "rank_correlation", found->rank_correlation[pair]));
    }
    return WOM_OK;
}

static wom_status
add_algorithm(wom_json *list, const wom_run *run, const wom_compared_algorithm *found)
{
    const char *unit = wom_metrics[cli_goal_metric(run)].unit;
    wom_json *row = NULL;
    if (found->label == NULL) return WOM_OK;
    WOM_TRY(wom_json_add_object(&row, list, NULL));
    WOM_TRY(wom_json_add_string(row, "algorithm", found->label));
    WOM_TRY(wom_json_add_integer(row, "seeds", found->size));
    if (found->refusal != NULL) return wom_json_add_string(row, "refused", found->refusal);
    if (found->selection == NULL) return WOM_OK;
    WOM_TRY(wom_json_add_integer(row, "users", found->selection->num_seeds));
    WOM_TRY(cli_add_estimate(row, "value", &found->value, unit));
    WOM_TRY(cli_add_estimate(row, "first_minus_this", &found->difference, unit));
    WOM_TRY(wom_json_add_number(row, "seconds", found->seconds));
    WOM_TRY(wom_json_add_integer(row, "memory", found->memory));
    if (!found->selection->has_certificate) return WOM_OK;
    return cli_add_certificate(row, "certificate", &found->selection->certificate);
}

wom_status
cli_add_comparison(wom_json *root, const wom_run *run)
{
    const wom_comparison *found = run->comparison;
    wom_json *object = NULL, *list = NULL;
    if (found == NULL) return WOM_OK;
    WOM_TRY(wom_json_add_object(&object, root, "comparison"));
    WOM_TRY(wom_json_add_integer(object, "worlds", found->num_replicates));
    WOM_TRY(wom_json_add_array(&list, object, "models"));
    for (uint32_t i = 0; found->models != NULL && i < found->num_models; i++)
        if (found->models[i].label != NULL) WOM_TRY(add_model(list, run, &found->models[i]));
    if (found->value != NULL) WOM_TRY(add_pairs(object, run));
    WOM_TRY(wom_json_add_array(&list, object, "algorithms"));
    for (uint32_t i = 0; found->rows != NULL && i < found->num_rows; i++)
        WOM_TRY(add_algorithm(list, run, &found->rows[i]));
    return WOM_OK;
}
