/* Whether data are what all that works on them takes for granted. */
#include "data/prepared.h"
#include "io/text.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

static wom_status
check_offsets(const uint64_t *first, uint64_t num_rows, uint64_t num_values, const char *what)
{
    if (first[0] != 0 || first[num_rows] != num_values)
        return wom_fail(WOM_INVALID, "%s do not begin and end where they should", what);
    for (uint64_t row = 0; row < num_rows; ++row)
        if (first[row] > first[row + 1])
            return wom_fail(WOM_INVALID, "%s: the offset of row %" PRIu64 " is above the next", what, row);
    return WOM_OK;
}

static wom_status
check_out_ties(const wom_graph *graph)
{
    WOM_TRY(check_offsets(graph->out_first, graph->num_nodes, graph->num_ties, "ties"));
    for (wom_node node = 0; node < graph->num_nodes; ++node)
        for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; ++tie)
            if (graph->out_head[tie] >= graph->num_nodes || graph->out_head[tie] == node ||
                (tie > graph->out_first[node] && graph->out_head[tie - 1] > graph->out_head[tie]))
                return wom_fail(WOM_INVALID, "tie %" PRIu64 " leads to user %" PRIu32 ", which cannot be", tie,
                                graph->out_head[tie]);
    for (uint64_t tie = 0; tie < graph->num_ties && graph->strength != NULL; ++tie)
        if (!(graph->strength[tie] >= 0 && isfinite(graph->strength[tie])))
            return wom_fail(WOM_INVALID, "tie %" PRIu64 ": strength is %g", tie, (double)graph->strength[tie]);
    return WOM_OK;
}

/* Below their number, and ascending between the same two users. */
static wom_status
check_layers(const wom_graph *graph, uint32_t num_layers)
{
    if (graph->layer == NULL) return WOM_OK;
    for (wom_node node = 0; node < graph->num_nodes; ++node)
        for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; ++tie)
            if (graph->layer[tie] >= num_layers ||
                (tie > graph->out_first[node] && graph->out_head[tie - 1] == graph->out_head[tie] &&
                 graph->layer[tie - 1] > graph->layer[tie]))
                return wom_fail(WOM_INVALID, "tie %" PRIu64 " is in layer %" PRIu32 ", which cannot be", tie,
                                graph->layer[tie]);
    return WOM_OK;
}

/* Each incoming tie is the outgoing tie that it says it is; there being as many of them, all are there. */
static wom_status
check_in_ties(const wom_graph *graph)
{
    WOM_TRY(check_offsets(graph->in_first, graph->num_nodes, graph->num_ties, "incoming ties"));
    for (wom_node node = 0; node < graph->num_nodes; ++node)
        for (uint64_t i = graph->in_first[node]; i < graph->in_first[node + 1]; ++i) {
            const wom_node tail = graph->in_tail[i];
            const wom_tie tie = graph->in_tie[i];
            if (tail >= graph->num_nodes || tie >= graph->num_ties || graph->out_head[tie] != node ||
                tie < graph->out_first[tail] || tie >= graph->out_first[tail + 1] ||
                (i > graph->in_first[node] && graph->in_tie[i - 1] >= tie))
                return wom_fail(WOM_INVALID, "incoming tie %" PRIu64 " of user %" PRIu32 " is no tie into her", i,
                                node);
        }
    return WOM_OK;
}

/* As long as its values say, rounding apart: a length of 0 or NaN would divide what is probable. */
static wom_status
check_length(const wom_vectors *vectors, uint32_t row, const char *what)
{
    double squares = 0;
    for (uint64_t i = vectors->first[row]; i < vectors->first[row + 1]; ++i)
        squares += (double)vectors->value[i] * (double)vectors->value[i];
    const double length = sqrt(squares), told = (double)vectors->norm[row];
    if (fabs(told - length) <= 1e-6 * length + (double)FLT_TRUE_MIN) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: row %" PRIu32 " is %g long, but said to be %g", what, row, length, told);
}

static wom_status
check_vectors(const wom_vectors *vectors, const char *what)
{
    if (vectors == NULL) return WOM_OK;
    WOM_TRY(check_offsets(vectors->first, vectors->num_rows, vectors->first[vectors->num_rows], what));
    for (uint32_t row = 0; row < vectors->num_rows; ++row)
        for (uint64_t i = vectors->first[row]; i < vectors->first[row + 1]; ++i)
            if (vectors->dimension[i] >= vectors->num_dimensions || !isfinite(vectors->value[i]) ||
                (i > vectors->first[row] && vectors->dimension[i - 1] >= vectors->dimension[i]))
                return wom_fail(WOM_INVALID, "%s: value %" PRIu64 " of row %" PRIu32 " cannot be", what, i, row);
    for (uint32_t row = 0; row < vectors->num_rows; ++row) WOM_TRY(check_length(vectors, row, what));
    return WOM_OK;
}

static wom_status
check_log(const wom_log *log, wom_node num_users)
{
    if (log == NULL) return WOM_OK;
    WOM_TRY(check_offsets(log->first, log->num_contents, log->num_actions, "actions"));
    for (uint32_t content = 0; content < log->num_contents; ++content)
        for (uint64_t i = log->first[content]; i < log->first[content + 1]; ++i)
            if (log->content[i] != content || log->user[i] >= num_users || isinf(log->time[i]))
                return wom_fail(WOM_INVALID, "action %" PRIu64 " cannot be", i);
    return WOM_OK;
}

/* ---- Users ---- */

static wom_status
check_columns(const wom_data *data)
{
    const struct {
        const char *name;
        const double *value;
        double least, most;
    } columns[] = {
        { "cost", data->cost, 0, DBL_MAX },
        { "value", data->value, 0, DBL_MAX },
        { "accept", data->accept, 0, 1 },
        { "activity", data->activity, 0, DBL_MAX },
        { "circle", data->circle, DBL_TRUE_MIN, DBL_MAX },
        { "friends", data->friends, DBL_TRUE_MIN, DBL_MAX },
        { "purchase", data->purchase, 0, 1 },
    };
    for (size_t c = 0; c < sizeof columns / sizeof *columns; ++c)
        for (wom_node user = 0; user < data->graph->num_nodes && columns[c].value != NULL; ++user)
            if (!(columns[c].value[user] >= columns[c].least && columns[c].value[user] <= columns[c].most))
                return wom_fail(WOM_INVALID, "user %" PRIu32 ": %s is %g", user, columns[c].name,
                                columns[c].value[user]);
    for (wom_node user = 0; user < data->graph->num_nodes && data->segment != NULL; ++user)
        if (data->segment[user] >= data->num_segments)
            return wom_fail(WOM_INVALID, "user %" PRIu32 " is in segment %" PRIu32 " of %" PRIu32, user,
                            data->segment[user], data->num_segments);
    return WOM_OK;
}

static wom_status
check_contents(const wom_data *data)
{
    for (uint32_t i = 0; i < data->num_contents; ++i) {
        const double value = data->content_value != NULL ? data->content_value[i] : 1;
        const double cost = data->content_cost != NULL ? data->content_cost[i] : 0;
        if (!(value >= 0 && value <= DBL_MAX && cost >= 0 && cost <= DBL_MAX))
            return wom_fail(WOM_INVALID, "content %" PRIu32 ": value is %g, cost is %g", i, value, cost);
    }
    return WOM_OK;
}

static int
compare_ids(const char *a, const char *b)
{
    const size_t length_a = strlen(a), length_b = strlen(b);
    return length_a != length_b ? (length_a > length_b) - (length_a < length_b) : strcmp(a, b);
}

/* Of a prepared file: each id begins behind the end of another, and the order is one. */
static wom_status
check_ids(const wom_data *data)
{
    const wom_node num = data->graph->num_nodes;
    if (data->user_order == NULL) return WOM_OK;
    for (wom_node user = 0; user < num; ++user) {
        const uint64_t first = data->user_first[user];
        if (first >= data->user_text_bytes || (first > 0 && data->user_text[first - 1] != 0))
            return wom_fail(WOM_INVALID, "the id of user %" PRIu32 " does not begin where it should", user);
        const char *id = data->user_text + first;
        if (!wom_text_is_utf8((wom_text){ id, strlen(id) }))
            return wom_fail(WOM_INVALID, "the id of user %" PRIu32 " is not UTF-8", user);
    }
    for (wom_node rank = 0; rank < num; ++rank) {
        if (data->user_order[rank] >= num ||
            (rank > 0 && compare_ids(wom_data_user_id(data, data->user_order[rank - 1]),
                                     wom_data_user_id(data, data->user_order[rank])) >= 0))
            return wom_fail(WOM_INVALID, "the order of ids is wrong at %" PRIu32, rank);
    }
    return WOM_OK;
}

wom_status
wom_data_check(const wom_data *data, wom_job *job)
{
    WOM_TRY(check_out_ties(data->graph));
    WOM_TRY(check_layers(data->graph, data->num_layers));
    WOM_TRY(wom_job_check(job));
    WOM_TRY(check_in_ties(data->graph));
    WOM_TRY(check_ids(data));
    WOM_TRY(check_columns(data));
    WOM_TRY(check_contents(data));
    WOM_TRY(check_vectors(data->user_interests, "interests of users"));
    WOM_TRY(check_vectors(data->content_interests, "interests of contents"));
    return check_log(data->log, data->graph->num_nodes);
}
