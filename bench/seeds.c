/* Choosing seeds by RR sets on large generated graphs, beside the same with the dynamics' own plain reverse walk in
 * place of walks in flight: processor seconds, spread by sets that the seeds were not chosen on, sets, memory; and how
 * time grows with users, seeds, epsilon and threads. */
#include <wom/maximize.h>

#include "bench.h"
#include "graphs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { GOES = 5 };

#define PREFERENTIAL "{\"type\": \"barabasi-albert\", \"users\": 200000, \"friends\": 10}"
#define RECURSIVE "{\"type\": \"rmat\", \"scale\": 20, \"mean_ties\": 16}"
/* At the first ratio of 1 - 1/e - 0.1, as other programs; and until fresh sets confirm the value. */
#define FAST(type) "{\"type\": \"" type "\", \"precision\": 0}"

typedef struct setting {
    const char *algorithm;
    double p; /* every tie's probability; 0: weighted cascade; below 0: uniform between 0 and -p */
    uint32_t num_seeds;
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
print(const setting *on, const outcome *fast)
{
    const wom_selection *made = fast->selection;
    if (on->p > 0) printf("  p = %-8g", on->p);
    if (on->p == 0) printf("  %-12s", "wc");
    if (on->p < 0) printf("  U(0, %g)  ", -on->p);
    printf(" %3u seeds  %-36s %8.3f s  spread %8.0f  ratio %.3f  %8llu sets  %6.1f MB  %5.0f bytes a set kept",
           on->num_seeds, on->algorithm, fast->seconds, judged(made), made->certificate.ratio,
           (unsigned long long)made->num_evaluations, fast->bytes / 1e6,
           fast->bytes / (double)made->certificate.num_sets);
}

static void
print_beside(const outcome *fast, const outcome *plain)
{
    printf("  plain %8.3f s  spread %8.0f: %.1f times", plain->seconds, judged(plain->selection),
           plain->seconds / fast->seconds);
}

/* Medians; the plain walk once. */
static void
measure(wom_job *job, const wom_graph *graph, const setting *on, bool with_plain)
{
    wom_chances *chances = make_chances(job, graph, on->p);
    wom_dynamics by_walk = *chances->dynamics;
    wom_chances plain = *chances;
    wom_choice choice = graph_choice(job, &wom_algorithms, on->algorithm);
    wom_problem problem = {
        .graph = graph, .chances = chances, .num_seeds = on->num_seeds, .budget = HUGE_VAL, .seed = 1
    };
    outcome fast = { 0 }, slow = { 0 };
    double seconds[GOES];
    by_walk.live_in_ties = WOM_LIVE_BY_WALK;
    plain.dynamics = &by_walk;
    for (int go = 0; go < GOES; go++) {
        choose(&fast, job, &problem, &choice);
        seconds[go] = fast.seconds;
    }
    fast.seconds = bench_median(seconds, GOES);
    print(on, &fast);
    problem.chances = &plain;
    if (with_plain) {
        choose(&slow, job, &problem, &choice);
        print_beside(&fast, &slow);
    }
    printf("\n");
    wom_selection_free(fast.selection);
    wom_selection_free(slow.selection);
    wom_choice_free(&choice);
    wom_chances_free(chances);
}

static void
measure_graph(wom_job *job, const char *generator)
{
    static const setting settings[] = {
        { FAST("ris"), 0, 50 },         { "ris", 0, 50 },      { FAST("ris-stop"), 0.01, 50 },
        { "ris-stop", 0.01, 50 },       { FAST("ris-stop"), 0.1, 50 }, { "ris-stop", 0.1, 50 },
        { FAST("ris-stop"), -0.1, 50 }, { "ris-stop", -0.1, 50 },
    };
    wom_graph *graph = make_graph(job, generator);
    printf("%s: %u users, %u ties\n", generator, graph->num_nodes, graph->num_ties);
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) measure(job, graph, &settings[i], true);
    wom_graph_free(graph);
}

static void
measure_growth(wom_job *job)
{
    printf("Growth, weighted cascade on preferential graphs\n");
    for (wom_node users = 50000; users <= 800000; users *= 4) {
        wom_graph *graph = graph_preferential(job, users, 10, 1);
        printf("%u users:", users);
        measure(job, graph, &(setting){ "ris", 0, 50 }, false);
        for (uint32_t k = 1; users == 200000 && k <= 1000; k *= 10)
            measure(job, graph, &(setting){ "ris", 0, k }, false);
        if (users == 200000) measure(job, graph, &(setting){ "{\"type\": \"ris\", \"ratio\": 0.8}", 0, 50 }, false);
        if (users == 200000) measure(job, graph, &(setting){ "{\"type\": \"ris\", \"ratio\": 0.9}", 0, 50 }, false);
        wom_graph_free(graph);
    }
}

int
main(int argc, char **argv)
{
    wom_job *job = bench_job(argc, argv, "seeds: choosing seeds by RR sets, processor seconds");
    const char *only = argc > 2 ? argv[2] : NULL;
    if (only == NULL || strcmp(only, "preferential") == 0) measure_graph(job, PREFERENTIAL);
    if (only == NULL || strcmp(only, "growth") == 0) measure_growth(job);
    if (only == NULL || strcmp(only, "recursive") == 0) measure_graph(job, RECURSIVE);
    wom_job_free(job);
    return 0;
}
