/* learn: how estimators of ties do on the later part of real logs, fitted on the part before. */
#include "graphs.h"
#include "real_logs.h"
#include "test.h"

#include <wom/learn.h>

#include <stdio.h>

static const char *const estimators[] = {
    "{\"type\": \"posterior\", \"kappa\": 1e9}", /* the same for all ties */
    "bernoulli",
    "{\"type\": \"bernoulli\", \"prior\": 5}",
    "jaccard",
    "partial-credits",
    "{\"type\": \"partial-credits\", \"prior\": 5}",
    "{\"type\": \"saito-em\", \"iterations\": 1}",
    "{\"type\": \"saito-em\", \"iterations\": 3}",
    "saito-em",
    "{\"type\": \"saito-em\", \"prior\": 0}",
    "posterior",
};
enum {
    NUM_ESTIMATORS = sizeof estimators / sizeof *estimators,
    ALL_ALIKE = 0,
    EM_FIRST = 6,
    EM_LAST = 8,
    POSTERIOR = 10
};

/* Of tries before the cut and of those after, natural logarithm for a thousand tries. */
typedef struct judged {
    double past[NUM_ESTIMATORS], later[NUM_ESTIMATORS];
} judged;

static void
judge(judged *found, wom_job *job, const wom_data *data, const wom_history *history, double *p)
{
    double cut;
    CHECK_OK(wom_history_share_time(&cut, job, history, .8));
    const wom_tie_evidence past = { .history = history, .graph = data->graph, .until = cut };
    const wom_tie_evidence all = { .history = history, .graph = data->graph, .until = HUGE_VAL };
    for (int k = 0; k < NUM_ESTIMATORS; k++) {
        wom_choice choice = graph_choice(job, &wom_tie_estimators, estimators[k]);
        wom_ties_score score;
        CHECK_OK(wom_ties_estimate(p, job, &past, &choice));
        CHECK_OK(wom_ties_judge(&score, job, &past, p, -HUGE_VAL));
        found->past[k] = 1000 * score.log_likelihood / (double)score.num_tries;
        CHECK_OK(wom_ties_judge(&score, job, &all, p, cut));
        found->later[k] = 1000 * score.log_likelihood / (double)score.num_tries;
        printf("# %-45s %9.2f %9.2f  (%llu tries, %llu followed)\n", estimators[k], found->past[k], found->later[k],
               (unsigned long long)score.num_tries, (unsigned long long)score.num_followed);
        wom_choice_free(&choice);
    }
}

/* False where the set is not at hand. */
static bool
judge_set(judged *found, const real_log *set, wom_direction direction)
{
    wom_job *job = test_job(1);
    wom_data *data = real_log_load(job, set, direction);
    const bool is_there = data != NULL;
    if (is_there) {
        wom_history *history;
        double *p = NULL;
        CHECK_OK(wom_history_create(&history, job, data->log, data->graph->num_nodes));
        CHECK_OK(wom_allocate(&p, job, data->graph->num_ties, sizeof *p, "probabilities"));
        judge(found, job, data, history, p);
        wom_free(p);
        wom_history_free(history);
    }
    wom_data_free(data);
    wom_job_free(job);
    return is_there;
}

static void
em_fits_the_past_of_android_and_not_its_future(void)
{
    judged found;
    if (!judge_set(&found, &real_android, WOM_DIRECTION_MUTUAL)) return;
    CHECK(found.past[EM_LAST] > found.past[EM_FIRST]);
    CHECK(found.later[EM_LAST] < found.later[EM_FIRST]);
    CHECK(found.later[POSTERIOR] > found.later[ALL_ALIKE]);
}

static void
em_fits_the_past_of_twitter_and_not_its_future(void)
{
    judged found;
    if (!judge_set(&found, &real_twitter, WOM_DIRECTION_FOLLOWS)) return;
    CHECK(found.past[EM_LAST] > found.past[EM_FIRST]);
    CHECK(found.later[POSTERIOR] > found.later[EM_LAST]);
}

TEST_MAIN(TEST(em_fits_the_past_of_android_and_not_its_future), TEST(em_fits_the_past_of_twitter_and_not_its_future))
