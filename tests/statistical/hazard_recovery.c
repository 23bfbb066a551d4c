/* hazard: a known hazard is found again, and its intervals hold it as often as they say. */
#include "graphs.h"
#include "hazard_logs.h"
#include "logs.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

enum { NUM_CONTENTS = 4, LOG_CONTENTS = 120 };

typedef struct known {
    wom_data *data;
    wom_tie_terms *terms;
    wom_choice weighting, similarity;
    uint32_t alpha, beta; /* places of the terms */
} known;

/* The formula's two terms on a graph, contents and users with three interests each. The log of the terms has
 * LOG_CONTENTS contents, which take the data's in turn. */
static void
set_up(known *k, wom_job *job, wom_graph *graph)
{
    const wom_node num = graph->num_nodes;
    float *of_user = malloc(3 * num * sizeof *of_user), of_content[3 * NUM_CONTENTS];
    char *id[LOG_CONTENTS], text[LOG_CONTENTS][16];
    wom_rng rng = wom_rng_stream(4, WOM_PURPOSE_GENERATE, 0);
    for (wom_node i = 0; i < 3 * num; i++) of_user[i] = (float)wom_rng_uniform(&rng);
    for (int i = 0; i < 3 * NUM_CONTENTS; i++) of_content[i] = (float)(wom_rng_uniform(&rng) * wom_rng_uniform(&rng));
    k->data = graph_data(job, graph, NUM_CONTENTS);
    k->data->user_interests = graph_vectors(job, num, 3, of_user);
    k->data->content_interests = graph_vectors(job, NUM_CONTENTS, 3, of_content);
    free(of_user);
    for (uint32_t c = 0; c < LOG_CONTENTS; c++) {
        snprintf(text[c], sizeof text[c], "c%u/%u", c % NUM_CONTENTS, c);
        id[c] = text[c];
    }
    wom_log names = { .num_contents = LOG_CONTENTS, .content_id = id };
    k->data->log = &names;
    k->weighting = graph_choice(job, &wom_weightings, "social-interest");
    k->similarity = graph_choice(job, &wom_similarities, "cosine");
    CHECK_OK(wom_tie_terms_create(&k->terms, job, k->data, &k->weighting, &k->similarity));
    k->data->log = NULL;
    for (uint32_t t = 0; t < k->terms->num; t++) {
        if (strcmp(k->terms->term[t].name, "alpha") == 0) k->alpha = t;
        if (strcmp(k->terms->term[t].name, "beta") == 0) k->beta = t;
    }
    CHECK(k->alpha != k->beta);
    CHECK(k->terms->term[k->beta].of_tie == NULL);
    CHECK_EQUAL(k->terms->num_known, LOG_CONTENTS);
}

static void
tear_down(known *k)
{
    wom_tie_terms_free(k->terms);
    wom_choice_free(&k->weighting);
    wom_choice_free(&k->similarity);
    wom_data_free(k->data);
}

typedef struct tally {
    uint32_t held[2], num; /* logs whose intervals hold alpha, beta; all logs */
    double sum[2];
} tally;

static void
fit_one(tally *t, wom_job *job, known *k, const hazard_law *law, uint64_t seed)
{
    wom_log *log = hazard_log(job, k->terms, law, seed);
    wom_history *history;
    wom_hazard_fitter *fitter;
    wom_hazard hazard;
    const wom_hazard_model model = { .terms = 1u << k->alpha | 1u << k->beta,
                                     .delay = law->delay,
                                     .scale = law->scale };
    CHECK_OK(wom_history_create(&history, job, log, k->data->graph->num_nodes));
    CHECK_OK(wom_hazard_fitter_create(&fitter, job, history, k->terms, law->until / 2));
    CHECK_OK(wom_hazard_fit(&hazard, fitter, &model, (wom_window){ history->begin, history->end }));
    const uint32_t place[] = { k->alpha, k->beta };
    for (int i = 0; i < 2; i++) {
        const uint32_t at = WOM_BASELINE_CLASSES + place[i];
        t->held[i] += hazard.low[at] <= law->weight[place[i]] && law->weight[place[i]] <= hazard.high[at];
        t->sum[i] += hazard.coefficient[at];
    }
    t->num++;
    wom_hazard_fitter_free(fitter);
    wom_history_free(history);
    log_free(log);
}

/* 95 % intervals hold the truth in 95 % of logs, by five standard errors of that share. */
static void
check_coverage(const tally *t, const known *k, const hazard_law *law)
{
    const double error = sqrt(.95 * .05 / t->num);
    const uint32_t place[] = { k->alpha, k->beta };
    for (int i = 0; i < 2; i++) {
        printf("# mean %.4f of %.4f, held in %.2f %% of %u logs\n", t->sum[i] / t->num, law->weight[place[i]],
               100. * t->held[i] / t->num, t->num);
        CHECK_NEAR((double)t->held[i] / t->num, .95, 5 * error);
        CHECK_NEAR(t->sum[i] / t->num, law->weight[place[i]], .05);
    }
}

static hazard_law
law_of(const known *k)
{
    hazard_law law = { .baseline = 1e-4, .scale = 3, .num_contents = LOG_CONTENTS, .until = 100 };
    law.delay = (const wom_delay *)wom_catalogue_find(&wom_delays, "exponential");
    law.weight[k->alpha] = .5;
    law.weight[k->beta] = .4;
    return law;
}

static void
intervals_hold_alpha_and_beta_as_often_as_they_say(void)
{
    enum { NUM_LOGS = 2000 };
    wom_job *job = test_job(1);
    known k;
    tally t = { 0 };
    set_up(&k, job, graph_random(job, 120, 700, 3));
    const hazard_law law = law_of(&k);
    for (uint32_t i = 0; i < NUM_LOGS; i++) fit_one(&t, job, &k, &law, 1000 + i);
    check_coverage(&t, &k, &law);
    tear_down(&k);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* The ties of a file, with strengths. */
static wom_graph *
published_graph(wom_job *job, const char *name)
{
    const char *at = test_data(name);
    wom_data *data;
    if (at == NULL) return NULL;
    const wom_data_files files = { .ties = at, .direction = WOM_DIRECTION_FOLLOWS };
    CHECK_OK(wom_data_load(&data, job, &files));
    wom_graph *graph = data->graph;
    data->graph = NULL;
    wom_data_free(data);
    return graph;
}

static void
they_do_so_on_a_published_network(void)
{
    enum { NUM_LOGS = 500 };
    wom_job *job = test_job(1);
    known k;
    tally t = { 0 };
    wom_graph *graph = published_graph(job, "filmtrust/trust.txt");
    if (graph != NULL) {
        set_up(&k, job, graph);
        const hazard_law law = law_of(&k);
        for (uint32_t i = 0; i < NUM_LOGS; i++) fit_one(&t, job, &k, &law, 1000 + i);
        check_coverage(&t, &k, &law);
        tear_down(&k);
    }
    wom_job_free(job);
}

static void
the_delay_is_found_again(void)
{
    wom_job *job = test_job(2);
    known k;
    set_up(&k, job, graph_random(job, 120, 700, 3));
    hazard_law law = law_of(&k);
    wom_log *log = hazard_log(job, k.terms, &law, 77);
    wom_history *history;
    wom_hazard_fitter *fitter;
    wom_hazard hazard;
    const wom_hazard_model model = { .terms = 1u << k.alpha | 1u << k.beta, .delay = law.delay };
    CHECK_OK(wom_history_create(&history, job, log, 120));
    CHECK_OK(wom_hazard_fitter_create(&fitter, job, history, k.terms, 50));
    CHECK_OK(wom_hazard_fit_delay(&hazard, fitter, &model, (wom_window){ history->begin, history->end }));
    /* about as many passings as adoptions by friends: five standard errors of the mean of so many delays */
    CHECK_NEAR(hazard.model.scale, law.scale, 5 * law.scale / sqrt((double)hazard.num_adoptions * hazard.by_friends));
    wom_hazard_fitter_free(fitter);
    wom_history_free(history);
    log_free(log);
    tear_down(&k);
    wom_job_free(job);
}

/* Who acts by herself alone is not laid to friends. */
static void
without_influence_the_terms_are_near_nothing(void)
{
    wom_job *job = test_job(1);
    known k;
    uint32_t found = 0;
    enum { NUM_LOGS = 100 };
    set_up(&k, job, graph_random(job, 120, 700, 3));
    hazard_law law = law_of(&k);
    law.weight[k.alpha] = law.weight[k.beta] = 0;
    law.baseline = 5e-4;
    for (uint64_t seed = 0; seed < NUM_LOGS; seed++) {
        wom_log *log = hazard_log(job, k.terms, &law, seed);
        wom_history *history;
        wom_hazard_fitter *fitter;
        wom_hazard hazard;
        const wom_hazard_model model = { .terms = 1u << k.alpha, .delay = law.delay, .scale = law.scale };
        CHECK_OK(wom_history_create(&history, job, log, 120));
        CHECK_OK(wom_hazard_fitter_create(&fitter, job, history, k.terms, 50));
        CHECK_OK(wom_hazard_fit(&hazard, fitter, &model, (wom_window){ history->begin, history->end }));
        CHECK(hazard.by_friends < .1);
        found += hazard.low[WOM_BASELINE_CLASSES + k.alpha] > 0;
        wom_hazard_fitter_free(fitter);
        wom_history_free(history);
        log_free(log);
    }
    CHECK(found <= 10); /* 2.5 of 100 expected, five standard errors more */
    tear_down(&k);
    wom_job_free(job);
}

TEST_MAIN(TEST(intervals_hold_alpha_and_beta_as_often_as_they_say), TEST(they_do_so_on_a_published_network),
          TEST(the_delay_is_found_again), TEST(without_influence_the_terms_are_near_nothing))
