/* Whole lines of a reader, many at a time, for those who know a quick way through plain ones. The lines stay the
 * reader's: each block is either passed over as a whole or read row by row with wom_reader_next. */
#ifndef WOM_IO_BLOCKS_H
#define WOM_IO_BLOCKS_H

#include <wom/io.h>

#include "source.h"

/* Behind the lines of a block so many bytes can be read, whatever they are. */
#define WOM_BLOCK_SLACK 16

#define WOM_MOST_BLOCKS 16

/* Lines with their ends, and where they stand among all bytes. */
typedef struct wom_block {
    const char *start, *end;
    uint64_t first_byte, end_byte;
} wom_block;

typedef struct wom_blocks {
    uint32_t num;
    wom_block block[WOM_MOST_BLOCKS];
} wom_blocks;

/* A reader on an open source, as wom_reader_open_source, whose blocks have about block_size bytes; 0 for the usual
 * size. */
wom_status wom_reader_open_blocks(wom_reader **reader, wom_job *job, wom_source *source,
                                  const wom_reader_options *options, uint64_t block_size);

/* The whole lines at hand, more being got when there are none. None are left at the end, or where a line is longer than
 * all that is got at a time: the next row is then read by wom_reader_next. */
wom_status wom_reader_blocks(wom_blocks *blocks, wom_reader *reader);

uint64_t wom_block_num_lines(const wom_block *block);

/* How many lines are still to come if they are as long as those at hand, a little more than likely; only those at hand
 * where nothing is known of the length of the whole. */
uint64_t wom_reader_expected_lines(const wom_reader *reader);

/* How many bytes the reader has taken. Comments between two rows are taken with the second, so that a row may lead
 * beyond its block. */
uint64_t wom_reader_position(const wom_reader *reader);

/* Passes over a block at whose start the reader stands, all of whose lines are rows. */
void wom_reader_pass(wom_reader *reader, const wom_block *block, uint64_t num_lines);

/* While the blocks at hand are looked at, the bytes behind them can be got by another thread: after
 * wom_reader_prepare_ahead, which gets the memory, by one call of wom_reader_read_ahead, which does not touch the
 * blocks. What fails then is told when the bytes are needed. */
wom_status wom_reader_prepare_ahead(wom_reader *reader);
void wom_reader_read_ahead(wom_reader *reader);

#endif
