/* What commands that run a scenario have in common. */
#include "cli.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static wom_status
check_word(cli_call *call, const char *option, const char *word, const char *const *words)
{
    if (word == NULL) return WOM_OK;
    for (uint32_t i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], word) == 0) return WOM_OK;
    const char *near = wom_suggest(word, words);
    return cli_misused(call, "option \"--%s\": \"%s\" is not known%s%s%s", option, word,
                       near ? ", did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

/* ---- What a file is ---- */

static wom_status
find_store_kind(cli_file_kind *kind, wom_job *job, const char *path)
{
    wom_archive *archive = NULL;
    char *format = NULL;
    *kind = CLI_FILE_STORE;
    WOM_TRY(wom_archive_open(&archive, job, path, NULL));
    if (wom_archive_attribute_text(&format, archive, "/", "format") == WOM_OK && strcmp(format, wom_data_format) == 0)
        *kind = CLI_FILE_PREPARED;
    wom_free(format);
    wom_archive_close(archive);
    return WOM_OK;
}

static const char *
skip_blanks(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

/* The character behind a text in quotes and a colon, if there is one, else "". */
static const char *
skip_key(const char *p)
{
    if (*p != '"') return "";
    for (p++; *p != '"'; p++) {
        if (*p == '\\') p++;
        if (*p == '\0') return "";
    }
    p = skip_blanks(p + 1);
    return *p == ':' ? skip_blanks(p + 1) : "";
}

static bool
is_key_of_scenario(const char *key)
{
    const size_t length = strcspn(key, "\"");
    for (const wom_section *section = wom_sections; section->name != NULL; section++)
        if (strncmp(section->name, key, length) == 0 && section->name[length] == '\0') return true;
    return false;
}

/* {"id": ["label" or {"id": {"label": 1. Whatever else is an object is a scenario, perhaps a wrong one. */
static bool
begins_label_list(const char *json)
{
    const char *key = skip_blanks(json + 1), *value = skip_key(key);
    if (*value == '\0' || is_key_of_scenario(key + 1)) return false;
    if (*value == '[') return true;
    const char *weight = *value == '{' ? skip_key(skip_blanks(value + 1)) : "";
    return *weight == '-' || (*weight >= '0' && *weight <= '9');
}

static wom_status
find_container_kind(cli_file_kind *kind, wom_job *job, const char *path)
{
    static const char hdf5[] = "\211HDF\r\n\032\n";
    char first[256] = { 0 };
    size_t got = 0;
    wom_source *source = NULL;
    WOM_TRY(wom_source_open(&source, job, path));
    const wom_status status = wom_source_read(source, first, sizeof first - 1, &got);
    wom_source_close(source);
    if (status != WOM_OK) return status;
    const char *json = skip_blanks(first);
    if (*json == '{') *kind = begins_label_list(json) ? CLI_FILE_INTERESTS : CLI_FILE_SCENARIO;
    return memcmp(first, hdf5, sizeof hdf5 - 1) == 0 ? find_store_kind(kind, job, path) : WOM_OK;
}

static bool
has_columns(const cli_arguments *arguments)
{
    return arguments->from != NULL || arguments->to != NULL || arguments->strength != NULL ||
           arguments->layer != NULL || arguments->direction != NULL || arguments->parallel != NULL ||
           arguments->size_line;
}

static wom_status
refuse_columns(cli_call *call)
{
    if (!has_columns(&call->arguments)) return WOM_OK;
    return cli_misused(call, "the options about columns are for a table of ties; a scenario has them in \"ties\"");
}

wom_status
cli_find_kind(cli_file_kind *kind, wom_rows_guess *guess, cli_call *call)
{
    const cli_arguments *arguments = &call->arguments;
    const char *path = arguments->place[0];
    const bool is_stream = strcmp(path, "-") == 0;
    *kind = CLI_FILE_TIES;
    *guess = (wom_rows_guess){ .kind = WOM_ROWS_TIES };
    WOM_TRY(check_word(call, "as", arguments->as, wom_rows_kind_names));
    if (path[wom_data_file_length(path)] != '\0') *kind = CLI_FILE_INTERESTS; /* a data set of an HDF5 file */
    else if (!is_stream) WOM_TRY(find_container_kind(kind, call->job, path));
    if (arguments->as == NULL) {
        if (*kind != CLI_FILE_TIES || is_stream || has_columns(arguments)) return WOM_OK;
        WOM_TRY(wom_guess_rows(guess, call->job, path));
        *kind = (cli_file_kind)guess->kind;
        return WOM_OK;
    }
    if (*kind != CLI_FILE_TIES && *kind != CLI_FILE_INTERESTS)
        return cli_misused(call, "option \"--as\" is for a file of rows; %s tells itself what it is", path);
    for (uint32_t i = 0; wom_rows_kind_names[i] != NULL; i++)
        if (strcmp(arguments->as, wom_rows_kind_names[i]) == 0) *kind = (cli_file_kind)i;
    return *kind == CLI_FILE_TABLE || *kind == CLI_FILE_INTERESTS ? refuse_columns(call) : WOM_OK;
}

wom_status
cli_show_doubt(cli_call *call, const wom_rows_guess *guess)
{
    if (guess->doubt[0] == '\0') return WOM_OK;
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    cli_cell(&table, "doubt");
    cli_cell(&table, "taken for ties, but %s; if so, --as log --set /log/time=none, and if they are strengths, "
             "--strength 3", guess->doubt);
    printf("\n");
    return cli_table_print(&table);
}

/* ---- Scenarios ---- */

wom_status
cli_load_scenario(wom_scenario **scenario, cli_call *call)
{
    const cli_arguments *arguments = &call->arguments;
    char seed[64], precision[96], after[64], content[512];
    uint32_t count = arguments->num_settings;
    const char **settings = NULL;
    *scenario = NULL;
    WOM_TRY(wom_allocate(&settings, call->job, (uint64_t)count + 4, sizeof *settings, "settings"));
    for (uint32_t i = 0; i < count; i++) settings[i] = arguments->settings[i];
    if (arguments->seed != NULL) {
        snprintf(seed, sizeof seed, "/seed=\"%.40s\"", arguments->seed); /* in quotes it may be above 2^53 */
        settings[count++] = seed;
    }
    if (arguments->precision != NULL) {
        snprintf(precision, sizeof precision, "/simulate/precision=%.64s", arguments->precision);
        settings[count++] = precision;
    }
    if (arguments->after != NULL) {
        snprintf(after, sizeof after, "/forecast/after=%.40s", arguments->after);
        settings[count++] = after;
    }
    if (arguments->content != NULL) {
        snprintf(content, sizeof content, "/forecast/content=\"%.480s\"", arguments->content);
        settings[count++] = content;
    }
    const wom_status status = wom_scenario_load(scenario, call->job, arguments->place[0], settings, count);
    wom_free(settings);
    return status;
}

/* ---- Data without a scenario ---- */

static wom_status
add_if_given(wom_json *parent, const char *key, const char *text)
{
    return text != NULL ? wom_json_add_string(parent, key, text) : WOM_OK;
}

static wom_status
fill_ties(wom_json *root, const cli_arguments *arguments)
{
    wom_json *ties = NULL;
    WOM_TRY(wom_json_add_object(&ties, root, "ties"));
    WOM_TRY(wom_json_add_string(ties, "file", arguments->place[0]));
    WOM_TRY(add_if_given(ties, "from", arguments->from));
    WOM_TRY(add_if_given(ties, "to", arguments->to));
    WOM_TRY(add_if_given(ties, "strength", arguments->strength));
    WOM_TRY(add_if_given(ties, "layer", arguments->layer));
    WOM_TRY(add_if_given(ties, "direction", arguments->direction));
    WOM_TRY(add_if_given(ties, "parallel", arguments->parallel));
    return arguments->size_line ? wom_json_add_bool(ties, "size_line", true) : WOM_OK;
}

static wom_status
fill_log(wom_json *root, const cli_arguments *arguments)
{
    wom_json *log = NULL;
    WOM_TRY(wom_json_add_object(&log, root, "log"));
    return wom_json_add_string(log, "file", arguments->place[0]);
}

static wom_status
fill_prepared(wom_json *root, const cli_arguments *arguments)
{
    wom_json *data = NULL;
    WOM_TRY(wom_json_add_object(&data, root, "data"));
    return wom_json_add_string(data, "file", arguments->place[0]);
}

/* A scenario of nothing but the data. */
static wom_status
scenario_of(wom_scenario **scenario, cli_call *call, wom_status (*fill)(wom_json *root, const cli_arguments *arguments))
{
    wom_json *root = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_json_create_object(&root, call->job));
    WOM_TRY_GOTO(wom_json_add_string(root, "name", call->arguments.place[0]));
    WOM_TRY_GOTO(fill(root, &call->arguments));
    for (uint32_t i = 0; i < call->arguments.num_settings; i++)
        WOM_TRY_GOTO(wom_json_override(root, call->arguments.settings[i]));
    status = wom_scenario_read(scenario, call->job, root, "");
    root = NULL; /* taken over */
done:
    wom_json_free(root);
    return status;
}

wom_status
cli_data_scenario(wom_scenario **scenario, cli_call *call, cli_file_kind kind)
{
    const cli_arguments *arguments = &call->arguments;
    WOM_TRY(check_word(call, "direction", arguments->direction, wom_direction_names));
    WOM_TRY(check_word(call, "parallel", arguments->parallel, wom_parallel_names));
    if (kind == CLI_FILE_TIES) return scenario_of(scenario, call, fill_ties);
    WOM_TRY(refuse_columns(call));
    if (kind == CLI_FILE_LOG) return scenario_of(scenario, call, fill_log);
    return kind == CLI_FILE_PREPARED ? scenario_of(scenario, call, fill_prepared) : cli_load_scenario(scenario, call);
}

wom_status
cli_stopped(const wom_run *run)
{
    if (run->stopped != WOM_OK) return wom_fail(run->stopped, "%s", run->stop_text);
    if (!run->unproven) return WOM_OK;
    return wom_fail(WOM_UNPROVEN, "the guarantee that was asked for was not reached; the plan is valid");
}

static bool
is_same_file(const char *a, const struct stat *b)
{
    struct stat found;
    return a != NULL && stat(a, &found) == 0 && found.st_dev == b->st_dev && found.st_ino == b->st_ino;
}

wom_status
cli_check_output(const wom_scenario *scenario, const char *input, const char *output)
{
    const wom_data_files *files = &scenario->files;
    const char *const inputs[] = { input,
                                   files->prepared,
                                   files->ties,
                                   files->users,
                                   files->contents,
                                   files->user_interests,
                                   files->content_interests,
                                   files->log,
                                   scenario->weighting_file,
                                   scenario->purchase.file_path,
                                   scenario->goal.current_file,
                                   scenario->goal.plan_file,
                                   scenario->rival.seeds_file };
    struct stat target;
    if (output == NULL || stat(output, &target) != 0 || !S_ISREG(target.st_mode)) return WOM_OK;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        if (is_same_file(inputs[i], &target))
            return wom_fail(WOM_INVALID, "%s: is read by this run and will not be written over; name another file",
                            output);
    return WOM_OK;
}

wom_status
cli_print_json(cli_call *call, cli_fill fill, const void *context)
{
    char *text = NULL;
    wom_json *root = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_json_create_object(&root, call->job));
    WOM_TRY_GOTO(fill(root, context));
    WOM_TRY_GOTO(wom_json_print(&text, call->job, root, true));
    fputs(text, stdout);
done:
    wom_free(text);
    wom_json_free(root);
    return status;
}

wom_status
cli_run_and_show(cli_call *call, uint32_t stages, const char *results, cli_show write, cli_show show)
{
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    wom_status status = WOM_OK;
    if (call->arguments.dry_run) return cli_check.run(call);
    WOM_TRY_GOTO(cli_load_scenario(&scenario, call));
    WOM_TRY_GOTO(cli_check_output(scenario, call->arguments.place[0], call->arguments.output));
    if ((stages & (uint32_t)WOM_STAGE_CAMPAIGN) && !scenario->with_campaign) {
        status = wom_fail(WOM_INVALID, "%s: has no section \"campaign\"; add one, or give --set /campaign/rounds=50",
                          call->arguments.place[0]);
        goto done;
    }
    WOM_TRY_GOTO(wom_scenario_run(&run, call->job, scenario, stages, results, call->argv));
    cli_progress_clear(&call->progress);
    if (write != NULL) WOM_TRY_GOTO(write(call, run));
    WOM_TRY_GOTO(call->arguments.json ? cli_print_json(call, cli_fill_run, run) : show(call, run));
    status = cli_stopped(run);
done:
    wom_run_free(run);
    wom_scenario_free(scenario);
    return status;
}
