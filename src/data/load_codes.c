/* From the codes in rows to users, and from users to nodes. */
#include "data/loading.h"

#include <stdatomic.h>
#include <stdio.h>

enum { BLOCK = 1 << 18, MOST_STRIPES = 8 }; /* rows */

/* Small numbers get an array by their value only where that is not much longer than the rows. */
enum { PLACES_PER_ROW = 2, PLACES_AT_LEAST = 4096 };

static inline uint64_t
end_of_part(uint64_t part, uint64_t num_parts, uint64_t num)
{
    return (uint64_t)((double)num / (double)num_parts * (double)part + 0.5);
}

/* ---- Numbers far apart ---- */

static wom_status
add_text(uint32_t *code, wom_ids *ids)
{
    char text[16];
    uint32_t number = 0;
    if (*code >= WOM_SMALL_ID) return WOM_OK;
    const int length = snprintf(text, sizeof text, "%u", *code);
    WOM_TRY(wom_ids_add(&number, ids, (wom_text){ text, (size_t)length }));
    *code = WOM_SMALL_ID + number;
    return WOM_OK;
}

/* Small numbers are added like any other name. */
static wom_status
add_one_by_one(wom_loading *loading)
{
    wom_ids *ids = &loading->names->users;
    for (uint64_t i = 0; i < loading->num_rows; ++i) {
        WOM_TRY(add_text(&loading->from[i], ids));
        WOM_TRY(add_text(&loading->to[i], ids));
        if (i % 65536 == 0) WOM_TRY(wom_job_check(loading->job));
    }
    loading->code_range = 0;
    return WOM_OK;
}

/* ---- Rows of each code ---- */

/* The rows are divided into stripes, each with counts of its own. */
typedef struct counting {
    const wom_loading *loading;
    uint64_t num_stripes, num_places;
    uint32_t *count;        /* [num_stripes][num_places] */
    _Atomic uint64_t *bits; /* small numbers that rows name */
} counting;

static void
note_small(counting *c, uint32_t code)
{
    if (code < WOM_SMALL_ID)
        atomic_fetch_or_explicit(&c->bits[code / 64], UINT64_C(1) << (code % 64), memory_order_relaxed);
}

static void
count_stripe(void *context, uint64_t stripe, uint32_t worker)
{
    counting *c = context;
    const wom_loading *loading = c->loading;
    const uint64_t first = end_of_part(stripe, c->num_stripes, loading->num_rows);
    const uint64_t end = end_of_part(stripe + 1, c->num_stripes, loading->num_rows), range = loading->code_range;
    uint32_t *const count = c->count + stripe * c->num_places;
    (void)worker;
    for (uint64_t i = first; i < end; ++i) {
        const uint32_t from = loading->from[i], to = loading->to[i];
        if (from == to) {
            note_small(c, from);
            continue;
        }
        ++count[wom_code_place(from, range)];
        ++count[wom_code_place(to, range)];
    }
}

/* Adds the stripes up in the first. */
static void
add_stripes(counting *c)
{
    for (uint64_t stripe = 1; stripe < c->num_stripes; ++stripe) {
        const uint32_t *count = c->count + stripe * c->num_places;
        for (uint64_t i = 0; i < c->num_places; ++i) c->count[i] += count[i];
    }
}

static wom_status
count_rows(counting *c, wom_loading *loading)
{
    const uint64_t range = loading->code_range, threads = wom_job_threads(loading->job);
    c->num_places = range + loading->names->users.num;
    c->num_stripes = loading->num_rows / (c->num_places + 1) + 1; /* no more counts than rows, or but one each */
    if (c->num_stripes > threads) c->num_stripes = threads;
    if (c->num_stripes > MOST_STRIPES) c->num_stripes = MOST_STRIPES;
    WOM_TRY(wom_allocate(&c->count, loading->job, c->num_stripes * c->num_places, sizeof *c->count, "rows of users"));
    WOM_TRY(wom_allocate(&c->bits, loading->job, range / 64 + 1, sizeof *c->bits, "rows of users"));
    WOM_TRY(wom_parallel_for(loading->job, c->num_stripes, count_stripe, c, NULL));
    add_stripes(c);
    for (uint64_t i = 0; i < range; ++i)
        if (c->count[i] > 0) note_small(c, (uint32_t)i);
    return WOM_OK;
}

/* Gives back what rows were expected to need. */
static wom_status
trim_rows(wom_loading *loading)
{
    const uint64_t num = loading->num_rows;
    if (num == loading->capacity) return WOM_OK;
    WOM_TRY(wom_reallocate(&loading->from, loading->job, num, sizeof *loading->from, "rows of ties"));
    WOM_TRY(wom_reallocate(&loading->to, loading->job, num, sizeof *loading->to, "rows of ties"));
    if (loading->strength != NULL)
        WOM_TRY(wom_reallocate(&loading->strength, loading->job, num, sizeof *loading->strength, "strengths of ties"));
    if (loading->layer != NULL)
        WOM_TRY(wom_reallocate(&loading->layer, loading->job, num, sizeof *loading->layer, "layers of ties"));
    loading->capacity = num;
    return WOM_OK;
}

wom_status
wom_settle_codes(wom_loading *loading)
{
    wom_status status = WOM_OK;
    counting c = { .loading = loading };
    const uint64_t most_places = PLACES_AT_LEAST + PLACES_PER_ROW * loading->num_rows;
    WOM_TRY_GOTO(trim_rows(loading));
    if (loading->code_range > most_places) WOM_TRY_GOTO(add_one_by_one(loading));
    WOM_TRY_GOTO(count_rows(&c, loading));
    if (loading->code_range > 0)
        WOM_TRY_GOTO(wom_ids_add_small(&loading->names->users, (const uint64_t *)c.bits, loading->code_range));
    if (c.num_stripes > 1)
        WOM_TRY_GOTO(wom_reallocate(&c.count, loading->job, c.num_places, sizeof *c.count, "rows of users"));
    loading->num_places = c.num_places;
    loading->num_rows_of = c.count;
    c.count = NULL;
done:
    wom_free(c.count);
    wom_free((void *)c.bits);
    return status;
}

/* ---- Nodes ---- */

/* The user's number by the place of a code, WOM_NO_NODE if no user has it. */
static inline uint32_t
user_at(const wom_loading *loading, uint64_t place)
{
    const uint64_t range = loading->code_range;
    return place < range ? loading->names->users.number_plus_1_of[place] - 1 : (uint32_t)(place - range);
}

/* By descending number of rows, then by name. */
static wom_status
renumber(wom_loading *loading)
{
    wom_ids *users = &loading->names->users;
    uint64_t *weight = NULL;
    WOM_TRY(wom_allocate(&weight, loading->job, users->num, sizeof *weight, "rows of users"));
    for (uint64_t place = 0; place < loading->num_places; ++place)
        if (user_at(loading, place) != WOM_NO_NODE) weight[user_at(loading, place)] = loading->num_rows_of[place];
    const wom_status status = wom_ids_renumber(&loading->node_of, users, WOM_IDS_NATURE, weight);
    wom_free(weight);
    return status;
}

typedef struct moving {
    const wom_loading *loading;
    const uint32_t *node_at; /* [num_places] */
} moving;

static void
move_rows(void *context, uint64_t block, uint32_t worker)
{
    const moving *m = context;
    const wom_loading *loading = m->loading;
    const uint64_t first = block * BLOCK, range = loading->code_range;
    const uint64_t end = first + BLOCK < loading->num_rows ? first + BLOCK : loading->num_rows;
    (void)worker;
    for (uint64_t i = first; i < end; ++i) {
        loading->from[i] = m->node_at[wom_code_place(loading->from[i], range)];
        loading->to[i] = m->node_at[wom_code_place(loading->to[i], range)];
    }
}

wom_status
wom_number_users(wom_loading *loading)
{
    const uint64_t range = loading->code_range;
    WOM_TRY(renumber(loading));
    uint32_t *const node_at = loading->num_rows_of; /* no longer needed as what it was */
    for (uint64_t place = 0; place < range; ++place) node_at[place] = user_at(loading, place); /* as it is now */
    for (uint64_t place = range; place < loading->num_places; ++place)
        node_at[place] = loading->node_of[user_at(loading, place)];
    const moving m = { loading, node_at };
    WOM_TRY(wom_parallel_for(loading->job, (loading->num_rows + BLOCK - 1) / BLOCK, move_rows, (void *)&m, NULL));
    wom_free(loading->num_rows_of);
    loading->num_rows_of = NULL;
    return WOM_OK;
}
