/* Laying out ties into users for reverse walks. */
#include "in_rows.h"

enum { NODES_PER_BLOCK = 1024 };

/* From this probability on, coins for all ties cost less than gaps, where many ties met are not kept. */
#define LEAST_SCANNED (WOM_COIN_ONE / 8)

typedef struct layout {
    wom_in_rows *rows;
    const wom_chances *chances;
    const uint32_t *chance_of; /* [num_nodes] that of all ties into a node; NULL where they differ */
} layout;

/* Notes the chance of the ties into every node; false as soon as two of one node differ. */
static bool
find_equal(uint32_t *chance_of, const wom_chances *chances)
{
    const wom_graph *graph = chances->graph;
    const uint32_t unknown = UINT32_MAX, *threshold = chances->threshold;
    const wom_node *head = graph->out_head;
    for (wom_node node = 0; node < graph->num_nodes; node++) chance_of[node] = unknown;
    for (uint64_t tie = 0; tie < graph->num_ties; tie++) {
        uint32_t *known = &chance_of[head[tie]];
        if (*known == threshold[tie]) continue;
        if (*known != unknown) return false;
        *known = threshold[tie];
    }
    return true;
}

/* x^n for whole n. */
static double
power(double x, uint32_t n)
{
    double result = 1;
    for (; n > 0; n >>= 1, x *= x)
        if ((n & 1) != 0) result *= x;
    return result;
}

/* By 2^32, at most one unit below 1. */
static uint32_t
share_of_32_bits(double share)
{
    const double scaled = share * 0x1p32 + 0.5;
    return scaled < (double)UINT32_MAX ? (uint32_t)scaled : UINT32_MAX;
}

/* The row of a node whose ties are met with this chance. */
static wom_in_row
row_by_gaps(const wom_graph *graph, wom_node node, uint32_t most)
{
    wom_in_row row = { .first = (uint32_t)graph->in_first[node] };
    if (most == 0 || most == UINT32_MAX) return row; /* UINT32_MAX: there are none */
    row.degree = wom_graph_in_degree(graph, node);
    if (most >= WOM_COIN_ONE) return row; /* a scale of 0: coins */
    const double other = 1 - (double)most / (double)WOM_COIN_ONE;
    row.none = share_of_32_bits(power(other, row.degree));
    row.scale = (float)(1 / wom_log2(other));
    return row;
}

/* Ties are met with the chance of the likeliest of a node's, and kept in proportion. */
static void
lay_out_unequal(const layout *laying, wom_node node)
{
    const wom_graph *graph = laying->chances->graph;
    const uint32_t *threshold = laying->chances->threshold;
    uint32_t *keep = laying->rows->keep;
    const uint64_t first = graph->in_first[node], end = graph->in_first[node + 1];
    uint32_t least = UINT32_MAX, most = 0;
    for (uint64_t k = first; k < end; k++) {
        keep[k] = threshold[graph->in_tie[k]];
        if (keep[k] < least) least = keep[k];
        if (keep[k] > most) most = keep[k];
    }
    if (least < most && most >= LEAST_SCANNED) most = WOM_COIN_ONE;
    laying->rows->row[node] = row_by_gaps(graph, node, most);
    for (uint64_t k = first; k < end && most > 0; k++)
        keep[k] = (uint32_t)(((uint64_t)keep[k] * WOM_COIN_ONE + most / 2) / most);
}

/* Intervals lie end to end from 0. */
static void
lay_out_one(const layout *laying, wom_node node)
{
    const wom_graph *graph = laying->chances->graph;
    const wom_chances *view = &laying->rows->view;
    uint32_t end = 0;
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
        if (view->in_threshold[k] > 0) end = view->in_start[k] + view->in_threshold[k];
    wom_in_row row = { .first = (uint32_t)graph->in_first[node] };
    if (end > 0) row.degree = wom_graph_in_degree(graph, node);
    row.none = 2 * (WOM_COIN_ONE - end);
    laying->rows->row[node] = row;
}

static void
lay_out_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const layout *laying = context;
    const uint64_t first = block * NODES_PER_BLOCK, num_nodes = laying->chances->graph->num_nodes;
    const uint64_t end = first + NODES_PER_BLOCK < num_nodes ? first + NODES_PER_BLOCK : num_nodes;
    for (uint64_t node = first; node < end; node++) {
        if (laying->rows->one_each)
            lay_out_one(laying, (wom_node)node);
        else if (laying->chance_of == NULL)
            lay_out_unequal(laying, (wom_node)node);
        else
            laying->rows->row[node] = row_by_gaps(laying->chances->graph, (wom_node)node, laying->chance_of[node]);
    }
}

wom_status
wom_in_rows_open(wom_in_rows *rows, wom_job *job, const wom_chances *chances)
{
    const wom_graph *graph = chances->graph;
    layout laying = { .rows = rows, .chances = chances };
    uint32_t *chance_of = NULL;
    wom_status status = WOM_OK;
    *rows = (wom_in_rows){ .tail = graph->in_tail, .one_each = chances->dynamics->live_in_ties == WOM_LIVE_ONE };
    WOM_TRY_GOTO(wom_allocate(&rows->row, job, graph->num_nodes, sizeof *rows->row, "rows of in-ties"));
    if (rows->one_each) {
        WOM_TRY_GOTO(wom_chances_arrange(&rows->view, job, chances));
    } else {
        WOM_TRY_GOTO(wom_allocate(&chance_of, job, graph->num_nodes, sizeof *chance_of, "chances of in-ties"));
        if (find_equal(chance_of, chances))
            laying.chance_of = chance_of;
        else
            WOM_TRY_GOTO(wom_allocate(&rows->keep, job, graph->num_ties, sizeof *rows->keep, "chances by in-tie"));
    }
    const uint64_t num_blocks = ((uint64_t)graph->num_nodes + NODES_PER_BLOCK - 1) / NODES_PER_BLOCK;
    WOM_TRY_GOTO(wom_parallel_for(job, num_blocks, lay_out_block, &laying, NULL));
done:
    wom_free(chance_of);
    if (status != WOM_OK) wom_in_rows_close(rows);
    return status;
}

void
wom_in_rows_close(wom_in_rows *rows)
{
    wom_free(rows->row);
    wom_free(rows->keep);
    wom_chances_disarrange(&rows->view);
    *rows = (wom_in_rows){ 0 };
}

/* The last place from `low` on whose interval begins at or before the coin, by steps that double and then halve; at
 * `low` it does. */
static uint64_t
last_before(const uint32_t *start, uint64_t low, uint64_t end, uint32_t coin)
{
    uint64_t step = 1;
    while (low + step < end && start[low + step] <= coin) {
        low += step;
        step *= 2;
    }
    for (; step > 0; step /= 2)
        if (low + step < end && start[low + step] <= coin) low += step;
    return low;
}

wom_node
wom_in_rows_listened(const wom_in_rows *rows, wom_node node, wom_met_tie met)
{
    const wom_in_row row = rows->row[node];
    const uint32_t *start = rows->view.in_start;
    uint64_t low = met.place;
    for (uint64_t step = 1; start[low] > met.coin; step *= 2) low = low - row.first > step ? low - step : row.first;
    const uint64_t place = last_before(start, low, (uint64_t)row.first + row.degree, met.coin);
    return met.coin - start[place] < rows->view.in_threshold[place] ? rows->tail[place] : WOM_NO_NODE;
}
