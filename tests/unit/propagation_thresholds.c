/* propagation: dynamics that are no live-edge ones, in fixed worlds and exactly. */
#include "graphs.h"
#include "oracle.h"
#include "test.h"

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

TEST_MAIN(TEST(one_contact_is_the_independent_cascade), TEST(two_friends_are_needed_and_a_friend_counts_once),
          TEST(many_parallel_ties_are_one_contact), TEST(seeds_are_worth_more_together_under_complex_contagion))
