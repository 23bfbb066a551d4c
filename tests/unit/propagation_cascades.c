/* propagation: cascades in fixed worlds. */
#include "graphs.h"
#include "test.h"

static void
spread(wom_cascade *cascade, const wom_chances *chances, uint64_t replicate, uint32_t num_seeds, const wom_node *seeds,
       wom_spread_options options)
{
    const wom_world world = wom_world_of(17, replicate, 0);
    if (chances->dynamics->needs_deadline && options.max_steps == 0) options.max_steps = 20;
    chances->dynamics->spread(cascade, chances, &world, seeds, num_seeds, &options);
}

static void
keys_of_a_world_differ_by_purpose_replicate_and_slot(void)
{
    enum { KEYS = 10 };
    uint64_t key[3 * KEYS];
    uint32_t n = 0;
    for (uint64_t i = 0; i < 3; i++) {
        const wom_world world = wom_world_of(5, i == 1, i == 2);
        const uint64_t these[KEYS] = { world.tie,   world.lt_choice, world.baseline, world.acceptance, world.purchase,
                                       world.delay, world.recovery,  world.order,    world.threshold,  world.adoption };
        for (int k = 0; k < KEYS; k++) key[n++] = these[k];
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < i; j++) CHECK(key[i] != key[j]);
    CHECK(wom_world_of(5, 1, 0).tie == key[KEYS] && wom_world_of(6, 1, 0).tie != key[KEYS]);
}

static void
certain_ties_reach_whoever_can_be_reached_step_by_step(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 7, { 0, 1, 1 }, { 1, 2, 1 }, { 2, 0, 1 }, { 1, 3, 1 }, { 4, 3, 1 }, { 3, 5, 1 });
    wom_chances *chances = graph_chances(job, graph, "ic", 0);
    wom_cascade *cascade = NULL;
    CHECK_OK(wom_cascade_create(&cascade, job, chances));
    spread(cascade, chances, 0, 1, (const wom_node[]){ 0 }, (wom_spread_options){ 0 });
    const wom_node order[] = { 0, 1, 2, 3, 5 };
    const uint32_t step_first[] = { 0, 1, 2, 4, 5 };
    CHECK_EQUAL(cascade->num_active, 5);
    CHECK_EQUAL(cascade->num_steps, 4);
    CHECK(memcmp(cascade->active, order, sizeof order) == 0);
    CHECK(memcmp(cascade->step_first, step_first, sizeof step_first) == 0);
    for (wom_node node = 0; node < 7; node++) CHECK(wom_cascade_reached(cascade, node) == (node != 4 && node != 6));
    wom_cascade_free(cascade);
    wom_chances_free(chances);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
linear_threshold_with_one_certain_in_tie_each_is_reachability_too(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 5, { 0, 1, 1 }, { 1, 2, 1 }, { 1, 3, 1 }, { 3, 0, 1 });
    wom_chances *chances = graph_chances(job, graph, "lt", 0);
    wom_cascade *cascade = NULL;
    CHECK_OK(wom_cascade_create(&cascade, job, chances));
    spread(cascade, chances, 3, 1, (const wom_node[]){ 1 }, (wom_spread_options){ 0 });
    CHECK_EQUAL(cascade->num_active, 4);
    CHECK(!wom_cascade_reached(cascade, 4));
    wom_cascade_free(cascade);
    wom_chances_free(chances);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
impossible_ties_leave_the_seeds_alone(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 3, { 0, 1, 0 }, { 1, 2, 0 }, { 2, 0, 0 });
    for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
        wom_chances *chances = graph_chances(job, graph, dynamics_at(i)->variant.name, 0);
        wom_cascade *cascade = NULL;
        CHECK_OK(wom_cascade_create(&cascade, job, chances));
        for (uint64_t replicate = 0; replicate < 1000; replicate++) {
            spread(cascade, chances, replicate, 2, (const wom_node[]){ 2, 0 },
                   (wom_spread_options){ .want_exposed = true });
            CHECK_EQUAL(cascade->num_active, 2);
            CHECK_EQUAL(cascade->num_steps, 1);
            CHECK_EQUAL(cascade->num_exposed, 2);
        }
        spread(cascade, chances, 0, 0, NULL, (wom_spread_options){ 0 });
        CHECK_EQUAL(cascade->num_active, 0);
        wom_cascade_free(cascade);
        wom_chances_free(chances);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
a_deadline_of_k_steps_goes_k_ties_far(void)
{
    enum { length = 10 };
    wom_job *job = test_job(1);
    graph_tie ties[length - 1];
    for (uint32_t i = 0; i + 1 < length; i++) ties[i] = (graph_tie){ i, i + 1, 1 };
    wom_graph *graph = graph_of(job, length, length - 1, ties);
    for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
        if (!dynamics_at(i)->additive || dynamics_at(i)->timed) continue;
        wom_chances *chances = graph_chances(job, graph, dynamics_at(i)->variant.name, 0);
        wom_cascade *cascade = NULL;
        CHECK_OK(wom_cascade_create(&cascade, job, chances));
        for (uint32_t steps = 0; steps < length + 5; steps++) {
            const uint32_t reached = steps == 0 || steps + 1 > length ? length : steps + 1;
            spread(cascade, chances, 0, 1, (const wom_node[]){ 0 },
                   (wom_spread_options){ .max_steps = steps, .want_exposed = true });
            CHECK_EQUAL(cascade->num_active, reached);
            CHECK_EQUAL(cascade->num_steps, reached);
            CHECK_EQUAL(cascade->num_exposed, reached); /* who is reached at the deadline tries nobody */
            if (chances->dynamics->reverse == NULL) continue;
            wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_RR_SET, steps);
            CHECK(chances->dynamics->reverse(cascade, chances, &rng, length - 1, steps, NULL));
            CHECK_EQUAL(cascade->num_active, reached);
        }
        wom_cascade_free(cascade);
        wom_chances_free(chances);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

/* 0 tries 1, 2 and 3 in vain but for 1; 1 tries 4; a tie of probability 0 tries nobody; 6 never becomes active. */
static void
exposed_are_the_active_and_whom_they_tried(void)
{
    wom_job *job = test_job(1);
    const double hardly = 1e-9;
    wom_graph *graph = GRAPH_OF(job, 8, { 0, 1, 1 }, { 0, 2, hardly }, { 0, 3, hardly }, { 1, 4, 1 }, { 1, 5, 0 },
                                { 4, 3, hardly }, { 6, 7, 1 });
    for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
        if (!dynamics_at(i)->additive || dynamics_at(i)->timed) continue;
        wom_chances *chances = graph_chances(job, graph, dynamics_at(i)->variant.name, 0);
        wom_cascade *cascade = NULL;
        CHECK_OK(wom_cascade_create(&cascade, job, chances));
        spread(cascade, chances, 0, 1, (const wom_node[]){ 0 }, (wom_spread_options){ .want_exposed = true });
        CHECK_EQUAL(cascade->num_active, 3);
        CHECK_EQUAL(cascade->num_exposed, 5);
        for (wom_node node = 0; node < 8; node++) CHECK((cascade->exposed_mark[node] == cascade->epoch) == (node <= 4));
        spread(cascade, chances, 0, 1, (const wom_node[]){ 0 }, (wom_spread_options){ 0 });
        CHECK_EQUAL(cascade->num_active, 3);
        wom_cascade_free(cascade);
        wom_chances_free(chances);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
the_baseline_starts_by_itself_and_only_when_told(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 3, { 0, 1, 1 });
    for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
        wom_chances *chances = graph_chances(job, graph, dynamics_at(i)->variant.name, 1);
        wom_cascade *cascade = NULL;
        CHECK_OK(wom_cascade_create(&cascade, job, chances));
        spread(cascade, chances, 0, 1, (const wom_node[]){ 2 }, (wom_spread_options){ .with_baseline = true });
        CHECK_EQUAL(cascade->num_active, 3);
        CHECK_EQUAL(cascade->active[0], 2);
        CHECK_EQUAL(cascade->num_steps, 1);
        spread(cascade, chances, 0, 1, (const wom_node[]){ 2 }, (wom_spread_options){ 0 });
        CHECK_EQUAL(cascade->num_active, 1);
        wom_cascade_free(cascade);
        wom_chances_free(chances);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

/* ---- Fixed worlds ---- */

/* Whoever is active in `small` is active in `large`. */
static bool
is_within(const wom_cascade *small, const wom_cascade *large)
{
    for (uint32_t i = 0; i < small->num_active; i++)
        if (!wom_cascade_reached(large, small->active[i])) return false;
    return true;
}

static void
more_seeds_more_time_and_a_baseline_never_lose_anybody(void)
{
    enum { nodes = 60 };
    wom_job *job = test_job(1);
    wom_graph *graph = graph_random(job, nodes, 300, 6);
    graph_limit_incoming(graph, .9);
    for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
        if (!dynamics_at(i)->monotone) continue;
        wom_chances *chances = graph_chances(job, graph, dynamics_at(i)->variant.name, .02);
        wom_cascade *few = NULL, *many = NULL;
        CHECK_OK(wom_cascade_create(&few, job, chances));
        CHECK_OK(wom_cascade_create(&many, job, chances));
        for (uint64_t replicate = 0; replicate < 300; replicate++) {
            const wom_node seeds[] = { (wom_node)(replicate % nodes), (wom_node)((replicate + 7) % nodes) };
            spread(few, chances, replicate, 1, seeds, (wom_spread_options){ .max_steps = 3 });
            spread(many, chances, replicate, 2, seeds, (wom_spread_options){ .max_steps = 3 });
            CHECK(is_within(few, many));
            spread(many, chances, replicate, 1, seeds, (wom_spread_options){ .max_steps = 4 });
            CHECK(is_within(few, many));
            spread(many, chances, replicate, 1, seeds, (wom_spread_options){ .max_steps = 3, .with_baseline = true });
            CHECK(is_within(few, many));
        }
        wom_cascade_free(few);
        wom_cascade_free(many);
        wom_chances_free(chances);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

/* Every user but those of step 0 has a parent who came before her, in the step before unless steps are times, with a
 * tie to her. */
static void
check_parents(const wom_cascade *cascade, const wom_graph *graph, bool timed)
{
    for (uint32_t k = 0; k < cascade->num_steps; k++)
        for (uint32_t i = cascade->step_first[k]; i < cascade->step_first[k + 1]; i++) {
            const wom_node node = cascade->active[i], parent = cascade->parent[node];
            CHECK((parent == WOM_NO_NODE) == (k == 0));
            if (k == 0 || parent == WOM_NO_NODE) continue;
            bool before = false, tied = false;
            for (uint32_t j = timed ? 0 : cascade->step_first[k - 1]; j < (timed ? i : cascade->step_first[k]); j++)
                before = before || cascade->active[j] == parent;
            for (uint64_t e = graph->out_first[parent]; e < graph->out_first[parent + 1]; e++)
                tied = tied || graph->out_head[e] == node;
            CHECK(before && tied);
        }
}

static void
a_world_with_masked_ties_is_a_part_of_the_whole_one(void)
{
    enum { nodes = 40, ties = 200 };
    wom_job *job = test_job(1);
    wom_graph *graph = graph_random(job, nodes, ties, 7);
    graph_limit_incoming(graph, 1);
    wom_model *model = graph_model(job, graph, 1, .1);
    bool masked[ties];
    for (wom_tie tie = 0; tie < ties; tie++) masked[tie] = tie % 4 == 1;
    for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
        if (!dynamics_at(i)->monotone) continue;
        wom_chances *all = graph_chances(job, graph, dynamics_at(i)->variant.name, .1);
        wom_chances *some = graph_chances(job, graph, dynamics_at(i)->variant.name, .1);
        wom_cascade *part = NULL, *whole = NULL;
        uint32_t lost = 0;
        CHECK_OK(wom_chances_fill(some, job, model, 0, masked));
        CHECK_OK(wom_cascade_create(&part, job, all));
        CHECK_OK(wom_cascade_create(&whole, job, all));
        for (uint64_t replicate = 0; replicate < 300; replicate++) {
            const wom_node seed = (wom_node)(replicate % nodes);
            spread(part, some, replicate, 1, &seed, (wom_spread_options){ .with_baseline = true });
            spread(whole, all, replicate, 1, &seed, (wom_spread_options){ .with_baseline = true });
            CHECK(is_within(part, whole));
            lost += whole->num_active - part->num_active;
        }
        CHECK(lost > 0);
        wom_cascade_free(part);
        wom_cascade_free(whole);
        wom_chances_free(all);
        wom_chances_free(some);
    }
    wom_model_free(model);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
a_traced_cascade_knows_who_made_whom_active_and_is_otherwise_the_same(void)
{
    enum { nodes = 60 };
    wom_job *job = test_job(1);
    wom_graph *graph = graph_random(job, nodes, 300, 11);
    graph_limit_incoming(graph, .9);
    for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
        wom_chances *chances = graph_chances(job, graph, dynamics_at(i)->variant.name, .02);
        wom_cascade *plain = NULL, *traced = NULL;
        CHECK_OK(wom_cascade_create(&plain, job, chances));
        CHECK_OK(wom_cascade_create(&traced, job, chances));
        CHECK_OK(wom_cascade_trace(traced, job));
        for (uint64_t replicate = 0; replicate < 100; replicate++) {
            const wom_node seeds[] = { (wom_node)(replicate % nodes) };
            const wom_spread_options options = { .with_baseline = true, .want_exposed = replicate % 2 == 0 };
            spread(plain, chances, replicate, 1, seeds, options);
            spread(traced, chances, replicate, 1, seeds, options);
            CHECK_EQUAL(plain->num_active, traced->num_active);
            CHECK(memcmp(plain->active, traced->active, traced->num_active * sizeof(wom_node)) == 0);
            check_parents(traced, graph, dynamics_at(i)->timed);
        }
        wom_cascade_free(plain);
        wom_cascade_free(traced);
        wom_chances_free(chances);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

/* Two cascades, of which one has come to the last of its numbers, with marks that a long life leaves: some are those
 * that come after the turn. */
static void
check_turn(wom_job *job, const wom_chances *chances)
{
    enum { WORLDS = 8 };
    wom_cascade *old = NULL, *fresh = NULL;
    CHECK_OK(wom_cascade_create(&old, job, chances));
    CHECK_OK(wom_cascade_create(&fresh, job, chances));
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++)
        spread(old, chances, 100 + replicate, 2, (const wom_node[]){ 3, 5 }, (wom_spread_options){ 0 });
    for (wom_node node = 0; node < chances->graph->num_nodes; node++)
        old->active_mark[node] = old->exposed_mark[node] = node % 4;
    old->epoch = UINT32_MAX - 1;
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        const wom_spread_options options = { .want_exposed = true };
        spread(old, chances, replicate, 2, (const wom_node[]){ 3, 5 }, options);
        spread(fresh, chances, replicate, 2, (const wom_node[]){ 3, 5 }, options);
        CHECK_EQUAL(old->num_active, fresh->num_active);
        CHECK_EQUAL(old->num_exposed, fresh->num_exposed);
        CHECK(is_within(old, fresh));
    }
    wom_cascade_free(old);
    wom_cascade_free(fresh);
}

static void
marks_survive_the_counter_coming_round(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = graph_random(job, 30, 120, 9);
    graph_limit_incoming(graph, 1);
    for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
        wom_chances *chances = graph_chances(job, graph, dynamics_at(i)->variant.name, 0);
        check_turn(job, chances);
        wom_chances_free(chances);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
a_reverse_walk_stops_at_whom_it_is_told_to(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 1, 1 }, { 1, 2, 1 }, { 2, 3, 1 });
    for (uint32_t i = 0; dynamics_at(i) != NULL; i++) {
        if (dynamics_at(i)->reverse == NULL) continue;
        wom_chances *chances = graph_chances(job, graph, dynamics_at(i)->variant.name, 0);
        wom_cascade *cascade = NULL;
        wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_RR_SET, 0);
        CHECK_OK(wom_cascade_create(&cascade, job, chances));
        for (wom_node node = 0; node < 4; node++) {
            bool stop[4] = { false };
            stop[node] = true;
            const uint32_t max_steps = chances->dynamics->needs_deadline ? 9 : 0;
            CHECK(chances->dynamics->reverse(cascade, chances, &rng, 2, max_steps, stop) == (node == 3));
            if (node == 3) CHECK_EQUAL(cascade->num_active, 3);
        }
        wom_cascade_free(cascade);
        wom_chances_free(chances);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

TEST_MAIN(TEST(keys_of_a_world_differ_by_purpose_replicate_and_slot),
          TEST(a_traced_cascade_knows_who_made_whom_active_and_is_otherwise_the_same),
          TEST(certain_ties_reach_whoever_can_be_reached_step_by_step),
          TEST(linear_threshold_with_one_certain_in_tie_each_is_reachability_too),
          TEST(impossible_ties_leave_the_seeds_alone), TEST(a_deadline_of_k_steps_goes_k_ties_far),
          TEST(exposed_are_the_active_and_whom_they_tried), TEST(the_baseline_starts_by_itself_and_only_when_told),
          TEST(more_seeds_more_time_and_a_baseline_never_lose_anybody),
          TEST(a_world_with_masked_ties_is_a_part_of_the_whole_one), TEST(marks_survive_the_counter_coming_round),
          TEST(a_reverse_walk_stops_at_whom_it_is_told_to))
