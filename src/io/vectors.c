/* Vectors as text: rows of an id and numbers, as word2vec and GloVe write them. */
#include "vectors.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_COLUMNS = 4 };

/* How many words the line has between blanks. */
static uint64_t
count_words(wom_line line)
{
    return wom_line_num_fields(line, ' ');
}

/* Splitting takes quotes out of the line itself, which is still to be read. */
static bool
has_quotes(wom_line line)
{
    return memchr(line.start, '"', line.length) != NULL;
}

/* "rows dimensions" above a row of so many numbers; otherwise *num_rows stays 0. */
static wom_status
find_size(uint64_t *num_rows, wom_reader *reader)
{
    wom_text field[3];
    uint64_t num_fields = 0, rows = 0, dimensions = 0;
    const char *where = NULL;
    bool has_line = false;
    *num_rows = 0;
    WOM_TRY(wom_reader_next_line(reader, &has_line));
    if (!has_line || has_quotes(reader->line)) return WOM_OK;
    if (wom_line_split(field, 3, &num_fields, &where, reader->line, ' ') != WOM_FIELD_FINE || num_fields != 2)
        return WOM_OK;
    if (!wom_text_whole_number(&rows, field[0]) || !wom_text_whole_number(&dimensions, field[1])) return WOM_OK;
    WOM_TRY(wom_reader_next_line(reader, &has_line));
    if (has_line && rows > 0 && dimensions > 0 && count_words(reader->line) == dimensions + 1) *num_rows = rows;
    return WOM_OK;
}

/* A second field that is a number, but not whole, and as many numbers behind it. */
static bool
is_vector(wom_line line, char delimiter)
{
    wom_text field[LEAST_COLUMNS];
    uint64_t num_fields = 0, whole = 0;
    const char *where = NULL;
    if (wom_line_num_fields(line, delimiter) < LEAST_COLUMNS) return false;
    if (wom_line_split(field, LEAST_COLUMNS, &num_fields, &where, line, delimiter) != WOM_FIELD_FINE) return false;
    for (int i = 1; i < LEAST_COLUMNS; i++)
        if (!wom_text_is_number(field[i])) return false;
    return !wom_text_whole_number(&whole, field[1]);
}

static wom_status
see_row(bool *has_vector, wom_reader *reader)
{
    bool has_line = false;
    *has_vector = false;
    WOM_TRY(wom_reader_next_line(reader, &has_line));
    if (!has_line || has_quotes(reader->line)) return WOM_OK;
    for (const char *delimiter = " ,\t;|"; *delimiter != 0 && !*has_vector; delimiter++)
        *has_vector = is_vector(reader->line, *delimiter);
    return WOM_OK;
}

wom_status
wom_reader_sees_vectors(bool *are_vectors, wom_reader *reader)
{
    uint64_t num_rows = 0;
    reader->keeping = true;
    const wom_reader_place start = wom_reader_place_of(reader);
    WOM_TRY(find_size(&num_rows, reader));
    *are_vectors = num_rows > 0 && count_words(reader->line) >= LEAST_COLUMNS;
    wom_reader_go_back(reader, start);
    if (!*are_vectors) WOM_TRY(see_row(are_vectors, reader));
    wom_reader_go_back(reader, start);
    reader->keeping = false;
    return WOM_OK;
}

/* Puts the reader before the first row of vectors, if it holds any. */
static wom_status
find_vectors(bool *are_vectors, uint64_t *num_rows, wom_reader *reader)
{
    bool has_line = false, has_vector = false;
    reader->keeping = true;
    const wom_reader_place start = wom_reader_place_of(reader);
    WOM_TRY(find_size(num_rows, reader));
    wom_reader_go_back(reader, start);
    WOM_TRY(see_row(&has_vector, reader));
    wom_reader_go_back(reader, start);
    reader->options.size_line = *num_rows > 0;
    if (*num_rows > 0) reader->options.delimiter = ' ';
    if (*num_rows > 0 || has_vector) reader->options.wanted = NULL; /* a word may be called like a column */
    WOM_TRY(wom_reader_next_line(reader, &has_line));
    wom_reader_go_back(reader, start);
    reader->keeping = false;
    *are_vectors = *num_rows > 0;
    if (*are_vectors || !has_line) return *are_vectors ? wom_reader_detect(reader) : WOM_OK;
    WOM_TRY(wom_reader_detect(reader));
    *are_vectors = reader->num_columns >= LEAST_COLUMNS;
    return WOM_OK;
}

/* Vectors on their way to the sink. */
typedef struct vector_rows {
    wom_reader *reader;
    float *value;
    uint32_t num_values;
    wom_vector_sink sink;
    void *context;
} vector_rows;

static wom_status
read_row(const vector_rows *rows)
{
    const wom_reader *reader = rows->reader;
    const wom_text id = wom_reader_field(reader, 0);
    for (uint32_t i = 0; i < rows->num_values; i++) {
        double number = 0;
        WOM_TRY(wom_reader_number(&number, reader, i + 1, -(double)FLT_MAX, (double)FLT_MAX));
        rows->value[i] = (float)number;
    }
    return wom_fail_in(id.length > 0 ? rows->sink(rows->context, id, rows->value, rows->num_values)
                                     : wom_fail(WOM_INVALID, "the id is empty"),
                       "%s:%llu", wom_source_name(reader->source), (unsigned long long)reader->counts.lines);
}

static wom_status
read_rows(const vector_rows *rows, uint64_t announced, const wom_passing *passing)
{
    bool has_row = true;
    uint64_t num_met = 0;
    while (has_row) {
        wom_status status = wom_reader_next(rows->reader, &has_row);
        if (status == WOM_OK && has_row) status = read_row(rows);
        num_met += has_row;
        WOM_TRY(wom_reader_pass_row(passing, rows->reader, status));
    }
    if (announced == 0 || num_met == announced) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: the first line announces %llu vectors, but there are %llu",
                    wom_source_name(rows->reader->source), (unsigned long long)announced, (unsigned long long)num_met);
}

static wom_status
read_vectors(wom_reader *reader, uint64_t announced, const wom_passing *passing, wom_vector_sink sink, void *context)
{
    vector_rows rows = { .reader = reader, .num_values = reader->num_columns - 1, .sink = sink, .context = context };
    WOM_TRY(wom_allocate(&rows.value, reader->job, rows.num_values, sizeof *rows.value, "a vector"));
    const wom_status status = read_rows(&rows, announced, passing);
    wom_free(rows.value);
    return status;
}

wom_status
wom_vectors_read_lines(bool *are_vectors, wom_reader *reader, const wom_passing *passing, wom_vector_sink sink,
                       void *context)
{
    uint64_t announced = 0;
    WOM_TRY(find_vectors(are_vectors, &announced, reader));
    return *are_vectors ? read_vectors(reader, announced, passing, sink, context) : WOM_OK;
}

wom_status
wom_vectors_read(bool *are_vectors, wom_job *job, const char *path, const wom_passing *passing, wom_vector_sink sink,
                 void *context)
{
    wom_source *source = NULL;
    wom_reader *reader = NULL;
    wom_reader_options options = wom_reader_defaults();
    *are_vectors = false;
    bool is_json = false;
    WOM_TRY(wom_source_open(&source, job, path));
    wom_status status = wom_source_begins_json(&is_json, source); /* it may be one very long line */
    if (status != WOM_OK || is_json) {
        wom_source_close(source);
        return status;
    }
    WOM_TRY(wom_reader_open_lines(&reader, job, source, &options));
    status = wom_vectors_read_lines(are_vectors, reader, passing, sink, context);
    wom_reader_close(reader);
    return status;
}
