/* Greedy choice. Lazy: a heap of bounds on marginal gains, of which only the top is kept exact (Minoux, "Accelerated
 * greedy algorithms", 1978; Leskovec et al., KDD 2007, CELF). Plain: the heap is made anew for every choice. */
#include "greedy_choice.h"

typedef enum greedy_rule { BY_GAIN, BY_RATIO, BY_WORTH, DISTORTED } greedy_rule;

typedef struct entry {
    double key;  /* what the rule ranks by, from `gain` */
    double gain; /* exact when `taken` had been taken, a bound later */
    wom_node node;
    uint32_t taken;
} entry;

typedef struct greedy_run {
    const wom_admissible *admissible;
    const wom_gain_oracle *oracle;
    wom_greedy_manner manner;
    greedy_rule rule;
    double factor; /* of gains, when distorted */
    double remaining;
    uint32_t num_taken; /* candidates */
    bool *is_taken; /* [num_nodes] users */
    double *gain;   /* [asks] scratch */
    entry *heap; /* [num_candidates] num_entries in order, num_idle at the end */
    uint32_t num_entries;
    uint32_t num_idle; /* by gain: those who add nothing, who wait until nobody else is left */
    uint64_t num_evaluations;
} greedy_run;

static double
key_of(const greedy_run *run, double gain, wom_node node)
{
    const double fee = wom_fee_of(run->admissible->problem, node);
    switch (run->rule) {
    case BY_GAIN:
        return gain;
    case BY_RATIO:
        return gain > 0 ? gain / fee : 0; /* infinite for those who cost nothing */
    case BY_WORTH:
        return gain - fee;
    case DISTORTED:
        return run->factor * gain - fee;
    }
    return 0;
}

static bool
comes_before(const entry *a, const entry *b)
{
    if (a->key != b->key) return a->key > b->key;
    if (a->gain != b->gain) return a->gain > b->gain;
    return a->node < b->node;
}

static void
sift_down(greedy_run *run, uint32_t place)
{
    entry *heap = run->heap;
    const entry moving = heap[place];
    for (uint64_t child; (child = 2 * (uint64_t)place + 1) < run->num_entries; place = (uint32_t)child) {
        if (child + 1 < run->num_entries && comes_before(&heap[child + 1], &heap[child])) child++;
        if (!comes_before(&heap[child], &moving)) break;
        heap[place] = heap[child];
    }
    heap[place] = moving;
}

/* Ranks everybody anew by the bounds at hand. */
static void
heapify(greedy_run *run)
{
    for (uint32_t i = 0; i < run->num_entries; i++)
        run->heap[i].key = key_of(run, run->heap[i].gain, run->heap[i].node);
    for (uint32_t i = run->num_entries / 2; i-- > 0;) sift_down(run, i);
}

static void
drop_top(greedy_run *run)
{
    run->heap[0] = run->heap[--run->num_entries];
    if (run->num_entries > 0) sift_down(run, 0);
}

/* Whether the idle must be ranked with the others. */
static bool
is_idle_due(const greedy_run *run)
{
    return run->num_idle > 0 && (run->num_entries == 0 || run->heap[0].key <= 0);
}

static void
rank_idle(greedy_run *run)
{
    const entry *idle = run->heap + (run->admissible->num_candidates - run->num_idle);
    for (uint32_t i = 0; i < run->num_idle; i++) run->heap[run->num_entries++] = idle[i];
    run->num_idle = 0;
    heapify(run);
}

/* Brings to the top the best affordable candidate with her gain exact. */
static wom_status
settle_top(greedy_run *run)
{
    const bool fills = run->rule == BY_GAIN || run->rule == BY_RATIO;
    while (run->num_entries > 0 || run->num_idle > 0) {
        if (is_idle_due(run)) rank_idle(run);
        entry *top = &run->heap[0];
        const double fee = wom_fee_of(run->admissible->problem, top->node);
        /* she may have been taken with another content */
        const bool is_taken = run->is_taken[wom_user_of(run->admissible->problem, top->node)];
        if (is_taken || fee > run->remaining || (fills && (top->gain < 0 || (fee > 0 && top->gain <= 0)))) {
            drop_top(run);
            continue;
        }
        if (top->taken == run->num_taken) return WOM_OK;
        WOM_TRY(run->oracle->gain(run->oracle->context, &top->gain, top->node));
        run->num_evaluations++;
        top->taken = run->num_taken;
        top->key = key_of(run, top->gain, top->node);
        sift_down(run, 0);
    }
    return WOM_OK;
}

static wom_status
take(wom_selection *selection, const greedy_run *run, wom_node node)
{
    double gain = NAN, gain_error = NAN;
    WOM_TRY(run->oracle->take(run->oracle->context, &gain, &gain_error, node));
    wom_selection_add(selection, run->admissible->problem, node, gain, gain_error);
    return WOM_OK;
}

/* Asks about everybody who is still free. */
static wom_status
measure_all(greedy_run *run)
{
    const wom_admissible *admissible = run->admissible;
    WOM_TRY(run->oracle->all(run->oracle->context, run->gain));
    run->num_entries = run->num_idle = 0;
    for (wom_node node = 0; node < wom_num_asks(admissible->problem); node++) {
        if (!admissible->is_candidate[node] || run->is_taken[wom_user_of(admissible->problem, node)]) continue;
        const bool is_idle = run->rule == BY_GAIN && !(run->gain[node] > 0);
        const uint32_t place = is_idle ? admissible->num_candidates - ++run->num_idle : run->num_entries++;
        run->heap[place] = (entry){ .gain = run->gain[node], .node = node, .taken = run->num_taken };
    }
    run->num_evaluations += (uint64_t)run->num_entries + run->num_idle;
    heapify(run);
    return WOM_OK;
}

/* Sees to it that the best affordable candidate, if any, is on top for this step. */
static wom_status
prepare_step(greedy_run *run, uint32_t step)
{
    const uint32_t num_free = run->admissible->num_free;
    if (run->rule == DISTORTED) run->factor = pow(1 - 1 / (double)num_free, (double)(num_free - (step + 1)));
    if (step == 0 || run->manner == WOM_GREEDY_PLAIN)
        WOM_TRY(measure_all(run));
    else if (run->rule == DISTORTED)
        heapify(run);
    return settle_top(run);
}

static wom_status
take_in_turn(wom_selection *selection, wom_job *job, greedy_run *run)
{
    const uint64_t num_parts = run->oracle->num_parts;
    const uint32_t num_free = run->admissible->num_free;
    const bool is_plain = run->manner == WOM_GREEDY_PLAIN;
    if (num_parts > 0) wom_job_stage(job, "measuring every user", is_plain ? num_free * num_parts : num_parts);
    for (uint32_t step = 0; step < num_free; step++) {
        WOM_TRY(wom_job_check(job));
        WOM_TRY(prepare_step(run, step));
        if (num_parts > 0 && step == 0 && !is_plain) wom_job_stage(job, "choosing seeds", 0);
        if (run->num_entries == 0) return WOM_OK;
        const bool by_worth = run->rule == BY_WORTH || run->rule == DISTORTED;
        if (by_worth && run->heap[0].key <= 0) {
            if (run->rule == BY_WORTH) return WOM_OK;
            continue; /* a later step distorts less */
        }
        const wom_node node = run->heap[0].node;
        drop_top(run);
        run->remaining -= wom_fee_of(run->admissible->problem, node);
        run->is_taken[wom_user_of(run->admissible->problem, node)] = true;
        WOM_TRY(take(selection, run, node));
        run->num_taken++;
    }
    return WOM_OK;
}

static wom_status
run_rule(wom_selection *selection, wom_job *job, const wom_admissible *admissible, const wom_gain_oracle *oracle,
         wom_greedy_manner manner, greedy_rule rule)
{
    const wom_problem *problem = admissible->problem;
    const wom_node num_nodes = problem->graph->num_nodes;
    greedy_run run = { .admissible = admissible, .oracle = oracle, .manner = manner, .rule = rule };
    wom_status status = WOM_OK;
    run.remaining = admissible->remaining;
    WOM_TRY_GOTO(wom_allocate(&run.is_taken, job, num_nodes, sizeof *run.is_taken, "who is taken"));
    WOM_TRY_GOTO(wom_allocate(&run.gain, job, wom_num_asks(problem), sizeof *run.gain, "gains"));
    WOM_TRY_GOTO(wom_allocate(&run.heap, job, admissible->num_candidates, sizeof *run.heap, "a heap of gains"));
    oracle->reset(oracle->context);
    for (uint32_t i = 0; i < problem->num_pinned; i++) WOM_TRY_GOTO(take(selection, &run, problem->pinned[i]));
    status = take_in_turn(selection, job, &run);
done:
    selection->num_evaluations += run.num_evaluations;
    wom_free(run.heap);
    wom_free(run.gain);
    wom_free(run.is_taken);
    return status;
}

wom_status
wom_greedy_choose(wom_selection *selection, wom_job *job, const wom_admissible *admissible,
                  const wom_gain_oracle *oracle, wom_greedy_manner manner)
{
    const wom_problem *problem = admissible->problem;
    greedy_rule rules[2] = { BY_GAIN, BY_GAIN };
    uint32_t num_rules = 1;
    if (problem->profit) {
        rules[0] = BY_WORTH;
        if (problem->num_seeds > 0) rules[num_rules++] = DISTORTED;
    } else if (wom_budget_binds(admissible)) {
        rules[num_rules++] = BY_RATIO;
    }
    wom_selection *trial = NULL;
    wom_selection_clear(selection);
    wom_status status = run_rule(selection, job, admissible, oracle, manner, rules[0]);
    if (status != WOM_OK || num_rules == 1) return status;
    WOM_TRY(wom_selection_create(&trial, job, admissible));
    status = run_rule(trial, job, admissible, oracle, manner, rules[1]);
    selection->num_evaluations += trial->num_evaluations;
    if (wom_selection_objective(trial, problem) > wom_selection_objective(selection, problem))
        wom_selection_swap(selection, trial);
    wom_selection_free(trial);
    return status;
}
