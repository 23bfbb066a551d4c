/* Triangles, each found once, from the corner of lowest degree: nodes look only at neighbours of higher degree (then
 * number), which hubs have few of. Chiba and Nishizeki, SIAM J. Comput. 1985; Latapy, Theor. Comput. Sci. 2008. */
#include "graph/neighbours.h"

#include <stdatomic.h>

enum { BLOCK = 512 }; /* nodes */

typedef struct search {
    uint64_t *first; /* [num_nodes + 1] */
    wom_node *later; /* neighbours that come later in the order of degrees */
    uint8_t *mark;   /* [threads * num_nodes] a worker's own row: the current node's later neighbours */
    _Atomic uint64_t *count;
    wom_node num_nodes;
} search;

static inline bool
comes_later(const wom_neighbours *neighbours, wom_node a, wom_node b)
{
    const uint32_t degree_a = wom_neighbours_degree(neighbours, a), degree_b = wom_neighbours_degree(neighbours, b);
    return degree_a != degree_b ? degree_a > degree_b : a > b;
}

static void
fill_later(search *s, const wom_neighbours *neighbours)
{
    uint64_t filled = 0;
    for (wom_node node = 0; node < s->num_nodes; node++) {
        for (uint64_t at = neighbours->first[node]; at < neighbours->first[node + 1]; at++)
            if (comes_later(neighbours, neighbours->node[at], node)) s->later[filled++] = neighbours->node[at];
        s->first[node + 1] = filled;
    }
}

static inline void
add(_Atomic uint64_t *count, uint64_t more)
{
    if (more > 0) atomic_fetch_add_explicit(count, more, memory_order_relaxed);
}

static void
count_from(search *s, wom_node a, uint8_t *mark)
{
    const uint64_t end = s->first[a + 1];
    uint64_t through_a = 0;
    for (uint64_t i = s->first[a]; i < end; i++) mark[s->later[i]] = 1;
    for (uint64_t i = s->first[a]; i < end; i++) {
        const wom_node b = s->later[i];
        uint64_t through_both = 0;
        for (uint64_t j = s->first[b]; j < s->first[b + 1]; j++) {
            if (mark[s->later[j]] == 0) continue;
            through_both++;
            add(&s->count[s->later[j]], 1);
        }
        add(&s->count[b], through_both);
        through_a += through_both;
    }
    add(&s->count[a], through_a);
    for (uint64_t i = s->first[a]; i < end; i++) mark[s->later[i]] = 0;
}

static void
search_block(void *context, uint64_t block, uint32_t worker)
{
    search *s = context;
    const uint64_t begin = block * BLOCK;
    const uint64_t end = begin + BLOCK < s->num_nodes ? begin + BLOCK : s->num_nodes;
    for (uint64_t node = begin; node < end; node++)
        count_from(s, (wom_node)node, s->mark + (uint64_t)worker * s->num_nodes);
}

wom_status
wom_neighbours_triangles(uint64_t *triangles_of, wom_job *job, const wom_neighbours *neighbours)
{
    wom_status status = WOM_OK;
    const uint64_t num_nodes = neighbours->num_nodes, num_pairs = neighbours->first[num_nodes] / 2;
    const uint64_t num_blocks = (num_nodes + BLOCK - 1) / BLOCK;
    search s = { .num_nodes = neighbours->num_nodes };
    WOM_TRY_GOTO(wom_allocate(&s.first, job, num_nodes + 1, sizeof *s.first, "triangles"));
    WOM_TRY_GOTO(wom_allocate(&s.later, job, num_pairs, sizeof *s.later, "triangles"));
    WOM_TRY_GOTO(wom_allocate(&s.mark, job, wom_job_threads(job) * num_nodes, sizeof *s.mark, "triangles"));
    WOM_TRY_GOTO(wom_allocate(&s.count, job, num_nodes, sizeof *s.count, "triangles"));
    fill_later(&s, neighbours);
    wom_job_stage(job, "triangles", num_blocks);
    WOM_TRY_GOTO(wom_parallel_for(job, num_blocks, search_block, &s, NULL));
    for (uint64_t i = 0; i < num_nodes; i++) triangles_of[i] = s.count[i];
done:
    wom_free(s.first);
    wom_free(s.later);
    wom_free(s.mark);
    wom_free((void *)s.count);
    return status;
}
