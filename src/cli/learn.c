/* wom learn: the probabilities of ties from a log of what happened. */
#include "cli.h"

#include <stdio.h>

static wom_status
show(cli_call *call, const wom_run *run)
{
    cli_show_stop(call, run);
    WOM_TRY(cli_show_data(call, run));
    WOM_TRY(cli_show_dropped(call, run->data));
    WOM_TRY(cli_show_learned(call, run));
    if (run->learned == NULL || call->arguments.output == NULL) return WOM_OK;
    printf("\n%s\nUse it: \"weighting\": { \"type\": \"learned\", \"file\": \"%s\" }\n", call->arguments.output,
           call->arguments.output);
    return WOM_OK;
}

static wom_status
learn(cli_call *call)
{
    return cli_run_and_show(call, WOM_STAGE_READ | WOM_STAGE_LEARN, call->arguments.output, NULL, show);
}

static const char *const options[] = { "set",     "seed",   "output",     "json",  "dry-run",
                                       "threads", "memory", "time-limit", "quiet", NULL };

const cli_command cli_learn = {
    .name = "learn",
    .summary = "learn from a log of actions how likely ties pass contents on",
    .places = "SCENARIO",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help =
        "Takes the ties and the log of a scenario, fits models of who takes what up to the first part of the log,\n"
        "chooses the one that foretells the second part best, and fits it to all. Tells coefficients with intervals,\n"
        "delays, what happens without friends, and what the log can say of influence. With --output the model is\n"
        "written to an HDF5 file, which the weighting \"learned\" takes.",
    .run = learn,
};
