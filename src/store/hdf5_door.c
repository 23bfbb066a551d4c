/* HDF5's errors, names and types as the rest of the folder sees them. */
#include "hdf5_door.h"

#include <stdio.h>
#include <string.h>

/* ---- Errors ---- */

static herr_t
take_first(unsigned n, const H5E_error2_t *error, void *context)
{
    char *text = context;
    if (n == 0 && error->desc != NULL) snprintf(text, 256, "%s", error->desc);
    return 0;
}

wom_status
wom_hdf5_fail(wom_status status, const char *file, const char *what)
{
    char text[256] = "HDF5 gives no reason";
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_first, text);
    H5Eclear2(H5E_DEFAULT);
    return wom_fail(status, "%s: %s: %s", file, what, text);
}

wom_status
wom_hdf5_write_failed(wom_store *store, const char *path)
{
    char what[WOM_HDF5_MAX_PATH + 16];
    const int error = store->sink.error;
    store->broken = true;
    if (error != 0) return wom_fail(WOM_FAILED, "%s: cannot write %s: %s", store->path, path, strerror(error));
    snprintf(what, sizeof what, "cannot write %s", path);
    return wom_hdf5_fail(WOM_FAILED, store->path, what);
}

bool
wom_hdf5_close(hid_t id)
{
    if (id < 0) return true;
    switch (H5Iget_type(id)) {
    case H5I_FILE: return H5Fclose(id) >= 0;
    case H5I_GROUP: return H5Gclose(id) >= 0;
    case H5I_DATASET: return H5Dclose(id) >= 0;
    case H5I_DATATYPE: return H5Tclose(id) >= 0;
    case H5I_DATASPACE: return H5Sclose(id) >= 0;
    case H5I_ATTR: return H5Aclose(id) >= 0;
    case H5I_GENPROP_LST: return H5Pclose(id) >= 0;
    default: return false;
    }
}

/* ---- Names ---- */

/* The number of bytes of the character that `text` starts with, 0 when it is not well formed (RFC 3629). */
static size_t
utf8_length(const unsigned char *text)
{
    if (text[0] < 0x80) return 1;
    const size_t length = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
    if (text[0] < 0xc2 || text[0] > 0xf4) return 0;
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80) return 0;
    if (text[0] == 0xe0 && text[1] < 0xa0) return 0; /* longer than need be */
    if (text[0] == 0xf0 && text[1] < 0x90) return 0;
    if (text[0] == 0xed && text[1] > 0x9f) return 0; /* a surrogate */
    if (text[0] == 0xf4 && text[1] > 0x8f) return 0; /* past the last character */
    return length;
}

bool
wom_hdf5_is_utf8(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at != 0) {
        const size_t length = utf8_length(at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

static bool
is_plain(const char *name, size_t length)
{
    return length > 0 && strncmp(name, ".", length) != 0 && strncmp(name, "..", length) != 0;
}

wom_status
wom_hdf5_check_name(const char *name, const char *what)
{
    if (name == NULL || !is_plain(name, strlen(name)) || strchr(name, '/') != NULL || !wom_hdf5_is_utf8(name))
        return wom_fail(WOM_INVALID, "the name \"%s\" of %s must be UTF-8, not empty, and without \"/\"",
                        name == NULL ? "" : name, what);
    return WOM_OK;
}

wom_status
wom_hdf5_check_path(const char *path)
{
    if (path == NULL || path[0] != '/' || strlen(path) >= WOM_HDF5_MAX_PATH || !wom_hdf5_is_utf8(path))
        return wom_fail(WOM_INVALID, "the path \"%s\" must be UTF-8, begin with \"/\" and have fewer than %d bytes",
                        path == NULL ? "" : path, WOM_HDF5_MAX_PATH);
    if (path[1] == 0) return WOM_OK;
    for (const char *part = path; *part != 0;) {
        part += 1;
        const size_t length = strcspn(part, "/");
        if (!is_plain(part, length)) return wom_fail(WOM_INVALID, "the path \"%s\" has an empty part, or a dot", path);
        part += length;
    }
    return WOM_OK;
}

wom_status
wom_hdf5_join(char joined[WOM_HDF5_MAX_PATH], const char *group, const char *name)
{
    const char *slash = group[0] == '/' && group[1] == 0 ? "" : "/";
    const int length = snprintf(joined, WOM_HDF5_MAX_PATH, "%s%s%s", group, slash, name);
    if (length >= WOM_HDF5_MAX_PATH) return wom_fail(WOM_INVALID, "the path \"%s/%s\" is too long", group, name);
    return WOM_OK;
}

/* Part by part, as HDF5 takes a missing parent for an error. */
bool
wom_hdf5_exists(hid_t file, const char *path)
{
    char prefix[WOM_HDF5_MAX_PATH];
    const size_t length = strlen(path);
    for (size_t i = 1; i <= length && length > 1; i++) {
        if (path[i] != '/' && path[i] != 0) continue;
        memcpy(prefix, path, i);
        prefix[i] = 0;
        if (H5Lexists(file, prefix, H5P_DEFAULT) <= 0 || H5Oexists_by_name(file, prefix, H5P_DEFAULT) <= 0)
            return false;
    }
    return true;
}

/* ---- Types ---- */

const char *
wom_hdf5_type_name(wom_type type)
{
    static const char *const names[] = { "bool", "uint8", "int32", "uint32", "int64",
                                         "uint64", "float", "double", "string" };
    return (unsigned)type < sizeof names / sizeof *names ? names[type] : "unknown";
}

size_t
wom_hdf5_type_size(wom_type type)
{
    static const size_t sizes[] = { 1, 1, 4, 4, 8, 8, 4, 8, sizeof(char *) };
    return sizes[type];
}

/* As h5py writes numpy's bool. */
static hid_t
bool_type(void)
{
    const int8_t no = 0, yes = 1;
    const hid_t type = H5Tenum_create(H5T_STD_I8LE);
    if (type < 0 || H5Tenum_insert(type, "FALSE", &no) < 0 || H5Tenum_insert(type, "TRUE", &yes) < 0) {
        wom_hdf5_close(type);
        return H5I_INVALID_HID;
    }
    return type;
}

static hid_t
string_type(void)
{
    const hid_t type = H5Tcopy(H5T_C_S1);
    if (H5Tset_size(type, H5T_VARIABLE) < 0 || H5Tset_cset(type, H5T_CSET_UTF8) < 0) {
        wom_hdf5_close(type);
        return H5I_INVALID_HID;
    }
    return type;
}

hid_t
wom_hdf5_file_type(wom_type type)
{
    switch (type) {
    case WOM_TYPE_BOOL: return bool_type();
    case WOM_TYPE_UINT8: return H5Tcopy(H5T_STD_U8LE);
    case WOM_TYPE_INT32: return H5Tcopy(H5T_STD_I32LE);
    case WOM_TYPE_UINT32: return H5Tcopy(H5T_STD_U32LE);
    case WOM_TYPE_INT64: return H5Tcopy(H5T_STD_I64LE);
    case WOM_TYPE_UINT64: return H5Tcopy(H5T_STD_U64LE);
    case WOM_TYPE_FLOAT: return H5Tcopy(H5T_IEEE_F32LE);
    case WOM_TYPE_DOUBLE: return H5Tcopy(H5T_IEEE_F64LE);
    case WOM_TYPE_STRING: return string_type();
    }
    return H5I_INVALID_HID;
}

hid_t
wom_hdf5_memory_type(wom_type type)
{
    const hid_t stored = type == WOM_TYPE_BOOL ? H5Tcopy(H5T_NATIVE_UINT8) : wom_hdf5_file_type(type);
    if (type == WOM_TYPE_STRING || type == WOM_TYPE_BOOL) return stored;
    const hid_t native = H5Tget_native_type(stored, H5T_DIR_ASCEND);
    wom_hdf5_close(stored);
    return native;
}

static bool
is_member(hid_t type, unsigned member, const char *name, int8_t value)
{
    int8_t found = -1;
    char *found_name = H5Tget_member_name(type, member);
    const bool same = found_name != NULL && strcmp(found_name, name) == 0;
    H5free_memory(found_name);
    return same && H5Tget_member_value(type, member, &found) >= 0 && found == value;
}

static bool
is_bool(hid_t type)
{
    return H5Tget_size(type) == 1 && H5Tget_nmembers(type) == 2 && is_member(type, 0, "FALSE", 0) &&
           is_member(type, 1, "TRUE", 1);
}

bool
wom_hdf5_classify(wom_type *type, hid_t id)
{
    const size_t size = H5Tget_size(id);
    const bool has_sign = H5Tget_sign(id) == H5T_SGN_2;
    switch (H5Tget_class(id)) {
    case H5T_INTEGER:
        if (size > 4) *type = has_sign ? WOM_TYPE_INT64 : WOM_TYPE_UINT64;
        else if (has_sign) *type = WOM_TYPE_INT32;
        else *type = size == 1 ? WOM_TYPE_UINT8 : WOM_TYPE_UINT32;
        return size <= 8;
    case H5T_FLOAT: *type = size <= 4 ? WOM_TYPE_FLOAT : WOM_TYPE_DOUBLE; return size <= 8;
    case H5T_STRING: *type = WOM_TYPE_STRING; return true;
    case H5T_ENUM: *type = WOM_TYPE_BOOL; return is_bool(id);
    default: return false;
    }
}
