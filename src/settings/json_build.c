/* Asking a value what it is, and adding values from the program. */
#include "private.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

wom_json_kind
wom_json_kind_of(const wom_json *value)
{
    return value->kind;
}

const char *
wom_json_kind_name(wom_json_kind kind)
{
    static const char *const names[] = {
        [WOM_JSON_NULL] = "null",       [WOM_JSON_BOOL] = "true or false", [WOM_JSON_NUMBER] = "a number",
        [WOM_JSON_STRING] = "a string", [WOM_JSON_ARRAY] = "an array",     [WOM_JSON_OBJECT] = "an object",
    };
    return names[kind];
}

bool
wom_json_bool(const wom_json *value)
{
    assert(value->kind == WOM_JSON_BOOL);
    return value->truth;
}

double
wom_json_number(const wom_json *value)
{
    assert(value->kind == WOM_JSON_NUMBER);
    return value->number;
}

const char *
wom_json_string(const wom_json *value)
{
    assert(value->kind == WOM_JSON_STRING);
    return value->string;
}

uint64_t
wom_json_count(const wom_json *value)
{
    return value->num_items;
}

const wom_json *
wom_json_at(const wom_json *value, uint64_t index)
{
    assert(index < value->num_items);
    return value->items[index];
}

const char *
wom_json_key(const wom_json *member)
{
    return member->key;
}

wom_status
wom_json_create_object(wom_json **root, wom_job *job)
{
    return wom_json_create_root(root, job, WOM_JSON_OBJECT);
}

/* Attaches a finished node, or frees it when that fails. */
static wom_status
add(wom_json **added, wom_json *parent, const char *key, wom_json *node)
{
    wom_status status = WOM_OK;
    if (key != NULL && wom_json_member(parent, key) != NULL) {
        wom_message shown = { .length = 0 };
        wom_message_quote(&shown, key);
        status = wom_json_fail(parent, "has a key \"%s\" already, must have each key once", shown.text);
        goto done;
    }
    WOM_TRY_GOTO(wom_json_attach(parent, key, node));
    if (added != NULL) *added = node;
    node = NULL;
done:
    wom_json_free_node(node);
    return status;
}

static wom_status
add_new(wom_json **added, wom_json *parent, const char *key, wom_json_kind kind)
{
    wom_json *node = NULL;
    if (added != NULL) *added = NULL;
    WOM_TRY(wom_json_create_node(&node, parent->tree, kind));
    return add(added, parent, key, node);
}

wom_status
wom_json_add_null(wom_json *parent, const char *key)
{
    return add_new(NULL, parent, key, WOM_JSON_NULL);
}

wom_status
wom_json_add_bool(wom_json *parent, const char *key, bool value)
{
    wom_json *node = NULL;
    WOM_TRY(add_new(&node, parent, key, WOM_JSON_BOOL));
    node->truth = value;
    return WOM_OK;
}

wom_status
wom_json_add_number(wom_json *parent, const char *key, double value)
{
    wom_json *node = NULL;
    if (!isfinite(value)) return wom_json_add_null(parent, key);
    WOM_TRY(add_new(&node, parent, key, WOM_JSON_NUMBER));
    node->number = value;
    return WOM_OK;
}

wom_status
wom_json_add_integer(wom_json *parent, const char *key, uint64_t value)
{
    char digits[24];
    if (value <= (uint64_t)MAX_EXACT) return wom_json_add_number(parent, key, (double)value);
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    return wom_json_add_string(parent, key, digits);
}

wom_status
wom_json_add_string(wom_json *parent, const char *key, const char *value)
{
    wom_json *node = NULL;
    WOM_TRY(wom_json_create_node(&node, parent->tree, WOM_JSON_STRING));
    const wom_status status = wom_json_set_string(node, value);
    if (status == WOM_OK) return add(NULL, parent, key, node);
    wom_json_free_node(node);
    return status;
}

wom_status
wom_json_add_array(wom_json **added, wom_json *parent, const char *key)
{
    return add_new(added, parent, key, WOM_JSON_ARRAY);
}

wom_status
wom_json_add_object(wom_json **added, wom_json *parent, const char *key)
{
    return add_new(added, parent, key, WOM_JSON_OBJECT);
}

wom_status
wom_json_add_copy(wom_json *parent, const char *key, const wom_json *value)
{
    wom_json *node = NULL;
    WOM_TRY(wom_json_copy_detached(&node, parent->tree, value, NULL));
    return add(NULL, parent, key, node);
}
