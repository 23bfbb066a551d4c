/* Greedy choice that looks at a user again only when her old bound is the largest. */
#include "learn/cascades.h"

/* A candidate: an upper bound of her gain, which is exact when it was found in `round`. */
typedef struct candidate {
    double bound;
    wom_node user;
    uint32_t round;
} candidate;

/* Larger bounds first, then lower numbers. */
static bool
is_before(const candidate *a, const candidate *b)
{
    return a->bound != b->bound ? a->bound > b->bound : a->user < b->user;
}

static void
sink(candidate *heap, uint64_t num, uint64_t at)
{
    for (;;) {
        uint64_t top = at;
        for (uint64_t child = 2 * at + 1; child < num && child <= 2 * at + 2; child++)
            if (is_before(&heap[child], &heap[top])) top = child;
        if (top == at) return;
        const candidate moved = heap[at];
        heap[at] = heap[top];
        heap[top] = moved;
        at = top;
    }
}

static wom_status
choose(wom_node *seeds, uint32_t *num_seeds, wom_job *job, candidate *heap, uint64_t num, uint32_t most,
       const wom_lazy_game *game)
{
    for (uint64_t i = num / 2; i-- > 0;) sink(heap, num, i);
    while (*num_seeds < most && num > 0 && heap[0].bound > 0) {
        WOM_TRY(wom_job_check(job));
        if (heap[0].round == *num_seeds) {
            game->take(game->game, heap[0].user);
            seeds[(*num_seeds)++] = heap[0].user;
            heap[0] = heap[--num];
        } else {
            heap[0].bound = game->gain(game->game, heap[0].user);
            heap[0].round = *num_seeds;
        }
        sink(heap, num, 0);
    }
    return WOM_OK;
}

wom_status
wom_lazy_choose(wom_node *seeds, uint32_t *num_seeds, wom_job *job, wom_node num_users, uint32_t most,
                const wom_lazy_game *game)
{
    candidate *heap = NULL;
    *num_seeds = 0;
    WOM_TRY(wom_allocate(&heap, job, num_users, sizeof *heap, "candidates"));
    for (wom_node user = 0; user < num_users; user++)
        heap[user] = (candidate){ game->bound(game->game, user), user, UINT32_MAX };
    const wom_status status = choose(seeds, num_seeds, job, heap, num_users, most, game);
    wom_free(heap);
    return status;
}
