/* Dealing out: a counting sort by node that keeps the order of equal ones. */
#ifndef WOM_GRAPH_DEAL_H
#define WOM_GRAPH_DEAL_H

#include <wom/graph.h>

/* What is dealt out, in this order: pairs key[i], value[i], of which those with equal ends are left out, and with
 * is_mutual once more with the two exchanged; or, where value is NULL, key[i] with the node whose range in `first`
 * holds i. */
typedef struct wom_deck {
    uint64_t num;
    const wom_node *key, *value; /* [num] */
    const uint64_t *first;       /* [num_nodes + 1] */
    const double *strength;      /* [num]; NULL: none */
    const uint64_t *direct_end;  /* [num_nodes] items of a node before it are marked direct; NULL: none is told apart */
    bool is_mutual;
    bool with_place;   /* i is dealt out too */
    bool with_repeats; /* those are counted */
} wom_deck;

/* What each node got: first[node] .. first[node + 1] - 1. */
typedef struct wom_piles {
    uint64_t *first;        /* [num_nodes + 1] */
    wom_node *value;        /* [first[num_nodes]] */
    uint32_t *place;        /* likewise, with_place only */
    double *strength;       /* likewise, of -0 a plain 0 */
    uint64_t *direct_end;   /* [num_nodes] where those that were exchanged begin; is_mutual only */
    uint64_t left_out;      /* pairs with equal ends */
    uint64_t left_out_again; /* of these, equal to an earlier one */
    uint64_t repeated;      /* with_repeats only: values equal to the one before, and of these such that the latter
                               is direct */
    uint64_t repeated_direct;
} wom_piles;

/* Where items wait while they are dealt out, kept from one dealing to the next because getting large memory takes as
 * long as filling it. Begins as { 0 }. */
typedef struct wom_deal_space {
    uint64_t capacity, place_capacity, strength_capacity, direct_capacity;
    wom_node *key, *value;
    uint32_t *place;
    double *strength;
    uint8_t *is_direct;
} wom_deal_space;

/* Deals out; the piles' arrays come from wom_allocate, also when it fails. `let_go` (may be NULL) is called as soon as
 * the deck is no longer needed. Memory beside: 8 bytes an item, 4 more with places, 8 with strengths. The result does
 * not depend on the number of threads. */
wom_status wom_deal(wom_piles *piles, wom_deal_space *space, wom_job *job, wom_node num_nodes, const wom_deck *deck,
                    void (*let_go)(void *context), void *context);
void wom_deal_space_free(wom_deal_space *space);
void wom_piles_free(wom_piles *piles);

#endif
