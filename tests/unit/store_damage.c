/* Files that are not ours, or damaged, are refused before they do harm. */
#include "small_store.h"
#include "test.h"

#include <stdlib.h>

#define NUM_FLIPS 400

static void
files_of_another_kind_are_refused(void)
{
    char path[300];
    wom_archive *archive = NULL;
    wom_store *store = NULL;
    wom_job *job = test_job(1);
    CHECK_FAILS(wom_archive_open(&archive, job, test_path("none.h5"), NULL), WOM_INVALID, "No such file");
    CHECK_FAILS(wom_archive_open(&archive, job, "/tmp", NULL), WOM_INVALID, "not a plain file");
    CHECK_FAILS(wom_archive_open(&archive, job, test_file("text.h5", "user,friend\n", 12), NULL), WOM_INVALID, "HDF5");
    CHECK_FAILS(wom_archive_open(&archive, job, test_file("empty.h5", "", 0), NULL), WOM_INVALID, "HDF5");
    copy_path(path, "kind.h5", "");
    CHECK_OK(write_small(job, path));
    CHECK_FAILS(wom_archive_open(&archive, job, path, "other"), WOM_INVALID, "format \"test\", must be \"other\"");
    CHECK_OK(wom_store_create(&store, job, path, "test"));
    CHECK_OK(wom_store_attribute_text(store, "/", "format_version", "2.0"));
    CHECK_OK(wom_store_finish(store, "complete"));
    wom_store_free(store);
    CHECK_FAILS(wom_archive_open(&archive, job, path, "test"), WOM_INVALID, "version 2.0");
    CHECK(archive == NULL);
    wom_job_free(job);
}

/* Reads a whole file; to be freed. */
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
truncated_files_are_refused(void)
{
    size_t length = 0;
    char digest[WOM_DIGEST_LENGTH];
    wom_job *job = test_job(1);
    CHECK_OK(write_small(job, test_path("whole.h5")));
    char *bytes = slurp(test_path("whole.h5"), &length);
    CHECK(length > 1000);
    for (size_t part = 0; part < 20; part++) {
        const char *path = test_file("cut.h5", bytes, length * part / 20);
        CHECK_FAILS(digest_of(digest, job, path), WOM_INVALID, "cut.h5");
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    free(bytes);
    wom_job_free(job);
}

static void
damaged_files_are_refused(void)
{
    size_t length = 0;
    char digest[WOM_DIGEST_LENGTH], sound[WOM_DIGEST_LENGTH];
    wom_job *job = test_job(1);
    CHECK_OK(write_small(job, test_path("sound.h5")));
    CHECK_OK(digest_of(sound, job, test_path("sound.h5")));
    char *bytes = slurp(test_path("sound.h5"), &length);
    for (size_t i = 0; i < NUM_FLIPS; i++) {
        const size_t at = (length - 1) * i / (NUM_FLIPS - 1);
        bytes[at] = (char)(bytes[at] ^ 0x5a);
        const wom_status status = digest_of(digest, job, test_file("damaged.h5", bytes, length));
        CHECK(status == WOM_OK ? strcmp(digest, sound) == 0 && at > length - 80 /* only the seal itself */
                               : status == WOM_INVALID && strstr(wom_error_text(), "is damaged") != NULL);
        bytes[at] = (char)(bytes[at] ^ 0x5a);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    free(bytes);
    wom_job_free(job);
}

TEST_MAIN(
    TEST(files_of_another_kind_are_refused),
    TEST(truncated_files_are_refused),
    TEST(damaged_files_are_refused))
