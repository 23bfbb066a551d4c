/* Reading one section by its rows. */
#include "read.h"

#include <string.h>

enum { MOST_KEYS = 32 };

/* The keys that are read elsewhere: choices, lists, objects; for the scenario itself, the sections. */
static void
list_other_keys(const char *keys[MOST_KEYS], const wom_section *section)
{
    uint32_t n = 0;
    for (const wom_section_choice *choice = section->choices; choice != NULL && choice->name != NULL; choice++)
        keys[n++] = choice->name;
    for (const char *const *other = section->others; other != NULL && *other != NULL; other += 2) keys[n++] = *other;
    if (section == &wom_sections[SECTION_SCENARIO])
        for (uint32_t s = SECTION_SCENARIO + 1; s < NUM_SECTIONS; s++) keys[n++] = wom_sections[s].name;
    keys[n] = NULL;
}

static const wom_json *
section_object(const wom_section *section, const wom_json *root)
{
    return section->name[0] == '\0' ? root : wom_json_member(root, section->name);
}

wom_status
wom_section_read(void *params, const wom_section *section, const wom_json *root)
{
    const char *keys[MOST_KEYS];
    const wom_json *object = section_object(section, root);
    if (object != NULL && wom_json_kind_of(object) != WOM_JSON_OBJECT)
        return wom_json_fail(object, "is %s, must be an object: %s", wom_json_kind_name(wom_json_kind_of(object)),
                             section->summary);
    list_other_keys(keys, section);
    return wom_fields_read(params, section->fields, object, keys);
}

wom_status
wom_section_choice_read(wom_choice *choice, wom_job *job, const wom_section *section, const char *name,
                        const wom_json *root)
{
    const wom_json *object = section_object(section, root);
    const wom_section_choice *row = section->choices;
    while (strcmp(row->name, name) != 0) row++;
    return wom_choice_read(choice, job, row->catalogue, object != NULL ? wom_json_member(object, name) : NULL);
}

wom_status
wom_texts_read(const char ***texts, uint32_t *num_texts, wom_job *job, const wom_json *value)
{
    *texts = NULL;
    *num_texts = 0;
    if (value == NULL) return WOM_OK;
    if (wom_json_kind_of(value) != WOM_JSON_ARRAY)
        return wom_json_fail(value, "is %s, must be a list of ids", wom_json_kind_name(wom_json_kind_of(value)));
    const uint64_t count = wom_json_count(value);
    for (uint64_t i = 0; i < count; i++) {
        const wom_json *item = wom_json_at(value, i);
        if (wom_json_kind_of(item) != WOM_JSON_STRING)
            return wom_json_fail(item, "is %s, must be an id in quotes", wom_json_kind_name(wom_json_kind_of(item)));
    }
    WOM_TRY(wom_allocate(texts, job, count, sizeof **texts, "a list of ids"));
    for (uint64_t i = 0; i < count; i++) (*texts)[i] = wom_json_string(wom_json_at(value, i));
    *num_texts = (uint32_t)count;
    return WOM_OK;
}

wom_status
wom_choices_read(wom_choice **choices, uint32_t *num_choices, wom_job *job, const wom_catalogue *catalogue,
                 const wom_json *value)
{
    const bool is_list = value != NULL && wom_json_kind_of(value) == WOM_JSON_ARRAY;
    const uint64_t count = is_list ? wom_json_count(value) : 1;
    if (value == NULL) return WOM_OK;
    if (count == 0) return wom_json_fail(value, "is empty; name at least one %s", catalogue->name);
    WOM_TRY(wom_allocate(choices, job, count, sizeof **choices, "choices"));
    for (uint64_t i = 0; i < count; i++) {
        ++*num_choices;
        WOM_TRY(wom_choice_read(&(*choices)[i], job, catalogue, is_list ? wom_json_at(value, i) : value));
    }
    return WOM_OK;
}

void
wom_choices_free(wom_choice *choices, uint32_t num_choices)
{
    for (uint32_t i = 0; choices != NULL && i < num_choices; i++) wom_choice_free(&choices[i]);
    wom_free(choices);
}
