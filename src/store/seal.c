/* The seal: a line of text after the end of a finished file, with a checksum of everything before it (BLAKE2b, by
 * libsodium). HDF5 keeps no checksum of plain numbers and of texts, and can crash on damaged ones, so a damaged file
 * must be recognised before HDF5 sees it. HDF5 itself takes no notice of what follows a file's end, and takes the seal
 * away when it changes the file. */
#include "hdf5_door.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES 65536
#define HASH_BYTES 32
#define MARK "\nwom-seal "
#define MARK_LENGTH (sizeof MARK - 1)
#define SEAL_LENGTH (MARK_LENGTH + 2 * HASH_BYTES + 1)

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

/* The seal that belongs after the first `num_bytes` of a file. */
static wom_status
make_seal(char seal[SEAL_LENGTH + 1], int file, const char *path, wom_job *job, uint64_t num_bytes)
{
    unsigned char hash[HASH_BYTES];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    WOM_TRY(wom_file_pieces(file, path, job, num_bytes, add_piece, &state));
    crypto_generichash_final(&state, hash, sizeof hash);
    memcpy(seal, MARK, MARK_LENGTH);
    sodium_bin2hex(seal + MARK_LENGTH, 2 * HASH_BYTES + 1, hash, sizeof hash);
    memcpy(seal + SEAL_LENGTH - 1, "\n", 2);
    return WOM_OK;
}

wom_status
wom_seal_put(wom_job *job, int file, const char *path)
{
    char seal[SEAL_LENGTH + 1];
    const off_t length = lseek(file, 0, SEEK_END);
    if (length < 0 || lseek(file, 0, SEEK_SET) != 0)
        return wom_fail(WOM_FAILED, "%s: cannot be read: %s", path, strerror(errno));
    WOM_TRY(make_seal(seal, file, path, job, (uint64_t)length));
    if (pwrite(file, seal, SEAL_LENGTH, length) != (ssize_t)SEAL_LENGTH)
        return wom_fail(WOM_FAILED, "%s: cannot be sealed: %s", path, strerror(errno));
    return WOM_OK;
}

wom_status
wom_seal_check(wom_job *job, const char *path)
{
    struct stat found;
    char seal[SEAL_LENGTH + 1], kept[SEAL_LENGTH];
    wom_status status = WOM_OK;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &found) != 0)
        status = wom_fail(WOM_INVALID, "%s: cannot be read: %s", path, strerror(errno));
    const off_t length = status == WOM_OK ? found.st_size - (off_t)SEAL_LENGTH : -1;
    const bool is_sealed = length >= 0 && pread(file, kept, SEAL_LENGTH, length) == (ssize_t)SEAL_LENGTH &&
                           memcmp(kept, MARK, MARK_LENGTH) == 0;
    if (is_sealed) status = make_seal(seal, file, path, job, (uint64_t)length);
    if (is_sealed && status == WOM_OK && memcmp(kept, seal, SEAL_LENGTH) != 0)
        status = wom_fail(WOM_INVALID, "%s: is damaged: its content is not what was written", path);
    if (file >= 0) close(file);
    return status;
}
