/* Many worlds at once: every user has a row of bits, one for each world, and a tie is looked at once for all worlds in
 * which its tail has just become active. Worlds are lanes of that row; the coins are those of the plain kernel, so that
 * each lane holds what wom_dynamics.spread finds in its world, step by step.
 *
 * Of a user who acts in many worlds, one tie's coin is tossed in 16 worlds at a time; of one who acts in a few, the
 * coins of 16 ties in one world. Either way a vector of coins is full, which is what the engine lives by. */
#ifndef PROPAGATION_LANES_H
#define PROPAGATION_LANES_H

#include <wom/propagation.h>

enum { LANES_A_WORD = 64, LANES_WORDS = 8, LANES_MOST = LANES_A_WORD * LANES_WORDS };

typedef struct lane_row {
    uint64_t word[LANES_WORDS];
} lane_row;

static inline void
lane_row_add(lane_row *row, const lane_row *other)
{
    for (uint32_t w = 0; w < LANES_WORDS; w++) row->word[w] |= other->word[w];
}

static inline void
lane_row_toggle(lane_row *row, const lane_row *other)
{
    for (uint32_t w = 0; w < LANES_WORDS; w++) row->word[w] ^= other->word[w];
}

static inline uint32_t
lane_row_count(const lane_row *row)
{
    uint32_t count = 0;
    for (uint32_t w = 0; w < LANES_WORDS; w++) count += (uint32_t)__builtin_popcountll(row->word[w]);
    return count;
}

/* The lanes 0 .. num_lanes - 1. */
static inline lane_row
lane_row_of_first(uint32_t num_lanes)
{
    lane_row row = { { 0 } };
    for (uint32_t lane = 0; lane < num_lanes; lane++)
        row.word[lane / LANES_A_WORD] |= UINT64_C(1) << lane % LANES_A_WORD;
    return row;
}

/* Of a user: where she is active, and where she became so in the open step. */
typedef struct lane_rows {
    lane_row active, fresh;
} lane_rows;

/* Keys of the lanes' worlds, for one purpose. */
typedef struct lane_keys {
    uint32_t low[LANES_MOST], high[LANES_MOST];
} lane_keys;

static inline void
lane_keys_set(lane_keys *keys, uint32_t lane, uint64_t key)
{
    keys->low[lane] = (uint32_t)key;
    keys->high[lane] = (uint32_t)(key >> 32);
}

typedef struct wom_lanes {
    const wom_graph *graph;
    void *memory;          /* holds both: */
    lane_rows *rows;       /* [num_nodes] */
    lane_row *acting;      /* [num_acting] where acting_node[k] became active in the last step */
    wom_node *acting_node; /* [num_acting], likewise below: at most num_nodes */
    wom_node *fresh_node;  /* who became active in any lane in this step */
    wom_node *reached;     /* who is active in any lane */
    uint32_t num_acting, num_fresh, num_reached;
    uint32_t num_lanes;
    lane_keys keys; /* of the coins that decide on ties */
} wom_lanes;

/* Bytes a user. */
enum { LANES_BYTES = 3 * sizeof(lane_row) + 3 * sizeof(wom_node) };

/* For any chances of the graph whose dynamics says wom_dynamics.lanes. */
wom_status wom_lanes_create(wom_lanes **lanes, wom_job *job, const wom_graph *graph);
void wom_lanes_free(wom_lanes *lanes);

/* Nobody active in any of so many lanes; step 0 is open. Then each lane's world is to be given. */
void wom_lanes_open(wom_lanes *lanes, uint32_t num_lanes);
void wom_lanes_set_world(wom_lanes *lanes, const wom_chances *chances, uint32_t lane, const wom_world *world);

/* In the open step. */
void wom_lanes_activate(wom_lanes *lanes, uint32_t lane, wom_node node);

/* Ends the open step: who became active in it acts in the next. num_new[num_lanes]: how many. False: nobody did. */
bool wom_lanes_close_step(wom_lanes *lanes, uint32_t *num_new);

/* The next step: those who became active in the last one try their ties. */
void wom_lanes_step(wom_lanes *lanes, const wom_chances *chances);

/* The lanes, of those in `where`, in which wom_coin(key, index) < threshold. */
void wom_lanes_toss(lane_row *live, const lane_keys *keys, const lane_row *where, uint64_t index, uint32_t threshold);

/* Counts of set bits lane by lane, kept as binary digits: digit d of all lanes is a row. */
typedef struct lane_count {
    lane_row digit[32];
    uint32_t num_digits;
} lane_count;

/* Adds a row: 1 to the lanes whose bits are set. */
static inline void
lane_count_add(lane_count *count, const lane_row *row)
{
    lane_row carry = *row;
    for (uint32_t d = 0; d < 32; d++) {
        uint64_t any = 0;
        if (d == count->num_digits) count->digit[count->num_digits++] = (lane_row){ { 0 } };
        for (uint32_t w = 0; w < LANES_WORDS; w++) {
            const uint64_t both = count->digit[d].word[w] & carry.word[w];
            count->digit[d].word[w] ^= carry.word[w];
            carry.word[w] = both;
            any |= both;
        }
        if (any == 0) return;
    }
}

/* Adds the counts to those of an array. */
void wom_lane_count_read(const lane_count *count, uint32_t *count_of, uint32_t num_lanes);

#endif
