/* What holds for data however they were made: names, looking up, freeing, assortativity. */
#include "data/inputs.h"
#include "data/prepared.h"

#include <math.h>
#include <string.h>

wom_status
wom_data_start(wom_data **data, wom_job *job)
{
    wom_data *made = NULL;
    wom_names *names = NULL;
    *data = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "data"));
    const wom_status status = wom_allocate(&names, job, 1, sizeof *names, "names");
    if (status != WOM_OK) {
        wom_free(made);
        return status;
    }
    wom_ids_start(&names->users, job);
    wom_ids_start(&names->contents, job);
    wom_ids_start(&names->segments, job);
    wom_ids_start(&names->layers, job);
    wom_ids_start(&names->dimensions, job);
    wom_ids_start(&names->log_contents, job);
    made->pool = names;
    *data = made;
    return WOM_OK;
}

static void
complete_report(wom_data *data)
{
    const wom_graph *graph = data->graph;
    wom_data_report *report = &data->report;
    const bool has_ties = graph->num_ties > 0 || data->ties_format != NULL; /* of a log alone, nobody has any */
    for (wom_node user = 0; has_ties && user < graph->num_nodes; ++user)
        report->users_without_ties += wom_graph_out_degree(graph, user) + wom_graph_in_degree(graph, user) == 0;
    if (data->user_interests != NULL) report->users_without_interests = data->user_interests->num_missing;
    if (data->content_interests != NULL) report->contents_without_interests = data->content_interests->num_missing;
}

wom_status
wom_data_finish(wom_data *data, wom_job *job)
{
    const wom_names *names = wom_data_names(data);
    complete_report(data);
    WOM_TRY(wom_ids_names(&data->content_id, &names->contents, job));
    data->num_contents = names->contents.num;
    if (data->segment != NULL) {
        WOM_TRY(wom_ids_names(&data->segment_name, &names->segments, job));
        data->num_segments = names->segments.num;
    }
    if (data->graph->layer != NULL) {
        WOM_TRY(wom_ids_names(&data->layer_name, &names->layers, job));
        data->num_layers = names->layers.num;
    }
    if (data->log != NULL) WOM_TRY(wom_ids_names(&data->log->content_id, &names->log_contents, job));
    if (names->dimensions.num > 0) WOM_TRY(wom_ids_names(&data->dimension_name, &names->dimensions, job));
    /* from now on the text is the data's, and the table of names borrows it */
    data->user_text = names->users.pool;
    data->user_first = names->users.start;
    return WOM_OK;
}

static void
free_names(wom_names *names, bool with_user_text)
{
    if (names == NULL) return;
    if (!with_user_text) {
        names->users.pool = NULL;
        names->users.start = NULL;
    }
    wom_ids_free(&names->users);
    wom_ids_free(&names->contents);
    wom_ids_free(&names->segments);
    wom_ids_free(&names->layers);
    wom_ids_free(&names->dimensions);
    wom_ids_free(&names->log_contents);
    wom_free(names);
}

static void
free_log(wom_log *log)
{
    if (log == NULL) return;
    wom_free(log->first);
    wom_free(log->user);
    wom_free(log->content);
    wom_free(log->time);
    wom_free(log->content_id);
    wom_free(log);
}

void
wom_data_free(wom_data *data)
{
    if (data == NULL) return;
    const bool owns_text = data->user_first != NULL; /* otherwise the table of names still does */
    wom_prepared_let_go(data);
    void *const arrays[] = { data->user_text,    data->user_first,   data->cost,         data->value,      data->accept,
                             data->activity,     data->circle,       data->friends,    data->purchase,
                             data->segment,      data->segment_name, data->content_id, data->content_value,
                             data->content_cost, data->dimension_name, data->layer_name };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; ++i) wom_free(arrays[i]);
    wom_graph_free(data->graph);
    wom_vectors_free(data->user_interests);
    wom_vectors_free(data->content_interests);
    free_log(data->log);
    free_names(data->pool, !owns_text);
    wom_inputs_free(data->inputs);
    wom_archive_close(data->archive);
    wom_free(data);
}

/* ---- The report ---- */

#define COUNT(member) #member, offsetof(wom_data_report, member)
const wom_data_count wom_data_counts[WOM_DATA_NUM_COUNTS] = {
    { "rows", offsetof(wom_data_report, ties.rows), "rows of ties", false, true },
    { "self_loops", offsetof(wom_data_report, ties.self_loops), "rows that tie a user to herself, dropped", true,
      false },
    { "duplicate_rows", offsetof(wom_data_report, ties.duplicate_rows), "rows that repeat an earlier one", true,
      false },
    { "distinct_pairs", offsetof(wom_data_report, ties.distinct_pairs), "pairs of users with a tie", false, true },
    { "merged_ties", offsetof(wom_data_report, ties.merged_ties), "ties merged with a parallel one", false, false },
    { COUNT(converted_rows), "rows that were not UTF-8, taken as ISO-8859-1", true, false },
    { COUNT(skipped_rows), "rows that could not be read, skipped", true, false },
    { COUNT(truth_values), "fields such as True or no, taken as 1 and 0", false, false },
    { COUNT(users_without_ties), "users without ties, kept", false, false },
    { COUNT(users_without_row), "users without a row in the users file, given the defaults", false, false },
    { COUNT(users_without_interests), "users without interests, alike to nobody", false, false },
    { COUNT(contents_without_interests), "contents without interests, alike to nobody", false, false },
    { COUNT(unknown_interest_rows), "rows of interests of nobody in the data, dropped", true, false },
    { COUNT(repeated_labels), "repeated labels, counted once", true, false },
    { COUNT(empty_fields), "empty fields, given the column's default", false, false },
};
#undef COUNT

#define COUNT(member) #member, offsetof(wom_log_counts, member)
const wom_log_count wom_log_counts_told[WOM_LOG_NUM_COUNTS] = {
    { COUNT(no_time), "actions without a time, dropped", true },
    { COUNT(out_of_range), "actions before \"since\" or after \"until\", dropped", false },
    { COUNT(unknown_users), "actions of nobody in the users file, dropped", true },
    { COUNT(repeated), "actions on a content that the user had already, dropped", true },
    { COUNT(far_times), "actions at a time far from all others, kept", true },
};
#undef COUNT

const char *const wom_data_input_names[] = { "ties", "users", "contents", "user interests", "content interests", "log",
                                             NULL };

/* ---- Looking up ---- */

wom_status
wom_data_user_ids(char ***ids, wom_job *job, const wom_data *data)
{
    const wom_node num = data->graph->num_nodes;
    WOM_TRY(wom_allocate(ids, job, num, sizeof **ids, "ids of users"));
    for (wom_node user = 0; user < num; ++user) (*ids)[user] = data->user_text + data->user_first[user];
    return WOM_OK;
}

static wom_status
refuse(const wom_ids *ids, const char *kind, const char *id)
{
    const uint32_t near = wom_ids_nearest(ids, id);
    if (near != WOM_NO_NODE)
        return wom_fail(WOM_INVALID, "there is no %s \"%s\"; did you mean \"%s\"?", kind, id,
                        wom_ids_name(ids, near));
    return wom_fail(WOM_INVALID, "there is no %s \"%s\"; there are %u, such as \"%s\"", kind, id, ids->num,
                    wom_ids_name(ids, 0));
}

/* In a prepared file users stand in the order of their ids: by length, then bytes. */
static wom_node
search(const wom_data *data, const char *id)
{
    const size_t length = strlen(id);
    wom_node first = 0, end = data->graph->num_nodes;
    while (first < end) {
        const wom_node middle = first + (end - first) / 2, user = data->user_order[middle];
        if (user >= data->graph->num_nodes) return WOM_NO_NODE; /* damaged: see wom_data_verify */
        const char *found = wom_data_user_id(data, user);
        const size_t found_length = strlen(found);
        const int order = found_length != length ? (found_length > length ? 1 : -1) : strcmp(found, id);
        if (order == 0) return user;
        if (order < 0) first = middle + 1;
        else end = middle;
    }
    return WOM_NO_NODE;
}

wom_status
wom_data_user(wom_node *user, const wom_data *data, const char *id)
{
    const wom_ids *names = &wom_data_names(data)->users;
    const wom_ids all = { .num = data->graph->num_nodes, .start = data->user_first, .pool = data->user_text };
    const wom_node found =
        data->archive != NULL ? search(data, id) : wom_ids_find(names, (wom_text){ id, strlen(id) });
    if (found == WOM_NO_NODE) return refuse(&all, "user", id);
    *user = found;
    return WOM_OK;
}

wom_status
wom_data_content(uint32_t *content, const wom_data *data, const char *id)
{
    const wom_ids *names = &wom_data_names(data)->contents;
    const uint32_t found = wom_ids_find(names, (wom_text){ id, strlen(id) });
    if (found == WOM_NO_NODE) return refuse(names, "content", id);
    *content = found;
    return WOM_OK;
}

wom_status
wom_data_layer(uint32_t *layer, const wom_data *data, const char *name)
{
    const char *names[WOM_MOST_LAYERS + 1] = { NULL };
    if (data->graph->layer == NULL)
        return wom_fail(WOM_INVALID, "there is no layer \"%s\": the ties have no column of layers", name);
    for (*layer = 0; *layer < data->num_layers; ++*layer) {
        names[*layer] = data->layer_name[*layer];
        if (strcmp(names[*layer], name) == 0) return WOM_OK;
    }
    const char *near = wom_suggest(name, names);
    if (near != NULL) return wom_fail(WOM_INVALID, "there is no layer \"%s\"; did you mean \"%s\"?", name, near);
    return wom_fail(WOM_INVALID, "there is no layer \"%s\"; there are %u, such as \"%s\"", name, data->num_layers,
                    names[0]);
}

static void
count_ties(wom_layer_size *sizes, wom_node *last_user, const wom_data *data, wom_node user)
{
    const wom_graph *graph = data->graph;
    for (uint64_t tie = graph->out_first[user]; tie < graph->out_first[user + 1]; ++tie) {
        const uint32_t layer = graph->layer[tie];
        ++sizes[layer].num_ties;
        sizes[layer].num_users += last_user[layer] != user;
        last_user[layer] = user;
    }
    for (uint64_t k = graph->in_first[user]; k < graph->in_first[user + 1]; ++k) {
        const uint32_t layer = graph->layer[graph->in_tie[k]];
        sizes[layer].num_users += last_user[layer] != user;
        last_user[layer] = user;
    }
}

wom_status
wom_data_measure_layers(wom_layer_size **sizes, wom_job *job, const wom_data *data)
{
    wom_node *last_user = NULL;
    WOM_TRY(wom_allocate(&last_user, job, data->num_layers, sizeof *last_user, "layers"));
    const wom_status status = wom_allocate(sizes, job, data->num_layers, sizeof **sizes, "layers");
    for (uint32_t layer = 0; layer < data->num_layers; ++layer) last_user[layer] = WOM_NO_NODE;
    for (wom_node user = 0; status == WOM_OK && data->num_layers > 0 && user < data->graph->num_nodes; ++user)
        count_ties(*sizes, last_user, data, user);
    wom_free(last_user);
    return status;
}

/* ---- Assortativity ---- */

wom_interest_assortativity
wom_data_interest_assortativity(const wom_data *data, uint64_t seed)
{
    const wom_graph *graph = data->graph;
    const wom_vectors *interests = data->user_interests;
    if (interests == NULL || graph->num_ties == 0) return (wom_interest_assortativity){ NAN, NAN };
    const wom_similarity *cosine = (const wom_similarity *)wom_catalogue_find(&wom_similarities, "cosine");
    wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, UINT64_MAX);
    double over_ties = 0, over_pairs = 0;
    for (wom_node from = 0; from < graph->num_nodes; ++from) {
        for (uint64_t tie = graph->out_first[from]; tie < graph->out_first[from + 1]; ++tie) {
            over_ties += cosine->between(interests, from, interests, graph->out_head[tie]);
            /* Two different users: the second is drawn among the others. */
            const uint32_t a = (uint32_t)wom_rng_below(&rng, graph->num_nodes);
            const uint32_t b = (uint32_t)wom_rng_below(&rng, graph->num_nodes - 1);
            over_pairs += cosine->between(interests, a, interests, b + (b >= a));
        }
    }
    return (wom_interest_assortativity){ over_ties / graph->num_ties, over_pairs / graph->num_ties };
}
