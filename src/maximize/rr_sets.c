/* Drawing reverse reachable sets, in blocks whose sets depend on their numbers alone. */
#include "rr_sets.h"

#include <assert.h>

enum { SETS_PER_BLOCK = 256, BLOCKS_PER_BATCH = 128 };

/* In place of a number of members. */
#define SPOILED UINT32_MAX

static wom_status
fill_source(wom_rr_source *source, wom_job *job, const wom_admissible *admissible)
{
    const wom_problem *problem = admissible->problem;
    const wom_node num_nodes = problem->graph->num_nodes, num_asks = wom_num_asks(problem);
    const wom_node num_weights = wom_num_weights(problem);
    if (problem->weight != NULL) {
        WOM_TRY(wom_allocate(&source->cumulative_weight, job, num_weights, sizeof(double), "cumulative weights"));
        double sum = 0;
        for (wom_node i = 0; i < num_weights; i++) source->cumulative_weight[i] = sum += problem->weight[i];
    }
    WOM_TRY(wom_allocate(&source->may_be_asked, job, num_asks, sizeof(bool), "who may be asked"));
    for (wom_node ask = 0; ask < num_asks; ask++) source->may_be_asked[ask] = admissible->is_candidate[ask];
    for (uint32_t i = 0; i < problem->num_pinned; i++) source->may_be_asked[problem->pinned[i]] = true;
    source->all_accept = true;
    for (wom_node node = 0; problem->accept != NULL && node < num_nodes; node++)
        if (problem->accept[node] < 1) source->all_accept = false;
    const uint32_t num_contents = wom_num_contents(problem);
    const wom_chances *const *chances = num_contents > 1 ? problem->chances_of : &problem->chances;
    return wom_flights_open(&source->flights, job, chances, num_contents, problem->max_steps);
}

wom_status
wom_rr_source_create(wom_rr_source **source, wom_job *job, const wom_admissible *admissible, uint64_t seed)
{
    *source = NULL;
    assert(admissible->problem->chances->dynamics->reverse != NULL); /* wom_select asks */
    wom_rr_source *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "a source of RR sets"));
    made->problem = admissible->problem;
    made->seed = seed;
    made->total_weight = admissible->total_weight;
    const wom_status status = fill_source(made, job, admissible);
    if (status == WOM_OK)
        *source = made;
    else
        wom_rr_source_free(made);
    return status;
}

void
wom_rr_source_free(wom_rr_source *source)
{
    if (source == NULL) return;
    wom_free(source->stop);
    wom_free(source->is_stop);
    wom_flights_close(&source->flights);
    wom_free(source->may_be_asked);
    wom_free(source->cumulative_weight);
    wom_free(source);
}

/* A user, or a user and content where pairs count. */
static wom_node
draw_root(const wom_rr_source *source, wom_rng *rng)
{
    const wom_node num_weights = wom_num_weights(source->problem);
    const double *cumulative = source->cumulative_weight;
    if (cumulative == NULL) return (wom_node)wom_rng_below(rng, num_weights);
    const double at = wom_rng_uniform(rng) * source->total_weight;
    wom_node first = 0, end = num_weights;
    while (first < end) {
        const wom_node middle = first + (end - first) / 2;
        if (cumulative[middle] > at)
            end = middle;
        else
            first = middle + 1;
    }
    /* rounding may have lifted `at` to the very end, where nobody's weight lies */
    if (first == num_weights) first--;
    while (source->problem->weight[first] == 0) first--;
    return first;
}

static double
accept_of(const wom_problem *problem, wom_node node)
{
    return problem->accept == NULL ? 1 : problem->accept[node];
}

wom_status
wom_rr_source_stop_at(wom_rr_source *source, wom_job *job, const wom_node *stops, uint32_t num_stops)
{
    const wom_problem *problem = source->problem;
    assert(problem->chances->baseline == 0 && source->is_stop == NULL && wom_num_contents(problem) == 1);
    WOM_TRY(wom_allocate(&source->stop, job, num_stops, sizeof *source->stop, "where walks end"));
    WOM_TRY(wom_allocate(&source->is_stop, job, problem->graph->num_nodes, sizeof *source->is_stop,
                         "where walks end"));
    source->num_stops = num_stops;
    for (uint32_t i = 0; i < num_stops; i++) source->is_stop[source->stop[i] = stops[i]] = true;
    return WOM_OK;
}

/* Keeps the members who cover the set with the flight's content; returns their number, or SPOILED. Those at whom the
 * walk would have ended (NULL: nobody) have refused. */
static uint32_t
keep_covering(const wom_rr_source *source, wom_flight *flight, const bool *is_stop)
{
    const wom_problem *problem = source->problem;
    const bool *may_be_asked = source->may_be_asked + (uint64_t)flight->content * problem->graph->num_nodes;
    const uint32_t baseline = problem->chances->baseline;
    uint32_t num_kept = 0;
    for (uint32_t i = 0; i < flight->num_members; i++) {
        const wom_node node = flight->member[i];
        if (is_stop != NULL && is_stop[node]) continue;
        if (baseline > 0 && (uint32_t)(wom_rng_next(&flight->rng) >> 33) < baseline) return SPOILED;
        if (wom_draw_acceptance(accept_of(problem, node), &flight->rng) && may_be_asked[node])
            flight->member[num_kept++] = node;
    }
    return num_kept;
}

/* ---- The walks of sets ---- */

/* Sets first .. end - 1. Where a set is the union of several contents' parts, these are drawn one after the other. */
typedef struct rr_course {
    const wom_rr_source *source;
    wom_rr_use use;
    uint64_t next, end; /* the set that begins next */
    uint32_t content;   /* its part that comes next */
} rr_course;

static bool
has_parts(const wom_problem *problem)
{
    return wom_num_contents(problem) > 1 && !problem->pairs;
}

/* Contents beyond the first have streams of their own, so that none depends on how far the walk of another went; the
 * root is drawn by that of the set. */
static bool
begin_part(rr_course *course, wom_flight *flight)
{
    const wom_rr_source *source = course->source;
    const wom_problem *problem = source->problem;
    const wom_node num_nodes = problem->graph->num_nodes;
    if (course->next >= course->end) return false;
    const uint64_t stream = 2 * course->next + (uint64_t)course->use;
    flight->number = course->next;
    flight->rng = wom_rng_stream(source->seed, WOM_PURPOSE_RR_SET, stream);
    const wom_node root = draw_root(source, &flight->rng);
    flight->root = root % num_nodes;
    flight->content = problem->pairs ? root / num_nodes : course->content;
    if (course->content > 0)
        flight->rng = wom_rng_stream(wom_key(source->seed, WOM_PURPOSE_RR_SET, 0, course->content),
                                     WOM_PURPOSE_RR_SET, stream);
    if (has_parts(problem) && ++course->content < wom_num_contents(problem)) return true;
    course->content = 0;
    course->next++;
    return true;
}

/* No part of this set that is still to come matters. */
static void
skip_parts(rr_course *course)
{
    if (course->content == 0) return;
    course->content = 0;
    course->next++;
}

/* ---- Stored collections ---- */

/* One block's sets while they are drawn, in the order in which their walks land. */
typedef struct rr_block {
    uint64_t start[SETS_PER_BLOCK]; /* of its sets' members */
    uint32_t size[SETS_PER_BLOCK];
    uint32_t num_sets;
    wom_node *member;
    uint64_t num_members, capacity, num_walked;
    bool failed; /* no memory */
} rr_block;

typedef struct growth {
    const wom_rr_source *source;
    wom_rr_use use;
    wom_job *job;
    uint64_t first_set, end_set; /* of the batch */
    rr_block *block;             /* [BLOCKS_PER_BATCH] */
} growth;

typedef struct block_course {
    rr_course course;
    rr_block *block;
    wom_job *job;
    uint64_t first_set;
} block_course;

static bool
begin_stored(void *context, wom_flight *flight)
{
    block_course *on = context;
    return !on->block->failed && begin_part(&on->course, flight);
}

/* Adds these users, asked with the flight's content, to the flight's set. */
static void
add_members(const block_course *on, const wom_flight *flight, const wom_node *member, uint32_t size)
{
    rr_block *block = on->block;
    const uint64_t set = flight->number - on->first_set;
    const wom_node first_ask = flight->content * on->course.source->problem->graph->num_nodes;
    block->failed = wom_reserve(&block->member, &block->capacity, on->job, block->num_members + size,
                                sizeof *block->member, "RR sets") != WOM_OK;
    if (block->failed) return;
    if (block->size[set] == 0) block->start[set] = block->num_members;
    for (uint32_t k = 0; k < size; k++) block->member[block->num_members + k] = first_ask + member[k];
    block->num_members += size;
    block->size[set] += size;
}

static void
land_stored(void *context, wom_flight *flight)
{
    block_course *on = context;
    const wom_rr_source *source = on->course.source;
    const uint64_t set = flight->number - on->first_set;
    if (on->block->failed) return;
    on->block->num_walked += flight->num_members;
    if (flight->stopped) {
        add_members(on, flight, &flight->member[flight->num_members - 1], 1);
        return;
    }
    const uint32_t size = keep_covering(source, flight, source->is_stop);
    if (size != SPOILED) {
        add_members(on, flight, flight->member, size);
        return;
    }
    on->block->size[set] = 0;
    skip_parts(&on->course);
}

static void
draw_block(void *context, uint64_t number, uint32_t worker)
{
    const growth *growing = context;
    const wom_rr_source *source = growing->source;
    rr_block *block = &growing->block[number];
    const uint64_t first = growing->first_set + number * SETS_PER_BLOCK;
    const uint64_t left = growing->end_set - first;
    block->num_sets = left < SETS_PER_BLOCK ? (uint32_t)left : SETS_PER_BLOCK;
    block->num_members = block->num_walked = 0;
    block->failed = false;
    for (uint32_t i = 0; i < block->num_sets; i++) block->size[i] = 0;
    block_course on = { { source, growing->use, first, first + block->num_sets, 0 }, block, growing->job, first };
    const wom_flight_plan plan = {
        .context = &on,
        .stop = source->is_stop,
        .stops = source->stop,
        .num_stops = source->num_stops,
        .accept = source->is_stop == NULL || source->all_accept ? NULL : source->problem->accept,
        .one_by_one = has_parts(source->problem),
        .begin = begin_stored,
        .land = land_stored,
    };
    wom_flights_run(&source->flights, worker, &plan);
}

/* Appends the batch's blocks in their order. */
static wom_status
append_batch(wom_rr_sets *sets, const growth *growing, uint64_t num_blocks)
{
    uint64_t num_members = sets->first[sets->num_sets];
    for (uint64_t i = 0; i < num_blocks; i++) {
        if (growing->block[i].failed)
            return wom_fail(WOM_NO_MEMORY, "RR sets: no memory for more than %llu sets with %llu members",
                            (unsigned long long)sets->num_sets, (unsigned long long)num_members);
        num_members += growing->block[i].num_members;
    }
    WOM_TRY(
        wom_reserve(&sets->member, &sets->member_capacity, growing->job, num_members, sizeof *sets->member, "RR sets"));
    for (uint64_t i = 0; i < num_blocks; i++) {
        const rr_block *block = &growing->block[i];
        sets->num_walked += block->num_walked;
        uint64_t at = sets->first[sets->num_sets];
        for (uint32_t set = 0; set < block->num_sets; set++) {
            const wom_node *member = &block->member[block->start[set]];
            for (uint32_t k = 0; k < block->size[set]; k++) sets->member[at++] = member[k];
            sets->first[++sets->num_sets] = at;
        }
    }
    return WOM_OK;
}

wom_status
wom_rr_sets_grow(wom_rr_sets *sets, wom_job *job, const wom_rr_source *source, uint64_t num_sets)
{
    wom_status status = WOM_OK;
    growth growing = { .source = source, .use = sets->use, .job = job };
    WOM_TRY(wom_reserve(&sets->first, &sets->first_capacity, job, num_sets + 1, sizeof *sets->first, "RR sets"));
    WOM_TRY(wom_allocate(&growing.block, job, BLOCKS_PER_BATCH, sizeof *growing.block, "blocks of RR sets"));
    while (sets->num_sets < num_sets) {
        const uint64_t left = num_sets - sets->num_sets, batch = (uint64_t)SETS_PER_BLOCK * BLOCKS_PER_BATCH;
        growing.first_set = sets->num_sets;
        growing.end_set = growing.first_set + (left < batch ? left : batch);
        const uint64_t num_blocks = (growing.end_set - growing.first_set + SETS_PER_BLOCK - 1) / SETS_PER_BLOCK;
        WOM_TRY_GOTO(wom_parallel_for(job, num_blocks, draw_block, &growing, NULL));
        WOM_TRY_GOTO(append_batch(sets, &growing, num_blocks));
    }
done:
    for (uint32_t i = 0; i < BLOCKS_PER_BATCH; i++) wom_free(growing.block[i].member);
    wom_free(growing.block);
    return status;
}

void
wom_rr_sets_clear(wom_rr_sets *sets)
{
    wom_free(sets->first);
    wom_free(sets->member);
    *sets = (wom_rr_sets){ .use = sets->use };
}

/* ---- The judging collection ---- */

typedef struct verdict {
    const wom_rr_source *source;
    const bool *is_seed;
    uint64_t num_sets;
    uint64_t *covered; /* of each block */
} verdict;

typedef struct judge_course {
    rr_course course;
    const bool *is_seed;
    uint64_t covered;
    bool part_covers; /* of the set that is drawn */
} judge_course;

static bool
begin_judged(void *context, wom_flight *flight)
{
    return begin_part(&((judge_course *)context)->course, flight);
}

static bool
covers(const judge_course *on, const wom_flight *flight, uint32_t size)
{
    const bool *is_seed = on->is_seed + (uint64_t)flight->content * on->course.source->problem->graph->num_nodes;
    for (uint32_t i = 0; i < size; i++)
        if (is_seed[flight->member[i]]) return true;
    return false;
}

/* A set counts once: where parts are several, when the last of them has been seen, or the first that covers it if
 * nothing can spoil it. */
static void
land_judged(void *context, wom_flight *flight)
{
    judge_course *on = context;
    const wom_rr_source *source = on->course.source;
    const uint32_t size = flight->stopped ? 0 : keep_covering(source, flight, NULL);
    if (size == SPOILED)
        on->part_covers = false;
    else
        on->part_covers = on->part_covers || flight->stopped || covers(on, flight, size);
    if (size == SPOILED || (on->part_covers && source->problem->chances->baseline == 0)) skip_parts(&on->course);
    if (on->course.content > 0) return;
    on->covered += on->part_covers;
    on->part_covers = false;
}

static void
judge_block(void *context, uint64_t block, uint32_t worker)
{
    const verdict *judging = context;
    const wom_rr_source *source = judging->source;
    const uint64_t first = block * SETS_PER_BLOCK, left = judging->num_sets - first;
    const uint64_t end = first + (left < SETS_PER_BLOCK ? left : SETS_PER_BLOCK);
    const bool any_covers = source->problem->chances->baseline == 0 && source->all_accept;
    judge_course on = { { source, WOM_RR_JUDGING, first, end, 0 }, judging->is_seed, 0, false };
    const wom_flight_plan plan = {
        .context = &on,
        .stop = any_covers && wom_num_contents(source->problem) == 1 ? judging->is_seed : NULL,
        .one_by_one = has_parts(source->problem),
        .begin = begin_judged,
        .land = land_judged,
    };
    wom_flights_run(&source->flights, worker, &plan);
    judging->covered[block] = on.covered;
}

wom_status
wom_rr_count_covered(uint64_t *covered, wom_job *job, const wom_rr_source *source, const wom_node *seeds,
                     uint32_t num_seeds, uint64_t num_sets)
{
    const uint64_t num_blocks = (num_sets + SETS_PER_BLOCK - 1) / SETS_PER_BLOCK;
    bool *is_seed = NULL;
    verdict judging = { .source = source, .num_sets = num_sets };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&is_seed, job, wom_num_asks(source->problem), sizeof *is_seed, "marks of seeds"));
    WOM_TRY_GOTO(wom_allocate(&judging.covered, job, num_blocks, sizeof *judging.covered, "counts of covered sets"));
    for (uint32_t i = 0; i < num_seeds; i++) is_seed[seeds[i]] = true;
    judging.is_seed = is_seed;
    WOM_TRY_GOTO(wom_parallel_for(job, num_blocks, judge_block, &judging, NULL));
    *covered = 0;
    for (uint64_t block = 0; block < num_blocks; block++) *covered += judging.covered[block];
done:
    wom_free(judging.covered);
    wom_free(is_seed);
    return status;
}
