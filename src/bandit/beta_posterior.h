/* The Beta posterior of an arm's mean reward, which Thompson sampling and Bayes-UCB share.
 *
 * A reward r in [0, 1] counts as r of a success and 1 - r of a failure. For rewards 0 and 1 that is the exact
 * posterior. For others its counts are those that the coin of success probability r of Agrawal and Goyal (COLT 2012)
 * gives on average, without the coin's noise, without a draw while learning, and with no state beside the sums. No law
 * on [0, 1] of the same mean varies more than rewards 0 and 1 do, so the posterior is rather too wide than too narrow
 * and errs towards trying more; their regret bound is proved for the coin.
 *
 * Where the caller believes something of each arm, the prior has that mean and sd, and a reward counts as many times as
 * its known noise says more than that of a coin. */
#ifndef WOM_BANDIT_BETA_POSTERIOR_H
#define WOM_BANDIT_BETA_POSTERIOR_H

#include <wom/bandit.h>

typedef struct wom_beta_prior {
    double a, b;
} wom_beta_prior;

extern const wom_field wom_beta_prior_fields[];

wom_beta_prior wom_beta_believed(const wom_arms *arms, uint32_t arm);

static inline wom_beta_prior
wom_beta_posterior(const wom_arms *arms, const wom_beta_prior *prior, uint32_t arm)
{
    const double successes = arms->reward_sum[arm];
    if (arms->prior != NULL) return wom_beta_believed(arms, arm);
    return (wom_beta_prior){ prior->a + successes, prior->b + ((double)arms->pulls[arm] - successes) };
}

#endif
