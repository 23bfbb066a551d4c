/* The rows of the table of weightings, and what several of them need. */
#ifndef PROPAGATION_WEIGHTINGS_H
#define PROPAGATION_WEIGHTINGS_H

#include <wom/propagation.h>

extern const wom_weighting wom_weighting_social_interest;
extern const wom_weighting wom_weighting_weighted_cascade;
extern const wom_weighting wom_weighting_constant;
extern const wom_weighting wom_weighting_column;
extern const wom_weighting wom_weighting_activity;
extern const wom_weighting wom_weighting_jaccard;
extern const wom_weighting wom_weighting_layers;
extern const wom_weighting wom_weighting_trivalency;
extern const wom_weighting wom_weighting_uniform;
extern const wom_weighting wom_weighting_learned;

/* Sets the term to value(tie) / divisor(head), 0 / 0 being 0. value, divisor NULL: 1. The arrays stay the caller's. */
wom_status wom_term_divide(wom_term *term, wom_job *job, const wom_graph *graph, const double *value,
                           const double *divisor);

/* sum[node] of value over the ties into each node; value NULL: 1 a tie. */
void wom_sum_incoming(double *sum, const wom_graph *graph, const double *value);

/* Sets o[e] to value(params, x) with an x uniform on (0, 1) for every tie: a function of seed, layer and tie alone. */
wom_status wom_model_draw(wom_model *model, wom_job *job, uint64_t seed,
                          double (*value)(const void *params, double uniform), const void *params);

/* Sets b[c][j] to weight * C(c, j) for all contents and users, who have interests, and counts what is missing. */
wom_status wom_model_fill_likeness(wom_model *model, wom_job *job, const wom_data *data,
                                   const wom_similarity *similarity, double weight);

/* The model of a layer, whose ties are those of data->graph. */
wom_status wom_model_create_layer(wom_model **model, wom_job *job, const wom_data *data, const wom_choice *weighting,
                                  const wom_similarity *similarity, uint32_t layer_number);

#endif
