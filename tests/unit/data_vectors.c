/* data: interests as vectors, in text by id and in HDF5 by row. */
#include "files.h"
#include "test.h"

#include <wom/data.h>
#include <wom/store.h>

static wom_status
load(wom_data **data, wom_job *job, const char *users, const char *contents)
{
    const path ties = path_of("ties");
    const wom_data_files files = { .ties = ties.text, .user_interests = users, .content_interests = contents };
    return wom_data_load(data, job, &files);
}

static void
write_ties(void)
{
    write_file("ties", "a,b\na,c\n");
}

/* Users a (3, 4, 0, 0) and c (0, 0, 0, 2); b has no vector; contents x and y. */
static void
check_vectors(const char *user_text, const char *content_text)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_ties();
    write_file("users", user_text);
    write_file("contents", content_text);
    const path users = path_of("users"), contents = path_of("contents");
    CHECK_OK(load(&data, job, users.text, contents.text));
    if (data != NULL) {
        const double norms[] = { 5, 0, 2 };
        CHECK_EQUAL(data->user_interests->num_dimensions, 4);
        for (int i = 0; i < 3; i++) CHECK_NEAR((double)data->user_interests->norm[i], norms[i], 0);
        CHECK_EQUAL(data->num_contents, 2);
        CHECK_TEXT(data->content_id[0], "x");
        CHECK_NEAR((double)data->content_interests->norm[0], 1, 0);
        CHECK_NEAR((double)data->content_interests->norm[1], 2, 0);
        CHECK_EQUAL(data->report.users_without_interests, 1);
    }
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
vectors_as_text_are_known_by_their_shape(void)
{
    check_vectors("2 4\nc 0 0 0 2\na 3 4 0 0 \n", "2 4\ny 0 2 0 0\nx 1 0 0 0\n");
    check_vectors("c 0 0 0 2\na 3 4 0 0\n", "x 1 0 0 0\ny 0 2 0 0\n");
    check_vectors("user,d1,d2,d3,d4\na,3,4,0,0\nc,0,0,0,2\n", "x\t1\t0\t0\t0\ny\t0\t2\t0\t0\n");
}

static void
check_refused(const char *text, const char *part)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_ties();
    write_file("users", text);
    const path users = path_of("users");
    CHECK_FAILS(load(&data, job, users.text, NULL), WOM_INVALID, part);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
vectors_that_are_none_are_refused(void)
{
    check_refused("a 1 2 3\nb 1 x 3\n", "users:2:5: column 3 is \"x\", must be a number");
    check_refused("a 1 2 3\na 1 2 3\n", "users:2: \"a\" has had a vector already");
    check_refused("a 1 2 3\nb 1 2\n", "users:2: 3 fields, must be 4 as in the first row");
    check_refused("3 3\na 1 2 3\nb 1 2 3\n", "users: the first line announces 3 vectors, but there are 2");
    check_refused("a,1,2,3\n,1,2,3\n", "users:2: the id is empty");
    check_refused("a 1 2 1e39\n", "is \"1e39\", must be a number from");
}

static void
write_hdf5(wom_job *job, const float *value, uint64_t num_rows, uint64_t num_columns)
{
    wom_store *store = NULL;
    const wom_axis axes[] = { { .name = "user", .length = num_rows }, { .name = "dimension", .length = num_columns } };
    CHECK_OK(wom_store_create(&store, job, path_of("store.h5").text, "test"));
    CHECK_OK(wom_store_group(store, "/model"));
    CHECK_OK(wom_store_write_array(store, "/model/users", WOM_TYPE_FLOAT, value, axes, 2, "1", "vectors"));
    CHECK_OK(wom_store_write_text(store, "/note", "no numbers"));
    CHECK_OK(wom_store_finish(store, "complete"));
    wom_store_free(store);
}

static void
a_data_set_of_an_hdf5_file_is_a_matrix(void)
{
    const float rows[] = { 1, 0, 0, 2, 3, 4 }, bad[] = { 1, NAN };
    char set[1100];
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("ties", "0,1\n0,2\n");
    write_hdf5(job, rows, 3, 2);
    snprintf(set, sizeof set, "%s:/model/users", path_of("store.h5").text);
    CHECK_EQUAL(wom_data_file_length(set), strlen(path_of("store.h5").text));
    CHECK_OK(load(&data, job, set, NULL));
    if (data != NULL) {
        CHECK_NEAR((double)data->user_interests->norm[0], 1, 0);
        CHECK_NEAR((double)data->user_interests->norm[2], 5, 0);
    }
    wom_data_free(data);
    set[strlen(set) - 1] = 'x';
    CHECK_FAILS(load(&data, job, set, NULL), WOM_INVALID, "/model/userx");
    snprintf(set, sizeof set, "%s:/note", path_of("store.h5").text);
    CHECK_FAILS(load(&data, job, set, NULL), WOM_INVALID, "/note");
    CHECK_FAILS(load(&data, job, path_of("store.h5").text, NULL), WOM_INVALID, "say which data set holds");
    CHECK_FAILS(load(&data, job, path_of("none.h5:/x").text, NULL), WOM_INVALID, "none.h5");
    write_hdf5(job, bad, 1, 2);
    snprintf(set, sizeof set, "%s:/model/users", path_of("store.h5").text);
    CHECK_FAILS(load(&data, job, set, NULL), WOM_INVALID, "row 1, column 2 is nan");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
load_text(wom_job *job)
{
    wom_data *data = NULL;
    const path users = path_of("users");
    WOM_TRY(load(&data, job, users.text, users.text));
    wom_data_free(data);
    return WOM_OK;
}

static void
each_allocation_failing_leaks_nothing(void)
{
    write_ties();
    write_file("users", "2 3\na 1 2 3\nb 1 2 3\n");
    test_each_allocation_failing(load_text);
}

TEST_MAIN(TEST(vectors_as_text_are_known_by_their_shape), TEST(vectors_that_are_none_are_refused),
          TEST(a_data_set_of_an_hdf5_file_is_a_matrix), TEST(each_allocation_failing_leaks_nothing))
