/* Arrays that are used where they lie in the file. */
#include "small_store.h"
#include "test.h"

#include <stdlib.h>

enum { NUM_LONG = 40000, NUM_SHORT = 3 };

static const double shorts[NUM_SHORT] = { 1.5, -2, 0 };

static uint32_t
long_value(uint32_t i)
{
    return i * 2654435761u;
}

static wom_status
write_mapped(wom_job *job, const char *path)
{
    wom_store *store = NULL;
    uint32_t *values = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&values, job, NUM_LONG, sizeof *values, "values"));
    for (uint32_t i = 0; i < NUM_LONG; i++) values[i] = long_value(i);
    WOM_TRY_GOTO(wom_store_create_mapped(&store, job, path, "test"));
    WOM_TRY_GOTO(wom_store_write_text(store, "/title", "mapped"));
    WOM_TRY_GOTO(wom_store_write_mapped(store, "/a/short", WOM_TYPE_DOUBLE, shorts, NUM_SHORT, "1", "few"));
    WOM_TRY_GOTO(wom_store_write_mapped(store, "/a/none", WOM_TYPE_DOUBLE, NULL, 0, "1", "none"));
    WOM_TRY_GOTO(wom_store_write_mapped(store, "/a/long", WOM_TYPE_UINT32, values, NUM_LONG, "1", "many"));
    WOM_TRY_GOTO(wom_store_write_text(store, "/end", "behind"));
    WOM_TRY_GOTO(wom_store_finish(store, "complete"));
done:
    wom_store_free(store);
    wom_free(values);
    return status;
}

/* Opens, maps everything, and closes. */
static wom_status
map_all(wom_job *job, const char *path)
{
    wom_archive *archive = NULL;
    const double *few = NULL;
    const uint32_t *many = NULL;
    uint64_t length = 0;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_archive_open(&archive, job, path, "test"));
    WOM_TRY_GOTO(wom_archive_map(&few, &length, archive, "/a/short", WOM_TYPE_DOUBLE));
    WOM_TRY_GOTO(wom_archive_map(&many, &length, archive, "/a/long", WOM_TYPE_UINT32));
done:
    wom_archive_close(archive);
    return status;
}

static void
mapped_arrays_hold_what_was_written(void)
{
    wom_job *job = test_job(1);
    wom_archive *archive = NULL;
    const double *few = NULL, *none = NULL;
    const uint32_t *many = NULL;
    uint64_t length = 9;
    CHECK_OK(write_mapped(job, test_path("mapped.h5")));
    CHECK_OK(wom_archive_open(&archive, job, test_path("mapped.h5"), "test"));
    CHECK_OK(wom_archive_map(&none, &length, archive, "/a/none", WOM_TYPE_DOUBLE));
    CHECK_EQUAL(length, 0);
    CHECK(none != NULL);
    CHECK_OK(wom_archive_map(&few, &length, archive, "/a/short", WOM_TYPE_DOUBLE));
    CHECK_EQUAL(length, NUM_SHORT);
    CHECK(few != NULL && memcmp(few, shorts, sizeof shorts) == 0);
    CHECK_OK(wom_archive_map(&many, &length, archive, "/a/long", WOM_TYPE_UINT32));
    CHECK_EQUAL(length, NUM_LONG);
    bool same = many != NULL;
    for (uint32_t i = 0; same && i < NUM_LONG; i++) same = many[i] == long_value(i);
    CHECK(same);
    CHECK_EQUAL((uintptr_t)many % 64, 0);
    CHECK_EQUAL((uintptr_t)few % 64, 0);
    CHECK(wom_archive_is_mapped(archive, many) && wom_archive_is_mapped(archive, many + NUM_LONG - 1));
    CHECK(!wom_archive_is_mapped(archive, shorts) && !wom_archive_is_mapped(archive, NULL));
    CHECK_OK(wom_archive_verify(archive));
    wom_archive_close(archive);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
mapped_arrays_can_be_read_like_any_other(void)
{
    wom_job *job = test_job(1);
    wom_archive *archive = NULL;
    double *few = NULL;
    uint64_t length = 0;
    CHECK_OK(write_mapped(job, test_path("mapped.h5")));
    CHECK_OK(wom_archive_open(&archive, job, test_path("mapped.h5"), NULL));
    CHECK_OK(wom_archive_read_column(&few, &length, archive, "/a/short", WOM_TYPE_DOUBLE));
    CHECK(length == NUM_SHORT && memcmp(few, shorts, sizeof shorts) == 0);
    wom_free(few);
    wom_archive_close(archive);
    wom_job_free(job);
}

static void
what_cannot_be_mapped_is_refused(void)
{
    wom_job *job = test_job(1);
    wom_archive *archive = NULL;
    wom_store *store = NULL;
    const float *floats = NULL;
    const char *const texts[] = { "a" };
    uint64_t length = 0;
    CHECK_OK(write_mapped(job, test_path("mapped.h5")));
    CHECK_OK(wom_archive_open(&archive, job, test_path("mapped.h5"), NULL));
    CHECK_FAILS(wom_archive_map(&floats, &length, archive, "/a/long", WOM_TYPE_FLOAT), WOM_INVALID, "float numbers");
    CHECK(floats == NULL);
    CHECK_FAILS(wom_archive_map(&floats, &length, archive, "/a/other", WOM_TYPE_FLOAT), WOM_INVALID, "has no \"/a/ot");
    CHECK_FAILS(wom_archive_map(&floats, &length, archive, "/title", WOM_TYPE_FLOAT), WOM_INVALID, "/title");
    wom_archive_close(archive);
    CHECK_OK(wom_store_create(&store, job, test_path("plain.h5"), "test"));
    CHECK_FAILS(wom_store_write_mapped(store, "/a", WOM_TYPE_DOUBLE, shorts, 3, "1", "x"), WOM_INVALID, "not created");
    wom_store_free(store);
    CHECK_OK(wom_store_create_mapped(&store, job, test_path("maps.h5"), "test"));
    CHECK_FAILS(wom_store_write_mapped(store, "/a", WOM_TYPE_STRING, texts, 1, "1", "x"), WOM_INVALID, "must hold num");
    CHECK_FAILS(wom_store_write_mapped(store, "/a", WOM_TYPE_DOUBLE, shorts, 3, NULL, "x"), WOM_INVALID, "need units");
    wom_store_free(store);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static char *
slurp(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);
    *length = file != NULL && bytes != NULL ? fread(bytes, 1, 1 << 20, file) : 0;
    if (file != NULL) fclose(file);
    return bytes;
}

static void
damage_is_found_on_opening_but_in_arrays_on_verifying(void)
{
    enum { NUM_FLIPS = 300 };
    size_t length = 0;
    uint32_t num_on_opening = 0, num_on_verifying = 0;
    wom_job *job = test_job(1);
    CHECK_OK(write_mapped(job, test_path("sound.h5")));
    char *bytes = slurp(test_path("sound.h5"), &length);
    for (size_t i = 0; i < NUM_FLIPS; i++) {
        wom_archive *archive = NULL;
        const size_t at = (length - 1) * i / (NUM_FLIPS - 1);
        bytes[at] = (char)(bytes[at] ^ 0x5a);
        const char *path = test_file("damaged.h5", bytes, length);
        const bool is_found = map_all(job, path) == WOM_INVALID;
        num_on_opening += is_found;
        if (!is_found && wom_archive_open(&archive, job, path, NULL) == WOM_OK) {
            CHECK_FAILS(wom_archive_verify(archive), WOM_INVALID, "is damaged: the array at byte");
            num_on_verifying++;
        }
        wom_archive_close(archive);
        bytes[at] = (char)(bytes[at] ^ 0x5a);
    }
    CHECK(num_on_opening > 10);
    CHECK_EQUAL(num_on_opening + num_on_verifying, NUM_FLIPS);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    free(bytes);
    wom_job_free(job);
}

static void
every_byte_of_header_list_and_seal_counts(void)
{
    enum { TAIL = 290 }; /* two lines of the list, their number, the seal */
    size_t length = 0;
    wom_job *job = test_job(1);
    CHECK_OK(write_mapped(job, test_path("sound.h5")));
    char *bytes = slurp(test_path("sound.h5"), &length);
    for (size_t i = 0; i < 2 * TAIL; i++) {
        const size_t at = i < TAIL ? i : length - 2 * TAIL + i;
        bytes[at] = (char)(bytes[at] ^ 0x10);
        CHECK(map_all(job, test_file("damaged.h5", bytes, length)) == WOM_INVALID);
        bytes[at] = (char)(bytes[at] ^ 0x10);
    }
    free(bytes);
    wom_job_free(job);
}

static void
files_that_are_cut_off_are_refused(void)
{
    size_t length = 0;
    wom_job *job = test_job(1);
    CHECK_OK(write_mapped(job, test_path("whole.h5")));
    char *bytes = slurp(test_path("whole.h5"), &length);
    for (size_t part = 0; part < 20; part++)
        CHECK_FAILS(map_all(job, test_file("cut.h5", bytes, length * part / 20)), WOM_INVALID, "cut.h5");
    for (size_t less = 1; less < 400; less += 3)
        CHECK_FAILS(map_all(job, test_file("cut.h5", bytes, length - less)), WOM_INVALID, "cut.h5");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    free(bytes);
    wom_job_free(job);
}

static wom_status
write_and_map(wom_job *job)
{
    WOM_TRY(write_mapped(job, test_path("failing.h5")));
    return map_all(job, test_path("failing.h5"));
}

static void
each_allocation_may_fail(void)
{
    test_each_allocation_failing(write_and_map);
}

TEST_MAIN(
    TEST(mapped_arrays_hold_what_was_written),
    TEST(mapped_arrays_can_be_read_like_any_other),
    TEST(what_cannot_be_mapped_is_refused),
    TEST(damage_is_found_on_opening_but_in_arrays_on_verifying),
    TEST(every_byte_of_header_list_and_seal_counts),
    TEST(files_that_are_cut_off_are_refused),
    TEST(each_allocation_may_fail))
