/* learn: who is next and how large a cascade gets, by hand. */
#include "graphs.h"
#include "logs.h"
#include "test.h"

#include <wom/learn.h>

/* Five cascades that grew as 2 ((t - t_1) / (t_2 - t_1))^(1/2) until 100, when each has 4 users; and one that reaches
 * its second user at 200 + 1. */
static wom_log *
power_law_log(wom_job *job)
{
    log_action actions[5 * 4 + 2];
    uint64_t num = 0;
    for (uint32_t c = 0; c < 5; c++) {
        const double step = 2 * (c + 1), begin = 100 - 4 * step;
        const double times[] = { begin, begin + step, begin + 2.25 * step, begin + 3.5 * step };
        for (wom_node user = 0; user < 4; user++) actions[num++] = (log_action){ c, user, times[user] };
    }
    actions[num++] = (log_action){ 5, 0, 200 };
    actions[num++] = (log_action){ 5, 1, 201 };
    return log_of(job, 6, num, actions);
}

static void
a_power_law_is_found_and_foretold(void)
{
    wom_job *job = test_job(1);
    wom_log *log = power_law_log(job);
    wom_history *history;
    wom_size_model model;
    wom_size_forecast forecast;
    CHECK_OK(wom_history_create(&history, job, log, 4));
    for (int grows = 0; grows < 2; grows++) {
        CHECK_OK(wom_size_model_fit(&model, job, history, 2, grows, 100));
        CHECK_EQUAL(model.num, 5);
        CHECK_NEAR(model.resolution, 1, 0);
        CHECK_NEAR(model.growth, .5, 1e-12);
        CHECK_NEAR(model.deviation, 0, 1e-6);
        CHECK_OK(wom_size_foretell(&forecast, &model, history, 5, 216, 2, .8));
        CHECK_NEAR(forecast.median, 8, 1e-9);
        CHECK_OK(wom_size_foretell(&forecast, &model, history, 5, 216, 9, .8));
        CHECK_NEAR(forecast.low, 9, 0); /* as many are in it already */
    }
    CHECK_FAILS(wom_size_foretell(&forecast, &model, history, 5, 200.5, 2, .8), WOM_INVALID, "only after that time");
    CHECK_FAILS(wom_size_model_fit(&model, job, history, 5, false, 100), WOM_INVALID, "too few to foretell sizes");
    CHECK_FAILS(wom_size_model_fit(&model, job, history, 1, false, 100), WOM_INVALID, "must be at least 2");
    wom_history_free(history);
    log_free(log);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* Cascade 0: users 0 1 2, cascade 1: 0 2, cascade 2 runs: 0, then 2. Ties 0 -> 3, 2 -> 1. */
static void
scores_are_as_their_formula(void)
{
    wom_job *job = test_job(1);
    wom_log *log = LOG_OF(job, 3, { 0, 0, 1 }, { 0, 1, 2 }, { 0, 2, 3 }, { 1, 0, 4 }, { 1, 2, 5 }, { 2, 0, 6 },
                          { 2, 2, 7 });
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 3, 1 }, { 2, 1, 1 });
    wom_history *history;
    double score[4];
    CHECK_OK(wom_history_create(&history, job, log, 4));
    wom_next_rule rule = { "popularity", true, (double)INFINITY, 1, (double)NAN, 0, 0, 0, 0 };
    CHECK_OK(wom_next_score(score, job, history, graph, &rule, 2, 6, 6.5));
    CHECK_NEAR(score[0], -1, 0);
    CHECK_NEAR(score[1], 1. / 6, 1e-15);
    CHECK_NEAR(score[2], 2. / 6, 1e-15);
    CHECK_NEAR(score[3], 0, 0);
    rule = (wom_next_rule){ "friends", true, (double)INFINITY, 0, (double)NAN, 1, 0, 0, 0 };
    CHECK_OK(wom_next_score(score, job, history, graph, &rule, 2, 6, 6.5));
    CHECK_NEAR(score[3], 1, 0);
    CHECK_NEAR(score[1], 0, 0);
    rule = (wom_next_rule){ "transitions", true, (double)INFINITY, 0, (double)NAN, 0, 0, 1, .5 };
    CHECK_OK(wom_next_score(score, job, history, graph, &rule, 2, 6, 6));
    CHECK_NEAR(score[1], 1. / 7, 1e-15);           /* once, next, of two actions of user 0 */
    CHECK_NEAR(score[2], (1 + 1. / 2) / 7, 1e-15); /* next once, second once */
    rule = (wom_next_rule){ "recent", true, 1. / 86400, 1, (double)NAN, 0, 0, 0, 0 };
    CHECK_OK(wom_next_score(score, job, history, graph, &rule, 2, 6, 6));
    CHECK_NEAR(score[1] / score[2], exp(-3.) / (1 + exp(-2.)), 1e-12);
    wom_history_free(history);
    wom_graph_free(graph);
    log_free(log);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
ties_share_their_middle_rank(void)
{
    wom_job *job = test_job(1);
    wom_log *log = LOG_OF(job, 2, { 0, 0, 1 }, { 0, 1, 2 }, { 1, 2, 5 }, { 1, 1, 6 }, { 1, 3, 7 });
    wom_graph *none;
    wom_history *history;
    wom_next_score_row row;
    static const uint32_t contents[] = { 1 };
    CHECK_OK(wom_graph_create(&none, NULL, job, 4, &(wom_graph_rows){ 0 }));
    CHECK_OK(wom_history_create(&history, job, log, 4));
    /* the past: users 0 and 1 once. User 1 shares ranks 1 and 2; then 3 is behind 0 */
    CHECK_OK(wom_next_judge(&row, job, history, none, &wom_next_rules[0], contents, 1, 5, (double)INFINITY, 1));
    CHECK_EQUAL(row.num_predictions, 2);
    CHECK_NEAR(row.map, (1 / 1.5 + 1. / 2) / 2, 1e-15);
    CHECK_NEAR(row.hits_10, 1, 0);
    CHECK_NEAR(row.map_error, 0, 1e-12); /* there is one cascade */
    uint32_t ties = 0;
    while (wom_next_rules[ties].degree == 0) ties++;
    CHECK_FAILS(wom_next_judge(&row, job, history, none, &wom_next_rules[ties], contents, 1, 5, 9, 1), WOM_INVALID,
                "needs ties between users");
    wom_history_free(history);
    wom_graph_free(none);
    log_free(log);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* Forty cascades, one a day, of six users: the first by turns, the others drawn. */
static wom_log *
many_cascades(wom_job *job)
{
    log_action actions[40 * 6];
    for (uint32_t c = 0; c < 40; c++)
        for (uint32_t k = 0; k < 6; k++)
            actions[6 * c + k] = (log_action){ c, (7 * c + k * (1 + c % 3)) % 20, 86400. * c + 1000. * k * k };
    return log_of(job, 40, 240, actions);
}

static void
all_of_it_is_judged_with_and_without_ties(void)
{
    for (int with_ties = 0; with_ties < 2; with_ties++) {
        wom_job *job = test_job(2);
        wom_log *log = many_cascades(job);
        wom_graph *graph = NULL;
        wom_history *history;
        wom_new_cascades *found;
        if (with_ties) graph = graph_random(job, 20, 60, 1);
        else CHECK_OK(wom_graph_create(&graph, NULL, job, 20, &(wom_graph_rows){ 0 }));
        CHECK_OK(wom_history_create(&history, job, log, 20));
        wom_new_cascades_options options = wom_new_cascades_defaults();
        options.draws = 20;
        CHECK_OK(wom_new_cascades_validate(&found, job, history, graph, &options));
        CHECK_EQUAL(found->split->num_past, 32);
        uint32_t refused = 0;
        for (uint32_t i = 0; i < found->num_rules; i++) refused += found->rule[i].refusal != NULL;
        CHECK_EQUAL(refused, with_ties ? 0 : 4);
        CHECK(found->no_sizes == NULL);
        CHECK_EQUAL(found->size[WOM_NEW_POWER_LAW].num, 8);
        for (uint32_t i = 0; i < found->num_rules; i++)
            if (found->rule[i].refusal == NULL) CHECK(found->rule[i].dni[1].users <= found->oracle[1]);
        wom_new_cascades_free(found);
        wom_history_free(history);
        wom_graph_free(graph);
        log_free(log);
        CHECK_EQUAL(wom_job_memory_used(job), 0);
        wom_job_free(job);
    }
}

static wom_status
validate_and_free(wom_job *job)
{
    enum { NUM = 30 };
    static uint64_t first[11];
    static wom_node user[NUM];
    static uint32_t content[NUM];
    static double time[NUM];
    for (uint32_t i = 0; i < NUM; i++) {
        user[i] = i % 3;
        content[i] = i / 3;
        time[i] = 86400. * (i / 3) + i % 3;
        first[i / 3 + 1] = i + 1;
    }
    const wom_log lent = { .num_actions = NUM, .num_contents = 10, .first = first, .user = user, .content = content,
                           .time = time };
    wom_new_cascades_options options = wom_new_cascades_defaults();
    wom_new_cascades *found = NULL;
    wom_history *history = NULL;
    wom_graph *graph = NULL;
    wom_status status = WOM_OK;
    options.draws = 2;
    options.after = 2;
    WOM_TRY_GOTO(wom_graph_create(&graph, NULL, job, 3, &(wom_graph_rows){ 0 }));
    WOM_TRY_GOTO(wom_history_create(&history, job, &lent, 3));
    status = wom_new_cascades_validate(&found, job, history, graph, &options);
done:
    wom_new_cascades_free(found);
    wom_history_free(history);
    wom_graph_free(graph);
    return status;
}

static void
a_validation_leaks_nothing_when_memory_ends(void)
{
    test_each_allocation_failing(validate_and_free);
}

TEST_MAIN(TEST(a_power_law_is_found_and_foretold), TEST(scores_are_as_their_formula),
          TEST(ties_share_their_middle_rank), TEST(all_of_it_is_judged_with_and_without_ties),
          TEST(a_validation_leaks_nothing_when_memory_ends))
