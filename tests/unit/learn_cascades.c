/* learn: cascades cut in a past and what is new, rules that rank users by the past, and their judgement, by hand. */
#include "graphs.h"
#include "logs.h"
#include "test.h"

#include <wom/learn.h>

/* Five cascades, by number and by time: 0 begins at 1 (users 0 1 2), 1 at 3 (1 0), 2 at 5 (0 3), 3 at 20 (1 4 5 2),
 * 4 at 30 (0 5). Cascade 0 runs on until 25. */
typedef struct five {
    wom_job *job;
    wom_log *log;
    wom_graph *graph;
    wom_history *history;
    wom_cascade_split *split;
} five;

static five
five_cascades(wom_job *job)
{
    five f = { .job = job };
    f.log = LOG_OF(job, 6, { 0, 0, NAN }, { 0, 1, 1 }, { 0, 2, 25 }, { 1, 1, 3 }, { 1, 0, 4 }, { 2, 0, 5 }, { 2, 3, 6 },
                   { 3, 1, 20 }, { 3, 4, 21 }, { 3, 5, 22 }, { 3, 2, 23 }, { 4, 0, 30 }, { 4, 5, 31 }, { 5, 3, NAN });
    f.graph = GRAPH_OF(job, 6, { 0, 1, 1 }, { 1, 0, 1 }, { 0, 2, 1 }, { 1, 2, 1 }, { 0, 3, 1 });
    CHECK_OK(wom_history_create(&f.history, job, f.log, 6));
    CHECK_OK(wom_cascade_split_create(&f.split, job, f.history, .6, (double)INFINITY));
    return f;
}

static void
free_five(five *f)
{
    wom_cascade_split_free(f->split);
    wom_history_free(f->history);
    wom_graph_free(f->graph);
    log_free(f->log);
    CHECK_EQUAL(wom_job_memory_used(f->job), 0);
    wom_job_free(f->job);
}

static void
new_cascades_are_those_that_begin_late(void)
{
    five f = five_cascades(test_job(1));
    CHECK_NEAR(f.split->time, 20, 0);
    CHECK_EQUAL(f.split->num_past, 3);
    CHECK_EQUAL(f.split->num_new, 2); /* content 5 has no time */
    for (uint32_t i = 0; i < 5; i++) CHECK_EQUAL(f.split->content[i], i);
    wom_cascade_split *inner;
    CHECK_OK(wom_cascade_split_create(&inner, f.job, f.history, .7, f.split->time));
    CHECK_NEAR(inner->time, 5, 0);
    CHECK_EQUAL(inner->num_new, 1);
    wom_cascade_split_free(inner);
    CHECK_FAILS(wom_cascade_split_create(&inner, f.job, f.history, .1, 6), WOM_INVALID, "both sides need some");
    CHECK_FAILS(wom_cascade_split_create(&inner, f.job, f.history, 1, 6), WOM_INVALID, "must be above 0, below 1");
    free_five(&f);
}

static void
cascades_that_begin_together_stay_together(void)
{
    wom_job *job = test_job(1);
    wom_log *log = LOG_OF(job, 4, { 0, 0, 1 }, { 1, 1, 7 }, { 2, 2, 7 }, { 3, 0, 9 });
    wom_history *history;
    wom_cascade_split *split;
    CHECK_OK(wom_history_create(&history, job, log, 3));
    CHECK_OK(wom_cascade_split_create(&split, job, history, .5, (double)INFINITY));
    CHECK_EQUAL(split->num_past, 1);
    CHECK_EQUAL(split->num_new, 3);
    wom_cascade_split_free(split);
    wom_history_free(history);
    log_free(log);
    wom_job_free(job);
}

static void
check_ranking(const five *f, const char *rule, const wom_node *expected, uint32_t num)
{
    const wom_seed_evidence evidence = { f->history, f->graph, f->split->time, .6, 1 };
    wom_choice choice = graph_choice(f->job, &wom_seed_rules, rule);
    wom_node seeds[6];
    uint32_t num_seeds;
    CHECK_OK(wom_seeds_rank(seeds, &num_seeds, f->job, &evidence, 6, &choice));
    CHECK_EQUAL(num_seeds, 6);
    for (uint32_t i = 0; i < num; i++) CHECK_EQUAL(seeds[i], expected[i]);
    wom_choice_free(&choice);
}

static void
rules_rank_by_the_past_alone(void)
{
    five f = five_cascades(test_job(1));
    check_ranking(&f, "degree", (const wom_node[]){ 0, 1 }, 2);
    check_ranking(&f, "starts", (const wom_node[]){ 0, 1, 2 }, 3); /* 0 started two */
    check_ranking(&f, "sizes", (const wom_node[]){ 0, 1 }, 2);
    check_ranking(&f, "adoptions", (const wom_node[]){ 0, 1, 3, 2, 4, 5 }, 6); /* user 2 acts later */
    check_ranking(&f, "{\"type\": \"recent-adoptions\", \"memory\": 1e-5}", (const wom_node[]){ 3, 0, 1 }, 3);
    check_ranking(&f, "reach", (const wom_node[]){ 0, 1 }, 2);
    free_five(&f);
}

/* Three users act in turn, 0 is before 1, both are before 2. Credit of 0: herself, 1 wholly, half of 2 and, through 1,
 * the other half: with A = 1 each 3. Then nothing is left. User 1 acts in a second content alone, which halves hers. */
static void
credit_is_shared_by_friends_before(void)
{
    wom_job *job = test_job(1);
    wom_log *log = LOG_OF(job, 2, { 0, 0, 1 }, { 0, 1, 2 }, { 0, 2, 3 }, { 1, 1, 4 });
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 1, 1 }, { 0, 2, 1 }, { 1, 2, 1 }, { 3, 0, 1 });
    wom_history *history;
    CHECK_OK(wom_history_create(&history, job, log, 4));
    const wom_seed_evidence evidence = { history, graph, 9, .5, 1 };
    wom_choice choice = graph_choice(job, &wom_seed_rules, "credit");
    wom_node seeds[4];
    uint32_t num;
    CHECK_OK(wom_seeds_rank(seeds, &num, job, &evidence, 4, &choice));
    CHECK_EQUAL(seeds[0], 0); /* 1 + 1/2 + 1 */
    CHECK_EQUAL(seeds[1], 1); /* 1/2 of her actions are still to win; 2 has all her credit from 0 */
    CHECK_EQUAL(seeds[2], 3); /* who adds nothing comes by ties out */
    wom_choice_free(&choice);
    wom_history_free(history);
    wom_graph_free(graph);
    log_free(log);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
rules_that_need_ties_say_so(void)
{
    five f = five_cascades(test_job(1));
    wom_graph *none;
    CHECK_OK(wom_graph_create(&none, NULL, f.job, 6, &(wom_graph_rows){ 0 }));
    static const char *const needing[] = { "degree", "pagerank", "weighted-cascade", "credit" };
    const wom_seed_evidence evidence = { f.history, none, f.split->time, .6, 1 };
    wom_node seeds[6];
    uint32_t num;
    for (uint32_t i = 0; i < 4; i++) {
        wom_choice choice = graph_choice(f.job, &wom_seed_rules, needing[i]);
        CHECK_FAILS(wom_seeds_rank(seeds, &num, f.job, &evidence, 6, &choice), WOM_INVALID, "needs ties between users");
        wom_choice_free(&choice);
    }
    wom_graph_free(none);
    free_five(&f);
}

static void
distinct_users_are_counted_once(void)
{
    five f = five_cascades(test_job(1));
    static const wom_node first[] = { 2, 3 }, second[] = { 1, 0 };
    const wom_node *const lists[] = { first, second };
    static const uint32_t sizes[] = { 1, 2 };
    wom_dni_row rows[4];
    CHECK_OK(wom_dni_judge(rows, f.job, f.history, f.split, (double)INFINITY, lists, 2, 2, sizes, 2, 400, 1));
    CHECK_EQUAL(rows[0].users, 0);
    CHECK_EQUAL(rows[2].users, 4);
    CHECK_EQUAL(rows[3].users, 5); /* user 5 is in both */
    CHECK_EQUAL(rows[3].starting, 2);
    CHECK_NEAR(rows[3].difference, 5, 0);
    /* a half holds one of the two cascades: 4 or 2 users, sd 1, twice that */
    CHECK_NEAR(rows[3].error, 2, 0.1);
    CHECK_NEAR(rows[1].error, 0, 0);
    wom_node best[2];
    uint32_t num;
    CHECK_OK(wom_dni_oracle(best, &num, f.job, f.history, f.split, (double)INFINITY, 2));
    CHECK_EQUAL(num, 2);
    CHECK_EQUAL(best[0], 1);
    CHECK_FAILS(wom_dni_judge(rows, f.job, f.history, f.split, 99, lists, 2, 2, sizes, 2, 1, 1), WOM_INVALID,
                "half-samples");
    free_five(&f);
}

static void
starts_are_shrunk_to_their_mean(void)
{
    five f = five_cascades(test_job(1));
    wom_start_propensity *found;
    CHECK_OK(wom_start_propensity_create(&found, f.job, f.history, f.split->time, 1e9));
    CHECK_EQUAL(found->starts[0], 2);
    CHECK_EQUAL(found->starts[1], 1);
    CHECK_EQUAL(found->starts[4], 0);
    CHECK_NEAR(found->days, 19. / 86400, 1e-12);
    CHECK_NEAR(found->mean * found->days, 3. / 6, 1e-12);
    CHECK(found->rate[0] > found->rate[1] && found->rate[1] > found->rate[4] && found->rate[4] > 0);
    CHECK(found->rate[0] < 2 / found->days);
    for (wom_node user = 0; user < 6; user++)
        CHECK(found->low[user] < found->rate[user] && found->rate[user] < found->high[user]);
    wom_start_propensity_free(found);
    CHECK_FAILS(wom_start_propensity_create(&found, f.job, f.history, 1, 30), WOM_INVALID, "nothing happened before");
    free_five(&f);
}

static wom_status
work_and_free(wom_job *job)
{
    static const uint64_t first[] = { 0, 2, 4 };
    static const wom_node user[] = { 0, 1, 1, 0 };
    static const uint32_t content[] = { 0, 0, 1, 1 };
    static const double time[] = { 1, 2, 3, 4 };
    const wom_log lent = { .num_actions = 4, .num_contents = 2, .first = (uint64_t *)(uintptr_t)first,
                           .user = (wom_node *)(uintptr_t)user, .content = (uint32_t *)(uintptr_t)content,
                           .time = (double *)(uintptr_t)time };
    static const uint32_t sizes[] = { 1 };
    wom_history *history = NULL;
    wom_cascade_split *split = NULL;
    wom_start_propensity *starts = NULL;
    wom_graph *graph = NULL;
    wom_choice rule = { NULL, NULL };
    wom_node seeds[2];
    const wom_node *const lists[] = { seeds };
    uint32_t num;
    wom_dni_row row;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_graph_create(&graph, NULL, job, 2, &(wom_graph_rows){ 0 }));
    WOM_TRY_GOTO(wom_history_create(&history, job, &lent, 2));
    WOM_TRY_GOTO(wom_cascade_split_create(&split, job, history, .5, 9));
    WOM_TRY_GOTO(wom_start_propensity_create(&starts, job, history, split->time, 30));
    WOM_TRY_GOTO(wom_choice_default(&rule, job, &wom_seed_rules, "reach"));
    const wom_seed_evidence evidence = { history, graph, split->time, .5, 1 };
    WOM_TRY_GOTO(wom_seeds_rank(seeds, &num, job, &evidence, 2, &rule));
    WOM_TRY_GOTO(wom_dni_judge(&row, job, history, split, 9, lists, 1, 2, sizes, 1, 4, 1));
    status = wom_dni_oracle(seeds, &num, job, history, split, 9, 1);
done:
    wom_choice_free(&rule);
    wom_start_propensity_free(starts);
    wom_cascade_split_free(split);
    wom_history_free(history);
    wom_graph_free(graph);
    return status;
}

static void
nothing_leaks_when_memory_ends(void)
{
    test_each_allocation_failing(work_and_free);
}

TEST_MAIN(TEST(new_cascades_are_those_that_begin_late), TEST(cascades_that_begin_together_stay_together),
          TEST(rules_rank_by_the_past_alone), TEST(credit_is_shared_by_friends_before),
          TEST(rules_that_need_ties_say_so), TEST(distinct_users_are_counted_once),
          TEST(starts_are_shrunk_to_their_mean), TEST(nothing_leaks_when_memory_ends))
