/* wom certify: does the certificate in a results file hold? */
#include "cli.h"

#include <stdio.h>

typedef struct verdict {
    wom_certificate computed, claimed;
    bool agrees;
} verdict;

static wom_status
fill(wom_json *root, const void *context)
{
    const verdict *found = context;
    WOM_TRY(wom_json_add_bool(root, "agrees", found->agrees));
    WOM_TRY(cli_add_certificate(root, "claimed", &found->claimed));
    return cli_add_certificate(root, "computed", &found->computed);
}

static void
show_in_words(const verdict *found, const char *unit)
{
    printf("Claimed:\n");
    cli_print_certificate(&found->claimed, unit);
    printf("Computed anew:\n");
    cli_print_certificate(&found->computed, unit);
    printf(found->agrees ? "They agree.\n" : "They do not agree.\n");
}

static wom_status
certify(cli_call *call)
{
    const char *results = call->arguments.place[0];
    wom_scenario *scenario = NULL;
    verdict found = { 0 };
    WOM_TRY(cli_load_scenario(&scenario, call));
    const char *unit = cli_goal_unit(scenario);
    wom_scenario_free(scenario);
    WOM_TRY(wom_results_certify(&found.agrees, &found.computed, &found.claimed, call->job, results));
    cli_progress_clear(&call->progress);
    if (call->arguments.json)
        WOM_TRY(cli_print_json(call, fill, &found));
    else
        show_in_words(&found, unit);
    if (!found.agrees)
        return wom_fail(WOM_UNPROVEN, "%s: the certificate does not agree with its random sets", results);
    if (found.computed.ratio < found.claimed.ratio)
        return wom_fail(WOM_UNPROVEN, "%s: the ratio is %g, not the claimed %g", results, found.computed.ratio,
                        found.claimed.ratio);
    return WOM_OK;
}

static const char *const options[] = { "json", "threads", "memory", "time-limit", "quiet", NULL };

const cli_command cli_certify = {
    .name = "certify",
    .summary = "compute the certificate of a results file anew and compare",
    .places = "RESULTS",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help = "Makes the random sets behind the certificate again, from the scenario in the file and the data it names,\n"
            "without choosing seeds anew. Ends with exit code 5 when they do not bear it out.",
    .run = certify,
};
