/* Hidden worlds: the model, made wrong by factors drawn from the stated prior.
 *
 * A world has hundreds of thousands of ties and there are hundreds of worlds, so a tie's factor is a coin that picks
 * from a table: the log-normal law cut into equally likely parts, each of them replaced by its mean. That keeps the
 * mean of 1 exactly. */
#include "hidden.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

/* The mean of exp(s Z - s^2 / 2) over Z between two quantiles is the probability that Z + s lies between them, times
 * the number of parts. */
wom_status
wom_hidden_law_create(hidden_law *law, wom_job *job, const wom_hidden_prior *prior)
{
    *law = (hidden_law){ .prior = *prior };
    if (prior->tie_sd == 0) return WOM_OK;
    WOM_TRY(wom_allocate(&law->tie_factor, job, HIDDEN_FACTORS, sizeof *law->tie_factor, "factors of hidden ties"));
    double below = 0;
    for (uint32_t i = 0; i < HIDDEN_FACTORS; i++) {
        const double end = (double)(i + 1) / HIDDEN_FACTORS;
        const double up_to = i + 1 < HIDDEN_FACTORS ? gsl_cdf_ugaussian_P(gsl_cdf_ugaussian_Pinv(end) - prior->tie_sd)
                                                    : 1;
        law->tie_factor[i] = HIDDEN_FACTORS * (up_to - below);
        below = up_to;
    }
    return WOM_OK;
}

void
wom_hidden_law_clear(hidden_law *law)
{
    wom_free(law->tie_factor);
    law->tie_factor = NULL;
}

double
wom_hidden_tie_factor(const hidden_law *law, uint64_t key, wom_tie tie)
{
    return law->tie_factor == NULL ? 1 : law->tie_factor[wom_coin(key, tie) >> (31 - HIDDEN_FACTOR_BITS)];
}

static double
log_normal(uint64_t key, uint64_t index, double sd)
{
    if (sd == 0) return 1;
    wom_rng rng = wom_rng_stream(key, WOM_PURPOSE_HIDDEN, index);
    return exp(sd * wom_rng_normal(&rng) - sd * sd / 2);
}

double
wom_hidden_appeal(const hidden_law *law, uint64_t key, uint32_t content)
{
    return log_normal(key, content, law->prior.appeal_sd);
}

double
wom_hidden_baseline(const hidden_law *law, uint64_t key, double baseline)
{
    return fmin(1, baseline * log_normal(key, UINT64_MAX, law->prior.baseline_sd));
}

void
wom_hidden_fill(wom_chances *chances, const hidden_law *law, uint64_t key, const wom_model *model, uint32_t content,
                double *probability)
{
    const wom_graph *graph = model->graph;
    const double appeal = wom_hidden_appeal(law, key, content);
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) {
        const double p = wom_model_probability(model, content, tie, graph->out_head[tie]);
        probability[tie] = fmin(1, appeal * wom_hidden_tie_factor(law, key, tie) * p);
    }
    const wom_status status =
        wom_chances_fill_from(chances, probability, content, wom_hidden_baseline(law, key, model->baseline), true);
    assert(status == WOM_OK); /* normalised, so there is nothing to refuse */
    (void)status;
}
