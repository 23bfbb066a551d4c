/* What the files of this folder share: HDF5's types beside ours, its errors as our text, and data sets at hand. */
#ifndef STORE_HDF5_DOOR_H
#define STORE_HDF5_DOOR_H

#include <wom/store.h>

#include <hdf5.h>
#include <sys/stat.h>
#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif

#define WOM_HDF5_MAX_AXES 4
#define WOM_HDF5_MAX_PATH 1024
#define WOM_MAP_ALIGNMENT 64
#define WOM_MOST_MAPPED 4096
#define WOM_HDF5_BOOL_PATH "/_bool" /* where the type of bools is stored */

/* Where HDF5's writes go. */
typedef struct wom_sink {
    H5FD_t base;  /* HDF5's part, which must come first */
    int file;     /* an open descriptor, locked for this run; -1: none */
    int error;    /* errno of the first write that failed; everything after it is thrown away */
    hid_t driver; /* HDF5 uses it to the very end of closing a file, without holding it */
    haddr_t end_of_space, end_of_file;
} wom_sink;

/* An array that is mapped rather than read: where it lies in the file, and its own checksum. */
#define WOM_HASH_BYTES 32
typedef struct wom_mapped_array {
    uint64_t offset, num_bytes;
    unsigned char hash[WOM_HASH_BYTES];
} wom_mapped_array;

typedef struct wom_mapped_arrays {
    wom_mapped_array *array; /* [num] */
    uint64_t num, capacity;
} wom_mapped_arrays;

struct wom_store {
    wom_job *job;
    char *path, *partial;
    wom_sink sink; /* HDF5 keeps its address */
    hid_t file;
    bool may_map;             /* arrays lie aligned */
    wom_mapped_arrays mapped; /* so far */
    bool owns_partial; /* nobody else's, and not renamed yet */
    bool flushed;      /* a stage is safe, so .partial is worth keeping */
    bool broken;       /* something could not be written, so the file must not become the result */
};

struct wom_archive {
    wom_job *job;
    char *path;
    hid_t file;
    int descriptor;           /* of the same file, for maps; -1: none */
    struct stat opened;       /* what it was when it was opened */
    wom_mapped_arrays mapped; /* in ascending order */
    unsigned char *map;       /* the whole file; NULL: not mapped yet */
    uint64_t map_bytes;
};

/* Runs `call` with HDF5's own printing switched off and returns its status from the enclosing function. */
#define WOM_HDF5_QUIETLY(call)                                                                                         \
    do {                                                                                                               \
        wom_status quiet_status_;                                                                                      \
        H5E_BEGIN_TRY                                                                                                  \
        {                                                                                                              \
            quiet_status_ = (call);                                                                                    \
        }                                                                                                              \
        H5E_END_TRY                                                                                                    \
        return quiet_status_;                                                                                          \
    } while (0)

/* Fails with "<file>: <what>: <the innermost text of HDF5's error stack>". */
wom_status wom_hdf5_fail(wom_status status, const char *file, const char *what);

/* Fails with "cannot write <path>" and the sink's reason, or HDF5's where that has none, and marks the store broken. */
wom_status wom_hdf5_write_failed(wom_store *store, const char *path);

/* Makes files of an access list be written into `sink`, which is to be closed after them. */
bool wom_sink_open(wom_sink *sink, hid_t access);
void wom_sink_close(wom_sink *sink);

/* Closes an id of any kind; negative ids are passed over. False when something that was still to be written failed. */
bool wom_hdf5_close(hid_t id);

/* ---- Plain files ---- */

/* Hands at most num_bytes of an open file, from where it stands, to `body` in pieces. */
typedef void (*wom_piece_body)(void *context, const unsigned char *piece, size_t length);
wom_status wom_file_pieces(int file, const char *path, wom_job *job, uint64_t num_bytes, wom_piece_body body,
                           void *context);

/* Puts a checksum after the end of a finished file, and checks it before HDF5 opens one; a file without is passed.
 * Mapped arrays are sorted by the first and listed by the second, which does not read them; the third does. */
wom_status wom_seal_put(wom_job *job, int file, const char *path, wom_mapped_arrays *arrays);
wom_status wom_seal_check(wom_mapped_arrays *arrays, wom_job *job, int file, const char *path);
wom_status wom_seal_verify(const wom_mapped_arrays *arrays, wom_job *job, int file, const char *path);
void wom_mapped_hash(unsigned char hash[WOM_HASH_BYTES], const void *data, uint64_t num_bytes);

/* Gives back the map of the file, if there is one. */
void wom_archive_unmap(wom_archive *archive);

/* ---- Names ---- */

/* WOM_INVALID unless `path` is absolute, of plain parts, and UTF-8. */
wom_status wom_hdf5_check_path(const char *path);

/* The same for one part of a path; `what` it names stands in the message. */
wom_status wom_hdf5_check_name(const char *name, const char *what);

/* Joins a group's path and a name. */
wom_status wom_hdf5_join(char joined[WOM_HDF5_MAX_PATH], const char *group, const char *name);

bool wom_hdf5_exists(hid_t file, const char *path);

bool wom_hdf5_is_utf8(const char *text);

/* ---- Types ---- */

const char *wom_hdf5_type_name(wom_type type);
size_t wom_hdf5_type_size(wom_type type);

/* The type as it is stored (little-endian) and as it lies in memory; to be closed. A bool in memory is a uint8. */
hid_t wom_hdf5_file_type(wom_type type);
hid_t wom_hdf5_memory_type(wom_type type);

/* The type here that holds values of HDF5's type `id`; false when there is none. */
bool wom_hdf5_classify(wom_type *type, hid_t id);

/* ---- Data sets that exist ---- */

typedef struct wom_dataset {
    const char *file_name, *path; /* borrowed, for messages */
    hid_t id;
    wom_type type;
    uint64_t lengths[WOM_HDF5_MAX_AXES];
    uint32_t num_axes;
    uint64_t num_values;
    bool little_endian; /* how to deliver numbers: as stored, for digests, or as the machine has them */
} wom_dataset;

/* On failure there is nothing to close. */
wom_status wom_dataset_open(wom_dataset *set, hid_t file, const char *file_name, const char *path);
void wom_dataset_close(wom_dataset *set);

/* Reads the rows first .. end - 1 of the leading axis (a scalar has one row) as values of `type`, refusing those that
 * it cannot hold. *data is freed by wom_free; strings lie in the same allocation. */
wom_status wom_dataset_read(void *data, wom_job *job, const wom_dataset *set, wom_type type, uint64_t first,
                            uint64_t end);

uint64_t wom_dataset_num_rows(const wom_dataset *set);

/* Strings in one allocation: the pointers, then the characters. text[i] may be NULL, for "". */
wom_status wom_hdf5_pack_texts(char ***packed, wom_job *job, const char *const *texts, uint64_t num_texts);

/* ---- Data sets to be written ---- */

typedef struct wom_new_data {
    const char *path;
    wom_type type;
    const void *data;
    const uint64_t *lengths;
    uint32_t num_axes;
    const char *units, *long_name;
} wom_new_data;

/* WOM_INVALID when the data set cannot be written as told; nothing is written yet. */
wom_status wom_store_check_data(const wom_store *store, const wom_new_data *new_data);

/* Creates the data set and writes it; its group exists. The caller has checked it. With `offset`, it lies in one piece
 * and *offset is where. */
wom_status wom_store_put_at(uint64_t *offset, wom_store *store, const wom_new_data *new_data);
wom_status wom_store_put(wom_store *store, const wom_new_data *new_data);

/* Fills in 0, 1, 2, ... as the one-dimensional data of rows that have no other name. To be freed by the caller. */
wom_status wom_store_running_numbers(void **numbers, wom_job *job, wom_new_data *new_data);

wom_status wom_store_check_usable(const wom_store *store);
wom_status wom_store_check_free_path(const wom_store *store, const char *path);
wom_status wom_store_make_group(wom_store *store, const char *path);
wom_status wom_store_make_parents(wom_store *store, const char *path);

/* Takes back a group or data set of which only a part could be written. */
void wom_store_remove(wom_store *store, const char *path);

/* Texts as an attribute of the object `id`: a scalar, or an array. The path is for messages. */
wom_status wom_store_put_text(wom_store *store, hid_t id, const char *path, const char *name, const char *value);
wom_status wom_store_put_texts(wom_store *store, hid_t id, const char *path, const char *name,
                               const char *const *values, uint64_t num_values);

/* AnnData's two attributes, so that its read_elem knows what it reads. */
wom_status wom_store_put_encoding(wom_store *store, hid_t id, const char *path, const char *type);

#endif
