/* A digest changes with every result and with nothing else; files of one content are the same bytes. */
#include "test.h"

#include <wom/store.h>

#include <stdio.h>
#include <stdlib.h>

/* One content, and what may vary about it. */
typedef struct contents {
    const char *path;
    wom_type type;
    const void *data;
    uint64_t num_rows;
    const char *units, *scenario, *provenance;
} contents;

static const int32_t ints[4] = { 1, 2, 3, 4 }, changed[4] = { 1, 2, 3, 5 };
static const uint32_t counts[4] = { 1, 2, 3, 4 };
static const char *const texts[2] = { "ab", "c" }, *const split[2] = { "a", "bc" };

static const contents plain = { "/t", WOM_TYPE_INT32, ints, 4, "1", "{}", "here" };

static void
write_content(wom_job *job, const char *path, const contents *content)
{
    wom_store *store = NULL;
    const wom_column column = { "x", content->type, content->data, content->units, "x" };
    CHECK_OK(wom_store_create(&store, job, path, "test"));
    CHECK_OK(wom_store_write_table(store, content->path, &column, 1, content->num_rows, NULL));
    CHECK_OK(wom_store_write_text(store, "/scenario_json", content->scenario));
    CHECK_OK(wom_store_write_text(store, "/provenance/host", content->provenance));
    CHECK_OK(wom_store_finish(store, "complete"));
    wom_store_free(store);
}

static void
find_digest(char digest[WOM_DIGEST_LENGTH], const contents *content)
{
    wom_archive *archive = NULL;
    wom_job *job = test_job(1);
    const char *path = test_path("digest.h5");
    write_content(job, path, content);
    CHECK_OK(wom_archive_open(&archive, job, path, "test"));
    CHECK_OK(wom_archive_digest(digest, archive));
    wom_archive_close(archive);
    wom_job_free(job);
}

static bool
have_one_digest(contents a, contents b)
{
    char digest_a[WOM_DIGEST_LENGTH], digest_b[WOM_DIGEST_LENGTH];
    find_digest(digest_a, &a);
    find_digest(digest_b, &b);
    CHECK_EQUAL(strlen(digest_a), 64);
    return strcmp(digest_a, digest_b) == 0;
}

static void
one_content_has_one_digest(void)
{
    contents other = plain;
    CHECK(have_one_digest(plain, other));
    other.units = "EUR";
    CHECK(have_one_digest(plain, other));
    other.scenario = "{\"name\": 1}";
    CHECK(have_one_digest(plain, other));
    other.provenance = "there";
    CHECK(have_one_digest(plain, other));
}

static void
another_content_has_another_digest(void)
{
    contents other = plain;
    other.path = "/u";
    CHECK(!have_one_digest(plain, other));
    other.path = "/t/u";
    CHECK(!have_one_digest(plain, other));
    other = plain;
    other.num_rows = 3;
    CHECK(!have_one_digest(plain, other));
    other = plain;
    other.type = WOM_TYPE_UINT32;
    other.data = counts;
    CHECK(!have_one_digest(plain, other));
    other = plain;
    other.data = changed;
    CHECK(!have_one_digest(plain, other));
}

static void
where_a_text_ends_counts(void)
{
    contents one = plain, other = plain;
    one.type = other.type = WOM_TYPE_STRING;
    one.num_rows = other.num_rows = 2;
    one.data = texts;
    other.data = split;
    CHECK(!have_one_digest(one, other));
}

/* Part of every published result: tests/interop computes the same one from the file by itself. */
static void
a_digest_stays_what_it_is(void)
{
    char digest[WOM_DIGEST_LENGTH];
    find_digest(digest, &plain);
    CHECK_TEXT(digest, "b3f42b9a41d7c134eda98d6674901e1a66b9ba369b759cc4645a9586f9ea9a8e");
}

/* A content is hashed in pieces of a megabyte. */
static void
the_last_value_of_a_large_content_counts(void)
{
    enum { NUM = 300001 };
    contents one = plain, other = plain;
    double *a = calloc(NUM, sizeof *a), *b = calloc(NUM, sizeof *b);
    one.type = other.type = WOM_TYPE_DOUBLE;
    one.num_rows = other.num_rows = NUM;
    one.data = a;
    other.data = b;
    CHECK(have_one_digest(one, other));
    b[NUM - 1] = 1;
    CHECK(!have_one_digest(one, other));
    free(b);
    free(a);
}

static void
files_are_the_same_bytes_when_the_time_is_agreed(void)
{
    char first[WOM_DIGEST_LENGTH], second[WOM_DIGEST_LENGTH];
    uint64_t num_bytes = 0;
    wom_job *job = test_job(1);
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    write_content(job, test_path("same.h5"), &plain);
    CHECK_OK(wom_file_digest(first, &num_bytes, job, test_path("same.h5")));
    write_content(job, test_path("same.h5"), &plain);
    CHECK_OK(wom_file_digest(second, &num_bytes, job, test_path("same.h5")));
    unsetenv("SOURCE_DATE_EPOCH");
    CHECK_TEXT(first, second);
    wom_job_free(job);
}

static void
a_plain_file_has_the_digest_of_the_standard(void)
{
    char digest[WOM_DIGEST_LENGTH];
    uint64_t num_bytes = 0;
    wom_job *job = test_job(1);
    CHECK_OK(wom_file_digest(digest, &num_bytes, job, test_file("abc", "abc", 3)));
    CHECK_TEXT(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); /* FIPS 180-4 */
    CHECK_EQUAL(num_bytes, 3);
    CHECK_FAILS(wom_file_digest(digest, &num_bytes, job, test_path("none")), WOM_INVALID, "No such file");
    CHECK_FAILS(wom_file_digest(digest, &num_bytes, job, "/tmp"), WOM_FAILED, "directory");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(
    TEST(one_content_has_one_digest),
    TEST(another_content_has_another_digest),
    TEST(where_a_text_ends_counts),
    TEST(a_digest_stays_what_it_is),
    TEST(the_last_value_of_a_large_content_counts),
    TEST(files_are_the_same_bytes_when_the_time_is_agreed),
    TEST(a_plain_file_has_the_digest_of_the_standard))
