/* cli: what the files of the command share. Each command is one file that ends in its row; main.c lists the rows. */
#ifndef CLI_H
#define CLI_H

#include "entries.h"
#include "print.h"

#include <wom/scenario.h>
#include <wom/survey.h>

/* Told by `wom --help`. */
typedef enum cli_exit {
    CLI_EXIT_OK = 0,
    CLI_EXIT_FAILED = 1,
    CLI_EXIT_USAGE = 2,
    CLI_EXIT_BAD_INPUT = 3,
    CLI_EXIT_LIMIT = 4,
    CLI_EXIT_UNPROVEN = 5,
    CLI_EXIT_INTERRUPTED = 130,
} cli_exit;

/* What stood on the command line; 0, NULL or false where it did not. */
typedef struct cli_arguments {
    bool help, json, dry_run, quiet, size_line, strict, verify;
    const char *max_errors; /* digits */
    uint32_t threads;
    uint64_t memory;       /* bytes */
    double time_limit;     /* seconds */
    const char *seed;      /* digits */
    const char *precision; /* a number */
    const char *output, *format;
    const char *content; /* id */
    const char *after;   /* digits */
    const char *top; /* digits */
    const char *log; /* digits */
    const char *from, *to, *strength, *layer, *direction, *parallel, *as, *by;
    const char **settings; /* the --set arguments, in order */
    uint32_t num_settings;
    const char *place[2]; /* arguments that are no options */
    uint32_t num_places;
} cli_arguments;

/* One line on a terminal, written anew about ten times a second. */
typedef struct cli_progress {
    bool is_wanted, is_shown;
    double started, stage_started; /* seconds of the steady clock */
    const char *stage;
} cli_progress;

typedef struct cli_command cli_command;

/* One call of a command. */
typedef struct cli_call {
    const cli_command *command;
    const char *const *argv;
    cli_arguments arguments;
    cli_style style;
    wom_job *job;
    cli_progress progress;
    bool is_misused; /* the command line is wrong: exit with CLI_EXIT_USAGE */
} cli_call;

struct cli_command {
    const char *name, *summary;
    const char *places; /* "SCENARIO"; "" if none */
    uint32_t least_places, most_places;
    const char *const *options; /* names, NULL-terminated, of rows in options.c */
    const char *help;           /* what it does, in a few sentences */
    wom_status (*run)(cli_call *call);
};

extern const cli_command cli_run, cli_check, cli_simulate, cli_select, cli_campaign, cli_generate, cli_info,
    cli_describe, cli_export, cli_certify, cli_import, cli_compare, cli_forecast, cli_validate,
    cli_learn, cli_report, cli_plot, cli_interest;

/* ---- options.c ---- */

/* Records "<message>" as the error text and that the command line is to blame. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
wom_status
cli_misused(cli_call *call, const char *format, ...);

/* What commands that run a scenario take; the second also --output. */
extern const char *const cli_scenario_options[], *const cli_writing_options[];

/* Reads what follows the command's name. settings[argc] is room for the --set arguments. */
wom_status cli_options_read(cli_call *call, int argc, char **argv, const char **settings);
wom_status cli_options_help(cli_call *call);

/* ---- signals.c ---- */

/* Interrupts set the flag, a second one ends the program at once; files that grow beyond a limit fail as writes. */
void cli_catch_signals(void);
extern volatile sig_atomic_t cli_stop_asked;

/* ---- progress.c ---- */

void cli_progress_begin(cli_progress *progress, bool is_wanted);
void cli_progress_show(void *progress, const char *stage, uint64_t done, uint64_t total);

/* Takes the line away before anything is printed. */
void cli_progress_clear(cli_progress *progress);

/* ---- prepare.c: what commands that run a scenario have in common ---- */

/* What the file named first is, told by what stands in it, never by its name, or by --as; with options about columns,
 * and from standard input, it is of ties. `guess` says why a table is none of ties, and what speaks against ties. */
typedef enum cli_file_kind {
    CLI_FILE_TIES = WOM_ROWS_TIES,
    CLI_FILE_LOG = WOM_ROWS_LOG,
    CLI_FILE_TABLE = WOM_ROWS_TABLE,
    CLI_FILE_INTERESTS = WOM_ROWS_INTERESTS,
    CLI_FILE_SCENARIO,
    CLI_FILE_STORE,
    CLI_FILE_PREPARED,
} cli_file_kind;
wom_status cli_find_kind(cli_file_kind *kind, wom_rows_guess *guess, cli_call *call);

/* A sentence where something speaks against ties, and what to do then. */
wom_status cli_show_doubt(cli_call *call, const wom_rows_guess *guess);

/* The scenario named first on the command line, with --set, --seed and --precision. */
wom_status cli_load_scenario(wom_scenario **scenario, cli_call *call);

/* The same, or one of nothing but data: ties with the options about their columns, a log, a prepared file. */
wom_status cli_data_scenario(wom_scenario **scenario, cli_call *call, cli_file_kind kind);

/* Runs stages, into a results file unless that is NULL, writes what `write` (may be NULL) writes, prints by `show` or,
 * with --json, the tree of as_json.c, and fails at last where the run was stopped. --dry-run makes it wom check. */
typedef wom_status (*cli_show)(cli_call *call, const wom_run *run);
wom_status cli_run_and_show(cli_call *call, uint32_t stages, const char *results, cli_show write, cli_show show);

/* The status of a run that was stopped, with its text; WOM_OK for one that was not. */
wom_status cli_stopped(const wom_run *run);

/* Refuses to write over the scenario itself or a file that it reads. */
wom_status cli_check_output(const wom_scenario *scenario, const char *input, const char *output);

/* Prints the object that `fill` makes on standard output. */
typedef wom_status (*cli_fill)(wom_json *root, const void *context);
wom_status cli_print_json(cli_call *call, cli_fill fill, const void *context);

/* ---- show_*.c: a run in words and tables; each prints nothing for what the run does not hold ---- */

/* What stopped it, data, model and plan. */
wom_status cli_show_beginning(cli_call *call, const wom_run *run);
wom_status cli_show_data(cli_call *call, const wom_run *run);
wom_status cli_show_dropped(cli_call *call, const wom_data *data);
wom_status cli_show_graph(cli_call *call, const wom_graph_summary *summary);
wom_status cli_show_layers(cli_call *call, const wom_data *data); /* nothing where ties have none */
wom_status cli_show_model(cli_call *call, const wom_run *run);
wom_status cli_show_need(cli_call *call, const wom_run *run);
void cli_show_stop(cli_call *call, const wom_run *run);
wom_status cli_show_seeds(cli_call *call, const wom_run *run);
wom_status cli_show_figures(cli_call *call, const wom_run *run);
wom_status cli_show_shape(cli_call *call, const wom_run *run);
wom_status cli_show_contributions(cli_call *call, const wom_run *run);
wom_status cli_add_look(wom_json *root, const wom_run *run);
wom_status cli_add_comparison(wom_json *root, const wom_run *run);
wom_status cli_add_forecast(wom_json *root, const wom_run *run);
wom_status cli_add_validation(wom_json *root, const wom_run *run);
wom_status cli_show_learned(cli_call *call, const wom_run *run);
wom_status cli_add_learned(wom_json *root, const wom_run *run);
wom_status cli_add_interest(wom_json *root, const wom_run *run);

/* What the scenario's goal maximises. */
wom_metric cli_goal_metric(const wom_run *run);
void cli_show_certificate(const wom_run *run);
wom_status cli_show_contents(cli_call *call, const wom_run *run);
wom_status cli_show_comparison(cli_call *call, const wom_run *run);
wom_status cli_show_campaign(cli_call *call, const wom_run *run);
wom_status cli_show_what_ifs(cli_call *call, const wom_run *run);

/* What a guarantee is counted in: "incremental active users", "money". */
const char *cli_goal_unit(const wom_scenario *scenario);

/* The sentence of a certificate. */
void cli_print_certificate(const wom_certificate *certificate, const char *unit);

/* ---- show_log.c ---- */

/* The log in words, rows for a table "lw", and as the member "log"; nothing without one. */
wom_status cli_add_log_lines(cli_table *table, const wom_run *run);
wom_status cli_add_log(wom_json *parent, const wom_run *run);

/* ---- show_table.c ---- */

/* Describes a table that is none of ties. */
wom_status cli_describe_table(cli_call *call, const wom_rows_guess *guess);

/* ---- show_interests.c ---- */

/* Describes interests by themselves. */
wom_status cli_describe_interests(cli_call *call);

/* ---- show_store.c ---- */

wom_status cli_show_entries(cli_call *call, wom_archive *archive, const cli_entries *entries);
wom_status cli_show_summary(cli_call *call, wom_archive *archive);
wom_status cli_fill_entries(wom_json *root, const void *entries); /* a cli_entries */

/* ---- export_network.c ---- */

/* Whether the network is asked for; wom export of it. */
bool cli_wants_network(const cli_call *call);
wom_status cli_export_network(cli_call *call);

/* ---- describe_json.c ---- */

wom_status cli_describe_as_json(cli_call *call);

/* ---- as_json.c ---- */

wom_status cli_fill_run(wom_json *root, const void *run); /* a wom_run */
wom_status cli_add_estimate(wom_json *parent, const char *key, const wom_estimate *estimate, const char *unit);
wom_status cli_add_graph(wom_json *parent, const wom_graph_summary *summary);
wom_status cli_add_layers(wom_json *parent, wom_job *job, const wom_data *data); /* nothing where ties have none */
wom_status cli_add_report(wom_json *parent, const wom_data_report *report);
wom_status cli_add_certificate(wom_json *parent, const char *key, const wom_certificate *certificate);

#endif
