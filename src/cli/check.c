/* wom check: would this scenario run, on what, and at what cost? */
#include "cli.h"

#include <stdio.h>

static wom_status
show_in_words(cli_call *call, const wom_run *run)
{
    cli_show_stop(call, run);
    WOM_TRY(cli_show_data(call, run));
    WOM_TRY(cli_show_need(call, run));
    if (run->data == NULL || run->stopped != WOM_OK) return WOM_OK;
    WOM_TRY(cli_show_dropped(call, run->data));
    printf("\nThe scenario is sound. Nothing was run.\n");
    return WOM_OK;
}

/* A run and what all of it would need. */
typedef struct checked_run {
    const wom_run *run;
    wom_run_estimate need;
} checked_run;

static wom_status
fill(wom_json *root, const void *context)
{
    const checked_run *checked = context;
    WOM_TRY(cli_fill_run(root, checked->run));
    WOM_TRY(wom_json_add_integer(root, "estimated_memory_bytes", checked->need.memory));
    return wom_json_add_number(root, "estimated_seconds", checked->need.seconds);
}

static wom_status
show_as_json(cli_call *call, const wom_run *run)
{
    checked_run checked = { .run = run };
    if (run->model != NULL) WOM_TRY(wom_scenario_estimate(&checked.need, call->job, run));
    return cli_print_json(call, fill, &checked);
}

static wom_status
check(cli_call *call)
{
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(cli_load_scenario(&scenario, call));
    WOM_TRY_GOTO(wom_scenario_run(&run, call->job, scenario, WOM_STAGE_LOAD, NULL, NULL));
    cli_progress_clear(&call->progress);
    WOM_TRY_GOTO((call->arguments.json ? show_as_json : show_in_words)(call, run));
    status = cli_stopped(run);
done:
    wom_run_free(run);
    wom_scenario_free(scenario);
    return status;
}

static const char *const options[] = { "set", "seed", "json", "threads", "memory", "time-limit", "quiet", NULL };

const cli_command cli_check = {
    .name = "check",
    .summary = "validate a scenario and its data, and estimate time and memory",
    .places = "SCENARIO",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help = "Reads the scenario and everything it names, says what was found, dropped and merged, and what a run will\n"
            "need. Nothing is simulated or written.",
    .run = check,
};
