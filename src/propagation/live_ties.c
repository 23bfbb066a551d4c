/* Which of a run of ties are live: coins first, for they need no memory but the ties' own; who is at the other end is
 * looked up for the few live ones only. */
#include "live_ties.h"
#include "widths.h"

/* Whole vectors, as long as the graph has ties: those behind the last are looked at in vain, but sooner than a rest is
 * seen to. LIVE_TIES_MOST is a multiple of it. */
enum { TOGETHER = 16 };

static inline uint32_t
rounded_up(uint32_t count, uint64_t num_left)
{
    const uint32_t width = (count + TOGETHER - 1) / TOGETHER * TOGETHER;
    return width < num_left ? width : (uint32_t)num_left;
}

/* Without a branch, so that nothing is to be guessed. */
static inline uint32_t
list(uint8_t *offset, const uint8_t *is_live, uint32_t count)
{
    uint32_t num = 0;
    for (uint32_t k = 0; k < count; k++) {
        offset[num] = (uint8_t)k;
        num += is_live[k];
    }
    return num;
}

FOR_EVERY_WIDTH
static uint32_t
live_by_tie(uint8_t *offset, const wom_chances *chances, uint64_t world, uint64_t first, uint32_t count)
{
    uint8_t is_live[LIVE_TIES_MOST];
    const uint32_t *threshold = chances->threshold + first;
    const uint32_t tie = (uint32_t)first, width = rounded_up(count, chances->graph->num_ties - first);
    uint32_t k = 0;
    for (; k + TOGETHER <= width; k += TOGETHER)
        for (uint32_t j = k; j < k + TOGETHER; j++) is_live[j] = wom_coin(world, tie + j) < threshold[j];
    for (; k < count; k++) is_live[k] = wom_coin(world, tie + k) < threshold[k];
    return list(offset, is_live, count);
}

FOR_EVERY_WIDTH
static uint32_t
live_by_head(uint8_t *offset, const wom_chances *chances, uint64_t world, uint64_t first, uint32_t count)
{
    uint8_t is_live[LIVE_TIES_MOST];
    const uint32_t *threshold = chances->threshold + first, *start = chances->start + first;
    const wom_node *head = chances->graph->out_head + first;
    const uint32_t width = rounded_up(count, chances->graph->num_ties - first);
    uint32_t k = 0;
    for (; k + TOGETHER <= width; k += TOGETHER)
        for (uint32_t j = k; j < k + TOGETHER; j++) is_live[j] = wom_coin(world, head[j]) - start[j] < threshold[j];
    for (; k < count; k++) is_live[k] = wom_coin(world, head[k]) - start[k] < threshold[k];
    return list(offset, is_live, count);
}

uint32_t
wom_live_by_tie(uint8_t *offset, const wom_chances *chances, uint64_t world, uint64_t first, uint32_t count)
{
    return live_by_tie(offset, chances, world, first, count);
}

uint32_t
wom_live_by_head(uint8_t *offset, const wom_chances *chances, uint64_t world, uint64_t first, uint32_t count)
{
    return live_by_head(offset, chances, world, first, count);
}
