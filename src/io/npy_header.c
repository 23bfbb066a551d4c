/* The header of a .npy file: a Python dictionary of three known keys, read by a parser that knows no more than that
 * (NumPy enhancement proposal 1; versions 1 to 3 differ in the width of the length and the encoding of names, which
 * only structured types have). */
#include "npy_header.h"

#include "text.h"

#include <string.h>

enum { LONGEST_HEADER = 1 << 20, LONGEST_TYPE = 15 };

typedef struct header_parser {
    const char *name; /* of the file */
    const char *p, *end;
} header_parser;

static wom_status
bad_header(const header_parser *parser, const char *expected)
{
    const wom_text rest = { parser->p, (size_t)(parser->end - parser->p) };
    return wom_fail(WOM_INVALID, "%s: .npy header: expected %s at \"%.*s\"", parser->name, expected,
                    wom_text_shown(rest, 24), rest.start);
}

static void
skip_blanks(header_parser *parser)
{
    while (parser->p < parser->end && (wom_is_blank(*parser->p) || *parser->p == '\n')) parser->p++;
}

/* Takes the character if it comes next, after blanks. */
static bool
take(header_parser *parser, char c)
{
    skip_blanks(parser);
    if (parser->p == parser->end || *parser->p != c) return false;
    parser->p++;
    return true;
}

static bool
take_word(header_parser *parser, const char *word)
{
    const size_t length = strlen(word);
    skip_blanks(parser);
    if ((size_t)(parser->end - parser->p) < length || memcmp(parser->p, word, length) != 0) return false;
    parser->p += length;
    return true;
}

/* 'text' or "text", without escapes. */
static wom_status
take_string(wom_text *text, header_parser *parser)
{
    skip_blanks(parser);
    const char quote = parser->p < parser->end ? *parser->p : 0;
    if (quote != '\'' && quote != '"') return bad_header(parser, "a quoted text");
    const char *start = parser->p + 1;
    const char *end = memchr(start, quote, (size_t)(parser->end - start));
    if (end == NULL) return bad_header(parser, "a quoted text that is closed");
    *text = (wom_text){ start, (size_t)(end - start) };
    parser->p = end + 1;
    return WOM_OK;
}

static wom_status
take_type(wom_npy_header *header, header_parser *parser)
{
    static const char *const known[] = { "f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1" };
    wom_text type;
    skip_blanks(parser);
    if (parser->p < parser->end && *parser->p == '[')
        return wom_fail(WOM_INVALID, "%s: holds records, must hold one matrix of numbers", parser->name);
    WOM_TRY(take_string(&type, parser));
    if (type.length == 3 && strchr("<>|=", type.start[0]) != NULL)
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
            if (memcmp(type.start + 1, known[i], 2) != 0) continue;
            header->kind = known[i][0];
            header->size = (uint32_t)(known[i][1] - '0');
            header->is_big_endian = type.start[0] == '>';
            return WOM_OK;
        }
    return wom_fail(WOM_INVALID, "%s: elements of type \"%.*s\", must be f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 or b1",
                    parser->name, wom_text_shown(type, LONGEST_TYPE), type.start);
}

static wom_status
take_order(wom_npy_header *header, header_parser *parser)
{
    header->is_fortran = take_word(parser, "True");
    if (header->is_fortran || take_word(parser, "False")) return WOM_OK;
    return bad_header(parser, "True or False");
}

static wom_status
take_length(uint64_t *length, header_parser *parser)
{
    skip_blanks(parser);
    const char *start = parser->p;
    while (parser->p < parser->end && wom_is_digit(*parser->p)) parser->p++;
    if (!wom_text_whole_number(length, (wom_text){ start, (size_t)(parser->p - start) })) {
        parser->p = start;
        return bad_header(parser, "a length below 2^64");
    }
    take(parser, 'L'); /* Python 2 wrote its long integers so */
    return WOM_OK;
}

static wom_status
take_shape(wom_npy_header *header, header_parser *parser)
{
    uint64_t length[2] = { 0, 1 };
    uint32_t num_lengths = 0;
    bool is_closed = false;
    if (!take(parser, '(')) return bad_header(parser, "a shape in parentheses");
    while (!is_closed && !take(parser, ')')) {
        if (num_lengths == 2)
            return wom_fail(WOM_INVALID, "%s: has more than 2 dimensions, must have 1 or 2", parser->name);
        WOM_TRY(take_length(&length[num_lengths++], parser));
        if (take(parser, ',')) continue;
        if (!take(parser, ')')) return bad_header(parser, "\",\" or \")\"");
        is_closed = true;
    }
    if (num_lengths == 0)
        return wom_fail(WOM_INVALID, "%s: has no dimension (a single number), must have 1 or 2", parser->name);
    header->num_rows = length[0];
    header->num_columns = length[1];
    return WOM_OK;
}

typedef struct entry {
    const char *key;
    wom_status (*take)(wom_npy_header *header, header_parser *parser);
} entry;

static wom_status
take_entry(wom_npy_header *header, unsigned *seen, header_parser *parser)
{
    static const entry entries[] = { { "descr", take_type }, { "fortran_order", take_order }, { "shape", take_shape } };
    wom_text key;
    const char *place = parser->p;
    WOM_TRY(take_string(&key, parser));
    for (unsigned i = 0; i < 3; i++) {
        if (key.length != strlen(entries[i].key) || memcmp(key.start, entries[i].key, key.length) != 0) continue;
        if ((*seen & 1u << i) != 0) break;
        *seen |= 1u << i;
        if (!take(parser, ':')) return bad_header(parser, "\":\"");
        return entries[i].take(header, parser);
    }
    parser->p = place;
    return bad_header(parser, "'descr', 'fortran_order' and 'shape', each once,");
}

static wom_status
parse_header(wom_npy_header *header, header_parser *parser)
{
    unsigned seen = 0;
    if (!take(parser, '{')) return bad_header(parser, "\"{\"");
    while (!take(parser, '}')) {
        WOM_TRY(take_entry(header, &seen, parser));
        if (take(parser, ',')) continue;
        if (!take(parser, '}')) return bad_header(parser, "\",\" or \"}\"");
        break;
    }
    skip_blanks(parser);
    if (parser->p != parser->end) return bad_header(parser, "its end");
    if (seen != 7) return bad_header(parser, "'descr', 'fortran_order' and 'shape', each once,");
    return WOM_OK;
}

wom_status
wom_npy_take(wom_source *source, void *bytes, size_t size, const char *what)
{
    size_t held = 0, got = 1;
    while (held < size && got > 0) {
        WOM_TRY(wom_source_read(source, (char *)bytes + held, size - held, &got));
        held += got;
    }
    if (held == size) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: ends early, within the %s", wom_source_name(source), what);
}

wom_status
wom_npy_read_header(wom_npy_header *header, wom_job *job, wom_source *source)
{
    unsigned char start[8], width[4] = { 0 };
    char *text = NULL;
    const char *name = wom_source_name(source);
    WOM_TRY(wom_npy_take(source, start, sizeof start, ".npy magic"));
    if (memcmp(start, "\x93NUMPY", 6) != 0) return wom_fail(WOM_INVALID, "%s: is not a .npy file", name);
    if (start[6] < 1 || start[6] > 3)
        return wom_fail(WOM_INVALID, "%s: is .npy version %u, must be 1, 2 or 3", name, start[6]);
    WOM_TRY(wom_npy_take(source, width, start[6] == 1 ? 2 : 4, ".npy header"));
    const uint32_t length = width[0] | (uint32_t)width[1] << 8 | (uint32_t)width[2] << 16 | (uint32_t)width[3] << 24;
    if (length > LONGEST_HEADER)
        return wom_fail(WOM_INVALID, "%s: .npy header of %u bytes, must be at most %d", name, length, LONGEST_HEADER);
    WOM_TRY(wom_allocate(&text, job, length, 1, "a .npy header"));
    wom_status status = wom_npy_take(source, text, length, ".npy header");
    if (status == WOM_OK) status = parse_header(header, &(header_parser){ name, text, text + length });
    wom_free(text);
    return status;
}
