/* What a run will need: rough, from sizes and a few worlds. */
#include "run.h"

#include <math.h>
#include <string.h>

/* Seconds, measured on one core of the 2020s: a user or tie loaded and described, or looked at once for a plan chosen;
 * a tie's hidden chance; an RR set, and a tie met in it. */
#define SECONDS_PER_ITEM 4e-6
#define SECONDS_PER_CHOICE 5e-7
#define SECONDS_PER_HIDDEN 1e-8
#define SECONDS_PER_SET 1e-7
#define SECONDS_PER_SET_TIE 8e-9

/* Covered sets after which RIS stops: what its precision asks for, within what the ratio asks for at least and what
 * has been seen at most; and how far doubling goes beyond on the whole. */
#define COVERED_SETS_AT_PRECISION_1 3
#define LEAST_COVERED_SETS 150
#define MOST_COVERED_SETS 2500
#define DOUBLING 1.4

/* Cascades for which each seed is left out or asked alone, in each world in which that is looked at. */
#define TRIES_A_SEED 3

enum { PILOT_WORLDS = 64, PILOT_USERS = 32, PILOT_WORLDS_PER_USER = 16 };

/* What a few worlds tell: how many users seeds of high degree reach, and a user drawn at random, who reaches as many as
 * there are in an RR set on the whole; and what a world costs. */
typedef struct pilot {
    double spread, spread_of_one, seconds_per_world, num_seeds;
} pilot;

/* Adds what the seeds reach in some worlds. */
static wom_status
try_seeds(double *reached, wom_job *job, const wom_run *run, const wom_node *seeds, uint32_t num_seeds,
          uint64_t num_worlds)
{
    const run_view view = wom_run_view(run);
    const run_trial trial = {
        .seeds = seeds, .num_seeds = num_seeds, .seed = run->scenario->seed, .replicates = num_worlds
    };
    wom_outcome *outcome = NULL;
    const wom_status status = wom_view_simulate(&outcome, job, &view, &trial);
    if (outcome != NULL) *reached += outcome->estimate[WOM_METRIC_INCREMENTAL].value;
    wom_outcome_free(outcome);
    return status;
}

static wom_status
fly(pilot *found, wom_job *job, const wom_run *run)
{
    const run_view view = wom_run_view(run);
    wom_choice degree;
    wom_selection *seeds = NULL;
    wom_rng rng = wom_rng_stream(run->scenario->seed, WOM_PURPOSE_RANDOM_SEEDS, 0);
    wom_status status = WOM_OK;
    *found = (pilot){ 0 };
    WOM_TRY(wom_choice_default(&degree, job, &wom_algorithms, "degree"));
    WOM_TRY_GOTO(wom_view_select(&seeds, job, &view, &degree, 0));
    found->num_seeds = seeds->num_seeds;
    const double start = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    WOM_TRY_GOTO(try_seeds(&found->spread, job, run, seeds->seed, seeds->num_seeds, PILOT_WORLDS));
    found->seconds_per_world = (clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - start) / PILOT_WORLDS;
    for (uint32_t i = 0; i < PILOT_USERS; i++) {
        const wom_node user = (wom_node)wom_rng_below(&rng, run->data->graph->num_nodes);
        WOM_TRY_GOTO(try_seeds(&found->spread_of_one, job, run, &user, 1, PILOT_WORLDS_PER_USER));
    }
    found->spread_of_one /= PILOT_USERS;
done:
    wom_selection_free(seeds);
    wom_choice_free(&degree);
    return status;
}

/* A number among the parameters of a choice; `otherwise` where the variant has no such field. */
static double
parameter(const wom_choice *choice, const char *name, double otherwise)
{
    for (const wom_field *field = choice->variant->fields; field != NULL && field->name != NULL; field++)
        if (strcmp(field->name, name) == 0 && field->kind == WOM_FIELD_REAL)
            return *(const double *)(const void *)((const char *)choice->params + field->offset);
    return otherwise;
}

static double
covered_sets(const wom_choice *algorithm)
{
    const double precision = parameter(algorithm, "precision", 0);
    const double wanted = precision > 0 ? COVERED_SETS_AT_PRECISION_1 / (precision * precision) : 0;
    return fmin(fmax(wanted, LEAST_COVERED_SETS), MOST_COVERED_SETS);
}

/* RR sets of each of the two collections, for one choice. */
static double
num_sets(const wom_run *run, const pilot *found)
{
    if (strcmp(run->scenario->algorithms[0].variant->name, "ris") != 0) return 0;
    const double covered = covered_sets(&run->scenario->algorithms[0]);
    return DOUBLING * covered * run->data->graph->num_nodes / fmax(found->spread, 1);
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
seconds_of(const wom_run *run, const pilot *found, uint32_t threads)
{
    const wom_scenario *scenario = run->scenario;
    const double items = (double)run->data->graph->num_ties + run->data->graph->num_nodes;
    const double replicates = (double)scenario->simulate.replicates, contents = run->num_contents;
    double worlds = replicates * (1 + scenario->num_what_ifs) + judging_worlds(scenario) * num_choices(run);
    double hidden = 0;
    const double traced = (double)scenario->simulate.traced;
    worlds += traced + fmin(traced * TRIES_A_SEED * found->num_seeds, replicates);
    if (scenario->with_campaign) {
        const double replications = scenario->campaign.replications;
        worlds += replications * contents * (scenario->campaign.rounds + scenario->campaign.judge_worlds);
        hidden = replications * (contents + 4) * items * SECONDS_PER_HIDDEN;
    }
    const double choices = num_choices(run) + scenario->num_what_ifs;
    const double degree = run->data->graph->num_ties / fmax(run->data->graph->num_nodes, 1);
    const double sets =
        2 * num_sets(run, found) * (SECONDS_PER_SET + found->spread_of_one * degree * SECONDS_PER_SET_TIE);
    return (worlds * found->seconds_per_world + hidden + choices * (sets + items * SECONDS_PER_CHOICE)) / threads +
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

/* A set's members, and for each of them the set; four times that, as measured, while collections grow by doubling. */
static uint64_t
bytes_of_sets(const wom_run *run, const pilot *found)
{
    return (uint64_t)(4 * num_sets(run, found) * (8 + 8 * fmax(found->spread_of_one, 1)));
}

wom_status
wom_scenario_estimate(wom_run_estimate *estimate, wom_job *job, const wom_run *loaded)
{
    const wom_scenario *scenario = loaded->scenario;
    const uint64_t ties = loaded->data->graph->num_ties, nodes = loaded->data->graph->num_nodes;
    const wom_dynamics *dynamics = (const wom_dynamics *)scenario->dynamics.variant;
    const uint32_t threads = wom_job_threads(job);
    const uint64_t loading = wom_job_memory_peak(job);
    pilot found;
    const wom_status status = fly(&found, job, loaded);
    if (status != WOM_OK && status != WOM_INVALID) return status; /* a refusal is the run's to tell */
    wom_simulate_options options = wom_simulate_defaults();
    options.replicates = scenario->simulate.replicates;
    options.curve_steps = scenario->simulate.curve_steps;
    estimate->seconds = seconds_of(loaded, &found, threads);
    estimate->memory = wom_job_memory_used(job) + wom_simulate_memory(loaded->model, dynamics, 1, threads, &options) +
                       bytes_of_outcomes(loaded) + bytes_of_sets(loaded, &found) + threads * (ties + nodes) * 16 +
                       2 * loaded->num_contents * nodes * sizeof(float);
    if (estimate->memory < loading) estimate->memory = loading;
    return WOM_OK;
}
