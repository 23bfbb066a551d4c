/* Many worlds at once. */
#include "lanes.h"
#include "coin_vector.h"
#include "live_edge.h"

#include <string.h>

/* A row is a line of the cache. Lists have room for one more: what is not taken in is written all the same. */
enum { LINE = 64 };

static wom_status
get_rows(wom_lanes *lanes, wom_job *job, const char *what)
{
    const uint64_t num_nodes = lanes->graph->num_nodes;
    const uint64_t bytes = num_nodes * (sizeof *lanes->rows + sizeof *lanes->acting) + LINE;
    WOM_TRY(wom_allocate(&lanes->memory, job, bytes, 1, what));
    char *first = lanes->memory;
    first += (LINE - (uintptr_t)first % LINE) % LINE;
    lanes->rows = (lane_rows *)(void *)first;
    lanes->acting = (lane_row *)(void *)(first + num_nodes * sizeof *lanes->rows);
    return WOM_OK;
}

wom_status
wom_lanes_create(wom_lanes **lanes, wom_job *job, const wom_graph *graph)
{
    const uint64_t num_nodes = graph->num_nodes;
    const char *what = "worlds side by side";
    *lanes = NULL;
    wom_lanes *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, what));
    wom_status status = WOM_OK;
    made->graph = graph;
    WOM_TRY_GOTO(get_rows(made, job, what));
    WOM_TRY_GOTO(wom_allocate(&made->acting_node, job, num_nodes + 1, sizeof *made->acting_node, what));
    WOM_TRY_GOTO(wom_allocate(&made->fresh_node, job, num_nodes + 1, sizeof *made->fresh_node, what));
    WOM_TRY_GOTO(wom_allocate(&made->reached, job, num_nodes + 1, sizeof *made->reached, what));
    *lanes = made;
    made = NULL;
done:
    wom_lanes_free(made);
    return status;
}

void
wom_lanes_free(wom_lanes *lanes)
{
    if (lanes == NULL) return;
    wom_free(lanes->memory);
    wom_free(lanes->acting_node);
    wom_free(lanes->fresh_node);
    wom_free(lanes->reached);
    wom_free(lanes);
}

void
wom_lanes_open(wom_lanes *lanes, uint32_t num_lanes)
{
    for (uint32_t i = 0; i < lanes->num_reached; i++) lanes->rows[lanes->reached[i]] = (lane_rows){ 0 };
    for (uint32_t i = 0; i < lanes->num_fresh; i++) lanes->rows[lanes->fresh_node[i]] = (lane_rows){ 0 };
    lanes->num_acting = lanes->num_fresh = lanes->num_reached = 0;
    lanes->num_lanes = num_lanes;
}

void
wom_lanes_set_world(wom_lanes *lanes, const wom_chances *chances, uint32_t lane, const wom_world *world)
{
    const uint64_t key = chances->dynamics->lanes == WOM_LANES_BY_HEAD ? world->lt_choice : world->tie;
    lane_keys_set(&lanes->keys, lane, key);
}

PART_OF_LOOP bool
is_empty(const lane_row *row)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < LANES_WORDS; w++) any |= row->word[w];
    return any == 0;
}

/* Without a branch: who is new where is as good as random. */
PART_OF_LOOP void
activate(wom_lanes *lanes, uint32_t lane, wom_node node)
{
    lane_rows *rows = &lanes->rows[node];
    uint64_t *active = &rows->active.word[lane / LANES_A_WORD];
    const uint64_t new = (UINT64_C(1) << lane % LANES_A_WORD) & ~*active;
    lanes->fresh_node[lanes->num_fresh] = node;
    lanes->num_fresh += is_empty(&rows->fresh) & (new != 0);
    *active |= new;
    rows->fresh.word[lane / LANES_A_WORD] |= new;
}

void
wom_lanes_activate(wom_lanes *lanes, uint32_t lane, wom_node node)
{
    activate(lanes, lane, node);
}

FOR_EVERY_WIDTH static void
close_step(wom_lanes *lanes, lane_count *count)
{
    enum { AHEAD = 8 };
    for (uint32_t i = 0; i < lanes->num_fresh; i++) {
        const wom_node node = lanes->fresh_node[i];
        lane_rows *rows = &lanes->rows[node];
        uint64_t older = 0;
        if (i + AHEAD < lanes->num_fresh) WOM_PREFETCH(&lanes->rows[lanes->fresh_node[i + AHEAD]].fresh);
        lane_count_add(count, &rows->fresh);
        for (uint32_t w = 0; w < LANES_WORDS; w++) older |= rows->active.word[w] ^ rows->fresh.word[w];
        lanes->reached[lanes->num_reached] = node;
        lanes->num_reached += older == 0;
        lanes->acting[i] = rows->fresh;
        rows->fresh = (lane_row){ { 0 } };
    }
}

bool
wom_lanes_close_step(wom_lanes *lanes, uint32_t *num_new)
{
    lane_count count;
    wom_node *acting_node = lanes->fresh_node;
    count.num_digits = 0;
    close_step(lanes, &count);
    for (uint32_t lane = 0; lane < lanes->num_lanes; lane++) num_new[lane] = 0;
    wom_lane_count_read(&count, num_new, lanes->num_lanes);
    lanes->fresh_node = lanes->acting_node;
    lanes->acting_node = acting_node;
    lanes->num_acting = lanes->num_fresh;
    lanes->num_fresh = 0;
    return lanes->num_acting > 0;
}

void
wom_lane_count_read(const lane_count *count, uint32_t *count_of, uint32_t num_lanes)
{
    for (uint32_t d = 0; d < count->num_digits; d++)
        for (uint32_t lane = 0; lane < num_lanes; lane++)
            count_of[lane] += (uint32_t)(count->digit[d].word[lane / LANES_A_WORD] >> lane % LANES_A_WORD & 1) << d;
}

/* ---- A step ---- */

/* Activations found and not yet entered: the rows they are for are on their way from memory meanwhile. */
enum { MOST_HITS = 1024 };
typedef struct hits {
    uint32_t num;
    wom_node node[MOST_HITS + 2 * LANES_A_WORD]; /* before the last run of ties it was not full */
    uint16_t lane[MOST_HITS + 2 * LANES_A_WORD];
} hits;

PART_OF_LOOP void
enter(wom_lanes *lanes, hits *found)
{
    for (uint32_t i = 0; i < found->num; i++) activate(lanes, found->lane[i], found->node[i]);
    found->num = 0;
}

PART_OF_LOOP void
fetch_rows(const wom_lanes *lanes, wom_node node)
{
    WOM_PREFETCH(&lanes->rows[node].active);
    WOM_PREFETCH(&lanes->rows[node].fresh);
}

/* The lanes in which somebody acts, with their keys side by side. */
typedef struct acting_lanes {
    const lane_row *row; /* as bits */
    uint32_t num;
    uint16_t lane[LANES_MOST];
    uint32_t key_low[LANES_MOST], key_high[LANES_MOST];
} acting_lanes;

PART_OF_LOOP void
list_lanes(acting_lanes *acting, const lane_keys *keys, const lane_row *row)
{
    uint32_t num = 0;
    for (uint32_t w = 0; w < LANES_WORDS; w++)
        for (uint64_t left = row->word[w]; left != 0; left &= left - 1) {
            const uint32_t lane = w * LANES_A_WORD + (uint32_t)__builtin_ctzll(left);
            acting->lane[num] = (uint16_t)lane;
            acting->key_low[num] = keys->low[lane];
            acting->key_high[num++] = keys->high[lane];
        }
    acting->row = row;
    acting->num = num;
}

/* At most 64 ties out of one user; what is behind the last is not looked at. */
typedef struct run_of_ties {
    uint32_t count;
    float expected; /* live ones, in a world */
    wom_node head[LANES_A_WORD];
    uint32_t threshold[LANES_A_WORD], start[LANES_A_WORD];
    uint32_t mixed[LANES_A_WORD]; /* wom_coin_index of whose coin decides */
} run_of_ties;

PART_OF_LOOP void
take_run(run_of_ties *run, const wom_chances *chances, uint64_t first, uint32_t count, bool of_head)
{
    const wom_node *head = chances->graph->out_head + first;
    const uint32_t *threshold = chances->threshold + first;
    uint64_t sum = 0;
    run->count = count;
    for (uint32_t k = 0; k < count; k++) sum += threshold[k];
    run->expected = (float)sum / (float)WOM_COIN_ONE;
    for (uint32_t k = 0; k < count; k++) run->head[k] = head[k];
    for (uint32_t k = 0; k < count; k++) run->threshold[k] = threshold[k];
    for (uint32_t k = 0; k < count; k++) run->mixed[k] = wom_coin_index(of_head ? head[k] : first + k);
    for (uint32_t k = 0; of_head && k < count; k++) run->start[k] = chances->start[first + k];
}

PART_OF_LOOP uint64_t
low_bits(uint32_t num)
{
    return num >= LANES_A_WORD ? UINT64_MAX : (UINT64_C(1) << num) - 1;
}

/* Enters the activations of one user. */
PART_OF_LOOP void
enter_row(wom_lanes *lanes, wom_node node, const lane_row *live)
{
    lane_rows *rows = &lanes->rows[node];
    uint64_t any = 0;
    lanes->fresh_node[lanes->num_fresh] = node;
    const bool is_first = is_empty(&rows->fresh);
    for (uint32_t w = 0; w < LANES_WORDS; w++) {
        const uint64_t new = live->word[w] & ~rows->active.word[w];
        any |= new;
        rows->active.word[w] |= new;
        rows->fresh.word[w] |= new;
    }
    lanes->num_fresh += is_first & (any != 0);
}

/* Whether there is a lane in which somebody acts and the user is not active. */
PART_OF_LOOP bool
is_needed(const lane_row *acting, const lane_row *active)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < LANES_WORDS; w++) any |= acting->word[w] & ~active->word[w];
    return any != 0;
}

/* One coin in each of the lanes. */
PART_OF_LOOP void
toss_in_lanes(lane_row *live, const acting_lanes *acting, uint32_t mixed, uint32_t start, uint32_t threshold)
{
    toss t;
    *live = (lane_row){ { 0 } };
    fill(&t.mixed, mixed);
    fill(&t.threshold, threshold);
    fill(&t.start, start);
    for (uint32_t first = 0; first < acting->num; first += LANES_A_WORD) {
        uint64_t left = 0;
        for (uint32_t k = first; k < first + LANES_A_WORD && k < acting->num; k += TOGETHER) {
            load(&t.key_low, acting->key_low + k);
            load(&t.key_high, acting->key_high + k);
            left |= (uint64_t)is_live(&t) << (k - first);
        }
        for (left &= low_bits(acting->num - first); left != 0; left &= left - 1) {
            const uint32_t lane = acting->lane[first + (uint32_t)__builtin_ctzll(left)];
            live->word[lane / LANES_A_WORD] |= UINT64_C(1) << lane % LANES_A_WORD;
        }
    }
}

PART_OF_LOOP void
try_run_in_lanes(wom_lanes *lanes, const acting_lanes *acting, const run_of_ties *run, bool of_head)
{
    enum { AHEAD = 6 };
    for (uint32_t tie = 0; tie < run->count && tie < AHEAD; tie++) fetch_rows(lanes, run->head[tie]);
    for (uint32_t tie = 0; tie < run->count; tie++) {
        if (tie + AHEAD < run->count) fetch_rows(lanes, run->head[tie + AHEAD]);
        if (run->threshold[tie] == 0 || !is_needed(acting->row, &lanes->rows[run->head[tie]].active)) continue;
        lane_row live;
        toss_in_lanes(&live, acting, run->mixed[tie], of_head ? run->start[tie] : 0, run->threshold[tie]);
        enter_row(lanes, run->head[tie], &live);
    }
}

/* Notes the live ties of a run in one lane, four at a time so that there is seldom anything to guess; what is noted
 * behind the last is overwritten by the next. */
PART_OF_LOOP void
find(const wom_lanes *lanes, hits *found, const run_of_ties *run, uint64_t live, uint16_t lane)
{
    uint32_t num = found->num;
    found->num += (uint32_t)__builtin_popcountll(live);
    do {
        for (uint32_t k = 0; k < 4; k++) {
            const wom_node node = run->head[__builtin_ctzll(live | UINT64_C(1) << (LANES_A_WORD - 1))];
            fetch_rows(lanes, node);
            found->node[num] = node;
            found->lane[num++] = lane;
            live &= live - 1;
        }
    } while (live != 0);
}

/* All the ties in one lane. */
PART_OF_LOOP void
try_ties(const wom_lanes *lanes, hits *found, const acting_lanes *acting, const run_of_ties *run, uint32_t k,
         bool of_head)
{
    toss t = { .start = { 0 } };
    uint64_t live = 0;
    fill(&t.key_low, acting->key_low[k]);
    fill(&t.key_high, acting->key_high[k]);
    for (uint32_t first = 0; first < run->count; first += TOGETHER) {
        load(&t.mixed, run->mixed + first);
        load(&t.threshold, run->threshold + first);
        if (of_head) load(&t.start, run->start + first);
        live |= (uint64_t)is_live(&t) << first;
    }
    live &= low_bits(run->count);
    if (live != 0) find(lanes, found, run, live, acting->lane[k]);
}

PART_OF_LOOP uint32_t
vectors_of(uint32_t count)
{
    return (count + TOGETHER - 1) / TOGETHER;
}

/* What it takes by either way, in the time of a vector of coins: entering an activation found by itself, a row. Only
 * how long it takes depends on it. */
PART_OF_LOOP bool
is_sooner_by_ties(const acting_lanes *acting, const run_of_ties *run)
{
    const float hit = 2, row = 2;
    const float by_ties = (float)acting->num * ((float)vectors_of(run->count) + hit * run->expected);
    const float by_lanes = (float)run->count * ((float)vectors_of(acting->num) + row);
    return by_ties <= by_lanes;
}

/* A run of ties in all lanes. */
PART_OF_LOOP void
try_run(wom_lanes *lanes, hits *found, const acting_lanes *acting, const run_of_ties *run, bool of_head)
{
    if (!is_sooner_by_ties(acting, run)) {
        try_run_in_lanes(lanes, acting, run, of_head);
        return;
    }
    for (uint32_t k = 0; k < acting->num; k++) {
        try_ties(lanes, found, acting, run, k, of_head);
        if (found->num >= MOST_HITS) enter(lanes, found);
    }
}

PART_OF_LOOP void
step(wom_lanes *lanes, const wom_chances *chances, bool of_head)
{
    const uint64_t *out_first = chances->graph->out_first;
    hits found;
    acting_lanes acting = { 0 };
    run_of_ties run = { 0 };
    found.num = 0;
    for (uint32_t i = 0; i < lanes->num_acting; i++) {
        const wom_node node = lanes->acting_node[i];
        const uint64_t end = out_first[node + 1];
        live_edge_foresee_in(lanes->acting_node, lanes->num_acting, chances, i, of_head);
        list_lanes(&acting, &lanes->keys, &lanes->acting[i]);
        for (uint64_t first = out_first[node]; first < end; first += LANES_A_WORD) {
            const uint32_t count = end - first < LANES_A_WORD ? (uint32_t)(end - first) : LANES_A_WORD;
            take_run(&run, chances, first, count, of_head);
            try_run(lanes, &found, &acting, &run, of_head);
        }
    }
    enter(lanes, &found);
}

FOR_EVERY_WIDTH static void
step_by_tie(wom_lanes *lanes, const wom_chances *chances)
{
    step(lanes, chances, false);
}

FOR_EVERY_WIDTH static void
step_by_head(wom_lanes *lanes, const wom_chances *chances)
{
    step(lanes, chances, true);
}

void
wom_lanes_step(wom_lanes *lanes, const wom_chances *chances)
{
    if (chances->dynamics->lanes == WOM_LANES_BY_HEAD)
        step_by_head(lanes, chances);
    else
        step_by_tie(lanes, chances);
}

FOR_EVERY_WIDTH static void
toss_one(lane_row *live, const lane_keys *keys, const lane_row *where, uint64_t index, uint32_t threshold)
{
    acting_lanes acting = { 0 };
    list_lanes(&acting, keys, where);
    toss_in_lanes(live, &acting, wom_coin_index(index), 0, threshold);
}

void
wom_lanes_toss(lane_row *live, const lane_keys *keys, const lane_row *where, uint64_t index, uint32_t threshold)
{
    toss_one(live, keys, where, index, threshold);
}
