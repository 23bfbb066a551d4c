#include "test.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed, skipped;
static char folder[64];

void
test_failed(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("# %s:%d: ", file, line);
    vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
    failed = true;
}

void
test_skip(const char *reason)
{
    printf("# skipped: %s\n", reason);
    skipped = true;
}

static void
remove_folder(void)
{
    char command[128];
    if (folder[0] == 0) return;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0) printf("# could not remove %s\n", folder);
}

int
test_main(int argc, char **argv, const test_case *tests, size_t num_tests)
{
    int num_failed = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("1..%zu\n", num_tests);
    for (size_t i = 0; i < num_tests; i++) {
        bool wanted = argc < 2;
        for (int a = 1; a < argc; a++) wanted = wanted || strcmp(argv[a], tests[i].name) == 0;
        failed = skipped = false;
        if (wanted) tests[i].run();
        printf("%s %zu - %s%s\n", failed ? "not ok" : "ok", i + 1, tests[i].name,
               !wanted ? " # SKIP not selected" : skipped ? " # SKIP see reason above" : "");
        num_failed += failed;
    }
    return num_failed != 0;
}

wom_job *
test_job(uint32_t threads)
{
    wom_job *job = NULL;
    wom_job_options options = wom_job_defaults();
    options.threads = threads;
    if (wom_job_create(&job, &options) != WOM_OK) {
        printf("Bail out! no job: %s\n", wom_error_text());
        exit(1);
    }
    return job;
}

const char *
test_data(const char *name)
{
    static char path[4096];
    const char *root = getenv("WOM_DATA");
    snprintf(path, sizeof path, "%s/%s", root ? root : "../shared/data", name);
    if (access(path, R_OK) == 0) return path;
    test_skip("the shared real data is not beside this checkout");
    return NULL;
}

const char *
test_path(const char *name)
{
    static char path[256];
    if (folder[0] == 0) {
        snprintf(folder, sizeof folder, "/tmp/wom-test-XXXXXX");
        if (mkdtemp(folder) == NULL) {
            printf("Bail out! no temporary folder\n");
            exit(1);
        }
        atexit(remove_folder);
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

const char *
test_file(const char *name, const void *bytes, size_t length)
{
    const char *path = test_path(name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        printf("Bail out! cannot write %s\n", path);
        exit(1);
    }
    return path;
}

void
test_each_allocation_failing(wom_status (*body)(wom_job *job))
{
    for (uint64_t k = 1;; k++) {
        wom_job *job = test_job(1);
        wom_job_fail_allocation(job, k);
        const wom_status status = body(job);
        const bool reached = wom_job_num_allocations(job) >= k;
        const uint64_t held = wom_job_memory_used(job);
        wom_job_free(job);
        if (held != 0) test_failed(__FILE__, __LINE__, "allocation %llu failing leaks %llu bytes",
                                   (unsigned long long)k, (unsigned long long)held);
        if (!reached) {
            if (status != WOM_OK) test_failed(__FILE__, __LINE__, "without a failure: %s", wom_error_text());
            return;
        }
        if (status != WOM_NO_MEMORY) {
            test_failed(__FILE__, __LINE__, "allocation %llu failing gives %s", (unsigned long long)k,
                        wom_status_name(status));
            return;
        }
    }
}
