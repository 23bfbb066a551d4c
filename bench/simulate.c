/* Simulations per second: 50 users with the most ties as seeds on a preferential graph of 100,000 users and 2 million
 * ties, nethept and wiki_vote; weighted cascade, p = 0.1 and linear threshold; by each engine. Beside it a plain
 * breadth-first search that tosses its coins from a generator and counts the active, no more. */
#include <wom/simulate.h>

#include "bench.h"
#include "graphs.h"
#include "test.h"

#include <stdio.h>

enum { GOES = 5, SEEDS = 50 };

typedef struct setting {
    const char *weighting, *dynamics;
} setting;

static const setting settings[] = {
    { "weighted-cascade", "ic" },
    { "{\"type\":\"constant\",\"p\":0.1}", "ic" },
    { "weighted-cascade", "lt" },
};

/* One plan on one graph, simulated in several ways. */
typedef struct simulation {
    wom_job *job;
    const wom_graph *graph;
    const wom_model *model;
    wom_choice dynamics;
    const wom_chances *chances;
    wom_node seeds[SEEDS];
    uint64_t replicates;
    double active;   /* mean, of the last way */
    uint64_t memory; /* bytes it took */
} simulation;

/* ---- The yardstick ---- */

typedef struct search {
    const simulation *of;
    wom_node *queue;
    uint32_t *visited; /* [num_nodes] the world in which a user was last visited */
    float *probability, *before; /* [num_ties] of the tie; the sum of those before it into the same head */
    float *threshold;            /* [num_nodes] drawn by linear threshold, in `world_of` */
    uint32_t *world_of;
    wom_rng rng;
} search;

static float
draw(wom_rng *rng)
{
    return (float)(wom_rng_next(rng) >> 40) * 0x1p-24f;
}

/* The number a head drew in this world, for all her ties. */
static float
threshold_of(search *s, wom_node head, uint32_t world)
{
    if (s->world_of[head] != world) {
        s->world_of[head] = world;
        s->threshold[head] = draw(&s->rng);
    }
    return s->threshold[head];
}

static uint32_t
search_world(search *s, uint32_t world, bool by_threshold)
{
    const wom_graph *graph = s->of->graph;
    uint32_t end = 0;
    for (uint32_t i = 0; i < SEEDS; i++) {
        s->visited[s->of->seeds[i]] = world;
        s->queue[end++] = s->of->seeds[i];
    }
    for (uint32_t i = 0; i < end; i++) {
        const wom_node node = s->queue[i];
        for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++) {
            const wom_node to = graph->out_head[tie];
            if (s->visited[to] == world) continue;
            const float x = by_threshold ? threshold_of(s, to, world) - s->before[tie] : draw(&s->rng);
            if (!(x >= 0 && x < s->probability[tie])) continue;
            s->visited[to] = world;
            s->queue[end++] = to;
        }
    }
    return end;
}

static double
plain_search(simulation *on)
{
    const wom_graph *graph = on->graph;
    const bool by_threshold = on->chances->dynamics->needs_start;
    search s = { .of = on, .rng = wom_rng_stream(1, WOM_PURPOSE_HIDDEN, 0) };
    uint64_t sum = 0;
    bench_must(wom_allocate(&s.queue, on->job, graph->num_nodes, sizeof *s.queue, "queue"));
    bench_must(wom_allocate(&s.visited, on->job, graph->num_nodes, sizeof *s.visited, "marks"));
    bench_must(wom_allocate(&s.world_of, on->job, graph->num_nodes, sizeof *s.world_of, "marks"));
    bench_must(wom_allocate(&s.threshold, on->job, graph->num_nodes, sizeof *s.threshold, "thresholds"));
    bench_must(wom_allocate(&s.probability, on->job, graph->num_ties, sizeof *s.probability, "probabilities"));
    bench_must(wom_allocate(&s.before, on->job, graph->num_ties, sizeof *s.before, "probabilities"));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) {
        s.probability[tie] = (float)on->chances->threshold[tie] * 0x1p-31f;
        if (by_threshold) s.before[tie] = (float)on->chances->start[tie] * 0x1p-31f;
    }
    const double start = bench_now();
    for (uint32_t world = 1; world <= on->replicates; world++) sum += search_world(&s, world, by_threshold);
    const double seconds = bench_now() - start;
    on->active = (double)sum / (double)on->replicates;
    void *const arrays[] = { s.queue, s.visited, s.world_of, s.threshold, s.probability, s.before };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) wom_free(arrays[i]);
    return seconds;
}

/* ---- Ours ---- */

static double
simulate(simulation *on, wom_simulate_engine engine, bool want_exposed)
{
    const wom_plan plan = { SEEDS, on->seeds, NULL };
    wom_simulate_options options = wom_simulate_defaults();
    wom_outcome *outcome = NULL;
    options.replicates = on->replicates;
    options.engine = engine;
    options.want_exposed = want_exposed;
    wom_job_memory_mark(on->job);
    const double start = bench_now();
    bench_must(wom_simulate(&outcome, on->job, on->model, &on->dynamics, &plan, NULL, &options));
    const double seconds = bench_now() - start;
    on->active = outcome->estimate[WOM_METRIC_ACTIVE].value;
    on->memory = wom_job_memory_since_mark(on->job);
    wom_outcome_free(outcome);
    return seconds;
}

static double
simulate_plainly(simulation *on)
{
    return simulate(on, WOM_SIMULATE_PLAIN, false);
}

static double
simulate_in_lanes(simulation *on)
{
    return simulate(on, WOM_SIMULATE_LANES, false);
}

static double
simulate_with_exposed(simulation *on)
{
    return simulate(on, WOM_SIMULATE_AUTO, true);
}

/* ---- Measuring ---- */

static void
pick_seeds(wom_node *seeds, const wom_graph *graph)
{
    for (uint32_t i = 0; i < SEEDS; i++) {
        wom_node best = WOM_NO_NODE;
        for (wom_node node = 0; node < graph->num_nodes; node++) {
            bool taken = false;
            for (uint32_t k = 0; k < i; k++) taken = taken || seeds[k] == node;
            if (taken) continue;
            if (best == WOM_NO_NODE || wom_graph_out_degree(graph, node) > wom_graph_out_degree(graph, best))
                best = node;
        }
        seeds[i] = best;
    }
}

/* Each goes through its share of the worlds. */
static const struct {
    const char *name;
    double (*simulate)(simulation *on);
    uint32_t share; /* one in so many */
} ways[] = {
    { "plain search", plain_search, 8 },
    { "one by one", simulate_plainly, 4 },
    { "in lanes", simulate_in_lanes, 1 },
    { "in lanes, exposed counted", simulate_with_exposed, 1 },
};
enum { NUM_WAYS = sizeof ways / sizeof *ways };

static void
measure(simulation *on, const char *name, const setting *how)
{
    double rate[NUM_WAYS][GOES], active[NUM_WAYS];
    uint64_t memory[NUM_WAYS];
    const uint64_t worlds = on->replicates;
    for (int go = 0; go < GOES; go++)
        for (int way = 0; way < NUM_WAYS; way++) {
            on->replicates = worlds / ways[way].share;
            on->memory = 0;
            rate[way][go] = (double)on->replicates / ways[way].simulate(on);
            active[way] = on->active;
            memory[way] = on->memory;
        }
    printf("%s, %s, %s\n", name, how->weighting, how->dynamics);
    const double floor = bench_median(rate[0], GOES);
    for (int way = 0; way < NUM_WAYS; way++) {
        const double median = bench_median(rate[way], GOES);
        printf("  %-26s %8.0f/s  (%.0f to %.0f)  %5.2f x  %9.1f active  %6.1f MB\n", ways[way].name, median,
               rate[way][0], rate[way][GOES - 1], median / floor, active[way], 1e-6 * (double)memory[way]);
    }
}

/* Takes the data. `worlds`: enough for an eighth of them to take a twentieth of a second or more. */
static void
measure_graph(wom_job *job, const char *name, wom_data *data, uint64_t worlds)
{
    wom_choice similarity = graph_choice(job, &wom_similarities, "cosine");
    printf("%s: %u users, %u ties\n", name, data->graph->num_nodes, data->graph->num_ties);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        wom_choice weighting = graph_choice(job, &wom_weightings, settings[i].weighting);
        wom_model *model = NULL;
        wom_chances *chances = NULL;
        bench_must(wom_model_create(&model, job, data, &weighting, &similarity, 0));
        simulation on = { .job = job, .graph = data->graph, .model = model, .replicates = worlds };
        on.dynamics = graph_choice(job, &wom_dynamics_catalogue, settings[i].dynamics);
        bench_must(wom_chances_create(&chances, job, data->graph, &on.dynamics));
        bench_must(wom_chances_fill(chances, job, model, 0, NULL));
        on.chances = chances;
        pick_seeds(on.seeds, data->graph);
        measure(&on, name, &settings[i]);
        wom_chances_free(chances);
        wom_model_free(model);
        wom_choice_free(&weighting);
        wom_choice_free(&on.dynamics);
    }
    wom_choice_free(&similarity);
    wom_data_free(data);
}

static void
measure_file(wom_job *job, const char *name, const char *file, wom_data_files files, uint64_t worlds)
{
    wom_data *data = NULL;
    files.ties = test_data(file);
    if (files.ties == NULL) return;
    bench_must(wom_data_load(&data, job, &files));
    measure_graph(job, name, data, worlds);
}

int
main(int argc, char **argv)
{
    wom_job *job = bench_job(argc, argv, "simulate: simulations per second, 50 users with the most ties as seeds");
    measure_graph(job, "preferential", graph_data(job, graph_preferential(job, 100000, 10, 1), 1), 512);
    const wom_data_files nethept = { .size_line = true, .direction = WOM_DIRECTION_MUTUAL,
                                     .parallel = WOM_PARALLEL_DROP };
    measure_file(job, "nethept", "nethept/hep.txt", nethept, 20480);
    const wom_data_files wiki_vote = { .parallel = WOM_PARALLEL_DROP };
    measure_file(job, "wiki_vote", "wiki_vote/wiki-Vote.txt", wiki_vote, 10240);
    wom_job_free(job);
    return 0;
}
