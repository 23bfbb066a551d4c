/* What a run will need: rough, from sizes alone. */
#include "run.h"

/* Seconds a tie examined in a cascade costs, and what a cascade costs beyond its ties; measured on one 2020s core. */
#define SECONDS_PER_TIE 4e-9
#define SECONDS_PER_WORLD 1e-6

/* Ties a cascade of k seeds examines: everyone reached tries all her ties, and a mean incoming sum below 1 multiplies
 * seeds by 1 / (1 - sum); at 1 and more anybody may be reached. */
static double
ties_per_world(const wom_run *run, const wom_model_summary *summary, double num_seeds)
{
    const double nodes = run->data->graph->num_nodes, ties = run->data->graph->num_ties;
    const double spread = summary->mean_incoming < 1 ? num_seeds / (1 - summary->mean_incoming) : nodes;
    return (spread < nodes ? spread : nodes) * (nodes > 0 ? ties / nodes : 0);
}

wom_status
wom_scenario_estimate(wom_run_estimate *estimate, wom_job *job, const wom_run *loaded)
{
    const wom_scenario *scenario = loaded->scenario;
    const double contents = loaded->num_contents;
    const uint64_t ties = loaded->data->graph->num_ties, nodes = loaded->data->graph->num_nodes;
    const uint32_t threads = wom_job_threads(job);
    wom_model_summary summary;
    WOM_TRY(wom_model_summarise(&summary, job, loaded->model, 0));
    wom_simulate_options options = wom_simulate_defaults();
    options.replicates = scenario->simulate.replicates;
    options.curve_steps = scenario->simulate.curve_steps;
    const double num_seeds = wom_goal_num_seeds(&scenario->goal) > 0 ? wom_goal_num_seeds(&scenario->goal) : 100;
    const double world = ties_per_world(loaded, &summary, num_seeds) * SECONDS_PER_TIE + SECONDS_PER_WORLD;
    const double replicates = (double)options.replicates;
    const double judging = replicates < MOST_JUDGING_WORLDS ? replicates : MOST_JUDGING_WORLDS;
    double worlds = replicates * (1 + scenario->num_what_ifs) + judging * (contents + scenario->num_algorithms);
    double seconds = 0;
    if (scenario->with_campaign) {
        const double replications = scenario->campaign.replications;
        worlds += replications * contents * (scenario->campaign.rounds + scenario->campaign.judge_worlds);
        seconds += replications * (contents * 1e-8 + 4e-8) * (double)ties;
    }
    seconds += worlds * world;
    estimate->seconds = seconds / threads + 2e-7 * (double)(ties + nodes);
    estimate->memory = wom_job_memory_used(job) + wom_simulate_memory(loaded->model, 1, threads, &options) +
                       threads * (ties + nodes) * 16 + loaded->num_contents * nodes * sizeof(uint32_t);
    return WOM_OK;
}
