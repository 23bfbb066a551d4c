/* Packed input, whole and damaged. The first byte of the input chooses the packer, the second how many bytes are
 * damaged, the third how much is read at a time; then come the damages (place, change) and what is packed, perhaps in
 * two pieces. A source gives back what was packed, or refuses; pieces of any size give the same. */
#include "fuzz.h"

#include "io/source.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

enum { MOST_BYTES = 1 << 16, ROOM = 2 * MOST_BYTES + 4096 };

static size_t
pack_gzip(uint8_t *packed, const uint8_t *bytes, size_t size, int level)
{
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    PROMISE(deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)size;
    stream.next_out = packed;
    stream.avail_out = ROOM / 2;
    PROMISE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    deflateEnd(&stream);
    return ROOM / 2 - stream.avail_out;
}

static size_t
pack_zstd(uint8_t *packed, const uint8_t *bytes, size_t size, int level)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    const size_t length = ZSTD_compress2(context, packed, ROOM / 2, bytes, size);
    PROMISE(!ZSTD_isError(length));
    ZSTD_freeCCtx(context);
    return length;
}

static size_t
pack(uint8_t *packed, unsigned how, const uint8_t *bytes, size_t size)
{
    const int level = 1 + (int)(how >> 2 & 3) * 2;
    if ((how & 3) == 0) return pack_gzip(packed, bytes, size, level);
    if ((how & 3) == 1) return pack_zstd(packed, bytes, size, level);
    memcpy(packed, bytes, size);
    return size;
}

/* Reads the file in pieces; at most as much as fits. */
static wom_status
unpack(uint8_t *unpacked, size_t *length, wom_job *job, const char *path, size_t piece)
{
    wom_source *source = NULL;
    size_t got = 1;
    *length = 0;
    WOM_TRY(wom_source_open(&source, job, path));
    wom_status status = WOM_OK;
    if (piece % 2 == 1) {
        char start[WOM_SOURCE_PEEK];
        status = wom_source_peek(source, start, sizeof start, &got);
    }
    while (status == WOM_OK && got > 0 && *length < ROOM) {
        const size_t room = ROOM - *length;
        status = wom_source_read(source, unpacked + *length, room < piece ? room : piece, &got);
        *length += status == WOM_OK ? got : 0;
    }
    wom_source_close(source);
    return status;
}

/* Pieces of any size give the same. Of a damaged zstd frame only, libzstd takes more when it has room for all of it. */
static void
check_pieces(const char *path, size_t piece, bool is_zstd)
{
    static uint8_t whole[ROOM], parts[ROOM];
    size_t whole_length, parts_length;
    wom_job *job = fuzz_job();
    const wom_status all = unpack(whole, &whole_length, job, path, ROOM);
    const wom_status some = unpack(parts, &parts_length, job, path, piece);
    fuzz_check_status(all);
    fuzz_check_status(some);
    PROMISE((all == WOM_OK) == (some == WOM_OK) || is_zstd);
    if (all == WOM_OK && some == WOM_OK)
        PROMISE(whole_length == parts_length && memcmp(whole, parts, whole_length) == 0);
    fuzz_end(job);
}

/* What was packed with a checksum comes back as it was, or not at all; of two pieces the second may be cut off. */
static void
check_content(const char *path, size_t piece, const uint8_t *bytes, size_t size, size_t first, bool is_damaged)
{
    static uint8_t unpacked[ROOM];
    size_t length;
    wom_job *job = fuzz_job();
    const wom_status status = unpack(unpacked, &length, job, path, piece);
    fuzz_check_status(status);
    PROMISE(status == WOM_OK || is_damaged);
    if (status == WOM_OK)
        PROMISE((length == size || (is_damaged && length == first)) && memcmp(unpacked, bytes, length) == 0);
    fuzz_end(job);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t packed[ROOM];
    fuzz_input input = { data, data + size };
    const unsigned how = fuzz_byte(&input), num_damages = fuzz_byte(&input) % 8;
    const size_t piece = 1 + fuzz_byte(&input) * 37u % 5000;
    uint32_t place[8];
    uint8_t change[8];
    for (unsigned i = 0; i < num_damages; i++) {
        place[i] = (uint32_t)fuzz_number(&input, 2);
        change[i] = fuzz_byte(&input);
    }
    const size_t left = (size_t)(input.end - input.at), first = (how & 16) != 0 ? left / 2 : left;
    if (left > MOST_BYTES) return 0;
    size_t length = pack(packed, how, input.at, first);
    if (first < left) length += pack(packed + length, how, input.at + first, left - first);
    for (unsigned i = 0; i < num_damages && length > 0; i++) packed[place[i] % length] ^= change[i];
    if ((how & 32) != 0 && length > 0) length -= 1 + (how >> 6) * 3u < length ? 1 + (how >> 6) * 3u : length;
    const char *path = fuzz_file(packed, length);
    const bool is_gzip = length >= 2 && memcmp(packed, "\x1f\x8b", 2) == 0;
    const bool is_zstd = length >= 4 && memcmp(packed, "\x28\xb5\x2f\xfd", 4) == 0;
    check_pieces(path, piece, !is_gzip && length > 0);
    if (((how & 3) == 0 && is_gzip) || ((how & 3) == 1 && is_zstd))
        check_content(path, piece, input.at, left, first, num_damages > 0 || (how & 32) != 0);
    return 0;
}
