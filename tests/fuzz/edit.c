#include "edit.h"

#include "edit_types.h"
#include "store/hdf5_door.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_OBJECTS = 128,
    MOST_VALUES = 4096,
    MOST_EDITS = 16,
    SEAL_BYTES = 75,
    NUMBER = 1, /* of the file that is edited */
};

typedef struct editing {
    fuzz_input *input;
    hid_t file;
    char path[MOST_OBJECTS][WOM_HDF5_MAX_PATH];
    unsigned num_objects;
} editing;

/* HDF5 itself loses memory where objects cannot be opened; ours is in the ledger. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
    return "leak:libhdf5";
}

void
fuzz_check_closed(void)
{
    PROMISE(H5Fget_obj_count((hid_t)H5F_OBJ_ALL, H5F_OBJ_ALL) == 0);
}

fuzz_base
fuzz_base_read(const char *path)
{
    fuzz_base base = { malloc(1 << 20), 0 };
    FILE *file = fopen(path, "rb");
    PROMISE(file != NULL && base.bytes != NULL);
    base.size = fread(base.bytes, 1, 1 << 20, file);
    fclose(file);
    PROMISE(base.size > 0 && base.size < 1 << 20);
    return base;
}

/* ---- What there is ---- */

static herr_t
add_object(hid_t file, const char *name, const H5O_info_t *info, void *context)
{
    editing *e = context;
    (void)file, (void)info;
    if (e->num_objects == MOST_OBJECTS) return 1;
    snprintf(e->path[e->num_objects++], WOM_HDF5_MAX_PATH, "/%s", strcmp(name, ".") == 0 ? "" : name);
    return 0;
}

static const char *
choose_path(editing *e)
{
    return e->path[fuzz_byte(e->input) % e->num_objects];
}

/* Of a data set in one piece with values that can be held here; 0: none of these. */
static hsize_t
num_values_of(hid_t set)
{
    const hid_t space = H5Dget_space(set), type = H5Dget_type(set);
    const hssize_t num = H5Sget_simple_extent_npoints(space);
    const bool is_small = num > 0 && num <= MOST_VALUES && H5Tget_size(type) <= 16;
    H5Sclose(space);
    H5Tclose(type);
    return is_small ? (hsize_t)num : 0;
}

/* ---- Values ---- */

/* A number that is near, at a border, none, or any. */
static double
choose_number(fuzz_input *input)
{
    static const double borders[] = {
        -1, 255, 65536, 2147483647.0, 2147483648.0, 4294967294.0, 4294967295.0, 281474976710656.0, 9007199254740992.0,
        18446744073709551615.0, (double)INFINITY, -(double)INFINITY, (double)NAN, 1e39, 1e-310, 0.5, -0.0,
    };
    const unsigned kind = fuzz_byte(input), num_borders = sizeof borders / sizeof *borders;
    if (kind < 64) return kind;
    if (kind < 64 + num_borders) return borders[kind - 64];
    const uint64_t bits = fuzz_number(input, kind & 1 ? 2 : 8);
    double number = (double)bits;
    if (kind & 2) memcpy(&number, &bits, sizeof number);
    return number;
}

static void
set_number(editing *e)
{
    const hid_t set = H5Dopen2(e->file, choose_path(e), H5P_DEFAULT);
    const hsize_t num = set >= 0 ? num_values_of(set) : 0;
    const hsize_t place = fuzz_byte(e->input), one = 1;
    const double number = choose_number(e->input);
    if (num > 0) {
        const hid_t space = H5Screate_simple(1, &num, NULL), memory = H5Screate_simple(1, &one, NULL);
        const hsize_t at = place % num;
        H5Sselect_elements(space, H5S_SELECT_SET, 1, &at);
        H5Dwrite(set, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, &number);
        H5Sclose(space);
        H5Sclose(memory);
    }
    wom_hdf5_close(set);
}

static void
set_text(editing *e)
{
    char text[16];
    const hid_t set = H5Dopen2(e->file, choose_path(e), H5P_DEFAULT);
    const hsize_t num = set >= 0 ? num_values_of(set) : 0, place = fuzz_byte(e->input);
    fuzz_text(text, e->input);
    const hid_t type = set >= 0 ? H5Dget_type(set) : H5I_INVALID_HID;
    if (num > 0 && H5Tis_variable_str(type) > 0) {
        char *texts[MOST_VALUES];
        H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts);
        char *const before = texts[place % num];
        texts[place % num] = text;
        H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts);
        texts[place % num] = before;
        const hid_t space = H5Dget_space(set);
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts);
        H5Sclose(space);
    }
    wom_hdf5_close(type);
    wom_hdf5_close(set);
}

/* ---- Shapes and types ---- */

/* Where numbers had been, as many as there are remain; texts and the rest start anew. */
static void
make_again(editing *e, const char *path, hid_t type, hid_t space)
{
    double number[MOST_VALUES] = { 0 };
    const hid_t before = H5Dopen2(e->file, path, H5P_DEFAULT);
    const hssize_t num = H5Sget_simple_extent_npoints(space);
    if (before >= 0 && num_values_of(before) > 0)
        H5Dread(before, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, number);
    wom_hdf5_close(before);
    const hid_t list = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_layout(list, H5D_CONTIGUOUS);
    if (num <= MOST_VALUES) H5Pset_alloc_time(list, H5D_ALLOC_TIME_EARLY);
    H5Ldelete(e->file, path, H5P_DEFAULT);
    const hid_t set = H5Dcreate2(e->file, path, type, space, H5P_DEFAULT, list, H5P_DEFAULT);
    if (set >= 0 && num > 0 && num <= MOST_VALUES)
        H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, number);
    wom_hdf5_close(set);
    wom_hdf5_close(list);
}

static void
change_length(editing *e)
{
    const char *path = choose_path(e);
    const hid_t set = H5Dopen2(e->file, path, H5P_DEFAULT);
    const hsize_t now = set >= 0 ? num_values_of(set) : 0;
    const unsigned how = fuzz_byte(e->input);
    const hsize_t lengths[] = { 0, now + 1, now > 0 ? now - 1 : 0, 2 * now, (hsize_t)1 << 40, (hsize_t)1 << 61, how };
    const hsize_t length = lengths[how % (sizeof lengths / sizeof *lengths)];
    if (set >= 0) {
        const hid_t type = H5Dget_type(set), space = H5Screate_simple(1, &length, NULL);
        make_again(e, path, type, space);
        wom_hdf5_close(type);
        wom_hdf5_close(space);
    }
    wom_hdf5_close(set);
}

static void
change_type(editing *e)
{
    const char *path = choose_path(e);
    const hid_t set = H5Dopen2(e->file, path, H5P_DEFAULT);
    const hsize_t now = set >= 0 ? num_values_of(set) : 0;
    wom_hdf5_close(set);
    if (now == 0) return;
    const hid_t type = fuzz_type(e->input), space = fuzz_space(e->input, now);
    make_again(e, path, type, space);
    wom_hdf5_close(type);
    wom_hdf5_close(space);
}

/* ---- Attributes ---- */

static void
make_attribute(hid_t object, const char *name, hid_t type, hid_t space, const void *value)
{
    const hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute >= 0) H5Awrite(attribute, type, value);
    wom_hdf5_close(attribute);
    wom_hdf5_close(type);
    wom_hdf5_close(space);
}

static void
make_text_attribute(hid_t object, const char *name, fuzz_input *input)
{
    char text[3][16];
    const hsize_t num = fuzz_byte(input) % 4;
    const hid_t type = wom_hdf5_file_type(WOM_TYPE_STRING);
    for (hsize_t i = 0; i < num; i++) fuzz_text(text[i], input);
    const char *texts[] = { text[0], text[1], text[2] };
    make_attribute(object, name, type, num == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &num, NULL), texts);
}

/* An attribute becomes a number, texts, of any type and shape, or goes. */
static void
change_attribute(editing *e)
{
    static const uint8_t zeros[3 << 20];
    char name[64] = "";
    double number;
    const hid_t object = H5Oopen(e->file, choose_path(e), H5P_DEFAULT);
    const int num = object >= 0 ? H5Aget_num_attrs(object) : 0;
    const hsize_t place = fuzz_byte(e->input);
    if (num > 0) H5Aget_name_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, place % (hsize_t)num, name, sizeof name,
                                    H5P_DEFAULT);
    if (name[0] != 0) {
        H5Adelete(object, name);
        switch (fuzz_byte(e->input) % 4) {
        case 0:
            number = choose_number(e->input);
            make_attribute(object, name, H5Tcopy(H5T_NATIVE_DOUBLE), H5Screate(H5S_SCALAR), &number);
            break;
        case 1: make_text_attribute(object, name, e->input); break;
        case 2: make_attribute(object, name, fuzz_type(e->input), fuzz_space(e->input, 1), zeros); break;
        default: break;
        }
    }
    wom_hdf5_close(object);
}

/* ---- Links ---- */

static void
remove_object(editing *e)
{
    H5Ldelete(e->file, choose_path(e), H5P_DEFAULT);
}

/* One object under another's name, perhaps a group within itself. */
static void
link_again(editing *e)
{
    const char *from = choose_path(e), *to = choose_path(e);
    char inner[WOM_HDF5_MAX_PATH + 8];
    const unsigned how = fuzz_byte(e->input);
    snprintf(inner, sizeof inner, "%s%s", to, how & 8 ? "/again" : "");
    if ((how & 8) == 0) H5Ldelete(e->file, to, H5P_DEFAULT);
    if (how % 3 == 0) H5Lcreate_hard(e->file, from, e->file, inner, H5P_DEFAULT, H5P_DEFAULT);
    if (how % 3 == 1) H5Lcreate_soft(from, e->file, inner, H5P_DEFAULT, H5P_DEFAULT);
    if (how % 3 == 2) H5Lcreate_external("/proc/self/fd/9", from, e->file, inner, H5P_DEFAULT, H5P_DEFAULT);
}

/* ---- The file ---- */

static void
run_edits(editing *e)
{
    static void (*const edits[])(editing *) = {
        set_number, set_number, set_text, change_length, change_type, change_attribute, remove_object, link_again,
    };
    H5Ovisit2(e->file, H5_INDEX_NAME, H5_ITER_INC, add_object, e, H5O_INFO_BASIC);
    for (unsigned i = 0; i < MOST_EDITS && e->input->at < e->input->end && e->num_objects > 0; i++)
        edits[fuzz_byte(e->input) % (sizeof edits / sizeof *edits)](e);
}

static herr_t
add_mapped(hid_t file, const char *name, const H5O_info_t *info, void *context)
{
    wom_mapped_arrays *arrays = context;
    if (info->type != H5O_TYPE_DATASET || arrays->num == MOST_OBJECTS) return 0;
    const hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    const haddr_t offset = H5Dget_offset(set);
    const hsize_t num_bytes = H5Dget_storage_size(set);
    if (offset != HADDR_UNDEF && num_bytes > 0 && offset % WOM_MAP_ALIGNMENT == 0)
        arrays->array[arrays->num++] = (wom_mapped_array){ .offset = offset, .num_bytes = num_bytes };
    wom_hdf5_close(set);
    return 0;
}

static void
edit_file(wom_mapped_arrays *arrays, editing *e, const char *path)
{
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    H5Pset_alignment(access, 1, WOM_MAP_ALIGNMENT);
    e->file = H5Fopen(path, H5F_ACC_RDWR, access);
    PROMISE(e->file >= 0);
    run_edits(e);
    H5Ovisit2(e->file, H5_INDEX_NAME, H5_ITER_INC, add_mapped, arrays, H5O_INFO_BASIC);
    H5Fclose(e->file);
    H5Pclose(access);
}

/* Damage that the seal does not know of. The seal itself stays, for without it HDF5 would meet the rest. */
static void
flip_bytes(fuzz_input *input, unsigned num)
{
    const int file = fuzz_descriptor(NUMBER);
    const off_t length = lseek(file, 0, SEEK_END) - SEAL_BYTES;
    for (unsigned i = 0; i < num; i++) {
        uint8_t byte;
        const off_t at = (off_t)fuzz_number(input, 3) % length;
        PROMISE(pread(file, &byte, 1, at) == 1);
        byte ^= fuzz_byte(input);
        PROMISE(pwrite(file, &byte, 1, at) == 1);
    }
}

const char *
fuzz_edited_file(const fuzz_base *base, fuzz_input *input)
{
    static editing e;
    static wom_mapped_array array[MOST_OBJECTS];
    const char *path = fuzz_file_at(NUMBER, base->bytes, base->size);
    const unsigned how = fuzz_byte(input), num_flips = how >> 4;
    wom_mapped_arrays arrays = { array, 0, MOST_OBJECTS };
    fuzz_input flips = { input->at, input->at + 4 * (size_t)num_flips };
    if (flips.end > input->end) flips.end = input->end;
    input->at = flips.end;
    e = (editing){ .input = input };
    if ((how & 1) == 0) {
        wom_job *job = fuzz_job();
        H5E_BEGIN_TRY
        {
            edit_file(&arrays, &e, path);
        }
        H5E_END_TRY
        if ((how & 2) == 0) PROMISE(wom_seal_put(job, fuzz_descriptor(NUMBER), path, &arrays) == WOM_OK);
        fuzz_end(job);
    }
    if ((how & 2) == 0) flip_bytes(&flips, num_flips);
    return path;
}
