/* EXP3 on losses: arm i with probability proportional to exp(-eta L_i), eta = sqrt(ln K / (K T)).
 * Auer, Cesa-Bianchi, Freund and Schapire, SIAM Journal on Computing 2002; this form and eta after Bubeck and
 * Cesa-Bianchi 2012, chapter 3. For rewards that an adversary may set; on stationary ones it pays for that. Needs the
 * horizon T. */
#include "bandit/estimated_loss.h"
#include "bandit/policies.h"

static uint32_t
choose(wom_arms *arms, const void *params, wom_rng *rng)
{
    (void)params;
    const double num_arms = arms->num_arms;
    const double eta = sqrt(log(num_arms) / (num_arms * (double)arms->horizon));
    const double lowest = wom_lowest_estimated_loss(arms);
    for (uint32_t arm = 0; arm < arms->num_arms; arm++)
        arms->scratch[arm] = exp(-eta * (wom_estimated_loss(arms, arm) - lowest));
    return wom_estimated_loss_choose(arms, rng);
}

const wom_policy wom_policy_exp3 = {
    .variant = {
        .name = "exp3",
        .summary = "exponential weights of estimated losses, for rewards that may change at will",
        .source = "Auer, Cesa-Bianchi, Freund and Schapire, SIAM Journal on Computing 2002",
    },
    .state_per_arm = WOM_ESTIMATED_LOSS_STATE,
    .needs_horizon = true,
    .start = wom_estimated_loss_start,
    .choose = choose,
    .learn = wom_estimated_loss_learn,
};
