/* hazard: its likelihood, against the sum over everybody and every moment. */
#include "graphs.h"
#include "logs.h"
#include "test.h"

#include <wom/hazard.h>

enum { NUM_USERS = 6, NUM_CONTENTS = 3 };

typedef struct bench {
    wom_job *job;
    wom_data *data;
    wom_history *history;
    wom_tie_terms *terms;
    wom_hazard_fitter *fitter;
    wom_choice weighting, similarity;
} bench;

static void
set_up(bench *b, const char *weighting)
{
    b->job = test_job(2);
    b->data = graph_data(b->job,
                         GRAPH_OF(b->job, NUM_USERS, { 0, 1, 2 }, { 0, 2, 1 }, { 1, 2, 3 }, { 2, 3, 1 }, { 3, 0, 1 },
                                  { 4, 3, 2 }, { 1, 5, 1 }, { 5, 0, 4 }),
                         1);
    b->data->log = LOG_OF(b->job, NUM_CONTENTS, { 0, 0, 10 }, { 0, 1, 12 }, { 0, 2, 15 }, { 0, 3, 31 }, { 1, 1, 11 },
                          { 1, 2, 20 }, { 1, 5, 27 }, { 2, 4, 5 }, { 2, 3, 5 }, { 2, 0, 18 }, { 2, 1, 40 });
    b->weighting = graph_choice(b->job, &wom_weightings, weighting);
    b->similarity = graph_choice(b->job, &wom_similarities, "cosine");
    CHECK_OK(wom_history_create(&b->history, b->job, b->data->log, NUM_USERS));
    CHECK_OK(wom_tie_terms_create(&b->terms, b->job, b->data, &b->weighting, &b->similarity));
    CHECK_OK(wom_hazard_fitter_create(&b->fitter, b->job, b->history, b->terms, 25));
}

static void
tear_down(bench *b)
{
    wom_hazard_fitter_free(b->fitter);
    wom_tie_terms_free(b->terms);
    wom_history_free(b->history);
    wom_choice_free(&b->weighting);
    wom_choice_free(&b->similarity);
    log_free(b->data->log);
    b->data->log = NULL;
    wom_data_free(b->data);
    CHECK_EQUAL(wom_job_memory_used(b->job), 0);
    wom_job_free(b->job);
}

static double
time_of(const wom_log *log, uint32_t content, wom_node user)
{
    for (uint64_t i = log->first[content]; i < log->first[content + 1]; i++)
        if (log->user[i] == user) return log->time[i];
    return (double)INFINITY;
}

/* The rate of a user at a time, without paces, and everybody in her class by actions before `at`. */
static double
rate_at(const bench *b, const wom_hazard *h, uint32_t content, wom_node user, double t, uint32_t class)
{
    const wom_graph *graph = b->data->graph;
    double rate = h->coefficient[class];
    for (uint64_t k = graph->in_first[user]; k < graph->in_first[user + 1]; k++) {
        const double since = time_of(b->data->log, content, graph->in_tail[k]);
        if (since >= t) continue;
        for (uint32_t term = 0; term < b->terms->num; term++)
            rate += h->coefficient[WOM_BASELINE_CLASSES + term] *
                    (double)b->terms->term[term].of_tie[graph->in_tie[k]] *
                    h->model.delay->density(h->model.scale, h->model.shape, t - since);
    }
    return rate;
}

/* Likelihood by midpoints of a fine grid; one class only, so baselines must be equal. */
static double
slow_likelihood(const bench *b, const wom_hazard *h, wom_window window)
{
    const double step = 1e-3;
    double sum = 0;
    for (uint32_t c = 0; c < NUM_CONTENTS; c++) {
        const double begin = b->data->log->time[b->data->log->first[c]];
        for (wom_node user = 0; user < NUM_USERS; user++) {
            const double when = time_of(b->data->log, c, user);
            if (when > window.from && when <= window.until && when > begin) sum += log(rate_at(b, h, c, user, when, 0));
            const double from = fmax(begin, window.from), until = fmin(when, window.until);
            for (double t = from + step / 2; t < until; t += step) sum -= step * rate_at(b, h, c, user, t, 0);
        }
    }
    return sum;
}

static wom_hazard
made_up(const char *delay, double scale, double shape)
{
    wom_hazard hazard = { 0 };
    hazard.model.delay = (const wom_delay *)wom_catalogue_find(&wom_delays, delay);
    hazard.model.scale = scale;
    hazard.model.shape = shape;
    hazard.model.terms = 15;
    for (int k = 0; k < WOM_BASELINE_CLASSES; k++) hazard.coefficient[k] = .004;
    const double w[] = { .5, .2, .3, .1 };
    for (int k = 0; k < 4; k++) hazard.coefficient[WOM_BASELINE_CLASSES + k] = w[k];
    return hazard;
}

static void
check_likelihood(const char *delay, double scale, double shape, wom_window window)
{
    bench b;
    double fast, sum = 0, of_content[NUM_CONTENTS];
    uint64_t num;
    set_up(&b, "{\"type\": \"social-interest\", \"beta\": 0}");
    const wom_hazard hazard = made_up(delay, scale, shape);
    CHECK_EQUAL(b.terms->num, 4);
    CHECK_OK(wom_hazard_score(&fast, of_content, &num, b.fitter, &hazard, window));
    CHECK_NEAR(fast, slow_likelihood(&b, &hazard, window), 2e-3);
    for (int c = 0; c < NUM_CONTENTS; c++) sum += of_content[c];
    CHECK_NEAR(sum, fast, 1e-12);
    tear_down(&b);
}

static void
the_likelihood_is_that_of_everybody_at_every_moment(void)
{
    check_likelihood("exponential", 6, 1, (wom_window){ 5, 40 });
    check_likelihood("weibull", 9, 1.7, (wom_window){ 5, 40 });
    check_likelihood("uniform", 12.0001, 1, (wom_window){ 5, 40 });
    check_likelihood("exponential", 6, 1, (wom_window){ 5, 25 });
    check_likelihood("exponential", 6, 1, (wom_window){ 25, 40 });
}

/* No coefficient can be moved and gain. */
static void
the_fit_is_a_maximum(void)
{
    bench b;
    wom_hazard hazard;
    const wom_window window = { 5, 40 };
    uint64_t num;
    double at, moved;
    set_up(&b, "{\"type\": \"social-interest\", \"beta\": 0}");
    const wom_hazard start = made_up("exponential", 6, 1);
    CHECK_OK(wom_hazard_fit(&hazard, b.fitter, &start.model, window));
    CHECK_OK(wom_hazard_score(&at, NULL, &num, b.fitter, &hazard, window));
    CHECK_NEAR(at, hazard.log_likelihood, 1e-9);
    CHECK_EQUAL(num, 7);
    CHECK_EQUAL(hazard.num_adoptions, 7);
    CHECK(hazard.by_friends > 0 && hazard.by_friends <= 1);
    for (int k = 0; k < WOM_BASELINE_CLASSES + 4; k++)
        for (int sign = -1; sign <= 1; sign += 2) {
            wom_hazard other = hazard;
            other.coefficient[k] = fmax(0, other.coefficient[k] + sign * 1e-4);
            CHECK_OK(wom_hazard_score(&moved, NULL, &num, b.fitter, &other, window));
            CHECK(moved <= at + 1e-9);
        }
    tear_down(&b);
}

static void
paces_are_one_on_average_and_do_not_look_ahead(void)
{
    bench b;
    wom_hazard hazard, cut;
    set_up(&b, "{\"type\": \"social-interest\", \"beta\": 0}");
    wom_hazard_model model = made_up("exponential", 6, 1).model;
    model.receptivity = (wom_pace){ true, 20, .3, 1, 1 };
    model.heat = (wom_pace){ true, 20, .3, .5, 1 };
    CHECK_OK(wom_hazard_fit(&hazard, b.fitter, &model, (wom_window){ 5, 25 }));
    /* what happens after the window changes nothing in it */
    b.data->log->user[10] = 5;
    wom_hazard_fitter_free(b.fitter);
    CHECK_OK(wom_hazard_fitter_create(&b.fitter, b.job, b.history, b.terms, 25));
    CHECK_OK(wom_hazard_fit(&cut, b.fitter, &model, (wom_window){ 5, 25 }));
    for (int k = 0; k < WOM_MOST_COEFFICIENTS; k++) CHECK_NEAR(cut.coefficient[k], hazard.coefficient[k], 1e-12);
    CHECK(hazard.model.receptivity.mean > 0 && hazard.model.heat.mean > 0);
    tear_down(&b);
}

static void
a_quantile_of_a_delay_is_its_inverse(void)
{
    for (uint32_t i = 0; wom_delays.variants[i] != NULL; i++) {
        const wom_delay *delay = (const wom_delay *)wom_delays.variants[i];
        for (double share = .1; share < 1; share += .2)
            CHECK_NEAR(delay->share(7, 1.4, wom_delay_quantile(delay, 7, 1.4, share)), share, 1e-12);
        for (double t = .5; t < 20; t += 1.7) {
            const double slope = (delay->share(7, 1.4, t + 1e-6) - delay->share(7, 1.4, t - 1e-6)) / 2e-6;
            CHECK_NEAR(delay->density(7, 1.4, t), slope, 1e-7);
        }
    }
}

static wom_status
fit_and_free(wom_job *job)
{
    wom_graph *graph = NULL;
    wom_hazard_fitter *fitter = NULL;
    wom_tie_terms *terms = NULL;
    wom_history *history = NULL;
    wom_choice weighting = { 0 }, similarity = { 0 };
    wom_hazard hazard;
    const wom_node from[] = { 0, 1 }, to[] = { 1, 2 };
    uint64_t first[] = { 0, 3 };
    wom_node user[] = { 0, 1, 2 };
    uint32_t content[] = { 0, 0, 0 };
    double time[] = { 1, 2, 4 };
    wom_log log = {
        .num_actions = 3, .num_contents = 1, .first = first, .user = user, .content = content, .time = time
    };
    char *id[] = { (char[]){ "c" } };
    const wom_graph_rows rows = { 2, from, to, NULL, WOM_DIRECTION_INFLUENCE, WOM_PARALLEL_SUM };
    const wom_hazard_model model = { .terms = 1, .delay = (const wom_delay *)wom_delays.variants[0], .scale = 2 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_graph_create(&graph, NULL, job, 3, &rows));
    wom_data data = { .graph = graph, .num_contents = 1, .content_id = id, .log = &log };
    WOM_TRY_GOTO(wom_choice_default(&weighting, job, &wom_weightings, "weighted-cascade"));
    WOM_TRY_GOTO(wom_choice_default(&similarity, job, &wom_similarities, NULL));
    WOM_TRY_GOTO(wom_history_create(&history, job, &log, 3));
    WOM_TRY_GOTO(wom_tie_terms_create(&terms, job, &data, &weighting, &similarity));
    WOM_TRY_GOTO(wom_hazard_fitter_create(&fitter, job, history, terms, 3));
    WOM_TRY_GOTO(wom_hazard_fit(&hazard, fitter, &model, (wom_window){ 1, 4 }));
done:
    wom_hazard_fitter_free(fitter);
    wom_tie_terms_free(terms);
    wom_history_free(history);
    wom_choice_free(&weighting);
    wom_choice_free(&similarity);
    wom_graph_free(graph);
    return status;
}

static void
a_fit_leaks_nothing_when_memory_ends(void)
{
    test_each_allocation_failing(fit_and_free);
}

TEST_MAIN(TEST(the_likelihood_is_that_of_everybody_at_every_moment), TEST(the_fit_is_a_maximum),
          TEST(paces_are_one_on_average_and_do_not_look_ahead), TEST(a_quantile_of_a_delay_is_its_inverse),
          TEST(a_fit_leaks_nothing_when_memory_ends))
