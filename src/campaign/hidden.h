/* Hidden worlds: the model, made wrong by factors drawn from the stated prior. */
#ifndef CAMPAIGN_HIDDEN_H
#define CAMPAIGN_HIDDEN_H

#include <wom/campaign.h>

/* The prior, ready for drawing. */
typedef struct hidden_law {
    wom_hidden_prior prior;
    double *tie_factor; /* [HIDDEN_FACTORS] equally likely factors with mean 1; NULL when ties do not vary */
} hidden_law;

enum { HIDDEN_FACTOR_BITS = 14, HIDDEN_FACTORS = 1 << HIDDEN_FACTOR_BITS };

wom_status wom_hidden_law_create(hidden_law *law, wom_job *job, const wom_hidden_prior *prior);
void wom_hidden_law_clear(hidden_law *law);

/* A hidden world's factors are functions of its key: nothing of it is stored. */
double wom_hidden_tie_factor(const hidden_law *law, uint64_t key, wom_tie tie);
double wom_hidden_appeal(const hidden_law *law, uint64_t key, uint32_t content);
double wom_hidden_baseline(const hidden_law *law, uint64_t key, double baseline);

/* Sets the chances to those of a content in the hidden world. `probability` is scratch, [num_ties]. */
void wom_hidden_fill(wom_chances *chances, const hidden_law *law, uint64_t key, const wom_model *model,
                     uint32_t content, double *probability);

#endif
