/* Friends of users whatever the ties' direction, each once: the merge of a node's two rows. */
#include "friends.h"

typedef struct friend_lists {
    uint64_t *first;  /* [num_nodes + 1] */
    wom_node *friend; /* ascending within a user */
} friend_lists;

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

static wom_status
create(friend_lists *lists, wom_job *job, const wom_graph *graph)
{
    uint64_t end = 0;
    WOM_TRY(wom_allocate(&lists->first, job, (uint64_t)graph->num_nodes + 1, sizeof *lists->first, "friends"));
    WOM_TRY(wom_allocate(&lists->friend, job, 2 * (uint64_t)graph->num_ties, sizeof *lists->friend, "friends"));
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        uint64_t out = graph->out_first[node], in = graph->in_first[node];
        wom_node next;
        while (next_friend(&next, graph, &out, graph->out_first[node + 1], &in, graph->in_first[node + 1]))
            lists->friend[end++] = next;
        lists->first[node + 1] = end;
    }
    return WOM_OK;
}

static double
jaccard(const friend_lists *lists, wom_node a, wom_node b)
{
    uint64_t i = lists->first[a], j = lists->first[b], common = 0;
    const uint64_t end_i = lists->first[a + 1], end_j = lists->first[b + 1];
    const uint64_t sum = (end_i - i) + (end_j - j);
    while (i < end_i && j < end_j) {
        const wom_node x = lists->friend[i], y = lists->friend[j];
        common += x == y;
        i += x <= y;
        j += y <= x;
    }
    return (double)common / (double)(sum - common); /* not 0 / 0: each is the other's friend */
}

enum { NODES_PER_BLOCK = 512 };

typedef struct shared_context {
    const wom_graph *graph;
    const friend_lists *lists;
    double *share; /* [num_ties] */
} shared_context;

static void
shared_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const shared_context *c = context;
    const wom_graph *graph = c->graph;
    const uint64_t first = block * NODES_PER_BLOCK;
    for (uint64_t tail = first; tail < first + NODES_PER_BLOCK && tail < graph->num_nodes; tail++)
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++)
            c->share[tie] = jaccard(c->lists, (wom_node)tail, graph->out_head[tie]);
}

wom_status
wom_friends_shared(double **share, wom_job *job, const wom_graph *graph)
{
    const uint64_t num_blocks = ((uint64_t)graph->num_nodes + NODES_PER_BLOCK - 1) / NODES_PER_BLOCK;
    friend_lists lists = { 0 };
    wom_status status = WOM_OK;
    *share = NULL;
    WOM_TRY_GOTO(create(&lists, job, graph));
    WOM_TRY_GOTO(wom_allocate(share, job, graph->num_ties, sizeof **share, "shares of common friends"));
    shared_context context = { graph, &lists, *share };
    WOM_TRY_GOTO(wom_parallel_for(job, num_blocks, shared_block, &context, NULL));
done:
    wom_free(lists.first);
    wom_free(lists.friend);
    if (status == WOM_OK) return WOM_OK;
    wom_free(*share);
    *share = NULL;
    return status;
}
