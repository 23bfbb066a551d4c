/* wom export: a table or array of a results file as CSV or JSON. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What is being written: columns of equal length. An array comes in long form, a row a value, with a column an axis. */
typedef struct cli_sheet {
    wom_job *job;
    wom_archive *archive;
    cli_column *column;
    uint64_t num_columns, num_rows;
    uint64_t stride[4]; /* of an array's axes: rows before the axis moves on; 0: a column of its own */
    uint64_t length[4];
} cli_sheet;

static void
clear_sheet(cli_sheet *sheet)
{
    for (uint64_t i = 0; i < sheet->num_columns; i++) cli_column_clear(&sheet->column[i]);
    wom_free(sheet->column);
}

static uint64_t
row_in_column(const cli_sheet *sheet, uint64_t column, uint64_t row)
{
    if (column >= 4 || sheet->stride[column] == 0) return row;
    return row / sheet->stride[column] % sheet->length[column];
}

/* ---- Reading ---- */

static wom_status
read_table(cli_sheet *sheet, const cli_entry *entry)
{
    char **names = NULL, path[2048];
    uint64_t num_names = 0;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_archive_table_columns(&names, &num_names, sheet->archive, entry->path));
    WOM_TRY_GOTO(wom_allocate(&sheet->column, sheet->job, num_names, sizeof *sheet->column, "columns"));
    for (uint64_t i = 0; i < num_names; i++) {
        snprintf(path, sizeof path, "%.1000s/%.1000s", entry->path, names[i]);
        WOM_TRY_GOTO(cli_column_read(&sheet->column[i], sheet->job, sheet->archive, path));
        sheet->num_columns++;
        if (sheet->column[i].num_values != sheet->column[0].num_values) {
            status = wom_fail(WOM_INVALID, "\"%s\": columns are of different length", entry->path);
            goto done;
        }
    }
    sheet->num_rows = entry->lengths[0];
done:
    wom_free(names);
    return status;
}

/* An axis without a scale is numbered. */
static wom_status
number_axis(cli_column *column, wom_job *job, uint32_t axis, uint64_t length)
{
    char name[32];
    int64_t *values = NULL;
    const int size = snprintf(name, sizeof name, "axis%u", axis);
    WOM_TRY(wom_copy_text(&column->name, job, name, (size_t)size));
    WOM_TRY(wom_allocate(&values, job, length, sizeof *values, "an axis"));
    for (uint64_t i = 0; i < length; i++) values[i] = (int64_t)i;
    column->type = WOM_TYPE_INT64;
    column->values = values;
    column->num_values = length;
    return WOM_OK;
}

static wom_status
read_axis(cli_sheet *sheet, uint32_t axis, const char *path, uint64_t length)
{
    cli_column *column = &sheet->column[sheet->num_columns++];
    if (path[0] == '\0') return number_axis(column, sheet->job, axis, length);
    WOM_TRY(cli_column_read(column, sheet->job, sheet->archive, path));
    if (column->num_values == length) return WOM_OK;
    return wom_fail(WOM_INVALID, "\"%s\": is not as long as the array that it labels", path);
}

static wom_status
read_array(cli_sheet *sheet, const cli_entry *entry)
{
    char **axes = NULL;
    uint64_t num_axes = 0, stride = 1;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_archive_axes(&axes, &num_axes, sheet->archive, entry->path));
    WOM_TRY_GOTO(wom_allocate(&sheet->column, sheet->job, num_axes + 1, sizeof *sheet->column, "columns"));
    for (uint32_t i = 0; i < num_axes; i++) WOM_TRY_GOTO(read_axis(sheet, i, axes[i], entry->lengths[i]));
    for (uint64_t i = num_axes; i-- > 0;) {
        sheet->stride[i] = stride;
        sheet->length[i] = entry->lengths[i];
        stride *= entry->lengths[i];
    }
    WOM_TRY_GOTO(cli_column_read(&sheet->column[sheet->num_columns], sheet->job, sheet->archive, entry->path));
    sheet->num_rows = sheet->column[sheet->num_columns++].num_values;
done:
    wom_free(axes);
    return status;
}

/* ---- Writing ---- */

static wom_status
write_csv(wom_text_file *file, const cli_sheet *sheet)
{
    for (uint64_t c = 0; c < sheet->num_columns; c++) {
        if (c > 0) WOM_TRY(wom_text_file_print(file, ","));
        WOM_TRY(wom_text_file_csv(file, sheet->column[c].name));
    }
    WOM_TRY(wom_text_file_print(file, "\n"));
    for (uint64_t row = 0; row < sheet->num_rows; row++) {
        for (uint64_t c = 0; c < sheet->num_columns; c++) {
            const cli_column *column = &sheet->column[c];
            const uint64_t at = row_in_column(sheet, c, row);
            if (c > 0) WOM_TRY(wom_text_file_print(file, ","));
            if (column->type == WOM_TYPE_STRING)
                WOM_TRY(wom_text_file_csv(file, ((char **)column->values)[at]));
            else
                WOM_TRY(wom_text_file_print(file, "%s", cli_column_number(column, at).text));
        }
        WOM_TRY(wom_text_file_print(file, "\n"));
        if (row % 65536 == 0) WOM_TRY(wom_job_check(sheet->job));
    }
    return WOM_OK;
}

static wom_status
add_value(wom_json *object, const cli_column *column, uint64_t at)
{
    const void *values = column->values;
    switch (column->type) {
    case WOM_TYPE_STRING:
        return wom_json_add_string(object, column->name, ((char *const *)values)[at]);
    case WOM_TYPE_BOOL:
        return wom_json_add_bool(object, column->name, ((const uint8_t *)values)[at] != 0);
    case WOM_TYPE_UINT64:
        return wom_json_add_integer(object, column->name, ((const uint64_t *)values)[at]);
    case WOM_TYPE_INT64:
        return wom_json_add_number(object, column->name, (double)((const int64_t *)values)[at]);
    default:
        return wom_json_add_number(object, column->name, ((const double *)values)[at]);
    }
}

static wom_status
write_json_row(wom_text_file *file, const cli_sheet *sheet, uint64_t row)
{
    wom_json *object = NULL;
    char *text = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_json_create_object(&object, sheet->job));
    for (uint64_t c = 0; c < sheet->num_columns; c++)
        WOM_TRY_GOTO(add_value(object, &sheet->column[c], row_in_column(sheet, c, row)));
    WOM_TRY_GOTO(wom_json_print(&text, sheet->job, object, false));
    WOM_TRY_GOTO(wom_text_file_print(file, "%s%s", text, row + 1 < sheet->num_rows ? ",\n" : "\n"));
done:
    wom_free(text);
    wom_json_free(object);
    return status;
}

static wom_status
write_json(wom_text_file *file, const cli_sheet *sheet)
{
    WOM_TRY(wom_text_file_print(file, "[\n"));
    for (uint64_t row = 0; row < sheet->num_rows; row++) {
        WOM_TRY(write_json_row(file, sheet, row));
        if (row % 4096 == 0) WOM_TRY(wom_job_check(sheet->job));
    }
    return wom_text_file_print(file, "]\n");
}

/* ---- One entry ---- */

static bool
wants_json(const cli_arguments *arguments)
{
    const char *ending = arguments->output != NULL ? strrchr(arguments->output, '.') : NULL;
    if (arguments->json) return true;
    if (arguments->format != NULL) return strcmp(arguments->format, "json") == 0;
    return ending != NULL && strcmp(ending, ".json") == 0;
}

static wom_status
write_text(wom_text_file *file, wom_archive *archive, const char *path)
{
    char *text = NULL;
    WOM_TRY(wom_archive_read_text(&text, archive, path));
    const size_t length = strlen(text);
    const wom_status status =
        wom_text_file_print(file, "%s%s", text, length == 0 || text[length - 1] != '\n' ? "\n" : "");
    wom_free(text);
    return status;
}

static wom_status
write_sheet(wom_text_file *file, cli_call *call, wom_archive *archive, const cli_entry *entry)
{
    cli_sheet sheet = { .job = call->job, .archive = archive };
    wom_status status = (entry->kind == CLI_ENTRY_TABLE ? read_table : read_array)(&sheet, entry);
    if (status == WOM_OK) status = (wants_json(&call->arguments) ? write_json : write_csv)(file, &sheet);
    clear_sheet(&sheet);
    return status;
}

static wom_status
export_entry(cli_call *call, wom_archive *archive, const cli_entry *entry)
{
    wom_text_file *file = NULL;
    wom_status status = WOM_OK;
    const char *output = call->arguments.output;
    WOM_TRY_GOTO(wom_text_file_create(&file, call->job, output != NULL ? output : "-"));
    if (entry->kind == CLI_ENTRY_TEXT)
        WOM_TRY_GOTO(write_text(file, archive, entry->path));
    else
        WOM_TRY_GOTO(write_sheet(file, call, archive, entry));
    WOM_TRY_GOTO(wom_text_file_finish(file));
done:
    wom_text_file_free(file);
    return status;
}

static wom_status export(cli_call *call)
{
    const cli_arguments *arguments = &call->arguments;
    const cli_entry *entry = NULL;
    wom_archive *archive = NULL;
    cli_entries entries = { 0 };
    wom_status status = WOM_OK;
    if (cli_wants_network(call)) return cli_export_network(call);
    if (arguments->format != NULL && strcmp(arguments->format, "csv") != 0 && strcmp(arguments->format, "json") != 0)
        return cli_misused(call, "option \"--format\": \"%s\" is not csv, json, graphml or gexf", arguments->format);
    if (arguments->top != NULL) return cli_misused(call, "option \"--top\" is for graphml and gexf");
    WOM_TRY_GOTO(wom_archive_open(&archive, call->job, arguments->place[0], NULL));
    WOM_TRY_GOTO(cli_entries_list(&entries, call->job, archive));
    if (arguments->num_places == 1) {
        WOM_TRY_GOTO(cli_show_entries(call, archive, &entries));
    } else {
        WOM_TRY_GOTO(wom_fail_in(cli_entries_find(&entry, &entries, arguments->place[1]), "%s", arguments->place[0]));
        WOM_TRY_GOTO(export_entry(call, archive, entry));
    }
done:
    cli_entries_clear(&entries);
    wom_archive_close(archive);
    return status;
}

static const char *const options[] = { "output", "format",     "top",   "json", "threads",
                                       "memory", "time-limit", "quiet", NULL };

const cli_command cli_export = {
    .name = "export",
    .summary = "write a table or array of a results file as CSV or JSON, or the network as XML",
    .places = "RESULTS [TABLE]",
    .least_places = 1,
    .most_places = 2,
    .options = options,
    .help =
        "Without TABLE lists what the file holds. Arrays come with a row a value and a column an axis; texts such\n"
        "as effective_json, the scenario with all defaults, come as they are. Missing numbers are empty (CSV) or\n"
        "null (JSON).\n"
        "With \"graph\" as TABLE and --format graphml or gexf, or an output of that ending, writes users and\n"
        "ties with what is known of them; RESULTS may then be a scenario. \"trace\" (or \"trace/17\" for world 17)\n"
        "is who made whom active in a simulated world.",
    .run = export,
};
