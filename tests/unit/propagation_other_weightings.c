/* propagation: weightings other than the default formula, against numbers worked out by hand or their distribution. */
#include "graphs.h"
#include "test.h"

/* Four users, five ties in the order of their numbers; nobody influences user 3. */
enum { NODES = 4, TIES = 5 };
static const graph_tie list[TIES] = { { 0, 1, 1 }, { 0, 2, .1 }, { 1, 2, .3 }, { 2, 0, .4 }, { 3, 2, .5 } };

static wom_data *
small_data(wom_job *job)
{
    static const double activity[NODES] = { .5, 2, 0, 4 };
    wom_data *data = graph_data(job, graph_of(job, NODES, TIES, list), 1);
    CHECK_OK(wom_allocate(&data->activity, job, NODES, sizeof *data->activity, "a column"));
    memcpy(data->activity, activity, sizeof activity);
    return data;
}

static void
check_probabilities(wom_job *job, const wom_data *data, const char *weighting, const double expected[TIES])
{
    wom_model *model = NULL;
    CHECK_OK(graph_weigh(&model, job, data, weighting));
    for (wom_tie tie = 0; model != NULL && tie < TIES; tie++)
        CHECK_NEAR(wom_model_probability(model, 0, tie, list[tie].to), expected[tie], 1e-7);
    wom_model_free(model);
}

static void
jaccard_is_the_share_of_common_friends_up_to_1(void)
{
    wom_job *job = test_job(2);
    wom_data *data = small_data(job);
    wom_model *model = NULL;
    check_probabilities(job, data, "jaccard", (const double[]){ 1. / 3, .25, .25, .25, 0 });
    check_probabilities(job, data, "{\"type\":\"jaccard\",\"scale\":0.5}",
                        (const double[]){ .5 / 3, .125, .125, .125, 0 });
    check_probabilities(job, data, "{\"type\":\"jaccard\",\"scale\":3.5}", (const double[]){ 1, .875, .875, .875, 0 });
    CHECK_OK(graph_weigh(&model, job, data, "{\"type\":\"jaccard\",\"scale\":3.5}"));
    if (model != NULL) CHECK(wom_model_is_clipped(model, 0, 0, 1) && !wom_model_is_clipped(model, 0, 1, 2));
    wom_model_free(model);
    wom_data_free(data);
    wom_job_free(job);
}

/* A log in which users 0 and 2 act twice, user 1 once and user 3 never; the data own it. */
static wom_log *
small_log(wom_job *job)
{
    static const wom_node user[] = { 0, 2, 0, 2, 1 };
    wom_log *log = NULL;
    CHECK_OK(wom_allocate(&log, job, 1, sizeof *log, "a log"));
    log->num_actions = 5;
    CHECK_OK(wom_allocate(&log->user, job, 5, sizeof *log->user, "a log"));
    memcpy(log->user, user, sizeof user);
    return log;
}

static void
activity_shares_one_among_friends_by_how_active_they_are(void)
{
    wom_job *job = test_job(1);
    wom_data *data = small_data(job);
    /* into 0: from 2 (activity 0); into 1: from 0 (.5); into 2: from 0 (.5), 1 (2), 3 (4); the mean is 1.625 */
    check_probabilities(job, data, "activity", (const double[]){ 1, .5 / 6.5, 2 / 6.5, 0, 4 / 6.5 });
    check_probabilities(job, data, "{\"type\":\"activity\",\"weight\":0.3,\"prior\":1}",
                        (const double[]){ .3, .45 / 9.5, .9 / 9.5, .3, 1.5 / 9.5 });
    check_probabilities(job, data, "{\"type\":\"activity\",\"receiver\":\"activity\"}",
                        (const double[]){ 2 / 3.625, 0, 0, 0, 0 });
    data->log = small_log(job);
    check_probabilities(job, data, "{\"type\":\"activity\",\"activity\":\"log\"}",
                        (const double[]){ 1, 2. / 3, 1. / 3, 1, 0 });
    check_probabilities(job, data, "activity", (const double[]){ 1, .5 / 6.5, 2 / 6.5, 0, 4 / 6.5 });
    wom_free(data->activity);
    data->activity = NULL;
    check_probabilities(job, data, "activity", (const double[]){ 1, 2. / 3, 1. / 3, 1, 0 });
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* What is drawn for the ties: [100 * 99], freed by wom_free. */
static double *
draws(wom_job *job, const char *weighting)
{
    wom_data *data = graph_data(job, graph_random(job, 100, 9900, 3), 1);
    wom_model *model = NULL;
    double *p = NULL;
    CHECK_OK(wom_allocate(&p, job, 9900, sizeof *p, "draws"));
    CHECK_OK(graph_weigh(&model, job, data, weighting));
    for (wom_tie tie = 0; model != NULL && tie < 9900; tie++)
        p[tie] = wom_model_probability(model, 0, tie, data->graph->out_head[tie]);
    wom_model_free(model);
    wom_data_free(data);
    return p;
}

static void
trivalency_gives_each_level_to_a_third_of_the_ties(void)
{
    wom_job *job = test_job(1);
    const double level[] = { .1, .01, .001 };
    double *p = draws(job, "trivalency");
    for (int i = 0; i < 3; i++) {
        uint32_t count = 0;
        for (int tie = 0; tie < 9900; tie++) count += fabs(p[tie] - level[i]) < 1e-7;
        CHECK_NEAR(count, 3300, 5 * sqrt(9900 * 2. / 9));
    }
    uint32_t num_alike = 0; /* of neighbouring ties, for draws are independent */
    for (int tie = 1; tie < 9900; tie++) num_alike += p[tie] == p[tie - 1];
    CHECK_NEAR(num_alike, 3300, 5 * sqrt(9900 * 2. / 9));
    wom_free(p);
    wom_job_free(job);
}

static void
uniform_fills_its_interval_evenly(void)
{
    wom_job *job = test_job(1);
    double *p = draws(job, "{\"type\":\"uniform\",\"low\":0.2,\"high\":0.6}");
    uint32_t count[8] = { 0 };
    double sum = 0;
    for (int tie = 0; tie < 9900; tie++) {
        CHECK(p[tie] >= .2 && p[tie] <= .6 + 1e-7);
        count[(int)fmin(7, (p[tie] - .2) / .05)]++;
        sum += p[tie];
    }
    for (int i = 0; i < 8; i++) CHECK_NEAR(count[i], 9900 / 8., 5 * sqrt(9900 * 7. / 64));
    CHECK_NEAR(sum / 9900, .4, 5 * .4 / sqrt(12 * 9900.));
    wom_free(p);
    wom_job_free(job);
}

static void
another_seed_draws_other_probabilities_and_the_same_the_same(void)
{
    wom_job *job = test_job(1);
    double *a = draws(job, "uniform"), *b = draws(job, "{\"type\":\"uniform\",\"seed\":2}"), *c = draws(job, "uniform");
    double sum_ab = 0;
    CHECK(memcmp(a, c, 9900 * sizeof *a) == 0);
    for (int tie = 0; tie < 9900; tie++) sum_ab += (a[tie] - .05) * (b[tie] - .05);
    CHECK_NEAR(sum_ab, 0, 5 * sqrt(9900.) * .01 / 12);
    wom_free(a);
    wom_free(b);
    wom_free(c);
    wom_job_free(job);
}

static void
what_the_data_lack_is_named(void)
{
    wom_job *job = test_job(1);
    wom_data *data = graph_data(job, GRAPH_OF(job, 2, { 0, 1, 1 }), 1);
    wom_model *model = NULL;
    const struct {
        const char *weighting, *complaint;
    } cases[] = {
        { "activity", "weighting \"activity\": needs a column activity in the users file, or a log of actions" },
        { "{\"type\":\"activity\",\"activity\":\"column\"}", "activity \"column\" needs a column activity" },
        { "{\"type\":\"activity\",\"activity\":\"log\"}", "activity \"log\" needs a log of actions" },
        { "{\"type\":\"uniform\",\"low\":0.2}", "low is 0.2, must be at most high, which is 0.1" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_FAILS(graph_weigh(&model, job, data, cases[i].weighting), WOM_INVALID, cases[i].complaint);
        CHECK(model == NULL);
    }
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static const wom_data *failing_data;
static const wom_choice *failing_choice, *failing_similarity;

static wom_status
create(wom_job *job)
{
    wom_model *model = NULL;
    const wom_status status = wom_model_create(&model, job, failing_data, failing_choice, failing_similarity, .1);
    wom_model_free(model);
    return status;
}

static void
every_allocation_of_a_weighting_may_fail(void)
{
    wom_job *job = test_job(1);
    wom_data *data = small_data(job);
    wom_choice similarity = graph_choice(job, &wom_similarities, "cosine");
    failing_data = data;
    failing_similarity = &similarity;
    for (uint32_t w = 0; wom_weightings.variants[w] != NULL; w++) {
        if (reads_file(wom_weightings.variants[w])) continue;
        const wom_variant *weighting = wom_weightings.variants[w];
        if (w == 0 || strcmp(weighting->name, "layers") == 0) continue; /* each has a test of its own */
        wom_choice choice = graph_choice(job, &wom_weightings, weighting->name);
        failing_choice = &choice;
        test_each_allocation_failing(create);
        wom_choice_free(&choice);
    }
    wom_choice_free(&similarity);
    wom_data_free(data);
    wom_job_free(job);
}

TEST_MAIN(TEST(jaccard_is_the_share_of_common_friends_up_to_1),
          TEST(activity_shares_one_among_friends_by_how_active_they_are),
          TEST(trivalency_gives_each_level_to_a_third_of_the_ties), TEST(uniform_fills_its_interval_evenly),
          TEST(another_seed_draws_other_probabilities_and_the_same_the_same), TEST(what_the_data_lack_is_named),
          TEST(every_allocation_of_a_weighting_may_fail))
