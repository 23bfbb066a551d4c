/* HDF5 files that are sound but not as expected: a base file, changed through HDF5 as the input says, and sealed. */
#ifndef FUZZ_EDIT_H
#define FUZZ_EDIT_H

#include "fuzz.h"

/* The base file's bytes, read from a path; kept to the end of the program. */
typedef struct fuzz_base {
    uint8_t *bytes;
    size_t size;
} fuzz_base;

fuzz_base fuzz_base_read(const char *path);

/* The path of the base with all edits: values set, arrays longer, shorter or of another type, attributes changed,
 * objects removed or linked. Where a byte says so, the seal is left out, or bytes are flipped behind its back. */
const char *fuzz_edited_file(const fuzz_base *base, fuzz_input *input);

/* All that HDF5 had open is closed. */
void fuzz_check_closed(void);

#endif
