/* Small problems of influence maximization. */
#include "problems.h"

#include "test.h"

#include <stdlib.h>

static void
must(wom_status status)
{
    if (status == WOM_OK) return;
    test_failed(__FILE__, __LINE__, "a problem for tests: %s", wom_error_text());
    abort();
}

problem_case
problem_on(wom_job *job, wom_graph *graph, const char *dynamics, double baseline)
{
    problem_case on = { .job = job, .graph = graph, .chances = graph_chances(job, graph, dynamics, baseline) };
    on.problem = (wom_problem){
        .graph = graph,
        .chances = on.chances,
        .num_seeds = 1,
        .budget = HUGE_VAL,
        .seed = 1,
    };
    return on;
}

void
problem_free(problem_case *on)
{
    wom_chances_free(on->chances);
    wom_graph_free(on->graph);
}

problem_case
problem_of_stars(wom_job *job, uint32_t num_seeds)
{
    wom_graph *graph = GRAPH_OF(job, 9, { 0, 1, 1 }, { 0, 2, 1 }, { 0, 3, 1 }, { 0, 4, 1 }, { 5, 6, 1 }, { 5, 7, 1 });
    problem_case on = problem_on(job, graph, "ic", 0);
    on.problem.num_seeds = num_seeds;
    return on;
}

void
problem_close(problem_case *on)
{
    problem_free(on);
    CHECK_EQUAL(wom_job_memory_used(on->job), 0);
    wom_job_free(on->job);
}

wom_status
problem_solve(wom_selection **selection, const problem_case *on, const char *algorithm)
{
    wom_job *job = test_job(1); /* of its own: only the choice shall meet the limits of the other */
    wom_choice choice = graph_choice(job, &wom_algorithms, algorithm);
    const wom_status status = wom_select(selection, on->job, &on->problem, &choice);
    wom_choice_free(&choice);
    wom_job_free(job);
    return status;
}

double
problem_exact(const problem_case *on, const wom_node *seeds, uint32_t num_seeds)
{
    const wom_node num_nodes = on->graph->num_nodes;
    double *active = NULL, *without = NULL, sum = 0;
    must(wom_allocate(&active, on->job, num_nodes, sizeof *active, "exact activation"));
    must(wom_allocate(&without, on->job, num_nodes, sizeof *without, "exact activation"));
    must(wom_exact_activation(active, on->job, on->chances, seeds, num_seeds, on->problem.max_steps));
    if (on->chances->baseline > 0)
        must(wom_exact_activation(without, on->job, on->chances, NULL, 0, on->problem.max_steps));
    for (wom_node node = 0; node < num_nodes; node++)
        sum += (on->problem.weight == NULL ? 1 : on->problem.weight[node]) * (active[node] - without[node]);
    wom_free(active);
    wom_free(without);
    return sum;
}

static double
best_from(const problem_case *on, wom_node *seeds, uint32_t num_seeds, wom_node next, double cost)
{
    const wom_problem *problem = &on->problem;
    double best = num_seeds > 0 ? problem_exact(on, seeds, num_seeds) : 0;
    if (problem->num_seeds > 0 && num_seeds == problem->num_seeds) return best;
    for (wom_node node = next; node < on->graph->num_nodes; node++) {
        const double fee = problem->fee == NULL ? 0 : problem->fee[node];
        if (cost + fee > problem->budget || (problem->banned != NULL && problem->banned[node])) continue;
        seeds[num_seeds] = node;
        const double with = best_from(on, seeds, num_seeds + 1, node + 1, cost + fee);
        if (with > best) best = with;
    }
    return best;
}

double
problem_exact_best(const problem_case *on)
{
    wom_node *seeds = NULL;
    must(wom_allocate(&seeds, on->job, on->graph->num_nodes, sizeof *seeds, "seeds"));
    const double best = best_from(on, seeds, 0, 0, 0);
    wom_free(seeds);
    return best;
}
