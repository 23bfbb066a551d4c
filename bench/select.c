/* Seconds of choosing seeds: RIS with 50 seeds and epsilon = 0.1 among 200,000 users, lazy greedy with 20 seeds among
 * 42,000; both on preferential graphs with ties both ways, weighted cascade. */
#include <wom/maximize.h>

#include "bench.h"
#include "graphs.h"

#include <math.h>
#include <stdio.h>

enum { GOES = 5 };

typedef struct setting {
    const char *algorithm;
    wom_node num_nodes;
    uint32_t degree;
    double incoming; /* sum of probabilities into every user */
    uint32_t num_seeds;
} setting;

static wom_chances *
weighted_cascade(wom_job *job, const wom_graph *graph, double incoming)
{
    wom_choice dynamics = graph_choice(job, &wom_dynamics_catalogue, "ic");
    wom_chances *chances = NULL;
    double *probability = NULL;
    bench_must(wom_chances_create(&chances, job, graph, &dynamics));
    bench_must(wom_allocate(&probability, job, graph->num_ties, sizeof *probability, "probabilities"));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        probability[tie] = incoming / wom_graph_in_degree(graph, graph->out_head[tie]);
    bench_must(wom_chances_fill_from(chances, probability, 0, 0, false));
    wom_free(probability);
    wom_choice_free(&dynamics);
    return chances;
}

static void
print(const setting *on, const wom_graph *graph, const wom_selection *selection, double seconds)
{
    printf("%s: %.3f s for %u seeds among %u users with %u ties, incoming sums %g: spread %.0f by its own estimate, "
           "%llu evaluations",
           on->algorithm, seconds, selection->num_seeds, graph->num_nodes, graph->num_ties, on->incoming,
           selection->value, (unsigned long long)selection->num_evaluations);
    if (selection->has_certificate)
        printf(", certified at least %.0f and %.3f of the best", selection->certificate.lower,
               selection->certificate.ratio);
    printf("\n");
}

static void
measure(wom_job *job, const setting *on)
{
    wom_graph *graph = graph_preferential(job, on->num_nodes, on->degree, 1);
    wom_chances *chances = weighted_cascade(job, graph, on->incoming);
    wom_choice choice = graph_choice(job, &wom_algorithms, on->algorithm);
    const wom_problem problem = {
        .graph = graph, .chances = chances, .num_seeds = on->num_seeds, .budget = HUGE_VAL, .seed = 1
    };
    wom_selection *selection = NULL;
    double seconds[GOES];
    for (int go = 0; go < GOES; go++) {
        wom_selection_free(selection);
        const double start = bench_now();
        bench_must(wom_select(&selection, job, &problem, &choice));
        seconds[go] = bench_now() - start;
    }
    print(on, graph, selection, bench_median(seconds, GOES));
    wom_selection_free(selection);
    wom_choice_free(&choice);
    wom_chances_free(chances);
    wom_graph_free(graph);
}

int
main(int argc, char **argv)
{
    wom_job *job = bench_job(argc, argv, "select: seconds of choosing seeds");
    measure(job, &(setting){ "ris", 200000, 10, 1, 50 });
    measure(job, &(setting){ "celf", 42000, 3, 0.9, 20 });
    wom_job_free(job);
    return 0;
}
