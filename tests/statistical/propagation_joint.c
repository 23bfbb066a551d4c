/* propagation, simulate: contents that act on each other agree with the enumeration of their definition. */
#include "joint_world.h"
#include "test.h"

#include <wom/simulate.h>

enum { NODES = 5, TIES = 7, CASES = 36 };

/* `found` of n tries of probability p: within five standard errors, with room for counts of rare things. */
static bool
is_plausible(uint64_t found, uint64_t n, double p)
{
    const double room = p > 1e-8 && p < 1 - 1e-8 ? 5 : (double)n * 1e-8;
    return fabs((double)found - (double)n * p) <= 5 * sqrt((double)n * fabs(p * (1 - p))) + room;
}

/* Cases of both rows, all rules, two and three contents, with and without deadline and baseline. */
typedef struct varied_case {
    joint_case given;
    wom_graph *graph;
    double *probability[ORACLE_CONTENTS];
} varied_case;

static const wom_node seeds_of[ORACLE_CONTENTS][2] = { { 0, 1 }, { 1, 2 }, { 3, 1 } };

static void
open_case(varied_case *made, wom_job *job, uint64_t number)
{
    const bool three = number % 4 == 3, complementary = number % 2 == 1;
    made->graph = graph_random(job, NODES, three && complementary ? TIES - 2 : TIES, 300 + number);
    made->given = (joint_case){
        .graph = made->graph,
        .num_contents = three ? 3 : 2,
        .num_own = number % 8 == 7 ? 2 : 1,
        .baseline = !three && number % 3 == 0 ? .15 : 0,
        .max_steps = number % 5 == 1 ? 2 : 0,
        .complementary = complementary,
        .alone = .1 * (double)(number % 7),
        .with_other = .9,
        .rule = (oracle_rule)(number % 3),
    };
    for (uint32_t c = 0; c < made->given.num_contents; c++) {
        made->probability[c] = joint_probabilities(job, made->graph->num_ties, 10 * number + c, false);
        made->given.probability[c] = made->probability[c];
        made->given.asked[c] = seeds_of[c];
        made->given.num_asked[c] = 1 + (uint32_t)(number + c) % 2;
    }
}

static void
close_case(varied_case *made)
{
    for (uint32_t c = 0; c < made->given.num_contents; c++) wom_free(made->probability[c]);
    wom_graph_free(made->graph);
}

static void
check_frequencies(wom_job *job, const joint_case *given, uint64_t number)
{
    enum { WORLDS = 20000 };
    uint64_t times[ORACLE_CONTENTS][NODES] = { { 0 } };
    const joint_exact exact = exact_joint(given);
    joint_world world;
    joint_world_open(&world, job, given);
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        joint_world_spread(&world, number, replicate, false);
        for (uint32_t c = 0; c < given->num_contents; c++)
            for (wom_node user = 0; user < NODES; user++) times[c][user] += joint_world_reached(&world, c, user);
    }
    for (uint32_t c = 0; c < given->num_contents; c++)
        for (wom_node user = 0; user < NODES; user++)
            if (!is_plausible(times[c][user], WORLDS, exact.active[c][user]))
                test_failed(__FILE__, __LINE__, "case %llu, content %u, user %u: active in %g, not %g",
                            (unsigned long long)number, c, user, (double)times[c][user] / WORLDS,
                            exact.active[c][user]);
    joint_world_close(&world);
}

static void
every_user_is_active_with_every_content_as_often_as_enumerated(void)
{
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < CASES; number++) {
        varied_case varied;
        open_case(&varied, job, number);
        check_frequencies(job, &varied.given, number);
        close_case(&varied);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* ---- The same through wom_simulate: acceptance, the rival with and without the campaign ---- */

/* P_c(e) of content c in a model: own contents first, the rival's last. */
static wom_model *
model_of(wom_job *job, const joint_case *given)
{
    wom_model *model = graph_model(job, given->graph, given->num_contents, given->baseline);
    const uint32_t num_ties = given->graph->num_ties;
    for (wom_tie tie = 0; tie < num_ties; tie++) model->offset.of_tie[tie] = (float)given->probability[0][tie];
    for (uint32_t c = 0; c < given->num_contents; c++) model->social_weight[c] = c == 0 ? 0 : 1;
    CHECK_OK(wom_allocate(&model->social.of_tie, job, num_ties, sizeof(float), "probabilities"));
    for (wom_tie tie = 0; tie < num_ties; tie++)
        model->social.of_tie[tie] = (float)(given->probability[1][tie] - given->probability[0][tie]);
    return model;
}

static void
check_estimate(const wom_outcome *outcome, wom_metric metric, double exact, uint64_t number)
{
    const wom_estimate *estimate = &outcome->estimate[metric];
    if (fabs(estimate->value - exact) > 5 * estimate->standard_error + 1e-6)
        test_failed(__FILE__, __LINE__, "case %llu, %s: %g, not %g", (unsigned long long)number,
                    wom_metrics[metric].name, estimate->value, exact);
}

static void
check_metrics(const wom_outcome *outcome, const joint_case *given, uint64_t number)
{
    joint_case alone = *given;
    alone.num_asked[0] = 0;
    const double own = exact_own(given), own_alone = exact_own(&alone);
    const double rival = exact_rival(given), rival_alone = exact_rival(&alone);
    check_estimate(outcome, WOM_METRIC_ACTIVE, own, number);
    check_estimate(outcome, WOM_METRIC_BASELINE, own_alone, number);
    check_estimate(outcome, WOM_METRIC_INCREMENTAL, own - own_alone, number);
    check_estimate(outcome, WOM_METRIC_RIVAL, rival, number);
    check_estimate(outcome, WOM_METRIC_RIVAL_ALONE, rival_alone, number);
    check_estimate(outcome, WOM_METRIC_RIVAL_LOSS, rival_alone - rival, number);
}

static void
a_campaign_against_a_rival_agrees_with_enumeration(void)
{
    static const double accept[NODES] = { .7, .5, .9, 1, 1 };
    wom_job *job = test_job(1);
    for (uint64_t number = 0; number < CASES; number++) {
        varied_case varied;
        open_case(&varied, job, number);
        if (varied.given.num_contents == 2) {
            joint_case *given = &varied.given;
            given->accept = accept;
            wom_model *model = model_of(job, given);
            wom_choice dynamics = joint_choice(job, given);
            const uint32_t own[] = { 0, 0 }, rivals[] = { 1, 1 };
            const wom_plan plan = { given->num_asked[0], given->asked[0], own };
            const wom_plan rival = { given->num_asked[1], given->asked[1], rivals };
            const wom_economy economy = { .accept = accept };
            wom_simulate_options options = wom_simulate_defaults();
            options.seed = number;
            options.replicates = 8000;
            options.max_steps = given->max_steps;
            options.rival = &rival;
            options.rival_accept = accept;
            wom_outcome *outcome = NULL;
            CHECK_OK(wom_simulate(&outcome, job, model, &dynamics, &plan, &economy, &options));
            if (outcome != NULL) check_metrics(outcome, given, number);
            wom_outcome_free(outcome);
            wom_choice_free(&dynamics);
            wom_model_free(model);
        }
        close_case(&varied);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(every_user_is_active_with_every_content_as_often_as_enumerated),
          TEST(a_campaign_against_a_rival_agrees_with_enumeration))
