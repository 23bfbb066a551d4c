/* Tables of variants, and the choice of one with its parameters. */
#include "private.h"

#include <string.h>

const wom_variant *
wom_catalogue_find(const wom_catalogue *catalogue, const char *name)
{
    for (const wom_variant *const *v = catalogue->variants; *v != NULL; v++) {
        if (strcmp((*v)->name, name) == 0) return *v;
    }
    return NULL;
}

/* `unknown dynamics "icc", did you mean "ic"?` */
static wom_message
complaint_about(const wom_catalogue *catalogue, const char *name)
{
    wom_nearest nearest = wom_nearest_to(name);
    wom_message message = { .length = 0 }, allowed = { .length = 0 };
    for (const wom_variant *const *v = catalogue->variants; *v != NULL; v++) {
        wom_nearest_consider(&nearest, (*v)->name);
        wom_message_list(&allowed, (*v)->name);
    }
    wom_message_add(&message, "unknown %s \"", catalogue->name);
    wom_message_quote(&message, name);
    wom_message_add(&message, "\"");
    wom_message_advise(&message, nearest.best, &allowed);
    return message;
}

static wom_status
create(wom_choice *choice, wom_job *job, const wom_variant *variant)
{
    *choice = (wom_choice){ .variant = NULL };
    if (variant->params_size > 0) {
        WOM_TRY(wom_allocate(&choice->params, job, 1, variant->params_size, "parameters"));
        if (variant->fields != NULL) wom_fields_default(choice->params, variant->fields);
    }
    choice->variant = variant;
    return WOM_OK;
}

/* The last step of making a choice, whose earlier ones gave `status`: what it holds is made too, or nothing is left. */
static wom_status
complete(wom_status status, wom_choice *choice, wom_job *job)
{
    if (status == WOM_OK) status = wom_nested_complete(choice->params, choice->variant->fields, job);
    if (status != WOM_OK) wom_choice_free(choice);
    return status;
}

wom_status
wom_choice_default(wom_choice *choice, wom_job *job, const wom_catalogue *catalogue, const char *name)
{
    *choice = (wom_choice){ .variant = NULL };
    const wom_variant *variant = name ? wom_catalogue_find(catalogue, name) : catalogue->variants[0];
    if (variant == NULL) return wom_fail(WOM_INVALID, "%s", complaint_about(catalogue, name).text);
    return complete(create(choice, job, variant), choice, job);
}

/* The value that names the variant: itself, or its `type`. */
static wom_status
find_name(const wom_json **name, const wom_catalogue *catalogue, const wom_json *value)
{
    wom_message allowed = { .length = 0 };
    for (const wom_variant *const *v = catalogue->variants; *v != NULL; v++) wom_message_list(&allowed, (*v)->name);
    *name = value;
    if (wom_json_kind_of(value) == WOM_JSON_OBJECT) {
        *name = wom_json_member(value, "type");
        if (*name == NULL) return wom_json_fail(value, "has no \"type\", must be one of %s", allowed.text);
    }
    if (wom_json_kind_of(*name) == WOM_JSON_STRING) return WOM_OK;
    return wom_json_fail(*name, "is %s, must be one of %s%s", wom_json_kind_name(wom_json_kind_of(*name)), allowed.text,
                         *name == value ? ", or an object with that as its \"type\"" : "");
}

/* Names of the fields after those that are there. */
static uint32_t
list_names(const char **names, uint32_t num, const wom_field *fields)
{
    for (; fields->name != NULL; fields++) names[num++] = fields->name;
    names[num] = NULL;
    return num;
}

static uint32_t
count_fields(const wom_field *fields)
{
    uint32_t num = 0;
    while (fields[num].name != NULL) num++;
    return num;
}

static const wom_field no_fields[] = { { 0 } };

static const wom_field *
fields_of(const wom_choice *choice)
{
    return choice->variant->fields != NULL ? choice->variant->fields : no_fields;
}

/* The variant's fields, and those that stand beside them. */
static wom_status
read_fields(const wom_choice *choice, void *params, const wom_field *beside, wom_job *job, const wom_json *object)
{
    const wom_field *own = fields_of(choice);
    const char **names = NULL;
    WOM_TRY(wom_allocate(&names, job, count_fields(own) + count_fields(beside) + 2u, sizeof *names, "names"));
    names[0] = "type";
    list_names(names, 1, beside);
    wom_status status = wom_fields_read(choice->params, own, object, names);
    list_names(names, 1, own);
    if (status == WOM_OK && beside != no_fields) status = wom_fields_read(params, beside, object, names);
    wom_free(names);
    return status;
}

wom_status
wom_choice_read_beside(wom_choice *choice, void *params, const wom_field *beside, wom_job *job,
                       const wom_catalogue *catalogue, const wom_json *value)
{
    const wom_json *name = NULL;
    *choice = (wom_choice){ .variant = NULL };
    WOM_TRY(find_name(&name, catalogue, value));
    const wom_variant *variant = wom_catalogue_find(catalogue, wom_json_string(name));
    if (variant == NULL) return wom_json_fail(name, "%s", complaint_about(catalogue, wom_json_string(name)).text);
    WOM_TRY(create(choice, job, variant));
    return complete(name == value ? wom_fields_read(params, beside, NULL, NULL)
                                  : read_fields(choice, params, beside, job, value),
                    choice, job);
}

wom_status
wom_choice_read(wom_choice *choice, wom_job *job, const wom_catalogue *catalogue, const wom_json *value)
{
    if (value != NULL) return wom_choice_read_beside(choice, NULL, no_fields, job, catalogue, value);
    return wom_choice_default(choice, job, catalogue, NULL);
}

wom_status
wom_choice_write(wom_json *parent, const char *key, const wom_choice *choice)
{
    wom_json *object = NULL;
    WOM_TRY(wom_json_add_object(&object, parent, key));
    WOM_TRY(wom_json_add_string(object, "type", choice->variant->name));
    if (choice->variant->fields == NULL) return WOM_OK;
    return wom_fields_write(object, choice->variant->fields, choice->params);
}

void
wom_choice_free(wom_choice *choice)
{
    if (choice->params != NULL) wom_fields_free(choice->params, choice->variant->fields);
    wom_free(choice->params);
    *choice = (wom_choice){ .variant = NULL };
}
