/* learn: what a log says of each tie, by hand. */
#include "graphs.h"
#include "logs.h"
#include "test.h"

#include <wom/learn.h>

/* Ties 0: 0 -> 1, 1: 0 -> 2, 2: 1 -> 0, 3: 2 -> 1. User 0 takes up both contents, 1 follows in one. */
static wom_status
estimate(double p[4], wom_job *job, const char *estimator, double until)
{
    wom_graph *graph = GRAPH_OF(job, 3, { 0, 1, 1 }, { 0, 2, 1 }, { 1, 0, 1 }, { 2, 1, 1 });
    wom_log *log = LOG_OF(job, 3, { 0, 0, 1 }, { 0, 1, 3 }, { 1, 0, 2 }, { 1, 2, 6 }, { 2, 1, 1 }, { 2, 0, 8 });
    wom_choice choice = graph_choice(job, &wom_tie_estimators, estimator);
    wom_history *history;
    wom_status status = wom_history_create(&history, job, log, 3);
    if (status == WOM_OK) status = wom_ties_estimate(p, job, history, graph, until, &choice);
    wom_history_free(history);
    wom_choice_free(&choice);
    log_free(log);
    wom_graph_free(graph);
    return status;
}

static void
bernoulli_counts_who_followed(void)
{
    wom_job *job = test_job(1);
    double p[4];
    CHECK_OK(estimate(p, job, "bernoulli", 9));
    CHECK_NEAR(p[0], 1. / 3, 1e-15);
    CHECK_NEAR(p[1], 1. / 3, 1e-15);
    CHECK_NEAR(p[2], 1. / 2, 1e-15);
    CHECK_NEAR(p[3], 0, 0);
    CHECK_OK(estimate(p, job, "{\"type\": \"bernoulli\", \"prior\": 3}", 9));
    CHECK_NEAR(p[0], 1. / 6, 1e-15);
    CHECK_OK(estimate(p, job, "bernoulli", 6)); /* what happens at 6 and later is not known yet */
    CHECK_NEAR(p[0], 1. / 2, 1e-15);
    CHECK_NEAR(p[1], 0, 0);
    CHECK_NEAR(p[2], 0, 0);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(bernoulli_counts_who_followed))
