/* What the files of settings share: the tree's nodes, places in a text, and the wording of messages. */
#ifndef WOM_SETTINGS_PRIVATE_H
#define WOM_SETTINGS_PRIVATE_H

#include <wom/settings.h>

#include <stdarg.h>

#define JSON_MAX_DEPTH 64 /* arrays and objects inside each other */
#define JSON_EXACT 9007199254740992.0 /* 2^53: integers up to here are exact in a double */

/* ---- The tree ---- */

/* From 1; the column counts characters. Line 0: not read from a text. */
typedef struct json_place {
    uint32_t line, column;
} json_place;

/* What all nodes of one tree share. */
typedef struct json_tree {
    wom_job *job;
    char **sources; /* names of texts and origins that nodes point to */
    uint64_t num_sources, source_capacity;
} json_tree;

struct wom_json {
    json_tree *tree;
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
    json_place place, key_place;
};

wom_status json_create_root(wom_json **root, wom_job *job, wom_json_kind kind);
wom_status json_create_node(wom_json **node, json_tree *tree, wom_json_kind kind);
void json_free_node(wom_json *node); /* with all below it */

/* The tree's own copy of the name of a source. NULL gives NULL. */
wom_status json_keep_source(const char **kept, json_tree *tree, const char *source);

/* Refuses text that is not UTF-8. */
wom_status json_set_string(wom_json *node, const char *string);

/* Makes `child` the parent's last item. The key must be new (asked before). On failure nothing has changed. */
wom_status json_attach(wom_json *parent, const char *key, wom_json *child);

/* Puts `child` in the place of `old`, which is freed. */
wom_status json_replace(wom_json *old, wom_json *child);

/* A copy inside `tree`, not attached to anything. `origin` replaces the places when it is not NULL; it must be kept by
 * the tree. */
wom_status json_copy_detached(wom_json **copy, json_tree *tree, const wom_json *value, const char *origin);

/* ---- Reading ---- */

/* The places of all values in the order of the text; a member's key comes right before its value. */
typedef struct json_places {
    json_place *items;
    uint64_t count, capacity;
} json_places;

/* Refuses, with the place, everything that is not exactly one strict JSON value in UTF-8. `places` is to be freed by
 * the caller also on failure. */
wom_status json_check(json_places *places, wom_job *job, const char *text, size_t length, const char *source);

/* ---- Text ---- */

/* Bytes of the valid UTF-8 character at `text`, 0 if there is none. */
size_t json_character(const char *text, size_t length);

/* The byte where `text` stops being UTF-8, or its length. */
size_t json_utf8_length(const char *text, size_t length);

/* One line of a message, cut with "..." where it does not fit. */
typedef struct json_line {
    char text[400];
    size_t length;
} json_line;

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void json_line_add(json_line *line, const char *format, ...);

/* Adds at most 60 bytes of foreign text, unprintable bytes as '?'. */
void json_line_add_foreign(json_line *line, const char *text);

/* Adds "name" in quotes, with ", " in front unless the line is empty. */
void json_line_list(json_line *line, const char *name);

/* Numbers are read and written with a decimal point whatever locale the program has chosen. */
typedef struct json_locale {
    void *own, *previous;
} json_locale;

json_locale json_locale_begin(void);
void json_locale_end(json_locale locale);

/* The shortest of 6 (or, for print, 15), 16 and 17 digits that reads back to the same bits. */
typedef struct json_number_text {
    char text[40];
} json_number_text;

json_number_text json_number_for_message(double x);
json_number_text json_number_for_print(double x);

/* ---- Places in messages ---- */

/* "launch.json:12:20: /a/b", "--set /a/b", or "/a/b" for what the program made; without pointer for the root. */
void json_describe(json_line *line, const wom_json *value);

/* As wom_json_fail, at a member's key, with the pointer of the object that holds it. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
wom_status json_fail_at_key(const wom_json *member, const char *format, ...);

/* ---- Suggestions ---- */

typedef struct json_nearest {
    const char *word;
    const char *best; /* NULL: none is near */
    size_t distance;
} json_nearest;

json_nearest json_nearest_to(const char *word);
void json_consider(json_nearest *nearest, const char *candidate);

/* Adds `, did you mean "max_steps"?`, or `, must be one of "a", "b"`. */
void json_line_advise(json_line *line, const char *suggestion, const json_line *allowed);

#endif
