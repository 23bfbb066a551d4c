/* Communities numbered so that they can be told apart by size. */
#include "graph/communities.h"

#include <stdlib.h>

static int
ascending(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

wom_status
wom_communities_renumber(uint32_t *community, uint32_t *num_communities, wom_job *job, wom_node num_nodes)
{
    wom_status status = WOM_OK;
    uint64_t *key = NULL; /* by first appearance: inverted size, then that number */
    uint32_t *name = NULL;
    uint32_t found = 0;
    WOM_TRY_GOTO(wom_allocate(&key, job, num_nodes, sizeof *key, "communities"));
    WOM_TRY_GOTO(wom_allocate(&name, job, num_nodes, sizeof *name, "communities"));
    for (wom_node node = 0; node < num_nodes; node++) {
        uint32_t *appeared = &name[community[node]]; /* 0: not yet */
        if (*appeared == 0) {
            key[found] = ((uint64_t)UINT32_MAX << 32) + found;
            *appeared = ++found;
        }
        community[node] = *appeared - 1;
        key[community[node]] -= UINT64_C(1) << 32;
    }
    qsort(key, found, sizeof *key, ascending);
    for (uint32_t i = 0; i < found; i++) name[(uint32_t)key[i]] = i;
    for (wom_node node = 0; node < num_nodes; node++) community[node] = name[community[node]];
    *num_communities = found;
done:
    wom_free(key);
    wom_free(name);
    return status;
}
