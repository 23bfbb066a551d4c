/* Runs the quickstart with few worlds into the results file that the interop scripts read. */
#include "test.h"

#include <wom/scenario.h>

#include <stdio.h>
#include <stdlib.h>

static wom_status
run(wom_job *job, const char *results)
{
    static const char *const overrides[] = { "/simulate/replicates=300", "/campaign/replications=10",
                                             "/campaign/rounds=12", "/campaign/judge_worlds=10",
                                             "/select=[\"ris\",\"degree\"]" };
    char path[1024];
    const char *root = getenv("WOM_SOURCE_ROOT");
    wom_scenario *scenario = NULL;
    wom_run *made = NULL;
    snprintf(path, sizeof path, "%s/scenarios/quickstart.json", root != NULL ? root : ".");
    wom_status status = wom_scenario_load(&scenario, job, path, overrides, sizeof overrides / sizeof *overrides);
    if (status == WOM_OK) status = wom_scenario_run(&made, job, scenario, WOM_STAGE_ALL, results, NULL);
    wom_run_free(made);
    wom_scenario_free(scenario);
    return status;
}

int
main(int argc, char **argv)
{
    if (argc != 2) return 2;
    wom_job *job = test_job(2);
    const wom_status status = run(job, argv[1]);
    if (status != WOM_OK) fprintf(stderr, "%s\n", wom_error_text());
    wom_job_free(job);
    return status == WOM_OK ? 0 : 1;
}
