/* Attributes of files opened for reading. */
#include "hdf5_door.h"

#include <stdio.h>
#include <string.h>

/* An attribute at hand. */
typedef struct attribute {
    wom_archive *archive;
    const char *path, *name;
    hid_t object, id, type;
    uint64_t num_values;
} attribute;

static wom_status
unreadable(const attribute *at)
{
    char what[WOM_HDF5_MAX_PATH + 64];
    snprintf(what, sizeof what, "cannot read attribute \"%s\" of \"%s\"", at->name, at->path);
    return wom_hdf5_fail(WOM_INVALID, at->archive->path, what);
}

static void
close_attribute(attribute *at)
{
    wom_hdf5_close(at->type);
    wom_hdf5_close(at->id);
    wom_hdf5_close(at->object);
}

static wom_status
open_parts(attribute *at)
{
    const wom_archive *archive = at->archive;
    at->object = H5Oopen(archive->file, at->path, H5P_DEFAULT);
    if (at->object < 0) return unreadable(at);
    if (H5Aexists(at->object, at->name) <= 0)
        return wom_fail(WOM_INVALID, "%s: \"%s\" has no attribute \"%s\"", archive->path, at->path, at->name);
    at->id = H5Aopen(at->object, at->name, H5P_DEFAULT);
    if (at->id < 0) return unreadable(at);
    at->type = H5Aget_type(at->id);
    const hid_t space = H5Aget_space(at->id);
    const hssize_t num_values = H5Sget_simple_extent_npoints(space);
    wom_hdf5_close(space);
    if (at->type < 0 || num_values < 0) return unreadable(at);
    at->num_values = (uint64_t)num_values;
    return WOM_OK;
}

static wom_status
open_attribute(attribute *at, wom_archive *archive, const char *path, const char *name)
{
    *at = (attribute){ archive, path, name, H5I_INVALID_HID, H5I_INVALID_HID, H5I_INVALID_HID, 0 };
    WOM_TRY(wom_fail_in(wom_hdf5_check_path(path), "%s", archive->path));
    WOM_TRY(wom_fail_in(wom_hdf5_check_name(name, "an attribute"), "%s", archive->path));
    if (!wom_hdf5_exists(archive->file, path))
        return wom_fail(WOM_INVALID, "%s: has no \"%s\"", archive->path, path);
    const wom_status status = open_parts(at);
    if (status != WOM_OK) close_attribute(at);
    return status;
}

static wom_status
read_variable(char ***texts, const attribute *at)
{
    char **pointers = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&pointers, at->archive->job, at->num_values, sizeof *pointers, at->name));
    if (at->num_values > 0 && H5Aread(at->id, at->type, pointers) < 0) status = unreadable(at);
    else
        status = wom_hdf5_pack_texts(texts, at->archive->job, (const char *const *)pointers, at->num_values);
    const hid_t space = H5Aget_space(at->id);
    H5Dvlen_reclaim(at->type, space, H5P_DEFAULT, pointers);
    wom_hdf5_close(space);
    wom_free(pointers);
    return status;
}

/* One text of fixed length, as other programs write them. */
static wom_status
read_fixed(char ***texts, const attribute *at)
{
    char *padded = NULL;
    wom_status status = WOM_OK;
    if (at->num_values != 1)
        return wom_fail(WOM_INVALID, "%s: attribute \"%s\" of \"%s\" must hold texts of variable length",
                        at->archive->path, at->name, at->path);
    WOM_TRY(wom_allocate(&padded, at->archive->job, H5Tget_size(at->type) + 1, 1, at->name));
    if (H5Aread(at->id, at->type, padded) < 0) status = unreadable(at);
    else status = wom_hdf5_pack_texts(texts, at->archive->job, &(const char *){ padded }, 1);
    wom_free(padded);
    return status;
}

static wom_status
read_texts(char ***texts, const attribute *at)
{
    if (H5Tget_class(at->type) != H5T_STRING)
        return wom_fail(WOM_INVALID, "%s: attribute \"%s\" of \"%s\" must be a text", at->archive->path, at->name,
                        at->path);
    WOM_TRY(H5Tis_variable_str(at->type) > 0 ? read_variable(texts, at) : read_fixed(texts, at));
    for (uint64_t i = 0; i < at->num_values; i++) {
        if (wom_hdf5_is_utf8((*texts)[i])) continue;
        wom_free(*texts);
        *texts = NULL;
        return wom_fail(WOM_INVALID, "%s: attribute \"%s\" of \"%s\" is not UTF-8", at->archive->path, at->name,
                        at->path);
    }
    return WOM_OK;
}

static wom_status
attribute_texts(char ***texts, uint64_t *num_texts, wom_archive *archive, const char *path, const char *name)
{
    attribute at;
    WOM_TRY(open_attribute(&at, archive, path, name));
    const wom_status status = read_texts(texts, &at);
    *num_texts = at.num_values;
    close_attribute(&at);
    return status;
}

static wom_status
attribute_text(char **value, wom_archive *archive, const char *path, const char *name)
{
    char **texts = NULL;
    uint64_t num_texts = 0;
    WOM_TRY(attribute_texts(&texts, &num_texts, archive, path, name));
    wom_status status = WOM_OK;
    if (num_texts == 1) status = wom_copy_text(value, archive->job, texts[0], strlen(texts[0]));
    else
        status = wom_fail(WOM_INVALID, "%s: attribute \"%s\" of \"%s\" holds %llu texts, must be one", archive->path,
                          name, path, (unsigned long long)num_texts);
    wom_free(texts);
    return status;
}

wom_status
wom_archive_attribute_text(char **value, wom_archive *archive, const char *path, const char *name)
{
    *value = NULL;
    WOM_HDF5_QUIETLY(attribute_text(value, archive, path, name));
}

static wom_status
attribute_number(double *value, wom_archive *archive, const char *path, const char *name)
{
    attribute at;
    wom_type type;
    WOM_TRY(open_attribute(&at, archive, path, name));
    wom_status status = WOM_OK;
    if (!wom_hdf5_classify(&type, at.type) || type == WOM_TYPE_STRING || at.num_values != 1)
        status = wom_fail(WOM_INVALID, "%s: attribute \"%s\" of \"%s\" must be a number", archive->path, name, path);
    else if (H5Aread(at.id, H5T_NATIVE_DOUBLE, value) < 0) status = unreadable(&at);
    close_attribute(&at);
    return status;
}

wom_status
wom_archive_attribute_number(double *value, wom_archive *archive, const char *path, const char *name)
{
    WOM_HDF5_QUIETLY(attribute_number(value, archive, path, name));
}

/* The column that labels the rows is left out of AnnData's column-order, so it is put first here. */
static wom_status
put_first(char ***names, uint64_t *num_names, wom_job *job, const char *first, char *const *others, uint64_t num_others)
{
    const char **all = NULL;
    WOM_TRY(wom_allocate(&all, job, num_others + 1, sizeof *all, "column names"));
    all[0] = first;
    for (uint64_t i = 0; i < num_others; i++) all[i + 1] = others[i];
    const bool has_label = strcmp(first, "_index") != 0;
    const wom_status status = wom_hdf5_pack_texts(names, job, has_label ? all : all + 1, num_others + has_label);
    wom_free(all);
    if (status == WOM_OK) *num_names = num_others + has_label;
    return status;
}

static wom_status
table_columns(char ***names, uint64_t *num_names, wom_archive *archive, const char *path)
{
    char **order = NULL, *index = NULL, *encoding = NULL;
    uint64_t num_ordered = 0;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(attribute_text(&encoding, archive, path, "encoding-type"));
    if (strcmp(encoding, "dataframe") != 0) {
        status = wom_fail(WOM_INVALID, "%s: \"%s\" is not a table", archive->path, path);
        goto done;
    }
    WOM_TRY_GOTO(attribute_text(&index, archive, path, "_index"));
    WOM_TRY_GOTO(attribute_texts(&order, &num_ordered, archive, path, "column-order"));
    status = put_first(names, num_names, archive->job, index, order, num_ordered);
done:
    wom_free(order);
    wom_free(index);
    wom_free(encoding);
    return status;
}

wom_status
wom_archive_table_columns(char ***names, uint64_t *num_names, wom_archive *archive, const char *path)
{
    *names = NULL;
    WOM_HDF5_QUIETLY(table_columns(names, num_names, archive, path));
}
