/* learn: intervals of who starts, and errors of what seeds start, against what is true in drawn logs. */
#include "logs.h"
#include "test.h"

#include <wom/learn.h>

/* Rates Gamma(shape .5), mean 2 starts in the past: the interval must hold the rate of 95 % of the users. */
static void
intervals_of_starting_hold_the_rates(void)
{
    enum { NUM_USERS = 4000 };
    wom_job *job = test_job(1);
    static double rate[NUM_USERS];
    uint64_t num = 0;
    wom_rng rng = wom_rng_stream(5, WOM_PURPOSE_GENERATE, 0);
    static log_action actions[NUM_USERS * 8];
    for (wom_node user = 0; user < NUM_USERS; user++) {
        rate[user] = 4 * wom_rng_gamma(&rng, .5);
        for (double at = -log(1 - wom_rng_uniform(&rng)); at < rate[user] && num < NUM_USERS * 8;
             at += -log(1 - wom_rng_uniform(&rng))) {
            actions[num] = (log_action){ (uint32_t)num, user, 86400 * (at / rate[user]) };
            num++;
        }
    }
    actions[num] = (log_action){ (uint32_t)num, 0, 0 }; /* the log begins at 0 and ends after a day */
    actions[num + 1] = (log_action){ (uint32_t)num + 1, 0, 86400 };
    wom_log *log = log_of(job, (uint32_t)num + 2, num + 2, actions);
    wom_history *history;
    wom_start_propensity *found;
    CHECK_OK(wom_history_create(&history, job, log, NUM_USERS));
    CHECK_OK(wom_start_propensity_create(&found, job, history, 86400, 30));
    uint32_t held = 0;
    for (wom_node user = 0; user < NUM_USERS; user++)
        held += found->low[user] <= rate[user] && rate[user] <= found->high[user];
    CHECK_NEAR(found->shape, .5, 5 * .5 * .03);
    CHECK_NEAR(found->days, 1, 1e-3);
    CHECK_NEAR((double)held / NUM_USERS, .95, 5 * sqrt(.95 * .05 / NUM_USERS) + .002);
    wom_start_propensity_free(found);
    wom_history_free(history);
    log_free(log);
    wom_job_free(job);
}

enum { NUM_STARTERS = 60, NUM_MEMBERS = 400, NUM_NEW = 60 };

/* Seeds 0 .. 9 against 10 .. 19: each of NUM_NEW cascades has a starter drawn of NUM_STARTERS and 1 to 8 others. */
static double
draw_difference(double *error, wom_job *job, uint64_t draw)
{
    static log_action actions[(NUM_NEW + 20) * 10];
    wom_node seeds[2][10];
    const wom_node *const lists[] = { seeds[0], seeds[1] };
    static const uint32_t sizes[] = { 10 };
    wom_rng rng = wom_rng_stream(7, WOM_PURPOSE_GENERATE, draw);
    uint64_t num = 0;
    for (uint32_t c = 0; c < NUM_NEW + 20; c++) {
        const uint64_t size = 1 + wom_rng_below(&rng, 8);
        actions[num++] = (log_action){ c, (wom_node)wom_rng_below(&rng, NUM_STARTERS), 100. * c };
        const uint64_t from = wom_rng_below(&rng, NUM_MEMBERS);
        for (uint64_t k = 0; k < size; k++)
            actions[num++] = (log_action){ c, (wom_node)(NUM_STARTERS + (from + k) % NUM_MEMBERS),
                                           100. * c + 1 + (double)k };
    }
    for (wom_node k = 0; k < 10; k++) seeds[0][k] = k, seeds[1][k] = k + 10;
    wom_log *log = log_of(job, NUM_NEW + 20, num, actions);
    wom_history *history;
    wom_cascade_split *split;
    wom_dni_row rows[2];
    CHECK_OK(wom_history_create(&history, job, log, NUM_STARTERS + NUM_MEMBERS));
    CHECK_OK(wom_cascade_split_create(&split, job, history, .25, (double)INFINITY));
    CHECK_OK(wom_dni_judge(rows, job, history, split, (double)INFINITY, lists, 2, 10, sizes, 1, 200, draw));
    *error = rows[1].error;
    const double difference = rows[1].difference;
    wom_cascade_split_free(split);
    wom_history_free(history);
    log_free(log);
    return difference;
}

/* The larger of two errors, so rather too wide: between as large as the truth and 1.4 times that, and its interval
 * holds the true difference, 0, at least as often as it says. */
static void
half_samples_tell_the_error_of_a_difference(void)
{
    enum { NUM_DRAWS = 300 };
    wom_job *job = test_job(1);
    double squares = 0, errors = 0;
    uint32_t held = 0;
    for (uint64_t draw = 0; draw < NUM_DRAWS; draw++) {
        double error;
        const double difference = draw_difference(&error, job, draw);
        squares += difference * difference;
        errors += error;
        held += fabs(difference) <= 1.96 * error;
    }
    const double truth = sqrt(squares / NUM_DRAWS), told = errors / NUM_DRAWS;
    CHECK(told > .95 * truth * (1 - 5 / sqrt(2. * NUM_DRAWS)));
    CHECK(told < 1.4 * truth);
    CHECK((double)held / NUM_DRAWS > .95 - 5 * sqrt(.95 * .05 / NUM_DRAWS));
    wom_job_free(job);
}

TEST_MAIN(TEST(intervals_of_starting_hold_the_rates), TEST(half_samples_tell_the_error_of_a_difference))
