/* Every algorithm on published networks, or the one that the second argument names: what 50 seeds reach, and what
 * choosing them costs. Rows of Markdown tables. */
#include <wom/maximize.h>

#include "bench.h"
#include "graphs.h"
#include "test.h"

#include <math.h>
#include <stdio.h>

enum { NUM_SEEDS = 50 };

typedef struct setting {
    const char *file;
    bool size_line;
    const char *weighting;
} setting;

/* What there is to choose from. */
typedef struct place {
    wom_data *data;
    wom_model *model;
    wom_chances *chances;
    wom_choice dynamics;
} place;

static place
open_place(wom_job *job, const setting *on, const char *path)
{
    const wom_data_files files = {
        .ties = path,
        .size_line = on->size_line,
        .direction = WOM_DIRECTION_MUTUAL,
        .parallel = WOM_PARALLEL_DROP,
    };
    wom_choice weighting = graph_choice(job, &wom_weightings, on->weighting);
    wom_choice similarity = graph_choice(job, &wom_similarities, "cosine");
    place at = { .dynamics = graph_choice(job, &wom_dynamics_catalogue, "ic") };
    bench_must(wom_data_load(&at.data, job, &files));
    bench_must(wom_model_create(&at.model, job, at.data, &weighting, &similarity, 0));
    bench_must(wom_chances_create(&at.chances, job, at.data->graph, &at.dynamics));
    bench_must(wom_chances_fill(at.chances, job, at.model, 0, NULL));
    wom_choice_free(&weighting);
    wom_choice_free(&similarity);
    return at;
}

static void
close_place(place *at)
{
    wom_choice_free(&at->dynamics);
    wom_chances_free(at->chances);
    wom_model_free(at->model);
    wom_data_free(at->data);
}

static wom_estimate
spread_of(wom_job *job, const place *at, const wom_selection *selection)
{
    const wom_plan plan = { .num_asks = selection->num_seeds, .user = selection->seed };
    const wom_economy economy = { 0 };
    wom_simulate_options options = wom_simulate_defaults();
    wom_outcome *outcome = NULL;
    options.want_exposed = false;
    bench_must(wom_simulate(&outcome, job, at->model, &at->dynamics, &plan, &economy, &options));
    const wom_estimate active = outcome->estimate[WOM_METRIC_ACTIVE];
    wom_outcome_free(outcome);
    return active;
}

/* The choice runs under a job of its own, whose ledger knows its memory. */
static void
measure(wom_job *job, const place *at, const char *algorithm)
{
    const wom_problem problem = {
        .graph = at->data->graph, .chances = at->chances, .num_seeds = NUM_SEEDS, .budget = HUGE_VAL, .seed = 1
    };
    wom_job_options options = wom_job_defaults();
    wom_job *own = NULL;
    wom_selection *selection = NULL;
    wom_choice choice = graph_choice(job, &wom_algorithms, algorithm);
    options.threads = wom_job_threads(job);
    options.memory_limit = UINT64_C(6) << 30;
    options.time_limit = 180;
    bench_must(wom_job_create(&own, &options));
    const double start = bench_now();
    const wom_status status = wom_select(&selection, own, &problem, &choice);
    const double seconds = bench_now() - start;
    printf("| `%s` | ", choice.variant->name);
    if (status == WOM_OK || status == WOM_UNPROVEN) {
        const wom_estimate spread = spread_of(job, at, selection);
        printf("%.1f [%.1f, %.1f] | %.3g | %.0f | ", spread.value, spread.low, spread.high, seconds,
               (double)wom_job_memory_peak(own) / 1e6);
        if (selection->has_certificate) printf("%.3f", selection->certificate.ratio);
        printf(" |\n");
    } else {
        printf("%s after %.3g s | | | |\n", wom_error_text(), seconds);
    }
    wom_selection_free(selection);
    wom_job_free(own);
    wom_choice_free(&choice);
}

/* All but greedy, which takes 50 times as long as celf to choose the same, and exhaustive; or only one. */
static void
measure_all(wom_job *job, const setting *on, const char *only)
{
    const char *path = test_data(on->file);
    if (path == NULL) return;
    place at = open_place(job, on, path);
    printf("\n%s: %u users, %u ties, %s\n\n", on->file, at.data->graph->num_nodes, at.data->graph->num_ties,
           on->weighting);
    printf("| algorithm | reached | seconds | MB | certified |\n| --- | --- | --- | --- | --- |\n");
    for (const wom_variant *const *variant = wom_algorithms.variants; *variant != NULL; variant++)
        if (only != NULL ? strcmp((*variant)->name, only) == 0
                         : strcmp((*variant)->name, "greedy") != 0 && strcmp((*variant)->name, "exhaustive") != 0)
            measure(job, &at, (*variant)->name);
    close_place(&at);
}

int
main(int argc, char **argv)
{
    static const setting settings[] = {
        { "nethept/hep.txt", true, "weighted-cascade" },
        { "nethept/hep.txt", true, "{\"type\": \"constant\", \"p\": 0.1}" },
        { "deezer_ro/RO_edges.csv.zst", false, "weighted-cascade" },
        { "deezer_ro/RO_edges.csv.zst", false, "{\"type\": \"constant\", \"p\": 0.1}" },
        { "deezer_ro/RO_edges.csv.zst", false, "{\"type\": \"constant\", \"p\": 0.3}" },
    };
    wom_job *job = bench_job(argc, argv, "algorithms: what 50 seeds reach by 10,000 fresh worlds, and their cost");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        measure_all(job, &settings[i], argc > 2 ? argv[2] : NULL);
    wom_job_free(job);
    return 0;
}
