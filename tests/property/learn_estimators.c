/* What is true of every estimator of ties: probabilities from the past alone, in the log's memory. */
#include "graphs.h"
#include "logs.h"
#include "test.h"

#include <wom/learn.h>

enum { NUM_USERS = 60, NUM_TIES = 300, NUM_CONTENTS = 80, NUM_ACTIONS = 12 };

/* Contents taken up by random users one after the other; what comes at `until` and later depends on `future`. */
static wom_log *
random_log(wom_job *job, double until, uint64_t future)
{
    log_action actions[NUM_CONTENTS * NUM_ACTIONS];
    uint64_t num = 0;
    for (uint32_t c = 0; c < NUM_CONTENTS; c++) {
        uint32_t user[NUM_USERS];
        wom_rng rng = wom_rng_stream(7, WOM_PURPOSE_GENERATE, c),
                other = wom_rng_stream(future, WOM_PURPOSE_GENERATE, c);
        for (uint32_t i = 0; i < NUM_USERS; i++) user[i] = i;
        wom_rng_shuffle(&rng, user, NUM_USERS);
        for (uint32_t i = 0; i < NUM_ACTIONS; i++) {
            const double time = c + 10. * i;
            if (time >= until && wom_rng_below(&other, 2) == 0) continue;
            actions[num++] = (log_action){ c, user[i], time };
        }
    }
    return log_of(job, NUM_CONTENTS, num, actions);
}

static wom_status
estimate(double *p, wom_job *job, const wom_choice *choice, double until, uint64_t future)
{
    wom_graph *graph = graph_random(job, NUM_USERS, NUM_TIES, 3);
    wom_log *log = random_log(job, until, future);
    double *prior;
    wom_history *history = NULL;
    wom_status status = wom_allocate(&prior, job, NUM_TIES, sizeof *prior, "prior");
    for (uint32_t tie = 0; status == WOM_OK && tie < NUM_TIES; tie++) prior[tie] = wom_graph_strength(graph, tie);
    if (status == WOM_OK) status = wom_history_create(&history, job, log, NUM_USERS);
    const wom_tie_evidence evidence = { .history = history, .graph = graph, .until = until, .prior = prior };
    if (status == WOM_OK) status = wom_ties_estimate(p, job, &evidence, choice);
    wom_history_free(history);
    wom_free(prior);
    log_free(log);
    wom_graph_free(graph);
    return status;
}

static void
for_each_estimator(void (*check)(wom_job *job, const wom_choice *choice))
{
    for (uint32_t v = 0; wom_tie_estimators.variants[v] != NULL; v++) {
        wom_job *job = test_job(1);
        wom_choice choice = graph_choice(job, &wom_tie_estimators, wom_tie_estimators.variants[v]->name);
        check(job, &choice);
        wom_choice_free(&choice);
        CHECK_EQUAL(wom_job_memory_used(job), 0);
        wom_job_free(job);
    }
}

static void
check_range(wom_job *job, const wom_choice *choice)
{
    double p[NUM_TIES], sum = 0;
    CHECK_OK(estimate(p, job, choice, 90, 1));
    for (uint32_t tie = 0; tie < NUM_TIES; tie++) {
        CHECK(p[tie] >= 0 && p[tie] <= 1);
        sum += p[tie];
    }
    CHECK(sum > 1);
    CHECK_OK(estimate(p, job, choice, 0, 1)); /* nothing is known yet */
    for (uint32_t tie = 0; tie < NUM_TIES; tie++) CHECK(p[tie] >= 0 && p[tie] <= 1);
}

static void
every_estimate_is_a_probability(void)
{
    for_each_estimator(check_range);
}

static void
check_past(wom_job *job, const wom_choice *choice)
{
    double p[NUM_TIES], q[NUM_TIES];
    CHECK_OK(estimate(p, job, choice, 90, 1));
    CHECK_OK(estimate(q, job, choice, 90, 2));
    if (memcmp(p, q, sizeof p) != 0) test_failed(__FILE__, __LINE__, "\"%s\" sees the future", choice->variant->name);
}

static void
no_estimate_knows_the_future(void)
{
    for_each_estimator(check_past);
}

static wom_status
estimate_by_all(wom_job *job)
{
    double p[NUM_TIES];
    const double time[] = { 1, 2, 3, 1, 2 };
    const uint64_t first[] = { 0, 3, 5 };
    const wom_node user[] = { 0, 1, 2, 2, 1 };
    const uint32_t content[] = { 0, 0, 0, 1, 1 };
    const uint64_t out_first[] = { 0, 1, 3, 4 }, in_first[] = { 0, 1, 3, 4 };
    const wom_node head[] = { 1, 0, 2, 1 }, tail[] = { 1, 0, 2, 1 };
    const wom_tie in_tie[] = { 1, 0, 3, 2 };
    wom_log log = { .num_actions = 5, .num_contents = 2 };
    wom_graph graph = { .num_nodes = 3, .num_ties = 4 };
    memcpy(&log.first, &(const void *){ first }, sizeof(void *));
    memcpy(&log.user, &(const void *){ user }, sizeof(void *));
    memcpy(&log.content, &(const void *){ content }, sizeof(void *));
    memcpy(&log.time, &(const void *){ time }, sizeof(void *));
    memcpy(&graph.out_first, &(const void *){ out_first }, sizeof(void *));
    memcpy(&graph.in_first, &(const void *){ in_first }, sizeof(void *));
    memcpy(&graph.out_head, &(const void *){ head }, sizeof(void *));
    memcpy(&graph.in_tail, &(const void *){ tail }, sizeof(void *));
    memcpy(&graph.in_tie, &(const void *){ in_tie }, sizeof(void *));
    wom_history *history = NULL;
    wom_status status = wom_history_create(&history, job, &log, 3);
    const wom_tie_evidence evidence = { .history = history, .graph = &graph, .until = 9 };
    for (uint32_t v = 0; status == WOM_OK && wom_tie_estimators.variants[v] != NULL; v++) {
        wom_choice choice = { 0 };
        wom_ties_score score;
        status = wom_choice_default(&choice, job, &wom_tie_estimators, wom_tie_estimators.variants[v]->name);
        if (status == WOM_OK) status = wom_ties_estimate(p, job, &evidence, &choice);
        if (status == WOM_OK) status = wom_ties_judge(&score, job, &evidence, p, 1);
        wom_choice_free(&choice);
    }
    wom_history_free(history);
    return status;
}

static void
no_estimate_leaks_when_memory_ends(void)
{
    test_each_allocation_failing(estimate_by_all);
}

TEST_MAIN(TEST(every_estimate_is_a_probability), TEST(no_estimate_knows_the_future),
          TEST(no_estimate_leaks_when_memory_ends))
