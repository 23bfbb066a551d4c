/* What a store file holds, in tables. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static cli_text
size_of(const cli_entry *entry)
{
    cli_text text = { "" };
    size_t length = 0;
    if (entry->kind == CLI_ENTRY_TABLE) {
        snprintf(text.text, sizeof text.text, "%.40s x %.40s", cli_counted(entry->lengths[0], "row", "rows").text,
                 cli_counted(entry->lengths[1], "column", "columns").text);
        return text;
    }
    for (uint32_t i = 0; i < entry->num_lengths && length < sizeof text.text; i++)
        length += (size_t)snprintf(text.text + length, sizeof text.text - length, "%s%.20s", i > 0 ? " x " : "",
                                   cli_count(entry->lengths[i]).text);
    return text;
}

static wom_status
show_in_words(cli_call *call, wom_archive *archive, const cli_entries *entries)
{
    static const char *const kinds[] = { "table", "array", "text" };
    cli_table table = cli_table_begin(call->job, &call->style, "lllw");
    for (uint64_t i = 0; i < entries->num_entries; i++) {
        const cli_entry *entry = &entries->entry[i];
        char *help = NULL;
        if (entry->kind == CLI_ENTRY_ARRAY) (void)!wom_archive_attribute_text(&help, archive, entry->path, "long_name");
        cli_cell(&table, "%s", entry->path + 1);
        cli_cell(&table, "%s", kinds[entry->kind]);
        cli_cell(&table, "%s", size_of(entry).text);
        cli_cell(&table, "%s", help != NULL ? help : "");
        wom_free(help);
    }
    return cli_table_print(&table);
}

wom_status
cli_fill_entries(wom_json *parent, const void *context)
{
    const cli_entries *entries = context;
    static const char *const kinds[] = { "table", "array", "text" };
    wom_json *list = NULL, *object = NULL, *lengths = NULL;
    WOM_TRY(wom_json_add_array(&list, parent, "holds"));
    for (uint64_t i = 0; i < entries->num_entries; i++) {
        const cli_entry *entry = &entries->entry[i];
        WOM_TRY(wom_json_add_object(&object, list, NULL));
        WOM_TRY(wom_json_add_string(object, "name", entry->path + 1));
        WOM_TRY(wom_json_add_string(object, "kind", kinds[entry->kind]));
        WOM_TRY(wom_json_add_array(&lengths, object, "size"));
        for (uint32_t k = 0; k < entry->num_lengths; k++)
            WOM_TRY(wom_json_add_integer(lengths, NULL, entry->lengths[k]));
    }
    return WOM_OK;
}

wom_status
cli_show_entries(cli_call *call, wom_archive *archive, const cli_entries *entries)
{
    if (call->arguments.json) return cli_print_json(call, cli_fill_entries, entries);
    return show_in_words(call, archive, entries);
}

/* ---- A summary of results ---- */

/* A row of /summary: text columns as they are, numbers as an estimate. */
typedef struct summary_columns {
    cli_column metric, content, value, low, high, unit;
} summary_columns;

static wom_status
read_optional(cli_column *column, cli_call *call, wom_archive *archive, const char *path)
{
    return wom_archive_has(archive, path) ? cli_column_read(column, call->job, archive, path) : WOM_OK;
}

static const char *
text_at(const cli_column *column, uint64_t row)
{
    return column->type == WOM_TYPE_STRING && row < column->num_values ? ((char *const *)column->values)[row] : "";
}

static double
number_at(const cli_column *column, uint64_t row)
{
    return column->type == WOM_TYPE_DOUBLE && row < column->num_values ? ((const double *)column->values)[row] : 0.0;
}

static wom_status
print_summary(cli_call *call, const summary_columns *columns)
{
    cli_table table = cli_table_begin(call->job, &call->style, "llrll");
    cli_table_header(&table, "metric|content|value|95 % interval|");
    for (uint64_t row = 0; row < columns->metric.num_values; row++) {
        const wom_estimate estimate = { .value = number_at(&columns->value, row),
                                        .low = number_at(&columns->low, row),
                                        .high = number_at(&columns->high, row) };
        cli_cell(&table, "%s", text_at(&columns->metric, row));
        cli_cell(&table, "%s", text_at(&columns->content, row));
        cli_cell(&table, "%s", cli_value(&estimate).text);
        cli_cell(&table, "%s", cli_interval(&estimate).text);
        cli_cell(&table, "%s", text_at(&columns->unit, row));
    }
    return cli_table_print(&table);
}

wom_status
cli_show_summary(cli_call *call, wom_archive *archive)
{
    summary_columns columns = { 0 };
    const struct {
        cli_column *column;
        const char *path;
    } rows[] = {
        { &columns.metric, "/summary/metric" }, { &columns.content, "/summary/content" },
        { &columns.value, "/summary/value" },   { &columns.low, "/summary/lo95" },
        { &columns.high, "/summary/hi95" },     { &columns.unit, "/summary/unit" },
    };
    wom_status status = WOM_OK;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && status == WOM_OK; i++)
        status = read_optional(rows[i].column, call, archive, rows[i].path);
    if (status == WOM_OK && columns.metric.num_values > 0) {
        cli_heading(&call->style, "Summary");
        status = print_summary(call, &columns);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) cli_column_clear(rows[i].column);
    return status;
}
