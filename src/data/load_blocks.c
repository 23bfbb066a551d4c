/* Reads the rows of ties block by block, several blocks at a time. Plain blocks are read in parallel, straight into the
 * places of their rows; any other is left to the reader, row by row, once those before it are done. So the rows, their
 * codes and the first thing that is wrong are the same for any number of threads and any size of blocks. */
#include "data/loading.h"
#include "io/plain.h"

#include <string.h>

typedef enum piece_kind { OF_NUMBERS, OF_TEXTS, NOT_PLAIN } piece_kind;

/* A block and what has become of it. */
typedef struct piece {
    piece_kind kind;
    uint64_t num_lines, first_row;
    uint32_t largest;  /* whole number */
    uint64_t field;    /* the first of its fields, if it is of texts */
} piece;

typedef struct batch {
    wom_loading *loading;
    wom_reader *reader;
    const wom_ties_columns *columns;
    wom_plain_layout layout;
    wom_blocks blocks;
    piece pieces[WOM_MOST_BLOCKS];
    wom_text *fields; /* of the pieces of texts: two a line */
    uint64_t num_fields, fields_capacity;
} batch;

static inline double *
strengths_of(const batch *b, const piece *p)
{
    return b->columns->has_strength ? b->loading->strength + p->first_row : NULL;
}

/* ---- What each block asks for, in any thread ---- */

static void
count_lines(void *context, uint64_t block, uint32_t worker)
{
    batch *b = context;
    (void)worker;
    b->pieces[block].num_lines = wom_block_num_lines(&b->blocks.block[block]);
}

/* The first is no block of the batch but what comes behind it, which is got meanwhile. */
static void
read_numbers(void *context, uint64_t block, uint32_t worker)
{
    batch *b = context;
    (void)worker;
    if (block == 0) {
        wom_reader_read_ahead(b->reader);
        return;
    }
    piece *p = &b->pieces[block - 1];
    uint32_t *const from = b->loading->from + p->first_row, *const to = b->loading->to + p->first_row;
    p->largest = 0;
    const bool is_plain = wom_plain_read_numbers(from, to, strengths_of(b, p), &p->largest, &b->layout,
                                                 &b->blocks.block[block - 1]);
    p->kind = is_plain ? OF_NUMBERS : OF_TEXTS;
}

/* Ids that are known already get their codes; WOM_NO_NODE marks the others. */
static void
find_codes(const wom_ids *ids, const wom_text *field, uint32_t *from, uint32_t *to, uint64_t num)
{
    for (uint64_t i = 0; i < num; ++i) {
        if (!wom_ids_find_code(&from[i], ids, field[2 * i])) from[i] = WOM_NO_NODE;
        if (!wom_ids_find_code(&to[i], ids, field[2 * i + 1])) to[i] = WOM_NO_NODE;
    }
}

static void
read_texts(void *context, uint64_t block, uint32_t worker)
{
    batch *b = context;
    piece *p = &b->pieces[block];
    (void)worker;
    if (p->kind != OF_TEXTS) return;
    wom_text *const field = b->fields + p->field;
    if (wom_plain_read_texts(field, strengths_of(b, p), &b->layout, &b->blocks.block[block]))
        find_codes(&b->loading->names->users, field, b->loading->from + p->first_row, b->loading->to + p->first_row,
                   p->num_lines);
    else
        p->kind = NOT_PLAIN;
}

/* ---- A batch of blocks ---- */

/* Each line may be a row. */
static wom_status
place_rows(batch *b)
{
    wom_loading *loading = b->loading;
    uint64_t num = 0;
    for (uint32_t i = 0; i < b->blocks.num; ++i) {
        b->pieces[i].first_row = loading->num_rows + num;
        num += b->pieces[i].num_lines;
    }
    if (loading->num_rows + num > loading->capacity) num = num + wom_reader_expected_lines(b->reader);
    return wom_reserve_ties(loading, num, b->columns->has_strength, false);
}

static wom_status
place_fields(batch *b)
{
    b->num_fields = 0;
    for (uint32_t i = 0; i < b->blocks.num; ++i) {
        if (b->pieces[i].kind != OF_TEXTS) continue;
        b->pieces[i].field = b->num_fields;
        b->num_fields += 2 * b->pieces[i].num_lines;
    }
    return wom_reserve(&b->fields, &b->fields_capacity, b->loading->job, b->num_fields, sizeof *b->fields,
                       "fields of rows");
}

static wom_status
read_batch(batch *b)
{
    wom_job *job = b->loading->job;
    const uint32_t num = b->blocks.num;
    WOM_TRY(wom_parallel_for(job, num, count_lines, b, NULL));
    WOM_TRY(place_rows(b));
    if (wom_job_threads(job) > 1) WOM_TRY(wom_reader_prepare_ahead(b->reader));
    WOM_TRY(wom_parallel_for(job, num + 1, read_numbers, b, NULL));
    WOM_TRY(place_fields(b));
    return b->num_fields > 0 ? wom_parallel_for(job, num, read_texts, b, NULL) : WOM_OK;
}

/* ---- In the order of the file ---- */

/* Codes for ids that were met for the first time. */
static wom_status
add_codes(batch *b, const piece *p, uint64_t first_row)
{
    wom_loading *loading = b->loading;
    wom_ids *ids = &loading->names->users;
    for (uint64_t i = 0; i < p->num_lines; ++i) {
        const wom_text *field = b->fields + p->field + 2 * i;
        uint32_t *const end[] = { &loading->from[first_row + i], &loading->to[first_row + i] };
        for (int e = 0; e < 2; ++e) {
            if (*end[e] == WOM_NO_NODE)
                WOM_TRY(wom_fail_in(wom_ids_add_code(end[e], ids, field[e]), "%s", loading->files->ties));
            if (*end[e] < WOM_SMALL_ID && *end[e] >= loading->code_range) loading->code_range = (uint64_t)*end[e] + 1;
        }
    }
    return WOM_OK;
}

/* Rows that were skipped leave a gap before those that follow. */
static void
close_gap(wom_loading *loading, const piece *p)
{
    const uint64_t to = loading->num_rows, from = p->first_row, num = p->num_lines;
    if (to == from) return;
    memmove(loading->from + to, loading->from + from, num * sizeof *loading->from);
    memmove(loading->to + to, loading->to + from, num * sizeof *loading->to);
    if (loading->strength != NULL)
        memmove(loading->strength + to, loading->strength + from, num * sizeof *loading->strength);
}

/* A block into which a row before it has led is no longer whole. */
static wom_status
take_piece(batch *b, const piece *p, const wom_block *block)
{
    wom_loading *loading = b->loading;
    bool has_row = true;
    if (p->kind != NOT_PLAIN && wom_reader_position(b->reader) == block->first_byte) {
        close_gap(loading, p);
        if (p->kind == OF_TEXTS) WOM_TRY(add_codes(b, p, loading->num_rows));
        else if (p->largest >= loading->code_range) loading->code_range = (uint64_t)p->largest + 1;
        loading->num_rows += p->num_lines;
        wom_reader_pass(b->reader, block, p->num_lines);
        return WOM_OK;
    }
    while (has_row && wom_reader_position(b->reader) < block->end_byte)
        WOM_TRY(wom_load_ties_row(loading, b->reader, b->columns, &has_row));
    return WOM_OK;
}

/* The first row may begin with a byte order mark, the last may have no line end, and a line may be longer than all that
 * is got at a time: these are the reader's. */
static wom_status
read_all(batch *b)
{
    for (bool has_row = true; has_row;) {
        WOM_TRY(wom_load_ties_row(b->loading, b->reader, b->columns, &has_row));
        if (!has_row) return WOM_OK;
        do {
            WOM_TRY(wom_reader_blocks(&b->blocks, b->reader));
            if (b->blocks.num > 0) WOM_TRY(read_batch(b));
            for (uint32_t i = 0; i < b->blocks.num; ++i)
                WOM_TRY(take_piece(b, &b->pieces[i], &b->blocks.block[i]));
        } while (b->blocks.num > 0);
    }
    return WOM_OK;
}

wom_status
wom_load_ties_blocks(wom_loading *loading, wom_reader *reader, const wom_ties_columns *columns)
{
    bool has_row = true;
    batch b = { .loading = loading, .reader = reader, .columns = columns };
    const uint32_t number = columns->has_strength ? columns->strength : WOM_NO_COLUMN;
    if (!columns->has_layer && wom_plain_layout_of(&b.layout, reader, columns->from, columns->to, number)) {
        const wom_status status = read_all(&b);
        wom_free(b.fields);
        return status;
    }
    while (has_row) WOM_TRY(wom_load_ties_row(loading, reader, columns, &has_row));
    return WOM_OK;
}
