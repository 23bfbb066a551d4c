/* wom run: all stages of a scenario, into one results file. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_PATH = 4096 };

/* A name is no path: what would lead elsewhere becomes a dash. */
static wom_status
default_results(char path[MOST_PATH], const wom_scenario *scenario)
{
    const int length = snprintf(path, MOST_PATH, "results/%s.h5", scenario->name);
    if (length < 0 || length >= MOST_PATH) return wom_fail(WOM_INVALID, "/name: is too long for a file's");
    for (char *at = path + strlen("results/"); *at != '\0'; at++)
        if (*at == '/' || (unsigned char)*at < 0x20) *at = '-';
    return WOM_OK;
}

/* The last folder of the path is made when it is missing; those above it must be there, so a slip makes no trees. */
static wom_status
make_folder(const char *path)
{
    char folder[MOST_PATH];
    const char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path) return WOM_OK;
    snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
    if (mkdir(folder, 0777) == 0 || errno == EEXIST) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: the folder \"%s\" cannot be made: %s", path, folder, strerror(errno));
}

static wom_status
find_results(char path[MOST_PATH], cli_call *call, const wom_scenario *scenario)
{
    const char *given = call->arguments.output != NULL ? call->arguments.output : scenario->results;
    WOM_TRY(default_results(path, scenario));
    if (given != NULL && snprintf(path, MOST_PATH, "%s", given) >= MOST_PATH)
        return wom_fail(WOM_INVALID, "the path of the results file is too long");
    return cli_check_output(scenario, call->arguments.output != NULL ? call->arguments.place[0] : NULL, path);
}

static wom_status
digest_of(char digest[WOM_DIGEST_LENGTH], cli_call *call, const char *results)
{
    wom_archive *archive = NULL;
    WOM_TRY(wom_archive_open(&archive, call->job, results, wom_results_format));
    const wom_status status = wom_archive_digest(digest, archive);
    wom_archive_close(archive);
    return status;
}

/* A run and where it was written. */
typedef struct written_run {
    const wom_run *run;
    const char *results;
    char digest[WOM_DIGEST_LENGTH];
} written_run;

static wom_status
show_in_words(cli_call *call, const written_run *written)
{
    const wom_run *run = written->run;
    WOM_TRY(cli_show_beginning(call, run));
    WOM_TRY(cli_show_figures(call, run));
    WOM_TRY(cli_show_shape(call, run));
    printf("\n");
    cli_show_certificate(run);
    WOM_TRY(cli_show_contents(call, run));
    WOM_TRY(cli_show_comparison(call, run));
    if (run->campaign != NULL) printf("\n");
    WOM_TRY(cli_show_campaign(call, run));
    WOM_TRY(cli_show_what_ifs(call, run));
    printf("\n%s\ndigest %s\n%s, %s of processor time\n", written->results, written->digest,
           cli_seconds(run->wall_seconds).text, cli_seconds(run->cpu_seconds).text);
    return WOM_OK;
}

static wom_status
fill(wom_json *root, const void *context)
{
    const written_run *written = context;
    WOM_TRY(cli_fill_run(root, written->run));
    WOM_TRY(wom_json_add_string(root, "results", written->results));
    return wom_json_add_string(root, "digest", written->digest);
}

static wom_status
run_all(cli_call *call, const wom_scenario *scenario, const char *results)
{
    wom_run *run = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(make_folder(results));
    WOM_TRY_GOTO(wom_scenario_run(&run, call->job, scenario, WOM_STAGE_ALL, results, call->argv));
    cli_progress_clear(&call->progress);
    written_run written = { .run = run, .results = results };
    WOM_TRY_GOTO(digest_of(written.digest, call, results));
    WOM_TRY_GOTO(call->arguments.json ? cli_print_json(call, fill, &written) : show_in_words(call, &written));
    status = cli_stopped(run);
done:
    wom_run_free(run);
    return status;
}

static wom_status
run(cli_call *call)
{
    char results[MOST_PATH];
    wom_scenario *scenario = NULL;
    wom_status status = WOM_OK;
    if (call->arguments.dry_run) return cli_check.run(call);
    WOM_TRY_GOTO(cli_load_scenario(&scenario, call));
    WOM_TRY_GOTO(find_results(results, call, scenario));
    WOM_TRY_GOTO(run_all(call, scenario, results));
done:
    wom_scenario_free(scenario);
    return status;
}

const cli_command cli_run = {
    .name = "run",
    .summary = "run a scenario and write its results file",
    .places = "SCENARIO",
    .least_places = 1,
    .most_places = 1,
    .options = cli_writing_options,
    .help = "Loads the data, chooses seeds and content, simulates the plan, plays the campaign, answers the what-ifs,\n"
            "and writes everything to one HDF5 file: --output, or what the scenario names, or results/NAME.h5.\n"
            "SCENARIO is a JSON file, or a results file, whose run is repeated.",
    .run = run,
};
