/* The most likely probabilities of independent cascades, by expectation-maximisation.
 *
 * An action of v with friends before is the success of at least one of their tries, P = 1 - prod(1 - p); a friend's
 * share in it is p / P. All other tries failed:
 *
 *     p(u, v) <- sum over contents that v took up after u of  p(u, v) / P   over   A_u - A_vu + prior
 *
 * where A_vu are the contents that v had before u and was not to be convinced of. Saito, Nakano and Kimura, KES 2008,
 * without their discrete steps: a try may take any time. As many parameters as ties that were ever followed, so it
 * learns the past by heart: see docs/learn.md. No iteration lowers the log-likelihood (plus prior sum ln(1 - p)). */
#include "learn/estimators.h"

#include <math.h>

typedef struct em_params {
    uint32_t iterations;
    double start;
    double prior;
} em_params;

static const wom_field fields[] = {
    { "iterations", WOM_FIELD_UINT, offsetof(em_params, iterations), 30, 1, 1e6, "", "rounds of improvement", NULL },
    { "start", WOM_FIELD_REAL, offsetof(em_params, start), 0.1, 1e-6, 1, "probability",
      "what every tie that was followed begins with", NULL },
    { "prior", WOM_FIELD_REAL, offsetof(em_params, prior), 1, 0, 1e9, "contents",
      "failures that every tie starts with; 0: most likely probabilities", NULL },
    { 0 },
};

/* The actions with friends before, each a list of ties. */
typedef struct successes {
    uint64_t num, num_ties;
    uint64_t *first; /* [num + 1] */
    wom_tie *tie;    /* [num_ties] */
} successes;

static void
count_success(void *context, uint64_t action, const wom_tie *ties, uint64_t num_ties)
{
    (void)action;
    (void)ties;
    successes *s = context;
    s->num++;
    s->num_ties += num_ties;
}

static void
add_success(void *context, uint64_t action, const wom_tie *ties, uint64_t num_ties)
{
    (void)action;
    successes *s = context;
    const uint64_t first = s->first[s->num];
    for (uint64_t k = 0; k < num_ties; k++) s->tie[first + k] = ties[k];
    s->first[++s->num] = first + num_ties;
}

static wom_status
list_successes(successes *s, wom_job *job, const wom_tie_evidence *evidence)
{
    WOM_TRY(wom_tie_followed_visit(job, evidence, count_success, s));
    WOM_TRY(wom_allocate(&s->first, job, s->num + 1, sizeof *s->first, "actions with friends before"));
    WOM_TRY(wom_allocate(&s->tie, job, s->num_ties, sizeof *s->tie, "friends before actions"));
    s->num = 0;
    return wom_tie_followed_visit(job, evidence, add_success, s);
}

/* The sum over successes of each tie's share, p / P. */
static void
share_out(double *credit, const double *p, const successes *s)
{
    for (uint64_t n = 0; n < s->num; n++) {
        double withstood = 1;
        for (uint64_t k = s->first[n]; k < s->first[n + 1]; k++) withstood *= 1 - p[s->tie[k]];
        if (withstood == 1) continue; /* none of them can have done it any more */
        for (uint64_t k = s->first[n]; k < s->first[n + 1]; k++) credit[s->tie[k]] += p[s->tie[k]] / (1 - withstood);
    }
}

static void
improve(double *p, double *credit, const wom_tie_evidence *evidence, const wom_tie_trials *trials, double prior)
{
    const wom_graph *graph = evidence->graph;
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++) {
            const double tries = (double)trials->of_user[tail] - trials->preceded[tie] + prior;
            p[tie] = tries > 0 ? fmin(credit[tie] / tries, 1) : 0;
            credit[tie] = 0;
        }
    }
}

static wom_status
estimate(double *p, wom_job *job, const wom_tie_evidence *evidence, const void *params)
{
    const em_params *em = params;
    const uint64_t num_ties = evidence->graph->num_ties;
    wom_tie_trials trials = { 0 };
    successes s = { 0 };
    double *credit = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_tie_trials_count(&trials, job, evidence, -HUGE_VAL, true));
    WOM_TRY_GOTO(list_successes(&s, job, evidence));
    WOM_TRY_GOTO(wom_allocate(&credit, job, num_ties, sizeof *credit, "ties' shares"));
    for (uint64_t tie = 0; tie < num_ties; tie++) p[tie] = trials.followed[tie] > 0 ? em->start : 0;
    for (uint32_t round = 0; round < em->iterations; round++) {
        WOM_TRY_GOTO(wom_job_check(job));
        share_out(credit, p, &s);
        improve(p, credit, evidence, &trials, em->prior);
    }
done:
    wom_tie_trials_clear(&trials);
    wom_free(s.first);
    wom_free(s.tie);
    wom_free(credit);
    return status;
}

const wom_tie_estimator wom_tie_estimator_saito_em = {
    .variant = {
        .name = "saito-em",
        .summary = "the most likely independent cascades, a probability a tie",
        .source = "Saito, Nakano and Kimura, KES 2008",
        .params_size = sizeof(em_params),
        .fields = fields,
    },
    .estimate = estimate,
};
