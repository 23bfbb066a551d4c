/* A small generated town, whose parameters tests may change. */
#ifndef TOWN_H
#define TOWN_H

#include "graph/town.h"

#include <wom/data.h>

/* The generator's parameters, whose seed the population's replaces. */
typedef struct town {
    wom_town graph;
    wom_population population;
} town;

static inline town
town_defaults(void)
{
    town made;
    wom_fields_default(&made.graph, wom_catalogue_find(&wom_generators, "town")->fields);
    wom_fields_default(&made.population, wom_population_fields);
    made.graph.seed = made.population.seed;
    return made;
}

static inline wom_status
town_create(wom_data **data, wom_job *job, const town *wanted)
{
    wom_town graph = wanted->graph;
    const wom_choice generator = { wom_catalogue_find(&wom_generators, "town"), &graph };
    return wom_data_generate(data, job, &generator, &wanted->population);
}

#endif
