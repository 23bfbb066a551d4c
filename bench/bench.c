#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

double
bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double
bench_processor(void)
{
    struct rusage own, commands;
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &commands);
    const struct timeval *const times[] = { &own.ru_utime, &own.ru_stime, &commands.ru_utime, &commands.ru_stime };
    double seconds = 0;
    for (int i = 0; i < 4; i++) seconds += (double)times[i]->tv_sec + 1e-6 * (double)times[i]->tv_usec;
    return seconds;
}

double
bench_median(double *x, uint64_t n)
{
    wom_sort_reals(x, n);
    return wom_quantile(x, n, 0.5);
}

void
bench_must(wom_status status)
{
    if (status == WOM_OK) return;
    fprintf(stderr, "%s: %s\n", wom_status_name(status), wom_error_text());
    exit(1);
}

wom_job *
bench_job(int argc, char **argv, const char *what)
{
    wom_job *job = NULL;
    wom_job_options options = wom_job_defaults();
    options.threads = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    bench_must(wom_job_create(&job, &options));
    printf("%s\n%s\nthreads: %u\n", what, wom_build_info(), wom_job_threads(job));
    return job;
}
