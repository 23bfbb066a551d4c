/* Reads the rows of ties: two ids, perhaps a strength and a layer. */
#include "data/loading.h"
#include "io/blocks.h"

#include <float.h>
#include <string.h>

static bool
is_number(const char *name)
{
    return name[strspn(name, "0123456789")] == 0;
}

/* Names that give away a header. A number is a column's place, and would stand for an id among the first row's. */
static void
list_wanted(const char **wanted, const wom_data_files *files)
{
    const char *const names[] = { wom_is_given(files->from) ? files->from : "from",
                                  wom_is_given(files->to) ? files->to : "to", files->strength, files->layer,
                                  "source", "target" };
    uint32_t num = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i)
        if (wom_is_given(names[i]) && !is_number(names[i])) wanted[num++] = names[i];
    wanted[num] = NULL;
}

static wom_status
find_columns(wom_ties_columns *columns, const wom_reader *reader, const wom_data_files *files)
{
    columns->from = 0;
    columns->to = 1;
    columns->has_strength = wom_is_given(files->strength);
    if (wom_is_given(files->from)) WOM_TRY(wom_reader_column(&columns->from, reader, files->from));
    if (wom_is_given(files->to)) WOM_TRY(wom_reader_column(&columns->to, reader, files->to));
    columns->has_layer = wom_is_given(files->layer);
    if (columns->has_strength) WOM_TRY(wom_reader_column(&columns->strength, reader, files->strength));
    if (columns->has_layer) WOM_TRY(wom_reader_column(&columns->layer, reader, files->layer));
    if (wom_reader_num_columns(reader) < 2)
        return wom_fail(WOM_INVALID, "%s: a tie needs two columns of ids, but there is only one column", files->ties);
    if (columns->from == columns->to)
        return wom_fail(WOM_INVALID, "%s: column %u cannot be both ends of a tie", files->ties, columns->from + 1);
    return WOM_OK;
}

/* The arrays share one capacity. */
wom_status
wom_reserve_ties(wom_loading *loading, uint64_t more, bool has_strength, bool has_layer)
{
    const uint64_t count = loading->num_rows + more;
    if (count <= loading->capacity) return WOM_OK;
    uint64_t capacity[4] = { loading->capacity, loading->capacity, loading->capacity, loading->capacity };
    WOM_TRY(wom_reserve(&loading->from, &capacity[0], loading->job, count, sizeof *loading->from, "rows of ties"));
    WOM_TRY(wom_reserve(&loading->to, &capacity[1], loading->job, count, sizeof *loading->to, "rows of ties"));
    if (has_strength)
        WOM_TRY(wom_reserve(&loading->strength, &capacity[2], loading->job, count, sizeof *loading->strength,
                            "strengths of ties"));
    if (has_layer)
        WOM_TRY(wom_reserve(&loading->layer, &capacity[3], loading->job, count, sizeof *loading->layer,
                            "layers of ties"));
    loading->capacity = capacity[0];
    return WOM_OK;
}

static wom_status
check_end(const wom_reader *reader, uint32_t column)
{
    if (wom_reader_field(reader, column).length > 0) return WOM_OK;
    return wom_reader_fail(reader, column, "the user is empty: a tie needs two ids");
}

static wom_status
read_end(uint32_t *code, wom_loading *loading, const wom_reader *reader, uint32_t column)
{
    const wom_status status = wom_ids_add_code(code, &loading->names->users, wom_reader_field(reader, column));
    if (status != WOM_OK) return wom_fail_in(status, "%s", loading->files->ties);
    if (*code < WOM_SMALL_ID && *code >= loading->code_range) loading->code_range = (uint64_t)*code + 1;
    return WOM_OK;
}

/* An empty field is a layer too, of those that are in no other. */
static wom_status
read_layer(uint32_t *layer, wom_loading *loading, const wom_reader *reader, uint32_t column)
{
    wom_ids *layers = &loading->names->layers;
    WOM_TRY(wom_fail_in(wom_ids_add(layer, layers, wom_reader_field(reader, column)), "%s", loading->files->ties));
    if (layers->num <= WOM_MOST_LAYERS) return WOM_OK;
    return wom_reader_fail(reader, column, "there are more than %d layers, is this the column of layers?",
                           WOM_MOST_LAYERS);
}

/* The ids last, so that a row that is skipped makes no user. */
static wom_status
read_row(wom_loading *loading, wom_reader *reader, const wom_ties_columns *columns, bool *has_row)
{
    const uint64_t row = loading->num_rows;
    WOM_TRY(wom_reader_next(reader, has_row));
    if (!*has_row) return WOM_OK;
    WOM_TRY(wom_reserve_ties(loading, 1, columns->has_strength, columns->has_layer));
    WOM_TRY(check_end(reader, columns->from));
    WOM_TRY(check_end(reader, columns->to));
    if (columns->has_strength)
        WOM_TRY(wom_reader_number(&loading->strength[row], reader, columns->strength, 0, (double)FLT_MAX));
    if (columns->has_layer) WOM_TRY(read_layer(&loading->layer[row], loading, reader, columns->layer));
    WOM_TRY(read_end(&loading->from[row], loading, reader, columns->from));
    WOM_TRY(read_end(&loading->to[row], loading, reader, columns->to));
    ++loading->num_rows;
    return WOM_OK;
}

wom_status
wom_load_ties_row(wom_loading *loading, wom_reader *reader, const wom_ties_columns *columns, bool *has_row)
{
    const wom_skipping skipping = wom_skipping_of(loading, WOM_INPUT_TIES);
    *has_row = true;
    const wom_status status = read_row(loading, reader, columns, has_row);
    if (status != WOM_OK) WOM_TRY(wom_skip_row(&skipping, reader, status));
    return loading->num_rows % 65536 == 0 ? wom_job_check(loading->job) : WOM_OK;
}

static wom_status
read_rows(wom_loading *loading, wom_reader *reader, const wom_ties_columns *columns)
{
    WOM_TRY(wom_reserve_ties(loading, wom_reader_expected_lines(reader), columns->has_strength,
                             columns->has_layer));
    if (loading->block_size != WOM_LOAD_BY_ROW) return wom_load_ties_blocks(loading, reader, columns);
    for (bool has_row = true; has_row;) WOM_TRY(wom_load_ties_row(loading, reader, columns, &has_row));
    return WOM_OK;
}

/* A size line that says otherwise than the rows marks a file that was cut or is another kind of file. */
static wom_status
check_size(const wom_loading *loading, const wom_reader *reader)
{
    uint64_t num_nodes = 0, num_edges = 0;
    if (loading->num_rows == 0) return wom_fail(WOM_INVALID, "%s: there is no tie in it", loading->files->ties);
    if (!wom_reader_size_line(reader, &num_nodes, &num_edges)) return WOM_OK;
    if (num_edges != loading->num_rows + loading->data->report.skipped_rows)
        return wom_fail(WOM_INVALID, "%s: the size line announces %llu ties, but there are %llu", loading->files->ties,
                        (unsigned long long)num_edges, (unsigned long long)loading->num_rows);
    if (num_nodes < loading->names->users.num)
        return wom_fail(WOM_INVALID, "%s: the size line announces %llu users, but there are %u", loading->files->ties,
                        (unsigned long long)num_nodes, loading->names->users.num);
    return WOM_OK;
}

/* Takes over the source. */
static wom_status
read_table(wom_loading *loading, wom_source *source, const wom_ties_header *header)
{
    wom_status status = WOM_OK;
    wom_reader *reader = NULL;
    wom_ties_columns columns = { 0 };
    const char *wanted[7];
    wom_reader_options options = wom_reader_defaults();
    list_wanted(wanted, loading->files);
    options.wanted = wanted;
    options.size_line = loading->files->size_line && !header->is_matrix;
    options.matrix_size = header->is_matrix;
    WOM_TRY(wom_reader_open_blocks(&reader, loading->job, source, &options, loading->block_size));
    WOM_TRY_GOTO(find_columns(&columns, reader, loading->files));
    WOM_TRY_GOTO(read_rows(loading, reader, &columns));
    if (loading->num_rows > 0) WOM_TRY_GOTO(wom_settle_codes(loading));
    WOM_TRY_GOTO(check_size(loading, reader));
    loading->data->report.converted_rows += wom_reader_counts_of(reader).converted;
done:
    wom_reader_close(reader);
    return status;
}

static void
settle_direction(wom_loading *loading, const wom_ties_header *header)
{
    wom_data *data = loading->data;
    loading->direction = loading->files->direction;
    if (loading->direction == WOM_DIRECTION_AUTO)
        loading->direction = header->is_undirected ? WOM_DIRECTION_MUTUAL : WOM_DIRECTION_INFLUENCE;
    data->ties_format = header->format;
    data->ties_are_undirected = header->is_undirected;
    data->direction = loading->direction;
}

wom_status
wom_load_ties(wom_loading *loading)
{
    wom_source *source = NULL;
    char start[WOM_SOURCE_PEEK];
    size_t length = 0;
    wom_ties_header header = { 0 };
    if (!wom_is_given(loading->files->ties)) { /* a log alone: its users know nobody */
        loading->direction = loading->data->direction = WOM_DIRECTION_INFLUENCE;
        return WOM_OK;
    }
    WOM_TRY(wom_source_open(&source, loading->job, loading->files->ties));
    wom_status status = wom_source_peek(source, start, sizeof start, &length);
    if (status == WOM_OK)
        status = wom_ties_header_read(&header, (wom_text){ start, length }, wom_source_name(source),
                                      (wom_graph_format)loading->files->ties_format);
    if (status == WOM_OK && header.file != WOM_GRAPH_TABLE) status = wom_load_ties_file(loading, source, &header);
    if (status != WOM_OK || header.file != WOM_GRAPH_TABLE) {
        wom_source_close(source);
        WOM_TRY(status);
    } else {
        WOM_TRY(read_table(loading, source, &header));
    }
    settle_direction(loading, &header);
    return WOM_OK;
}
