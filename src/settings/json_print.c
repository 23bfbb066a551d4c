/* From tree to text. cJSON writes the strings; layout and numbers are ours, because cJSON indents by tabs, takes 15
 * digits as enough when they are off by less than an epsilon, and drops the sign of minus zero. */
#include "private.h"

#include <cjson/cJSON.h>
#include <limits.h>
#include <string.h>

#define QUOTING_SPACE 16 /* quotes, the end, and what cJSON wants to spare */

typedef struct printer {
    wom_job *job;
    char *text;
    uint64_t length, capacity;
    bool pretty;
} printer;

static wom_status
put(printer *p, const char *text)
{
    const size_t length = strlen(text);
    WOM_TRY(wom_reserve(&p->text, &p->capacity, p->job, p->length + length + 1, 1, "text of JSON"));
    memcpy(p->text + p->length, text, length + 1);
    p->length += length;
    return WOM_OK;
}

static wom_status
put_string(printer *p, const char *string)
{
    const size_t space = 6 * strlen(string) + QUOTING_SPACE; /* \u001b for each byte */
    if (space > INT_MAX) return wom_fail(WOM_INVALID, "a JSON string of %zu bytes is too long", strlen(string));
    WOM_TRY(wom_reserve(&p->text, &p->capacity, p->job, p->length + space, 1, "text of JSON"));
    cJSON item = { .type = cJSON_String, .valuestring = (char *)string };
    if (!cJSON_PrintPreallocated(&item, p->text + p->length, (int)space, false))
        return wom_fail(WOM_FAILED, "cJSON cannot write a string of %zu bytes", strlen(string));
    p->length += strlen(p->text + p->length);
    return WOM_OK;
}

static wom_status
put_line_break(printer *p, uint32_t indent)
{
    WOM_TRY(put(p, "\n"));
    for (uint32_t i = 0; i < indent; i++) WOM_TRY(put(p, "  "));
    return WOM_OK;
}

/* Arrays of scalars stay on one line. */
static bool
is_broken(const printer *p, const wom_json *value)
{
    if (!p->pretty || value->num_items == 0) return false;
    if (value->kind == WOM_JSON_OBJECT) return true;
    for (uint64_t i = 0; i < value->num_items; i++) {
        if (value->items[i]->num_items > 0) return true;
    }
    return false;
}

static wom_status put_value(printer *p, const wom_json *value, uint32_t indent);

static wom_status
put_items(printer *p, const wom_json *value, uint32_t indent)
{
    const bool broken = is_broken(p, value);
    for (uint64_t i = 0; i < value->num_items; i++) {
        const wom_json *item = value->items[i];
        if (i > 0) WOM_TRY(put(p, p->pretty && !broken ? ", " : ","));
        if (broken) WOM_TRY(put_line_break(p, indent + 1));
        if (item->key != NULL) {
            WOM_TRY(put_string(p, item->key));
            WOM_TRY(put(p, p->pretty ? ": " : ":"));
        }
        WOM_TRY(put_value(p, item, indent + 1));
    }
    return broken ? put_line_break(p, indent) : WOM_OK;
}

static wom_status
put_value(printer *p, const wom_json *value, uint32_t indent)
{
    switch (value->kind) {
    case WOM_JSON_NULL:
        return put(p, "null");
    case WOM_JSON_BOOL:
        return put(p, value->truth ? "true" : "false");
    case WOM_JSON_NUMBER:
        return put(p, wom_number_for_print(value->number).text);
    case WOM_JSON_STRING:
        return put_string(p, value->string);
    case WOM_JSON_ARRAY:
    case WOM_JSON_OBJECT:
        break;
    }
    const bool is_array = value->kind == WOM_JSON_ARRAY;
    WOM_TRY(put(p, is_array ? "[" : "{"));
    WOM_TRY(put_items(p, value, indent));
    return put(p, is_array ? "]" : "}");
}

wom_status
wom_json_print(char **text, wom_job *job, const wom_json *value, bool pretty)
{
    printer p = { .job = job, .pretty = pretty };
    wom_status status = WOM_OK;
    *text = NULL;
    WOM_TRY_GOTO(put_value(&p, value, 0));
    if (pretty) WOM_TRY_GOTO(put(&p, "\n"));
    *text = p.text;
    p.text = NULL;
done:
    wom_free(p.text);
    return status;
}
