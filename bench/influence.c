/* Looking for influence in made logs of growing size: seconds, memory. Rows of a Markdown table. */
#include <wom/learn.h>

#include "bench.h"
#include "graphs.h"
#include "logs.h"
#include "test.h"

#include <stdio.h>

enum { ACTIONS_A_CONTENT = 100, ACTIONS_A_USER = 10 };

/* Users of uneven activity; each acts on a content once at most. */
static wom_log *
make_log(wom_job *job, wom_node num_users, uint64_t num_actions)
{
    const uint32_t num_contents = (uint32_t)(num_actions / ACTIONS_A_CONTENT);
    log_action *actions = NULL;
    uint32_t *last = NULL;
    bench_must(wom_allocate(&actions, job, num_actions, sizeof *actions, "actions"));
    bench_must(wom_allocate(&last, job, num_users, sizeof *last, "users"));
    uint64_t num = 0;
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, 0);
    for (uint32_t c = 0; c < num_contents; c++) {
        for (int k = 0; k < ACTIONS_A_CONTENT; k++) {
            const double u = wom_rng_uniform(&rng);
            const wom_node user = (wom_node)(u * u * num_users);
            if (last[user] == c + 1) continue;
            last[user] = c + 1;
            actions[num++] = (log_action){ c, user, c + .5 * k };
        }
    }
    wom_log *made = log_of(job, num_contents, num, actions);
    wom_free(actions);
    wom_free(last);
    return made;
}

static void
measure(wom_job *job, uint64_t num_actions)
{
    const wom_node num_users = (wom_node)(num_actions / ACTIONS_A_USER);
    wom_graph *graph = graph_preferential(job, num_users, 5, 1);
    wom_log *past = make_log(job, num_users, num_actions);
    const wom_influence_options options = wom_influence_defaults();
    wom_influence found;
    wom_job_memory_mark(job);
    const double start = bench_now(), processor = bench_processor();
    bench_must(wom_influence_measure(&found, job, past, graph, &options));
    const double seconds = bench_now() - start, used = bench_processor() - processor;
    printf("| %llu | %u | %.1f | %.1f | %.0f |\n", (unsigned long long)past->num_actions, graph->num_ties, seconds,
           used, (double)wom_job_memory_since_mark(job) / 1e6);
    log_free(past);
    wom_graph_free(graph);
}

int
main(int argc, char **argv)
{
    wom_job *job = bench_job(argc, argv, "influence: 200 shuffles of each null; actions, ties, seconds, processor, MB");
    for (uint64_t num = 10000; num <= 1000000; num *= 10) measure(job, num);
    wom_job_free(job);
    return 0;
}
