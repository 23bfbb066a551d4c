/* Any bytes, packed or not, as a table: the first byte of the input chooses options, the rest is the file. */
#include "fuzz.h"

#include <wom/io.h>

#include "io/text.h"

#include <math.h>
#include <string.h>

static const uint64_t enough_bytes = UINT64_C(8) << 20; /* a small packed file can hold a very large one */

static void
check_row(const wom_reader *reader)
{
    for (uint32_t i = 0; i < wom_reader_num_columns(reader); i++) {
        double number;
        const wom_text field = wom_reader_field(reader, i);
        PROMISE(wom_text_is_utf8(field) && memchr(field.start, 0, field.length) == NULL);
        const wom_status status = wom_reader_number(&number, reader, i, -1e9, 1e9);
        PROMISE(status != WOM_OK || (isfinite(number) && fabs(number) <= 1e9));
        fuzz_check_status(status);
    }
}

static void
check_columns(const wom_reader *reader)
{
    uint32_t column;
    fuzz_check_status(wom_reader_column(&column, reader, "no such column"));
    for (uint32_t i = 0; i < wom_reader_num_columns(reader); i++) {
        const char *name = wom_reader_column_name(reader, i);
        PROMISE((name != NULL) == wom_reader_has_header(reader));
        if (name != NULL && wom_reader_column(&column, reader, name) == WOM_OK) PROMISE(column == i);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const wanted[] = { "from", "1", NULL };
    static const char delimiters[] = { 0, 0, ',', '\t', ' ', ';', 'a', '|' };
    if (size == 0) return 0;
    wom_reader *reader = NULL;
    wom_job *job = fuzz_job();
    wom_reader_options options = wom_reader_defaults();
    options.delimiter = delimiters[data[0] & 7];
    options.header = (data[0] >> 3 & 3) % 3 - 1;
    options.size_line = (data[0] & 32) != 0;
    options.wanted = (data[0] & 64) != 0 ? wanted : NULL;
    options.max_line = (data[0] & 128) != 0 ? 64 : 0;
    wom_status status = wom_reader_open(&reader, job, fuzz_file(data + 1, size - 1), &options);
    fuzz_check_status(status);
    if (status == WOM_OK && wom_reader_num_columns(reader) < 1000) check_columns(reader);
    bool has_row = true;
    while (status == WOM_OK && has_row && wom_reader_counts_of(reader).bytes < enough_bytes) {
        status = wom_reader_next(reader, &has_row);
        fuzz_check_status(status);
        if (status == WOM_OK && has_row) check_row(reader);
    }
    wom_reader_close(reader);
    fuzz_end(job);
    return 0;
}
