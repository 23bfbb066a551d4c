/* wom info: what is in a scenario's data, ties, a log, another table, a prepared file, or a results file. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- A description ---- */

static wom_status
show_description(cli_call *call, const wom_run *run)
{
    cli_show_stop(call, run);
    WOM_TRY(cli_show_data(call, run));
    if (run->data != NULL) WOM_TRY(cli_show_dropped(call, run->data));
    if (!(run->finished & (uint32_t)WOM_STAGE_DESCRIBE)) return WOM_OK;
    if (run->data->graph->num_ties == 0) return WOM_OK;
    printf("\n");
    WOM_TRY(cli_show_graph(call, &run->graph_summary));
    WOM_TRY(cli_show_layers(call, run->data));
    printf("\nCommunities by Leiden's method: %s, the largest of %s; modularity %s.\n",
           cli_count(run->num_communities).text, cli_counted(run->largest_community, "user", "users").text,
           cli_real(run->modularity).text);
    if (!isnan(run->assortativity.over_ties))
        printf("Interests: mean cosine %s over ties, %s over random pairs.\n",
               cli_real(run->assortativity.over_ties).text, cli_real(run->assortativity.over_random_pairs).text);
    return WOM_OK;
}

/* ---- A store file ---- */

static void
add_attribute(cli_table *table, wom_archive *archive, const char *path, const char *name)
{
    char *value = NULL;
    if (wom_archive_attribute_text(&value, archive, path, name) == WOM_OK) {
        cli_cell(table, "%s", name);
        cli_cell(table, "%s", value);
    }
    wom_free(value);
}

typedef struct opened_store {
    wom_archive *archive;
    cli_entries entries;
    char digest[WOM_DIGEST_LENGTH];
} opened_store;

static const char *const root_names[] = { "format", "format_version", "status", "created", "creator", NULL };

static wom_status
show_store(cli_call *call, const opened_store *store)
{
    static const char *const origins[] = { "commit", "compiler", "host", "argv" };
    cli_heading(&call->style, call->arguments.place[0]);
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    for (const char *const *name = root_names; *name != NULL; name++) add_attribute(&table, store->archive, "/", *name);
    for (size_t i = 0; i < sizeof origins / sizeof *origins; i++)
        if (wom_archive_has(store->archive, "/provenance"))
            add_attribute(&table, store->archive, "/provenance", origins[i]);
    cli_cell(&table, "digest");
    cli_cell(&table, "%s", store->digest);
    WOM_TRY(cli_table_print(&table));
    printf("\n");
    WOM_TRY(cli_show_summary(call, store->archive));
    printf("\n");
    cli_heading(&call->style, "Holds");
    return cli_show_entries(call, store->archive, &store->entries);
}

static wom_status
fill_store(wom_json *root, const void *context)
{
    const opened_store *store = context;
    for (const char *const *name = root_names; *name != NULL; name++) {
        char *value = NULL;
        if (wom_archive_attribute_text(&value, store->archive, "/", *name) != WOM_OK) continue;
        const wom_status status = wom_json_add_string(root, *name, value);
        wom_free(value);
        WOM_TRY(status);
    }
    WOM_TRY(wom_json_add_string(root, "digest", store->digest));
    return cli_fill_entries(root, &store->entries);
}

static wom_status
info_on_store(cli_call *call)
{
    opened_store store = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_archive_open(&store.archive, call->job, call->arguments.place[0], NULL));
    WOM_TRY_GOTO(wom_archive_digest(store.digest, store.archive));
    WOM_TRY_GOTO(cli_entries_list(&store.entries, call->job, store.archive));
    WOM_TRY_GOTO(call->arguments.json ? cli_print_json(call, fill_store, &store) : show_store(call, &store));
done:
    cli_entries_clear(&store.entries);
    wom_archive_close(store.archive);
    return status;
}

/* ---- Data ---- */

typedef struct described {
    wom_run *run;
    const char *doubt;              /* "": none */
    char digest[WOM_DIGEST_LENGTH]; /* of a prepared file; "" of others */
} described;

static wom_status
fill_described(wom_json *root, const void *context)
{
    const described *found = context;
    WOM_TRY(cli_fill_run(root, found->run));
    if (found->doubt[0] != '\0') WOM_TRY(wom_json_add_string(root, "doubt", found->doubt));
    return found->digest[0] != '\0' ? wom_json_add_string(root, "digest", found->digest) : WOM_OK;
}

static wom_status
find_digest(char digest[WOM_DIGEST_LENGTH], wom_job *job, const char *path)
{
    wom_archive *archive = NULL;
    WOM_TRY(wom_archive_open(&archive, job, path, NULL));
    const wom_status status = wom_archive_digest(digest, archive);
    wom_archive_close(archive);
    return status;
}

/* A scenario is described with its model, data alone without one. */
static wom_status
info_on_data(cli_call *call, cli_file_kind kind, const wom_rows_guess *guess)
{
    const char *place = call->arguments.place[0], *output = call->arguments.output;
    const wom_stage reading = kind == CLI_FILE_SCENARIO ? WOM_STAGE_LOAD : WOM_STAGE_READ;
    wom_scenario *scenario = NULL;
    described found = { .doubt = guess->doubt };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(cli_data_scenario(&scenario, call, kind));
    WOM_TRY_GOTO(cli_check_output(scenario, place, output));
    WOM_TRY_GOTO(wom_scenario_run(&found.run, call->job, scenario, (uint32_t)reading | (uint32_t)WOM_STAGE_DESCRIBE,
                                  output, call->argv));
    if (kind == CLI_FILE_PREPARED) WOM_TRY_GOTO(find_digest(found.digest, call->job, place));
    cli_progress_clear(&call->progress);
    if (call->arguments.json) WOM_TRY_GOTO(cli_print_json(call, fill_described, &found));
    else WOM_TRY_GOTO(show_description(call, found.run));
    if (!call->arguments.json) WOM_TRY_GOTO(cli_show_doubt(call, guess));
    if (!call->arguments.json && kind == CLI_FILE_PREPARED) printf("\ndigest %s\n", found.digest);
    status = cli_stopped(found.run);
done:
    wom_run_free(found.run);
    wom_scenario_free(scenario);
    return status;
}

/* ---- The command ---- */

static wom_status
info(cli_call *call)
{
    cli_file_kind kind;
    wom_rows_guess guess;
    WOM_TRY(cli_find_kind(&kind, &guess, call));
    if (kind == CLI_FILE_TABLE) return cli_describe_table(call, &guess);
    if (call->arguments.by != NULL)
        return cli_misused(call, "option \"--by\" is for tables; %s is none, unless --as table says so",
                           call->arguments.place[0]);
    if (kind == CLI_FILE_INTERESTS) return cli_describe_interests(call);
    if (kind != CLI_FILE_STORE) return info_on_data(call, kind, &guess);
    if (call->arguments.output != NULL)
        return cli_misused(call, "option \"--output\" writes a description of data; a results file has been written");
    return info_on_store(call);
}

static const char *const options[] = { "as",      "by",         "from",  "to",        "strength", "layer",
                                       "direction", "parallel", "size-line", "set",   "output",   "json",
                                       "threads", "memory",     "time-limit", "quiet", NULL };

const cli_command cli_info = {
    .name = "info",
    .summary = "tell what is in data (a scenario's, ties, a log, any table, a prepared file) or in a results file",
    .places = "FILE",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help = "FILE is a scenario, a table of ties or another program's graph, a log of actions, any other table\n"
            "(plain, gzip or zstd), a prepared file of wom import, or a results file. What it is is told by what\n"
            "stands in it, or by --as; with options about columns, and from standard input (\"-\"), it is a table of\n"
            "ties. A table that is neither ties nor log is described column by column, and interests (label lists as\n"
            "JSON, vectors, .npy, FILE.h5:/DATA/SET) by rows, labels and values; --by COLUMN tells the means of a\n"
            "table's columns for each value of that one, as for the arms of an experiment. Of data, --output FILE.h5\n"
            "writes what is told as a results file: the table /graph, and how degrees, strengths, components and\n"
            "communities are distributed.",
    .run = info,
};
