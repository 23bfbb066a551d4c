/* learn: influence against homophily, by hand. */
#include "graphs.h"
#include "logs.h"
#include "test.h"

#include <wom/learn.h>

static wom_influence
measure(wom_job *job, wom_graph *graph, wom_log *log, const wom_influence_options *options)
{
    wom_influence found;
    CHECK_OK(wom_influence_measure(&found, job, log, graph, options));
    log_free(log);
    wom_graph_free(graph);
    return found;
}

static void
who_follows_an_active_friend_is_counted(void)
{
    wom_job *job = test_job(1);
    const wom_influence_options options = wom_influence_defaults();
    /* 0, then 1 (friend 0), then 3 (friend 2, who acts later), then 2 (no friends); 3 alone */
    const wom_influence found =
        measure(job, GRAPH_OF(job, 4, { 0, 1, 1 }, { 2, 3, 1 }),
                LOG_OF(job, 2, { 0, 0, 1 }, { 0, 1, 2 }, { 0, 3, 3 }, { 0, 2, 4 }, { 1, 3, 1 }), &options);
    CHECK_EQUAL(found.num_actions, 3);
    CHECK_EQUAL(found.num_exposed, 1);
    CHECK_NEAR(found.exposed, 1. / 3, 1e-15);
    CHECK_NEAR(found.reversed, 1. / 3, 1e-15); /* 2 comes after 3 */
    CHECK(!found.is_symmetric);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
equal_times_follow_the_file_or_nobody(void)
{
    wom_job *job = test_job(1);
    wom_influence_options options = wom_influence_defaults();
    for (int strictly = 0; strictly < 2; strictly++) {
        options.strictly = strictly;
        /* a root without time was there before everybody; 2 acts at the time of 1 */
        const wom_influence found =
            measure(job, GRAPH_OF(job, 4, { 0, 1, 1 }, { 1, 2, 1 }, { 1, 3, 1 }),
                    LOG_OF(job, 1, { 0, 0, NAN }, { 0, 1, 5 }, { 0, 2, 5 }, { 0, 3, 6 }), &options);
        CHECK_EQUAL(found.num_exposed, strictly ? 2 : 3);
        CHECK_NEAR(found.tied, .5, 1e-15);
    }
    wom_job_free(job);
}

/* All orders of three users in one content, one tie: who is second or third has her friend before in 1/2 of them. */
static void
the_shuffled_null_is_that_of_all_orders(void)
{
    wom_job *job = test_job(2);
    wom_influence_options options = wom_influence_defaults();
    options.num_shuffles = 4000;
    const wom_influence found =
        measure(job, GRAPH_OF(job, 3, { 0, 1, 1 }), LOG_OF(job, 1, { 0, 0, 1 }, { 0, 1, 2 }, { 0, 2, 3 }), &options);
    for (int null = WOM_NULL_SHUFFLED; null <= WOM_NULL_ACTIVITY; null++) {
        CHECK_NEAR(found.null[null].share, .25, 5 * .25 / sqrt(4000));
        CHECK_NEAR(found.null[null].deviation, .25, .01);
    }
    wom_job_free(job);
}

/* User 0 takes up two contents, 1 and 2 one each. She acts twice in all of the 8 logs with these numbers, and 1, who
 * shares one of them with her, is second in half of them: 1/2 of an action among two. Without parting doubles both of
 * 0's actions fall on one content in a third of the shuffles. */
static void
doubles_are_parted_where_activity_is_kept(void)
{
    wom_job *job = test_job(2);
    wom_influence_options options = wom_influence_defaults();
    options.num_shuffles = 4000;
    const wom_influence found = measure(job, GRAPH_OF(job, 3, { 0, 1, 1 }),
                                        LOG_OF(job, 2, { 0, 0, 1 }, { 0, 1, 2 }, { 1, 0, 1 }, { 1, 2, 2 }), &options);
    CHECK_NEAR(found.null[WOM_NULL_ACTIVITY].share, .25, 5 * .25 / sqrt(4000));
    CHECK_NEAR(found.null[WOM_NULL_ACTIVITY].deviation, .25, .01);
    wom_job_free(job);
}

/* In the order null user 0, who is first, stays so, and 1 to 4 change places: 4's friend 3 is before her in 1/2. */
static void
the_order_null_keeps_who_took_up_what(void)
{
    wom_job *job = test_job(2);
    wom_influence_options options = wom_influence_defaults();
    options.num_shuffles = 4000;
    options.num_strata = 1;
    const wom_influence found =
        measure(job, GRAPH_OF(job, 5, { 3, 4, 1 }, { 0, 1, 1 }),
                LOG_OF(job, 1, { 0, 0, 1 }, { 0, 1, 2 }, { 0, 2, 3 }, { 0, 3, 4 }, { 0, 4, 5 }), &options);
    CHECK_NEAR(found.exposed, .5, 1e-15);
    CHECK_NEAR(found.null[WOM_NULL_ORDER].share, (1 + .5) / 4, 5 * .125 / sqrt(4000));
    wom_job_free(job);
}

/* Two segments of two: a relabelling exchanges within them or not. The tie goes from one into the other. */
static void
relabelling_keeps_to_segments(void)
{
    wom_job *job = test_job(2);
    const uint32_t segment[] = { 0, 0, 1, 1 };
    wom_influence_options options = wom_influence_defaults();
    options.num_shuffles = 4000;
    options.segment = segment;
    options.num_segments = 2;
    const wom_influence found =
        measure(job, GRAPH_OF(job, 4, { 0, 2, 1 }), LOG_OF(job, 1, { 0, 0, 1 }, { 0, 2, 2 }), &options);
    CHECK_NEAR(found.exposed, 1, 0);
    CHECK_NEAR(found.null[WOM_NULL_RELABELLED].share, .25, 5 * .433 / sqrt(4000));
    wom_job_free(job);
}

static void
figures_agree_with_each_other(void)
{
    enum { NUM = 40 };
    wom_job *one = test_job(1), *four = test_job(4);
    wom_influence found[2];
    const wom_influence_options options = wom_influence_defaults();
    for (int k = 0; k < 2; k++) {
        wom_job *job = k == 0 ? one : four;
        log_action actions[3 * NUM];
        for (uint32_t c = 0; c < NUM; c++) { /* user c + 1 follows her friend c; another acts far away */
            actions[3 * c] = (log_action){ c, c, c };
            actions[3 * c + 1] = (log_action){ c, c + 1, c + .1 };
            actions[3 * c + 2] = (log_action){ c, (c + NUM / 2) % (NUM + 1), c + 9 };
        }
        graph_tie ties[NUM];
        for (uint32_t c = 0; c < NUM; c++) ties[c] = (graph_tie){ c, c + 1, 1 };
        found[k] = measure(job, graph_of(job, NUM + 1, NUM, ties),
                           log_of(job, NUM, sizeof actions / sizeof *actions, actions), &options);
    }
    CHECK(memcmp(&found[0], &found[1], sizeof found[0]) == 0); /* any number of threads */
    const wom_influence_excess *null = &found[0].null[found[0].strictest];
    const double s = found[0].exposed, q = null->share, ratio = s * (1 - q) / (q * (1 - s));
    CHECK_NEAR(found[0].e_value, ratio + sqrt(ratio * (ratio - 1)), 1e-9 * ratio);
    const double of_activity = found[0].null[WOM_NULL_ACTIVITY].share;
    CHECK_NEAR(found[0].at_most, (s - of_activity) / (1 - of_activity), 1e-12);
    CHECK_NEAR(null->excess.value, s - q, 1e-12);
    CHECK(null->excess.low < null->excess.value && null->excess.value < null->excess.high);
    CHECK(found[0].direction.value > 0);
    wom_job_free(one);
    wom_job_free(four);
}

static void
logs_that_cannot_tell_say_so(void)
{
    wom_job *job = test_job(1);
    const wom_influence_options options = wom_influence_defaults();
    wom_influence found =
        measure(job, GRAPH_OF(job, 2, { 0, 1, 1 }), LOG_OF(job, 2, { 0, 0, 1 }, { 1, 1, 2 }), &options);
    CHECK_EQUAL(found.num_actions, 0);
    CHECK(isnan(found.exposed) && isnan(found.null[WOM_NULL_SHUFFLED].share));
    CHECK_EQUAL(found.verdict, WOM_INFLUENCE_NONE);
    CHECK(strstr(found.text, "no content was taken up twice") != NULL);
    found = measure(job, GRAPH_OF(job, 2, { 0, 1, 1 }), LOG_OF(job, 1, { 0, 0, NAN }, { 0, 1, NAN }), &options);
    CHECK(!found.null[WOM_NULL_CALENDAR].is_there && !found.null[WOM_NULL_ORDER].is_there);
    CHECK_EQUAL(found.verdict, WOM_INFLUENCE_NONE);
    wom_job_free(job);
}

static void
few_shuffles_are_refused(void)
{
    wom_job *job = test_job(1);
    wom_influence found;
    wom_influence_options options = wom_influence_defaults();
    wom_graph *graph = GRAPH_OF(job, 2, { 0, 1, 1 });
    wom_log *past = LOG_OF(job, 1, { 0, 0, 1 }, { 0, 1, 2 });
    options.num_shuffles = 39;
    CHECK_FAILS(wom_influence_measure(&found, job, past, graph, &options), WOM_INVALID, "39 shuffles, must be 40");
    log_free(past);
    wom_graph_free(graph);
    wom_job_free(job);
}

static wom_status
measure_small(wom_job *job)
{
    static const double time[] = { 1, 2 };
    static const uint64_t first[] = { 0, 2 }, out_first[] = { 0, 1, 1 }, in_first[] = { 0, 0, 1 };
    static const wom_node user[] = { 0, 1 }, head[] = { 1 }, tail[] = { 0 };
    static const uint32_t content[] = { 0, 0 };
    wom_influence found;
    const wom_influence_options options = wom_influence_defaults();
    const wom_log lent = { .num_actions = 2,
                           .num_contents = 1,
                           .first = (uint64_t *)(uintptr_t)first,
                           .user = (wom_node *)(uintptr_t)user,
                           .content = (uint32_t *)(uintptr_t)content,
                           .time = (double *)(uintptr_t)time };
    const wom_graph graph = { .num_nodes = 2,
                              .num_ties = 1,
                              .out_first = (uint64_t *)(uintptr_t)out_first,
                              .out_head = (wom_node *)(uintptr_t)head,
                              .in_first = (uint64_t *)(uintptr_t)in_first,
                              .in_tail = (wom_node *)(uintptr_t)tail };
    return wom_influence_measure(&found, job, &lent, &graph, &options);
}

static void
nothing_leaks_when_memory_ends(void)
{
    test_each_allocation_failing(measure_small);
}

TEST_MAIN(TEST(who_follows_an_active_friend_is_counted), TEST(equal_times_follow_the_file_or_nobody),
          TEST(the_shuffled_null_is_that_of_all_orders), TEST(doubles_are_parted_where_activity_is_kept),
          TEST(the_order_null_keeps_who_took_up_what), TEST(relabelling_keeps_to_segments),
          TEST(figures_agree_with_each_other), TEST(logs_that_cannot_tell_say_so), TEST(few_shuffles_are_refused),
          TEST(nothing_leaks_when_memory_ends))
