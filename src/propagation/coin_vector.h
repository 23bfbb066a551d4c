/* wom_coin for 16 keys or indices at a time, by vectors of the compiler: in as many registers as it takes. */
#ifndef PROPAGATION_COIN_VECTOR_H
#define PROPAGATION_COIN_VECTOR_H

#include "widths.h"

#include <wom/base.h>

#include <string.h>

enum { TOGETHER = 16 };
typedef uint32_t vector __attribute__((vector_size(TOGETHER * sizeof(uint32_t))));
typedef uint8_t flags __attribute__((vector_size(TOGETHER)));

PART_OF_LOOP void
load(vector *to, const uint32_t *from)
{
    memcpy(to, from, sizeof *to);
}

PART_OF_LOOP void
fill(vector *to, uint32_t with)
{
    uint32_t all[TOGETHER];
    for (uint32_t k = 0; k < TOGETHER; k++) all[k] = with;
    load(to, all);
}

/* 16 bytes that are 0 or 1 as bits. */
PART_OF_LOOP uint32_t
bits_of(const flags *is_set)
{
    const uint64_t gather = UINT64_C(0x0102040810204080);
    uint64_t half[2]; /* 8 bytes times this have their bits in the highest byte */
    memcpy(half, is_set, sizeof half);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    half[0] = __builtin_bswap64(half[0]);
    half[1] = __builtin_bswap64(half[1]);
#endif
    return (uint32_t)((half[0] * gather) >> 56 | ((half[1] * gather) >> 56) << 8);
}

/* Coins and what they are compared with, place by place. */
typedef struct toss {
    vector key_low, key_high, mixed, start, threshold;
} toss;

/* wom_coin_of(key, mixed) - start < threshold, as bits. */
PART_OF_LOOP uint32_t
is_live(const toss *t)
{
    vector x = t->mixed ^ t->key_low;
    x ^= x >> 16;
    x *= UINT32_C(0x7feb352d);
    x ^= x >> 15;
    x += t->key_high;
    x *= UINT32_C(0x846ca68b);
    x ^= x >> 16;
    x *= UINT32_C(0x9e3779b1);
    const flags is_set = __builtin_convertvector((x >> 1) - t->start < t->threshold, flags) & 1;
    return bits_of(&is_set);
}

#endif
