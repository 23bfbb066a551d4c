/* What the files of settings share: the tree's nodes, places in a text, and the wording of messages. */
#ifndef WOM_SETTINGS_PRIVATE_H
#define WOM_SETTINGS_PRIVATE_H

#include <wom/settings.h>

#include <stdarg.h>

#define MAX_DEPTH 64                 /* arrays and objects inside each other */
#define MAX_EXACT 9007199254740992.0 /* 2^53: integers up to here are exact in a double */

/* ---- The tree ---- */

/* From 1; the column counts characters. Line 0: not read from a text. */
typedef struct wom_json_place {
    uint32_t line, column;
} wom_json_place;

/* What all nodes of one tree share. */
typedef struct wom_json_tree {
    wom_job *job;
    char **sources; /* names of texts and origins that nodes point to */
    uint64_t num_sources, source_capacity;
} wom_json_tree;

struct wom_json {
    wom_json_tree *tree;
    wom_json *parent; /* NULL: the root, or not attached yet */
    uint64_t index;   /* in the parent */
    wom_json_kind kind;
    bool truth;
    double number;
    char *string, *key;
    wom_json **items;
    uint64_t num_items, capacity;
    uint32_t *slots; /* large objects only: hash table of item index + 1, 0 empty */
    uint64_t num_slots;
    const char *source; /* owned by the tree; NULL: made by the program */
    wom_json_place place, key_place;
};

wom_status wom_json_create_root(wom_json **root, wom_job *job, wom_json_kind kind);
wom_status wom_json_create_node(wom_json **node, wom_json_tree *tree, wom_json_kind kind);
void wom_json_free_node(wom_json *node); /* with all below it */

/* The tree's own copy of the name of a source. NULL gives NULL. */
wom_status wom_json_keep_source(const char **kept, wom_json_tree *tree, const char *source);

/* Refuses text that is not UTF-8. */
wom_status wom_json_set_string(wom_json *node, const char *string);

/* Makes `child` the parent's last item. The key must be new (asked before). On failure nothing has changed. */
wom_status wom_json_attach(wom_json *parent, const char *key, wom_json *child);

/* Puts `child` in the place of `old`, which is freed. */
wom_status wom_json_replace(wom_json *old, wom_json *child);

/* A copy inside `tree`, not attached to anything. `origin` replaces the places when it is not NULL; it must be kept by
 * the tree. */
wom_status wom_json_copy_detached(wom_json **copy, wom_json_tree *tree, const wom_json *value, const char *origin);

/* ---- Reading ---- */

/* The places of all values in the order of the text; a member's key comes right before its value. */
typedef struct wom_json_places {
    wom_json_place *items;
    uint64_t count, capacity;
} wom_json_places;

/* Refuses, with the place, everything that is not exactly one strict JSON value in UTF-8. `places` is to be freed by
 * the caller also on failure. */
wom_status wom_json_check(wom_json_places *places, wom_job *job, const char *text, size_t length, const char *source);

/* ---- Text ---- */

/* Bytes of the valid UTF-8 character at `text`, 0 if there is none. */
size_t wom_utf8_character(const char *text, size_t length);

/* The byte where `text` stops being UTF-8, or its length. */
size_t wom_utf8_length(const char *text, size_t length);

/* One line of a message, cut with "..." where it does not fit. */
typedef struct wom_message {
    char text[400];
    size_t length;
} wom_message;

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void
wom_message_add(wom_message *message, const char *format, ...);

/* Adds at most 60 bytes of foreign text, unprintable bytes as '?'. */
void wom_message_quote(wom_message *message, const char *text);

/* Adds the end of a path, which says most; a long one loses its beginning. */
void wom_message_add_tail(wom_message *message, const char *text);

/* Adds "name" in quotes, with ", " in front unless the line is empty. */
void wom_message_list(wom_message *message, const char *name);

/* Numbers are read and written with a decimal point whatever locale the program has chosen. */
typedef struct wom_locale {
    void *own, *previous;
} wom_locale;

wom_locale wom_locale_begin(void);
void wom_locale_end(wom_locale locale);

/* The shortest of 6 (or, for print, 15), 16 and 17 digits that reads back to the same bits. */
typedef struct wom_number_text {
    char text[40];
} wom_number_text;

wom_number_text wom_number_for_message(double x);
wom_number_text wom_number_for_print(double x);

/* ---- Places in messages ---- */

/* "launch.json:12:20: /a/b", "--set /a/b", or "/a/b" for what the program made; without pointer for the root. */
void wom_json_describe(wom_message *message, const wom_json *value);

/* As wom_json_fail, at a member's key, with the pointer of the object that holds it. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
wom_status
wom_json_fail_at_key(const wom_json *member, const char *format, ...);

/* ---- Fields that are choices ---- */

bool wom_field_is_nested(const wom_field *field);
void wom_nested_default(void *params, const wom_field *field); /* forgets what is there */

/* Nothing must be there; on failure nothing is. */
wom_status wom_nested_read(void *params, const wom_field *field, const wom_json *json);

/* Whether that would read. */
wom_status wom_nested_look(const wom_field *field, const wom_json *json);

/* Gives the single choices that were not given their catalogue's default. */
wom_status wom_nested_complete(void *params, const wom_field *fields, wom_job *job);

wom_status wom_nested_write(wom_json *object, const wom_field *field, const void *params);
wom_status wom_nested_check(const wom_field *field, const void *params);

/* ---- Suggestions ---- */

typedef struct wom_nearest {
    const char *word;
    const char *best; /* NULL: none is near */
    size_t distance;
} wom_nearest;

wom_nearest wom_nearest_to(const char *word);
void wom_nearest_consider(wom_nearest *nearest, const char *candidate);

/* Adds `, did you mean "max_steps"?`, or `, must be one of "a", "b"`. */
void wom_message_advise(wom_message *message, const char *suggestion, const wom_message *allowed);

#endif
