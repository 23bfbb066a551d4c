/* learn: pairs of a running content and a user, their features by hand, and fits against brute force. */
#include "graphs.h"
#include "pairs/pairs.h"
#include "logs.h"
#include "test.h"

/* Ties 0 -> 2, 1 -> 2, 0 -> 3, 2 -> 3, 4 -> 0. */
static wom_graph *
small_graph(wom_job *job)
{
    return GRAPH_OF(job, 5, { 0, 2, 1 }, { 0, 3, 1 }, { 1, 2, 3 }, { 2, 3, 1 }, { 4, 0, 1 });
}

/* Before 10: content 0 by users 0 and 1, content 1 by 0 and 2, content 2 by 3. After: 2 takes up content 0. */
static wom_log *
small_log(wom_job *job)
{
    return LOG_OF(job, 4, { 0, 0, 2 }, { 0, 1, 6 }, { 0, 2, 12 }, { 1, 0, 4 }, { 1, 2, 8 }, { 1, 4, 30 }, { 2, 3, 9 },
                  { 3, 4, 11 }, { 3, 0, 13 });
}

static const wom_pairs_options small_options = { .start = 10, .end = 20, .window = 4, .short_memory = 0.5,
                                                 .long_memory = 2, .most = 1000, .seed = 1 };

static wom_status
small_pairs(wom_pairs **pairs, wom_job *job, const wom_pairs_options *options)
{
    wom_job *other = test_job(1); /* of what is made by hand, which does not fail */
    wom_graph *graph = small_graph(other);
    wom_log *log = small_log(other);
    wom_history *history = NULL;
    *pairs = NULL;
    wom_status status = wom_history_create(&history, job, log, graph->num_nodes);
    if (status == WOM_OK) status = wom_pairs_create(pairs, job, history, graph, options);
    wom_history_free(history);
    log_free(log);
    wom_graph_free(graph);
    wom_job_free(other);
    return status;
}

static double
feature(const wom_pairs *pairs, wom_pair_feature f, uint32_t content, wom_node user)
{
    for (uint64_t i = 0; i < pairs->num_pairs; i++)
        if (pairs->content[i] == content && pairs->user[i] == user) return (double)pairs->feature[f][i];
    return NAN;
}

static void
pairs_are_those_with_a_friend_who_took_it_up(void)
{
    wom_job *job = test_job(1);
    wom_pairs *pairs;
    CHECK_OK(small_pairs(&pairs, job, &small_options));
    /* content 0: users 2 and 3 by 0 and 1; content 1: user 3 by 0 and 2; 2 has no ties out of 3; 3 has not begun */
    CHECK_EQUAL(pairs->num_pairs, 3);
    CHECK_EQUAL(pairs->num_adopting, 1);
    CHECK_EQUAL(pairs->num_window_actions, 1); /* content 3 begins after the start, content 1 goes on after the end */
    for (uint64_t i = 0; i < pairs->num_pairs; i++)
        CHECK_EQUAL(pairs->adopts[i], pairs->content[i] == 0 && pairs->user[i] == 2);
    CHECK_NEAR(feature(pairs, WOM_PAIR_FRIENDS, 0, 2), 2, 0);
    CHECK_NEAR(feature(pairs, WOM_PAIR_FRIENDS, 0, 3), 1, 0);
    CHECK_NEAR(feature(pairs, WOM_PAIR_FRIENDS, 1, 3), 2, 0);
    wom_pairs_free(pairs);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
features_are_as_by_hand(void)
{
    wom_job *job = test_job(1);
    wom_pairs *p;
    CHECK_OK(small_pairs(&p, job, &small_options));
    const double half = sqrt(0.5);
    CHECK_NEAR(feature(p, WOM_PAIR_SOCIAL, 0, 2), 1, 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_SOCIAL, 0, 3), 0.5, 1e-6);
    /* friends: 0 of 2, 3, 4; 1 of 2; 2 of 0, 1, 3; 3 of 0, 2 */
    CHECK_NEAR(feature(p, WOM_PAIR_JACCARD, 0, 3), 1. / 4, 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_JACCARD, 0, 2), 1. / 5, 1e-6);
    /* before the start 0 took up contents 0 and 1, 1 content 0, 2 content 1, 3 content 2 */
    CHECK_NEAR(feature(p, WOM_PAIR_COSINE, 0, 2), half, 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_COSINE, 1, 3), 0, 0);
    CHECK_NEAR(feature(p, WOM_PAIR_COSINE_SHARE, 0, 2), 1, 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_BERNOULLI, 0, 2), log(2), 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_BERNOULLI_SHRUNK, 0, 2), -log1p(-1. / 7), 1e-6);
    CHECK(feature(p, WOM_PAIR_SAITO_EM, 0, 2) > 0 && feature(p, WOM_PAIR_SAITO_EM, 1, 3) == 0);
    CHECK_NEAR(feature(p, WOM_PAIR_FRIEND_SINCE, 0, 2), 4, 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_FRIEND_SHORT, 0, 2), exp(-8. / 2) + exp(-4. / 2), 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_FRIEND_LONG, 0, 2), exp(-8. / 8) + exp(-4. / 8), 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_DEGREE, 1, 3), 2, 0);
    CHECK_NEAR(feature(p, WOM_PAIR_ACTIVITY, 1, 3), 1, 0);
    CHECK_NEAR(feature(p, WOM_PAIR_ACTIVITY_SHORT, 0, 2), exp(-2. / 2), 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_ACTIVITY_LONG, 0, 2), exp(-2. / 8), 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_OWN_SINCE, 0, 2), 2, 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_CONTENT_SIZE, 0, 2), 2, 0);
    CHECK_NEAR(feature(p, WOM_PAIR_CONTENT_SHORT, 1, 3), exp(-6. / 2) + exp(-2. / 2), 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_CONTENT_LONG, 1, 3), exp(-6. / 8) + exp(-2. / 8), 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_CONTENT_AGE, 1, 3), 6, 1e-6);
    CHECK_NEAR(feature(p, WOM_PAIR_AFFINITY, 0, 2), half, 1e-6); /* with 0, who is in content 1 too */
    CHECK_NEAR(feature(p, WOM_PAIR_AFFINITY, 1, 3), 0, 0);
    wom_pairs_free(p);
    wom_job_free(job);
}

static void
who_never_acted_is_long_since(void)
{
    wom_job *job = test_job(1);
    wom_pairs *p;
    wom_pairs_options early = small_options;
    early.start = 5;
    CHECK_OK(small_pairs(&p, job, &early));
    CHECK_NEAR(feature(p, WOM_PAIR_OWN_SINCE, 0, 3), 32 * 4, 1e-4);
    CHECK_NEAR(feature(p, WOM_PAIR_ACTIVITY, 0, 3), 0, 0);
    wom_pairs_free(p);
    wom_job_free(job);
}

/* ---- Fits, on pairs made by chance ---- */

/* Pairs with two features, taken up by the hazard leak + a friends + b cosine. */
static wom_pairs *
invent(wom_job *job, uint64_t num, uint64_t seed, double leak, double a, double b)
{
    wom_pairs *pairs = NULL;
    CHECK_OK(wom_allocate(&pairs, job, 1, sizeof *pairs, "pairs"));
    CHECK_OK(wom_allocate(&pairs->content, job, num, sizeof(uint32_t), "pairs"));
    CHECK_OK(wom_allocate(&pairs->user, job, num, sizeof(wom_node), "pairs"));
    CHECK_OK(wom_allocate(&pairs->adopts, job, num, 1, "pairs"));
    for (uint32_t f = 0; f < WOM_NUM_PAIR_FEATURES; f++)
        CHECK_OK(wom_allocate(&pairs->feature[f], job, num, sizeof(float), "pairs"));
    wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, 0);
    pairs->options = small_options;
    pairs->num_pairs = num;
    pairs->num_found = (double)num;
    pairs->other_weight = 1;
    for (uint64_t i = 0; i < num; i++) {
        const float friends = (float)(1 + wom_rng_below(&rng, 4)), cosine = (float)wom_rng_uniform(&rng);
        pairs->content[i] = (uint32_t)(i / 50);
        pairs->user[i] = (wom_node)(i % 97);
        pairs->feature[WOM_PAIR_FRIENDS][i] = friends;
        pairs->feature[WOM_PAIR_COSINE][i] = cosine;
        pairs->adopts[i] = wom_rng_uniform(&rng) < -expm1(-(leak + a * (double)friends + b * (double)cosine));
        pairs->num_adopting += pairs->adopts[i];
    }
    return pairs;
}

static const wom_pair_term two_terms[] = { { PAIR_RAW, WOM_PAIR_FRIENDS, WOM_PAIR_FRIENDS },
                                           { PAIR_RAW, WOM_PAIR_COSINE, WOM_PAIR_COSINE } };

static double
nll_of(wom_job *job, const wom_pairs *pairs, const wom_pair_fit *fit)
{
    double *hazard;
    CHECK_OK(wom_allocate(&hazard, job, pairs->num_pairs, sizeof *hazard, "hazards"));
    wom_pair_hazard(hazard, job, pairs, fit, two_terms, false);
    const double nll = wom_pair_nll(pairs, hazard, 1);
    wom_free(hazard);
    return nll;
}

/* No point of a grid around the fit is likelier, also where a weight is held at 0. */
static void
no_other_hazard_is_likelier(void)
{
    wom_job *job = test_job(1);
    for (int way = 0; way < 2; way++) {
        wom_pairs *pairs = invent(job, 4000, 5, 0.02, way == 0 ? 0.01 : 0, way == 0 ? 0.06 : 0.1);
        wom_pair_fit fit;
        CHECK_OK(wom_pair_fit_hazard(&fit, job, &pairs, 1, two_terms, 2));
        const double best = nll_of(job, pairs, &fit);
        for (int i = 0; i < 125; i++) {
            wom_pair_fit other = fit;
            other.coefficient[0] = fmax(0, fit.coefficient[0] + 0.002 * (i % 5 - 2));
            other.coefficient[1] = fmax(0, fit.coefficient[1] + 0.001 * (i / 5 % 5 - 2));
            other.coefficient[2] = fmax(0, fit.coefficient[2] + 0.004 * (i / 25 - 2));
            CHECK(nll_of(job, pairs, &other) >= best - 1e-9);
        }
        wom_pairs_free(pairs);
    }
    wom_job_free(job);
}

/* The likelihood by the book, pair by pair; thinned pairs count as often as they stand for. */
static void
the_likelihood_is_as_by_hand(void)
{
    wom_job *job = test_job(1);
    wom_pairs *pairs = invent(job, 6, 3, 0.5, 0.1, 0.2);
    const double hazard[] = { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6 };
    double sum = 0, weight = 0, best = INFINITY, at = 0;
    pairs->other_weight = 2.5;
    for (int i = 0; i < 6; i++) {
        pairs->adopts[i] = i % 2;
        sum -= i % 2 ? log(1 - exp(-2 * hazard[i])) : -2.5 * 2 * hazard[i];
        weight += i % 2 ? 1 : 2.5;
    }
    CHECK_NEAR(wom_pair_nll(pairs, hazard, 2), sum / weight, 1e-14);
    for (double s = 0.01; s < 10; s *= 1.001)
        if (wom_pair_nll(pairs, hazard, s) < best) best = wom_pair_nll(pairs, hazard, s), at = s;
    CHECK_NEAR(wom_pair_scale(pairs, hazard) / at, 1, 0.002);
    wom_pairs_free(pairs);
    wom_job_free(job);
}

/* Hand-made: scores 3, 2, 2, 1 of which the first and the third adopt; another with all tied. */
static void
ranks_count_ties_by_half(void)
{
    wom_job *job = test_job(1);
    wom_pairs *pairs = invent(job, 4, 3, 0.5, 0.1, 0.2);
    const double score[] = { 3, 2, 2, 1 }, same[] = { 1, 1, 1, 1 };
    wom_pair_row_score row = { 0 };
    wom_pair_judge *judge;
    for (int i = 0; i < 4; i++) pairs->adopts[i] = i == 0 || i == 2;
    pairs->feature[WOM_PAIR_ACTIVITY][2] = pairs->feature[WOM_PAIR_ACTIVITY][3] = 1;
    CHECK_OK(wom_pair_judge_create(&judge, job, pairs, 5, 1));
    CHECK_OK(wom_pair_judge_rank(&row, job, judge, score));
    CHECK_NEAR(row.auc, (2 + 1.5) / 4, 1e-15);
    CHECK_NEAR(row.ap, (1 + 2. / 3) / 2, 1e-15);
    CHECK_NEAR(row.auc_active, 1, 1e-15);
    CHECK_OK(wom_pair_judge_rank(&row, job, judge, same));
    CHECK_NEAR(row.auc, 0.5, 1e-15);
    CHECK_NEAR(row.ap, 0.5, 1e-15);
    wom_pair_judge_free(judge);
    wom_pairs_free(pairs);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* What was drawn from its own predictions has a slope of 1; predictions twice too far apart have 1/2. */
static void
the_slope_tells_calibration(void)
{
    wom_job *job = test_job(1);
    wom_pairs *pairs = invent(job, 40000, 3, 0.02, 0.05, 0.3);
    double *hazard;
    CHECK_OK(wom_allocate(&hazard, job, pairs->num_pairs, sizeof *hazard, "hazards"));
    for (uint64_t i = 0; i < pairs->num_pairs; i++)
        hazard[i] = 0.02 + 0.05 * (double)pairs->feature[WOM_PAIR_FRIENDS][i] +
                    0.3 * (double)pairs->feature[WOM_PAIR_COSINE][i];
    CHECK_NEAR(wom_pair_slope(pairs, hazard, 1), 1, 0.12); /* five standard errors */
    for (uint64_t i = 0; i < pairs->num_pairs; i++) {
        const double logit = 2 * log(expm1(hazard[i]));
        hazard[i] = log1p(exp(logit));
    }
    CHECK_NEAR(wom_pair_slope(pairs, hazard, 1), 0.5, 0.06);
    wom_free(hazard);
    wom_pairs_free(pairs);
    wom_job_free(job);
}

/* On the pairs made by hand: each weight's slope against differences of the loss. */
static void
slopes_of_the_network_are_those_of_its_loss(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = small_graph(job);
    wom_log *log = small_log(job);
    wom_history *history;
    wom_pairs *pairs;
    const wom_pair_fit regression = { .num_terms = 1, .coefficient = { -1, 0.5 }, .mean = { 1 }, .deviation = { 2 } };
    CHECK_OK(wom_history_create(&history, job, log, graph->num_nodes));
    CHECK_OK(wom_pairs_create(&pairs, job, history, graph, &small_options));
    const wom_pair_network network = { history, graph, &regression, two_terms, 1 };
    for (uint32_t weight = 0; weight < 233; weight++) /* 8 x 11 + 8 x 17 + 8 + 1 */
        CHECK(wom_pair_network_slope_error(job, &network, pairs, weight) < 1e-6);
    wom_pairs_free(pairs);
    wom_history_free(history);
    log_free(log);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
whole(wom_job *job)
{
    wom_pairs *pairs;
    const wom_status status = small_pairs(&pairs, job, &small_options);
    wom_pairs_free(pairs);
    return status;
}

static void
each_allocation_may_fail(void)
{
    test_each_allocation_failing(whole);
}

static void
a_log_without_ties_is_refused(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = small_graph(job);
    wom_log *log = small_log(job);
    wom_history *history;
    wom_running *running;
    wom_running_options options = wom_running_defaults();
    CHECK_OK(wom_history_create(&history, job, log, graph->num_nodes));
    CHECK_FAILS(wom_running_validate(&running, job, history, graph, &options), WOM_INVALID, "be learned");
    options.fits = 7;
    CHECK_FAILS(wom_running_validate(&running, job, history, graph, &options), WOM_INVALID, "need 9 windows");
    options = wom_running_defaults();
    options.split = 99;
    CHECK_FAILS(wom_running_validate(&running, job, history, graph, &options), WOM_INVALID, "not within the log");
    wom_history_free(history);
    log_free(log);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(pairs_are_those_with_a_friend_who_took_it_up),
          TEST(features_are_as_by_hand),
          TEST(who_never_acted_is_long_since),
          TEST(no_other_hazard_is_likelier),
          TEST(the_likelihood_is_as_by_hand),
          TEST(ranks_count_ties_by_half),
          TEST(the_slope_tells_calibration),
          TEST(slopes_of_the_network_are_those_of_its_loss),
          TEST(each_allocation_may_fail),
          TEST(a_log_without_ties_is_refused))
