/* An input that stands for several texts: a line "@name" begins each, what stands before the first is called "". */
#ifndef FUZZ_PARTS_H
#define FUZZ_PARTS_H

#include "fuzz.h"

#include <string.h>

typedef struct fuzz_part {
    wom_text name, text;
} fuzz_part;

/* Takes the next part from the front of `rest`; false at the end. */
static inline bool
fuzz_next_part(fuzz_part *part, wom_text *rest)
{
    const char *const end = rest->start + rest->length;
    const char *at = rest->start;
    if (rest->length == 0) return false;
    part->name = (wom_text){ at, 0 };
    if (*at == '@') {
        const char *line = memchr(at, '\n', rest->length);
        part->name = (wom_text){ at + 1, (size_t)((line != NULL ? line : end) - at - 1) };
        at = line != NULL ? line + 1 : end;
    }
    const char *next = at;
    while (next < end && !(*next == '@' && (next == at || next[-1] == '\n'))) next++;
    part->text = (wom_text){ at, (size_t)(next - at) };
    *rest = (wom_text){ next, (size_t)(end - next) };
    return true;
}

static inline bool
fuzz_part_is(const fuzz_part *part, const char *name)
{
    return part->name.length == strlen(name) && memcmp(part->name.start, name, part->name.length) == 0;
}

/* The first line, terminated, or what fits of it. */
enum { FUZZ_LINE = 256 };
static inline void
fuzz_line(char line[FUZZ_LINE], const fuzz_part *part)
{
    size_t length = 0;
    for (; length < part->text.length && length < FUZZ_LINE - 1; length++) {
        if (part->text.start[length] == '\n') break;
        line[length] = part->text.start[length];
    }
    line[length] = 0;
}

#endif
