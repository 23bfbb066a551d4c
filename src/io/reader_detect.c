/* Finds out from a table's first rows how it is written: size line, delimiter, columns, header. */
#include "reader.h"

#include <string.h>

enum { SAMPLE_ROWS = 32, SAMPLE_BYTES = 64 * 1024 };

/* ---- Size line ---- */

static bool
ends_number(char c)
{
    return wom_is_blank(c) || c == ',' || c == ';' || c == '|';
}

/* Its own delimiter may differ from the table's, so any will do. */
static wom_status
read_size_line(wom_reader *reader)
{
    bool has_line;
    const uint32_t num_wanted = reader->options.matrix_size ? 3 : 2;
    const char *wanted = reader->options.matrix_size ? "three whole numbers, of rows, of columns and of entries"
                                                     : "two whole numbers, of nodes and of edges";
    uint64_t number[3] = { 0, 0, 0 };
    uint32_t num_numbers = 0;
    WOM_TRY(wom_reader_next_line(reader, &has_line));
    if (!has_line)
        return wom_fail(WOM_INVALID, "%s: is empty, must begin with a line of %s", wom_source_name(reader->source),
                        wanted);
    const char *p = reader->line.start, *const end = p + reader->line.length;
    bool is_fine = true;
    while (is_fine) {
        while (p < end && ends_number(*p)) p++;
        if (p == end) break;
        const char *const start = p;
        while (p < end && !ends_number(*p)) p++;
        const wom_text word = { start, (size_t)(p - start) };
        is_fine = num_numbers < num_wanted && wom_text_whole_number(&number[num_numbers++], word);
    }
    if (!is_fine || num_numbers != num_wanted) return wom_reader_fail_line(reader, "must be %s", wanted);
    if (num_wanted == 3 && number[0] != number[1])
        return wom_reader_fail_line(reader, "a matrix of ties must have as many columns as rows");
    reader->num_nodes = number[0];
    reader->num_edges = number[num_wanted - 1];
    return WOM_OK;
}

/* ---- Delimiter ---- */

/* Whether the line ends with a delimiter, which then may be one too many. */
static bool
ends_with_delimiter(wom_line line, char delimiter)
{
    size_t length = line.length;
    while (length > 0 && line.start[length - 1] == ' ') length--;
    return delimiter != ' ' && length > 0 && line.start[length - 1] == delimiter;
}

/* The least number of columns by which each of the sampled rows can be read, 0 if there is none: a row that ends with a
 * delimiter has two readings. */
static wom_status
common_num_columns(uint64_t *common, wom_reader *reader, wom_reader_place start, uint32_t num_rows, char delimiter)
{
    uint64_t low = 0, high = UINT64_MAX;
    bool has_line;
    wom_reader_go_back(reader, start);
    for (uint32_t i = 0; i < num_rows; i++) {
        WOM_TRY(wom_reader_next_line(reader, &has_line));
        const uint64_t most = wom_line_num_fields(reader->line, delimiter);
        const uint64_t least = most - ends_with_delimiter(reader->line, delimiter);
        if (least > low) low = least;
        if (most < high) high = most;
    }
    *common = low <= high ? low : 0;
    return WOM_OK;
}

/* No delimiter divides all rows alike: one that divides the first is taken, so that the row that differs is named. */
static wom_status
find_any_delimiter(wom_reader *reader, wom_reader_place start, const char *candidates)
{
    bool has_line;
    wom_reader_go_back(reader, start);
    WOM_TRY(wom_reader_next_line(reader, &has_line));
    for (const char *p = candidates; *p != 0; p++) {
        if (wom_line_num_fields(reader->line, *p) < 2) continue;
        reader->delimiter = *p;
        return WOM_OK;
    }
    reader->delimiter = ',';
    return WOM_OK;
}

static wom_status
find_delimiter(wom_reader *reader, wom_reader_place start, uint32_t num_rows)
{
    static const char candidates[] = "\t,;| ";
    uint64_t most = 1, n = 0;
    if (reader->options.delimiter != 0) {
        reader->delimiter = reader->options.delimiter;
        return WOM_OK;
    }
    for (const char *p = candidates; *p != 0; p++) {
        /* blanks stand inside texts, and commas between tabs, so that these decide only where nothing stronger does */
        if (most > 1 && (reader->delimiter == '\t' || *p == ' ')) break;
        WOM_TRY(common_num_columns(&n, reader, start, num_rows, *p));
        if (n <= most) continue;
        most = n;
        reader->delimiter = *p;
    }
    return most > 1 ? WOM_OK : find_any_delimiter(reader, start, candidates);
}

/* ---- Columns ---- */

static wom_status
count_columns(wom_reader *reader, wom_reader_place start, uint32_t num_rows)
{
    bool has_line;
    uint64_t common = 0;
    WOM_TRY(common_num_columns(&common, reader, start, num_rows, reader->delimiter));
    wom_reader_go_back(reader, start);
    WOM_TRY(wom_reader_next_line(reader, &has_line));
    const uint64_t of_first = wom_line_num_fields(reader->line, reader->delimiter);
    const uint64_t num_columns = common > 0 ? common : of_first;
    if (num_columns >= UINT32_MAX) return wom_reader_fail_line(reader, "has too many fields");
    WOM_TRY(wom_allocate(&reader->field, reader->job, num_columns + 1, sizeof *reader->field, "a row's fields"));
    reader->num_columns = (uint32_t)num_columns;
    return WOM_OK;
}

/* ---- Header ---- */

static bool
is_wanted(const wom_reader *reader, wom_text name)
{
    const char *const *wanted = reader->options.wanted;
    for (; wanted != NULL && *wanted != NULL; wanted++) {
        const wom_text word = { *wanted, strlen(*wanted) };
        /* "1" asks for the first column, it does not make a first row of numbers a header */
        if (!wom_text_is_number(word) && wom_text_same_word(word, name)) return true;
    }
    return false;
}

static wom_status
find_header(wom_reader *reader, wom_reader_place start)
{
    bool has_row, has_number = false;
    wom_reader_go_back(reader, start);
    WOM_TRY(wom_reader_next(reader, &has_row));
    for (uint32_t i = 0; i < reader->num_columns; i++) {
        reader->has_header = reader->has_header || is_wanted(reader, reader->field[i]);
        has_number = has_number || wom_text_is_number(reader->field[i]);
    }
    if (reader->has_header || has_number) return WOM_OK;
    WOM_TRY(wom_reader_next(reader, &has_row));
    if (!has_row) return WOM_OK;
    for (uint32_t i = 0; i < reader->num_columns; i++)
        reader->has_header = reader->has_header || wom_text_is_number(reader->field[i]);
    return WOM_OK;
}

static wom_status
take_names(wom_reader *reader)
{
    bool has_row;
    WOM_TRY(wom_reader_next(reader, &has_row));
    reader->counts.rows = 0;
    WOM_TRY(wom_allocate(&reader->names, reader->job, reader->num_columns, sizeof *reader->names, "column names"));
    for (uint32_t i = 0; i < reader->num_columns; i++)
        WOM_TRY(wom_copy_text(&reader->names[i], reader->job, reader->field[i].start, reader->field[i].length));
    return WOM_OK;
}

static wom_status
sample_rows(uint32_t *num_rows, wom_reader *reader)
{
    const uint64_t first = reader->first;
    bool has_line = true;
    *num_rows = 0;
    while (*num_rows < SAMPLE_ROWS && reader->first - first < SAMPLE_BYTES) {
        WOM_TRY(wom_reader_next_line(reader, &has_line));
        if (!has_line) break;
        ++*num_rows;
    }
    if (*num_rows > 0) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: holds no rows (%llu lines, all comments or empty), must hold at least one",
                    wom_source_name(reader->source), (unsigned long long)reader->counts.lines);
}

wom_status
wom_reader_detect(wom_reader *reader)
{
    uint32_t num_rows;
    reader->keeping = true;
    if (reader->options.size_line || reader->options.matrix_size) WOM_TRY(read_size_line(reader));
    const wom_reader_place start = wom_reader_place_of(reader);
    WOM_TRY(sample_rows(&num_rows, reader));
    WOM_TRY(find_delimiter(reader, start, num_rows));
    WOM_TRY(count_columns(reader, start, num_rows));
    reader->has_header = reader->options.header == 1;
    if (reader->options.header == -1) WOM_TRY(find_header(reader, start));
    wom_reader_go_back(reader, start);
    reader->keeping = false;
    return reader->has_header ? take_names(reader) : WOM_OK;
}
