/* What is true of every algorithm, over the table. */
#include "problems.h"
#include "test.h"

#include <stdio.h>

enum { NUM_NODES = 12, NUM_PROBLEMS = 40 };

/* A problem that differs from number to number in everything it can have. */
typedef struct varied_problem {
    problem_case on;
    double fee[NUM_NODES], weight[NUM_NODES], accept[NUM_NODES];
    bool banned[NUM_NODES];
    wom_node pinned[2];
} varied_problem;

static void
vary_users(varied_problem *varied, wom_rng *rng)
{
    for (wom_node node = 0; node < NUM_NODES; node++) {
        varied->fee[node] = (double)wom_rng_below(rng, 4);
        varied->weight[node] = wom_rng_uniform(rng);
        varied->accept[node] = wom_rng_uniform(rng);
        varied->banned[node] = wom_rng_below(rng, 4) == 0;
    }
    varied->pinned[0] = (wom_node)wom_rng_below(rng, NUM_NODES / 2);
    varied->pinned[1] = (wom_node)(NUM_NODES / 2 + wom_rng_below(rng, NUM_NODES / 2));
    for (int i = 0; i < 2; i++) varied->banned[varied->pinned[i]] = false;
}

static void
open_varied(varied_problem *varied, uint64_t number)
{
    wom_job *job = test_job(1);
    wom_rng rng = wom_rng_stream(number, WOM_PURPOSE_GENERATE, 7);
    wom_graph *graph = graph_random(job, NUM_NODES, 30, number);
    graph_limit_incoming(graph, 0.9);
    varied->on = problem_on(job, graph, number % 2 == 0 ? "ic" : "lt", number % 3 == 0 ? 0.05 : 0);
    vary_users(varied, &rng);
    wom_problem *problem = &varied->on.problem;
    problem->seed = number;
    problem->num_pinned = (uint32_t)wom_rng_below(&rng, 3);
    problem->pinned = varied->pinned;
    problem->num_seeds = number % 4 == 0 ? 0 : 2 + (uint32_t)wom_rng_below(&rng, 3);
    if (number % 4 < 2) problem->budget = 6 + (double)wom_rng_below(&rng, 4);
    if (number % 8 < 6) problem->fee = varied->fee;
    if (number % 5 < 3) problem->weight = varied->weight;
    if (number % 7 < 4) problem->accept = varied->accept;
    if (number % 3 < 2) problem->banned = varied->banned;
    problem->profit = number % 6 == 5;
    problem->max_steps = (uint32_t)(number % 4);
}

static void
check_sums(const wom_selection *selection, const wom_problem *problem)
{
    double cost = 0, value = 0;
    for (uint32_t i = 0; i < selection->num_seeds; i++) {
        cost += problem->fee == NULL ? 0 : problem->fee[selection->seed[i]];
        value += selection->gain[i];
    }
    CHECK_NEAR(selection->cost, cost, 1e-12);
    CHECK(selection->cost <= problem->budget);
    if (isnan(value))
        CHECK(isnan(selection->value));
    else
        CHECK_NEAR(selection->value, value, 1e-9);
}

static void
check_admissible(const wom_selection *selection, const wom_problem *problem)
{
    bool met[NUM_NODES] = { false };
    CHECK(selection->complete);
    CHECK(selection->num_seeds >= problem->num_pinned);
    if (problem->num_seeds > 0) CHECK(selection->num_seeds <= problem->num_seeds);
    for (uint32_t i = 0; i < selection->num_seeds; i++) {
        const wom_node node = selection->seed[i];
        CHECK(node < NUM_NODES && !met[node]);
        met[node] = true;
        CHECK(problem->banned == NULL || !problem->banned[node]);
        if (i < problem->num_pinned) CHECK_EQUAL(node, problem->pinned[i]);
    }
    check_sums(selection, problem);
}

static void
every_selection_is_admissible(void)
{
    for (uint64_t number = 0; number < NUM_PROBLEMS; number++) {
        varied_problem varied;
        open_varied(&varied, number);
        for (const wom_variant *const *variant = wom_algorithms.variants; *variant != NULL; variant++) {
            wom_selection *selection = NULL;
            CHECK_OK(problem_solve(&selection, &varied.on, (*variant)->name));
            if (selection == NULL) continue;
            check_admissible(selection, &varied.on.problem);
            const bool certifies = ((const wom_algorithm *)*variant)->certifies && !varied.on.problem.profit;
            CHECK_EQUAL(selection->has_certificate, certifies);
            wom_selection_free(selection);
        }
        problem_close(&varied.on);
    }
}

static void
every_certificate_agrees_with_its_check(void)
{
    for (uint64_t number = 0; number < NUM_PROBLEMS; number++) {
        varied_problem varied;
        open_varied(&varied, number);
        varied.on.problem.profit = false;
        for (const wom_variant *const *variant = wom_algorithms.variants; *variant != NULL; variant++) {
            wom_selection *selection = NULL;
            wom_certificate computed;
            bool agrees = false;
            if (!((const wom_algorithm *)*variant)->certifies) continue;
            CHECK_OK(problem_solve(&selection, &varied.on, (*variant)->name));
            if (selection == NULL) continue;
            CHECK_OK(wom_certificate_check(&agrees, &computed, varied.on.job, &varied.on.problem, selection->seed,
                                           selection->num_seeds, &selection->certificate));
            CHECK(agrees);
            wom_selection_free(selection);
        }
        problem_close(&varied.on);
    }
}

static void
every_algorithm_says_what_it_is_and_promises(void)
{
    for (const wom_variant *const *variant = wom_algorithms.variants; *variant != NULL; variant++) {
        const wom_algorithm *algorithm = (const wom_algorithm *)*variant;
        CHECK((*variant)->summary[0] != '\0');
        CHECK(algorithm->promise != NULL && algorithm->promise[0] != '\0');
        CHECK(wom_catalogue_find(&wom_algorithms, (*variant)->name) == *variant);
    }
}

/* Sets one field from C, where no reader has looked at it. */
static void
set_number(void *params, const wom_field *field, double value)
{
    char *place = (char *)params + field->offset;
    if (field->kind == WOM_FIELD_REAL) *(double *)(void *)place = value;
    if (field->kind == WOM_FIELD_UINT || field->kind == WOM_FIELD_CHOICE) *(uint32_t *)(void *)place = (uint32_t)value;
    if (field->kind == WOM_FIELD_UINT64) *(uint64_t *)(void *)place = (uint64_t)value;
}

static void
check_field(const problem_case *on, const wom_variant *variant, const wom_field *field)
{
    wom_choice choice = graph_choice(on->job, &wom_algorithms, variant->name);
    wom_selection *selection = NULL;
    const bool is_real = field->kind == WOM_FIELD_REAL;
    double num_words = 0; /* one beyond the last word of a choice */
    while (field->kind == WOM_FIELD_CHOICE && wom_field_words(field)[(size_t)num_words] != NULL) num_words++;
    const double step = is_real ? 0.5 : 1;
    char part[128];
    snprintf(part, sizeof part, "algorithm \"%s\": %s is ", variant->name, field->name);
    if (isfinite(field->high)) {
        set_number(choice.params, field, num_words > 0 ? num_words : field->high + step);
        CHECK_FAILS(wom_select(&selection, on->job, &on->problem, &choice), WOM_INVALID, part);
    }
    if (is_real || field->low > 0) {
        set_number(choice.params, field, field->low - step);
        CHECK_FAILS(wom_select(&selection, on->job, &on->problem, &choice), WOM_INVALID, part);
    }
    CHECK(selection == NULL);
    wom_choice_free(&choice);
}

static void
a_field_set_out_of_range_from_c_is_refused_by_name(void)
{
    problem_case on = problem_of_stars(test_job(1), 2);
    for (const wom_variant *const *variant = wom_algorithms.variants; *variant != NULL; variant++)
        for (const wom_field *field = (*variant)->fields; field != NULL && field->name != NULL; field++)
            check_field(&on, *variant, field);
    problem_close(&on);
}

TEST_MAIN(TEST(every_selection_is_admissible), TEST(every_certificate_agrees_with_its_check),
          TEST(every_algorithm_says_what_it_is_and_promises), TEST(a_field_set_out_of_range_from_c_is_refused_by_name))
