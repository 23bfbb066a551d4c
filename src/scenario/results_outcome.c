/* Results of simulating the plan: summary, curves, users, groups, replicates. */
#include "results.h"
#include "results_columns.h"

#include <math.h>

/* A row of the summary. */
typedef struct summary_row {
    const char *metric, *unit, *meaning;
    const wom_estimate *estimate;
} summary_row;

enum { MOST_ROWS = WOM_NUM_METRICS + 4 };

/* Metrics that mean something here, and the ratios of those that do. */
static uint32_t
summary_rows(summary_row rows[MOST_ROWS], const wom_run *run)
{
    const wom_outcome *outcome = run->outcome;
    uint32_t n = 0;
    for (uint32_t m = 0; m < WOM_NUM_METRICS; m++)
        if (wom_run_reports(run, (wom_metric)m))
            rows[n++] = (summary_row){ wom_metrics[m].name, wom_metrics[m].unit, wom_metrics[m].long_name,
                                       &outcome->estimate[m] };
    rows[n++] = (summary_row){ "gain", "1", "incremental active users / accepted", &outcome->gain };
    rows[n++] =
        (summary_row){ "fizzle", "share", "worlds where the word does not spread (simulate/fizzle)", &outcome->fizzle };
    if (!wom_run_reports(run, WOM_METRIC_COST)) return n;
    if (wom_run_reports(run, WOM_METRIC_PROFIT))
        rows[n++] = (summary_row){ "roi", "1", "profit / cost", &outcome->roi };
    rows[n++] = (summary_row){ "cost_per_incremental", "money", "cost / incremental active users",
                               &outcome->cost_per_incremental };
    return n;
}

static wom_status
write_summary(wom_store *store, wom_job *job, const wom_run *run)
{
    const char *metric[MOST_ROWS], *unit[MOST_ROWS], *meaning[MOST_ROWS];
    uint64_t n[MOST_ROWS];
    summary_row rows[MOST_ROWS];
    estimate_columns values = { 0 };
    const uint32_t num_rows = summary_rows(rows, run);
    WOM_TRY(wom_estimate_columns_create(&values, job, num_rows));
    for (uint32_t i = 0; i < num_rows; i++) {
        metric[i] = rows[i].metric;
        unit[i] = rows[i].unit;
        meaning[i] = rows[i].meaning;
        n[i] = run->outcome->num_replicates;
        wom_estimate_columns_set(&values, i, rows[i].estimate);
    }
    wom_column columns[8] = { { "metric", WOM_TYPE_STRING, metric, "", "what is measured" } };
    uint32_t num = 1 + wom_estimate_columns_list(columns + 1, &values, &wom_value_names, "1");
    columns[num++] = (wom_column){ "n", WOM_TYPE_UINT64, n, "worlds", "simulated" };
    columns[num++] = (wom_column){ "unit", WOM_TYPE_STRING, unit, "", "of value, se, lo95 and hi95" };
    columns[num++] = (wom_column){ "meaning", WOM_TYPE_STRING, meaning, "", "of the metric" };
    const wom_status status = wom_store_write_table(store, "/summary", columns, num, num_rows, "metric");
    wom_estimate_columns_free(&values);
    return status;
}

static wom_status
write_curves(wom_store *store, wom_job *job, const wom_outcome *outcome)
{
    static const double levels[] = { .05, .5, .95 };
    const uint32_t steps = outcome->curve_steps;
    double *active = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&active, job, 3 * (uint64_t)steps, sizeof *active, "the adoption curve"));
    for (uint32_t t = 0; t < steps; t++) {
        active[3 * t] = outcome->curve_low[t];
        active[3 * t + 1] = outcome->curve_median[t];
        active[3 * t + 2] = outcome->curve_high[t];
    }
    const wom_axis axes[] = {
        { "step", steps, WOM_TYPE_UINT32, NULL, "steps" },
        { "quantile", 3, WOM_TYPE_DOUBLE, levels, "1" },
    };
    WOM_TRY_GOTO(wom_store_write_array(store, "/curves/active", WOM_TYPE_DOUBLE, active, axes, 2, "users",
                                       "cumulative active users, quantiles over worlds"));
    WOM_TRY_GOTO(wom_store_write_array(store, "/curves/active_mean", WOM_TYPE_DOUBLE, outcome->curve_mean, axes, 1,
                                       "users", "cumulative active users, mean over worlds"));
    WOM_TRY_GOTO(wom_store_write_array(store, "/curves/newly_active", WOM_TYPE_DOUBLE, outcome->newly_mean, axes, 1,
                                       "users", "newly active users, mean over worlds"));
done:
    wom_free(active);
    return status;
}

static wom_status
write_users(wom_store *store, wom_job *job, const wom_run *run)
{
    const wom_graph *graph = run->data->graph;
    const wom_node num = graph->num_nodes;
    const double n = (double)run->outcome->num_replicates;
    double *active = NULL;
    uint32_t *degree = NULL;
    char **user = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_data_user_ids(&user, job, run->data));
    WOM_TRY_GOTO(wom_allocate(&active, job, 2 * (uint64_t)num, sizeof *active, "the table of users"));
    WOM_TRY_GOTO(wom_allocate(&degree, job, 2 * (uint64_t)num, sizeof *degree, "the table of users"));
    for (wom_node node = 0; node < num; node++) {
        const double share = run->outcome->times_active[node] / n;
        active[node] = share;
        active[num + node] = sqrt(share * (1 - share) / n);
        degree[node] = wom_graph_out_degree(graph, node);
        degree[num + node] = wom_graph_in_degree(graph, node);
    }
    wom_column columns[8] = {
        { "user", WOM_TYPE_STRING, user, "", "external id" },
        { "active", WOM_TYPE_DOUBLE, active, "probability", "share of worlds in which the user was active" },
        { "active_se", WOM_TYPE_DOUBLE, active + num, "probability", "its standard error" },
        { "out_degree", WOM_TYPE_UINT32, degree, "ties", "users she can influence" },
        { "in_degree", WOM_TYPE_UINT32, degree + num, "ties", "users who can influence her" },
    };
    uint32_t count = 5;
    if (run->community != NULL)
        columns[count++] = (wom_column){ "community", WOM_TYPE_UINT32, run->community, "1", "0 is the largest" };
    if (run->data->segment != NULL)
        columns[count++] = (wom_column){ "segment", WOM_TYPE_UINT32, run->data->segment, "1", "row of /segments" };
    status = wom_store_write_table(store, "/users", columns, count, num, "user");
done:
    wom_free(active);
    wom_free(degree);
    wom_free(user);
    return status;
}

/* One partition's groups: their sizes and how many of them were active. */
static wom_status
write_groups(wom_store *store, wom_job *job, const wom_run *run, uint32_t p, const uint32_t *group_of, const char *path,
             const char *const *names)
{
    const uint32_t num = run->outcome->num_groups[p];
    uint32_t *sizes = NULL;
    estimate_columns values = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&sizes, job, 2 * (uint64_t)num, sizeof *sizes, "a table of groups"));
    WOM_TRY_GOTO(wom_estimate_columns_create(&values, job, num));
    for (wom_node node = 0; node < run->data->graph->num_nodes; node++) sizes[group_of[node]]++;
    for (uint32_t g = 0; g < num; g++) {
        sizes[num + g] = g;
        wom_estimate_columns_set(&values, g, &run->outcome->group_active[p][g]);
    }
    wom_column columns[6] = { names != NULL ? (wom_column){ "group", WOM_TYPE_STRING, names, "", "name" }
                                            : (wom_column){ "group", WOM_TYPE_UINT32, sizes + num, "1", "number" } };
    columns[1] = (wom_column){ "size", WOM_TYPE_UINT32, sizes, "users", "in the group" };
    const uint32_t count = 2 + wom_estimate_columns_list(columns + 2, &values, &wom_value_names, "users");
    status = wom_store_write_table(store, path, columns, count, num, names != NULL ? "group" : NULL);
done:
    wom_free(sizes);
    wom_estimate_columns_free(&values);
    return status;
}

static wom_status
write_replicates(wom_store *store, const wom_run *run)
{
    const wom_outcome *outcome = run->outcome;
    wom_column columns[WOM_NUM_METRICS];
    uint32_t n = 0;
    for (uint32_t m = 0; m < WOM_NUM_METRICS; m++)
        if (wom_run_reports(run, (wom_metric)m))
            columns[n++] = (wom_column){ wom_metrics[m].name, WOM_TYPE_DOUBLE, outcome->metric[m], wom_metrics[m].unit,
                                         wom_metrics[m].long_name };
    return wom_store_write_table(store, "/replicates", columns, n, outcome->num_replicates, NULL);
}

wom_status
wom_results_write_outcome(wom_store *store, wom_job *job, const wom_run *run)
{
    uint32_t p = 0;
    if (run->outcome == NULL) return WOM_OK;
    WOM_TRY(write_summary(store, job, run));
    WOM_TRY(write_curves(store, job, run->outcome));
    WOM_TRY(write_users(store, job, run));
    if (run->data->segment != NULL)
        WOM_TRY(write_groups(store, job, run, p++, run->data->segment, "/segments",
                             (const char *const *)run->data->segment_name));
    if (run->community != NULL) WOM_TRY(write_groups(store, job, run, p, run->community, "/communities", NULL));
    return write_replicates(store, run);
}
