/* The wom command: finds the command, gives it a job, and turns its status into a line and an exit code. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const cli_command *const commands[] = {
    &cli_run,  &cli_check,  &cli_simulate, &cli_select, &cli_campaign, &cli_generate, &cli_describe,
    &cli_info, &cli_export, &cli_certify,  &cli_import, &cli_compare,
    &cli_forecast, &cli_validate, &cli_learn, &cli_report, &cli_plot, &cli_interest, NULL,
};

enum { MOST_COMMANDS = sizeof commands / sizeof *commands };

static const struct {
    cli_exit code;
    wom_status status;
    const char *meaning;
} exits[] = {
    { CLI_EXIT_OK, WOM_OK, "all went well" },
    { CLI_EXIT_FAILED, WOM_FAILED, "the run failed: a full disk, too little memory" },
    { CLI_EXIT_FAILED, WOM_NO_MEMORY, NULL },
    { CLI_EXIT_USAGE, WOM_INVALID, "the command line is wrong" },
    { CLI_EXIT_BAD_INPUT, WOM_INVALID, "the scenario or an input file is wrong" },
    { CLI_EXIT_LIMIT, WOM_TIMEOUT, "stopped at the time limit; what was finished is valid and kept" },
    { CLI_EXIT_UNPROVEN, WOM_UNPROVEN, "a guarantee that was asked for was not reached" },
    { CLI_EXIT_INTERRUPTED, WOM_CANCELLED, "interrupted; what was finished is valid and kept" },
};

static cli_exit
exit_of(wom_status status, bool is_misused)
{
    if (is_misused) return CLI_EXIT_USAGE;
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
        if (exits[i].status == status && exits[i].code != CLI_EXIT_USAGE) return exits[i].code;
    return CLI_EXIT_FAILED;
}

/* ---- wom --help, wom --version ---- */

static wom_status
print_help(cli_call *call)
{
    printf("wom %s plans word-of-mouth campaigns on a social graph: which users to ask, with which content,\n"
           "what it will bring, and how sure that is.\n\n"
           "usage: wom COMMAND [OPTION...] [ARGUMENT...]\n\n",
           wom_version());
    cli_heading(&call->style, "Commands");
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    for (const cli_command *const *command = commands; *command != NULL; command++) {
        cli_cell(&table, "%s", (*command)->name);
        cli_cell(&table, "%s", (*command)->summary);
    }
    WOM_TRY(cli_table_print(&table));
    printf("\nwom COMMAND --help tells a command's options; wom describe tells what a scenario may say.\n\n");
    cli_heading(&call->style, "Exit codes");
    table = cli_table_begin(call->job, &call->style, "rw");
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++) {
        if (exits[i].meaning == NULL) continue;
        cli_cell(&table, "%d", (int)exits[i].code);
        cli_cell(&table, "%s", exits[i].meaning);
    }
    return cli_table_print(&table);
}

static wom_status
print_version(bool as_json)
{
    if (as_json)
        printf("%s\n", wom_build_info());
    else
        printf("wom %s\n", wom_version());
    return WOM_OK;
}

/* ---- Dispatch ---- */

static wom_status
find_command(cli_call *call, const char *name)
{
    const char *names[MOST_COMMANDS];
    for (size_t i = 0; i < MOST_COMMANDS; i++) names[i] = commands[i] != NULL ? commands[i]->name : NULL;
    for (size_t i = 0; commands[i] != NULL; i++)
        if (strcmp(name, names[i]) == 0) {
            call->command = commands[i];
            return WOM_OK;
        }
    const char *near = wom_suggest(name, names);
    const char *what = name[0] == '-' ? "option" : "command";
    if (near == NULL) return cli_misused(call, "unknown %s \"%s\"; wom --help lists the commands", what, name);
    return cli_misused(call, "unknown %s \"%s\", did you mean \"%s\"?", what, name, near);
}

static wom_status
create_job(cli_call *call)
{
    wom_job_options options = wom_job_defaults();
    options.threads = call->arguments.threads;
    options.memory_limit = call->arguments.memory;
    options.time_limit = call->arguments.time_limit;
    options.cancel = &cli_stop_asked;
    options.progress = cli_progress_show;
    options.progress_context = &call->progress;
    cli_progress_begin(&call->progress, isatty(STDERR_FILENO) && !call->arguments.quiet);
    return wom_job_create(&call->job, &options);
}

static wom_status
run_command(cli_call *call, int argc, char **argv, const char **settings)
{
    wom_status status = cli_options_read(call, argc, argv, settings);
    if (status != WOM_OK) return status;
    WOM_TRY(create_job(call));
    status = call->arguments.help ? cli_options_help(call) : call->command->run(call);
    cli_progress_clear(&call->progress);
    wom_job_free(call->job);
    return status;
}

static wom_status
help(cli_call *call, const char *name)
{
    const wom_job_options options = wom_job_defaults();
    if (name != NULL) WOM_TRY(find_command(call, name));
    WOM_TRY(wom_job_create(&call->job, &options));
    const wom_status status = name != NULL ? cli_options_help(call) : print_help(call);
    wom_job_free(call->job);
    return status;
}

static wom_status
dispatch(cli_call *call, int argc, char **argv)
{
    const char *first = argc > 1 ? argv[1] : NULL, *second = argc > 2 ? argv[2] : NULL;
    if (first == NULL) return cli_misused(call, "no command given; wom --help lists them");
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0) return help(call, NULL);
    if (strcmp(first, "help") == 0) return help(call, second);
    if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0)
        return print_version(second != NULL && strcmp(second, "--json") == 0);
    WOM_TRY(find_command(call, first));
    const char **settings = calloc((size_t)argc, sizeof *settings);
    if (settings == NULL) return wom_fail(WOM_NO_MEMORY, "%d arguments", argc);
    const wom_status status = run_command(call, argc - 2, argv + 2, settings);
    free(settings);
    return status;
}

/* ---- Streams ---- */

/* A closed standard stream would become the number of the next file opened, and what is printed would go there. */
static void
guard_streams(void)
{
    for (int file = 0; file <= 2; file++)
        if (fcntl(file, F_GETFD) == -1 && errno == EBADF) (void)!open("/dev/null", file == 0 ? O_WRONLY : O_RDONLY);
}

/* What was printed may still fail to reach its place. */
static wom_status
finish_output(wom_status status)
{
    const bool had_failed = ferror(stdout) != 0;
    if (fflush(stdout) == 0 && !had_failed) return status;
    if (status != WOM_OK) return status;
    return wom_fail(WOM_FAILED, "cannot write to standard output: %s", strerror(errno));
}

int
main(int argc, char **argv)
{
    char message[2048];
    cli_call call = { .argv = (const char *const *)argv };
    guard_streams();
    cli_catch_signals();
    call.style = cli_style_of_output();
    const wom_status status = finish_output(dispatch(&call, argc, argv));
    if (status != WOM_OK) {
        snprintf(message, sizeof message, "%s", wom_error_text());
        cli_make_harmless(message);
        fprintf(stderr, "wom: %s\n", message);
    }
    return (int)exit_of(status, call.is_misused);
}
