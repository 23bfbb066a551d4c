/* What is known at a snapshot: how active users and contents were, and what the past says of each tie. */
#include "pairs/pairs.h"
#include "propagation/friends.h"

#include <math.h>

/* Contents of each user's actions before the start, and how they fade. */
static void
gather_users(wom_pair_past *past, double short_memory, double long_memory)
{
    const wom_history *history = past->history;
    uint64_t to = 0;
    for (wom_node user = 0; user < history->num_nodes; user++) {
        const uint64_t end = wom_history_user_end(history, user, past->start);
        past->first_of_user[user] = to;
        past->user_since[user] = (double)INFINITY;
        for (uint64_t k = history->first_of_user[user]; k < end; k++) {
            const uint64_t action = history->action_of_user[k];
            const uint32_t content = history->log->content[action];
            const double age = past->start - history->time[action];
            past->content_of[to++] = content;
            past->fade[action] = exp(-age / short_memory);
            past->fade_long[action] = exp(-age / long_memory);
            past->user_short[user] += past->fade[action];
            past->user_long[user] += past->fade_long[action];
            past->user_since[user] = age;
        }
    }
    past->first_of_user[history->num_nodes] = to;
    for (uint32_t c = 0; c < history->log->num_contents; c++) {
        const uint64_t end = wom_history_content_end(history, c, past->start);
        for (uint64_t i = history->log->first[c]; i < end; i++) {
            past->content_short[c] += past->fade[i];
            past->content_long[c] += past->fade_long[i];
        }
    }
}

/* S/D: a tie's strength among those into its head. */
static void
share_strengths(double *share, const wom_graph *graph)
{
    for (wom_node head = 0; head < graph->num_nodes; head++) {
        double sum = 0;
        for (uint64_t i = graph->in_first[head]; i < graph->in_first[head + 1]; i++)
            sum += wom_graph_strength(graph, graph->in_tie[i]);
        for (uint64_t i = graph->in_first[head]; i < graph->in_first[head + 1]; i++)
            share[graph->in_tie[i]] = sum > 0 ? wom_graph_strength(graph, graph->in_tie[i]) / sum : 0;
    }
}

/* ---- Cosines of past contents ---- */

enum { TAILS_A_BLOCK = 256 };

typedef struct cosine_work {
    const wom_pair_past *past;
    double *cosine;
    wom_node **seen; /* a worker's: by whom a content was marked last, + 1 */
} cosine_work;

static void
compare_tails(void *context, uint64_t block, uint32_t worker)
{
    const cosine_work *work = context;
    const wom_pair_past *past = work->past;
    const wom_graph *graph = past->graph;
    wom_node *seen = work->seen[worker];
    const uint64_t next = (block + 1) * TAILS_A_BLOCK, end = next < graph->num_nodes ? next : graph->num_nodes;
    for (wom_node tail = (wom_node)(block * TAILS_A_BLOCK); tail < end; tail++) {
        const uint32_t num = wom_pair_past_activity(past, tail);
        if (num == 0) continue;
        for (uint64_t k = past->first_of_user[tail]; k < past->first_of_user[tail + 1]; k++)
            seen[past->content_of[k]] = tail + 1;
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++) {
            const wom_node head = graph->out_head[tie];
            uint32_t common = 0;
            for (uint64_t k = past->first_of_user[head]; k < past->first_of_user[head + 1]; k++)
                common += seen[past->content_of[k]] == tail + 1;
            if (common > 0) work->cosine[tie] = common / sqrt((double)num * wom_pair_past_activity(past, head));
        }
    }
}

static wom_status
measure_cosines(wom_pair_past *past, wom_job *job)
{
    const wom_graph *graph = past->graph;
    const uint32_t threads = wom_job_threads(job);
    double *cosine = past->of_tie[WOM_PAIR_COSINE - WOM_PAIR_SOCIAL];
    double *share = past->of_tie[WOM_PAIR_COSINE_SHARE - WOM_PAIR_SOCIAL];
    cosine_work work = { .past = past, .cosine = cosine };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&work.seen, job, threads, sizeof *work.seen, "marks of contents"));
    for (uint32_t w = 0; w < threads; w++)
        WOM_TRY_GOTO(wom_allocate(&work.seen[w], job, past->history->log->num_contents, sizeof(wom_node),
                                  "marks of contents"));
    WOM_TRY_GOTO(wom_parallel_for(job, (graph->num_nodes + TAILS_A_BLOCK - 1) / TAILS_A_BLOCK, compare_tails, &work,
                                  NULL));
    for (wom_node head = 0; head < graph->num_nodes; head++) {
        double sum = 0;
        for (uint64_t i = graph->in_first[head]; i < graph->in_first[head + 1]; i++) sum += cosine[graph->in_tie[i]];
        for (uint64_t i = graph->in_first[head]; i < graph->in_first[head + 1]; i++)
            share[graph->in_tie[i]] = sum > 0 ? cosine[graph->in_tie[i]] / sum : 0;
    }
done:
    for (uint32_t w = 0; work.seen != NULL && w < threads; w++) wom_free(work.seen[w]);
    wom_free(work.seen);
    return status;
}

/* ---- Estimators of ties ---- */

/* Their probabilities as hazards, so that those of several friends add up. */
static wom_status
estimate(double *hazard, wom_job *job, const wom_pair_past *past, const char *name, double prior)
{
    const wom_tie_evidence evidence = { .history = past->history, .graph = past->graph, .until = past->start };
    wom_json *json = NULL;
    wom_choice choice = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_json_create_object(&json, job));
    WOM_TRY_GOTO(wom_json_add_string(json, "type", name));
    WOM_TRY_GOTO(wom_json_add_number(json, "prior", prior));
    WOM_TRY_GOTO(wom_choice_read(&choice, job, &wom_tie_estimators, json));
    WOM_TRY_GOTO(wom_ties_estimate(hazard, job, &evidence, &choice));
    for (uint64_t tie = 0; tie < past->graph->num_ties; tie++)
        hazard[tie] = -log1p(-(hazard[tie] < 1 - 1e-6 ? hazard[tie] : 1 - 1e-6));
done:
    wom_choice_free(&choice);
    wom_json_free(json);
    return status;
}

static wom_status
describe_ties(wom_pair_past *past, wom_job *job)
{
    double **of_tie = past->of_tie;
    for (uint32_t f = 0; f < WOM_NUM_PAIR_TIE_FEATURES; f++)
        if (f != WOM_PAIR_JACCARD - WOM_PAIR_SOCIAL)
            WOM_TRY(wom_allocate(&of_tie[f], job, past->graph->num_ties, sizeof(double), "features of ties"));
    share_strengths(of_tie[0], past->graph);
    WOM_TRY(wom_friends_shared(&of_tie[WOM_PAIR_JACCARD - WOM_PAIR_SOCIAL], job, past->graph));
    WOM_TRY(measure_cosines(past, job));
    WOM_TRY(estimate(of_tie[WOM_PAIR_BERNOULLI - WOM_PAIR_SOCIAL], job, past, "bernoulli", 0));
    WOM_TRY(estimate(of_tie[WOM_PAIR_BERNOULLI_SHRUNK - WOM_PAIR_SOCIAL], job, past, "bernoulli", 5));
    return estimate(of_tie[WOM_PAIR_SAITO_EM - WOM_PAIR_SOCIAL], job, past, "saito-em", 1);
}

wom_status
wom_pair_past_create(wom_pair_past *past, wom_job *job, const wom_history *history, const wom_graph *graph,
                     const wom_pairs_options *options)
{
    const uint64_t num_actions = history->log->num_actions, num_contents = history->log->num_contents;
    const char *what = "the past of users and contents";
    wom_status status = WOM_OK;
    *past = (wom_pair_past){ .history = history, .graph = graph, .start = options->start, .window = options->window };
    WOM_TRY_GOTO(wom_allocate(&past->first_of_user, job, (uint64_t)graph->num_nodes + 1, sizeof(uint64_t), what));
    WOM_TRY_GOTO(wom_allocate(&past->content_of, job, num_actions, sizeof(uint32_t), what));
    WOM_TRY_GOTO(wom_allocate(&past->user_short, job, graph->num_nodes, sizeof(double), what));
    WOM_TRY_GOTO(wom_allocate(&past->user_long, job, graph->num_nodes, sizeof(double), what));
    WOM_TRY_GOTO(wom_allocate(&past->user_since, job, graph->num_nodes, sizeof(double), what));
    WOM_TRY_GOTO(wom_allocate(&past->content_short, job, num_contents, sizeof(double), what));
    WOM_TRY_GOTO(wom_allocate(&past->content_long, job, num_contents, sizeof(double), what));
    WOM_TRY_GOTO(wom_allocate(&past->fade, job, num_actions, sizeof(double), what));
    WOM_TRY_GOTO(wom_allocate(&past->fade_long, job, num_actions, sizeof(double), what));
    gather_users(past, options->short_memory * options->window, options->long_memory * options->window);
    status = describe_ties(past, job);
done:
    if (status != WOM_OK) wom_pair_past_clear(past);
    return status;
}

void
wom_pair_past_clear(wom_pair_past *past)
{
    wom_free(past->first_of_user);
    wom_free(past->content_of);
    wom_free(past->user_short);
    wom_free(past->user_long);
    wom_free(past->user_since);
    wom_free(past->content_short);
    wom_free(past->content_long);
    wom_free(past->fade);
    wom_free(past->fade_long);
    for (uint32_t f = 0; f < WOM_NUM_PAIR_TIE_FEATURES; f++) wom_free(past->of_tie[f]);
    *past = (wom_pair_past){ 0 };
}
