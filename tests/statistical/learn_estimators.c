/* Estimators of ties on logs whose probabilities are known, and the likelihood that EM climbs. */
#include "graphs.h"
#include "logs.h"
#include "test.h"

#include <wom/learn.h>

#include <stdio.h>

/* Tails act by chance, heads after them: each tie tries once, and no try comes too late. */
enum { NUM_TAILS = 20, NUM_HEADS = 30, NUM_CONTENTS = 4000, NUM_TIES = 150 };

typedef struct known {
    wom_job *job;
    wom_graph *graph;
    wom_log *past;
    wom_history *history;
} known;

static wom_graph *
make_graph(wom_job *job)
{
    graph_tie tie[NUM_TIES];
    for (uint32_t k = 0; k < NUM_TIES; k++) {
        const wom_node tail = k % NUM_TAILS, head = NUM_TAILS + (k / NUM_TAILS * 4 + 7 * tail) % NUM_HEADS;
        tie[k] = (graph_tie){ tail, head, .5 * wom_coin(3, k) / WOM_COIN_ONE };
    }
    return graph_of(job, NUM_TAILS + NUM_HEADS, NUM_TIES, tie);
}

static wom_log *
make_log(wom_job *job, const wom_graph *graph, uint32_t num_contents)
{
    log_action *actions = NULL;
    uint64_t num = 0;
    CHECK_OK(wom_allocate(&actions, job, num_contents * UINT64_C(50), sizeof *actions, "actions"));
    for (uint32_t c = 0; c < num_contents; c++) {
        bool is_won[NUM_TAILS + NUM_HEADS] = { false };
        wom_rng rng = wom_rng_stream(11, WOM_PURPOSE_GENERATE, c);
        for (wom_node u = 0; u < NUM_TAILS; u++) {
            if (wom_rng_uniform(&rng) > .3) continue;
            actions[num++] = (log_action){ c, u, c + .001 * u };
            for (uint64_t tie = graph->out_first[u]; tie < graph->out_first[u + 1]; tie++)
                if (wom_rng_uniform(&rng) < wom_graph_strength(graph, tie)) is_won[graph->out_head[tie]] = true;
        }
        for (wom_node v = NUM_TAILS; v < NUM_TAILS + NUM_HEADS; v++)
            if (is_won[v]) actions[num++] = (log_action){ c, v, c + .001 * v };
    }
    wom_log *made = log_of(job, num_contents, num, actions);
    wom_free(actions);
    return made;
}

static known
known_create(uint32_t num_contents)
{
    known k = { .job = test_job(1) };
    k.graph = make_graph(k.job);
    k.past = make_log(k.job, k.graph, num_contents);
    CHECK_OK(wom_history_create(&k.history, k.job, k.past, NUM_TAILS + NUM_HEADS));
    return k;
}

static void
known_free(known *k)
{
    wom_history_free(k->history);
    log_free(k->past);
    wom_graph_free(k->graph);
    wom_job_free(k->job);
}

static void
estimate(double p[NUM_TIES], const known *k, const char *estimator, double until)
{
    wom_choice choice = graph_choice(k->job, &wom_tie_estimators, estimator);
    const wom_tie_evidence evidence = { .history = k->history, .graph = k->graph, .until = until };
    CHECK_OK(wom_ties_estimate(p, k->job, &evidence, &choice));
    wom_choice_free(&choice);
}

/* Mean and deviation over ties of what an estimator says too much. */
static wom_estimate
error_of(const known *k, const char *estimator)
{
    double p[NUM_TIES], error[NUM_TIES];
    estimate(p, k, estimator, HUGE_VAL);
    for (uint32_t tie = 0; tie < NUM_TIES; tie++) error[tie] = p[tie] - wom_graph_strength(k->graph, tie);
    return wom_estimate_mean(error, NUM_TIES);
}

static void
em_recovers_what_made_the_log(void)
{
    known k = known_create(NUM_CONTENTS);
    const wom_estimate em = error_of(&k, "{\"type\": \"saito-em\", \"iterations\": 300, \"prior\": 0}");
    CHECK_NEAR(em.value, 0, 5 * em.standard_error);
    CHECK(em.standard_error * sqrt(NUM_TIES) < .03);     /* 1200 tries of a tie, most of them beside others */
    CHECK(error_of(&k, "bernoulli").value > .2);         /* credits all for the same action */
    CHECK(error_of(&k, "partial-credits").value < -.01); /* and whom nobody else helped with less than all of it */
    known_free(&k);
}

static void
em_learns_the_past_by_heart(void)
{
    known k = known_create(60);
    double p[NUM_TIES], of_truth[NUM_TIES];
    const wom_tie_evidence past = { .history = k.history, .graph = k.graph, .until = 30 };
    const wom_tie_evidence all = { .history = k.history, .graph = k.graph, .until = HUGE_VAL };
    wom_ties_score truth, fitted, truth_later, fitted_later;
    estimate(p, &k, "{\"type\": \"saito-em\", \"iterations\": 300, \"prior\": 0}", 30);
    for (uint32_t tie = 0; tie < NUM_TIES; tie++) of_truth[tie] = wom_graph_strength(k.graph, tie);
    CHECK_OK(wom_ties_judge(&truth, k.job, &past, of_truth, 0));
    CHECK_OK(wom_ties_judge(&fitted, k.job, &past, p, 0));
    CHECK_OK(wom_ties_judge(&truth_later, k.job, &all, of_truth, 30));
    CHECK_OK(wom_ties_judge(&fitted_later, k.job, &all, p, 30));
    CHECK(fitted.log_likelihood > truth.log_likelihood + 20);
    CHECK(fitted_later.log_likelihood < truth_later.log_likelihood - 20);
    known_free(&k);
}

/* Action by action, tie by tie: whoever acts was won by one of the friends before, whom they did not win withstood. */
static double
likelihood(const known *k, const double p[NUM_TIES], double prior)
{
    double sum = 0;
    for (uint32_t tie = 0; tie < NUM_TIES; tie++) sum += prior * log1p(-p[tie]);
    for (uint32_t c = 0; c < k->past->num_contents; c++) {
        double withstood[NUM_TAILS + NUM_HEADS] = { 0 };
        for (uint64_t i = k->past->first[c]; i < k->past->first[c + 1]; i++) {
            const wom_node user = k->past->user[i];
            if (user >= NUM_TAILS) {
                sum += log(-expm1(withstood[user]));
                withstood[user] = 0;
            }
            for (uint64_t tie = k->graph->out_first[user]; tie < k->graph->out_first[user + 1]; tie++)
                withstood[k->graph->out_head[tie]] += log1p(-p[tie]);
        }
        for (wom_node v = NUM_TAILS; v < NUM_TAILS + NUM_HEADS; v++) sum += withstood[v];
    }
    return sum;
}

static void
no_iteration_lowers_the_likelihood(void)
{
    known k = known_create(200);
    for (int prior = 0; prior < 2; prior++) {
        double last = -HUGE_VAL, first = 0;
        for (int iterations = 1; iterations <= 20; iterations++) {
            double p[NUM_TIES];
            char text[96];
            snprintf(text, sizeof text, "{\"type\": \"saito-em\", \"iterations\": %d, \"prior\": %d}", iterations,
                     prior);
            estimate(p, &k, text, HUGE_VAL);
            const double now = likelihood(&k, p, prior);
            CHECK(now >= last - 1e-9 * fabs(last));
            if (iterations == 1) first = now;
            last = now;
        }
        CHECK(last > first + 10);
    }
    known_free(&k);
}

TEST_MAIN(TEST(em_recovers_what_made_the_log), TEST(em_learns_the_past_by_heart),
          TEST(no_iteration_lowers_the_likelihood))
