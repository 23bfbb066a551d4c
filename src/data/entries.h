/* Loose interests, on their way to becoming vectors. */
#ifndef WOM_DATA_ENTRIES_H
#define WOM_DATA_ENTRIES_H

#include <wom/base.h>

typedef struct wom_entries {
    uint64_t num, capacity;
    uint32_t *row, *dimension; /* [num] */
    float *value;              /* [num] */
} wom_entries;

wom_status wom_entries_add(wom_entries *entries, wom_job *job, uint32_t row, uint32_t dimension, float value);
void wom_entries_free(wom_entries *entries);

#endif
