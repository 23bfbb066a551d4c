/* Loose interests: three arrays that grow together. */
#include "data/entries.h"

static wom_status
grow(wom_entries *entries, wom_job *job)
{
    const uint64_t count = entries->num + 1, old = entries->capacity;
    uint64_t capacity[3] = { old, old, old };
    WOM_TRY(wom_reserve(&entries->row, &capacity[0], job, count, sizeof *entries->row, "interests"));
    WOM_TRY(wom_reserve(&entries->dimension, &capacity[1], job, count, sizeof *entries->dimension, "interests"));
    WOM_TRY(wom_reserve(&entries->value, &capacity[2], job, count, sizeof *entries->value, "interests"));
    entries->capacity = capacity[0];
    return WOM_OK;
}

wom_status
wom_entries_add(wom_entries *entries, wom_job *job, uint32_t row, uint32_t dimension, float value)
{
    if (entries->num == entries->capacity) WOM_TRY(grow(entries, job));
    entries->row[entries->num] = row;
    entries->dimension[entries->num] = dimension;
    entries->value[entries->num++] = value;
    return WOM_OK;
}

void
wom_entries_free(wom_entries *entries)
{
    wom_free(entries->row);
    wom_free(entries->dimension);
    wom_free(entries->value);
}
