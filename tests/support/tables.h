/* Tables of text, written and read back in one line. */
#ifndef TABLES_H
#define TABLES_H

#include <wom/io.h>

/* Reads a whole table into `shown`: each row's fields between | and a newline behind it, header first in < >. Returns
 * the first failure. `options` may be NULL. */
wom_status show_table(char *shown, size_t size, const char *path, const wom_reader_options *options);

/* The same for the bytes of a file. */
wom_status show_bytes(char *shown, size_t size, const void *bytes, size_t length, const wom_reader_options *options);

#endif
