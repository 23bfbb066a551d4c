/* What was believed beforehand, corrected by the log.
 *
 *     p(u, v) = (A_uv + kappa prior(u, v)) / (A_u + kappa)
 *
 * the posterior mean of a Beta prior of that mean, worth kappa contents. The prior is the caller's, a model's P say;
 * without one it is the share sum A_uv / sum A_u over all ties. kappa is given, or the one that foretells best the last
 * part of the past from what is before it: the largest sum over ties of  A'_uv ln p + (A'_u - A'_uv) ln(1 - p), with
 * A' of the last part and p of the part before. */
#include "learn/estimators.h"

#include <math.h>

typedef struct posterior_params {
    double kappa;
    double validation;
} posterior_params;

static const wom_field fields[] = {
    { "kappa", WOM_FIELD_REAL, offsetof(posterior_params, kappa), 0, 0, 1e9, "contents",
      "what the prior is worth; 0: chosen by validation inside the past", NULL },
    { "validation", WOM_FIELD_REAL, offsetof(posterior_params, validation), 0.25, 0.01, 0.9, "share",
      "of the past's actions, the last, on which kappa is chosen", NULL },
    { 0 },
};

typedef struct posterior {
    const wom_graph *graph;
    const double *prior; /* [num_ties] or NULL */
    double pooled;       /* where there is none */
    wom_tie_trials seen, later;
} posterior;

static double
mean_of(const posterior *q, const wom_tie_trials *trials, wom_node tail, uint64_t tie, double kappa)
{
    const double prior = q->prior != NULL ? q->prior[tie] : q->pooled;
    const double weight = trials->of_user[tail] + kappa;
    return weight > 0 ? (trials->followed[tie] + kappa * prior) / weight : prior;
}

static double
pool(const wom_graph *graph, const wom_tie_trials *trials)
{
    double followed = 0, tries = 0;
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        tries += (double)trials->of_user[tail] * wom_graph_out_degree(graph, tail);
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++)
            followed += trials->followed[tie];
    }
    return tries > 0 ? followed / tries : 0;
}

/* Probabilities of 0 and 1 that turn out wrong would make any kappa impossible. */
static double
foretold(const posterior *q, double kappa)
{
    const double least = 1e-6;
    double sum = 0;
    for (wom_node tail = 0; tail < q->graph->num_nodes; tail++) {
        if (q->later.of_user[tail] == 0) continue;
        for (uint64_t tie = q->graph->out_first[tail]; tie < q->graph->out_first[tail + 1]; tie++) {
            const double p = fmin(fmax(mean_of(q, &q->seen, tail, tie, kappa), least), 1 - least);
            const double followed = q->later.followed[tie];
            sum += followed * log(p) + (q->later.of_user[tail] - followed) * log1p(-p);
        }
    }
    return sum;
}

/* The best of the halves of powers of two between 1/16 and 65536, the smallest of equals. */
static double
best_kappa(const posterior *q)
{
    double best = 0, most = -HUGE_VAL;
    for (int half = -8; half <= 32; half++) {
        const double kappa = exp2(half / 2.0), likelihood = foretold(q, kappa);
        if (likelihood <= most) continue;
        most = likelihood;
        best = kappa;
    }
    return best;
}

/* The time of the first of the last `share` of the actions before `until`. */
static wom_status
find_cut(double *cut, wom_job *job, const wom_tie_evidence *evidence, double share)
{
    const wom_log *log = evidence->history->log;
    double *times;
    uint64_t num = 0;
    WOM_TRY(wom_allocate(&times, job, log->num_actions, sizeof *times, "times of actions"));
    for (uint64_t i = 0; i < log->num_actions; i++)
        if (evidence->history->time[i] < evidence->until) times[num++] = evidence->history->time[i];
    wom_sort_reals(times, num);
    *cut = num > 0 ? times[(uint64_t)((1 - share) * (double)num)] : evidence->until;
    wom_free(times);
    return WOM_OK;
}

static wom_status
choose_kappa(double *kappa, posterior *q, wom_job *job, const wom_tie_evidence *evidence, double share)
{
    double cut;
    WOM_TRY(find_cut(&cut, job, evidence, share));
    wom_tie_evidence before = *evidence;
    before.until = cut;
    WOM_TRY(wom_tie_trials_count(&q->seen, job, &before, -HUGE_VAL, false));
    WOM_TRY(wom_tie_trials_count(&q->later, job, evidence, cut, false));
    q->pooled = pool(q->graph, &q->seen);
    *kappa = best_kappa(q);
    return WOM_OK;
}

static wom_status
estimate(double *p, wom_job *job, const wom_tie_evidence *evidence, const void *params)
{
    const posterior_params *given = params;
    const wom_graph *graph = evidence->graph;
    posterior q = { .graph = graph, .prior = evidence->prior };
    wom_tie_trials all = { 0 };
    double kappa = given->kappa;
    wom_status status = WOM_OK;
    if (kappa == 0) WOM_TRY_GOTO(choose_kappa(&kappa, &q, job, evidence, given->validation));
    WOM_TRY_GOTO(wom_tie_trials_count(&all, job, evidence, -HUGE_VAL, false));
    q.pooled = pool(graph, &all);
    for (wom_node tail = 0; tail < graph->num_nodes; tail++)
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++)
            p[tie] = mean_of(&q, &all, tail, tie, kappa);
done:
    wom_tie_trials_clear(&q.seen);
    wom_tie_trials_clear(&q.later);
    wom_tie_trials_clear(&all);
    return status;
}

const wom_tie_estimator wom_tie_estimator_posterior = {
    .variant = {
        .name = "posterior",
        .summary = "what was believed beforehand, corrected by the share of the tail's contents that the head took up",
        .source = "Beta prior; Goyal, Bonchi and Lakshmanan, WSDM 2010, for the counts",
        .params_size = sizeof(posterior_params),
        .fields = fields,
    },
    .estimate = estimate,
};
