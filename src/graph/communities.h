/* Numbers of communities. Internal. */
#ifndef WOM_GRAPH_COMMUNITIES_H
#define WOM_GRAPH_COMMUNITIES_H

#include <wom/graph.h>

/* Numbers the communities anew by size, descending, then by lowest node; community[num_nodes] is below num_nodes. */
wom_status wom_communities_renumber(uint32_t *community, uint32_t *num_communities, wom_job *job, wom_node num_nodes);

#endif
