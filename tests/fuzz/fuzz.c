#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

const char *
fuzz_file(const uint8_t *data, size_t size)
{
    static char path[64];
    static int file = -1;
    if (file < 0) file = memfd_create("fuzz", MFD_CLOEXEC);
    PROMISE(file >= 0 && ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return path;
}

wom_job *
fuzz_job(void)
{
    wom_job *job = NULL;
    wom_job_options options = wom_job_defaults();
    options.threads = 1;
    options.memory_limit = UINT64_C(256) << 20;
    PROMISE(wom_job_create(&job, &options) == WOM_OK);
    return job;
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
