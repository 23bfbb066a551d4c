/* The Beta posterior: its prior's parameters, and the posterior of an arm of which something is believed. */
#include "bandit/beta_posterior.h"

#include <math.h>

enum { MOST_COUNTS = 1000000 };

const wom_field wom_beta_prior_fields[] = {
    { "a", WOM_FIELD_REAL, offsetof(wom_beta_prior, a), 1, 0.1, 1e6, "successes",
      "prior successes of an arm: the prior is Beta(a, b)", NULL },
    { "b", WOM_FIELD_REAL, offsetof(wom_beta_prior, b), 1, 0.1, 1e6, "failures",
      "prior failures of an arm; 1 and 19 say that about 5 % succeed", NULL },
    { 0 },
};

wom_beta_prior
wom_beta_believed(const wom_arms *arms, uint32_t arm)
{
    const wom_bandit_prior *prior = arms->prior;
    const double mean = fmin(fmax(prior->mean[arm], 1e-4), 1 - 1e-4), coin = mean * (1 - mean);
    const double counts = fmin(fmax(coin / (prior->sd[arm] * prior->sd[arm]) - 1, 1e-3), MOST_COUNTS);
    const double weight = fmin(fmax(coin / (prior->noise_sd[arm] * prior->noise_sd[arm]), 1), MOST_COUNTS);
    const double successes = weight * arms->reward_sum[arm];
    const double failures = weight * (double)arms->pulls[arm] - successes;
    return (wom_beta_prior){ fmax(0.1, counts * mean + successes), fmax(0.1, counts * (1 - mean) + failures) };
}
