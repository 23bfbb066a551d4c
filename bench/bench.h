/* What the benches share: a clock, medians, and an end where something that must work does not. */
#ifndef BENCH_H
#define BENCH_H

#include <wom/base.h>

/* Wall-clock seconds since some moment. */
double bench_now(void);

/* Processor seconds of this program and of the commands that it has run: what is left to compare by when others use
 * the machine too. */
double bench_processor(void);

/* The median of x[0 .. n - 1], which it sorts. */
double bench_median(double *x, uint64_t n);

/* Ends the program with the error text unless status is WOM_OK. */
void bench_must(wom_status status);

/* A job with as many threads as the first argument of the program says, 1 without one; prints what is measured, with
 * what build and how many threads. */
wom_job *bench_job(int argc, char **argv, const char *what);

#endif
