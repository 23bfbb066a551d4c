#include "joint_world.h"

#include "test.h"

#include <stdio.h>

wom_choice
joint_choice(wom_job *job, const joint_case *given)
{
    static const char *const rules[] = { "chance", "own", "rival" };
    char text[160];
    if (given->complementary)
        snprintf(text, sizeof text, "{\"type\": \"complementary\", \"alone\": %.17g, \"with_other\": %.17g}",
                 given->alone, given->with_other);
    else
        snprintf(text, sizeof text, "{\"type\": \"competitive\", \"tie_break\": \"%s\"}", rules[given->rule]);
    return graph_choice(job, &wom_dynamics_catalogue, text);
}

void
joint_world_open(joint_world *made, wom_job *job, const joint_case *given)
{
    *made = (joint_world){ .given = given, .dynamics = joint_choice(job, given) };
    for (uint32_t c = 0; c < given->num_contents; c++) {
        CHECK_OK(wom_chances_create(&made->chances[c], job, given->graph, &made->dynamics));
        CHECK_OK(wom_chances_fill_from(made->chances[c], given->probability[c], c, given->baseline, false));
        CHECK_OK(wom_cascade_create(&made->cascade[c], job, made->chances[c]));
    }
}

void
joint_world_close(joint_world *world)
{
    for (uint32_t c = 0; c < ORACLE_CONTENTS; c++) {
        wom_cascade_free(world->cascade[c]);
        wom_chances_free(world->chances[c]);
    }
    wom_choice_free(&world->dynamics);
}

void
joint_world_spread(joint_world *world, uint64_t seed, uint64_t replicate, bool want_exposed)
{
    const joint_case *given = world->given;
    const wom_spread_options options = { .max_steps = given->max_steps,
                                         .with_baseline = true,
                                         .want_exposed = want_exposed };
    const wom_joint joint = {
        .num_contents = given->num_contents,
        .num_own = given->num_own,
        .cascade = world->cascade,
        .chances = (const wom_chances *const *)world->chances,
        .world = world->world,
        .seeds = given->asked,
        .num_seeds = given->num_asked,
    };
    for (uint32_t c = 0; c < given->num_contents; c++)
        world->world[c] = wom_world_of(seed, replicate, c < given->num_own ? c : WOM_RIVAL_SLOT + c - given->num_own);
    world->chances[0]->dynamics->spread_joint(&joint, &options);
}

double *
joint_probabilities(wom_job *job, uint32_t num_ties, uint64_t seed, bool rough)
{
    wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, 1);
    double *probability = NULL;
    CHECK_OK(wom_allocate(&probability, job, num_ties, sizeof *probability, "probabilities"));
    for (uint32_t tie = 0; tie < num_ties; tie++) {
        const double drawn = wom_rng_uniform(&rng) * 1.3 - .15;
        probability[tie] = rough ? drawn < .5 ? 0 : 1 : drawn < 0 ? 0 : drawn > 1 ? 1 : drawn;
    }
    return probability;
}
