/* wom generate: an invented graph and who lives in it as plain files, with a scenario that uses them. */
#include "cli.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PATH = 4096 };

/* ---- What is asked for ---- */

typedef struct wanted {
    wom_choice generator;
    wom_population population;
    uint32_t num_cascades; /* of the log */
    wom_json *root; /* texts are borrowed from it */
} wanted;

/* The name, --set and --seed as a section "generate" of a scenario would have them. */
static wom_status
read_wanted(wanted *want, cli_call *call)
{
    char seed[64];
    WOM_TRY(wom_json_create_object(&want->root, call->job));
    WOM_TRY(wom_json_add_string(want->root, "type", call->arguments.place[0]));
    for (uint32_t i = 0; i < call->arguments.num_settings; i++)
        WOM_TRY(wom_json_override(want->root, call->arguments.settings[i]));
    if (call->arguments.seed != NULL) {
        snprintf(seed, sizeof seed, "/seed=\"%.40s\"", call->arguments.seed);
        WOM_TRY(wom_json_override(want->root, seed));
    }
    return wom_choice_read_beside(&want->generator, &want->population, wom_population_fields, call->job,
                                  &wom_generators, want->root);
}

static wom_status
check_folder(const char *folder)
{
    struct dirent *entry;
    bool is_empty = true;
    DIR *open = opendir(folder);
    if (open == NULL && errno == ENOENT) return WOM_OK;
    if (open == NULL) return wom_fail(WOM_INVALID, "%s: cannot be used as a folder: %s", folder, strerror(errno));
    while ((entry = readdir(open)) != NULL)
        is_empty = is_empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    closedir(open);
    if (is_empty) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: has files in it; name a new or empty folder", folder);
}

/* ---- The scenario beside the files ---- */

static wom_status
add_file(wom_json *root, const char *section, const char *file, wom_json **added)
{
    WOM_TRY(wom_json_add_object(added, root, section));
    return wom_json_add_string(*added, "file", file);
}

static wom_status
add_data(wom_json *root)
{
    wom_json *section;
    WOM_TRY(add_file(root, "users", "users.csv", &section));
    WOM_TRY(add_file(root, "ties", "ties.csv", &section));
    WOM_TRY(wom_json_add_string(section, "from", "from"));
    WOM_TRY(wom_json_add_string(section, "to", "to"));
    WOM_TRY(wom_json_add_string(section, "strength", "strength"));
    WOM_TRY(add_file(root, "contents", "contents.csv", &section));
    WOM_TRY(wom_json_add_object(&section, root, "interests"));
    WOM_TRY(wom_json_add_string(section, "users", "user_interests.csv"));
    return wom_json_add_string(section, "contents", "content_interests.csv");
}

static wom_status
add_questions(wom_json *root)
{
    wom_json *section, *list, *question;
    WOM_TRY(wom_json_add_object(&section, root, "goal"));
    WOM_TRY(wom_json_add_integer(section, "seeds", 10));
    WOM_TRY(wom_json_add_array(&list, root, "select"));
    WOM_TRY(wom_json_add_string(list, NULL, "ris"));
    WOM_TRY(wom_json_add_string(list, NULL, "degree"));
    WOM_TRY(wom_json_add_string(list, NULL, "random"));
    WOM_TRY(wom_json_add_object(&section, root, "campaign"));
    WOM_TRY(wom_json_add_integer(section, "rounds", 50));
    WOM_TRY(wom_json_add_string(section, "policy", "thompson"));
    WOM_TRY(wom_json_add_array(&list, root, "what_if"));
    WOM_TRY(wom_json_add_object(&question, list, NULL));
    WOM_TRY(wom_json_add_string(question, "name", "twice the seeds"));
    WOM_TRY(wom_json_add_object(&section, question, "set"));
    return wom_json_add_integer(section, "/goal/seeds", 20);
}

static wom_status
fill_scenario(wom_json *root, const wanted *want)
{
    wom_json *section;
    WOM_TRY(wom_json_add_string(root, "name", want->generator.variant->name));
    WOM_TRY(wom_json_add_integer(root, "seed", want->population.seed));
    WOM_TRY(add_data(root));
    if (want->num_cascades > 0) WOM_TRY(add_file(root, "log", "log.csv", &section));
    return add_questions(root);
}

static wom_status
write_scenario(cli_call *call, const wanted *want)
{
    char path[MOST_PATH];
    char *text = NULL;
    wom_json *root = NULL;
    wom_text_file *file = NULL;
    wom_status status = WOM_OK;
    snprintf(path, sizeof path, "%s/scenario.json", call->arguments.output);
    WOM_TRY_GOTO(wom_json_create_object(&root, call->job));
    WOM_TRY_GOTO(fill_scenario(root, want));
    WOM_TRY_GOTO(wom_json_print(&text, call->job, root, true));
    WOM_TRY_GOTO(wom_text_file_create(&file, call->job, path));
    WOM_TRY_GOTO(wom_text_file_print(file, "%s", text));
    WOM_TRY_GOTO(wom_text_file_finish(file));
done:
    wom_text_file_free(file);
    wom_free(text);
    wom_json_free(root);
    return status;
}

/* ---- Figures ---- */

typedef struct made_figures {
    const char *folder;
    wom_graph_summary graph;
    wom_interest_assortativity alike;
} made_figures;

static wom_status
fill_figures(wom_json *root, const void *context)
{
    const made_figures *figures = context;
    WOM_TRY(wom_json_add_string(root, "folder", figures->folder));
    WOM_TRY(cli_add_graph(root, &figures->graph));
    WOM_TRY(wom_json_add_number(root, "similarity_over_ties", figures->alike.over_ties));
    return wom_json_add_number(root, "similarity_at_random", figures->alike.over_random_pairs);
}

static wom_status
show_figures(cli_call *call, const wom_data *data, uint64_t seed)
{
    made_figures figures = { .folder = call->arguments.output };
    WOM_TRY(wom_graph_summarise(&figures.graph, call->job, data->graph));
    figures.alike = wom_data_interest_assortativity(data, seed);
    cli_progress_clear(&call->progress);
    if (call->arguments.json) return cli_print_json(call, fill_figures, &figures);
    WOM_TRY(cli_show_graph(call, &figures.graph));
    printf("\nInterests: mean cosine %s over ties, %s over random pairs.\n", cli_real(figures.alike.over_ties).text,
           cli_real(figures.alike.over_random_pairs).text);
    printf("\nNow: wom run %s/scenario.json\n", figures.folder);
    return WOM_OK;
}

/* ---- The command ---- */

static wom_status
write_log(cli_call *call, const wom_data *data, const wanted *want)
{
    char path[MOST_PATH];
    if (want->num_cascades == 0) return WOM_OK;
    snprintf(path, sizeof path, "%s/log.csv", call->arguments.output);
    wom_job_stage(call->job, "writing the log", 0);
    return wom_log_invent(call->job, data, want->num_cascades, want->population.seed, path);
}

static wom_status
make(cli_call *call, const wanted *want)
{
    wom_data *data = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_data_generate(&data, call->job, &want->generator, &want->population));
    WOM_TRY_GOTO(wom_data_write(data, call->job, call->arguments.output));
    WOM_TRY_GOTO(write_log(call, data, want));
    WOM_TRY_GOTO(write_scenario(call, want));
    WOM_TRY_GOTO(show_figures(call, data, want->population.seed));
done:
    wom_data_free(data);
    return status;
}

/* A name that is none is a slip on the command line. */
static wom_status
check_name(cli_call *call)
{
    char text[512];
    wom_choice choice;
    const wom_status status = wom_choice_default(&choice, call->job, &wom_generators, call->arguments.place[0]);
    wom_choice_free(&choice);
    if (status != WOM_INVALID) return status;
    snprintf(text, sizeof text, "%s", wom_error_text());
    return cli_misused(call, "%s", text);
}

static wom_status
generate(cli_call *call)
{
    const cli_arguments *arguments = &call->arguments;
    wanted want = { .root = NULL };
    wom_status status = WOM_OK;
    WOM_TRY(check_name(call));
    if (arguments->output == NULL) return cli_misused(call, "option \"--output\" is missing: the folder to write to");
    if (strlen(arguments->output) > MOST_PATH - 64) return cli_misused(call, "the name of the folder is too long");
    const unsigned long long num_cascades = arguments->log != NULL ? strtoull(arguments->log, NULL, 10) : 0;
    if (num_cascades > 10000000) return cli_misused(call, "option \"--log\": %s is too large", arguments->log);
    want.num_cascades = (uint32_t)num_cascades;
    WOM_TRY_GOTO(read_wanted(&want, call));
    WOM_TRY_GOTO(check_folder(arguments->output));
    if (arguments->dry_run)
        printf("A graph (%s) and who lives in it would be written to %s. Nothing was done (--dry-run).\n",
               want.generator.variant->name, arguments->output);
    else
        WOM_TRY_GOTO(make(call, &want));
done:
    wom_choice_free(&want.generator);
    wom_json_free(want.root);
    return status;
}

static const char *const options[] = { "set",     "seed",   "output",     "log",   "json", "dry-run",
                                       "threads", "memory", "time-limit", "quiet", NULL };

const cli_command cli_generate = {
    .name = "generate",
    .summary = "write an invented graph and who lives in it as files, with a scenario",
    .places = "NAME -o FOLDER",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help = "Writes ties, users, contents and interests as CSV files into a new folder, and a scenario.json that uses\n"
            "them. NAME is town, barabasi-albert, blocks, configuration, erdos-renyi, forest-fire, rmat or\n"
            "watts-strogatz. --set /users=5000 and the like shape it; wom describe NAME lists the fields of the\n"
            "graph, wom describe generate those of who lives in it.",
    .run = generate,
};
