/* Covering RR sets by users. Counts of uncovered sets are kept exact: covering a set takes one from each member. */
#include "coverage.h"

enum { NUM_PREFIXES = 16 };

/* The inverted index by counting sort. */
static void
fill_index(wom_coverage *coverage)
{
    const wom_rr_sets *sets = coverage->sets;
    const wom_node num_asks = wom_num_asks(coverage->admissible->problem);
    const uint64_t num_members = sets->first[sets->num_sets];
    uint64_t *first = coverage->first;
    for (uint64_t i = 0; i < num_members; i++) first[sets->member[i] + 1]++;
    for (wom_node node = 0; node < num_asks; node++) first[node + 1] += first[node];
    for (uint64_t set = 0; set < sets->num_sets; set++)
        for (uint64_t i = sets->first[set]; i < sets->first[set + 1]; i++) {
            const wom_node node = sets->member[i];
            coverage->in_set[first[node] + coverage->count[node]++] = (uint32_t)set;
        }
}

wom_status
wom_coverage_create(wom_coverage **coverage, wom_job *job, const wom_rr_sets *sets, const wom_admissible *admissible,
                    const wom_admissible *chooser)
{
    *coverage = NULL;
    const wom_node num_asks = wom_num_asks(admissible->problem);
    const uint64_t num_members = sets->first[sets->num_sets];
    wom_coverage *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "coverage"));
    wom_status status = WOM_OK;
    made->sets = sets;
    made->admissible = admissible;
    made->chooser = chooser;
    made->job = job;
    made->weight_of_set = admissible->total_weight / (double)sets->num_sets;
    made->best_coverage = (double)sets->num_sets;
    WOM_TRY_GOTO(wom_allocate(&made->first, job, (uint64_t)num_asks + 1, sizeof *made->first, "users' RR sets"));
    WOM_TRY_GOTO(wom_allocate(&made->in_set, job, num_members, sizeof *made->in_set, "users' RR sets"));
    WOM_TRY_GOTO(wom_allocate(&made->count, job, num_asks, sizeof *made->count, "counts of RR sets"));
    if (wom_num_contents(admissible->problem) > 1)
        WOM_TRY_GOTO(wom_allocate(&made->count_by_user, job, admissible->problem->graph->num_nodes,
                                  sizeof *made->count_by_user, "counts of RR sets"));
    WOM_TRY_GOTO(wom_allocate(&made->rich, job, admissible->problem->graph->num_nodes, sizeof *made->rich,
                              "counts of RR sets"));
    WOM_TRY_GOTO(wom_allocate(&made->covered, job, sets->num_sets, sizeof *made->covered, "covered RR sets"));
    fill_index(made);
    *coverage = made;
    made = NULL;
done:
    wom_coverage_free(made);
    return status;
}

void
wom_coverage_free(wom_coverage *coverage)
{
    if (coverage == NULL) return;
    wom_free(coverage->first);
    wom_free(coverage->in_set);
    wom_free(coverage->count);
    wom_free(coverage->count_by_user);
    wom_free(coverage->covered);
    wom_free(coverage->rich);
    wom_free(coverage);
}

/* ---- As the greedy choice asks for it ---- */

static void
reset(void *context)
{
    wom_coverage *coverage = context;
    const wom_node num_asks = wom_num_asks(coverage->admissible->problem);
    for (uint64_t set = 0; set < coverage->sets->num_sets; set++) coverage->covered[set] = false;
    for (wom_node node = 0; node < num_asks; node++)
        coverage->count[node] = (uint32_t)(coverage->first[node + 1] - coverage->first[node]);
    coverage->num_covered = 0;
    coverage->num_taken = 0;
    coverage->num_rich = 0;
    coverage->least_rich = UINT32_MAX;
}

static wom_status
tell_gain(void *context, double *gain, wom_node node)
{
    const wom_coverage *coverage = context;
    *gain = coverage->weight_of_set * (double)coverage->count[node];
    return WOM_OK;
}

static wom_status
tell_all(void *context, double *gain)
{
    const wom_node num_asks = wom_num_asks(((const wom_coverage *)context)->admissible->problem);
    for (wom_node node = 0; node < num_asks; node++) WOM_TRY(tell_gain(context, &gain[node], node));
    return wom_coverage_tighten(context);
}

static void
cover(wom_coverage *coverage, wom_node node)
{
    const wom_rr_sets *sets = coverage->sets;
    coverage->num_covered += coverage->count[node];
    coverage->num_taken++;
    for (uint64_t i = coverage->first[node]; i < coverage->first[node + 1]; i++) {
        const uint32_t set = coverage->in_set[i];
        if (coverage->covered[set]) continue;
        coverage->covered[set] = true;
        for (uint64_t k = sets->first[set]; k < sets->first[set + 1]; k++) coverage->count[sets->member[k]]--;
    }
}

/* Whether a bound is due after this many candidates: 16 times, evenly spaced, the last one included. */
static bool
is_due(uint64_t num_chosen, uint64_t num_free)
{
    return num_chosen * NUM_PREFIXES / num_free != (num_chosen - 1) * NUM_PREFIXES / num_free;
}

static wom_status
take(void *context, double *gain, double *gain_error, wom_node node)
{
    wom_coverage *coverage = context;
    const double num_sets = (double)coverage->sets->num_sets;
    const double share = (double)coverage->count[node] / num_sets;
    *gain = coverage->weight_of_set * (double)coverage->count[node];
    *gain_error = coverage->admissible->total_weight * sqrt(share * (1 - share) / num_sets);
    cover(coverage, node);
    const uint32_t num_pinned = coverage->chooser->problem->num_pinned;
    if (coverage->num_taken <= num_pinned) return WOM_OK;
    if (!is_due(coverage->num_taken - num_pinned, coverage->chooser->num_free)) return WOM_OK;
    return wom_coverage_tighten(coverage);
}

wom_gain_oracle
wom_coverage_oracle(wom_coverage *coverage)
{
    return (
        wom_gain_oracle){ .context = coverage, .reset = reset, .all = tell_all, .gain = tell_gain, .take = take };
}

wom_status
wom_coverage_choose(wom_coverage *coverage, wom_selection *selection)
{
    const wom_gain_oracle oracle = wom_coverage_oracle(coverage);
    WOM_TRY(wom_greedy_choose(selection, coverage->job, coverage->chooser, &oracle, WOM_GREEDY_LAZY));
    /* a budget may have ended the choice between two prefixes */
    return wom_coverage_tighten(coverage);
}

uint64_t
wom_coverage_of(wom_coverage *coverage, const wom_node *seeds, uint32_t num_seeds)
{
    reset(coverage);
    for (uint32_t i = 0; i < num_seeds; i++) cover(coverage, seeds[i]);
    return coverage->num_covered;
}
