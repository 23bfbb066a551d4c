/* Bytes of files: plain, gzip and zstd, whole and damaged. */
#include <wom/io.h>

#include "tables.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { LENGTH = 700000, ROOM = 2 * LENGTH };

static unsigned char packed[ROOM];
static char plain[LENGTH];

/* Lines of numbers that do not pack well, so that every buffer is filled several times. */
static void
make_plain(void)
{
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, 0);
    for (size_t i = 0; i < LENGTH; i++) plain[i] = (char)('0' + wom_rng_below(&rng, 10));
    for (size_t i = 12; i < LENGTH; i += 13) plain[i] = '\n';
}

static size_t
pack_gzip(unsigned char *to, const void *from, size_t length)
{
    z_stream zip = { 0 };
    if (deflateInit2(&zip, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) exit(1);
    zip.next_in = (unsigned char *)(uintptr_t)from;
    zip.avail_in = (unsigned)length;
    zip.next_out = to;
    zip.avail_out = ROOM;
    if (deflate(&zip, Z_FINISH) != Z_STREAM_END) exit(1);
    deflateEnd(&zip);
    return zip.total_out;
}

static size_t
pack_zstd(unsigned char *to, const void *from, size_t length)
{
    return ZSTD_compress(to, ROOM, from, length, 3);
}

typedef size_t (*pack_function)(unsigned char *to, const void *from, size_t length);

static const pack_function pack[] = { pack_gzip, pack_zstd };

/* Reads a file in pieces of `piece` bytes and compares with `expected`. */
static wom_status
read_in_pieces(const char *path, size_t piece, const char *expected, size_t length)
{
    wom_source *source = NULL;
    size_t held = 0, got = 1;
    char *bytes = malloc(piece);
    wom_job *job = test_job(1);
    wom_status status = wom_source_open(&source, job, path);
    while (status == WOM_OK && got > 0) {
        status = wom_source_read(source, bytes, piece, &got);
        if (status != WOM_OK || got == 0) break;
        const bool is_same = held + got <= length && memcmp(bytes, expected + held, got) == 0;
        CHECK(is_same);
        held += got;
        if (!is_same) break;
    }
    if (status == WOM_OK) CHECK_EQUAL(held, length);
    wom_source_close(source);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
    free(bytes);
    return status;
}

static void
packed_and_plain_files_give_the_same_bytes(void)
{
    static const size_t pieces[] = { 1, 1000, 131072, 1000000 };
    make_plain();
    CHECK_OK(read_in_pieces(test_file("plain", plain, LENGTH), 1000, plain, LENGTH));
    for (size_t p = 0; p < 2; p++) {
        const size_t length = pack[p](packed, plain, LENGTH);
        for (size_t i = 0; i < 4; i++)
            CHECK_OK(read_in_pieces(test_file("packed", packed, length), pieces[i], plain, LENGTH));
    }
}

static void
streams_one_behind_another_are_read_as_one(void)
{
    make_plain();
    for (size_t p = 0; p < 2; p++) {
        size_t length = pack[p](packed, plain, 300000);
        length += pack[p](packed + length, plain, 0);
        length += pack[p](packed + length, plain + 300000, LENGTH - 300000);
        CHECK_OK(read_in_pieces(test_file("packed", packed, length), 65536, plain, LENGTH));
    }
}

static void
a_stream_that_ends_early_is_refused_wherever_it_is_cut(void)
{
    static const char text[] = "1 2\n3 4\n";
    for (size_t p = 0; p < 2; p++) {
        const size_t length = pack[p](packed, text, sizeof text - 1);
        for (size_t cut = 4; cut < length; cut++)
            CHECK_FAILS(read_in_pieces(test_file("packed", packed, cut), 100, text, sizeof text - 1), WOM_INVALID,
                        "ends early");
    }
}

static void
a_long_stream_that_ends_early_is_refused(void)
{
    make_plain();
    for (size_t p = 0; p < 2; p++) {
        const size_t length = pack[p](packed, plain, LENGTH);
        CHECK_FAILS(read_in_pieces(test_file("packed", packed, length - 1), 5000, plain, LENGTH), WOM_INVALID,
                    "ends early");
        CHECK_FAILS(read_in_pieces(test_file("packed", packed, length / 2), 5000, plain, LENGTH), WOM_INVALID,
                    "ends early");
    }
}

static void
a_damaged_stream_is_refused(void)
{
    static const char text[] = "1 2\n3 4\n5 6\n7 8\n";
    const size_t gzip_length = pack_gzip(packed, text, sizeof text - 1);
    packed[gzip_length - 6] ^= 1; /* in the check sum */
    CHECK_FAILS(read_in_pieces(test_file("packed", packed, gzip_length), 100, text, sizeof text - 1), WOM_INVALID,
                "is a damaged gzip file (incorrect data check");
    const size_t zstd_length = pack_zstd(packed, text, sizeof text - 1);
    packed[4] ^= 0x08; /* a reserved bit of the frame's header */
    CHECK_FAILS(read_in_pieces(test_file("packed", packed, zstd_length), 100, text, sizeof text - 1), WOM_INVALID,
                "is a damaged zstd file");
}

static void
bytes_behind_the_last_stream_are_refused(void)
{
    static const char text[] = "1 2\n";
    for (size_t p = 0; p < 2; p++) {
        const size_t length = pack[p](packed, text, 4);
        memcpy(packed + length, "hello, world", 12);
        CHECK_FAILS(read_in_pieces(test_file("packed", packed, length + 12), 100, text, 4), WOM_INVALID, "damaged");
    }
}

static void
an_empty_file_is_a_source_of_no_bytes(void)
{
    CHECK_OK(read_in_pieces(test_file("empty", "", 0), 10, "", 0));
    CHECK_OK(read_in_pieces(test_file("short", "1", 1), 10, "1", 1));
    for (size_t p = 0; p < 2; p++) {
        const size_t length = pack[p](packed, "", 0);
        CHECK_OK(read_in_pieces(test_file("empty", packed, length), 10, "", 0));
    }
}

static void
what_cannot_be_read_is_refused_plainly(void)
{
    CHECK_FAILS(read_in_pieces(test_path("nowhere"), 10, "", 0), WOM_INVALID, "nowhere: there is no such file");
    CHECK_FAILS(read_in_pieces("/tmp", 10, "", 0), WOM_INVALID, "/tmp: is a folder, must be a file");
    CHECK_FAILS(read_in_pieces(test_file("x", "PK\3\4....", 8), 10, "", 0), WOM_INVALID, "is packed by zip, must be");
    CHECK_FAILS(read_in_pieces(test_file("x",
                                         "\xfd"
                                         "7zXZ\0..",
                                         8),
                               10, "", 0),
                WOM_INVALID, "packed by xz");
    CHECK_FAILS(read_in_pieces(test_file("x", "BZh91AY&", 8), 10, "", 0), WOM_INVALID, "packed by bzip2");
}

static void
a_file_without_permission_is_refused(void)
{
    const char *path = test_file("closed", "1", 1);
    chmod(path, 0);
    if (access(path, R_OK) == 0) {
        test_skip("this user may read every file");
        return;
    }
    CHECK_FAILS(read_in_pieces(path, 10, "", 0), WOM_INVALID, "Permission denied");
}

static void
standard_input_is_read_through_a_dash(void)
{
    static const char text[] = "from to\n1 2\n";
    static char shown[100];
    const int before = dup(STDIN_FILENO);
    const size_t length = pack_gzip(packed, text, sizeof text - 1);
    const char *path = test_file("packed", packed, length);
    if (freopen(path, "r", stdin) == NULL) exit(1);
    CHECK_OK(show_table(shown, sizeof shown, "-", NULL));
    CHECK_TEXT(shown, "<from|to>\n1|2\n");
    CHECK_FAILS(show_table(shown, sizeof shown, "-", NULL), WOM_INVALID, "standard input: holds no rows");
    dup2(before, STDIN_FILENO);
    close(before);
}

static void
a_pipe_that_gives_a_byte_at_a_time_is_read_whole(void)
{
    char command[512];
    const size_t length = pack_zstd(packed, "1 2\n3 4\n", 8);
    snprintf(command, sizeof command, "dd if='%s' bs=1 2>/dev/null", test_file("packed", packed, length));
    FILE *pipe = popen(command, "r");
    const int before = dup(STDIN_FILENO);
    dup2(fileno(pipe), STDIN_FILENO);
    CHECK_OK(read_in_pieces("-", 3, "1 2\n3 4\n", 8));
    dup2(before, STDIN_FILENO);
    close(before);
    pclose(pipe);
}

static void
the_whole_content_is_terminated_and_bounded(void)
{
    char *text = NULL;
    size_t length = 0;
    make_plain();
    const char *path = test_file("packed", packed, pack_gzip(packed, plain, LENGTH));
    wom_job *job = test_job(1);
    CHECK_OK(wom_source_read_all(&text, &length, job, path, LENGTH));
    CHECK_EQUAL(length, LENGTH);
    CHECK(text != NULL && text[LENGTH] == 0 && memcmp(text, plain, LENGTH) == 0);
    wom_free(text);
    CHECK_FAILS(wom_source_read_all(&text, &length, job, path, LENGTH - 1), WOM_INVALID,
                "holds more than 699999 bytes");
    CHECK(text == NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
read_gzip_whole(wom_job *job)
{
    char *text = NULL;
    size_t length;
    const size_t packed_length = pack_gzip(packed, plain, LENGTH);
    const wom_status status =
        wom_source_read_all(&text, &length, job, test_file("packed", packed, packed_length), LENGTH);
    wom_free(text);
    return status;
}

static void
each_allocation_failing_is_told_and_leaks_nothing(void)
{
    make_plain();
    test_each_allocation_failing(read_gzip_whole);
}

TEST_MAIN(TEST(packed_and_plain_files_give_the_same_bytes), TEST(streams_one_behind_another_are_read_as_one),
          TEST(a_stream_that_ends_early_is_refused_wherever_it_is_cut), TEST(a_long_stream_that_ends_early_is_refused),
          TEST(a_damaged_stream_is_refused), TEST(bytes_behind_the_last_stream_are_refused),
          TEST(an_empty_file_is_a_source_of_no_bytes), TEST(what_cannot_be_read_is_refused_plainly),
          TEST(a_file_without_permission_is_refused), TEST(standard_input_is_read_through_a_dash),
          TEST(a_pipe_that_gives_a_byte_at_a_time_is_read_whole), TEST(the_whole_content_is_terminated_and_bounded),
          TEST(each_allocation_failing_is_told_and_leaks_nothing))
