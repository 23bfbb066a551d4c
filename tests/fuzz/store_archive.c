/* A small results-like file, edited as the input says: all in it is listed, read as its own type and as another,
 * followed and hashed; what cannot be read is refused. Its matrix is also read as interests. */
#include "edit.h"

#include "data/loading.h"

#include <wom/store.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static wom_status
write_all(wom_store *store)
{
    static const double real[] = { 1, 2.5, -3, 0.25, 4, 8 };
    static const uint32_t whole[] = { 7, 0, 4000000000 };
    static const uint8_t yes[] = { 1, 0, 1 };
    static const char *const text[] = { "anna", "", "\xc3\xa9mile" };
    static const float mapped[] = { 1, 2, 3, 4, 5 };
    const wom_column columns[] = {
        { "name", WOM_TYPE_STRING, text, NULL, "name" },
        { "x", WOM_TYPE_DOUBLE, real, "1", "x" },
        { "n", WOM_TYPE_UINT32, whole, "1", "n" },
        { "is_y", WOM_TYPE_BOOL, yes, "1", "y" },
    };
    const wom_axis axes[] = { { "row", 3, WOM_TYPE_STRING, text, NULL }, { "step", 2, WOM_TYPE_INT32, NULL, "days" } };
    WOM_TRY(wom_store_write_table(store, "/t", columns, 4, 3, "name"));
    WOM_TRY(wom_store_write_table(store, "/provenance/files", columns + 1, 2, 3, NULL));
    WOM_TRY(wom_store_write_array(store, "/c/a", WOM_TYPE_DOUBLE, real, axes, 2, "1", "a"));
    WOM_TRY(wom_store_write_text(store, "/effective_json", "{}"));
    WOM_TRY(wom_store_attribute_number(store, "/t", "number", 3));
    return wom_store_write_mapped(store, "/m", WOM_TYPE_FLOAT, mapped, 5, "1", "mapped");
}

static fuzz_base
make_base(void)
{
    char path[300];
    wom_store *store = NULL;
    wom_job *job = fuzz_job();
    snprintf(path, sizeof path, "%s/base.h5", fuzz_folder());
    PROMISE(wom_store_create_mapped(&store, job, path, "test") == WOM_OK);
    PROMISE(write_all(store) == WOM_OK);
    PROMISE(wom_store_finish(store, "complete") == WOM_OK);
    wom_store_free(store);
    fuzz_end(job);
    return fuzz_base_read(path);
}

/* ---- Reading ---- */

static void
read_values(wom_archive *archive, const char *path, wom_type type)
{
    void *values = NULL;
    const void *mapped = NULL;
    uint64_t lengths[4], num = 0;
    uint32_t num_axes = 0;
    const wom_status status = wom_archive_read(&values, archive, path, type, lengths, &num_axes);
    fuzz_check_status(status);
    PROMISE(status != WOM_OK || num_axes <= 4);
    wom_free(values);
    fuzz_check_status(wom_archive_read_column(&values, &num, archive, path, type));
    wom_free(values);
    if (wom_archive_map(&mapped, &num, archive, path, type) != WOM_OK || num == 0) return;
    PROMISE(wom_archive_is_mapped(archive, mapped) && num < 1 << 20);
    static const size_t sizes[] = { 1, 1, 4, 4, 8, 8, 4, 8 };
    const volatile uint8_t *bytes = mapped;
    (void)bytes[0], (void)bytes[num * sizes[type] - 1];
}

static void
read_attributes(wom_archive *archive, const char *path)
{
    static const char *const names[] = { "format", "units", "long_name", "_index", "number", "column-order" };
    char *text = NULL;
    double number;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fuzz_check_status(wom_archive_attribute_text(&text, archive, path, names[i]));
        wom_free(text);
        fuzz_check_status(wom_archive_attribute_number(&number, archive, path, names[i]));
    }
}

static void
read_object(wom_archive *archive, const char *path, wom_type other)
{
    char **texts = NULL, *text = NULL;
    uint64_t num;
    wom_type type;
    const wom_status status = wom_archive_type(&type, archive, path);
    fuzz_check_status(status);
    if (status == WOM_OK) read_values(archive, path, type);
    read_values(archive, path, other);
    fuzz_check_status(wom_archive_read_text(&text, archive, path));
    wom_free(text);
    fuzz_check_status(wom_archive_axes(&texts, &num, archive, path));
    wom_free(texts);
    fuzz_check_status(wom_archive_table_columns(&texts, &num, archive, path));
    wom_free(texts);
    read_attributes(archive, path);
}

static void
read_tree(wom_archive *archive, const char *group, wom_type other, int depth)
{
    char **names = NULL, path[1100];
    uint64_t num = 0;
    const wom_status status = wom_archive_list(&names, &num, archive, group);
    fuzz_check_status(status);
    for (uint64_t i = 0; status == WOM_OK && i < num; i++) {
        snprintf(path, sizeof path, "%s/%s", depth == 0 ? "" : group, names[i]);
        read_object(archive, path, other);
        if (depth < 3 && strlen(path) < 1000) read_tree(archive, path, other, depth + 1);
    }
    wom_free(names);
}

static void
read_interests(wom_job *job, const char *path, const char *name)
{
    char place[400];
    wom_matrix matrix = { 0 };
    snprintf(place, sizeof place, "%s:%s", path, name);
    const wom_status status = wom_load_data_set(&matrix, job, place);
    fuzz_check_status(status);
    for (uint64_t i = 0; status == WOM_OK && i < matrix.num_rows * matrix.num_columns; i++)
        PROMISE(isfinite(matrix.value[i]));
    wom_matrix_free(&matrix);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static fuzz_base base;
    char digest[WOM_DIGEST_LENGTH];
    if (base.bytes == NULL) base = make_base();
    fuzz_input input = { data, data + size };
    const wom_type other = (wom_type)(fuzz_byte(&input) % (WOM_TYPE_STRING + 1));
    const char *path = fuzz_edited_file(&base, &input);
    wom_archive *archive = NULL;
    wom_job *job = fuzz_job();
    const wom_status status = wom_archive_open(&archive, job, path, "test");
    fuzz_check_status(status);
    if (status == WOM_OK) {
        read_tree(archive, "/", other, 0);
        fuzz_check_status(wom_archive_digest(digest, archive));
        fuzz_check_status(wom_archive_verify(archive));
    }
    wom_archive_close(archive);
    read_interests(job, path, "/c/a");
    read_interests(job, path, "/m");
    fuzz_check_closed();
    fuzz_end(job);
    return 0;
}
