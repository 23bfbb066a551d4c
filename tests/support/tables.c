#include "tables.h"

#include "test.h"

#include <stdio.h>

typedef struct text_page {
    char *text;
    size_t size, used;
} text_page;

static void
put(text_page *page, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length && page->used + 1 < page->size; i++) page->text[page->used++] = bytes[i];
    page->text[page->used] = 0;
}

static wom_status
show_rows(text_page *page, wom_reader *reader)
{
    bool has_row = true;
    const uint32_t num_columns = wom_reader_num_columns(reader);
    for (uint32_t i = 0; wom_reader_has_header(reader) && i < num_columns; i++) {
        const char *name = wom_reader_column_name(reader, i);
        put(page, i == 0 ? "<" : "|", 1);
        put(page, name, strlen(name));
        if (i + 1 == num_columns) put(page, ">\n", 2);
    }
    for (;;) {
        WOM_TRY(wom_reader_next(reader, &has_row));
        if (!has_row) return WOM_OK;
        for (uint32_t i = 0; i < num_columns; i++) {
            const wom_text field = wom_reader_field(reader, i);
            if (i > 0) put(page, "|", 1);
            put(page, field.start, field.length);
        }
        put(page, "\n", 1);
    }
}

wom_status
show_table(char *shown, size_t size, const char *path, const wom_reader_options *options)
{
    wom_reader *reader = NULL;
    text_page page = { shown, size, 0 };
    wom_job *job = test_job(1);
    put(&page, "", 0);
    wom_status status = wom_reader_open(&reader, job, path, options);
    if (status == WOM_OK) status = show_rows(&page, reader);
    wom_reader_close(reader);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
    return status;
}

wom_status
show_bytes(char *shown, size_t size, const void *bytes, size_t length, const wom_reader_options *options)
{
    return show_table(shown, size, test_file("table", bytes, length), options);
}
