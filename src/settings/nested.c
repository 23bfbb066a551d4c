/* Fields that are choices themselves: one of a catalogue, or several by names that the user gives. */
#include "private.h"

#include <string.h>

bool
wom_field_is_nested(const wom_field *field)
{
    return field->kind == WOM_FIELD_VARIANT || field->kind == WOM_FIELD_VARIANTS;
}

static wom_choice *
choice_at(const void *params, const wom_field *field)
{
    return (wom_choice *)((char *)params + field->offset);
}

static wom_named_choices *
named_at(const void *params, const wom_field *field)
{
    return (wom_named_choices *)((char *)params + field->offset);
}

void
wom_nested_default(void *params, const wom_field *field)
{
    if (field->kind == WOM_FIELD_VARIANT)
        *choice_at(params, field) = (wom_choice){ .variant = NULL };
    else
        *named_at(params, field) = (wom_named_choices){ .count = 0 };
}

static void
free_named(wom_named_choices *named)
{
    for (uint32_t i = 0; i < named->count; i++) {
        wom_free(named->items[i].name);
        wom_choice_free(&named->items[i].choice);
    }
    wom_free(named->items);
    *named = (wom_named_choices){ .count = 0 };
}

void
wom_fields_free(void *params, const wom_field *fields)
{
    for (; fields != NULL && fields->name != NULL; fields++) {
        if (fields->kind == WOM_FIELD_VARIANT) wom_choice_free(choice_at(params, fields));
        if (fields->kind == WOM_FIELD_VARIANTS) free_named(named_at(params, fields));
    }
}

static wom_status
read_named(wom_named_choices *named, const wom_catalogue *catalogue, const wom_json *json)
{
    wom_job *job = json->tree->job;
    const uint64_t count = wom_json_count(json);
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&named->items, job, count, sizeof *named->items, "choices by name"));
    for (uint64_t i = 0; i < count && status == WOM_OK; i++) {
        const wom_json *member = wom_json_at(json, i);
        wom_named_choice *item = &named->items[named->count++];
        status = wom_copy_text(&item->name, job, member->key, strlen(member->key));
        if (status == WOM_OK) status = wom_choice_read(&item->choice, job, catalogue, member);
    }
    if (status != WOM_OK) free_named(named);
    return status;
}

wom_status
wom_nested_read(void *params, const wom_field *field, const wom_json *json)
{
    if (field->kind == WOM_FIELD_VARIANT)
        return wom_choice_read(choice_at(params, field), json->tree->job, wom_field_catalogue(field), json);
    if (json->kind != WOM_JSON_OBJECT)
        return wom_json_fail(json, "is %s, must be an object whose members are each a %s",
                             wom_json_kind_name(json->kind), wom_field_catalogue(field)->name);
    return read_named(named_at(params, field), wom_field_catalogue(field), json);
}

wom_status
wom_nested_look(const wom_field *field, const wom_json *json)
{
    union {
        wom_choice choice;
        wom_named_choices named;
    } room = { .named = { .count = 0 } };
    wom_field here[] = { *field, { 0 } };
    here[0].offset = 0;
    WOM_TRY(wom_nested_read(&room, here, json));
    wom_fields_free(&room, here);
    return WOM_OK;
}

wom_status
wom_nested_complete(void *params, const wom_field *fields, wom_job *job)
{
    for (; fields != NULL && fields->name != NULL; fields++) {
        if (fields->kind != WOM_FIELD_VARIANT || choice_at(params, fields)->variant != NULL) continue;
        WOM_TRY(wom_choice_default(choice_at(params, fields), job, wom_field_catalogue(fields), NULL));
    }
    return WOM_OK;
}

wom_status
wom_nested_write(wom_json *object, const wom_field *field, const void *params)
{
    wom_json *member = NULL;
    const wom_choice *choice = choice_at(params, field);
    if (field->kind == WOM_FIELD_VARIANT)
        return choice->variant != NULL ? wom_choice_write(object, field->name, choice) : WOM_OK;
    const wom_named_choices *named = named_at(params, field);
    WOM_TRY(wom_json_add_object(&member, object, field->name));
    for (uint32_t i = 0; i < named->count; i++)
        WOM_TRY(wom_choice_write(member, named->items[i].name, &named->items[i].choice));
    return WOM_OK;
}

static wom_status
check_choice(const wom_choice *choice)
{
    if (choice->variant == NULL || choice->variant->fields == NULL) return WOM_OK;
    return wom_fail_in(wom_fields_check(choice->variant->fields, choice->params), "\"%s\"", choice->variant->name);
}

wom_status
wom_nested_check(const wom_field *field, const void *params)
{
    if (field->kind == WOM_FIELD_VARIANT) return wom_fail_in(check_choice(choice_at(params, field)), "%s", field->name);
    const wom_named_choices *named = named_at(params, field);
    for (uint32_t i = 0; i < named->count; i++)
        WOM_TRY(wom_fail_in(check_choice(&named->items[i].choice), "%s \"%s\"", field->name, named->items[i].name));
    return WOM_OK;
}
