/* The inside of a source that readers share: its name for messages, and a look ahead. */
#ifndef WOM_IO_SOURCE_H
#define WOM_IO_SOURCE_H

#include <wom/io.h>

#define WOM_SOURCE_PEEK 512

/* The path, or "standard input"; borrowed. */
const char *wom_source_name(const wom_source *source);

/* The next decompressed bytes, at most WOM_SOURCE_PEEK, without taking them; fewer only at the end. */
wom_status wom_source_peek(wom_source *source, void *bytes, size_t size, size_t *got);

/* Whether the first character, a byte order mark and blanks aside, opens a JSON object (or an array, which label lists
 * refuse with its place). */
wom_status wom_source_begins_json(bool *is_json, wom_source *source);

/* All that is left, terminated by a 0 that is not counted; refused beyond `limit` bytes. */
wom_status wom_source_read_rest(char **text, size_t *length, wom_source *source, size_t limit);

/* The decompressed bytes still to come, where the file tells without being read (plain files), else UINT64_MAX. The
 * second guesses for packed files too, as if they went on as they began. */
uint64_t wom_source_bytes_left(const wom_source *source);
uint64_t wom_source_expected_bytes(const wom_source *source);

/* What becomes of a row that could not be read: WOM_OK where it is passed over. */
static inline wom_status
wom_pass(const wom_passing *passing, wom_status status)
{
    return status != WOM_INVALID || passing == NULL ? status : passing->pass(passing->context, status);
}

/* The mark of an open file. */
wom_file_mark wom_file_mark_of_open(int file);

/* A reader on an open source, which it closes; also when it fails. */
wom_status wom_reader_open_source(wom_reader **reader, wom_job *job, wom_source *source,
                                  const wom_reader_options *options);

#endif
