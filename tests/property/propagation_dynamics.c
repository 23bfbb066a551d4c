/* What is true of every dynamics that claims it, world by world, on random graphs. */
#include "graphs.h"
#include "test.h"

enum { NODES = 50, TIES = 220, WORLDS = 120 };

/* Beside the rows of the table with their defaults. */
static const char *const others[] = {
    "{\"type\": \"continuous-time\", \"delay\": \"weibull\", \"shape\": 0.5, \"mean\": 0.7}",
    "{\"type\": \"continuous-time\", \"delay\": \"log-normal\", \"shape\": 2}",
    "{\"type\": \"sir\", \"period\": 3}",
    "{\"type\": \"sir\", \"recovery\": 0}",
    "{\"type\": \"sis\", \"recovery\": 1}",
    NULL,
};

static const uint32_t deadlines[] = { 0, 1, 3, 6 };
enum { DEADLINES = sizeof deadlines / sizeof *deadlines };

/* A dynamics on a graph, and cascades of it. */
typedef struct setting {
    wom_job *job;
    const wom_graph *graph;
    const wom_dynamics *dynamics;
    wom_chances *chances;
    wom_cascade *cascade, *other;
} setting;

static void
run_on(wom_job *job, const wom_graph *graph, const char *name, void (*check)(const setting *on, uint32_t max_steps))
{
    setting on = { .job = job, .graph = graph };
    on.chances = graph_chances(job, graph, name, .01);
    on.dynamics = on.chances->dynamics;
    CHECK_OK(wom_cascade_create(&on.cascade, job, on.chances));
    CHECK_OK(wom_cascade_create(&on.other, job, on.chances));
    for (int i = on.dynamics->needs_deadline ? 1 : 0; i < DEADLINES; i++) check(&on, deadlines[i]);
    wom_cascade_free(on.cascade);
    wom_cascade_free(on.other);
    wom_chances_free(on.chances);
}

static void
for_each_dynamics(void (*check)(const setting *on, uint32_t max_steps))
{
    wom_job *job = test_job(1);
    wom_graph *graph = graph_random(job, NODES, TIES, 9);
    graph_limit_incoming(graph, .9);
    for (uint32_t d = 0; dynamics_at(d) != NULL; d++) run_on(job, graph, dynamics_at(d)->variant.name, check);
    for (uint32_t d = 0; others[d] != NULL; d++) run_on(job, graph, others[d], check);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
spread(wom_cascade *cascade, const wom_chances *chances, uint64_t replicate, uint32_t num_seeds, const wom_node *seeds,
       wom_spread_options options)
{
    const wom_world world = wom_world_of(23, replicate, 0);
    chances->dynamics->spread(cascade, chances, &world, seeds, num_seeds, &options);
}

static void
seeds_of(wom_node seeds[3], uint64_t replicate)
{
    for (uint32_t i = 0; i < 3; i++) seeds[i] = (wom_node)((replicate * 3 + i * (1 + replicate % 11)) % NODES);
}

/* ---- Additive ---- */

static void
check_additive(const setting *on, uint32_t max_steps)
{
    if (!on->dynamics->additive) return;
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        bool reached[NODES] = { false };
        wom_node seeds[3];
        uint32_t num_reached = 0, num_wrong = 0;
        seeds_of(seeds, replicate);
        for (uint32_t i = 0; i < 4; i++) { /* the last: nobody but the baseline */
            spread(on->cascade, on->chances, replicate, i < 3, seeds + i % 3,
                   (wom_spread_options){ .max_steps = max_steps, .with_baseline = i == 3 });
            for (uint32_t k = 0; k < on->cascade->num_active; k++) reached[on->cascade->active[k]] = true;
        }
        spread(on->cascade, on->chances, replicate, 3, seeds,
               (wom_spread_options){ .max_steps = max_steps, .with_baseline = true });
        for (wom_node node = 0; node < NODES; node++) {
            num_reached += reached[node];
            num_wrong += reached[node] != wom_cascade_reached(on->cascade, node);
        }
        if (num_wrong > 0 || num_reached != on->cascade->num_active)
            test_failed(__FILE__, __LINE__, "dynamics \"%s\", deadline %u, world %llu: %u users",
                        on->dynamics->variant.name, max_steps, (unsigned long long)replicate, num_wrong);
    }
}

static void
additive_dynamics_reach_from_a_set_whom_its_members_reach(void)
{
    for_each_dynamics(check_additive);
}

/* ---- Time ---- */

static void
check_times(const setting *on, uint32_t max_steps)
{
    const wom_cascade *cascade = on->cascade;
    for (uint64_t replicate = 0; replicate < WORLDS && on->dynamics->timed; replicate++) {
        wom_node seeds[3];
        double last = 0;
        seeds_of(seeds, replicate);
        spread(on->cascade, on->chances, replicate, 3, seeds,
               (wom_spread_options){ .max_steps = max_steps, .with_baseline = true });
        CHECK(wom_cascade_step(cascade, 0) == 0 && cascade->step_first[1] >= 3);
        for (uint32_t k = 0; k < cascade->num_steps; k++) {
            const uint32_t step = wom_cascade_step(cascade, k);
            CHECK(k == 0 || step > wom_cascade_step(cascade, k - 1));
            CHECK(max_steps == 0 || step <= max_steps);
            for (uint32_t i = cascade->step_first[k]; i < cascade->step_first[k + 1]; i++) {
                const double time = cascade->time[cascade->active[i]];
                CHECK(time >= last && time <= step && (k == 0 || time > (double)step - 1));
                last = time;
            }
        }
    }
}

static void
timed_dynamics_tell_times_in_order_and_steps_that_hold_them(void)
{
    for_each_dynamics(check_times);
}

static void
check_deadline(const setting *on, uint32_t max_steps)
{
    if (!on->dynamics->timed) return;
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        wom_node seeds[3];
        uint32_t num_in_time = 0;
        seeds_of(seeds, replicate);
        spread(on->cascade, on->chances, replicate, 3, seeds, (wom_spread_options){ .max_steps = 8 });
        spread(on->other, on->chances, replicate, 3, seeds, (wom_spread_options){ .max_steps = max_steps });
        for (uint32_t i = 0; i < on->cascade->num_active && max_steps > 0; i++) {
            const wom_node node = on->cascade->active[i];
            if (on->cascade->time[node] > max_steps) continue;
            num_in_time++;
            CHECK(wom_cascade_reached(on->other, node) && on->other->time[node] == on->cascade->time[node]);
        }
        if (max_steps > 0) CHECK_EQUAL(num_in_time, on->other->num_active);
    }
}

static void
a_deadline_cuts_off_what_is_later_and_changes_nothing_before(void)
{
    for_each_dynamics(check_deadline);
}

/* ---- Scratch ---- */

static void
check_scratch(const setting *on, uint32_t max_steps)
{
    bool stop[NODES];
    for (wom_node node = 0; node < NODES; node++) stop[node] = node % 5 == 0;
    for (uint64_t replicate = 0; replicate < 20; replicate++) {
        const wom_spread_options options = { .max_steps = max_steps, .want_exposed = true };
        wom_rng rng = wom_rng_stream(3, WOM_PURPOSE_RR_SET, replicate);
        wom_cascade *fresh = NULL;
        wom_node seeds[3];
        seeds_of(seeds, replicate);
        CHECK_OK(wom_cascade_create(&fresh, on->job, on->chances));
        if (on->dynamics->reverse != NULL)
            on->dynamics->reverse(on->cascade, on->chances, &rng, (wom_node)replicate, max_steps, stop);
        spread(on->cascade, on->chances, replicate, 3, seeds, options);
        spread(fresh, on->chances, replicate, 3, seeds, options);
        CHECK_EQUAL(on->cascade->num_exposed, fresh->num_exposed);
        CHECK_EQUAL(on->cascade->num_active, fresh->num_active);
        CHECK(memcmp(on->cascade->active, fresh->active, fresh->num_active * sizeof(wom_node)) == 0);
        wom_cascade_free(fresh);
    }
}

static void
a_cascade_leaves_nothing_behind(void)
{
    for_each_dynamics(check_scratch);
}

/* ---- What agrees with the independent cascade ---- */

/* The same users in the same worlds; in the same steps as well where `is_stepwise`. */
static void
check_like_ic(const char *name, uint32_t max_steps, bool is_stepwise)
{
    wom_job *job = test_job(1);
    wom_graph *graph = graph_random(job, NODES, TIES, 4);
    wom_chances *ic = graph_chances(job, graph, "ic", .01), *like = graph_chances(job, graph, name, .01);
    wom_cascade *a = NULL, *b = NULL;
    const wom_spread_options options = { .max_steps = max_steps, .with_baseline = true, .want_exposed = true };
    CHECK_OK(wom_cascade_create(&a, job, ic));
    CHECK_OK(wom_cascade_create(&b, job, like));
    for (uint64_t replicate = 0; replicate < 500; replicate++) {
        wom_node seeds[3];
        seeds_of(seeds, replicate);
        spread(a, ic, replicate, 3, seeds, options);
        spread(b, like, replicate, 3, seeds, options);
        CHECK_EQUAL(a->num_active, b->num_active);
        CHECK_EQUAL(a->num_exposed, b->num_exposed);
        for (uint32_t i = 0; i < a->num_active; i++) CHECK(wom_cascade_reached(b, a->active[i]));
        for (uint32_t k = 0; is_stepwise && k < a->num_steps; k++)
            for (uint32_t i = a->step_first[k]; i < a->step_first[k + 1]; i++) CHECK(b->time[a->active[i]] == k);
    }
    wom_cascade_free(a);
    wom_cascade_free(b);
    wom_chances_free(ic);
    wom_chances_free(like);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
without_a_deadline_delays_change_nobody_of_the_independent_cascade(void)
{
    check_like_ic("continuous-time", 0, false);
    check_like_ic(others[0], 0, false);
    check_like_ic(others[1], 0, false);
}

static void
users_infectious_for_one_step_make_an_independent_cascade(void)
{
    for (uint32_t i = 0; i < DEADLINES; i++) {
        check_like_ic("{\"type\": \"sir\", \"recovery\": 1}", deadlines[i], true);
        check_like_ic("{\"type\": \"sir\", \"recovery\": 0.1, \"period\": 1}", deadlines[i], true);
    }
}

TEST_MAIN(TEST(additive_dynamics_reach_from_a_set_whom_its_members_reach),
          TEST(timed_dynamics_tell_times_in_order_and_steps_that_hold_them),
          TEST(a_deadline_cuts_off_what_is_later_and_changes_nothing_before), TEST(a_cascade_leaves_nothing_behind),
          TEST(without_a_deadline_delays_change_nobody_of_the_independent_cascade),
          TEST(users_infectious_for_one_step_make_an_independent_cascade))
