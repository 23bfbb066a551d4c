/* PageRank by the power method. Brin and Page, Computer Networks 1998.
 *
 * igraph has it too, but sums in an order that changes from run to run where it was built with OpenMP, ignores the
 * job's threads and cannot be stopped. */
#include <wom/graph.h>

#include <math.h>

enum { BLOCK = 256 }; /* nodes */

#define TOLERANCE 1e-10 /* of the sum of all errors */

typedef struct walk {
    const wom_graph *graph;
    double damping;
    double *rank;
    double *inverse;   /* [num_nodes] 1 / sum of the strengths of in-ties; 0: nobody influences the node */
    double *share;     /* [num_nodes] what one unit of strength carries away from the node: rank * inverse */
    double *new_share; /* [num_nodes] */
    double everywhere; /* what each node gets by jumps */
    double *lost;      /* [num_blocks] rank of nodes whom nobody influences */
    double *change;    /* [num_blocks] sum of |new rank - rank| */
    uint64_t num_blocks;
} walk;

static void
step_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    walk *w = context;
    const wom_graph *graph = w->graph;
    const uint64_t begin = block * BLOCK;
    const uint64_t end = begin + BLOCK < graph->num_nodes ? begin + BLOCK : graph->num_nodes;
    double lost = 0, change = 0;
    for (uint64_t node = begin; node < end; node++) {
        double arriving = 0;
        for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++)
            arriving += wom_graph_strength(graph, tie) * w->share[graph->out_head[tie]];
        const double rank = w->everywhere + w->damping * arriving;
        change += fabs(rank - w->rank[node]);
        w->rank[node] = rank;
        w->new_share[node] = rank * w->inverse[node];
        if (!(w->inverse[node] > 0)) lost += rank;
    }
    w->lost[block] = lost;
    w->change[block] = change;
}

static double
sum_of(const double *x, uint64_t n)
{
    double sum = 0;
    for (uint64_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

static void
start(walk *w)
{
    const wom_graph *graph = w->graph;
    const double even = 1.0 / graph->num_nodes;
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        double sum = 0;
        for (uint64_t at = graph->in_first[node]; at < graph->in_first[node + 1]; at++)
            sum += wom_graph_strength(graph, graph->in_tie[at]);
        w->inverse[node] = sum > 0 ? 1 / sum : 0;
        w->rank[node] = even;
        w->share[node] = even * w->inverse[node];
        if (!(sum > 0)) w->lost[node / BLOCK] += even;
    }
}

/* A step shrinks the sum of errors by the damping factor, so the last change bounds what is still missing, and the
 * number of steps is bounded beforehand. */
static wom_status
iterate(walk *w, wom_job *job)
{
    const double d = w->damping, num_nodes = w->graph->num_nodes;
    const double most_steps = ceil(log(TOLERANCE / 2) / log(d));
    for (double step = 0; step < most_steps; step++) {
        w->everywhere = (1 - d + d * sum_of(w->lost, w->num_blocks)) / num_nodes;
        WOM_TRY(wom_parallel_for(job, w->num_blocks, step_block, w, NULL));
        double *old_share = w->share;
        w->share = w->new_share;
        w->new_share = old_share;
        if (sum_of(w->change, w->num_blocks) * d / (1 - d) <= TOLERANCE) break;
    }
    return WOM_OK;
}

static wom_status
get_memory(walk *w, wom_job *job)
{
    const uint64_t num_nodes = w->graph->num_nodes;
    WOM_TRY(wom_allocate(&w->rank, job, num_nodes, sizeof *w->rank, "PageRank"));
    WOM_TRY(wom_allocate(&w->inverse, job, num_nodes, sizeof *w->inverse, "PageRank"));
    WOM_TRY(wom_allocate(&w->share, job, num_nodes, sizeof *w->share, "PageRank"));
    WOM_TRY(wom_allocate(&w->new_share, job, num_nodes, sizeof *w->new_share, "PageRank"));
    WOM_TRY(wom_allocate(&w->lost, job, w->num_blocks, sizeof *w->lost, "PageRank"));
    return wom_allocate(&w->change, job, w->num_blocks, sizeof *w->change, "PageRank");
}

wom_status
wom_graph_pagerank(double *rank, wom_job *job, const wom_graph *graph, double damping)
{
    if (!(damping > 0 && damping < 1))
        return wom_fail(WOM_INVALID, "damping is %g, must be above 0 and below 1", damping);
    wom_status status = WOM_OK;
    walk w = { .graph = graph, .damping = damping, .num_blocks = ((uint64_t)graph->num_nodes + BLOCK - 1) / BLOCK };
    WOM_TRY_GOTO(get_memory(&w, job));
    start(&w);
    wom_job_stage(job, "PageRank", 0);
    WOM_TRY_GOTO(iterate(&w, job));
    const double sum = sum_of(w.rank, graph->num_nodes);
    for (wom_node node = 0; node < graph->num_nodes; node++) rank[node] = w.rank[node] / sum;
done:
    wom_free(w.rank);
    wom_free(w.inverse);
    wom_free(w.share);
    wom_free(w.new_share);
    wom_free(w.lost);
    wom_free(w.change);
    return status;
}
