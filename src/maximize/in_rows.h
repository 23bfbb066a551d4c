/* Ties into every user, laid out for reverse walks that find the live ones without looking at the others.
 *
 * Where all ties into a user have the same probability p, live ones lie geometric gaps apart, and a gap is
 * floor(log U / log(1 - p)); where they differ, gaps are drawn for the largest of them and a tie met is kept with
 * probability p / largest (Guo, Wang, Wei and Chen, SIGMOD 2020, section 4), unless the largest is such that coins for
 * all cost less. One comparison tells beforehand whether any tie is met. By linear threshold at most one tie is live,
 * found by one number in the ties' intervals.
 *
 * A user's row is 16 bytes; neighbours are the graph's own, 4 bytes each. Walking a row has two stages, so that several
 * walks may be under way while memory answers: wom_in_rows_draw finds places and fetches what stands there,
 * wom_in_rows_tail reads it. */
#ifndef MAXIMIZE_IN_ROWS_H
#define MAXIMIZE_IN_ROWS_H

#include <wom/propagation.h>

typedef struct wom_in_row {
    uint32_t first, degree; /* the places of its ties; degree 0: none is ever live */
    uint32_t none;          /* by 2^32: the chance that no tie is met, or that no interval is hit */
    float scale;            /* 1 / log2(1 - p); 0: a coin is tossed for every tie */
} wom_in_row;

typedef struct wom_in_rows {
    bool one_each;           /* at most one live tie into a user: linear threshold */
    wom_in_row *row;         /* [num_nodes] */
    const wom_node *tail;    /* [num_ties] the graph's */
    uint32_t *keep;          /* [num_ties] by 2^31: the chance to keep a tie met; NULL: all are kept */
    wom_chances view;        /* linear threshold: intervals by place */
} wom_in_rows;

/* Whether there are such rows for the dynamics. */
static inline bool
wom_in_rows_serve(const wom_dynamics *dynamics)
{
    return dynamics->live_in_ties != WOM_LIVE_BY_WALK;
}

/* Time: a pass over the ties. Memory: 16 bytes a node; 4 a tie where probabilities into a user differ, 8 by linear
 * threshold. On failure nothing is held. */
wom_status wom_in_rows_open(wom_in_rows *rows, wom_job *job, const wom_chances *chances);
void wom_in_rows_close(wom_in_rows *rows);

/* A tie that may be live. */
typedef struct wom_met_tie {
    uint32_t place, coin; /* coin: 31 bits */
} wom_met_tie;

/* What is left of a row. */
typedef struct wom_row_rest {
    uint64_t at, end; /* places; at == end: nothing */
    float scale;
} wom_row_rest;

/* log2 of x > 0, to about 1e-11: log2 m = 2 / ln 2 (s + s^3 / 3 + s^5 / 5 + ...), s = (m - 1) / (m + 1), m within
 * a factor of root 2 of 1. The C library's may differ between machines. */
static inline double
wom_log2(double x)
{
    union { double real; uint64_t bits; } split = { .real = x };
    const uint64_t above = split.bits - UINT64_C(0x3fe6a09e667f3bcd); /* beyond the root of 1/2 */
    const int exponent = (int)((int64_t)above >> 52);
    split.bits -= (uint64_t)(int64_t)exponent << 52;
    const double s = (split.real - 1) / (split.real + 1), q = s * s;
    const double sum = 1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q * (1.0 / 9 + q * (1.0 / 11)))));
    return exponent + 2.8853900817779268 * s * sum; /* 2 / ln 2 */
}

static inline void
wom_in_rows_fetch(const wom_in_rows *rows, uint64_t place)
{
    __builtin_prefetch(&rows->tail[place]);
    if (rows->keep != NULL) __builtin_prefetch(&rows->keep[place]);
    if (rows->one_each) __builtin_prefetch(&rows->view.in_start[place]);
}

/* Goes on along a row by gaps, the first of them from these bits; returns how many ties were met, at most `most`. */
static inline uint32_t
wom_in_rows_leap(wom_met_tie *met, uint32_t most, wom_row_rest *rest, const wom_in_rows *rows, wom_rng *rng,
                     uint64_t bits)
{
    uint32_t num = 0;
    for (;;) {
        const double gap = wom_log2(((double)(bits >> 32) + 0.5) * 0x1p-32) * (double)rest->scale;
        if (gap >= (double)(rest->end - rest->at)) break;
        rest->at += (uint64_t)gap;
        wom_in_rows_fetch(rows, rest->at);
        met[num++] = (wom_met_tie){ (uint32_t)rest->at++, (uint32_t)bits & (WOM_COIN_ONE - 1) };
        if (rest->at == rest->end || num == most) return num;
        bits = wom_rng_next(rng);
    }
    rest->at = rest->end;
    return num;
}

/* Tosses a coin for every tie of the rest of a row, two a draw; returns how many were live, at most `most`, which is at
 * least 2. */
static inline uint32_t
wom_in_rows_scan(wom_met_tie *met, uint32_t most, wom_row_rest *rest, const wom_in_rows *rows, wom_rng *rng)
{
    const uint32_t *keep = rows->keep;
    uint32_t num = 0;
    for (; rest->at < rest->end && num + 2 <= most; rest->at += 2) {
        const uint64_t k = rest->at, bits = wom_rng_next(rng);
        if (keep == NULL || (uint32_t)(bits >> 33) < keep[k]) met[num++] = (wom_met_tie){ .place = (uint32_t)k };
        if (k + 1 < rest->end && (keep == NULL || ((uint32_t)bits & (WOM_COIN_ONE - 1)) < keep[k + 1]))
            met[num++] = (wom_met_tie){ .place = (uint32_t)(k + 1) };
    }
    for (uint32_t i = 0; i < num; i++) __builtin_prefetch(&rows->tail[met[i].place]);
    return num;
}

/* Begins the row of a node: likewise. What does not fit is in *rest. */
static inline uint32_t
wom_in_rows_draw(wom_met_tie *met, uint32_t most, wom_row_rest *rest, const wom_in_rows *rows, wom_rng *rng,
                 wom_node node)
{
    const wom_in_row row = rows->row[node];
    rest->at = rest->end = row.first;
    if (row.degree == 0) return 0;
    if (row.scale == 0 && !rows->one_each) {
        rest->end += row.degree;
        rest->scale = 0;
        return wom_in_rows_scan(met, most, rest, rows, rng);
    }
    const uint64_t bits = wom_rng_next(rng);
    if ((uint32_t)(bits >> 32) < row.none) return 0;
    if (rows->one_each) {
        const uint32_t guess = row.first + (uint32_t)(((bits >> 32) - row.none) * row.degree /
                                                      ((UINT64_C(1) << 32) - row.none));
        wom_in_rows_fetch(rows, guess);
        *met = (wom_met_tie){ guess, (uint32_t)((bits >> 32) - row.none) >> 1 };
        return 1;
    }
    rest->end += row.degree;
    rest->scale = row.scale;
    return wom_in_rows_leap(met, most, rest, rows, rng, bits);
}

/* Goes on with what is left of a row: likewise. */
static inline uint32_t
wom_in_rows_continue(wom_met_tie *met, uint32_t most, wom_row_rest *rest, const wom_in_rows *rows, wom_rng *rng)
{
    if (rest->scale == 0) return wom_in_rows_scan(met, most, rest, rows, rng);
    return wom_in_rows_leap(met, most, rest, rows, rng, wom_rng_next(rng));
}

/* The tie into `node` in whose interval the coin lies, searched for from where it would be if all were equally long. */
wom_node wom_in_rows_listened(const wom_in_rows *rows, wom_node node, wom_met_tie met);

/* Whom the live tie comes from; WOM_NO_NODE where the tie is not live after all. */
static inline wom_node
wom_in_rows_tail(const wom_in_rows *rows, wom_node node, wom_met_tie met)
{
    if (rows->one_each) return wom_in_rows_listened(rows, node, met);
    if (rows->keep != NULL && met.coin >= rows->keep[met.place]) return WOM_NO_NODE;
    return rows->tail[met.place];
}

#endif
