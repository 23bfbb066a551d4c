/* Arrays that are used where they lie in the file. */
#include "hdf5_door.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* ---- Writing ---- */

static wom_status
remember(wom_store *store, uint64_t offset, const wom_new_data *new_data)
{
    wom_mapped_arrays *mapped = &store->mapped;
    const uint64_t num_bytes = new_data->lengths[0] * wom_hdf5_type_size(new_data->type);
    if (num_bytes == 0) return WOM_OK; /* HDF5 gives it no place */
    if (offset % WOM_MAP_ALIGNMENT != 0)
        return wom_fail(WOM_FAILED, "%s: %s lies at byte %" PRIu64 ", which is not aligned", store->path,
                        new_data->path, offset);
    wom_mapped_array *array = &mapped->array[mapped->num++];
    *array = (wom_mapped_array){ .offset = offset, .num_bytes = num_bytes };
    wom_mapped_hash(array->hash, new_data->data, num_bytes);
    return WOM_OK;
}

static wom_status
write_mapped(wom_store *store, const wom_new_data *new_data)
{
    wom_mapped_arrays *mapped = &store->mapped;
    uint64_t offset = 0;
    if (!store->may_map)
        return wom_fail(WOM_INVALID, "%s: was not created to hold mapped arrays", store->path);
    if (new_data->type == WOM_TYPE_STRING || new_data->type == WOM_TYPE_BOOL)
        return wom_fail(WOM_INVALID, "%s: \"%s\" must hold numbers to be mapped", store->path, new_data->path);
    if (mapped->num == WOM_MOST_MAPPED)
        return wom_fail(WOM_INVALID, "%s: has more than %d mapped arrays", store->path, WOM_MOST_MAPPED);
    WOM_TRY(wom_store_check_data(store, new_data));
    WOM_TRY(wom_reserve(&mapped->array, &mapped->capacity, store->job, mapped->num + 1, sizeof *mapped->array,
                        "a list of arrays"));
    WOM_TRY(wom_store_make_parents(store, new_data->path));
    WOM_TRY(wom_store_put_at(&offset, store, new_data));
    return remember(store, offset, new_data);
}

wom_status
wom_store_write_mapped(wom_store *store, const char *path, wom_type type, const void *data, uint64_t length,
                       const char *units, const char *long_name)
{
    const wom_new_data new_data = { .path = path, .type = type, .data = data, .lengths = &length, .num_axes = 1,
                                    .units = units, .long_name = long_name };
    WOM_HDF5_QUIETLY(write_mapped(store, &new_data));
}

/* ---- Mapping ---- */

static wom_status
map_file(wom_archive *archive)
{
    struct stat found;
    if (archive->map != NULL) return WOM_OK;
    if (fstat(archive->descriptor, &found) != 0)
        return wom_fail(WOM_INVALID, "%s: cannot be mapped: %s", archive->path, strerror(errno));
    const size_t num_bytes = (size_t)found.st_size;
    unsigned char *map = mmap(NULL, num_bytes, PROT_READ, MAP_PRIVATE, archive->descriptor, 0);
    if (map == MAP_FAILED) return wom_fail(WOM_INVALID, "%s: cannot be mapped: %s", archive->path, strerror(errno));
    archive->map = map;
    archive->map_bytes = num_bytes;
    return WOM_OK;
}

void
wom_archive_unmap(wom_archive *archive)
{
    if (archive->map != NULL) munmap(archive->map, archive->map_bytes);
}

/* The list is part of what the seal covers, so what is on it lies within the file. */
static bool
is_listed(const wom_mapped_arrays *mapped, uint64_t offset, uint64_t num_bytes)
{
    uint64_t first = 0, end = mapped->num;
    while (first < end) {
        const uint64_t middle = (first + end) / 2;
        if (mapped->array[middle].offset < offset) first = middle + 1;
        else end = middle;
    }
    return first < mapped->num && mapped->array[first].offset == offset && mapped->array[first].num_bytes == num_bytes;
}

/* As it lies in the file it is as the machine wants it. */
static bool
is_native(hid_t dataset, wom_type type)
{
    const hid_t stored = H5Dget_type(dataset), native = wom_hdf5_memory_type(type);
    const bool is = H5Tequal(stored, native) > 0;
    wom_hdf5_close(native);
    wom_hdf5_close(stored);
    return is;
}

static wom_status
find_mapped(const unsigned char **values, wom_archive *archive, const wom_dataset *set, wom_type type)
{
    const haddr_t offset = H5Dget_offset(set->id);
    const uint64_t num_bytes = set->num_values * wom_hdf5_type_size(type);
    if (set->num_axes != 1 || !is_native(set->id, type))
        return wom_fail(WOM_INVALID, "%s: \"%s\" must be %s numbers in one dimension to be mapped", archive->path,
                        set->path, wom_hdf5_type_name(type));
    const bool has_place = num_bytes > 0;
    if (archive->mapped.num == 0)
        return wom_fail(WOM_INVALID, "%s: is cut off or was never finished: it has no list of mapped arrays",
                        archive->path);
    if (has_place && (offset % WOM_MAP_ALIGNMENT != 0 || !is_listed(&archive->mapped, offset, num_bytes)))
        return wom_fail(WOM_INVALID, "%s: \"%s\" is not laid out to be mapped", archive->path, set->path);
    WOM_TRY(map_file(archive));
    if (has_place && (offset > archive->map_bytes || num_bytes > archive->map_bytes - offset))
        return wom_fail(WOM_INVALID, "%s: is cut off: \"%s\" lies beyond its end", archive->path, set->path);
    *values = archive->map + (has_place ? offset : 0);
    return WOM_OK;
}

static wom_status
map_array(const unsigned char **values, uint64_t *length, wom_archive *archive, const char *path, wom_type type)
{
    wom_dataset set;
    WOM_TRY(wom_dataset_open(&set, archive->file, archive->path, path));
    const wom_status status = find_mapped(values, archive, &set, type);
    if (status == WOM_OK) *length = set.num_values;
    wom_dataset_close(&set);
    return status;
}

static wom_status
map_quietly(const unsigned char **values, uint64_t *length, wom_archive *archive, const char *path, wom_type type)
{
    WOM_HDF5_QUIETLY(map_array(values, length, archive, path, type));
}

wom_status
wom_archive_map(void *values, uint64_t *length, wom_archive *archive, const char *path, wom_type type)
{
    const unsigned char *found = NULL;
    const wom_status status = map_quietly(&found, length, archive, path, type);
    memcpy(values, &found, sizeof found);
    return status;
}

bool
wom_archive_is_mapped(const wom_archive *archive, const void *pointer)
{
    const uintptr_t address = (uintptr_t)pointer, map = (uintptr_t)archive->map;
    return archive->map != NULL && address >= map && address - map < archive->map_bytes;
}

wom_status
wom_archive_check_unchanged(const wom_archive *archive)
{
    struct stat now;
    const struct stat *then = &archive->opened;
    if (fstat(archive->descriptor, &now) == 0 && now.st_size == then->st_size && now.st_mtime == then->st_mtime)
        return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: was written to while it was used; nothing of what came out can be trusted",
                    archive->path);
}

wom_status
wom_archive_verify(wom_archive *archive)
{
    wom_job_stage(archive->job, "verifying", 0);
    return wom_seal_verify(&archive->mapped, archive->job, archive->descriptor, archive->path);
}
