/* Numbering names by weight and name: a radix sort by keys that sort like the names, eight bytes of them at a time. */
#include "data/ids.h"

#include <string.h>

bool
wom_ids_is_plain_integer(const char *name)
{
    const size_t digits = strspn(name, "0123456789");
    return digits > 0 && name[digits] == 0 && (name[0] != '0' || digits == 1);
}

static bool
are_plain_integers(const wom_ids *ids)
{
    for (uint32_t i = 0; i < ids->num; ++i)
        if (!wom_ids_is_plain_integer(wom_ids_name(ids, i))) return false;
    return true;
}

/* ---- Keys ---- */

enum { FEW = 24, MOST_KEY_DIGITS = 19 };

/* A name on its way to its place. */
typedef struct item {
    uint64_t key;
    uint32_t number;
} item;

typedef struct sorting {
    const wom_ids *ids;
    bool numbers; /* all names are plain integers */
    item *spare;  /* [num] */
} sorting;

static uint64_t
eight_bytes(const char *text)
{
    uint64_t key = 0;
    for (unsigned i = 0; i < 8 && text[i] != 0; ++i) key |= (uint64_t)(unsigned char)text[i] << (56 - 8 * i);
    return key;
}

/* Names are compared by their keys of level 0, where these are equal of level 1, and so on. Those of bytes are the
 * first eight, the next eight, ...; those of numbers the value as far as it has one, then the length, then bytes. Names
 * that share all keys up to the one that ends them are one. */
static uint64_t
key_of(const sorting *s, const char *name, uint64_t level)
{
    if (!s->numbers) return eight_bytes(name + 8 * level);
    if (level > 1) return eight_bytes(name + 8 * (level - 2));
    const size_t length = strlen(name);
    if (level == 1) return length;
    uint64_t value = 0;
    for (size_t i = 0; i < length && length <= MOST_KEY_DIGITS; ++i) value = 10 * value + (uint64_t)(name[i] - '0');
    return length > MOST_KEY_DIGITS ? UINT64_MAX : value;
}

static bool
comes_later(const sorting *s, const item *a, const item *b)
{
    if (a->key != b->key) return a->key > b->key;
    const char *x = wom_ids_name(s->ids, a->number), *y = wom_ids_name(s->ids, b->number);
    const size_t length_x = strlen(x), length_y = strlen(y);
    return s->numbers && length_x != length_y ? length_x > length_y : strcmp(x, y) > 0;
}

static void
sort_few(const sorting *s, item *items, uint64_t num)
{
    for (uint64_t i = 1; i < num; ++i) {
        const item moved = items[i];
        uint64_t at = i;
        for (; at > 0 && comes_later(s, &items[at - 1], &moved); --at) items[at] = items[at - 1];
        items[at] = moved;
    }
}

/* ---- Radix ---- */

static bool
ascends(const item *items, uint64_t num)
{
    for (uint64_t i = 1; i < num; ++i)
        if (items[i - 1].key > items[i].key) return false;
    return true;
}

/* By key; equal ones stay in their order. Bytes that all keys share are passed over. */
static void
sort_by_key(const sorting *s, item *items, uint64_t num)
{
    static const uint64_t radix = 256;
    uint64_t differing = 0, first_of[256];
    item *from = items, *to = s->spare;
    if (ascends(items, num)) return;
    for (uint64_t i = 1; i < num; ++i) differing |= items[i].key ^ items[0].key;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if ((differing >> shift & (radix - 1)) == 0) continue;
        memset(first_of, 0, sizeof first_of);
        for (uint64_t i = 0; i < num; ++i) ++first_of[from[i].key >> shift & (radix - 1)];
        for (uint64_t digit = 0, sum = 0; digit < radix; ++digit) {
            const uint64_t count = first_of[digit];
            first_of[digit] = sum;
            sum += count;
        }
        for (uint64_t i = 0; i < num; ++i) to[first_of[from[i].key >> shift & (radix - 1)]++] = from[i];
        item *const swapped = from;
        from = to;
        to = swapped;
    }
    if (from != items) memcpy(items, from, num * sizeof *items);
}

/* Orders a run of names whose keys below `level` are equal. What all of them share is passed over in the loop, so that
 * long common beginnings do not make it go deep. */
static void
sort_names(const sorting *s, item *items, uint64_t num, uint64_t level)
{
    do {
        for (uint64_t i = 0; i < num; ++i) items[i].key = key_of(s, wom_ids_name(s->ids, items[i].number), level);
        if (num <= FEW) {
            sort_few(s, items, num);
            return;
        }
        sort_by_key(s, items, num);
        ++level;
    } while (items[0].key == items[num - 1].key);
    for (uint64_t first = 0, end; first < num; first = end) {
        for (end = first + 1; end < num && items[end].key == items[first].key;) ++end;
        if (end - first > 1) sort_names(s, items + first, end - first, level);
    }
}

static void
sort_by_weight(const sorting *s, item *items, const uint64_t *weight)
{
    const uint64_t num = s->ids->num;
    if (weight == NULL) return;
    for (uint64_t i = 0; i < num; ++i) items[i].key = UINT64_MAX - weight[items[i].number];
    sort_by_key(s, items, num);
}

/* ---- Numbering ---- */

/* Moves every name to its new number. */
static wom_status
apply_order(wom_ids *ids, const uint32_t *new_of)
{
    uint64_t *start = NULL;
    WOM_TRY(wom_allocate(&start, ids->job, ids->num, sizeof *start, "names"));
    for (uint32_t i = 0; i < ids->num; ++i) start[new_of[i]] = ids->start[i];
    for (uint64_t s = 0; s < ids->num_slots; ++s)
        if (ids->slots[s].number_plus_1 != 0)
            ids->slots[s].number_plus_1 = new_of[ids->slots[s].number_plus_1 - 1] + 1;
    for (uint64_t i = 0; i < ids->num_direct; ++i)
        if (ids->number_plus_1_of[i] != 0) ids->number_plus_1_of[i] = new_of[ids->number_plus_1_of[i] - 1] + 1;
    wom_free(ids->start);
    ids->start = start;
    ids->start_capacity = ids->num;
    return WOM_OK;
}

wom_status
wom_ids_renumber(uint32_t **new_of, wom_ids *ids, wom_ids_order order, const uint64_t *weight)
{
    wom_status status = WOM_OK;
    item *items = NULL;
    uint32_t *made = NULL;
    sorting s = { .ids = ids, .numbers = order == WOM_IDS_NATURE && are_plain_integers(ids) };
    if (new_of != NULL) *new_of = NULL;
    WOM_TRY_GOTO(wom_allocate(&items, ids->job, ids->num, sizeof *items, "names to be sorted"));
    WOM_TRY_GOTO(wom_allocate(&s.spare, ids->job, ids->num, sizeof *s.spare, "names to be sorted"));
    WOM_TRY_GOTO(wom_allocate(&made, ids->job, ids->num, sizeof *made, "numbers of names"));
    for (uint32_t i = 0; i < ids->num; ++i) items[i].number = i;
    sort_names(&s, items, ids->num, 0);
    sort_by_weight(&s, items, weight);
    for (uint32_t rank = 0; rank < ids->num; ++rank) made[items[rank].number] = rank;
    wom_free(items);
    wom_free(s.spare);
    items = s.spare = NULL;
    WOM_TRY_GOTO(apply_order(ids, made));
    if (new_of != NULL) {
        *new_of = made;
        made = NULL;
    }
done:
    wom_free(items);
    wom_free(s.spare);
    wom_free(made);
    return status;
}
