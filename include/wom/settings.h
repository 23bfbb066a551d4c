/* settings: what a user may set.
 *
 * JSON whose every value knows its line and column; field tables, in which each parameter of the library is written
 * once (name, kind, default, range, unit, help); tables of variants, and the reading of a choice among them. The
 * scenario reader, `wom describe`, the recorded provenance and the out-of-range tests all read those rows. */
#ifndef WOM_SETTINGS_H
#define WOM_SETTINGS_H

#include <wom/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- JSON ----
 * A tree of values; each knows the place it was read from. Stricter than many readers: duplicate keys, `01`, `1.`,
 * numbers beyond the range of a double, comments, trailing commas and anything after the value are refused. Nesting
 * is bounded at 64. Integers are exact up to 2^53. */

typedef struct wom_json wom_json;

typedef enum wom_json_kind {
    WOM_JSON_NULL,
    WOM_JSON_BOOL,
    WOM_JSON_NUMBER,
    WOM_JSON_STRING,
    WOM_JSON_ARRAY,
    WOM_JSON_OBJECT,
} wom_json_kind;

/* Parses `length` bytes of UTF-8. `source` names them in messages ("launch.json"), is copied. On failure WOM_INVALID
 * with "launch.json:12:20: what, and what would be right". The root is freed by wom_json_free; values inside are
 * borrowed from it. */
wom_status wom_json_parse(wom_json **root, wom_job *job, const char *text, size_t length, const char *source);

/* Reads and parses a plain file of at most 64 MiB. */
wom_status wom_json_read_file(wom_json **root, wom_job *job, const char *path);

/* An empty object, to be filled with the functions below. */
wom_status wom_json_create_object(wom_json **root, wom_job *job);

void wom_json_free(wom_json *root);

wom_json_kind wom_json_kind_of(const wom_json *value);
const char *wom_json_kind_name(wom_json_kind kind); /* "a number", "an object", ... for messages */

bool wom_json_bool(const wom_json *value);          /* the value must be a bool; likewise below */
double wom_json_number(const wom_json *value);
const char *wom_json_string(const wom_json *value); /* borrowed */

uint64_t wom_json_count(const wom_json *value);                        /* items of an array, members of an object */
const wom_json *wom_json_at(const wom_json *value, uint64_t index);    /* text order; O(1) amortised if so asked */
const wom_json *wom_json_member(const wom_json *object, const char *key); /* NULL if absent */
const char *wom_json_key(const wom_json *member);                      /* NULL if not a member */

/* Records "source:line:column: /pointer: message" and returns WOM_INVALID. Values set by an override say "--set
 * /pointer" in place of the position. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
wom_status wom_json_fail(const wom_json *value, const char *format, ...);

/* Puts "source:line:column: /pointer/name: " in front of the thread's error text: for a failure found while using
 * what `value` names. Returns status; nothing when it is WOM_OK. */
wom_status wom_json_fail_in(wom_status status, const wom_json *value);

/* Adds a member to an object (key must be new) or an item to an array (key NULL). *added may be NULL. */
wom_status wom_json_add_null(wom_json *parent, const char *key);
wom_status wom_json_add_bool(wom_json *parent, const char *key, bool value);
wom_status wom_json_add_number(wom_json *parent, const char *key, double value); /* NaN and infinities become null */
wom_status wom_json_add_integer(wom_json *parent, const char *key, uint64_t value); /* above 2^53: a string of digits */
wom_status wom_json_add_string(wom_json *parent, const char *key, const char *value);
wom_status wom_json_add_array(wom_json **added, wom_json *parent, const char *key);
wom_status wom_json_add_object(wom_json **added, wom_json *parent, const char *key);
wom_status wom_json_add_copy(wom_json *parent, const char *key, const wom_json *value); /* deep */

/* A deep copy with its own root; positions are kept. */
wom_status wom_json_copy(wom_json **root, wom_job *job, const wom_json *value);

/* Sets what an RFC 6901 pointer names ("/goal/budget", "/what_if/0/name", "/x/-" appends), creating missing objects
 * on the way. `value` is copied. Places in the message name `origin` ("--set"). */
wom_status wom_json_set(wom_json *root, const char *pointer, const wom_json *value, const char *origin);

/* One --set argument, "/pointer=text": text is taken as JSON where it parses as such, else as a string. */
wom_status wom_json_override(wom_json *root, const char *assignment);

/* Writes the value as UTF-8 text (two-space indentation and a final newline when pretty). Numbers carry up to 17
 * digits and read back to the same bits. *text is freed by wom_free. */
wom_status wom_json_print(char **text, wom_job *job, const wom_json *value, bool pretty);

/* ---- Fields ---- */

typedef enum wom_field_kind {
    WOM_FIELD_BOOL,     /* bool */
    WOM_FIELD_UINT,     /* uint32_t */
    WOM_FIELD_UINT64,   /* uint64_t; JSON integer to 2^53 or a string of digits */
    WOM_FIELD_REAL,     /* double; never NaN or infinite */
    WOM_FIELD_TEXT,     /* const char *, borrowed from the JSON tree; NULL when not given */
    WOM_FIELD_CHOICE,   /* uint32_t, the index in `choices` */
    WOM_FIELD_DURATION, /* double, steps; a number, or "14 days" with units steps, hours, days, weeks by `unit` */
} wom_field_kind;

/* One parameter. Tables of fields end with { 0 }. */
typedef struct wom_field {
    const char *name;
    wom_field_kind kind;
    size_t offset;              /* in the params struct */
    double standard;            /* the default: number, 0/1, or index of choice; texts default to NULL */
    double low, high;           /* inclusive range of numbers */
    const char *unit;           /* "users", "probability", ...; "" if none */
    const char *help;           /* half a sentence */
    const char *const *choices; /* WOM_FIELD_CHOICE: names, NULL-terminated */
} wom_field;

void wom_fields_default(void *params, const wom_field *fields);

/* Reads the members of a JSON object into params, defaults for absent ones. Refuses unknown keys (suggesting the
 * nearest name), wrong types and values out of range, all by wom_json_fail. `others` (NULL-terminated, may be NULL)
 * names keys that the caller reads itself. `object` may be NULL: all defaults. */
wom_status wom_fields_read(void *params, const wom_field *fields, const wom_json *object, const char *const *others);

/* Adds every field with its value to an object; texts that are NULL are left out. */
wom_status wom_fields_write(wom_json *object, const wom_field *fields, const void *params);

/* Checks params set from C against the rows: "max_rounds is 2e+06, must be from 0 to 1e+06". */
wom_status wom_fields_check(const wom_field *fields, const void *params);

/* The candidate (NULL-terminated list) nearest to `word` in edit distance, NULL if none is near. */
const char *wom_suggest(const char *word, const char *const *candidates);

/* ---- Variants and their tables ---- */

/* The common head of every variant: a weighting, a dynamics, an algorithm, a policy, ... It is the first member of the
 * struct of its kind, so a pointer to it may be cast to that. Constant and static. */
typedef struct wom_variant {
    const char *name;        /* as in JSON: "social-interest" */
    const char *summary;     /* one line */
    const char *source;      /* paper or equation; "" if none */
    size_t params_size;      /* 0: no parameters */
    const wom_field *fields; /* NULL: no parameters */
} wom_variant;

/* All variants of one kind; `variants` is NULL-terminated, the first is the default. */
typedef struct wom_catalogue {
    const char *name;    /* "dynamics" */
    const char *summary; /* one line */
    const wom_variant *const *variants;
} wom_catalogue;

/* NULL if there is none of that name. */
const wom_variant *wom_catalogue_find(const wom_catalogue *catalogue, const char *name);

/* A variant with its parameters. */
typedef struct wom_choice {
    const wom_variant *variant;
    void *params; /* of variant->params_size bytes; NULL if none; freed by wom_choice_free */
} wom_choice;

/* The variant of that name with default parameters; WOM_INVALID with a suggestion for an unknown name. */
wom_status wom_choice_default(wom_choice *choice, wom_job *job, const wom_catalogue *catalogue, const char *name);

/* From JSON: a name, or an object with `type` and the variant's own fields. `value` NULL: the catalogue's default. */
wom_status wom_choice_read(wom_choice *choice, wom_job *job, const wom_catalogue *catalogue, const wom_json *value);

/* Adds the choice as an object with `type` and all fields. */
wom_status wom_choice_write(wom_json *parent, const char *key, const wom_choice *choice);
void wom_choice_free(wom_choice *choice);

#ifdef __cplusplus
}
#endif

#endif
