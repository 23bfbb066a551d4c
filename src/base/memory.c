/* Allocation through the job's ledger. In front of each block stand its ledger and its size. */
#include "base/job.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

typedef struct prefix {
    wom_ledger *ledger;
    uint64_t bytes; /* as counted, without the prefix */
} prefix;

static_assert(sizeof(prefix) == 16, "blocks are aligned to 16 bytes behind their prefix");

static void
raise_peak(_Atomic uint64_t *highest, uint64_t used)
{
    uint64_t peak = atomic_load_explicit(highest, memory_order_relaxed);
    while (peak < used &&
           !atomic_compare_exchange_weak_explicit(highest, &peak, used, memory_order_relaxed, memory_order_relaxed)) {
    }
}

static wom_status
fail_limit(uint64_t bytes, uint64_t used, uint64_t limit, const char *what)
{
    return wom_fail(WOM_NO_MEMORY,
                    "%s: %" PRIu64 " bytes do not fit: %" PRIu64 " of the limit of %" PRIu64 " bytes are in use", what,
                    bytes, used, limit);
}

static wom_status
charge(wom_ledger *ledger, uint64_t bytes, const char *what)
{
    const uint64_t room = ledger->limit > 0 ? ledger->limit : UINT64_MAX;
    uint64_t used = atomic_load_explicit(&ledger->used, memory_order_relaxed);
    do {
        if (bytes > room || used > room - bytes) return fail_limit(bytes, used, ledger->limit, what);
    } while (!atomic_compare_exchange_weak_explicit(&ledger->used, &used, used + bytes, memory_order_relaxed,
                                                    memory_order_relaxed));
    raise_peak(&ledger->peak, used + bytes);
    raise_peak(&ledger->peak_since_mark, used + bytes);
    return WOM_OK;
}

static void
refund(wom_ledger *ledger, uint64_t bytes)
{
    atomic_fetch_sub_explicit(&ledger->used, bytes, memory_order_relaxed);
}

/* Counts this allocation, fails if a test wants it to, and gives its size in bytes. */
static wom_status
begin(uint64_t *bytes, wom_ledger *ledger, uint64_t count, size_t size, const char *what)
{
    const uint64_t number = 1 + atomic_fetch_add_explicit(&ledger->num_allocations, 1, memory_order_relaxed);
    if (number == atomic_load_explicit(&ledger->fail_at, memory_order_relaxed))
        return wom_fail(WOM_NO_MEMORY, "%s: allocation %" PRIu64 " was made to fail", what, number);
    if (size > 0 && count > (SIZE_MAX / 2) / size)
        return wom_fail(WOM_NO_MEMORY, "%s: %" PRIu64 " times %zu bytes are more than can be addressed", what, count,
                        size);
    *bytes = count * size > 0 ? count * size : 1;
    return WOM_OK;
}

static wom_status
fail_machine(uint64_t bytes, const char *what)
{
    return wom_fail(WOM_NO_MEMORY, "%s: the machine has no %" PRIu64 " bytes left", what, bytes);
}

/* `pointer` is the address of a pointer of unknown type, which may only be copied by bytes. */
static void
store(void *pointer, prefix *block)
{
    void *memory = block != NULL ? block + 1 : NULL;
    memcpy(pointer, &memory, sizeof memory);
}

/* Large blocks on pages of 2 MB, where the machine has them: walks through a network touch memory all over, and the
 * processor knows the addresses of few pages by heart. What cannot be had is done without. */
static void
ask_for_huge_pages(const prefix *block, uint64_t bytes)
{
#if defined(MADV_HUGEPAGE)
    const uintptr_t page = UINT64_C(1) << 21;
    const uintptr_t first = ((uintptr_t)block + page - 1) / page * page, end = ((uintptr_t)block + bytes) / page * page;
    if (end > first + page) (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)block;
    (void)bytes;
#endif
}

wom_status
wom_allocate(void *pointer, wom_job *job, uint64_t count, size_t size, const char *what)
{
    wom_ledger *ledger = &job->ledger;
    uint64_t bytes = 0;
    store(pointer, NULL);
    WOM_TRY(begin(&bytes, ledger, count, size, what));
    WOM_TRY(charge(ledger, bytes, what));
    prefix *block = calloc(1, sizeof *block + bytes);
    if (block == NULL) {
        refund(ledger, bytes);
        return fail_machine(bytes, what);
    }
    ask_for_huge_pages(block, bytes);
    *block = (prefix){ ledger, bytes };
    store(pointer, block);
    return WOM_OK;
}

/* Changes a block's size, the ledger being charged before it grows and refunded after it shrank. */
static wom_status
resize(prefix **block, uint64_t bytes, const char *what)
{
    wom_ledger *ledger = (*block)->ledger;
    const uint64_t old = (*block)->bytes;
    if (bytes > old) WOM_TRY(charge(ledger, bytes - old, what));
    prefix *moved = realloc(*block, sizeof *moved + bytes);
    if (moved == NULL) {
        if (bytes > old) refund(ledger, bytes - old);
        return fail_machine(bytes, what);
    }
    ask_for_huge_pages(moved, bytes);
    if (bytes > old) memset((char *)(moved + 1) + old, 0, bytes - old);
    if (bytes < old) refund(ledger, old - bytes);
    moved->bytes = bytes;
    *block = moved;
    return WOM_OK;
}

wom_status
wom_reallocate(void *pointer, wom_job *job, uint64_t count, size_t size, const char *what)
{
    void *memory = NULL;
    memcpy(&memory, pointer, sizeof memory);
    if (memory == NULL) return wom_allocate(pointer, job, count, size, what);
    prefix *block = (prefix *)memory - 1;
    assert(block->ledger == &job->ledger);
    uint64_t bytes = 0;
    WOM_TRY(begin(&bytes, block->ledger, count, size, what));
    WOM_TRY(resize(&block, bytes, what));
    store(pointer, block);
    return WOM_OK;
}

wom_status
wom_reserve(void *pointer, uint64_t *capacity, wom_job *job, uint64_t count, size_t size, const char *what)
{
    if (count <= *capacity) return WOM_OK;
    uint64_t wanted = *capacity + *capacity / 2;
    if (wanted < 16) wanted = 16;
    if (wanted < count) wanted = count;
    WOM_TRY(wom_reallocate(pointer, job, wanted, size, what));
    *capacity = wanted;
    return WOM_OK;
}

wom_status
wom_copy_text(char **copy, wom_job *job, const char *text, size_t length)
{
    WOM_TRY(wom_allocate(copy, job, (uint64_t)length + 1, 1, "text"));
    if (length > 0) memcpy(*copy, text, length);
    return WOM_OK;
}

void
wom_free(void *memory)
{
    if (memory == NULL) return;
    prefix *block = (prefix *)memory - 1;
    refund(block->ledger, block->bytes);
    free(block);
}

uint64_t
wom_job_memory_used(const wom_job *job)
{
    return atomic_load_explicit(&job->ledger.used, memory_order_relaxed);
}

uint64_t
wom_job_memory_peak(const wom_job *job)
{
    return atomic_load_explicit(&job->ledger.peak, memory_order_relaxed);
}

void
wom_job_memory_mark(wom_job *job)
{
    const uint64_t used = wom_job_memory_used(job);
    atomic_store_explicit(&job->ledger.marked, used, memory_order_relaxed);
    atomic_store_explicit(&job->ledger.peak_since_mark, used, memory_order_relaxed);
}

uint64_t
wom_job_memory_since_mark(const wom_job *job)
{
    return atomic_load_explicit(&job->ledger.peak_since_mark, memory_order_relaxed) -
           atomic_load_explicit(&job->ledger.marked, memory_order_relaxed);
}

uint64_t
wom_job_memory_limit(const wom_job *job)
{
    return job->ledger.limit;
}

wom_status
wom_job_expect_memory(wom_job *job, uint64_t bytes, const char *what)
{
    const uint64_t limit = job->ledger.limit, used = wom_job_memory_used(job);
    if (limit > 0 && (bytes > limit || used > limit - bytes)) return fail_limit(bytes, used, limit, what);
    return WOM_OK;
}

void
wom_job_fail_allocation(wom_job *job, uint64_t countdown)
{
    atomic_store(&job->ledger.fail_at, countdown > 0 ? wom_job_num_allocations(job) + countdown : 0);
}

uint64_t
wom_job_num_allocations(const wom_job *job)
{
    return atomic_load_explicit(&job->ledger.num_allocations, memory_order_relaxed);
}
