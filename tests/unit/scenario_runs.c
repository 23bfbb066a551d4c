/* scenario: small runs from end to end, and what their results files hold. */
#include "scenarios.h"

#include <math.h>

/* ---- Looking into results ---- */

typedef struct opened {
    wom_job *job;
    wom_archive *archive;
} opened;

static opened
open_results(const finished_run *finished)
{
    opened results = { .job = test_job(1) };
    CHECK_OK(wom_archive_open(&results.archive, results.job, finished->results.text, wom_results_format));
    return results;
}

static void
close_results(opened *results)
{
    wom_archive_close(results->archive);
    wom_job_free(results->job);
}

static bool
column_has(wom_archive *archive, const char *column, const char *text)
{
    char **texts = NULL;
    uint64_t num = 0;
    bool has = false;
    CHECK_OK(wom_archive_read_column(&texts, &num, archive, column, WOM_TYPE_STRING));
    for (uint64_t i = 0; texts != NULL && i < num; i++) has = has || strcmp(texts[i], text) == 0;
    wom_free(texts);
    return has;
}

static uint64_t
num_rows(wom_archive *archive, const char *column)
{
    void *data = NULL;
    uint64_t num = 0;
    wom_type type;
    CHECK_OK(wom_archive_type(&type, archive, column));
    CHECK_OK(wom_archive_read_column(&data, &num, archive, column, type));
    wom_free(data);
    return num;
}

/* ---- Tests ---- */

static void
a_run_writes_every_stage(void)
{
    static const char *const groups[] = {
        "/scenario_json", "/effective_json", "/provenance/files", "/graph",           "/seeds",   "/contents",
        "/algorithms",    "/certificate",    "/summary",          "/curves/active",   "/users",   "/segments",
        "/communities",   "/replicates",     "/campaign/pulls",   "/campaign/totals", "/what_if", "/shape",
        "/generations",   "/traces",         "/contributions"
    };
    const path file = small_scenario_write("");
    finished_run finished = run_scenario(file.text, NULL, "all.h5", 2);
    char *status = NULL;
    if (finished.run == NULL) return;
    opened results = open_results(&finished);
    for (size_t i = 0; results.archive != NULL && i < sizeof groups / sizeof *groups; i++)
        if (!wom_archive_has(results.archive, groups[i])) test_failed(__FILE__, __LINE__, "no %s", groups[i]);
    CHECK_OK(wom_archive_attribute_text(&status, results.archive, "/", "status"));
    CHECK_TEXT(status, "complete");
    CHECK_EQUAL(num_rows(results.archive, "/seeds/user"), 3);
    CHECK_EQUAL(num_rows(results.archive, "/contents/content"), SMALL_CONTENTS);
    CHECK_EQUAL(num_rows(results.archive, "/algorithms/seeds"), 2);
    CHECK_EQUAL(num_rows(results.archive, "/users/active"), SMALL_USERS);
    CHECK_EQUAL(num_rows(results.archive, "/replicates/active"), 200);
    CHECK_EQUAL(num_rows(results.archive, "/provenance/files/sha256"), 5);
    CHECK_EQUAL(num_rows(results.archive, "/what_if/value"), 4 * WOM_METRIC_RIVAL);
    CHECK(finished.run->finished == WOM_STAGE_ALL && finished.run->stopped == WOM_OK && !finished.run->unproven);
    wom_free(status);
    close_results(&results);
    finished_run_clear(&finished);
}

static void
money_is_reported_only_where_something_is_valued(void)
{
    static const char *const poor[] = { "/users/file=", "/contents/file=plain.csv", "/what_if=[]", NULL };
    const path file = small_scenario_write("");
    write_file("plain.csv", "content\nsong\ntrip\nsoup\n");
    for (uint32_t i = 0; i < 2; i++) {
        finished_run finished = run_scenario(file.text, i == 0 ? NULL : poor, "money.h5", 1);
        if (finished.run == NULL) return;
        opened results = open_results(&finished);
        CHECK_EQUAL(wom_run_reports(finished.run, WOM_METRIC_PROFIT), i == 0);
        CHECK_EQUAL(wom_run_reports(finished.run, WOM_METRIC_COST), i == 0);
        CHECK_EQUAL(column_has(results.archive, "/summary/metric", "profit"), i == 0);
        CHECK_EQUAL(column_has(results.archive, "/summary/metric", "cost"), i == 0);
        CHECK_EQUAL(column_has(results.archive, "/summary/metric", "roi"), i == 0);
        CHECK_EQUAL(wom_archive_has(results.archive, "/replicates/revenue"), i == 0);
        CHECK(column_has(results.archive, "/summary/metric", "buyers"));
        close_results(&results);
        finished_run_clear(&finished);
    }
}

static void
any_number_of_threads_gives_one_digest(void)
{
    const uint32_t threads[] = { 1, 2, 7 };
    const path file = small_scenario_write("");
    char first[WOM_DIGEST_LENGTH] = "";
    for (uint32_t i = 0; i < 3; i++) {
        finished_run finished = run_scenario(file.text, NULL, "threads.h5", threads[i]);
        if (i == 0) memcpy(first, finished.digest, sizeof first);
        CHECK_TEXT(finished.digest, first);
        finished_run_clear(&finished);
    }
}

static void
rows_in_another_order_give_the_same_digest(void)
{
    const path file = small_scenario_write("");
    finished_run first = run_scenario(file.text, NULL, "order.h5", 2);
    for (uint64_t shuffle = 1; shuffle <= 2; shuffle++) {
        small_files_write("", &(small_files){ .shuffle = shuffle });
        finished_run finished = run_scenario(file.text, NULL, "shuffled.h5", 2);
        CHECK_TEXT(finished.digest, first.digest);
        finished_run_clear(&finished);
    }
    finished_run_clear(&first);
}

/* The same three users are asked under other names, which number everybody anew and so draw other worlds. */
static void
users_by_other_names_give_the_same_answer_within_its_error(void)
{
    static const char *const overrides[] = { "/simulate/replicates=4000", "/what_if=[]", "/select=\"degree\"",
                                             "/goal={\"content\":\"trip\",\"plan\":\"plan.csv\"}", NULL };
    const path file = small_scenario_write("");
    write_file("plan.csv", "user\nu07\nu03\nu30\n");
    finished_run first = run_scenario(file.text, overrides, "names.h5", 2);
    small_files_write("", &(small_files){ .prefix = "x", .turn = 23 });
    write_file("plan.csv", "user\nx30\nx26\nx53\n");
    finished_run second = run_scenario(file.text, overrides, "renamed.h5", 2);
    if (first.run == NULL || second.run == NULL) return;
    for (uint32_t m = 0; m < WOM_NUM_METRICS; m++) {
        const wom_estimate *a = &first.run->outcome->estimate[m], *b = &second.run->outcome->estimate[m];
        CHECK_NEAR(a->value, b->value, 5 * hypot(a->standard_error, b->standard_error));
    }
    CHECK(strcmp(first.digest, second.digest) != 0);
    CHECK_NEAR(first.run->model_summary.mean, second.run->model_summary.mean, 1e-9);
    finished_run_clear(&first);
    finished_run_clear(&second);
}

static void
results_are_a_scenario_that_repeats_the_run(void)
{
    const path file = small_scenario_write("folder");
    finished_run first = run_scenario(file.text, (const char *const[]){ "/goal/seeds=2", NULL }, "first.h5", 2);
    finished_run again = run_scenario(first.results.text, NULL, "again.h5", 1);
    CHECK_TEXT(again.digest, first.digest);
    finished_run other = run_scenario(first.results.text, (const char *const[]){ "/seed=6", NULL }, "other.h5", 1);
    CHECK(strcmp(other.digest, first.digest) != 0);
    finished_run_clear(&first);
    finished_run_clear(&again);
    finished_run_clear(&other);
}

static void
who_ran_it_where_and_how_long_is_not_in_the_digest(void)
{
    static const char *const argv[] = { "wom", "run", "\xff.json", NULL };
    const path file = small_scenario_write("\xffolder"), results = path_of("other_place.h5");
    const path usual = small_scenario_write("");
    finished_run first = run_scenario(usual.text, NULL, "place.h5", 1);
    wom_job *job = test_job(1);
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    wom_archive *archive = NULL;
    char digest[WOM_DIGEST_LENGTH] = "", *command = NULL;
    CHECK_OK(wom_scenario_load(&scenario, job, file.text, NULL, 0));
    if (scenario != NULL) CHECK_OK(wom_scenario_run(&run, job, scenario, WOM_STAGE_ALL, results.text, argv));
    if (run != NULL) CHECK_OK(wom_archive_open(&archive, job, results.text, wom_results_format));
    if (archive != NULL) {
        CHECK_OK(wom_archive_digest(digest, archive));
        CHECK_OK(wom_archive_attribute_text(&command, archive, "/provenance", "command"));
        CHECK_TEXT(command, "wom run ?.json");
    }
    CHECK_TEXT(digest, first.digest);
    wom_free(command);
    wom_archive_close(archive);
    wom_run_free(run);
    wom_scenario_free(scenario);
    wom_job_free(job);
    finished_run_clear(&first);
}

static void
a_question_about_the_budget_means_the_same_in_an_effective_scenario(void)
{
    static const char *const overrides[] = { "/goal={}", "/what_if=[{\"name\":\"x\",\"set\":{\"/goal/budget\":60}}]",
                                             NULL };
    const path file = small_scenario_write("");
    finished_run first = run_scenario(file.text, overrides, "budget.h5", 2);
    finished_run again = run_scenario(first.results.text, NULL, "budget2.h5", 2);
    CHECK_TEXT(again.digest, first.digest);
    if (first.run != NULL) {
        CHECK_EQUAL(first.run->plan->num_seeds, 10);
        CHECK(first.run->what_ifs[0].num_seeds > 10);
    }
    finished_run_clear(&first);
    finished_run_clear(&again);
}

static void
contents_beyond_the_budget_are_left_out(void)
{
    static const char *const overrides[] = { "/goal={\"budget\":7}", "/what_if=[]", NULL };
    const path file = small_scenario_write("");
    finished_run finished = run_scenario(file.text, overrides, "small_budget.h5", 1);
    if (finished.run == NULL) return;
    CHECK(finished.run->by_content[0].seeds == NULL); /* the song costs 10 */
    CHECK(finished.run->by_content[1].num_seeds == 1 && finished.run->by_content[2].num_seeds >= 1);
    CHECK(finished.run->outcome->estimate[WOM_METRIC_COST].value <= 7);
    opened results = open_results(&finished);
    CHECK_EQUAL(num_rows(results.archive, "/contents/content"), 2);
    close_results(&results);
    finished_run_clear(&finished);
}

static void
more_seeds_than_users_asks_everybody(void)
{
    static const char *const overrides[] = { "/goal={\"seeds\":100000}", "/select=degree", "/what_if=[]", NULL };
    const path file = small_scenario_write("");
    finished_run finished = run_scenario(file.text, overrides, "everybody.h5", 1);
    if (finished.run != NULL) CHECK_EQUAL(finished.run->plan->num_seeds, SMALL_USERS);
    finished_run_clear(&finished);
}

static void
a_plan_that_asks_nobody_is_a_plan(void)
{
    static const char *const overrides[] = { "/goal={\"maximise\":\"profit\",\"seeds\":5}", "/select=[\"greedy\"]",
                                             "/purchase/bias=-9", "/what_if=[{\"name\":\"x\",\"refuse_seeds\":1}]",
                                             NULL };
    const path file = small_scenario_write("");
    finished_run finished = run_scenario(file.text, overrides, "nobody.h5", 1);
    if (finished.run != NULL) {
        CHECK_EQUAL(finished.run->plan->num_seeds, 0);
        CHECK_EQUAL(finished.run->outcome->estimate[WOM_METRIC_COST].value, 0);
        CHECK_EQUAL(finished.run->finished, WOM_STAGE_ALL);
    }
    finished_run_clear(&finished);
}

static void
a_given_plan_is_used_as_it_is_and_compared_with_the_algorithms(void)
{
    static const char *const overrides[] = { "/goal={\"seeds\":2,\"content\":\"trip\",\"plan\":\"plan.csv\","
                                             "\"current\":\"now.csv\"}",
                                             NULL };
    const path file = small_scenario_write("");
    write_file("plan.csv", "rank,user\n1,u07\n2,u03\n3,u30\n");
    write_file("now.csv", "user\nu01\n");
    finished_run finished = run_scenario(file.text, overrides, "given.h5", 1);
    if (finished.run == NULL) return;
    CHECK_TEXT(finished.run->plan->name, "given");
    CHECK_EQUAL(finished.run->plan->num_seeds, 3);
    CHECK_TEXT(wom_data_user_id(finished.run->data, finished.run->plan->seeds[0]), "u07");
    CHECK_TEXT(finished.run->data->content_id[finished.run->plan_content], "trip");
    CHECK_EQUAL(finished.run->num_candidates, 3);
    CHECK_TEXT(finished.run->candidates[2].name, "current");
    CHECK_EQUAL(finished.run->candidates[2].num_seeds, 1);
    finished_run_clear(&finished);
}

static void
pinned_users_come_first_and_banned_ones_never(void)
{
    static const char *const overrides[] = { "/goal={\"seeds\":4,\"pin\":[\"u44\",\"u11\"],\"ban\":[\"u00\",\"u03\"]}",
                                             "/what_if/0/set={\"/goal/ban\":[\"u06\"]}", NULL };
    const path file = small_scenario_write("");
    finished_run finished = run_scenario(file.text, overrides, "pinned.h5", 1);
    if (finished.run == NULL) return;
    const wom_candidate *plan = finished.run->plan;
    const wom_data *data = finished.run->data;
    CHECK_TEXT(wom_data_user_id(data, plan->seeds[0]), "u44");
    CHECK_TEXT(wom_data_user_id(data, plan->seeds[1]), "u11");
    for (uint32_t i = 0; i < plan->num_seeds; i++)
        CHECK(strcmp(wom_data_user_id(data, plan->seeds[i]), "u00") != 0 &&
              strcmp(wom_data_user_id(data, plan->seeds[i]), "u03") != 0);
    for (uint32_t i = 0; i < finished.run->what_ifs[0].num_seeds; i++)
        CHECK(strcmp(wom_data_user_id(data, finished.run->what_ifs[0].seeds[i]), "u06") != 0);
    finished_run_clear(&finished);
}

TEST_MAIN(TEST(a_run_writes_every_stage), TEST(money_is_reported_only_where_something_is_valued),
          TEST(any_number_of_threads_gives_one_digest), TEST(rows_in_another_order_give_the_same_digest),
          TEST(users_by_other_names_give_the_same_answer_within_its_error),
          TEST(results_are_a_scenario_that_repeats_the_run), TEST(who_ran_it_where_and_how_long_is_not_in_the_digest),
          TEST(a_question_about_the_budget_means_the_same_in_an_effective_scenario),
          TEST(contents_beyond_the_budget_are_left_out), TEST(more_seeds_than_users_asks_everybody),
          TEST(a_plan_that_asks_nobody_is_a_plan), TEST(a_given_plan_is_used_as_it_is_and_compared_with_the_algorithms),
          TEST(pinned_users_come_first_and_banned_ones_never))
