/* The strict walk over a JSON text (RFC 8259) that runs before it is decoded: cJSON takes duplicate keys, `01`, `1.`
 * and 1e400, and keeps no places. Every refusal says where and what would be right. */
#include "private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_DIGITS 15 /* integers of so many characters are doubles */
#define MAX_NUMBER 63 /* characters; cJSON before 1.7.18 reads no more */
#define NOT_FINITE "JSON has no NaN and no Infinity, must be a finite number"

typedef struct walker {
    const char *text;
    size_t length, at;
    size_t line_start;    /* where the line begins */
    size_t continuations; /* bytes of this line, so far, that continue a character */
    uint32_t line, depth;
    const char *source;
    wom_job *job;
    wom_json_places *places;  /* NULL: not wanted */
    wom_json_visitor visitor; /* NULL: none */
    void *context;
} walker;

static wom_status check_value(walker *w);

static wom_json_place
here(const walker *w)
{
    return (wom_json_place){ w->line, (uint32_t)(w->at - w->line_start - w->continuations + 1) };
}

__attribute__((format(printf, 3, 4))) static wom_status
fail_at(const walker *w, wom_json_place place, const char *format, ...)
{
    char message[400];
    wom_message source = { .length = 0 };
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    wom_message_add_tail(&source, w->source);
    return wom_fail(WOM_INVALID, "%s:%u:%u: %s", source.text, place.line, place.column, message);
}

/* The next byte, -1 at the end. */
static int
peek(const walker *w)
{
    return w->at < w->length ? (unsigned char)w->text[w->at] : -1;
}

static bool
is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static void
skip_space(walker *w)
{
    for (;; w->at++) {
        const int c = peek(w);
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return;
        if (c != '\n') continue;
        w->line++;
        w->line_start = w->at + 1;
        w->continuations = 0;
    }
}

static wom_status
record(walker *w)
{
    wom_json_places *places = w->places;
    if (places == NULL) return WOM_OK;
    WOM_TRY(wom_reserve(&places->items, &places->capacity, w->job, places->count + 1, sizeof *places->items,
                        "places of JSON values"));
    places->items[places->count++] = here(w);
    return WOM_OK;
}

/* Shows text[first .. end - 1] to the visitor. */
static inline wom_status
show(const walker *w, wom_json_step step, wom_json_kind kind, size_t first, size_t end)
{
    if (w->visitor == NULL) return WOM_OK;
    return w->visitor(w->context, step, kind, (wom_text){ w->text + first, end - first });
}

/* "unexpected 'x', must be <wanted>", with better words for what people often write. */
static wom_status
unexpected(const walker *w, const char *wanted)
{
    const int c = peek(w), next = w->at + 1 < w->length ? w->text[w->at + 1] : 0;
    if (c < 0) return fail_at(w, here(w), "the text ends, must be %s", wanted);
    if (c == '#' || (c == '/' && (next == '/' || next == '*')))
        return fail_at(w, here(w), "JSON has no comments, must be %s", wanted);
    if (c == '\'') return fail_at(w, here(w), "unexpected ', strings and keys must be in double quotes");
    if (c < 33 || c > 126) return fail_at(w, here(w), "unexpected byte 0x%02x, must be %s", (unsigned)c, wanted);
    return fail_at(w, here(w), "unexpected '%c', must be %s", c, wanted);
}

static wom_status
check_hex(uint32_t *unit, walker *w)
{
    char digits[5] = "";
    for (size_t i = 0; i < 4 && w->at + 2 + i < w->length; i++) digits[i] = w->text[w->at + 2 + i];
    if (strspn(digits, "0123456789abcdefABCDEF") != 4)
        return fail_at(w, here(w), "\\u must be followed by four hexadecimal digits");
    *unit = (uint32_t)strtoul(digits, NULL, 16);
    return WOM_OK;
}

static wom_status
check_unicode_escape(walker *w)
{
    const wom_json_place place = here(w);
    uint32_t unit = 0, low = 0;
    WOM_TRY(check_hex(&unit, w));
    if (unit == 0) return fail_at(w, place, "\\u0000 in a string, must be left out");
    if (unit >= 0xdc00 && unit <= 0xdfff)
        return fail_at(w, place, "\\u%04x is the second half of a pair, \\ud800 to \\udbff must stand before it", unit);
    w->at += 6;
    if (unit < 0xd800 || unit > 0xdbff) return WOM_OK;
    if (w->length - w->at >= 2 && memcmp(w->text + w->at, "\\u", 2) == 0) WOM_TRY(check_hex(&low, w));
    if (low < 0xdc00 || low > 0xdfff)
        return fail_at(w, place, "\\u%04x is the first half of a pair, \\udc00 to \\udfff must follow it", unit);
    w->at += 6;
    return WOM_OK;
}

static wom_status
check_escape(walker *w)
{
    const char c = w->at + 1 < w->length ? w->text[w->at + 1] : 0;
    if (c == 'u') return check_unicode_escape(w);
    if (c == 0 || strchr("\"\\/bfnrt", c) == NULL)
        return fail_at(w, here(w), "unknown escape, must be one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
    w->at += 2;
    return WOM_OK;
}

/* Almost all of a text: ASCII that means itself. */
static inline void
skip_plain(walker *w)
{
    const char *const text = w->text;
    size_t at = w->at;
    while (at < w->length && (unsigned char)text[at] >= 32 && (unsigned char)text[at] < 0x80 && text[at] != '"' &&
           text[at] != '\\')
        at++;
    w->at = at;
}

static wom_status
check_string(walker *w)
{
    const wom_json_place open = here(w);
    w->at++;
    for (;;) {
        skip_plain(w);
        const int c = peek(w);
        if (c < 0) return fail_at(w, open, "the string that begins here is not closed, must end with a double quote");
        if (c == '"') break;
        if (c == '\\') {
            WOM_TRY(check_escape(w));
            continue;
        }
        if (c < 32)
            return fail_at(w, here(w), "control character 0x%02x in a string, must be written \\u%04x%s", (unsigned)c,
                           (unsigned)c, c == '\n' || c == '\r' ? "; or the string is not closed" : "");
        const size_t size = wom_utf8_character(w->text + w->at, w->length - w->at);
        if (size == 0) return fail_at(w, here(w), "byte 0x%02x is not UTF-8, as the text must be", (unsigned)c);
        w->at += size;
        w->continuations += size - 1;
    }
    w->at++;
    return WOM_OK;
}

static void
skip_digits(walker *w)
{
    while (is_digit(peek(w))) w->at++;
}

/* The value of a well-formed number: in range, and for integers exact. */
static wom_status
check_magnitude(const walker *w, size_t first, wom_json_place place, bool is_integer)
{
    const size_t length = w->at - first;
    char text[MAX_NUMBER + 1], exact[400];
    if (is_integer && length <= EXACT_DIGITS) return WOM_OK;
    if (length > MAX_NUMBER)
        return fail_at(w, place, "number of %zu characters, must be at most %d", length, MAX_NUMBER);
    memcpy(text, w->text + first, length);
    text[length] = 0;
    const double x = strtod(text, NULL);
    if (isinf(x)) return fail_at(w, place, "number %s is too large, must be below 1.8e308", text);
    if (x == 0 && strpbrk(text, "123456789") != NULL && strcspn(text, "123456789") < strcspn(text, "eE"))
        return fail_at(w, place, "number %s is too close to 0, must be at least 5e-324 or 0", text);
    snprintf(exact, sizeof exact, "%.0f", x);
    if (is_integer && strcmp(exact, text) != 0)
        return fail_at(w, place, "integer %s is above 2^53 and would be rounded, must be a string of digits", text);
    return WOM_OK;
}

static wom_status
check_number(walker *w)
{
    const wom_json_place place = here(w);
    const size_t first = w->at;
    bool is_integer = true;
    if (peek(w) == '-') w->at++;
    if (is_letter(peek(w)) && strchr("iInN", peek(w)) != NULL) return fail_at(w, place, NOT_FINITE);
    if (!is_digit(peek(w))) return unexpected(w, "a digit after the minus sign");
    const bool leads_with_zero = peek(w) == '0';
    w->at++;
    if (leads_with_zero && is_digit(peek(w))) return fail_at(w, place, "number with a leading zero, must have none");
    skip_digits(w);
    if (peek(w) == '.') {
        w->at++;
        is_integer = false;
        if (!is_digit(peek(w))) return unexpected(w, "a digit after the decimal point");
        skip_digits(w);
    }
    if (peek(w) == 'e' || peek(w) == 'E') {
        w->at++;
        is_integer = false;
        if (peek(w) == '+' || peek(w) == '-') w->at++;
        if (!is_digit(peek(w))) return unexpected(w, "a digit in the exponent");
        skip_digits(w);
    }
    return check_magnitude(w, first, place, is_integer);
}

static wom_status
check_word(walker *w)
{
    const wom_json_place place = here(w);
    const char *word = w->text + w->at;
    size_t length = 0;
    while (w->at < w->length && (is_letter(peek(w)) || is_digit(peek(w)))) w->at++, length++;
    if (length == 4 && (memcmp(word, "true", 4) == 0 || memcmp(word, "null", 4) == 0)) return WOM_OK;
    if (length == 5 && memcmp(word, "false", 5) == 0) return WOM_OK;
    if ((length == 3 && strncasecmp(word, "nan", 3) == 0) || (length >= 3 && strncasecmp(word, "inf", 3) == 0))
        return fail_at(w, place, NOT_FINITE);
    return fail_at(w, place, "unknown word %.*s%s, must be true, false, null or a string in double quotes",
                   length > 40 ? 40 : (int)length, word, length > 40 ? "..." : "");
}

/* Inside an array or object, after an item: a comma, or what closes it. */
static wom_status
check_separator(bool *more, walker *w, char close, wom_json_place open)
{
    skip_space(w);
    *more = false;
    if (peek(w) < 0)
        return fail_at(w, here(w), "the text ends, must be '%c' for what begins at %u:%u", close, open.line,
                       open.column);
    if (peek(w) == close) {
        w->at++;
        w->depth--;
        return WOM_OK;
    }
    const wom_json_place comma = here(w);
    if (peek(w) != ',') return unexpected(w, close == ']' ? "',' or ']'" : "',' or '}'");
    w->at++;
    skip_space(w);
    if (peek(w) == close) return fail_at(w, comma, "comma before '%c', must be left out", close);
    *more = true;
    return WOM_OK;
}

/* Goes into an array or object and says whether it is empty (and then out again). */
static wom_status
enter(bool *is_empty, walker *w, char close)
{
    if (++w->depth > MAX_DEPTH) return fail_at(w, here(w), "nested more than %d deep, must be at most that", MAX_DEPTH);
    w->at++;
    skip_space(w);
    *is_empty = peek(w) == close;
    if (!*is_empty) return WOM_OK;
    w->at++;
    w->depth--;
    return WOM_OK;
}

static wom_status
check_array(walker *w)
{
    const wom_json_place open = here(w);
    bool is_empty = false, more = true;
    WOM_TRY(enter(&is_empty, w, ']'));
    if (is_empty) return WOM_OK;
    while (more) {
        WOM_TRY(check_value(w));
        WOM_TRY(check_separator(&more, w, ']', open));
    }
    return WOM_OK;
}

static wom_status
check_object(walker *w)
{
    const wom_json_place open = here(w);
    bool is_empty = false, more = true;
    WOM_TRY(enter(&is_empty, w, '}'));
    if (is_empty) return WOM_OK;
    while (more) {
        if (peek(w) != '"') return unexpected(w, "a key in double quotes");
        WOM_TRY(record(w));
        const size_t first = w->at + 1;
        WOM_TRY(check_string(w));
        WOM_TRY(show(w, WOM_JSON_KEY, WOM_JSON_STRING, first, w->at - 1));
        skip_space(w);
        if (peek(w) != ':') return unexpected(w, "':' after the key");
        w->at++;
        WOM_TRY(check_value(w));
        WOM_TRY(check_separator(&more, w, '}', open));
    }
    return WOM_OK;
}

static wom_status
check_container(walker *w, wom_json_kind kind)
{
    WOM_TRY(show(w, WOM_JSON_BEGIN, kind, w->at, w->at));
    WOM_TRY(kind == WOM_JSON_OBJECT ? check_object(w) : check_array(w));
    return show(w, WOM_JSON_END, kind, w->at, w->at);
}

/* A value that holds no others, of which `c` is the first byte. */
static wom_status
check_scalar(walker *w, int c)
{
    const size_t first = w->at;
    if (c == '"') {
        WOM_TRY(check_string(w));
        return show(w, WOM_JSON_VALUE, WOM_JSON_STRING, first + 1, w->at - 1);
    }
    if (!is_letter(c)) {
        WOM_TRY(check_number(w));
        return show(w, WOM_JSON_VALUE, WOM_JSON_NUMBER, first, w->at);
    }
    WOM_TRY(check_word(w));
    return show(w, WOM_JSON_VALUE, c == 'n' ? WOM_JSON_NULL : WOM_JSON_BOOL, first, w->at);
}

static wom_status
check_value(walker *w)
{
    skip_space(w);
    WOM_TRY(record(w));
    const int c = peek(w);
    if (c == '{' || c == '[') return check_container(w, c == '{' ? WOM_JSON_OBJECT : WOM_JSON_ARRAY);
    if (c == '"' || c == '-' || is_digit(c) || is_letter(c)) return check_scalar(w, c);
    if (c == '+') return fail_at(w, here(w), "number with a plus sign, must have none");
    if (c == '.') return fail_at(w, here(w), "number without a digit before the decimal point, must be as 0.5");
    return unexpected(w, "a value");
}

static wom_status
check_start(walker *w)
{
    if (w->length >= 3 && memcmp(w->text, "\xef\xbb\xbf", 3) == 0)
        return fail_at(w, here(w), "byte order mark, must be UTF-8 without one");
    if (w->length >= 2 && (memcmp(w->text, "\xff\xfe", 2) == 0 || memcmp(w->text, "\xfe\xff", 2) == 0))
        return fail_at(w, here(w), "UTF-16 text, must be UTF-8");
    skip_space(w);
    if (peek(w) < 0) return fail_at(w, here(w), "nothing but white space, must be one JSON value");
    return WOM_OK;
}

static wom_status
check_all(walker *w)
{
    WOM_TRY(check_start(w));
    WOM_TRY(check_value(w));
    skip_space(w);
    if (peek(w) >= 0) return unexpected(w, "the end, for there is one value only");
    return WOM_OK;
}

wom_status
wom_json_check(wom_json_places *places, wom_job *job, const char *text, size_t length, const char *source)
{
    walker w = { .text = text, .length = length, .line = 1, .source = source, .job = job, .places = places };
    return check_all(&w);
}

wom_status
wom_json_walk(const char *text, size_t length, const char *source, wom_json_visitor visitor, void *context)
{
    walker w = { .text = text, .length = length, .line = 1, .source = source, .visitor = visitor, .context = context };
    const wom_locale locale = wom_locale_begin();
    const wom_status status = check_all(&w);
    wom_locale_end(locale);
    return status;
}
