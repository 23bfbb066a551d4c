/* Field tables: defaults, reading from JSON, writing, and checking against the rows. */
#include "private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A value of any kind on its way between JSON and the params struct. */
typedef struct field_value {
    bool truth;
    uint64_t whole; /* also the index of a choice */
    double real;
    const char *text;
} field_value;

static void
store(void *params, const wom_field *field, const field_value *value)
{
    void *at = (char *)params + field->offset;
    switch (field->kind) {
    case WOM_FIELD_BOOL:
        *(bool *)at = value->truth;
        break;
    case WOM_FIELD_UINT:
    case WOM_FIELD_CHOICE:
        *(uint32_t *)at = (uint32_t)value->whole;
        break;
    case WOM_FIELD_UINT64:
        *(uint64_t *)at = value->whole;
        break;
    case WOM_FIELD_REAL:
    case WOM_FIELD_DURATION:
        *(double *)at = value->real;
        break;
    case WOM_FIELD_TEXT:
        *(const char **)at = value->text;
        break;
    case WOM_FIELD_VARIANT:
    case WOM_FIELD_VARIANTS:
        break;
    }
}

static field_value
load(const void *params, const wom_field *field)
{
    const void *at = (const char *)params + field->offset;
    switch (field->kind) {
    case WOM_FIELD_BOOL:
        return (field_value){ .truth = *(const bool *)at };
    case WOM_FIELD_UINT:
    case WOM_FIELD_CHOICE:
        return (field_value){ .whole = *(const uint32_t *)at };
    case WOM_FIELD_UINT64:
        return (field_value){ .whole = *(const uint64_t *)at };
    case WOM_FIELD_REAL:
    case WOM_FIELD_DURATION:
        return (field_value){ .real = *(const double *)at };
    case WOM_FIELD_TEXT:
        return (field_value){ .text = *(const char *const *)at };
    case WOM_FIELD_VARIANT:
    case WOM_FIELD_VARIANTS:
        break;
    }
    return (field_value){ .text = NULL };
}

static bool
is_whole_kind(wom_field_kind kind)
{
    return kind == WOM_FIELD_UINT || kind == WOM_FIELD_UINT64;
}

static double
highest_of(const wom_field *field)
{
    if (field->kind == WOM_FIELD_UINT) return fmin(field->high, UINT32_MAX);
    if (field->kind == WOM_FIELD_UINT64 && field->high >= 0x1p64) return INFINITY;
    return field->high;
}

static double
lowest_of(const wom_field *field)
{
    return is_whole_kind(field->kind) ? fmax(field->low, 0) : field->low;
}

/* "is 2e+06, must be from 0 to 1e+06 (steps)" */
static void
complain(wom_message *complaint, const wom_field *field, double x)
{
    const double low = lowest_of(field), high = highest_of(field);
    wom_message_add(complaint, "is %s, must be %s", wom_number_for_message(x).text,
                    is_whole_kind(field->kind) && x != floor(x) ? "a whole number " : "");
    if (isinf(low) && isinf(high))
        wom_message_add(complaint, "a finite number");
    else if (isinf(high))
        wom_message_add(complaint, "at least %s", wom_number_for_message(low).text);
    else if (isinf(low))
        wom_message_add(complaint, "at most %s", wom_number_for_message(high).text);
    else
        wom_message_add(complaint, "from %s to %s", wom_number_for_message(low).text,
                        wom_number_for_message(high).text);
    if (field->unit != NULL && field->unit[0] != 0) wom_message_add(complaint, " (%s)", field->unit);
}

/* The complaint stays empty when all is well; likewise below. */
static void
check_real(wom_message *complaint, const wom_field *field, double x)
{
    const bool in_range = isfinite(x) && x >= lowest_of(field) && x <= highest_of(field);
    if (!in_range || (is_whole_kind(field->kind) && x != floor(x))) complain(complaint, field, x);
}

/* Compared as integers, for the upper end of 64 bits. */
static void
check_whole(wom_message *complaint, const wom_field *field, uint64_t x)
{
    const double low = lowest_of(field), high = highest_of(field);
    if ((low >= 0x1p64 || x < (uint64_t)ceil(low)) || (high < 0x1p64 && (high < 0 || x > (uint64_t)high)))
        complain(complaint, field, (double)x);
}

static wom_status
wrong_kind(const wom_json *json, const char *wanted)
{
    const wom_json_kind kind = wom_json_kind_of(json);
    const char *name = kind == WOM_JSON_BOOL ? wom_json_bool(json) ? "true" : "false" : wom_json_kind_name(kind);
    return wom_json_fail(json, "is %s, must be %s", name, wanted);
}

/* Refuses a string where another kind is wanted, and says which. */
static wom_status
wrong_text(const wom_json *json, const char *wanted)
{
    wom_message shown = { .length = 0 };
    wom_message_quote(&shown, wom_json_string(json));
    return wom_json_fail(json, "is \"%s\", must be %s", shown.text, wanted);
}

static wom_status
refuse(const wom_json *json, const wom_message *complaint)
{
    return complaint->length > 0 ? wom_json_fail(json, "%s", complaint->text) : WOM_OK;
}

static wom_status
read_number(field_value *value, const wom_field *field, const wom_json *json)
{
    wom_message complaint = { .length = 0 };
    if (wom_json_kind_of(json) == WOM_JSON_STRING) return wrong_text(json, "a number, without quotes");
    if (wom_json_kind_of(json) != WOM_JSON_NUMBER) return wrong_kind(json, "a number");
    value->real = wom_json_number(json);
    check_real(&complaint, field, value->real);
    WOM_TRY(refuse(json, &complaint));
    if (is_whole_kind(field->kind)) value->whole = (uint64_t)value->real;
    return WOM_OK;
}

static wom_status
read_digits(field_value *value, const wom_field *field, const wom_json *json)
{
    wom_message complaint = { .length = 0 };
    const char *digits = wom_json_string(json);
    for (const char *c = digits; *c != 0 || c == digits; c++) {
        const uint64_t digit = (uint64_t)(*c - '0');
        if (*c < '0' || *c > '9') return wrong_text(json, "a whole number, or a string of digits");
        if (value->whole > (UINT64_MAX - digit) / 10) return wrong_text(json, "at most 18446744073709551615");
        value->whole = 10 * value->whole + digit;
    }
    check_whole(&complaint, field, value->whole);
    return refuse(json, &complaint);
}

static wom_status
read_uint64(field_value *value, const wom_field *field, const wom_json *json)
{
    if (wom_json_kind_of(json) == WOM_JSON_STRING) return read_digits(value, field, json);
    if (wom_json_kind_of(json) == WOM_JSON_NUMBER && wom_json_number(json) > MAX_EXACT)
        return wom_json_fail(json, "is %s, above 2^53 it must be a string of digits",
                             wom_number_for_message(wom_json_number(json)).text);
    return read_number(value, field, json);
}

static wom_status
read_choice(field_value *value, const wom_field *field, const wom_json *json)
{
    wom_message allowed = { .length = 0 }, message = { .length = 0 };
    for (const char *const *c = wom_field_words(field); *c != NULL; c++) wom_message_list(&allowed, *c);
    if (wom_json_kind_of(json) != WOM_JSON_STRING)
        return wom_json_fail(json, "is %s, must be one of %s", wom_json_kind_name(wom_json_kind_of(json)),
                             allowed.text);
    const char *name = wom_json_string(json);
    for (value->whole = 0; wom_field_words(field)[value->whole] != NULL; value->whole++) {
        if (strcmp(wom_field_words(field)[value->whole], name) == 0) return WOM_OK;
    }
    wom_message_add(&message, "is \"");
    wom_message_quote(&message, name);
    wom_message_add(&message, "\"");
    wom_message_advise(&message, wom_suggest(name, wom_field_words(field)), &allowed);
    return wom_json_fail(json, "%s", message.text);
}

/* ---- Durations ---- */

static const struct time_unit {
    const char *name;
    double hours; /* 0: a step, whose length the field's unit tells, if anything does */
} time_units[] = { { "steps", 0 }, { "hours", 1 }, { "days", 24 }, { "weeks", 168 } };

/* The unit of a word, "day" or "days"; NULL if it is none. */
static const struct time_unit *
find_time_unit(const char *word)
{
    for (size_t i = 0; i < sizeof time_units / sizeof *time_units; i++) {
        const size_t singular = strlen(time_units[i].name) - 1;
        if (strncmp(word, time_units[i].name, singular) != 0) continue;
        if (word[singular] == 0 || strcmp(word + singular, "s") == 0) return &time_units[i];
    }
    return NULL;
}

static wom_status
read_duration_text(field_value *value, const wom_field *field, const wom_json *json)
{
    wom_message complaint = { .length = 0 };
    const char *text = wom_json_string(json);
    const struct time_unit *step = find_time_unit(field->unit ? field->unit : "steps");
    const double step_hours = step ? step->hours : 0;
    const char *wanted = step_hours > 0 ? "a number of steps, or as \"36 hours\", \"14 days\" or \"2 weeks\""
                                        : "a number of steps: how long a step is, is not known here";
    char *end = NULL;
    const size_t digits = strspn(text, "0123456789.");
    if (digits == 0 || digits > 30 || text[0] == '.') return wrong_text(json, wanted);
    const wom_locale locale = wom_locale_begin();
    const double number = strtod(text, &end);
    wom_locale_end(locale);
    if (end != text + digits) return wrong_text(json, wanted);
    const struct time_unit *unit = find_time_unit(end + strspn(end, " "));
    if (unit == NULL || (unit->hours > 0 && step_hours == 0)) return wrong_text(json, wanted);
    value->real = unit->hours > 0 ? number * unit->hours / step_hours : number;
    check_real(&complaint, field, value->real);
    return refuse(json, &complaint);
}

/* ---- The rows ---- */

static wom_status
read_value(field_value *value, const wom_field *field, const wom_json *json)
{
    const wom_json_kind kind = wom_json_kind_of(json);
    *value = (field_value){ .whole = 0 };
    switch (field->kind) {
    case WOM_FIELD_BOOL:
        if (kind != WOM_JSON_BOOL) return wrong_kind(json, "true or false");
        value->truth = wom_json_bool(json);
        return WOM_OK;
    case WOM_FIELD_UINT:
    case WOM_FIELD_REAL:
        return read_number(value, field, json);
    case WOM_FIELD_UINT64:
        return read_uint64(value, field, json);
    case WOM_FIELD_TEXT:
        if (kind != WOM_JSON_STRING) return wrong_kind(json, "a string");
        value->text = wom_json_string(json);
        return WOM_OK;
    case WOM_FIELD_CHOICE:
        return read_choice(value, field, json);
    case WOM_FIELD_DURATION:
        return kind == WOM_JSON_STRING ? read_duration_text(value, field, json) : read_number(value, field, json);
    case WOM_FIELD_VARIANT:
    case WOM_FIELD_VARIANTS:
        return wom_nested_look(field, json);
    }
    return WOM_OK;
}

void
wom_fields_default(void *params, const wom_field *fields)
{
    for (; fields->name != NULL; fields++) {
        if (wom_field_is_nested(fields)) {
            wom_nested_default(params, fields);
            continue;
        }
        const double x = fields->standard;
        const field_value value = {
            .truth = x != 0,
            .real = x,
            .whole = x >= 0x1p64 ? UINT64_MAX
                     : x > 0     ? (uint64_t)x
                                 : 0,
        };
        store(params, fields, &value);
    }
}

static const wom_field *
find_field(const wom_field *fields, const char *name)
{
    for (; fields->name != NULL; fields++) {
        if (strcmp(fields->name, name) == 0) return fields;
    }
    return NULL;
}

static bool
is_among(const char *name, const char *const *others)
{
    for (; others != NULL && *others != NULL; others++) {
        if (strcmp(*others, name) == 0) return true;
    }
    return false;
}

static wom_status
refuse_unknown(const wom_json *member, const wom_field *fields, const char *const *others)
{
    wom_nearest nearest = wom_nearest_to(wom_json_key(member));
    wom_message message = { .length = 0 }, allowed = { .length = 0 };
    for (; others != NULL && *others != NULL; others++) {
        wom_nearest_consider(&nearest, *others);
        wom_message_list(&allowed, *others);
    }
    for (; fields->name != NULL; fields++) {
        wom_nearest_consider(&nearest, fields->name);
        wom_message_list(&allowed, fields->name);
    }
    wom_message_add(&message, "unknown key \"");
    wom_message_quote(&message, wom_json_key(member));
    wom_message_add(&message, "\"");
    wom_message_advise(&message, nearest.best, &allowed);
    return wom_json_fail_at_key(member, "%s", message.text);
}

/* Checks everything, and with `params` also stores it. */
static wom_status
read_members(void *params, const wom_field *fields, const wom_json *object, const char *const *others)
{
    for (uint64_t i = 0; i < wom_json_count(object); i++) {
        const wom_json *member = wom_json_at(object, i);
        const wom_field *field = find_field(fields, wom_json_key(member));
        field_value value;
        if (field == NULL) {
            if (!is_among(wom_json_key(member), others)) return refuse_unknown(member, fields, others);
            continue;
        }
        if (params != NULL && wom_field_is_nested(field)) {
            WOM_TRY(wom_nested_read(params, field, member));
            continue;
        }
        WOM_TRY(read_value(&value, field, member));
        if (params != NULL) store(params, field, &value);
    }
    return WOM_OK;
}

wom_status
wom_fields_read(void *params, const wom_field *fields, const wom_json *object, const char *const *others)
{
    if (object != NULL) {
        if (wom_json_kind_of(object) != WOM_JSON_OBJECT) return wrong_kind(object, "an object");
        WOM_TRY(read_members(NULL, fields, object, others)); /* first, so that params stay untouched on failure */
    }
    wom_fields_default(params, fields);
    const wom_status status = object != NULL ? read_members(params, fields, object, others) : WOM_OK;
    if (status == WOM_OK) return WOM_OK;
    wom_fields_free(params, fields);
    wom_fields_default(params, fields);
    return status;
}

wom_status
wom_fields_write(wom_json *object, const wom_field *fields, const void *params)
{
    for (; fields->name != NULL; fields++) {
        const field_value value = load(params, fields);
        switch (fields->kind) {
        case WOM_FIELD_BOOL:
            WOM_TRY(wom_json_add_bool(object, fields->name, value.truth));
            break;
        case WOM_FIELD_UINT:
        case WOM_FIELD_UINT64:
            WOM_TRY(wom_json_add_integer(object, fields->name, value.whole));
            break;
        case WOM_FIELD_REAL:
        case WOM_FIELD_DURATION:
            WOM_TRY(wom_json_add_number(object, fields->name, value.real));
            break;
        case WOM_FIELD_TEXT:
            if (value.text != NULL) WOM_TRY(wom_json_add_string(object, fields->name, value.text));
            break;
        case WOM_FIELD_CHOICE:
            WOM_TRY(wom_json_add_string(object, fields->name, wom_field_words(fields)[value.whole]));
            break;
        case WOM_FIELD_VARIANT:
        case WOM_FIELD_VARIANTS:
            WOM_TRY(wom_nested_write(object, fields, params));
            break;
        }
    }
    return WOM_OK;
}

static void
check_choice(wom_message *complaint, const wom_field *field, uint64_t index)
{
    uint64_t count = 0;
    while (wom_field_words(field)[count] != NULL) count++;
    if (index < count) return;
    wom_message_add(complaint, "is %llu, must be the index of one of its %llu choices", (unsigned long long)index,
                    (unsigned long long)count);
}

wom_status
wom_fields_check(const wom_field *fields, const void *params)
{
    for (; fields->name != NULL; fields++) {
        const field_value value = load(params, fields);
        wom_message complaint = { .length = 0 };
        if (is_whole_kind(fields->kind)) check_whole(&complaint, fields, value.whole);
        if (fields->kind == WOM_FIELD_CHOICE) check_choice(&complaint, fields, value.whole);
        if (fields->kind == WOM_FIELD_REAL || fields->kind == WOM_FIELD_DURATION)
            check_real(&complaint, fields, value.real);
        if (complaint.length > 0) return wom_fail(WOM_INVALID, "%s %s", fields->name, complaint.text);
        if (wom_field_is_nested(fields)) WOM_TRY(wom_nested_check(fields, params));
    }
    return WOM_OK;
}
