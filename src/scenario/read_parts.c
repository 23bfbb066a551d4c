/* Sections that hold more than fields: purchases and what-if questions. */
#include "read.h"

#include <math.h>
#include <string.h>

static wom_status
read_weights(const char ***names, double **weights, uint32_t *num, wom_job *job, const wom_json *object)
{
    if (object == NULL) return WOM_OK;
    if (wom_json_kind_of(object) != WOM_JSON_OBJECT)
        return wom_json_fail(object, "is %s, must be an object of interest: weight",
                             wom_json_kind_name(wom_json_kind_of(object)));
    const uint64_t count = wom_json_count(object);
    WOM_TRY(wom_allocate(names, job, count, sizeof **names, "purchase weights"));
    WOM_TRY(wom_allocate(weights, job, count, sizeof **weights, "purchase weights"));
    for (uint64_t i = 0; i < count; i++) {
        const wom_json *item = wom_json_at(object, i);
        if (wom_json_kind_of(item) != WOM_JSON_NUMBER)
            return wom_json_fail(item, "is %s, must be a number", wom_json_kind_name(wom_json_kind_of(item)));
        (*names)[i] = wom_json_key(item);
        (*weights)[i] = wom_json_number(item);
    }
    *num = (uint32_t)count;
    return WOM_OK;
}

/* The recorded scenario has every field: what is 0 says nothing. */
static bool
is_standard(const wom_json *item)
{
    return wom_json_kind_of(item) == WOM_JSON_NUMBER && !(wom_json_number(item) != 0);
}

wom_status
wom_purchase_section_read(wom_scenario *scenario, const wom_json *root)
{
    wom_purchase_section *purchase = &scenario->purchase;
    const wom_json *object = wom_json_member(root, "purchase");
    WOM_TRY(wom_section_read(purchase, &wom_sections[SECTION_PURCHASE], root));
    purchase->given = object != NULL;
    if (object == NULL) return WOM_OK;
    if (purchase->file != NULL && wom_json_count(object) > 1)
        for (uint64_t i = 0; i < wom_json_count(object); i++) {
            const wom_json *item = wom_json_at(object, i);
            if (strcmp(wom_json_key(item), "file") != 0 && !is_standard(item))
                return wom_json_fail(item, "cannot stand beside \"file\", which holds the whole model");
        }
    purchase->file_path = purchase->file;
    WOM_TRY(read_weights(&purchase->user_weight_names, &purchase->user_weights, &purchase->num_user_weights,
                         scenario->job, wom_json_member(object, "users")));
    return read_weights(&purchase->content_weight_names, &purchase->content_weights, &purchase->num_content_weights,
                        scenario->job, wom_json_member(object, "contents"));
}

/* What may not be set by a question: worlds are common only on the same data. */
static const char *const fixed_sections[] = { "data", "users", "ties",    "contents", "interests", "log",    "generate",
                                              "seed",  "name",  "what_if",  "campaign",  "output", "select",
                                              NULL };

static bool
pointer_begins(const char *pointer, const char *section)
{
    const size_t length = strlen(section);
    return pointer[0] == '/' && strncmp(pointer + 1, section, length) == 0 &&
           (pointer[length + 1] == '\0' || pointer[length + 1] == '/');
}

static wom_status
check_set(const wom_json *set, bool *touches_goal)
{
    if (wom_json_kind_of(set) != WOM_JSON_OBJECT)
        return wom_json_fail(set, "is %s, must be an object of \"/pointer\": value",
                             wom_json_kind_name(wom_json_kind_of(set)));
    for (uint64_t i = 0; i < wom_json_count(set); i++) {
        const wom_json *item = wom_json_at(set, i);
        const char *pointer = wom_json_key(item);
        for (const char *const *section = fixed_sections; *section != NULL; section++)
            if (pointer_begins(pointer, *section))
                return wom_json_fail(item,
                                     "\"%s\" cannot be set by a what-if, which shares the data and worlds of the "
                                     "plan; run a scenario of its own",
                                     pointer);
        *touches_goal = *touches_goal || pointer_begins(pointer, "goal");
    }
    return WOM_OK;
}

static wom_status
read_what_if(wom_what_if *question, wom_job *job, const wom_json *object)
{
    const wom_section *section = &wom_sections[SECTION_WHAT_IF];
    static const char *const keys[] = { "set", "refuse", NULL };
    bool touches_goal = false;
    if (wom_json_kind_of(object) != WOM_JSON_OBJECT)
        return wom_json_fail(object, "is %s, must be an object", wom_json_kind_name(wom_json_kind_of(object)));
    WOM_TRY(wom_fields_read(question, section->fields, object, keys));
    if (question->name == NULL || question->name[0] == '\0')
        return wom_json_fail(object, "has no name; give it a \"name\" to be told by");
    question->set = wom_json_member(object, "set");
    if (question->set != NULL) WOM_TRY(check_set(question->set, &touches_goal));
    WOM_TRY(wom_texts_read(&question->refusing, &question->num_refusing, job, wom_json_member(object, "refuse")));
    const bool sets = question->set != NULL && wom_json_count(question->set) > 0;
    const bool masks = question->masked_segment != NULL || question->masked_layer != NULL;
    if (!sets && !masks && question->num_refusing == 0 && question->refusing_seeds == 0)
        return wom_json_fail(object, "asks nothing; give it \"set\", \"refuse\", \"refuse_seeds\", \"mask_segment\" "
                                     "or \"mask_layer\"");
    if (wom_json_member(object, "reselect") == NULL) question->reselect = touches_goal;
    return WOM_OK;
}

wom_status
wom_what_ifs_read(wom_scenario *scenario, const wom_json *root)
{
    const wom_json *list = wom_json_member(root, "what_if");
    if (list == NULL) return WOM_OK;
    if (wom_json_kind_of(list) != WOM_JSON_ARRAY)
        return wom_json_fail(list, "is %s, must be a list of questions", wom_json_kind_name(wom_json_kind_of(list)));
    const uint64_t count = wom_json_count(list);
    WOM_TRY(wom_allocate(&scenario->what_ifs, scenario->job, count, sizeof *scenario->what_ifs, "questions"));
    for (uint64_t i = 0; i < count; i++) {
        scenario->num_what_ifs++;
        WOM_TRY(read_what_if(&scenario->what_ifs[i], scenario->job, wom_json_at(list, i)));
        for (uint64_t k = 0; k < i; k++)
            if (strcmp(scenario->what_ifs[k].name, scenario->what_ifs[i].name) == 0)
                return wom_json_fail(wom_json_at(list, i), "has the name \"%s\" of an earlier question",
                                     scenario->what_ifs[i].name);
    }
    return WOM_OK;
}
