/* How far ties stay among nodes of one mark: assortativity, and modularity. */
#include <wom/graph.h>

#include <inttypes.h>
#include <math.h>

static const double undefined = NAN;

/* (share of ties within marks - share expected) / (1 - share expected), from counts of ties. */
static double
assortativity_of(uint64_t within, const uint64_t *out_of, const uint64_t *in_of, uint32_t num_marks, double num_ties)
{
    double expected = 0;
    bool is_undefined = num_ties < 1;
    for (uint32_t m = 0; m < num_marks; m++) {
        expected += (double)out_of[m] / num_ties * ((double)in_of[m] / num_ties);
        if ((double)out_of[m] >= num_ties && (double)in_of[m] >= num_ties) is_undefined = true;
    }
    return is_undefined ? undefined : ((double)within / num_ties - expected) / (1 - expected);
}

static wom_status
check_marks(const uint32_t *mark, wom_node num_nodes, uint32_t num_marks)
{
    for (wom_node node = 0; node < num_nodes; node++)
        if (mark[node] >= num_marks)
            return wom_fail(WOM_INVALID,
                            "node %" PRIu32 ": mark is %" PRIu32 ", must be below the number of marks, %" PRIu32, node,
                            mark[node], num_marks);
    return WOM_OK;
}

wom_status
wom_graph_mark_assortativity(double *assortativity, wom_job *job, const wom_graph *graph, const uint32_t *mark,
                             uint32_t num_marks)
{
    wom_status status = WOM_OK;
    uint64_t *out_of = NULL, *in_of = NULL;
    uint64_t within = 0;
    WOM_TRY(check_marks(mark, graph->num_nodes, num_marks));
    WOM_TRY_GOTO(wom_allocate(&out_of, job, num_marks, sizeof *out_of, "marks"));
    WOM_TRY_GOTO(wom_allocate(&in_of, job, num_marks, sizeof *in_of, "marks"));
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        out_of[mark[tail]] += wom_graph_out_degree(graph, tail);
        in_of[mark[tail]] += wom_graph_in_degree(graph, tail);
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++)
            if (mark[graph->out_head[tie]] == mark[tail]) within++;
    }
    *assortativity = assortativity_of(within, out_of, in_of, num_marks, graph->num_ties);
done:
    wom_free(out_of);
    wom_free(in_of);
    return status;
}

/* Within: strength of ties inside; ends[c]: of ties at either end in c. */
wom_status
wom_graph_modularity(double *modularity, wom_job *job, const wom_graph *graph, const uint32_t *community,
                     uint32_t num_communities)
{
    double *ends = NULL, within = 0, sum = 0, expected = 0;
    WOM_TRY(check_marks(community, graph->num_nodes, num_communities));
    WOM_TRY(wom_allocate(&ends, job, num_communities, sizeof *ends, "communities"));
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++) {
            const uint32_t from = community[tail], to = community[graph->out_head[tie]];
            const double strength = wom_graph_strength(graph, tie);
            ends[from] += strength;
            ends[to] += strength;
            sum += strength;
            if (from == to) within += strength;
        }
    }
    for (uint32_t c = 0; c < num_communities; c++) expected += ends[c] / (2 * sum) * (ends[c] / (2 * sum));
    *modularity = sum > 0 ? within / sum - expected : undefined;
    wom_free(ends);
    return WOM_OK;
}
