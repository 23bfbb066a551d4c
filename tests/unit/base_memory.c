/* The ledger: what is counted, what is refused, and what a failure leaves behind. */
#include "test.h"

static wom_job *
limited_job(uint64_t limit)
{
    wom_job *job = NULL;
    wom_job_options options = wom_job_defaults();
    options.threads = 1;
    options.memory_limit = limit;
    CHECK_OK(wom_job_create(&job, &options));
    return job;
}

static void
allocations_are_zeroed_aligned_and_counted(void)
{
    wom_job *job = test_job(1);
    double *x = NULL;
    unsigned char *nothing = NULL;
    CHECK_OK(wom_allocate(&x, job, 1000, sizeof *x, "numbers"));
    CHECK_EQUAL((uintptr_t)x % 16, 0);
    for (int i = 0; i < 1000; i++) CHECK(x[i] == 0);
    CHECK_EQUAL(wom_job_memory_used(job), 8000);
    CHECK_OK(wom_allocate(&nothing, job, 0, 4, "nothing"));
    CHECK(nothing != NULL && nothing[0] == 0);
    CHECK_EQUAL(wom_job_memory_used(job), 8001);
    wom_free(x);
    wom_free(nothing);
    wom_free(NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    CHECK_EQUAL(wom_job_memory_peak(job), 8001);
    CHECK_EQUAL(wom_job_num_allocations(job), 2);
    wom_job_free(job);
}

static void
the_limit_is_kept_to_the_byte(void)
{
    wom_job *job = limited_job(1000);
    char *a = NULL, *b = (char *)job;
    CHECK_EQUAL(wom_job_memory_limit(job), 1000);
    CHECK_OK(wom_allocate(&a, job, 600, 1, "first"));
    CHECK_FAILS(wom_allocate(&b, job, 401, 1, "second"), WOM_NO_MEMORY, "second: 401 bytes");
    CHECK(strstr(wom_error_text(), "600 of the limit of 1000") != NULL);
    CHECK(b == NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 600);
    CHECK_FAILS(wom_job_expect_memory(job, 401, "worlds"), WOM_NO_MEMORY, "worlds: 401 bytes");
    CHECK_OK(wom_job_expect_memory(job, 400, "worlds"));
    CHECK_OK(wom_allocate(&b, job, 400, 1, "second"));
    wom_free(a);
    wom_free(b);
    wom_job_free(job);
}

static void
impossible_sizes_are_refused(void)
{
    wom_job *job = test_job(1);
    void *x = NULL;
    CHECK_FAILS(wom_allocate(&x, job, UINT64_MAX / 4, 8, "many"), WOM_NO_MEMORY, "more than can be addressed");
    CHECK_FAILS(wom_allocate(&x, job, UINT64_C(1) << 62, 1, "much"), WOM_NO_MEMORY, "much: the machine has no");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
reallocation_keeps_the_beginning_and_zeroes_the_rest(void)
{
    wom_job *job = limited_job(10000);
    uint32_t *x = NULL;
    CHECK_OK(wom_reallocate(&x, job, 10, sizeof *x, "x"));
    for (uint32_t i = 0; i < 10; i++) x[i] = i + 1;
    CHECK_OK(wom_reallocate(&x, job, 2000, sizeof *x, "x"));
    for (uint32_t i = 0; i < 2000; i++) CHECK_EQUAL(x[i], i < 10 ? i + 1 : 0);
    CHECK_EQUAL(wom_job_memory_used(job), 8000);
    CHECK_FAILS(wom_reallocate(&x, job, 2501, sizeof *x, "x"), WOM_NO_MEMORY, "x: 2004 bytes");
    CHECK_EQUAL(x[9], 10);
    CHECK_EQUAL(wom_job_memory_used(job), 8000);
    CHECK_OK(wom_reallocate(&x, job, 5, sizeof *x, "x"));
    CHECK_EQUAL(x[4], 5);
    CHECK_EQUAL(wom_job_memory_used(job), 20);
    wom_free(x);
    wom_job_free(job);
}

static void
reserving_grows_by_half_and_only_when_needed(void)
{
    wom_job *job = test_job(1);
    uint64_t *x = NULL, capacity = 0;
    for (uint64_t i = 0; i < 100000; i++) {
        CHECK_OK(wom_reserve(&x, &capacity, job, i + 1, sizeof *x, "list"));
        x[i] = i;
    }
    for (uint64_t i = 0; i < 100000; i++) CHECK(x[i] == i);
    CHECK(capacity >= 100000 && capacity <= 150000);
    CHECK(wom_job_num_allocations(job) < 40);
    CHECK_EQUAL(wom_job_memory_used(job), 8 * capacity);
    wom_free(x);
    wom_job_free(job);
}

static void
copied_text_is_terminated(void)
{
    wom_job *job = test_job(1);
    char *copy = NULL;
    CHECK_OK(wom_copy_text(&copy, job, "word of mouth", 4));
    CHECK_TEXT(copy, "word");
    wom_free(copy);
    CHECK_OK(wom_copy_text(&copy, job, NULL, 0));
    CHECK_TEXT(copy, "");
    wom_free(copy);
    wom_job_free(job);
}

static wom_status
three_allocations(wom_job *job)
{
    wom_status status = WOM_OK;
    char *a = NULL, *text = NULL;
    uint64_t capacity = 0;
    WOM_TRY_GOTO(wom_allocate(&a, job, 1, 10, "a"));
    WOM_TRY_GOTO(wom_copy_text(&text, job, "text", 4));
    capacity = 10;
    WOM_TRY_GOTO(wom_reserve(&a, &capacity, job, 100, 1, "a"));
done:
    wom_free(a);
    wom_free(text);
    return status;
}

static void
each_allocation_can_be_made_to_fail(void)
{
    test_each_allocation_failing(three_allocations);
    wom_job *job = test_job(1);
    char *x = NULL;
    wom_job_fail_allocation(job, 2);
    CHECK_OK(wom_allocate(&x, job, 1, 1, "x"));
    CHECK_FAILS(wom_reallocate(&x, job, 2, 1, "x"), WOM_NO_MEMORY, "x: allocation 2 was made to fail");
    CHECK_OK(wom_reallocate(&x, job, 2, 1, "x"));
    wom_job_fail_allocation(job, 1);
    wom_job_fail_allocation(job, 0);
    CHECK_OK(wom_reallocate(&x, job, 3, 1, "x"));
    wom_free(x);
    wom_job_free(job);
}

static void
allocate_and_free(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    char *x = NULL;
    if (wom_allocate(&x, context, block % 100 + 1, 3, "x") == WOM_OK) x[0] = 1;
    wom_free(x);
}

static void
any_thread_may_allocate(void)
{
    wom_job *job = test_job(7);
    CHECK_OK(wom_parallel_for(job, 5000, allocate_and_free, job, NULL));
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    CHECK_EQUAL(wom_job_num_allocations(job), 5000);
    CHECK(wom_job_memory_peak(job) >= 300 && wom_job_memory_peak(job) <= 2100);
    wom_job_free(job);
}

TEST_MAIN(TEST(allocations_are_zeroed_aligned_and_counted), TEST(the_limit_is_kept_to_the_byte),
          TEST(impossible_sizes_are_refused), TEST(reallocation_keeps_the_beginning_and_zeroes_the_rest),
          TEST(reserving_grows_by_half_and_only_when_needed), TEST(copied_text_is_terminated),
          TEST(each_allocation_can_be_made_to_fail), TEST(any_thread_may_allocate))
