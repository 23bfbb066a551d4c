/* learn: what a log says of each tie, by hand. */
#include "graphs.h"
#include "logs.h"
#include "test.h"

#include <wom/learn.h>

/* Estimates from a graph and a log, which it frees. */
static wom_status
estimate_from(double *p, wom_job *job, wom_graph *graph, wom_log *log, const char *estimator, double until,
              const double *prior)
{
    wom_choice choice = graph_choice(job, &wom_tie_estimators, estimator);
    wom_history *history;
    wom_status status = wom_history_create(&history, job, log, graph->num_nodes);
    const wom_tie_evidence evidence = { .history = history, .graph = graph, .until = until, .prior = prior };
    if (status == WOM_OK) status = wom_ties_estimate(p, job, &evidence, &choice);
    wom_history_free(history);
    wom_choice_free(&choice);
    log_free(log);
    wom_graph_free(graph);
    return status;
}

/* Ties 0: 0 -> 1, 1: 0 -> 2, 2: 1 -> 0, 3: 2 -> 1. User 0 takes up three contents, 1 two, 2 one. */
static wom_status
estimate(double p[4], wom_job *job, const char *estimator, double until, const double *prior)
{
    wom_graph *graph = GRAPH_OF(job, 3, { 0, 1, 1 }, { 0, 2, 1 }, { 1, 0, 1 }, { 2, 1, 1 });
    wom_log *log = LOG_OF(job, 3, { 0, 0, 1 }, { 0, 1, 3 }, { 1, 0, 2 }, { 1, 2, 6 }, { 2, 1, 1 }, { 2, 0, 8 });
    return estimate_from(p, job, graph, log, estimator, until, prior);
}

/* Ties 0: 0 -> 2, 1: 1 -> 2. In content 0 both are before user 2, in 1 nobody follows user 0, in 2 user 2 does. */
static wom_graph *
two_friends(wom_job *job)
{
    return GRAPH_OF(job, 3, { 0, 2, 1 }, { 1, 2, 1 });
}

static wom_log *
log_of_two_friends(wom_job *job)
{
    return LOG_OF(job, 3, { 0, 0, 1 }, { 0, 1, 11 }, { 0, 2, 21 }, { 1, 0, 2 }, { 2, 0, 1 }, { 2, 2, 2 });
}

static wom_status
estimate_two(double p[2], wom_job *job, const char *estimator)
{
    return estimate_from(p, job, two_friends(job), log_of_two_friends(job), estimator, 99, NULL);
}

static void
bernoulli_counts_who_followed(void)
{
    wom_job *job = test_job(1);
    double p[4];
    CHECK_OK(estimate(p, job, "bernoulli", 9, NULL));
    CHECK_NEAR(p[0], 1. / 3, 1e-15);
    CHECK_NEAR(p[1], 1. / 3, 1e-15);
    CHECK_NEAR(p[2], 1. / 2, 1e-15);
    CHECK_NEAR(p[3], 0, 0);
    CHECK_OK(estimate(p, job, "{\"type\": \"bernoulli\", \"prior\": 3}", 9, NULL));
    CHECK_NEAR(p[0], 1. / 6, 1e-15);
    CHECK_OK(estimate(p, job, "bernoulli", 6, NULL)); /* what happens at 6 and later is not known yet */
    CHECK_NEAR(p[0], 1. / 2, 1e-15);
    CHECK_NEAR(p[1], 0, 0);
    CHECK_NEAR(p[2], 0, 0);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
jaccard_divides_by_the_contents_of_either(void)
{
    wom_job *job = test_job(1);
    double p[4];
    CHECK_OK(estimate(p, job, "jaccard", 9, NULL));
    for (int tie = 0; tie < 3; tie++) CHECK_NEAR(p[tie], 1. / 3, 1e-15);
    CHECK_NEAR(p[3], 0, 0);
    CHECK_OK(estimate(p, job, "jaccard", 8, NULL)); /* user 0 has not taken up the third content yet */
    CHECK_NEAR(p[0], 1. / 3, 1e-15);
    CHECK_NEAR(p[1], 1. / 2, 1e-15);
    CHECK_NEAR(p[2], 0, 0);
    wom_job_free(job);
}

static void
friends_share_the_credit(void)
{
    wom_job *job = test_job(1);
    double p[2];
    CHECK_OK(estimate_two(p, job, "partial-credits"));
    CHECK_NEAR(p[0], (.5 + 1) / 3, 1e-15);
    CHECK_NEAR(p[1], .5, 1e-15);
    CHECK_OK(estimate_two(p, job, "{\"type\": \"partial-credits\", \"decay\": 10, \"prior\": 1}"));
    const double share = exp(-1) / (1 + exp(-1)); /* user 0 acted a decay before user 1 */
    CHECK_NEAR(p[0], (share + 1) / 4, 1e-15);
    CHECK_NEAR(p[1], (1 - share) / 2, 1e-15);
    wom_job_free(job);
}

static void
em_finds_the_most_likely_cascades(void)
{
    wom_job *job = test_job(1);
    double p[2];
    /* a (1 - a) (1 - (1 - a)(1 - b)) is largest at a = 1/2, b = 1 */
    CHECK_OK(estimate_two(p, job, "{\"type\": \"saito-em\", \"iterations\": 100, \"prior\": 0}"));
    CHECK_NEAR(p[0], .5, 1e-9);
    CHECK_NEAR(p[1], 1, 1e-9);
    CHECK_OK(estimate_two(p, job, "{\"type\": \"saito-em\", \"iterations\": 1}"));
    CHECK_NEAR(p[0], (1 + .1 / .19) / 4, 1e-12); /* three tries and one more */
    CHECK_NEAR(p[1], .1 / .19 / 2, 1e-12);
    wom_job_free(job);
}

static void
contents_that_the_head_had_before_are_no_tries_for_em(void)
{
    wom_job *job = test_job(1);
    double p[4];
    CHECK_OK(estimate(p, job, "{\"type\": \"saito-em\", \"prior\": 0}", 9, NULL));
    CHECK_NEAR(p[0], 1. / 2, 1e-15); /* content 2, which user 1 had before user 0, is none */
    CHECK_NEAR(p[1], 1. / 3, 1e-15);
    CHECK_NEAR(p[2], 1, 1e-15);
    CHECK_NEAR(p[3], 0, 0);
    wom_job_free(job);
}

static void
the_posterior_lies_between_prior_and_log(void)
{
    wom_job *job = test_job(1);
    const double prior[] = { .2, .4, .6, .8 };
    double p[4];
    CHECK_OK(estimate(p, job, "{\"type\": \"posterior\", \"kappa\": 3}", 9, prior));
    CHECK_NEAR(p[0], (1 + 3 * .2) / 6, 1e-15);
    CHECK_NEAR(p[1], (1 + 3 * .4) / 6, 1e-15);
    CHECK_NEAR(p[2], (1 + 3 * .6) / 5, 1e-15);
    CHECK_NEAR(p[3], 3 * .8 / 4, 1e-15);
    /* without a prior: 3 followed in 3 + 3 + 2 + 1 tries */
    CHECK_OK(estimate(p, job, "{\"type\": \"posterior\", \"kappa\": 3}", 9, NULL));
    CHECK_NEAR(p[3], 1. / 4, 1e-15);
    wom_job_free(job);
}

/* A thousand contents in turn: user 0 takes up each, user 1 follows in every `often`-th, 2 in none. */
static double
posterior_of_a_long_log(double prior, uint32_t often)
{
    enum { NUM = 1000 };
    wom_job *job = test_job(1);
    log_action *actions = NULL;
    CHECK_OK(wom_allocate(&actions, job, 2 * NUM, sizeof *actions, "actions"));
    uint64_t num = 0;
    for (uint32_t c = 0; c < NUM; c++) {
        actions[num++] = (log_action){ c, 0, 10. * c };
        if (c % often == 0) actions[num++] = (log_action){ c, 1, 10. * c + 1 };
    }
    const double priors[] = { prior };
    double p[1];
    CHECK_OK(
        estimate_from(p, job, GRAPH_OF(job, 2, { 0, 1, 1 }), log_of(job, NUM, num, actions), "posterior", 1e9, priors));
    wom_free(actions);
    wom_job_free(job);
    return p[0];
}

static void
validation_gives_up_a_bad_prior(void)
{
    CHECK_NEAR(posterior_of_a_long_log(.9, 10), .1, .001); /* the log knows better */
}

static void
probabilities_are_judged_by_what_they_did_not_see(void)
{
    wom_job *job = test_job(1);
    const double p[] = { .5, .2 };
    wom_graph *graph = two_friends(job);
    wom_log *past = log_of_two_friends(job);
    wom_history *history;
    wom_ties_score score;
    CHECK_OK(wom_history_create(&history, job, past, 3));
    wom_tie_evidence evidence = { .history = history, .graph = graph, .until = 99 };
    CHECK_OK(wom_ties_judge(&score, job, &evidence, p, 0));
    CHECK_EQUAL(score.num_tries, 4);
    CHECK_EQUAL(score.num_followed, 2);
    CHECK_NEAR(score.log_likelihood, log1p(-.5 * .8) + 2 * log(.5), 1e-14);
    CHECK_OK(wom_ties_judge(&score, job, &evidence, p, 2)); /* user 1's try in content 0, user 0's in content 1 */
    CHECK_EQUAL(score.num_tries, 2);
    CHECK_NEAR(score.log_likelihood, log(.2) + log(.5), 1e-14);
    evidence.until = 21; /* user 2 withstood so far */
    CHECK_OK(wom_ties_judge(&score, job, &evidence, p, 2));
    CHECK_NEAR(score.log_likelihood, log(.8) + log(.5), 1e-14);
    CHECK_EQUAL(score.num_followed, 0);
    wom_history_free(history);
    log_free(past);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
a_models_probabilities_are_a_prior(void)
{
    wom_job *job = test_job(2);
    double prior[4], p[4];
    wom_graph *graph = GRAPH_OF(job, 3, { 0, 1, .1 }, { 0, 2, .2 }, { 1, 0, .3 }, { 2, 1, .4 });
    wom_model *model = graph_model(job, graph, 2, 0);
    CHECK_OK(wom_ties_prior(prior, job, model));
    for (int tie = 0; tie < 4; tie++) CHECK_NEAR(prior[tie], .1 * (tie + 1), 1e-7);
    wom_model_free(model);
    wom_graph_free(graph);
    CHECK_OK(estimate(p, job, "{\"type\": \"posterior\", \"kappa\": 1e9}", 9, prior)); /* the log is worth little */
    for (int tie = 0; tie < 4; tie++) CHECK_NEAR(p[tie], prior[tie], 1e-6);
    wom_job_free(job);
}

TEST_MAIN(TEST(bernoulli_counts_who_followed), TEST(jaccard_divides_by_the_contents_of_either),
          TEST(friends_share_the_credit), TEST(em_finds_the_most_likely_cascades),
          TEST(contents_that_the_head_had_before_are_no_tries_for_em), TEST(the_posterior_lies_between_prior_and_log),
          TEST(validation_gives_up_a_bad_prior), TEST(a_models_probabilities_are_a_prior),
          TEST(probabilities_are_judged_by_what_they_did_not_see))
