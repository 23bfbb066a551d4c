/* Statistics that tell whether draws are what they should be; each gives a standard score, so that five standard
 * errors is one rule for all. */
#ifndef BATTERY_H
#define BATTERY_H

#include "test.h"

/* Pearson's statistic of counts against equal expectations, as a standard score (Wilson and Hilferty, PNAS 1931). */
double battery_equal_counts(const uint64_t *counts, size_t num_counts);

/* A draw uniform on 0 .. 2^31 - 1, a function of its number. */
typedef uint32_t (*battery_draw)(const void *context, uint64_t number);

/* The largest of the absolute scores of draws 0 .. n - 1: each bit, each byte, the leading nibbles of neighbours, and
 * the correlation of neighbours. */
double battery_worst_of_sequence(battery_draw draw, const void *context, uint64_t n);

#endif
