/* propagation: the probability of every tie, against numbers worked out by hand. */
#include "graphs.h"
#include "test.h"

#include <stdio.h>

/* Four users, five ties in the order of their numbers; nobody influences user 3, whose interests are missing. */
enum { NODES = 4, TIES = 5, CONTENTS = 2 };
static const graph_tie list[TIES] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 2, 3 }, { 2, 0, 4 }, { 3, 2, 0 } };
static const double activity[NODES] = { .5, 2, 0, 4 }, circle[NODES] = { 2, 3, 5, 7 }, friends[NODES] = { 4, 2, 8, 1 };
static const float user_interest[NODES * 2] = { 1, 0, 3, 4, 4, 3, 0, 0 },
                                         content_interest[CONTENTS * 2] = { 1, 0, 0, 1 };

static const char *const S_name[] = { "strength", "one", "activity-of-head", "activity-of-tail", "jaccard" };
static const double S[][TIES] = {
    { 2, 1, 3, 4, 0 }, { 1, 1, 1, 1, 1 }, { 2, 0, 0, .5, 0 }, { .5, .5, 2, 0, 4 }, { 1. / 3, .25, .25, .25, 0 },
};
static const double S_sum[][NODES] = {
    { 4, 2, 4, 0 }, { 1, 1, 3, 0 }, { .5, 2, 0, 0 }, { 0, .5, 6.5, 0 }, { .25, 1. / 3, .5, 0 }
};

static const char *const D_name[] = { "strength", "in-degree", "sqrt-in-degree", "one", "column" };
static const double D[][NODES] = {
    { 0 }, { 1, 1, 3, 0 }, { 1, 1, 1.7320508075688772, 0 }, { 1, 1, 1, 1 }, { 2, 3, 5, 7 }
};

static const char *const C_name[] = { "auto", "content", "user", "mix" };
static const double C_content[CONTENTS][NODES] = { { 1, .6, .8, 0 }, { 0, .8, .6, 0 } };
static const double C_user[TIES] = { .6, .8, .96, .8, 0 };

static const char *const N_name[] = { "in-degree", "sqrt-in-degree", "one", "column", "similarity" };
static const double N[][NODES] = {
    { 1, 1, 3, 0 }, { 1, 1, 1.7320508075688772, 0 }, { 1, 1, 1, 1 }, { 4, 2, 8, 1 }, { .8, .6, 1.76, 0 }
};

static double *
copy(wom_job *job, const double *number)
{
    double *made = NULL;
    CHECK_OK(wom_allocate(&made, job, NODES, sizeof *made, "a column"));
    memcpy(made, number, NODES * sizeof *made);
    return made;
}

static wom_data *
small_data(wom_job *job)
{
    wom_data *data = graph_data(job, graph_of(job, NODES, TIES, list), CONTENTS);
    data->activity = copy(job, activity);
    data->circle = copy(job, circle);
    data->friends = copy(job, friends);
    data->user_interests = graph_vectors(job, NODES, 2, user_interest);
    data->content_interests = graph_vectors(job, CONTENTS, 2, content_interest);
    return data;
}

/* x / y where 0 / 0 is 0. */
static double
over(double x, double y)
{
    return y > 0 ? x / y : 0;
}

static void
check_formula(wom_job *job, const wom_data *data, int s, int d, int c, int n)
{
    const double alpha = .3, beta = .2, mix = c == 3 ? .25 : c == 2;
    char json[256];
    wom_model *model = NULL;
    snprintf(json, sizeof json,
             "{\"type\":\"social-interest\",\"alpha\":%g,\"beta\":%g,\"S\":\"%s\",\"D\":\"%s\",\"C\":\"%s\","
             "\"N\":\"%s\",\"mix\":0.25}",
             alpha, beta, S_name[s], D_name[d], C_name[c], N_name[n]);
    CHECK_OK(graph_weigh(&model, job, data, json));
    for (uint32_t content = 0; model != NULL && content < CONTENTS; content++) {
        for (wom_tie tie = 0; tie < TIES; tie++) {
            const wom_node head = list[tie].to;
            const double circle_of_head = d == 0 ? S_sum[s][head] : D[d][head];
            const double likeness = mix * C_user[tie] + (1 - mix) * C_content[content][head];
            const double p = alpha * over(S[s][tie], circle_of_head) + beta * over(likeness, N[n][head]);
            const double found = wom_model_probability(model, content, tie, head);
            if (!(fabs(found - fmin(1, p)) < 1e-6) || wom_model_is_clipped(model, content, tie, head) != (p > 1))
                test_failed(__FILE__, __LINE__, "%s, content %u, tie %u: %.9g, not %.9g", json, content, tie, found, p);
        }
    }
    if (model != NULL) CHECK_EQUAL(model->num_missing_similarities, (c >= 2 ? 1 : 0) + (c != 2 ? 2 : 0));
    wom_model_free(model);
}

static void
the_formula_is_what_its_letters_say_for_every_choice_of_them(void)
{
    wom_job *job = test_job(2);
    wom_data *data = small_data(job);
    for (int s = 0; s < 5; s++)
        for (int d = 0; d < 5; d++)
            for (int c = 0; c < 4; c++)
                for (int n = 0; n < 5; n++)
                    if (n < 4 || c == 2) check_formula(job, data, s, d, c, n);
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
without_interests_of_contents_users_are_compared(void)
{
    wom_job *job = test_job(1);
    wom_data *data = small_data(job);
    wom_vectors_free(data->content_interests);
    data->content_interests = NULL;
    wom_model *model = NULL;
    CHECK_OK(graph_weigh(&model, job, data, "{\"type\":\"social-interest\",\"alpha\":0,\"beta\":1}"));
    if (model != NULL) CHECK_NEAR(wom_model_probability(model, 1, 2, 2), .96 / 3, 1e-6);
    wom_model_free(model);
    wom_data_free(data);
    wom_job_free(job);
}

static void
a_user_without_strengths_gets_nothing_from_them(void)
{
    wom_job *job = test_job(1);
    wom_model *model = NULL;
    wom_data *data = graph_data(job, GRAPH_OF(job, 3, { 0, 1, 0 }, { 2, 1, 0 }, { 1, 2, 5 }), 1);
    CHECK_OK(graph_weigh(&model, job, data, "{\"type\":\"social-interest\",\"beta\":0}"));
    if (model != NULL) {
        CHECK_NEAR(wom_model_probability(model, 0, 0, 1), 0, 0);
        CHECK_NEAR(wom_model_probability(model, 0, 1, 2), .6, 1e-7);
    }
    wom_model_free(model);
    CHECK_OK(graph_weigh(&model, job, data, "weighted-cascade"));
    if (model != NULL) CHECK_NEAR(wom_model_probability(model, 0, 2, 1), 0, 0);
    wom_model_free(model);
    wom_data_free(data);
    wom_job_free(job);
}

static void
sizes_near_nothing_do_not_make_numbers_that_are_none(void)
{
    wom_job *job = test_job(1);
    wom_data *data = small_data(job);
    wom_model *model = NULL;
    data->circle[2] = data->friends[2] = 1e-300;
    CHECK_OK(graph_weigh(&model, job, data,
                         "{\"type\":\"social-interest\",\"alpha\":0,\"beta\":1e-9,\"D\":\"column\",\"N\":\"column\"}"));
    for (wom_tie tie = 0; model != NULL && tie < TIES; tie++) {
        const double p = wom_model_probability(model, 0, tie, list[tie].to);
        CHECK(p >= 0 && p <= 1);
    }
    wom_model_free(model);
    wom_data_free(data);
    wom_job_free(job);
}

static void
weighted_cascade_shares_one_among_incoming_ties(void)
{
    wom_job *job = test_job(1);
    wom_data *data = graph_data(job, graph_random(job, 40, 400, 3), 1);
    for (int with_strengths = 1; with_strengths >= 0; with_strengths--) {
        wom_model *model = NULL;
        wom_model_summary summary;
        CHECK_OK(graph_weigh(&model, job, data, "weighted-cascade"));
        CHECK_OK(wom_model_summarise(&summary, job, model, 0));
        CHECK_NEAR(summary.mean_incoming, 1, 1e-6);
        CHECK_NEAR(summary.max_incoming, 1, 1e-6);
        CHECK_EQUAL(summary.num_clipped, 0);
        if (!with_strengths)
            CHECK_NEAR(wom_model_probability(model, 0, data->graph->in_tie[0], 0),
                       1. / wom_graph_in_degree(data->graph, 0), 1e-7);
        wom_model_free(model);
        wom_free(data->graph->strength);
        data->graph->strength = NULL;
    }
    wom_data_free(data);
    wom_job_free(job);
}

static void
constant_and_column_give_what_they_are_given(void)
{
    wom_job *job = test_job(1);
    wom_data *data = graph_data(job, GRAPH_OF(job, 3, { 0, 1, .25 }, { 1, 2, 1 }), 2);
    wom_model *model = NULL;
    CHECK_OK(graph_weigh(&model, job, data, "{\"type\":\"constant\",\"p\":0.2}"));
    if (model != NULL) CHECK_NEAR(wom_model_probability(model, 1, 1, 2), .2, 0);
    wom_model_free(model);
    CHECK_OK(graph_weigh(&model, job, data, "column"));
    if (model != NULL) {
        CHECK_NEAR(wom_model_probability(model, 0, 0, 1), .25, 0);
        CHECK_NEAR(wom_model_probability(model, 1, 1, 2), 1, 0);
        CHECK(!wom_model_is_clipped(model, 1, 1, 2));
    }
    wom_model_free(model);
    wom_data_free(data);
    wom_job_free(job);
}

static void
a_summary_describes_the_probabilities(void)
{
    wom_job *job = test_job(1);
    wom_data *data = graph_data(job, graph_of(job, NODES, TIES, list), 1);
    wom_model *model = NULL;
    wom_model_summary summary;
    /* P: 2 -> 1, .5, 1.5 -> 1, 2 -> 1, 0; incoming: 1 (0), 1 (1), 1.5 (2), 0 (3) */
    CHECK_OK(graph_weigh(&model, job, data, "{\"type\":\"social-interest\",\"alpha\":0.5,\"beta\":0,\"D\":\"one\"}"));
    CHECK_OK(wom_model_summarise(&summary, job, model, 0));
    CHECK_NEAR(summary.mean, 3.5 / 5, 1e-7);
    CHECK_NEAR(summary.quantiles[2], 1, 1e-7);
    CHECK_NEAR(summary.quantiles[1], .5, 1e-7);
    CHECK_NEAR(summary.quantiles[0], .1, 1e-7);
    CHECK_NEAR(summary.max, 1, 0);
    CHECK_NEAR(summary.mean_incoming, 3.5 / 4, 1e-7);
    CHECK_NEAR(summary.max_incoming, 1.5, 1e-7);
    CHECK_EQUAL(summary.worst_node, 2);
    CHECK_EQUAL(summary.num_clipped, 2);
    wom_model_free(model);
    wom_data_free(data);
    wom_job_free(job);
}

static void
with_the_defaults_incoming_sums_stay_below_alpha_and_beta(void)
{
    wom_job *job = test_job(2);
    enum { nodes = 200, dimensions = 3 };
    wom_data *data = graph_data(job, graph_random(job, nodes, 4000, 5), 2);
    wom_rng rng = wom_rng_stream(5, WOM_PURPOSE_GENERATE, 9);
    float value[nodes * dimensions];
    for (int i = 0; i < nodes * dimensions; i++) value[i] = (float)(wom_rng_uniform(&rng) - .2);
    data->user_interests = graph_vectors(job, nodes, dimensions, value);
    data->content_interests = graph_vectors(job, 2, dimensions, value);
    for (uint32_t content = 0; content < 2; content++) {
        wom_model *model = NULL;
        wom_model_summary summary;
        CHECK_OK(graph_weigh(&model, job, data, "social-interest"));
        CHECK_OK(wom_model_summarise(&summary, job, model, content));
        CHECK(summary.max_incoming <= .9 + 1e-6);
        CHECK(summary.max_incoming > .8); /* somebody likes the content */
        CHECK_EQUAL(summary.num_clipped, 0);
        wom_model_free(model);
    }
    wom_data_free(data);
    wom_job_free(job);
}

static void
what_the_data_lack_is_named(void)
{
    wom_job *job = test_job(1);
    wom_data *data = graph_data(job, GRAPH_OF(job, 2, { 0, 1, 1.5 }), 1);
    wom_model *model = NULL;
    const struct {
        const char *weighting, *complaint;
    } cases[] = {
        { "social-interest", "weighting \"social-interest\": beta is 0.3, but there are no interests of users" },
        { "{\"type\":\"social-interest\",\"S\":\"activity-of-head\"}",
          "S \"activity-of-head\" needs a column activity" },
        { "{\"type\":\"social-interest\",\"S\":\"activity-of-tail\"}",
          "S \"activity-of-tail\" needs a column activity" },
        { "{\"type\":\"social-interest\",\"D\":\"column\"}", "D \"column\" needs a column circle" },
        { "{\"type\":\"social-interest\",\"N\":\"column\"}", "N \"column\" needs a column friends" },
        { "column", "the tie from \"u0\" to \"u1\" has probability 1.5, which is above 1" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_FAILS(graph_weigh(&model, job, data, cases[i].weighting), WOM_INVALID, cases[i].complaint);
        CHECK(model == NULL);
    }
    wom_free(data->graph->strength);
    data->graph->strength = NULL;
    CHECK_FAILS(graph_weigh(&model, job, data, "column"), WOM_INVALID, "the ties have no strength column");
    data->user_interests = graph_vectors(job, 2, 1, (const float[]){ 1, 1 });
    CHECK_FAILS(graph_weigh(&model, job, data, "{\"type\":\"social-interest\",\"C\":\"content\"}"), WOM_INVALID,
                "C \"content\" needs interests of the contents");
    CHECK_FAILS(graph_weigh(&model, job, data, "{\"type\":\"social-interest\",\"C\":\"mix\"}"), WOM_INVALID,
                "C \"mix\" needs interests of the contents");
    data->content_interests = graph_vectors(job, 1, 1, (const float[]){ 1 });
    CHECK_FAILS(graph_weigh(&model, job, data, "{\"type\":\"social-interest\",\"N\":\"similarity\"}"), WOM_INVALID,
                "N \"similarity\" goes with C \"user\" only");
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_baseline_beyond_a_probability_is_refused(void)
{
    wom_job *job = test_job(1);
    wom_data *data = graph_data(job, GRAPH_OF(job, 2, { 0, 1, 1 }), 1);
    wom_choice choice = graph_choice(job, &wom_weightings, "constant");
    wom_choice similarity = graph_choice(job, &wom_similarities, "cosine");
    wom_model *model = NULL;
    const double wrong[] = { -.1, 1.1, NAN };
    for (int i = 0; i < 3; i++) {
        CHECK_FAILS(wom_model_create(&model, job, data, &choice, &similarity, wrong[i]), WOM_INVALID,
                    "must be a probability from 0 to 1");
        CHECK(model == NULL);
    }
    wom_choice_free(&choice);
    wom_choice_free(&similarity);
    wom_data_free(data);
    wom_job_free(job);
}

/* ---- Memory ---- */

static const wom_data *failing_data;
static const wom_choice *failing_choice, *failing_similarity;

static wom_status
create_and_summarise(wom_job *job)
{
    wom_model *model = NULL;
    wom_model_summary summary;
    wom_status status = wom_model_create(&model, job, failing_data, failing_choice, failing_similarity, .1);
    if (status == WOM_OK) status = wom_model_summarise(&summary, job, model, 1);
    wom_model_free(model);
    return status;
}

static void
every_allocation_of_a_model_may_fail(void)
{
    wom_job *job = test_job(1);
    wom_data *data = small_data(job);
    static const char *const weightings[] = {
        "{\"type\":\"social-interest\",\"S\":\"jaccard\",\"C\":\"mix\"}",
        "{\"type\":\"social-interest\",\"S\":\"one\"}",
        "weighted-cascade",
        "constant",
    };
    wom_choice similarity = graph_choice(job, &wom_similarities, "cosine");
    failing_data = data;
    failing_similarity = &similarity;
    for (size_t i = 0; i < sizeof weightings / sizeof *weightings; i++) {
        wom_choice choice = graph_choice(job, &wom_weightings, weightings[i]);
        failing_choice = &choice;
        test_each_allocation_failing(create_and_summarise);
        wom_choice_free(&choice);
    }
    wom_choice_free(&similarity);
    wom_data_free(data);
    wom_job_free(job);
}

TEST_MAIN(TEST(the_formula_is_what_its_letters_say_for_every_choice_of_them),
          TEST(without_interests_of_contents_users_are_compared), TEST(a_user_without_strengths_gets_nothing_from_them),
          TEST(sizes_near_nothing_do_not_make_numbers_that_are_none),
          TEST(weighted_cascade_shares_one_among_incoming_ties), TEST(constant_and_column_give_what_they_are_given),
          TEST(a_summary_describes_the_probabilities), TEST(with_the_defaults_incoming_sums_stay_below_alpha_and_beta),
          TEST(what_the_data_lack_is_named), TEST(a_baseline_beyond_a_probability_is_refused),
          TEST(every_allocation_of_a_model_may_fail))
