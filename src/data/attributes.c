/* Reads tables of users or contents: all rows into columns, each id once. */
#include "data/attributes.h"
#include "io/text.h"

#include <wom/io.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Where the columns stand in this file. */
typedef struct layout {
    const wom_attributes_names *names;
    uint32_t id, text;
    uint32_t number[WOM_MAX_ATTRIBUTES];
} layout;

static wom_status
open_table(wom_reader **reader, layout *places, const wom_attributes *attributes, const char *path)
{
    const char *wanted[WOM_MAX_ATTRIBUTES + 3] = { places->names->id_name };
    uint32_t num_wanted = 1;
    for (uint32_t c = 0; c < attributes->num_columns; ++c) wanted[num_wanted++] = attributes->columns[c].name;
    wanted[num_wanted] = places->names->text_name;
    wom_reader_options options = wom_reader_defaults();
    options.header = 1;
    options.wanted = wanted;
    WOM_TRY(wom_reader_open(reader, attributes->job, path, &options));
    return wom_reader_column(&places->id, *reader, places->names->id_name);
}

/* Finds the column if there is one of that name in any case; which of two is meant is not guessed at. */
static wom_status
find_column(bool *has, uint32_t *column, const wom_reader *reader, const char *name)
{
    *has = false;
    for (uint32_t c = 0; name != NULL && c < wom_reader_num_columns(reader); ++c)
        *has |= strcasecmp(wom_reader_column_name(reader, c), name) == 0;
    return *has ? wom_reader_column(column, reader, name) : WOM_OK;
}

/* Room for one more row in every column that the file has. All arrays share one capacity. */
static wom_status
reserve_row(wom_attributes *attributes, const bool *has_number, bool has_text)
{
    if (attributes->num_rows < attributes->capacity) return WOM_OK;
    const uint64_t count = attributes->num_rows + 1;
    uint64_t capacity = attributes->capacity;
    WOM_TRY(wom_reserve(&attributes->id_of_row, &capacity, attributes->job, count, sizeof(uint32_t), "ids of rows"));
    for (uint32_t c = 0; c < attributes->num_columns; ++c) {
        if (!has_number[c]) continue;
        capacity = attributes->capacity;
        WOM_TRY(wom_reserve(&attributes->value[c], &capacity, attributes->job, count, sizeof(double),
                            attributes->columns[c].name));
    }
    if (has_text) {
        capacity = attributes->capacity;
        WOM_TRY(wom_reserve(&attributes->text_of_row, &capacity, attributes->job, count, sizeof(uint32_t), "texts"));
    }
    attributes->capacity = capacity;
    return WOM_OK;
}

/* Interns the row's id and sees that it has no row yet. */
static wom_status
read_id(wom_attributes *attributes, const layout *places, const wom_reader *reader)
{
    wom_ids *ids = places->names->ids;
    const wom_text text = wom_reader_field(reader, places->id);
    uint32_t id = 0;
    if (text.length == 0) return wom_reader_fail(reader, places->id, "the %s is empty", places->names->id_name);
    WOM_TRY(wom_ids_add(&id, ids, text));
    if (id >= attributes->num_ids)
        WOM_TRY(wom_reserve(&attributes->row_plus_1_of, &attributes->num_ids, attributes->job, ids->num,
                            sizeof *attributes->row_plus_1_of, "rows of ids"));
    if (attributes->row_plus_1_of[id] != 0)
        return wom_reader_fail(reader, places->id, "%s \"%s\" has had a row already: data row %llu",
                               places->names->id_name, wom_ids_name(ids, id),
                               (unsigned long long)attributes->row_plus_1_of[id]);
    attributes->row_plus_1_of[id] = attributes->num_rows + 1;
    attributes->id_of_row[attributes->num_rows] = id;
    return WOM_OK;
}

/* A column is of numbers or of truth values; one of both is more likely a slip than meant. */
static wom_status
read_truth_or_number(wom_attributes *attributes, uint32_t c, uint32_t column, const wom_reader *reader)
{
    enum { NUMBERS = 1, TRUTHS = 2 };
    const wom_attribute *attribute = &attributes->columns[c];
    double *value = &attributes->value[c][attributes->num_rows];
    const wom_text text = wom_reader_field(reader, column);
    const uint8_t kind = wom_text_truth(value, text) ? TRUTHS : NUMBERS;
    if (kind == NUMBERS) WOM_TRY(wom_reader_number(value, reader, column, attribute->low, attribute->high));
    if (attributes->kind[c] == 0) attributes->kind[c] = kind;
    if (attributes->kind[c] != kind)
        return wom_reader_fail(reader, column, "%s is \"%.*s\", but the rows before have %s", attribute->name,
                               (int)text.length, text.start,
                               kind == TRUTHS ? "numbers" : "values such as True and False");
    attributes->num_truths += kind == TRUTHS;
    return WOM_OK;
}

static wom_status
read_number(wom_attributes *attributes, uint32_t c, uint32_t column, const wom_reader *reader)
{
    const wom_attribute *attribute = &attributes->columns[c];
    double *value = &attributes->value[c][attributes->num_rows];
    if (wom_reader_field(reader, column).length == 0) {
        *value = NAN;
        ++attributes->num_empty;
        return WOM_OK;
    }
    if (attribute->may_be_truth) return read_truth_or_number(attributes, c, column, reader);
    WOM_TRY(wom_reader_number(value, reader, column, attribute->low, attribute->high));
    if (attribute->above_low && *value <= attribute->low)
        return wom_reader_fail(reader, column, "%s is %g, must be above %g", attribute->name, *value, attribute->low);
    return WOM_OK;
}

static wom_status
read_text(wom_attributes *attributes, const layout *places, const wom_reader *reader)
{
    uint32_t *number = &attributes->text_of_row[attributes->num_rows];
    const wom_text text = wom_reader_field(reader, places->text);
    if (text.length > 0) return wom_ids_add(number, places->names->texts, text);
    *number = WOM_NO_NODE;
    ++attributes->num_empty;
    return WOM_OK;
}

static wom_status
skip(void *context, wom_status status)
{
    const wom_skipping *skipping = context;
    wom_data_report *report = skipping->report;
    wom_data_skipped *skipped = &report->skipped[skipping->input];
    if (status != WOM_INVALID || skipping->most == 0) return status;
    if (report->skipped_rows == skipping->most)
        return wom_fail_in(status, "more than %llu rows are wrong; the last", (unsigned long long)skipping->most);
    if (skipped->num_rows < WOM_DATA_MOST_TOLD)
        snprintf(skipped->told[skipped->num_rows], sizeof skipped->told[0], "%s", wom_error_text());
    ++skipped->num_rows;
    ++report->skipped_rows;
    return WOM_OK;
}

wom_status
wom_skip_row(const wom_skipping *skipping, const wom_reader *reader, wom_status status)
{
    wom_skipping copy = *skipping;
    return wom_reader_is_past_row(reader) ? skip(&copy, status) : status;
}

wom_passing
wom_passing_of(wom_skipping *skipping)
{
    return (wom_passing){ skip, skipping };
}

/* The id last, so that a row that is skipped makes no user. */
static wom_status
read_row(wom_attributes *attributes, const layout *places, const bool *has_number, bool has_text, wom_reader *reader,
         bool *has_row)
{
    const uint64_t num_empty = attributes->num_empty, num_truths = attributes->num_truths;
    WOM_TRY(wom_reader_next(reader, has_row));
    if (!*has_row) return WOM_OK;
    WOM_TRY(reserve_row(attributes, has_number, has_text));
    wom_status status = WOM_OK;
    for (uint32_t c = 0; c < attributes->num_columns && status == WOM_OK; ++c)
        if (has_number[c]) status = read_number(attributes, c, places->number[c], reader);
    if (status == WOM_OK) status = read_id(attributes, places, reader);
    if (status == WOM_OK && has_text) status = read_text(attributes, places, reader);
    if (status == WOM_OK) {
        ++attributes->num_rows;
    } else {
        attributes->num_empty = num_empty;
        attributes->num_truths = num_truths;
    }
    return status;
}

static wom_status
read_rows(wom_attributes *attributes, layout *places, wom_reader *reader)
{
    bool has_number[WOM_MAX_ATTRIBUTES] = { false }, has_text = false, has_row = true;
    for (uint32_t c = 0; c < attributes->num_columns; ++c)
        WOM_TRY(find_column(&has_number[c], &places->number[c], reader, attributes->columns[c].name));
    WOM_TRY(find_column(&has_text, &places->text, reader, places->names->text_name));
    while (has_row) {
        const wom_status status = read_row(attributes, places, has_number, has_text, reader, &has_row);
        if (status != WOM_OK) WOM_TRY(wom_skip_row(&attributes->skipping, reader, status));
        if (attributes->num_rows % 65536 == 0) WOM_TRY(wom_job_check(attributes->job));
    }
    return WOM_OK;
}

wom_status
wom_attributes_read(wom_attributes *attributes, const char *path, const wom_attributes_names *names)
{
    wom_status status = WOM_OK;
    wom_reader *reader = NULL;
    layout places = { .names = names };
    WOM_TRY_GOTO(open_table(&reader, &places, attributes, path));
    WOM_TRY_GOTO(read_rows(attributes, &places, reader));
    attributes->num_converted = wom_reader_counts_of(reader).converted;
done:
    wom_reader_close(reader);
    return status;
}

void
wom_attributes_free(wom_attributes *attributes)
{
    wom_free(attributes->id_of_row);
    wom_free(attributes->text_of_row);
    wom_free(attributes->row_plus_1_of);
    for (uint32_t c = 0; c < WOM_MAX_ATTRIBUTES; ++c) wom_free(attributes->value[c]);
}
