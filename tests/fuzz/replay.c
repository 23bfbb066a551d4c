/* Runs a fuzz target on every file of a corpus folder, without libFuzzer: what was found once stays found. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20 };

static int
is_plain(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void
run(const char *folder, const char *name)
{
    char path[4096];
    uint8_t *bytes = malloc(MOST_BYTES);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    PROMISE(bytes != NULL && file != NULL);
    const size_t length = fread(bytes, 1, MOST_BYTES, file);
    fclose(file);
    /* in a block of its own size, so that checkers see reads beyond its end */
    uint8_t *exact = malloc(length + (length == 0));
    PROMISE(exact != NULL && length < MOST_BYTES);
    memcpy(exact, bytes, length);
    free(bytes);
    LLVMFuzzerTestOneInput(exact, length);
    free(exact);
}

/* TAP: a file that breaks a promise ends the program, and its name stands last. */
int
main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    const int num = argc == 2 ? scandir(argv[1], &entries, is_plain, alphasort) : -1;
    if (num < 0) {
        printf("Bail out! no corpus folder\n");
        return 1;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("1..%d\n", num);
    for (int i = 0; i < num; i++) {
        printf("# %s\n", entries[i]->d_name);
        run(argv[1], entries[i]->d_name);
        printf("ok %d - %s\n", i + 1, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return 0;
}
