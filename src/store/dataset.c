/* Data sets that exist: their shape, type and values, whoever wrote them. */
#include "hdf5_door.h"

#include <stdio.h>
#include <string.h>

/* ---- Open ---- */

/* No packing reaches this; a few bytes that claim more would keep every reader busy for days. */
#define VALUES_A_BYTE 65536
#define FREE_VALUES (UINT64_C(1) << 24)

static wom_status
check_is_stored(const wom_dataset *set)
{
    if (set->num_values <= FREE_VALUES || set->num_values / VALUES_A_BYTE <= H5Dget_storage_size(set->id))
        return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: \"%s\" claims more values than are stored", set->file_name, set->path);
}

static wom_status
find_shape(wom_dataset *set)
{
    hsize_t lengths[H5S_MAX_RANK];
    const hid_t space = H5Dget_space(set->id);
    const H5S_class_t class = H5Sget_simple_extent_type(space);
    const int num_axes = H5Sget_simple_extent_dims(space, lengths, NULL);
    wom_hdf5_close(space);
    if (class == H5S_NULL) return wom_fail(WOM_INVALID, "%s: \"%s\" has no values", set->file_name, set->path);
    if (num_axes < 0) return wom_hdf5_fail(WOM_INVALID, set->file_name, set->path);
    if (num_axes > WOM_HDF5_MAX_AXES)
        return wom_fail(WOM_INVALID, "%s: \"%s\" has %d axes, must have at most %d", set->file_name, set->path,
                        num_axes, WOM_HDF5_MAX_AXES);
    set->num_axes = (uint32_t)num_axes;
    set->num_values = 1;
    for (int i = 0; i < num_axes; i++) {
        set->lengths[i] = lengths[i];
        if (lengths[i] > 0 && set->num_values > (uint64_t)PTRDIFF_MAX / lengths[i])
            return wom_fail(WOM_INVALID, "%s: \"%s\" claims more values than can be", set->file_name, set->path);
        set->num_values *= lengths[i];
    }
    return check_is_stored(set);
}

static wom_status
find_type(wom_dataset *set)
{
    const hid_t type = H5Dget_type(set->id);
    const bool is_known = wom_hdf5_classify(&set->type, type);
    wom_hdf5_close(type);
    if (is_known) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: \"%s\" must hold numbers, bools or texts", set->file_name, set->path);
}

wom_status
wom_dataset_open(wom_dataset *set, hid_t file, const char *file_name, const char *path)
{
    *set = (wom_dataset){ .file_name = file_name, .path = path };
    WOM_TRY(wom_fail_in(wom_hdf5_check_path(path), "%s", file_name));
    if (!wom_hdf5_exists(file, path)) return wom_fail(WOM_INVALID, "%s: has no \"%s\"", file_name, path);
    set->id = H5Oopen(file, path, H5P_DEFAULT);
    if (set->id < 0) return wom_hdf5_fail(WOM_INVALID, file_name, path);
    wom_status status = WOM_OK;
    if (H5Iget_type(set->id) != H5I_DATASET)
        status = wom_fail(WOM_INVALID, "%s: \"%s\" is a group, must be a data set", file_name, path);
    if (status == WOM_OK) status = find_shape(set);
    if (status == WOM_OK) status = find_type(set);
    if (status != WOM_OK) wom_dataset_close(set);
    return status;
}

void
wom_dataset_close(wom_dataset *set)
{
    wom_hdf5_close(set->id);
    set->id = H5I_INVALID_HID;
}

uint64_t
wom_dataset_num_rows(const wom_dataset *set)
{
    return set->num_axes == 0 ? 1 : set->lengths[0];
}

/* ---- Read ---- */

/* What one reading needs: the part of the data set, and where it goes. */
typedef struct data_part {
    wom_job *job;
    const wom_dataset *set;
    hid_t file_space, memory_space;
    uint64_t count;
} data_part;

static wom_status
unreadable(const wom_dataset *set)
{
    char what[WOM_HDF5_MAX_PATH + 16];
    snprintf(what, sizeof what, "cannot read %s", set->path);
    return wom_hdf5_fail(WOM_INVALID, set->file_name, what);
}

static wom_status
select_part(data_part *part, wom_job *job, const wom_dataset *set, uint64_t first, uint64_t end)
{
    hsize_t start[WOM_HDF5_MAX_AXES] = { first }, count[WOM_HDF5_MAX_AXES] = { end - first };
    const uint64_t num_rows = wom_dataset_num_rows(set);
    part->job = job;
    part->set = set;
    part->count = num_rows == 0 ? 0 : set->num_values / num_rows * (end - first);
    for (uint32_t i = 1; i < set->num_axes; i++) count[i] = set->lengths[i];
    part->file_space = H5Dget_space(set->id);
    const hsize_t num_values = part->count;
    part->memory_space = H5Screate_simple(1, &num_values, NULL);
    const bool is_whole = end - first == num_rows;
    if (part->file_space < 0 || part->memory_space < 0 ||
        (!is_whole && H5Sselect_hyperslab(part->file_space, H5S_SELECT_SET, start, NULL, count, NULL) < 0)) {
        wom_hdf5_close(part->file_space);
        wom_hdf5_close(part->memory_space);
        return unreadable(set);
    }
    return WOM_OK;
}

/* HDF5 would clip a number that does not fit, and cut a fraction off. */
static H5T_conv_ret_t
refuse_loss(H5T_conv_except_t what, hid_t from, hid_t to, void *from_value, void *to_value, void *context)
{
    bool *is_lost = context;
    (void)from, (void)to, (void)from_value, (void)to_value;
    if (what == H5T_CONV_EXCEPT_PRECISION) return H5T_CONV_UNHANDLED;
    *is_lost = true;
    return H5T_CONV_ABORT;
}

static wom_status
read_numbers(void *values, const data_part *part, wom_type type)
{
    bool is_lost = false;
    wom_status status = WOM_OK;
    const wom_dataset *set = part->set;
    const bool as_stored = set->little_endian && type != WOM_TYPE_BOOL;
    const hid_t memory_type = as_stored ? wom_hdf5_file_type(type) : wom_hdf5_memory_type(type);
    const hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
    H5Pset_type_conv_cb(transfer, refuse_loss, &is_lost);
    if (H5Dread(set->id, memory_type, part->memory_space, part->file_space, transfer, values) < 0)
        status = is_lost ? wom_fail(WOM_INVALID, "%s: \"%s\" has a value that no %s can hold", set->file_name,
                                    set->path, wom_hdf5_type_name(type))
                         : unreadable(set);
    wom_hdf5_close(transfer);
    wom_hdf5_close(memory_type);
    const uint8_t *bools = values;
    for (uint64_t i = 0; i < part->count && type == WOM_TYPE_BOOL && status == WOM_OK; i++)
        if (bools[i] > 1)
            status = wom_fail(WOM_INVALID, "%s: \"%s\", value %llu: is %u, must be 0 or 1", set->file_name, set->path,
                              (unsigned long long)i, (unsigned)bools[i]);
    return status;
}

static wom_status
copy_numbers(void **data, const data_part *part, wom_type type)
{
    WOM_TRY(wom_allocate(data, part->job, part->count, wom_hdf5_type_size(type), part->set->path));
    if (part->count == 0) return WOM_OK;
    const wom_status status = read_numbers(*data, part, type);
    if (status != WOM_OK) {
        wom_free(*data);
        *data = NULL;
    }
    return status;
}

wom_status
wom_hdf5_pack_texts(char ***packed, wom_job *job, const char *const *texts, uint64_t num_texts)
{
    uint64_t num_bytes = num_texts * sizeof(char *);
    for (uint64_t i = 0; i < num_texts; i++) num_bytes += (texts[i] == NULL ? 0 : strlen(texts[i])) + 1;
    WOM_TRY(wom_allocate(packed, job, num_bytes, 1, "texts"));
    char *at = (char *)(*packed + num_texts);
    for (uint64_t i = 0; i < num_texts; i++) {
        const size_t length = texts[i] == NULL ? 0 : strlen(texts[i]);
        (*packed)[i] = at;
        if (length > 0) memcpy(at, texts[i], length);
        at += length + 1; /* the terminator is there: the memory came zeroed */
    }
    return WOM_OK;
}

static wom_status
check_texts(const wom_dataset *set, char *const *texts, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        if (!wom_hdf5_is_utf8(texts[i]))
            return wom_fail(WOM_INVALID, "%s: \"%s\", value %llu: is not UTF-8", set->file_name, set->path,
                            (unsigned long long)i);
    return WOM_OK;
}

static wom_status
read_variable(char ***texts, const data_part *part, hid_t type)
{
    char **pointers = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&pointers, part->job, part->count, sizeof *pointers, part->set->path));
    if (H5Dread(part->set->id, type, part->memory_space, part->file_space, H5P_DEFAULT, pointers) < 0)
        status = unreadable(part->set);
    else status = wom_hdf5_pack_texts(texts, part->job, (const char *const *)pointers, part->count);
    H5Dvlen_reclaim(type, part->memory_space, H5P_DEFAULT, pointers);
    wom_free(pointers);
    return status;
}

/* The memory came zeroed, so the copy is terminated. */
static void
copy_padded(char *copy, const char *padded, size_t size, bool has_spaces)
{
    size_t length = strnlen(padded, size);
    while (has_spaces && length > 0 && padded[length - 1] == ' ') length--;
    memcpy(copy, padded, length);
}

/* Texts of fixed length, as other programs write them. */
static wom_status
read_fixed(char ***texts, const data_part *part, hid_t type)
{
    char *padded = NULL;
    wom_status status = WOM_OK;
    const size_t size = H5Tget_size(type);
    const bool has_spaces = H5Tget_strpad(type) == H5T_STR_SPACEPAD;
    WOM_TRY(wom_allocate(&padded, part->job, part->count, size, part->set->path));
    WOM_TRY_GOTO(wom_allocate(texts, part->job, part->count, sizeof(char *) + size + 1, part->set->path));
    if (H5Dread(part->set->id, type, part->memory_space, part->file_space, H5P_DEFAULT, padded) < 0) {
        status = unreadable(part->set);
        goto done;
    }
    char *at = (char *)(*texts + part->count);
    for (uint64_t i = 0; i < part->count; i++, at += size + 1) {
        (*texts)[i] = at;
        copy_padded(at, padded + i * size, size, has_spaces);
    }
done:
    wom_free(padded);
    return status;
}

static wom_status
copy_texts(char ***data, const data_part *part)
{
    if (part->count == 0) return wom_allocate(data, part->job, 1, 1, part->set->path);
    const hid_t type = H5Dget_type(part->set->id);
    wom_status status = WOM_OK;
    if (H5Tis_variable_str(type) > 0) status = read_variable(data, part, type);
    else status = read_fixed(data, part, type);
    wom_hdf5_close(type);
    if (status == WOM_OK) status = check_texts(part->set, *data, part->count);
    if (status != WOM_OK) {
        wom_free(*data);
        *data = NULL;
    }
    return status;
}

wom_status
wom_dataset_read(void *data, wom_job *job, const wom_dataset *set, wom_type type, uint64_t first, uint64_t end)
{
    data_part part;
    void *values = NULL;
    char **texts = NULL;
    const bool wants_text = type == WOM_TYPE_STRING;
    if (wants_text != (set->type == WOM_TYPE_STRING))
        return wom_fail(WOM_INVALID, "%s: \"%s\" holds %s, must hold %s", set->file_name, set->path,
                        wom_hdf5_type_name(set->type), wom_hdf5_type_name(type));
    WOM_TRY(select_part(&part, job, set, first, end));
    const wom_status status = wants_text ? copy_texts(&texts, &part) : copy_numbers(&values, &part, type);
    wom_hdf5_close(part.memory_space);
    wom_hdf5_close(part.file_space);
    if (status == WOM_OK && wants_text) memcpy(data, &texts, sizeof texts);
    else if (status == WOM_OK) memcpy(data, &values, sizeof values);
    return status;
}
