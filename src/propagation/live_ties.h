/* Which of a run of ties are live in a world: the coins of many ties at once, by vector instructions if there are. */
#ifndef PROPAGATION_LIVE_TIES_H
#define PROPAGATION_LIVE_TIES_H

#include <wom/propagation.h>

/* Ties that are looked at in one call, at most. */
enum { LIVE_TIES_MOST = 128 };

/* Lists the live among ties first .. first + count - 1 as offset[] from `first`, ascending; returns how many. The coin
 * is the tie's own, or its head's, which must fall into the tie's interval. offset has room for LIVE_TIES_MOST. */
uint32_t wom_live_by_tie(uint8_t *offset, const wom_chances *chances, uint64_t world, uint64_t first, uint32_t count);
uint32_t wom_live_by_head(uint8_t *offset, const wom_chances *chances, uint64_t world, uint64_t first, uint32_t count);

#endif
