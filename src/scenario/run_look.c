/* How the plan spreads: shape, typical cascades user by user, and what each seed adds. */
#include "run.h"

/* Each seed is tried about three times a world: together no more worlds than the plan is judged on, as far as that
 * leaves an error bar. */
static uint64_t
worlds_for_contributions(const wom_scenario *scenario, uint32_t num_seeds)
{
    enum { LEAST = 30 };
    const uint64_t most = scenario->simulate.traced, fair = scenario->simulate.replicates / (3 * num_seeds + 2);
    const uint64_t wanted = fair > LEAST ? fair : LEAST;
    return wanted < most ? wanted : most;
}

static wom_status
trace(wom_run *run, wom_job *job, const trial_setup *setup)
{
    const wom_simulate_section *section = &run->scenario->simulate;
    const uint64_t median = wom_outcome_median_replicate(run->outcome);
    const uint32_t num = section->has_traces ? section->num_traces : 1;
    WOM_TRY(wom_allocate(&run->traces, job, num, sizeof *run->traces, "traces"));
    for (uint32_t i = 0; i < num; i++) {
        WOM_TRY(wom_simulate_trace(&run->traces[i], job, run->model, &run->scenario->dynamics, &setup->plan,
                                   &run->economy, &setup->options, section->has_traces ? section->traces[i] : median));
        run->num_traces++;
    }
    return WOM_OK;
}

static wom_status
look(wom_run *run, wom_job *job, const trial_setup *setup)
{
    const wom_scenario *scenario = run->scenario;
    WOM_TRY(trace(run, job, setup));
    WOM_TRY(wom_simulate_shape(&run->shape, job, run->model, &scenario->dynamics, &setup->plan, &run->economy,
                               &setup->options, scenario->simulate.traced));
    if (setup->plan.num_asks == 0) return WOM_OK;
    return wom_simulate_contributions(&run->contributions, job, run->model, &scenario->dynamics, &setup->plan,
                                      &run->economy, &setup->options,
                                      worlds_for_contributions(scenario, setup->plan.num_asks));
}

wom_status
wom_run_look(wom_run *run, wom_job *job)
{
    const run_view view = wom_run_view(run);
    const run_trial trial = {
        .seeds = run->plan->seeds,
        .num_seeds = run->plan->num_seeds,
        .contents = run->plan->contents,
        .content = run->plan_content,
        .seed = run->scenario->seed,
        .replicates = run->scenario->simulate.replicates,
    };
    trial_setup setup;
    wom_status status = wom_trial_setup_create(&setup, job, &view, &trial);
    if (status == WOM_OK) status = look(run, job, &setup);
    wom_trial_setup_clear(&setup);
    return status;
}
