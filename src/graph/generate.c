/* The table of generators, and what is done with the rows of any of them. */
#include "graph/generate.h"

static const wom_variant *const variants[] = {
    &wom_generator_town.variant,
    &wom_generator_barabasi_albert.variant,
    &wom_generator_blocks.variant,
    &wom_generator_configuration.variant,
    &wom_generator_erdos_renyi.variant,
    &wom_generator_forest_fire.variant,
    &wom_generator_rmat.variant,
    &wom_generator_watts_strogatz.variant,
    NULL,
};

const wom_catalogue wom_generators = {
    .name = "generator",
    .summary = "how a graph without data is made",
    .variants = variants,
};

wom_status
wom_tie_list_generate(wom_tie_list *list, wom_job *job, const wom_choice *generator, uint64_t seed)
{
    const wom_generator *type = (const wom_generator *)generator->variant;
    *list = (wom_tie_list){ .num_nodes = 0 };
    wom_status status = wom_fields_check(type->variant.fields, generator->params);
    if (status == WOM_OK) status = type->make(list, job, generator->params, seed);
    if (status != WOM_OK) wom_tie_list_clear(list);
    return wom_fail_in(status, "%s", type->variant.name);
}

void
wom_tie_list_clear(wom_tie_list *list)
{
    wom_free(list->from);
    wom_free(list->to);
    wom_free(list->strength);
    wom_free(list->activity);
    wom_free(list->community);
    *list = (wom_tie_list){ .num_nodes = 0 };
}

wom_status
wom_tie_list_allot(wom_tie_list *list, wom_job *job, wom_node num_nodes, double num_rows, wom_direction direction)
{
    const double most = 4294967294.0 / (direction == WOM_DIRECTION_MUTUAL ? 2 : 1);
    list->num_nodes = num_nodes;
    list->direction = direction;
    if (num_rows > most)
        return wom_fail(WOM_INVALID, "would make %.4g %s, must be at most %.0f", num_rows,
                        direction == WOM_DIRECTION_MUTUAL ? "friendships" : "ties", most);
    list->num_rows = (uint64_t)num_rows;
    WOM_TRY(wom_allocate(&list->from, job, list->num_rows, sizeof *list->from, "ties"));
    return wom_allocate(&list->to, job, list->num_rows, sizeof *list->to, "ties");
}

static wom_status
build(wom_graph **graph, wom_graph_counts *counts, wom_job *job, const wom_tie_list *list)
{
    const wom_graph_rows rows = { .num_rows = list->num_rows,
                                  .from = list->from,
                                  .to = list->to,
                                  .strength = list->strength,
                                  .direction = list->direction,
                                  .parallel = WOM_PARALLEL_DROP };
    return wom_graph_create(graph, counts, job, list->num_nodes, &rows);
}

wom_status
wom_graph_generate(wom_graph **graph, wom_graph_counts *counts, wom_job *job, const wom_choice *generator,
                   uint64_t seed)
{
    wom_tie_list list;
    *graph = NULL;
    WOM_TRY(wom_tie_list_generate(&list, job, generator, seed));
    const wom_status status = build(graph, counts, job, &list);
    wom_tie_list_clear(&list);
    return status;
}

wom_status
wom_tie_list_complete(wom_tie_list *list, wom_job *job, uint64_t seed)
{
    enum { PEOPLE = 60 };
    wom_graph *graph = NULL;
    wom_tie_list made = { .num_nodes = list->num_nodes, .direction = WOM_DIRECTION_INFLUENCE };
    wom_status status = WOM_OK;
    if (list->strength != NULL && list->activity != NULL && list->community != NULL) return WOM_OK;
    WOM_TRY_GOTO(build(&graph, NULL, job, list));
    if (list->community == NULL)
        WOM_TRY_GOTO(
            wom_graph_neighbourhoods(&list->community, &list->num_communities, job, graph, PEOPLE, seed));
    WOM_TRY_GOTO(wom_graph_send(&made, job, graph, list->community, seed));
    made.community = list->community;
    made.num_communities = list->num_communities;
    list->community = NULL;
    wom_tie_list_clear(list);
    *list = made;
    made = (wom_tie_list){ .num_nodes = 0 };
done:
    wom_graph_free(graph);
    wom_tie_list_clear(&made);
    return status;
}
