/* IMM: the number of RR sets is worked out beforehand from a lower bound on the best, so that greedy choice on them has
 * its guarantee. Tang, Shi and Xiao, "Influence maximization in near-linear time: a martingale approach", SIGMOD 2015.
 * With the correction of Chen, "An issue in the martingale analysis of the influence maximization algorithm IMM",
 * CSoNet 2018: seeds are chosen on fresh sets, for those that settled the number are not independent of it.
 *
 * The paper's letters: W stands for its n (the sum of weights; W times the share of covered sets is f), l ln n for
 * log(1 / failure), whose 2 comes from the two phases' sharing the failure. */
#include "algorithms.h"
#include "coverage.h"

typedef struct imm_params {
    double epsilon;
    double failure;
    uint64_t max_sets;
} imm_params;

static const wom_field fields[] = {
    { "epsilon", WOM_FIELD_REAL, offsetof(imm_params, epsilon), 0.1, 0.001, 0.6, "",
      "the seeds are worth at least 1 - 1/e - epsilon of the best", NULL },
    { "failure", WOM_FIELD_REAL, offsetof(imm_params, failure), 0, 0, 0.5, "probability",
      "that they are not; 0: one in the number of users", NULL },
    { "max_sets", WOM_FIELD_UINT64, offsetof(imm_params, max_sets), 67108864, 1, 4294967295.0, "sets",
      "most RR sets; where more would be needed, nothing is promised", NULL },
    { 0 },
};

typedef struct imm_run {
    wom_job *job;
    const wom_admissible *admissible;
    const imm_params *params;
    double log_failure; /* log(2 / failure) */
    wom_rr_source *source;
    uint64_t num_drawn;
} imm_run;

static uint64_t
rounded(const imm_run *run, double num_sets)
{
    const double most = (double)run->params->max_sets;
    return num_sets >= most ? run->params->max_sets : num_sets <= 1 ? 1 : (uint64_t)ceil(num_sets);
}

/* The greedy choice on the collection's first num_sets sets. */
static wom_status
choose_on(wom_selection *selection, imm_run *run, wom_rr_sets *sets, uint64_t num_sets)
{
    wom_coverage *coverage = NULL;
    run->num_drawn += num_sets > sets->num_sets ? num_sets - sets->num_sets : 0;
    WOM_TRY(wom_rr_sets_grow(sets, run->job, run->source, num_sets));
    WOM_TRY(wom_coverage_create(&coverage, run->job, sets, run->admissible, run->admissible));
    const wom_status status = wom_coverage_choose(coverage, selection);
    wom_coverage_free(coverage);
    return status;
}

/* Algorithm 2, sampling: halves a guess at the best until a choice comes up to it. *least is at most what the best is
 * worth; 0 when max_sets did not suffice to tell. Where nothing is known of the best, guesses go on to the end of the
 * sets: fewer than 64 of them. */
static wom_status
find_least(double *least, imm_run *run, wom_selection *trial)
{
    const double weight = run->admissible->total_weight, epsilon = sqrt(2) * run->params->epsilon;
    const double num_guesses = *least > 0 ? fmax(ceil(log2(weight / *least)), 1) : 64;
    const double lambda = (2 + 2 * epsilon / 3) *
                          (wom_log_num_sets(run->admissible) + run->log_failure + log(num_guesses)) /
                          (epsilon * epsilon);
    wom_rr_sets sets = { .use = WOM_RR_JUDGING };
    wom_status status = WOM_OK;
    for (double guess = weight / 2; guess > 0 && guess >= *least && status == WOM_OK; guess /= 2) {
        if (lambda * weight / guess > (double)run->params->max_sets) break;
        status = choose_on(trial, run, &sets, rounded(run, lambda * weight / guess));
        if (status != WOM_OK || trial->value < (1 + epsilon) * guess) continue;
        *least = fmax(trial->value / (1 + epsilon), *least);
        break;
    }
    wom_rr_sets_clear(&sets);
    return status;
}

/* Algorithm 3: lambda* sets over the least. */
static double
num_sets_for(const imm_run *run, double least)
{
    const double greedy = 1 - exp(-1), epsilon = run->params->epsilon;
    const double alpha = sqrt(run->log_failure + log(2));
    const double beta = sqrt(greedy * (wom_log_num_sets(run->admissible) + run->log_failure + log(2)));
    const double root = greedy * alpha + beta;
    return 2 * run->admissible->total_weight * root * root / (epsilon * epsilon * least);
}

static wom_status
run_phases(wom_selection *selection, imm_run *run, wom_selection *trial)
{
    const bool is_known = run->admissible->problem->chances->baseline == 0;
    double least = is_known ? wom_least_best(run->admissible) : 0;
    wom_rr_sets sets = { 0 };
    WOM_TRY(find_least(&least, run, trial));
    const double num_sets = least > 0 ? num_sets_for(run, least) : HUGE_VAL;
    const wom_status status = choose_on(selection, run, &sets, rounded(run, num_sets));
    wom_rr_sets_clear(&sets);
    WOM_TRY(status);
    if (num_sets <= (double)run->params->max_sets || run->admissible->problem->profit) return WOM_OK;
    return wom_fail(WOM_UNPROVEN, "%.3g RR sets are needed for what it promises, %llu are allowed (max_sets)", num_sets,
                    (unsigned long long)run->params->max_sets);
}

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    const wom_node num_nodes = problem->graph->num_nodes;
    wom_admissible *admissible = NULL;
    wom_selection *trial = NULL;
    imm_run run = { .job = job, .params = params };
    wom_status status = WOM_OK;
    const double failure = run.params->failure > 0 ? run.params->failure : num_nodes > 1 ? 1 / (double)num_nodes : 0.5;
    run.log_failure = log(2 / failure);
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    run.admissible = admissible;
    WOM_TRY_GOTO(wom_selection_create(&trial, job, admissible));
    WOM_TRY_GOTO(wom_rr_source_create(&run.source, job, admissible, problem->seed));
    wom_job_stage(job, "choosing seeds by RR sets", 0);
    status = run_phases(selection, &run, trial);
done:
    selection->num_evaluations = run.num_drawn;
    wom_rr_source_free(run.source);
    wom_selection_free(trial);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_imm = {
    .variant = {
        .name = "imm",
        .summary = "greedy choice on as many RR sets as a bound on the best asks for; the reference for ris",
        .source = "Tang, Shi and Xiao, SIGMOD 2015, with the correction of Chen, CSoNet 2018",
        .params_size = sizeof(imm_params),
        .fields = fields,
    },
    .promise = "beforehand, but for the failure probability, 1 - 1/e - epsilon of the best for a number of seeds "
               "without fees; nothing for a budget or for profit; no certificate",
    .needs = WOM_NEEDS_ADDITIVE | WOM_NEEDS_REVERSE,
    .select = choose,
};
