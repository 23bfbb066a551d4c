/* wom simulate: what a plan brings. */
#include "cli.h"

static wom_status
show(cli_call *call, const wom_run *run)
{
    WOM_TRY(cli_show_beginning(call, run));
    WOM_TRY(cli_show_figures(call, run));
    WOM_TRY(cli_show_shape(call, run));
    return cli_show_contributions(call, run);
}

static wom_status
simulate(cli_call *call)
{
    return cli_run_and_show(call, WOM_STAGE_LOAD | WOM_STAGE_SELECT | WOM_STAGE_SIMULATE | WOM_STAGE_LOOK, NULL, NULL,
                            show);
}

const cli_command cli_simulate = {
    .name = "simulate",
    .summary = "tell what a plan brings, with intervals",
    .places = "SCENARIO",
    .least_places = 1,
    .most_places = 1,
    .options = cli_scenario_options,
    .help =
        "Simulates the scenario's plan on fresh worlds: the table of seeds that /goal/plan names, or else the plan\n"
        "that the scenario's algorithm chooses. Writes no file.",
    .run = simulate,
};
