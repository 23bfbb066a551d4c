/* Interning of names: each text gets the next number, equal texts the same one. */
#ifndef WOM_DATA_IDS_H
#define WOM_DATA_IDS_H

#include <wom/base.h>

/* One place of the hash table. The tag spares most comparisons of text. */
typedef struct wom_ids_slot {
    uint32_t number_plus_1; /* 0: free */
    uint32_t tag;           /* the upper half of the text's hash; also says where the search begins */
} wom_ids_slot;

/* Whole numbers below this, written without leading zeros, are small. */
#define WOM_SMALL_ID (UINT32_C(1) << 31)

/* Memory: 8 bytes and the terminated text a name, and 12 to 24 for the table, or 4 to 24 where names are small numbers.
 * Names hold no byte of 0. */
typedef struct wom_ids {
    wom_job *job;
    uint32_t num;
    uint64_t start_capacity, pool_used, pool_capacity, num_slots;
    uint64_t *start; /* [num] of the text in the pool */
    char *pool;
    wom_ids_slot *slots; /* [num_slots] */

    /* Names that are small numbers are found without the table as far as their own place here exists, unless they came
     * before it did. */
    uint32_t *number_plus_1_of; /* [num_direct] 0: not here */
    uint64_t num_direct;
} wom_ids;

void wom_ids_start(wom_ids *ids, wom_job *job);
void wom_ids_free(wom_ids *ids);

/* The text's number, given to it now if it is new. WOM_INVALID for a text with a byte of 0 and beyond
 * 2^32 - 2 names. Whether a name may be empty is the caller's question. */
wom_status wom_ids_add(uint32_t *number, wom_ids *ids, wom_text text);

/* WOM_NO_NODE if there is none. */
uint32_t wom_ids_find(const wom_ids *ids, wom_text text);

/* ---- Codes ----
 * While many rows are read, a name that is a small number stands for itself, so that reading it needs no table; any
 * other is WOM_SMALL_ID and its number. */

/* Codes in a row, small numbers first: those below `range`, then the numbers given. */
static inline uint64_t
wom_code_place(uint32_t code, uint64_t range)
{
    return code < WOM_SMALL_ID ? code : range + (code - WOM_SMALL_ID);
}

/* The text's code; a text that is no small number is added. At most 2^31 - 1 of these. */
wom_status wom_ids_add_code(uint32_t *code, wom_ids *ids, wom_text text);

/* The code of a text if that needs nothing to be added. Safe in several threads while nothing is. */
bool wom_ids_find_code(uint32_t *code, const wom_ids *ids, wom_text text);

/* Adds the small numbers below `range` whose bit is set, in ascending order; none of them may be there. */
wom_status wom_ids_add_small(wom_ids *ids, const uint64_t *bits, uint64_t range);

static inline const char *
wom_ids_name(const wom_ids *ids, uint32_t number)
{
    return ids->pool + ids->start[number];
}

/* The number of the first name that is one slip of the keyboard away: upper or lower case, a letter wrong, missing, too
 * many, or two exchanged; WOM_NO_NODE if there is none. Looks at all names: for messages. */
uint32_t wom_ids_nearest(const wom_ids *ids, const char *text);

/* Is the name an unsigned integer without leading zeros, of any length? */
bool wom_ids_is_plain_integer(const char *name);

typedef enum wom_ids_order {
    WOM_IDS_BYTES,  /* by bytes */
    WOM_IDS_NATURE, /* as numbers when all are plain integers, else by bytes */
} wom_ids_order;

/* Renumbers by descending weight (NULL: all equal), then by name, so that numbers no longer depend on the order of
 * adding. *new_of (may be NULL) is [num], what each number has become; freed by wom_free. */
wom_status wom_ids_renumber(uint32_t **new_of, wom_ids *ids, wom_ids_order order, const uint64_t *weight);

/* names[num], borrowed texts in an array to be freed by wom_free; valid while nothing is added. */
wom_status wom_ids_names(char ***names, const wom_ids *ids, wom_job *job);

#endif
