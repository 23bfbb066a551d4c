/* The job and the parallel loop: limits, cancelling, progress, and results that do not depend on threads. */
#include "test.h"

enum { NUM_BLOCKS = 500 };

static wom_job *
job_of(wom_job_options options)
{
    wom_job *job = NULL;
    CHECK_OK(wom_job_create(&job, &options));
    return job;
}

static void
jobs_refuse_impossible_options(void)
{
    wom_job *job = NULL;
    wom_job_options options = wom_job_defaults();
    options.threads = 1025;
    CHECK_FAILS(wom_job_create(&job, &options), WOM_INVALID, "1025 threads: must be at most 1024");
    options.threads = 1;
    options.time_limit = -1;
    CHECK_FAILS(wom_job_create(&job, &options), WOM_INVALID, "time limit of -1 s");
    options.time_limit = (double)NAN;
    CHECK_FAILS(wom_job_create(&job, &options), WOM_INVALID, "time limit");
    CHECK(job == NULL);
    wom_job_free(NULL);
}

static void
no_number_of_threads_means_one_per_core(void)
{
    wom_job *job = job_of(wom_job_defaults());
    CHECK(wom_job_threads(job) >= 1 && wom_job_threads(job) <= 1024);
    CHECK_OK(wom_job_check(job));
    wom_job_free(job);
}

static void
the_deadline_and_the_cancel_flag_stop_a_job(void)
{
    volatile sig_atomic_t cancel = 0;
    wom_job *job = job_of((wom_job_options){ .threads = 1, .time_limit = 3600, .cancel = &cancel });
    CHECK_OK(wom_job_check(job));
    cancel = 1;
    CHECK_FAILS(wom_job_check(job), WOM_CANCELLED, "cancelled");
    wom_job_free(job);
    job = job_of((wom_job_options){ .threads = 1, .time_limit = 1e-9 });
    while (wom_job_check(job) == WOM_OK) {
    }
    CHECK_FAILS(wom_job_check(job), WOM_TIMEOUT, "the time limit of 1e-09 s has passed");
    wom_job_wind_up(job);
    CHECK_OK(wom_job_check(job));
    wom_job_free(job);
}

typedef struct record {
    uint64_t value[NUM_BLOCKS];
    unsigned char ran[NUM_BLOCKS];
    unsigned char busy[8];
    bool clashed[8];
    sig_atomic_t cancel;
    uint64_t cancel_at;
} record;

static void
fill(void *context, uint64_t block, uint32_t worker)
{
    record *r = context;
    while (block > r->cancel_at + 50 && __atomic_load_n(&r->cancel, __ATOMIC_RELAXED) == 0) {
    } /* so that the block that cancels is never the last to be finished */
    if (r->busy[worker]) r->clashed[worker] = true;
    r->busy[worker] = 1;
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, block);
    for (int i = 0; i < 1000; i++) r->value[block] += wom_rng_below(&rng, 10);
    r->ran[block]++;
    r->busy[worker] = 0;
    if (block == r->cancel_at) __atomic_store_n(&r->cancel, 1, __ATOMIC_RELAXED);
}

static void
results_do_not_depend_on_the_number_of_threads(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    static record records[3];
    for (int k = 0; k < 3; k++) {
        uint64_t num_done = 0;
        wom_job *job = test_job(threads[k]);
        records[k].cancel_at = UINT32_MAX;
        CHECK_EQUAL(wom_job_threads(job), threads[k]);
        CHECK_OK(wom_parallel_for(job, NUM_BLOCKS, fill, &records[k], &num_done));
        CHECK_EQUAL(num_done, NUM_BLOCKS);
        for (int i = 0; i < NUM_BLOCKS; i++) CHECK_EQUAL(records[k].ran[i], 1);
        for (int i = 0; i < 8; i++) CHECK(!records[k].clashed[i]);
        CHECK(memcmp(records[k].value, records[0].value, sizeof records[k].value) == 0);
        wom_job_free(job);
    }
}

static void
a_stopped_loop_has_run_exactly_a_prefix(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    for (int k = 0; k < 3; k++) {
        static record r;
        uint64_t num_done = 0;
        r = (record){ .cancel_at = 100 };
        wom_job *job = job_of((wom_job_options){ .threads = threads[k], .cancel = &r.cancel });
        CHECK_FAILS(wom_parallel_for(job, NUM_BLOCKS, fill, &r, &num_done), WOM_CANCELLED, "cancelled");
        CHECK(num_done > 100 && num_done < NUM_BLOCKS);
        if (threads[k] == 1) CHECK_EQUAL(num_done, 101);
        for (uint64_t i = 0; i < NUM_BLOCKS; i++) CHECK_EQUAL(r.ran[i], i < num_done);
        wom_job_free(job);
    }
}

static void
a_loop_past_its_deadline_says_timeout(void)
{
    static record r;
    uint64_t num_done = 1;
    wom_job *job = job_of((wom_job_options){ .threads = 2, .time_limit = 1e-9 });
    CHECK_FAILS(wom_parallel_for(job, NUM_BLOCKS, fill, &r, &num_done), WOM_TIMEOUT, "time limit");
    CHECK_EQUAL(num_done, 0);
    CHECK_OK(wom_parallel_for(job, 0, fill, &r, &num_done));
    wom_job_free(job);
}

static void
being_cancelled_by_the_last_block_is_no_failure(void)
{
    static record r = { .cancel_at = NUM_BLOCKS - 1 };
    uint64_t num_done = 0;
    wom_job *job = job_of((wom_job_options){ .threads = 1, .cancel = &r.cancel });
    CHECK_OK(wom_parallel_for(job, NUM_BLOCKS, fill, &r, &num_done));
    CHECK_EQUAL(num_done, NUM_BLOCKS);
    wom_job_free(job);
}

static _Thread_local bool is_home;

typedef struct listener {
    unsigned calls;
    bool abroad, beyond;
    const char *stage;
} listener;

static void
listen(void *context, const char *stage, uint64_t done, uint64_t total)
{
    listener *heard = context;
    heard->calls++;
    heard->abroad = heard->abroad || !is_home;
    heard->beyond = heard->beyond || done > total;
    heard->stage = stage;
}

static void
spin(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    wom_rng rng = wom_rng_stream(2, WOM_PURPOSE_GENERATE, block);
    for (int i = 0; i < 20000; i++) ((uint64_t *)context)[block] ^= wom_rng_next(&rng);
}

static void
progress_comes_seldom_and_from_the_jobs_own_thread(void)
{
    static uint64_t sink[4000];
    listener heard = { 0 };
    is_home = true;
    wom_job *job = job_of((wom_job_options){ .threads = 3, .progress = listen, .progress_context = &heard });
    wom_job_stage(job, "spinning", 4000);
    CHECK_EQUAL(heard.calls, 1);
    CHECK_TEXT(heard.stage, "spinning");
    CHECK_OK(wom_parallel_for(job, 4000, spin, sink, NULL));
    CHECK(!heard.abroad && !heard.beyond);
    CHECK(heard.calls < 100); /* of 4000 blocks */
    wom_job_free(job);
}

TEST_MAIN(TEST(jobs_refuse_impossible_options), TEST(no_number_of_threads_means_one_per_core),
          TEST(the_deadline_and_the_cancel_flag_stop_a_job), TEST(results_do_not_depend_on_the_number_of_threads),
          TEST(a_stopped_loop_has_run_exactly_a_prefix), TEST(a_loop_past_its_deadline_says_timeout),
          TEST(being_cancelled_by_the_last_block_is_no_failure),
          TEST(progress_comes_seldom_and_from_the_jobs_own_thread))
