/* Tables with aligned columns; widths are those of the characters, not of their bytes. */
#include "print.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { INDENT = 2, GAP = 2, MOST_COLUMNS = 16, LEAST_WRAPPED = 24 };

/* ---- Style ---- */

cli_style
cli_style_of_output(void)
{
    const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
    const bool is_terminal = isatty(STDOUT_FILENO);
    struct winsize size = { 0 };
    cli_style style = { .width = 100 };
    style.colour =
        is_terminal && (refused == NULL || refused[0] == '\0') && terminal != NULL && strcmp(terminal, "dumb") != 0;
    if (is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) style.width = size.ws_col;
    return style;
}

static void
print_coloured(const cli_style *style, const char *colour, const char *text)
{
    if (style->colour)
        printf("\033[%sm%s\033[0m\n", colour, text);
    else
        printf("%s\n", text);
}

void
cli_heading(const cli_style *style, const char *text)
{
    print_coloured(style, "1", text);
}

void
cli_notice(const cli_style *style, const char *text)
{
    print_coloured(style, "1;33", text);
}

/* ---- Characters ---- */

/* The code point at *text, which moves on; bytes that are no UTF-8 stand for themselves. */
static uint32_t
next_character(const char **text)
{
    const unsigned char *byte = (const unsigned char *)*text;
    const int more = byte[0] >= 0xf0 ? 3 : byte[0] >= 0xe0 ? 2 : byte[0] >= 0xc2 ? 1 : 0;
    uint32_t code = more == 0 ? byte[0] : byte[0] & (0x3fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((byte[i] & 0xc0) != 0x80) {
            *text += 1;
            return byte[0];
        }
        code = code << 6 | (byte[i] & 0x3f);
    }
    *text += 1 + more;
    return code;
}

typedef struct code_range {
    uint32_t first, last;
} code_range;

static bool
is_within(uint32_t code, const code_range *ranges, size_t num_ranges)
{
    for (size_t i = 0; i < num_ranges; i++)
        if (code >= ranges[i].first && code <= ranges[i].last) return true;
    return false;
}

/* Columns that a character takes: marks that join their letter none, East Asian wide ones and pictures two. */
static uint32_t
width_of_character(uint32_t code)
{
    static const code_range joined[] = { { 0x300, 0x36f },   { 0x483, 0x489 },   { 0x591, 0x5bd },
                                         { 0x610, 0x61a },   { 0x64b, 0x65f },   { 0x200b, 0x200f },
                                         { 0x20d0, 0x20ff }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f } };
    static const code_range wide[] = { { 0x1100, 0x115f },   { 0x2e80, 0x303e },  { 0x3041, 0xa4cf },
                                       { 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },  { 0xfe30, 0xfe6f },
                                       { 0xff00, 0xff60 },   { 0xffe0, 0xffe6 },  { 0x1f300, 0x1f64f },
                                       { 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd } };
    if (is_within(code, joined, sizeof joined / sizeof *joined)) return 0;
    return is_within(code, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

static uint32_t
width_of(const char *text)
{
    uint32_t width = 0;
    while (*text != '\0') width += width_of_character(next_character(&text));
    return width;
}

void
cli_make_harmless(char *text)
{
    const char *at = text;
    while (*at != '\0') {
        char *here = text + (at - text);
        const uint32_t code = next_character(&at);
        if (code < 0x20 || (code >= 0x7f && code < 0xa0)) memset(here, '?', (size_t)(at - here));
    }
}

/* ---- Filling ---- */

cli_table
cli_table_begin(wom_job *job, const cli_style *style, const char *alignment)
{
    return (cli_table){ .job = job, .style = style, .alignment = alignment };
}

void
cli_cell(cli_table *table, const char *format, ...)
{
    va_list arguments;
    if (table->status != WOM_OK) return;
    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    const uint64_t size = length < 0 ? 1 : (uint64_t)length + 1;
    table->status = wom_reserve(&table->text, &table->capacity, table->job, table->length + size, 1, "a table");
    if (table->status != WOM_OK) return;
    va_start(arguments, format);
    vsnprintf(table->text + table->length, size, format, arguments);
    va_end(arguments);
    cli_make_harmless(table->text + table->length);
    table->length += size;
    table->num_cells += 1;
}

void
cli_table_header(cli_table *table, const char *names)
{
    table->has_header = true;
    for (const char *end = names; end != NULL; names = end + 1) {
        end = strchr(names, '|');
        cli_cell(table, "%.*s", end == NULL ? (int)strlen(names) : (int)(end - names), names);
        if (end == NULL) break;
    }
}

/* ---- Printing ---- */

static void
print_blanks(uint32_t count)
{
    printf("%*s", (int)count, "");
}

static void
print_aligned(const char *text, uint32_t width, char alignment, bool is_last)
{
    const uint32_t own = width_of(text), missing = own < width ? width - own : 0;
    if (alignment == 'r') print_blanks(missing);
    fputs(text, stdout);
    if (alignment != 'r' && !is_last) print_blanks(missing);
}

/* Words up to `width` columns a line, later lines starting at `column`. */
static void
print_wrapped(const char *text, uint32_t column, uint32_t width)
{
    uint32_t used = 0;
    while (*text != '\0') {
        const size_t length = strcspn(text, " ");
        char word[256];
        snprintf(word, sizeof word, "%.*s", (int)length, text);
        const uint32_t own = width_of(word);
        if (used > 0 && used + 1 + own > width) {
            putchar('\n');
            print_blanks(column);
            used = 0;
        }
        if (used > 0) putchar(' ');
        printf("%.*s", (int)length, text);
        used += own + (used > 0);
        text += length + (text[length] == ' ');
    }
}

static void
print_row(const cli_table *table, const char **cell, const uint32_t *width, uint32_t num_columns)
{
    uint32_t column = INDENT, last = num_columns;
    while (last > 0 && cell[last - 1][0] == '\0') last--; /* no blanks at the end of a line */
    print_blanks(last > 0 ? INDENT : 0);
    for (uint32_t i = 0; i < last; i++) {
        if (table->alignment[i] == 'w') {
            const uint32_t left = table->style->width > column ? table->style->width - column : 0;
            print_wrapped(cell[i], column, left > LEAST_WRAPPED ? left : LEAST_WRAPPED);
        } else
            print_aligned(cell[i], width[i], table->alignment[i], i + 1 == last);
        if (i + 1 < last) print_blanks(GAP);
        column += width[i] + GAP;
    }
    putchar('\n');
}

static void
measure(const cli_table *table, uint32_t *width, uint32_t num_columns)
{
    const char *cell = table->text;
    for (uint64_t i = 0; i < table->num_cells; i++) {
        const uint32_t own = width_of(cell), column = (uint32_t)(i % num_columns);
        if (own > width[column]) width[column] = own;
        cell += strlen(cell) + 1;
    }
}

static void
print_rows(const cli_table *table)
{
    const uint32_t num_columns = (uint32_t)strlen(table->alignment);
    uint32_t width[MOST_COLUMNS] = { 0 };
    const char *cells[MOST_COLUMNS], *next = table->text;
    measure(table, width, num_columns);
    for (uint64_t i = 0; i + num_columns <= table->num_cells; i += num_columns) {
        for (uint32_t k = 0; k < num_columns; k++) {
            cells[k] = next;
            next += strlen(next) + 1;
        }
        const bool is_header = i == 0 && table->has_header && table->style->colour;
        if (is_header) fputs("\033[2m", stdout);
        print_row(table, cells, width, num_columns);
        if (is_header) fputs("\033[0m", stdout);
    }
}

wom_status
cli_table_print(cli_table *table)
{
    const wom_status status = table->status;
    if (status == WOM_OK) print_rows(table);
    wom_free(table->text);
    *table = (cli_table){ 0 };
    return status;
}
