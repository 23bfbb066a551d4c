/* Divides a line into its fields without copying. Quotes follow RFC 4180; blanks around a field do not belong to it. */
#include "reader.h"

#include <string.h>

typedef struct raw_field {
    char *start, *end; /* without quotes */
    bool has_doubled_quotes;
    wom_field_problem problem;
} raw_field;

static inline bool
divides(char c, char delimiter)
{
    return delimiter == ' ' ? wom_is_blank(c) : c == delimiter;
}

static inline bool
is_padding(char c, char delimiter)
{
    return c == ' ' || (c == '\t' && delimiter != '\t');
}

/* Takes a quoted field that begins at the quote `p`; returns where it ends, with the blanks behind it. */
static char *
take_quoted(raw_field *field, char *p, char *end, char delimiter)
{
    field->start = ++p;
    for (;;) {
        p = memchr(p, '"', (size_t)(end - p));
        if (p == NULL) {
            field->problem = WOM_FIELD_NOT_CLOSED;
            field->end = end;
            return end;
        }
        if (p + 1 == end || p[1] != '"') break;
        field->has_doubled_quotes = true;
        p += 2;
    }
    field->end = p++;
    while (p < end && is_padding(*p, delimiter) && !divides(*p, delimiter)) p++;
    if (p < end && !divides(*p, delimiter)) field->problem = WOM_FIELD_TEXT_AFTER_QUOTE;
    return p;
}

/* Takes the field at *next, which is moved behind its delimiter and becomes NULL after the last; false if there is
 * none (a line of blanks between blanks). */
static inline bool
take_field(raw_field *field, char **next, char *end, char delimiter)
{
    char *p = *next;
    field->has_doubled_quotes = false;
    field->problem = WOM_FIELD_FINE;
    while (p < end && is_padding(*p, delimiter)) p++;
    if (delimiter == ' ' && p == end) return false;
    field->start = p;
    if (p < end && *p == '"') {
        char *const quote = p;
        p = take_quoted(field, p, end, delimiter);
        if (field->problem != WOM_FIELD_TEXT_AFTER_QUOTE || delimiter != '\t') {
            *next = p < end && field->problem == WOM_FIELD_FINE ? p + 1 : NULL;
            return true;
        }
        /* between tabs, "Weird Al" Yankovic is a name as it stands */
        *field = (raw_field){ .start = quote };
        p = quote;
    }
    while (p < end && !divides(*p, delimiter)) p++;
    *next = p < end ? p + 1 : NULL;
    while (p > field->start && is_padding(p[-1], delimiter)) p--;
    field->end = p;
    return true;
}

/* Each doubled quote becomes one; returns the new length. */
static size_t
join_quotes(char *start, char *end)
{
    char *to = start;
    for (char *from = start; from < end; from++) {
        *to++ = *from;
        if (*from == '"') from++;
    }
    return (size_t)(to - start);
}

uint64_t
wom_line_num_fields(wom_line line, char delimiter)
{
    uint64_t num_fields = 0;
    char *next = line.start;
    raw_field field;
    while (next != NULL && take_field(&field, &next, line.start + line.length, delimiter)) num_fields++;
    return num_fields;
}

/* The loop over the fields, with the delimiter a constant for the usual ones. */
static inline wom_field_problem
split(wom_text *field, uint64_t capacity, uint64_t *num_fields, const char **where, wom_line line, char delimiter)
{
    uint64_t n = 0;
    char *next = line.start;
    raw_field raw;
    while (next != NULL && take_field(&raw, &next, line.start + line.length, delimiter)) {
        if (raw.problem != WOM_FIELD_FINE) {
            *num_fields = n;
            *where = raw.start;
            return raw.problem;
        }
        size_t length = (size_t)(raw.end - raw.start);
        if (raw.has_doubled_quotes) length = join_quotes(raw.start, raw.end);
        if (n < capacity) field[n] = (wom_text){ raw.start, length };
        n++;
    }
    *num_fields = n;
    return WOM_FIELD_FINE;
}

wom_field_problem
wom_line_split(wom_text *field, uint64_t capacity, uint64_t *num_fields, const char **where, wom_line line,
               char delimiter)
{
    switch (delimiter) {
    case '\t':
        return split(field, capacity, num_fields, where, line, '\t');
    case ',':
        return split(field, capacity, num_fields, where, line, ',');
    case ' ':
        return split(field, capacity, num_fields, where, line, ' ');
    default:
        return split(field, capacity, num_fields, where, line, delimiter);
    }
}
