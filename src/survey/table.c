/* What is in the columns of a table, whatever it is about. */
#include "data/ids.h"
#include "io/log.h"
#include "io/text.h"
#include "survey/table_groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const wom_column_kind_names[] = { "empty", "truth values", "whole numbers", "numbers",
                                              "dates", "texts",        NULL };

/* ---- Kinds of values ---- */

static bool
is_missing(wom_text text)
{
    static const char *const words[] = { "", "NA", "NaN", "null" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (wom_text_same_word(text, (wom_text){ words[i], strlen(words[i]) })) return true;
    return false;
}

/* The kind that a value alone would be of; its number, or its seconds since 1970. */
static wom_column_kind
kind_of(double *number, wom_text text, locale_t c_locale)
{
    if (wom_text_number(number, text, c_locale))
        return *number == floor(*number) && fabs(*number) < 0x1p53 ? WOM_COLUMN_WHOLE : WOM_COLUMN_NUMBERS;
    if (wom_text_date(number, text)) return WOM_COLUMN_DATES;
    return wom_text_truth(number, text) ? WOM_COLUMN_TRUTH : WOM_COLUMN_TEXTS;
}

/* The kind of values of both kinds. */
static wom_column_kind
join_kinds(wom_column_kind a, wom_column_kind b)
{
    if (a == b || b == WOM_COLUMN_EMPTY) return a;
    if (a == WOM_COLUMN_EMPTY) return b;
    const bool are_numbers = (a == WOM_COLUMN_WHOLE || a == WOM_COLUMN_NUMBERS) &&
                             (b == WOM_COLUMN_WHOLE || b == WOM_COLUMN_NUMBERS);
    return are_numbers ? WOM_COLUMN_NUMBERS : WOM_COLUMN_TEXTS;
}

/* ---- Columns ---- */

/* A column while it is read. */
typedef struct column {
    wom_ids values;
    uint64_t *count, capacity; /* [values.num] how often each stands there */
} column;

/* A row by two hashes: that two rows share both by chance is not to be expected. */
typedef struct row_hash {
    uint64_t a, b;
} row_hash;

typedef struct describing {
    wom_table_summary *table;
    wom_job *job;
    wom_reader *reader;
    column *columns;
    wom_groups *groups; /* NULL: none */
    row_hash *hash;
    uint64_t capacity;
} describing;

static wom_status
count_value(wom_column_summary *summary, column *values, wom_job *job, wom_text text)
{
    uint32_t number = wom_ids_find(&values->values, text);
    if (summary->is_many) return WOM_OK;
    if (number == WOM_NO_NODE) {
        summary->is_many = summary->num_distinct == WOM_COLUMN_MOST_DISTINCT;
        if (summary->is_many) return WOM_OK;
        WOM_TRY(wom_ids_add(&number, &values->values, text));
        WOM_TRY(wom_reserve(&values->count, &values->capacity, job, (uint64_t)number + 1, sizeof *values->count,
                            "counts of values"));
        values->count[number] = 0;
        ++summary->num_distinct;
    }
    ++values->count[number];
    return WOM_OK;
}

static wom_status
take_value(const describing *d, uint32_t c, uint32_t group, wom_text text)
{
    wom_column_summary *summary = &d->table->column[c];
    double number = 0;
    if (is_missing(text)) {
        ++summary->num_missing;
        return WOM_OK;
    }
    summary->kind = join_kinds(summary->kind, kind_of(&number, text, d->reader->c_locale));
    if (d->groups != NULL) wom_groups_take_number(d->groups, group, c, number);
    summary->least = fmin(summary->least, number); /* of NaN and a number, the number */
    summary->most = fmax(summary->most, number);
    summary->sum += number;
    return count_value(summary, &d->columns[c], d->job, text);
}

static row_hash
hash_field(row_hash hash, wom_text text)
{
    hash.a = (hash.a ^ (text.length + 256)) * UINT64_C(0x100000001b3);
    for (size_t i = 0; i < text.length; i++) {
        const uint64_t byte = (unsigned char)text.start[i];
        hash.a = (hash.a ^ byte) * UINT64_C(0x100000001b3);
        hash.b = (hash.b + byte + 1) * UINT64_C(0x9e3779b97f4a7c15);
        hash.b ^= hash.b >> 29;
    }
    hash.b = (hash.b ^ text.length) * UINT64_C(0xbf58476d1ce4e5b9);
    return hash;
}

static wom_status
find_group(uint32_t *group, const describing *d)
{
    const uint32_t by = d->groups->by;
    const wom_status status = wom_groups_take_row(group, d->groups, wom_reader_field(d->reader, by));
    return status == WOM_INVALID ? wom_reader_fail(d->reader, by, "%s", wom_error_text()) : status;
}

static wom_status
take_row(describing *d)
{
    wom_table_summary *table = d->table;
    row_hash hash = { UINT64_C(0xcbf29ce484222325), 0 };
    uint32_t group = 0;
    if (d->groups != NULL) WOM_TRY(find_group(&group, d));
    for (uint32_t c = 0; c < table->num_columns; c++) {
        const wom_text text = wom_reader_field(d->reader, c);
        hash = hash_field(hash, text);
        WOM_TRY(take_value(d, c, group, text));
    }
    WOM_TRY(wom_reserve(&d->hash, &d->capacity, d->job, table->num_rows + 1, sizeof *d->hash, "rows"));
    d->hash[table->num_rows++] = hash;
    return table->num_rows % 65536 == 0 ? wom_job_check(d->job) : WOM_OK;
}

static int
compare_hashes(const void *a, const void *b)
{
    const row_hash *x = a, *y = b;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void
count_repeated(describing *d)
{
    if (d->table->num_rows == 0) return;
    qsort(d->hash, d->table->num_rows, sizeof *d->hash, compare_hashes);
    for (uint64_t i = 1; i < d->table->num_rows; i++)
        d->table->num_repeated += compare_hashes(&d->hash[i - 1], &d->hash[i]) == 0;
}

/* ---- What is told in the end ---- */

/* The most frequent values; of equally frequent ones those that came first. */
static wom_status
take_frequent(wom_column_summary *summary, const column *values, wom_job *job)
{
    uint32_t chosen[WOM_COLUMN_MOST_FREQUENT];
    if (summary->is_many) return WOM_OK;
    for (uint32_t number = 0; number < values->values.num; number++) {
        const uint64_t count = values->count[number];
        uint32_t place = summary->num_frequent;
        while (place > 0 && count > summary->frequency[place - 1]) place--;
        if (place == WOM_COLUMN_MOST_FREQUENT) continue;
        if (summary->num_frequent < WOM_COLUMN_MOST_FREQUENT) summary->num_frequent++;
        for (uint32_t i = summary->num_frequent - 1; i > place; i--) {
            summary->frequency[i] = summary->frequency[i - 1];
            chosen[i] = chosen[i - 1];
        }
        summary->frequency[place] = count;
        chosen[place] = number;
    }
    for (uint32_t i = 0; i < summary->num_frequent; i++) {
        const char *name = wom_ids_name(&values->values, chosen[i]);
        WOM_TRY(wom_copy_text(&summary->frequent[i], job, name, strlen(name)));
    }
    return WOM_OK;
}

static wom_status
finish_column(wom_column_summary *summary, const column *values, const describing *d)
{
    const uint64_t num_values = d->table->num_rows - summary->num_missing;
    summary->mean = summary->sum / (double)num_values;
    if (summary->kind == WOM_COLUMN_TEXTS || summary->kind == WOM_COLUMN_EMPTY)
        summary->least = summary->most = summary->mean = summary->sum = (double)NAN;
    return take_frequent(summary, values, d->job);
}

static wom_status
begin(describing *d, const char *path, const wom_reader_options *options)
{
    wom_table_summary *table = d->table;
    WOM_TRY(wom_reader_open(&d->reader, d->job, path, options));
    const uint32_t num = wom_reader_num_columns(d->reader);
    table->delimiter = wom_reader_delimiter(d->reader);
    table->has_header = wom_reader_has_header(d->reader);
    WOM_TRY(wom_allocate(&table->column, d->job, num, sizeof *table->column, "columns"));
    WOM_TRY(wom_allocate(&d->columns, d->job, num, sizeof *d->columns, "columns"));
    table->num_columns = num;
    for (uint32_t c = 0; c < num; c++) {
        const char *name = table->has_header ? wom_reader_column_name(d->reader, c) : "";
        wom_ids_start(&d->columns[c].values, d->job);
        table->column[c].least = table->column[c].most = (double)NAN;
        WOM_TRY(wom_copy_text(&table->column[c].name, d->job, name, strlen(name)));
    }
    return WOM_OK;
}

static wom_status
describe(describing *d, const char *path, const wom_reader_options *options, const char *by)
{
    WOM_TRY(begin(d, path, options));
    if (by != NULL) {
        uint32_t place = 0;
        WOM_TRY(wom_reader_column(&place, d->reader, by));
        wom_groups_start(d->groups, d->job, place, d->table->num_columns);
    }
    for (bool has_row = true;;) {
        WOM_TRY(wom_reader_next(d->reader, &has_row));
        if (!has_row) break;
        WOM_TRY(take_row(d));
    }
    count_repeated(d);
    for (uint32_t c = 0; c < d->table->num_columns; c++)
        WOM_TRY(finish_column(&d->table->column[c], &d->columns[c], d));
    return d->groups != NULL ? wom_groups_finish(d->table, d->groups) : WOM_OK;
}

wom_status
wom_table_summarise(wom_table_summary *table, wom_job *job, const char *path, const char *by)
{
    const char *wanted[WOM_LOG_MOST_WANTED];
    const wom_log_layout layout = { 0 };
    wom_reader_options options = wom_reader_defaults();
    wom_groups groups = { 0 };
    describing d = { .table = table, .job = job, .groups = by != NULL ? &groups : NULL };
    *table = (wom_table_summary){ 0 };
    wom_log_wanted(wanted, &layout); /* names that give away a header */
    options.wanted = wanted;
    const wom_status status = describe(&d, path, &options, by);
    for (uint32_t c = 0; d.columns != NULL && c < table->num_columns; c++) {
        wom_ids_free(&d.columns[c].values);
        wom_free(d.columns[c].count);
    }
    wom_free(d.columns);
    wom_groups_free(&groups);
    wom_free(d.hash);
    wom_reader_close(d.reader);
    if (status != WOM_OK) wom_table_summary_free(table);
    return status;
}

void
wom_table_summary_free(wom_table_summary *table)
{
    for (uint32_t c = 0; table->column != NULL && c < table->num_columns; c++) {
        wom_free(table->column[c].name);
        for (uint32_t i = 0; i < table->column[c].num_frequent; i++) wom_free(table->column[c].frequent[i]);
    }
    wom_free(table->column);
    for (uint32_t i = 0; table->group != NULL && i < table->num_groups; i++) {
        wom_free(table->group[i].value);
        wom_free(table->group[i].of_column);
    }
    wom_free(table->group);
    *table = (wom_table_summary){ 0 };
}
