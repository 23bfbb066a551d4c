/* Sorting reals in place by their bytes, from the highest (American flag sort; McIlroy, Bostic and McIlroy, Computing
 * Systems 1993). */
#include <wom/base.h>

#include <string.h>

enum { DIGIT_BITS = 8, NUM_DIGITS = 1 << DIGIT_BITS, FEW = 48 };

/* Bits that sort as integers like the numbers: positive ones get the highest bit, of negative ones all are turned. */
static inline uint64_t
key_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits ^ (bits >> 63 != 0 ? UINT64_MAX : UINT64_C(1) << 63);
}

static inline unsigned
digit_of(double x, unsigned shift)
{
    return (unsigned)(key_of(x) >> shift) & (NUM_DIGITS - 1);
}

static void
sort_few(double *x, uint64_t n)
{
    for (uint64_t i = 1; i < n; i++) {
        const double moved = x[i];
        uint64_t at = i;
        for (; at > 0 && key_of(x[at - 1]) > key_of(moved); at--) x[at] = x[at - 1];
        x[at] = moved;
    }
}

/* Puts each number into the range of its digit; end[digit] becomes where that ends. */
static void
divide(double *x, uint64_t n, unsigned shift, uint64_t *end)
{
    uint64_t next[NUM_DIGITS];
    memset(end, 0, NUM_DIGITS * sizeof *end);
    for (uint64_t i = 0; i < n; i++) end[digit_of(x[i], shift)]++;
    for (unsigned digit = 0; digit < NUM_DIGITS; digit++) {
        next[digit] = digit > 0 ? end[digit - 1] : 0;
        end[digit] += next[digit];
    }
    for (unsigned digit = 0; digit < NUM_DIGITS; digit++) {
        while (next[digit] < end[digit]) {
            double held = x[next[digit]];
            unsigned to = digit_of(held, shift);
            while (to != digit) {
                const double pushed = x[next[to]];
                x[next[to]++] = held;
                held = pushed;
                to = digit_of(held, shift);
            }
            x[next[digit]++] = held;
        }
    }
}

/* Digits that all numbers share are passed over, so that it goes at most eight deep. */
static void
sort(double *x, uint64_t n)
{
    uint64_t end[NUM_DIGITS], differing = 0, first = 0;
    unsigned shift = 64 - DIGIT_BITS;
    if (n <= FEW) {
        sort_few(x, n);
        return;
    }
    for (uint64_t i = 1; i < n; i++) differing |= key_of(x[i]) ^ key_of(x[0]);
    if (differing == 0) return;
    while (differing >> shift == 0) shift -= DIGIT_BITS;
    divide(x, n, shift, end);
    for (unsigned digit = 0; digit < NUM_DIGITS && shift > 0; digit++) {
        if (end[digit] - first > 1) sort(x + first, end[digit] - first);
        first = end[digit];
    }
}

void
wom_sort_reals(double *x, uint64_t n)
{
    sort(x, n);
}
