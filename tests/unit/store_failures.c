/* Full disks, missing folders, killed and rival runs: one clear message, and no harm to older files. */
#include "small_store.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NUM_LARGE 100000

/* What no compression makes small. */
static wom_status
write_large(wom_store *store, const char *path)
{
    static double values[NUM_LARGE];
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, 0);
    for (int i = 0; i < NUM_LARGE; i++) values[i] = wom_rng_uniform(&rng);
    const wom_column column = { "x", WOM_TYPE_DOUBLE, values, "1", "x" };
    return wom_store_write_table(store, path, &column, 1, NUM_LARGE, NULL);
}

static bool
is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static void
limit_files(rlim_t bytes)
{
    const struct rlimit limit = { bytes, RLIM_INFINITY };
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) test_failed(__FILE__, __LINE__, "setrlimit: %s", strerror(errno));
}

/* ---- Where nothing can be written ---- */

static void
places_that_cannot_be_written_are_refused(void)
{
    char path[300];
    wom_store *store = NULL;
    wom_job *job = test_job(1);
    CHECK_FAILS(wom_store_create(&store, job, "", "test"), WOM_INVALID, "needs a name");
    CHECK_FAILS(wom_store_create(&store, job, "/tmp", "test"), WOM_INVALID, "is a folder");
    CHECK_FAILS(wom_store_create(&store, job, "/dev/null", "test"), WOM_INVALID, "not a plain file");
    copy_path(path, "missing", "/results.h5");
    CHECK_FAILS(wom_store_create(&store, job, path, "test"), WOM_FAILED, "No such file or directory");
    copy_path(path, "blocked.h5", ".partial");
    CHECK(mkdir(path, 0777) == 0);
    CHECK_FAILS(wom_store_create(&store, job, test_path("blocked.h5"), "test"), WOM_FAILED, ".partial");
    CHECK(store == NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_folder_without_permission_is_refused(void)
{
    char path[300];
    wom_store *store = NULL;
    wom_job *job = test_job(1);
    copy_path(path, "locked", "");
    CHECK(mkdir(path, 0555) == 0);
    CHECK(chmod(test_path(""), 0755) == 0);
    const bool is_root = geteuid() == 0;
    if (is_root) CHECK(seteuid(65534) == 0);
    copy_path(path, "locked", "/results.h5");
    CHECK_FAILS(wom_store_create(&store, job, path, "test"), WOM_FAILED, "Permission denied");
    if (is_root) CHECK(seteuid(0) == 0);
    wom_job_free(job);
}

/* ---- Full disks ---- */

/* One text names the file and the reason; the old file stays; nothing is left behind. */
static void
check_full(wom_job *job, const char *path, wom_status (*write)(wom_store *store, const char *path), const char *reason)
{
    char partial[300], before[WOM_DIGEST_LENGTH], after[WOM_DIGEST_LENGTH];
    wom_store *store = NULL;
    snprintf(partial, sizeof partial, "%s.partial", path);
    CHECK_OK(digest_of(before, job, path));
    CHECK_OK(wom_store_create(&store, job, path, "test"));
    wom_status status = write(store, "/large");
    if (status == WOM_OK) status = wom_store_finish(store, "complete");
    CHECK_EQUAL(status, WOM_FAILED);
    CHECK(strstr(wom_error_text(), path) != NULL && strstr(wom_error_text(), reason) != NULL);
    CHECK_FAILS(wom_store_write_text(store, "/more", "x"), WOM_FAILED, "an earlier write");
    CHECK_FAILS(wom_store_finish(store, "complete"), WOM_FAILED, "an earlier write");
    wom_store_free(store);
    CHECK(!is_there(partial));
    CHECK_OK(digest_of(after, job, path));
    CHECK_TEXT(after, before);
}

static wom_status
write_many_groups(wom_store *store, const char *path)
{
    char name[64];
    for (int i = 0; i < 2000; i++) {
        snprintf(name, sizeof name, "%s/group%d", path, i);
        WOM_TRY(wom_store_group(store, name));
    }
    return WOM_OK;
}

static void
a_full_disk_harms_no_older_file(void)
{
    char path[300];
    wom_job *job = test_job(1);
    copy_path(path, "full.h5", "");
    CHECK_OK(write_small(job, path));
    limit_files(100000);
    check_full(job, path, write_large, "File too large");
    check_full(job, path, write_many_groups, "File too large");
    limit_files(RLIM_INFINITY);
    CHECK_OK(write_small(job, path));
    wom_job_free(job);
}

static void
a_stage_flushed_before_the_disk_was_full_stays_readable(void)
{
    char path[300];
    wom_store *store = NULL;
    wom_archive *archive = NULL;
    double *values = NULL;
    uint64_t num_rows = 0;
    wom_job *job = test_job(1);
    copy_path(path, "stage.h5", "");
    CHECK_OK(wom_store_create(&store, job, path, "test"));
    CHECK_OK(wom_store_write_table(store, "/t", small_columns, 3, 3, "name"));
    CHECK_OK(wom_store_flush(store));
    limit_files(100000);
    CHECK_FAILS(write_large(store, "/large"), WOM_FAILED, "cannot write /large");
    wom_store_free(store);
    limit_files(RLIM_INFINITY);
    CHECK(!is_there(path));
    copy_path(path, "stage.h5", ".partial");
    CHECK_OK(wom_archive_open(&archive, job, path, "test"));
    CHECK_OK(wom_archive_read_column(&values, &num_rows, archive, "/t/x", WOM_TYPE_DOUBLE));
    CHECK(num_rows == 3 && values[2] == 3);
    wom_free(values);
    wom_archive_close(archive);
    wom_job_free(job);
}

/* ---- Runs that end early, and rivals ---- */

static void
a_killed_run_leaves_its_flushed_stages(void)
{
    char path[300];
    wom_archive *archive = NULL;
    char *status = NULL;
    int how = 0;
    wom_job *job = test_job(1);
    copy_path(path, "killed.h5", "");
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        wom_store *store = NULL;
        const bool is_flushed = wom_store_create(&store, job, path, "test") == WOM_OK &&
                                wom_store_write_table(store, "/t", small_columns, 3, 3, "name") == WOM_OK &&
                                wom_store_flush(store) == WOM_OK && write_large(store, "/large") == WOM_OK &&
                                write_many_groups(store, "/many") == WOM_OK;
        if (is_flushed) kill(getpid(), SIGKILL);
        _exit(1);
    }
    CHECK(waitpid(child, &how, 0) == child && WIFSIGNALED(how));
    CHECK(!is_there(path));
    copy_path(path, "killed.h5", ".partial");
    CHECK_OK(wom_archive_open(&archive, job, path, "test"));
    CHECK(wom_archive_has(archive, "/t/x") && !wom_archive_has(archive, "/large"));
    CHECK_OK(wom_archive_attribute_text(&status, archive, "/", "status"));
    CHECK_TEXT(status, "running");
    wom_free(status);
    wom_archive_close(archive);
    CHECK_OK(write_small(job, test_path("killed.h5"))); /* and is no obstacle to the next run */
    CHECK(!is_there(path));
    wom_job_free(job);
}

static void
two_runs_do_not_write_one_file(void)
{
    char path[300], digest[WOM_DIGEST_LENGTH];
    wom_store *first = NULL, *second = NULL;
    wom_job *job = test_job(1);
    copy_path(path, "rivals.h5", "");
    CHECK_OK(wom_store_create(&first, job, path, "test"));
    CHECK_OK(wom_store_write_text(first, "/text", "first"));
    CHECK_FAILS(wom_store_create(&second, job, path, "test"), WOM_FAILED, "another run");
    CHECK(second == NULL);
    CHECK_OK(wom_store_finish(first, "complete"));
    CHECK_FAILS(wom_store_write_text(first, "/more", "x"), WOM_INVALID, "finished");
    CHECK_OK(wom_store_create(&second, job, path, "test"));
    wom_store_free(first); /* must not take the second one's file away */
    CHECK_OK(wom_store_finish(second, "interrupted"));
    wom_store_free(second);
    CHECK_OK(digest_of(digest, job, path));
    wom_job_free(job);
}

static void
an_unfinished_file_leaves_no_trace(void)
{
    char path[300], partial[300];
    wom_store *store = NULL;
    wom_job *job = test_job(1);
    copy_path(path, "unfinished.h5", "");
    copy_path(partial, "unfinished.h5", ".partial");
    CHECK_OK(wom_store_create(&store, job, path, "test"));
    CHECK(is_there(partial));
    wom_store_free(store);
    CHECK(!is_there(partial) && !is_there(path));
    wom_store_free(NULL);
    wom_archive_close(NULL);
    wom_job_free(job);
}

/* ---- Silence and memory ---- */

static void
failures_print_nothing(void)
{
    wom_store *store = NULL;
    wom_archive *archive = NULL;
    wom_job *job = test_job(1);
    const int old = dup(2), file = open(test_path("stderr"), O_RDWR | O_CREAT | O_TRUNC, 0600);
    dup2(file, 2);
    CHECK_FAILS(wom_archive_open(&archive, job, test_file("text.h5", "x", 1), NULL), WOM_INVALID, "HDF5");
    CHECK_OK(wom_store_create(&store, job, test_path("silent.h5"), "test"));
    limit_files(100000);
    CHECK_FAILS(write_large(store, "/large"), WOM_FAILED, "File too large");
    wom_store_free(store);
    limit_files(RLIM_INFINITY);
    dup2(old, 2);
    close(old);
    close(file);
    struct stat found;
    CHECK(stat(test_path("stderr"), &found) == 0 && found.st_size == 0);
    wom_job_free(job);
}

static wom_status
read_everything(wom_archive *archive)
{
    char digest[WOM_DIGEST_LENGTH], **found = NULL, *text = NULL;
    void *values = NULL;
    uint64_t n = 0;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_archive_digest(digest, archive));
    WOM_TRY_GOTO(wom_archive_read_text(&text, archive, "/text"));
    WOM_TRY_GOTO(wom_archive_table_columns(&found, &n, archive, "/t"));
    WOM_TRY_GOTO(wom_archive_read_column(&values, &n, archive, "/t/name", WOM_TYPE_STRING));
done:
    wom_free(values);
    wom_free(found);
    wom_free(text);
    return status;
}

static wom_status
write_and_read(wom_job *job)
{
    char path[300];
    wom_archive *archive = NULL;
    copy_path(path, "allocations.h5", "");
    wom_status status = write_small(job, path);
    if (status == WOM_OK) status = wom_archive_open(&archive, job, path, "test");
    if (status == WOM_OK) status = read_everything(archive);
    wom_archive_close(archive);
    return status;
}

static void
each_allocation_failing_leaks_nothing(void)
{
    test_each_allocation_failing(write_and_read);
}

static void
a_table_that_failed_can_be_written_again(void)
{
    wom_store *store = NULL;
    wom_job *job = test_job(1);
    CHECK_OK(wom_store_create(&store, job, test_path("again.h5"), "test"));
    wom_job_fail_allocation(job, 2); /* in the middle: the running numbers */
    CHECK_FAILS(wom_store_write_table(store, "/t", small_columns, 3, 3, NULL), WOM_NO_MEMORY, "");
    CHECK_OK(wom_store_write_table(store, "/t", small_columns, 3, 3, NULL));
    CHECK_OK(wom_store_finish(store, "complete"));
    wom_store_free(store);
    wom_job_free(job);
}

/* The last test, as the program then has a view of its own of what is mounted. */
static void
a_disk_of_64_kilobytes_harms_no_older_file(void)
{
    char path[300];
    wom_job *job = test_job(1);
    copy_path(path, "disk", "");
    CHECK(mkdir(path, 0777) == 0);
    const bool has_view = unshare(CLONE_NEWNS) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    if (!has_view || mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", path, "tmpfs", 0, "size=64k") != 0) {
        test_skip("no small disk can be mounted here");
        wom_job_free(job);
        return;
    }
    copy_path(path, "disk", "/full.h5");
    CHECK_OK(write_small(job, path));
    check_full(job, path, write_large, "No space left on device");
    check_full(job, path, write_many_groups, "No space left on device");
    CHECK_OK(write_small(job, path));
    CHECK(umount(test_path("disk")) == 0);
    wom_job_free(job);
}

TEST_MAIN(
    TEST(places_that_cannot_be_written_are_refused),
    TEST(a_folder_without_permission_is_refused),
    TEST(a_full_disk_harms_no_older_file),
    TEST(a_stage_flushed_before_the_disk_was_full_stays_readable),
    TEST(a_killed_run_leaves_its_flushed_stages),
    TEST(two_runs_do_not_write_one_file),
    TEST(an_unfinished_file_leaves_no_trace),
    TEST(failures_print_nothing),
    TEST(each_allocation_failing_leaks_nothing),
    TEST(a_table_that_failed_can_be_written_again),
    TEST(a_disk_of_64_kilobytes_harms_no_older_file))
