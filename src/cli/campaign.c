/* wom campaign: learning which content works, round by round. */
#include "cli.h"

static wom_status
show(cli_call *call, const wom_run *run)
{
    WOM_TRY(cli_show_beginning(call, run));
    return cli_show_campaign(call, run);
}

static wom_status
campaign(cli_call *call)
{
    return cli_run_and_show(call, WOM_STAGE_LOAD | WOM_STAGE_SELECT | WOM_STAGE_CAMPAIGN, NULL, NULL, show);
}

const cli_command cli_campaign = {
    .name = "campaign",
    .summary = "play a bandit that learns which content works against planning once",
    .places = "SCENARIO",
    .least_places = 1,
    .most_places = 1,
    .options = cli_scenario_options,
    .help = "Plays the scenario's policy in hidden worlds drawn around the model, and compares it with planning once\n"
            "and with the best content known beforehand. Writes no file.",
    .run = campaign,
};
