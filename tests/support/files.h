/* Small files of a test, several at a time. */
#ifndef FILES_H
#define FILES_H

#include "test.h"

#include <stdio.h>

/* A path that stays valid: those of test_path, test_file and test_data are good only until the next. */
typedef struct path {
    char text[1024];
} path;

static inline path
path_of(const char *name)
{
    path copy;
    snprintf(copy.text, sizeof copy.text, "%s", test_path(name));
    return copy;
}

/* The path of a real data file; false after test_skip when it is not there. */
static inline bool
path_of_data(path *found, const char *name)
{
    const char *at = test_data(name);
    if (at != NULL) snprintf(found->text, sizeof found->text, "%s", at);
    return at != NULL;
}

/* Appends a real data file to a stream; false after test_skip when it is not there. */
static inline bool
append_data(FILE *to, const char *name)
{
    path from;
    char bytes[65536];
    size_t length;
    if (!path_of_data(&from, name)) return false;
    FILE *stream = fopen(from.text, "rb");
    while (stream != NULL && (length = fread(bytes, 1, sizeof bytes, stream)) > 0) fwrite(bytes, 1, length, to);
    if (stream != NULL) fclose(stream);
    return stream != NULL;
}

static inline void
write_file(const char *name, const char *text)
{
    test_file(name, text, strlen(text));
}

#endif
