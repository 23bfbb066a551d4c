/* Users at whom walks of RR sets end early, settled before any set is drawn. */
#ifndef MAXIMIZE_EARLY_STOPS_H
#define MAXIMIZE_EARLY_STOPS_H

#include "rr_sets.h"

/* T, the users who are taken for seeds before any set is drawn: the pinned, then up to `num` of those who would pass
 * the content on to most friends (the sum of their ties' probabilities times that of accepting; among equals the lower
 * node), as far as number and budget allow. */
typedef struct wom_early_stops {
    wom_problem problem; /* the given one, with all of T pinned */
    wom_admissible *admissible; /* what that one admits */
    wom_node *user;      /* [num_pinned + num] T, the pinned first */
    uint32_t num;        /* beside the pinned */
} wom_early_stops;

/* With `num` 0 nobody is taken for a seed but the pinned, and no walk ends early. */
wom_status wom_early_stops_create(wom_early_stops **stops, wom_job *job, const wom_admissible *admissible,
                                  uint32_t num);

/* Walks of the source end at all of T, unless there is nobody beside the pinned. Then there must be no baseline. */
wom_status wom_early_stops_apply(wom_rr_source *source, wom_job *job, const wom_early_stops *stops);
void wom_early_stops_free(wom_early_stops *stops);

#endif
