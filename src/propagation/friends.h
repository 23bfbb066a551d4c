/* Friends of users whatever the ties' direction, each once. */
#ifndef PROPAGATION_FRIENDS_H
#define PROPAGATION_FRIENDS_H

#include <wom/graph.h>

typedef struct wom_friends {
    wom_node num_nodes;
    uint64_t *first;  /* [num_nodes + 1] */
    wom_node *friend; /* ascending within a user */
} wom_friends;

wom_status wom_friends_create(wom_friends **friends, wom_job *job, const wom_graph *graph);
void wom_friends_free(wom_friends *friends);

/* |F(a) and F(b)| / |F(a) or F(b)|; 0 when both are empty. */
double wom_friends_jaccard(const wom_friends *friends, wom_node a, wom_node b);

#endif
