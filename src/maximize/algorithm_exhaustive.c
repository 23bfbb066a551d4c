/* Exhaustive: every admissible set, followed as a whole into the worlds that greedy uses. For tiny problems and tests.
 */
#include "algorithms.h"
#include "replay.h"

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
    wom_replay *replay;
    const wom_admissible *admissible;
    wom_node *set; /* [num_pinned + num_free] the pinned first */
    uint32_t num_set;
    wom_node *best; /* likewise */
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
static wom_status
consider(subset_search *search, double cost)
{
    double value = 0;
    WOM_TRY(wom_replay_value(search->replay, &value, search->set, search->num_set));
    if (search->admissible->problem->profit) value -= cost;
    const double slack = search->num_considered++ > 0 ? 1e-12 * fabs(search->best_value) : 0;
    const bool is_smaller = search->num_set < search->num_best && value >= search->best_value - slack;
    if (value <= search->best_value + slack && !is_smaller) return WOM_OK;
    search->best_value = value;
    search->num_best = search->num_set;
    for (uint32_t i = 0; i < search->num_set; i++) search->best[i] = search->set[i];
    return WOM_OK;
}

/* The set, which costs so much beside the pinned, alone and with any further candidates from `next` on. */
static wom_status
extend(subset_search *search, wom_node next, double cost)
{
    const wom_admissible *admissible = search->admissible;
    const wom_problem *problem = admissible->problem;
    WOM_TRY(consider(search, cost));
    if (search->num_set == problem->num_pinned + admissible->num_free) return WOM_OK;
    for (wom_node node = next; node < problem->graph->num_nodes; node++) {
        const double fee = wom_fee_of(problem, node);
        if (!admissible->is_candidate[node] || cost + fee > admissible->remaining) continue;
        search->set[search->num_set++] = node;
        WOM_TRY(extend(search, node + 1, cost + fee));
        search->num_set--;
    }
    return WOM_OK;
}

/* The best set, in ascending order, as seeds with their gains. */
static wom_status
hand_over(wom_selection *selection, const subset_search *search)
{
    double gain, gain_error;
    wom_replay_reset(search->replay);
    for (uint32_t i = 0; i < search->num_best; i++) {
        WOM_TRY(wom_replay_take(search->replay, &gain, &gain_error, search->best[i]));
        wom_selection_add(selection, search->admissible->problem, search->best[i], gain, gain_error);
    }
    return WOM_OK;
}

static wom_status
run(subset_search *search, wom_job *job)
{
    const wom_problem *problem = search->admissible->problem;
    const uint64_t room = (uint64_t)problem->num_pinned + search->admissible->num_free;
    WOM_TRY(wom_allocate(&search->set, job, room, sizeof *search->set, "a set of users"));
    WOM_TRY(wom_allocate(&search->best, job, room, sizeof *search->best, "a set of users"));
    for (uint32_t i = 0; i < problem->num_pinned; i++) search->set[i] = problem->pinned[i];
    search->num_set = problem->num_pinned;
    search->best_value = -HUGE_VAL;
    return extend(search, 0, 0);
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
    WOM_TRY_GOTO(wom_replay_create(&search.replay, job, admissible, params->worlds));
    search.admissible = admissible;
    wom_job_stage(job, "trying every set", 0);
    WOM_TRY_GOTO(run(&search, job));
    status = hand_over(selection, &search);
    selection->num_evaluations = search.num_considered;
done:
    wom_free(search.set);
    wom_free(search.best);
    wom_replay_free(search.replay);
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
