/* Building the graph: three counting sorts turn rows in any order into ties sorted by (from, to).
 *
 * Rows are dealt out by head; walking the heads in ascending order, they are dealt out by tail, which leaves each
 * node's heads ascending; walking the ties in that order, they are dealt out by head again, which leaves each node's
 * tails ascending. Dealing out keeps the order within a pile, so equal ties end up side by side. */
#include "graph/rows.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

const char *const wom_direction_names[] = { "auto", "influence", "follows", "mutual", NULL };
const char *const wom_parallel_names[] = { "sum", "drop", "keep", NULL };

typedef struct builder {
    wom_job *job;
    const wom_graph_rows *rows;
    wom_graph *graph;
    uint64_t self_loops;
    uint64_t num_raw;             /* ties before parallel ones are merged */
    uint64_t num_parallel;        /* of these, ties equal to an earlier one */
    uint64_t num_duplicate_rows;
    uint64_t *out_next, *in_next; /* [num_nodes] where a node's next tie goes */
    double *by_head, *by_tail;    /* [num_raw] strengths after the first and the second sort; NULL: all 1 */
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

static wom_status
check_row(const wom_graph_rows *rows, uint64_t row, wom_node num_nodes)
{
    const wom_node from = rows->from[row], to = rows->to[row];
    if (from >= num_nodes || to >= num_nodes)
        return wom_fail(WOM_INVALID, "row %" PRIu64 " (%" PRIu32 " -> %" PRIu32 "): nodes must be below %" PRIu32, row,
                        from, to, num_nodes);
    /* written so that NaN fails too */
    if (rows->strength != NULL && !(rows->strength[row] >= 0 && rows->strength[row] <= (double)FLT_MAX))
        return wom_fail(WOM_INVALID,
                        "row %" PRIu64 " (%" PRIu32 " -> %" PRIu32 "): strength is %g, must be from 0 to %g", row, from,
                        to, rows->strength[row], (double)FLT_MAX);
    return WOM_OK;
}

static wom_status
check_options(const wom_graph_rows *rows)
{
    if ((unsigned)rows->direction > WOM_DIRECTION_MUTUAL)
        return wom_fail(WOM_INVALID, "direction is %d, must be influence, follows or mutual", (int)rows->direction);
    if ((unsigned)rows->parallel > WOM_PARALLEL_KEEP)
        return wom_fail(WOM_INVALID, "parallel is %d, must be sum, drop or keep", (int)rows->parallel);
    if (rows->num_rows > 0 && (rows->from == NULL || rows->to == NULL))
        return wom_fail(WOM_INVALID, "%" PRIu64 " rows without from or to", rows->num_rows);
    return WOM_OK;
}

/* Turns counts of node i in first[i + 1] into offsets. */
static void
accumulate(uint64_t *first, wom_node num_nodes)
{
    for (uint64_t i = 0; i < num_nodes; i++) first[i + 1] += first[i];
}

/* Counts self-loops in in_next, which is zero and not in use yet, to tell the repeated ones. */
static wom_status
count_ties(builder *b)
{
    wom_graph *graph = b->graph;
    const wom_graph_rows *rows = b->rows;
    const wom_node *tail = tails(rows), *head = heads(rows);
    uint64_t *out_count = graph->out_first + 1, *in_count = graph->in_first + 1;
    for (uint64_t row = 0; row < rows->num_rows; row++) {
        WOM_TRY(check_row(rows, row, graph->num_nodes));
        if (tail[row] == head[row]) {
            b->self_loops++;
            if (b->in_next[tail[row]]++ > 0) b->num_duplicate_rows++;
            continue;
        }
        out_count[tail[row]]++;
        in_count[head[row]]++;
    }
    b->num_raw = rows->num_rows - b->self_loops;
    if (rows->direction == WOM_DIRECTION_MUTUAL) {
        b->num_raw *= 2;
        for (uint64_t i = 0; i < graph->num_nodes; i++) out_count[i] = in_count[i] = out_count[i] + in_count[i];
    }
    accumulate(graph->out_first, graph->num_nodes);
    accumulate(graph->in_first, graph->num_nodes);
    return WOM_OK;
}

static wom_status
get_memory(builder *b)
{
    wom_graph *graph = b->graph;
    WOM_TRY(wom_allocate(&graph->out_head, b->job, b->num_raw, sizeof *graph->out_head, "out-ties"));
    WOM_TRY(wom_allocate(&graph->in_tail, b->job, b->num_raw, sizeof *graph->in_tail, "in-ties"));
    if (b->rows->strength == NULL) return WOM_OK;
    WOM_TRY(wom_allocate(&b->by_head, b->job, b->num_raw, sizeof *b->by_head, "strengths while building"));
    return wom_allocate(&b->by_tail, b->job, b->num_raw, sizeof *b->by_tail, "strengths while building");
}

static void
deal_rows(builder *b, const wom_node *tail, const wom_node *head, uint64_t *next)
{
    wom_node *in_tail = b->graph->in_tail;
    const uint64_t num_rows = b->rows->num_rows;
    const double *strength = b->rows->strength;
    for (uint64_t row = 0; row < num_rows; row++) {
        if (tail[row] == head[row]) continue;
        const uint64_t at = next[head[row]]++;
        in_tail[at] = tail[row];
        /* adding 0 makes -0 a plain 0: otherwise equal strengths could differ in bits */
        if (strength != NULL) b->by_head[at] = strength[row] + 0.0;
    }
}

/* Deals out by head. Afterwards in_next[head] ends the ties that rows gave directly, and those of reversed mutual rows
 * follow. */
static void
sort_by_head(builder *b)
{
    const wom_graph *graph = b->graph;
    const wom_node *tail = tails(b->rows), *head = heads(b->rows);
    const size_t size = graph->num_nodes * sizeof *b->in_next;
    memcpy(b->in_next, graph->in_first, size);
    deal_rows(b, tail, head, b->in_next);
    if (b->rows->direction != WOM_DIRECTION_MUTUAL) return;
    memcpy(b->out_next, b->in_next, size);
    deal_rows(b, head, tail, b->out_next);
}

/* Deals out by tail, counting what repeats: while one head is dealt, its equal ties come one after the other. */
static void
sort_by_tail(builder *b)
{
    const wom_graph *graph = b->graph;
    const wom_node *in_tail = graph->in_tail;
    wom_node *out_head = graph->out_head;
    memcpy(b->out_next, graph->out_first, graph->num_nodes * sizeof *b->out_next);
    for (wom_node head = 0; head < graph->num_nodes; head++) {
        const uint64_t direct_end = b->in_next[head], end = graph->in_first[head + 1];
        for (uint64_t at = graph->in_first[head]; at < end; at++) {
            const wom_node tail = in_tail[at];
            const uint64_t to = b->out_next[tail]++;
            if (to > graph->out_first[tail] && out_head[to - 1] == head) {
                b->num_parallel++;
                if (at < direct_end) b->num_duplicate_rows++;
            }
            out_head[to] = head;
            if (b->by_head != NULL) b->by_tail[to] = b->by_head[at];
        }
    }
}

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
    wom_free(b->by_head);
    b->by_head = NULL;
    if (b->by_tail != NULL || (merges && b->rows->parallel == WOM_PARALLEL_SUM))
        WOM_TRY(wom_allocate(&graph->strength, b->job, num_strengths, sizeof *graph->strength, "strengths"));
    if (b->by_tail != NULL || merges) WOM_TRY(merge_parallel(b, &num_ties));
    wom_free(b->by_tail);
    b->by_tail = NULL;
    graph->num_ties = (wom_tie)num_ties;
    if (!merges) return WOM_OK;
    WOM_TRY(wom_reallocate(&graph->out_head, b->job, num_ties, sizeof *graph->out_head, "out-ties"));
    return wom_reallocate(&graph->in_tail, b->job, num_ties, sizeof *graph->in_tail, "in-ties");
}

void
wom_graph_count_in(wom_graph *graph)
{
    memset(graph->in_first, 0, ((uint64_t)graph->num_nodes + 1) * sizeof *graph->in_first);
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) graph->in_first[(uint64_t)graph->out_head[tie] + 1]++;
    accumulate(graph->in_first, graph->num_nodes);
}

void
wom_graph_deal_in(wom_graph *graph, uint64_t *next)
{
    const wom_node *out_head = graph->out_head;
    memcpy(next, graph->in_first, graph->num_nodes * sizeof *next);
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        const wom_tie end = (wom_tie)graph->out_first[tail + 1];
        for (wom_tie tie = (wom_tie)graph->out_first[tail]; tie < end; tie++) {
            const uint64_t at = next[out_head[tie]]++;
            graph->in_tail[at] = tail;
            graph->in_tie[at] = tie;
        }
    }
}

static wom_status
make_in_ties(builder *b)
{
    wom_graph *graph = b->graph;
    WOM_TRY(wom_allocate(&graph->in_tie, b->job, graph->num_ties, sizeof *graph->in_tie, "in-ties"));
    if (graph->num_ties < b->num_raw) wom_graph_count_in(graph);
    wom_graph_deal_in(graph, b->in_next);
    return WOM_OK;
}

static wom_status
build(builder *b)
{
    wom_graph *graph = b->graph;
    const uint64_t num_nodes = graph->num_nodes;
    wom_job_stage(b->job, "graph", 0);
    WOM_TRY(wom_allocate(&graph->out_first, b->job, num_nodes + 1, sizeof *graph->out_first, "nodes"));
    WOM_TRY(wom_allocate(&graph->in_first, b->job, num_nodes + 1, sizeof *graph->in_first, "nodes"));
    WOM_TRY(wom_allocate(&b->out_next, b->job, num_nodes, sizeof *b->out_next, "nodes while building"));
    WOM_TRY(wom_allocate(&b->in_next, b->job, num_nodes, sizeof *b->in_next, "nodes while building"));
    WOM_TRY(count_ties(b));
    WOM_TRY(get_memory(b));
    WOM_TRY(wom_job_check(b->job));
    sort_by_head(b);
    WOM_TRY(wom_job_check(b->job));
    sort_by_tail(b);
    WOM_TRY(wom_job_check(b->job));
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
        .distinct_pairs = wom_graph_num_pairs(b->graph),
        .merged_ties = b->num_raw - b->graph->num_ties,
    };
}

wom_status
wom_graph_create(wom_graph **graph, wom_graph_counts *counts, wom_job *job, wom_node num_nodes,
                 const wom_graph_rows *rows)
{
    *graph = NULL;
    WOM_TRY(check_options(rows));
    wom_status status = WOM_OK;
    builder b = { .job = job, .rows = rows };
    WOM_TRY(wom_allocate(&b.graph, job, 1, sizeof *b.graph, "graph"));
    b.graph->num_nodes = num_nodes;
    WOM_TRY_GOTO(build(&b));
    if (counts != NULL) *counts = counts_of(&b);
    *graph = b.graph;
    b.graph = NULL;
done:
    wom_free(b.by_tail);
    wom_free(b.by_head);
    wom_free(b.in_next);
    wom_free(b.out_next);
    wom_graph_free(b.graph);
    return status;
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
