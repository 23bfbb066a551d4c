/* Users in the order of the times at which the content can be with them. */
#include "earliest.h"
#include "live_edge.h"

#include <math.h>

static time_heap
heap_in(wom_cascade *cascade)
{
    wom_node *item = cascade->scratch;
    return (time_heap){ .time = cascade->time, .item = item, .place = (uint32_t *)item + cascade->num_nodes };
}

static double
deadline_of(uint32_t max_steps)
{
    return max_steps > 0 ? (double)max_steps : DBL_MAX;
}

/* Step t > 0 holds the times in (t - 1, t]; the last one all that no number of steps can tell. */
static uint32_t
step_of(double time)
{
    return time < (double)UINT32_MAX ? (uint32_t)ceil(time) : UINT32_MAX;
}

/* Fetches what those next in time will need: with each user's ties elsewhere, waiting for them takes most of the time.
 */
static void
foresee(const earliest *walk)
{
    enum { ROWS = 5, PLACES = 16, MOST_TIES = 64, TIES_PER_LINE = 16 };
    const uint64_t *out_first = walk->chances->graph->out_first;
    const time_heap *heap = &walk->heap;
    for (uint32_t i = ROWS; i < PLACES && i < heap->size; i++) WOM_PREFETCH(&out_first[heap->item[i]]);
    for (uint32_t i = 0; i < ROWS && i < heap->size; i++) {
        const uint64_t first = out_first[heap->item[i]], all = out_first[heap->item[i] + 1];
        const uint64_t end = all - first < MOST_TIES ? all : first + MOST_TIES;
        for (uint64_t tie = first; tie < end; tie += TIES_PER_LINE) {
            WOM_PREFETCH(&walk->chances->threshold[tie]);
            WOM_PREFETCH(&walk->chances->graph->out_head[tie]);
        }
    }
}

void
wom_earliest_spread(earliest *walk, wom_cascade *cascade, const wom_chances *chances, const wom_world *world,
                    const wom_node *seeds, uint32_t num_seeds, const wom_spread_options *options)
{
    uint32_t step = 0;
    walk->cascade = cascade;
    walk->chances = chances;
    walk->world = world;
    walk->wants_exposed = options->want_exposed;
    walk->deadline = deadline_of(options->max_steps);
    walk->heap = heap_in(cascade);
    wom_cascade_begin(cascade, chances, world, seeds, num_seeds, options);
    for (uint32_t i = 0, end = cascade->num_active; i < end; i++) walk->step(walk, cascade->active[i]);
    while (walk->heap.size > 0) {
        const wom_node node = time_heap_take(&walk->heap);
        foresee(walk);
        const uint32_t its_step = step_of(cascade->time[node]);
        if (its_step > step) cascade_close_timed_step(cascade, step);
        step = its_step;
        cascade_activate(cascade, node);
        if (walk->wants_exposed) cascade_expose(cascade, node);
        walk->step(walk, node);
    }
    cascade_close_timed_step(cascade, step);
}

/* With a deadline in order of time, for only the earliest time of a user tells who would have been in time through her;
 * without one in any order. */
static void
walk_back(earliest *walk)
{
    wom_cascade *cascade = walk->cascade;
    for (uint32_t i = 0; i < cascade->num_active && !walk->stopped; i++) {
        walk->step(walk, cascade->active[i]);
        if (walk->heap.size > 0 && !walk->stopped) cascade_activate(cascade, time_heap_take(&walk->heap));
    }
    time_heap_clear(&walk->heap);
}

bool
wom_earliest_reverse(earliest *walk, wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node root,
                     uint32_t max_steps, const bool *stop)
{
    walk->cascade = cascade;
    walk->chances = chances;
    walk->rng = rng;
    walk->deadline = deadline_of(max_steps);
    walk->stop = stop;
    walk->stopped = stop != NULL && stop[root];
    walk->heap = heap_in(cascade);
    wom_cascade_open(cascade);
    cascade_activate(cascade, root);
    cascade->time[root] = 0;
    walk_back(walk);
    cascade_close_timed_step(cascade, 0);
    return !walk->stopped;
}
