/* Text files that appear whole or not at all. */
#include <wom/io.h>

#include "tables.h"
#include "test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char content[4096];

static const char *
read_back(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    content[fread(content, 1, sizeof content - 1, file)] = 0;
    fclose(file);
    return content;
}

static bool
exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static void
a_file_appears_when_it_is_finished(void)
{
    char path[300], partial[400];
    wom_text_file *file = NULL;
    snprintf(path, sizeof path, "%s", test_path("out.csv"));
    snprintf(partial, sizeof partial, "%s.partial", path);
    wom_job *job = test_job(1);
    CHECK_OK(wom_text_file_create(&file, job, path));
    CHECK_OK(wom_text_file_print(file, "%s,%g\n", "x", 0.5));
    CHECK(!exists(path) && exists(partial));
    CHECK_OK(wom_text_file_finish(file));
    wom_text_file_free(file);
    CHECK(exists(path) && !exists(partial));
    CHECK_TEXT(read_back(path), "x,0.5\n");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_file_that_is_not_finished_harms_nothing(void)
{
    char path[300], partial[400];
    wom_text_file *file = NULL;
    snprintf(path, sizeof path, "%s", test_file("old", "old\n", 4));
    snprintf(partial, sizeof partial, "%s.partial", path);
    wom_job *job = test_job(1);
    CHECK_OK(wom_text_file_create(&file, job, path));
    CHECK_OK(wom_text_file_print(file, "new\n"));
    wom_text_file_free(file);
    CHECK(!exists(partial));
    CHECK_TEXT(read_back(path), "old\n");
    wom_job_free(job);
}

static void
what_a_link_leads_to_is_replaced(void)
{
    char target[300], name[300];
    struct stat about;
    wom_text_file *file = NULL;
    snprintf(target, sizeof target, "%s", test_file("target", "old\n", 4));
    snprintf(name, sizeof name, "%s", test_path("link"));
    if (symlink(target, name) != 0) exit(1);
    wom_job *job = test_job(1);
    CHECK_OK(wom_text_file_create(&file, job, name));
    CHECK_OK(wom_text_file_print(file, "new\n"));
    CHECK_OK(wom_text_file_finish(file));
    wom_text_file_free(file);
    CHECK(lstat(name, &about) == 0 && S_ISLNK(about.st_mode));
    CHECK_TEXT(read_back(target), "new\n");
    wom_job_free(job);
}

static void
fields_are_quoted_so_that_they_read_back(void)
{
    static const char *const fields[] = { "plain", "a,b",   "say \"hi\"",   " blanks ",    "",   "#hash",
                                          "/path", "100 %", "na\xc3\xafve", "tab\tinside", "a b" };
    static char shown[1000];
    char expected[1000] = "";
    wom_text_file *file = NULL;
    char path[300];
    snprintf(path, sizeof path, "%s", test_path("fields.csv"));
    wom_job *job = test_job(1);
    CHECK_OK(wom_text_file_create(&file, job, path));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        CHECK_OK(wom_text_file_csv(file, fields[i]));
        CHECK_OK(wom_text_file_print(file, ",%zu\n", i));
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "%s|%zu\n", fields[i], i);
    }
    CHECK_OK(wom_text_file_csv(file, "two\nlines"));
    CHECK_OK(wom_text_file_finish(file));
    wom_text_file_free(file);
    CHECK(strstr(read_back(path), "\"say \"\"hi\"\"\",2\n") != NULL);
    CHECK(strstr(content, "\nplain,0") == NULL && strncmp(content, "plain,0\n", 8) == 0);
    char *last = strstr(content, "\"two\nlines\"");
    CHECK(last != NULL);
    if (last != NULL) CHECK_OK(show_bytes(shown, sizeof shown, content, (size_t)(last - content), NULL));
    CHECK_TEXT(shown, expected);
    wom_job_free(job);
}

static void
numbers_do_not_depend_on_the_locale(void)
{
    char path[300];
    wom_text_file *file = NULL;
    const bool has_comma = setlocale(LC_NUMERIC, "de_DE.UTF-8") != NULL || setlocale(LC_NUMERIC, "fr_FR.UTF-8") != NULL;
    snprintf(path, sizeof path, "%s", test_path("locale.csv"));
    wom_job *job = test_job(1);
    CHECK_OK(wom_text_file_create(&file, job, path));
    CHECK_OK(wom_text_file_print(file, "%g", 0.5));
    CHECK_OK(wom_text_file_finish(file));
    wom_text_file_free(file);
    setlocale(LC_NUMERIC, "C");
    CHECK_TEXT(read_back(path), "0.5");
    wom_job_free(job);
    if (!has_comma) test_skip("no locale with a decimal comma is installed");
}

static void
a_full_disk_is_told(void)
{
    wom_text_file *file = NULL;
    if (!exists("/dev/full")) {
        test_skip("there is no /dev/full");
        return;
    }
    wom_job *job = test_job(1);
    CHECK_OK(wom_text_file_create(&file, job, "/dev/full"));
    CHECK_OK(wom_text_file_print(file, "x\n"));
    CHECK_FAILS(wom_text_file_finish(file), WOM_FAILED, "/dev/full: cannot be written: No space left");
    wom_text_file_free(file);
    CHECK_OK(wom_text_file_create(&file, job, "/dev/full"));
    wom_status status = WOM_OK;
    for (int i = 0; i < 100000 && status == WOM_OK; i++) status = wom_text_file_csv(file, "a, field");
    CHECK_FAILS(status, WOM_FAILED, "No space left");
    CHECK_FAILS(wom_text_file_finish(file), WOM_FAILED, "/dev/full");
    wom_text_file_free(file);
    struct stat about;
    CHECK(stat("/dev/full", &about) == 0 && S_ISCHR(about.st_mode));
    wom_job_free(job);
}

static void
places_that_cannot_be_written_are_refused(void)
{
    char path[300];
    wom_text_file *file = NULL;
    wom_job *job = test_job(1);
    snprintf(path, sizeof path, "%s/x.csv", test_path("no_folder"));
    CHECK_FAILS(wom_text_file_create(&file, job, path), WOM_INVALID, "cannot be created: No such file or directory");
    CHECK(file == NULL);
    CHECK_FAILS(wom_text_file_create(&file, job, "/tmp"), WOM_INVALID, "is a folder, must be a file");
    wom_text_file_free(NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_dash_is_standard_output(void)
{
    wom_text_file *file = NULL;
    const char *path = test_path("stdout");
    wom_job *job = test_job(1);
    fflush(stdout);
    const int before = dup(STDOUT_FILENO);
    FILE *target = fopen(path, "w");
    dup2(fileno(target), STDOUT_FILENO);
    const wom_status status = wom_text_file_create(&file, job, "-");
    if (status == WOM_OK) wom_text_file_print(file, "hello %d\n", 5);
    const wom_status finished = status == WOM_OK ? wom_text_file_finish(file) : status;
    wom_text_file_free(file);
    dup2(before, STDOUT_FILENO);
    close(before);
    fclose(target);
    CHECK_OK(finished);
    CHECK_TEXT(read_back(path), "hello 5\n");
    wom_job_free(job);
}

static wom_status
write_file(wom_job *job)
{
    wom_text_file *file;
    WOM_TRY(wom_text_file_create(&file, job, test_path("allocations")));
    const wom_status status = wom_text_file_finish(file);
    wom_text_file_free(file);
    return status;
}

static void
each_allocation_failing_is_told_and_leaks_nothing(void)
{
    test_each_allocation_failing(write_file);
}

TEST_MAIN(TEST(a_file_appears_when_it_is_finished), TEST(a_file_that_is_not_finished_harms_nothing),
          TEST(what_a_link_leads_to_is_replaced), TEST(fields_are_quoted_so_that_they_read_back),
          TEST(numbers_do_not_depend_on_the_locale), TEST(a_full_disk_is_told),
          TEST(places_that_cannot_be_written_are_refused), TEST(a_dash_is_standard_output),
          TEST(each_allocation_failing_is_told_and_leaks_nothing))
