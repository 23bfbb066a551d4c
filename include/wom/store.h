/* store: the only door to HDF5.
 *
 * A file is a tree of groups that hold tables (AnnData-style data frames: one data set a column), arrays (with
 * dimension scales attached to every dimension) and texts, so that pandas, xarray and R read it without our help.
 * Every numeric data set has `units` and `long_name`; there are no compound types; texts are variable-length UTF-8.
 *
 * Safe writing: everything goes to "<path>.partial", flushed at wom_store_flush; wom_store_finish syncs it and renames
 * it onto <path>. An older file at <path> stays whole until then, and a killed run leaves its flushed stages readable
 * in the .partial file. While a run writes, its .partial file is locked (flock) and a second run for the same path is
 * refused; one left by a run that died is replaced, so move it away first to keep it.
 *
 * The bytes of a file depend on its content alone, the root attribute `created` apart, which is the time in the
 * environment variable SOURCE_DATE_EPOCH where that is set.
 *
 * A finished file ends in a line with a checksum of all before it (the seal), which wom_archive_open compares: HDF5
 * can crash on damaged files. Other programs take no notice of the seal, and it goes away when they change the file.
 * It is no protection from files made to do harm: HDF5 itself is not meant for these.
 *
 * Nothing here asks whether the job is to stop: what a stopped run has found is still written, sealed and read back.
 *
 * HDF5 is mostly built without threads: of all functions here, wom_file_digest apart, call one at a time. */
#ifndef WOM_STORE_H
#define WOM_STORE_H

#include <wom/base.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef enum wom_type {
    WOM_TYPE_BOOL,   /* uint8_t 0 or 1 in memory; HDF5 enum FALSE/TRUE in the file, as h5py writes */
    WOM_TYPE_UINT8,  /* uint8_t */
    WOM_TYPE_INT32,  /* int32_t */
    WOM_TYPE_UINT32, /* uint32_t */
    WOM_TYPE_INT64,  /* int64_t */
    WOM_TYPE_UINT64, /* uint64_t */
    WOM_TYPE_FLOAT,  /* float */
    WOM_TYPE_DOUBLE, /* double */
    WOM_TYPE_STRING, /* const char *, UTF-8, never NULL */
} wom_type;

/* ---- Writing ---- */

typedef struct wom_store wom_store;

/* Starts a file that will be called `path`. WOM_FAILED when the folder is missing, not writable or full, WOM_INVALID
 * when `path` is a folder or a device. Root attributes format, format_version, created and creator are set, status is
 * "running". */
wom_status wom_store_create(wom_store **store, wom_job *job, const char *path, const char *format);

/* Sets the root attribute status to `outcome` ("complete", "interrupted", "time limit"), syncs, renames. The store is
 * then only good for wom_store_free. WOM_FAILED when this or an earlier write failed (a full disk): the older file
 * stays, and a disk error makes every later call fail, so that the first message is the one to show. */
wom_status wom_store_finish(wom_store *store, const char *outcome);

/* Without a wom_store_finish before: removes the .partial file unless a stage was flushed. */
void wom_store_free(wom_store *store);

/* Makes what was written so far readable should the process die. */
wom_status wom_store_flush(wom_store *store);

typedef struct wom_column {
    const char *name;
    wom_type type;
    const void *data;      /* [num_rows] of type */
    const char *units;     /* "1" for pure numbers; ignored for texts */
    const char *long_name; /* half a sentence */
} wom_column;

/* Writes a table as the group `path` ("/seeds"; parents are created): AnnData data-frame encoding 0.2.0. `index` names
 * the column that labels the rows (one of the columns), NULL: a running number from 0 is added as "_index" (int32).
 * Texts must be UTF-8, bools 0 or 1, and numbers need units and a long name. WOM_INVALID when not, or when `path` has
 * been written; nothing of the table is then in the file. No rows are fine, no columns are not. */
wom_status wom_store_write_table(wom_store *store, const char *path, const wom_column *columns, uint32_t num_columns,
                                 uint64_t num_rows, const char *index);

/* One axis of an array. Arrays sharing an axis name within a group share its scale, which must then be equal. The axes
 * of an array need different names, none of them the array's own, as each is a data set beside it. xarray takes numbers
 * in "days", "hours", "minutes" or "seconds" for spans of time unless opened with decode_timedelta=False. */
typedef struct wom_axis {
    const char *name;     /* "round" */
    uint64_t length;
    wom_type type;        /* of scale */
    const void *scale;    /* [length]; NULL: 0, 1, 2, ... as int32, whatever `type` is */
    const char *units;    /* "1" when scale is NULL and this is too */
} wom_axis;

/* Writes an array of 1 to 4 dimensions as the data set `path` ("/campaign/pulls"), row-major, with dimension scales
 * beside it in its group. */
wom_status wom_store_write_array(wom_store *store, const char *path, wom_type type, const void *data,
                                 const wom_axis *axes, uint32_t num_axes, const char *units, const char *long_name);

/* ---- Mapped arrays ----
 * A store whose large arrays are to be used where they lie in the file: they are in one piece, uncompressed, aligned to
 * 64 bytes. On a machine that is not little-endian they can be read, not mapped. */

/* As wom_store_create, for a file that may hold mapped arrays. The seal of such a file leaves them out, so opening it
 * does not read them; each has a checksum of its own, which wom_archive_verify compares. */
wom_status wom_store_create_mapped(wom_store **store, wom_job *job, const char *path, const char *format);

/* Writes numbers (no bools, no texts) as the data set `path` of one dimension, to be mapped or read like any other.
 * WOM_INVALID in a store that was not created for it; 4096 arrays at most. */
wom_status wom_store_write_mapped(wom_store *store, const char *path, wom_type type, const void *data, uint64_t length,
                                  const char *units, const char *long_name);

/* A scalar text data set. */
wom_status wom_store_write_text(wom_store *store, const char *path, const char *text);

/* Attributes of a group or data set that exists ("/" is the root). Groups are made by wom_store_group. */
wom_status wom_store_group(wom_store *store, const char *path);
wom_status wom_store_attribute_text(wom_store *store, const char *path, const char *name, const char *value);
wom_status wom_store_attribute_number(wom_store *store, const char *path, const char *name, double value);
wom_status wom_store_attribute_integer(wom_store *store, const char *path, const char *name, uint64_t value);

/* ---- Reading ---- */

typedef struct wom_archive wom_archive;

/* Opens a file for reading. WOM_INVALID when it is no HDF5 file, is cut off or damaged, or its `format` attribute is
 * not `format` (NULL: any), or its major format version is newer than ours. Reads the whole file once, at about 1 GB/s,
 * to check its seal, but for mapped arrays; a file without one (.partial, or written by others) is taken as it is. */
wom_status wom_archive_open(wom_archive **archive, wom_job *job, const char *path, const char *format);
void wom_archive_close(wom_archive *archive);

bool wom_archive_has(const wom_archive *archive, const char *path);

/* Names of the groups and data sets in a group in name order; *names is one allocation, freed by wom_free. */
wom_status wom_archive_list(char ***names, uint64_t *num_names, wom_archive *archive, const char *path);

/* Reads a data set, converting its numbers to `type`; `data` is the address of a pointer of any type, freed by
 * wom_free, strings lie in the same allocation. lengths[0 .. *num_axes - 1], at most 4. WOM_INVALID when there is no
 * such data set, it holds texts and numbers are asked for or the reverse, a number does not fit (nothing is clipped or
 * cut off; only the last digits of 64-bit integers and doubles may go), or it cannot be read. Also reads texts of fixed
 * length. */
wom_status wom_archive_read(void *data, wom_archive *archive, const char *path, wom_type type, uint64_t lengths[4],
                            uint32_t *num_axes);

/* As above for data sets of one dimension. */
wom_status wom_archive_read_column(void *data, uint64_t *num_rows, wom_archive *archive, const char *path,
                                   wom_type type);

/* The values of a mapped array, where they lie: *values is the address of a pointer to const of that type, lent until
 * the archive is closed. Nothing is read until it is used. Values are not looked at: an array that was damaged since is
 * found by wom_archive_verify. The file must not be changed in place while it is mapped (it may be replaced by another
 * of its name, as stores do). WOM_INVALID when the array is not mapped, not of that type, or the file has no seal. */
wom_status wom_archive_map(void *values, uint64_t *length, wom_archive *archive, const char *path, wom_type type);

/* Whether a pointer leads into the map. */
bool wom_archive_is_mapped(const wom_archive *archive, const void *pointer);

/* Reads all mapped arrays once, at about 1 GB/s, and compares their checksums: WOM_INVALID when one is damaged. */
wom_status wom_archive_verify(wom_archive *archive);

/* WOM_INVALID when the file was written to since it was opened: what was taken from its map may be either. (One that
 * was replaced by another of its name is as it was.) */
wom_status wom_archive_check_unchanged(const wom_archive *archive);

/* The type a data set has in the file (integers as the smallest type here that holds them). */
wom_status wom_archive_type(wom_type *type, wom_archive *archive, const char *path);

wom_status wom_archive_read_text(char **text, wom_archive *archive, const char *path);
wom_status wom_archive_attribute_text(char **value, wom_archive *archive, const char *path, const char *name);
wom_status wom_archive_attribute_number(double *value, wom_archive *archive, const char *path, const char *name);

/* The paths of the scales of a data set's axes, in order, "" where an axis has none; one allocation. */
wom_status wom_archive_axes(char ***paths, uint64_t *num_axes, wom_archive *archive, const char *path);

/* A table's column names in their order, one allocation. The column that labels the rows comes first, unless it is the
 * running number, which is left out. */
wom_status wom_archive_table_columns(char ***names, uint64_t *num_names, wom_archive *archive, const char *path);

/* ---- Digest ---- */

/* 64 hexadecimal digits and a terminator: the SHA-256 of all data sets without the group /provenance and the texts
 * /scenario_json and /effective_json, which say from where and how. Equal digests mean equal results; attributes,
 * chunks and compression do not count. Groups are walked depth first, members in byte order of their names; of each
 * data set are hashed its path, its type's name ("bool", "uint8", "int32", "uint32", "int64", "uint64", "float",
 * "double", "string"), its number of axes, their lengths, and its values in row-major order. Numbers are little-endian,
 * lengths have 64 bits, and before each text stands its length in bytes. */
#define WOM_DIGEST_LENGTH 65
wom_status wom_archive_digest(char digest[WOM_DIGEST_LENGTH], wom_archive *archive);

/* SHA-256 and size of a plain file, for provenance. */
wom_status wom_file_digest(char digest[WOM_DIGEST_LENGTH], uint64_t *num_bytes, wom_job *job, const char *path);

/* The checksum that a finished file of ours carries in its last line, and the file's size, without reading the rest;
 * "" where there is no such line. Opening the file compares it. */
wom_status wom_file_seal(char seal[WOM_DIGEST_LENGTH], uint64_t *num_bytes, const char *path);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
