/* Exhaustive: every admissible set, measured on the worlds that greedy uses. For tiny problems and for tests. */
#include "algorithms.h"
#include "worlds.h"

#include <string.h>

typedef struct exhaustive_params {
    uint32_t worlds;
    uint32_t max_subsets;
} exhaustive_params;

static const wom_field fields[] = {
    { "worlds", WOM_FIELD_UINT, offsetof(exhaustive_params, worlds), 200, 1, 1e6, "worlds",
      "worlds on which every set is measured", NULL },
    { "max_subsets", WOM_FIELD_UINT, offsetof(exhaustive_params, max_subsets), 100000, 1, 1e9, "sets",
      "refuse problems with more sets of users than this", NULL },
    { 0 },
};

typedef struct subset_search {
    wom_worlds *worlds;
    const wom_admissible *admissible;
    uint64_t **reached; /* [num_free + 1] by the set of each depth */
    wom_node *set;      /* [num_free] */
    wom_node *best;     /* [num_free] */
    uint32_t num_best;
    double best_value;
    uint64_t num_considered;
} subset_search;

/* The sets of at most num_free candidates; stops counting above `most`. */
static double
num_subsets(const wom_admissible *admissible, double most)
{
    double term = 1, sum = 1;
    for (uint32_t k = 0; k < admissible->num_free && sum <= most; k++) {
        term *= (double)(admissible->num_candidates - k) / (k + 1);
        sum += term;
    }
    return sum;
}

/* Of sets that differ by no more than rounding the smallest is kept, then the one found first. */
static void
consider(subset_search *search, uint32_t depth, double value)
{
    const double slack = search->num_considered++ > 0 ? 1e-12 * fabs(search->best_value) : 0;
    const bool is_smaller = depth < search->num_best && value >= search->best_value - slack;
    if (value <= search->best_value + slack && !is_smaller) return;
    search->best_value = value;
    search->num_best = depth;
    for (uint32_t i = 0; i < depth; i++) search->best[i] = search->set[i];
}

/* Tries every candidate from `next` on beside the first `depth` of the set, which are worth `value`. */
static wom_status
extend(subset_search *search, uint32_t depth, wom_node next, double value, double remaining)
{
    wom_worlds *worlds = search->worlds;
    const wom_problem *problem = search->admissible->problem;
    const size_t size = (size_t)worlds->num_worlds * worlds->num_words * sizeof *worlds->reached;
    consider(search, depth, value);
    if (depth == search->admissible->num_free) return WOM_OK;
    for (wom_node node = next; node < problem->graph->num_nodes; node++) {
        const double fee = wom_fee_of(problem, node);
        if (!search->admissible->is_candidate[node] || fee > remaining) continue;
        double gain, gain_error;
        memcpy(search->reached[depth + 1], search->reached[depth], size);
        worlds->reached = search->reached[depth + 1];
        WOM_TRY(wom_worlds_take(worlds, &gain, &gain_error, node));
        search->set[depth] = node;
        WOM_TRY(extend(search, depth + 1, node + 1, value + gain - (problem->profit ? fee : 0), remaining - fee));
    }
    return WOM_OK;
}

/* The best set, in ascending order, as seeds with their gains. */
static wom_status
hand_over(wom_selection *selection, const subset_search *search)
{
    const wom_problem *problem = search->admissible->problem;
    double gain, gain_error;
    wom_worlds_reset(search->worlds);
    for (uint32_t i = 0; i < problem->num_pinned + search->num_best; i++) {
        const wom_node node = i < problem->num_pinned ? problem->pinned[i] : search->best[i - problem->num_pinned];
        WOM_TRY(wom_worlds_take(search->worlds, &gain, &gain_error, node));
        wom_selection_add(selection, problem, node, gain, gain_error);
    }
    return WOM_OK;
}

/* All sets, with the pinned taken. */
static wom_status
run(subset_search *search, wom_job *job)
{
    wom_worlds *worlds = search->worlds;
    const wom_admissible *admissible = search->admissible;
    const uint32_t num_free = admissible->num_free;
    uint64_t *own = worlds->reached;
    double gain, gain_error;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&search->set, job, num_free, sizeof *search->set, "a set of users"));
    WOM_TRY_GOTO(wom_allocate(&search->best, job, num_free, sizeof *search->best, "a set of users"));
    WOM_TRY_GOTO(wom_allocate(&search->reached, job, (uint64_t)num_free + 1, sizeof *search->reached, "reached users"));
    for (uint32_t depth = 1; depth <= num_free; depth++)
        WOM_TRY_GOTO(wom_allocate(&search->reached[depth], job, worlds->num_worlds * worlds->num_words, sizeof *own,
                                  "reached users"));
    search->reached[0] = own;
    wom_worlds_reset(worlds);
    for (uint32_t i = 0; i < admissible->problem->num_pinned; i++)
        WOM_TRY_GOTO(wom_worlds_take(worlds, &gain, &gain_error, admissible->problem->pinned[i]));
    search->best_value = -HUGE_VAL;
    status = extend(search, 0, 0, 0, admissible->remaining);
done:
    worlds->reached = own;
    for (uint32_t depth = 1; search->reached != NULL && depth <= num_free; depth++) wom_free(search->reached[depth]);
    wom_free(search->reached);
    wom_free(search->set);
    return status;
}

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params_given)
{
    const exhaustive_params *params = params_given;
    wom_admissible *admissible = NULL;
    subset_search search = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    if (num_subsets(admissible, params->max_subsets) > params->max_subsets) {
        status = wom_fail(WOM_INVALID, "up to %u of %u users make more than %u sets (max_subsets); choose \"ris\"",
                          admissible->num_free, admissible->num_candidates, params->max_subsets);
        goto done;
    }
    WOM_TRY_GOTO(wom_worlds_create(&search.worlds, job, admissible, params->worlds));
    search.admissible = admissible;
    wom_job_stage(job, "trying every set", 0);
    WOM_TRY_GOTO(run(&search, job));
    status = hand_over(selection, &search);
    selection->num_evaluations = search.worlds->num_evaluations;
done:
    wom_free(search.best);
    wom_worlds_free(search.worlds);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_exhaustive = {
    .variant = {
        .name = "exhaustive",
        .summary = "tries every set of users on common simulated worlds; for tiny problems",
        .source = "",
        .params_size = sizeof(exhaustive_params),
        .fields = fields,
    },
    .promise = "the best set on its own worlds",
    .select = choose,
};
