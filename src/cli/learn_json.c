/* What was learned from a log, as JSON. */
#include "cli.h"

static wom_status
add_candidates(wom_json *parent, const wom_learned *learned)
{
    wom_json *list = NULL, *row = NULL;
    WOM_TRY(wom_json_add_array(&list, parent, "candidates"));
    for (uint32_t i = 0; i < learned->num_candidates; i++) {
        const wom_learn_candidate *c = &learned->candidates[i];
        WOM_TRY(wom_json_add_object(&row, list, NULL));
        WOM_TRY(wom_json_add_string(row, "model", c->name));
        WOM_TRY(wom_json_add_bool(row, "receptivity", c->receptivity));
        WOM_TRY(wom_json_add_bool(row, "heat", c->heat));
        WOM_TRY(wom_json_add_bool(row, "chosen", i == learned->chosen));
        WOM_TRY(wom_json_add_number(row, "held_out", c->held_out));
        WOM_TRY(cli_add_estimate(row, "gain", &c->gain, "nats"));
        WOM_TRY(wom_json_add_number(row, "auc", c->score.auc));
        WOM_TRY(wom_json_add_number(row, "slope", c->score.slope));
        WOM_TRY(wom_json_add_number(row, "slope_se", c->score.slope_error));
        WOM_TRY(wom_json_add_number(row, "foretold", c->score.expected));
        WOM_TRY(wom_json_add_integer(row, "happened", c->score.num_happened));
    }
    return WOM_OK;
}

static wom_status
add_coefficient(wom_json *parent, const char *name, const wom_hazard *hazard, uint32_t k)
{
    wom_json *row = NULL;
    WOM_TRY(wom_json_add_object(&row, parent, name));
    WOM_TRY(wom_json_add_number(row, "value", hazard->coefficient[k]));
    WOM_TRY(wom_json_add_number(row, "se", hazard->error[k]));
    WOM_TRY(wom_json_add_number(row, "se_robust", hazard->robust[k]));
    WOM_TRY(wom_json_add_number(row, "lo95", hazard->low[k]));
    return wom_json_add_number(row, "hi95", hazard->high[k]);
}

static wom_status
add_coefficients(wom_json *parent, const wom_learned *learned)
{
    wom_json *terms = NULL, *baseline = NULL;
    WOM_TRY(wom_json_add_object(&terms, parent, "coefficients"));
    for (uint32_t k = 0; k < learned->num_terms; k++)
        if (learned->hazard.model.terms >> k & 1)
            WOM_TRY(add_coefficient(terms, learned->term_name[k], &learned->hazard, WOM_BASELINE_CLASSES + k));
    WOM_TRY(wom_json_add_object(&baseline, parent, "baseline_a_second_by_actions_before"));
    for (uint32_t k = 0; k < WOM_BASELINE_CLASSES; k++)
        WOM_TRY(add_coefficient(baseline, wom_baseline_classes[k], &learned->hazard, k));
    return WOM_OK;
}

static wom_status
add_delay(wom_json *parent, const wom_hazard_model *model)
{
    wom_json *row = NULL;
    WOM_TRY(wom_json_add_object(&row, parent, "delay"));
    WOM_TRY(wom_json_add_string(row, "type", model->delay->variant.name));
    WOM_TRY(wom_json_add_number(row, "scale_seconds", model->scale));
    if (model->delay->has_shape) WOM_TRY(wom_json_add_number(row, "shape", model->shape));
    return wom_json_add_number(row, "median_seconds", wom_delay_quantile(model->delay, model->scale, model->shape, .5));
}

wom_status
cli_add_learned(wom_json *root, const wom_run *run)
{
    const wom_learned *learned = run->learned;
    wom_json *object = NULL;
    if (learned == NULL) return WOM_OK;
    WOM_TRY(wom_json_add_object(&object, root, "learned"));
    WOM_TRY(wom_json_add_number(object, "begin", learned->begin));
    WOM_TRY(wom_json_add_number(object, "cut", learned->cut));
    WOM_TRY(wom_json_add_number(object, "end", learned->end));
    WOM_TRY(add_candidates(object, learned));
    WOM_TRY(add_coefficients(object, learned));
    WOM_TRY(add_delay(object, &learned->hazard.model));
    WOM_TRY(wom_json_add_bool(object, "ties_foretell", learned->is_worth_it));
    WOM_TRY(cli_add_estimate(object, "ties_gain", &learned->ties_gain, "nats"));
    return wom_json_add_number(object, "by_friends_at_most", learned->hazard.by_friends);
}
