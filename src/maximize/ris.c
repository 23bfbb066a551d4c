/* The rounds of RIS.
 *
 * OPIM-C of Tang, Tang, Xiao and Yuan, "Online processing algorithms for influence maximization", SIGMOD 2018, with
 * exact binomial bounds (Clopper and Pearson 1934) in place of its martingale bounds, since whether a set is covered is
 * a Bernoulli trial. The bounds, not the number of sets, carry the guarantee. */
#include "ris.h"
#include "early_stops.h"

/* A pilot ends with so many sets, or users met in them, drawn in portions. */
enum { PILOT_SETS = 1024, PILOT_WALKED = 1 << 19, PILOT_PORTION = 4 };

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
    uint32_t num_rounds_in_all; /* that could be judged: twice as many where early stops are tried first */
} ris_plan;

static ris_size
size_by_opim(const wom_admissible *admissible, double epsilon, double failure)
{
    const double greedy = 1 - exp(-1), log_failure = log(6 / failure);
    const double root = greedy * sqrt(log_failure) + sqrt(greedy * (wom_log_num_sets(admissible) + log_failure));
    const double known = wom_least_best(admissible), least = known > 0 ? known : admissible->total_weight;
    const double first = ceil(2 * root * root);
    return (ris_size){ first, ceil(first * fmax(admissible->total_weight / least, 1) / (epsilon * epsilon)) };
}

static ris_plan
plan_rounds(const wom_admissible *admissible, const wom_ris_params *params)
{
    const wom_node num_nodes = admissible->problem->graph->num_nodes;
    ris_plan plan = { .failure = params->failure, .target = params->ratio };
    if (plan.failure == 0) plan.failure = num_nodes > 1 ? 1 / (double)num_nodes : 0.5;
    const double greedy = wom_num_contents(admissible->problem) > 1 ? 0.5 : 1 - exp(-1); /* what it promises */
    if (plan.target == 0) plan.target = greedy - params->epsilon;
    const ris_size size = size_by_opim(admissible, params->epsilon, plan.failure);
    const double most = (double)params->max_sets;
    plan.most_sets = params->ratio > 0 || size.most > most ? params->max_sets : (uint64_t)size.most;
    plan.first_sets = size.first > (double)plan.most_sets ? plan.most_sets : (uint64_t)size.first;
    plan.num_rounds = 1;
    for (uint64_t sets = plan.first_sets; sets < plan.most_sets; sets *= 2) plan.num_rounds++;
    plan.num_rounds_in_all = plan.num_rounds;
    return plan;
}

typedef struct ris_run {
    wom_job *job;
    const wom_admissible *admissible;
    const wom_ris_params *params;
    ris_plan plan;
    wom_early_stops *stops;
    wom_rr_source *source;
    wom_rr_sets sets;
    wom_selection *trial; /* the round's choice until it is judged */
    uint64_t num_drawn;   /* RR sets of both collections */
} ris_run;

static wom_status
choose_round(ris_run *run, wom_certificate *certificate)
{
    wom_coverage *coverage = NULL;
    WOM_TRY(wom_rr_sets_grow(&run->sets, run->job, run->source, certificate->num_sets));
    WOM_TRY(wom_coverage_create(&coverage, run->job, &run->sets, run->admissible, run->stops->admissible));
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
        .num_rounds = run->plan.num_rounds_in_all,
        .failure = run->plan.failure,
        .total_weight = run->admissible->total_weight,
        .num_contents = wom_num_contents(problem),
        .num_stops = run->stops->num,
    };
    WOM_TRY(choose_round(run, &certificate));
    const wom_status status = wom_rr_count_covered(&certificate.judging_coverage, run->job, run->source,
                                                   run->trial->seed, run->trial->num_seeds, num_sets);
    if (status == WOM_OK) {
        run->num_drawn += num_sets;
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
is_enough(const wom_selection *selection, const ris_run *run)
{
    const wom_certificate *certificate = &selection->certificate;
    if (!run->admissible->problem->profit)
        return certificate->ratio >= run->plan.target && is_confirmed(certificate, run->params->precision);
    return selection->num_seeds > 0 && certificate->lower >= (1 - run->params->epsilon) * selection->value;
}

/* Whether more sets can still reach the target: the share of the bound that the seeds cover will not grow by much. */
static bool
may_suffice(const ris_run *run, const wom_certificate *certificate)
{
    return (double)certificate->choosing_coverage >= run->plan.target * certificate->best_coverage;
}

/* The rounds, until one is enough or early stops are seen not to pay. */
static wom_status
run_rounds(wom_selection *selection, bool *is_done, ris_run *run)
{
    uint64_t num_sets = run->plan.first_sets;
    for (uint32_t round = 0; round < run->plan.num_rounds && !*is_done; round++) {
        WOM_TRY(run_round(selection, run, num_sets));
        *is_done = is_enough(selection, run);
        if (run->stops->num > 0 && !*is_done && !may_suffice(run, &selection->certificate)) return WOM_OK;
        num_sets = num_sets < run->plan.most_sets / 2 ? 2 * num_sets : run->plan.most_sets;
    }
    return WOM_OK;
}

/* Some whole sets: as many as tell how far walks go. */
static wom_status
draw_pilot(ris_run *run)
{
    const uint64_t most = run->plan.first_sets < PILOT_SETS ? run->plan.first_sets : PILOT_SETS;
    while (run->sets.num_sets < most && run->sets.num_walked < PILOT_WALKED) {
        const uint64_t more = run->sets.num_sets + PILOT_PORTION;
        WOM_TRY(wom_rr_sets_grow(&run->sets, run->job, run->source, more < most ? more : most));
    }
    return WOM_OK;
}

/* Lets walks end early, and tells whether that halves the users they meet, or more: else it is not worth giving seats
 * away for. The first of the sets are drawn both ways. */
static wom_status
try_stops(bool *pays, ris_run *run)
{
    *pays = true;
    if (run->stops->num == 0) return WOM_OK;
    WOM_TRY(draw_pilot(run));
    const uint64_t num_sets = run->sets.num_sets, num_walked = run->sets.num_walked;
    wom_rr_sets_clear(&run->sets);
    WOM_TRY(wom_early_stops_apply(run->source, run->job, run->stops));
    WOM_TRY(wom_rr_sets_grow(&run->sets, run->job, run->source, num_sets));
    run->num_drawn += num_sets;
    *pays = 2 * run->sets.num_walked <= num_walked;
    return WOM_OK;
}

/* All rounds with walks that end at so many users. */
static wom_status
run_with(wom_selection *selection, bool *is_done, ris_run *run, uint32_t num_stops)
{
    const wom_admissible *admissible = run->admissible;
    bool pays = true;
    wom_status status = WOM_OK;
    *is_done = false;
    WOM_TRY_GOTO(wom_early_stops_create(&run->stops, run->job, admissible, num_stops));
    WOM_TRY_GOTO(wom_rr_source_create(&run->source, run->job, admissible, admissible->problem->seed));
    WOM_TRY_GOTO(try_stops(&pays, run));
    if (pays) status = run_rounds(selection, is_done, run);
    run->num_drawn += run->sets.num_sets;
done:
    wom_rr_sets_clear(&run->sets);
    wom_rr_source_free(run->source);
    wom_early_stops_free(run->stops);
    run->source = NULL;
    run->stops = NULL;
    return status;
}

static wom_status
run_all(wom_selection *selection, ris_run *run, uint32_t num_stops)
{
    const wom_problem *problem = run->admissible->problem;
    const double ratio = run->params->ratio;
    bool is_done = false;
    const bool may_stop = !problem->profit && problem->num_contents <= 1 && problem->chances->baseline == 0;
    if (!may_stop || run->admissible->num_free == 0) num_stops = 0;
    if (num_stops > 0) {
        run->plan.num_rounds_in_all *= 2;
        WOM_TRY(run_with(selection, &is_done, run, num_stops));
    }
    if (!is_done) WOM_TRY(run_with(selection, &is_done, run, 0));
    if (ratio == 0 || selection->certificate.ratio >= ratio) return WOM_OK;
    return wom_fail(WOM_UNPROVEN, "a ratio of %g was asked for, %g was certified with %llu sets (max_sets)", ratio,
                    selection->certificate.ratio, (unsigned long long)selection->certificate.num_sets);
}

wom_status
wom_ris_choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const wom_ris_params *params,
               uint32_t num_stops)
{
    if (problem->profit && params->ratio > 0)
        return wom_fail(WOM_INVALID, "ratio is %g, but a share of the best profit cannot be certified; leave it out",
                        params->ratio);
    wom_admissible *admissible = NULL;
    ris_run run = { .job = job, .params = params };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    run.admissible = admissible;
    run.plan = plan_rounds(admissible, params);
    WOM_TRY_GOTO(wom_selection_create(&run.trial, job, admissible));
    wom_job_stage(job, "choosing seeds by RR sets", 0);
    status = run_all(selection, &run, num_stops);
    selection->num_evaluations = run.num_drawn;
done:
    wom_selection_free(run.trial);
    wom_admissible_free(admissible);
    return status;
}
