/* The seal: a line of text after the end of a finished file, with a checksum of everything before it (BLAKE2b, by
 * libsodium). HDF5 keeps no checksum of plain numbers and of texts, and can crash on damaged ones, so a damaged file
 * must be recognised before HDF5 sees it. HDF5 itself takes no notice of what follows a file's end, and takes the seal
 * away when it changes the file.
 *
 * Where a file holds mapped arrays, a list of them with their own checksums stands before that line, and its checksum
 * leaves the arrays out but not the list: it is checked without reading them. */
#include "hdf5_door.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES 65536
#define HASH_BYTES WOM_HASH_BYTES
#define MARK "\nwom-seal "
#define MAPS_MARK "\nwom-maps " /* as long */
#define MARK_LENGTH (sizeof MARK - 1)
#define SEAL_LENGTH (MARK_LENGTH + 2 * HASH_BYTES + 1)

/* The list: a line an array with its offset, length and hash, and a line with their number. */
#define ARRAY_LENGTH (16 + 1 + 16 + 1 + 2 * HASH_BYTES + 1)
#define COUNT_LENGTH (16 + 1)

/* ---- Files in pieces ---- */

wom_status
wom_file_pieces(int file, const char *path, wom_job *job, uint64_t num_bytes, wom_piece_body body, void *context)
{
    unsigned char *piece = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&piece, job, PIECE_BYTES, 1, "a piece of a file"));
    for (uint64_t left = num_bytes; left > 0 && status == WOM_OK;) {
        const ssize_t length = read(file, piece, left < PIECE_BYTES ? left : PIECE_BYTES);
        if (length < 0 && errno == EINTR) continue;
        if (length < 0) status = wom_fail(WOM_FAILED, "%s: cannot be read: %s", path, strerror(errno));
        if (length <= 0) break;
        body(context, piece, (size_t)length);
        left -= (uint64_t)length;
    }
    wom_free(piece);
    return status;
}

/* ---- Seals ---- */

static void
add_piece(void *state, const unsigned char *piece, size_t length)
{
    crypto_generichash_update(state, piece, length);
}

/* Adds the bytes first .. end - 1 of a file. */
static wom_status
add_range(crypto_generichash_state *state, int file, const char *path, wom_job *job, uint64_t first, uint64_t end)
{
    if (first == end) return WOM_OK;
    if (lseek(file, (off_t)first, SEEK_SET) < 0)
        return wom_fail(WOM_FAILED, "%s: cannot be read: %s", path, strerror(errno));
    return wom_file_pieces(file, path, job, end - first, add_piece, state);
}

/* What a seal is made for. */
typedef struct sealed_file {
    wom_job *job;
    int file;
    const char *path;
    uint64_t num_bytes; /* without list and seal */
    const wom_mapped_arrays *arrays;
    const char *list; /* "" without mapped arrays */
} sealed_file;

static wom_status
make_seal(char seal[SEAL_LENGTH + 1], const sealed_file *sealed)
{
    const wom_mapped_arrays *arrays = sealed->arrays;
    unsigned char hash[HASH_BYTES];
    crypto_generichash_state state;
    uint64_t at = 0;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    for (uint64_t i = 0; i < arrays->num; i++) {
        WOM_TRY(add_range(&state, sealed->file, sealed->path, sealed->job, at, arrays->array[i].offset));
        at = arrays->array[i].offset + arrays->array[i].num_bytes;
    }
    WOM_TRY(add_range(&state, sealed->file, sealed->path, sealed->job, at, sealed->num_bytes));
    crypto_generichash_update(&state, (const unsigned char *)sealed->list, strlen(sealed->list));
    crypto_generichash_final(&state, hash, sizeof hash);
    memcpy(seal, arrays->num > 0 ? MAPS_MARK : MARK, MARK_LENGTH);
    sodium_bin2hex(seal + MARK_LENGTH, 2 * HASH_BYTES + 1, hash, sizeof hash);
    memcpy(seal + SEAL_LENGTH - 1, "\n", 2);
    return WOM_OK;
}

/* ---- The list of mapped arrays ---- */

static int
compare_arrays(const void *a, const void *b)
{
    const wom_mapped_array *x = a, *y = b;
    return (x->offset > y->offset) - (x->offset < y->offset);
}

static wom_status
print_list(char **list, wom_job *job, const wom_mapped_arrays *arrays)
{
    char hash[2 * HASH_BYTES + 1];
    WOM_TRY(wom_allocate(list, job, arrays->num * ARRAY_LENGTH + COUNT_LENGTH + 1, 1, "a list of arrays"));
    if (arrays->num == 0) return WOM_OK;
    char *at = *list;
    for (uint64_t i = 0; i < arrays->num; i++, at += ARRAY_LENGTH) {
        const wom_mapped_array *array = &arrays->array[i];
        sodium_bin2hex(hash, sizeof hash, array->hash, sizeof array->hash);
        snprintf(at, ARRAY_LENGTH + 1, "%016" PRIx64 " %016" PRIx64 " %s\n", array->offset, array->num_bytes, hash);
    }
    snprintf(at, COUNT_LENGTH + 1, "%016" PRIx64 "\n", arrays->num);
    return WOM_OK;
}

/* One line of the list; the arrays ascend, lie apart and end before the list. */
static bool
read_array(wom_mapped_array *array, const char *line, uint64_t first, uint64_t end)
{
    size_t length = 0;
    if (sscanf(line, "%16" SCNx64 " %16" SCNx64, &array->offset, &array->num_bytes) != 2) return false;
    if (sodium_hex2bin(array->hash, sizeof array->hash, line + ARRAY_LENGTH - 1 - 2 * HASH_BYTES, 2 * HASH_BYTES, NULL,
                       &length, NULL) != 0)
        return false;
    return length == HASH_BYTES && array->offset >= first && array->offset <= end &&
           array->num_bytes <= end - array->offset;
}

/* Reads the list that ends at `end`, and tells where it begins. */
static wom_status
read_list(char **list, wom_mapped_arrays *arrays, uint64_t *begin, const sealed_file *sealed, uint64_t end)
{
    char count[COUNT_LENGTH + 1] = { 0 };
    uint64_t num = 0, first = 0;
    bool is_sound = end >= COUNT_LENGTH &&
                    pread(sealed->file, count, COUNT_LENGTH, (off_t)(end - COUNT_LENGTH)) == (ssize_t)COUNT_LENGTH &&
                    sscanf(count, "%16" SCNx64, &num) == 1 && num > 0 && num <= WOM_MOST_MAPPED &&
                    end >= num * ARRAY_LENGTH + COUNT_LENGTH;
    if (!is_sound) return wom_fail(WOM_INVALID, "%s: is damaged: its list of arrays cannot be read", sealed->path);
    const uint64_t length = num * ARRAY_LENGTH + COUNT_LENGTH;
    *begin = end - length;
    WOM_TRY(wom_allocate(list, sealed->job, length + 1, 1, "a list of arrays"));
    WOM_TRY(wom_allocate(&arrays->array, sealed->job, num, sizeof *arrays->array, "a list of arrays"));
    arrays->num = num;
    is_sound = pread(sealed->file, *list, length, (off_t)*begin) == (ssize_t)length;
    for (uint64_t i = 0; i < num && is_sound; i++) {
        is_sound = read_array(&arrays->array[i], *list + i * ARRAY_LENGTH, first, *begin);
        first = arrays->array[i].offset + arrays->array[i].num_bytes;
    }
    if (is_sound) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: is damaged: its list of arrays is wrong", sealed->path);
}

void
wom_mapped_hash(unsigned char hash[WOM_HASH_BYTES], const void *data, uint64_t num_bytes)
{
    crypto_generichash(hash, WOM_HASH_BYTES, data, num_bytes, NULL, 0);
}

/* ---- Putting and checking ---- */

wom_status
wom_seal_put(wom_job *job, int file, const char *path, wom_mapped_arrays *arrays)
{
    char seal[SEAL_LENGTH + 1], *list = NULL;
    const off_t length = lseek(file, 0, SEEK_END);
    if (length < 0) return wom_fail(WOM_FAILED, "%s: cannot be read: %s", path, strerror(errno));
    if (arrays->num > 0) qsort(arrays->array, arrays->num, sizeof *arrays->array, compare_arrays);
    WOM_TRY(print_list(&list, job, arrays));
    const sealed_file sealed = { job, file, path, (uint64_t)length, arrays, list };
    const size_t list_length = strlen(list);
    wom_status status = make_seal(seal, &sealed);
    if (status == WOM_OK && (pwrite(file, list, list_length, length) != (ssize_t)list_length ||
                             pwrite(file, seal, SEAL_LENGTH, length + (off_t)list_length) != (ssize_t)SEAL_LENGTH))
        status = wom_fail(WOM_FAILED, "%s: cannot be sealed: %s", path, strerror(errno));
    wom_free(list);
    return status;
}

static wom_status
check_seal(wom_mapped_arrays *arrays, sealed_file *sealed, const char kept[SEAL_LENGTH])
{
    char seal[SEAL_LENGTH + 1], *list = NULL;
    wom_status status = WOM_OK;
    if (memcmp(kept, MAPS_MARK, MARK_LENGTH) == 0) {
        WOM_TRY_GOTO(read_list(&list, arrays, &sealed->num_bytes, sealed, sealed->num_bytes));
        sealed->list = list;
    }
    WOM_TRY_GOTO(make_seal(seal, sealed));
    if (memcmp(kept, seal, SEAL_LENGTH) != 0)
        status = wom_fail(WOM_INVALID, "%s: is damaged: its content is not what was written", sealed->path);
done:
    wom_free(list);
    return status;
}

/* Leaves `kept` empty where the file ends in no seal; *end is where one would begin. */
static wom_status
read_seal(char kept[SEAL_LENGTH + 1], off_t *end, int file, const char *path)
{
    struct stat found;
    kept[0] = 0;
    if (fstat(file, &found) != 0) return wom_fail(WOM_INVALID, "%s: cannot be read: %s", path, strerror(errno));
    *end = found.st_size - (off_t)SEAL_LENGTH;
    if (*end < 0 || pread(file, kept, SEAL_LENGTH, *end) != (ssize_t)SEAL_LENGTH ||
        (memcmp(kept, MARK, MARK_LENGTH) != 0 && memcmp(kept, MAPS_MARK, MARK_LENGTH) != 0))
        kept[0] = 0;
    kept[SEAL_LENGTH] = 0;
    return WOM_OK;
}

wom_status
wom_file_seal(char seal[WOM_DIGEST_LENGTH], uint64_t *num_bytes, const char *path)
{
    char kept[SEAL_LENGTH + 1];
    off_t end = 0;
    seal[0] = 0;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return wom_fail(WOM_INVALID, "%s: cannot be read: %s", path, strerror(errno));
    const wom_status status = read_seal(kept, &end, file, path);
    close(file);
    *num_bytes = (uint64_t)(end + (off_t)SEAL_LENGTH);
    if (status == WOM_OK && kept[0] != 0)
        snprintf(seal, WOM_DIGEST_LENGTH, "%.*s", 2 * HASH_BYTES, kept + MARK_LENGTH);
    return status;
}

wom_status
wom_seal_check(wom_mapped_arrays *arrays, wom_job *job, int file, const char *path)
{
    char kept[SEAL_LENGTH + 1];
    off_t length = 0;
    sealed_file sealed = { .job = job, .file = file, .path = path, .arrays = arrays, .list = "" };
    WOM_TRY(read_seal(kept, &length, file, path));
    if (kept[0] == 0) return WOM_OK;
    sealed.num_bytes = (uint64_t)length;
    return check_seal(arrays, &sealed, kept);
}

wom_status
wom_seal_verify(const wom_mapped_arrays *arrays, wom_job *job, int file, const char *path)
{
    unsigned char hash[HASH_BYTES];
    for (uint64_t i = 0; i < arrays->num; i++) {
        const wom_mapped_array *array = &arrays->array[i];
        crypto_generichash_state state;
        crypto_generichash_init(&state, NULL, 0, sizeof hash);
        WOM_TRY(add_range(&state, file, path, job, array->offset, array->offset + array->num_bytes));
        crypto_generichash_final(&state, hash, sizeof hash);
        if (memcmp(hash, array->hash, sizeof hash) != 0)
            return wom_fail(WOM_INVALID, "%s: is damaged: the array at byte %" PRIu64 " is not what was written", path,
                            array->offset);
        WOM_TRY(wom_job_check(job));
    }
    return WOM_OK;
}
