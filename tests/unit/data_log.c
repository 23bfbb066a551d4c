/* data: logs of actions under the numbers of users, and how far actions follow those of friends. */
#include "files.h"
#include "test.h"

#include <wom/data.h>

static wom_data *
load(wom_job *job, const char *ties, const char *log, wom_data_files files)
{
    wom_data *data = NULL;
    write_file("ties", ties);
    write_file("log", log);
    const path ties_path = path_of("ties"), log_path = path_of("log");
    files.ties = ties_path.text;
    files.log = log_path.text;
    CHECK_OK(wom_data_load(&data, job, &files));
    return data;
}

static void
check_refused(const char *log, wom_data_files files, const char *part)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("ties", "a,b\n");
    write_file("log", log);
    const path ties_path = path_of("ties"), log_path = path_of("log");
    files.ties = ties_path.text;
    files.log = log_path.text;
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, part);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
actions_are_sorted_by_content_and_time_each_once(void)
{
    wom_job *job = test_job(1);
    wom_data *data = load(job, "anna,bob\nanna,carl\n",
                          "user,item,time\nbob,y,7\nanna,x,5\ncarl,x,1\nanna,x,3\nzoe,y,7\nanna,y,9\n",
                          (wom_data_files){ 0 });
    if (data == NULL) return;
    const wom_log *log = data->log;
    const char *const users[] = { "carl", "anna", "bob", "zoe", "anna" };
    const double times[] = { 1, 3, 7, 7, 9 };
    CHECK_EQUAL(log->num_actions, 5);
    CHECK_EQUAL(log->num_contents, 2);
    CHECK_EQUAL(log->num_users, 4);
    CHECK_EQUAL(log->first[1], 2);
    CHECK_EQUAL(log->first[2], 5);
    CHECK_TEXT(log->content_id[1], "y");
    for (int i = 0; i < 5; i++) {
        CHECK_TEXT(wom_data_user_id(data, log->user[i]), users[i]);
        CHECK_NEAR(log->time[i], times[i], 0);
        CHECK_EQUAL(log->content[i], i >= 2);
    }
    CHECK_EQUAL(log->counts.read, 6);
    CHECK_EQUAL(log->counts.repeated, 1);
    CHECK_EQUAL(log->counts.unit, WOM_UNIT_SECONDS);
    CHECK_NEAR(log->first_time, 1, 0);
    CHECK_NEAR(log->last_time, 9, 0);
    CHECK_EQUAL(data->report.users_without_ties, 1);
    CHECK_EQUAL(data->num_contents, 1); /* the log's contents are its own */
    wom_data_free(data);
    wom_job_free(job);
}

static void
a_users_file_says_who_there_is(void)
{
    wom_job *job = test_job(1);
    write_file("users", "user\nanna\nbob\ndora\n");
    const path users = path_of("users");
    wom_data *data = load(job, "anna,bob\n", "dora,x,1\nzoe,x,2\nbob,x,3\nzoe,z,2\n",
                          (wom_data_files){ .users = users.text });
    if (data == NULL) return;
    CHECK_EQUAL(data->graph->num_nodes, 3);
    CHECK_EQUAL(data->log->num_actions, 2);
    CHECK_EQUAL(data->log->num_contents, 1);
    CHECK_EQUAL(data->log->counts.unknown_users, 2);
    wom_data_free(data);
    wom_job_free(job);
}

static void
a_root_stands_first_and_its_later_action_is_dropped(void)
{
    wom_job *job = test_job(1);
    wom_data *data = load(job, "a,b\n", "r b 5,a 3,r 9,\n", (wom_data_files){ 0 });
    if (data == NULL) return;
    const char *const users[] = { "r", "a", "b" };
    CHECK_EQUAL(data->log->num_actions, 3);
    for (int i = 0; i < 3; i++) CHECK_TEXT(wom_data_user_id(data, data->log->user[i]), users[i]);
    CHECK(isnan(data->log->time[0]));
    CHECK_EQUAL(data->log->counts.repeated, 1);
    wom_data_free(data);
    wom_job_free(job);
}

static void
numbers_are_seconds_or_parts_of_them_by_their_size(void)
{
    static const struct {
        const char *time;
        wom_time_unit given, found;
        double seconds;
    } rows[] = {
        { "1649476925", WOM_UNIT_AUTO, WOM_UNIT_SECONDS, 1649476925 },
        { "1649476925250", WOM_UNIT_AUTO, WOM_UNIT_MILLISECONDS, 1649476925.25 },
        { "1649476925250000", WOM_UNIT_AUTO, WOM_UNIT_MICROSECONDS, 1649476925.25 },
        { "1649476925250000000", WOM_UNIT_AUTO, WOM_UNIT_NANOSECONDS, 1649476925.25 },
        { "3", WOM_UNIT_DAYS, WOM_UNIT_DAYS, 3 * 86400.0 },
        { "1919", WOM_UNIT_YEARS, WOM_UNIT_YEARS, 1919 * 365.25 * 86400 },
        { "-2.5", WOM_UNIT_AUTO, WOM_UNIT_SECONDS, -2.5 },
    };
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char log[64];
        snprintf(log, sizeof log, "user,item,time\na,x,%s\n", rows[i].time);
        wom_data *data = load(job, "a,b\n", log, (wom_data_files){ .log_unit = rows[i].given });
        if (data == NULL) return;
        CHECK_NEAR(data->log->time[0], rows[i].seconds, 1e-6);
        CHECK_EQUAL(data->log->counts.unit, rows[i].found);
        wom_data_free(data);
    }
    wom_job_free(job);
}

static void
only_what_lies_between_the_bounds_is_kept(void)
{
    wom_job *job = test_job(1);
    const char dates[] = "user,item,date\na,x,2009-01-01\nb,x,2010-01-01\na,y,2011-01-01\n";
    wom_data *data = load(job, "a,b\n", dates, (wom_data_files){ .log_since = "2010-01-01", .log_until = "2011-01" });
    if (data == NULL) return;
    CHECK_EQUAL(data->log->num_actions, 1);
    CHECK_EQUAL(data->log->counts.out_of_range, 2);
    CHECK_EQUAL(data->log->first[2] - data->log->first[1], 0); /* nothing is left of y */
    wom_data_free(data);
    data = load(job, "a,b\n", "a,x,1\nb,x,2\n", (wom_data_files){ .log_until = "1.5", .log_unit = WOM_UNIT_DAYS });
    if (data == NULL) return;
    CHECK_EQUAL(data->log->num_actions, 1);
    wom_data_free(data);
    wom_job_free(job);
}

static void
times_that_make_no_sense_are_refused(void)
{
    const char dates[] = "user,item,date\na,x,2009-01-01\n", numbers[] = "user,item,time\na,x,3\n";
    check_refused("a,x,-1e305\n", (wom_data_files){ .log_unit = WOM_UNIT_YEARS }, "a time of 1e+305 years is beyond");
    check_refused(dates, (wom_data_files){ .log_unit = WOM_UNIT_DAYS },
                  "log: the unit of times is given as days, but they are dates");
    check_refused(dates, (wom_data_files){ .log_since = "12" }, "log: \"since\" is \"12\", must be a date such as");
    check_refused(numbers, (wom_data_files){ .log_until = "soon" }, "or a number in the unit of the log's times");
    check_refused(numbers, (wom_data_files){ .log_until = "0x10" }, "\"until\" is \"0x10\", must be a date");
    check_refused(numbers, (wom_data_files){ .log_since = "5", .log_until = "5" }, "\"since\" is 5, must be before");
    check_refused("a,x\n", (wom_data_files){ .log_since = "2009-01-01" }, "log: the log has no times");
}

static void
a_log_of_nobody_is_refused(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("log", "user,item,time\na,x,\n");
    const path log = path_of("log");
    const wom_data_files files = { .log = log.text };
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "log: no action in it can be used");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
times_far_from_all_others_are_counted_and_kept(void)
{
    wom_job *job = test_job(1);
    char log[4096] = "user,item,date\n";
    for (int i = 0; i < 120; i++) sprintf(log + strlen(log), "u%d,x,2010-%02d-%02d\n", i, i / 10 + 1, i % 10 + 1);
    strcat(log, "old,x,1956-06-01\n");
    wom_data *data = load(job, "a,b\n", log, (wom_data_files){ 0 });
    if (data == NULL) return;
    CHECK_EQUAL(data->log->counts.far_times, 1);
    CHECK_EQUAL(data->log->num_actions, 121);
    wom_data_free(data);
    wom_job_free(job);
}

static void
the_order_of_rows_changes_nothing(void)
{
    wom_job *job = test_job(1);
    wom_data *a = load(job, "3,4\n3,5\n", "user,item,time\n9,b,4\n3,b,2\n8,a,1\n5,a,9\n", (wom_data_files){ 0 });
    wom_data *b = load(job, "3,5\n3,4\n", "user,item,time\n5,a,9\n8,a,1\n3,b,2\n9,b,4\n", (wom_data_files){ 0 });
    if (a == NULL || b == NULL) return;
    CHECK(memcmp(a->log->user, b->log->user, 4 * sizeof *a->log->user) == 0);
    CHECK(memcmp(a->log->content, b->log->content, 4 * sizeof *a->log->content) == 0);
    for (wom_node user = 0; user < a->graph->num_nodes; user++)
        CHECK_TEXT(wom_data_user_id(a, user), wom_data_user_id(b, user));
    CHECK_TEXT(b->log->content_id[0], "a");
    wom_data_free(a);
    wom_data_free(b);
    wom_job_free(job);
}

static wom_status
load_and_free(wom_job *job)
{
    wom_data *data = NULL;
    const path ties = path_of("ties"), log = path_of("log");
    const wom_data_files files = { .ties = ties.text, .log = log.text, .log_until = "8" };
    WOM_TRY(wom_data_load(&data, job, &files));
    wom_data_free(data);
    return WOM_OK;
}

static void
each_allocation_failing_leaks_nothing(void)
{
    write_file("ties", "a,b\nb,c\n");
    write_file("log", "user,item,time\na,x,1\nb,x,2\nd,x,3\nd,y,9\n");
    test_each_allocation_failing(load_and_free);
}

static void
a_log_alone_makes_users_without_ties(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL, *opened = NULL;
    write_file("log", "user,item,time\nbob,y,7\nanna,x,5\ncarl,x,1\nbob,y,9\n");
    const path log = path_of("log"), prepared = path_of("data.h5");
    const wom_data_files files = { .log = log.text };
    CHECK_OK(wom_data_load(&data, job, &files));
    CHECK_OK(wom_data_save(data, job, prepared.text, &files, NULL));
    CHECK_OK(wom_data_open(&opened, job, prepared.text));
    CHECK_OK(wom_data_verify(opened, job));
    for (int i = 0; i < 2; i++) {
        const wom_data *found = i == 0 ? data : opened;
        if (found == NULL) continue;
        CHECK_EQUAL(found->graph->num_nodes, 3);
        CHECK_EQUAL(found->graph->num_ties, 0);
        CHECK_EQUAL(found->log->num_actions, 3);
        CHECK_EQUAL(found->log->counts.repeated, 1);
        CHECK_EQUAL(found->report.users_without_ties, 0); /* nobody was to have any */
        CHECK_TEXT(wom_data_user_id(found, 0), "anna");
    }
    wom_data_free(opened);
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(actions_are_sorted_by_content_and_time_each_once), TEST(a_users_file_says_who_there_is),
          TEST(a_log_alone_makes_users_without_ties), TEST(a_log_of_nobody_is_refused),
          TEST(a_root_stands_first_and_its_later_action_is_dropped),
          TEST(numbers_are_seconds_or_parts_of_them_by_their_size), TEST(only_what_lies_between_the_bounds_is_kept),
          TEST(times_that_make_no_sense_are_refused), TEST(times_far_from_all_others_are_counted_and_kept),
          TEST(the_order_of_rows_changes_nothing), TEST(each_allocation_failing_leaks_nothing))
