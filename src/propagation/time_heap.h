/* Who comes next in time: a heap of users by their times, in which a time may still become earlier. Among equals the
 * lower number comes first, so that the order depends on nothing but the times. */
#ifndef PROPAGATION_TIME_HEAP_H
#define PROPAGATION_TIME_HEAP_H

#include <wom/base.h>

typedef struct time_heap {
    double *time;    /* [num_nodes] of those in the heap and of those who have left it */
    wom_node *item;  /* [size] */
    uint32_t *place; /* [num_nodes] 1 + where in item[] the user is; 0: nowhere */
    uint32_t size;
} time_heap;

static inline bool
time_heap_is_before(const time_heap *heap, wom_node a, wom_node b)
{
    return heap->time[a] < heap->time[b] || (heap->time[a] == heap->time[b] && a < b);
}

static inline void
time_heap_put(time_heap *heap, uint32_t at, wom_node node)
{
    heap->item[at] = node;
    heap->place[node] = at + 1;
}

/* Four children a place: half as deep as a binary heap, and a place's children lie side by side. */
enum { TIME_HEAP_CHILDREN = 4 };

static inline void
time_heap_rise(time_heap *heap, uint32_t at, wom_node node)
{
    while (at > 0) {
        const uint32_t above = (at - 1) / TIME_HEAP_CHILDREN;
        if (!time_heap_is_before(heap, node, heap->item[above])) break;
        time_heap_put(heap, at, heap->item[above]);
        at = above;
    }
    time_heap_put(heap, at, node);
}

static inline void
time_heap_sink(time_heap *heap, wom_node node)
{
    uint32_t at = 0;
    for (;;) {
        const uint64_t first = (uint64_t)at * TIME_HEAP_CHILDREN + 1, end = first + TIME_HEAP_CHILDREN;
        if (first >= heap->size) break;
        uint32_t least = (uint32_t)first;
        for (uint32_t k = least + 1; k < end && k < heap->size; k++)
            if (time_heap_is_before(heap, heap->item[k], heap->item[least])) least = k;
        if (!time_heap_is_before(heap, heap->item[least], node)) break;
        time_heap_put(heap, at, heap->item[least]);
        at = least;
    }
    time_heap_put(heap, at, node);
}

/* Enters the user, or makes her time earlier; false when she is to come as early anyway. */
static inline bool
time_heap_offer(time_heap *heap, wom_node node, double time)
{
    if (heap->place[node] == 0) {
        heap->time[node] = time;
        time_heap_rise(heap, heap->size++, node);
        return true;
    }
    if (time >= heap->time[node]) return false;
    heap->time[node] = time;
    time_heap_rise(heap, heap->place[node] - 1, node);
    return true;
}

/* Who is first, of at least one. */
static inline wom_node
time_heap_take(time_heap *heap)
{
    const wom_node first = heap->item[0];
    heap->place[first] = 0;
    if (--heap->size > 0) time_heap_sink(heap, heap->item[heap->size]);
    return first;
}

static inline void
time_heap_clear(time_heap *heap)
{
    for (uint32_t i = 0; i < heap->size; i++) heap->place[heap->item[i]] = 0;
    heap->size = 0;
}

#endif
