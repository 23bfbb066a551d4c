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

enum { MOST_FIGURES = 64 };

/* Columns of figures, as they are added. */
typedef struct figures {
    uint32_t num;
    const char *name[MOST_FIGURES], *unit[MOST_FIGURES];
    double value[MOST_FIGURES];
} figures;

static void
add(figures *f, const char *name, const char *unit, double value)
{
    f->name[f->num] = name;
    f->unit[f->num] = unit;
    f->value[f->num++] = value;
}

static void
add_quantiles(figures *f, const char *const names[5], const char *unit, const double quantiles[5])
{
    for (int i = 0; i < 5; i++) add(f, names[i], unit, quantiles[i]);
}

static void
add_degrees(figures *f, const wom_graph_summary *g)
{
    static const char *const out[] = { "out_degree_p05", "out_degree_p25", "out_degree_median", "out_degree_p75",
                                       "out_degree_p95" };
    static const char *const in[] = { "in_degree_p05", "in_degree_p25", "in_degree_median", "in_degree_p75",
                                      "in_degree_p95" };
    static const char *const strength[] = { "strength_p05", "strength_p25", "strength_median", "strength_p75",
                                            "strength_p95" };
    add(f, "mean_degree", "ties", g->mean_degree);
    add_quantiles(f, out, "ties", g->out_degree_quantiles);
    add(f, "max_out_degree", "ties", g->max_out_degree);
    add_quantiles(f, in, "ties", g->in_degree_quantiles);
    add(f, "max_in_degree", "ties", g->max_in_degree);
    add(f, "strength_mean", "1", g->strength_mean);
    add_quantiles(f, strength, "1", g->strength_quantiles);
    add(f, "strength_max", "1", g->strength_max);
}

static void
add_structure(figures *f, const wom_run *run)
{
    const wom_graph_summary *g = &run->graph_summary;
    add(f, "reciprocity", "1", g->reciprocity);
    add(f, "clustering", "1", g->clustering);
    add(f, "local_clustering", "1", g->local_clustering);
    add(f, "degree_assortativity", "1", g->degree_assortativity);
    add(f, "tail_exponent", "1", g->tail_exponent);
    add(f, "components", "1", g->num_components);
    add(f, "largest_component", "users", g->largest_component);
    add(f, "second_component", "users", g->second_component);
    add(f, "communities", "1", run->num_communities);
    add(f, "largest_community", "users", run->largest_community);
    add(f, "modularity", "1", run->modularity);
    add(f, "interest_over_ties", "1", run->assortativity.over_ties);
    add(f, "interest_over_random_pairs", "1", run->assortativity.over_random_pairs);
}

static void
add_model(figures *f, const wom_run *run)
{
    const wom_model_summary *m = &run->model_summary;
    if (run->model == NULL) return;
    add(f, "mean_probability", "probability", m->mean);
    add(f, "max_probability", "probability", m->max);
    add(f, "mean_incoming_probability", "1", m->mean_incoming);
    add(f, "max_incoming_probability", "1", m->max_incoming);
    add(f, "clipped_ties", "ties", (double)m->num_clipped);
    add(f, "missing_similarities", "pairs", (double)run->model->num_missing_similarities);
}

static void
add_reading(figures *f, const wom_run *run)
{
    const wom_data_report *r = &run->data->report;
    add(f, "rows_read", "rows", (double)r->ties.rows);
    add(f, "self_loops_dropped", "rows", (double)r->ties.self_loops);
    add(f, "parallel_ties_merged", "ties", (double)r->ties.merged_ties);
}

static void
add_log(figures *f, const wom_run *run)
{
    const wom_log *log = run->data->log;
    const wom_influence *influence = &run->influence;
    if (log == NULL) return;
    add(f, "log_actions", "actions", (double)log->num_actions);
    add(f, "log_contents", "contents", log->num_contents);
    add(f, "log_users", "users", log->num_users);
    add(f, "log_exposed", "1", influence->exposed);
    add(f, "log_exposed_by_chance", "1", influence->null[WOM_NULL_SHUFFLED].share);
    add(f, "log_exposed_by_chance_sd", "1", influence->null[WOM_NULL_SHUFFLED].deviation);
    add(f, "log_exposed_by_activity", "1", influence->null[WOM_NULL_ACTIVITY].share);
    add(f, "log_exposed_by_calendar", "1", influence->null[WOM_NULL_CALENDAR].share);
    add(f, "log_exposed_by_order", "1", influence->null[WOM_NULL_ORDER].share);
    add(f, "log_closer", "1", influence->closer);
    add(f, "log_passed_at_most", "1", influence->at_most);
    add(f, "log_influence", "1", influence->verdict);
    add(f, "log_first_time", "seconds", log->first_time);
    add(f, "log_last_time", "seconds", log->last_time);
}

wom_status
wom_results_write_graph(wom_store *store, wom_job *job, const wom_run *run)
{
    (void)job;
    if ((run->finished & WOM_STAGE_DESCRIBE) == 0) return WOM_OK; /* half a description would pass for a whole one */
    figures f = { .num = 0 };
    add(&f, "users", "users", run->graph_summary.num_nodes);
    add(&f, "ties", "ties", run->graph_summary.num_ties);
    add(&f, "isolated", "users", run->graph_summary.num_isolated);
    add_degrees(&f, &run->graph_summary);
    add_structure(&f, run);
    add_model(&f, run);
    add_reading(&f, run);
    add_log(&f, run);
    const wom_column columns[] = {
        { "figure", WOM_TYPE_STRING, f.name, "", "what is measured" },
        { "value", WOM_TYPE_DOUBLE, f.value, "1", "in the unit beside it" },
        { "unit", WOM_TYPE_STRING, f.unit, "", "of value" },
    };
    WOM_TRY(wom_store_write_table(store, "/graph", columns, LENGTH(columns), f.num, "figure"));
    return wom_results_write_distributions(store, run);
}
