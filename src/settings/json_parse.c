/* From text to tree: the strict walk, then cJSON decodes, then our nodes are built with their places. */
#include "private.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAX_FILE ((uint64_t)64 << 20)

typedef struct builder {
    wom_json_tree *tree;
    const wom_json_place *next; /* of the value, or key, that comes next */
    const char *source;
} builder;

static wom_json_kind
kind_of(const cJSON *item)
{
    switch (item->type & 0xff) {
    case cJSON_False:
    case cJSON_True:
        return WOM_JSON_BOOL;
    case cJSON_Number:
        return WOM_JSON_NUMBER;
    case cJSON_String:
        return WOM_JSON_STRING;
    case cJSON_Array:
        return WOM_JSON_ARRAY;
    case cJSON_Object:
        return WOM_JSON_OBJECT;
    default:
        return WOM_JSON_NULL;
    }
}

static wom_status
set_value(wom_json *node, const cJSON *item, builder *b)
{
    node->source = b->source;
    node->place = *b->next++;
    node->truth = cJSON_IsTrue(item);
    node->number = item->valuedouble;
    return node->kind == WOM_JSON_STRING ? wom_json_set_string(node, item->valuestring) : WOM_OK;
}

static wom_status
refuse_duplicate(wom_json *object, const char *key, const builder *b)
{
    const wom_json *first = wom_json_member(object, key);
    if (first == NULL) return WOM_OK;
    wom_message shown = { .length = 0 };
    wom_message_quote(&shown, key);
    wom_json second = { .parent = object, .source = b->source, .key_place = *b->next };
    return wom_json_fail_at_key(&second, "key \"%s\" is given twice, first at %u:%u, must be given once", shown.text,
                                first->key_place.line, first->key_place.column);
}

static wom_status
add_item(wom_json **added, wom_json *parent, const cJSON *item, builder *b)
{
    wom_json *node = NULL;
    wom_status status = WOM_OK;
    wom_json_place key_place = { 0 };
    if (parent->kind == WOM_JSON_OBJECT) {
        WOM_TRY(refuse_duplicate(parent, item->string, b));
        key_place = *b->next++;
    }
    WOM_TRY_GOTO(wom_json_create_node(&node, b->tree, kind_of(item)));
    WOM_TRY_GOTO(set_value(node, item, b));
    node->key_place = key_place;
    WOM_TRY_GOTO(wom_json_attach(parent, item->string, node));
    *added = node;
    node = NULL;
done:
    wom_json_free_node(node);
    return status;
}

static wom_status
add_items(wom_json *parent, const cJSON *array, builder *b)
{
    for (const cJSON *item = array->child; item != NULL; item = item->next) {
        wom_json *node = NULL;
        WOM_TRY(add_item(&node, parent, item, b));
        WOM_TRY(add_items(node, item, b));
    }
    return WOM_OK;
}

static wom_status
build(wom_json **root, wom_job *job, const cJSON *decoded, const wom_json_places *places, const char *source)
{
    wom_json *made = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_json_create_root(&made, job, kind_of(decoded)));
    builder b = { .tree = made->tree, .next = places->items };
    WOM_TRY_GOTO(wom_json_keep_source(&b.source, made->tree, source));
    WOM_TRY_GOTO(set_value(made, decoded, &b));
    WOM_TRY_GOTO(add_items(made, decoded, &b));
    *root = made;
    made = NULL;
done:
    wom_json_free(made);
    return status;
}

wom_status
wom_json_parse(wom_json **root, wom_job *job, const char *text, size_t length, const char *source)
{
    const wom_locale locale = wom_locale_begin();
    wom_json_places places = { 0 };
    cJSON *decoded = NULL;
    wom_status status = WOM_OK;
    *root = NULL;
    WOM_TRY_GOTO(wom_json_check(&places, job, text, length, source));
    decoded = cJSON_ParseWithLength(text, length);
    if (decoded == NULL) {
        status = wom_fail(WOM_NO_MEMORY, "%s: cJSON cannot decode %zu bytes", source, length);
        goto done;
    }
    WOM_TRY_GOTO(build(root, job, decoded, &places, source));
done:
    cJSON_Delete(decoded);
    wom_free(places.items);
    wom_locale_end(locale);
    return status;
}

static wom_status
read_all(char **text, uint64_t *length, wom_job *job, FILE *file, const char *path)
{
    uint64_t capacity = 0;
    for (;;) {
        WOM_TRY(wom_reserve(text, &capacity, job, *length + 65536, 1, "text of a JSON file"));
        const size_t got = fread(*text + *length, 1, capacity - *length, file);
        *length += got;
        if (*length > MAX_FILE) return wom_fail(WOM_INVALID, "%s: larger than 64 MiB, must be at most that", path);
        if (ferror(file)) return wom_fail(WOM_INVALID, "%s: cannot be read: %s", path, strerror(errno));
        if (got == 0) return WOM_OK;
    }
}

wom_status
wom_json_read_file(wom_json **root, wom_job *job, const char *path)
{
    char *text = NULL;
    uint64_t length = 0;
    wom_status status = WOM_OK;
    *root = NULL;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return wom_fail(WOM_INVALID, "%s: cannot be opened: %s", path, strerror(errno));
    WOM_TRY_GOTO(read_all(&text, &length, job, file, path));
    WOM_TRY_GOTO(wom_json_parse(root, job, text, length, path));
done:
    wom_free(text);
    fclose(file);
    return status;
}
