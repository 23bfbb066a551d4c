/* Columns of a table by name or number, and the fields of its current row. */
#include "reader.h"

#include <wom/settings.h>

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_SHOWN = 60 };

bool
wom_reader_has_header(const wom_reader *reader)
{
    return reader->has_header;
}

char
wom_reader_delimiter(const wom_reader *reader)
{
    return reader->delimiter;
}

uint32_t
wom_reader_num_columns(const wom_reader *reader)
{
    return reader->num_columns;
}

const char *
wom_reader_column_name(const wom_reader *reader, uint32_t column)
{
    return reader->names != NULL && column < reader->num_columns ? reader->names[column] : NULL;
}

bool
wom_reader_size_line(const wom_reader *reader, uint64_t *num_nodes, uint64_t *num_edges)
{
    *num_nodes = reader->num_nodes;
    *num_edges = reader->num_edges;
    return reader->options.size_line || reader->options.matrix_size;
}

/* How many columns bear the name; *column becomes the first of them. */
static uint32_t
find_columns(uint32_t *column, const wom_reader *reader, const char *name, bool any_case)
{
    uint32_t num_found = 0;
    if (reader->names == NULL) return 0;
    const wom_text wanted = { name, strlen(name) };
    for (uint32_t i = reader->num_columns; i-- > 0;) {
        const char *have = reader->names[i];
        const bool is_same =
            any_case ? wom_text_same_word((wom_text){ have, strlen(have) }, wanted) : strcmp(have, name) == 0;
        if (!is_same) continue;
        *column = i;
        num_found++;
    }
    return num_found;
}

/* How many columns the name may mean: by name, by name in any case, or by 1-based number. */
static uint32_t
find_column(uint32_t *column, const wom_reader *reader, const char *name)
{
    uint64_t number;
    uint32_t num_found = find_columns(column, reader, name, false);
    if (num_found == 0) num_found = find_columns(column, reader, name, true);
    if (num_found > 0 || !wom_text_whole_number(&number, (wom_text){ name, strlen(name) })) return num_found;
    if (number < 1 || number > reader->num_columns) return 0;
    *column = (uint32_t)(number - 1);
    return 1;
}

/* Of the first few columns: a table with more is not searched by eye either. */
static const char *
nearest_name(const wom_reader *reader, const char *name)
{
    enum { MOST = 64 };
    const char *names[MOST + 1] = { NULL };
    for (uint32_t i = 0; i < reader->num_columns && i < MOST; i++) names[i] = reader->names[i];
    return wom_suggest(name, names);
}

static wom_status
refuse_column(const wom_reader *reader, const char *name)
{
    char list[512];
    size_t used = 0;
    const char *file = wom_source_name(reader->source);
    if (reader->names == NULL)
        return wom_fail(WOM_INVALID, "%s: has no column \"%s\": it has no header; its columns are 1 to %u", file, name,
                        reader->num_columns);
    list[0] = 0;
    for (uint32_t i = 0; i < reader->num_columns; i++) {
        const size_t room = sizeof list - used;
        const int n = snprintf(list + used, room, "%s\"%s\"", i > 0 ? ", " : "", reader->names[i]);
        if (n >= 0 && (size_t)n + 6 < room) {
            used += (size_t)n;
            continue;
        }
        snprintf(list + used, room, ", ...");
        break;
    }
    const char *near = nearest_name(reader, name);
    return wom_fail(WOM_INVALID, "%s: has no column \"%s\"%s%s%s; its columns are %s", file, name,
                    near != NULL ? ", did you mean \"" : "", near != NULL ? near : "", near != NULL ? "\"?" : "", list);
}

wom_status
wom_reader_column(uint32_t *column, const wom_reader *reader, const char *name)
{
    uint32_t found = 0;
    const uint32_t num_found = find_column(&found, reader, name);
    if (num_found == 0) return refuse_column(reader, name);
    if (num_found > 1)
        return wom_fail(WOM_INVALID,
                        "%s: the name \"%s\" stands over %u columns; give the number of one (the first is %u)",
                        wom_source_name(reader->source), name, num_found, found + 1);
    *column = found;
    return WOM_OK;
}

bool
wom_reader_has_column(const wom_reader *reader, const char *name)
{
    uint32_t column;
    return find_column(&column, reader, name) == 1;
}

wom_text
wom_reader_field(const wom_reader *reader, uint32_t column)
{
    assert(column < reader->num_columns);
    return reader->field[column];
}

/* "a number from 0 to 1", as far as there are bounds. */
static void
describe_range(char *text, size_t size, double low, double high)
{
    if (isinf(low) && isinf(high))
        snprintf(text, size, "a finite number");
    else if (isinf(high))
        snprintf(text, size, "a number of at least %g", low);
    else if (isinf(low))
        snprintf(text, size, "a number of at most %g", high);
    else
        snprintf(text, size, "a number from %g to %g", low, high);
}

wom_status
wom_reader_number(double *number, const wom_reader *reader, uint32_t column, double low, double high)
{
    char range[96], what[128];
    double value;
    const wom_text field = wom_reader_field(reader, column);
    if (wom_text_number(&value, field, reader->c_locale) && value >= low && value <= high) {
        *number = value;
        return WOM_OK;
    }
    describe_range(range, sizeof range, low, high);
    const char *name = wom_reader_column_name(reader, column);
    if (name == NULL || name[0] == 0)
        snprintf(what, sizeof what, "column %u", column + 1);
    else
        snprintf(what, sizeof what, "%.*s", wom_text_shown((wom_text){ name, strlen(name) }, LONGEST_SHOWN), name);
    if (field.length == 0) return wom_reader_fail(reader, column, "%s is empty, must be %s", what, range);
    return wom_reader_fail(reader, column, "%s is \"%.*s\", must be %s", what, wom_text_shown(field, LONGEST_SHOWN),
                           field.start, range);
}
