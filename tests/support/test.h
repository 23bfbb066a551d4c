/* A small TAP harness: a test is a void function whose name is a sentence; checks record failures and go on. */
#ifndef TEST_H
#define TEST_H

#include <wom/base.h>

#include <math.h>
#include <string.h>

typedef struct test_case {
    const char *name;
    void (*run)(void);
} test_case;

#define TEST(function) { #function, function }

/* Runs all, prints TAP, returns 0 when nothing failed. `only` arguments on the command line select by name. */
int test_main(int argc, char **argv, const test_case *tests, size_t num_tests);

#define TEST_MAIN(...)                                                                                                 \
    int main(int argc, char **argv)                                                                                    \
    {                                                                                                                  \
        static const test_case tests[] = { __VA_ARGS__ };                                                              \
        return test_main(argc, argv, tests, sizeof tests / sizeof *tests);                                             \
    }

void test_failed(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Marks the running test as skipped; return from it afterwards. */
void test_skip(const char *reason);

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) test_failed(__FILE__, __LINE__, "%s", #condition);                                           \
    } while (0)

#define CHECK_OK(call)                                                                                                 \
    do {                                                                                                               \
        const wom_status check_status_ = (call);                                                                       \
        if (check_status_ != WOM_OK)                                                                                   \
            test_failed(__FILE__, __LINE__, "%s: %s: %s", #call, wom_status_name(check_status_), wom_error_text());    \
    } while (0)

/* The call fails with that status, and the error text contains `part`. */
#define CHECK_FAILS(call, expected, part)                                                                              \
    do {                                                                                                               \
        const wom_status check_status_ = (call);                                                                       \
        if (check_status_ != (expected) || strstr(wom_error_text(), (part)) == NULL)                                   \
            test_failed(__FILE__, __LINE__, "%s: %s: \"%s\", expected %s with \"%s\"", #call,                          \
                        wom_status_name(check_status_), wom_error_text(), wom_status_name(expected), (part));          \
    } while (0)

#define CHECK_EQUAL(a, b)                                                                                              \
    do {                                                                                                               \
        const long long check_a_ = (long long)(a), check_b_ = (long long)(b);                                          \
        if (check_a_ != check_b_) test_failed(__FILE__, __LINE__, "%s is %lld, not %lld", #a, check_a_, check_b_);     \
    } while (0)

#define CHECK_NEAR(a, b, tolerance)                                                                                    \
    do {                                                                                                               \
        const double check_a_ = (a), check_b_ = (b), check_t_ = (tolerance);                                           \
        if (!(fabs(check_a_ - check_b_) <= check_t_))                                                                  \
            test_failed(__FILE__, __LINE__, "%s is %.17g, not within %g of %.17g", #a, check_a_, check_t_, check_b_);  \
    } while (0)

#define CHECK_TEXT(a, b)                                                                                               \
    do {                                                                                                               \
        const char *check_a_ = (a), *check_b_ = (b);                                                                   \
        if (check_a_ == NULL || strcmp(check_a_, check_b_) != 0)                                                       \
            test_failed(__FILE__, __LINE__, "%s is \"%s\", not \"%s\"", #a, check_a_ ? check_a_ : "(null)", check_b_); \
    } while (0)

/* A job with `threads` threads and no limits; ends the program on failure. */
wom_job *test_job(uint32_t threads);

/* The path of a file of the shared real data, "deezer_ro/RO_edges.csv.zst"; NULL after test_skip when it is not there.
 * The result is valid until the next call. */
const char *test_data(const char *name);

/* A path inside a fresh folder of this test program, removed at its end. Valid until the next call. */
const char *test_path(const char *name);

/* Writes a small file there and returns its path. */
const char *test_file(const char *name, const void *bytes, size_t length);

/* Runs `body` once with each of its allocations failing in turn: each time it must return WOM_NO_MEMORY and leave the
 * ledger empty; the time after the last it must return WOM_OK, again with an empty ledger. */
void test_each_allocation_failing(wom_status (*body)(wom_job *job));

#endif
