/* Choosing seeds by RR sets on large generated graphs, beside the same with the plain reverse walk: 50 seeds, certified
 * to 1 - 1/e - 0.1. */
#include <wom/maximize.h>

#include "bench.h"
#include "graphs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GOES = 5 };

typedef struct setting {
    const char *graph, *weights;
    double p;                   /* all ties'; 0: by weighted cascade; below 0: uniform between 0 and -p */
    const char *algorithm;
} setting;

static wom_graph *
make_graph(wom_job *job, const char *text)
{
    wom_choice choice = graph_choice(job, &wom_generators, text);
    wom_graph *graph = NULL;
    bench_must(wom_graph_generate(&graph, NULL, job, &choice, 1));
    wom_choice_free(&choice);
    return graph;
}

static wom_chances *
make_chances(wom_job *job, const wom_graph *graph, double p)
{
    wom_choice dynamics = graph_choice(job, &wom_dynamics_catalogue, "ic");
    wom_chances *chances = NULL;
    bench_must(wom_chances_create(&chances, job, graph, &dynamics));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) {
        const double draw = (double)wom_coin(7, tie) / (double)WOM_COIN_ONE;
        const double of_head = 1 / (double)wom_graph_in_degree(graph, graph->out_head[tie]);
        chances->threshold[tie] = wom_threshold(p == 0 ? of_head : p < 0 ? -p * draw : p);
    }
    wom_choice_free(&dynamics);
    return chances;
}

typedef struct outcome {
    double seconds, bytes;
    wom_selection *selection;
} outcome;

static void
choose(outcome *found, wom_job *job, const wom_problem *problem, const wom_choice *algorithm)
{
    wom_selection_free(found->selection);
    wom_job_memory_mark(job);
    const double start = bench_processor();
    bench_must(wom_select(&found->selection, job, problem, algorithm));
    found->seconds = bench_processor() - start;
    found->bytes = (double)wom_job_memory_since_mark(job);
}

/* f of the seeds by the sets that they were not chosen on. */
static double
judged(const wom_selection *made)
{
    const wom_certificate *certificate = &made->certificate;
    return certificate->total_weight * (double)certificate->judging_coverage / (double)certificate->num_sets;
}

static void
print(const setting *on, const outcome *fast, const outcome *plain)
{
    const wom_selection *made = fast->selection;
    printf("%-20s %-12s %-9s %8.3f s %9.0f %9llu sets %7.1f MB  %.3f", on->graph[0] == 'b' ? "BA" : "R-MAT", on->weights,
           on->algorithm, fast->seconds, judged(made),
           (unsigned long long)made->num_evaluations, fast->bytes / 1e6, made->certificate.ratio);
    if (plain->selection != NULL)
        printf("; plain %8.3f s %9.0f: %5.1f times", plain->seconds, judged(plain->selection),
               plain->seconds / fast->seconds);
    printf("\n");
}

static void
measure(wom_job *job, const wom_graph *graph, const setting *on, bool with_plain)
{
    wom_chances *chances = make_chances(job, graph, on->p);
    wom_dynamics by_walk = *chances->dynamics;
    by_walk.live_in_ties = WOM_LIVE_BY_WALK;
    wom_chances plain = *chances;
    plain.dynamics = &by_walk;
    wom_choice choice = graph_choice(job, &wom_algorithms, on->algorithm);
    wom_problem problem = { .graph = graph, .chances = chances, .num_seeds = 50, .budget = HUGE_VAL, .seed = 1 };
    outcome fast = { 0 }, slow = { 0 };
    double seconds[GOES];
    for (int go = 0; go < GOES; go++) {
        choose(&fast, job, &problem, &choice);
        seconds[go] = fast.seconds;
    }
    fast.seconds = bench_median(seconds, GOES);
    problem.chances = &plain;
    if (with_plain) choose(&slow, job, &problem, &choice);
    print(on, &fast, &slow);
    wom_selection_free(fast.selection);
    wom_selection_free(slow.selection);
    wom_choice_free(&choice);
    wom_chances_free(chances);
}

int
main(int argc, char **argv)
{
    wom_job *job = bench_job(argc, argv, "seeds");
    const char *only = argc > 2 ? argv[2] : "";
    wom_graph *graph = graph_preferential(job, 200000, 10, 1);
    if (strcmp("rone", only) == 0) {
        graph = make_graph(job, "{\"type\":\"rmat\",\"scale\":20,\"mean_ties\":16}");
        for (int i = 0; i < 12; i++) measure(job, graph, &(setting){ "rmat", "WC", 0, argv[3] }, false);
    }
    if (strcmp("one", only) == 0) measure(job, graph, &(setting){ "ba", "WC", 0, argv[3] }, argc > 4);
    if (strcmp("onep", only) == 0) measure(job, graph, &(setting){ "ba", "p=.1", .1, argv[3] }, argc > 4);
    if (strcmp("oneu", only) == 0) measure(job, graph, &(setting){ "ba", "U", -.1, argv[3] }, argc > 4);
    if (strstr("ba", only)) {
    measure(job, graph, &(setting){ "ba", "WC", 0, "ris" }, true);
    measure(job, graph, &(setting){ "ba", "p=.01", .01, "ris" }, true);
    measure(job, graph, &(setting){ "ba", "p=.1", .1, "ris-stop" }, true);
    measure(job, graph, &(setting){ "ba", "U(0,.1)", -.1, "ris-stop" }, true);
    if (argc > 3) measure(job, graph, &(setting){ "ba", "p=.1", .1, "ris" }, false);
    if (argc > 3) measure(job, graph, &(setting){ "ba", "U(0,.1)", -.1, "ris" }, false);
    }
    wom_graph_free(graph);
    if (strstr("rmat", only)) {
    graph = make_graph(job, "{\"type\":\"rmat\",\"scale\":20,\"mean_ties\":16}");
    printf("%u users %u ties\n", graph->num_nodes, graph->num_ties);
    measure(job, graph, &(setting){ "rmat", "WC", 0, "{\"type\":\"ris\",\"precision\":0}" }, true);
    measure(job, graph, &(setting){ "rmat", "p=.01", .01, "{\"type\":\"ris-stop\",\"precision\":0}" }, true);
    measure(job, graph, &(setting){ "rmat", "WC", 0, "ris" }, true);
    measure(job, graph, &(setting){ "rmat", "p=.01", .01, "ris-stop" }, true);
    wom_graph_free(graph);
    }
    wom_job_free(job);
    return 0;
}
