/* What was loaded, in lines and tables: data, what was dropped, graph, model, what a run will need. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *
source_of(const wom_scenario *scenario)
{
    if (scenario->is_generated) return "a generated ";
    if (scenario->files.prepared != NULL) return scenario->files.prepared;
    const char *file = scenario->files.ties != NULL ? scenario->files.ties : scenario->files.log;
    return strcmp(file, "-") == 0 ? "standard input" : file;
}

static const char *
generator_of(const wom_scenario *scenario)
{
    return scenario->is_generated ? scenario->generator.variant->name : "";
}

static void
add_data(cli_table *table, const wom_run *run)
{
    char interests[128] = "no interests";
    const wom_data *data = run->data;
    const bool is_plain = data->ties_format == NULL || strcmp(data->ties_format, "table") == 0;
    cli_cell(table, "data");
    if (data->graph->num_ties == 0 && data->log != NULL) {
        cli_cell(table, "%s without ties; from %s", cli_counted(data->graph->num_nodes, "user", "users").text,
                 source_of(run->scenario));
        return;
    }
    if (data->user_interests != NULL)
        snprintf(interests, sizeof interests, "%s",
                 cli_counted(data->user_interests->num_dimensions, "interest", "interests").text);
    cli_cell(table, "%s, %s, %s, %s; from %s%s%s%s%s%s", cli_counted(data->graph->num_nodes, "user", "users").text,
             cli_counted(data->graph->num_ties, "tie", "ties").text,
             cli_counted(data->num_contents, "content", "contents").text, interests, source_of(run->scenario),
             generator_of(run->scenario), is_plain ? "" : ", read as ", is_plain ? "" : data->ties_format,
             data->ties_are_undirected ? " without directions" : "",
             data->ties_are_undirected && data->direction == WOM_DIRECTION_MUTUAL ? ": ties go both ways" : "");
}

wom_status
cli_show_data(cli_call *call, const wom_run *run)
{
    cli_heading(&call->style, run->scenario->name);
    if (run->data == NULL) return WOM_OK; /* stopped while loading */
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    add_data(&table, run);
    const wom_status status = cli_add_log_lines(&table, run);
    WOM_TRY(cli_table_print(&table)); /* which also frees it */
    WOM_TRY(status);
    return cli_show_model(call, run);
}

/* ---- What was not taken as it stood ---- */

static void
add_dropped(cli_table *table, uint64_t count, const char *what)
{
    if (count == 0) return;
    cli_cell(table, "%s", what);
    cli_cell(table, "%s", cli_count(count).text);
}

wom_status
cli_show_dropped(cli_call *call, const wom_data *data)
{
    const wom_data_report *report = &data->report;
    cli_table table = cli_table_begin(call->job, &call->style, "lr");
    for (uint32_t i = 0; i < WOM_DATA_NUM_COUNTS; i++)
        if (!wom_data_counts[i].is_normal)
            add_dropped(&table, wom_data_count_of(report, &wom_data_counts[i]), wom_data_counts[i].meaning);
    for (uint32_t i = 0; data->log != NULL && i < WOM_LOG_NUM_COUNTS; i++)
        add_dropped(&table, wom_log_count_of(&data->log->counts, &wom_log_counts_told[i]),
                    wom_log_counts_told[i].meaning);
    if (table.num_cells > 0) {
        printf("\n");
        cli_heading(&call->style, "Met while reading");
    }
    return cli_table_print(&table);
}

/* ---- The graph ---- */

static void
add_line(cli_table *table, const char *name, cli_text value, const char *unit)
{
    cli_cell(table, "%s", name);
    cli_cell(table, "%s", value.text);
    cli_cell(table, "%s", unit);
}

/* Half of all lie between the quarters. */
static void
add_quantiles(cli_table *table, const char *name, const double quantiles[5])
{
    cli_cell(table, "%s", name);
    cli_cell(table, "%s", cli_real(quantiles[2]).text);
    cli_cell(table, "median; of half %s to %s", cli_real(quantiles[1]).text, cli_real(quantiles[3]).text);
    add_line(table, "", cli_real(quantiles[4]), "of 95 % at most");
}

wom_status
cli_show_graph(cli_call *call, const wom_graph_summary *summary)
{
    cli_heading(&call->style, "Graph");
    cli_table table = cli_table_begin(call->job, &call->style, "lrl");
    add_line(&table, "users", cli_count(summary->num_nodes), "");
    add_line(&table, "ties", cli_count(summary->num_ties), "");
    add_line(&table, "ties a user", cli_real(summary->mean_degree), "mean");
    add_quantiles(&table, "ties out of a user", summary->out_degree_quantiles);
    add_line(&table, "", cli_count(summary->max_out_degree), "most");
    add_quantiles(&table, "ties into a user", summary->in_degree_quantiles);
    add_line(&table, "", cli_count(summary->max_in_degree), "most");
    add_quantiles(&table, "strength of a tie", summary->strength_quantiles);
    add_line(&table, "", cli_real(summary->strength_mean), "mean");
    add_line(&table, "", cli_real(summary->strength_max), "most");
    add_line(&table, "reciprocity", cli_real(summary->reciprocity), "share of ties that go both ways");
    add_line(&table, "clustering", cli_real(summary->clustering), "share of paths of two that are closed");
    add_line(&table, "", cli_real(summary->local_clustering), "mean over users");
    add_line(&table, "assortativity", cli_real(summary->degree_assortativity), "correlation of degrees over ties");
    add_line(&table, "tail exponent", cli_real(summary->tail_exponent), "of the degrees, top 5 % of users");
    add_line(&table, "components", cli_count(summary->num_components), "weakly connected");
    add_line(&table, "", cli_count(summary->largest_component), "users in the largest");
    add_line(&table, "", cli_count(summary->second_component), "in the second");
    add_line(&table, "isolated", cli_count(summary->num_isolated), "users");
    return cli_table_print(&table);
}

wom_status
cli_show_layers(cli_call *call, const wom_data *data)
{
    wom_layer_size *sizes = NULL;
    if (data->num_layers == 0) return WOM_OK;
    WOM_TRY(wom_data_measure_layers(&sizes, call->job, data));
    printf("\n");
    cli_heading(&call->style, "Layers");
    cli_table table = cli_table_begin(call->job, &call->style, "lrr");
    cli_table_header(&table, "layer|ties|users");
    for (uint32_t layer = 0; layer < data->num_layers; layer++) {
        const char *name = data->layer_name[layer];
        cli_cell(&table, "%s", name[0] != '\0' ? name : "(none)");
        cli_cell(&table, "%s", cli_count(sizes[layer].num_ties).text);
        cli_cell(&table, "%s", cli_count(sizes[layer].num_users).text);
    }
    wom_free(sizes);
    return cli_table_print(&table);
}

/* ---- The model ---- */

wom_status
cli_show_model(cli_call *call, const wom_run *run)
{
    const wom_scenario *scenario = run->scenario;
    wom_model_summary summary;
    if (run->model == NULL) return WOM_OK;
    WOM_TRY(wom_model_summarise(&summary, call->job, run->model, run->plan_content));
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    cli_cell(&table, "model");
    cli_cell(&table,
             "%s, %s%s%s; a tie passes a content on with probability %s on average (below %s for 95 in 100 ties); the "
             "ties into a user sum to %s",
             scenario->weighting.variant->name, scenario->dynamics.variant->name,
             scenario->baseline > 0 ? ", baseline " : "",
             scenario->baseline > 0 ? cli_real(scenario->baseline).text : "", cli_real(summary.mean).text,
             cli_real(summary.quantiles[4]).text, cli_real(summary.mean_incoming).text);
    if (summary.num_clipped > 0) {
        cli_cell(&table, "%s", "");
        cli_cell(&table, "%s had a probability above 1, which was cut to 1",
                 cli_counted(summary.num_clipped, "tie", "ties").text);
    }
    return cli_table_print(&table);
}

wom_status
cli_show_need(cli_call *call, const wom_run *run)
{
    wom_run_estimate estimate;
    if (run->model == NULL) return WOM_OK;
    WOM_TRY(wom_scenario_estimate(&estimate, call->job, run));
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    cli_cell(&table, "need");
    cli_cell(&table, "about %s of memory and, within a factor of 3, %s on %s", cli_bytes((double)estimate.memory).text,
             cli_seconds(estimate.seconds).text, cli_counted(wom_job_threads(call->job), "thread", "threads").text);
    return cli_table_print(&table);
}

/* ---- Runs that were stopped ---- */

void
cli_show_stop(cli_call *call, const wom_run *run)
{
    static const struct {
        wom_stage stage;
        const char *name;
    } stages[] = {
        { WOM_STAGE_READ, "reading" },
        { WOM_STAGE_LOAD, "loading" },
        { WOM_STAGE_DESCRIBE, "describing" },
        { WOM_STAGE_SELECT, "selecting" },
        { WOM_STAGE_SIMULATE, "simulating" },
        { WOM_STAGE_LOOK, "looking at how it spreads" },
        { WOM_STAGE_CAMPAIGN, "the campaign" },
        { WOM_STAGE_WHAT_IF, "the what-ifs" },
    };
    char text[256];
    const char *last = "nothing";
    if (run->stopped == WOM_OK) return;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (run->finished & (uint32_t)stages[i].stage) last = stages[i].name;
    snprintf(text, sizeof text,
             "PARTIAL: stopped by %s after %s was finished; what is shown is valid, the rest is missing.",
             run->stopped == WOM_TIMEOUT ? "the time limit" : "an interrupt", last);
    cli_notice(&call->style, text);
}
