/* How degrees, strengths, components and communities are distributed: five tallies of a described run. */
#include "results.h"
#include "results_columns.h"
#include "run.h"

#include <stdio.h>

const wom_distribution wom_distributions[WOM_NUM_DISTRIBUTIONS + 1] = {
    { "out_degree", "ties", "users", "ties out of a user" },
    { "in_degree", "ties", "users", "ties into a user" },
    { "strength", "1", "ties", "strength of a tie, rounded down to a power of two; 0 stays 0" },
    { "component", "users", "components", "users of a weakly connected component" },
    { "community", "users", "communities", "users of a community" },
    { 0 },
};

enum { COMMUNITIES = WOM_NUM_DISTRIBUTIONS - 1 };

static wom_status
tally_communities(wom_run *run, wom_job *job)
{
    double *size = NULL;
    WOM_TRY(wom_allocate(&size, job, run->num_communities, sizeof *size, "sizes of communities"));
    for (wom_node node = 0; node < run->data->graph->num_nodes; node++) size[run->community[node]]++;
    const wom_status status = wom_tally_create(&run->distribution[COMMUNITIES], job, size, run->num_communities);
    wom_free(size);
    return status;
}

wom_status
wom_run_distribute(wom_run *run, wom_job *job)
{
    static const wom_measure measures[] = { WOM_MEASURE_OUT_DEGREE, WOM_MEASURE_IN_DEGREE, WOM_MEASURE_STRENGTH,
                                            WOM_MEASURE_COMPONENT };
    for (uint32_t i = 0; i < COMMUNITIES; i++)
        WOM_TRY(wom_graph_tally(&run->distribution[i], job, run->data->graph, measures[i]));
    return tally_communities(run, job);
}

wom_status
wom_results_write_distributions(wom_store *store, const wom_run *run)
{
    char path[64];
    for (uint32_t i = 0; i < WOM_NUM_DISTRIBUTIONS; i++) {
        const wom_distribution *about = &wom_distributions[i];
        const wom_tally *tally = &run->distribution[i];
        const wom_column columns[] = {
            { "value", WOM_TYPE_DOUBLE, tally->value, about->value_unit, about->meaning },
            { "count", WOM_TYPE_UINT64, tally->count, about->count_unit, "how many have it" },
        };
        snprintf(path, sizeof path, "/distributions/%s", about->name);
        WOM_TRY(wom_store_write_table(store, path, columns, LENGTH(columns), tally->num, NULL));
    }
    return WOM_OK;
}
