/* How well probabilities of ties foretell tries that they have not seen. */
#include "learn/estimators.h"

#include <math.h>

static const double least_p = 1e-4;

/* The tries from a time on that every user of the content at hand has had. */
typedef struct judge {
    const wom_tie_evidence *evidence;
    const double *p;
    uint64_t *rank;    /* [num_nodes] number of the action + 1; at most the content's first: none */
    double *withstood; /* [num_nodes] sum of ln(1 - p) over her tries; 0: none */
    wom_node *tried;   /* [num_nodes] those with any */
    wom_ties_score *score;
} judge;

/* Tries of the user of action i with those who act later or not at all. */
static void
try_friends(judge *j, wom_node *num_tried, uint64_t first, uint64_t i)
{
    const wom_graph *graph = j->evidence->graph;
    const wom_node user = j->evidence->history->log->user[i];
    for (uint64_t tie = graph->out_first[user]; tie < graph->out_first[user + 1]; tie++) {
        const wom_node head = graph->out_head[tie];
        if (j->rank[head] > first && j->rank[head] <= i + 1) continue;
        if (j->withstood[head] == 0) j->tried[(*num_tried)++] = head;
        j->withstood[head] += log1p(-fmin(fmax(j->p[tie], least_p), 1 - least_p));
        j->score->num_tries++;
    }
}

static void
judge_content(judge *j, uint32_t content, double from)
{
    const wom_history *history = j->evidence->history;
    const uint64_t first = history->log->first[content];
    const uint64_t end = wom_history_content_end(history, content, j->evidence->until);
    wom_node num_tried = 0;
    for (uint64_t i = first; i < end; i++) j->rank[history->log->user[i]] = i + 1;
    for (uint64_t i = wom_history_content_end(history, content, from); i < end; i++)
        try_friends(j, &num_tried, first, i);
    for (wom_node k = 0; k < num_tried; k++) {
        const wom_node head = j->tried[k];
        const bool followed = j->rank[head] > first;
        j->score->num_followed += followed;
        j->score->log_likelihood += followed ? log(-expm1(j->withstood[head])) : j->withstood[head];
        j->withstood[head] = 0;
    }
}

wom_status
wom_ties_judge(wom_ties_score *score, wom_job *job, const wom_tie_evidence *evidence, const double *p, double from)
{
    const wom_node num_nodes = evidence->graph->num_nodes;
    judge j = { .evidence = evidence, .p = p, .score = score };
    wom_status status = WOM_OK;
    *score = (wom_ties_score){ 0 };
    WOM_TRY_GOTO(wom_allocate(&j.rank, job, num_nodes, sizeof *j.rank, "users' places in a cascade"));
    WOM_TRY_GOTO(wom_allocate(&j.withstood, job, num_nodes, sizeof *j.withstood, "users' tries"));
    WOM_TRY_GOTO(wom_allocate(&j.tried, job, num_nodes, sizeof *j.tried, "users who were tried"));
    for (uint32_t c = 0; c < evidence->history->log->num_contents; c++) {
        if (c % 1024 == 0) WOM_TRY_GOTO(wom_job_check(job));
        judge_content(&j, c, from);
    }
done:
    wom_free(j.rank);
    wom_free(j.withstood);
    wom_free(j.tried);
    return status;
}
