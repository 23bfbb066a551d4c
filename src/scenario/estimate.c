/* What a run will need: rough, from sizes and the model's means alone. */
#include "run.h"

/* Seconds, measured on one core of the 2020s: a tie examined in a cascade; a user whose own activation is looked at; a
 * cascade beyond these; a user or tie loaded and described; the same once for a plan chosen; a tie's hidden chance. */
#define SECONDS_PER_TIE 4e-9
#define SECONDS_PER_BASELINE 5e-10
#define SECONDS_PER_CASCADE 1e-6
#define SECONDS_PER_ITEM 4e-6
#define SECONDS_PER_CHOICE 2e-6
#define SECONDS_PER_HIDDEN 1e-8

/* A world of a plan: everyone reached tries all her ties, and a mean incoming sum below 1 multiplies those who begin by
 * 1 / (1 - sum); at 1 and more anybody may be reached. With a baseline there is a second cascade, without the seeds. */
static double
seconds_per_world(const wom_run *run, const wom_model_summary *summary)
{
    const double nodes = run->data->graph->num_nodes, ties = run->data->graph->num_ties;
    const uint32_t most = wom_goal_num_seeds(&run->scenario->goal);
    const double baseline = run->scenario->baseline;
    const double begin = (most > 0 ? most : 100) + baseline * nodes;
    const double spread = summary->mean_incoming < 1 ? begin / (1 - summary->mean_incoming) : nodes;
    const double tried = nodes > 0 ? (spread < nodes ? spread : nodes) * ties / nodes : 0;
    const double cascade = SECONDS_PER_CASCADE + tried * SECONDS_PER_TIE;
    return baseline > 0 ? 2 * cascade + nodes * SECONDS_PER_BASELINE : cascade;
}

static double
judging_worlds(const wom_scenario *scenario)
{
    const uint64_t replicates = scenario->simulate.replicates;
    return (double)(replicates < MOST_JUDGING_WORLDS ? replicates : MOST_JUDGING_WORLDS);
}

/* Of all plans that are chosen and judged. */
static double
num_choices(const wom_run *run)
{
    return (double)run->num_contents + run->scenario->num_algorithms;
}

static double
seconds_of(const wom_run *run, const wom_model_summary *summary, uint32_t threads)
{
    const wom_scenario *scenario = run->scenario;
    const double items = (double)run->data->graph->num_ties + run->data->graph->num_nodes;
    const double replicates = (double)scenario->simulate.replicates, contents = run->num_contents;
    double worlds = replicates * (1 + scenario->num_what_ifs) + judging_worlds(scenario) * num_choices(run);
    double hidden = 0;
    if (scenario->with_campaign) {
        const double replications = scenario->campaign.replications;
        worlds += replications * contents * (scenario->campaign.rounds + scenario->campaign.judge_worlds);
        hidden = replications * (contents + 4) * items * SECONDS_PER_HIDDEN;
    }
    const double choices = num_choices(run) + scenario->num_what_ifs;
    return (worlds * seconds_per_world(run, summary) + hidden + choices * items * SECONDS_PER_CHOICE) / threads +
           items * SECONDS_PER_ITEM;
}

/* What outcomes keep of each world: a number for every metric. */
static uint64_t
bytes_of_outcomes(const wom_run *run)
{
    const double worlds = (double)run->scenario->simulate.replicates * (1 + run->scenario->num_what_ifs) +
                          judging_worlds(run->scenario) * num_choices(run);
    return (uint64_t)(worlds * WOM_NUM_METRICS * sizeof(double));
}

wom_status
wom_scenario_estimate(wom_run_estimate *estimate, wom_job *job, const wom_run *loaded)
{
    const wom_scenario *scenario = loaded->scenario;
    const uint64_t ties = loaded->data->graph->num_ties, nodes = loaded->data->graph->num_nodes;
    const uint32_t threads = wom_job_threads(job);
    wom_model_summary summary;
    WOM_TRY(wom_model_summarise(&summary, job, loaded->model, 0));
    wom_simulate_options options = wom_simulate_defaults();
    options.replicates = scenario->simulate.replicates;
    options.curve_steps = scenario->simulate.curve_steps;
    estimate->seconds = seconds_of(loaded, &summary, threads);
    estimate->memory = wom_job_memory_used(job) + wom_simulate_memory(loaded->model, 1, threads, &options) +
                       bytes_of_outcomes(loaded) + threads * (ties + nodes) * 16 +
                       2 * loaded->num_contents * nodes * sizeof(float);
    if (estimate->memory < wom_job_memory_peak(job)) estimate->memory = wom_job_memory_peak(job); /* of loading */
    return WOM_OK;
}
