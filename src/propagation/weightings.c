/* The table of weightings, and what several of them need. */
#include "weightings.h"

#include <float.h>
#include <math.h>

static const wom_variant *const variants[] = {
    &wom_weighting_social_interest.variant,
    &wom_weighting_weighted_cascade.variant,
    &wom_weighting_constant.variant,
    &wom_weighting_column.variant,
    &wom_weighting_activity.variant,
    &wom_weighting_jaccard.variant,
    &wom_weighting_layers.variant,
    &wom_weighting_trivalency.variant,
    &wom_weighting_uniform.variant,
    &wom_weighting_learned.variant,
    NULL,
};

const wom_catalogue wom_weightings = {
    .name = "weighting",
    .summary = "the probability that a tie passes a content on",
    .variants = variants,
};

void
wom_sum_incoming(double *sum, const wom_graph *graph, const double *value)
{
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        sum[node] = 0;
        for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
            sum[node] += value != NULL ? value[graph->in_tie[k]] : 1;
    }
}

/* 0 / 0 is 0. What no float can hold becomes the largest, so that nothing turns into an infinity and then, times a
 * weight of 0, into no number at all. */
static float
quotient(double value, double divisor)
{
    return divisor > 0 ? (float)fmin(value / divisor, (double)FLT_MAX) : 0;
}

/* Values that depend on the head alone are stored once a user. */
wom_status
wom_term_divide(wom_term *term, wom_job *job, const wom_graph *graph, const double *value, const double *divisor)
{
    if (value == NULL) {
        WOM_TRY(wom_allocate(&term->of_head, job, graph->num_nodes, sizeof *term->of_head, "a term of the users"));
        for (wom_node node = 0; node < graph->num_nodes; node++) term->of_head[node] = quotient(1, divisor[node]);
        return WOM_OK;
    }
    WOM_TRY(wom_allocate(&term->of_tie, job, graph->num_ties, sizeof *term->of_tie, "a term of the ties"));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        term->of_tie[tie] = quotient(value[tie], divisor != NULL ? divisor[graph->out_head[tie]] : 1);
    return WOM_OK;
}

wom_status
wom_model_draw(wom_model *model, wom_job *job, uint64_t seed, double (*value)(const void *params, double uniform),
               const void *params)
{
    const uint64_t key = wom_key(seed, WOM_PURPOSE_WEIGHTING, model->layer_number, 0);
    const wom_tie num_ties = model->graph->num_ties;
    WOM_TRY(wom_allocate(&model->offset.of_tie, job, num_ties, sizeof *model->offset.of_tie, "drawn probabilities"));
    for (wom_tie tie = 0; tie < num_ties; tie++)
        model->offset.of_tie[tie] = (float)value(params, (wom_coin(key, tie) + .5) / (double)WOM_COIN_ONE);
    return WOM_OK;
}
