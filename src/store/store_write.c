/* Groups, attributes, texts, and data sets as such: layout, compression, units. */
#include "hdf5_door.h"

#include <string.h>

/* Below this a data set lies in one piece; above, in compressed chunks of at most the second size. */
#define SMALL_BYTES 4096
#define CHUNK_BYTES (UINT64_C(1) << 20)

/* ---- Groups ---- */

static hid_t
create_list_without_times(hid_t class)
{
    const hid_t list = H5Pcreate(class);
    if (H5Pset_obj_track_times(list, false) >= 0) return list;
    wom_hdf5_close(list);
    return H5I_INVALID_HID;
}

static wom_status
check_is_group(const wom_store *store, const char *path)
{
    const hid_t object = H5Oopen(store->file, path, H5P_DEFAULT);
    const bool is_group = H5Iget_type(object) == H5I_GROUP;
    wom_hdf5_close(object);
    if (is_group) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: \"%s\" is a data set, so nothing can lie below it", store->path, path);
}

static wom_status
make_one_group(wom_store *store, const char *path)
{
    if (wom_hdf5_exists(store->file, path)) return check_is_group(store, path);
    const hid_t list = create_list_without_times(H5P_GROUP_CREATE);
    const hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_char_encoding(links, H5T_CSET_UTF8);
    const hid_t group = H5Gcreate2(store->file, path, links, list, H5P_DEFAULT);
    wom_status status = WOM_OK;
    if (group < 0) status = wom_hdf5_write_failed(store, path);
    wom_hdf5_close(group);
    wom_hdf5_close(links);
    wom_hdf5_close(list);
    return status;
}

/* Makes the groups that `path` lies in. */
wom_status
wom_store_make_parents(wom_store *store, const char *path)
{
    char prefix[WOM_HDF5_MAX_PATH];
    for (size_t i = 1; path[i] != 0; i++) {
        if (path[i] != '/') continue;
        memcpy(prefix, path, i);
        prefix[i] = 0;
        WOM_TRY(make_one_group(store, prefix));
    }
    return WOM_OK;
}

wom_status
wom_store_make_group(wom_store *store, const char *path)
{
    WOM_TRY(wom_store_make_parents(store, path));
    return make_one_group(store, path);
}

void
wom_store_remove(wom_store *store, const char *path)
{
    if (!store->broken) H5Ldelete(store->file, path, H5P_DEFAULT);
}

wom_status
wom_store_check_free_path(const wom_store *store, const char *path)
{
    WOM_TRY(wom_store_check_usable(store));
    WOM_TRY(wom_hdf5_check_path(path));
    if (wom_hdf5_exists(store->file, path))
        return wom_fail(WOM_INVALID, "%s: \"%s\" has been written already", store->path, path);
    return WOM_OK;
}

/* ---- Attributes ---- */

/* Writes an attribute anew, whether or not it existed. */
static wom_status
put_attribute(wom_store *store, hid_t id, const char *path, const char *name, hid_t type, hid_t space,
              const void *value)
{
    wom_status status = WOM_OK;
    const hid_t list = H5Pcreate(H5P_ATTRIBUTE_CREATE);
    hid_t attribute = H5I_INVALID_HID;
    H5Pset_char_encoding(list, H5T_CSET_UTF8);
    if (H5Aexists(id, name) > 0) H5Adelete(id, name);
    attribute = H5Acreate2(id, name, type, space, list, H5P_DEFAULT);
    if (attribute < 0 || (value != NULL && H5Awrite(attribute, type, value) < 0))
        status = wom_hdf5_write_failed(store, path);
    wom_hdf5_close(attribute);
    wom_hdf5_close(list);
    return status;
}

wom_status
wom_store_put_texts(wom_store *store, hid_t id, const char *path, const char *name, const char *const *values,
                    uint64_t num_values)
{
    const hsize_t length = num_values;
    const hid_t type = wom_hdf5_file_type(WOM_TYPE_STRING), space = H5Screate_simple(1, &length, NULL);
    const wom_status status = put_attribute(store, id, path, name, type, space, num_values > 0 ? values : NULL);
    wom_hdf5_close(space);
    wom_hdf5_close(type);
    return status;
}

wom_status
wom_store_put_text(wom_store *store, hid_t id, const char *path, const char *name, const char *value)
{
    if (value == NULL || !wom_hdf5_is_utf8(value))
        return wom_fail(WOM_INVALID, "%s: attribute \"%s\" of \"%s\" must be a text in UTF-8", store->path, name, path);
    const hid_t type = wom_hdf5_file_type(WOM_TYPE_STRING), space = H5Screate(H5S_SCALAR);
    const wom_status status = put_attribute(store, id, path, name, type, space, &value);
    wom_hdf5_close(space);
    wom_hdf5_close(type);
    return status;
}

wom_status
wom_store_put_encoding(wom_store *store, hid_t id, const char *path, const char *type)
{
    WOM_TRY(wom_store_put_text(store, id, path, "encoding-type", type));
    return wom_store_put_text(store, id, path, "encoding-version", "0.2.0");
}

/* Opens what an attribute shall be given to; to be closed. */
static wom_status
open_object(hid_t *id, const wom_store *store, const char *path, const char *name)
{
    WOM_TRY(wom_store_check_usable(store));
    WOM_TRY(wom_hdf5_check_path(path));
    WOM_TRY(wom_hdf5_check_name(name, "an attribute"));
    if (!wom_hdf5_exists(store->file, path))
        return wom_fail(WOM_INVALID, "%s: there is no \"%s\" to give attribute \"%s\" to", store->path, path, name);
    *id = H5Oopen(store->file, path, H5P_DEFAULT);
    if (*id < 0) return wom_hdf5_fail(WOM_FAILED, store->path, path);
    return WOM_OK;
}

static wom_status
attribute_text(wom_store *store, const char *path, const char *name, const char *value)
{
    hid_t object = H5I_INVALID_HID;
    WOM_TRY(open_object(&object, store, path, name));
    const wom_status status = wom_store_put_text(store, object, path, name, value);
    wom_hdf5_close(object);
    return status;
}

static wom_status
attribute_number(wom_store *store, const char *path, const char *name, wom_type type, const void *value)
{
    hid_t object = H5I_INVALID_HID;
    WOM_TRY(open_object(&object, store, path, name));
    const hid_t memory = wom_hdf5_memory_type(type), space = H5Screate(H5S_SCALAR);
    const wom_status status = put_attribute(store, object, path, name, memory, space, value);
    wom_hdf5_close(space);
    wom_hdf5_close(memory);
    wom_hdf5_close(object);
    return status;
}

wom_status
wom_store_attribute_text(wom_store *store, const char *path, const char *name, const char *value)
{
    WOM_HDF5_QUIETLY(attribute_text(store, path, name, value));
}

wom_status
wom_store_attribute_number(wom_store *store, const char *path, const char *name, double value)
{
    WOM_HDF5_QUIETLY(attribute_number(store, path, name, WOM_TYPE_DOUBLE, &value));
}

wom_status
wom_store_attribute_integer(wom_store *store, const char *path, const char *name, uint64_t value)
{
    WOM_HDF5_QUIETLY(attribute_number(store, path, name, WOM_TYPE_UINT64, &value));
}

/* ---- Data sets ---- */

/* UINT64_MAX when that many cannot be. */
static uint64_t
count_values(const wom_new_data *new_data)
{
    uint64_t count = 1;
    for (uint32_t i = 0; i < new_data->num_axes; i++) {
        const uint64_t length = new_data->lengths[i];
        if (length > 0 && count > (uint64_t)PTRDIFF_MAX / sizeof(double) / length) return UINT64_MAX;
        count *= length;
    }
    return count;
}

static wom_status
check_values(const wom_store *store, const wom_new_data *new_data, uint64_t count)
{
    const char *const *texts = new_data->data;
    const uint8_t *bools = new_data->data;
    for (uint64_t i = 0; i < count && new_data->type == WOM_TYPE_STRING; i++)
        if (texts[i] == NULL || !wom_hdf5_is_utf8(texts[i]))
            return wom_fail(WOM_INVALID, "%s: \"%s\", value %llu: must be a text in UTF-8", store->path, new_data->path,
                            (unsigned long long)i);
    for (uint64_t i = 0; i < count && new_data->type == WOM_TYPE_BOOL; i++)
        if (bools[i] > 1)
            return wom_fail(WOM_INVALID, "%s: \"%s\", value %llu: is %u, must be 0 or 1", store->path, new_data->path,
                            (unsigned long long)i, (unsigned)bools[i]);
    return WOM_OK;
}

wom_status
wom_store_check_data(const wom_store *store, const wom_new_data *new_data)
{
    const bool is_numeric = new_data->type != WOM_TYPE_STRING;
    WOM_TRY(wom_store_check_free_path(store, new_data->path));
    if ((unsigned)new_data->type > WOM_TYPE_STRING)
        return wom_fail(WOM_INVALID, "%s: \"%s\": there is no type %d", store->path, new_data->path,
                        (int)new_data->type);
    if (is_numeric && (new_data->units == NULL || new_data->long_name == NULL))
        return wom_fail(WOM_INVALID, "%s: \"%s\": numbers need units (\"1\" for pure ones) and a long name",
                        store->path, new_data->path);
    const uint64_t count = count_values(new_data);
    if (count == UINT64_MAX)
        return wom_fail(WOM_INVALID, "%s: \"%s\" would have more values than can be", store->path, new_data->path);
    if (count > 0 && new_data->data == NULL)
        return wom_fail(WOM_INVALID, "%s: \"%s\": there are no data for its %llu values", store->path, new_data->path,
                        (unsigned long long)count);
    return check_values(store, new_data, count);
}

/* Halves the leading axes first, so that a chunk is a run of whole rows where it can be. */
static void
choose_chunk(hsize_t chunk[WOM_HDF5_MAX_AXES], const wom_new_data *new_data, uint64_t value_bytes)
{
    uint64_t bytes = value_bytes * count_values(new_data);
    for (uint32_t i = 0; i < new_data->num_axes; i++) chunk[i] = new_data->lengths[i];
    for (uint32_t i = 0; i < new_data->num_axes; i++) {
        while (bytes > CHUNK_BYTES && chunk[i] > 1) {
            bytes /= chunk[i];
            chunk[i] = (chunk[i] + 1) / 2;
            bytes *= chunk[i];
        }
    }
}

static hid_t
layout_of(const wom_new_data *new_data, hid_t type, bool in_one_piece)
{
    const uint64_t value_bytes = H5Tget_size(type);
    const hid_t list = create_list_without_times(H5P_DATASET_CREATE);
    if (in_one_piece || value_bytes * count_values(new_data) <= SMALL_BYTES) return list;
    hsize_t chunk[WOM_HDF5_MAX_AXES];
    choose_chunk(chunk, new_data, value_bytes);
    H5Pset_chunk(list, (int)new_data->num_axes, chunk);
    H5Pset_shuffle(list);
    H5Pset_deflate(list, 1);
    return list;
}

/* Bools take a type that is stored under a name, as netCDF passes over data sets of unnamed enumerations. */
static hid_t
stored_type(const wom_store *store, wom_type type)
{
    if (type != WOM_TYPE_BOOL) return wom_hdf5_file_type(type);
    if (wom_hdf5_exists(store->file, WOM_HDF5_BOOL_PATH))
        return H5Topen2(store->file, WOM_HDF5_BOOL_PATH, H5P_DEFAULT);
    const hid_t list = create_list_without_times(H5P_DATATYPE_CREATE), named = wom_hdf5_file_type(type);
    H5Tcommit2(store->file, WOM_HDF5_BOOL_PATH, named, H5P_DEFAULT, list, H5P_DEFAULT);
    wom_hdf5_close(list);
    return named;
}

static wom_status
put_descriptions(wom_store *store, hid_t id, const wom_new_data *new_data)
{
    const bool is_text = new_data->type == WOM_TYPE_STRING;
    const char *encoding = !is_text ? "array" : new_data->num_axes == 0 ? "string" : "string-array";
    WOM_TRY(wom_store_put_encoding(store, id, new_data->path, encoding));
    if (!is_text) WOM_TRY(wom_store_put_text(store, id, new_data->path, "units", new_data->units));
    if (new_data->long_name == NULL) return WOM_OK;
    return wom_store_put_text(store, id, new_data->path, "long_name", new_data->long_name);
}

static hid_t
create_dataset(const wom_store *store, const wom_new_data *new_data, hid_t type, bool in_one_piece)
{
    hsize_t lengths[WOM_HDF5_MAX_AXES];
    for (uint32_t i = 0; i < new_data->num_axes; i++) lengths[i] = new_data->lengths[i];
    const hid_t links = H5Pcreate(H5P_LINK_CREATE), layout = layout_of(new_data, type, in_one_piece);
    const hid_t space = H5Screate_simple((int)new_data->num_axes, lengths, NULL);
    H5Pset_char_encoding(links, H5T_CSET_UTF8);
    const hid_t id = H5Dcreate2(store->file, new_data->path, type, space, links, layout, H5P_DEFAULT);
    wom_hdf5_close(space);
    wom_hdf5_close(layout);
    wom_hdf5_close(links);
    return id;
}

wom_status
wom_store_put_at(uint64_t *offset, wom_store *store, const wom_new_data *new_data)
{
    wom_status status = WOM_OK;
    const bool is_bool = new_data->type == WOM_TYPE_BOOL;
    const hid_t type = stored_type(store, new_data->type);
    const hid_t memory_type = is_bool ? wom_hdf5_file_type(WOM_TYPE_BOOL) : wom_hdf5_memory_type(new_data->type);
    const hid_t id = create_dataset(store, new_data, type, offset != NULL);
    bool is_written = id >= 0;
    if (is_written && count_values(new_data) > 0)
        is_written = H5Dwrite(id, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, new_data->data) >= 0;
    if (!is_written) status = wom_hdf5_write_failed(store, new_data->path);
    else status = put_descriptions(store, id, new_data);
    if (is_written && offset != NULL) *offset = H5Dget_offset(id);
    is_written = wom_hdf5_close(id) && store->sink.error == 0; /* what it has kept is written now */
    if (!is_written && status == WOM_OK) status = wom_hdf5_write_failed(store, new_data->path);
    wom_hdf5_close(memory_type);
    wom_hdf5_close(type);
    return status;
}

wom_status
wom_store_put(wom_store *store, const wom_new_data *new_data)
{
    return wom_store_put_at(NULL, store, new_data);
}

/* ---- Texts and groups ---- */

static wom_status
write_text(wom_store *store, const char *path, const char *text)
{
    const wom_new_data new_data = { .path = path, .type = WOM_TYPE_STRING, .data = &text };
    WOM_TRY(wom_store_check_data(store, &new_data));
    WOM_TRY(wom_store_make_parents(store, path));
    return wom_store_put(store, &new_data);
}

wom_status
wom_store_write_text(wom_store *store, const char *path, const char *text)
{
    WOM_HDF5_QUIETLY(write_text(store, path, text));
}

static wom_status
group(wom_store *store, const char *path)
{
    WOM_TRY(wom_store_check_usable(store));
    WOM_TRY(wom_hdf5_check_path(path));
    return wom_store_make_group(store, path);
}

wom_status
wom_store_group(wom_store *store, const char *path)
{
    WOM_HDF5_QUIETLY(group(store, path));
}

/* 32 bits where they suffice: R has no integers of 64, and rhdf5 cannot read none of them. */
wom_status
wom_store_running_numbers(void **numbers, wom_job *job, wom_new_data *new_data)
{
    const uint64_t count = new_data->lengths[0];
    const bool is_short = count <= INT32_MAX;
    new_data->type = is_short ? WOM_TYPE_INT32 : WOM_TYPE_INT64;
    WOM_TRY(wom_allocate(numbers, job, count, wom_hdf5_type_size(new_data->type), "running numbers"));
    for (uint64_t i = 0; i < count && is_short; i++) ((int32_t *)*numbers)[i] = (int32_t)i;
    for (uint64_t i = 0; i < count && !is_short; i++) ((int64_t *)*numbers)[i] = (int64_t)i;
    new_data->data = *numbers;
    return WOM_OK;
}
