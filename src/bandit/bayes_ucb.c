/* Bayes-UCB: the index is the quantile 1 - 1/t of the arm's Beta posterior.
 * Kaufmann, Cappe and Garivier, AISTATS 2012, with c = 0; here every arm is played once first. */
#include "bandit/beta_posterior.h"
#include "bandit/pick.h"
#include "bandit/policies.h"

static double
quantile(const wom_arms *arms, const void *params, uint32_t arm, double to_beat)
{
    const wom_beta_prior beta = wom_beta_posterior(arms, params, arm);
    const double tail = 1 / wom_arms_time(arms), slack = 1e-9;
    /* One look at the tail settles most arms; the slack lets an equal index through. */
    if (to_beat > slack && wom_beta_tail(to_beat - slack, beta.a, beta.b) < tail) return -INFINITY;
    return wom_beta_upper(tail, beta.a, beta.b);
}

static uint32_t
choose(wom_arms *arms, const void *params, wom_rng *rng)
{
    (void)rng;
    return wom_pick_highest(arms, params, quantile);
}

const wom_policy wom_policy_bayes_ucb = {
    .variant = {
        .name = "bayes-ucb",
        .summary = "the arm whose Beta posterior has the highest quantile 1 - 1/t",
        .source = "Kaufmann, Cappe and Garivier, AISTATS 2012",
        .params_size = sizeof(wom_beta_prior),
        .fields = wom_beta_prior_fields,
    },
    .uses_prior = true,
    .choose = choose,
};
