/* SHA-256 of results and of plain files (FIPS 180-4, by libsodium). */
#include "hdf5_door.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

/* A slab of a data set that is hashed at a time. */
#define SLAB_BYTES (UINT64_C(1) << 20)

/* No file of ours is deep; one whose groups contain themselves is endless. */
#define MAX_DEPTH 32

typedef struct results_hash {
    wom_archive *archive;
    crypto_hash_sha256_state state;
} results_hash;

/* ---- Feeding ---- */

static void
add_number(results_hash *results, uint64_t number)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(number >> (8 * i));
    crypto_hash_sha256_update(&results->state, bytes, sizeof bytes);
}

static void
add_text(results_hash *results, const char *text)
{
    const size_t length = strlen(text);
    add_number(results, length);
    crypto_hash_sha256_update(&results->state, (const unsigned char *)text, length);
}

static wom_status
add_rows(results_hash *results, const wom_dataset *set, uint64_t first, uint64_t end)
{
    void *values = NULL;
    const uint64_t count = set->num_values / wom_dataset_num_rows(set) * (end - first);
    WOM_TRY(wom_dataset_read(&values, results->archive->job, set, set->type, first, end));
    if (set->type == WOM_TYPE_STRING)
        for (uint64_t i = 0; i < count; i++) add_text(results, ((char **)values)[i]);
    else crypto_hash_sha256_update(&results->state, values, count * wom_hdf5_type_size(set->type));
    wom_free(values);
    return WOM_OK;
}

static wom_status
add_values(results_hash *results, const wom_dataset *set)
{
    if (set->num_values == 0) return WOM_OK;
    const uint64_t num_rows = wom_dataset_num_rows(set);
    const uint64_t row_bytes = set->num_values / num_rows * wom_hdf5_type_size(set->type);
    const uint64_t step = row_bytes >= SLAB_BYTES ? 1 : SLAB_BYTES / row_bytes;
    for (uint64_t first = 0; first < num_rows; first += step) {
        WOM_TRY(add_rows(results, set, first, num_rows - first < step ? num_rows : first + step));
    }
    return WOM_OK;
}

static wom_status
add_dataset(results_hash *results, const char *path)
{
    wom_dataset set;
    WOM_TRY(wom_dataset_open(&set, results->archive->file, results->archive->path, path));
    set.little_endian = true;
    add_text(results, path);
    add_text(results, wom_hdf5_type_name(set.type));
    add_number(results, set.num_axes);
    for (uint32_t i = 0; i < set.num_axes; i++) add_number(results, set.lengths[i]);
    const wom_status status = add_values(results, &set);
    wom_dataset_close(&set);
    return status;
}

/* ---- Walking ---- */

static bool
is_left_out(const char *path)
{
    return strcmp(path, "/provenance") == 0 || strcmp(path, "/scenario_json") == 0 ||
           strcmp(path, "/effective_json") == 0;
}

static bool
is_group(const wom_archive *archive, const char *path)
{
    const hid_t object = H5Oopen(archive->file, path, H5P_DEFAULT);
    const bool is = H5Iget_type(object) == H5I_GROUP;
    wom_hdf5_close(object);
    return is;
}

static wom_status
add_group(results_hash *results, const char *group, uint32_t depth)
{
    char path[WOM_HDF5_MAX_PATH];
    char **names = NULL;
    uint64_t num_names = 0;
    wom_archive *archive = results->archive;
    if (depth == MAX_DEPTH)
        return wom_fail(WOM_INVALID, "%s: has groups more than %d deep", archive->path, MAX_DEPTH);
    WOM_TRY(wom_archive_list(&names, &num_names, archive, group));
    wom_status status = WOM_OK;
    for (uint64_t i = 0; i < num_names && status == WOM_OK; i++) {
        status = wom_hdf5_join(path, group, names[i]);
        if (status != WOM_OK || is_left_out(path)) continue;
        if (is_group(archive, path)) status = add_group(results, path, depth + 1);
        else status = add_dataset(results, path);
    }
    wom_free(names);
    return status;
}

static void
print_hash(char digest[WOM_DIGEST_LENGTH], crypto_hash_sha256_state *state)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(state, hash);
    sodium_bin2hex(digest, WOM_DIGEST_LENGTH, hash, sizeof hash);
}

static wom_status
digest_archive(char digest[WOM_DIGEST_LENGTH], wom_archive *archive)
{
    results_hash results = { .archive = archive };
    crypto_hash_sha256_init(&results.state);
    WOM_TRY(add_group(&results, "/", 0));
    print_hash(digest, &results.state);
    return WOM_OK;
}

wom_status
wom_archive_digest(char digest[WOM_DIGEST_LENGTH], wom_archive *archive)
{
    WOM_HDF5_QUIETLY(digest_archive(digest, archive));
}

/* ---- Plain files ---- */

typedef struct file_hash {
    crypto_hash_sha256_state state;
    uint64_t num_bytes;
} file_hash;

static void
add_piece(void *context, const unsigned char *piece, size_t length)
{
    file_hash *hash = context;
    crypto_hash_sha256_update(&hash->state, piece, length);
    hash->num_bytes += length;
}

wom_status
wom_file_digest(char digest[WOM_DIGEST_LENGTH], uint64_t *num_bytes, wom_job *job, const char *path)
{
    file_hash hash = { .num_bytes = 0 };
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return wom_fail(WOM_INVALID, "%s: cannot be read: %s", path, strerror(errno));
    crypto_hash_sha256_init(&hash.state);
    const wom_status status = wom_file_pieces(file, path, job, UINT64_MAX, add_piece, &hash);
    close(file);
    WOM_TRY(status);
    *num_bytes = hash.num_bytes;
    print_hash(digest, &hash.state);
    return WOM_OK;
}
