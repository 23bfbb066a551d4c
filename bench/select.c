/* Seconds of choosing seeds: RIS with k = 50 and epsilon = 0.1 on a graph of 200,000 users, lazy greedy with 20 seeds on
 * one of 42,000; both preferential, weighted cascade. One argument: the number of threads. */
#include <wom/maximize.h>

#include "graphs.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Weighted cascade, incoming sums `sum`. */
static wom_chances *
weighted_cascade(wom_job *job, const wom_graph *graph, double sum)
{
    wom_choice dynamics = graph_choice(job, &wom_dynamics_catalogue, "ic");
    wom_chances *chances = NULL;
    double *probability = NULL;
    if (wom_chances_create(&chances, job, graph, &dynamics) != WOM_OK ||
        wom_allocate(&probability, job, graph->num_ties, sizeof *probability, "probabilities") != WOM_OK)
        abort();
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        probability[tie] = sum / wom_graph_in_degree(graph, graph->out_head[tie]);
    if (wom_chances_fill_from(chances, probability, 0, 0, false) != WOM_OK) abort();
    wom_free(probability);
    wom_choice_free(&dynamics);
    return chances;
}

static void
measure(wom_job *job, const char *algorithm, wom_node num_nodes, uint32_t degree, double sum, uint32_t num_seeds)
{
    wom_graph *graph = graph_preferential(job, num_nodes, degree, 1);
    wom_chances *chances = weighted_cascade(job, graph, sum);
    wom_choice choice = graph_choice(job, &wom_algorithms, algorithm);
    const wom_problem problem = {
        .graph = graph, .chances = chances, .num_seeds = num_seeds, .budget = HUGE_VAL, .seed = 1
    };
    wom_selection *selection = NULL;
    const double start = seconds_now();
    const wom_status status = wom_select(&selection, job, &problem, &choice);
    const double seconds = seconds_now() - start;
    if (status != WOM_OK) printf("%s\n", wom_error_text());
    if (selection != NULL) {
        printf("%s: %u users, %u ties, incoming sums %g, %u seeds, %u threads: %.2f s, spread %.0f, %llu evaluations",
               algorithm, num_nodes, graph->num_ties, sum, num_seeds, wom_job_threads(job), seconds, selection->value,
               (unsigned long long)selection->num_evaluations);
        if (selection->has_certificate) printf(", certified ratio %.3f", selection->certificate.ratio);
        printf("\n");
    }
    wom_selection_free(selection);
    wom_choice_free(&choice);
    wom_chances_free(chances);
    wom_graph_free(graph);
}

int
main(int argc, char **argv)
{
    wom_job *job = test_job(argc > 1 ? (uint32_t)atoi(argv[1]) : 1);
    measure(job, "ris", 200000, 10, 1, 50);
    measure(job, "greedy", 42000, 3, 0.9, 20);
    wom_job_free(job);
    return 0;
}
