/* Drawing reverse reachable sets, in blocks whose sets depend on their numbers alone. */
#include "rr_sets.h"

#include <assert.h>

enum { SETS_PER_BLOCK = 256, BLOCKS_PER_BATCH = 128 };

/* In place of a number of members. */
#define SPOILED UINT32_MAX

static wom_status
arrange_contents(wom_rr_source *source, wom_job *job, const wom_problem *problem)
{
    const uint32_t num_contents = wom_num_contents(problem);
    WOM_TRY(wom_allocate(&source->chances, job, num_contents, sizeof *source->chances, "contents' chances"));
    for (; source->num_contents < num_contents; source->num_contents++) {
        const uint32_t c = source->num_contents;
        WOM_TRY(wom_chances_arrange(&source->chances[c], job, c == 0 ? problem->chances : problem->chances_of[c]));
    }
    return WOM_OK;
}

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
    source->all_count = problem->chances->baseline == 0;
    for (wom_node node = 0; problem->accept != NULL && node < num_nodes; node++)
        if (problem->accept[node] < 1) source->all_count = false;
    WOM_TRY(arrange_contents(source, job, problem));
    return wom_walkers_open(&source->walkers, job, problem->chances);
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
    for (uint32_t i = 0; source->stops_now != NULL && i < source->walkers.num_workers; i++)
        wom_free(source->stops_now[i]);
    wom_free(source->stops_now);
    wom_free(source->stop);
    wom_free(source->is_stop);
    wom_walkers_close(&source->walkers);
    for (uint32_t c = 0; c < source->num_contents; c++) wom_chances_disarrange(&source->chances[c]);
    wom_free(source->chances);
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

static bool
draw_acceptance(double accept, wom_rng *rng)
{
    return accept >= 1 || (uint32_t)(wom_rng_next(rng) >> 33) < wom_threshold(accept);
}

wom_status
wom_rr_source_stop_at(wom_rr_source *source, wom_job *job, const wom_node *stops, uint32_t num_stops)
{
    const wom_problem *problem = source->problem;
    const wom_node num_nodes = problem->graph->num_nodes;
    const uint32_t num_workers = source->walkers.num_workers;
    bool all_accept = true;
    assert(problem->chances->baseline == 0 && source->is_stop == NULL && source->num_contents == 1);
    WOM_TRY(wom_allocate(&source->stop, job, num_stops, sizeof *source->stop, "where walks end"));
    WOM_TRY(wom_allocate(&source->is_stop, job, num_nodes, sizeof *source->is_stop, "where walks end"));
    source->num_stops = num_stops;
    for (uint32_t i = 0; i < num_stops; i++) {
        source->stop[i] = stops[i];
        source->is_stop[stops[i]] = true;
        all_accept = all_accept && accept_of(problem, stops[i]) >= 1;
    }
    if (all_accept) return WOM_OK;
    WOM_TRY(wom_allocate(&source->stops_now, job, num_workers, sizeof *source->stops_now, "where walks end"));
    for (uint32_t i = 0; i < num_workers; i++)
        WOM_TRY(wom_allocate(&source->stops_now[i], job, num_nodes, sizeof **source->stops_now, "where walks end"));
    return WOM_OK;
}

/* Keeps the members who cover the set with this content; returns their number, or SPOILED. Those at whom the walk would
 * have ended (NULL: nobody) have refused. */
static uint32_t
keep_covering(const wom_rr_source *source, wom_cascade *cascade, uint32_t content, const bool *is_stop, wom_rng *rng)
{
    const wom_problem *problem = source->problem;
    const bool *may_be_asked = source->may_be_asked + (uint64_t)content * problem->graph->num_nodes;
    const uint32_t baseline = problem->chances->baseline;
    uint32_t num_kept = 0;
    for (uint32_t i = 0; i < cascade->num_active; i++) {
        const wom_node node = cascade->active[i];
        if (is_stop != NULL && is_stop[node]) continue;
        if (baseline > 0 && (uint32_t)(wom_rng_next(rng) >> 33) < baseline) return SPOILED;
        if (draw_acceptance(accept_of(problem, node), rng) && may_be_asked[node])
            cascade->active[num_kept++] = node;
    }
    return num_kept;
}

/* A set while it is drawn: its parts, content by content, are those from `content` to `end`. */
typedef struct rr_draw {
    uint64_t stream;
    wom_rng rng; /* of the root, and of the first part */
    wom_node root;
    uint32_t content, end;
    bool stopped; /* a walk ended early */
    bool spoiled; /* nobody covers the set, whatever other parts hold; there are no more */
} rr_draw;

static rr_draw
begin_set(const wom_rr_source *source, wom_rr_use use, uint64_t number)
{
    const wom_problem *problem = source->problem;
    rr_draw draw = { .stream = 2 * number + (uint64_t)use, .end = source->num_contents };
    draw.rng = wom_rng_stream(source->seed, WOM_PURPOSE_RR_SET, draw.stream);
    draw.root = draw_root(source, &draw.rng);
    if (!problem->pairs || source->num_contents == 1) return draw;
    draw.content = draw.root / problem->graph->num_nodes;
    draw.end = draw.content + 1;
    draw.root %= problem->graph->num_nodes;
    return draw;
}

/* The part of the next content: those who cover the set with it are in cascade->active[0 .. the result - 1]. With
 * `stop`, which needs all_count, the walk ends at any of those. Contents beyond the first have streams of their own, so
 * that none depends on how far the walk of another went. */
static uint32_t
draw_part(rr_draw *draw, const wom_rr_source *source, wom_cascade *cascade, const bool *stop)
{
    const wom_problem *problem = source->problem;
    const uint32_t content = draw->content++;
    if (content > 0 && !problem->pairs)
        draw->rng = wom_rng_stream(wom_key(source->seed, WOM_PURPOSE_RR_SET, 0, content), WOM_PURPOSE_RR_SET,
                                   draw->stream);
    draw->stopped = !problem->chances->dynamics->reverse(cascade, &source->chances[content], &draw->rng, draw->root,
                                                         problem->max_steps, stop);
    if (draw->stopped) return 0;
    const uint32_t size = keep_covering(source, cascade, content, NULL, &draw->rng);
    if (size != SPOILED) return size;
    draw->spoiled = true;
    draw->end = draw->content;
    return 0;
}

/* The same for a set that is stored and ends at the source's stops, whose acceptance is drawn before the walk. */
static uint32_t
draw_stopping_set(const wom_rr_source *source, uint32_t worker, wom_rr_use use, uint64_t number)
{
    const wom_problem *problem = source->problem;
    wom_cascade *cascade = source->walkers.cascade[worker];
    bool *scratch = source->stops_now == NULL ? NULL : source->stops_now[worker];
    const bool *stop = scratch == NULL ? source->is_stop : scratch;
    rr_draw draw = begin_set(source, use, number);
    for (uint32_t i = 0; scratch != NULL && i < source->num_stops; i++)
        scratch[source->stop[i]] = draw_acceptance(accept_of(problem, source->stop[i]), &draw.rng);
    if (problem->chances->dynamics->reverse(cascade, source->chances, &draw.rng, draw.root, problem->max_steps, stop))
        return keep_covering(source, cascade, 0, source->is_stop, &draw.rng);
    uint32_t last = cascade->num_active - 1;
    for (; !stop[cascade->active[last]]; last--) assert(last > 0);
    cascade->active[0] = cascade->active[last];
    return 1;
}

/* ---- Stored collections ---- */

/* One block's sets while they are drawn. */
typedef struct rr_block {
    uint32_t size[SETS_PER_BLOCK]; /* of its sets */
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

/* Adds the users in the cascade, asked with this content, to the set that is drawn. */
static void
add_members(rr_block *block, wom_job *job, const wom_cascade *cascade, uint32_t size, wom_node first_ask)
{
    block->failed = wom_reserve(&block->member, &block->capacity, job, block->num_members + size,
                                sizeof *block->member, "RR sets") != WOM_OK;
    if (block->failed) return;
    block->num_walked += cascade->num_active;
    for (uint32_t k = 0; k < size; k++) block->member[block->num_members + k] = first_ask + cascade->active[k];
    block->num_members += size;
}

static void
draw_members(rr_block *block, const growth *growing, uint32_t worker, uint64_t number)
{
    const wom_rr_source *source = growing->source;
    const wom_node num_nodes = source->problem->graph->num_nodes;
    wom_cascade *cascade = source->walkers.cascade[worker];
    const uint64_t members_before = block->num_members;
    if (source->is_stop != NULL) {
        const uint32_t size = draw_stopping_set(source, worker, growing->use, number);
        add_members(block, growing->job, cascade, size, 0);
        return;
    }
    rr_draw draw = begin_set(source, growing->use, number);
    while (draw.content < draw.end && !block->failed) {
        const wom_node first_ask = draw.content * num_nodes;
        const uint32_t size = draw_part(&draw, source, cascade, NULL);
        add_members(block, growing->job, cascade, size, first_ask);
    }
    if (draw.spoiled) block->num_members = members_before;
}

static void
draw_block(void *context, uint64_t number, uint32_t worker)
{
    const growth *growing = context;
    rr_block *block = &growing->block[number];
    const uint64_t first = growing->first_set + number * SETS_PER_BLOCK;
    const uint64_t left = growing->end_set - first;
    block->num_sets = left < SETS_PER_BLOCK ? (uint32_t)left : SETS_PER_BLOCK;
    block->num_members = block->num_walked = 0;
    block->failed = false;
    for (uint32_t i = 0; i < block->num_sets; i++) {
        const uint64_t members_before = block->num_members;
        draw_members(block, growing, worker, first + i);
        if (block->failed) return;
        block->size[i] = (uint32_t)(block->num_members - members_before);
    }
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
        for (uint64_t k = 0; k < block->num_members; k++) sets->member[at + k] = block->member[k];
        for (uint32_t k = 0; k < block->num_sets; k++) sets->first[++sets->num_sets] = at += block->size[k];
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

static bool
is_covered(const verdict *judging, wom_cascade *cascade, uint64_t number)
{
    const wom_rr_source *source = judging->source;
    const bool may_spoil = source->problem->chances->baseline > 0; /* then all parts must be seen */
    bool covered = false;
    rr_draw draw = begin_set(source, WOM_RR_JUDGING, number);
    while (draw.content < draw.end && (may_spoil || !covered)) {
        const bool *is_seed = judging->is_seed + (uint64_t)draw.content * source->problem->graph->num_nodes;
        const uint32_t size = draw_part(&draw, source, cascade, source->all_count ? is_seed : NULL);
        covered = covered || draw.stopped;
        for (uint32_t i = 0; i < size && !covered; i++) covered = is_seed[cascade->active[i]];
    }
    return covered && !draw.spoiled;
}

static void
judge_block(void *context, uint64_t block, uint32_t worker)
{
    const verdict *judging = context;
    const uint64_t first = block * SETS_PER_BLOCK, end = first + SETS_PER_BLOCK;
    uint64_t covered = 0;
    for (uint64_t number = first; number < end && number < judging->num_sets; number++)
        covered += is_covered(judging, judging->source->walkers.cascade[worker], number);
    judging->covered[block] = covered;
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
