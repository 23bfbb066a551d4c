/* RIS: greedy choice on reverse reachable sets, doubled until fresh sets certify it.
 *
 * OPIM-C of Tang, Tang, Xiao and Yuan, "Online processing algorithms for influence maximization", SIGMOD 2018, with
 * exact binomial bounds (Clopper and Pearson 1934) in place of its martingale bounds, since whether a set is covered is
 * a Bernoulli trial. The bounds, not the number of sets, carry the guarantee. */
#include "algorithms.h"
#include "certificate.h"

typedef struct ris_params {
    double epsilon;
    double failure;
    double ratio;
    double precision;
    uint64_t max_sets;
} ris_params;

static const wom_field fields[] = {
    { "epsilon", WOM_FIELD_REAL, offsetof(ris_params, epsilon), 0.1, 0.001, 0.6, "",
      "stop at a certified ratio of 1 - 1/e - epsilon to the best", NULL },
    { "failure", WOM_FIELD_REAL, offsetof(ris_params, failure), 0, 0, 0.5, "probability",
      "that the certificate is wrong; 0: one in the number of users", NULL },
    { "ratio", WOM_FIELD_REAL, offsetof(ris_params, ratio), 0, 0, 0.999, "",
      "certified ratio to reach, in place of epsilon's; not reaching it is an error", NULL },
    { "precision", WOM_FIELD_REAL, offsetof(ris_params, precision), 0.02, 0, 1, "",
      "go on until fresh sets confirm the seeds' value to within this share, so that chance does not choose between "
      "good seeds; 0: stop at the ratio",
      NULL },
    { "max_sets", WOM_FIELD_UINT64, offsetof(ris_params, max_sets), 67108864, 1, 4294967295.0, "sets",
      "most RR sets of each collection", NULL },
    { 0 },
};

/* A number of sets after which the best is likely to be certified, as OPIM-C works it out. W / OPT is at most
 * W / (num_free * mean weight of an accepting candidate) where nothing else is known. Only the number of rounds rests
 * on this, not the certificate. */
typedef struct ris_size {
    double first, most;
} ris_size;

typedef struct ris_plan {
    double failure;      /* of all statements together */
    double target;       /* ratio at which to stop */
    uint64_t first_sets; /* of the first round; the number doubles from round to round */
    uint64_t most_sets;  /* of the last round */
    uint32_t num_rounds;
} ris_plan;

static ris_size
size_by_opim(const wom_admissible *admissible, double epsilon, double failure)
{
    const wom_problem *problem = admissible->problem;
    const double n = (double)admissible->num_candidates, k = fmax((double)admissible->num_free, 1);
    const double log_subsets = lgamma(n + 1) - lgamma(k + 1) - lgamma(fmax(n - k, 0) + 1);
    const double greedy = 1 - exp(-1), log_failure = log(6 / failure);
    const double root = greedy * sqrt(log_failure) + sqrt(greedy * (fmax(log_subsets, 0) + log_failure));
    double sum = 0;
    for (wom_node node = 0; node < problem->graph->num_nodes; node++)
        if (admissible->is_candidate[node])
            sum += wom_weight_of(problem, node) * (problem->accept == NULL ? 1 : problem->accept[node]);
    const double least = n > 0 && sum > 0 ? k * sum / n : admissible->total_weight;
    const double first = ceil(2 * root * root);
    return (ris_size){ first, ceil(first * fmax(admissible->total_weight / least, 1) / (epsilon * epsilon)) };
}

static ris_plan
plan_rounds(const wom_admissible *admissible, const ris_params *params)
{
    const wom_node num_nodes = admissible->problem->graph->num_nodes;
    ris_plan plan = { .failure = params->failure, .target = params->ratio };
    if (plan.failure == 0) plan.failure = num_nodes > 1 ? 1 / (double)num_nodes : 0.5;
    if (plan.target == 0) plan.target = 1 - exp(-1) - params->epsilon;
    const ris_size size = size_by_opim(admissible, params->epsilon, plan.failure);
    const double most = (double)params->max_sets;
    plan.most_sets = params->ratio > 0 || size.most > most ? params->max_sets : (uint64_t)size.most;
    plan.first_sets = size.first > (double)plan.most_sets ? plan.most_sets : (uint64_t)size.first;
    plan.num_rounds = 1;
    for (uint64_t sets = plan.first_sets; sets < plan.most_sets; sets *= 2) plan.num_rounds++;
    return plan;
}

typedef struct ris_run {
    wom_job *job;
    const wom_admissible *admissible;
    ris_plan plan;
    wom_rr_source *source;
    wom_rr_sets sets;
    wom_selection *trial; /* the round's choice until it is judged */
    uint64_t num_judged;
} ris_run;

static wom_status
choose_round(ris_run *run, wom_certificate *certificate)
{
    wom_coverage *coverage = NULL;
    WOM_TRY(wom_rr_sets_grow(&run->sets, run->job, run->source, certificate->num_sets));
    WOM_TRY(wom_coverage_create(&coverage, run->job, &run->sets, run->admissible));
    const wom_status status = wom_coverage_choose(coverage, run->trial);
    certificate->best_coverage = coverage->best_coverage;
    if (status == WOM_OK)
        certificate->choosing_coverage = wom_coverage_of(coverage, run->trial->seed, run->trial->num_seeds);
    wom_coverage_free(coverage);
    return status;
}

/* Chooses on num_sets sets and judges on as many; the selection changes only when the round is complete, unless there
 * is none yet. */
static wom_status
run_round(wom_selection *selection, ris_run *run, uint64_t num_sets)
{
    const wom_problem *problem = run->admissible->problem;
    wom_certificate certificate = {
        .seed = problem->seed,
        .num_sets = num_sets,
        .num_rounds = run->plan.num_rounds,
        .failure = run->plan.failure,
        .total_weight = run->admissible->total_weight,
    };
    WOM_TRY(choose_round(run, &certificate));
    const wom_status status = wom_rr_count_covered(&certificate.judging_coverage, run->job, run->source,
                                                   run->trial->seed, run->trial->num_seeds, num_sets);
    if (status == WOM_OK) {
        run->num_judged += num_sets;
        wom_certificate_bound(&certificate);
        run->trial->certificate = certificate;
        run->trial->has_certificate = !problem->profit;
    }
    if (status == WOM_OK || selection->num_seeds == 0) wom_selection_swap(selection, run->trial);
    return status;
}

/* Chance among good candidates flatters a choice on the sets it was made on; fresh sets tell by how much. The sets that
 * the seeds cover are a binomial count, whose standard error is about its root. */
static bool
is_confirmed(const wom_certificate *certificate, double precision)
{
    const double chosen = (double)certificate->choosing_coverage, judged = (double)certificate->judging_coverage;
    return precision == 0 || (judged * precision * precision >= 1 && chosen <= (1 + precision) * judged);
}

/* For a number or a budget: the target is certified, and the seeds' value is known well enough. For profit, which has
 * no certificate: fresh sets confirm what the seeds bring to within epsilon; an answer of nobody is given when the sets
 * run out. */
static bool
is_enough(const wom_selection *selection, const ris_run *run, const ris_params *params)
{
    const wom_certificate *certificate = &selection->certificate;
    if (!run->admissible->problem->profit)
        return certificate->ratio >= run->plan.target && is_confirmed(certificate, params->precision);
    return selection->num_seeds > 0 && certificate->lower >= (1 - params->epsilon) * selection->value;
}

static wom_status
run_rounds(wom_selection *selection, ris_run *run, const ris_params *params)
{
    uint64_t num_sets = run->plan.first_sets;
    for (uint32_t round = 0; round < run->plan.num_rounds; round++) {
        WOM_TRY(run_round(selection, run, num_sets));
        if (is_enough(selection, run, params)) return WOM_OK;
        num_sets = num_sets < run->plan.most_sets / 2 ? 2 * num_sets : run->plan.most_sets;
    }
    if (params->ratio == 0 || selection->certificate.ratio >= params->ratio) return WOM_OK;
    return wom_fail(WOM_UNPROVEN, "a ratio of %g was asked for, %g was certified with %llu sets (max_sets)",
                    params->ratio, selection->certificate.ratio, (unsigned long long)selection->certificate.num_sets);
}

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params_given)
{
    const ris_params *params = params_given;
    if (problem->profit && params->ratio > 0)
        return wom_fail(WOM_INVALID, "ratio is %g, but a share of the best profit cannot be certified; leave it out",
                        params->ratio);
    wom_admissible *admissible = NULL;
    ris_run run = { .job = job };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    run.admissible = admissible;
    run.plan = plan_rounds(admissible, params);
    WOM_TRY_GOTO(wom_rr_source_create(&run.source, job, admissible, problem->seed));
    WOM_TRY_GOTO(wom_selection_create(&run.trial, job, admissible));
    wom_job_stage(job, "choosing seeds by RR sets", 0);
    status = run_rounds(selection, &run, params);
    selection->num_evaluations = run.sets.num_sets + run.num_judged;
done:
    wom_selection_free(run.trial);
    wom_rr_sets_clear(&run.sets);
    wom_rr_source_free(run.source);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_ris = {
    .variant = {
        .name = "ris",
        .summary = "greedy choice on reverse reachable sets, doubled until fresh sets certify it",
        .source = "Tang, Tang, Xiao and Yuan, SIGMOD 2018 (OPIM-C), with exact binomial bounds",
        .params_size = sizeof(ris_params),
        .fields = fields,
    },
    .promise = "a certificate: but for the failure probability, f(seeds) is at least the ratio times the best's; "
               "beforehand 1 - 1/e - epsilon for a number of seeds, (1 - 1/e) / 2 - epsilon for a budget; for profit "
               "f(seeds) - fees >= (1 - 1/e) f(best) - fees(best) - epsilon f(best), expected and without a "
               "certificate",
    .certifies = true,
    .needs = WOM_NEEDS_ADDITIVE | WOM_NEEDS_REVERSE,
    .select = choose,
};
