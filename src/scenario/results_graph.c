/* Results of describing: the scenario's texts and the graph's figures. */
#include "results.h"
#include "results_columns.h"

wom_status
wom_results_write_scenario(wom_store *store, wom_job *job, const wom_scenario *scenario)
{
    wom_json *effective = NULL;
    char *text = NULL;
    wom_status status = WOM_OK;
    if (scenario->source_text != NULL)
        WOM_TRY_GOTO(wom_store_write_text(store, "/scenario_json", scenario->source_text));
    WOM_TRY_GOTO(wom_scenario_effective(&effective, job, scenario));
    WOM_TRY_GOTO(wom_json_print(&text, job, effective, true));
    WOM_TRY_GOTO(wom_store_write_text(store, "/effective_json", text));
done:
    wom_json_free(effective);
    wom_free(text);
    return status;
}

typedef struct figure {
    const char *name, *unit;
    double value;
} figure;

wom_status
wom_results_write_graph(wom_store *store, wom_job *job, const wom_run *run)
{
    (void)job;
    if ((run->finished & WOM_STAGE_DESCRIBE) == 0) return WOM_OK; /* half a description would pass for a whole one */
    const wom_graph_summary *g = &run->graph_summary;
    const wom_model_summary *m = &run->model_summary;
    const wom_data_report *r = &run->data->report;
    const wom_log *log = run->data->log;
    const figure figures[] = {
        { "users", "users", g->num_nodes },
        { "ties", "ties", g->num_ties },
        { "isolated", "users", g->num_isolated },
        { "mean_degree", "ties", g->mean_degree },
        { "max_out_degree", "ties", g->max_out_degree },
        { "max_in_degree", "ties", g->max_in_degree },
        { "reciprocity", "1", g->reciprocity },
        { "clustering", "1", g->clustering },
        { "local_clustering", "1", g->local_clustering },
        { "degree_assortativity", "1", g->degree_assortativity },
        { "tail_exponent", "1", g->tail_exponent },
        { "components", "1", g->num_components },
        { "largest_component", "users", g->largest_component },
        { "communities", "1", run->num_communities },
        { "interest_over_ties", "1", run->assortativity.over_ties },
        { "interest_over_random_pairs", "1", run->assortativity.over_random_pairs },
        { "mean_probability", "probability", m->mean },
        { "max_probability", "probability", m->max },
        { "mean_incoming_probability", "1", m->mean_incoming },
        { "max_incoming_probability", "1", m->max_incoming },
        { "clipped_ties", "ties", (double)m->num_clipped },
        { "missing_similarities", "pairs", (double)run->model->num_missing_similarities },
        { "rows_read", "rows", (double)r->ties.rows },
        { "self_loops_dropped", "rows", (double)r->ties.self_loops },
        { "parallel_ties_merged", "ties", (double)r->ties.merged_ties },
        /* of the log, where there is one */
        { "log_actions", "actions", log != NULL ? (double)log->num_actions : 0 },
        { "log_contents", "contents", log != NULL ? log->num_contents : 0 },
        { "log_users", "users", log != NULL ? log->num_users : 0 },
        { "log_exposed", "1", run->exposure.exposed },
        { "log_exposed_by_chance", "1", run->exposure.null_exposed },
    };
    const uint32_t num_figures = LENGTH(figures) - (log != NULL ? 0 : 5);
    const char *name[LENGTH(figures)], *unit[LENGTH(figures)];
    double value[LENGTH(figures)];
    for (uint32_t i = 0; i < num_figures; i++) {
        name[i] = figures[i].name;
        unit[i] = figures[i].unit;
        value[i] = figures[i].value;
    }
    const wom_column columns[] = {
        { "figure", WOM_TYPE_STRING, name, "", "what is measured" },
        { "value", WOM_TYPE_DOUBLE, value, "1", "in the unit beside it" },
        { "unit", WOM_TYPE_STRING, unit, "", "of value" },
    };
    return wom_store_write_table(store, "/graph", columns, LENGTH(columns), num_figures, "figure");
}
