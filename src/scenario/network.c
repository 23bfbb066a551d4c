/* The network of a run or a scenario, gathered from data and results. */
#include "network.h"

#include <stdlib.h>
#include <string.h>

const char *const wom_network_formats[] = { "graphml", "gexf", NULL };

/* ---- What a results file adds ---- */

/* Users are in the table in the order of their numbers, if the data are those of the run. */
static wom_status
check_users(wom_archive *archive, const wom_data *data)
{
    char **user = NULL;
    uint64_t num = 0;
    WOM_TRY(wom_archive_read_column(&user, &num, archive, "/users/user", WOM_TYPE_STRING));
    bool is_same = num == data->graph->num_nodes;
    for (wom_node node = 0; is_same && node < num; node++)
        is_same = strcmp(user[node], wom_data_user_id(data, node)) == 0;
    wom_free(user);
    return is_same ? WOM_OK : wom_fail(WOM_INVALID, "the users in the data are not those of the results: they changed");
}

static wom_status
read_active(network *net, wom_archive *archive, const wom_data *data)
{
    uint64_t num = 0;
    if (!wom_archive_has(archive, "/users/active")) return WOM_OK;
    WOM_TRY(check_users(archive, data));
    WOM_TRY(wom_archive_read_column(&net->active, &num, archive, "/users/active", WOM_TYPE_DOUBLE));
    if (num == data->graph->num_nodes) return WOM_OK;
    return wom_fail(WOM_INVALID, "\"/users/active\" is not as long as there are users");
}

/* Ranks of the seeds, and the content that they are asked to pass on. */
static wom_status
read_seeds(network *net, wom_job *job, wom_archive *archive, const wom_data *data)
{
    char **user = NULL, **content = NULL;
    uint64_t num = 0, num_contents = 0;
    wom_status status = WOM_OK;
    if (!wom_archive_has(archive, "/seeds")) return WOM_OK;
    WOM_TRY_GOTO(wom_archive_read_column(&user, &num, archive, "/seeds/user", WOM_TYPE_STRING));
    WOM_TRY_GOTO(wom_archive_read_column(&content, &num_contents, archive, "/seeds/content", WOM_TYPE_STRING));
    WOM_TRY_GOTO(wom_allocate(&net->seed_rank, job, data->graph->num_nodes, sizeof *net->seed_rank, "ranks of seeds"));
    for (uint64_t i = 0; i < num; i++) {
        wom_node node = 0;
        WOM_TRY_GOTO(wom_data_user(&node, data, user[i]));
        net->seed_rank[node] = (uint32_t)i + 1;
    }
    if (num_contents > 0) WOM_TRY_GOTO(wom_data_content(&net->content, data, content[0]));
done:
    wom_free(user);
    wom_free(content);
    return status;
}

static wom_status
read_results(network *net, wom_job *job, const char *source)
{
    wom_archive *archive = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_archive_open(&archive, job, source, wom_results_format));
    WOM_TRY_GOTO(read_active(net, archive, net->run->data));
    WOM_TRY_GOTO(read_seeds(net, job, archive, net->run->data));
done:
    wom_archive_close(archive);
    return wom_fail_in(status, "%s", source);
}

/* ---- A trace ---- */

typedef struct trace_table {
    uint64_t *replicate, num_rows;
    char **user, **parent;
    uint32_t *generation;
    double *time;
} trace_table;

static wom_status
read_trace_table(trace_table *table, wom_archive *archive)
{
    uint64_t num[5];
    if (!wom_archive_has(archive, "/traces"))
        return wom_fail(WOM_INVALID, "holds no traces; run the scenario with /simulate/traced above 0");
    WOM_TRY(wom_archive_read_column(&table->replicate, &num[0], archive, "/traces/replicate", WOM_TYPE_UINT64));
    WOM_TRY(wom_archive_read_column(&table->user, &num[1], archive, "/traces/user", WOM_TYPE_STRING));
    WOM_TRY(wom_archive_read_column(&table->parent, &num[2], archive, "/traces/parent", WOM_TYPE_STRING));
    WOM_TRY(wom_archive_read_column(&table->generation, &num[3], archive, "/traces/generation", WOM_TYPE_UINT32));
    WOM_TRY(wom_archive_read_column(&table->time, &num[4], archive, "/traces/time", WOM_TYPE_DOUBLE));
    table->num_rows = num[0];
    for (uint32_t i = 1; i < 5; i++)
        if (num[i] != num[0]) return wom_fail(WOM_INVALID, "the columns of \"/traces\" are not of one length");
    return WOM_OK;
}

static void
free_trace_table(trace_table *table)
{
    wom_free(table->replicate);
    wom_free(table->user);
    wom_free(table->parent);
    wom_free(table->generation);
    wom_free(table->time);
}

/* The world meant by "trace" (the first in the table) or "trace/17". */
static wom_status
find_replicate(uint64_t *replicate, const trace_table *table, const char *what)
{
    const char *number = strchr(what, '/');
    if (table->num_rows == 0) return wom_fail(WOM_INVALID, "its traces are empty: nobody became active");
    *replicate = table->replicate[0];
    if (number == NULL) return WOM_OK;
    char *end = NULL;
    *replicate = strtoull(number + 1, &end, 10);
    for (uint64_t i = 0; i < table->num_rows && end != number + 1 && *end == '\0'; i++)
        if (table->replicate[i] == *replicate) return WOM_OK;
    return wom_fail(WOM_INVALID, "holds no trace of world \"%s\"; it has that of %llu", number + 1,
                    (unsigned long long)table->replicate[0]);
}

static wom_status
place_trace(network *net, wom_job *job, const trace_table *table, uint64_t replicate)
{
    const wom_node num_nodes = net->run->data->graph->num_nodes;
    WOM_TRY(wom_allocate(&net->parent, job, num_nodes, sizeof *net->parent, "a trace"));
    WOM_TRY(wom_allocate(&net->generation, job, num_nodes, sizeof *net->generation, "a trace"));
    WOM_TRY(wom_allocate(&net->time, job, num_nodes, sizeof *net->time, "a trace"));
    WOM_TRY(wom_allocate(&net->is_left_out, job, num_nodes, sizeof *net->is_left_out, "users left out"));
    for (wom_node node = 0; node < num_nodes; node++) net->is_left_out[node] = true;
    for (uint64_t i = 0; i < table->num_rows; i++) {
        wom_node user = 0, parent = WOM_NO_NODE;
        if (table->replicate[i] != replicate) continue;
        WOM_TRY(wom_data_user(&user, net->run->data, table->user[i]));
        if (table->parent[i][0] != '\0') WOM_TRY(wom_data_user(&parent, net->run->data, table->parent[i]));
        net->is_left_out[user] = false;
        net->parent[user] = parent;
        net->generation[user] = table->generation[i];
        net->time[user] = table->time[i];
    }
    return WOM_OK;
}

static wom_status
read_trace(network *net, wom_job *job, const char *source, const char *what)
{
    trace_table table = { 0 };
    wom_archive *archive = NULL;
    uint64_t replicate = 0;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_archive_open(&archive, job, source, wom_results_format));
    WOM_TRY_GOTO(read_trace_table(&table, archive));
    WOM_TRY_GOTO(find_replicate(&replicate, &table, what));
    WOM_TRY_GOTO(place_trace(net, job, &table, replicate));
done:
    free_trace_table(&table);
    wom_archive_close(archive);
    return wom_fail_in(status, "%s", source);
}

/* ---- The most reached ---- */

typedef struct ranked {
    double value;
    wom_node node;
} ranked;

static int
compare_ranked(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->value != y->value) return x->value > y->value ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

static wom_status
leave_out(network *net, wom_job *job, uint32_t top)
{
    const wom_graph *graph = net->run->data->graph;
    ranked *order = NULL;
    wom_status status = WOM_OK;
    if (top == 0 || top >= graph->num_nodes) return WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&order, job, graph->num_nodes, sizeof *order, "users by reach"));
    WOM_TRY_GOTO(wom_allocate(&net->is_left_out, job, graph->num_nodes, sizeof *net->is_left_out, "users left out"));
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        const double degree = (double)wom_graph_out_degree(graph, node) + wom_graph_in_degree(graph, node);
        order[node] = (ranked){ net->active != NULL ? net->active[node] : degree, node };
    }
    qsort(order, graph->num_nodes, sizeof *order, compare_ranked);
    for (wom_node i = top; i < graph->num_nodes; i++) net->is_left_out[order[i].node] = true;
done:
    wom_free(order);
    return status;
}

/* ---- The whole ---- */

/* Of a scenario: the content that its goal names, or the first. */
static wom_status
find_content(network *net)
{
    bool is_given;
    WOM_TRY(wom_goal_content(&net->content, &is_given, net->run->scenario, net->run->data));
    if (!is_given) net->content = 0;
    return WOM_OK;
}

static wom_status
write_file(wom_network_counts *counts, wom_job *job, const network *net, const char *output, wom_network_format format)
{
    wom_text_file *file = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_text_file_create(&file, job, output));
    WOM_TRY_GOTO(network_write_xml(counts, file, job, net, format));
    WOM_TRY_GOTO(wom_text_file_finish(file));
done:
    wom_text_file_free(file);
    return status;
}

wom_status
wom_network_write(wom_network_counts *counts, wom_job *job, const char *source, const char *output, const char *what,
                  wom_network_format format, uint32_t top)
{
    wom_network_counts written = { 0 };
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    network net = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_scenario_load(&scenario, job, source, NULL, 0));
    WOM_TRY_GOTO(wom_scenario_run(&run, job, scenario, WOM_STAGE_LOAD | WOM_STAGE_DESCRIBE, NULL, NULL));
    if (run->stopped != WOM_OK) {
        status = wom_fail(run->stopped, "%s", run->stop_text);
        goto done;
    }
    net.run = run;
    WOM_TRY_GOTO(find_content(&net));
    if (wom_is_results_file(source)) WOM_TRY_GOTO(read_results(&net, job, source));
    if (strncmp(what, "trace", 5) == 0)
        WOM_TRY_GOTO(read_trace(&net, job, source, what));
    else
        WOM_TRY_GOTO(leave_out(&net, job, top));
    WOM_TRY_GOTO(write_file(&written, job, &net, output, format));
    if (counts != NULL) *counts = written;
done:
    wom_free(net.active);
    wom_free(net.seed_rank);
    wom_free(net.is_left_out);
    wom_free(net.parent);
    wom_free(net.generation);
    wom_free(net.time);
    wom_run_free(run);
    wom_scenario_free(scenario);
    return status;
}
