/* How many have which value: degrees, strengths, sizes of components. */
#include "graph/components.h"

#include <math.h>

wom_status
wom_tally_create(wom_tally *tally, wom_job *job, double *values, uint64_t num)
{
    uint64_t num_different = 0;
    *tally = (wom_tally){ 0 };
    wom_sort_reals(values, num);
    for (uint64_t i = 0; i < num; i++) num_different += i == 0 || values[i] != values[i - 1];
    WOM_TRY(wom_allocate(&tally->value, job, num_different, sizeof *tally->value, "a distribution"));
    const wom_status status = wom_allocate(&tally->count, job, num_different, sizeof *tally->count, "a distribution");
    if (status != WOM_OK) {
        wom_tally_clear(tally);
        return status;
    }
    for (uint64_t i = 0; i < num; i++) {
        if (i == 0 || values[i] != values[i - 1]) tally->value[tally->num++] = values[i];
        tally->count[tally->num - 1]++;
    }
    return WOM_OK;
}

void
wom_tally_clear(wom_tally *tally)
{
    wom_free(tally->value);
    wom_free(tally->count);
    *tally = (wom_tally){ 0 };
}

static void
take_degrees(double *values, const wom_graph *graph, wom_measure measure)
{
    for (wom_node node = 0; node < graph->num_nodes; node++)
        values[node] = measure == WOM_MEASURE_OUT_DEGREE ? wom_graph_out_degree(graph, node)
                                                         : wom_graph_in_degree(graph, node);
}

/* The power of two at or below it. */
static double
floor_power(double strength)
{
    int exponent = 0;
    if (!(strength > 0)) return 0;
    frexp(strength, &exponent);
    return ldexp(1, exponent - 1);
}

static wom_status
tally_components(wom_tally *tally, wom_job *job, const wom_graph *graph, double *values)
{
    wom_node *size = NULL;
    uint64_t num = 0;
    WOM_TRY(wom_components_measure(&size, job, graph));
    for (wom_node node = 0; node < graph->num_nodes; node++)
        if (size[node] > 0) values[num++] = size[node];
    wom_free(size);
    return wom_tally_create(tally, job, values, num);
}

wom_status
wom_graph_tally(wom_tally *tally, wom_job *job, const wom_graph *graph, wom_measure measure)
{
    const uint64_t num = measure == WOM_MEASURE_STRENGTH ? graph->num_ties : graph->num_nodes;
    double *values = NULL;
    wom_status status = WOM_OK;
    *tally = (wom_tally){ 0 };
    WOM_TRY(wom_allocate(&values, job, num, sizeof *values, "a distribution"));
    if (measure == WOM_MEASURE_COMPONENT) {
        status = tally_components(tally, job, graph, values);
        wom_free(values);
        return status;
    }
    if (measure != WOM_MEASURE_STRENGTH) take_degrees(values, graph, measure);
    else
        for (uint64_t tie = 0; tie < num; tie++)
            values[tie] = graph->strength == NULL ? 1 : floor_power((double)graph->strength[tie]);
    status = wom_tally_create(tally, job, values, num);
    wom_free(values);
    return status;
}
