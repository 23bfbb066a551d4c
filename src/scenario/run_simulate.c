/* The plan on fresh worlds, and the bandit in hidden ones. */
#include "run.h"

wom_status
wom_run_simulate(wom_run *run, wom_job *job)
{
    const run_view view = wom_run_view(run);
    const wom_scenario *scenario = run->scenario;
    wom_partition partitions[2];
    uint32_t num_partitions = 0;
    if (run->data->segment != NULL)
        partitions[num_partitions++] = (wom_partition){ "segment", run->data->num_segments, run->data->segment };
    if (run->community != NULL)
        partitions[num_partitions++] = (wom_partition){ "community", run->num_communities, run->community };
    const run_trial trial = {
        .seeds = run->plan->seeds,
        .num_seeds = run->plan->num_seeds,
        .contents = run->plan->contents,
        .content = run->plan_content,
        .seed = scenario->seed,
        .replicates = scenario->simulate.replicates,
        .precision = scenario->simulate.precision,
        .partitions = partitions,
        .num_partitions = num_partitions,
    };
    return wom_view_simulate(&run->outcome, job, &view, &trial);
}

/* Expected cost of playing a plan once. */
static double
cost_of(const wom_economy *economy, const wom_candidate *candidate)
{
    if (candidate->num_seeds == 0) return 0;
    double cost = economy->content_cost != NULL ? economy->content_cost[candidate->content] : 0;
    for (uint32_t i = 0; economy->fee != NULL && i < candidate->num_seeds; i++) {
        const wom_node user = candidate->seeds[i];
        const bool may_refuse = economy->pay_when_accepted && economy->accept != NULL;
        cost += economy->fee[user] * (may_refuse ? economy->accept[user] : 1);
    }
    return cost;
}

wom_status
wom_run_campaign(wom_run *run, wom_job *job)
{
    const wom_scenario *scenario = run->scenario;
    wom_arm_plan *arms = NULL;
    WOM_TRY(wom_allocate(&arms, job, run->num_contents, sizeof *arms, "arms"));
    for (uint32_t c = 0; c < run->num_contents; c++) {
        const wom_candidate *candidate = &run->by_content[c];
        arms[c] = (wom_arm_plan){ c, candidate->num_seeds, candidate->seeds, cost_of(&run->economy, candidate) };
    }
    wom_campaign_options options = scenario->campaign;
    options.seed = scenario->seed;
    options.max_steps = (uint32_t)scenario->simulate.deadline;
    options.accept = run->data->accept;
    wom_job_stage(job, "learning in hidden worlds", options.replications);
    const wom_status status = wom_campaign_run(&run->campaign, job, run->model, &scenario->dynamics, &scenario->policy,
                                               arms, run->num_contents, &options);
    wom_free(arms);
    return status;
}
