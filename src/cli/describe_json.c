/* All sections and catalogues as one JSON object. */
#include "cli.h"

static wom_status
add_range(wom_json *object, const wom_field *field)
{
    WOM_TRY(wom_json_add_number(object, "default", field->standard));
    WOM_TRY(wom_json_add_number(object, "low", field->low));
    return wom_json_add_number(object, "high", field->high);
}

static wom_status
add_words(wom_json *object, const wom_field *field)
{
    wom_json *list = NULL;
    WOM_TRY(wom_json_add_string(object, "default", wom_field_words(field)[(size_t)field->standard]));
    WOM_TRY(wom_json_add_array(&list, object, "choices"));
    for (const char *const *word = wom_field_words(field); *word != NULL; word++)
        WOM_TRY(wom_json_add_string(list, NULL, *word));
    return WOM_OK;
}

static wom_status
add_catalogue(wom_json *object, const wom_field *field)
{
    const wom_catalogue *catalogue = wom_field_catalogue(field);
    if (field->kind == WOM_FIELD_VARIANT)
        WOM_TRY(wom_json_add_string(object, "default", catalogue->variants[0]->name));
    else
        WOM_TRY(wom_json_add_null(object, "default"));
    return wom_json_add_string(object, "catalogue", catalogue->name);
}

static wom_status
add_field(wom_json *list, const wom_field *field)
{
    static const char *const kinds[] = {
        [WOM_FIELD_BOOL] = "bool",         [WOM_FIELD_UINT] = "integer",    [WOM_FIELD_UINT64] = "integer",
        [WOM_FIELD_REAL] = "real",         [WOM_FIELD_TEXT] = "text",       [WOM_FIELD_CHOICE] = "choice",
        [WOM_FIELD_DURATION] = "duration", [WOM_FIELD_VARIANT] = "variant", [WOM_FIELD_VARIANTS] = "variants",
    };
    wom_json *object = NULL;
    WOM_TRY(wom_json_add_object(&object, list, NULL));
    WOM_TRY(wom_json_add_string(object, "name", field->name));
    WOM_TRY(wom_json_add_string(object, "kind", kinds[field->kind]));
    if (field->kind == WOM_FIELD_TEXT)
        WOM_TRY(wom_json_add_null(object, "default"));
    else if (field->kind == WOM_FIELD_BOOL)
        WOM_TRY(wom_json_add_bool(object, "default", field->standard != 0));
    else if (field->kind == WOM_FIELD_CHOICE)
        WOM_TRY(add_words(object, field));
    else if (field->kind == WOM_FIELD_VARIANT || field->kind == WOM_FIELD_VARIANTS)
        WOM_TRY(add_catalogue(object, field));
    else
        WOM_TRY(add_range(object, field));
    WOM_TRY(wom_json_add_string(object, "unit", field->unit));
    return wom_json_add_string(object, "help", field->help);
}

static wom_status
add_fields(wom_json *parent, const wom_field *fields)
{
    wom_json *list = NULL;
    WOM_TRY(wom_json_add_array(&list, parent, "fields"));
    for (const wom_field *field = fields; field != NULL && field->name != NULL; field++)
        WOM_TRY(add_field(list, field));
    return WOM_OK;
}

static wom_status
add_named(wom_json **object, wom_json *list, const char *name, const char *help)
{
    WOM_TRY(wom_json_add_object(object, list, NULL));
    WOM_TRY(wom_json_add_string(*object, "name", name));
    return wom_json_add_string(*object, "help", help);
}

static wom_status
add_section(wom_json *list, const wom_section *section)
{
    wom_json *object = NULL, *choices = NULL, *others = NULL, *item = NULL;
    WOM_TRY(add_named(&object, list, section->name, section->summary));
    WOM_TRY(add_fields(object, section->fields));
    WOM_TRY(wom_json_add_array(&choices, object, "choices"));
    for (const wom_section_choice *choice = section->choices; choice != NULL && choice->name != NULL; choice++) {
        WOM_TRY(add_named(&item, choices, choice->name, choice->help));
        WOM_TRY(wom_json_add_string(item, "catalogue", choice->catalogue->name));
        WOM_TRY(wom_json_add_bool(item, "many", choice->many));
    }
    WOM_TRY(wom_json_add_array(&others, object, "others"));
    for (const char *const *other = section->others; other != NULL && *other != NULL; other += 2)
        WOM_TRY(add_named(&item, others, other[0], other[1]));
    return WOM_OK;
}

/* By dynamics: "promise", "no promise", or what it lacks. */
static wom_status
add_accepted(wom_json *parent, const wom_algorithm *algorithm)
{
    wom_json *object = NULL;
    WOM_TRY(wom_json_add_object(&object, parent, "dynamics"));
    for (const wom_variant *const *row = wom_dynamics_catalogue.variants; *row != NULL; row++) {
        const wom_dynamics *dynamics = (const wom_dynamics *)*row;
        const char *told = wom_algorithm_refuses(algorithm, dynamics);
        if (told == NULL) told = wom_algorithm_lacks_promise(algorithm, dynamics) == NULL ? "promise" : "no promise";
        WOM_TRY(wom_json_add_string(object, (*row)->name, told));
    }
    return WOM_OK;
}

static wom_status
add_variant(wom_json *list, const wom_catalogue *catalogue, const wom_variant *variant)
{
    wom_json *object = NULL;
    WOM_TRY(add_named(&object, list, variant->name, variant->summary));
    WOM_TRY(wom_json_add_string(object, "source", variant->source));
    if (catalogue == &wom_algorithms) {
        const wom_algorithm *algorithm = (const wom_algorithm *)variant;
        WOM_TRY(wom_json_add_string(object, "promise", algorithm->promise));
        WOM_TRY(wom_json_add_bool(object, "certifies", algorithm->certifies));
        WOM_TRY(add_accepted(object, algorithm));
    }
    if (catalogue == &wom_dynamics_catalogue) {
        const wom_dynamics *dynamics = (const wom_dynamics *)variant;
        WOM_TRY(wom_json_add_string(object, "claim", dynamics->claim));
        WOM_TRY(wom_json_add_bool(object, "submodular", dynamics->submodular));
        WOM_TRY(wom_json_add_bool(object, "additive", dynamics->additive));
        WOM_TRY(wom_json_add_bool(object, "monotone", dynamics->monotone));
        WOM_TRY(wom_json_add_bool(object, "needs_deadline", dynamics->needs_deadline));
    }
    return add_fields(object, variant->fields);
}

static wom_status
fill(wom_json *root, const void *context)
{
    (void)context;
    wom_json *sections = NULL, *catalogues = NULL, *object = NULL, *variants = NULL;
    WOM_TRY(wom_json_add_array(&sections, root, "sections"));
    for (const wom_section *section = wom_sections; section->name != NULL; section++)
        WOM_TRY(add_section(sections, section));
    WOM_TRY(wom_json_add_array(&catalogues, root, "catalogues"));
    for (const wom_catalogue *const *catalogue = wom_catalogues; *catalogue != NULL; catalogue++) {
        WOM_TRY(add_named(&object, catalogues, (*catalogue)->name, (*catalogue)->summary));
        WOM_TRY(wom_json_add_array(&variants, object, "variants"));
        for (const wom_variant *const *variant = (*catalogue)->variants; *variant != NULL; variant++)
            WOM_TRY(add_variant(variants, *catalogue, *variant));
    }
    return WOM_OK;
}

wom_status
cli_describe_as_json(cli_call *call)
{
    return cli_print_json(call, fill, NULL);
}
