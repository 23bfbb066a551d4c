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
    WOM_TRY_GOTO(
        wom_allocate(&net->seed_rank, job, data->graph->num_nodes, sizeof *net->seed_rank, "ranks of seeds"));
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
    WOM_TRY_GOTO(
        wom_allocate(&net->is_left_out, job, graph->num_nodes, sizeof *net->is_left_out, "users left out"));
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
write_file(wom_network_counts *counts, wom_job *job, const network *net, const char *output,
           wom_network_format format)
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
wom_network_write(wom_network_counts *counts, wom_job *job, const char *source, const char *output,
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
    WOM_TRY_GOTO(leave_out(&net, job, top));
    WOM_TRY_GOTO(write_file(&written, job, &net, output, format));
    if (counts != NULL) *counts = written;
done:
    wom_free(net.active);
    wom_free(net.seed_rank);
    wom_free(net.is_left_out);
    wom_run_free(run);
    wom_scenario_free(scenario);
    return status;
}
