/* A validation as JSON. */
#include "cli.h"

static wom_status
add_candidate(wom_json *list, const wom_pair_row_score *row)
{
    const struct {
        const char *key;
        double value;
    } figures[] = {
        { "auc", row->auc },
        { "auc_se", row->auc_error },
        { "ap", row->ap },
        { "ap_se", row->ap_error },
        { "nll_linear", row->nll_linear },
        { "nll_damped", row->nll_damped },
        { "nll_oracle", row->nll_oracle },
        { "nll_validation", row->nll_validation },
        { "ratio", row->ratio },
        { "slope", row->slope },
        { "auc_active", row->auc_active },
        { "ap_active", row->ap_active },
        { "scale", row->scale },
    };
    wom_json *object = NULL, *terms = NULL, *term = NULL;
    WOM_TRY(wom_json_add_object(&object, list, NULL));
    WOM_TRY(wom_json_add_string(object, "candidate", row->name));
    WOM_TRY(wom_json_add_string(object, "form", row->form));
    WOM_TRY(wom_json_add_bool(object, "uses_time", row->uses_time));
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        WOM_TRY(wom_json_add_number(object, figures[i].key, figures[i].value));
    WOM_TRY(wom_json_add_array(&terms, object, "coefficients"));
    for (uint32_t k = 0; k <= row->num_terms && row->term[k][0] != '\0'; k++) {
        WOM_TRY(wom_json_add_object(&term, terms, NULL));
        WOM_TRY(wom_json_add_string(term, "term", row->term[k]));
        WOM_TRY(wom_json_add_number(term, "value", row->coefficient[k]));
        WOM_TRY(wom_json_add_number(term, "se", row->error[k]));
    }
    return WOM_OK;
}

static wom_status
add_facts(wom_json *parent, const char *key, const wom_pairs_facts *facts)
{
    wom_json *object = NULL;
    WOM_TRY(wom_json_add_object(&object, parent, key));
    WOM_TRY(wom_json_add_number(object, "pairs", facts->pairs));
    WOM_TRY(wom_json_add_integer(object, "adopting", facts->adopting));
    WOM_TRY(wom_json_add_number(object, "active_pairs", facts->active_pairs));
    WOM_TRY(wom_json_add_integer(object, "active_adopting", facts->active_adopting));
    WOM_TRY(wom_json_add_number(object, "mean_friends", facts->mean_friends));
    return wom_json_add_integer(object, "actions", facts->window_actions);
}

wom_status
cli_add_validation(wom_json *root, const wom_run *run)
{
    const wom_running *found = run->running;
    wom_json *object = NULL, *list = NULL, *row = NULL;
    if (found == NULL) return WOM_OK;
    WOM_TRY(wom_json_add_object(&object, root, "validation"));
    WOM_TRY(wom_json_add_number(object, "split", found->split));
    WOM_TRY(wom_json_add_number(object, "window", found->window));
    WOM_TRY(wom_json_add_number(object, "trend", found->trend));
    WOM_TRY(wom_json_add_number(object, "windows_ahead", found->windows_ahead));
    WOM_TRY(wom_json_add_number(object, "windows_damped", found->effective));
    WOM_TRY(add_facts(object, "validation", &found->validation));
    WOM_TRY(add_facts(object, "test", &found->test));
    WOM_TRY(wom_json_add_number(object, "degree_auc_new", found->degree_auc_new));
    WOM_TRY(wom_json_add_number(object, "late_train_share", found->late_train_share));
    WOM_TRY(wom_json_add_string(object, "chosen", found->row[found->chosen].name));
    WOM_TRY(wom_json_add_array(&list, object, "candidates"));
    for (uint32_t i = 0; i < found->num_rows; i++) WOM_TRY(add_candidate(list, &found->row[i]));
    WOM_TRY(wom_json_add_array(&list, object, "reliability"));
    for (uint32_t b = 0; b < WOM_PAIR_BINS; b++) {
        WOM_TRY(wom_json_add_object(&row, list, NULL));
        WOM_TRY(wom_json_add_number(row, "pairs", found->bin[b].pairs));
        WOM_TRY(wom_json_add_number(row, "predicted", found->bin[b].predicted));
        WOM_TRY(wom_json_add_integer(row, "adopting", found->bin[b].adopting));
        WOM_TRY(cli_add_estimate(row, "actual", &found->bin[b].actual, "probability"));
    }
    return WOM_OK;
}
