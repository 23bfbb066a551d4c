/* What no admissible set of users can cover more of.
 *
 * Let O be any admissible set, S any users at all, cov(.) the number of sets covered, cov(v | S) what v covers beyond
 * S. Coverage is monotone and submodular, so
 *
 *     cov(O) <= cov(S u O) <= cov(S) + sum over v in O \ S of cov(v | S).
 *
 * Where contents differ by seed, u and v are asks; O asks a user with one content at most, so that in the sum each user
 * may stand with the largest count of her asks.
 *
 * The pinned are in S, and the other members of O are at most num_free candidates whose fees fit the remaining budget.
 * So the sum is at most that of the num_free largest marginal counts, and at most the fractional knapsack of marginal
 * counts within the remaining budget (Dantzig 1957), a relaxation of the choice of O \ S. best_coverage is the smallest
 * such bound over the prefixes S of the greedy choice that were looked at (Tang, Tang, Xiao and Yuan, SIGMOD 2018,
 * section 5.2; with several prefixes as there).
 *
 * It bounds f(best), too. The best set O* is fixed before any set is drawn, hence cov(O*) is binomial with probability
 * f(O*) / total_weight, and total_weight * wom_binomial_upper(cov(O*), num_sets, failure) >= f(O*) but for a chance of
 * `failure`. cov(O*) is a whole number and at most best_coverage, so at most its floor, and the exact bound grows with
 * the number of hits: put floor(best_coverage) in place of the unknown cov(O*). That S depends on the same sets does
 * no harm, for the first statement holds whatever was drawn. */
#include "coverage.h"

#include <stdlib.h>

/* How many candidates have a count of at least `least`. */
static uint32_t
num_counting(const uint32_t *count, wom_node num_nodes, uint32_t least)
{
    uint32_t num = 0;
    for (wom_node node = 0; node < num_nodes; node++) num += count[node] >= least;
    return num;
}

/* The sum of the `num` largest counts. Users who may not be asked count 0: stored sets leave them out. */
static uint64_t
sum_of_largest(const uint32_t *count, wom_node num_nodes, uint32_t num)
{
    uint32_t high = 0;
    for (wom_node node = 0; node < num_nodes; node++)
        if (count[node] > high) high = count[node];
    /* the largest value that at least `num` reach, by bisection; 0 is reached by all */
    uint32_t low = 0;
    while (low < high) {
        const uint32_t middle = high - (high - low) / 2;
        if (num_counting(count, num_nodes, middle) >= num)
            low = middle;
        else
            high = middle - 1;
    }
    uint64_t sum = 0, num_above = 0;
    for (wom_node node = 0; node < num_nodes; node++)
        if (count[node] > low) {
            sum += count[node];
            num_above++;
        }
    return sum + (uint64_t)low * (num - num_above);
}

typedef struct item {
    double fee;
    uint32_t count;
    wom_node node;
} item;

static int
by_descending_ratio(const void *left, const void *right)
{
    const item *a = left, *b = right;
    const double of_a = (double)a->count * b->fee, of_b = (double)b->count * a->fee;
    if (of_a != of_b) return of_a > of_b ? -1 : 1;
    return a->node < b->node ? -1 : a->node > b->node;
}

/* Every user's largest count over the contents. */
static const uint32_t *
counts_by_user(const wom_coverage *coverage)
{
    const wom_problem *problem = coverage->admissible->problem;
    const wom_node num_nodes = problem->graph->num_nodes;
    uint32_t *best = coverage->count_by_user;
    if (best == NULL) return coverage->count;
    for (wom_node node = 0; node < num_nodes; node++) best[node] = coverage->count[node];
    for (uint32_t c = 1; c < problem->num_contents; c++) {
        const uint32_t *count = coverage->count + (uint64_t)c * num_nodes;
        for (wom_node node = 0; node < num_nodes; node++)
            if (count[node] > best[node]) best[node] = count[node];
    }
    return best;
}

/* The fractional knapsack, rounded up a little: what it bounds is exact. */
static wom_status
knapsack(double *sum, const wom_coverage *coverage, const uint32_t *count)
{
    const wom_problem *problem = coverage->admissible->problem;
    const wom_node num_nodes = problem->graph->num_nodes;
    item *items = NULL;
    WOM_TRY(wom_allocate(&items, coverage->job, num_nodes, sizeof *items, "a knapsack"));
    size_t num_items = 0;
    *sum = 0;
    for (wom_node node = 0; node < num_nodes; node++) {
        if (count[node] == 0) continue;
        if (problem->fee[node] > 0)
            items[num_items++] = (item){ problem->fee[node], count[node], node };
        else
            *sum += (double)count[node];
    }
    qsort(items, num_items, sizeof *items, by_descending_ratio);
    double remaining = coverage->admissible->remaining;
    for (size_t i = 0; i < num_items && remaining > 0; i++) {
        const double share = items[i].fee <= remaining ? 1 : remaining / items[i].fee;
        *sum += share * (double)items[i].count;
        remaining -= items[i].fee;
    }
    *sum += 1e-9 * (1 + *sum);
    wom_free(items);
    return WOM_OK;
}

wom_status
wom_coverage_tighten(wom_coverage *coverage)
{
    const wom_admissible *admissible = coverage->admissible;
    const wom_node num_nodes = admissible->problem->graph->num_nodes;
    const uint32_t *count = counts_by_user(coverage);
    double more = (double)sum_of_largest(count, num_nodes, admissible->num_free);
    if (wom_budget_binds(admissible)) {
        double by_fees;
        WOM_TRY(knapsack(&by_fees, coverage, count));
        if (by_fees < more) more = by_fees;
    }
    if ((double)coverage->num_covered + more < coverage->best_coverage)
        coverage->best_coverage = (double)coverage->num_covered + more;
    return WOM_OK;
}
