/* What a selection promises, and computing it anew. */
#include "certificate.h"
#include "early_stops.h"

void
wom_certificate_bound(wom_certificate *certificate)
{
    const double failure = certificate->failure / (2 * (double)certificate->num_rounds);
    const uint64_t num_sets = certificate->num_sets;
    /* a set's coverage is a whole number, so the bound's floor serves; see coverage_bound.c */
    uint64_t best = (uint64_t)certificate->best_coverage;
    if (best > num_sets) best = num_sets;
    certificate->lower =
        certificate->total_weight * wom_binomial_lower(certificate->judging_coverage, num_sets, failure);
    certificate->upper = certificate->total_weight * wom_binomial_upper(best, num_sets, failure);
    certificate->ratio = certificate->lower / certificate->upper;
}

/* ---- Checking ---- */

static wom_status
check_claim(const wom_problem *problem, const wom_certificate *claimed)
{
    const wom_dynamics *dynamics = problem->chances->dynamics;
    const char *lacking = wom_needs_lacking(WOM_NEEDS_ADDITIVE | WOM_NEEDS_REVERSE, dynamics);
    if (lacking != NULL)
        return wom_fail(WOM_INVALID, "there are no certificates for the dynamics \"%s\", which %s",
                        dynamics->variant.name, lacking);
    WOM_TRY(wom_dynamics_check_deadline(dynamics, problem->max_steps));
    if (problem->profit) return wom_fail(WOM_INVALID, "there are no certificates for profit");
    const uint32_t num_contents = claimed->num_contents > 1 ? claimed->num_contents : 1;
    if (num_contents != wom_num_contents(problem))
        return wom_fail(WOM_INVALID, "the certificate is of plans with %u contents to choose from, the problem has %u",
                        num_contents, wom_num_contents(problem));
    if (claimed->num_sets == 0 || claimed->num_sets > UINT32_MAX)
        return wom_fail(WOM_INVALID, "the certificate claims %llu sets, must be from 1 to 4294967295",
                        (unsigned long long)claimed->num_sets);
    if (claimed->num_rounds == 0) return wom_fail(WOM_INVALID, "the certificate claims 0 rounds, must be 1 or more");
    if (!(claimed->failure > 0 && claimed->failure < 1))
        return wom_fail(WOM_INVALID, "the certificate claims a failure of %g, must be between 0 and 1",
                        claimed->failure);
    if (claimed->num_stops > 0 && problem->chances->baseline > 0)
        return wom_fail(WOM_INVALID, "the certificate claims walks that end early, which a baseline rules out");
    return WOM_OK;
}

/* Whether the seeds are a set that the problem admits: the pinned, and candidates within number and budget. */
static wom_status
check_seeds(wom_job *job, const wom_admissible *admissible, const wom_node *seeds, uint32_t num_seeds)
{
    const wom_problem *problem = admissible->problem;
    uint32_t num_free = 0, num_pinned = 0;
    double cost = 0;
    wom_status status = WOM_OK;
    char *mark = NULL; /* 0: not a seed, 1: pinned and not met yet, 2: met */
    WOM_TRY(wom_allocate(&mark, job, problem->graph->num_nodes, sizeof *mark, "marks of seeds"));
    for (uint32_t i = 0; i < problem->num_pinned; i++) mark[problem->pinned[i]] = 1;
    for (uint32_t i = 0; i < num_seeds && status == WOM_OK; i++) {
        const wom_node node = wom_user_of(problem, seeds[i]);
        if (seeds[i] >= wom_num_asks(problem))
            status = wom_fail(WOM_INVALID, "seed number %u: there are %u users", seeds[i], wom_num_asks(problem));
        else if (mark[node] == 2)
            status = wom_fail(WOM_INVALID, "user number %u is a seed twice", node);
        else if (mark[node] == 0 && !admissible->is_candidate[node])
            status = wom_fail(WOM_INVALID, "seed number %u is banned or beyond the budget", node);
        else if (mark[node] == 1)
            num_pinned++;
        else {
            num_free++;
            cost += wom_fee_of(problem, node);
        }
        if (status == WOM_OK) mark[node] = 2;
    }
    wom_free(mark);
    WOM_TRY(status);
    if (num_pinned < problem->num_pinned)
        return wom_fail(WOM_INVALID, "%u pinned users are not among the seeds", problem->num_pinned - num_pinned);
    if (num_free > admissible->num_free || cost > admissible->remaining)
        return wom_fail(WOM_INVALID, "the seeds are more than the number or the budget allows");
    return WOM_OK;
}

/* Draws both collections and counts. The greedy choice that best_coverage needs is made here, not taken over. */
static wom_status
recompute(wom_certificate *computed, wom_job *job, const wom_admissible *admissible, const wom_node *seeds,
          uint32_t num_seeds)
{
    wom_early_stops *stops = NULL;
    wom_rr_source *source = NULL;
    wom_rr_sets sets = { 0 };
    wom_coverage *coverage = NULL;
    wom_selection *greedy = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_early_stops_create(&stops, job, admissible, computed->num_stops));
    WOM_TRY_GOTO(wom_rr_source_create(&source, job, admissible, computed->seed));
    WOM_TRY_GOTO(wom_early_stops_apply(source, job, stops));
    WOM_TRY_GOTO(wom_rr_sets_grow(&sets, job, source, computed->num_sets));
    WOM_TRY_GOTO(wom_coverage_create(&coverage, job, &sets, admissible, stops->admissible));
    WOM_TRY_GOTO(wom_selection_create(&greedy, job, admissible));
    WOM_TRY_GOTO(wom_coverage_choose(coverage, greedy));
    computed->best_coverage = coverage->best_coverage;
    computed->choosing_coverage = wom_coverage_of(coverage, seeds, num_seeds);
    computed->num_stops = stops->num;
    computed->total_weight = admissible->total_weight;
    WOM_TRY_GOTO(wom_rr_count_covered(&computed->judging_coverage, job, source, seeds, num_seeds, computed->num_sets));
    wom_certificate_bound(computed);
done:
    wom_selection_free(greedy);
    wom_coverage_free(coverage);
    wom_rr_sets_clear(&sets);
    wom_rr_source_free(source);
    wom_early_stops_free(stops);
    return status;
}

/* To the accuracy of the bounds' arithmetic, which may differ between machines. */
static bool
is_same(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

static bool
all_agree(const wom_certificate *a, const wom_certificate *b)
{
    return a->num_stops == b->num_stops && a->choosing_coverage == b->choosing_coverage &&
           a->judging_coverage == b->judging_coverage &&
           is_same(a->total_weight, b->total_weight) && is_same(a->best_coverage, b->best_coverage) &&
           is_same(a->lower, b->lower) && is_same(a->upper, b->upper) && is_same(a->ratio, b->ratio);
}

wom_status
wom_certificate_check(bool *agrees, wom_certificate *computed, wom_job *job, const wom_problem *problem,
                      const wom_node *seeds, uint32_t num_seeds, const wom_certificate *claimed)
{
    WOM_TRY(check_claim(problem, claimed));
    wom_admissible *admissible = NULL;
    WOM_TRY(wom_admissible_create(&admissible, job, problem));
    wom_certificate found = {
        .seed = claimed->seed,
        .num_sets = claimed->num_sets,
        .num_rounds = claimed->num_rounds,
        .failure = claimed->failure,
        .num_contents = wom_num_contents(problem),
        .num_stops = claimed->num_stops,
    };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(check_seeds(job, admissible, seeds, num_seeds));
    WOM_TRY_GOTO(recompute(&found, job, admissible, seeds, num_seeds));
    *agrees = all_agree(&found, claimed);
    *computed = found;
done:
    wom_admissible_free(admissible);
    return status;
}
