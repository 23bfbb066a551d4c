/* propagation: dynamics that are no live-edge ones, in fixed worlds and exactly. */
#include "graphs.h"
#include "oracle.h"
#include "test.h"

#include <wom/simulate.h>

#include <stdio.h>

/* Chances and a traced cascade of a choice of dynamics on a graph. */
typedef struct setting {
    wom_chances *chances;
    wom_cascade *cascade;
} setting;

static setting
set_up(wom_job *job, const wom_graph *graph, const char *dynamics)
{
    setting made = { .chances = graph_chances(job, graph, dynamics, .02) };
    CHECK_OK(wom_cascade_create(&made.cascade, job, made.chances));
    CHECK_OK(wom_cascade_trace(made.cascade, job));
    return made;
}

static void
tear_down(setting *s)
{
    wom_cascade_free(s->cascade);
    wom_chances_free(s->chances);
}

static void
spread(const setting *s, uint64_t replicate, uint32_t num_seeds, const wom_node *seeds, wom_spread_options options)
{
    const wom_world world = wom_world_of(23, replicate, 0);
    s->chances->dynamics->spread(s->cascade, s->chances, &world, seeds, num_seeds, &options);
}

/* Two dynamics make the same cascades: the same users in the same order and steps, by the same friends. */
static void
check_same_cascades(const char *one, const char *other)
{
    enum { nodes = 80 };
    wom_job *job = test_job(1);
    wom_graph *graph = graph_random(job, nodes, 300, 8);
    setting a = set_up(job, graph, one), b = set_up(job, graph, other);
    for (uint64_t replicate = 0; replicate < 300; replicate++) {
        const wom_node seeds[] = { (wom_node)(replicate % nodes), (wom_node)((replicate + 9) % nodes) };
        const wom_spread_options options = {
            .max_steps = replicate % 5, .with_baseline = replicate % 2 == 0, .want_exposed = true
        };
        spread(&a, replicate, 2, seeds, options);
        spread(&b, replicate, 2, seeds, options);
        const wom_cascade *x = a.cascade, *y = b.cascade;
        CHECK_EQUAL(x->num_active, y->num_active);
        CHECK_EQUAL(x->num_steps, y->num_steps);
        CHECK_EQUAL(x->num_exposed, y->num_exposed);
        CHECK(memcmp(x->active, y->active, x->num_active * sizeof *x->active) == 0);
        CHECK(memcmp(x->step_first, y->step_first, (x->num_steps + 1) * sizeof *x->step_first) == 0);
        for (uint32_t i = 0; i < x->num_active; i++) CHECK(x->parent[x->active[i]] == y->parent[x->active[i]]);
    }
    tear_down(&a);
    tear_down(&b);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* ---- Complex contagion ---- */

static void
one_contact_is_the_independent_cascade(void)
{
    check_same_cascades("{\"type\":\"k-contact\",\"k\":1}", "ic");
}

/* 0 and 1 reach 2; 2 and 1 reach 3; 4 knows but 3, and 5 hears from 0 twice. */
static void
two_friends_are_needed_and_a_friend_counts_once(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 6, { 0, 2, 1 }, { 1, 2, 1 }, { 2, 3, 1 }, { 1, 3, 1 }, { 3, 4, 1 }, { 0, 5, 1 },
                                { 0, 5, 1 });
    setting s = set_up(job, graph, "k-contact");
    const wom_node order[] = { 0, 1, 2, 3 };
    spread(&s, 0, 2, (const wom_node[]){ 0, 1 }, (wom_spread_options){ .want_exposed = true });
    CHECK_EQUAL(s.cascade->num_active, 4);
    CHECK_EQUAL(s.cascade->num_steps, 3);
    CHECK_EQUAL(s.cascade->num_exposed, 6);
    CHECK(memcmp(s.cascade->active, order, sizeof order) == 0);
    CHECK_EQUAL(s.cascade->parent[2], 1); /* the second of her friends tipped her */
    CHECK_EQUAL(s.cascade->parent[3], 2);
    spread(&s, 0, 2, (const wom_node[]){ 0, 1 }, (wom_spread_options){ .max_steps = 1 });
    CHECK_EQUAL(s.cascade->num_active, 3);
    spread(&s, 0, 1, (const wom_node[]){ 0 }, (wom_spread_options){ 0 });
    CHECK_EQUAL(s.cascade->num_active, 1); /* what was counted before is forgotten */
    tear_down(&s);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* Ties of one friend that are seen in two goes still are one contact. */
static void
many_parallel_ties_are_one_contact(void)
{
    enum { ties = 400 };
    wom_job *job = test_job(1);
    graph_tie list[ties];
    for (uint32_t i = 0; i < ties; i++) list[i] = (graph_tie){ 0, 1, 1 };
    wom_graph *graph = graph_of(job, 2, ties, list);
    setting s = set_up(job, graph, "k-contact");
    spread(&s, 0, 1, (const wom_node[]){ 0 }, (wom_spread_options){ 0 });
    CHECK_EQUAL(s.cascade->num_active, 1);
    tear_down(&s);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* The second of two seeds adds more than the first: nobody but 2 hears from both. */
static void
seeds_are_worth_more_together_under_complex_contagion(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 3, { 0, 2, .5 }, { 1, 2, .5 });
    double active[3], f[4];
    for (uint32_t seeds = 0; seeds < 4; seeds++) {
        oracle_k_contact(active, &(oracle_case){ .graph = graph, .seeds = seeds }, 2);
        f[seeds] = oracle_sum(active, 3);
    }
    CHECK_NEAR(f[1] - f[0], 1, 1e-12);
    CHECK_NEAR(f[3] - f[2], 1.25, 1e-12);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* ---- Fractional thresholds ---- */

/* Four friends, or three whose probabilities are no binary fractions: half and a third are reached, not passed. */
static void
a_share_that_equals_the_threshold_reaches_it(void)
{
    wom_job *job = test_job(1);
    const double third = 1. / 3, sixth = 1. / 6;
    wom_graph *graph = GRAPH_OF(job, 10, { 0, 8, .3 }, { 1, 8, .3 }, { 2, 8, .3 }, { 3, 8, .3 }, { 4, 9, sixth },
                                { 5, 9, third }, { 6, 9, .5 });
    setting half = set_up(job, graph, "{\"type\":\"fractional-threshold\",\"low\":0.5,\"high\":0.5}");
    for (uint64_t replicate = 0; replicate < 20; replicate++) {
        spread(&half, replicate, 1, (const wom_node[]){ 0 }, (wom_spread_options){ .want_exposed = true });
        CHECK_EQUAL(half.cascade->num_active, 1);
        CHECK_EQUAL(half.cascade->num_exposed, 2);
        spread(&half, replicate, 2, (const wom_node[]){ 0, 2 }, (wom_spread_options){ 0 });
        CHECK_EQUAL(half.cascade->num_active, 3);
        CHECK_EQUAL(half.cascade->parent[8], 2);
        spread(&half, replicate, 1, (const wom_node[]){ 6 }, (wom_spread_options){ 0 });
        CHECK_EQUAL(half.cascade->num_active, 2);
        spread(&half, replicate, 2, (const wom_node[]){ 4, 5 }, (wom_spread_options){ 0 });
        CHECK_EQUAL(half.cascade->num_active, 3);
        spread(&half, replicate, 1, (const wom_node[]){ 5 }, (wom_spread_options){ 0 });
        CHECK_EQUAL(half.cascade->num_active, 1);
    }
    tear_down(&half);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
every_share_of_equal_friends_counts_as_it_is(void)
{
    enum { most = 40 };
    wom_job *job = test_job(1);
    wom_node seeds[most];
    for (uint32_t i = 0; i < most; i++) seeds[i] = i;
    for (uint32_t friends = 1; friends <= most; friends += 3)
        for (uint32_t needed = 1; needed <= friends; needed++) {
            graph_tie ties[most];
            char text[128];
            const double share = (double)needed / friends;
            for (uint32_t i = 0; i < friends; i++) ties[i] = (graph_tie){ i, most, .01 };
            wom_graph *graph = graph_of(job, most + 1, friends, ties);
            snprintf(text, sizeof text, "{\"type\":\"fractional-threshold\",\"low\":%.17g,\"high\":%.17g}", share,
                     share);
            setting s = set_up(job, graph, text);
            spread(&s, needed, needed - 1, seeds, (wom_spread_options){ 0 });
            CHECK_EQUAL(s.cascade->num_active, needed - 1);
            spread(&s, needed, needed, seeds, (wom_spread_options){ 0 });
            CHECK_EQUAL(s.cascade->num_active, needed + 1);
            tear_down(&s);
            wom_graph_free(graph);
        }
    wom_job_free(job);
}

/* Ties that never pass anything on move nobody, not even where the threshold is 0. */
static void
a_threshold_of_nothing_still_takes_a_friend(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 1, 0 }, { 0, 2, 1e-9 }, { 2, 3, 0 });
    setting s = set_up(job, graph, "{\"type\":\"fractional-threshold\",\"low\":0,\"high\":0}");
    spread(&s, 0, 1, (const wom_node[]){ 0 }, (wom_spread_options){ 0 });
    CHECK_EQUAL(s.cascade->num_active, 2);
    CHECK(wom_cascade_reached(s.cascade, 2));
    tear_down(&s);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* With thresholds uniform on [0, 1] these are linear thresholds whose weights are made to sum to exactly 1. */
static void
thresholds_from_0_to_1_have_the_law_of_linear_thresholds(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 12; number++) {
        wom_graph *graph = graph_random(job, 6, 10, 60 + number), *sums_to_1 = graph_random(job, 6, 10, 60 + number);
        double exact[6], active[6];
        const oracle_case of = { graph, number % 2 * .1, 1 + 8 * (number % 3 == 0), (uint32_t)number % 4 };
        for (wom_node node = 0; node < 6; node++) {
            double sum = 0;
            for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
                sum += (double)graph->strength[graph->in_tie[k]];
            for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
                sums_to_1->strength[graph->in_tie[k]] /= (float)sum;
        }
        wom_chances *lt = graph_chances(job, sums_to_1, "lt", of.baseline);
        oracle_fractional(active, &of, 0, 1);
        CHECK_OK(wom_exact_activation(exact, job, lt, (const wom_node[]){ 0, 3 }, 1 + (number % 3 == 0), of.max_steps));
        for (wom_node node = 0; node < 6; node++) CHECK_NEAR(active[node], exact[node], 1e-6);
        wom_chances_free(lt);
        wom_graph_free(graph);
        wom_graph_free(sums_to_1);
    }
    wom_job_free(job);
}

static void
thresholds_that_end_before_they_begin_are_refused(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 2, { 0, 1, 1 });
    wom_choice choice = graph_choice(job, &wom_dynamics_catalogue,
                                     "{\"type\":\"fractional-threshold\",\"low\":0.5,\"high\":0.25}");
    wom_chances *chances = NULL;
    CHECK_FAILS(wom_chances_create(&chances, job, graph, &choice), WOM_INVALID,
                "dynamics \"fractional-threshold\": low is 0.5, must be at most high, which is 0.25");
    wom_choice_free(&choice);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* Half of two friends is needed, or more: nothing by one seed, much by both. */
static void
seeds_are_worth_more_together_under_fractional_thresholds(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 3, { 0, 2, .5 }, { 1, 2, .5 });
    double active[3], f[4];
    for (uint32_t seeds = 0; seeds < 4; seeds++) {
        oracle_fractional(active, &(oracle_case){ .graph = graph, .seeds = seeds }, .4, .9);
        f[seeds] = oracle_sum(active, 3);
    }
    CHECK_NEAR(f[1] - f[0], 1.2, 1e-12);
    CHECK_NEAR(f[3] - f[2], 1.8, 1e-12);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* ---- Decreasing cascade ---- */

static void
without_decay_it_is_the_independent_cascade(void)
{
    check_same_cascades("{\"type\":\"decreasing\",\"decay\":1}", "ic");
}

/* With decay 0 only the first try on a user counts: of two, of which one never fails, it is either. */
static void
those_of_one_step_take_turns(void)
{
    enum { worlds = 2000 };
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 2, 1 }, { 1, 2, 1e-9 }, { 1, 3, 1 }, { 0, 3, 1e-9 });
    setting s = set_up(job, graph, "{\"type\":\"decreasing\",\"decay\":0}");
    uint64_t times[2] = { 0 };
    for (uint64_t replicate = 0; replicate < worlds; replicate++) {
        spread(&s, replicate, 2, (const wom_node[]){ 0, 1 }, (wom_spread_options){ 0 });
        CHECK_EQUAL(s.cascade->num_active, 3); /* whoever goes first, one order serves both */
        CHECK(s.cascade->active[0] == 0 && s.cascade->active[1] == 1);
        CHECK(s.cascade->parent[s.cascade->active[2]] == s.cascade->active[2] - 2);
        times[s.cascade->active[2] - 2]++;
    }
    CHECK(is_plausible(times[0], worlds, .5));
    tear_down(&s);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
spreads_of_sets(double *spread_of, const oracle_case *of, double decay)
{
    const uint32_t num_nodes = of->graph->num_nodes;
    double active[ORACLE_MOST_NODES];
    for (uint32_t seeds = 0; seeds < UINT32_C(1) << num_nodes; seeds++) {
        const oracle_case with = { of->graph, of->baseline, seeds, of->max_steps };
        oracle_decreasing(active, &with, decay);
        spread_of[seeds] = oracle_sum(active, num_nodes);
    }
}

/* One probability a user, that of her first in-tie. */
static void
where_ties_into_a_user_are_equal_decreasing_cascades_are_submodular(void)
{
    enum { nodes = 5, sets = 1 << nodes };
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 10; number++) {
        wom_graph *graph = graph_random(job, nodes, 10, 400 + number);
        double f[sets];
        for (wom_tie tie = 0; tie < 10; tie++) {
            const wom_node head = graph->out_head[tie];
            graph->strength[tie] = graph->strength[graph->in_tie[graph->in_first[head]]];
        }
        spreads_of_sets(f, &(oracle_case){ graph, number % 2 * .05, 0, (uint32_t)number % 3 }, number % 4 / 4.);
        for (uint32_t a = 0; a < sets; a++)
            for (uint32_t b = 0; b < sets; b++) {
                CHECK(f[a] + f[b] >= f[a | b] + f[a & b] - 1e-9);
                CHECK(f[a | b] >= f[a] - 1e-9);
            }
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

/* 0 always persuades 2, on whom much depends; 1 hardly ever, but spoils the try of 0 where it comes first. */
static void
a_weak_friend_can_spoil_a_strong_one(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 6, { 0, 2, 1 }, { 1, 2, .1 }, { 2, 3, 1 }, { 2, 4, 1 }, { 2, 5, 1 });
    double f[64];
    spreads_of_sets(f, &(oracle_case){ .graph = graph }, .5);
    const double reached = .5 + .5 * (.1 + .9 * .5);
    CHECK_NEAR(f[1], 5, 1e-12);
    CHECK_NEAR(f[3], 2 + 4 * reached, 1e-7);
    CHECK(f[3] - f[1] < 1); /* she brings less than herself, and */
    spreads_of_sets(f, &(oracle_case){ .graph = graph }, 0);
    CHECK(f[3] < f[1]); /* where nothing is left of a second try, the plan loses by her */
    wom_graph_free(graph);
    wom_job_free(job);
}

TEST_MAIN(TEST(one_contact_is_the_independent_cascade), TEST(two_friends_are_needed_and_a_friend_counts_once),
          TEST(many_parallel_ties_are_one_contact), TEST(seeds_are_worth_more_together_under_complex_contagion),
          TEST(a_share_that_equals_the_threshold_reaches_it), TEST(every_share_of_equal_friends_counts_as_it_is),
          TEST(a_threshold_of_nothing_still_takes_a_friend),
          TEST(thresholds_from_0_to_1_have_the_law_of_linear_thresholds),
          TEST(thresholds_that_end_before_they_begin_are_refused),
          TEST(seeds_are_worth_more_together_under_fractional_thresholds),
          TEST(without_decay_it_is_the_independent_cascade), TEST(those_of_one_step_take_turns),
          TEST(where_ties_into_a_user_are_equal_decreasing_cascades_are_submodular),
          TEST(a_weak_friend_can_spoil_a_strong_one))
