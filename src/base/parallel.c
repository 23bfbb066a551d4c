/* The parallel loop, by OpenMP or, in the same few steps, by pthreads. */
#include "base/job.h"

#ifdef WOM_THREADING_OPENMP
#include <omp.h>
#else
#include <pthread.h>
#endif

typedef struct parallel_loop {
    wom_job *job;
    uint64_t num_blocks;
    wom_block_body body;
    void *context;
    _Atomic uint64_t next;
    _Atomic int stop_reason; /* a wom_status */
} parallel_loop;

/* Takes blocks until none is left or the job stops. A block that was taken is finished, and blocks are taken in order,
 * so those that ran are a prefix. */
static void
work(parallel_loop *loop, uint32_t worker)
{
    for (;;) {
        if (atomic_load_explicit(&loop->next, memory_order_relaxed) >= loop->num_blocks) return;
        if (atomic_load_explicit(&loop->stop_reason, memory_order_relaxed) != WOM_OK) return;
        const wom_status reason = wom_job_stop_reason(loop->job);
        if (reason != WOM_OK) {
            atomic_store_explicit(&loop->stop_reason, (int)reason, memory_order_relaxed);
            return;
        }
        const uint64_t block = atomic_fetch_add_explicit(&loop->next, 1, memory_order_relaxed);
        if (block >= loop->num_blocks) return;
        loop->body(loop->context, block, worker);
        wom_job_advance(loop->job, 1);
    }
}

#ifdef WOM_THREADING_OPENMP

static void
work_together(parallel_loop *loop, uint32_t workers)
{
#pragma omp parallel num_threads((int)workers)
    work(loop, (uint32_t)omp_get_thread_num());
}

#else

typedef struct helper {
    pthread_t thread;
    parallel_loop *loop;
    uint32_t worker;
} helper;

static void *
help(void *argument)
{
    const helper *self = argument;
    work(self->loop, self->worker);
    return NULL;
}

/* A thread that cannot be started is done without. */
static void
work_together(parallel_loop *loop, uint32_t workers)
{
    helper helpers[MAX_THREADS];
    uint32_t started = 0;
    while (started + 1 < workers) {
        helper *new = &helpers[started];
        *new = (helper){ .loop = loop, .worker = started + 1 };
        if (pthread_create(&new->thread, NULL, help, new) != 0) break;
        started++;
    }
    work(loop, 0);
    for (uint32_t i = 0; i < started; i++) pthread_join(helpers[i].thread, NULL);
}

#endif

wom_status
wom_parallel_for(wom_job *job, uint64_t num_blocks, wom_block_body body, void *context, uint64_t *num_done)
{
    parallel_loop loop = { .job = job, .num_blocks = num_blocks, .body = body, .context = context };
    const uint64_t threads = wom_job_threads(job);
    const uint32_t workers = (uint32_t)(threads < num_blocks ? threads : num_blocks);
    if (workers > 1) work_together(&loop, workers);
    else work(&loop, 0);
    const uint64_t taken = atomic_load(&loop.next);
    const uint64_t done = taken < num_blocks ? taken : num_blocks;
    if (num_done != NULL) *num_done = done;
    if (done == num_blocks) return WOM_OK;
    return wom_job_fail_stopped(job, (wom_status)atomic_load(&loop.stop_reason));
}
