/* Trying seeds with a content in simulated worlds. */
#include "run.h"

/* Has the target counted; where the goal is money, purchases elsewhere bring none. */
static wom_status
aim(trial_setup *setup, wom_job *job, const run_view *view)
{
    const wom_node num_nodes = view->data->graph->num_nodes;
    const double *value = view->economy->user_value;
    WOM_TRY(wom_target_weights(&setup->target, job, view->scenario, view->data));
    setup->options.target = setup->target;
    if (setup->target == NULL || view->scenario->goal.maximise == WOM_MAXIMISE_ACTIVE) return WOM_OK;
    WOM_TRY(wom_allocate(&setup->user_value, job, num_nodes, sizeof *setup->user_value, "worth of users"));
    for (wom_node node = 0; node < num_nodes; node++)
        setup->user_value[node] = setup->target[node] * (value == NULL ? 1 : value[node]);
    setup->economy.user_value = setup->user_value;
    return WOM_OK;
}

/* That the dynamics takes each content's probabilities, once for each. */
static wom_status
check_contents(wom_job *job, const run_view *view, const run_trial *trial, const uint32_t *contents)
{
    if (trial->contents == NULL) return wom_view_check_dynamics(job, view, trial->content);
    for (uint32_t i = 0; i < trial->num_seeds; i++) {
        uint32_t earlier = 0;
        while (contents[earlier] != contents[i]) earlier++;
        if (earlier == i) WOM_TRY(wom_view_check_dynamics(job, view, contents[i]));
    }
    return WOM_OK;
}

wom_status
wom_trial_setup_create(trial_setup *setup, wom_job *job, const run_view *view, const run_trial *trial)
{
    const wom_simulate_section *section = &view->scenario->simulate;
    *setup = (trial_setup){ .options = wom_simulate_defaults() };
    WOM_TRY(wom_allocate(&setup->contents, job, trial->num_seeds, sizeof *setup->contents, "the plan's contents"));
    for (uint32_t i = 0; i < trial->num_seeds; i++)
        setup->contents[i] = trial->contents != NULL ? trial->contents[i] : trial->content;
    WOM_TRY(check_contents(job, view, trial, setup->contents));
    setup->plan = (wom_plan){ .num_asks = trial->num_seeds, .user = trial->seeds, .content = setup->contents };
    setup->options.seed = trial->seed;
    setup->options.replicates = trial->replicates;
    setup->options.precision = trial->precision;
    setup->options.max_steps = (uint32_t)section->deadline;
    setup->options.curve_steps = section->curve_steps;
    setup->options.count = (wom_count)section->count;
    setup->options.fizzle = section->fizzle;
    setup->options.masked = view->masked;
    if (view->rival.num_asks > 0) {
        setup->options.rival = &view->rival;
        setup->options.rival_accept = view->data->accept;
    }
    setup->options.partitions = trial->partitions;
    setup->options.num_partitions = trial->num_partitions;
    setup->economy = *view->economy;
    return aim(setup, job, view);
}

void
wom_trial_setup_clear(trial_setup *setup)
{
    wom_free(setup->contents);
    wom_free(setup->target);
    wom_free(setup->user_value);
}

wom_status
wom_view_simulate(wom_outcome **outcome, wom_job *job, const run_view *view, const run_trial *trial)
{
    trial_setup setup;
    *outcome = NULL;
    wom_status status = wom_trial_setup_create(&setup, job, view, trial);
    if (status == WOM_OK)
        status = wom_simulate(outcome, job, view->model, &view->scenario->dynamics, &setup.plan, &setup.economy,
                              &setup.options);
    wom_trial_setup_clear(&setup);
    return status;
}
