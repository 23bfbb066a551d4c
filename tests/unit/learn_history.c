/* learn: a log in time. */
#include "logs.h"
#include "test.h"

#include <wom/learn.h>

static void
a_root_takes_the_time_of_the_next_action(void)
{
    wom_job *job = test_job(1);
    wom_log *log = LOG_OF(job, 3, { 0, 4, NAN }, { 0, 1, 5 }, { 0, 2, 9 }, { 1, 3, NAN }, { 2, 1, 1 }, { 2, 4, 5 });
    wom_history *history;
    CHECK_OK(wom_history_create(&history, job, log, 6));
    CHECK_NEAR(history->time[0], 5, 0);
    CHECK(isnan(history->time[3]));
    CHECK_EQUAL(history->num_filled, 1);
    CHECK_EQUAL(history->num_untimed, 1);
    CHECK_NEAR(history->begin, 1, 0);
    CHECK_NEAR(history->end, 9, 0);
    wom_history_free(history);
    log_free(log);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_users_actions_ascend_in_time_then_in_number(void)
{
    wom_job *job = test_job(1);
    wom_log *log = LOG_OF(job, 4, { 0, 1, 7 }, { 0, 2, 8 }, { 1, 2, 3 }, { 1, 1, 7 }, { 2, 1, 2 }, { 3, 1, 7 });
    wom_history *history;
    const uint64_t of_user_1[] = { 4, 0, 3, 5 }, of_user_2[] = { 2, 1 };
    CHECK_OK(wom_history_create(&history, job, log, 4));
    CHECK_EQUAL(history->first_of_user[1], 0);
    CHECK_EQUAL(history->first_of_user[2], 4);
    CHECK_EQUAL(history->first_of_user[3], 6);
    CHECK_EQUAL(history->first_of_user[4], 6);
    for (int k = 0; k < 4; k++) CHECK_EQUAL(history->action_of_user[k], of_user_1[k]);
    for (int k = 0; k < 2; k++) CHECK_EQUAL(history->action_of_user[4 + k], of_user_2[k]);
    wom_history_free(history);
    log_free(log);
    wom_job_free(job);
}

static void
what_lies_before_a_time_is_found(void)
{
    wom_job *job = test_job(1);
    wom_log *log = LOG_OF(job, 2, { 0, 0, 1 }, { 0, 1, 2 }, { 0, 2, 2 }, { 0, 3, 4 }, { 1, 0, 3 });
    wom_history *history;
    double time;
    CHECK_OK(wom_history_create(&history, job, log, 4));
    CHECK_EQUAL(wom_history_content_end(history, 0, 1), 0);
    CHECK_EQUAL(wom_history_content_end(history, 0, 2), 1);
    CHECK_EQUAL(wom_history_content_end(history, 0, 2.5), 3);
    CHECK_EQUAL(wom_history_content_end(history, 0, 5), 4);
    CHECK_EQUAL(wom_history_user_end(history, 0, 3), 1);
    CHECK_EQUAL(wom_history_user_end(history, 0, 3.5), 2);
    CHECK_EQUAL(wom_history_user_end(history, 1, 2), 2);
    CHECK_OK(wom_history_share_time(&time, job, history, .8)); /* of 1 2 2 3 4: number 4 */
    CHECK_NEAR(time, 4, 0);
    CHECK_OK(wom_history_share_time(&time, job, history, 1));
    CHECK_NEAR(time, 4, 0);
    wom_history_free(history);
    log_free(log);
    wom_job_free(job);
}

static void
slips_among_times_do_not_move_the_ends(void)
{
    enum { NUM = 300 };
    wom_job *job = test_job(1);
    log_action actions[NUM];
    wom_history *history;
    for (uint32_t i = 0; i < NUM; i++) actions[i] = (log_action){ i, i, 1e6 + i };
    actions[7].time = -5e8;
    actions[8].time = 4e9;
    wom_log *log = log_of(job, NUM, NUM, actions);
    CHECK_OK(wom_history_create(&history, job, log, NUM));
    CHECK_NEAR(history->begin, 1e6, 0);
    CHECK_NEAR(history->end, 1e6 + NUM - 1, 0);
    wom_history_free(history);
    log_free(log);
    wom_job_free(job);
}

static void
logs_without_time_are_refused(void)
{
    wom_job *job = test_job(1);
    wom_log *untimed = LOG_OF(job, 1, { 0, 0, NAN }, { 0, 1, NAN });
    wom_log *sudden = LOG_OF(job, 1, { 0, 0, 3 }, { 0, 1, 3 });
    wom_history *history;
    CHECK_FAILS(wom_history_create(&history, job, untimed, 2), WOM_INVALID, "no action of the log has a time");
    CHECK(history == NULL);
    CHECK_FAILS(wom_history_create(&history, job, sudden, 2), WOM_INVALID, "have the same time");
    log_free(untimed);
    log_free(sudden);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
make_and_free(wom_job *job)
{
    wom_history *history;
    static const uint64_t first[] = { 0, 2 };
    static const wom_node user[] = { 0, 1 };
    static const double time[] = { 1, 2 };
    const wom_log lent = { .num_actions = 2,
                           .num_contents = 1,
                           .first = (uint64_t *)(uintptr_t)first,
                           .user = (wom_node *)(uintptr_t)user,
                           .time = (double *)(uintptr_t)time };
    const wom_status status = wom_history_create(&history, job, &lent, 2);
    wom_history_free(history);
    return status;
}

static void
a_history_leaks_nothing_when_memory_ends(void)
{
    test_each_allocation_failing(make_and_free);
}

TEST_MAIN(TEST(a_root_takes_the_time_of_the_next_action), TEST(a_users_actions_ascend_in_time_then_in_number),
          TEST(what_lies_before_a_time_is_found), TEST(slips_among_times_do_not_move_the_ends),
          TEST(logs_without_time_are_refused), TEST(a_history_leaks_nothing_when_memory_ends))
