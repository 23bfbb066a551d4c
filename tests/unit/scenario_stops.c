/* scenario: runs that are stopped or run out of memory leave what they have found, and nothing else. */
#include "scenarios.h"

#include <signal.h>

/* ---- Stopped runs ---- */

/* A stage that would take very long, and what a run stopped in it has finished. */
typedef struct long_stage {
    const char *setting;
    uint32_t finished;          /* wom_stage bits */
    const char *written, *left; /* groups of the results file that are there, and are not */
} long_stage;

enum { BEFORE_SELECT = WOM_STAGE_LOAD | WOM_STAGE_DESCRIBE, BEFORE_SIMULATE = BEFORE_SELECT | WOM_STAGE_SELECT };

static const long_stage long_stages[] = {
    { "/select={\"type\":\"greedy\",\"worlds\":1000000}", BEFORE_SELECT, "/graph", "/summary" },
    { "/select=[\"degree\",{\"type\":\"greedy\",\"worlds\":1000000}]", BEFORE_SELECT, "/seeds", "/summary" },
    { "/simulate={\"replicates\":3000000,\"curve_steps\":1}", BEFORE_SIMULATE, "/replicates", "/campaign" },
    { "/campaign/replications=1000000", BEFORE_SIMULATE | WOM_STAGE_SIMULATE, "/campaign/pulls", "/what_if" },
    { "/what_if/1/set={\"/simulate/replicates\":3000000,\"/simulate/curve_steps\":1}",
      BEFORE_SIMULATE | WOM_STAGE_SIMULATE | WOM_STAGE_CAMPAIGN, "/what_if", "/nothing" },
};

static void
check_results(const char *results, const char *status_expected, const long_stage *stage)
{
    wom_job *job = test_job(1);
    wom_archive *archive = NULL;
    wom_scenario *again = NULL;
    char *status = NULL, digest[WOM_DIGEST_LENGTH];
    CHECK_OK(wom_archive_open(&archive, job, results, wom_results_format));
    if (archive != NULL) {
        CHECK_OK(wom_archive_attribute_text(&status, archive, "/", "status"));
        CHECK_TEXT(status, status_expected);
        CHECK_OK(wom_archive_digest(digest, archive));
        if (stage != NULL && !wom_archive_has(archive, stage->written))
            test_failed(__FILE__, __LINE__, "%s: no %s", stage->setting, stage->written);
        if (stage != NULL && wom_archive_has(archive, stage->left))
            test_failed(__FILE__, __LINE__, "%s: there is %s", stage->setting, stage->left);
    }
    wom_free(status);
    wom_archive_close(archive);
    CHECK_OK(wom_scenario_load(&again, job, results, NULL, 0));
    wom_scenario_free(again);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* Whether every outcome that is there is one of at least two finished worlds. */
static void
check_outcomes(const wom_run *run)
{
    if (run->outcome != NULL) CHECK(run->outcome->num_replicates >= 2);
    if (run->campaign != NULL) CHECK(run->campaign->num_replications >= 2);
    for (uint32_t i = 0; i < run->num_candidates; i++) CHECK(run->candidates[i].outcome != NULL);
    for (uint32_t i = 0; i < run->num_what_ifs; i++) CHECK(run->what_ifs[i].outcome != NULL);
}

static void
a_time_limit_in_any_stage_leaves_a_file_with_what_was_finished(void)
{
    const path file = small_scenario_write("");
    const path results = path_of("stopped.h5");
    for (size_t i = 0; i < sizeof long_stages / sizeof *long_stages; i++) {
        const char *const overrides[] = { long_stages[i].setting, NULL };
        wom_job_options options = wom_job_defaults();
        wom_job *job = NULL;
        wom_scenario *scenario = NULL;
        wom_run *run = NULL;
        options.threads = 2;
        options.time_limit = 0.5;
        CHECK_OK(wom_job_create(&job, &options));
        CHECK_OK(load_with(&scenario, job, file.text, overrides));
        if (scenario != NULL) CHECK_OK(wom_scenario_run(&run, job, scenario, WOM_STAGE_ALL, results.text, NULL));
        if (run != NULL) {
            CHECK_EQUAL(run->stopped, WOM_TIMEOUT);
            CHECK(strstr(run->stop_text, "the time limit of 0.5 s has passed") != NULL);
            if (run->finished != long_stages[i].finished)
                test_failed(__FILE__, __LINE__, "%s: finished %u", long_stages[i].setting, run->finished);
            check_outcomes(run);
            check_results(results.text, "time limit", &long_stages[i]);
        }
        wom_run_free(run);
        wom_scenario_free(scenario);
        CHECK_EQUAL(wom_job_memory_used(job), 0);
        wom_job_free(job);
    }
}

static volatile sig_atomic_t cancelled;

static void
cancel_while_simulating(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)total;
    if (done > 0 && strcmp(stage, context) == 0) cancelled = 1;
}

static wom_job *
cancelled_job(const char *stage)
{
    wom_job_options options = wom_job_defaults();
    wom_job *job = NULL;
    options.threads = 2;
    options.cancel = &cancelled;
    options.progress = cancel_while_simulating;
    options.progress_context = (void *)(uintptr_t)stage;
    CHECK_OK(wom_job_create(&job, &options));
    return job;
}

static void
a_cancelled_run_is_interrupted_and_its_worlds_are_those_of_a_shorter_one(void)
{
    static const char *const overrides[] = { "/simulate={\"replicates\":3000000,\"curve_steps\":1}", NULL };
    const path file = small_scenario_write("");
    const path results = path_of("cancelled.h5");
    cancelled = 0;
    wom_job *job = cancelled_job("simulating");
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    CHECK_OK(load_with(&scenario, job, file.text, overrides));
    if (scenario != NULL) CHECK_OK(wom_scenario_run(&run, job, scenario, WOM_STAGE_ALL, results.text, NULL));
    finished_run whole = run_scenario(file.text, NULL, "whole.h5", 1);
    if (run != NULL && run->outcome != NULL && whole.run != NULL) {
        const double *some = run->outcome->metric[WOM_METRIC_ACTIVE];
        const double *all = whole.run->outcome->metric[WOM_METRIC_ACTIVE];
        uint64_t num = run->outcome->num_replicates;
        if (num > whole.run->outcome->num_replicates) num = whole.run->outcome->num_replicates;
        CHECK_EQUAL(run->stopped, WOM_CANCELLED);
        CHECK(run->plan->num_seeds == 3 && memcmp(some, all, num * sizeof *all) == 0);
        check_results(results.text, "interrupted", NULL);
    }
    wom_run_free(run);
    wom_scenario_free(scenario);
    wom_job_free(job);
    finished_run_clear(&whole);
}

static void
a_run_that_is_cancelled_before_it_begins_leaves_a_file_without_results(void)
{
    const path file = small_scenario_write("");
    const path results = path_of("nothing.h5");
    const long_stage nothing = { "nothing", 0, "/effective_json", "/graph" };
    cancelled = 0;
    wom_job *job = cancelled_job("simulating");
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    CHECK_OK(load_with(&scenario, job, file.text, NULL));
    cancelled = 1;
    if (scenario != NULL) CHECK_OK(wom_scenario_run(&run, job, scenario, WOM_STAGE_ALL, results.text, NULL));
    if (run != NULL) {
        CHECK(run->stopped == WOM_CANCELLED && run->outcome == NULL && run->plan == NULL);
        check_results(results.text, "interrupted", &nothing);
    }
    wom_run_free(run);
    wom_scenario_free(scenario);
    wom_job_free(job);
}

static void
a_time_limit_at_any_moment_leaves_a_readable_file(void)
{
    static const double limits[] = { 0.002, 0.01, 0.03, 0.06, 0.12, 0.25 };
    const path results = path_of("moment.h5");
    write_file("town.json", "{ \"town\": { \"users\": 1500 }, \"goal\": { \"seeds\": 5 }, \"campaign\": {},"
                            "  \"what_if\": [ { \"name\": \"x\", \"refuse_seeds\": 1 } ] }");
    const path file = path_of("town.json");
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        wom_job_options options = wom_job_defaults();
        wom_job *job = NULL;
        wom_scenario *scenario = NULL;
        wom_run *run = NULL;
        options.threads = 2;
        options.time_limit = limits[i];
        CHECK_OK(wom_job_create(&job, &options));
        CHECK_OK(load_with(&scenario, job, file.text, NULL));
        if (scenario != NULL) CHECK_OK(wom_scenario_run(&run, job, scenario, WOM_STAGE_ALL, results.text, NULL));
        if (run != NULL) {
            check_outcomes(run);
            check_results(results.text, run->stopped == WOM_OK ? "complete" : "time limit", NULL);
        }
        wom_run_free(run);
        wom_scenario_free(scenario);
        CHECK_EQUAL(wom_job_memory_used(job), 0);
        wom_job_free(job);
    }
}

/* ---- Memory ---- */

static path tiny_file;

/* A run of every stage on four users; without a results file, whose failures the store's own tests look at. */
static wom_status
run_tiny(wom_job *job)
{
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    wom_run_estimate estimate;
    wom_status status = load_with(&scenario, job, tiny_file.text, NULL);
    if (status == WOM_OK) status = wom_scenario_run(&run, job, scenario, WOM_STAGE_ALL, NULL, NULL);
    if (status == WOM_OK) status = wom_scenario_estimate(&estimate, job, run);
    wom_run_free(run);
    wom_scenario_free(scenario);
    return status;
}

static void
a_run_leaks_nothing_when_any_allocation_fails(void)
{
    write_file("tiny_ties.csv", "from,to\na,b\nb,c\nc,d\nd,a\na,c\n");
    write_file("tiny_users.csv", "user,cost,accept,segment\na,1,1,x\nb,2,0.5,y\nc,3,1,x\nd,1,1,y\n");
    write_file("tiny_likes.csv", "user,interest\na,m\nb,m\nc,n\nd,n\n");
    write_file("tiny_topics.csv", "content,interest\ns,m\nt,n\n");
    write_file("tiny_now.csv", "user\nb\n");
    write_file("tiny.json",
               "{ \"ties\": { \"file\": \"tiny_ties.csv\" }, \"users\": { \"file\": \"tiny_users.csv\" },\n"
               "  \"interests\": { \"users\": \"tiny_likes.csv\", \"contents\": \"tiny_topics.csv\" },\n"
               "  \"goal\": { \"budget\": 5, \"pin\": [ \"a\" ], \"ban\": [ \"d\" ], \"maximise\": \"value\",\n"
               "            \"current\": \"tiny_now.csv\" },\n"
               "  \"select\": [ { \"type\": \"ris\", \"epsilon\": 0.5 }, \"degree\" ],\n"
               "  \"simulate\": { \"replicates\": 4 }, \"purchase\": { \"users\": { \"m\": 1 } },\n"
               "  \"campaign\": { \"rounds\": 2, \"replications\": 2, \"judge_worlds\": 2 },\n"
               "  \"what_if\": [ { \"name\": \"x\", \"set\": { \"/purchase/bias\": 1 }, \"refuse\": [ \"b\" ] },\n"
               "                 { \"name\": \"y\", \"mask_segment\": \"y\", \"reselect\": true } ] }");
    tiny_file = path_of("tiny.json");
    test_each_allocation_failing(run_tiny);
}

static void
a_memory_limit_is_refused_with_both_numbers(void)
{
    const path file = small_scenario_write("");
    static const char *const overrides[] = { "/simulate/replicates=100000000", NULL };
    wom_job_options options = wom_job_defaults();
    wom_job *job = NULL;
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    options.memory_limit = 50000000;
    options.threads = 2;
    CHECK_OK(wom_job_create(&job, &options));
    CHECK_OK(load_with(&scenario, job, file.text, overrides));
    if (scenario != NULL)
        CHECK_FAILS(wom_scenario_run(&run, job, scenario, WOM_STAGE_ALL, path_of("no.h5").text, NULL), WOM_NO_MEMORY,
                    "50");
    CHECK(run == NULL);
    wom_scenario_free(scenario);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(a_time_limit_in_any_stage_leaves_a_file_with_what_was_finished),
          TEST(a_cancelled_run_is_interrupted_and_its_worlds_are_those_of_a_shorter_one),
          TEST(a_run_that_is_cancelled_before_it_begins_leaves_a_file_without_results),
          TEST(a_time_limit_at_any_moment_leaves_a_readable_file), TEST(a_run_leaks_nothing_when_any_allocation_fails),
          TEST(a_memory_limit_is_refused_with_both_numbers))
