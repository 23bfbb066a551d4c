/* Learning from the scenario's log. */
#include "run.h"

wom_status
wom_run_learn(wom_run *run, wom_job *job)
{
    const wom_scenario *scenario = run->scenario;
    wom_learn_options options = wom_learn_defaults();
    options.train = scenario->learn.train;
    if (run->influence.num_actions == 0) WOM_TRY(wom_run_measure_influence(run, job));
    if (scenario->learn.delay > 0) options.delay = wom_delays.variants[scenario->learn.delay - 1]->name;
    return wom_learn(&run->learned, job, run->data, &scenario->weighting, &scenario->similarity, &options);
}
