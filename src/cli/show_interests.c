/* wom info of interests by themselves: how many, of whom, and which are frequent. */
#include "cli.h"

#include <stdio.h>

typedef struct described {
    const char *path;
    const wom_interests_summary *interests;
} described;

/* ---- In words ---- */

static bool
has_labels(const wom_interests_summary *interests)
{
    return interests->num_frequent > 0;
}

static void
add_line(cli_table *table, const char *name, cli_text value, const char *meaning)
{
    cli_cell(table, "%s", name);
    cli_cell(table, "%s", value.text);
    cli_cell(table, "%s", meaning);
}

static void
add_figures(cli_table *table, const wom_interests_summary *interests)
{
    const double *quantiles = interests->values_quantiles;
    char half[256];
    snprintf(half, sizeof half, "median; of half %s to %s", cli_real(quantiles[1]).text, cli_real(quantiles[3]).text);
    add_line(table, "rows", cli_count(interests->num_rows), interests->form);
    add_line(table, has_labels(interests) ? "labels" : "dimensions", cli_count(interests->num_dimensions), "");
    add_line(table, "values", cli_count(interests->num_values), "not 0");
    add_line(table, "of a row", cli_real(interests->mean_values), "mean");
    add_line(table, "", cli_real(quantiles[2]), half);
    add_line(table, "", cli_count(interests->most_values), "most");
    add_line(table, "without any", cli_count(interests->num_missing), "rows");
    if (has_labels(interests))
        add_line(table, "repeated labels", cli_count(interests->num_repeated), "counted once");
    add_line(table, "a value", cli_real(interests->mean), "mean");
    add_line(table, "", cli_real(interests->least), "least");
    add_line(table, "", cli_real(interests->most), "most");
}

static wom_status
show(cli_call *call, const described *found)
{
    const wom_interests_summary *interests = found->interests;
    cli_heading(&call->style, found->path);
    cli_table table = cli_table_begin(call->job, &call->style, "lrl");
    add_figures(&table, interests);
    WOM_TRY(cli_table_print(&table));
    if (!has_labels(interests)) return WOM_OK;
    printf("\n");
    table = cli_table_begin(call->job, &call->style, "lrr");
    cli_table_header(&table, "most frequent|rows|share");
    for (uint32_t i = 0; i < interests->num_frequent; i++) {
        cli_cell(&table, "%s", interests->frequent[i]);
        cli_cell(&table, "%s", cli_count(interests->frequency[i]).text);
        cli_cell(&table, "%s",
                 cli_percent((double)interests->frequency[i] / (double)interests->num_rows).text);
    }
    return cli_table_print(&table);
}

/* ---- As JSON ---- */

static wom_status
fill(wom_json *root, const void *context)
{
    const described *found = context;
    const wom_interests_summary *interests = found->interests;
    wom_json *list = NULL, *label = NULL;
    WOM_TRY(wom_json_add_string(root, "name", found->path));
    WOM_TRY(wom_json_add_string(root, "kind", wom_rows_kind_names[WOM_ROWS_INTERESTS]));
    WOM_TRY(wom_json_add_string(root, "form", interests->form));
    WOM_TRY(wom_json_add_integer(root, "rows", interests->num_rows));
    WOM_TRY(wom_json_add_integer(root, "rows_without", interests->num_missing));
    WOM_TRY(wom_json_add_integer(root, "dimensions", interests->num_dimensions));
    WOM_TRY(wom_json_add_integer(root, "values", interests->num_values));
    WOM_TRY(wom_json_add_integer(root, "repeated_labels", interests->num_repeated));
    WOM_TRY(wom_json_add_number(root, "values_a_row", interests->mean_values));
    WOM_TRY(wom_json_add_number(root, "values_a_row_median", interests->values_quantiles[2]));
    WOM_TRY(wom_json_add_integer(root, "values_a_row_max", interests->most_values));
    WOM_TRY(wom_json_add_number(root, "min", interests->least));
    WOM_TRY(wom_json_add_number(root, "mean", interests->mean));
    WOM_TRY(wom_json_add_number(root, "max", interests->most));
    WOM_TRY(wom_json_add_array(&list, root, "frequent"));
    for (uint32_t i = 0; i < interests->num_frequent; i++) {
        WOM_TRY(wom_json_add_object(&label, list, NULL));
        WOM_TRY(wom_json_add_string(label, "label", interests->frequent[i]));
        WOM_TRY(wom_json_add_integer(label, "rows", interests->frequency[i]));
    }
    return WOM_OK;
}

wom_status
cli_describe_interests(cli_call *call)
{
    wom_interests_summary interests;
    if (call->arguments.output != NULL)
        return cli_misused(call, "option \"--output\" writes a description of ties or a log, not of interests; --json "
                           "tells it to programs");
    if (call->arguments.num_settings > 0)
        return cli_misused(call, "option \"--set\" is for ties, logs and scenarios, not for interests alone");
    WOM_TRY(wom_interests_summarise(&interests, call->job, call->arguments.place[0]));
    cli_progress_clear(&call->progress);
    const described found = { call->arguments.place[0], &interests };
    const wom_status status = call->arguments.json ? cli_print_json(call, fill, &found) : show(call, &found);
    wom_interests_summary_free(&interests);
    return status;
}
