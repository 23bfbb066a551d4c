/* A small file with a table, an array and a text, for tests to harm. */
#ifndef SMALL_STORE_H
#define SMALL_STORE_H

#include "test.h"

#include <wom/store.h>

#include <stdio.h>

static const double doubles[3] = { 1, 2, 3 };
static const char *const names[3] = { "a", "", "c" };
static const uint8_t bools[3] = { 1, 0, 1 };
static const wom_column small_columns[3] = {
    { "name", WOM_TYPE_STRING, names, NULL, "name" },
    { "x", WOM_TYPE_DOUBLE, doubles, "1", "x" },
    { "is_y", WOM_TYPE_BOOL, bools, "1", "y" },
};
static const wom_axis axis = { "round", 3, WOM_TYPE_INT64, NULL, "1" };

/* Paths of test_path are valid until the next call only. */
static inline void
copy_path(char path[300], const char *name, const char *ending)
{
    snprintf(path, 300, "%s%s", test_path(name), ending);
}

static inline wom_status
write_small(wom_job *job, const char *path)
{
    wom_store *store = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_store_create(&store, job, path, "test"));
    WOM_TRY_GOTO(wom_store_write_table(store, "/t", small_columns, 3, 3, "name"));
    WOM_TRY_GOTO(wom_store_write_array(store, "/c/a", WOM_TYPE_DOUBLE, doubles, &axis, 1, "1", "a"));
    WOM_TRY_GOTO(wom_store_write_text(store, "/text", "hello"));
    status = wom_store_finish(store, "complete");
done:
    wom_store_free(store);
    return status;
}

static inline wom_status
digest_of(char digest[WOM_DIGEST_LENGTH], wom_job *job, const char *path)
{
    wom_archive *archive = NULL;
    WOM_TRY(wom_archive_open(&archive, job, path, NULL));
    const wom_status status = wom_archive_digest(digest, archive);
    wom_archive_close(archive);
    return status;
}

#endif
