/* wom info: what is in a scenario, a results file or an edge list. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- A scenario ---- */

static wom_status
show_scenario(cli_call *call, const wom_run *run)
{
    cli_show_stop(call, run);
    WOM_TRY(cli_show_data(call, run));
    if (run->data != NULL) WOM_TRY(cli_show_dropped(call, run->data));
    if (!(run->finished & (uint32_t)WOM_STAGE_DESCRIBE)) return WOM_OK;
    printf("\n");
    WOM_TRY(cli_show_graph(call, &run->graph_summary));
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

/* ---- An edge list ---- */

static wom_status
find_word(uint32_t *index, cli_call *call, const char *option, const char *word, const char *const *words)
{
    if (word == NULL) return WOM_OK;
    for (*index = 0; words[*index] != NULL; *index += 1)
        if (strcmp(words[*index], word) == 0) return WOM_OK;
    const char *near = wom_suggest(word, words);
    return cli_misused(call, "option \"--%s\": \"%s\" is not known%s%s%s", option, word,
                       near ? ", did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

typedef struct read_ties {
    const wom_data *data;
    wom_graph_summary summary;
} read_ties;

static wom_status
fill_ties(wom_json *root, const void *context)
{
    const read_ties *ties = context;
    WOM_TRY(cli_add_report(root, &ties->data->report));
    return cli_add_graph(root, &ties->summary);
}

static wom_status
show_ties(cli_call *call, const wom_data *data)
{
    read_ties ties = { .data = data };
    WOM_TRY(wom_graph_summarise(&ties.summary, call->job, data->graph));
    cli_progress_clear(&call->progress);
    if (call->arguments.json) return cli_print_json(call, fill_ties, &ties);
    WOM_TRY(cli_show_graph(call, &ties.summary));
    return cli_show_dropped(call, data);
}

static wom_status
info_on_ties(cli_call *call)
{
    const cli_arguments *arguments = &call->arguments;
    uint32_t direction = WOM_DIRECTION_AUTO, parallel = WOM_PARALLEL_SUM;
    wom_data *data = NULL;
    WOM_TRY(find_word(&direction, call, "direction", arguments->direction, wom_direction_names));
    WOM_TRY(find_word(&parallel, call, "parallel", arguments->parallel, wom_parallel_names));
    const wom_data_files files = {
        .ties = arguments->place[0],
        .from = arguments->from,
        .to = arguments->to,
        .strength = arguments->strength,
        .direction = (wom_direction)direction,
        .parallel = (wom_parallel)parallel,
        .size_line = arguments->size_line,
    };
    WOM_TRY(wom_data_load(&data, call->job, &files));
    const wom_status status = show_ties(call, data);
    wom_data_free(data);
    return status;
}

/* ---- The command ---- */

static wom_status
info(cli_call *call)
{
    cli_file_kind kind;
    WOM_TRY(cli_find_kind(&kind, call->job, call->arguments.place[0]));
    if (kind != CLI_FILE_SCENARIO && call->arguments.output != NULL)
        return cli_misused(call, "option \"--output\" is for scenarios, whose description it writes as a results file");
    if (kind == CLI_FILE_STORE) return info_on_store(call);
    if (kind == CLI_FILE_TIES) return info_on_ties(call);
    return cli_run_and_show(call, WOM_STAGE_LOAD | WOM_STAGE_DESCRIBE, call->arguments.output, NULL, show_scenario);
}

static const char *const options[] = { "from", "to",      "strength", "direction",  "parallel", "size-line",  "set",
                                       "output", "json", "threads",  "memory",     "time-limit", "quiet",    NULL };

const cli_command cli_info = {
    .name = "info",
    .summary = "tell what is in a scenario's data, a results file or an edge list",
    .places = "FILE",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help = "FILE is a scenario, a results file, or a table of ties (plain, gzip or zstd; \"-\" is standard input).\n"
            "What it is is told by its first characters. The options about columns are for tables of ties.\n"
            "Of a scenario --output FILE.h5 writes what is told as a results file, in the table /graph.",
    .run = info,
};
