/* The job: what a long call may use (threads, time) and whom it tells (progress). Its ledger is in memory.c. */
#include "base/job.h"

#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const double seconds_between_reports = 0.1;

/* Its address differs between living threads, which is all that is needed to know one's own. */
static _Thread_local char here;

static double
monotonic_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static uint32_t
usable_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
#ifdef __linux__
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) cores = CPU_COUNT(&set);
#endif
    return cores < 1 ? 1 : cores > MAX_THREADS ? MAX_THREADS : (uint32_t)cores;
}

wom_job_options
wom_job_defaults(void)
{
    return (wom_job_options){ 0 };
}

wom_status
wom_job_create(wom_job **job, const wom_job_options *options)
{
    *job = NULL;
    if (options->threads > MAX_THREADS)
        return wom_fail(WOM_INVALID, "%u threads: must be at most %d", options->threads, MAX_THREADS);
    if (!(options->time_limit >= 0))
        return wom_fail(WOM_INVALID, "time limit of %g s: must be 0 (none) or more", options->time_limit);
    wom_job *made = calloc(1, sizeof *made);
    if (made == NULL) return wom_fail(WOM_NO_MEMORY, "no memory for a job");
    made->ledger.limit = options->memory_limit;
    made->threads = options->threads > 0 ? options->threads : usable_cores();
    made->time_limit = options->time_limit;
    made->deadline = options->time_limit > 0 ? monotonic_seconds() + options->time_limit : HUGE_VAL;
    made->cancel = options->cancel;
    made->progress = options->progress;
    made->progress_context = options->progress_context;
    made->home = &here;
    made->stage = "";
    *job = made;
    return WOM_OK;
}

void
wom_job_free(wom_job *job)
{
    free(job);
}

uint32_t
wom_job_threads(const wom_job *job)
{
    return job->threads;
}

wom_status
wom_job_stop_reason(const wom_job *job)
{
    /* A signal handler stores it plainly; the atomic load is for programs that set it from another thread. */
    if (job->cancel != NULL && __atomic_load_n(job->cancel, __ATOMIC_RELAXED) != 0) return WOM_CANCELLED;
    if (job->deadline < HUGE_VAL && monotonic_seconds() >= job->deadline) return WOM_TIMEOUT;
    return WOM_OK;
}

wom_status
wom_job_fail_stopped(const wom_job *job, wom_status reason)
{
    if (reason == WOM_CANCELLED) return wom_fail(reason, "cancelled");
    if (reason == WOM_TIMEOUT) return wom_fail(reason, "the time limit of %g s has passed", job->time_limit);
    return reason;
}

wom_status
wom_job_check(wom_job *job)
{
    return wom_job_fail_stopped(job, wom_job_stop_reason(job));
}

void
wom_job_wind_up(wom_job *job)
{
    job->cancel = NULL;
    job->deadline = HUGE_VAL;
}

static void
report(wom_job *job)
{
    if (job->progress == NULL || job->home != &here) return;
    const double now = monotonic_seconds();
    if (now < job->next_report) return;
    job->next_report = now + seconds_between_reports;
    const uint64_t done = atomic_load_explicit(&job->stage_done, memory_order_relaxed);
    job->progress(job->progress_context, job->stage, done, job->stage_total);
}

void
wom_job_stage(wom_job *job, const char *stage, uint64_t total)
{
    job->stage = stage;
    job->stage_total = total;
    atomic_store_explicit(&job->stage_done, 0, memory_order_relaxed);
    report(job);
}

void
wom_job_advance(wom_job *job, uint64_t more)
{
    atomic_fetch_add_explicit(&job->stage_done, more, memory_order_relaxed);
    report(job);
}
