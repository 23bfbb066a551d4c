/* What the fuzz targets share: bytes as a file, and promises that stop the program when they are broken. */
#ifndef FUZZ_H
#define FUZZ_H

#include <wom/base.h>

#include <stdlib.h>

/* libFuzzer calls it with input after input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PROMISE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) abort();                                                                                     \
    } while (0)

/* A file in memory with these bytes, whose path is valid until the next call. */
const char *fuzz_file(const uint8_t *data, size_t size);

/* A serial job that may hold 256 MiB. */
wom_job *fuzz_job(void);

/* Frees the job, in which nothing may be left. */
void fuzz_end(wom_job *job);

/* A failure has a status that fits bad input, and a text. */
void fuzz_check_status(wom_status status);

#endif
