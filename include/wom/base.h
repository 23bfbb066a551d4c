/* base: what every other folder stands on.
 *
 * Status and error text, the job (threads, memory ledger, deadline, cancelling, progress), the parallel loop,
 * keyed chance (coins and streams), and the statistics of estimates.
 *
 * Conventions of the whole library:
 *   - A function that can fail returns a wom_status. On failure its outputs are NULL or untouched and
 *     wom_error_text() says what, where, and what would be right.
 *   - `_create` and `_load` hand the caller something to `_free`; `_free(NULL)` is allowed.
 *   - A returned pointer to const is borrowed from the object that returned it.
 *   - The library never prints, never exits, and installs no signal handler. */
#ifndef WOM_BASE_H
#define WOM_BASE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
/* What public headers declare is exported by the shared library; all else stays inside. */
#pragma GCC visibility push(default)

/* ---- Types that the whole library shares ---- */

typedef uint32_t wom_node; /* a user, 0 .. num_nodes - 1 */
typedef uint32_t wom_tie;  /* a tie's position in the out-CSR, 0 .. num_ties - 1 */

#define WOM_NO_NODE UINT32_MAX

/* Text that is not terminated and not owned. */
typedef struct wom_text {
    const char *start;
    size_t length;
} wom_text;

/* ---- Status and error text ---- */

typedef enum wom_status {
    WOM_OK = 0,
    WOM_FAILED,    /* the run failed: a write that did not succeed, a number that did not converge */
    WOM_INVALID,   /* an input, a scenario or an argument is wrong */
    WOM_NO_MEMORY, /* the memory limit, or the machine's memory, does not suffice */
    WOM_TIMEOUT,   /* the time limit has passed; what the function documents as partial is valid */
    WOM_CANCELLED, /* the job was cancelled; likewise */
    WOM_UNPROVEN,  /* a guarantee that was asked for was not reached; the answer itself is valid */
} wom_status;

/* Records a message (printf format) as this thread's error text and returns `status`. Long texts are cut at 1 KiB. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
wom_status
wom_fail(wom_status status, const char *format, ...);

/* Puts "<message>: " in front of this thread's error text and returns `status`; for the layer that knows the name
 * of the thing. Does nothing when status is WOM_OK. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
wom_status
wom_fail_in(wom_status status, const char *format, ...);

/* This thread's last error text, "" if none. Valid until the thread's next failing call. */
const char *wom_error_text(void);

/* "ok", "failed", "invalid", ... */
const char *wom_status_name(wom_status status);

/* Returns from the enclosing function when `call` does not give WOM_OK. For functions that own nothing yet. */
#define WOM_TRY(call)                                                                                                  \
    do {                                                                                                               \
        const wom_status wom_try_status_ = (call);                                                                     \
        if (wom_try_status_ != WOM_OK) return wom_try_status_;                                                         \
    } while (0)

/* Goes to `done` when `call` does not give WOM_OK, with the status in the local variable `status`. */
#define WOM_TRY_GOTO(call)                                                                                             \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != WOM_OK) goto done;                                                                               \
    } while (0)

/* ---- The job: what a long call may use and whom it tells ---- */

typedef struct wom_job wom_job;

/* Called from the thread that made the job, at most about ten times a second. `stage` is what is being done,
 * `done` of `total` parts of it are finished (total 0: not known beforehand). */
typedef void (*wom_progress_function)(void *context, const char *stage, uint64_t done, uint64_t total);

typedef struct wom_job_options {
    uint32_t threads;                    /* 0: one per core that the process may use; at most 1024 */
    uint64_t memory_limit;               /* bytes that may be held through the job's ledger; 0: no limit */
    double time_limit;                   /* seconds from wom_job_create; 0: no limit */
    const volatile sig_atomic_t *cancel; /* borrowed; the job stops soon after it becomes non-zero, set by a
                                            signal handler or, atomically, by any thread; may be NULL */
    wom_progress_function progress;      /* may be NULL */
    void *progress_context;
} wom_job_options;

/* All threads, no limits, silent. */
wom_job_options wom_job_defaults(void);

/* The job must outlive everything allocated under it. WOM_INVALID for threads > 1024 or a negative or NaN limit. */
wom_status wom_job_create(wom_job **job, const wom_job_options *options);
void wom_job_free(wom_job *job);

uint32_t wom_job_threads(const wom_job *job);

/* WOM_OK, or WOM_CANCELLED or WOM_TIMEOUT with the error text set. Long serial loops ask it now and then. */
wom_status wom_job_check(wom_job *job);

/* From now on neither deadline nor cancel flag stops the job: what a stopped run has found is still to be written and
 * shown. From the thread that made the job, not within a loop. */
void wom_job_wind_up(wom_job *job);

/* Announces a stage of `total` parts (0: unknown), from the thread that made the job; and that `more` parts of it are
 * done, from any thread.
 * `stage` is borrowed until the next stage. */
void wom_job_stage(wom_job *job, const char *stage, uint64_t total);
void wom_job_advance(wom_job *job, uint64_t more);

/* ---- Memory: every allocation goes through the job's ledger ----
 * so the bytes printed are the bytes used, and each allocation can be made to fail in a test. The ledger counts the
 * bytes asked for; libraries (HDF5, igraph, cJSON) allocate beside it. */

/* Gets count * size zeroed bytes (at least 1) and stores their address through `pointer`, which is the address of a
 * pointer of any type: wom_allocate(&x, job, n, sizeof *x, "in-ties"). `what` names them in the message. Aligned to
 * 16 bytes. On failure (WOM_NO_MEMORY) the pointer becomes NULL. Any thread may call it. */
wom_status wom_allocate(void *pointer, wom_job *job, uint64_t count, size_t size, const char *what);

/* Changes an allocation to count * size bytes, keeping its beginning; new bytes are zero. *pointer may be NULL. On
 * failure the old allocation stays as it was. */
wom_status wom_reallocate(void *pointer, wom_job *job, uint64_t count, size_t size, const char *what);

/* As wom_reallocate to hold at least `count` items, growing by half so that appending is linear. *capacity is the
 * number of items that fit; nothing happens when it suffices. */
wom_status wom_reserve(void *pointer, uint64_t *capacity, wom_job *job, uint64_t count, size_t size, const char *what);

/* A terminated copy of `length` bytes of text. */
wom_status wom_copy_text(char **copy, wom_job *job, const char *text, size_t length);

/* Gives memory back to the ledger it came from. NULL allowed. */
void wom_free(void *memory);

uint64_t wom_job_memory_used(const wom_job *job);
uint64_t wom_job_memory_peak(const wom_job *job);
uint64_t wom_job_memory_limit(const wom_job *job); /* 0: none */

/* What a piece of work needs: the most that was held since the mark, beyond what was held then. */
void wom_job_memory_mark(wom_job *job);
uint64_t wom_job_memory_since_mark(const wom_job *job);

/* Fails at once, with a message that names both numbers, when `bytes` more would not fit under the limit. To be
 * asked before a long run. */
wom_status wom_job_expect_memory(wom_job *job, uint64_t bytes, const char *what);

/* For tests: the countdown-th allocation from now fails (1: the next one); 0 switches it off. */
void wom_job_fail_allocation(wom_job *job, uint64_t countdown);
uint64_t wom_job_num_allocations(const wom_job *job); /* so far */

/* ---- The parallel loop ---- */

/* One block of work. `worker` is below wom_job_threads(job) and no two blocks run with one worker number at a time,
 * so scratch may be indexed by it; results must depend on `block` alone. A body cannot fail: get memory before. */
typedef void (*wom_block_body)(void *context, uint64_t block, uint32_t worker);

/* Runs body for the blocks 0 .. num_blocks - 1, handed out in order. When the job is stopped in between, the blocks
 * that ran are exactly 0 .. *num_done - 1 and the status is WOM_CANCELLED or WOM_TIMEOUT. `num_done` may be NULL.
 * Advances the job's stage by one part a block. Not to be nested. */
wom_status wom_parallel_for(wom_job *job, uint64_t num_blocks, wom_block_body body, void *context, uint64_t *num_done);

/* ---- Chance ----
 * Every random outcome is a pure function of a seed, a purpose and indices, never of a thread or of the order of
 * evaluation. There is no generator with hidden state. */

/* What a chance is for. Append only: the numbers are part of every published result. */
typedef enum wom_purpose {
    WOM_PURPOSE_TIE = 1,        /* is the tie live: one coin a tie */
    WOM_PURPOSE_DELAY = 2,      /* how long the tie takes */
    WOM_PURPOSE_LT_CHOICE = 3,  /* which in-tie a node listens to: one coin a node */
    WOM_PURPOSE_RECOVERY = 4,   /* how long a user stays infectious: one a node */
    WOM_PURPOSE_BASELINE = 5,   /* does she become active by herself: one a node */
    WOM_PURPOSE_ACCEPTANCE = 6, /* does an asked user accept: one a node */
    WOM_PURPOSE_PURCHASE = 7,   /* does an active user buy: one a node */
    WOM_PURPOSE_RR_SET = 8,     /* streams of reverse reachable sets */
    WOM_PURPOSE_POLICY = 9,     /* streams of bandit policies */
    WOM_PURPOSE_GENERATE = 10,  /* streams of generated data */
    WOM_PURPOSE_HIDDEN = 11,    /* streams of hidden worlds */
    WOM_PURPOSE_REWARD = 12,    /* streams of rewards in simulated bandits */
    WOM_PURPOSE_RANDOM_SEEDS = 13,
    WOM_PURPOSE_JUDGE = 14,     /* seed of the fresh worlds on which a choice is judged */
    WOM_PURPOSE_CHOOSE = 15,    /* seed of the worlds on which it is made */
    WOM_PURPOSE_SHUFFLE = 16,   /* streams of shuffles: of users, to stand for no effect; of asks, in turn */
    WOM_PURPOSE_ORDER = 17,     /* which of several tries of one step comes first: one a tie, or a user */
    WOM_PURPOSE_THRESHOLD = 18, /* what a user needs of her friends: one a node */
    WOM_PURPOSE_ADOPTION = 19,  /* does an informed user take the content up: one a node */
    WOM_PURPOSE_STEP = 20,      /* keys of the steps of a world, where chances are tossed anew in every step */
    WOM_PURPOSE_WEIGHTING = 21, /* probabilities that a weighting draws, the same in all worlds: one coin a tie */
    WOM_PURPOSE_THIN = 22,      /* which of many observations are kept: one coin each */
    WOM_PURPOSE_RESAMPLE = 23,  /* streams of bootstrap draws */
    WOM_PURPOSE_PAIRS = 24,     /* which pairs of a user and a content are held out, or drawn to compare with */
} wom_purpose;

/* A key: a 64-bit mix of all four. A world is wom_key(seed, purpose, replicate, slot), slot being the content's place
 * in the plan: contents of one plan are independent, plans share their worlds. */
uint64_t wom_key(uint64_t seed, wom_purpose purpose, uint64_t replicate, uint64_t slot);

/* By 2^31, so that a coin is one integer compare. */
#define WOM_COIN_ONE (UINT32_C(1) << 31)

/* The part of a coin that depends on the index alone: kernels that toss one tie's coin in many worlds keep it. The
 * finalisers are those of C. Wellons, "Prospecting for hash functions" (2018), lowbias32. */
static inline uint32_t
wom_coin_index(uint64_t index)
{
    uint32_t x = (uint32_t)index + (uint32_t)(index >> 32) * UINT32_C(0x9e3779b9);
    x ^= x >> 16;
    x *= UINT32_C(0x7feb352d);
    x ^= x >> 15;
    x *= UINT32_C(0x846ca68b);
    x ^= x >> 16;
    return x;
}

/* The part that depends on the world: xor with one half of the key, a finaliser with the other half added inside. */
static inline uint32_t
wom_coin_of(uint64_t world, uint32_t mixed_index)
{
    uint32_t x = mixed_index ^ (uint32_t)world;
    x ^= x >> 16;
    x *= UINT32_C(0x7feb352d);
    x ^= x >> 15;
    x += (uint32_t)(world >> 32);
    x *= UINT32_C(0x846ca68b);
    x ^= x >> 16;
    x *= UINT32_C(0x9e3779b1);
    return x >> 1;
}

/* A number uniform on 0 .. 2^31 - 1: the outcome of chance `index` (a tie, a node) in a world. Independent between
 * worlds and indices as far as the battery in tests/statistical can tell. */
static inline uint32_t
wom_coin(uint64_t world, uint64_t index)
{
    return wom_coin_of(world, wom_coin_index(index));
}

/* round(p * 2^31) for p in [0, 1]: the event of probability p is `wom_coin(...) < wom_threshold(p)`; p = 0 never
 * happens, p = 1 always does. Values outside are clipped, NaN gives 0. */
static inline uint32_t
wom_threshold(double p)
{
    if (!(p > 0)) return 0;
    if (p >= 1) return WOM_COIN_ONE;
    return (uint32_t)(p * (double)WOM_COIN_ONE + 0.5);
}

/* A stream, for draws that come in sequence: xoshiro256++ (Blackman and Vigna, TOMS 2021). A value type. */
typedef struct wom_rng {
    uint64_t state[4];
} wom_rng;

/* The stream of (seed, purpose, index); different triples give independent streams. */
wom_rng wom_rng_stream(uint64_t seed, wom_purpose purpose, uint64_t index);

static inline uint64_t
wom_rng_next(wom_rng *rng)
{
    uint64_t *s = rng->state;
    const uint64_t sum = s[0] + s[3];
    const uint64_t result = ((sum << 23) | (sum >> 41)) + s[0];
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 45) | (s[3] >> 19);
    return result;
}

/* Uniform on [0, 1), 53 bits. */
static inline double
wom_rng_uniform(wom_rng *rng)
{
    return (double)(wom_rng_next(rng) >> 11) * 0x1p-53;
}

/* Uniform on 0 .. n - 1, n >= 1, without bias (Lemire, TOMACS 2019). */
uint64_t wom_rng_below(wom_rng *rng, uint64_t n);

/* Draws by GSL through a view of the stream: standard normal; Gamma(shape, 1); Beta(a, b). Positive parameters. */
double wom_rng_normal(wom_rng *rng);
double wom_rng_gamma(wom_rng *rng, double shape);
double wom_rng_beta(wom_rng *rng, double a, double b);

/* A uniformly random order of items[0 .. n - 1]. */
void wom_rng_shuffle(wom_rng *rng, uint32_t *items, uint64_t n);

/* ---- Estimates ---- */

/* A number with its uncertainty. */
typedef struct wom_estimate {
    double value;
    double standard_error; /* NaN when n < 2 */
    double low, high;      /* 95 % interval; NaN when n < 2 */
    uint64_t n;            /* independent observations behind it */
} wom_estimate;

/* The mean of x[0 .. n - 1], n >= 1, with Student's interval. Sums in index order, so the same bits always. */
wom_estimate wom_estimate_mean(const double *x, uint64_t n);

/* The mean from integer sums of n observations and of their squares (exact for any order of adding). */
wom_estimate wom_estimate_from_sums(double sum, double sum_of_squares, uint64_t n);

/* The mean of a[i] - b[i] on common worlds. *variance_ratio (may be NULL) is what pairing saved:
 * (Var a + Var b) / Var(a - b), infinity when the difference is constant, 1 when nothing varies. */
wom_estimate wom_estimate_paired(const double *a, const double *b, uint64_t n, double *variance_ratio);

/* A share of `hits` among n >= 1, with the exact (Clopper-Pearson) interval, each side with failure 0.025. */
wom_estimate wom_estimate_share(uint64_t hits, uint64_t n);

/* mean(y) / mean(x) by the delta method: Var = Var(y - r x) / (n mean(x)^2). All NaN where x sums to 0. */
wom_estimate wom_estimate_ratio(const double *y, const double *x, uint64_t n);

/* One-sided exact bounds for a binomial probability at error probability `failure` in (0, 1): the true p lies below
 * (above) the bound with probability at most `failure`. Good to about 1e-12 of the bound for n up to 1e9 and failure
 * down to 1e-12 and beyond. hits <= n, n >= 1. Clopper and Pearson, Biometrika 1934. */
double wom_binomial_lower(uint64_t hits, uint64_t n, double failure);
double wom_binomial_upper(uint64_t hits, uint64_t n, double failure);

/* The probability that a Beta(a, b) variable exceeds x, and the x that it exceeds with probability `tail`; a and b from
 * 0.1 to 1e9, x and tail in (0, 1). GSL's own give NaN where a and b are near a million. */
double wom_beta_tail(double x, double a, double b);
double wom_beta_upper(double tail, double a, double b);

/* The q-quantile, 0 <= q <= 1, of sorted[0 .. n - 1], n >= 1, by linear interpolation (type 7 of Hyndman and Fan). */
double wom_quantile(const double *sorted, uint64_t n, double q);

/* Ascending; no NaN. In place, time linear in n. */
void wom_sort_reals(double *x, uint64_t n);

/* ---- Version ---- */

const char *wom_version(void);    /* "0.1.0" */
const char *wom_build_info(void); /* one JSON object: version, commit, dirty, compiler, flags, threading */

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
