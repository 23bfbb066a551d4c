/* The scenario with every default filled in. Where results go is no part of what they are: "output" is left out. */
#include "sections.h"
#include "run.h"

static wom_status
add_texts(wom_json *parent, const char *key, const char *const *texts, uint32_t num_texts)
{
    wom_json *list = NULL;
    if (num_texts == 0) return WOM_OK;
    WOM_TRY(wom_json_add_array(&list, parent, key));
    for (uint32_t i = 0; i < num_texts; i++) WOM_TRY(wom_json_add_string(list, NULL, texts[i]));
    return WOM_OK;
}

static wom_status
add_section(wom_json **added, wom_json *root, uint32_t section, const void *params)
{
    WOM_TRY(wom_json_add_object(added, root, wom_sections[section].name));
    return wom_fields_write(*added, wom_sections[section].fields, params);
}

static wom_status
add_data(wom_json *root, const wom_scenario *scenario)
{
    wom_json *object = NULL;
    if (scenario->is_generated) {
        WOM_TRY(wom_choice_write(root, wom_sections[SECTION_GENERATE].name, &scenario->generator));
        WOM_TRY(wom_fields_write((wom_json *)wom_json_member(root, wom_sections[SECTION_GENERATE].name),
                                 wom_population_fields, &scenario->population));
    } else if (scenario->given.prepared != NULL) {
        WOM_TRY(add_section(&object, root, SECTION_DATA, &scenario->given));
    } else {
        WOM_TRY(add_section(&object, root, SECTION_TIES, &scenario->given));
        WOM_TRY(add_section(&object, root, SECTION_CONTENTS, &scenario->given));
        WOM_TRY(add_section(&object, root, SECTION_USERS, &scenario->given));
    }
    if (scenario->given.log != NULL) WOM_TRY(add_section(&object, root, SECTION_LOG, &scenario->given));
    WOM_TRY(add_section(&object, root, SECTION_INTERESTS, &scenario->given));
    return wom_choice_write(object, "similarity", &scenario->similarity);
}

static wom_status
add_weights(wom_json *parent, const char *key, const char *const *names, const double *weights, uint32_t num)
{
    wom_json *object = NULL;
    if (num == 0) return WOM_OK;
    WOM_TRY(wom_json_add_object(&object, parent, key));
    for (uint32_t i = 0; i < num; i++) WOM_TRY(wom_json_add_number(object, names[i], weights[i]));
    return WOM_OK;
}

static wom_status
add_purchase(wom_json *root, const wom_purchase_section *purchase)
{
    wom_json *object = NULL;
    if (!purchase->given) return WOM_OK;
    WOM_TRY(add_section(&object, root, SECTION_PURCHASE, purchase));
    WOM_TRY(
        add_weights(object, "users", purchase->user_weight_names, purchase->user_weights, purchase->num_user_weights));
    return add_weights(object, "contents", purchase->content_weight_names, purchase->content_weights,
                       purchase->num_content_weights);
}

static wom_status
add_traces(wom_json *parent, const wom_simulate_section *simulate)
{
    wom_json *list = NULL;
    if (!simulate->has_traces) return WOM_OK;
    WOM_TRY(wom_json_add_array(&list, parent, "traces"));
    for (uint32_t i = 0; i < simulate->num_traces; i++) WOM_TRY(wom_json_add_integer(list, NULL, simulate->traces[i]));
    return WOM_OK;
}

static wom_status
add_choices(wom_json *parent, const char *key, const wom_choice *choices, uint32_t num_choices)
{
    wom_json *list = NULL;
    if (num_choices == 0) return WOM_OK;
    WOM_TRY(wom_json_add_array(&list, parent, key));
    for (uint32_t i = 0; i < num_choices; i++) WOM_TRY(wom_choice_write(list, NULL, &choices[i]));
    return WOM_OK;
}

/* Lists that are left out stay so: they follow the other sections. */
static wom_status
add_compare(wom_json *root, const wom_compare_section *compare)
{
    wom_json *object = NULL, *list = NULL;
    WOM_TRY(add_section(&object, root, SECTION_COMPARE, compare));
    WOM_TRY(add_choices(object, "weightings", compare->weightings, compare->num_weightings));
    WOM_TRY(add_choices(object, "dynamics", compare->dynamics, compare->num_dynamics));
    WOM_TRY(add_choices(object, "algorithms", compare->algorithms, compare->num_algorithms));
    if (compare->num_sizes == 0) return WOM_OK;
    WOM_TRY(wom_json_add_array(&list, object, "seeds"));
    for (uint32_t i = 0; i < compare->num_sizes; i++) WOM_TRY(wom_json_add_integer(list, NULL, compare->sizes[i]));
    return WOM_OK;
}

static wom_status
add_what_ifs(wom_json *root, const wom_scenario *scenario)
{
    wom_json *list = NULL, *object = NULL;
    if (scenario->num_what_ifs == 0) return WOM_OK;
    WOM_TRY(wom_json_add_array(&list, root, "what_if"));
    for (uint32_t i = 0; i < scenario->num_what_ifs; i++) {
        const wom_what_if *question = &scenario->what_ifs[i];
        WOM_TRY(wom_json_add_object(&object, list, NULL));
        WOM_TRY(wom_fields_write(object, wom_sections[SECTION_WHAT_IF].fields, question));
        if (question->set != NULL) WOM_TRY(wom_json_add_copy(object, "set", question->set));
        WOM_TRY(add_texts(object, "refuse", question->refusing, question->num_refusing));
    }
    return WOM_OK;
}

static wom_status
add_all(wom_json *root, const wom_scenario *scenario)
{
    wom_json *object = NULL;
    WOM_TRY(wom_fields_write(root, wom_sections[SECTION_SCENARIO].fields, scenario));
    WOM_TRY(add_data(root, scenario));
    WOM_TRY(add_section(&object, root, SECTION_PROPAGATION, scenario));
    WOM_TRY(wom_choice_write(object, "weighting", &scenario->weighting));
    WOM_TRY(wom_choice_write(object, "dynamics", &scenario->dynamics));
    WOM_TRY(add_section(&object, root, SECTION_GOAL, &scenario->goal));
    WOM_TRY(wom_target_write(object, scenario));
    WOM_TRY(add_texts(object, "pin", scenario->goal.pinned, scenario->goal.num_pinned));
    WOM_TRY(add_texts(object, "ban", scenario->goal.banned, scenario->goal.num_banned));
    WOM_TRY(add_choices(root, "select", scenario->algorithms, scenario->num_algorithms));
    if (scenario->rival.given) WOM_TRY(add_section(&object, root, SECTION_RIVAL, &scenario->rival));
    WOM_TRY(add_section(&object, root, SECTION_FORECAST, &scenario->forecast));
    WOM_TRY(add_section(&object, root, SECTION_SIMULATE, &scenario->simulate));
    WOM_TRY(add_traces(object, &scenario->simulate));
    WOM_TRY(add_compare(root, &scenario->compare));
    WOM_TRY(add_section(&object, root, SECTION_VALIDATE, &scenario->validate));
    WOM_TRY(add_section(&object, root, SECTION_LEARN, &scenario->learn));
    WOM_TRY(add_purchase(root, &scenario->purchase));
    if (scenario->with_campaign) {
        WOM_TRY(add_section(&object, root, SECTION_CAMPAIGN, &scenario->campaign));
        WOM_TRY(wom_choice_write(object, "policy", &scenario->policy));
    }
    return add_what_ifs(root, scenario);
}

wom_status
wom_scenario_effective(wom_json **effective, wom_job *job, const wom_scenario *scenario)
{
    wom_json *root = NULL;
    wom_status status = WOM_OK;
    *effective = NULL;
    WOM_TRY(wom_json_create_object(&root, job));
    WOM_TRY_GOTO(add_all(root, scenario));
    *effective = root;
    root = NULL;
done:
    wom_json_free(root);
    return status;
}
