/* A choice in a few words. */
#include "private.h"

#include <stdio.h>
#include <string.h>

enum { MOST_LABEL = 512 };

/* Adds ", name value" for a member that the default does not have, or has otherwise. */
static wom_status
add_member(char label[MOST_LABEL], wom_job *job, const wom_json *member, const wom_json *standard)
{
    char *value = NULL, *usual = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_json_print(&value, job, member, false));
    if (standard != NULL) WOM_TRY_GOTO(wom_json_print(&usual, job, standard, false));
    if (usual == NULL || strcmp(value, usual) != 0) {
        const size_t length = strlen(label);
        const bool is_text = wom_json_kind_of(member) == WOM_JSON_STRING;
        snprintf(label + length, MOST_LABEL - length, "%s%.100s %.200s", strchr(label, '(') != NULL ? ", " : " (",
                 wom_json_key(member), is_text ? wom_json_string(member) : value);
    }
done:
    wom_free(value);
    wom_free(usual);
    return status;
}

static wom_status
write_both(wom_json *root, wom_job *job, const wom_choice *choice)
{
    const wom_variant *const variants[] = { choice->variant, NULL };
    const wom_catalogue alone = { .name = "", .summary = "", .variants = variants };
    wom_choice standard = { 0 };
    WOM_TRY(wom_choice_write(root, "given", choice));
    wom_status status = wom_choice_default(&standard, job, &alone, NULL);
    if (status == WOM_OK) status = wom_choice_write(root, "standard", &standard);
    wom_choice_free(&standard);
    return status;
}

wom_status
wom_choice_label(char **label, wom_job *job, const wom_choice *choice)
{
    char text[MOST_LABEL];
    wom_json *root = NULL;
    wom_status status = WOM_OK;
    *label = NULL;
    snprintf(text, sizeof text, "%.100s", choice->variant->name);
    WOM_TRY_GOTO(wom_json_create_object(&root, job));
    WOM_TRY_GOTO(write_both(root, job, choice));
    const wom_json *given = wom_json_member(root, "given"), *standard = wom_json_member(root, "standard");
    for (uint64_t i = 0; i < wom_json_count(given); i++) {
        const wom_json *member = wom_json_at(given, i);
        WOM_TRY_GOTO(add_member(text, job, member, wom_json_member(standard, wom_json_key(member))));
    }
    if (strchr(text, '(') != NULL && strlen(text) + 1 < sizeof text) strcat(text, ")");
    WOM_TRY_GOTO(wom_copy_text(label, job, text, strlen(text)));
done:
    wom_json_free(root);
    return status;
}
