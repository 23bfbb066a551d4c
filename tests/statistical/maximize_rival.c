/* maximize: seeds against a rival are the best that enumeration knows. */
#include "joint_world.h"
#include "test.h"

#include <wom/maximize.h>

#include <stdio.h>

enum { NODES = 6, TIES = 9, CASES = 8 };

/* Expected own users beyond those of the baseline, exactly; the best of two seeds. */
static double
gain_of(const joint_case *given, wom_node a, wom_node b)
{
    const wom_node seeds[] = { a, b };
    joint_case asked = *given;
    asked.asked[0] = seeds;
    asked.num_asked[0] = 2;
    const double with = exact_own(&asked);
    asked.num_asked[0] = 0;
    return with - exact_own(&asked);
}

static double
best_gain(const joint_case *given)
{
    double best = 0;
    for (wom_node b = 1; b < NODES; b++)
        for (wom_node a = 0; a < b; a++) best = fmax(best, gain_of(given, a, b));
    return best;
}

static void
check_algorithm(const joint_world *world, wom_job *job, const char *name, uint64_t number)
{
    enum { WORLDS = 4000 };
    const joint_case *given = world->given;
    const wom_problem problem = {
        .graph = given->graph,
        .chances = world->chances[0],
        .num_seeds = 2,
        .budget = INFINITY,
        .accept = given->accept,
        .max_steps = given->max_steps,
        .seed = number,
        .rival = world->chances[1],
        .rival_asked = given->asked[1],
        .num_rival_asked = given->num_asked[1],
        .rival_accept = given->accept,
    };
    char text[96];
    wom_selection *selection = NULL;
    snprintf(text, sizeof text, "{\"type\": \"%s\", \"worlds\": %d}", name, WORLDS);
    wom_choice algorithm = graph_choice(job, &wom_algorithms, text);
    CHECK_OK(wom_select(&selection, job, &problem, &algorithm));
    if (selection != NULL && selection->num_seeds == 2) {
        const double exact = gain_of(given, selection->seed[0], selection->seed[1]);
        /* at most NODES users in a world: five standard errors of the mean of WORLDS worlds */
        CHECK_NEAR(selection->value, exact, 5 * .5 * NODES / sqrt(WORLDS));
        if (strcmp(name, "exhaustive") == 0) CHECK(exact > best_gain(given) - 5 * .5 * NODES / sqrt(WORLDS));
    }
    CHECK(selection != NULL && selection->num_seeds == 2);
    wom_selection_free(selection);
    wom_choice_free(&algorithm);
}

static void
seeds_against_a_rival_are_worth_what_enumeration_says(void)
{
    static const double accept[NODES] = { .9, .8, 1, .7, 1, .6 };
    static const wom_node asked[] = { 1, 4 };
    wom_job *job = test_job(2);
    for (uint64_t number = 0; number < CASES; number++) {
        wom_graph *graph = graph_random(job, NODES, TIES, 900 + number);
        double *own = joint_probabilities(job, TIES, number, false);
        double *rival = joint_probabilities(job, TIES, 50 + number, false);
        const joint_case given = { .graph = graph,
                                   .num_contents = 2,
                                   .num_own = 1,
                                   .probability = { own, rival },
                                   .asked = { NULL, asked },
                                   .num_asked = { 0, 1 + (uint32_t)number % 2 },
                                   .accept = accept,
                                   .baseline = number == 2 ? .1 : 0,
                                   .max_steps = number % 3 == 1 ? 2 : 0,
                                   .complementary = number % 4 == 3,
                                   .alone = .3,
                                   .with_other = .9,
                                   .rule = (oracle_rule)(number % 3) };
        joint_world world;
        joint_world_open(&world, job, &given);
        check_algorithm(&world, job, "greedy", number);
        check_algorithm(&world, job, "exhaustive", number);
        joint_world_close(&world);
        wom_free(own);
        wom_free(rival);
        wom_graph_free(graph);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(seeds_against_a_rival_are_worth_what_enumeration_says))
