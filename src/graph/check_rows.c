/* Whether rows can be made a graph of. */
#include "graph/build.h"

#include <float.h>
#include <inttypes.h>
#include <stdatomic.h>

enum { BLOCK = 1 << 16 }; /* rows */

typedef struct checking {
    const wom_graph_rows *rows;
    wom_node num_nodes;
    _Atomic uint64_t first_wrong; /* row; UINT64_MAX: none */
} checking;

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

static inline bool
is_fine(const wom_graph_rows *rows, uint64_t row, wom_node num_nodes)
{
    if (rows->from[row] >= num_nodes || rows->to[row] >= num_nodes) return false;
    /* written so that NaN fails too */
    return rows->strength == NULL || (rows->strength[row] >= 0 && rows->strength[row] <= (double)FLT_MAX);
}

static wom_status
refuse_row(const wom_graph_rows *rows, uint64_t row, wom_node num_nodes)
{
    const wom_node from = rows->from[row], to = rows->to[row];
    if (from >= num_nodes || to >= num_nodes)
        return wom_fail(WOM_INVALID, "row %" PRIu64 " (%" PRIu32 " -> %" PRIu32 "): nodes must be below %" PRIu32, row,
                        from, to, num_nodes);
    return wom_fail(WOM_INVALID, "row %" PRIu64 " (%" PRIu32 " -> %" PRIu32 "): strength is %g, must be from 0 to %g",
                    row, from, to, rows->strength[row], (double)FLT_MAX);
}

static void
check_block(void *context, uint64_t block, uint32_t worker)
{
    checking *c = context;
    const uint64_t num_rows = c->rows->num_rows;
    const uint64_t end = (block + 1) * BLOCK < num_rows ? (block + 1) * BLOCK : num_rows;
    uint64_t row = block * BLOCK, first = atomic_load(&c->first_wrong);
    (void)worker;
    while (row < end && is_fine(c->rows, row, c->num_nodes)) row++;
    while (row < end && row < first && !atomic_compare_exchange_weak(&c->first_wrong, &first, row)) {
    }
}

wom_status
wom_graph_check_rows(wom_job *job, const wom_graph_rows *rows, wom_node num_nodes)
{
    checking c = { .rows = rows, .num_nodes = num_nodes, .first_wrong = UINT64_MAX };
    WOM_TRY(check_options(rows));
    WOM_TRY(wom_parallel_for(job, (rows->num_rows + BLOCK - 1) / BLOCK, check_block, &c, NULL));
    const uint64_t wrong = atomic_load(&c.first_wrong);
    return wrong == UINT64_MAX ? WOM_OK : refuse_row(rows, wrong, num_nodes);
}
