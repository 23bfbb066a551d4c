/* Ties of pairs by chance, from success to success: the number of failures between two is geometric. Batagelj and
 * Brandes, PRE 2005. */
#include "graph/generate.h"

#include <math.h>

enum { BLOCK = 256 };

typedef struct drawing {
    const wom_pair_chances *chances;
    uint64_t *first; /* [blocks + 1] rows before the block */
    wom_tie_list *list;
    bool is_counting;
} drawing;

/* The first success at `at` or after it, at most `end`. */
static uint64_t
next_success(uint64_t at, uint64_t end, double log_failure, wom_rng *rng)
{
    const double skipped = floor(log(1 - wom_rng_uniform(rng)) / log_failure);
    return skipped < (double)(end - at) ? at + (uint64_t)skipped : end;
}

/* Ties of a node to first .. end - 1, put at `row`; how many. */
static uint64_t
draw_range(const drawing *d, uint64_t row, wom_node node, uint64_t first, uint64_t end, double p, wom_rng *rng)
{
    const double log_failure = log1p(-p);
    uint64_t num = 0;
    if (!(p > 0) || first >= end) return 0;
    for (uint64_t other = next_success(first, end, log_failure, rng); other < end;
         other = other + 1 < end ? next_success(other + 1, end, log_failure, rng) : end, num++) {
        if (d->is_counting) continue;
        d->list->from[row + num] = node;
        d->list->to[row + num] = (wom_node)other;
    }
    return num;
}

static void
draw_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const drawing *d = context;
    const wom_pair_chances *c = d->chances;
    const uint64_t end = (block + 1) * BLOCK < c->num_nodes ? (block + 1) * BLOCK : c->num_nodes;
    uint64_t row = d->is_counting ? 0 : d->first[block];
    for (uint64_t node = block * BLOCK; node < end; node++) {
        const uint64_t inside_end = c->community_of == NULL ? c->num_nodes : c->end_of[c->community_of[node]];
        wom_rng rng = wom_generate_stream(c->seed, WOM_GENERATE_TIES, node);
        row += draw_range(d, row, (wom_node)node, node + 1, inside_end, c->inside, &rng);
        row += draw_range(d, row, (wom_node)node, inside_end, c->num_nodes, c->outside, &rng);
    }
    if (d->is_counting) d->first[block + 1] = row;
}

static double
expected_rows(const wom_pair_chances *c)
{
    double sum = 0;
    for (uint64_t node = 0; node < c->num_nodes; node++) {
        const uint64_t end = c->community_of == NULL ? c->num_nodes : c->end_of[c->community_of[node]];
        sum += c->inside * (double)(end - node - 1) + c->outside * (double)(c->num_nodes - end);
    }
    return sum;
}

/* Counted first, then drawn again to be kept, so that each block knows its place. */
wom_status
wom_tie_list_draw_pairs(wom_tie_list *list, wom_job *job, const wom_pair_chances *chances)
{
    const uint64_t num_blocks = ((uint64_t)chances->num_nodes + BLOCK - 1) / BLOCK;
    const double expected = expected_rows(chances);
    drawing d = { .chances = chances, .list = list, .is_counting = true };
    wom_status status = WOM_OK;
    if (expected > 4e9) return wom_tie_list_allot(list, job, chances->num_nodes, expected, WOM_DIRECTION_MUTUAL);
    WOM_TRY_GOTO(wom_allocate(&d.first, job, num_blocks + 1, sizeof *d.first, "ties of a block"));
    WOM_TRY_GOTO(wom_parallel_for(job, num_blocks, draw_block, &d, NULL));
    for (uint64_t block = 0; block < num_blocks; block++) d.first[block + 1] += d.first[block];
    WOM_TRY_GOTO(
        wom_tie_list_allot(list, job, chances->num_nodes, (double)d.first[num_blocks], WOM_DIRECTION_MUTUAL));
    d.is_counting = false;
    WOM_TRY_GOTO(wom_parallel_for(job, num_blocks, draw_block, &d, NULL));
done:
    wom_free(d.first);
    return status;
}
