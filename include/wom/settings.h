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
#pragma GCC visibility push(default)

/* ---- JSON ----
 * A tree of values (RFC 8259); each knows the place it was read from: lines and columns count from 1, columns count
 * characters, not bytes. A member's place is that of its value; messages about the key itself (unknown, given twice)
 * name the place of the key and the pointer of the object around it.
 *
 * Stricter than many readers, because what is silently changed is wrong. Refused are: duplicate keys, `01`, `1.`, `.5`,
 * `+1`, NaN and Infinity; numbers that overflow a double or vanish in it, that have more than 63 characters, or that
 * are written as an integer which a double cannot hold exactly (the first is 2^53 + 1; larger ones go in strings);
 * comments, trailing commas, anything after the value; text that is not UTF-8 or begins with a byte order mark; control
 * characters, \u0000 and halves of surrogate pairs in strings; arrays and objects nested more than 64 deep.
 *
 * Reading and printing are linear in the text, also for objects of many keys. A tree may be read by many threads while
 * none changes it. The locale of the program has no influence. */

typedef struct wom_json wom_json;

typedef enum wom_json_kind {
    WOM_JSON_NULL,
    WOM_JSON_BOOL,
    WOM_JSON_NUMBER,
    WOM_JSON_STRING,
    WOM_JSON_ARRAY,
    WOM_JSON_OBJECT,
} wom_json_kind;

/* What a walk over a JSON text meets, in its order: a value or a key (`text` as it is written, of strings and keys what
 * stands between the quotes), the beginning and the end of an array or object (no text). */
typedef enum wom_json_step { WOM_JSON_VALUE, WOM_JSON_KEY, WOM_JSON_BEGIN, WOM_JSON_END } wom_json_step;
typedef wom_status (*wom_json_visitor)(void *context, wom_json_step step, wom_json_kind kind, wom_text text);

/* Walks over `length` bytes of UTF-8 without building anything, many times faster than wom_json_parse, and refuses the
 * same, with the same messages, but for keys that are given twice. Ends where the visitor does not return WOM_OK. */
wom_status wom_json_walk(const char *text, size_t length, const char *source, wom_json_visitor visitor, void *context);

/* What a string or key of a walk means: escapes become their characters. `to` has room for as many bytes as the text;
 * returns how many were written. */
size_t wom_json_unescape(char *to, wom_text text);

/* Parses `length` bytes of UTF-8. `source` names them in messages ("launch.json"), is copied. On failure WOM_INVALID
 * with "launch.json:12:20: what, and what would be right". The root is freed by wom_json_free; values inside are
 * borrowed from it. While it runs cJSON holds a second tree, beside the ledger. */
wom_status wom_json_parse(wom_json **root, wom_job *job, const char *text, size_t length, const char *source);

/* Reads and parses an uncompressed file (or pipe) of at most 64 MiB; a missing file is WOM_INVALID too. */
wom_status wom_json_read_file(wom_json **root, wom_job *job, const char *path);

/* An empty object, to be filled with the functions below. */
wom_status wom_json_create_object(wom_json **root, wom_job *job);

void wom_json_free(wom_json *root);

wom_json_kind wom_json_kind_of(const wom_json *value);
const char *wom_json_kind_name(wom_json_kind kind); /* "a number", "an object", ... for messages */

bool wom_json_bool(const wom_json *value); /* the value must be a bool; likewise below */
double wom_json_number(const wom_json *value);
const char *wom_json_string(const wom_json *value); /* borrowed */

uint64_t wom_json_count(const wom_json *value);                           /* items of an array, members of an object */
const wom_json *wom_json_at(const wom_json *value, uint64_t index);       /* in the order of the text; O(1) */
const wom_json *wom_json_member(const wom_json *object, const char *key); /* NULL if absent; O(1) */
const char *wom_json_key(const wom_json *member);                         /* NULL if not a member */

/* Records "source:line:column: /pointer: message" and returns WOM_INVALID. The root has no pointer; values that were
 * set say "--set /pointer: message", values that the program added "/pointer: message". Long names are cut. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
wom_status
wom_json_fail(const wom_json *value, const char *format, ...);

/* Puts "source:line:column: /pointer/name: " in front of the thread's error text: for a failure found while using
 * what `value` names. Returns status; nothing when it is WOM_OK. */
wom_status wom_json_fail_in(wom_status status, const wom_json *value);

/* Adds a member to an object or an item to an array (key NULL). `added` may be NULL. WOM_INVALID when the object has
 * the key already, a text is not UTF-8, or the nesting would pass 64. */
wom_status wom_json_add_null(wom_json *parent, const char *key);
wom_status wom_json_add_bool(wom_json *parent, const char *key, bool value);
wom_status wom_json_add_number(wom_json *parent, const char *key, double value);    /* NaN and infinities become null */
wom_status wom_json_add_integer(wom_json *parent, const char *key, uint64_t value); /* above 2^53: a string of digits */
wom_status wom_json_add_string(wom_json *parent, const char *key, const char *value);
wom_status wom_json_add_array(wom_json **added, wom_json *parent, const char *key);
wom_status wom_json_add_object(wom_json **added, wom_json *parent, const char *key);
wom_status wom_json_add_copy(wom_json *parent, const char *key, const wom_json *value); /* deep */

/* A deep copy with its own root; positions are kept. */
wom_status wom_json_copy(wom_json **root, wom_job *job, const wom_json *value);

/* Sets what an RFC 6901 pointer names ("/goal/budget", "/what_if/0/name", "/x/-" appends), creating missing objects
 * on the way; the root itself cannot be set. `value` is copied, and may come from the same tree. Messages about what
 * was set begin with `origin` ("--set") in place of a position. Values borrowed from what is replaced end their life.
 * On failure the tree is as it was. */
wom_status wom_json_set(wom_json *root, const char *pointer, const wom_json *value, const char *origin);

/* One --set argument, "/pointer=text", cut at the first "=". The text is taken as JSON where it parses as such, else as
 * a string; but what begins with a quote, bracket or brace must be JSON. */
wom_status wom_json_override(wom_json *root, const char *assignment);

/* Writes the value as UTF-8 text. Pretty: two-space indentation, arrays of scalars on one line, a final newline.
 * Numbers carry as many digits as they need, up to 17, and read back to the same bits. *text is freed by wom_free. */
wom_status wom_json_print(char **text, wom_job *job, const wom_json *value, bool pretty);

/* ---- Fields ---- */

typedef enum wom_field_kind {
    WOM_FIELD_BOOL,     /* bool */
    WOM_FIELD_UINT,     /* uint32_t */
    WOM_FIELD_UINT64,   /* uint64_t; JSON integer to 2^53 or a string of digits */
    WOM_FIELD_REAL,     /* double; never NaN or infinite */
    WOM_FIELD_TEXT,     /* const char *, borrowed from the JSON tree; NULL when not given */
    WOM_FIELD_CHOICE,   /* uint32_t, the index of one of its words */
    WOM_FIELD_DURATION, /* double, a number of steps; see below */
    WOM_FIELD_VARIANT,  /* wom_choice, of its catalogue; the params own it, see wom_fields_free */
    WOM_FIELD_VARIANTS, /* wom_named_choices, likewise: an object of choices under names that the user gives */
} wom_field_kind;

typedef struct wom_catalogue wom_catalogue;

/* One parameter. Tables of fields end with { 0 }.
 *
 * A duration is a number of steps; `unit` tells what one step is: "hours", "days" or "weeks", or "steps" (or any other
 * word) where steps have no known length. JSON gives a plain number of steps, or a text: digits, perhaps with a decimal
 * point, and one of step, hour, day, week, singular or plural: "10 steps" is 10 everywhere; with the unit "days" also
 * "36 hours" is 1.5 and "2 weeks" is 14; with the unit "steps" a text in hours, days or weeks is refused. Range and
 * default count steps; written is the plain number.
 *
 * A field that is a choice has the catalogue's default where it is not given, when it belongs to a variant; in other
 * tables variant is NULL then. The default of a catalogue may not hold a choice of the same catalogue. */
typedef struct wom_field {
    const char *name;
    wom_field_kind kind;
    size_t offset;              /* in the params struct */
    double standard;            /* the default: number, 0/1, or index of choice; texts default to NULL */
    double low, high;           /* inclusive range of numbers; -INFINITY, INFINITY: no bound on that side */
    const char *unit;           /* "users", "probability", ...; "" if none */
    const char *help;           /* half a sentence */
    const void *among;          /* what is chosen from, see below; NULL for other kinds */
} wom_field;

/* WOM_FIELD_CHOICE: the words, NULL-terminated. */
static inline const char *const *
wom_field_words(const wom_field *field)
{
    return (const char *const *)field->among;
}

/* WOM_FIELD_VARIANT, WOM_FIELD_VARIANTS. */
static inline const wom_catalogue *
wom_field_catalogue(const wom_field *field)
{
    return (const wom_catalogue *)field->among;
}

void wom_fields_default(void *params, const wom_field *fields);

/* Reads the members of a JSON object into params, defaults for absent ones. Refuses unknown keys (suggesting the
 * nearest name, or listing all), wrong types, null, and values out of range, as wom_json_fail does: "launch.json:12:20:
 * /propagation/dynamics/max_steps: is 2e+06, must be from 0 to 1e+06 (steps)". `others` (NULL-terminated, may be NULL)
 * names keys that the caller reads itself. `object` may be NULL: all defaults. On failure params are untouched, or all
 * defaults where memory did not suffice. Choices that params hold before are forgotten, not freed. */
wom_status wom_fields_read(void *params, const wom_field *fields, const wom_json *object, const char *const *others);

/* Adds every field with its value to an object; texts that are NULL are left out. */
wom_status wom_fields_write(wom_json *object, const wom_field *fields, const void *params);

/* Checks params set from C against the rows: "max_rounds is 2e+06, must be from 0 to 1e+06 (rounds)". */
wom_status wom_fields_check(const wom_field *fields, const void *params);

/* Frees the choices that params own; without such fields it does nothing. */
void wom_fields_free(void *params, const wom_field *fields);

/* The candidate (NULL-terminated list) nearest to `word`, the first of equals; NULL if none is near: at most a third of
 * the letters missing, added, changed or swapped (capitals and the kind of dash do not count), or `word` is its
 * beginning. */
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
struct wom_catalogue {
    const char *name;    /* "dynamics" */
    const char *summary; /* one line */
    const wom_variant *const *variants;
};

/* NULL if there is none of that name. */
const wom_variant *wom_catalogue_find(const wom_catalogue *catalogue, const char *name);

/* A variant with its parameters. */
typedef struct wom_choice {
    const wom_variant *variant;
    void *params; /* of variant->params_size bytes; NULL if none; freed by wom_choice_free */
} wom_choice;

/* Choices of one catalogue by names, in the order of the text. */
typedef struct wom_named_choice {
    char *name;
    wom_choice choice;
} wom_named_choice;

typedef struct wom_named_choices {
    uint32_t count;
    wom_named_choice *items;
} wom_named_choices;

/* The variant of that name (NULL: the catalogue's default) with default parameters; WOM_INVALID with a suggestion for
 * an unknown name. On failure, here and below, the choice is { NULL, NULL }. */
wom_status wom_choice_default(wom_choice *choice, wom_job *job, const wom_catalogue *catalogue, const char *name);

/* From JSON: a name, or an object with `type` and the variant's own fields. `value` NULL: the catalogue's default.
 * Texts among the parameters are borrowed from the JSON tree. */
wom_status wom_choice_read(wom_choice *choice, wom_job *job, const wom_catalogue *catalogue, const wom_json *value);

/* A choice whose object holds the fields of `beside` as well, which are read into `params`: {"type": "rmat", "scale":
 * 10, "contents": 6}. No two of them have a name in common. */
wom_status wom_choice_read_beside(wom_choice *choice, void *params, const wom_field *beside, wom_job *job,
                                  const wom_catalogue *catalogue, const wom_json *object);

/* Adds the choice as an object with `type` and all fields. */
wom_status wom_choice_write(wom_json *parent, const char *key, const wom_choice *choice);
void wom_choice_free(wom_choice *choice);

/* The choice in a few words: its name, and the fields that differ from their defaults: "constant (p 0.05)". *label is
 * freed by wom_free. */
wom_status wom_choice_label(char **label, wom_job *job, const wom_choice *choice);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
