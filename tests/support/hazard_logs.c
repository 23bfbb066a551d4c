/* Logs drawn from a known hazard. */
#include "hazard_logs.h"
#include "logs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void *
get(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory != NULL) return memory;
    fprintf(stderr, "no memory for a test's log\n");
    exit(1);
}

static double
rate_of(const wom_tie_terms *terms, const hazard_law *law, uint64_t tie, wom_node head, uint32_t content)
{
    double rate = 0;
    for (uint32_t k = 0; k < terms->num; k++) {
        const wom_tie_term *term = &terms->term[k];
        double x = term->of_tie != NULL ? (double)term->of_tie[tie] : 0;
        if (term->of_tie == NULL)
            x = wom_term_value(&terms->model->interest_scale, (wom_tie)tie, head) *
                (double)
                    terms->model->interest[(uint64_t)terms->content_of[content] * terms->data->graph->num_nodes + head];
        rate += law->weight[k] * x;
    }
    return rate;
}

static double
exponential(wom_rng *rng)
{
    return -log(1 - wom_rng_uniform(rng));
}

/* The user who comes next of those who have not come; num_nodes: none before the end. */
static wom_node
next_of(const double *due, const bool *is_done, wom_node num_nodes, double until)
{
    wom_node next = num_nodes;
    for (wom_node user = 0; user < num_nodes; user++)
        if (!is_done[user] && due[user] <= until && (next == num_nodes || due[user] < due[next])) next = user;
    return next;
}

static uint64_t
draw_cascade(log_action *to, const wom_tie_terms *terms, const hazard_law *law, uint32_t content, wom_rng *rng,
             double *due, bool *is_done)
{
    const wom_graph *graph = terms->data->graph;
    const double start = law->until / 2 * wom_rng_uniform(rng);
    const wom_node root = (wom_node)wom_rng_below(rng, graph->num_nodes);
    uint64_t num = 0;
    for (wom_node user = 0; user < graph->num_nodes; user++) {
        due[user] = user == root ? start : start + exponential(rng) / law->baseline;
        is_done[user] = false;
    }
    for (wom_node user; (user = next_of(due, is_done, graph->num_nodes, law->until)) < graph->num_nodes;) {
        is_done[user] = true;
        to[num++] = (log_action){ content, user, due[user] };
        for (uint64_t tie = graph->out_first[user]; tie < graph->out_first[user + 1]; tie++) {
            const wom_node head = graph->out_head[tie];
            const double rate = rate_of(terms, law, tie, head, content), drawn = exponential(rng);
            if (is_done[head] || !(drawn < rate)) continue;
            const double arrival = due[user] - law->scale * log(1 - drawn / rate);
            if (arrival < due[head]) due[head] = arrival;
        }
    }
    return num;
}

wom_log *
hazard_log(wom_job *job, const wom_tie_terms *terms, const hazard_law *law, uint64_t seed)
{
    const wom_node num_nodes = terms->data->graph->num_nodes;
    log_action *actions = get((size_t)law->num_contents * num_nodes, sizeof *actions);
    double *due = get(num_nodes, sizeof *due);
    bool *is_done = get(num_nodes, sizeof *is_done);
    uint64_t num = 0;
    for (uint32_t c = 0; c < law->num_contents; c++) {
        wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, c);
        num += draw_cascade(actions + num, terms, law, c, &rng, due, is_done);
    }
    wom_log *log = log_of(job, law->num_contents, num, actions);
    free(actions);
    free(due);
    free(is_done);
    return log;
}
