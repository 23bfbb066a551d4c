/* The header of a .npy file, understood without evaluating it. */
#ifndef WOM_IO_NPY_HEADER_H
#define WOM_IO_NPY_HEADER_H

#include "source.h"

typedef struct wom_npy_header {
    char kind;     /* f, i, u or b */
    uint32_t size; /* bytes an element: 1, 2, 4 or 8 */
    bool is_big_endian;
    bool is_fortran; /* the first index runs fastest */
    uint64_t num_rows, num_columns;
} wom_npy_header;

/* Takes the magic, the version and the header off the source, up to the first element. */
wom_status wom_npy_read_header(wom_npy_header *header, wom_job *job, wom_source *source);

/* Takes exactly `size` bytes off the source; `what` they are, for the message that they end early. */
wom_status wom_npy_take(wom_source *source, void *bytes, size_t size, const char *what);

#endif
