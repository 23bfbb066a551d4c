/* Writing data as a prepared file. */
#include "data/inputs.h"
#include "data/prepared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const wom_data_format = "wom-data";

/* ---- The users' ids ---- */

/* Ids in the order of users, and users in the order of ids, so that the file does not depend on how the ids came. */
typedef struct packed_ids {
    char *text;
    uint64_t *first;
    wom_node *order;
    uint64_t num_bytes;
} packed_ids;

typedef struct ranked {
    uint64_t key; /* the beginning of the id, as a number that sorts like it */
    const char *id;
    uint32_t length, user;
} ranked;

static int
compare_ids(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->length != y->length) return x->length < y->length ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return memcmp(x->id, y->id, x->length);
}

static wom_status
sort_ids(packed_ids *packed, wom_job *job, wom_node num)
{
    ranked *sorted = NULL;
    WOM_TRY(wom_allocate(&sorted, job, num, sizeof *sorted, "ids to be sorted"));
    for (wom_node user = 0; user < num; ++user) {
        const char *id = packed->text + packed->first[user];
        sorted[user] = (ranked){ .id = id, .length = (uint32_t)strlen(id), .user = user };
        for (unsigned i = 0; i < 8 && id[i] != 0; ++i)
            sorted[user].key |= (uint64_t)(unsigned char)id[i] << (56 - 8 * i);
    }
    qsort(sorted, num, sizeof *sorted, compare_ids);
    for (wom_node rank = 0; rank < num; ++rank) packed->order[rank] = sorted[rank].user;
    wom_free(sorted);
    return WOM_OK;
}

static wom_status
pack_ids(packed_ids *packed, wom_job *job, const wom_data *data)
{
    const wom_node num = data->graph->num_nodes;
    WOM_TRY(wom_allocate(&packed->first, job, num, sizeof *packed->first, "ids"));
    WOM_TRY(wom_allocate(&packed->order, job, num, sizeof *packed->order, "order of ids"));
    for (wom_node user = 0; user < num; ++user) {
        packed->first[user] = packed->num_bytes;
        packed->num_bytes += strlen(wom_data_user_id(data, user)) + 1;
    }
    WOM_TRY(wom_allocate(&packed->text, job, packed->num_bytes, 1, "ids"));
    for (wom_node user = 0; user < num; ++user)
        strcpy(packed->text + packed->first[user], wom_data_user_id(data, user));
    return sort_ids(packed, job, num);
}

/* ---- Groups of arrays ---- */

static wom_status
save_arrays(wom_store *store, const char *group, const void *object, const wom_prepared_array *arrays,
            uint64_t num_rows, uint64_t num_values)
{
    char path[64];
    WOM_TRY(wom_store_group(store, group));
    WOM_TRY(wom_store_attribute_integer(store, group, "num_rows", num_rows));
    WOM_TRY(wom_store_attribute_integer(store, group, "num_values", num_values));
    for (const wom_prepared_array *array = arrays; array->name != NULL; ++array) {
        const void *values;
        memcpy(&values, (const char *)object + array->offset, sizeof values);
        if (values == NULL && array->is_optional) continue;
        snprintf(path, sizeof path, "%s/%s", group, array->name);
        WOM_TRY(wom_store_write_mapped(store, path, array->type, values,
                                       wom_prepared_count(array, num_rows, num_values), array->units,
                                       array->long_name));
    }
    return WOM_OK;
}

static wom_status
save_users(wom_store *store, wom_job *job, const wom_data *data)
{
    packed_ids packed = { 0 };
    wom_data users = *data;
    wom_status status = pack_ids(&packed, job, data);
    users.user_text = packed.text;
    users.user_first = packed.first;
    users.user_order = packed.order;
    if (status == WOM_OK)
        status = save_arrays(store, "/users", &users, wom_prepared_users, data->graph->num_nodes, packed.num_bytes);
    wom_free(packed.text);
    wom_free(packed.first);
    wom_free(packed.order);
    return status;
}

static wom_status
save_vectors(wom_store *store, const char *group, const wom_vectors *vectors)
{
    if (vectors == NULL) return WOM_OK;
    WOM_TRY(save_arrays(store, group, vectors, wom_prepared_vectors, vectors->num_rows,
                        vectors->first[vectors->num_rows]));
    WOM_TRY(wom_store_attribute_integer(store, group, "num_dimensions", vectors->num_dimensions));
    return wom_store_attribute_integer(store, group, "num_missing", vectors->num_missing);
}

static wom_status
save_log(wom_store *store, const wom_log *log)
{
    if (log == NULL) return WOM_OK;
    WOM_TRY(save_arrays(store, "/log", log, wom_prepared_log, log->num_contents, log->num_actions));
    for (const wom_prepared_figure *figure = wom_prepared_log_counts; figure->name != NULL; ++figure) {
        uint64_t count;
        memcpy(&count, (const char *)log + figure->offset, sizeof count);
        WOM_TRY(wom_store_attribute_integer(store, "/log", figure->name, count));
    }
    WOM_TRY(wom_store_attribute_integer(store, "/log", "num_users", log->num_users));
    WOM_TRY(wom_store_attribute_integer(store, "/log", "format", (uint64_t)log->counts.format));
    WOM_TRY(wom_store_attribute_integer(store, "/log", "has_dates", log->counts.has_dates));
    WOM_TRY(wom_store_attribute_integer(store, "/log", "unit", (uint64_t)log->counts.unit));
    WOM_TRY(wom_store_attribute_number(store, "/log", "first_time", log->first_time));
    return wom_store_attribute_number(store, "/log", "last_time", log->last_time);
}

/* ---- Tables ---- */

static wom_status
save_names(wom_store *store, const char *path, char *const *names, uint32_t num)
{
    const wom_column column = { "name", WOM_TYPE_STRING, names, "", "name" };
    if (names == NULL) return WOM_OK;
    return wom_store_write_table(store, path, &column, 1, num, "name");
}

static wom_status
save_contents(wom_store *store, const wom_data *data)
{
    uint32_t num = 1;
    wom_column columns[3] = { { "content", WOM_TYPE_STRING, data->content_id, "", "external id" } };
    if (data->content_value != NULL)
        columns[num++] = (wom_column){ "value", WOM_TYPE_DOUBLE, data->content_value, "money", "of a purchase" };
    if (data->content_cost != NULL)
        columns[num++] = (wom_column){ "cost", WOM_TYPE_DOUBLE, data->content_cost, "money", "of using the content" };
    return wom_store_write_table(store, "/contents", columns, num, data->num_contents, "content");
}

static wom_status
save_report(wom_store *store, const wom_data_report *report)
{
    const char *name[WOM_DATA_NUM_COUNTS], *meaning[WOM_DATA_NUM_COUNTS];
    uint64_t count[WOM_DATA_NUM_COUNTS];
    for (uint32_t i = 0; i < WOM_DATA_NUM_COUNTS; ++i) {
        name[i] = wom_data_counts[i].name;
        meaning[i] = wom_data_counts[i].meaning;
        count[i] = wom_data_count_of(report, &wom_data_counts[i]);
    }
    const wom_column columns[] = {
        { "what", WOM_TYPE_STRING, name, "", "what was counted while reading" },
        { "count", WOM_TYPE_UINT64, count, "1", "how often" },
        { "meaning", WOM_TYPE_STRING, meaning, "", "in words" },
    };
    return wom_store_write_table(store, "/report", columns, 3, WOM_DATA_NUM_COUNTS, "what");
}

/* ---- Where they came from ---- */

static wom_status
save_inputs(wom_store *store, wom_job *job, const wom_data_files *files)
{
    enum { MOST = WOM_DATA_NUM_INPUTS };
    const char *given[MOST], *path[MOST], *digest[MOST], *seal[MOST];
    wom_data_digest digests[MOST];
    uint64_t bytes[MOST];
    uint32_t num = 0;
    wom_data_list_inputs(given, files);
    for (uint32_t i = 0; i < MOST; ++i) {
        if (given[i] == NULL) continue;
        WOM_TRY(wom_data_digest_input(&digests[num], job, given[i], given[i] == files->prepared));
        path[num] = given[i];
        bytes[num] = digests[num].bytes;
        digest[num] = digests[num].sha256;
        seal[num] = digests[num].seal;
        ++num;
    }
    const wom_column columns[] = {
        { "path", WOM_TYPE_STRING, path, "", "input file" },
        { "bytes", WOM_TYPE_UINT64, bytes, "bytes", "of the file as it lies" },
        { "sha256", WOM_TYPE_STRING, digest, "", "of the file as it lies; empty for a prepared file" },
        { "seal", WOM_TYPE_STRING, seal, "", "checksum that a prepared file carries; empty for others" },
    };
    return wom_store_write_table(store, "/provenance/files", columns, 4, num, NULL);
}

static wom_status
save_provenance(wom_store *store, wom_job *job, const wom_data_files *files, const char *options)
{
    WOM_TRY(wom_store_group(store, "/provenance"));
    WOM_TRY(wom_store_attribute_text(store, "/provenance", "build", wom_build_info()));
    if (files != NULL) WOM_TRY(save_inputs(store, job, files));
    return options == NULL ? WOM_OK : wom_store_write_text(store, "/provenance/options", options);
}

static wom_status
save_all(wom_store *store, wom_job *job, const wom_data *data)
{
    const wom_graph *graph = data->graph;
    WOM_TRY(save_arrays(store, "/graph", graph, wom_prepared_graph, graph->num_nodes, graph->num_ties));
    WOM_TRY(save_users(store, job, data));
    WOM_TRY(save_vectors(store, "/user_interests", data->user_interests));
    WOM_TRY(save_vectors(store, "/content_interests", data->content_interests));
    WOM_TRY(save_contents(store, data));
    WOM_TRY(save_log(store, data->log));
    if (data->log != NULL) WOM_TRY(save_names(store, "/log_contents", data->log->content_id, data->log->num_contents));
    WOM_TRY(save_names(store, "/segments", data->segment_name, data->num_segments));
    WOM_TRY(save_names(store, "/layers", data->layer_name, data->num_layers));
    const wom_vectors *vectors = data->user_interests != NULL ? data->user_interests : data->content_interests;
    if (vectors != NULL) WOM_TRY(save_names(store, "/dimensions", data->dimension_name, vectors->num_dimensions));
    return save_report(store, &data->report);
}

wom_status
wom_data_save(const wom_data *data, wom_job *job, const char *path, const wom_data_files *files, const char *options)
{
    wom_store *store = NULL;
    wom_status status = WOM_OK;
    wom_job_stage(job, "writing prepared data", 0);
    WOM_TRY_GOTO(wom_store_create_mapped(&store, job, path, wom_data_format));
    WOM_TRY_GOTO(save_all(store, job, data));
    WOM_TRY_GOTO(save_provenance(store, job, files, options));
    WOM_TRY_GOTO(wom_data_check_inputs(data));
    WOM_TRY_GOTO(wom_job_check(job));
    status = wom_store_finish(store, "complete");
done:
    wom_store_free(store);
    return status;
}
