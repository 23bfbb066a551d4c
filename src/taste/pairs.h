/* The pairs of a log that have interests: split into parts, and drawn from. */
#ifndef TASTE_PAIRS_H
#define TASTE_PAIRS_H

#include <wom/taste.h>

enum { PART_TRAIN, PART_VALIDATION, PART_TEST };

typedef struct taken_pair {
    uint32_t user, content; /* rows of the interests */
    uint32_t part;
    double time; /* NaN: not known */
} taken_pair;

typedef struct interest_log {
    const wom_data *data;
    uint64_t num;
    taken_pair *pair;        /* [num] by user, then content */
    uint64_t *first_of_user; /* [num_nodes + 1] */
    uint32_t num_users, num_contents;
    uint32_t *users, *contents; /* that have interests; contents in the log */
} interest_log;

/* Fills the counts of `found` too. */
wom_status interest_log_create(interest_log **log, wom_interest_found *found, wom_job *job, const wom_data *data,
                               const wom_interest_options *options);
void interest_log_free(interest_log *log);

/* What may be looked at, from first to last part: pairs taken in these, and a sample of those that were taken in none
 * up to the last. Pairs taken in earlier parts are known, and left out. Freed by interest_pairs_clear. */
wom_status interest_pairs_draw(wom_interest_pairs *pairs, wom_job *job, const interest_log *log, uint32_t first_part,
                               uint32_t last_part, const wom_interest_options *options);
void interest_pairs_clear(wom_interest_pairs *pairs);

/* Probabilities of three baselines for the test pairs, made from scores on the validation pairs. */
enum { NUM_BASELINES = 3 };
extern const char *const interest_baseline_names[], *const interest_baseline_meanings[];
wom_status interest_baseline_foretell(float *p, wom_job *job, const interest_log *log, uint32_t baseline,
                                      const wom_interest_pairs *validation, const wom_interest_pairs *test,
                                      const wom_interest_options *options);

#endif
