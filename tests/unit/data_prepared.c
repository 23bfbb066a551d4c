/* data: prepared files give back what was saved, and do no harm when they are not what they should be. */
#include "files.h"
#include "same_data.h"
#include "test.h"
#include "town.h"

#include <wom/data.h>
#include <wom/store.h>

#include <stdlib.h>

static wom_data *
create_town(wom_job *job, uint32_t users)
{
    wom_data *data = NULL;
    town made = town_defaults();
    made.graph.users = users;
    CHECK_OK(town_create(&data, job, &made));
    return data;
}

static void
check_reopened(wom_job *job, const wom_data *data)
{
    const path file = path_of("saved.h5");
    wom_data *opened = NULL;
    CHECK_OK(wom_data_save(data, job, file.text, NULL, "{}"));
    CHECK_OK(wom_data_open(&opened, job, file.text));
    if (opened == NULL) return;
    check_same_data(data, opened);
    CHECK(memcmp(&data->report, &opened->report, sizeof data->report) == 0);
    CHECK_OK(wom_data_verify(opened, job));
    CHECK_OK(wom_data_verify(data, job));
    wom_data_free(opened);
}

static void
a_town_comes_back_bit_for_bit(void)
{
    wom_job *job = test_job(2);
    wom_data *data = create_town(job, 300);
    check_reopened(job, data);
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* ---- Loaded files ---- */

static const char ties_text[] = "from,to\nanna,bob\nbob,anna\nanna,carl\ncarl,carl\n7,anna\nanna,bob\n"
                                "a much longer name,\xc3\xa9mile\n";

static wom_status
load(wom_data **data, wom_job *job, const char *users, const char *interests)
{
    const path ties = path_of("ties.csv");
    write_file("ties.csv", ties_text);
    const wom_data_files files = { .ties = ties.text, .users = users, .user_interests = interests };
    return wom_data_load(data, job, &files);
}

static void
ties_alone_come_back_with_what_was_counted(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    CHECK_OK(load(&data, job, NULL, NULL));
    CHECK_EQUAL(data->report.ties.self_loops, 1);
    check_reopened(job, data);
    wom_data_free(data);
    wom_job_free(job);
}

static void
segments_and_labels_come_back(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("users.csv", "user,segment,cost\nanna,new,2\nbob,,3\nzoe,old,\n");
    const path users = path_of("users.csv");
    write_file("likes.csv", "user,label,weight\nanna,pop,1\nbob,rock,2\nanna,rock,0.5\n");
    const path likes = path_of("likes.csv");
    CHECK_OK(load(&data, job, users.text, likes.text));
    check_reopened(job, data);
    wom_data_free(data);
    wom_job_free(job);
}

static void
users_are_found_by_their_ids(void)
{
    const path file = path_of("saved.h5");
    wom_job *job = test_job(1);
    wom_data *data = NULL, *opened = NULL;
    wom_node user = 0;
    CHECK_OK(load(&data, job, NULL, NULL));
    CHECK_OK(wom_data_save(data, job, file.text, NULL, NULL));
    CHECK_OK(wom_data_open(&opened, job, file.text));
    for (wom_node i = 0; i < data->graph->num_nodes; ++i) {
        CHECK_OK(wom_data_user(&user, opened, wom_data_user_id(data, i)));
        CHECK_EQUAL(user, i);
    }
    CHECK_FAILS(wom_data_user(&user, opened, "Anna"), WOM_INVALID, "no user \"Anna\"; did you mean \"anna\"?");
    CHECK_FAILS(wom_data_user(&user, opened, ""), WOM_INVALID, "there is no user \"\"");
    CHECK_FAILS(wom_data_user(&user, opened, "zzzzzz"), WOM_INVALID, "there are 6, such as \"anna\"");
    CHECK_FAILS(wom_data_content(&user, opened, "contnet"), WOM_INVALID, "did you mean \"content\"?");
    wom_data_free(opened);
    wom_data_free(data);
    wom_job_free(job);
}

static void
digest_of_file(char digest[WOM_DIGEST_LENGTH], wom_job *job, const char *file)
{
    wom_archive *archive = NULL;
    CHECK_OK(wom_archive_open(&archive, job, file, wom_data_format));
    CHECK_OK(wom_archive_digest(digest, archive));
    wom_archive_close(archive);
}

static void
neither_threads_nor_another_saving_change_the_digest(void)
{
    const path file = path_of("saved.h5"), again = path_of("again.h5");
    char first[WOM_DIGEST_LENGTH] = "", digest[WOM_DIGEST_LENGTH];
    const uint32_t threads[] = { 1, 2, 7 };
    for (int i = 0; i < 3; ++i) {
        wom_job *job = test_job(threads[i]);
        wom_data *data = NULL, *opened = NULL;
        CHECK_OK(load(&data, job, NULL, NULL));
        CHECK_OK(wom_data_save(data, job, file.text, NULL, "options are not part of it"));
        digest_of_file(digest, job, file.text);
        if (i == 0) memcpy(first, digest, sizeof first);
        CHECK_TEXT(digest, first);
        CHECK_OK(wom_data_open(&opened, job, file.text));
        CHECK_OK(wom_data_save(opened, job, again.text, NULL, NULL));
        digest_of_file(digest, job, again.text);
        CHECK_TEXT(digest, first);
        wom_data_free(opened);
        wom_data_free(data);
        wom_job_free(job);
    }
}

/* ---- What is wrong ---- */

typedef struct saved_bytes {
    char *bytes;
    size_t length;
} saved_bytes;

static saved_bytes
save_small_town(wom_job *job)
{
    enum { MOST = 1 << 22 };
    const path file = path_of("sound.h5");
    saved_bytes saved = { malloc(MOST), 0 };
    wom_data *data = create_town(job, 60);
    CHECK_OK(wom_data_save(data, job, file.text, NULL, NULL));
    wom_data_free(data);
    FILE *opened = fopen(file.text, "rb");
    if (opened != NULL && saved.bytes != NULL) saved.length = fread(saved.bytes, 1, MOST, opened);
    if (opened != NULL) fclose(opened);
    return saved;
}

static void
files_of_another_kind_are_refused(void)
{
    wom_job *job = test_job(1);
    wom_store *store = NULL;
    wom_data *data = NULL;
    const path file = path_of("other.h5");
    CHECK_FAILS(wom_data_open(&data, job, test_path("none.h5")), WOM_INVALID, "No such file");
    CHECK_FAILS(wom_data_open(&data, job, test_file("ties", "a,b\n", 4)), WOM_INVALID, "HDF5");
    CHECK_OK(wom_store_create(&store, job, file.text, "wom-results"));
    CHECK_OK(wom_store_finish(store, "complete"));
    wom_store_free(store);
    CHECK_FAILS(wom_data_open(&data, job, file.text), WOM_INVALID, "must be \"wom-data\"");
    CHECK_OK(wom_store_create_mapped(&store, job, file.text, wom_data_format));
    CHECK_OK(wom_store_finish(store, "complete"));
    wom_store_free(store);
    CHECK_FAILS(wom_data_open(&data, job, file.text), WOM_INVALID, "/graph");
    CHECK(data == NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
files_that_are_cut_off_are_refused(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    const saved_bytes saved = save_small_town(job);
    for (size_t part = 0; part < 20; ++part) {
        const char *cut = test_file("cut.h5", saved.bytes, saved.length * part / 20);
        CHECK_FAILS(wom_data_open(&data, job, cut), WOM_INVALID, "cut.h5");
    }
    CHECK_FAILS(wom_data_open(&data, job, test_file("cut.h5", saved.bytes, saved.length - 1)), WOM_INVALID, "cut.h5");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    free(saved.bytes);
    wom_job_free(job);
}

static void
a_changed_byte_is_found_by_opening_or_by_verifying(void)
{
    enum { NUM_FLIPS = 250 };
    uint32_t num_found[2] = { 0, 0 };
    wom_job *job = test_job(1);
    const saved_bytes saved = save_small_town(job);
    for (size_t i = 0; i < NUM_FLIPS; ++i) {
        char *at = &saved.bytes[(saved.length - 1) * i / (NUM_FLIPS - 1)];
        wom_data *data = NULL;
        *at = (char)(*at ^ 0x41);
        const wom_status status = wom_data_open(&data, job, test_file("damaged.h5", saved.bytes, saved.length));
        CHECK(status == WOM_OK || (status == WOM_INVALID && strstr(wom_error_text(), "damaged.h5") != NULL));
        if (status == WOM_OK) CHECK_FAILS(wom_data_verify(data, job), WOM_INVALID, "damaged");
        num_found[status == WOM_OK]++;
        wom_data_free(data);
        *at = (char)(*at ^ 0x41);
    }
    CHECK(num_found[0] > 20 && num_found[1] > 20);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    free(saved.bytes);
    wom_job_free(job);
}

static void
data_that_contradict_themselves_are_told(void)
{
    wom_job *job = test_job(1);
    wom_data *data = create_town(job, 60);
    wom_graph *graph = data->graph;
    CHECK_OK(wom_data_verify(data, job));
    graph->in_tie[3] ^= 1;
    CHECK_FAILS(wom_data_verify(data, job), WOM_INVALID, "is no tie into her");
    graph->in_tie[3] ^= 1;
    graph->out_head[5] = 1000;
    CHECK_FAILS(wom_data_verify(data, job), WOM_INVALID, "tie 5 leads to user 1000");
    wom_data_free(data);
    wom_job_free(job);
}

static void
numbers_that_cannot_be_are_told(void)
{
    wom_job *job = test_job(1);
    wom_data *data = create_town(job, 60);
    const float length = data->user_interests->norm[7];
    const double cost = data->cost[2];
    data->user_interests->norm[7] = 0;
    CHECK_FAILS(wom_data_verify(data, job), WOM_INVALID, "interests of users: row 7 is");
    data->user_interests->norm[7] = (float)NAN;
    CHECK_FAILS(wom_data_verify(data, job), WOM_INVALID, "said to be nan");
    data->user_interests->norm[7] = length;
    data->cost[2] = (double)INFINITY;
    CHECK_FAILS(wom_data_verify(data, job), WOM_INVALID, "user 2: cost is inf");
    data->cost[2] = cost;
    CHECK_OK(wom_data_verify(data, job));
    if (data->content_value != NULL) data->content_value[1] = -1;
    if (data->content_value != NULL) CHECK_FAILS(wom_data_verify(data, job), WOM_INVALID, "content 1: value is -1");
    wom_data_free(data);
    wom_job_free(job);
}

static wom_status
save_and_open(wom_job *job)
{
    const path file = path_of("failing.h5");
    wom_data *data = NULL, *opened = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(load(&data, job, NULL, NULL));
    WOM_TRY_GOTO(wom_data_save(data, job, file.text, NULL, NULL));
    WOM_TRY_GOTO(wom_data_open(&opened, job, file.text));
    status = wom_data_verify(opened, job);
done:
    wom_data_free(opened);
    wom_data_free(data);
    return status;
}

static void
each_allocation_may_fail(void)
{
    test_each_allocation_failing(save_and_open);
}

TEST_MAIN(
    TEST(a_town_comes_back_bit_for_bit),
    TEST(ties_alone_come_back_with_what_was_counted),
    TEST(segments_and_labels_come_back),
    TEST(users_are_found_by_their_ids),
    TEST(neither_threads_nor_another_saving_change_the_digest),
    TEST(files_of_another_kind_are_refused),
    TEST(files_that_are_cut_off_are_refused),
    TEST(a_changed_byte_is_found_by_opening_or_by_verifying),
    TEST(data_that_contradict_themselves_are_told),
    TEST(numbers_that_cannot_be_are_told),
    TEST(each_allocation_may_fail))
