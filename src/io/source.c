/* Bytes of a file or of standard input, plain, gzip (RFC 1952) or zstd (RFC 8878), told apart by their first bytes.
 *
 * Both packed formats allow streams to be put one behind another; all of them are read. A stream that ends early, and
 * bytes behind the last one, are refused: half a graph looks like a graph. */
#include "source.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { INPUT_SIZE = 128 * 1024, MAGIC_SIZE = 6 };

/* So many times what came so far is the most that is guessed to come: a beginning may be packed unlike the rest. */
enum { MOST_AHEAD = 8 };

typedef struct wom_packing wom_packing;

struct wom_source {
    wom_job *job;
    char *name;
    const wom_packing *packing;
    int file;             /* -1: not open */
    uint64_t file_size;   /* UINT64_MAX: not a regular file */
    wom_file_mark mark;   /* when it was opened */
    uint64_t taken;       /* bytes of the file read so far */
    uint64_t unpacked;    /* bytes made of these, where they are packed */
    unsigned char *input; /* as in the file: input[first .. end - 1] are still to be unpacked */
    size_t first, end;
    bool ended;  /* the file has no more */
    bool within; /* inside a packed stream: ending here is ending early */
    z_stream zip;
    ZSTD_DStream *zstd;
    unsigned char ahead[WOM_SOURCE_PEEK]; /* unpacked and looked at, not yet taken */
    size_t ahead_first, ahead_end;
};

/* One way of packing. `unpack` makes up to `size` bytes of the input at hand; *got may be 0 before the end. */
struct wom_packing {
    const char *name;
    wom_status (*start)(wom_source *source);
    wom_status (*unpack)(wom_source *source, void *buffer, size_t size, size_t *got);
    void (*stop)(wom_source *source);
};

static wom_status
check_mark(const wom_source *source)
{
    const wom_file_mark now = wom_file_mark_of_open(source->file);
    return wom_file_mark_compare(&source->mark, &now, source->name);
}

static wom_status
read_input(wom_source *source, void *buffer, size_t size, size_t *got)
{
    ssize_t n;
    do {
        n = read(source->file, buffer, size);
    } while (n < 0 && errno == EINTR);
    if (n < 0) return wom_fail(WOM_INVALID, "%s: cannot be read: %s", source->name, strerror(errno));
    source->taken += (uint64_t)n;
    source->ended = n == 0;
    *got = (size_t)n;
    return source->ended ? check_mark(source) : WOM_OK;
}

static wom_status
damaged(const wom_source *source, const char *why)
{
    return wom_fail(WOM_INVALID, "%s: is a damaged %s file (%s near its byte %llu); get it again", source->name,
                    source->packing->name, why, (unsigned long long)(source->taken - (source->end - source->first)));
}

/* ---- Plain ---- */

static wom_status
start_plain(wom_source *source)
{
    (void)source;
    return WOM_OK;
}

static wom_status
copy_plain(wom_source *source, void *buffer, size_t size, size_t *got)
{
    const size_t held = source->end - source->first;
    if (held == 0) return read_input(source, buffer, size, got);
    *got = held < size ? held : size;
    memcpy(buffer, source->input + source->first, *got);
    source->first += *got;
    return WOM_OK;
}

static void
stop_plain(wom_source *source)
{
    (void)source;
}

/* ---- gzip ---- */

static void *
zip_allocate(void *job, unsigned count, unsigned size)
{
    void *memory;
    return wom_allocate(&memory, job, count, size, "gzip") == WOM_OK ? memory : NULL;
}

static void
zip_free(void *job, void *memory)
{
    (void)job;
    wom_free(memory);
}

static wom_status
start_gzip(wom_source *source)
{
    source->zip = (z_stream){ .zalloc = zip_allocate, .zfree = zip_free, .opaque = source->job };
    const int code = inflateInit2(&source->zip, 15 + 16);
    if (code == Z_MEM_ERROR) return WOM_NO_MEMORY;
    return code == Z_OK ? WOM_OK : wom_fail(WOM_FAILED, "%s: zlib cannot be used", source->name);
}

static wom_status
unpack_gzip(wom_source *source, void *buffer, size_t size, size_t *got)
{
    z_stream *zip = &source->zip;
    if (!source->within) inflateReset(zip);
    source->within = true;
    zip->next_in = source->input + source->first;
    zip->avail_in = (unsigned)(source->end - source->first);
    zip->next_out = buffer;
    zip->avail_out = size < UINT32_MAX ? (unsigned)size : UINT32_MAX;
    const unsigned room = zip->avail_out;
    const int code = inflate(zip, Z_NO_FLUSH);
    source->first = source->end - zip->avail_in;
    *got = room - zip->avail_out;
    if (code == Z_STREAM_END) source->within = false;
    if (code == Z_MEM_ERROR) return WOM_NO_MEMORY;
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        return damaged(source, zip->msg != NULL ? zip->msg : "wrong data");
    return WOM_OK;
}

static void
stop_gzip(wom_source *source)
{
    inflateEnd(&source->zip);
}

/* ---- zstd ---- */

static wom_status
start_zstd(wom_source *source)
{
    source->zstd = ZSTD_createDStream();
    return source->zstd != NULL ? WOM_OK : wom_fail(WOM_NO_MEMORY, "%s: zstd", source->name);
}

static wom_status
unpack_zstd(wom_source *source, void *buffer, size_t size, size_t *got)
{
    ZSTD_inBuffer in = { source->input + source->first, source->end - source->first, 0 };
    ZSTD_outBuffer out = { buffer, size, 0 };
    const size_t left = ZSTD_decompressStream(source->zstd, &out, &in);
    if (ZSTD_isError(left)) return damaged(source, ZSTD_getErrorName(left));
    source->first += in.pos;
    source->within = left != 0;
    *got = out.pos;
    return WOM_OK;
}

static void
stop_zstd(wom_source *source)
{
    ZSTD_freeDStream(source->zstd);
}

static const wom_packing plain = { "plain", start_plain, copy_plain, stop_plain };
static const wom_packing gzip = { "gzip", start_gzip, unpack_gzip, stop_gzip };
static const wom_packing zstd = { "zstd", start_zstd, unpack_zstd, stop_zstd };

/* First bytes and what they say; a packing that we do not read is refused by name. */
static const struct magic {
    const char *bytes;
    size_t length;
    const wom_packing *packing;
    const char *refused;
} magics[] = {
    { "\x1f\x8b", 2, &gzip, NULL },
    { "\x28\xb5\x2f\xfd", 4, &zstd, NULL },
    { "\xfd"
      "7zXZ",
      5, NULL, "xz" },
    { "PK\3\4", 4, NULL, "zip" },
    { "7z\xbc\xaf\x27", 5, NULL, "7z" },
    { "BZh91A", 6, NULL, "bzip2" },
};

/* zstd's skippable frames (0x184D2A50 to 5F, least byte first) may stand before the data. */
static bool
is_skippable_frame(const unsigned char *bytes, size_t length)
{
    return length >= 4 && (bytes[0] & 0xf0) == 0x50 && memcmp(bytes + 1, "\x2a\x4d\x18", 3) == 0;
}

static wom_status
choose_packing(wom_source *source)
{
    while (source->end < MAGIC_SIZE && !source->ended) {
        size_t got = 0;
        WOM_TRY(read_input(source, source->input + source->end, INPUT_SIZE - source->end, &got));
        source->end += got;
    }
    const wom_packing *found = is_skippable_frame(source->input, source->end) ? &zstd : &plain;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const struct magic *magic = &magics[i];
        if (source->end < magic->length || memcmp(source->input, magic->bytes, magic->length) != 0) continue;
        if (magic->refused != NULL)
            return wom_fail(WOM_INVALID, "%s: is packed by %s, must be plain, gzip or zstd", source->name,
                            magic->refused);
        found = magic->packing;
    }
    WOM_TRY(found->start(source));
    source->packing = found;
    return WOM_OK;
}

static wom_status
open_file(wom_source *source, const char *path)
{
    struct stat about;
    const bool is_input = strcmp(path, "-") == 0;
    source->file = is_input ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC);
    if (source->file < 0 && errno == ENOENT) return wom_fail(WOM_INVALID, "%s: there is no such file", source->name);
    if (source->file < 0 || fstat(source->file, &about) != 0)
        return wom_fail(WOM_INVALID, "%s: cannot be opened: %s", source->name, strerror(errno));
    if (S_ISDIR(about.st_mode)) return wom_fail(WOM_INVALID, "%s: is a folder, must be a file", source->name);
    source->mark = wom_file_mark_of_open(source->file);
    source->file_size = S_ISREG(about.st_mode) && !is_input ? (uint64_t)about.st_size : UINT64_MAX;
    return WOM_OK;
}

wom_status
wom_source_open(wom_source **out, wom_job *job, const char *path)
{
    wom_status status = WOM_OK;
    wom_source *source = NULL;
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    *out = NULL;
    WOM_TRY_GOTO(wom_allocate(&source, job, 1, sizeof *source, "a source"));
    source->job = job;
    source->file = -1;
    WOM_TRY_GOTO(wom_copy_text(&source->name, job, name, strlen(name)));
    WOM_TRY_GOTO(wom_allocate(&source->input, job, INPUT_SIZE, 1, "a source's buffer"));
    WOM_TRY_GOTO(open_file(source, path));
    WOM_TRY_GOTO(choose_packing(source));
    *out = source;
    source = NULL;
done:
    wom_source_close(source);
    return status;
}

void
wom_source_close(wom_source *source)
{
    if (source == NULL) return;
    if (source->packing != NULL) source->packing->stop(source);
    if (source->file >= 0) close(source->file);
    wom_free(source->input);
    wom_free(source->name);
    wom_free(source);
}

const char *
wom_source_name(const wom_source *source)
{
    return source->name;
}

static uint64_t
bytes_ahead(const wom_source *source)
{
    return source->ahead_end - source->ahead_first;
}

/* Of the file, not unpacked. */
static uint64_t
file_bytes_left(const wom_source *source)
{
    const uint64_t done = source->taken - (source->end - source->first);
    return source->file_size > done ? source->file_size - done : 0;
}

uint64_t
wom_source_bytes_left(const wom_source *source)
{
    if (source->packing != &plain || source->file_size == UINT64_MAX) return UINT64_MAX;
    return bytes_ahead(source) + file_bytes_left(source);
}

uint64_t
wom_source_expected_bytes(const wom_source *source)
{
    const uint64_t done = source->taken - (source->end - source->first);
    if (source->packing == &plain || source->file_size == UINT64_MAX || done == 0) return wom_source_bytes_left(source);
    const double guess = (double)file_bytes_left(source) * ((double)source->unpacked / (double)done);
    const double most = MOST_AHEAD * (double)source->unpacked;
    return bytes_ahead(source) + (uint64_t)(guess < most ? guess : most);
}

static wom_status
unpack(wom_source *source, void *buffer, size_t size, size_t *got)
{
    const wom_packing *packing = source->packing;
    *got = 0;
    if (packing == &plain) return packing->unpack(source, buffer, size, got);
    while (*got == 0) {
        if (source->first == source->end && !source->ended) {
            source->first = source->end = 0;
            WOM_TRY(read_input(source, source->input, INPUT_SIZE, &source->end));
        }
        if (source->first == source->end && !source->within) return WOM_OK;
        const size_t first = source->first;
        WOM_TRY(packing->unpack(source, buffer, size, got));
        source->unpacked += *got;
        if (*got == 0 && source->first == first && source->ended && source->within)
            return wom_fail(WOM_INVALID, "%s: is a %s file that ends early; get it again", source->name, packing->name);
    }
    return WOM_OK;
}

wom_status
wom_source_read(wom_source *source, void *buffer, size_t size, size_t *got)
{
    const size_t ahead = source->ahead_end - source->ahead_first;
    if (ahead == 0 && size > 0) return unpack(source, buffer, size, got);
    *got = ahead < size ? ahead : size;
    memcpy(buffer, source->ahead + source->ahead_first, *got);
    source->ahead_first += *got;
    return WOM_OK;
}

wom_status
wom_source_peek(wom_source *source, void *bytes, size_t size, size_t *got)
{
    size_t more = 1;
    if (source->ahead_first > 0) {
        memmove(source->ahead, source->ahead + source->ahead_first, source->ahead_end - source->ahead_first);
        source->ahead_end -= source->ahead_first;
        source->ahead_first = 0;
    }
    while (source->ahead_end < size && more > 0) {
        WOM_TRY(unpack(source, source->ahead + source->ahead_end, size - source->ahead_end, &more));
        source->ahead_end += more;
    }
    *got = source->ahead_end < size ? source->ahead_end : size;
    memcpy(bytes, source->ahead, *got);
    return WOM_OK;
}

wom_status
wom_source_read_rest(char **text, size_t *length, wom_source *source, size_t limit)
{
    wom_status status = WOM_OK;
    char *all = NULL;
    uint64_t capacity = 0;
    size_t held = 0, got = 1;
    *text = NULL;
    while (got > 0) {
        WOM_TRY_GOTO(wom_job_check(source->job));
        WOM_TRY_GOTO(wom_reserve(&all, &capacity, source->job, held + INPUT_SIZE, 1, source->name));
        WOM_TRY_GOTO(wom_source_read(source, all + held, capacity - held - 1, &got));
        held += got;
        if (held > limit) {
            status = wom_fail(WOM_INVALID, "%s: holds more than %zu bytes", source->name, limit);
            goto done;
        }
    }
    all[held] = 0;
    *text = all;
    *length = held;
    all = NULL;
done:
    wom_free(all);
    return status;
}

wom_status
wom_source_read_all(char **text, size_t *length, wom_job *job, const char *path, size_t limit)
{
    wom_source *source;
    *text = NULL;
    WOM_TRY(wom_source_open(&source, job, path));
    const wom_status status = wom_source_read_rest(text, length, source, limit);
    wom_source_close(source);
    return status;
}

wom_status
wom_source_begins_json(bool *is_json, wom_source *source)
{
    char start[WOM_SOURCE_PEEK];
    size_t got = 0, i = 0;
    WOM_TRY(wom_source_peek(source, start, sizeof start, &got));
    if (got >= 3 && memcmp(start, "\xef\xbb\xbf", 3) == 0) i = 3;
    while (i < got && (wom_is_blank(start[i]) || start[i] == '\n' || start[i] == '\r')) i++;
    *is_json = i < got && (start[i] == '{' || start[i] == '[');
    return WOM_OK;
}
