/* Friends of users whatever the ties' direction, each once: the merge of a node's two rows. */
#include "friends.h"

/* The next smallest of two ascending rows, repeated ones taken together. */
static bool
next_friend(wom_node *next, const wom_graph *graph, uint64_t *out, uint64_t out_end, uint64_t *in, uint64_t in_end)
{
    if (*out == out_end && *in == in_end) return false;
    const wom_node a = *out < out_end ? graph->out_head[*out] : WOM_NO_NODE;
    const wom_node b = *in < in_end ? graph->in_tail[*in] : WOM_NO_NODE;
    *next = a < b ? a : b;
    while (*out < out_end && graph->out_head[*out] == *next) ++*out;
    while (*in < in_end && graph->in_tail[*in] == *next) ++*in;
    return true;
}

wom_status
wom_friends_create(wom_friends **friends, wom_job *job, const wom_graph *graph)
{
    wom_friends *made = NULL;
    wom_status status = WOM_OK;
    *friends = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "friends"));
    made->num_nodes = graph->num_nodes;
    WOM_TRY_GOTO(wom_allocate(&made->first, job, (uint64_t)graph->num_nodes + 1, sizeof *made->first, "friends"));
    WOM_TRY_GOTO(wom_allocate(&made->friend, job, 2 * (uint64_t)graph->num_ties, sizeof *made->friend, "friends"));
    uint64_t end = 0;
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        uint64_t out = graph->out_first[node], in = graph->in_first[node];
        wom_node next;
        while (next_friend(&next, graph, &out, graph->out_first[node + 1], &in, graph->in_first[node + 1]))
            made->friend[end++] = next;
        made->first[node + 1] = end;
    }
    *friends = made;
    made = NULL;
done:
    wom_friends_free(made);
    return status;
}

void
wom_friends_free(wom_friends *friends)
{
    if (friends == NULL) return;
    wom_free(friends->first);
    wom_free(friends->friend);
    wom_free(friends);
}

double
wom_friends_jaccard(const wom_friends *friends, wom_node a, wom_node b)
{
    uint64_t i = friends->first[a], j = friends->first[b], common = 0;
    const uint64_t end_i = friends->first[a + 1], end_j = friends->first[b + 1];
    const uint64_t sum = (end_i - i) + (end_j - j);
    while (i < end_i && j < end_j) {
        const wom_node x = friends->friend[i], y = friends->friend[j];
        common += x == y;
        i += x <= y;
        j += y <= x;
    }
    return sum > 0 ? (double)common / (double)(sum - common) : 0;
}
