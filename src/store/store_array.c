/* Arrays, with a dimension scale attached to every axis, so that xarray knows what the axes are. */
#include "hdf5_door.h"

#include <hdf5_hl.h>
#include <string.h>

typedef struct new_array {
    const wom_axis *axes;
    wom_new_data values;
    uint64_t lengths[WOM_HDF5_MAX_AXES];
    char group[WOM_HDF5_MAX_PATH];
} new_array;

static void
find_group(char group[WOM_HDF5_MAX_PATH], const char *path)
{
    const size_t length = (size_t)(strrchr(path, '/') - path);
    memcpy(group, path, length);
    group[length] = 0;
    if (length == 0) strcpy(group, "/");
}

/* ---- Scales ---- */

static bool
are_equal(const void *a, const void *b, wom_type type, uint64_t count)
{
    const char *const *texts_a = a, *const *texts_b = b;
    if (type != WOM_TYPE_STRING) return count == 0 || memcmp(a, b, count * wom_hdf5_type_size(type)) == 0;
    for (uint64_t i = 0; i < count; i++)
        if (strcmp(texts_a[i], texts_b[i]) != 0) return false;
    return true;
}

/* Arrays of one group share their axes by name, so these must agree. */
static wom_status
check_same_scale(const wom_store *store, const wom_new_data *scale)
{
    wom_dataset old;
    void *values = NULL;
    WOM_TRY(wom_dataset_open(&old, store->file, store->path, scale->path));
    wom_status status = WOM_OK;
    const bool fits = H5DSis_scale(old.id) > 0 && old.type == scale->type && old.num_values == scale->lengths[0];
    if (fits) status = wom_dataset_read(&values, store->job, &old, old.type, 0, old.num_values);
    if (status == WOM_OK && !(fits && are_equal(values, scale->data, scale->type, old.num_values)))
        status = wom_fail(WOM_INVALID, "%s: \"%s\" is there already and is another axis; give this axis another name",
                          store->path, scale->path);
    wom_free(values);
    wom_dataset_close(&old);
    return status;
}

static wom_status
put_scale(wom_store *store, const wom_new_data *scale, const char *name)
{
    WOM_TRY(wom_store_check_data(store, scale));
    WOM_TRY(wom_store_put(store, scale));
    const hid_t id = H5Dopen2(store->file, scale->path, H5P_DEFAULT);
    wom_status status = WOM_OK;
    if (H5DSset_scale(id, name) < 0) status = wom_hdf5_write_failed(store, scale->path);
    wom_hdf5_close(id);
    return status;
}

/* Sees to it that the scale of an axis is there. */
static wom_status
ensure_scale(wom_store *store, const new_array *array, const wom_axis *axis)
{
    char path[WOM_HDF5_MAX_PATH];
    void *numbers = NULL;
    WOM_TRY(wom_hdf5_join(path, array->group, axis->name));
    wom_new_data scale = { .path = path, .type = axis->type, .data = axis->scale, .lengths = &axis->length,
                           .num_axes = 1, .units = axis->units, .long_name = axis->name };
    if (axis->scale == NULL) {
        WOM_TRY(wom_store_running_numbers(&numbers, store->job, &scale));
        if (scale.units == NULL) scale.units = "1";
    }
    wom_status status = WOM_OK;
    if (wom_hdf5_exists(store->file, path)) status = check_same_scale(store, &scale);
    else status = put_scale(store, &scale, axis->name);
    wom_free(numbers);
    return status;
}

/* ---- The array ---- */

static wom_status
check_axes(const new_array *array)
{
    const char *name = strrchr(array->values.path, '/') + 1;
    for (uint32_t i = 0; i < array->values.num_axes; i++) {
        const char *axis = array->axes[i].name;
        WOM_TRY(wom_hdf5_check_name(axis, "an axis"));
        if (strcmp(axis, name) == 0)
            return wom_fail(WOM_INVALID, "\"%s\": an array and its axis cannot have one name", array->values.path);
        for (uint32_t k = 0; k < i; k++)
            if (strcmp(array->axes[k].name, axis) == 0)
                return wom_fail(WOM_INVALID, "\"%s\": two axes are called \"%s\"", array->values.path, axis);
    }
    return WOM_OK;
}

static wom_status
attach_scales(wom_store *store, const new_array *array)
{
    char path[WOM_HDF5_MAX_PATH];
    wom_status status = WOM_OK;
    const hid_t id = H5Dopen2(store->file, array->values.path, H5P_DEFAULT);
    for (uint32_t i = 0; i < array->values.num_axes && status == WOM_OK; i++) {
        status = wom_hdf5_join(path, array->group, array->axes[i].name);
        if (status != WOM_OK) break;
        const hid_t scale = H5Dopen2(store->file, path, H5P_DEFAULT);
        if (H5DSattach_scale(id, scale, i) < 0) status = wom_hdf5_write_failed(store, array->values.path);
        wom_hdf5_close(scale);
    }
    wom_hdf5_close(id);
    return status;
}

static wom_status
put_array(wom_store *store, const new_array *array)
{
    WOM_TRY(wom_store_make_parents(store, array->values.path));
    for (uint32_t i = 0; i < array->values.num_axes; i++) WOM_TRY(ensure_scale(store, array, &array->axes[i]));
    wom_status status = wom_store_put(store, &array->values);
    if (status == WOM_OK) status = attach_scales(store, array);
    if (status != WOM_OK) wom_store_remove(store, array->values.path);
    return status;
}

static wom_status
write_array(wom_store *store, new_array *array)
{
    const uint32_t num_axes = array->values.num_axes;
    if (num_axes < 1 || num_axes > WOM_HDF5_MAX_AXES)
        return wom_fail(WOM_INVALID, "\"%s\": has %u axes, must have 1 to %d", array->values.path, num_axes,
                        WOM_HDF5_MAX_AXES);
    for (uint32_t i = 0; i < num_axes; i++) array->lengths[i] = array->axes[i].length;
    array->values.lengths = array->lengths;
    WOM_TRY(wom_store_check_data(store, &array->values));
    WOM_TRY(check_axes(array));
    find_group(array->group, array->values.path);
    return put_array(store, array);
}

wom_status
wom_store_write_array(wom_store *store, const char *path, wom_type type, const void *data, const wom_axis *axes,
                      uint32_t num_axes, const char *units, const char *long_name)
{
    new_array array = { .axes = axes, .values = { .path = path, .type = type, .data = data, .num_axes = num_axes,
                                              .units = units, .long_name = long_name } };
    WOM_HDF5_QUIETLY(write_array(store, &array));
}
