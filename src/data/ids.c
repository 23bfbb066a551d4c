/* Interning of names: a hash table with linear probing over one growing pool of text. */
#include "data/ids.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void
wom_ids_start(wom_ids *ids, wom_job *job)
{
    *ids = (wom_ids){ .job = job };
}

void
wom_ids_free(wom_ids *ids)
{
    wom_free(ids->start);
    wom_free(ids->pool);
    wom_free(ids->slots);
    wom_free(ids->number_plus_1_of);
    *ids = (wom_ids){ 0 };
}

/* ---- The table ---- */

static inline uint64_t
mix(uint64_t x)
{
    x *= UINT64_C(0x9e3779b97f4a7c15);
    return x ^ (x >> 32);
}

/* Eight bytes a step; the end of the text is its own step together with the length. */
static uint32_t
tag_of(wom_text text)
{
    uint64_t hash = mix(text.length + 1), word = 0;
    size_t i = 0;
    for (; i + 8 <= text.length; i += 8) {
        memcpy(&word, text.start + i, 8);
        hash = mix(hash ^ word);
    }
    word = 0;
    for (unsigned shift = 0; i < text.length; ++i, shift += 8) word |= (uint64_t)(unsigned char)text.start[i] << shift;
    return (uint32_t)(mix(mix(hash ^ word)) >> 32);
}

static bool
has_text(const wom_ids *ids, uint32_t number, wom_text text)
{
    const char *name = wom_ids_name(ids, number);
    return strncmp(name, text.start, text.length) == 0 && name[text.length] == 0;
}

/* The slot that holds the text, or the free one where it belongs. The table is never full. */
static wom_ids_slot *
slot_of(const wom_ids *ids, wom_text text, uint32_t tag)
{
    uint64_t at = ((uint64_t)tag * ids->num_slots) >> 32;
    for (;; at = at + 1 == ids->num_slots ? 0 : at + 1) {
        wom_ids_slot *slot = &ids->slots[at];
        if (slot->number_plus_1 == 0) return slot;
        if (slot->tag == tag && has_text(ids, slot->number_plus_1 - 1, text)) return slot;
    }
}

/* Twice the slots, at most two thirds full after the next name. */
static wom_status
grow_table(wom_ids *ids)
{
    if (((uint64_t)ids->num + 1) * 3 <= ids->num_slots * 2) return WOM_OK;
    const uint64_t num_slots = ids->num_slots == 0 ? 64 : 2 * ids->num_slots;
    wom_ids_slot *slots = NULL;
    WOM_TRY(wom_allocate(&slots, ids->job, num_slots, sizeof *slots, "table of names"));
    for (uint64_t i = 0; i < ids->num_slots; ++i) {
        if (ids->slots[i].number_plus_1 == 0) continue;
        uint64_t at = ((uint64_t)ids->slots[i].tag * num_slots) >> 32;
        while (slots[at].number_plus_1 != 0) at = at + 1 == num_slots ? 0 : at + 1;
        slots[at] = ids->slots[i];
    }
    wom_free(ids->slots);
    ids->slots = slots;
    ids->num_slots = num_slots;
    return WOM_OK;
}

static wom_status
append_name(wom_ids *ids, wom_text text)
{
    if (ids->num >= UINT32_MAX - 1) return wom_fail(WOM_INVALID, "more than 2^32 - 2 different names");
    WOM_TRY(wom_reserve(&ids->start, &ids->start_capacity, ids->job, (uint64_t)ids->num + 1, sizeof *ids->start,
                        "names"));
    WOM_TRY(wom_reserve(&ids->pool, &ids->pool_capacity, ids->job, ids->pool_used + text.length + 1, 1,
                        "text of names"));
    memcpy(ids->pool + ids->pool_used, text.start, text.length);
    ids->pool[ids->pool_used + text.length] = 0;
    ids->start[ids->num++] = ids->pool_used;
    ids->pool_used += text.length + 1;
    return WOM_OK;
}

/* ---- Small whole numbers ---- */

enum { MOST_DIGITS = 9, DIRECT_PER_NAME = 4, DIRECT_AT_LEAST = 4096 };

/* The number that a text is, written without leading zeros; UINT64_MAX if it is none or a large one. */
static inline uint64_t
small_number(wom_text text)
{
    uint64_t number = 0;
    if (text.length == 0 || text.length > MOST_DIGITS || (text.start[0] == '0' && text.length > 1)) return UINT64_MAX;
    for (size_t i = 0; i < text.length; ++i) {
        const unsigned digit = (unsigned char)text.start[i] - (unsigned)'0';
        if (digit > 9) return UINT64_MAX;
        number = 10 * number + digit;
    }
    return number;
}

/* Notes where a small number was found, if that costs little memory beside the names. */
static wom_status
note_direct(wom_ids *ids, uint64_t small, uint32_t number)
{
    if (small >= DIRECT_AT_LEAST + DIRECT_PER_NAME * (uint64_t)ids->num) return WOM_OK;
    WOM_TRY(wom_reserve(&ids->number_plus_1_of, &ids->num_direct, ids->job, small + 1, sizeof *ids->number_plus_1_of,
                        "small ids"));
    ids->number_plus_1_of[small] = number + 1;
    return WOM_OK;
}

static wom_status
add_to_table(uint32_t *number, wom_ids *ids, wom_text text)
{
    if (text.length == 0) text.start = "";
    if (memchr(text.start, 0, text.length) != NULL) return wom_fail(WOM_INVALID, "a name holds a byte of 0");
    WOM_TRY(grow_table(ids));
    const uint32_t tag = tag_of(text);
    wom_ids_slot *slot = slot_of(ids, text, tag);
    if (slot->number_plus_1 == 0) {
        WOM_TRY(append_name(ids, text));
        *slot = (wom_ids_slot){ .number_plus_1 = ids->num, .tag = tag };
    }
    *number = slot->number_plus_1 - 1;
    return WOM_OK;
}

wom_status
wom_ids_add(uint32_t *number, wom_ids *ids, wom_text text)
{
    const uint64_t small = small_number(text);
    if (small < ids->num_direct && ids->number_plus_1_of[small] != 0) {
        *number = ids->number_plus_1_of[small] - 1;
        return WOM_OK;
    }
    WOM_TRY(add_to_table(number, ids, text));
    return small == UINT64_MAX ? WOM_OK : note_direct(ids, small, *number);
}

uint32_t
wom_ids_find(const wom_ids *ids, wom_text text)
{
    if (text.length == 0) text.start = "";
    if (ids->num == 0) return WOM_NO_NODE;
    return slot_of(ids, text, tag_of(text))->number_plus_1 - 1; /* a free slot's 0 becomes WOM_NO_NODE */
}

/* ---- The nearest name ---- */

static bool
same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* What is left between the common beginning and the common end is one letter, or two that changed places. */
static bool
is_one_slip(const char *a, size_t length_a, const char *b, size_t length_b)
{
    if (length_a > length_b + 1 || length_b > length_a + 1) return false;
    while (length_a > 0 && length_b > 0 && same_letter(*a, *b)) ++a, ++b, --length_a, --length_b;
    while (length_a > 0 && length_b > 0 && same_letter(a[length_a - 1], b[length_b - 1])) --length_a, --length_b;
    return (length_a <= 1 && length_b <= 1) ||
           (length_a == 2 && length_b == 2 && same_letter(a[0], b[1]) && same_letter(a[1], b[0]));
}

uint32_t
wom_ids_nearest(const wom_ids *ids, const char *text)
{
    const size_t length = strlen(text);
    for (uint32_t number = 0; number < ids->num && length > 1; ++number) {
        const char *name = wom_ids_name(ids, number);
        if (is_one_slip(text, length, name, strlen(name))) return number;
    }
    return WOM_NO_NODE;
}

/* ---- Numbering ---- */

typedef struct ranked {
    uint64_t weight;
    uint64_t key; /* the beginning of the name, as a number that sorts like it */
    const char *name;
    uint32_t number;
} ranked;

/* By weight and key, which decide nearly always: 1 or -1, or 0 when the names must. */
static inline int
compare_keys(const ranked *a, const ranked *b)
{
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

static int
compare_bytes(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    const int by_key = compare_keys(x, y);
    return by_key != 0 ? by_key : strcmp(x->name, y->name);
}

/* Without leading zeros the longer number is the larger one. */
static int
compare_numbers(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    const int by_key = compare_keys(x, y);
    if (by_key != 0) return by_key;
    const size_t length_x = strlen(x->name), length_y = strlen(y->name);
    return length_x != length_y ? (length_x > length_y) - (length_x < length_y) : strcmp(x->name, y->name);
}

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

/* The number, the largest of all beyond 19 digits; or the first eight bytes. */
static uint64_t
key_of(const char *name, bool numbers)
{
    uint64_t key = 0;
    if (numbers) {
        const size_t length = strlen(name);
        if (length > 19) return UINT64_MAX;
        for (size_t i = 0; i < length; ++i) key = 10 * key + (uint64_t)(name[i] - '0');
        return key;
    }
    for (unsigned i = 0; i < 8 && name[i] != 0; ++i) key |= (uint64_t)(unsigned char)name[i] << (56 - 8 * i);
    return key;
}

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
    wom_free(ids->number_plus_1_of); /* of the old numbers */
    ids->number_plus_1_of = NULL;
    ids->num_direct = 0;
    wom_free(ids->start);
    ids->start = start;
    ids->start_capacity = ids->num;
    return WOM_OK;
}

wom_status
wom_ids_renumber(uint32_t **new_of, wom_ids *ids, wom_ids_order order, const uint64_t *weight)
{
    wom_status status = WOM_OK;
    ranked *sorted = NULL;
    uint32_t *made = NULL;
    if (new_of != NULL) *new_of = NULL;
    const bool numbers = order == WOM_IDS_NATURE && are_plain_integers(ids);
    WOM_TRY_GOTO(wom_allocate(&sorted, ids->job, ids->num, sizeof *sorted, "names to be sorted"));
    WOM_TRY_GOTO(wom_allocate(&made, ids->job, ids->num, sizeof *made, "numbers of names"));
    for (uint32_t i = 0; i < ids->num; ++i) {
        const char *name = wom_ids_name(ids, i);
        sorted[i] = (ranked){ weight == NULL ? 0 : weight[i], key_of(name, numbers), name, i };
    }
    qsort(sorted, ids->num, sizeof *sorted, numbers ? compare_numbers : compare_bytes);
    for (uint32_t rank = 0; rank < ids->num; ++rank) made[sorted[rank].number] = rank;
    WOM_TRY_GOTO(apply_order(ids, made));
    if (new_of != NULL) {
        *new_of = made;
        made = NULL;
    }
done:
    wom_free(sorted);
    wom_free(made);
    return status;
}

wom_status
wom_ids_names(char ***names, const wom_ids *ids, wom_job *job)
{
    WOM_TRY(wom_allocate(names, job, ids->num, sizeof **names, "names"));
    for (uint32_t i = 0; i < ids->num; ++i) (*names)[i] = ids->pool + ids->start[i];
    return WOM_OK;
}
