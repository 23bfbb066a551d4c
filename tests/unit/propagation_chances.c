/* propagation: probabilities as thresholds of coins, and linear threshold's intervals. */
#include "graphs.h"
#include "test.h"

/* Room for chances of `dynamics`; the choice must outlive them and is freed with drop(). */
typedef struct room {
    wom_choice choice;
    wom_chances *chances;
} room;

static room
make_room(wom_job *job, const wom_graph *graph, const char *dynamics)
{
    room made = { .choice = graph_choice(job, &wom_dynamics_catalogue, dynamics) };
    CHECK_OK(wom_chances_create(&made.chances, job, graph, &made.choice));
    return made;
}

static void
drop(room *old)
{
    wom_chances_free(old->chances);
    wom_choice_free(&old->choice);
}

static void
a_threshold_is_the_probability_by_two_to_the_thirty_one(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 1, 0 }, { 0, 2, .25 }, { 1, 2, 1 }, { 3, 0, .5 });
    wom_model *model = graph_model(job, graph, 2, .125);
    room ic = make_room(job, graph, "ic");
    CHECK_OK(wom_chances_fill(ic.chances, job, model, 1, NULL));
    CHECK_EQUAL(ic.chances->threshold[0], 0);
    CHECK_EQUAL(ic.chances->threshold[1], WOM_COIN_ONE / 4);
    CHECK_EQUAL(ic.chances->threshold[2], WOM_COIN_ONE);
    CHECK_EQUAL(ic.chances->threshold[3], WOM_COIN_ONE / 2);
    CHECK_EQUAL(ic.chances->baseline, WOM_COIN_ONE / 8);
    CHECK_EQUAL(ic.chances->content, 1);
    CHECK_EQUAL(ic.chances->num_clipped, 0);
    CHECK(ic.chances->start == NULL);
    drop(&ic);
    wom_model_free(model);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
what_is_above_one_is_clipped_and_counted(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 3, { 0, 1, 3 }, { 0, 2, 1 }, { 1, 2, 1.5 });
    wom_model *model = graph_model(job, graph, 1, 0);
    room ic = make_room(job, graph, "ic");
    CHECK_OK(wom_chances_fill(ic.chances, job, model, 0, NULL));
    CHECK_EQUAL(ic.chances->num_clipped, 2);
    CHECK_EQUAL(ic.chances->threshold[0], WOM_COIN_ONE);
    const double p[] = { -.5, 1.5, (double)NAN };
    CHECK_OK(wom_chances_fill_from(ic.chances, p, 0, 0, false));
    CHECK_EQUAL(ic.chances->num_clipped, 3);
    CHECK_EQUAL(ic.chances->threshold[0], 0);
    CHECK_EQUAL(ic.chances->threshold[1], WOM_COIN_ONE);
    CHECK_EQUAL(ic.chances->threshold[2], 0);
    drop(&ic);
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
the_exponential_link_is_one_less_the_exponential(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 3, { 0, 1, .3 }, { 1, 2, .6 });
    wom_model *model = graph_model(job, graph, 2, 0);
    model->link = WOM_LINK_EXPONENTIAL;
    model->scale.all = .5;
    model->social.all = 2;
    model->social_weight[1] = 1.5;
    CHECK_NEAR(wom_model_probability(model, 0, 0, 1), .3, 1e-7);
    CHECK_NEAR(wom_model_probability(model, 1, 0, 1), .3 + .5 * (1 - exp(-3)), 1e-7);
    CHECK(!wom_model_is_clipped(model, 1, 0, 1));
    CHECK_NEAR(wom_model_probability(model, 1, 1, 2), 1, 0);
    CHECK(wom_model_is_clipped(model, 1, 1, 2));
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
a_content_that_there_is_not_is_refused(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 2, { 0, 1, 1 });
    wom_model *model = graph_model(job, graph, 2, 0);
    room ic = make_room(job, graph, "ic");
    CHECK_FAILS(wom_chances_fill(ic.chances, job, model, 2, NULL), WOM_INVALID,
                "content number 2: there are 2 contents");
    drop(&ic);
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* ---- Linear threshold ---- */

/* Intervals into each node lie in order without overlap and end at or before 2^31; returns the longest sum. */
static uint64_t
check_intervals(const wom_chances *chances)
{
    const wom_graph *graph = chances->graph;
    uint64_t longest = 0;
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        uint64_t end = 0;
        for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) {
            CHECK_EQUAL(chances->start[graph->in_tie[k]], end);
            end += chances->threshold[graph->in_tie[k]];
        }
        CHECK(end <= WOM_COIN_ONE);
        if (end > longest) longest = end;
    }
    return longest;
}

static void
linear_threshold_lays_intervals_end_to_end(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = graph_random(job, 30, 300, 8);
    graph_limit_incoming(graph, 1);
    wom_model *model = graph_model(job, graph, 1, 0);
    room lt = make_room(job, graph, "lt");
    CHECK_OK(wom_chances_fill(lt.chances, job, model, 0, NULL));
    CHECK(check_intervals(lt.chances) > WOM_COIN_ONE - 1000);
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        CHECK_NEAR(lt.chances->threshold[tie] / (double)WOM_COIN_ONE, (double)graph->strength[tie], 1e-6);
    drop(&lt);
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
linear_threshold_refuses_sums_above_one_and_names_the_worst(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 1, .75 }, { 2, 1, .5 }, { 0, 3, 1 }, { 1, 3, .5 }, { 0, 2, 1 });
    wom_model *model = graph_model(job, graph, 1, 0);
    room lt = make_room(job, graph, "lt");
    CHECK_FAILS(wom_chances_fill(lt.chances, job, model, 0, NULL), WOM_INVALID, "those of user number 3 sum to 1.5");
    const double p[] = { .75, 1, 1, .5, .5 };
    CHECK_FAILS(wom_chances_fill_from(lt.chances, p, 0, 0, false), WOM_INVALID, "user number 3 sum to 1.5");
    drop(&lt);
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
linear_threshold_scales_down_when_told_to(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 1, .75 }, { 2, 1, .75 }, { 0, 2, .5 }, { 1, 2, .25 });
    wom_model *model = graph_model(job, graph, 1, 0);
    room lt = make_room(job, graph, "{\"type\":\"lt\",\"normalise\":true}");
    CHECK_OK(wom_chances_fill(lt.chances, job, model, 0, NULL));
    CHECK_EQUAL(lt.chances->threshold[0], WOM_COIN_ONE / 2);
    CHECK_EQUAL(lt.chances->threshold[3], WOM_COIN_ONE / 2);
    CHECK_EQUAL(lt.chances->threshold[1], WOM_COIN_ONE / 2); /* a sum of .75 stays */
    CHECK_EQUAL(lt.chances->threshold[2], WOM_COIN_ONE / 4);
    CHECK_EQUAL(check_intervals(lt.chances), WOM_COIN_ONE);
    drop(&lt);
    room plain = make_room(job, graph, "lt");
    const double p[] = { .75, .5, .25, .75 };
    CHECK_OK(wom_chances_fill_from(plain.chances, p, 0, 0, true));
    CHECK_EQUAL(check_intervals(plain.chances), WOM_COIN_ONE);
    drop(&plain);
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* 1 / d is rounded to 2^-31 up to half a unit too high, d times. */
static void
rounding_of_many_in_ties_is_no_excess(void)
{
    enum { most = 60000 };
    wom_job *job = test_job(1);
    graph_tie *ties = NULL;
    double *p = NULL;
    CHECK_OK(wom_allocate(&ties, job, most, sizeof *ties, "ties"));
    CHECK_OK(wom_allocate(&p, job, most, sizeof *p, "probabilities"));
    for (uint32_t i = 0; i < most; i++) ties[i] = (graph_tie){ i + 1, 0, 1 };
    for (uint32_t degree = most - 40; degree <= most; degree++) {
        wom_graph *graph = graph_of(job, degree + 1, degree, ties);
        room lt = make_room(job, graph, "lt");
        for (uint32_t i = 0; i < degree; i++) p[i] = 1. / degree;
        CHECK_OK(wom_chances_fill_from(lt.chances, p, 0, 0, false));
        uint32_t least = WOM_COIN_ONE, largest = 0;
        for (uint32_t i = 0; i < degree; i++) {
            least = lt.chances->threshold[i] < least ? lt.chances->threshold[i] : least;
            largest = lt.chances->threshold[i] > largest ? lt.chances->threshold[i] : largest;
        }
        CHECK(largest - least <= 1);
        drop(&lt);
        wom_graph_free(graph);
    }
    wom_free(p);
    wom_free(ties);
    wom_job_free(job);
}

/* ---- Masks ---- */

static void
masked_ties_never_fire_and_move_no_others(void)
{
    static const char *const names[] = { "ic", "lt" };
    wom_job *job = test_job(1);
    wom_graph *graph = graph_random(job, 20, 100, 4);
    graph_limit_incoming(graph, .9);
    wom_model *model = graph_model(job, graph, 1, 0);
    bool masked[100];
    for (wom_tie tie = 0; tie < 100; tie++) masked[tie] = tie % 3 == 0;
    for (int i = 0; i < 2; i++) {
        room all = make_room(job, graph, names[i]), some = make_room(job, graph, names[i]);
        CHECK_OK(wom_chances_fill(all.chances, job, model, 0, NULL));
        CHECK_OK(wom_chances_fill(some.chances, job, model, 0, masked));
        for (wom_tie tie = 0; tie < 100; tie++) {
            CHECK_EQUAL(some.chances->threshold[tie], masked[tie] ? 0 : all.chances->threshold[tie]);
            if (i == 1) CHECK_EQUAL(some.chances->start[tie], all.chances->start[tie]);
        }
        drop(&all);
        drop(&some);
    }
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* ---- Threads and memory ---- */

static void
any_number_of_threads_gives_the_same_chances(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    wom_job *first_job = test_job(1);
    wom_graph *graph = graph_preferential(first_job, 5000, 4, 3);
    wom_data *data = graph_data(first_job, graph, 2);
    float value[5000];
    for (int i = 0; i < 5000; i++) value[i] = (float)(i % 7);
    data->user_interests = graph_vectors(first_job, 5000, 1, value);
    data->content_interests = graph_vectors(first_job, 2, 1, (const float[]){ 1, 2 });
    wom_choice weighting = graph_choice(first_job, &wom_weightings, "{\"type\":\"social-interest\",\"C\":\"mix\"}");
    wom_choice similarity = graph_choice(first_job, &wom_similarities, "dot");
    wom_chances *chances[3];
    room rooms[3];
    wom_job *jobs[3];
    for (int i = 0; i < 3; i++) {
        wom_model *model = NULL;
        jobs[i] = test_job(threads[i]);
        CHECK_OK(wom_model_create(&model, jobs[i], data, &weighting, &similarity, 0));
        rooms[i] = make_room(jobs[i], graph, "lt");
        chances[i] = rooms[i].chances;
        CHECK_OK(wom_chances_fill(chances[i], jobs[i], model, 1, NULL));
        wom_model_free(model);
    }
    for (int i = 1; i < 3; i++) {
        CHECK(memcmp(chances[0]->threshold, chances[i]->threshold, graph->num_ties * sizeof(uint32_t)) == 0);
        CHECK(memcmp(chances[0]->start, chances[i]->start, graph->num_ties * sizeof(uint32_t)) == 0);
    }
    for (int i = 0; i < 3; i++) {
        drop(&rooms[i]);
        CHECK_EQUAL(wom_job_memory_used(jobs[i]), 0);
        wom_job_free(jobs[i]);
    }
    wom_choice_free(&weighting);
    wom_choice_free(&similarity);
    wom_data_free(data);
    wom_job_free(first_job);
}

static const wom_graph *failing_graph;
static const wom_model *failing_model;
static const wom_choice *failing_choice;

static wom_status
create_and_fill(wom_job *job)
{
    wom_chances *chances = NULL;
    wom_cascade *cascade = NULL;
    wom_status status = wom_chances_create(&chances, job, failing_graph, failing_choice);
    if (status == WOM_OK) status = wom_chances_fill(chances, job, failing_model, 0, NULL);
    if (status == WOM_OK) status = wom_cascade_create(&cascade, job, chances);
    wom_chances_free(chances);
    wom_cascade_free(cascade);
    return status;
}

static void
every_allocation_of_chances_may_fail(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 2, { 0, 1, 1 });
    wom_model *model = graph_model(job, graph, 1, 0);
    failing_graph = graph;
    failing_model = model;
    for (uint32_t d = 0; wom_dynamics_catalogue.variants[d] != NULL; d++) {
        wom_choice choice = graph_choice(job, &wom_dynamics_catalogue, wom_dynamics_catalogue.variants[d]->name);
        failing_choice = &choice;
        test_each_allocation_failing(create_and_fill);
        wom_choice_free(&choice);
    }
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

TEST_MAIN(TEST(a_threshold_is_the_probability_by_two_to_the_thirty_one), TEST(what_is_above_one_is_clipped_and_counted),
          TEST(the_exponential_link_is_one_less_the_exponential), TEST(a_content_that_there_is_not_is_refused),
          TEST(linear_threshold_lays_intervals_end_to_end),
          TEST(linear_threshold_refuses_sums_above_one_and_names_the_worst),
          TEST(linear_threshold_scales_down_when_told_to), TEST(rounding_of_many_in_ties_is_no_excess),
          TEST(masked_ties_never_fire_and_move_no_others), TEST(any_number_of_threads_gives_the_same_chances),
          TEST(every_allocation_of_chances_may_fail))
