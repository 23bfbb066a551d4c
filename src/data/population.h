/* Who lives in a generated graph: interests of users and contents. */
#ifndef WOM_DATA_POPULATION_H
#define WOM_DATA_POPULATION_H

#include "data/names.h"
#include "graph/generate.h"

/* Interests of users and contents with their names; community_of and the graph are under the final numbers. */
wom_status wom_population_inspire(wom_data *data, wom_job *job, const wom_population *population,
                                  const uint32_t *community_of, uint32_t num_communities);

#endif
