/* Files opened for reading: what they hold, their data sets and attributes. */
#include "hdf5_door.h"

#include <errno.h>
#include <fcntl.h>
#include <hdf5_hl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAJOR_VERSION 1

/* ---- Open and close ---- */

static wom_status
check_format(wom_archive *archive, const char *format)
{
    char *found = NULL, *version = NULL;
    wom_status status = WOM_OK;
    if (format == NULL) return WOM_OK;
    WOM_TRY_GOTO(wom_archive_attribute_text(&found, archive, "/", "format"));
    if (strcmp(found, format) != 0) {
        status = wom_fail(WOM_INVALID, "%s: is a file of format \"%s\", must be \"%s\"", archive->path, found, format);
        goto done;
    }
    WOM_TRY_GOTO(wom_archive_attribute_text(&version, archive, "/", "format_version"));
    if (strtol(version, NULL, 10) > MAJOR_VERSION)
        status = wom_fail(WOM_INVALID, "%s: has format version %s; wom %s knows those before %d", archive->path,
                          version, wom_version(), MAJOR_VERSION + 1);
done:
    wom_free(version);
    wom_free(found);
    return status;
}

static wom_status
check_is_file(const char *path)
{
    struct stat found;
    if (path == NULL || path[0] == 0) return wom_fail(WOM_INVALID, "the file to be read needs a name");
    if (stat(path, &found) != 0) return wom_fail(WOM_INVALID, "%s: %s", path, strerror(errno));
    if (!S_ISREG(found.st_mode)) return wom_fail(WOM_INVALID, "%s: is not a plain file", path);
    return WOM_OK;
}

static wom_status
open_archive(wom_archive **out, wom_job *job, const char *path, const char *format)
{
    wom_archive *archive = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(check_is_file(path));
    WOM_TRY(wom_allocate(&archive, job, 1, sizeof *archive, "an open file"));
    archive->job = job;
    archive->file = H5I_INVALID_HID;
    archive->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (archive->descriptor < 0) {
        status = wom_fail(WOM_INVALID, "%s: cannot be read: %s", path, strerror(errno));
        goto done;
    }
    if (fstat(archive->descriptor, &archive->opened) != 0) memset(&archive->opened, 0, sizeof archive->opened);
    WOM_TRY_GOTO(wom_seal_check(&archive->mapped, job, archive->descriptor, path));
    WOM_TRY_GOTO(wom_copy_text(&archive->path, job, path, strlen(path)));
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    archive->file = H5Fopen(path, H5F_ACC_RDONLY, access);
    if (archive->file < 0) status = wom_hdf5_fail(WOM_INVALID, path, "cannot be read as HDF5");
    wom_hdf5_close(access);
    if (status == WOM_OK) status = check_format(archive, format);
    if (status != WOM_OK) goto done;
    *out = archive;
    archive = NULL;
done:
    wom_archive_close(archive);
    return status;
}

wom_status
wom_archive_open(wom_archive **archive, wom_job *job, const char *path, const char *format)
{
    *archive = NULL;
    WOM_HDF5_QUIETLY(open_archive(archive, job, path, format));
}

void
wom_archive_close(wom_archive *archive)
{
    if (archive == NULL) return;
    H5E_BEGIN_TRY
    {
        wom_hdf5_close(archive->file);
    }
    H5E_END_TRY
    wom_archive_unmap(archive);
    if (archive->descriptor >= 0) close(archive->descriptor);
    wom_free(archive->mapped.array);
    wom_free(archive->path);
    wom_free(archive);
}

/* ---- What there is ---- */

bool
wom_archive_has(const wom_archive *archive, const char *path)
{
    bool exists = false;
    H5E_BEGIN_TRY
    {
        exists = wom_hdf5_check_path(path) == WOM_OK && wom_hdf5_exists(archive->file, path);
    }
    H5E_END_TRY
    return exists;
}

static wom_status
open_group(hid_t *id, const wom_archive *archive, const char *path)
{
    WOM_TRY(wom_fail_in(wom_hdf5_check_path(path), "%s", archive->path));
    if (!wom_hdf5_exists(archive->file, path))
        return wom_fail(WOM_INVALID, "%s: has no \"%s\"", archive->path, path);
    *id = H5Oopen(archive->file, path, H5P_DEFAULT);
    if (*id < 0) return wom_hdf5_fail(WOM_INVALID, archive->path, path);
    if (H5Iget_type(*id) == H5I_GROUP) return WOM_OK;
    wom_hdf5_close(*id);
    return wom_fail(WOM_INVALID, "%s: \"%s\" is a data set, must be a group", archive->path, path);
}

/* Names one after the other, each with its terminator. */
typedef struct name_list {
    wom_job *job;
    char *text;
    uint64_t num_bytes, capacity, num_names;
    wom_status status;
} name_list;

/* Groups and data sets that lie in this file; not types, nor links that lead elsewhere. */
static bool
is_member(hid_t group, const char *name, const H5L_info_t *link)
{
    if (link->type != H5L_TYPE_HARD) return false;
    const hid_t object = H5Oopen(group, name, H5P_DEFAULT);
    const H5I_type_t type = H5Iget_type(object);
    wom_hdf5_close(object);
    return object < 0 || type == H5I_GROUP || type == H5I_DATASET;
}

static wom_status
append_name(name_list *list, const char *name)
{
    const uint64_t size = strlen(name) + 1;
    list->status = wom_reserve(&list->text, &list->capacity, list->job, list->num_bytes + size, 1, "names");
    if (list->status != WOM_OK) return list->status;
    memcpy(list->text + list->num_bytes, name, size);
    list->num_bytes += size;
    list->num_names += 1;
    return WOM_OK;
}

static herr_t
add_name(hid_t group, const char *name, const H5L_info_t *link, void *context)
{
    return !is_member(group, name, link) || append_name(context, name) == WOM_OK ? 0 : -1;
}

static wom_status
pack_names(char ***names, const name_list *list)
{
    const uint64_t pointer_bytes = list->num_names * sizeof(char *);
    WOM_TRY(wom_allocate(names, list->job, pointer_bytes + list->num_bytes, 1, "names"));
    char *at = (char *)(*names + list->num_names);
    if (list->num_bytes > 0) memcpy(at, list->text, list->num_bytes);
    for (uint64_t i = 0; i < list->num_names; i++) {
        (*names)[i] = at;
        at += strlen(at) + 1;
    }
    return WOM_OK;
}

static wom_status
list_names(char ***names, uint64_t *num_names, wom_archive *archive, const char *path)
{
    name_list list = { .job = archive->job };
    hid_t group = H5I_INVALID_HID;
    WOM_TRY(open_group(&group, archive, path));
    wom_status status = WOM_OK;
    if (H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, add_name, &list) < 0)
        status = list.status != WOM_OK ? list.status : wom_hdf5_fail(WOM_INVALID, archive->path, path);
    if (status == WOM_OK) status = pack_names(names, &list);
    if (status == WOM_OK) *num_names = list.num_names;
    wom_free(list.text);
    wom_hdf5_close(group);
    return status;
}

wom_status
wom_archive_list(char ***names, uint64_t *num_names, wom_archive *archive, const char *path)
{
    *names = NULL;
    WOM_HDF5_QUIETLY(list_names(names, num_names, archive, path));
}

/* ---- Data sets ---- */

static wom_status
read_all(void *data, wom_archive *archive, const char *path, wom_type type, uint64_t lengths[4], uint32_t *num_axes)
{
    wom_dataset set;
    WOM_TRY(wom_dataset_open(&set, archive->file, archive->path, path));
    const wom_status status = wom_dataset_read(data, archive->job, &set, type, 0, wom_dataset_num_rows(&set));
    if (status == WOM_OK) {
        memcpy(lengths, set.lengths, sizeof set.lengths);
        *num_axes = set.num_axes;
    }
    wom_dataset_close(&set);
    return status;
}

static void
clear(void *data)
{
    memset(data, 0, sizeof(void *));
}

wom_status
wom_archive_read(void *data, wom_archive *archive, const char *path, wom_type type, uint64_t lengths[4],
                 uint32_t *num_axes)
{
    clear(data);
    WOM_HDF5_QUIETLY(read_all(data, archive, path, type, lengths, num_axes));
}

static wom_status
read_column(void *data, uint64_t *num_rows, wom_archive *archive, const char *path, wom_type type)
{
    wom_dataset set;
    WOM_TRY(wom_dataset_open(&set, archive->file, archive->path, path));
    wom_status status = WOM_OK;
    if (set.num_axes != 1)
        status = wom_fail(WOM_INVALID, "%s: \"%s\" has %u axes, must have one", archive->path, path, set.num_axes);
    else status = wom_dataset_read(data, archive->job, &set, type, 0, set.lengths[0]);
    if (status == WOM_OK) *num_rows = set.lengths[0];
    wom_dataset_close(&set);
    return status;
}

wom_status
wom_archive_read_column(void *data, uint64_t *num_rows, wom_archive *archive, const char *path, wom_type type)
{
    clear(data);
    WOM_HDF5_QUIETLY(read_column(data, num_rows, archive, path, type));
}

static wom_status
find_type(wom_type *type, wom_archive *archive, const char *path)
{
    wom_dataset set;
    WOM_TRY(wom_dataset_open(&set, archive->file, archive->path, path));
    *type = set.type;
    wom_dataset_close(&set);
    return WOM_OK;
}

wom_status
wom_archive_type(wom_type *type, wom_archive *archive, const char *path)
{
    WOM_HDF5_QUIETLY(find_type(type, archive, path));
}

static wom_status
read_text(char **text, wom_archive *archive, const char *path)
{
    wom_dataset set;
    char **texts = NULL;
    WOM_TRY(wom_dataset_open(&set, archive->file, archive->path, path));
    wom_status status = WOM_OK;
    if (set.num_axes != 0)
        status = wom_fail(WOM_INVALID, "%s: \"%s\" has %u axes, must be one text", archive->path, path, set.num_axes);
    else status = wom_dataset_read(&texts, archive->job, &set, WOM_TYPE_STRING, 0, 1);
    if (status == WOM_OK) status = wom_copy_text(text, archive->job, texts[0], strlen(texts[0]));
    wom_free(texts);
    wom_dataset_close(&set);
    return status;
}

wom_status
wom_archive_read_text(char **text, wom_archive *archive, const char *path)
{
    *text = NULL;
    WOM_HDF5_QUIETLY(read_text(text, archive, path));
}

/* ---- Axes ---- */

/* HDF5 takes these attributes for what its own functions write, and reads beyond memory where they are not. */
static bool
is_as_written(hid_t set, const char *name, H5T_class_t class, hssize_t num_values)
{
    if (H5Aexists(set, name) <= 0) return true;
    const hid_t attribute = H5Aopen(set, name, H5P_DEFAULT);
    const hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    const hid_t item = class == H5T_VLEN ? H5Tget_super(type) : H5I_INVALID_HID;
    const bool is = H5Tget_class(type) == class && H5Sget_simple_extent_npoints(space) == num_values &&
                    (class == H5T_VLEN ? H5Tequal(item, H5T_STD_REF_OBJ) > 0 : H5Tis_variable_str(type) == 0);
    wom_hdf5_close(item);
    wom_hdf5_close(space);
    wom_hdf5_close(type);
    wom_hdf5_close(attribute);
    return is;
}

/* One scale an axis is enough. */
static herr_t
take_scale(hid_t array, unsigned axis, hid_t scale, void *context)
{
    (void)array;
    (void)axis;
    return H5Iget_name(scale, context, WOM_HDF5_MAX_PATH) > 0 ? 1 : -1;
}

static wom_status
list_axes(char ***paths, uint64_t *num_axes, wom_archive *archive, const char *path)
{
    wom_dataset set;
    name_list list = { .job = archive->job };
    wom_status status = WOM_OK;
    WOM_TRY(wom_dataset_open(&set, archive->file, archive->path, path));
    if (!is_as_written(set.id, "CLASS", H5T_STRING, 1) ||
        !is_as_written(set.id, "DIMENSION_LIST", H5T_VLEN, (hssize_t)set.num_axes))
        status = wom_fail(WOM_INVALID, "%s: \"%s\" says wrongly what its axes are", archive->path, path);
    for (unsigned axis = 0; axis < set.num_axes && status == WOM_OK; axis++) {
        char scale[WOM_HDF5_MAX_PATH] = "";
        if (H5DSis_scale(set.id) <= 0 && H5DSiterate_scales(set.id, axis, NULL, take_scale, scale) < 0)
            status = wom_hdf5_fail(WOM_INVALID, archive->path, path);
        else status = append_name(&list, scale);
    }
    if (status == WOM_OK) status = pack_names(paths, &list);
    if (status == WOM_OK) *num_axes = list.num_names;
    wom_free(list.text);
    wom_dataset_close(&set);
    return status;
}

wom_status
wom_archive_axes(char ***paths, uint64_t *num_axes, wom_archive *archive, const char *path)
{
    *paths = NULL;
    WOM_HDF5_QUIETLY(list_axes(paths, num_axes, archive, path));
}
