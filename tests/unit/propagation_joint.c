/* propagation: contents that act on each other, world by world. */
#include "joint_world.h"
#include "test.h"

enum { NODES = 40, TIES = 160, WORLDS = 200 };

static const oracle_rule rules[] = { ORACLE_CHANCE, ORACLE_OWN, ORACLE_RIVAL };

/* A case of the given number of contents on a random graph; the first `num_own` are own. */
typedef struct random_case {
    joint_case given;
    wom_graph *graph;
    double *probability[ORACLE_CONTENTS];
    wom_node seeds[ORACLE_CONTENTS][3];
} random_case;

static void
open_case(random_case *made, wom_job *job, uint32_t num_contents, bool complementary, uint64_t number)
{
    made->graph = graph_random(job, NODES, TIES, number);
    made->given = (joint_case){
        .graph = made->graph,
        .num_contents = num_contents,
        .num_own = 1,
        .baseline = .03,
        .complementary = complementary,
        .alone = .4,
        .with_other = .9,
        .rule = rules[number % 3],
    };
    for (uint32_t c = 0; c < num_contents; c++) {
        made->probability[c] = joint_probabilities(job, TIES, 10 * number + c, false);
        made->given.probability[c] = made->probability[c];
        made->given.asked[c] = made->seeds[c];
        made->given.num_asked[c] = 3;
        for (uint32_t i = 0; i < 3; i++) made->seeds[c][i] = (wom_node)((number + 5 * i + 3 * c) % NODES);
    }
}

static void
close_case(random_case *made)
{
    for (uint32_t c = 0; c < made->given.num_contents; c++) wom_free(made->probability[c]);
    wom_graph_free(made->graph);
}

/* ---- Limits ---- */

static void
check_same(const wom_cascade *a, const wom_cascade *b)
{
    CHECK_EQUAL(a->num_active, b->num_active);
    CHECK_EQUAL(a->num_steps, b->num_steps);
    CHECK_EQUAL(a->num_exposed, b->num_exposed);
    CHECK(memcmp(a->active, b->active, a->num_active * sizeof(wom_node)) == 0);
    CHECK(memcmp(a->step_first, b->step_first, (a->num_steps + 1) * sizeof(uint32_t)) == 0);
    for (uint32_t k = 0; k < a->num_steps; k++) CHECK_EQUAL(wom_cascade_step(a, k), wom_cascade_step(b, k));
    for (uint32_t i = 0; i < a->num_active; i++) CHECK_EQUAL(a->parent[a->active[i]], b->parent[b->active[i]]);
}

/* Three ways: the joint kernel with one content, the row's own spread, and the independent cascade. */
static void
check_alone(wom_job *job, const random_case *random)
{
    const joint_case *given = &random->given;
    wom_chances *ic = NULL;
    wom_cascade *by_ic = NULL, *single = NULL;
    wom_choice choice = graph_choice(job, &wom_dynamics_catalogue, "ic");
    joint_world world;
    joint_world_open(&world, job, given);
    const wom_dynamics *dynamics = (const wom_dynamics *)world.dynamics.variant;
    CHECK_OK(wom_chances_create(&ic, job, given->graph, &choice));
    CHECK_OK(wom_chances_fill_from(ic, given->probability[0], 0, given->baseline, false));
    CHECK_OK(wom_cascade_create(&by_ic, job, ic));
    CHECK_OK(wom_cascade_create(&single, job, world.chances[0]));
    CHECK_OK(wom_cascade_trace(by_ic, job));
    CHECK_OK(wom_cascade_trace(single, job));
    CHECK_OK(wom_cascade_trace(world.cascade[0], job));
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        const wom_world keys = wom_world_of(4, replicate, 0);
        const wom_spread_options options = { given->max_steps, true, replicate % 2 == 0 };
        joint_world_spread(&world, 4, replicate, options.want_exposed);
        ic->dynamics->spread(by_ic, ic, &keys, given->asked[0], given->num_asked[0], &options);
        dynamics->spread(single, world.chances[0], &keys, given->asked[0], given->num_asked[0], &options);
        check_same(by_ic, world.cascade[0]);
        check_same(by_ic, single);
    }
    wom_cascade_free(by_ic);
    wom_cascade_free(single);
    wom_chances_free(ic);
    wom_choice_free(&choice);
    joint_world_close(&world);
}

static void
a_content_without_others_is_the_independent_cascade_to_the_bit(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 6; number++) {
        random_case random;
        open_case(&random, job, 1, number % 2 == 1, number);
        random.given.alone = 1;
        random.given.with_other = 1;
        random.given.max_steps = number > 3 ? 2 : 0;
        check_alone(job, &random);
        close_case(&random);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
contents_that_neither_help_nor_meet_spread_as_if_alone(void)
{
    wom_job *job = test_job(1);
    random_case random;
    open_case(&random, job, 3, true, 1);
    random.given.alone = random.given.with_other = .6;
    joint_world world, single;
    joint_case one = random.given;
    one.num_contents = 1;
    joint_world_open(&world, job, &random.given);
    joint_world_open(&single, job, &one);
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        joint_world_spread(&world, 4, replicate, false);
        joint_world_spread(&single, 4, replicate, false);
        CHECK_EQUAL(world.cascade[0]->num_active, single.cascade[0]->num_active);
        for (wom_node user = 0; user < NODES; user++)
            CHECK_EQUAL(joint_world_reached(&world, 0, user), joint_world_reached(&single, 0, user));
    }
    joint_world_close(&world);
    joint_world_close(&single);
    close_case(&random);
    wom_job_free(job);
}

/* ---- Competition ---- */

static void
competition_never_gives_a_user_two_contents(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 6; number++) {
        random_case random;
        joint_world world;
        open_case(&random, job, 2 + number % 2, false, number);
        joint_world_open(&world, job, &random.given);
        for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
            uint32_t active = 0;
            joint_world_spread(&world, 9, replicate, true);
            for (uint32_t c = 0; c < random.given.num_contents; c++) active += world.cascade[c]->num_active;
            for (wom_node user = 0; user < NODES; user++) {
                uint32_t num_contents = 0;
                for (uint32_t c = 0; c < random.given.num_contents; c++)
                    num_contents += joint_world_reached(&world, c, user);
                CHECK(num_contents <= 1);
                active -= num_contents;
            }
            CHECK_EQUAL(active, 0);
            CHECK_EQUAL(world.cascade[1]->num_exposed, 0); /* the rival's are not asked for */
        }
        joint_world_close(&world);
        close_case(&random);
    }
    wom_job_free(job);
}

/* Asked with both: the rule, and by chance about half of the time. */
static void
who_is_asked_with_both_takes_what_the_rule_says(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 2, { 0, 1, 1 });
    const double sure = 1;
    const wom_node seed = 0;
    for (int r = 0; r < 3; r++) {
        const joint_case given = { .graph = graph,
                                   .num_contents = 2,
                                   .num_own = 1,
                                   .probability = { &sure, &sure },
                                   .asked = { &seed, &seed },
                                   .num_asked = { 1, 1 },
                                   .rule = rules[r] };
        uint32_t own = 0;
        joint_world world;
        joint_world_open(&world, job, &given);
        for (uint64_t replicate = 0; replicate < 1000; replicate++) {
            joint_world_spread(&world, 3, replicate, false);
            CHECK_EQUAL(joint_world_reached(&world, 0, 0), joint_world_reached(&world, 0, 1));
            own += joint_world_reached(&world, 0, 0);
        }
        if (rules[r] == ORACLE_CHANCE)
            CHECK_NEAR(own, 500, 80);
        else
            CHECK_EQUAL(own, rules[r] == ORACLE_OWN ? 1000 : 0);
        joint_world_close(&world);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

/* The world in which two contents change their roles is the same world with the roles changed. */
static void
contents_that_change_their_roles_change_their_users(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 4; number++) {
        random_case random;
        joint_world world;
        open_case(&random, job, 2, number % 2 == 1, number);
        random.given.rule = ORACLE_CHANCE;
        joint_world_open(&world, job, &random.given);
        const wom_dynamics *dynamics = (const wom_dynamics *)world.dynamics.variant;
        for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
            bool reached[2][NODES];
            joint_world_spread(&world, 5, replicate, false);
            for (uint32_t c = 0; c < 2; c++)
                for (wom_node user = 0; user < NODES; user++) reached[c][user] = joint_world_reached(&world, c, user);
            const wom_world worlds[] = { world.world[1], world.world[0] };
            const wom_chances *const chances[] = { world.chances[1], world.chances[0] };
            const wom_node *const seeds[] = { random.seeds[1], random.seeds[0] };
            const wom_joint turned = { 2, 1, world.cascade, chances, worlds, seeds, random.given.num_asked };
            dynamics->spread_joint(&turned, &(wom_spread_options){ .with_baseline = true });
            for (uint32_t c = 0; c < 2; c++)
                for (wom_node user = 0; user < NODES; user++)
                    CHECK_EQUAL(joint_world_reached(&world, c, user), reached[1 - c][user]);
        }
        joint_world_close(&world);
        close_case(&random);
    }
    wom_job_free(job);
}

/* ---- More seeds ---- */

static bool
is_within(const wom_cascade *small, const wom_cascade *large)
{
    for (uint32_t i = 0; i < small->num_active; i++)
        if (!wom_cascade_reached(large, small->active[i])) return false;
    return true;
}

/* In every world: own users and complements only grow, a competing rival only shrinks. */
static void
more_own_seeds_never_lose_own_users_nor_help_a_competitor(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 12; number++) {
        random_case random;
        joint_world few, many;
        uint32_t taken = 0;
        open_case(&random, job, 2, number % 4 == 3, number);
        random.given.max_steps = number % 5 == 0 ? 3 : 0;
        joint_case less = random.given;
        less.num_asked[0] = 1 + number % 2;
        joint_world_open(&few, job, &less);
        joint_world_open(&many, job, &random.given);
        for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
            joint_world_spread(&few, 5, replicate, false);
            joint_world_spread(&many, 5, replicate, false);
            CHECK(is_within(few.cascade[0], many.cascade[0]));
            if (random.given.complementary)
                CHECK(is_within(few.cascade[1], many.cascade[1]));
            else
                CHECK(is_within(many.cascade[1], few.cascade[1]));
            taken += few.cascade[1]->num_active != many.cascade[1]->num_active;
        }
        CHECK(taken > 0);
        joint_world_close(&few);
        joint_world_close(&many);
        close_case(&random);
    }
    wom_job_free(job);
}

/* ---- Complementarity ---- */

/* Own content sleeps at 1, who has heard of it and not adopted, until the other comes. */
static void
who_did_not_adopt_thinks_again_when_she_holds_the_other(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 6, { 0, 1, 1 }, { 1, 2, 1 }, { 3, 4, 1 }, { 4, 5, 1 }, { 5, 1, 1 });
    const double all[] = { 1, 1, 1, 1, 1 };
    const wom_node own = 0, other[] = { 3 };
    joint_case given = { .graph = graph,
                         .num_contents = 2,
                         .num_own = 1,
                         .probability = { all, all },
                         .asked = { &own, other },
                         .num_asked = { 1, 1 },
                         .complementary = true,
                         .alone = .5,
                         .with_other = 1 };
    joint_world world;
    uint32_t woken = 0;
    joint_world_open(&world, job, &given);
    CHECK_OK(wom_cascade_trace(world.cascade[0], job));
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        joint_world_spread(&world, 2, replicate, true);
        const wom_cascade *cascade = world.cascade[0];
        if (!joint_world_reached(&world, 0, 1)) CHECK(!joint_world_reached(&world, 1, 1));
        if (!joint_world_reached(&world, 0, 1) || !(cascade->time[1] > 1)) continue;
        woken++;
        CHECK_NEAR(cascade->time[1], 3, 0); /* the other takes three steps to her */
        CHECK_EQUAL(wom_cascade_step(cascade, 1), 3);
        CHECK_EQUAL(cascade->parent[1], 0);
        CHECK(joint_world_reached(&world, 1, 1));
    }
    CHECK(woken > 0);
    joint_world_close(&world);
    wom_graph_free(graph);
    wom_job_free(job);
}

/* ---- Scratch and refusals ---- */

static void
scratch_survives_the_counter_coming_round(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < 2; number++) {
        random_case random;
        joint_world old, fresh;
        open_case(&random, job, 2, number == 1, number);
        joint_world_open(&old, job, &random.given);
        joint_world_open(&fresh, job, &random.given);
        for (uint64_t replicate = 0; replicate < 4; replicate++) joint_world_spread(&old, 8, replicate, true);
        for (uint32_t c = 0; c < 2; c++) old.cascade[c]->epoch = UINT32_MAX - 1;
        for (uint64_t replicate = 0; replicate < 8; replicate++) {
            joint_world_spread(&old, 8, replicate, true);
            joint_world_spread(&fresh, 8, replicate, true);
            for (uint32_t c = 0; c < 2; c++) {
                CHECK_EQUAL(old.cascade[c]->num_active, fresh.cascade[c]->num_active);
                CHECK(is_within(old.cascade[c], fresh.cascade[c]));
            }
        }
        joint_world_close(&old);
        joint_world_close(&fresh);
        close_case(&random);
    }
    wom_job_free(job);
}

static void
a_complement_that_hinders_is_refused(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 2, { 0, 1, 1 });
    wom_chances *chances = NULL;
    wom_choice choice = graph_choice(job, &wom_dynamics_catalogue,
                                     "{\"type\": \"complementary\", \"alone\": 0.6, \"with_other\": 0.5}");
    CHECK_FAILS(wom_chances_create(&chances, job, graph, &choice), WOM_INVALID,
                "dynamics \"complementary\": with_other is 0.5, must be from alone (0.6) to 1");
    CHECK(chances == NULL);
    CHECK_FAILS(wom_dynamics_check_params(&choice), WOM_INVALID, "with_other is 0.5");
    wom_choice_free(&choice);
    wom_graph_free(graph);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(a_content_without_others_is_the_independent_cascade_to_the_bit),
          TEST(contents_that_neither_help_nor_meet_spread_as_if_alone),
          TEST(competition_never_gives_a_user_two_contents), TEST(who_is_asked_with_both_takes_what_the_rule_says),
          TEST(contents_that_change_their_roles_change_their_users),
          TEST(more_own_seeds_never_lose_own_users_nor_help_a_competitor),
          TEST(who_did_not_adopt_thinks_again_when_she_holds_the_other),
          TEST(scratch_survives_the_counter_coming_round), TEST(a_complement_that_hinders_is_refused))
