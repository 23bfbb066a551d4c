/* Any bytes as JSON, then "@set" parts as overrides: what is parsed prints to a text that parses to the same. */
#include "parts.h"

#include <wom/settings.h>

static void
check_print(const wom_json *root, wom_job *job, bool pretty)
{
    char *text = NULL, *again = NULL;
    wom_json *parsed = NULL;
    PROMISE(wom_json_print(&text, job, root, pretty) == WOM_OK);
    PROMISE(wom_json_parse(&parsed, job, text, strlen(text), "again") == WOM_OK);
    PROMISE(wom_json_print(&again, job, parsed, pretty) == WOM_OK);
    PROMISE(strcmp(text, again) == 0);
    wom_json_free(parsed);
    wom_free(text);
    wom_free(again);
}

static void
check_copy(const wom_json *root, wom_job *job)
{
    char *text = NULL, *again = NULL;
    wom_json *copy = NULL;
    PROMISE(wom_json_copy(&copy, job, root) == WOM_OK);
    PROMISE(wom_json_print(&text, job, root, false) == WOM_OK && wom_json_print(&again, job, copy, false) == WOM_OK);
    PROMISE(strcmp(text, again) == 0);
    wom_json_free(copy);
    wom_free(text);
    wom_free(again);
}

/* Members are found under their keys, and places are told. */
static void
look_at(const wom_json *value)
{
    const wom_json_kind kind = wom_json_kind_of(value);
    (void)wom_json_fail(value, "told");
    PROMISE(kind != WOM_JSON_STRING || wom_json_string(value) != NULL);
    if (kind != WOM_JSON_ARRAY && kind != WOM_JSON_OBJECT) return;
    for (uint64_t i = 0; i < wom_json_count(value); i++) {
        const wom_json *item = wom_json_at(value, i);
        PROMISE(kind == WOM_JSON_ARRAY || wom_json_member(value, wom_json_key(item)) == item);
        look_at(item);
    }
}

static void
override(wom_json *root, const fuzz_part *part)
{
    char assignment[FUZZ_LINE];
    fuzz_line(assignment, part);
    fuzz_check_status(wom_json_override(root, assignment));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_part part = { { NULL, 0 }, { "", 0 } };
    wom_text rest = { (const char *)data, size };
    wom_json *root = NULL;
    wom_job *job = fuzz_job();
    (void)fuzz_next_part(&part, &rest);
    const wom_status status = wom_json_parse(&root, job, part.text.start, part.text.length, "input");
    fuzz_check_status(status);
    PROMISE((status == WOM_OK) == (root != NULL));
    while (status == WOM_OK && fuzz_next_part(&part, &rest)) override(root, &part);
    if (status == WOM_OK) {
        look_at(root);
        check_print(root, job, false);
        check_print(root, job, true);
        check_copy(root, job);
    }
    wom_json_free(root);
    fuzz_end(job);
    return 0;
}
