/* Gets a reader's bytes, many at a time and perhaps ahead, and divides them into blocks of whole lines. */
#include "reader.h"

#include <stdio.h>
#include <string.h>

/* Reads until `size` bytes are there or the source ends. */
static wom_status
read_fully(wom_reader *reader, char *bytes, uint64_t size, uint64_t *got)
{
    size_t more = 1;
    *got = 0;
    while (*got < size && more > 0) {
        WOM_TRY(wom_job_check(reader->job));
        WOM_TRY(wom_source_read(reader->source, bytes + *got, size - *got, &more));
        *got += more;
    }
    return WOM_OK;
}

/* What failed behind bytes that were got is told when more is asked for. */
static void
note_status(wom_read_ahead *ahead, wom_status status)
{
    ahead->status = status;
    ahead->start = ahead->end = 0;
    ahead->is_there = status != WOM_OK;
    if (status != WOM_OK) snprintf(ahead->message, sizeof ahead->message, "%s", wom_error_text());
}

/* What follows was got ahead, behind a copy of the line that the reader has begun. */
static wom_status
take_ahead(wom_reader *reader)
{
    wom_read_ahead *ahead = &reader->ahead;
    char *const buffer = reader->buffer;
    const uint64_t capacity = reader->capacity, got = ahead->end - ahead->start;
    if (got == 0 && ahead->status != WOM_OK) return wom_fail(ahead->status, "%s", ahead->message);
    reader->buffer = ahead->buffer;
    reader->capacity = ahead->capacity;
    ahead->buffer = buffer;
    ahead->capacity = capacity;
    reader->searched -= reader->first;
    reader->first = reader->noted = 0;
    reader->end = ahead->end;
    reader->counts.bytes += got;
    reader->ended = got == 0;
    ahead->start = ahead->end = 0;
    ahead->is_there = ahead->status != WOM_OK;
    return WOM_OK;
}

wom_status
wom_reader_fill(wom_reader *reader, uint64_t size)
{
    const uint64_t from = reader->keeping ? 0 : reader->first;
    uint64_t got = 0;
    if (reader->ahead.is_there) return take_ahead(reader);
    if (from > 0) {
        memmove(reader->buffer, reader->buffer + from, reader->end - from);
        reader->first -= from;
        reader->searched -= from;
        reader->end -= from;
        reader->noted = 0;
    }
    if (reader->end + size + WOM_BLOCK_SLACK > reader->capacity)
        WOM_TRY(wom_reserve(&reader->buffer, &reader->capacity, reader->job, reader->end + size + WOM_BLOCK_SLACK, 1,
                            "a reader's buffer"));
    const wom_status status = read_fully(reader, reader->buffer + reader->end, size, &got);
    if (got == 0) WOM_TRY(status);
    note_status(&reader->ahead, status);
    reader->end += got;
    reader->counts.bytes += got;
    reader->ended = got == 0;
    return WOM_OK;
}

/* ---- Ahead ---- */

/* As much as all before, so that small files need little memory, up to as many blocks as there may be. */
static uint64_t
batch_size(const wom_reader *reader)
{
    const uint64_t most = WOM_MOST_BLOCKS * reader->block_size, before = reader->counts.bytes;
    return before < reader->fill_size ? reader->fill_size : before < most ? before : most;
}

static uint64_t
end_of_lines(const wom_reader *reader)
{
    const char *const start = reader->buffer + reader->first;
    const char *const end = memrchr(start, '\n', reader->end - reader->first);
    return end != NULL ? (uint64_t)(end + 1 - reader->buffer) : reader->first;
}

wom_status
wom_reader_prepare_ahead(wom_reader *reader)
{
    wom_read_ahead *ahead = &reader->ahead;
    if (ahead->is_there || reader->ended) return WOM_OK;
    const uint64_t end = end_of_lines(reader), rest = reader->end - end;
    const uint64_t needed = rest + batch_size(reader) + WOM_BLOCK_SLACK;
    if (ahead->capacity < needed) {
        wom_free(ahead->buffer);
        ahead->buffer = NULL;
        ahead->capacity = 0;
        WOM_TRY(wom_allocate(&ahead->buffer, reader->job, needed, 1, "a reader's buffer"));
        ahead->capacity = needed;
    }
    memcpy(ahead->buffer, reader->buffer + end, rest);
    ahead->start = ahead->end = rest;
    ahead->is_there = true;
    ahead->status = WOM_OK;
    return WOM_OK;
}

void
wom_reader_read_ahead(wom_reader *reader)
{
    wom_read_ahead *ahead = &reader->ahead;
    uint64_t got = 0;
    if (!ahead->is_there || ahead->status != WOM_OK) return;
    const uint64_t room = ahead->capacity - ahead->start - WOM_BLOCK_SLACK, size = batch_size(reader);
    const uint64_t start = ahead->start;
    note_status(ahead, read_fully(reader, ahead->buffer + start, size < room ? size : room, &got));
    ahead->start = start;
    ahead->end = start + got;
    ahead->is_there = true;
}

/* ---- Blocks ---- */

wom_status
wom_reader_blocks(wom_blocks *blocks, wom_reader *reader)
{
    blocks->num = 0;
    if (end_of_lines(reader) == reader->first) {
        if (reader->ended) return WOM_OK;
        WOM_TRY(wom_reader_fill(reader, batch_size(reader)));
    }
    const char *start = reader->buffer + reader->first, *const end = reader->buffer + end_of_lines(reader);
    uint64_t first_byte = wom_reader_position(reader);
    while (start < end) {
        const bool is_last = blocks->num + 1 == WOM_MOST_BLOCKS || (uint64_t)(end - start) <= reader->block_size;
        const char *next = end;
        if (!is_last) {
            const char *const from = start + reader->block_size - 1;
            next = (const char *)memchr(from, '\n', (size_t)(end - from)) + 1;
        }
        const uint64_t end_byte = first_byte + (uint64_t)(next - start);
        blocks->block[blocks->num++] = (wom_block){ start, next, first_byte, end_byte };
        first_byte = end_byte;
        start = next;
    }
    return WOM_OK;
}

/* In strides short enough for sums of single bytes, which compilers turn into wide instructions. */
uint64_t
wom_block_num_lines(const wom_block *block)
{
    enum { STRIDE = 192 };
    const char *p = block->start;
    uint64_t num_lines = 0;
    for (; block->end - p >= STRIDE; p += STRIDE) {
        uint8_t num = 0;
        for (int i = 0; i < STRIDE; i++) num = (uint8_t)(num + (p[i] == '\n'));
        num_lines += num;
    }
    for (; p < block->end; p++) num_lines += *p == '\n';
    return num_lines;
}

uint64_t
wom_reader_expected_lines(const wom_reader *reader)
{
    const uint64_t at_hand = reader->end - reader->first, left = wom_source_expected_bytes(reader->source);
    const wom_block held = { .start = reader->buffer + reader->first, .end = reader->buffer + reader->end };
    const uint64_t num_lines = wom_block_num_lines(&held) + 1;
    if (left == UINT64_MAX || left == 0 || at_hand == 0) return num_lines;
    const double more = (double)num_lines / (double)at_hand * (double)left;
    return num_lines + (uint64_t)(more * (1 + 1.0 / 64)) + 1024;
}

void
wom_reader_pass(wom_reader *reader, const wom_block *block, uint64_t num_lines)
{
    reader->first = reader->searched = (uint64_t)(block->end - reader->buffer);
    reader->counts.lines += num_lines;
    reader->counts.rows += num_lines;
}

uint64_t
wom_reader_position(const wom_reader *reader)
{
    return reader->counts.bytes - (reader->end - reader->first);
}
