/* A table with a column of every type and with what is hard to keep: the extremes, an empty text, other scripts. */
#ifndef SAMPLE_TABLE_H
#define SAMPLE_TABLE_H

#include <wom/store.h>

static const uint8_t bools[3] = { 1, 0, 1 };
static const uint8_t bytes[3] = { 0, 7, 255 };
static const int32_t ints[3] = { INT32_MIN, 0, INT32_MAX };
static const uint32_t counts[3] = { 0, 1, UINT32_MAX };
static const int64_t longs[3] = { -(INT64_C(1) << 40), -1, INT64_C(1) << 40 };
static const uint64_t sizes[3] = { 0, 1, UINT64_C(1) << 63 };
static const float floats[3] = { -1.5f, 0, 3.25f };
static const double doubles[3] = { -0.1, 1e-300, 0.1 };
static const char *const names[3] = { "Ștefan", "", "李 \"quoted\"" };

static const wom_column columns[] = {
    { "user", WOM_TYPE_STRING, names, NULL, "name of the user" },
    { "is_seed", WOM_TYPE_BOOL, bools, "1", "is a seed" },
    { "level", WOM_TYPE_UINT8, bytes, "1", "level" },
    { "change", WOM_TYPE_INT32, ints, "1", "change" },
    { "friends", WOM_TYPE_UINT32, counts, "1", "number of friends" },
    { "account", WOM_TYPE_INT64, longs, "1", "account" },
    { "views", WOM_TYPE_UINT64, sizes, "1", "views" },
    { "weight", WOM_TYPE_FLOAT, floats, "1", "weight" },
    { "cost", WOM_TYPE_DOUBLE, doubles, "EUR", "cost of a seed" },
    { "note", WOM_TYPE_STRING, names, NULL, NULL },
};
#define NUM_COLUMNS (sizeof columns / sizeof *columns)

#endif
