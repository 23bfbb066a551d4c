/* propagation: timed cascades in fixed worlds. */
#include "graphs.h"
#include "test.h"

/* A dynamics on a graph of its own. */
typedef struct setting {
    wom_job *job;
    wom_graph *graph;
    wom_chances *chances;
    wom_cascade *cascade;
} setting;

static setting
begin(wom_job *job, wom_graph *graph, const char *dynamics)
{
    setting on = { .job = job, .graph = graph, .chances = graph_chances(job, graph, dynamics, 0) };
    CHECK_OK(wom_cascade_create(&on.cascade, job, on.chances));
    return on;
}

static void
end(setting *on)
{
    wom_cascade_free(on->cascade);
    wom_chances_free(on->chances);
    wom_graph_free(on->graph);
    CHECK_EQUAL(wom_job_memory_used(on->job), 0);
    wom_job_free(on->job);
}

static void
spread(setting *on, uint64_t replicate, wom_node seed, wom_spread_options options)
{
    const wom_world world = wom_world_of(19, replicate, 0);
    on->chances->dynamics->spread(on->cascade, on->chances, &world, &seed, 1, &options);
}

static wom_graph *
path_of_ten(wom_job *job, double p)
{
    graph_tie ties[9];
    for (uint32_t i = 0; i < 9; i++) ties[i] = (graph_tie){ i, i + 1, p };
    return graph_of(job, 10, 9, ties);
}

static void
certain_tries_take_one_step_each(void)
{
    const char *const dynamics[] = { "sir", "{\"type\": \"sir\", \"period\": 7}", "sis" };
    for (int d = 0; d < 3; d++) {
        wom_job *job = test_job(1);
        setting on = begin(job, path_of_ten(job, 1), dynamics[d]);
        for (uint32_t steps = 1; steps < 15; steps++) {
            const uint32_t reached = steps < 9 ? steps + 1 : 10;
            spread(&on, steps, 0, (wom_spread_options){ .max_steps = steps, .want_exposed = true });
            CHECK_EQUAL(on.cascade->num_active, reached);
            CHECK_EQUAL(on.cascade->num_exposed, reached); /* who is reached at the deadline tries nobody */
            for (wom_node node = 0; node < reached; node++) CHECK(on.cascade->time[node] == node);
            wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_RR_SET, steps);
            CHECK(on.chances->dynamics->reverse(on.cascade, on.chances, &rng, 9, steps, NULL));
            CHECK_EQUAL(on.cascade->num_active, reached);
        }
        end(&on);
    }
}

/* A step without anybody new is no group of the cascade. */
static void
steps_without_anybody_new_are_left_out(void)
{
    wom_job *job = test_job(1);
    setting on = begin(job, path_of_ten(job, .2), "{\"type\": \"sir\", \"recovery\": 0}");
    bool some = false;
    for (uint64_t replicate = 0; replicate < 50; replicate++) {
        spread(&on, replicate, 0, (wom_spread_options){ 0 });
        CHECK_EQUAL(on.cascade->num_active, 10); /* sooner or later */
        CHECK_EQUAL(on.cascade->num_steps, 10);
        for (uint32_t k = 0; k < 10; k++) CHECK(on.cascade->time[k] == wom_cascade_step(on.cascade, k));
        some = some || wom_cascade_step(on.cascade, 9) > 9;
    }
    CHECK(some);
    end(&on);
}

/* One tie that hardly ever delivers: its try arrives in time or not, and only in time is it an exposure. */
static void
tries_that_come_after_the_deadline_expose_nobody(void)
{
    enum { WORLDS = 4000 };
    wom_job *job = test_job(1);
    setting on = begin(job, GRAPH_OF(job, 3, { 0, 1, 1e-9 }, { 0, 2, 0 }), "continuous-time");
    uint32_t in_time = 0;
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        spread(&on, replicate, 0, (wom_spread_options){ .want_exposed = true });
        CHECK_EQUAL(on.cascade->num_exposed, 2);
        spread(&on, replicate, 0, (wom_spread_options){ .max_steps = 1, .want_exposed = true });
        in_time += on.cascade->num_exposed == 2;
    }
    const double p = 1 - exp(-1);
    CHECK_NEAR(in_time, WORLDS * p, 5 * sqrt(WORLDS * p * (1 - p)));
    end(&on);
}

static void
delays_that_no_step_can_tell_fall_into_the_last(void)
{
    wom_job *job = test_job(1);
    setting on = begin(job, path_of_ten(job, 1),
                       "{\"type\": \"continuous-time\", \"delay\": \"weibull\", \"mean\": 1e6, \"shape\": 0.1}");
    bool some = false;
    for (uint64_t replicate = 0; replicate < 20000; replicate++) {
        spread(&on, replicate, 0, (wom_spread_options){ 0 });
        CHECK_EQUAL(on.cascade->num_active, 10);
        const uint32_t last = wom_cascade_step(on.cascade, on.cascade->num_steps - 1);
        const double time = on.cascade->time[9];
        CHECK(time < (double)UINT32_MAX ? last == ceil(time) : last == UINT32_MAX);
        some = some || last == UINT32_MAX;
    }
    CHECK(some);
    end(&on);
}

/* 0 <-> 1: without forgetting it ends with both; who recovers is tried again, so that it goes on. */
static void
who_recovers_of_sis_passes_on_again(void)
{
    enum { WORLDS = 300 };
    wom_job *job = test_job(1), *other = test_job(1);
    setting sis = begin(job, GRAPH_OF(job, 3, { 0, 1, 1 }, { 1, 0, 1 }, { 1, 2, .05 }),
                        "{\"type\": \"sis\", "
                        "\"recovery\": 1}");
    setting sir = begin(other, GRAPH_OF(other, 3, { 0, 1, 1 }, { 1, 0, 1 }, { 1, 2, .05 }),
                        "{\"type\": \"sir\", "
                        "\"recovery\": 1}");
    uint32_t by_sis = 0, by_sir = 0;
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        spread(&sis, replicate, 0, (wom_spread_options){ .max_steps = 400 });
        by_sis += wom_cascade_reached(sis.cascade, 2);
        spread(&sir, replicate, 0, (wom_spread_options){ .max_steps = 400 });
        by_sir += wom_cascade_reached(sir.cascade, 2);
    }
    CHECK(by_sis >= WORLDS - 5 && by_sir < WORLDS / 4);
    end(&sis);
    end(&sir);
}

TEST_MAIN(TEST(certain_tries_take_one_step_each), TEST(steps_without_anybody_new_are_left_out),
          TEST(tries_that_come_after_the_deadline_expose_nobody), TEST(delays_that_no_step_can_tell_fall_into_the_last),
          TEST(who_recovers_of_sis_passes_on_again))
