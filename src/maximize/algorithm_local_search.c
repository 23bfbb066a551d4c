/* Local search: from another choice of seeds, one seed after the other is exchanged for whoever brings most in her
 * place, until no exchange is better. For a number of seeds and a monotone submodular f such a choice is worth at least
 * half the best (Nemhauser, Wolsey and Fisher, 1978, section 4), judged by the sets or worlds it was made on.
 *
 * On RR sets where the dynamics has them, else on common worlds. A round asks about every user once for every seed. */
#include "algorithms.h"
#include "coverage.h"
#include "engine.h"

/* RR sets are doubled up to the number asked for, while they have fewer members than this. */
#define ENOUGH_MEMBERS (UINT64_C(1) << 26)

enum { FIRST_SETS = 1024 };

typedef struct local_search_params {
    uint32_t start;
    uint64_t sets;
    uint32_t worlds;
} local_search_params;

/* Where to begin; "greedy" is the greedy choice on the same sets or worlds. */
static const char *const start_names[] = { "greedy", "degree-discount", "degree", "k-shell", "random", NULL };
static const wom_algorithm *const starts[] = {
    NULL, &wom_algorithm_degree_discount, &wom_algorithm_degree, &wom_algorithm_k_shell, &wom_algorithm_random,
};

static const wom_field fields[] = {
    { "start", WOM_FIELD_CHOICE, offsetof(local_search_params, start), 0, 0, 0, "", "whose answer it begins with",
      start_names },
    { "sets", WOM_FIELD_UINT64, offsetof(local_search_params, sets), 1048576, 1, 4294967295.0, "sets",
      "RR sets, fewer where they are large", NULL },
    { "worlds", WOM_FIELD_UINT, offsetof(local_search_params, worlds), 200, 1, 1e6, "worlds",
      "on which users are measured where the dynamics has no RR sets", NULL },
    { 0 },
};

typedef struct search {
    wom_job *job;
    const wom_admissible *admissible;
    wom_rr_source *source;
    wom_rr_sets sets;
    wom_coverage *coverage;
    wom_engine engine;
    wom_gain_oracle oracle;
    wom_greedy_manner manner;
    wom_node *seed; /* [num_pinned + num_free] the pinned first */
    uint32_t num_seeds;
    bool *is_seed; /* [num_nodes] */
    double *gain;  /* [num_nodes] */
    double cost;   /* of the seeds but the pinned */
    uint64_t num_evaluations;
} search;

static wom_status
open_coverage(search *on, uint64_t most_sets)
{
    const wom_admissible *admissible = on->admissible;
    WOM_TRY(wom_rr_source_create(&on->source, on->job, admissible, admissible->problem->seed));
    uint64_t num_sets = most_sets < FIRST_SETS ? most_sets : FIRST_SETS;
    WOM_TRY(wom_rr_sets_grow(&on->sets, on->job, on->source, num_sets));
    while (num_sets < most_sets && on->sets.first[num_sets] < ENOUGH_MEMBERS) {
        num_sets = num_sets < most_sets / 2 ? 2 * num_sets : most_sets;
        WOM_TRY(wom_rr_sets_grow(&on->sets, on->job, on->source, num_sets));
    }
    WOM_TRY(wom_coverage_create(&on->coverage, on->job, &on->sets, admissible, admissible));
    on->oracle = wom_coverage_oracle(on->coverage);
    return WOM_OK;
}

static wom_status
open_search(search *on, const local_search_params *params)
{
    const wom_problem *problem = on->admissible->problem;
    const wom_dynamics *dynamics = problem->chances->dynamics;
    const uint64_t room = (uint64_t)problem->num_pinned + on->admissible->num_free;
    WOM_TRY(wom_allocate(&on->seed, on->job, room, sizeof *on->seed, "seeds"));
    WOM_TRY(wom_allocate(&on->is_seed, on->job, problem->graph->num_nodes, sizeof *on->is_seed, "marks of seeds"));
    WOM_TRY(wom_allocate(&on->gain, on->job, problem->graph->num_nodes, sizeof *on->gain, "gains"));
    on->manner = dynamics->additive ? WOM_GREEDY_LAZY : WOM_GREEDY_PLAIN;
    if (dynamics->additive && dynamics->reverse != NULL) return open_coverage(on, params->sets);
    WOM_TRY(wom_engine_open(&on->engine, on->job, on->admissible, params->worlds));
    on->oracle = on->engine.oracle;
    return WOM_OK;
}

static void
close_search(search *on)
{
    wom_engine_close(&on->engine);
    wom_coverage_free(on->coverage);
    wom_rr_sets_clear(&on->sets);
    wom_rr_source_free(on->source);
    wom_free(on->gain);
    wom_free(on->is_seed);
    wom_free(on->seed);
}

static void
add_seed(search *on, uint32_t place, wom_node node)
{
    on->seed[place] = node;
    on->is_seed[node] = true;
    if (place >= on->admissible->problem->num_pinned) on->cost += wom_fee_of(on->admissible->problem, node);
}

/* The other algorithm's answer becomes the selection and the first seeds. */
static wom_status
begin(wom_selection *selection, search *on, uint32_t start)
{
    const wom_problem *problem = on->admissible->problem;
    const wom_algorithm *other = starts[start];
    if (other == NULL) {
        WOM_TRY(wom_greedy_choose(selection, on->job, on->admissible, &on->oracle, on->manner));
    } else {
        wom_choice choice;
        WOM_TRY(wom_choice_default(&choice, on->job, &wom_algorithms, other->variant.name));
        const wom_status status = other->select(selection, on->job, problem, choice.params);
        wom_choice_free(&choice);
        WOM_TRY(status);
    }
    on->num_evaluations = selection->num_evaluations;
    on->num_seeds = selection->num_seeds;
    for (uint32_t i = 0; i < on->num_seeds; i++) add_seed(on, i, selection->seed[i]);
    return WOM_OK;
}

static double
objective_of(const search *on, wom_node node)
{
    return on->gain[node] - (on->admissible->problem->profit ? wom_fee_of(on->admissible->problem, node) : 0);
}

/* Who of those left brings most beside all seeds but the one in `place`, for what her fee leaves; WOM_NO_NODE if nobody
 * brings anything. The seed there stays unless another is better by more than rounding. */
static wom_status
find_best(wom_node *best, search *on, uint32_t place)
{
    const wom_problem *problem = on->admissible->problem;
    const wom_node present = place < on->num_seeds ? on->seed[place] : WOM_NO_NODE;
    double gain_of_taken, gain_error;
    on->oracle.reset(on->oracle.context);
    for (uint32_t i = 0; i < on->num_seeds; i++)
        if (i != place) WOM_TRY(on->oracle.take(on->oracle.context, &gain_of_taken, &gain_error, on->seed[i]));
    WOM_TRY(on->oracle.all(on->oracle.context, on->gain));
    on->num_evaluations += on->admissible->num_candidates;
    const double own_fee = present == WOM_NO_NODE ? 0 : wom_fee_of(problem, present);
    const double left = on->admissible->remaining - (on->cost - own_fee);
    const double slack = 1e-12 * on->admissible->total_weight;
    double least = present == WOM_NO_NODE ? 0 : objective_of(on, present);
    *best = present;
    if (present != WOM_NO_NODE && least < -slack) {
        least = 0;
        *best = WOM_NO_NODE;
    }
    for (wom_node node = 0; node < problem->graph->num_nodes; node++) {
        if (!on->admissible->is_candidate[node] || on->is_seed[node] || wom_fee_of(problem, node) > left) continue;
        if (objective_of(on, node) <= least + slack) continue;
        least = objective_of(on, node);
        *best = node;
    }
    return WOM_OK;
}

/* Puts the best into a place; tells whether anything changed. The place behind the last seed is free. */
static wom_status
improve_place(bool *changed, search *on, uint32_t place)
{
    const wom_node present = place < on->num_seeds ? on->seed[place] : WOM_NO_NODE;
    wom_node best = WOM_NO_NODE;
    WOM_TRY(find_best(&best, on, place));
    *changed = best != present;
    if (!*changed) return WOM_OK;
    if (present != WOM_NO_NODE) {
        on->is_seed[present] = false;
        on->cost -= wom_fee_of(on->admissible->problem, present);
        if (best == WOM_NO_NODE) {
            on->seed[place] = on->seed[--on->num_seeds];
            return WOM_OK;
        }
    } else {
        on->num_seeds++;
    }
    add_seed(on, place, best);
    return WOM_OK;
}

/* Goes round the places until none of them can be improved. */
static wom_status
improve(search *on)
{
    const uint32_t first = on->admissible->problem->num_pinned, end = first + on->admissible->num_free;
    if (first == end) return WOM_OK;
    uint32_t place = first;
    for (uint32_t num_kept = 0; num_kept <= on->num_seeds - first;) {
        bool changed = false;
        WOM_TRY(wom_job_check(on->job));
        if (place < end) WOM_TRY(improve_place(&changed, on, place));
        num_kept = changed ? 0 : num_kept + 1;
        place = place < on->num_seeds ? place + 1 : first;
    }
    return WOM_OK;
}

/* The seeds as a selection, each with her gain beside those before her. */
static wom_status
hand_over(wom_selection *selection, search *on)
{
    wom_selection_clear(selection);
    on->oracle.reset(on->oracle.context);
    for (uint32_t i = 0; i < on->num_seeds; i++) {
        double gain = NAN, gain_error = NAN;
        WOM_TRY(on->oracle.take(on->oracle.context, &gain, &gain_error, on->seed[i]));
        wom_selection_add(selection, on->admissible->problem, on->seed[i], gain, gain_error);
    }
    return WOM_OK;
}

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params_given)
{
    const local_search_params *params = params_given;
    wom_admissible *admissible = NULL;
    search on = { .job = job };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    on.admissible = admissible;
    WOM_TRY_GOTO(open_search(&on, params));
    WOM_TRY_GOTO(begin(selection, &on, params->start));
    wom_job_stage(job, "exchanging seeds", 0);
    WOM_TRY_GOTO(improve(&on));
    status = hand_over(selection, &on);
done:
    selection->num_evaluations = on.num_evaluations;
    close_search(&on);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_local_search = {
    .variant = {
        .name = "local-search",
        .summary = "exchanges the seeds of another algorithm one by one until no exchange is better",
        .source = "Nemhauser, Wolsey and Fisher, Mathematical Programming 1978",
        .params_size = sizeof(local_search_params),
        .fields = fields,
    },
    .promise = "for a number of seeds without fees at least half the best on its own RR sets or worlds; with a budget "
               "or for profit, and where the dynamics is not submodular, nothing",
    .promise_needs = WOM_NEEDS_ADDITIVE | WOM_NEEDS_SUBMODULAR,
    .select = choose,
};
