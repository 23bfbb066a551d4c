/* propagation: what further seeds bring among contents that act on each other, and where that is not submodular. */
#include "joint_world.h"
#include "test.h"

/* By how much adding one of four candidates brings more beside a second than without, at worst: at most 0 where
 * expected own users are submodular. */
static double
worst_submodularity(const joint_case *given)
{
    enum { CANDIDATES = 4 };
    double value[1 << CANDIDATES], worst = -1;
    wom_node seeds[CANDIDATES];
    for (uint32_t set = 0; set < 1 << CANDIDATES; set++) {
        joint_case asked = *given;
        asked.asked[0] = seeds;
        asked.num_asked[0] = 0;
        for (wom_node user = 0; user < CANDIDATES; user++)
            if (set >> user & 1) seeds[asked.num_asked[0]++] = user;
        value[set] = exact_own(&asked);
    }
    for (uint32_t set = 0; set < 1 << CANDIDATES; set++)
        for (uint32_t a = 0; a < CANDIDATES; a++)
            for (uint32_t b = 0; b < a; b++) {
                const uint32_t with_a = set | 1u << a, with_b = set | 1u << b;
                if (with_a == set || with_b == set) continue;
                const double less = value[with_a | with_b] - value[with_b] - (value[with_a] - value[set]);
                if (less > worst) worst = less;
            }
    return worst;
}

static void
competition_is_submodular_where_ties_pass_contents_on_alike(void)
{
    enum { SMALL = 5, SMALL_TIES = 7 };
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 24; number++) {
        const wom_node rival = (wom_node)(number % SMALL);
        wom_graph *graph = graph_random(job, SMALL, SMALL_TIES, number);
        double *alike = joint_probabilities(job, SMALL_TIES, number, number % 2 == 0);
        joint_case given = { .graph = graph,
                             .num_contents = 2,
                             .num_own = 1,
                             .probability = { alike, alike },
                             .asked = { NULL, &rival },
                             .num_asked = { 0, 1 },
                             .max_steps = number % 4 == 1 ? 2 : 0 };
        for (int r = 0; r < 3; r++) {
            given.rule = (oracle_rule)r;
            CHECK(worst_submodularity(&given) < 1e-9);
        }
        wom_free(alike);
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

/* The rival passes 0 -> 1 -> 4 and 0 -> 2 -> 4 in two steps, own content 3 -> 5 -> 6 -> 4 in three: only own seeds at
 * both 1 and 2 keep 4 free. The second blocker brings two users, the first one. */
static void
two_blockers_are_worth_more_than_twice_one(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph =
        GRAPH_OF(job, 7, { 0, 1, 1 }, { 0, 2, 1 }, { 1, 4, 1 }, { 2, 4, 1 }, { 3, 5, 1 }, { 5, 6, 1 }, { 6, 4, 1 });
    double own[7], rival[7];
    for (wom_tie tie = 0; tie < 7; tie++) {
        const bool is_rivals = graph->out_head[tie] == 1 || graph->out_head[tie] == 2 ||
                               (graph->out_head[tie] == 4 && tie < graph->out_first[3]);
        own[tie] = !is_rivals;
        rival[tie] = is_rivals;
    }
    const wom_node start = 0, seeds[] = { 3, 1, 2 };
    joint_case given = { .graph = graph,
                         .num_contents = 2,
                         .num_own = 1,
                         .probability = { own, rival },
                         .asked = { seeds, &start },
                         .num_asked = { 1, 1 } };
    CHECK_NEAR(exact_own(&given), 3, 1e-12);
    given.num_asked[0] = 2;
    CHECK_NEAR(exact_own(&given), 4, 1e-12);
    given.num_asked[0] = 3;
    CHECK_NEAR(exact_own(&given), 6, 1e-12);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* 0 asked with the first content stops the second at 0 -> 1 -> ... and lets the rival, slower, have the rest. */
static void
with_two_own_contents_a_seed_of_one_may_cost_the_campaign_users(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 6, { 2, 0, 1 }, { 0, 1, 1 }, { 1, 3, 1 }, { 4, 5, 1 }, { 5, 1, 1 });
    double nothing[5] = { 0 }, all[5] = { 1, 1, 1, 1, 1 };
    const wom_node blocker = 0, second = 2, rival = 4;
    joint_case given = { .graph = graph,
                         .num_contents = 3,
                         .num_own = 2,
                         .probability = { nothing, all, all },
                         .asked = { &blocker, &second, &rival },
                         .num_asked = { 0, 1, 1 },
                         .rule = ORACLE_OWN };
    CHECK_NEAR(exact_own(&given), 4, 1e-12);   /* 2, 0, 1 and 3 */
    CHECK_NEAR(exact_rival(&given), 2, 1e-12); /* 4 and 5 */
    given.num_asked[0] = 1;
    CHECK_NEAR(exact_own(&given), 2, 1e-12);   /* 2 and 0 */
    CHECK_NEAR(exact_rival(&given), 4, 1e-12); /* 4, 5, 1 and 3 */
    wom_graph_free(graph);
    wom_job_free(job);
}

/* The other content goes 0 -> 1 -> 2 -> 3, own content only 2 -> 3. An own seed at 1 lets the other through to where
 * the own seed at 2 needs it: it brings more beside her than alone. */
static void
a_seed_that_fetches_the_complement_is_worth_more_beside_another(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 1, 1 }, { 1, 2, 1 }, { 2, 3, 1 });
    const double own[] = { 0, 0, 1 }, other[] = { 1, 1, 1 };
    const wom_node start = 0, seeds[] = { 2, 1 };
    joint_case given = { .graph = graph,
                         .num_contents = 2,
                         .num_own = 1,
                         .probability = { own, other },
                         .asked = { seeds, &start },
                         .num_asked = { 1, 1 },
                         .complementary = true,
                         .alone = .2,
                         .with_other = 1 };
    CHECK_NEAR(exact_own(&given), 1 + .2 + .2 * .16, 1e-12);
    given.num_asked[0] = 2;
    CHECK_NEAR(exact_own(&given), 2 + .2 + .16, 1e-12);
    given.asked[0] = seeds + 1;
    given.num_asked[0] = 1;
    CHECK_NEAR(exact_own(&given), 1, 1e-12);
    wom_graph_free(graph);
    wom_job_free(job);
}

TEST_MAIN(TEST(competition_is_submodular_where_ties_pass_contents_on_alike),
          TEST(two_blockers_are_worth_more_than_twice_one),
          TEST(with_two_own_contents_a_seed_of_one_may_cost_the_campaign_users),
          TEST(a_seed_that_fetches_the_complement_is_worth_more_beside_another))
