/* wom info of a table that is none of ties: what is in each column. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double NORMAL_95 = 1.959963984540054; /* the normal distribution's 97.5 % quantile */

typedef struct described {
    const char *path, *why;
    const wom_table_summary *table;
} described;

/* ---- In words ---- */

static const char *
name_of_delimiter(char delimiter)
{
    switch (delimiter) {
    case '\t':
        return "tabs";
    case ',':
        return "commas";
    case ';':
        return "semicolons";
    case '|':
        return "bars";
    default:
        return "blanks";
    }
}

/* A whole number with all digits, for it may be an id; the day of a moment. */
static cli_text
show_end(double number, wom_column_kind kind)
{
    if (kind == WOM_COLUMN_DATES) return cli_date(number);
    return kind == WOM_COLUMN_WHOLE && number >= 0 ? cli_count((uint64_t)number) : cli_real(number);
}

/* At most `limit` bytes of a text in UTF-8, no character cut. */
static int
shown_length(const char *text, int limit)
{
    int length = (int)strnlen(text, (size_t)limit + 1);
    if (length <= limit) return length;
    while (length > 0 && ((unsigned char)text[length - 1] & 0xc0) == 0x80) length--;
    return length > 0 ? length - 1 : 0;
}

/* "a 12, b 7, ...": where values repeat, and few enough that their frequencies say something. */
static void
add_frequent(cli_table *table, const wom_column_summary *column)
{
    enum { MOST_SHOWN = 5, LONGEST = 24 };
    char text[512];
    size_t length = 0;
    for (uint32_t i = 0; i < column->num_frequent && i < MOST_SHOWN; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%.*s (%s)", i > 0 ? ", " : "",
                                   shown_length(column->frequent[i], LONGEST), column->frequent[i],
                                   cli_count(column->frequency[i]).text);
    cli_cell(table, "%s%s", text, column->num_distinct > MOST_SHOWN ? ", ..." : "");
}

static void
add_column(cli_table *table, const wom_column_summary *column, uint32_t number)
{
    const bool is_text = column->kind == WOM_COLUMN_TEXTS || column->kind == WOM_COLUMN_TRUTH;
    const bool repeats = column->num_frequent > 0 && column->frequency[0] > 1;
    if (column->name[0] != '\0') cli_cell(table, "%s", column->name);
    else cli_cell(table, "%u", number + 1);
    cli_cell(table, "%s", wom_column_kind_names[column->kind]);
    cli_cell(table, "%s%s", column->is_many ? "> " : "", cli_count(column->num_distinct).text);
    cli_cell(table, "%s", cli_count(column->num_missing).text);
    if (is_text && repeats) add_frequent(table, column);
    else if (is_text || column->kind == WOM_COLUMN_EMPTY) cli_cell(table, "%s", "");
    else
        cli_cell(table, "%s to %s, mean %s", show_end(column->least, column->kind).text,
                 show_end(column->most, column->kind).text,
                 column->kind == WOM_COLUMN_DATES ? cli_date(column->mean).text : cli_real(column->mean).text);
}

/* Of the columns that have means, a row for each group. */
static wom_status
show_groups(cli_call *call, const wom_table_summary *summary)
{
    char header[512];
    printf("\n");
    cli_table table = cli_table_begin(call->job, &call->style, "llrrl");
    snprintf(header, sizeof header, "column|%.400s|values|mean|95 %% interval", call->arguments.by);
    cli_table_header(&table, header);
    for (uint32_t c = 0; c < summary->num_columns; c++) {
        bool is_named = false;
        for (uint32_t g = 0; g < summary->num_groups; g++) {
            const wom_group_mean *of = &summary->group[g].of_column[c];
            const double half = NORMAL_95 * of->standard_error;
            if (isnan(of->mean)) continue;
            cli_cell(&table, "%s", is_named ? "" : summary->column[c].name);
            cli_cell(&table, "%s", summary->group[g].value);
            cli_cell(&table, "%s", cli_count(of->num_values).text);
            cli_cell(&table, "%s", cli_real(of->mean).text);
            if (isnan(half)) cli_cell(&table, "%s", "");
            else cli_cell(&table, "[%s, %s]", cli_real(of->mean - half).text, cli_real(of->mean + half).text);
            is_named = true;
        }
    }
    return cli_table_print(&table);
}

static wom_status
show(cli_call *call, const described *found)
{
    const wom_table_summary *summary = found->table;
    cli_heading(&call->style, found->path);
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    if (found->why[0] != '\0') {
        cli_cell(&table, "kind");
        cli_cell(&table, "does not look like ties: %s; --from and --to (or --as ties) take it for ties, --as log for a "
                 "log", found->why);
    }
    cli_cell(&table, "table");
    cli_cell(&table, "%s, %s, between %s, %s header; %s", cli_counted(summary->num_rows, "row", "rows").text,
             cli_counted(summary->num_columns, "column", "columns").text, name_of_delimiter(summary->delimiter),
             summary->has_header ? "with a" : "without", summary->num_repeated == 0 ? "no row repeats another"
             : cli_counted(summary->num_repeated, "row repeats an earlier one", "rows repeat an earlier one").text);
    WOM_TRY(cli_table_print(&table));
    printf("\n");
    table = cli_table_begin(call->job, &call->style, "llrrw");
    cli_table_header(&table, "column|kind|distinct|missing|values");
    for (uint32_t c = 0; c < summary->num_columns; c++) add_column(&table, &summary->column[c], c);
    WOM_TRY(cli_table_print(&table));
    return summary->num_groups > 0 ? show_groups(call, summary) : WOM_OK;
}

/* ---- As JSON ---- */

static wom_status
fill_column(wom_json *list, const wom_column_summary *column)
{
    wom_json *object = NULL, *frequent = NULL, *value = NULL;
    WOM_TRY(wom_json_add_object(&object, list, NULL));
    WOM_TRY(wom_json_add_string(object, "name", column->name));
    WOM_TRY(wom_json_add_string(object, "kind", wom_column_kind_names[column->kind]));
    WOM_TRY(wom_json_add_integer(object, "missing", column->num_missing));
    WOM_TRY(wom_json_add_integer(object, "distinct", column->num_distinct));
    WOM_TRY(wom_json_add_bool(object, "more_distinct", column->is_many));
    WOM_TRY(wom_json_add_number(object, "min", column->least));
    WOM_TRY(wom_json_add_number(object, "mean", column->mean));
    WOM_TRY(wom_json_add_number(object, "max", column->most));
    WOM_TRY(wom_json_add_number(object, "sum", column->sum));
    WOM_TRY(wom_json_add_array(&frequent, object, "frequent"));
    for (uint32_t i = 0; i < column->num_frequent; i++) {
        WOM_TRY(wom_json_add_object(&value, frequent, NULL));
        WOM_TRY(wom_json_add_string(value, "value", column->frequent[i]));
        WOM_TRY(wom_json_add_integer(value, "rows", column->frequency[i]));
    }
    return WOM_OK;
}

static wom_status
fill_group(wom_json *list, const wom_table_summary *table, const wom_table_group *group)
{
    wom_json *object = NULL, *means = NULL, *mean = NULL;
    WOM_TRY(wom_json_add_object(&object, list, NULL));
    WOM_TRY(wom_json_add_string(object, "value", group->value));
    WOM_TRY(wom_json_add_integer(object, "rows", group->num_rows));
    WOM_TRY(wom_json_add_array(&means, object, "columns"));
    for (uint32_t c = 0; c < table->num_columns; c++) {
        if (isnan(group->of_column[c].mean)) continue;
        WOM_TRY(wom_json_add_object(&mean, means, NULL));
        WOM_TRY(wom_json_add_string(mean, "name", table->column[c].name));
        WOM_TRY(wom_json_add_integer(mean, "values", group->of_column[c].num_values));
        WOM_TRY(wom_json_add_number(mean, "mean", group->of_column[c].mean));
        WOM_TRY(wom_json_add_number(mean, "standard_error", group->of_column[c].standard_error));
    }
    return WOM_OK;
}

static wom_status
fill(wom_json *root, const void *context)
{
    const described *found = context;
    const wom_table_summary *table = found->table;
    wom_json *list = NULL;
    WOM_TRY(wom_json_add_string(root, "name", found->path));
    WOM_TRY(wom_json_add_string(root, "kind", wom_rows_kind_names[WOM_ROWS_TABLE]));
    WOM_TRY(wom_json_add_string(root, "not_ties", found->why));
    WOM_TRY(wom_json_add_integer(root, "rows", table->num_rows));
    WOM_TRY(wom_json_add_integer(root, "repeated_rows", table->num_repeated));
    WOM_TRY(wom_json_add_bool(root, "header", table->has_header));
    WOM_TRY(wom_json_add_string(root, "delimiter", name_of_delimiter(table->delimiter)));
    WOM_TRY(wom_json_add_array(&list, root, "columns"));
    for (uint32_t c = 0; c < table->num_columns; c++) WOM_TRY(fill_column(list, &table->column[c]));
    if (table->num_groups == 0) return WOM_OK;
    WOM_TRY(wom_json_add_array(&list, root, "groups"));
    for (uint32_t g = 0; g < table->num_groups; g++) WOM_TRY(fill_group(list, table, &table->group[g]));
    return WOM_OK;
}

wom_status
cli_describe_table(cli_call *call, const wom_rows_guess *guess)
{
    wom_table_summary table;
    if (call->arguments.output != NULL)
        return cli_misused(call, "option \"--output\" writes a description of ties or a log, not of another table; "
                           "--json tells it to programs");
    if (call->arguments.num_settings > 0)
        return cli_misused(call, "option \"--set\" is for ties, logs and scenarios, not for another table");
    WOM_TRY(wom_table_summarise(&table, call->job, call->arguments.place[0], call->arguments.by));
    cli_progress_clear(&call->progress);
    const described found = { call->arguments.place[0], guess->why, &table };
    const wom_status status = call->arguments.json ? cli_print_json(call, fill, &found) : show(call, &found);
    wom_table_summary_free(&table);
    return status;
}
