/* wom import: reads the data of a scenario, or ties or a log alone, once, and keeps them in a prepared file. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- What was read ---- */

static wom_status
refuse(uint64_t count, const char *meaning)
{
    return wom_fail(WOM_INVALID, "refused because of --strict: %s %s", cli_count(count).text, meaning);
}

/* The first of what --strict does not let pass. */
static wom_status
refuse_quirks(const wom_data *data)
{
    for (uint32_t i = 0; i < WOM_DATA_NUM_COUNTS; i++) {
        const uint64_t count = wom_data_count_of(&data->report, &wom_data_counts[i]);
        if (wom_data_counts[i].is_quirk && count > 0) return refuse(count, wom_data_counts[i].meaning);
    }
    for (uint32_t i = 0; data->log != NULL && i < WOM_LOG_NUM_COUNTS; i++) {
        const uint64_t count = wom_log_count_of(&data->log->counts, &wom_log_counts_told[i]);
        if (wom_log_counts_told[i].is_quirk && count > 0) return refuse(count, wom_log_counts_told[i].meaning);
    }
    return WOM_OK;
}

static uint64_t
size_of(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 ? (uint64_t)found.st_size : 0;
}

typedef struct imported {
    const wom_data *data;
    const char *output;
} imported;

static wom_status
add_skipped(wom_json *root, const wom_data_report *report)
{
    wom_json *object = NULL, *file = NULL, *told = NULL;
    WOM_TRY(wom_json_add_object(&object, root, "skipped"));
    for (uint32_t i = 0; i < WOM_NUM_INPUTS; i++) {
        const wom_data_skipped *skipped = &report->skipped[i];
        if (skipped->num_rows == 0) continue;
        WOM_TRY(wom_json_add_object(&file, object, wom_data_input_names[i]));
        WOM_TRY(wom_json_add_integer(file, "rows", skipped->num_rows));
        WOM_TRY(wom_json_add_array(&told, file, "first"));
        for (uint32_t k = 0; k < WOM_DATA_MOST_TOLD && skipped->told[k][0] != '\0'; k++)
            WOM_TRY(wom_json_add_string(told, NULL, skipped->told[k]));
    }
    return WOM_OK;
}

static wom_status
show_skipped(cli_call *call, const wom_data_report *report)
{
    if (report->skipped_rows == 0) return WOM_OK;
    printf("\n");
    cli_heading(&call->style, "Skipped");
    cli_table table = cli_table_begin(call->job, &call->style, "lrw");
    for (uint32_t i = 0; i < WOM_NUM_INPUTS; i++) {
        const wom_data_skipped *skipped = &report->skipped[i];
        for (uint32_t k = 0; k < WOM_DATA_MOST_TOLD && k < skipped->num_rows; k++) {
            cli_cell(&table, "%s", k == 0 ? wom_data_input_names[i] : "");
            cli_cell(&table, "%s", k == 0 ? cli_counted(skipped->num_rows, "row", "rows").text : "");
            cli_cell(&table, "%s%s", skipped->told[k],
                     k + 1 == WOM_DATA_MOST_TOLD && skipped->num_rows > WOM_DATA_MOST_TOLD ? "; ..." : "");
        }
    }
    return cli_table_print(&table);
}

static wom_status
fill(wom_json *root, const void *context)
{
    const imported *result = context;
    const wom_data_report *report = &result->data->report;
    WOM_TRY(wom_json_add_string(root, "file", result->output));
    WOM_TRY(wom_json_add_integer(root, "bytes", size_of(result->output)));
    WOM_TRY(wom_json_add_integer(root, "users", result->data->graph->num_nodes));
    WOM_TRY(wom_json_add_integer(root, "ties", result->data->graph->num_ties));
    WOM_TRY(wom_json_add_integer(root, "contents", result->data->num_contents));
    WOM_TRY(cli_add_report(root, report));
    return add_skipped(root, report);
}

static wom_status
show(cli_call *call, const imported *result)
{
    const wom_data_report *report = &result->data->report;
    cli_heading(&call->style, result->output);
    cli_table table = cli_table_begin(call->job, &call->style, "lr");
    cli_cell(&table, "users");
    cli_cell(&table, "%s", cli_count(result->data->graph->num_nodes).text);
    cli_cell(&table, "rows of ties read");
    cli_cell(&table, "%s", cli_count(report->ties.rows).text);
    cli_cell(&table, "ties made of them");
    cli_cell(&table, "%s", cli_count(result->data->graph->num_ties).text);
    cli_cell(&table, "contents");
    cli_cell(&table, "%s", cli_count(result->data->num_contents).text);
    cli_cell(&table, "size of the file");
    cli_cell(&table, "%s", cli_bytes((double)size_of(result->output)).text);
    WOM_TRY(cli_table_print(&table));
    WOM_TRY(cli_show_dropped(call, result->data));
    return show_skipped(call, report);
}

/* ---- The command ---- */

static wom_status
save(cli_call *call, const wom_data *data, const wom_scenario *scenario)
{
    char *options = NULL;
    wom_json *effective = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_scenario_effective(&effective, call->job, scenario));
    WOM_TRY_GOTO(wom_json_print(&options, call->job, effective, true));
    WOM_TRY_GOTO(wom_data_save(data, call->job, call->arguments.output, &scenario->files, options));
done:
    wom_free(options);
    wom_json_free(effective);
    return status;
}

static wom_status
verify(cli_call *call)
{
    wom_data *data = NULL;
    wom_status status = wom_data_open(&data, call->job, call->arguments.place[0]);
    if (status == WOM_OK) status = wom_data_verify(data, call->job);
    cli_progress_clear(&call->progress);
    if (status == WOM_OK && !call->arguments.quiet)
        printf("%s is sound: %s, %s.\n", call->arguments.place[0],
               cli_counted(data->graph->num_nodes, "user", "users").text,
               cli_counted(data->graph->num_ties, "tie", "ties").text);
    wom_data_free(data);
    return status;
}

static wom_status
check_kind(const wom_rows_guess *guess, cli_call *call, cli_file_kind kind)
{
    if (kind != CLI_FILE_TABLE && kind != CLI_FILE_INTERESTS) return WOM_OK;
    if (call->arguments.as != NULL) return cli_misused(call, "option \"--as\": only ties or a log can be imported");
    if (kind == CLI_FILE_INTERESTS)
        return wom_fail(WOM_INVALID, "%s: holds interests alone; import the ties and give them by "
                        "--set /interests/users=%s", call->arguments.place[0], call->arguments.place[0]);
    return wom_fail(WOM_INVALID, "%s: does not look like ties: %s; give --from and --to, or --as ties or log",
                    call->arguments.place[0], guess->why);
}

static wom_status
import(cli_call *call)
{
    const cli_arguments *arguments = &call->arguments;
    imported result = { .output = arguments->output };
    cli_file_kind kind;
    wom_rows_guess guess;
    wom_scenario *scenario = NULL;
    wom_data *data = NULL;
    wom_status status = WOM_OK;
    if (arguments->verify) return verify(call);
    if (arguments->output == NULL)
        return cli_misused(call, "option \"--output\" is missing: the prepared file to write");
    WOM_TRY_GOTO(cli_find_kind(&kind, &guess, call));
    WOM_TRY_GOTO(check_kind(&guess, call, kind));
    WOM_TRY_GOTO(cli_data_scenario(&scenario, call, kind));
    WOM_TRY_GOTO(cli_check_output(scenario, arguments->place[0], arguments->output));
    if (arguments->max_errors != NULL) scenario->files.max_errors = strtoull(arguments->max_errors, NULL, 10);
    WOM_TRY_GOTO(wom_scenario_load_data(&data, call->job, scenario));
    if (arguments->strict) WOM_TRY_GOTO(refuse_quirks(data));
    WOM_TRY_GOTO(save(call, data, scenario));
    cli_progress_clear(&call->progress);
    result.data = data;
    status = arguments->json ? cli_print_json(call, fill, &result) : show(call, &result);
    if (status == WOM_OK && !arguments->json) status = cli_show_doubt(call, &guess);
done:
    wom_data_free(data);
    wom_scenario_free(scenario);
    return status;
}

static const char *const options[] = { "as",        "from",   "to",         "strength", "layer",      "direction",
                                       "parallel",  "set",    "output",     "strict",   "max-errors", "verify",
                                       "size-line", "json",   "threads",    "memory",   "time-limit", "quiet",
                                       NULL };

const cli_command cli_import = {
    .name = "import",
    .summary = "read data once, count what is odd in them, and keep them in a file that opens at once",
    .places = "SCENARIO|TIES|LOG -o FILE.h5",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help = "Reads all data that a scenario names, or ties or a log alone, and writes a prepared file. A scenario\n"
            "uses it by \"data\": {\"file\": \"FILE.h5\"} in place of ties, users, contents, interests and log, with\n"
            "the same results. With --verify, the argument is a prepared file, which is read whole and checked.",
    .run = import,
};
