/* Building the graph: three counting sorts turn rows in any order into ties sorted by (from, to).
 *
 * Rows are dealt out by head; walking the heads in ascending order, they are dealt out by tail, which leaves each
 * node's heads ascending; walking the ties in that order, they are dealt out by head again, which leaves each node's
 * tails ascending. Dealing out keeps the order within a pile, so equal ties end up side by side. */
#include "graph/build.h"
#include "graph/deal.h"
#include "graph/neighbours.h"

#include <float.h>
#include <inttypes.h>

const char *const wom_direction_names[] = { "auto", "influence", "follows", "mutual", NULL };
const char *const wom_parallel_names[] = { "sum", "drop", "keep", NULL };

typedef struct builder {
    wom_job *job;
    const wom_graph_rows *rows;
    wom_graph_rows *owned; /* the same, to be freed when dealt out; NULL: the caller's */
    wom_graph *graph;
    wom_deal_space space;
    wom_piles by_head;
    uint64_t self_loops;
    uint64_t num_raw;             /* ties before parallel ones are merged */
    uint64_t num_parallel;        /* of these, ties equal to an earlier one */
    uint64_t num_duplicate_rows;
    double *by_tail; /* [num_raw] strengths in the order of the ties; NULL: all 1 */
} builder;

/* The ends of the ties that rows give; a mutual row gives the reverse tie besides. */
static const wom_node *
tails(const wom_graph_rows *rows)
{
    return rows->direction == WOM_DIRECTION_FOLLOWS ? rows->to : rows->from;
}

static const wom_node *
heads(const wom_graph_rows *rows)
{
    return rows->direction == WOM_DIRECTION_FOLLOWS ? rows->from : rows->to;
}

/* ---- Sorting ---- */

static void
free_rows(void *context)
{
    builder *b = context;
    if (b->owned == NULL) return;
    wom_free((void *)b->owned->from);
    wom_free((void *)b->owned->to);
    wom_free((void *)b->owned->strength);
    b->owned->from = b->owned->to = NULL;
    b->owned->strength = NULL;
}

static void
free_piles(void *piles)
{
    wom_piles_free(piles);
}

static wom_status
sort_by_head(builder *b)
{
    const wom_graph_rows *rows = b->rows;
    const wom_deck deck = { .num = rows->num_rows,
                            .key = heads(rows),
                            .value = tails(rows),
                            .strength = rows->strength,
                            .is_mutual = rows->direction == WOM_DIRECTION_MUTUAL };
    WOM_TRY(wom_deal(&b->by_head, &b->space, b->job, b->graph->num_nodes, &deck, free_rows, b));
    b->num_raw = b->by_head.first[b->graph->num_nodes];
    b->self_loops = b->by_head.left_out;
    b->num_duplicate_rows = b->by_head.left_out_again;
    return WOM_OK;
}

/* Counts what repeats: while one head is dealt, its equal ties come one after the other. */
static wom_status
sort_by_tail(builder *b)
{
    wom_graph *graph = b->graph;
    wom_piles by_tail = { 0 };
    const wom_deck deck = { .num = b->num_raw,
                            .key = b->by_head.value,
                            .first = b->by_head.first,
                            .strength = b->by_head.strength,
                            .direct_end = b->by_head.direct_end,
                            .with_repeats = true };
    const wom_status status = wom_deal(&by_tail, &b->space, b->job, graph->num_nodes, &deck, free_piles,
                                       &b->by_head);
    graph->out_first = by_tail.first;
    graph->out_head = by_tail.value;
    b->by_tail = by_tail.strength;
    wom_free(b->space.strength);
    wom_free(b->space.is_direct);
    b->space.strength = NULL;
    b->space.is_direct = NULL;
    b->num_parallel = by_tail.repeated;
    b->num_duplicate_rows += by_tail.repeated_direct;
    return status;
}

/* ---- Parallel ties ---- */

static double
run_strength(const builder *b, uint64_t first, uint64_t end)
{
    if (b->by_tail == NULL) return b->rows->parallel == WOM_PARALLEL_SUM ? (double)(end - first) : 1;
    if (b->rows->parallel == WOM_PARALLEL_DROP) return b->by_tail[end - 1];
    double sum = 0;
    for (uint64_t at = first; at < end; at++) sum += b->by_tail[at];
    return sum;
}

/* Writes the equal ties first .. end - 1 of `tail` from *write on. */
static wom_status
write_run(builder *b, wom_node tail, uint64_t first, uint64_t end, uint64_t *write)
{
    wom_graph *graph = b->graph;
    const wom_node head = graph->out_head[first];
    if (b->by_tail != NULL && end - first > 1) wom_sort_reals(b->by_tail + first, end - first);
    if (b->rows->parallel == WOM_PARALLEL_KEEP) {
        for (uint64_t at = first; at < end; at++) {
            graph->strength[*write] = (float)b->by_tail[at];
            graph->out_head[(*write)++] = head;
        }
        return WOM_OK;
    }
    const double strength = run_strength(b, first, end);
    if (strength > (double)FLT_MAX)
        return wom_fail(WOM_INVALID,
                        "tie %" PRIu32 " -> %" PRIu32 ": strengths of %" PRIu64 " rows sum to %g, must be at most %g",
                        tail, head, end - first, strength, (double)FLT_MAX);
    if (graph->strength != NULL) graph->strength[*write] = (float)strength;
    graph->out_head[(*write)++] = head;
    return WOM_OK;
}

/* Makes of each run of equal ties what `parallel` says, and the final strengths. */
static wom_status
merge_parallel(builder *b, uint64_t *num_ties)
{
    wom_graph *graph = b->graph;
    uint64_t read = 0, write = 0;
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        const uint64_t end = graph->out_first[tail + 1];
        graph->out_first[tail] = write;
        while (read < end) {
            const uint64_t first = read;
            do read++;
            while (read < end && graph->out_head[read] == graph->out_head[first]);
            WOM_TRY(write_run(b, tail, first, read, &write));
        }
    }
    graph->out_first[graph->num_nodes] = write;
    *num_ties = write;
    return WOM_OK;
}

static wom_status
make_ties(builder *b)
{
    wom_graph *graph = b->graph;
    const bool merges = b->num_parallel > 0 && b->rows->parallel != WOM_PARALLEL_KEEP;
    const uint64_t num_strengths = merges ? b->num_raw - b->num_parallel : b->num_raw;
    uint64_t num_ties = b->num_raw;
    if (num_strengths >= UINT32_MAX)
        return wom_fail(WOM_INVALID, "%" PRIu64 " ties, a graph holds at most %" PRIu32, num_strengths, UINT32_MAX - 1);
    if (b->by_tail != NULL || (merges && b->rows->parallel == WOM_PARALLEL_SUM))
        WOM_TRY(wom_allocate(&graph->strength, b->job, num_strengths, sizeof *graph->strength, "strengths"));
    if (b->by_tail != NULL || merges) WOM_TRY(merge_parallel(b, &num_ties));
    wom_free(b->by_tail);
    b->by_tail = NULL;
    graph->num_ties = (wom_tie)num_ties;
    if (!merges) return WOM_OK;
    return wom_reallocate(&graph->out_head, b->job, num_ties, sizeof *graph->out_head, "out-ties");
}

static wom_status
make_in_ties(builder *b)
{
    wom_graph *graph = b->graph;
    wom_piles by_head = { 0 };
    const wom_deck deck = {
        .num = graph->num_ties, .key = graph->out_head, .first = graph->out_first, .with_place = true
    };
    const wom_status status = wom_deal(&by_head, &b->space, b->job, graph->num_nodes, &deck, NULL, NULL);
    graph->in_first = by_head.first;
    graph->in_tail = by_head.value;
    graph->in_tie = by_head.place;
    return status;
}

static wom_status
build(builder *b)
{
    wom_job_stage(b->job, "graph", 0);
    WOM_TRY(wom_graph_check_rows(b->job, b->rows, b->graph->num_nodes));
    WOM_TRY(sort_by_head(b));
    WOM_TRY(sort_by_tail(b));
    WOM_TRY(make_ties(b));
    return make_in_ties(b);
}

static wom_graph_counts
counts_of(const builder *b)
{
    return (wom_graph_counts){
        .rows = b->rows->num_rows,
        .self_loops = b->self_loops,
        .duplicate_rows = b->num_duplicate_rows,
        .merged_ties = b->num_raw - b->graph->num_ties,
    };
}

/* Takes over what b.owned holds. */
static wom_status
create(wom_graph **graph, wom_graph_counts *counts, wom_node num_nodes, builder *b)
{
    wom_status status = WOM_OK;
    *graph = NULL;
    WOM_TRY_GOTO(wom_allocate(&b->graph, b->job, 1, sizeof *b->graph, "graph"));
    b->graph->num_nodes = num_nodes;
    WOM_TRY_GOTO(build(b));
    if (counts != NULL) {
        *counts = counts_of(b);
        WOM_TRY_GOTO(wom_graph_count_pairs(&counts->distinct_pairs, b->job, b->graph));
    }
    *graph = b->graph;
    b->graph = NULL;
done:
    free_rows(b);
    wom_deal_space_free(&b->space);
    wom_piles_free(&b->by_head);
    wom_free(b->by_tail);
    wom_graph_free(b->graph);
    return status;
}

wom_status
wom_graph_create(wom_graph **graph, wom_graph_counts *counts, wom_job *job, wom_node num_nodes,
                 const wom_graph_rows *rows)
{
    builder b = { .job = job, .rows = rows };
    return create(graph, counts, num_nodes, &b);
}

wom_status
wom_graph_create_taking(wom_graph **graph, wom_graph_counts *counts, wom_job *job, wom_node num_nodes,
                        wom_graph_rows *rows)
{
    builder b = { .job = job, .rows = rows, .owned = rows };
    return create(graph, counts, num_nodes, &b);
}

void
wom_graph_free(wom_graph *graph)
{
    if (graph == NULL) return;
    wom_free(graph->out_first);
    wom_free(graph->out_head);
    wom_free(graph->in_first);
    wom_free(graph->in_tail);
    wom_free(graph->in_tie);
    wom_free(graph->strength);
    wom_free(graph->layer);
    wom_free(graph);
}
