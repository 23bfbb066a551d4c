#include "battery.h"

double
battery_equal_counts(const uint64_t *counts, size_t num_counts)
{
    double total = 0, squares = 0;
    for (size_t i = 0; i < num_counts; i++) total += (double)counts[i];
    const double expected = total / (double)num_counts, freedom = (double)num_counts - 1;
    for (size_t i = 0; i < num_counts; i++)
        squares += ((double)counts[i] - expected) * ((double)counts[i] - expected) / expected;
    const double spread = 2 / (9 * freedom);
    return (cbrt(squares / freedom) - (1 - spread)) / sqrt(spread);
}

typedef struct tally {
    uint64_t bit[31][2];
    uint64_t byte[3][256], rest[128];
    uint64_t nibbles[256];
    double products; /* of neighbours, each with mean 0 and variance 1/12 */
} tally;

static void
count(tally *t, uint32_t draw, uint32_t previous)
{
    for (int b = 0; b < 31; b++) t->bit[b][draw >> b & 1]++;
    for (int b = 0; b < 3; b++) t->byte[b][draw >> (23 - 8 * b) & 255]++;
    t->rest[draw & 127]++;
    t->nibbles[(draw >> 27) << 4 | previous >> 27]++;
    t->products += (draw * 0x1p-31 - 0.5) * (previous * 0x1p-31 - 0.5);
}

double
battery_worst_of_sequence(battery_draw draw, const void *context, uint64_t n)
{
    tally t = { 0 };
    uint32_t previous = draw(context, n);
    for (uint64_t i = 0; i < n; i++) {
        const uint32_t drawn = draw(context, i);
        count(&t, drawn, previous);
        previous = drawn;
    }
    double worst = fabs(t.products * 12 / sqrt((double)n));
    for (int b = 0; b < 31; b++)
        worst = fmax(worst, fabs(((double)t.bit[b][1] - (double)n / 2) / sqrt((double)n / 4)));
    for (int b = 0; b < 3; b++) worst = fmax(worst, fabs(battery_equal_counts(t.byte[b], 256)));
    worst = fmax(worst, fabs(battery_equal_counts(t.rest, 128)));
    return fmax(worst, fabs(battery_equal_counts(t.nibbles, 256)));
}
