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

static wom_status
add_to_table(uint32_t *number, wom_ids *ids, wom_text text)
{
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

static uint32_t
find_in_table(const wom_ids *ids, wom_text text)
{
    if (ids->num_slots == 0) return WOM_NO_NODE;
    return slot_of(ids, text, tag_of(text))->number_plus_1 - 1; /* a free slot's 0 becomes WOM_NO_NODE */
}

/* ---- Small whole numbers ---- */

enum { MOST_DIGITS = 10, DIRECT_PER_NAME = 4, DIRECT_AT_LEAST = 4096 };

/* The small number that a text is, UINT32_MAX if it is none. */
static inline uint32_t
small_number(wom_text text)
{
    uint64_t number = 0;
    if (text.length == 0 || text.length > MOST_DIGITS || (text.start[0] == '0' && text.length > 1)) return UINT32_MAX;
    for (size_t i = 0; i < text.length; ++i) {
        const unsigned digit = (unsigned char)text.start[i] - (unsigned)'0';
        if (digit > 9) return UINT32_MAX;
        number = 10 * number + digit;
    }
    return number < WOM_SMALL_ID ? (uint32_t)number : UINT32_MAX;
}

/* A small number has a place of its own if that costs little memory beside the names. */
static wom_status
add_to_places(uint32_t *number, wom_ids *ids, wom_text text, uint32_t small)
{
    WOM_TRY(wom_reserve(&ids->number_plus_1_of, &ids->num_direct, ids->job, (uint64_t)small + 1,
                        sizeof *ids->number_plus_1_of, "small ids"));
    *number = find_in_table(ids, text);
    if (*number == WOM_NO_NODE) {
        WOM_TRY(append_name(ids, text));
        *number = ids->num - 1;
    }
    ids->number_plus_1_of[small] = *number + 1;
    return WOM_OK;
}

wom_status
wom_ids_add(uint32_t *number, wom_ids *ids, wom_text text)
{
    const uint32_t small = small_number(text);
    if (small < ids->num_direct && ids->number_plus_1_of[small] != 0) {
        *number = ids->number_plus_1_of[small] - 1;
        return WOM_OK;
    }
    if (text.length == 0) text.start = "";
    if (memchr(text.start, 0, text.length) != NULL) return wom_fail(WOM_INVALID, "a name holds a byte of 0");
    const uint64_t num_places = DIRECT_AT_LEAST + DIRECT_PER_NAME * (uint64_t)ids->num;
    if (small != UINT32_MAX && (small < num_places || small < ids->num_direct))
        return add_to_places(number, ids, text, small);
    return add_to_table(number, ids, text);
}

uint32_t
wom_ids_find(const wom_ids *ids, wom_text text)
{
    const uint32_t small = small_number(text);
    if (small < ids->num_direct && ids->number_plus_1_of[small] != 0) return ids->number_plus_1_of[small] - 1;
    if (text.length == 0) text.start = "";
    return find_in_table(ids, text);
}

/* ---- Codes ---- */

wom_status
wom_ids_add_code(uint32_t *code, wom_ids *ids, wom_text text)
{
    const uint32_t small = small_number(text);
    *code = small;
    if (small != UINT32_MAX) return WOM_OK;
    WOM_TRY(wom_ids_add(code, ids, text));
    if (*code >= WOM_SMALL_ID - 1) return wom_fail(WOM_INVALID, "more than 2^31 - 1 different names");
    *code += WOM_SMALL_ID;
    return WOM_OK;
}

bool
wom_ids_find_code(uint32_t *code, const wom_ids *ids, wom_text text)
{
    *code = small_number(text);
    if (*code != UINT32_MAX) return true;
    const uint32_t number = find_in_table(ids, text);
    *code = number | WOM_SMALL_ID;
    return number != WOM_NO_NODE;
}

static inline bool
is_set(const uint64_t *bits, uint64_t i)
{
    return (bits[i / 64] >> (i % 64) & 1) != 0;
}

/* Writes a number with a 0 behind it; returns where that ends. */
static char *
write_number(char *to, uint32_t number)
{
    char digits[MOST_DIGITS];
    int first = MOST_DIGITS;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    memcpy(to, digits + first, (size_t)(MOST_DIGITS - first));
    to += MOST_DIGITS - first;
    *to = 0;
    return to + 1;
}

/* How many names there are to be and how long their text is. */
static void
measure_small(uint64_t *num, uint64_t *length, const uint64_t *bits, uint64_t range)
{
    uint64_t width = 2, next_width_at = 10; /* with the 0 at the end */
    *num = *length = 0;
    for (uint64_t i = 0; i < range; ++i) {
        if (i == next_width_at) {
            ++width;
            next_width_at *= 10;
        }
        *num += is_set(bits, i);
        *length += is_set(bits, i) ? width : 0;
    }
}

wom_status
wom_ids_add_small(wom_ids *ids, const uint64_t *bits, uint64_t range)
{
    uint64_t num = 0, length = 0;
    measure_small(&num, &length, bits, range);
    num += ids->num;
    length += ids->pool_used;
    if (num >= UINT32_MAX) return wom_fail(WOM_INVALID, "more than 2^32 - 2 different names");
    WOM_TRY(wom_reallocate(&ids->number_plus_1_of, ids->job, range, sizeof *ids->number_plus_1_of, "small ids"));
    ids->num_direct = range;
    WOM_TRY(wom_reallocate(&ids->start, ids->job, num, sizeof *ids->start, "names"));
    ids->start_capacity = num;
    WOM_TRY(wom_reallocate(&ids->pool, ids->job, length, 1, "text of names"));
    ids->pool_capacity = length;
    char *to = ids->pool + ids->pool_used;
    for (uint64_t i = 0; i < range; ++i) {
        if (!is_set(bits, i)) continue;
        ids->start[ids->num++] = (uint64_t)(to - ids->pool);
        ids->number_plus_1_of[i] = ids->num;
        to = write_number(to, (uint32_t)i);
    }
    ids->pool_used = length;
    return WOM_OK;
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

wom_status
wom_ids_names(char ***names, const wom_ids *ids, wom_job *job)
{
    WOM_TRY(wom_allocate(names, job, ids->num, sizeof **names, "names"));
    for (uint32_t i = 0; i < ids->num; ++i) (*names)[i] = ids->pool + ids->start[i];
    return WOM_OK;
}
