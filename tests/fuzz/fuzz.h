/* What the fuzz targets share: bytes as files and as decisions, and promises that stop the program when they are
 * broken. */
#ifndef FUZZ_H
#define FUZZ_H

#include <wom/base.h>

/* libFuzzer calls it with input after input, and the replay with what lies in the corpus. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PROMISE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) fuzz_broken(__FILE__, __LINE__, #condition);                                                 \
    } while (0)

/* Says which promise was broken, with the last error text, and aborts. */
void fuzz_broken(const char *file, int line, const char *promise) __attribute__((noreturn));

/* Small files in the folder, numbered: what a path names lasts until the number is written again. */
enum { FUZZ_FILES = 8 };
const char *fuzz_file_at(unsigned number, const void *data, size_t size);
const char *fuzz_file(const void *data, size_t size); /* number 0 */

/* Its descriptor. */
int fuzz_descriptor(unsigned number);

/* A folder of this program's own, removed at its end. */
const char *fuzz_folder(void);

/* A serial job that may hold 256 MiB; or one of several threads. */
wom_job *fuzz_job(void);
wom_job *fuzz_job_of(uint32_t threads);

/* Frees the job, in which nothing may be left. */
void fuzz_end(wom_job *job);

/* A failure has a status that fits bad input, and a text. */
void fuzz_check_status(wom_status status);

/* ---- Bytes as decisions: at the end all are 0 ---- */

typedef struct fuzz_input {
    const uint8_t *at, *end;
} fuzz_input;

static inline uint8_t
fuzz_byte(fuzz_input *input)
{
    return input->at < input->end ? *input->at++ : 0;
}

static inline uint64_t
fuzz_number(fuzz_input *input, unsigned num_bytes)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < num_bytes; i++) number |= (uint64_t)fuzz_byte(input) << (8 * i);
    return number;
}

/* A terminated text of at most 15 bytes: a length, then what it holds. */
static inline void
fuzz_text(char text[16], fuzz_input *input)
{
    const unsigned length = fuzz_byte(input) % 16;
    for (unsigned i = 0; i < length; i++) text[i] = (char)fuzz_byte(input);
    text[length] = 0;
}

#endif
