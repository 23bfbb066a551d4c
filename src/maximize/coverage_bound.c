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

enum { RICHER = 4 };

static uint32_t
largest(const uint32_t *count, wom_node num_nodes)
{
    uint32_t most = 0;
    for (wom_node node = 0; node < num_nodes; node++)
        if (count[node] > most) most = count[node];
    return most;
}

/* Lists the nodes with a count of at least `least`, in coverage->rich. */
static void
list_rich(wom_coverage *coverage, const uint32_t *count, wom_node num_nodes, uint32_t least)
{
    uint32_t num = 0;
    for (wom_node node = 0; node < num_nodes; node++)
        if (count[node] >= least) coverage->rich[num++] = node;
    coverage->num_rich = num;
    coverage->least_rich = least;
}

/* How many of the rich have a count of at least `least`. */
static uint32_t
num_counting(const wom_coverage *coverage, const uint32_t *count, uint32_t least)
{
    uint32_t num = 0;
    for (uint32_t i = 0; i < coverage->num_rich; i++) num += count[coverage->rich[i]] >= least;
    return num;
}

/* The largest value that at least `num` of the rich reach, by bisection; 0 if there are not as many. */
static uint32_t
level_reached(const wom_coverage *coverage, const uint32_t *count, uint32_t num)
{
    uint32_t low = 0, high = 0;
    for (uint32_t i = 0; i < coverage->num_rich; i++)
        if (count[coverage->rich[i]] > high) high = count[coverage->rich[i]];
    while (low < high) {
        const uint32_t middle = high - (high - low) / 2;
        if (num_counting(coverage, count, middle) >= num)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* The sum of the `num` largest counts. Users who may not be asked count 0: stored sets leave them out. Taking users
 * lowers counts, so whoever was not rich stays so, and the rich hold the largest as long as enough of them are left:
 * else the list is made anew, with a part of the least count. */
static uint64_t
sum_of_largest(wom_coverage *coverage, const uint32_t *count, wom_node num_nodes, uint32_t num)
{
    if (coverage->least_rich == UINT32_MAX) list_rich(coverage, count, num_nodes, largest(count, num_nodes) / RICHER);
    uint32_t level = level_reached(coverage, count, num);
    while (level < coverage->least_rich && coverage->least_rich > 1) {
        list_rich(coverage, count, num_nodes, coverage->least_rich / RICHER);
        level = level_reached(coverage, count, num);
    }
    uint64_t sum = 0, num_above = 0;
    for (uint32_t i = 0; i < coverage->num_rich; i++) {
        const uint32_t of_node = count[coverage->rich[i]];
        if (of_node <= level) continue;
        sum += of_node;
        num_above++;
    }
    return sum + (uint64_t)level * (num - num_above);
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
    double more = (double)sum_of_largest(coverage, count, num_nodes, admissible->num_free);
    if (wom_budget_binds(admissible)) {
        double by_fees;
        WOM_TRY(knapsack(&by_fees, coverage, count));
        if (by_fees < more) more = by_fees;
    }
    if ((double)coverage->num_covered + more < coverage->best_coverage)
        coverage->best_coverage = (double)coverage->num_covered + more;
    return WOM_OK;
}
