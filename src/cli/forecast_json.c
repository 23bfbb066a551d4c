/* A forecast as JSON. */
#include "cli.h"

static wom_status
add_starters(wom_json *parent, const wom_new_cascades *found)
{
    wom_json *list = NULL, *row = NULL;
    WOM_TRY(wom_json_add_array(&list, parent, "starters"));
    for (uint32_t i = 0; i < found->num_rules; i++) {
        const wom_new_rule_row *rule = &found->rule[i];
        if (rule->refusal != NULL) continue;
        for (uint32_t s = 0; s < WOM_NUM_DNI_SIZES; s++) {
            WOM_TRY(wom_json_add_object(&row, list, NULL));
            WOM_TRY(wom_json_add_string(row, "rule", rule->label));
            WOM_TRY(wom_json_add_integer(row, "seeds", wom_dni_sizes[s]));
            WOM_TRY(wom_json_add_integer(row, "dni", rule->dni[s].users));
            WOM_TRY(wom_json_add_number(row, "difference", rule->dni[s].difference));
            WOM_TRY(wom_json_add_number(row, "difference_lo95", rule->dni[s].low));
            WOM_TRY(wom_json_add_number(row, "difference_hi95", rule->dni[s].high));
            WOM_TRY(wom_json_add_number(row, "incremental", rule->incremental.value));
            WOM_TRY(wom_json_add_bool(row, "chosen", i == found->chosen_rule));
        }
    }
    return WOM_OK;
}

static wom_status
add_next(wom_json *parent, const wom_new_cascades *found)
{
    wom_json *list = NULL, *row = NULL;
    WOM_TRY(wom_json_add_array(&list, parent, "next_users"));
    for (uint32_t i = 0; i < found->num_next; i++) {
        const wom_new_next_row *next = &found->next[i];
        if (next->refusal != NULL) continue;
        WOM_TRY(wom_json_add_object(&row, list, NULL));
        WOM_TRY(wom_json_add_string(row, "rule", next->rule.name));
        WOM_TRY(wom_json_add_bool(row, "online", next->rule.online));
        WOM_TRY(wom_json_add_number(row, "hits_100", next->score.hits_100));
        WOM_TRY(wom_json_add_number(row, "map_100", next->score.map));
        WOM_TRY(wom_json_add_number(row, "map_100_se", next->score.map_error));
    }
    return WOM_OK;
}

static wom_status
add_sizes(wom_json *parent, const wom_new_cascades *found)
{
    wom_json *list = NULL, *row = NULL;
    WOM_TRY(wom_json_add_array(&list, parent, "sizes"));
    for (uint32_t i = 0; i < WOM_NUM_SIZE_ROWS && found->no_sizes == NULL; i++) {
        const wom_size_score *size = &found->size[i];
        WOM_TRY(wom_json_add_object(&row, list, NULL));
        WOM_TRY(wom_json_add_string(row, "forecast", wom_size_row_names[i]));
        WOM_TRY(wom_json_add_number(row, "msle", size->msle));
        WOM_TRY(wom_json_add_number(row, "msle_se", size->msle_error));
        WOM_TRY(wom_json_add_number(row, "coverage", size->coverage));
        WOM_TRY(wom_json_add_number(row, "width", size->width));
    }
    return WOM_OK;
}

static wom_status
add_running(wom_json *parent, const wom_run *run)
{
    const wom_running_forecast *found = run->forecast;
    wom_json *object = NULL, *list = NULL, *row = NULL;
    WOM_TRY(wom_json_add_object(&object, parent, "running"));
    WOM_TRY(wom_json_add_string(object, "content", run->data->log->content_id[found->content]));
    WOM_TRY(wom_json_add_integer(object, "size", found->size));
    WOM_TRY(wom_json_add_number(object, "at", found->at));
    WOM_TRY(wom_json_add_number(object, "median", found->forecast.median));
    WOM_TRY(wom_json_add_number(object, "lo80", found->forecast.low));
    WOM_TRY(wom_json_add_number(object, "hi80", found->forecast.high));
    WOM_TRY(wom_json_add_array(&list, object, "next"));
    for (uint32_t k = 0; k < found->num_next; k++) {
        WOM_TRY(wom_json_add_object(&row, list, NULL));
        WOM_TRY(wom_json_add_string(row, "user", wom_data_user_id(run->data, found->next[k])));
        WOM_TRY(wom_json_add_number(row, "share", found->share[k]));
    }
    return WOM_OK;
}

wom_status
cli_add_forecast(wom_json *root, const wom_run *run)
{
    wom_json *object = NULL;
    if (run->new_cascades == NULL) return WOM_OK;
    WOM_TRY(wom_json_add_object(&object, root, "forecast"));
    WOM_TRY(wom_json_add_integer(object, "past_cascades", run->new_cascades->split->num_past));
    WOM_TRY(wom_json_add_integer(object, "new_cascades", run->new_cascades->split->num_new));
    WOM_TRY(add_starters(object, run->new_cascades));
    WOM_TRY(add_next(object, run->new_cascades));
    WOM_TRY(add_sizes(object, run->new_cascades));
    return run->forecast != NULL ? add_running(object, run) : WOM_OK;
}
