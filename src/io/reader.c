/* Tables of text, row by row, through one buffer. */
#include "reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FILL_SIZE = 256 * 1024 };
static const uint64_t usual_max_line = UINT64_C(16) << 20;

wom_reader_options
wom_reader_defaults(void)
{
    return (wom_reader_options){ .header = -1 };
}

/* ---- Messages ---- */

/* Text within the line in characters, so that the place is what an editor shows. */
static size_t
character_of(const wom_reader *reader, const char *where)
{
    size_t place = 1;
    for (const char *p = reader->line.start; p < where; p++) place += ((unsigned char)*p & 0xc0) != 0x80;
    return place;
}

static wom_status
fail_at(const wom_reader *reader, const char *where, const char *format, va_list arguments)
{
    char message[1024];
    const unsigned long long line = reader->counts.lines;
    const char *name = wom_source_name(reader->source);
    vsnprintf(message, sizeof message, format, arguments);
    if (where == NULL) return wom_fail(WOM_INVALID, "%s:%llu: %s", name, line, message);
    return wom_fail(WOM_INVALID, "%s:%llu:%zu: %s", name, line, character_of(reader, where), message);
}

wom_status
wom_reader_fail_line(const wom_reader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const wom_status status = fail_at(reader, NULL, format, arguments);
    va_end(arguments);
    return status;
}

wom_status
wom_reader_fail_at(const wom_reader *reader, const char *where, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const wom_status status = fail_at(reader, where, format, arguments);
    va_end(arguments);
    return status;
}

wom_status
wom_reader_fail(const wom_reader *reader, uint32_t column, const char *format, ...)
{
    va_list arguments;
    const bool has_place = column < reader->num_columns && reader->counts.rows > 0;
    va_start(arguments, format);
    const wom_status status = fail_at(reader, has_place ? reader->field[column].start : NULL, format, arguments);
    va_end(arguments);
    return status;
}

/* ---- Lines ---- */

/* Notes what the buffer may hold, so that the lines of an ordinary file need no checks of their own. */
static void
note_bytes(wom_reader *reader)
{
    const char *bytes = reader->buffer + reader->noted;
    const size_t length = reader->end - reader->noted;
    unsigned char all = 0;
    if (reader->noted == 0) reader->may_hold_zero = reader->may_hold_high = reader->may_hold_return = false;
    for (size_t i = 0; i < length; i++) all |= (unsigned char)bytes[i];
    reader->may_hold_high = reader->may_hold_high || all >= 0x80;
    reader->may_hold_zero = reader->may_hold_zero || memchr(bytes, 0, length) != NULL;
    reader->may_hold_return = reader->may_hold_return || memchr(bytes, '\r', length) != NULL;
    reader->noted = reader->end;
}

/* The next line without its end, whatever it holds. */
static wom_status
take_line(wom_reader *reader, bool *has_line)
{
    char *end = NULL;
    for (;;) {
        if (reader->end > reader->searched)
            end = memchr(reader->buffer + reader->searched, '\n', reader->end - reader->searched);
        reader->searched = reader->end;
        const uint64_t length =
            end != NULL ? (uint64_t)(end - reader->buffer) - reader->first : reader->end - reader->first;
        if (length > reader->options.max_line + 1) {
            reader->counts.lines++;
            return wom_reader_fail_line(reader, "is longer than %llu bytes",
                                        (unsigned long long)reader->options.max_line);
        }
        if (end != NULL || reader->ended) break;
        WOM_TRY(wom_reader_fill(reader, reader->fill_size));
    }
    *has_line = end != NULL || reader->first < reader->end;
    if (!*has_line) return WOM_OK;
    reader->line.start = reader->buffer + reader->first;
    reader->line.length = (size_t)((end != NULL ? end : reader->buffer + reader->end) - reader->line.start);
    reader->first += reader->line.length + (end != NULL);
    reader->searched = reader->first;
    if (reader->line.length > 0 && reader->line.start[reader->line.length - 1] == '\r') reader->line.length--;
    reader->counts.lines++;
    return WOM_OK;
}

/* The byte order mark of UTF-8 is dropped; those of UTF-16 are refused. */
static wom_status
check_first_line(wom_reader *reader)
{
    wom_line *line = &reader->line;
    if (line->length >= 2 && (memcmp(line->start, "\xff\xfe", 2) == 0 || memcmp(line->start, "\xfe\xff", 2) == 0))
        return wom_reader_fail_line(reader, "is UTF-16, must be UTF-8 or ISO-8859-1");
    if (line->length >= 3 && memcmp(line->start, "\xef\xbb\xbf", 3) == 0) {
        line->start += 3;
        line->length -= 3;
    }
    return WOM_OK;
}

static wom_status
check_bytes(const wom_reader *reader)
{
    const wom_line *line = &reader->line;
    if (line->length > reader->options.max_line)
        return wom_reader_fail_line(reader, "is longer than %llu bytes", (unsigned long long)reader->options.max_line);
    if (reader->may_hold_zero && memchr(line->start, 0, line->length) != NULL)
        return wom_reader_fail_line(reader, "holds a byte of 0, must be text");
    if (reader->may_hold_return && memchr(line->start, '\r', line->length) != NULL)
        return wom_reader_fail_line(reader, "holds a carriage return; lines must end with LF or CR LF");
    return WOM_OK;
}

static bool
is_to_skip(wom_line line)
{
    size_t i = 0;
    while (i < line.length && wom_is_blank(line.start[i])) i++;
    if (i == line.length || line.start[i] == '#' || line.start[i] == '%') return true;
    return line.start[i] == '/' && i + 1 < line.length && line.start[i + 1] == '/';
}

/* Makes a line that is not UTF-8 so: each byte of ISO-8859-1 is the character of its number. */
static wom_status
convert_line(wom_reader *reader)
{
    const wom_line from = reader->line;
    WOM_TRY(wom_reserve(&reader->converted, &reader->converted_capacity, reader->job, 2 * from.length, 1,
                        "a converted line"));
    char *to = reader->converted;
    for (size_t i = 0; i < from.length; i++) {
        const unsigned char c = (unsigned char)from.start[i];
        if (c >= 0x80) *to++ = (char)(0xc0 | (c >> 6));
        *to++ = (char)(c < 0x80 ? c : 0x80 | (c & 0x3f));
    }
    reader->line = (wom_line){ reader->converted, (size_t)(to - reader->converted) };
    reader->counts.converted++;
    return WOM_OK;
}

wom_status
wom_reader_next_line(wom_reader *reader, bool *has_line)
{
    for (;;) {
        reader->is_past_line = false;
        WOM_TRY(take_line(reader, has_line));
        reader->is_past_line = true;
        if (!*has_line) return WOM_OK;
        if (reader->noted < reader->end) note_bytes(reader);
        if (reader->counts.lines == 1) WOM_TRY(check_first_line(reader));
        WOM_TRY(check_bytes(reader));
        if (!is_to_skip(reader->line)) break;
        reader->counts.comments++;
    }
    const wom_text text = { reader->line.start, reader->line.length };
    if (reader->may_hold_high && !wom_text_is_utf8(text)) return convert_line(reader);
    return WOM_OK;
}

wom_reader_place
wom_reader_place_of(const wom_reader *reader)
{
    return (wom_reader_place){ reader->first, reader->counts };
}

void
wom_reader_go_back(wom_reader *reader, wom_reader_place place)
{
    const uint64_t bytes = reader->counts.bytes; /* these stay read */
    reader->first = reader->searched = place.first;
    reader->counts = place.counts;
    reader->counts.bytes = bytes;
}

/* ---- Rows ---- */

static wom_status
refuse_quotes(const wom_reader *reader, wom_field_problem problem, const char *where)
{
    const char *what = problem == WOM_FIELD_NOT_CLOSED ? "a quote is not closed in its line"
                                                       : "text follows a closing quote; one inside is written twice";
    return wom_fail(WOM_INVALID, "%s:%llu:%zu: %s", wom_source_name(reader->source),
                    (unsigned long long)reader->counts.lines, character_of(reader, where), what);
}

wom_status
wom_reader_next(wom_reader *reader, bool *has_row)
{
    uint64_t num_fields = 0;
    const char *where = NULL;
    WOM_TRY(wom_reader_next_line(reader, has_row));
    if (!*has_row) return WOM_OK;
    const uint64_t num_columns = reader->num_columns;
    const wom_field_problem problem =
        wom_line_split(reader->field, num_columns + 1, &num_fields, &where, reader->line, reader->delimiter);
    if (problem != WOM_FIELD_FINE) return refuse_quotes(reader, problem, where);
    const bool has_trailing = num_fields == num_columns + 1 && reader->field[num_columns].length == 0;
    if (num_fields != num_columns && !has_trailing)
        return wom_reader_fail_line(reader, "%llu field%s, must be %llu as in the first row",
                                    (unsigned long long)num_fields, num_fields == 1 ? "" : "s",
                                    (unsigned long long)num_columns);
    reader->counts.rows++;
    return WOM_OK;
}

static wom_status
check_options(wom_reader_options *options)
{
    const char delimiter = options->delimiter;
    if (delimiter == '"' || delimiter == '\n' || delimiter == '\r' || (unsigned char)delimiter >= 0x80)
        return wom_fail(WOM_INVALID, "a delimiter must be an ASCII character, not a quote or a line end");
    if (options->header < -1 || options->header > 1)
        return wom_fail(WOM_INVALID, "header is %d, must be -1, 0 or 1", options->header);
    if (options->max_line == 0) options->max_line = usual_max_line;
    return WOM_OK;
}

wom_status
wom_reader_open_lines(wom_reader **out, wom_job *job, wom_source *source, const wom_reader_options *options)
{
    wom_status status = WOM_OK;
    wom_reader *reader = NULL;
    *out = NULL;
    WOM_TRY_GOTO(wom_allocate(&reader, job, 1, sizeof *reader, "a reader"));
    reader->job = job;
    reader->fill_size = FILL_SIZE;
    reader->source = source;
    source = NULL;
    reader->options = options != NULL ? *options : wom_reader_defaults();
    WOM_TRY_GOTO(check_options(&reader->options));
    reader->c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (reader->c_locale == (locale_t)0) {
        status = wom_fail(WOM_NO_MEMORY, "a reader's locale");
        goto done;
    }
    *out = reader;
    reader = NULL;
done:
    wom_source_close(source);
    wom_reader_close(reader);
    return status;
}

wom_status
wom_reader_open_blocks(wom_reader **reader, wom_job *job, wom_source *source, const wom_reader_options *options,
                       uint64_t block_size)
{
    WOM_TRY(wom_reader_open_lines(reader, job, source, options));
    (*reader)->block_size = block_size > 0 ? block_size : FILL_SIZE;
    if (block_size > 0 && WOM_MOST_BLOCKS * block_size < FILL_SIZE)
        (*reader)->fill_size = WOM_MOST_BLOCKS * block_size;
    const wom_status status = wom_reader_detect(*reader);
    if (status == WOM_OK) return WOM_OK;
    wom_reader_close(*reader);
    *reader = NULL;
    return status;
}

wom_status
wom_reader_open_source(wom_reader **reader, wom_job *job, wom_source *source, const wom_reader_options *options)
{
    return wom_reader_open_blocks(reader, job, source, options, 0);
}

wom_status
wom_reader_open(wom_reader **reader, wom_job *job, const char *path, const wom_reader_options *options)
{
    wom_source *source;
    *reader = NULL;
    WOM_TRY(wom_source_open(&source, job, path));
    return wom_reader_open_source(reader, job, source, options);
}

void
wom_reader_close(wom_reader *reader)
{
    if (reader == NULL) return;
    if (reader->c_locale != (locale_t)0) freelocale(reader->c_locale);
    for (uint32_t i = 0; reader->names != NULL && i < reader->num_columns; i++) wom_free(reader->names[i]);
    wom_free(reader->names);
    wom_free(reader->field);
    wom_free(reader->converted);
    wom_free(reader->buffer);
    wom_free(reader->ahead.buffer);
    wom_source_close(reader->source);
    wom_free(reader);
}

bool
wom_reader_is_past_row(const wom_reader *reader)
{
    return reader->is_past_line;
}

wom_reader_counts
wom_reader_counts_of(const wom_reader *reader)
{
    return reader->counts;
}
