/* The arrays of a prepared file, and whose they are. */
#include "data/prepared.h"

#include <string.h>

#define GRAPH(member) #member, offsetof(wom_graph, member)
const wom_prepared_array wom_prepared_graph[] = {
    { GRAPH(out_first), WOM_TYPE_UINT64, WOM_PER_ROW_PLUS_1, false, "1", "first tie of each user; the last end" },
    { GRAPH(out_head), WOM_TYPE_UINT32, WOM_PER_VALUE, false, "1", "whom the tie influences" },
    { GRAPH(in_first), WOM_TYPE_UINT64, WOM_PER_ROW_PLUS_1, false, "1", "first incoming tie of each user" },
    { GRAPH(in_tail), WOM_TYPE_UINT32, WOM_PER_VALUE, false, "1", "who influences her" },
    { GRAPH(in_tie), WOM_TYPE_UINT32, WOM_PER_VALUE, false, "1", "number of the tie" },
    { GRAPH(strength), WOM_TYPE_FLOAT, WOM_PER_VALUE, true, "1", "strength of the tie" },
    { GRAPH(layer), WOM_TYPE_UINT32, WOM_PER_VALUE, true, "1", "row of /layers" },
    { 0 },
};

#define USER(member) #member, offsetof(wom_data, member)
#define COLUMN(member, units, long_name) { USER(member), WOM_TYPE_DOUBLE, WOM_PER_ROW, true, units, long_name }
const wom_prepared_array wom_prepared_users[] = {
    { USER(user_text), WOM_TYPE_UINT8, WOM_PER_VALUE, false, "1", "external ids in UTF-8, each ended by a 0" },
    { USER(user_first), WOM_TYPE_UINT64, WOM_PER_ROW, false, "bytes", "where each id begins" },
    { USER(user_order), WOM_TYPE_UINT32, WOM_PER_ROW, false, "1", "users by length, then bytes, of their ids" },
    COLUMN(cost, "money", "fee of asking"),
    COLUMN(value, "money", "worth of the user"),
    COLUMN(accept, "probability", "that she accepts when asked"),
    COLUMN(activity, "1", "activity"),
    COLUMN(circle, "1", "size of her circle"),
    COLUMN(friends, "1", "number of her friends"),
    COLUMN(purchase, "probability", "that she buys when active"),
    { USER(segment), WOM_TYPE_UINT32, WOM_PER_ROW, true, "1", "row of /segments" },
    { 0 },
};

#define VECTORS(member) #member, offsetof(wom_vectors, member)
const wom_prepared_array wom_prepared_vectors[] = {
    { VECTORS(first), WOM_TYPE_UINT64, WOM_PER_ROW_PLUS_1, false, "1", "first value of each row; the last end" },
    { VECTORS(dimension), WOM_TYPE_UINT32, WOM_PER_VALUE, false, "1", "row of /dimensions" },
    { VECTORS(value), WOM_TYPE_FLOAT, WOM_PER_VALUE, false, "1", "interest" },
    { VECTORS(norm), WOM_TYPE_FLOAT, WOM_PER_ROW, false, "1", "Euclidean length" },
    { 0 },
};

#define LOG(member) #member, offsetof(wom_log, member)
const wom_prepared_array wom_prepared_log[] = {
    { LOG(first), WOM_TYPE_UINT64, WOM_PER_ROW_PLUS_1, false, "1", "first action of each content; the last end" },
    { LOG(user), WOM_TYPE_UINT32, WOM_PER_VALUE, false, "1", "who acted" },
    { LOG(content), WOM_TYPE_UINT32, WOM_PER_VALUE, false, "1", "row of /log_contents" },
    { LOG(time), WOM_TYPE_DOUBLE, WOM_PER_VALUE, false, "seconds", "when; since 1970 where times are dates" },
    { 0 },
};

#define FIGURE(member) { #member, offsetof(wom_log, counts.member) }
const wom_prepared_figure wom_prepared_log_counts[] = {
    FIGURE(read),     FIGURE(no_time),   FIGURE(out_of_range), FIGURE(unknown_users),
    FIGURE(repeated), FIGURE(far_times), FIGURE(converted),    { 0 },
};

static void
let_go(void *object, const wom_prepared_array *arrays, const wom_archive *archive)
{
    for (const wom_prepared_array *array = arrays; object != NULL && array->name != NULL; ++array) {
        void *pointer;
        char *const at = (char *)object + array->offset;
        memcpy(&pointer, at, sizeof pointer);
        if (wom_archive_is_mapped(archive, pointer)) memset(at, 0, sizeof pointer);
    }
}

void
wom_prepared_let_go(wom_data *data)
{
    if (data->archive == NULL) return;
    let_go(data->graph, wom_prepared_graph, data->archive);
    let_go(data, wom_prepared_users, data->archive);
    let_go(data->user_interests, wom_prepared_vectors, data->archive);
    let_go(data->content_interests, wom_prepared_vectors, data->archive);
    let_go(data->log, wom_prepared_log, data->archive);
}
