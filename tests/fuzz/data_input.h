/* An input that stands for the files of a data set: parts called "ties", "users", "contents", "user_interests",
 * "content_interests", "log", "since" and "until"; before the first part stand letters that choose options. */
#ifndef FUZZ_DATA_INPUT_H
#define FUZZ_DATA_INPUT_H

#include "parts.h"

#include <wom/data.h>

typedef struct fuzz_data_input {
    wom_data_files files; /* into what is below */
    char since[FUZZ_LINE], until[FUZZ_LINE];
    bool is_saved, is_written;
} fuzz_data_input;

void fuzz_data_input_read(fuzz_data_input *in, const uint8_t *data, size_t size);

#endif
