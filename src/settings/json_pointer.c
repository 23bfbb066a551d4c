/* Pointers (RFC 6901): the places in messages, and the setting of values from outside the text. */
#include "private.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Places ---- */

/* One step of a pointer, "/name" or "/3"; names are cut and escaped. */
static void
add_step(wom_message *message, const wom_json *value)
{
    wom_message name = { .length = 0 };
    if (value->key == NULL) {
        wom_message_add(message, "/%llu", (unsigned long long)value->index);
        return;
    }
    wom_message_quote(&name, value->key);
    wom_message_add(message, "/");
    for (const char *c = name.text; *c != 0; c++) {
        if (*c == '~' || *c == '/')
            wom_message_add(message, *c == '~' ? "~0" : "~1");
        else
            wom_message_add(message, "%c", *c);
    }
}

/* The last steps say most, so a long pointer loses its first ones. */
static void
add_pointer(wom_message *message, const wom_json *value)
{
    const wom_json *path[MAX_DEPTH + 1];
    size_t num_steps = 0, length = 0;
    for (; value->parent != NULL && num_steps <= MAX_DEPTH; value = value->parent) {
        wom_message step = { .length = 0 };
        add_step(&step, value);
        length += step.length;
        if (length > sizeof message->text / 2) {
            wom_message_add(message, "...");
            break;
        }
        path[num_steps++] = value;
    }
    while (num_steps-- > 0) add_step(message, path[num_steps]);
}

static void
describe_at(wom_message *message, const wom_json *value, const char *source, wom_json_place place)
{
    wom_message pointer = { .length = 0 };
    add_pointer(&pointer, value);
    message->length = 0;
    message->text[0] = 0;
    if (source != NULL) wom_message_add_tail(message, source);
    if (place.line != 0) wom_message_add(message, ":%u:%u", place.line, place.column);
    if (source != NULL && pointer.length > 0) wom_message_add(message, place.line != 0 ? ": " : " ");
    wom_message_add(message, "%s", pointer.length > 0 ? pointer.text : "");
}

void
wom_json_describe(wom_message *message, const wom_json *value)
{
    describe_at(message, value, value->source, value->place);
}

static wom_status
fail(const wom_message *where, const char *format, va_list arguments)
{
    char message[1024];
    vsnprintf(message, sizeof message, format, arguments);
    return wom_fail(WOM_INVALID, "%s%s%s", where->text, where->length > 0 ? ": " : "", message);
}

wom_status
wom_json_fail(const wom_json *value, const char *format, ...)
{
    wom_message where;
    va_list arguments;
    wom_json_describe(&where, value);
    va_start(arguments, format);
    const wom_status status = fail(&where, format, arguments);
    va_end(arguments);
    return status;
}

wom_status
wom_json_fail_at_key(const wom_json *member, const char *format, ...)
{
    wom_message where;
    va_list arguments;
    describe_at(&where, member->parent, member->source, member->key_place);
    va_start(arguments, format);
    const wom_status status = fail(&where, format, arguments);
    va_end(arguments);
    return status;
}

wom_status
wom_json_fail_in(wom_status status, const wom_json *value)
{
    wom_message where;
    wom_json_describe(&where, value);
    return where.length > 0 ? wom_fail_in(status, "%s", where.text) : status;
}

/* ---- Setting ---- */

typedef struct setting {
    const char *pointer, *origin;
    const char *rest; /* of the pointer: what is still to be found */
    char *step;       /* the step at hand, unescaped */
    wom_json *at;     /* the deepest value that exists */
} setting;

static wom_status
refuse(const setting *s, const char *what)
{
    wom_message shown = { .length = 0 };
    wom_message_quote(&shown, s->pointer);
    return wom_fail(WOM_INVALID, "%s%s\"%s\": %s", s->origin ? s->origin : "", s->origin ? " " : "", shown.text, what);
}

static wom_status
refuse_at(const setting *s, const char *what)
{
    wom_message message = { .length = 0 }, pointer = { .length = 0 };
    add_pointer(&pointer, s->at);
    wom_message_add(&message, "%s is %s, %s", pointer.length > 0 ? pointer.text : "the whole",
                    wom_json_kind_name(s->at->kind), what);
    return refuse(s, message.text);
}

static wom_status
check_pointer(const setting *s)
{
    if (s->pointer[0] == 0) return refuse(s, "the whole cannot be replaced, must name a member, such as /goal/budget");
    if (s->pointer[0] != '/') return refuse(s, "must begin with a slash, as in /goal/budget");
    for (const char *tilde = s->pointer; (tilde = strchr(tilde, '~')) != NULL; tilde++) {
        if (tilde[1] != '0' && tilde[1] != '1') return refuse(s, "~ must be written ~0, and / inside a name ~1");
    }
    return WOM_OK;
}

/* Takes the next step off the pointer. */
static void
take_step(setting *s)
{
    char *end = s->step;
    const char *from = s->rest + 1;
    for (; *from != 0 && *from != '/'; from++) {
        *end++ = *from == '~' ? (from[1] == '0' ? '~' : '/') : *from;
        if (*from == '~') from++;
    }
    *end = 0;
    s->rest = from;
}

/* The item that the step names; NULL where one may be appended. */
static wom_status
find_item(wom_json **item, const setting *s)
{
    const size_t length = strlen(s->step);
    *item = NULL;
    if (strcmp(s->step, "-") == 0) return WOM_OK;
    if (length == 0 || length > 18 || strspn(s->step, "0123456789") != length || (s->step[0] == '0' && length > 1))
        return refuse_at(s, "whose items are named by 0, 1, ... or - for one more");
    const uint64_t index = strtoull(s->step, NULL, 10);
    if (index > s->at->num_items) {
        wom_message message = { .length = 0 };
        wom_message_add(&message, "of %llu items, must not be set behind its end",
                        (unsigned long long)s->at->num_items);
        return refuse_at(s, message.text);
    }
    if (index < s->at->num_items) *item = s->at->items[index];
    return WOM_OK;
}

/* Follows the pointer as far as there are values; then *found is NULL and the step names what is missing. */
static wom_status
follow(wom_json **found, setting *s)
{
    while (s->rest[0] != 0) {
        take_step(s);
        *found = NULL;
        if (s->at->kind == WOM_JSON_OBJECT)
            *found = (wom_json *)wom_json_member(s->at, s->step);
        else if (s->at->kind == WOM_JSON_ARRAY)
            WOM_TRY(find_item(found, s));
        else
            return refuse_at(s, "which holds no members");
        if (*found == NULL) return WOM_OK;
        s->at = *found;
    }
    return WOM_OK;
}

/* Puts objects around the value for the steps that name nothing yet. */
static wom_status
wrap(wom_json **value, setting *s, wom_json_tree *tree, const char *origin)
{
    if (s->rest[0] == 0) return WOM_OK;
    wom_json *object = NULL;
    wom_status status = WOM_OK;
    take_step(s);
    char *key = NULL;
    WOM_TRY_GOTO(wom_copy_text(&key, tree->job, s->step, strlen(s->step)));
    WOM_TRY_GOTO(wrap(value, s, tree, origin));
    WOM_TRY_GOTO(wom_json_create_node(&object, tree, WOM_JSON_OBJECT));
    object->source = origin;
    WOM_TRY_GOTO(wom_json_attach(object, key, *value));
    *value = object;
    object = NULL;
done:
    wom_json_free_node(object);
    wom_free(key);
    return status;
}

static wom_status
set(wom_json *root, setting *s, const wom_json *value)
{
    wom_json *found = NULL, *copy = NULL;
    const char *origin = NULL;
    char *missing = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(follow(&found, s));
    WOM_TRY_GOTO(wom_json_keep_source(&origin, root->tree, s->origin));
    WOM_TRY_GOTO(wom_json_copy_detached(&copy, root->tree, value, origin));
    if (found != NULL) {
        WOM_TRY_GOTO(wom_json_replace(found, copy));
    } else {
        if (s->at->kind == WOM_JSON_OBJECT)
            WOM_TRY_GOTO(wom_copy_text(&missing, root->tree->job, s->step, strlen(s->step)));
        WOM_TRY_GOTO(wrap(&copy, s, root->tree, origin));
        WOM_TRY_GOTO(wom_json_attach(s->at, missing, copy));
    }
    copy = NULL;
done:
    wom_free(missing);
    wom_json_free_node(copy);
    return status;
}

wom_status
wom_json_set(wom_json *root, const char *pointer, const wom_json *value, const char *origin)
{
    setting s = { .pointer = pointer, .origin = origin, .rest = pointer, .at = root };
    WOM_TRY(check_pointer(&s));
    WOM_TRY(wom_allocate(&s.step, root->tree->job, strlen(pointer) + 1, 1, "a JSON pointer"));
    const wom_status status = set(root, &s, value);
    wom_free(s.step);
    return status;
}

/* The value of an override: JSON, or else a string; but what begins like a JSON string, array or object must be one. */
static wom_status
parse_text(wom_json **value, wom_job *job, const char *text, const char *source)
{
    const wom_status status = wom_json_parse(value, job, text, strlen(text), source);
    if (status != WOM_INVALID || strchr("[{\"", text[0]) != NULL) {
        if (text[0] != 0 || status != WOM_INVALID) return status;
    }
    wom_status made = wom_json_create_root(value, job, WOM_JSON_STRING);
    if (made == WOM_OK) made = wom_json_set_string(*value, text);
    if (made == WOM_OK) return WOM_OK;
    wom_json_free(*value);
    *value = NULL;
    return made == WOM_INVALID ? wom_fail_in(made, "%s", source) : made;
}

wom_status
wom_json_override(wom_json *root, const char *assignment)
{
    const char *equals = strchr(assignment, '=');
    wom_message shown = { .length = 0 }, source = { .length = 0 };
    char *pointer = NULL;
    wom_json *value = NULL;
    wom_status status = WOM_OK;
    wom_message_quote(&shown, assignment);
    if (equals == NULL || assignment[0] != '/')
        return wom_fail(WOM_INVALID, "--set \"%s\": must be /pointer=value, as in /goal/budget=20000", shown.text);
    WOM_TRY_GOTO(wom_copy_text(&pointer, root->tree->job, assignment, (size_t)(equals - assignment)));
    wom_message_add(&source, "--set ");
    wom_message_quote(&source, pointer);
    WOM_TRY_GOTO(parse_text(&value, root->tree->job, equals + 1, source.text));
    WOM_TRY_GOTO(wom_json_set(root, pointer, value, "--set"));
done:
    wom_json_free(value);
    wom_free(pointer);
    return status;
}
