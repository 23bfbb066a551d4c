/* Dealing out in two steps, for what goes anywhere in a large array waits for memory at each step: first into buckets,
 * each of a range of nodes, whose ends all stay in the cache; then each bucket for itself, whose nodes stay there.
 *
 * The deck is cut into stripes, each of which has its own range within each bucket, so that stripes can be worked on at
 * the same time and the order is kept. */
#include "graph/deal.h"

#include <stdatomic.h>
#include <string.h>

enum { NODES_PER_BUCKET = 1 << 14, MOST_BUCKETS = 1024, ITEMS_PER_STRIPE = 1 << 16, MOST_STRIPES = 16 };

typedef struct item {
    wom_node key, value;
    uint64_t place;
} item;

/* Items in buckets. */
typedef struct table {
    const wom_deck *deck;
    wom_piles *piles;
    wom_node num_nodes;
    unsigned shift; /* a node's bucket is node >> shift */
    uint64_t num_buckets, num_stripes, most_nodes; /* most nodes of a bucket */
    uint64_t *at;         /* [num_stripes][num_buckets] first how many, then where the next one goes */
    uint64_t *first;      /* [num_buckets + 1] */
    uint64_t *direct_end; /* [num_buckets] where exchanged pairs begin */
    wom_node *key, *value; /* these are the space's; NULL where there is nothing of the kind */
    uint32_t *place;
    double *strength;
    uint8_t *is_direct;
    uint64_t *next;           /* [threads][most_nodes] */
    _Atomic uint64_t *looped; /* bits of nodes in pairs with equal ends */
    _Atomic uint64_t left_out, left_out_again, repeated, repeated_direct;
} table;

/* ---- Items in order ---- */

typedef struct stream {
    const wom_deck *deck;
    uint64_t next, end;
    wom_node node; /* of a deck without values: whose range holds the last item */
    bool is_exchanged;
} stream;

static wom_node
node_of_place(const wom_deck *deck, uint64_t place, wom_node num_nodes)
{
    wom_node low = 0, high = num_nodes;
    while (high - low > 1) {
        const wom_node middle = low + (high - low) / 2;
        if (deck->first[middle] <= place) low = middle;
        else high = middle;
    }
    return low;
}

/* Stripes of exchanged pairs follow those of pairs as they are. */
static stream
stream_of(const table *t, uint64_t stripe)
{
    const wom_deck *deck = t->deck;
    const uint64_t num_cuts = deck->is_mutual ? t->num_stripes / 2 : t->num_stripes, cut = stripe % num_cuts;
    const uint64_t length = deck->num / num_cuts + 1, start = cut * length;
    stream s = { .deck = deck, .next = start < deck->num ? start : deck->num, .is_exchanged = stripe >= num_cuts };
    s.end = deck->num - s.next < length ? deck->num : s.next + length;
    if (deck->value == NULL && s.next < s.end) s.node = node_of_place(deck, s.next, t->num_nodes);
    return s;
}

static inline bool
take(item *taken, stream *s, bool has_values)
{
    const wom_deck *deck = s->deck;
    if (s->next == s->end) return false;
    const uint64_t i = s->next++;
    taken->place = i;
    taken->key = deck->key[i];
    if (has_values) {
        taken->value = deck->value[i];
        if (s->is_exchanged) {
            taken->key = deck->value[i];
            taken->value = deck->key[i];
        }
        return true;
    }
    while (deck->first[s->node + 1] <= i) s->node++;
    taken->value = s->node;
    return true;
}

/* ---- Into buckets ---- */

static void
note_left_out(table *t, wom_node node)
{
    const uint64_t bit = UINT64_C(1) << (node % 64);
    const uint64_t before = atomic_fetch_or_explicit(&t->looped[node / 64], bit, memory_order_relaxed);
    atomic_fetch_add_explicit(&t->left_out, 1, memory_order_relaxed);
    if ((before & bit) != 0) atomic_fetch_add_explicit(&t->left_out_again, 1, memory_order_relaxed);
}

static void
count_pairs(table *t, stream *s, uint64_t *num_in)
{
    item i;
    while (take(&i, s, true)) {
        if (i.key != i.value) num_in[i.key >> t->shift]++;
        else if (!s->is_exchanged) note_left_out(t, i.key);
    }
}

static void
count_stripe(void *context, uint64_t stripe, uint32_t worker)
{
    table *t = context;
    stream s = stream_of(t, stripe);
    uint64_t *const num_in = t->at + stripe * t->num_buckets;
    const unsigned shift = t->shift;
    (void)worker;
    if (t->deck->value != NULL) {
        count_pairs(t, &s, num_in);
        return;
    }
    for (uint64_t i = s.next; i < s.end; i++) num_in[s.deck->key[i] >> shift]++;
}

static void
find_places(table *t)
{
    const uint64_t first_exchanged = t->deck->is_mutual ? t->num_stripes / 2 : t->num_stripes;
    uint64_t sum = 0;
    for (uint64_t bucket = 0; bucket < t->num_buckets; bucket++) {
        t->first[bucket] = sum;
        for (uint64_t stripe = 0; stripe < t->num_stripes; stripe++) {
            uint64_t *const at = &t->at[stripe * t->num_buckets + bucket];
            const uint64_t num = *at;
            if (stripe == first_exchanged) t->direct_end[bucket] = sum;
            *at = sum;
            sum += num;
        }
        if (first_exchanged == t->num_stripes) t->direct_end[bucket] = sum;
    }
    t->first[t->num_buckets] = sum;
}

static inline void
fill(table *t, uint64_t stripe, bool has_values)
{
    const wom_deck *deck = t->deck;
    stream s = stream_of(t, stripe);
    uint64_t *const next = t->at + stripe * t->num_buckets;
    const unsigned shift = t->shift;
    item i;
    while (take(&i, &s, has_values)) {
        if (has_values && i.key == i.value) continue;
        const uint64_t at = next[i.key >> shift]++;
        t->key[at] = i.key;
        t->value[at] = i.value;
        if (t->place != NULL) t->place[at] = (uint32_t)i.place;
        if (t->is_direct != NULL) t->is_direct[at] = i.place < deck->direct_end[i.value];
        /* adding 0 makes -0 a plain 0: otherwise equal strengths could differ in bits */
        if (t->strength != NULL) t->strength[at] = deck->strength[i.place] + 0.0;
    }
}

static void
fill_from_stripe(void *context, uint64_t stripe, uint32_t worker)
{
    table *t = context;
    (void)worker;
    if (t->deck->value != NULL) fill(t, stripe, true);
    else fill(t, stripe, false);
}

/* ---- From each bucket ---- */

/* Counts what falls to each node, and sets the piles' beginnings; `next` is where each begins. */
static void
begin_piles(table *t, uint64_t bucket, uint64_t *next, wom_node low, wom_node high)
{
    wom_piles *piles = t->piles;
    uint64_t sum = t->first[bucket];
    memset(next, 0, (high - low) * sizeof *next);
    for (uint64_t i = t->first[bucket]; i < t->direct_end[bucket]; i++) next[t->key[i] - low]++;
    if (piles->direct_end != NULL) memcpy(piles->direct_end + low, next, (high - low) * sizeof *next);
    for (uint64_t i = t->direct_end[bucket]; i < t->first[bucket + 1]; i++) next[t->key[i] - low]++;
    for (wom_node node = low; node < high; node++) {
        const uint64_t num = next[node - low];
        piles->first[node] = next[node - low] = sum;
        if (piles->direct_end != NULL) piles->direct_end[node] += sum;
        sum += num;
    }
}

/* Whether the value dealt to a node at `at` is that of the item before. */
static inline bool
is_repeated(const wom_piles *piles, wom_node node, uint64_t at)
{
    return at > piles->first[node] && piles->value[at - 1] == piles->value[at];
}

/* What is not dealt out or counted is a constant false, so that each sort has a short loop. */
static inline void
deal_items(table *t, uint64_t bucket, uint64_t *next, wom_node low, bool has_place, bool counts_repeats)
{
    const wom_piles *piles = t->piles;
    const wom_node *const keys = t->key, *const values = t->value;
    const uint64_t end = t->first[bucket + 1];
    uint64_t repeated = 0, repeated_direct = 0;
    for (uint64_t i = t->first[bucket]; i < end; i++) {
        const uint64_t at = next[keys[i] - low]++;
        piles->value[at] = values[i];
        if (has_place) piles->place[at] = t->place[i];
        if (t->strength != NULL) piles->strength[at] = t->strength[i];
        if (!counts_repeats || !is_repeated(piles, keys[i], at)) continue;
        repeated++;
        repeated_direct += t->is_direct == NULL || t->is_direct[i] != 0;
    }
    if (!counts_repeats) return;
    atomic_fetch_add_explicit(&t->repeated, repeated, memory_order_relaxed);
    atomic_fetch_add_explicit(&t->repeated_direct, repeated_direct, memory_order_relaxed);
}

static void
deal_bucket(void *context, uint64_t bucket, uint32_t worker)
{
    table *t = context;
    const wom_node low = (wom_node)(bucket << t->shift);
    const wom_node high = bucket + 1 < t->num_buckets ? (wom_node)((bucket + 1) << t->shift) : t->num_nodes;
    uint64_t *const next = t->next + worker * t->most_nodes;
    begin_piles(t, bucket, next, low, high);
    if (t->deck->with_repeats) deal_items(t, bucket, next, low, t->place != NULL, true);
    else if (t->place != NULL) deal_items(t, bucket, next, low, true, false);
    else deal_items(t, bucket, next, low, false, false);
}

/* ---- All steps ---- */

static void
set_up(table *t, uint64_t threads)
{
    const uint64_t num = t->deck->num;
    t->shift = 0;
    while ((UINT64_C(1) << t->shift) < NODES_PER_BUCKET || ((uint64_t)t->num_nodes >> t->shift) >= MOST_BUCKETS)
        t->shift++;
    t->num_buckets = ((uint64_t)t->num_nodes >> t->shift) + 1;
    t->most_nodes = t->num_buckets > 1 ? UINT64_C(1) << t->shift : t->num_nodes;
    t->num_stripes = num / ITEMS_PER_STRIPE + 1;
    if (t->num_stripes > threads) t->num_stripes = threads;
    if (t->num_stripes > MOST_STRIPES) t->num_stripes = MOST_STRIPES;
    if (t->deck->is_mutual) t->num_stripes *= 2;
}

static wom_status
get_table(table *t, wom_job *job)
{
    static const char what[] = "sorting ties";
    const uint64_t num_buckets = t->num_buckets, threads = wom_job_threads(job);
    WOM_TRY(wom_allocate(&t->at, job, t->num_stripes * num_buckets, sizeof *t->at, what));
    WOM_TRY(wom_allocate(&t->first, job, num_buckets + 1, sizeof *t->first, what));
    WOM_TRY(wom_allocate(&t->direct_end, job, num_buckets, sizeof *t->direct_end, what));
    WOM_TRY(wom_allocate(&t->next, job, threads * t->most_nodes, sizeof *t->next, what));
    return wom_allocate(&t->looped, job, (uint64_t)t->num_nodes / 64 + 1, sizeof *t->looped, what);
}

/* At least `num` items; what was there before is of no use. */
static wom_status
get_room(void *array, uint64_t *capacity, wom_job *job, uint64_t num, size_t size)
{
    void *old = NULL;
    memcpy(&old, array, sizeof old);
    if (old != NULL && num <= *capacity) return WOM_OK;
    wom_free(old);
    *capacity = 0;
    WOM_TRY(wom_allocate(array, job, num, size, "sorting ties"));
    *capacity = num;
    return WOM_OK;
}

static wom_status
get_buckets(table *t, wom_job *job, wom_deal_space *space)
{
    const wom_deck *deck = t->deck;
    const uint64_t num = t->first[t->num_buckets];
    uint64_t capacity = space->capacity;
    WOM_TRY(get_room(&space->key, &capacity, job, num, sizeof *space->key));
    WOM_TRY(get_room(&space->value, &space->capacity, job, num, sizeof *space->value));
    if (deck->with_place)
        WOM_TRY(get_room(&space->place, &space->place_capacity, job, num, sizeof *space->place));
    if (deck->direct_end != NULL)
        WOM_TRY(get_room(&space->is_direct, &space->direct_capacity, job, num, sizeof *space->is_direct));
    if (deck->strength != NULL)
        WOM_TRY(get_room(&space->strength, &space->strength_capacity, job, num, sizeof *space->strength));
    t->key = space->key;
    t->value = space->value;
    t->place = deck->with_place ? space->place : NULL;
    t->is_direct = deck->direct_end != NULL ? space->is_direct : NULL;
    t->strength = deck->strength != NULL ? space->strength : NULL;
    return WOM_OK;
}

static wom_status
get_piles(table *t, wom_job *job)
{
    wom_piles *piles = t->piles;
    const uint64_t num = t->first[t->num_buckets], num_nodes = t->num_nodes;
    WOM_TRY(wom_allocate(&piles->first, job, num_nodes + 1, sizeof *piles->first, "nodes"));
    if (t->deck->is_mutual)
        WOM_TRY(wom_allocate(&piles->direct_end, job, num_nodes, sizeof *piles->direct_end, "nodes"));
    WOM_TRY(wom_allocate(&piles->value, job, num, sizeof *piles->value, "ties"));
    if (t->deck->with_place) WOM_TRY(wom_allocate(&piles->place, job, num, sizeof *piles->place, "ties"));
    if (t->strength != NULL) WOM_TRY(wom_allocate(&piles->strength, job, num, sizeof *piles->strength, "strengths"));
    piles->first[num_nodes] = num;
    return WOM_OK;
}

static void
free_table(table *t)
{
    void *const arrays[] = { t->at, t->first, t->direct_end, t->next, (void *)t->looped };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) wom_free(arrays[i]);
}

wom_status
wom_deal(wom_piles *piles, wom_deal_space *space, wom_job *job, wom_node num_nodes, const wom_deck *deck,
         void (*let_go)(void *context), void *context)
{
    wom_status status = WOM_OK;
    table t = { .deck = deck, .piles = piles, .num_nodes = num_nodes };
    *piles = (wom_piles){ 0 };
    set_up(&t, wom_job_threads(job));
    WOM_TRY_GOTO(get_table(&t, job));
    WOM_TRY_GOTO(wom_parallel_for(job, t.num_stripes, count_stripe, &t, NULL));
    find_places(&t);
    WOM_TRY_GOTO(get_buckets(&t, job, space));
    WOM_TRY_GOTO(wom_parallel_for(job, t.num_stripes, fill_from_stripe, &t, NULL));
    if (let_go != NULL) let_go(context);
    WOM_TRY_GOTO(get_piles(&t, job));
    WOM_TRY_GOTO(wom_parallel_for(job, t.num_buckets, deal_bucket, &t, NULL));
    piles->left_out = t.left_out;
    piles->left_out_again = t.left_out_again;
    piles->repeated = t.repeated;
    piles->repeated_direct = t.repeated_direct;
done:
    free_table(&t);
    return status;
}

void
wom_piles_free(wom_piles *piles)
{
    wom_free(piles->first);
    wom_free(piles->value);
    wom_free(piles->place);
    wom_free(piles->strength);
    wom_free(piles->direct_end);
    *piles = (wom_piles){ 0 };
}

void
wom_deal_space_free(wom_deal_space *space)
{
    wom_free(space->key);
    wom_free(space->value);
    wom_free(space->place);
    wom_free(space->strength);
    wom_free(space->is_direct);
    *space = (wom_deal_space){ 0 };
}
