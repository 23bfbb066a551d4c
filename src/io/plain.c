/* The quick way through plain rows. Every step stops at a line's end, and a block ends with one, so that nothing looks
 * for the end of the block but the loop over rows. */
#include "plain.h"

#include "reader.h"

#include <float.h>
#include <string.h>

bool
wom_plain_layout_of(wom_plain_layout *layout, const wom_reader *reader, uint32_t from, uint32_t to, uint32_t number)
{
    const char delimiter = reader->delimiter;
    if (delimiter == 0 || strchr("\t,;| ", delimiter) == NULL || number == from || number == to) return false;
    *layout = (wom_plain_layout){ .num_columns = reader->num_columns, .from = from, .to = to, .number = number,
                                  .delimiter = delimiter, .c_locale = reader->c_locale };
    for (int c = 0; c < ' '; c++) layout->stops[c] = 1;
    layout->stops[(unsigned char)'\t'] = delimiter == ' ' || delimiter == '\t';
    layout->stops[(unsigned char)'"'] = layout->stops[(unsigned char)delimiter] = 1;
    return true;
}

/* ---- Fields ---- */

static inline bool
is_padding(char c, char delimiter)
{
    return c == ' ' || (c == '\t' && delimiter != '\t');
}

static inline bool
divides(char c, char delimiter)
{
    return delimiter == ' ' ? wom_is_blank(c) : c == delimiter;
}

static inline const char *
skip_padding(const char *p, char delimiter)
{
    while (is_padding(*p, delimiter)) p++;
    return p;
}

/* Eight characters, the first in the lowest byte. */
static inline uint64_t
eight_at(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* The value of eight digits, each a byte from 0 to 9, the first in the lowest byte: pairs, then fours, then all. */
static inline uint32_t
value_of_eight(uint64_t digits)
{
    digits = digits * 10 + (digits >> 8);
    const uint64_t first = (digits & UINT64_C(0x000000ff000000ff)) * (100 + (UINT64_C(1000000) << 32));
    const uint64_t second = ((digits >> 16) & UINT64_C(0x000000ff000000ff)) * (1 + (UINT64_C(10000) << 32));
    return (uint32_t)((first + second) >> 32);
}

/* Reads a whole number; returns where it ends, NULL if there is none that is plain. Eight digits are found and valued
 * at once, without a branch on how many there are. */
static inline const char *
take_whole(uint32_t *number, const char *p)
{
    const uint64_t digits = eight_at(p) ^ UINT64_C(0x3030303030303030);
    /* the highest bit of each byte above 9; bytes behind the first such may be wrong */
    const uint64_t others = ((digits + UINT64_C(0x7676767676767676)) | digits) & UINT64_C(0x8080808080808080);
    if (others != 0) {
        const unsigned bits = (unsigned)__builtin_ctzll(others) & ~7u;
        if (bits == 0 || (bits > 8 && *p == '0')) return NULL;
        *number = value_of_eight(digits << (64 - bits));
        return p + bits / 8;
    }
    if (*p == '0') return NULL;
    uint64_t value = value_of_eight(digits);
    for (p += 8; wom_is_digit(*p); p++) {
        value = 10 * value + (uint64_t)(*p - '0');
        if (value >= WOM_PLAIN_LIMIT) return NULL;
    }
    *number = (uint32_t)value;
    return p;
}

/* Any field; returns where it ends with the padding behind it. */
static inline const char *
take_text(wom_text *field, const char *p, const wom_plain_layout *layout, char delimiter)
{
    field->start = p;
    while (layout->stops[(unsigned char)*p] == 0) p++;
    const char *end = p;
    while (end > field->start && is_padding(end[-1], delimiter)) end--;
    field->length = (size_t)(end - field->start);
    return p;
}

static inline const char *
take_number(double *number, const char *p, const wom_plain_layout *layout, char delimiter)
{
    wom_text field;
    p = take_text(&field, p, layout, delimiter);
    const bool is_fine = wom_text_number(number, field, layout->c_locale) && *number >= 0 && *number <= (double)FLT_MAX;
    return is_fine ? p : NULL;
}

/* ---- Rows ---- */

/* A row on its way to where its columns go. */
typedef struct plain_row {
    uint32_t from, to;
    wom_text from_text, to_text;
    double number;
} plain_row;

static inline const char *
take_column(plain_row *row, uint32_t column, const char *p, const wom_plain_layout *layout, char delimiter, bool texts)
{
    wom_text other;
    const bool is_from = column == layout->from;
    if (is_from || column == layout->to) {
        if (!texts) return take_whole(is_from ? &row->from : &row->to, p);
        wom_text *const field = is_from ? &row->from_text : &row->to_text;
        p = take_text(field, p, layout, delimiter);
        return field->length > 0 ? p : NULL;
    }
    if (column == layout->number) return take_number(&row->number, p, layout, delimiter);
    p = take_text(&other, p, layout, delimiter);
    return other.length > 0 || delimiter != ' ' ? p : NULL; /* between blanks, nothing is no field */
}

/* Returns where the next row begins, NULL if this one is not plain. Blanks and signs before a first field may begin a
 * comment, so that they are left to the reader. */
static inline const char *
take_row(plain_row *row, const char *p, const wom_plain_layout *layout, char delimiter, bool texts)
{
    if ((unsigned char)*p <= '/') return NULL;
    for (uint32_t column = 0;; column++) {
        p = take_column(row, column, p, layout, delimiter, texts);
        if (p == NULL) return NULL;
        if (column + 1 == layout->num_columns) break;
        if (delimiter != ' ') p = skip_padding(p, delimiter);
        if (!divides(*p, delimiter)) return NULL;
        p = skip_padding(p + 1, delimiter);
    }
    /* first what most rows end with: a branch is foreseen, while a step by a condition has to be waited for */
    if (p[0] == '\n') return p + 1;
    if (p[0] == '\r' && p[1] == '\n') return p + 2;
    p = skip_padding(p, delimiter);
    p += delimiter != ' ' && *p == delimiter; /* one that ends the row adds no column */
    p += *p == '\r';
    return *p == '\n' ? p + 1 : NULL;
}

/* A line's encoding decides for itself, but a block whose bytes are UTF-8 has no line that is not. */
static bool
is_utf8(const wom_block *block)
{
    const size_t length = (size_t)(block->end - block->start);
    unsigned char all = 0;
    for (size_t i = 0; i < length; i++) all |= (unsigned char)block->start[i];
    return all < 0x80 || wom_text_is_utf8((wom_text){ block->start, length });
}

static inline bool
read_numbers(uint32_t *from, uint32_t *to, double *number, uint32_t *largest, const wom_plain_layout *layout,
             const wom_block *block, char delimiter)
{
    plain_row row = { 0 };
    uint32_t most = *largest;
    uint64_t i = 0;
    for (const char *p = block->start; p < block->end; i++) {
        p = take_row(&row, p, layout, delimiter, false);
        if (p == NULL) return false;
        from[i] = row.from;
        to[i] = row.to;
        if (number != NULL) number[i] = row.number;
        const uint32_t larger = row.from > row.to ? row.from : row.to;
        most = larger > most ? larger : most;
    }
    *largest = most;
    return true;
}

/* The usual two columns are constants of a loop of their own. */
static inline bool
read_with(uint32_t *from, uint32_t *to, double *number, uint32_t *largest, const wom_plain_layout *given,
          const wom_block *block, char delimiter)
{
    if (given->num_columns != 2 || given->from != 0)
        return is_utf8(block) && read_numbers(from, to, number, largest, given, block, delimiter);
    const wom_plain_layout pair = { .num_columns = 2, .from = 0, .to = 1, .number = WOM_NO_COLUMN };
    return read_numbers(from, to, NULL, largest, &pair, block, delimiter);
}

bool
wom_plain_read_numbers(uint32_t *from, uint32_t *to, double *number, uint32_t *largest,
                       const wom_plain_layout *layout, const wom_block *block)
{
    switch (layout->delimiter) {
    case '\t':
        return read_with(from, to, number, largest, layout, block, '\t');
    case ' ':
        return read_with(from, to, number, largest, layout, block, ' ');
    default:
        return read_with(from, to, number, largest, layout, block, layout->delimiter);
    }
}

bool
wom_plain_read_texts(wom_text *fields, double *number, const wom_plain_layout *layout, const wom_block *block)
{
    plain_row row = { 0 };
    uint64_t i = 0;
    if (!is_utf8(block)) return false;
    for (const char *p = block->start; p < block->end; i++) {
        p = take_row(&row, p, layout, layout->delimiter, true);
        if (p == NULL) return false;
        fields[2 * i] = row.from_text;
        fields[2 * i + 1] = row.to_text;
        if (number != NULL) number[i] = row.number;
    }
    return true;
}
