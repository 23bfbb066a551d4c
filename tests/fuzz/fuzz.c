#include "fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int descriptor[FUZZ_FILES]; /* less 1: 0 is none yet */

void
fuzz_broken(const char *file, int line, const char *promise)
{
    fprintf(stderr, "%s:%d: broken promise: %s (last error: %s)\n", file, line, promise, wom_error_text());
    abort();
}

int
fuzz_descriptor(unsigned number)
{
    return descriptor[number] - 1;
}

static char folder[256];

static void
remove_folder(void)
{
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0) fprintf(stderr, "could not remove %s\n", folder);
}

const char *
fuzz_folder(void)
{
    if (folder[0] != 0) return folder;
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/wom-fuzz-XXXXXX", parent != NULL ? parent : "/tmp");
    PROMISE(mkdtemp(folder) != NULL);
    atexit(remove_folder);
    return folder;
}

const char *
fuzz_file_at(unsigned number, const void *data, size_t size)
{
    static char path[FUZZ_FILES][300];
    if (descriptor[number] == 0) {
        snprintf(path[number], sizeof path[number], "%s/%u", fuzz_folder(), number);
        descriptor[number] = open(path[number], O_RDWR | O_CREAT | O_CLOEXEC, 0600) + 1;
    }
    const int file = descriptor[number] - 1;
    PROMISE(file >= 0 && ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size);
    return path[number];
}

const char *
fuzz_file(const void *data, size_t size)
{
    return fuzz_file_at(0, data, size);
}

wom_job *
fuzz_job_of(uint32_t threads)
{
    wom_job *job = NULL;
    wom_job_options options = wom_job_defaults();
    options.threads = threads;
    options.memory_limit = UINT64_C(256) << 20;
    PROMISE(wom_job_create(&job, &options) == WOM_OK);
    return job;
}

wom_job *
fuzz_job(void)
{
    return fuzz_job_of(1);
}

void
fuzz_end(wom_job *job)
{
    PROMISE(wom_job_memory_used(job) == 0);
    wom_job_free(job);
}

void
fuzz_check_status(wom_status status)
{
    if (status == WOM_OK) return;
    PROMISE(status == WOM_INVALID || status == WOM_NO_MEMORY);
    PROMISE(wom_error_text()[0] != 0);
}
