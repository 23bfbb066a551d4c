/* Counts of simulated worlds against probabilities. */
#ifndef FREQUENCIES_H
#define FREQUENCIES_H

#include "oracle.h"
#include "test.h"

#define CHECK_FREQUENCY(found, n, p)                                                                                   \
    do {                                                                                                               \
        const uint64_t check_found_ = (found), check_n_ = (n);                                                         \
        const double check_p_ = (p);                                                                                   \
        if (!is_plausible(check_found_, check_n_, check_p_))                                                           \
            test_failed(__FILE__, __LINE__, "%s in %g of %llu, not %g", #found,                                        \
                        (double)check_found_ / (double)check_n_, (unsigned long long)check_n_, check_p_);              \
    } while (0)

#endif
