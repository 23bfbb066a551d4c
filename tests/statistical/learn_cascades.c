/* learn: intervals of who starts and of sizes, and errors of what seeds start, against what is true in drawn logs. */
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

enum { NUM_EACH = 800, LARGEST = 2000 };

/* A cascade of 5 exp(.5 x + noise) users at time `at`, where x is drawn from 2 to 6, noise with deviation .3. */
static uint64_t
draw_cascade(log_action *actions, wom_rng *rng, uint32_t content, double begin, double at)
{
    const double noise = .3 * wom_rng_normal(rng), step = (at - begin) / exp(2 + 4 * wom_rng_uniform(rng));
    uint64_t num = 0;
    for (wom_node user = 0; user < LARGEST; user++) {
        const double x = (log((user + 1) / 5.) - noise) / .5;
        const double time = user < 5 ? begin + step * user / 4 : fmax(begin + step * exp(x), begin + step);
        if (time >= at) break;
        actions[num++] = (log_action){ content, user, time };
    }
    return num;
}

/* Cascades that are as the model has them: the 80 % interval must hold the size of 80 % of the new ones. */
static void
intervals_of_sizes_hold_as_often_as_they_say(void)
{
    wom_job *job = test_job(1);
    const double cut = 1000. * NUM_EACH, end = 4 * cut;
    wom_rng rng = wom_rng_stream(9, WOM_PURPOSE_GENERATE, 0);
    log_action *actions = NULL;
    uint64_t num = 0;
    CHECK_OK(wom_allocate(&actions, job, 2 * NUM_EACH * 300, sizeof *actions, "actions"));
    for (uint32_t c = 0; c < 2 * NUM_EACH; c++)
        num += draw_cascade(actions + num, &rng, c, 1000. * c, c < NUM_EACH ? cut : end);
    actions[num++] = (log_action){ 2 * NUM_EACH, 0, end };
    wom_log *log = log_of(job, 2 * NUM_EACH + 1, num, actions);
    wom_history *history;
    wom_cascade_split *split;
    wom_size_model model;
    wom_size_score score;
    CHECK_OK(wom_history_create(&history, job, log, LARGEST));
    CHECK_OK(wom_cascade_split_create(&split, job, history, .4998, (double)INFINITY));
    CHECK_OK(wom_size_model_fit(&model, job, history, 5, false, cut));
    CHECK_NEAR(model.growth, .5, 5 * model.growth_error + .01); /* sizes are whole: rounded up by half a user */
    CHECK_NEAR(model.deviation, .3, 5 * .3 / sqrt(2. * NUM_EACH) + .01);
    CHECK_OK(wom_size_judge(&score, job, history, split, &model, 5, (double)INFINITY));
    CHECK(score.num >= NUM_EACH - 5);
    CHECK_NEAR(score.coverage, .8, 5 * sqrt(.8 * .2 / NUM_EACH));
    CHECK_NEAR(score.msle, .09, 5 * score.msle_error + .005);
    CHECK_NEAR(score.width, 2 * 1.2816 * .3, .1);
    wom_cascade_split_free(split);
    wom_history_free(history);
    log_free(log);
    wom_free(actions);
    wom_job_free(job);
}

TEST_MAIN(TEST(intervals_of_starting_hold_the_rates), TEST(half_samples_tell_the_error_of_a_difference),
          TEST(intervals_of_sizes_hold_as_often_as_they_say))
