/* scenario: models and algorithms compared. */
#include "scenarios.h"

#include <math.h>

static const char *const four_models =
    "/compare={\"weightings\":[\"social-interest\",{\"type\":\"constant\",\"p\":0.04}],\"dynamics\":[\"ic\",\"lt\"],"
    "\"algorithms\":[\"ris\",\"degree\"],\"seeds\":[1,3],\"replicates\":150}";

typedef struct compared {
    wom_job *job;
    wom_scenario *scenario;
    wom_run *run;
    const wom_comparison *found;
} compared;

static compared
compare_with(const char *override, uint32_t threads)
{
    const path file = small_scenario_write("");
    compared made = { .job = test_job(threads) };
    CHECK_OK(load_with(&made.scenario, made.job, file.text, (const char *const[]){ override, NULL }));
    CHECK_OK(wom_scenario_run(&made.run, made.job, made.scenario, WOM_STAGE_COMPARE, NULL, NULL));
    made.found = made.run->comparison;
    return made;
}

static void
clear(compared *made)
{
    wom_run_free(made->run);
    wom_scenario_free(made->scenario);
    CHECK_EQUAL(wom_job_memory_used(made->job), 0);
    wom_job_free(made->job);
}

static void
every_weighting_meets_every_dynamics(void)
{
    static const char *const labels[] = { "social-interest, ic", "social-interest, lt", "constant (p 0.04), ic",
                                          "constant (p 0.04), lt" };
    compared made = compare_with(four_models, 1);
    const wom_comparison *found = made.found;
    CHECK_EQUAL(found->num_models, 4);
    for (uint32_t i = 0; i < 4; i++) {
        CHECK(strcmp(found->models[i].label, labels[i]) == 0);
        CHECK(found->models[i].refusal == NULL && found->models[i].selection->num_seeds == 3);
        CHECK_NEAR(found->overlap[5 * i], 1, 0);
        CHECK_NEAR(found->rank_correlation[5 * i], 1, 1e-12);
        CHECK_NEAR(found->regret[5 * i].value, 0, 0);
        CHECK(found->value[5 * i].value > 0 && found->value[5 * i].n == 150);
    }
    for (uint32_t a = 0; a < 4; a++)
        for (uint32_t b = 0; b < 4; b++) {
            CHECK_NEAR(found->overlap[4 * a + b], found->overlap[4 * b + a], 0);
            CHECK_NEAR(found->regret[4 * a + b].value, found->value[5 * b].value - found->value[4 * a + b].value, 1e-9);
        }
    clear(&made);
}

static void
a_model_is_judged_as_a_scenario_of_its_own_would_be(void)
{
    compared made = compare_with(four_models, 1);
    const wom_compared_model *constant = &made.found->models[2];
    const path file = small_scenario_write("");
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    const char *const overrides[] = { "/propagation/weighting={\"type\":\"constant\",\"p\":0.04}",
                                      "/simulate/replicates=150",
                                      "/goal/content=song",
                                      "/select=ris",
                                      "/what_if=[]",
                                      NULL };
    CHECK_OK(load_with(&scenario, made.job, file.text, overrides));
    CHECK_OK(wom_scenario_run(&run, made.job, scenario, WOM_STAGE_SELECT, NULL, NULL));
    CHECK_EQUAL(run->plan->num_seeds, constant->selection->num_seeds);
    CHECK(memcmp(run->plan->seeds, constant->selection->seed, 3 * sizeof(wom_node)) == 0);
    CHECK_NEAR(run->plan->outcome->estimate[WOM_METRIC_INCREMENTAL].value, made.found->value[10].value, 0);
    wom_run_free(run);
    wom_scenario_free(scenario);
    clear(&made);
}

static void
what_a_dynamics_refuses_is_kept_as_an_answer(void)
{
    compared made = compare_with("/compare={\"weightings\":[{\"type\":\"constant\",\"p\":0.9}],"
                                 "\"dynamics\":[\"lt\",\"sis\",\"ic\"],\"replicates\":20}",
                                 1);
    const wom_comparison *found = made.found;
    CHECK_EQUAL(found->num_models, 3);
    CHECK(strstr(found->models[0].refusal, "linear threshold needs") != NULL);
    CHECK(strstr(found->models[1].refusal, "deadline") != NULL);
    CHECK(found->models[2].refusal == NULL);
    for (uint32_t pair = 0; pair < 9; pair++) CHECK(isnan(found->value[pair].value) == (pair != 8));
    CHECK(isnan(found->overlap[2]) && isnan(found->regret[6].value));
    clear(&made);
}

static void
algorithms_are_compared_at_every_size(void)
{
    compared made = compare_with(four_models, 1);
    const wom_comparison *found = made.found;
    CHECK_EQUAL(found->num_rows, 4);
    for (uint32_t i = 0; i < 4; i++) {
        const wom_compared_algorithm *row = &found->rows[i];
        CHECK(strcmp(row->name, i < 2 ? "ris" : "degree") == 0);
        CHECK_EQUAL(row->size, i % 2 == 0 ? 1 : 3);
        CHECK_EQUAL(row->selection->num_seeds, row->size);
        CHECK(row->memory > 0 && row->seconds >= 0);
        CHECK_NEAR(row->difference.value, found->rows[i % 2].value.value - row->value.value, 1e-9);
    }
    CHECK(found->rows[1].value.value > found->rows[0].value.value);
    clear(&made);
}

static void
without_a_section_the_usual_is_compared(void)
{
    compared made = compare_with("/compare={\"replicates\":20}", 1);
    CHECK_EQUAL(made.found->num_models, 4);
    CHECK(strstr(made.found->models[3].label, "weighted-cascade, lt") != NULL);
    CHECK_EQUAL(made.found->num_rows, 2);
    clear(&made);
}

static void
threads_change_nothing(void)
{
    compared one = compare_with(four_models, 1), many = compare_with(four_models, 7);
    CHECK(memcmp(one.found->value, many.found->value, 16 * sizeof *one.found->value) == 0);
    CHECK(memcmp(one.found->regret, many.found->regret, 16 * sizeof *one.found->regret) == 0);
    for (uint32_t i = 0; i < 4; i++)
        CHECK(memcmp(&one.found->rows[i].value, &many.found->rows[i].value, sizeof one.found->rows[i].value) == 0);
    clear(&one);
    clear(&many);
}

static void
what_makes_no_sense_is_refused_by_place(void)
{
    static const struct {
        const char *override, *message;
    } cases[] = {
        { "/compare/weightings=[]", "/compare/weightings: is empty" },
        { "/compare/dynamics=[\"ic\",\"lc\"]", "/compare/dynamics/1: unknown dynamics \"lc\"" },
        { "/compare/seeds=[0]", "/compare/seeds/0: must be a number of seeds" },
        { "/compare/seeds=3", "/compare/seeds: must be a list" },
        { "/compare/replicates=1", "/compare/replicates: is 1" },
        { "/compare/sizes=[1]", "/compare: unknown key \"sizes\"" },
    };
    const path file = small_scenario_write("");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wom_job *job = test_job(1);
        wom_scenario *scenario = NULL;
        CHECK_FAILS(load_with(&scenario, job, file.text, (const char *const[]){ cases[i].override, NULL }), WOM_INVALID,
                    cases[i].message);
        wom_job_free(job);
    }
}

TEST_MAIN(TEST(every_weighting_meets_every_dynamics), TEST(a_model_is_judged_as_a_scenario_of_its_own_would_be),
          TEST(what_a_dynamics_refuses_is_kept_as_an_answer), TEST(algorithms_are_compared_at_every_size),
          TEST(without_a_section_the_usual_is_compared), TEST(threads_change_nothing),
          TEST(what_makes_no_sense_is_refused_by_place))
