/* The tree of values: its nodes, their attaching and copying, and the index of large objects. */
#include "private.h"

#include <assert.h>
#include <string.h>

#define INDEXED_FROM 16 /* members; below, looking at each is as fast */

/* FNV-1a, and a last mix because slots are taken from the low bits. */
static uint64_t
hash_of(const char *key)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *key != 0; key++) hash = (hash ^ (unsigned char)*key) * UINT64_C(0x100000001b3);
    return hash ^ (hash >> 29);
}

/* The slot that holds the key, or the empty one where it would be put. */
static uint64_t
slot_of(const wom_json *object, const char *key)
{
    uint64_t slot = hash_of(key) & (object->num_slots - 1);
    while (object->slots[slot] != 0 && strcmp(object->items[object->slots[slot] - 1]->key, key) != 0)
        slot = (slot + 1) & (object->num_slots - 1);
    return slot;
}

/* Makes the index large enough for one more member: at most half full. */
static wom_status
grow_index(wom_json *object)
{
    const uint64_t count = object->num_items + 1;
    uint32_t *old = object->slots;
    if (count < INDEXED_FROM || 2 * count <= object->num_slots) return WOM_OK;
    uint32_t *slots = NULL;
    WOM_TRY(wom_allocate(&slots, object->tree->job, 8 * count, sizeof *slots, "index of a JSON object"));
    object->slots = slots;
    object->num_slots = 1;
    while (2 * object->num_slots <= 8 * count) object->num_slots *= 2;
    for (uint64_t i = 0; i < object->num_items; i++) slots[slot_of(object, object->items[i]->key)] = (uint32_t)(i + 1);
    wom_free(old);
    return WOM_OK;
}

const wom_json *
wom_json_member(const wom_json *object, const char *key)
{
    assert(object->kind == WOM_JSON_OBJECT);
    if (object->slots != NULL) {
        const uint32_t found = object->slots[slot_of(object, key)];
        return found ? object->items[found - 1] : NULL;
    }
    for (uint64_t i = 0; i < object->num_items; i++) {
        if (strcmp(object->items[i]->key, key) == 0) return object->items[i];
    }
    return NULL;
}

wom_status
wom_json_create_node(wom_json **node, wom_json_tree *tree, wom_json_kind kind)
{
    WOM_TRY(wom_allocate(node, tree->job, 1, sizeof **node, "a JSON value"));
    (*node)->tree = tree;
    (*node)->kind = kind;
    return WOM_OK;
}

void
wom_json_free_node(wom_json *node)
{
    if (node == NULL) return;
    for (uint64_t i = 0; i < node->num_items; i++) wom_json_free_node(node->items[i]);
    wom_free(node->items);
    wom_free(node->slots);
    wom_free(node->string);
    wom_free(node->key);
    wom_free(node);
}

wom_status
wom_json_create_root(wom_json **root, wom_job *job, wom_json_kind kind)
{
    wom_json_tree *tree = NULL;
    *root = NULL;
    WOM_TRY(wom_allocate(&tree, job, 1, sizeof *tree, "a JSON tree"));
    tree->job = job;
    const wom_status status = wom_json_create_node(root, tree, kind);
    if (status != WOM_OK) wom_free(tree);
    return status;
}

void
wom_json_free(wom_json *root)
{
    if (root == NULL) return;
    assert(root->parent == NULL);
    wom_json_tree *tree = root->tree;
    wom_json_free_node(root);
    for (uint64_t i = 0; i < tree->num_sources; i++) wom_free(tree->sources[i]);
    wom_free(tree->sources);
    wom_free(tree);
}

wom_status
wom_json_keep_source(const char **kept, wom_json_tree *tree, const char *source)
{
    *kept = NULL;
    if (source == NULL) return WOM_OK;
    for (uint64_t i = tree->num_sources; i-- > 0 && *kept == NULL;) {
        if (strcmp(tree->sources[i], source) == 0) *kept = tree->sources[i];
    }
    if (*kept != NULL) return WOM_OK;
    WOM_TRY(wom_reserve(&tree->sources, &tree->source_capacity, tree->job, tree->num_sources + 1, sizeof *tree->sources,
                        "names of JSON sources"));
    WOM_TRY(wom_copy_text(&tree->sources[tree->num_sources], tree->job, source, strlen(source)));
    *kept = tree->sources[tree->num_sources++];
    return WOM_OK;
}

static wom_status
refuse_bad_utf8(const char *text, const char *what)
{
    const size_t length = strlen(text), valid = wom_utf8_length(text, length);
    if (valid == length) return WOM_OK;
    wom_message shown = { .length = 0 };
    wom_message_quote(&shown, text);
    return wom_fail(WOM_INVALID, "%s \"%s\": byte %zu (0x%02x) is not UTF-8, as text must be", what, shown.text,
                    valid + 1, (unsigned)(unsigned char)text[valid]);
}

wom_status
wom_json_set_string(wom_json *node, const char *string)
{
    WOM_TRY(refuse_bad_utf8(string, "text"));
    return wom_copy_text(&node->string, node->tree->job, string, strlen(string));
}

static bool
is_container(const wom_json *value)
{
    return value->kind == WOM_JSON_ARRAY || value->kind == WOM_JSON_OBJECT;
}

/* Arrays and objects from the value down, and from it up. */
static uint32_t
height_of(const wom_json *value)
{
    uint32_t highest = 0;
    if (!is_container(value)) return 0;
    for (uint64_t i = 0; i < value->num_items; i++) {
        const uint32_t height = height_of(value->items[i]);
        if (height > highest) highest = height;
    }
    return highest + 1;
}

static uint32_t
depth_of(const wom_json *value)
{
    uint32_t depth = 0;
    for (; value != NULL; value = value->parent) depth++;
    return depth;
}

static wom_status
check_depth(const wom_json *parent, const wom_json *child)
{
    if (parent == NULL || depth_of(parent) + height_of(child) <= MAX_DEPTH) return WOM_OK;
    return wom_json_fail(parent, "nested more than %d deep, must be at most that", MAX_DEPTH);
}

wom_status
wom_json_attach(wom_json *parent, const char *key, wom_json *child)
{
    assert(is_container(parent) && child->parent == NULL);
    assert((key != NULL) == (parent->kind == WOM_JSON_OBJECT));
    WOM_TRY(check_depth(parent, child));
    WOM_TRY(wom_reserve(&parent->items, &parent->capacity, parent->tree->job, parent->num_items + 1,
                        sizeof *parent->items, "JSON items"));
    if (key != NULL) {
        WOM_TRY(refuse_bad_utf8(key, "key"));
        WOM_TRY(grow_index(parent));
        WOM_TRY(wom_copy_text(&child->key, parent->tree->job, key, strlen(key)));
        if (parent->slots != NULL) parent->slots[slot_of(parent, key)] = (uint32_t)(parent->num_items + 1);
    }
    child->parent = parent;
    child->index = parent->num_items;
    parent->items[parent->num_items++] = child;
    return WOM_OK;
}

wom_status
wom_json_replace(wom_json *old, wom_json *child)
{
    WOM_TRY(check_depth(old->parent, child));
    child->parent = old->parent;
    child->index = old->index;
    child->key = old->key;
    old->key = NULL;
    child->parent->items[child->index] = child;
    wom_json_free_node(old);
    return WOM_OK;
}

/* A node like `value`, without its items. */
static wom_status
copy_one(wom_json **copy, wom_json_tree *tree, const wom_json *value, const char *origin)
{
    wom_json *node = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_json_create_node(&node, tree, value->kind));
    node->truth = value->truth;
    node->number = value->number;
    if (value->kind == WOM_JSON_STRING) WOM_TRY_GOTO(wom_json_set_string(node, value->string));
    node->source = origin;
    if (origin == NULL) {
        node->place = value->place;
        node->key_place = value->key_place;
        WOM_TRY_GOTO(wom_json_keep_source(&node->source, tree, value->source));
    }
    *copy = node;
    node = NULL;
done:
    wom_json_free_node(node);
    return status;
}

static wom_status
copy_items(wom_json *copy, const wom_json *value, const char *origin)
{
    for (uint64_t i = 0; i < value->num_items; i++) {
        const wom_json *item = value->items[i];
        wom_json *node = NULL;
        WOM_TRY(copy_one(&node, copy->tree, item, origin));
        const wom_status status = wom_json_attach(copy, item->key, node);
        if (status != WOM_OK) {
            wom_json_free_node(node);
            return status;
        }
        WOM_TRY(copy_items(node, item, origin));
    }
    return WOM_OK;
}

wom_status
wom_json_copy_detached(wom_json **copy, wom_json_tree *tree, const wom_json *value, const char *origin)
{
    *copy = NULL;
    WOM_TRY(copy_one(copy, tree, value, origin));
    const wom_status status = copy_items(*copy, value, origin);
    if (status == WOM_OK) return WOM_OK;
    wom_json_free_node(*copy);
    *copy = NULL;
    return status;
}

wom_status
wom_json_copy(wom_json **root, wom_job *job, const wom_json *value)
{
    wom_json *made = NULL;
    wom_status status = WOM_OK;
    *root = NULL;
    WOM_TRY_GOTO(wom_json_create_root(&made, job, WOM_JSON_NULL));
    WOM_TRY_GOTO(wom_json_copy_detached(root, made->tree, value, NULL));
    wom_json_free_node(made); /* its tree now belongs to the copy */
    made = NULL;
done:
    wom_json_free(made);
    return status;
}
