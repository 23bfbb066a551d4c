/* Writes a file with everything that the store can write, for other programs to read: write_sample PATH.
 * Or prints the digest of such a file: write_sample --digest PATH. */
#include "sample_table.h"

#include <stdio.h>
#include <string.h>

#define NUM_LARGE 20000

static wom_status
write_tables(wom_store *store)
{
    static double large[NUM_LARGE];
    static uint8_t large_bools[NUM_LARGE];
    static const char *large_names[NUM_LARGE];
    for (int i = 0; i < NUM_LARGE; i++) {
        large[i] = i / 2.0;
        large_bools[i] = i % 3 == 0;
        large_names[i] = names[i % 3];
    }
    const wom_column large_columns[] = {
        { "x", WOM_TYPE_DOUBLE, large, "1", "halves" },
        { "third", WOM_TYPE_BOOL, large_bools, "1", "divides by three" },
        { "name", WOM_TYPE_STRING, large_names, NULL, "name" },
    };
    WOM_TRY(wom_store_write_table(store, "/seeds", columns, NUM_COLUMNS, 3, "user"));
    WOM_TRY(wom_store_write_table(store, "/numbered", columns, NUM_COLUMNS, 3, NULL));
    WOM_TRY(wom_store_write_table(store, "/empty", columns, NUM_COLUMNS, 0, NULL));
    return wom_store_write_table(store, "/large", large_columns, 3, NUM_LARGE, NULL);
}

static wom_status
write_arrays(wom_store *store)
{
    static const char *const contents[2] = { "launch", "săle" };
    static const double rounds[3] = { 0, 0.5, 1 };
    int32_t active[2][3][4];
    for (int i = 0; i < 24; i++) ((int32_t *)active)[i] = i;
    const wom_axis axes[4] = {
        { "content", 2, WOM_TYPE_STRING, contents, NULL },
        { "round", 3, WOM_TYPE_DOUBLE, rounds, "1" },
        { "run", 4, WOM_TYPE_INT64, NULL, NULL },
        { "nothing", 0, WOM_TYPE_INT64, NULL, NULL },
    };
    WOM_TRY(wom_store_write_array(store, "/curves/active", WOM_TYPE_INT32, active, axes, 3, "1", "active users"));
    WOM_TRY(wom_store_write_array(store, "/curves/mean", WOM_TYPE_DOUBLE, rounds, axes + 1, 1, "EUR", "mean cost"));
    WOM_TRY(wom_store_write_array(store, "/curves/label", WOM_TYPE_STRING, names, axes + 1, 1, NULL, "label"));
    WOM_TRY(wom_store_write_array(store, "/curves/is_over", WOM_TYPE_BOOL, bools, axes + 1, 1, "1", "is over"));
    return wom_store_write_array(store, "/none/values", WOM_TYPE_DOUBLE, NULL, axes + 3, 1, "1", "no values");
}

static wom_status
write_rest(wom_store *store)
{
    WOM_TRY(wom_store_write_text(store, "/scenario_json", "{\"name\": \"läunch\"}"));
    WOM_TRY(wom_store_write_text(store, "/provenance/empty", ""));
    WOM_TRY(wom_store_attribute_text(store, "/provenance", "host", ""));
    WOM_TRY(wom_store_attribute_number(store, "/provenance", "seconds", 1.5));
    return wom_store_attribute_integer(store, "/", "seed", UINT64_MAX);
}

static wom_status
write_sample(wom_job *job, const char *path)
{
    wom_store *store = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_store_create(&store, job, path, "wom sample"));
    WOM_TRY_GOTO(write_tables(store));
    WOM_TRY_GOTO(write_arrays(store));
    WOM_TRY_GOTO(write_rest(store));
    status = wom_store_finish(store, "complete");
done:
    wom_store_free(store);
    return status;
}

static wom_status
print_digest(wom_job *job, const char *path)
{
    wom_archive *archive = NULL;
    char digest[WOM_DIGEST_LENGTH];
    WOM_TRY(wom_archive_open(&archive, job, path, NULL));
    const wom_status status = wom_archive_digest(digest, archive);
    wom_archive_close(archive);
    if (status == WOM_OK) printf("%s\n", digest);
    return status;
}

int
main(int argc, char **argv)
{
    wom_job *job = NULL;
    const wom_job_options options = wom_job_defaults();
    const bool wants_digest = argc == 3 && strcmp(argv[1], "--digest") == 0;
    wom_status status = wom_job_create(&job, &options);
    if (status == WOM_OK && wants_digest) status = print_digest(job, argv[2]);
    else if (status == WOM_OK && argc == 2) status = write_sample(job, argv[1]);
    else if (status == WOM_OK) status = wom_fail(WOM_INVALID, "usage: write_sample [--digest] PATH");
    if (status != WOM_OK) fprintf(stderr, "%s\n", wom_error_text());
    wom_job_free(job);
    return status == WOM_OK ? 0 : 1;
}
