/* Users who become active by themselves. Few do, but everyone's coin is tossed, in every world: so coins are tossed
 * many at a time, and only batches with a hit are looked at. */
#include "baseline.h"
#include "widths.h"

enum { BATCH = 64 };

FOR_EVERY_WIDTH static void
find(wom_cascade *cascade, uint64_t world, uint32_t threshold)
{
    const wom_node num_nodes = cascade->num_nodes, whole = num_nodes - num_nodes % BATCH;
    uint32_t found = 0;
    for (wom_node first = 0; first < num_nodes; first += BATCH) {
        const wom_node end = first < whole ? first + BATCH : num_nodes;
        uint32_t hits = 0; /* no branch, so that the compiler tosses a register of coins at once */
        for (wom_node node = first; node < first + BATCH; node++) hits |= wom_coin(world, node) < threshold;
        if (!hits) continue;
        for (wom_node node = first; node < end; node++)
            if (wom_coin(world, node) < threshold) cascade->own[found++] = node;
    }
    cascade->num_own = found;
}

void
wom_baseline_find(wom_cascade *cascade, uint64_t world, uint32_t threshold)
{
    if (cascade->own_is_known && cascade->own_world == world && cascade->own_threshold == threshold) return;
    find(cascade, world, threshold);
    cascade->own_is_known = true;
    cascade->own_world = world;
    cascade->own_threshold = threshold;
}

void
wom_baseline_activate(wom_cascade *cascade, uint64_t world, uint32_t threshold)
{
    wom_baseline_find(cascade, world, threshold);
    for (uint32_t i = 0; i < cascade->num_own; i++) cascade_activate(cascade, cascade->own[i]);
}
