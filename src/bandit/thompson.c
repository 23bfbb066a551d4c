/* Thompson sampling: a draw from each arm's Beta posterior, and the arm of the largest is played.
 * Thompson, Biometrika 1933; Agrawal and Goyal, COLT 2012. Rewards between 0 and 1: see beta_posterior.h. */
#include "bandit/beta_posterior.h"
#include "bandit/pick.h"
#include "bandit/policies.h"

static uint32_t
choose(wom_arms *arms, const void *params, wom_rng *rng)
{
    for (uint32_t arm = 0; arm < arms->num_arms; arm++) {
        const wom_beta_prior beta = wom_beta_posterior(arms, params, arm);
        arms->scratch[arm] = wom_rng_beta(rng, beta.a, beta.b);
    }
    return wom_pick_largest(arms->scratch, arms->num_arms);
}

const wom_policy wom_policy_thompson = {
    .variant = {
        .name = "thompson",
        .summary = "Thompson sampling from Beta posteriors: plays an arm as often as it is likely to be the best",
        .source = "Thompson, Biometrika 1933; Agrawal and Goyal, COLT 2012",
        .params_size = sizeof(wom_beta_prior),
        .fields = wom_beta_prior_fields,
    },
    .uses_prior = true,
    .choose = choose,
};
