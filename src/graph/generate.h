/* What generators share: their streams of chance, and ties by chances that are the same for many pairs. Internal. */
#ifndef WOM_GRAPH_GENERATE_H
#define WOM_GRAPH_GENERATE_H

#include <wom/graph.h>

/* What a stream of chance is for; the index of a stream is the step and the item. Append only. */
typedef enum wom_generate_step {
    WOM_GENERATE_COMMUNITIES = 1,
    WOM_GENERATE_DEGREES,
    WOM_GENERATE_MEETING,
    WOM_GENERATE_CLOSING,
    WOM_GENERATE_DIRECTIONS,
    WOM_GENERATE_MESSAGES,
    WOM_GENERATE_INTERESTS,
    WOM_GENERATE_PROFILES,
    WOM_GENERATE_TASTES,
    WOM_GENERATE_CONTENTS,
    WOM_GENERATE_USERS,
    WOM_GENERATE_HOMOPHILY,
    WOM_GENERATE_TIES,
    WOM_GENERATE_NEIGHBOURHOODS,
    WOM_GENERATE_LOG,
} wom_generate_step;

static inline wom_rng
wom_generate_stream(uint64_t seed, wom_generate_step step, uint64_t item)
{
    return wom_rng_stream(seed, WOM_PURPOSE_GENERATE, ((uint64_t)step << 40) | item);
}

/* Rounds to so many parts of one, so that files stay short and read back to the same number. */
static inline double
wom_generate_round(double x, double parts)
{
    return (double)(int64_t)(x * parts + 0.5) / parts;
}

/* Room for num_rows rows, all counted. WOM_INVALID where they would be more ties than a graph may have. */
wom_status wom_tie_list_allot(wom_tie_list *list, wom_job *job, wom_node num_nodes, double num_rows,
                              wom_direction direction);

/* Communities in a row of nodes: node i's ends before end_of[community_of[i]]. */
typedef struct wom_pair_chances {
    wom_node num_nodes;
    uint32_t *community_of; /* [num_nodes] ascending; NULL: all are in one */
    wom_node *end_of;       /* [communities] */
    double inside, outside; /* probability that two of one, or of two communities, are friends */
    uint64_t seed;
} wom_pair_chances;

/* Each pair by its own chance, mutual ties; time linear in nodes and ties by skipping from success to success. */
wom_status wom_tie_list_draw_pairs(wom_tie_list *list, wom_job *job, const wom_pair_chances *chances);

/* Around one in `people` of the nodes with ties: everybody belongs to the nearest of them (the first who reaches her),
 * whom nobody reaches is alone. */
wom_status wom_graph_neighbourhoods(uint32_t **community, uint32_t *num_communities, wom_job *job,
                                    const wom_graph *graph, uint32_t people, uint64_t seed);

/* Messages along the ties of a graph, and the activity of its nodes, as the town has them. */
wom_status wom_graph_send(wom_tie_list *ties, wom_job *job, const wom_graph *graph, uint32_t *community,
                          uint64_t seed);

extern const wom_generator wom_generator_town, wom_generator_barabasi_albert, wom_generator_blocks,
    wom_generator_configuration, wom_generator_erdos_renyi, wom_generator_forest_fire, wom_generator_rmat,
    wom_generator_watts_strogatz;

#endif
