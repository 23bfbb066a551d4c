/* Opening a prepared file: large arrays are borrowed from its map, only their ends are looked at. */
#include "data/inputs.h"
#include "data/prepared.h"

#include <stdio.h>
#include <string.h>

static wom_status
is_wrong(const char *path, const char *what)
{
    return wom_fail(WOM_INVALID, "%s: is no sound prepared file: %s; import the data again", path, what);
}

/* ---- Groups of arrays ---- */

typedef struct opening {
    wom_job *job;
    const char *path;
    wom_archive *archive;
    wom_data *data;
} opening;

static wom_status
read_count(uint64_t *count, const opening *o, const char *group, const char *name, uint64_t most)
{
    double number = 0;
    WOM_TRY(wom_archive_attribute_number(&number, o->archive, group, name));
    if (!(number >= 0 && number <= (double)most)) return is_wrong(o->path, "a number of rows is out of range");
    *count = (uint64_t)number;
    return WOM_OK;
}

static wom_status
map_array(void *object, const opening *o, const char *group, const wom_prepared_array *array, uint64_t count)
{
    char path[64];
    const void *values = NULL;
    uint64_t length = 0;
    snprintf(path, sizeof path, "%s/%s", group, array->name);
    if (array->is_optional && !wom_archive_has(o->archive, path)) return WOM_OK;
    WOM_TRY(wom_archive_map(&values, &length, o->archive, path, array->type));
    if (length != count) return is_wrong(o->path, "its arrays do not have the same length");
    memcpy((char *)object + array->offset, &values, sizeof values);
    return WOM_OK;
}

static wom_status
map_arrays(void *object, uint64_t *num_rows, uint64_t *num_values, const opening *o, const char *group,
           const wom_prepared_array *arrays)
{
    WOM_TRY(read_count(num_rows, o, group, "num_rows", UINT32_MAX - 1));
    WOM_TRY(read_count(num_values, o, group, "num_values", UINT64_C(1) << 48));
    for (const wom_prepared_array *array = arrays; array->name != NULL; ++array)
        WOM_TRY(map_array(object, o, group, array, wom_prepared_count(array, *num_rows, *num_values)));
    return WOM_OK;
}

static bool
has_ends(const uint64_t *first, uint64_t num_rows, uint64_t num_values)
{
    return first[0] == 0 && first[num_rows] == num_values;
}

static wom_status
open_graph(opening *o)
{
    uint64_t num_nodes = 0, num_ties = 0;
    WOM_TRY(wom_allocate(&o->data->graph, o->job, 1, sizeof *o->data->graph, "graph"));
    wom_graph *graph = o->data->graph;
    WOM_TRY(map_arrays(graph, &num_nodes, &num_ties, o, "/graph", wom_prepared_graph));
    if (num_nodes == 0 || num_ties >= UINT32_MAX || !has_ends(graph->out_first, num_nodes, num_ties) ||
        !has_ends(graph->in_first, num_nodes, num_ties))
        return is_wrong(o->path, "its ties do not begin and end where they should");
    graph->num_nodes = (wom_node)num_nodes;
    graph->num_ties = (wom_tie)num_ties;
    return WOM_OK;
}

static wom_status
open_users(opening *o)
{
    uint64_t num_users = 0, num_bytes = 0;
    wom_data *data = o->data;
    WOM_TRY(map_arrays(data, &num_users, &num_bytes, o, "/users", wom_prepared_users));
    if (num_users != data->graph->num_nodes || num_bytes == 0 || data->user_first[0] != 0 ||
        data->user_first[num_users - 1] >= num_bytes || data->user_text[num_bytes - 1] != 0)
        return is_wrong(o->path, "the ids of its users do not begin and end where they should");
    data->user_text_bytes = num_bytes;
    return WOM_OK;
}

static wom_status
open_vectors(wom_vectors **opened, opening *o, const char *group, uint64_t num_rows)
{
    uint64_t num_found = 0, num_values = 0, num_dimensions = 0, num_missing = 0;
    if (!wom_archive_has(o->archive, group)) return WOM_OK;
    WOM_TRY(wom_allocate(opened, o->job, 1, sizeof **opened, "interests"));
    wom_vectors *vectors = *opened;
    WOM_TRY(map_arrays(vectors, &num_found, &num_values, o, group, wom_prepared_vectors));
    WOM_TRY(read_count(&num_dimensions, o, group, "num_dimensions", UINT32_MAX - 1));
    WOM_TRY(read_count(&num_missing, o, group, "num_missing", num_rows));
    if (num_found != num_rows || !has_ends(vectors->first, num_rows, num_values))
        return is_wrong(o->path, "its interests do not begin and end where they should");
    vectors->num_rows = (uint32_t)num_rows;
    vectors->num_dimensions = (uint32_t)num_dimensions;
    vectors->num_missing = (uint32_t)num_missing;
    return WOM_OK;
}

/* ---- Tables ---- */

/* Names become numbers in their order, as when they were loaded. */
static wom_status
read_names(wom_ids *ids, opening *o, const char *path)
{
    char **names = NULL;
    uint64_t num = 0;
    wom_status status = wom_archive_read_column(&names, &num, o->archive, path, WOM_TYPE_STRING);
    for (uint64_t i = 0; i < num && status == WOM_OK; ++i) {
        uint32_t number = 0;
        status = wom_ids_add(&number, ids, (wom_text){ names[i], strlen(names[i]) });
        if (status == WOM_OK && number != i) status = is_wrong(o->path, "a name occurs twice");
    }
    wom_free(names);
    return status;
}

static wom_status
read_content_column(double **column, opening *o, const char *path)
{
    uint64_t num = 0;
    if (!wom_archive_has(o->archive, path)) return WOM_OK;
    WOM_TRY(wom_archive_read_column(column, &num, o->archive, path, WOM_TYPE_DOUBLE));
    return num == o->data->num_contents ? WOM_OK : is_wrong(o->path, "its contents' columns differ in length");
}

static wom_status
open_contents(opening *o)
{
    wom_ids *contents = &wom_data_names(o->data)->contents;
    WOM_TRY(read_names(contents, o, "/contents/content"));
    if (contents->num == 0) return is_wrong(o->path, "there is no content");
    o->data->num_contents = contents->num;
    WOM_TRY(wom_ids_names(&o->data->content_id, contents, o->job));
    WOM_TRY(read_content_column(&o->data->content_value, o, "/contents/value"));
    return read_content_column(&o->data->content_cost, o, "/contents/cost");
}

static wom_status
open_names(opening *o)
{
    wom_data *data = o->data;
    wom_names *names = wom_data_names(data);
    if (data->segment != NULL) {
        WOM_TRY(read_names(&names->segments, o, "/segments/name"));
        if (names->segments.num == 0) return is_wrong(o->path, "there is no segment");
        data->num_segments = names->segments.num;
        WOM_TRY(wom_ids_names(&data->segment_name, &names->segments, o->job));
    }
    if (data->graph->layer != NULL) {
        WOM_TRY(read_names(&names->layers, o, "/layers/name"));
        if (names->layers.num == 0) return is_wrong(o->path, "there is no layer");
        data->num_layers = names->layers.num;
        WOM_TRY(wom_ids_names(&data->layer_name, &names->layers, o->job));
    }
    if (!wom_archive_has(o->archive, "/dimensions")) return WOM_OK;
    WOM_TRY(read_names(&names->dimensions, o, "/dimensions/name"));
    const wom_vectors *vectors = data->user_interests != NULL ? data->user_interests : data->content_interests;
    if (vectors != NULL && names->dimensions.num != vectors->num_dimensions)
        return is_wrong(o->path, "interests have another number of dimensions than of names");
    return wom_ids_names(&data->dimension_name, &names->dimensions, o->job);
}

/* What is in a log besides its arrays. */
static wom_status
read_log_figures(wom_log *log, const opening *o)
{
    uint64_t format = 0, has_dates = 0, unit = 0, num_users = 0;
    for (const wom_prepared_figure *figure = wom_prepared_log_counts; figure->name != NULL; ++figure) {
        uint64_t count = 0;
        WOM_TRY(read_count(&count, o, "/log", figure->name, UINT64_C(1) << 53));
        memcpy((char *)log + figure->offset, &count, sizeof count);
    }
    WOM_TRY(read_count(&num_users, o, "/log", "num_users", o->data->graph->num_nodes));
    WOM_TRY(read_count(&format, o, "/log", "format", 16));
    WOM_TRY(read_count(&has_dates, o, "/log", "has_dates", 1));
    WOM_TRY(read_count(&unit, o, "/log", "unit", WOM_UNIT_YEARS));
    log->num_users = (wom_node)num_users;
    log->counts.format = (wom_log_format)format;
    log->counts.has_dates = has_dates != 0;
    log->counts.unit = (wom_time_unit)unit;
    WOM_TRY(wom_archive_attribute_number(&log->first_time, o->archive, "/log", "first_time"));
    return wom_archive_attribute_number(&log->last_time, o->archive, "/log", "last_time");
}

static wom_status
open_log(opening *o)
{
    uint64_t num_contents = 0, num_actions = 0;
    wom_ids *names = &wom_data_names(o->data)->log_contents;
    if (!wom_archive_has(o->archive, "/log")) return WOM_OK;
    WOM_TRY(wom_allocate(&o->data->log, o->job, 1, sizeof *o->data->log, "log"));
    wom_log *log = o->data->log;
    WOM_TRY(map_arrays(log, &num_contents, &num_actions, o, "/log", wom_prepared_log));
    WOM_TRY(read_log_figures(log, o));
    WOM_TRY(read_names(names, o, "/log_contents/name"));
    if (names->num != num_contents || !has_ends(log->first, num_contents, num_actions))
        return is_wrong(o->path, "its log does not begin and end where it should");
    log->num_contents = names->num;
    log->num_actions = num_actions;
    return wom_ids_names(&log->content_id, names, o->job);
}

/* Counts that a file does not know stay 0. */
static wom_status
read_report(opening *o)
{
    char **what = NULL;
    uint64_t *count = NULL, num = 0, num_counts = 0;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_archive_read_column(&what, &num, o->archive, "/report/what", WOM_TYPE_STRING));
    WOM_TRY_GOTO(wom_archive_read_column(&count, &num_counts, o->archive, "/report/count", WOM_TYPE_UINT64));
    for (uint64_t i = 0; i < num && i < num_counts; ++i)
        for (uint32_t k = 0; k < WOM_DATA_NUM_COUNTS; ++k)
            if (strcmp(wom_data_counts[k].name, what[i]) == 0)
                memcpy((char *)&o->data->report + wom_data_counts[k].offset, &count[i], sizeof count[i]);
done:
    wom_free(what);
    wom_free(count);
    return status;
}

static wom_status
open_all(opening *o)
{
    WOM_TRY(open_graph(o));
    WOM_TRY(open_users(o));
    WOM_TRY(open_contents(o));
    WOM_TRY(open_vectors(&o->data->user_interests, o, "/user_interests", o->data->graph->num_nodes));
    WOM_TRY(open_vectors(&o->data->content_interests, o, "/content_interests", o->data->num_contents));
    const wom_vectors *users = o->data->user_interests, *contents = o->data->content_interests;
    if (users != NULL && contents != NULL && users->num_dimensions != contents->num_dimensions)
        return is_wrong(o->path, "interests of users and contents have different dimensions");
    WOM_TRY(open_names(o));
    WOM_TRY(open_log(o));
    return read_report(o);
}

wom_status
wom_data_open(wom_data **data, wom_job *job, const char *path)
{
    opening o = { .job = job, .path = path };
    wom_status status = WOM_OK;
    *data = NULL;
    wom_job_stage(job, "opening prepared data", 0);
    WOM_TRY_GOTO(wom_data_start(&o.data, job));
    const wom_data_files files = { .prepared = path };
    WOM_TRY_GOTO(wom_inputs_create(&o.data->inputs, job, &files));
    WOM_TRY_GOTO(wom_archive_open(&o.archive, job, path, wom_data_format));
    o.data->archive = o.archive; /* closed with the data from now on */
    WOM_TRY_GOTO(open_all(&o));
    *data = o.data;
    o.data = NULL;
done:
    wom_data_free(o.data);
    return status;
}

wom_status
wom_data_verify(const wom_data *data, wom_job *job)
{
    wom_job_stage(job, "verifying", 0);
    if (data->archive != NULL) WOM_TRY(wom_archive_verify(data->archive));
    return wom_data_check(data, job);
}
