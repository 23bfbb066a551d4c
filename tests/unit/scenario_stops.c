/* scenario: runs that are stopped or run out of memory leave what they have found, and nothing else. */
#include "scenarios.h"

#include <signal.h>

/* ---- Stopped runs ---- */

/* A stage that would take very long, and what a run stopped in it has finished. */
typedef struct long_stage {
    const char *setting;
    uint32_t finished;          /* wom_stage bits */
    const char *written, *left; /* groups of the results file that are there, and are not */
    bool (*has_begun)(
        const wom_run *run); /* far enough for `written`: on a busy machine a stage may have found nothing */
} long_stage;

static bool
is_described(const wom_run *run)
{
    return (run->finished & WOM_STAGE_DESCRIBE) != 0;
}

static bool
is_planned(const wom_run *run)
{
    return run->plan != NULL;
}

static bool
is_simulated(const wom_run *run)
{
    return run->outcome != NULL;
}

static bool
is_played(const wom_run *run)
{
    return run->campaign != NULL;
}

enum {
    BEFORE_SELECT = WOM_STAGE_READ | WOM_STAGE_LOAD | WOM_STAGE_DESCRIBE,
    BEFORE_SIMULATE = BEFORE_SELECT | WOM_STAGE_SELECT,
    BEFORE_LOOK = BEFORE_SIMULATE | WOM_STAGE_SIMULATE,
    BEFORE_CAMPAIGN = BEFORE_LOOK | WOM_STAGE_LOOK,
};

static const long_stage long_stages[] = {
    { "/select={\"type\":\"greedy\",\"worlds\":1000000}", BEFORE_SELECT, "/graph", "/summary", is_described },
    { "/select=[\"degree\",{\"type\":\"greedy\",\"worlds\":1000000}]", BEFORE_SELECT, "/seeds", "/summary",
      is_planned },
    { "/simulate={\"replicates\":3000000,\"curve_steps\":1}", BEFORE_SIMULATE, "/replicates", "/campaign",
      is_simulated },
    { "/campaign/replications=1000000", BEFORE_CAMPAIGN, "/campaign/pulls", "/what_if", is_played },
    { "/what_if/1/set={\"/simulate/replicates\":3000000,\"/simulate/curve_steps\":1}",
      BEFORE_CAMPAIGN | WOM_STAGE_CAMPAIGN, "/campaign/totals", "/nothing", is_played },
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

/* A run under limits; `run` is NULL where it failed, with that status. */
typedef struct limited_run {
    wom_job *job;
    wom_scenario *scenario;
    wom_run *run;
    wom_status status;
} limited_run;

static limited_run
run_limited(const char *file, const char *setting, const wom_job_options *limits, const char *results)
{
    const char *const overrides[] = { setting, NULL };
    limited_run made = { .status = WOM_INVALID };
    wom_job_options options = *limits;
    options.threads = 2;
    CHECK_OK(wom_job_create(&made.job, &options));
    CHECK_OK(load_with(&made.scenario, made.job, file, overrides));
    if (made.scenario != NULL)
        made.status = wom_scenario_run(&made.run, made.job, made.scenario, WOM_STAGE_ALL, results, NULL);
    return made;
}

static void
limited_run_clear(limited_run *made)
{
    wom_run_free(made->run);
    wom_scenario_free(made->scenario);
    CHECK_EQUAL(wom_job_memory_used(made->job), 0);
    wom_job_free(made->job);
}

static void
a_time_limit_in_any_stage_leaves_a_file_with_what_was_finished(void)
{
    const path file = small_scenario_write("");
    const path results = path_of("stopped.h5");
    wom_job_options limits = wom_job_defaults();
    limits.time_limit = 0.3;
    for (size_t i = 0; i < sizeof long_stages / sizeof *long_stages; i++) {
        limited_run made = run_limited(file.text, long_stages[i].setting, &limits, results.text);
        CHECK_OK(made.status);
        if (made.run != NULL) {
            CHECK_EQUAL(made.run->stopped, WOM_TIMEOUT);
            CHECK(strstr(made.run->stop_text, "the time limit of 0.3 s has passed") != NULL);
            /* a busy machine may not come so far as to the long stage */
            if ((made.run->finished & ~long_stages[i].finished) != 0)
                test_failed(__FILE__, __LINE__, "%s: finished %u", long_stages[i].setting, made.run->finished);
            const bool is_far = made.run->finished == long_stages[i].finished && long_stages[i].has_begun(made.run);
            check_outcomes(made.run);
            check_results(results.text, "time limit", is_far ? &long_stages[i] : NULL);
        }
        limited_run_clear(&made);
    }
}

static void
a_time_limit_at_any_moment_leaves_a_readable_file(void)
{
    static const double moments[] = { 0.002, 0.01, 0.03, 0.06, 0.12, 0.25 };
    const path results = path_of("moment.h5");
    write_file("town.json", "{ \"generate\": { \"type\": \"town\", \"users\": 1500 }, "
                            "\"goal\": { \"seeds\": 5 }, \"campaign\": {},"
                            "  \"what_if\": [ { \"name\": \"x\", \"refuse_seeds\": 1 } ] }");
    const path file = path_of("town.json");
    wom_job_options limits = wom_job_defaults();
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        limits.time_limit = moments[i];
        limited_run made = run_limited(file.text, NULL, &limits, results.text);
        CHECK_OK(made.status);
        if (made.run != NULL) {
            check_outcomes(made.run);
            check_results(results.text, made.run->stopped == WOM_OK ? "complete" : "time limit", NULL);
        }
        limited_run_clear(&made);
    }
}

static volatile sig_atomic_t cancelled;

static void
cancel_while_simulating(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)total;
    if (done > 0 && strcmp(stage, "simulating") == 0) __atomic_store_n(&cancelled, 1, __ATOMIC_RELAXED);
}

static void
cancel_at_once(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)stage, (void)done, (void)total;
    __atomic_store_n(&cancelled, 1, __ATOMIC_RELAXED);
}

static limited_run
run_cancelled(const char *file, const char *setting, wom_progress_function progress, const char *results)
{
    wom_job_options limits = wom_job_defaults();
    cancelled = 0;
    limits.cancel = &cancelled;
    limits.progress = progress;
    return run_limited(file, setting, &limits, results);
}

static void
a_cancelled_run_is_interrupted_and_its_worlds_are_those_of_a_shorter_one(void)
{
    const path file = small_scenario_write("");
    const path results = path_of("cancelled.h5");
    limited_run made = run_cancelled(file.text, "/simulate={\"replicates\":3000000,\"curve_steps\":1}",
                                     cancel_while_simulating, results.text);
    finished_run whole = run_scenario(file.text, NULL, "whole.h5", 1);
    CHECK_OK(made.status);
    if (made.run != NULL && made.run->outcome != NULL && whole.run != NULL) {
        const double *some = made.run->outcome->metric[WOM_METRIC_ACTIVE];
        const double *all = whole.run->outcome->metric[WOM_METRIC_ACTIVE];
        uint64_t num = made.run->outcome->num_replicates;
        if (num > whole.run->outcome->num_replicates) num = whole.run->outcome->num_replicates;
        CHECK_EQUAL(made.run->stopped, WOM_CANCELLED);
        CHECK(made.run->plan->num_seeds == 3 && memcmp(some, all, num * sizeof *all) == 0);
        check_results(results.text, "interrupted", NULL);
    }
    limited_run_clear(&made);
    finished_run_clear(&whole);
}

static void
a_run_that_is_cancelled_as_it_begins_leaves_a_file_without_results(void)
{
    const path file = small_scenario_write("");
    const path results = path_of("nothing.h5");
    const long_stage nothing = { .setting = "nothing", .written = "/effective_json", .left = "/graph" };
    limited_run made = run_cancelled(file.text, NULL, cancel_at_once, results.text);
    CHECK_OK(made.status);
    if (made.run != NULL) {
        CHECK(made.run->stopped == WOM_CANCELLED && made.run->outcome == NULL && made.run->plan == NULL);
        check_results(results.text, "interrupted", &nothing);
    }
    limited_run_clear(&made);
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
    const path results = path_of("no.h5");
    wom_job_options limits = wom_job_defaults();
    limits.memory_limit = 50000000;
    limited_run made = run_limited(file.text, "/simulate/replicates=100000000", &limits, results.text);
    CHECK_FAILS(made.status, WOM_NO_MEMORY, "50");
    CHECK(made.run == NULL);
    limited_run_clear(&made);
}

TEST_MAIN(TEST(a_time_limit_in_any_stage_leaves_a_file_with_what_was_finished),
          TEST(a_time_limit_at_any_moment_leaves_a_readable_file),
          TEST(a_cancelled_run_is_interrupted_and_its_worlds_are_those_of_a_shorter_one),
          TEST(a_run_that_is_cancelled_as_it_begins_leaves_a_file_without_results),
          TEST(a_run_leaks_nothing_when_any_allocation_fails), TEST(a_memory_limit_is_refused_with_both_numbers))
