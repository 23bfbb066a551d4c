/* The inside of a job, shared by the files of base. */
#ifndef WOM_BASE_JOB_H
#define WOM_BASE_JOB_H

#include <wom/base.h>

#include <stdatomic.h>

enum { MAX_THREADS = 1024 };

/* Any thread may allocate and free, so all that changes is atomic. */
typedef struct wom_ledger {
    uint64_t limit;
    _Atomic uint64_t used, peak;
    _Atomic uint64_t marked, peak_since_mark;
    _Atomic uint64_t num_allocations;
    _Atomic uint64_t fail_at; /* the number of the allocation that is to fail; 0: none */
} wom_ledger;

struct wom_job {
    wom_ledger ledger;
    uint32_t threads;
    double time_limit; /* seconds, as it was given */
    double deadline;   /* on the monotonic clock; infinity without a limit */
    const volatile sig_atomic_t *cancel;
    wom_progress_function progress;
    void *progress_context;
    const void *home;  /* names the thread that made the job, the only one that calls `progress` */
    const char *stage; /* this and the next two are touched by the home thread alone */
    uint64_t stage_total;
    double next_report; /* not before this time */
    _Atomic uint64_t stage_done;
};

/* Why the job should stop, or WOM_OK; leaves the error text alone, so any thread may ask. */
wom_status wom_job_stop_reason(const wom_job *job);

/* Records the text of a stop reason in this thread. */
wom_status wom_job_fail_stopped(const wom_job *job, wom_status reason);

#endif
