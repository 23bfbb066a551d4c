/* As bernoulli or jaccard, but the friends before share the credit for an action.
 *
 *     p(u, v) = sum over contents that v took up after u of  w_u / sum of w over all her friends before,   over A_u
 *
 * with w = 1, each of them alike (Goyal, Bonchi and Lakshmanan, WSDM 2010, section 4.1), or w = exp(-delay / decay),
 * those who were just before more than those of long ago (their section 4.2, and Goyal et al., PVLDB 2011). */
#include "learn/estimators.h"

#include <math.h>

typedef struct credits_params {
    double decay;
    double prior;
} credits_params;

static const wom_field fields[] = {
    { "decay", WOM_FIELD_REAL, offsetof(credits_params, decay), 0, 0, 1e12, "seconds",
      "delay after which a friend's share is 1/e; 0: all alike", NULL },
    { "prior", WOM_FIELD_REAL, offsetof(credits_params, prior), 0, 0, 1e9, "contents",
      "failures that everybody starts with", NULL },
    { 0 },
};

typedef struct sharing {
    const wom_tie_evidence *evidence;
    const wom_node *tail_of; /* [num_ties] */
    double decay;
    double *p;        /* [num_ties] credit so far */
    double *acted_at; /* [num_nodes] when each took the content at hand up */
    uint64_t seen;    /* actions whose times are in acted_at: those before it of its content */
} sharing;

/* Times of this content's actions before it; times that earlier contents left behind are not looked at. */
static void
catch_up(sharing *s, uint64_t action)
{
    const wom_log *log = s->evidence->history->log;
    const uint64_t first = log->first[log->content[action]];
    for (uint64_t i = s->seen > first ? s->seen : first; i < action; i++)
        s->acted_at[log->user[i]] = s->evidence->history->time[i];
    s->seen = action;
}

/* Relative to the latest friend, so that long delays do not all vanish. */
static void
share_by_time(sharing *s, uint64_t action, const wom_tie *ties, uint64_t num_ties)
{
    double latest = -HUGE_VAL, sum = 0;
    catch_up(s, action);
    for (uint64_t k = 0; k < num_ties; k++) latest = fmax(latest, s->acted_at[s->tail_of[ties[k]]]);
    for (uint64_t k = 0; k < num_ties; k++) sum += exp((s->acted_at[s->tail_of[ties[k]]] - latest) / s->decay);
    for (uint64_t k = 0; k < num_ties; k++)
        s->p[ties[k]] += exp((s->acted_at[s->tail_of[ties[k]]] - latest) / s->decay) / sum;
}

static void
share_alike(sharing *s, const wom_tie *ties, uint64_t num_ties)
{
    for (uint64_t k = 0; k < num_ties; k++) s->p[ties[k]] += 1 / (double)num_ties;
}

static void
visit(void *context, uint64_t action, const wom_tie *ties, uint64_t num_ties)
{
    sharing *s = context;
    if (s->decay > 0)
        share_by_time(s, action, ties, num_ties);
    else
        share_alike(s, ties, num_ties);
}

static void
divide(double *p, const wom_graph *graph, const uint32_t *num_contents, double prior)
{
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        const double num_trials = num_contents[tail] + prior;
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++)
            p[tie] = num_trials > 0 ? fmin(p[tie] / num_trials, 1) : 0;
    }
}

static wom_status
estimate(double *p, wom_job *job, const wom_tie_evidence *evidence, const void *params)
{
    const credits_params *credits = params;
    const wom_graph *graph = evidence->graph;
    wom_node *tail_of = NULL;
    sharing s = { .evidence = evidence, .decay = credits->decay, .p = p };
    uint32_t *num_contents = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&num_contents, job, graph->num_nodes, sizeof *num_contents, "users' trials"));
    for (wom_node user = 0; user < graph->num_nodes; user++)
        num_contents[user] = (uint32_t)(wom_history_user_end(evidence->history, user, evidence->until) -
                                        evidence->history->first_of_user[user]);
    if (s.decay > 0) {
        WOM_TRY_GOTO(wom_allocate(&tail_of, job, graph->num_ties, sizeof *tail_of, "tails of ties"));
        WOM_TRY_GOTO(wom_allocate(&s.acted_at, job, graph->num_nodes, sizeof(double), "times of a cascade"));
        for (wom_node user = 0; user < graph->num_nodes; user++)
            for (uint64_t tie = graph->out_first[user]; tie < graph->out_first[user + 1]; tie++) tail_of[tie] = user;
    }
    s.tail_of = tail_of;
    for (uint64_t tie = 0; tie < graph->num_ties; tie++) p[tie] = 0;
    WOM_TRY_GOTO(wom_tie_followed_visit(job, evidence, visit, &s));
    divide(p, graph, num_contents, credits->prior);
done:
    wom_free(tail_of);
    wom_free(s.acted_at);
    wom_free(num_contents);
    return status;
}

const wom_tie_estimator wom_tie_estimator_partial_credits = {
    .variant = {
        .name = "partial-credits",
        .summary = "share of the tail's contents that the head took up later, shared with her other friends before",
        .source = "Goyal, Bonchi and Lakshmanan, WSDM 2010; with decay, PVLDB 2011",
        .params_size = sizeof(credits_params),
        .fields = fields,
    },
    .estimate = estimate,
};
