/* Rows as most large files have them: no quotes, no comments, nothing that would need a word. What is not plain is not
 * refused but left to a wom_reader, which reads plain rows alike. */
#ifndef WOM_IO_PLAIN_H
#define WOM_IO_PLAIN_H

#include "blocks.h"

#include <locale.h>

#define WOM_NO_COLUMN UINT32_MAX

/* Whole numbers below this, written without leading zeros, are read as numbers. */
#define WOM_PLAIN_LIMIT (UINT32_C(1) << 31)

/* What is wanted of each row: two different columns and perhaps a third, of numbers from 0 to FLT_MAX. */
typedef struct wom_plain_layout {
    uint32_t num_columns;
    uint32_t from, to, number; /* WOM_NO_COLUMN: no third */
    char delimiter;            /* tab , ; | or ' ' */
    uint8_t stops[256];        /* bytes that no field holds */
    locale_t c_locale;         /* borrowed from the reader */
} wom_plain_layout;

/* For the rows of a reader; false where its delimiter is none of those. */
bool wom_plain_layout_of(wom_plain_layout *layout, const wom_reader *reader, uint32_t from, uint32_t to,
                         uint32_t number);

/* The rows of a block where both columns are whole numbers below WOM_PLAIN_LIMIT; one row a line. `number` may be NULL
 * without a third column. False when anything is not plain; what was stored then means nothing. *largest becomes the
 * largest of the whole numbers if that is larger. Safe in any thread. */
bool wom_plain_read_numbers(uint32_t *from, uint32_t *to, double *number, uint32_t *largest,
                            const wom_plain_layout *layout, const wom_block *block);

/* The same for fields of any plain text, not empty: fields[2 * line] and the next, which stay in the block. */
bool wom_plain_read_texts(wom_text *fields, double *number, const wom_plain_layout *layout, const wom_block *block);

#endif
