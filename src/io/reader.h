/* The inside of a table reader. */
#ifndef WOM_IO_READER_H
#define WOM_IO_READER_H

#include "blocks.h"
#include "text.h"

/* A line that does not belong to the table, or a row of it. The bytes are the reader's own and may be changed. */
typedef struct wom_line {
    char *start;
    size_t length;
} wom_line;

/* Bytes got before they are needed, behind a copy of those that are still to be read. */
typedef struct wom_read_ahead {
    char *buffer;
    uint64_t capacity, start, end; /* what was got is buffer[start .. end - 1] */
    bool is_there;
    wom_status status; /* what came after these bytes */
    char message[1024];
} wom_read_ahead;

struct wom_reader {
    wom_job *job;
    wom_source *source;
    wom_reader_options options;
    locale_t c_locale;

    /* the buffer: buffer[first .. end - 1] is still to be read, buffer[first .. searched - 1] holds no line end, and
     * what may_hold tells is about buffer[0 .. noted - 1]; behind end there is room for WOM_BLOCK_SLACK bytes */
    char *buffer;
    uint64_t capacity, first, searched, end, noted;
    uint64_t fill_size, block_size; /* bytes got at a time by single lines; of a block */
    wom_read_ahead ahead;
    bool ended;   /* the source has no more */
    bool is_past_line; /* the last line was taken whole */
    bool keeping; /* nothing is dropped from the buffer, so that the reader can go back */
    bool may_hold_zero, may_hold_high, may_hold_return; /* what the buffer may hold: lines are checked only then */

    wom_line line;   /* the current row's, in the buffer or in `converted` */
    char *converted; /* a line made UTF-8 */
    uint64_t converted_capacity;

    char delimiter;
    bool has_header;
    uint32_t num_columns;          /* 0: not known yet */
    char **names;                  /* [num_columns]; NULL without header */
    wom_text *field;               /* [num_columns + 1]: one more for what follows a trailing delimiter */
    uint64_t num_nodes, num_edges; /* of the size line */
    wom_reader_counts counts;
};

/* A reader of lines, which divides nothing: for what is no table. Takes over the source, also when it fails; after
 * wom_reader_detect it is a reader of the table that follows. */
wom_status wom_reader_open_lines(wom_reader **reader, wom_job *job, wom_source *source,
                                 const wom_reader_options *options);

/* Where a reader stands, to come back to while it keeps its buffer. */
typedef struct wom_reader_place {
    uint64_t first;
    wom_reader_counts counts;
} wom_reader_place;

wom_reader_place wom_reader_place_of(const wom_reader *reader);
void wom_reader_go_back(wom_reader *reader, wom_reader_place place);

/* Gets up to `size` bytes, or those that were read ahead, behind those that are still to be read. */
wom_status wom_reader_fill(wom_reader *reader, uint64_t size);

/* What becomes of the row at hand, which could not be read: WOM_OK where it is passed over. */
static inline wom_status
wom_reader_pass_row(const wom_passing *passing, const wom_reader *reader, wom_status status)
{
    return wom_reader_is_past_row(reader) ? wom_pass(passing, status) : status;
}

/* The next line that is neither empty nor a comment, checked, and made UTF-8. */
wom_status wom_reader_next_line(wom_reader *reader, bool *has_line);

/* Whether what follows can only be vectors as text: below a line "rows dimensions", or with a second column that is no
 * whole number, as an id would be, and as many numbers. The reader stays where it is. */
wom_status wom_reader_sees_vectors(bool *are_vectors, wom_reader *reader);

/* Looks at the first rows: size line, delimiter, number of columns, header. */
wom_status wom_reader_detect(wom_reader *reader);

/* "file:line:column: message" for a place in the current line, WOM_INVALID. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
wom_status
wom_reader_fail_at(const wom_reader *reader, const char *where, const char *format, ...);

/* "file:line: message", WOM_INVALID. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
wom_status
wom_reader_fail_line(const wom_reader *reader, const char *format, ...);

/* ---- Fields of a line (fields.c) ---- */

typedef enum wom_field_problem { WOM_FIELD_FINE, WOM_FIELD_NOT_CLOSED, WOM_FIELD_TEXT_AFTER_QUOTE } wom_field_problem;

/* How many fields the line has; one whose quotes are wrong is the last. */
uint64_t wom_line_num_fields(wom_line line, char delimiter);

/* Stores the first `capacity` fields, unquoted in place, and tells how many there are. On a problem *num_fields is the
 * index of the wrong one, whose start is in *where. */
wom_field_problem wom_line_split(wom_text *field, uint64_t capacity, uint64_t *num_fields, const char **where,
                                 wom_line line, char delimiter);

#endif
