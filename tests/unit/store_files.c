/* What is written is read back, of every type and shape; what is wrong is refused. */
#include "sample_table.h"
#include "test.h"

#include <stdio.h>

static wom_store *
start(wom_job *job, const char *path)
{
    wom_store *store = NULL;
    CHECK_OK(wom_store_create(&store, job, path, "wom results"));
    return store;
}

static wom_archive *
finish_and_open(wom_store *store, wom_job *job, const char *path)
{
    wom_archive *archive = NULL;
    CHECK_OK(wom_store_finish(store, "complete"));
    wom_store_free(store);
    CHECK_OK(wom_archive_open(&archive, job, path, "wom results"));
    return archive;
}

static void
end(wom_archive *archive, wom_job *job)
{
    wom_archive_close(archive);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
check_column(wom_archive *archive, const wom_column *column)
{
    static const size_t value_sizes[] = { 1, 1, 4, 4, 8, 8, 4, 8, sizeof(char *) }; /* by type */
    char path[64];
    wom_type type;
    void *values = NULL;
    uint64_t num_rows = 0;
    snprintf(path, sizeof path, "/seeds/%s", column->name);
    CHECK_OK(wom_archive_type(&type, archive, path));
    CHECK_EQUAL(type, column->type);
    CHECK_OK(wom_archive_read_column(&values, &num_rows, archive, path, type));
    CHECK_EQUAL(num_rows, 3);
    if (type != WOM_TYPE_STRING) CHECK(memcmp(values, column->data, 3 * value_sizes[type]) == 0);
    for (int i = 0; i < 3 && type == WOM_TYPE_STRING; i++) CHECK_TEXT(((char **)values)[i], names[i]);
    wom_free(values);
}

static void
a_table_of_every_type_comes_back(void)
{
    wom_job *job = test_job(1);
    char **found = NULL, *units = NULL;
    uint64_t num_found = 0;
    const char *path = test_path("types.h5");
    wom_store *store = start(job, path);
    CHECK_OK(wom_store_write_table(store, "/seeds", columns, NUM_COLUMNS, 3, "user"));
    wom_archive *archive = finish_and_open(store, job, path);
    for (size_t i = 0; i < NUM_COLUMNS; i++) check_column(archive, &columns[i]);
    CHECK_OK(wom_archive_table_columns(&found, &num_found, archive, "/seeds"));
    CHECK_EQUAL(num_found, NUM_COLUMNS);
    for (size_t i = 0; i < NUM_COLUMNS; i++) CHECK_TEXT(found[i], columns[i].name);
    CHECK_OK(wom_archive_attribute_text(&units, archive, "/seeds/cost", "units"));
    CHECK_TEXT(units, "EUR");
    wom_free(units);
    wom_free(found);
    end(archive, job);
}

static void
a_table_without_labels_is_numbered(void)
{
    wom_job *job = test_job(1);
    int64_t *rows = NULL;
    char **found = NULL;
    uint64_t num_rows = 0;
    const char *path = test_path("numbered.h5");
    wom_store *store = start(job, path);
    CHECK_OK(wom_store_write_table(store, "/a/deep/table", columns, 2, 3, NULL));
    wom_archive *archive = finish_and_open(store, job, path);
    CHECK_OK(wom_archive_read_column(&rows, &num_rows, archive, "/a/deep/table/_index", WOM_TYPE_INT64));
    CHECK(num_rows == 3 && rows[0] == 0 && rows[2] == 2);
    CHECK_OK(wom_archive_table_columns(&found, &num_rows, archive, "/a/deep/table"));
    CHECK_EQUAL(num_rows, 2);
    wom_free(found);
    wom_free(rows);
    end(archive, job);
}

static void
a_table_without_rows_comes_back(void)
{
    wom_job *job = test_job(1);
    void *values = NULL;
    char **found = NULL;
    uint64_t num_rows = 9, num_found = 0;
    const char *path = test_path("empty.h5");
    wom_store *store = start(job, path);
    CHECK_OK(wom_store_write_table(store, "/seeds", columns, NUM_COLUMNS, 0, "user"));
    CHECK_OK(wom_store_write_table(store, "/alone", columns, 1, 0, "user"));
    wom_archive *archive = finish_and_open(store, job, path);
    for (size_t i = 0; i < NUM_COLUMNS; i++) {
        char name[64];
        snprintf(name, sizeof name, "/seeds/%s", columns[i].name);
        CHECK_OK(wom_archive_read_column(&values, &num_rows, archive, name, columns[i].type));
        CHECK_EQUAL(num_rows, 0);
        wom_free(values);
    }
    CHECK_OK(wom_archive_table_columns(&found, &num_found, archive, "/alone"));
    CHECK_EQUAL(num_found, 1);
    wom_free(found);
    end(archive, job);
}

static void
an_array_of_three_axes_comes_back_with_its_scales(void)
{
    static const char *const contents[2] = { "launch", "sale" };
    static const double rounds[3] = { 0, 0.5, 1 };
    int32_t values[2][3][4], *found = NULL, *runs = NULL;
    uint64_t lengths[4], num_rows;
    uint32_t num_axes = 0;
    char **labels = NULL, **scales = NULL;
    for (int i = 0; i < 24; i++) ((int32_t *)values)[i] = i * i;
    const wom_axis axes[3] = { { "content", 2, WOM_TYPE_STRING, contents, NULL },
                               { "round", 3, WOM_TYPE_DOUBLE, rounds, "d" },
                               { "run", 4, WOM_TYPE_INT64, NULL, NULL } };
    wom_job *job = test_job(1);
    const char *path = test_path("array.h5");
    wom_store *store = start(job, path);
    CHECK_OK(wom_store_write_array(store, "/curves/active", WOM_TYPE_INT32, values, axes, 3, "1", "active users"));
    CHECK_OK(wom_store_write_array(store, "/curves/mean", WOM_TYPE_DOUBLE, rounds, axes + 1, 1, "1", "mean"));
    wom_archive *archive = finish_and_open(store, job, path);
    CHECK_OK(wom_archive_read(&found, archive, "/curves/active", WOM_TYPE_INT32, lengths, &num_axes));
    CHECK(num_axes == 3 && lengths[0] == 2 && lengths[1] == 3 && lengths[2] == 4);
    CHECK(memcmp(found, values, sizeof values) == 0);
    CHECK_OK(wom_archive_read_column(&labels, &num_rows, archive, "/curves/content", WOM_TYPE_STRING));
    CHECK_TEXT(labels[1], "sale");
    CHECK_OK(wom_archive_read_column(&runs, &num_rows, archive, "/curves/run", WOM_TYPE_INT32));
    CHECK(num_rows == 4 && runs[3] == 3);
    CHECK_OK(wom_archive_axes(&scales, &num_rows, archive, "/curves/active"));
    CHECK_EQUAL(num_rows, 3);
    CHECK_TEXT(scales[0], "/curves/content");
    CHECK_TEXT(scales[2], "/curves/run");
    wom_free(scales);
    CHECK_OK(wom_archive_axes(&scales, &num_rows, archive, "/curves/round"));
    CHECK_EQUAL(num_rows, 1);
    CHECK_TEXT(scales[0], "");
    wom_free(scales);
    wom_free(runs);
    wom_free(labels);
    wom_free(found);
    end(archive, job);
}

static void
an_axis_that_differs_from_its_namesake_is_refused(void)
{
    static const double rounds[3] = { 0, 1, 2 }, others[3] = { 0, 1, 3 };
    const wom_axis axis = { "round", 3, WOM_TYPE_DOUBLE, rounds, "1" };
    const wom_axis other = { "round", 3, WOM_TYPE_DOUBLE, others, "1" };
    const wom_axis shorter = { "round", 2, WOM_TYPE_DOUBLE, rounds, "1" };
    const wom_axis twice[2] = { axis, axis };
    wom_job *job = test_job(1);
    wom_store *store = start(job, test_path("axes.h5"));
    CHECK_OK(wom_store_write_array(store, "/c/a", WOM_TYPE_DOUBLE, rounds, &axis, 1, "1", "a"));
    CHECK_FAILS(wom_store_write_array(store, "/c/b", WOM_TYPE_DOUBLE, rounds, &other, 1, "1", "b"), WOM_INVALID,
                "/c/round");
    CHECK_FAILS(wom_store_write_array(store, "/c/b", WOM_TYPE_DOUBLE, rounds, &shorter, 1, "1", "b"), WOM_INVALID,
                "another axis");
    CHECK_FAILS(wom_store_write_array(store, "/c/b", WOM_TYPE_DOUBLE, rounds, twice, 2, "1", "b"), WOM_INVALID,
                "two axes");
    CHECK_FAILS(wom_store_write_array(store, "/c/round", WOM_TYPE_DOUBLE, rounds, &axis, 1, "1", "b"), WOM_INVALID,
                "already");
    CHECK_FAILS(wom_store_write_array(store, "/d/round", WOM_TYPE_DOUBLE, rounds, &axis, 1, "1", "b"), WOM_INVALID,
                "one name");
    CHECK_FAILS(wom_store_write_array(store, "/d/b", WOM_TYPE_DOUBLE, rounds, &axis, 0, "1", "b"), WOM_INVALID,
                "1 to 4");
    wom_store_free(store);
    wom_job_free(job);
}

static void
large_data_come_back_though_compressed(void)
{
    enum { NUM = 400000 };
    wom_job *job = test_job(1);
    double *values = NULL, *found = NULL;
    uint64_t num_rows = 0;
    const char *path = test_path("large.h5");
    CHECK_OK(wom_allocate(&values, job, NUM, sizeof *values, "values"));
    for (int i = 0; i < NUM; i++) values[i] = i / 7;
    const wom_column column = { "x", WOM_TYPE_DOUBLE, values, "1", "x" };
    wom_store *store = start(job, path);
    CHECK_OK(wom_store_write_table(store, "/t", &column, 1, NUM, NULL));
    wom_archive *archive = finish_and_open(store, job, path);
    CHECK_OK(wom_archive_read_column(&found, &num_rows, archive, "/t/x", WOM_TYPE_DOUBLE));
    CHECK(num_rows == NUM && memcmp(found, values, NUM * sizeof *values) == 0);
    FILE *file = fopen(path, "rb");
    fseek(file, 0, SEEK_END);
    CHECK(ftell(file) < NUM);
    fclose(file);
    wom_free(found);
    wom_free(values);
    end(archive, job);
}

static void
texts_attributes_and_members_come_back(void)
{
    wom_job *job = test_job(1);
    char *text = NULL, **members = NULL;
    double number = 0;
    uint64_t num_members = 0;
    const char *path = test_path("texts.h5");
    wom_store *store = start(job, path);
    CHECK_OK(wom_store_write_text(store, "/scenario_json", "{\"name\": \"läunch\"}"));
    CHECK_OK(wom_store_write_text(store, "/empty", ""));
    CHECK_OK(wom_store_group(store, "/z/y"));
    CHECK_OK(wom_store_group(store, "/z"));
    CHECK_OK(wom_store_attribute_text(store, "/z", "note", "first"));
    CHECK_OK(wom_store_attribute_text(store, "/z", "note", "second"));
    CHECK_OK(wom_store_attribute_number(store, "/z", "share", 0.25));
    CHECK_OK(wom_store_attribute_integer(store, "/", "seed", 42));
    wom_archive *archive = finish_and_open(store, job, path);
    CHECK_OK(wom_archive_read_text(&text, archive, "/scenario_json"));
    CHECK_TEXT(text, "{\"name\": \"läunch\"}");
    wom_free(text);
    CHECK_OK(wom_archive_read_text(&text, archive, "/empty"));
    CHECK_TEXT(text, "");
    wom_free(text);
    CHECK_OK(wom_archive_attribute_text(&text, archive, "/z", "note"));
    CHECK_TEXT(text, "second");
    wom_free(text);
    CHECK_OK(wom_archive_attribute_text(&text, archive, "/", "status"));
    CHECK_TEXT(text, "complete");
    wom_free(text);
    CHECK_OK(wom_archive_attribute_number(&number, archive, "/z", "share"));
    CHECK_NEAR(number, 0.25, 0);
    CHECK_OK(wom_archive_attribute_number(&number, archive, "/", "seed"));
    CHECK_NEAR(number, 42, 0);
    CHECK_OK(wom_archive_list(&members, &num_members, archive, "/"));
    CHECK(num_members == 3 && strcmp(members[0], "empty") == 0 && strcmp(members[2], "z") == 0);
    CHECK(wom_archive_has(archive, "/z/y"));
    CHECK(!wom_archive_has(archive, "/z/x") && !wom_archive_has(archive, "/y/z/x") && !wom_archive_has(archive, "z"));
    wom_free(members);
    end(archive, job);
}

static void
columns_that_cannot_be_written_are_refused_by_name(void)
{
    static const uint8_t two[3] = { 0, 1, 2 };
    static const char *const latin[3] = { "a", "b\xe9", "c" };
    static const char *const missing[3] = { "a", "b", NULL };
    const struct {
        wom_column column;
        const char *part;
    } cases[] = {
        { { "x", WOM_TYPE_BOOL, two, "1", "x" }, "value 2: is 2" },
        { { "x", WOM_TYPE_STRING, latin, NULL, "x" }, "value 1" },
        { { "x", WOM_TYPE_STRING, missing, NULL, "x" }, "value 2" },
        { { "x", WOM_TYPE_DOUBLE, doubles, NULL, "x" }, "units" },
        { { "x", WOM_TYPE_DOUBLE, doubles, "1", NULL }, "long name" },
        { { "x", WOM_TYPE_DOUBLE, NULL, "1", "x" }, "no data" },
        { { "a/b", WOM_TYPE_DOUBLE, doubles, "1", "x" }, "a/b" },
        { { "", WOM_TYPE_DOUBLE, doubles, "1", "x" }, "empty" },
        { { "_index", WOM_TYPE_DOUBLE, doubles, "1", "x" }, "_index" },
        { { "user", WOM_TYPE_DOUBLE, doubles, "1", "x" }, "two columns" },
    };
    wom_job *job = test_job(1);
    wom_store *store = start(job, test_path("refused.h5"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const wom_column pair[2] = { columns[0], cases[i].column };
        CHECK_FAILS(wom_store_write_table(store, "/t", pair, 2, 3, NULL), WOM_INVALID, cases[i].part);
        CHECK_FAILS(wom_store_write_table(store, "/t", pair, 2, 3, NULL), WOM_INVALID, "table \"/t\"");
    }
    CHECK_FAILS(wom_store_write_table(store, "/t", columns, 2, 3, "nobody"), WOM_INVALID, "nobody");
    CHECK_FAILS(wom_store_write_table(store, "/t", columns, 0, 3, NULL), WOM_INVALID, "at least one");
    CHECK_OK(wom_store_write_table(store, "/t", columns, 2, 3, NULL));
    wom_store_free(store);
    wom_job_free(job);
}

static void
paths_that_cannot_be_are_refused(void)
{
    static const char *const paths[] = { "", "t", "//", "/a//b", "/a/", "/.", "/a/../b", "/caf\xe9" };
    wom_job *job = test_job(1);
    wom_store *store = start(job, test_path("paths.h5"));
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        CHECK_FAILS(wom_store_write_text(store, paths[i], "x"), WOM_INVALID, "the path");
        CHECK_FAILS(wom_store_group(store, paths[i]), WOM_INVALID, "the path");
    }
    CHECK_OK(wom_store_write_text(store, "/a", "x"));
    CHECK_FAILS(wom_store_write_text(store, "/a", "x"), WOM_INVALID, "already");
    CHECK_FAILS(wom_store_write_text(store, "/", "x"), WOM_INVALID, "already");
    CHECK_FAILS(wom_store_write_text(store, "/a/b", "x"), WOM_INVALID, "nothing can lie below");
    CHECK_FAILS(wom_store_attribute_text(store, "/b", "x", "y"), WOM_INVALID, "no \"/b\"");
    wom_store_free(store);
    wom_job_free(job);
}

static void
numbers_are_converted_only_where_nothing_is_lost(void)
{
    static const double halves[2] = { 1, 2.5 }, wholes[2] = { 0, 1 };
    const wom_column both[2] = { { "half", WOM_TYPE_DOUBLE, halves, "1", "x" },
                                 { "whole", WOM_TYPE_DOUBLE, wholes, "1", "x" } };
    wom_job *job = test_job(1);
    void *values = NULL;
    uint64_t num_rows = 0;
    const char *path = test_path("converted.h5");
    wom_store *store = start(job, path);
    CHECK_OK(wom_store_write_table(store, "/seeds", columns, NUM_COLUMNS, 3, NULL));
    CHECK_OK(wom_store_write_table(store, "/d", both, 2, 2, NULL));
    wom_archive *archive = finish_and_open(store, job, path);
    CHECK_OK(wom_archive_read_column(&values, &num_rows, archive, "/seeds/friends", WOM_TYPE_DOUBLE));
    CHECK_NEAR(((double *)values)[2], UINT32_MAX, 0);
    wom_free(values);
    CHECK_OK(wom_archive_read_column(&values, &num_rows, archive, "/seeds/is_seed", WOM_TYPE_DOUBLE));
    CHECK_NEAR(((double *)values)[2], 1, 0);
    wom_free(values);
    CHECK_OK(wom_archive_read_column(&values, &num_rows, archive, "/d/whole", WOM_TYPE_BOOL));
    CHECK_EQUAL(((uint8_t *)values)[1], 1);
    wom_free(values);
    CHECK_FAILS(wom_archive_read_column(&values, &num_rows, archive, "/d/half", WOM_TYPE_INT32), WOM_INVALID, "int32");
    CHECK_FAILS(wom_archive_read_column(&values, &num_rows, archive, "/seeds/views", WOM_TYPE_UINT32), WOM_INVALID,
                "/seeds/views");
    CHECK_FAILS(wom_archive_read_column(&values, &num_rows, archive, "/seeds/change", WOM_TYPE_UINT32), WOM_INVALID,
                "uint32");
    CHECK_FAILS(wom_archive_read_column(&values, &num_rows, archive, "/seeds/level", WOM_TYPE_BOOL), WOM_INVALID,
                "0 or 1");
    CHECK(values == NULL);
    end(archive, job);
}

static void
wrong_readings_are_refused(void)
{
    void *values = NULL;
    char *text = NULL, **found = NULL;
    double number;
    uint64_t n = 0;
    wom_job *job = test_job(1);
    const wom_axis axes[2] = { { "a", 1, WOM_TYPE_INT64, NULL, NULL }, { "b", 3, WOM_TYPE_INT64, NULL, NULL } };
    const char *path = test_path("wrong.h5");
    wom_store *store = start(job, path);
    CHECK_OK(wom_store_write_table(store, "/seeds", columns, NUM_COLUMNS, 3, NULL));
    CHECK_OK(wom_store_write_array(store, "/plane", WOM_TYPE_INT32, ints, axes, 2, "1", "x"));
    wom_archive *archive = finish_and_open(store, job, path);
    CHECK_FAILS(wom_archive_read_column(&values, &n, archive, "/plane", WOM_TYPE_INT32), WOM_INVALID, "2 axes");
    CHECK_FAILS(wom_archive_read_column(&values, &n, archive, "/seeds/user", WOM_TYPE_INT32), WOM_INVALID, "string");
    CHECK_FAILS(wom_archive_read_column(&values, &n, archive, "/seeds/cost", WOM_TYPE_STRING), WOM_INVALID, "double");
    CHECK_FAILS(wom_archive_read_column(&values, &n, archive, "/seeds", WOM_TYPE_STRING), WOM_INVALID, "is a group");
    CHECK_FAILS(wom_archive_read_column(&values, &n, archive, "/none", WOM_TYPE_STRING), WOM_INVALID, "has no");
    CHECK_FAILS(wom_archive_read_text(&text, archive, "/seeds/user"), WOM_INVALID, "must be one text");
    CHECK_FAILS(wom_archive_list(&found, &n, archive, "/plane"), WOM_INVALID, "must be a group");
    CHECK_FAILS(wom_archive_table_columns(&found, &n, archive, "/plane"), WOM_INVALID, "not a table");
    CHECK_FAILS(wom_archive_attribute_text(&text, archive, "/plane", "none"), WOM_INVALID, "no attribute");
    CHECK_FAILS(wom_archive_attribute_number(&number, archive, "/plane", "units"), WOM_INVALID, "must be a number");
    end(archive, job);
}

TEST_MAIN(
    TEST(a_table_of_every_type_comes_back),
    TEST(a_table_without_labels_is_numbered),
    TEST(a_table_without_rows_comes_back),
    TEST(an_array_of_three_axes_comes_back_with_its_scales),
    TEST(an_axis_that_differs_from_its_namesake_is_refused),
    TEST(large_data_come_back_though_compressed),
    TEST(texts_attributes_and_members_come_back),
    TEST(columns_that_cannot_be_written_are_refused_by_name),
    TEST(paths_that_cannot_be_are_refused),
    TEST(numbers_are_converted_only_where_nothing_is_lost),
    TEST(wrong_readings_are_refused))
