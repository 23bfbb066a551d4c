/* MOSS: the index is mean + sqrt(max(0, ln(T / (K n))) / n).
 * Audibert and Bubeck, COLT 2009: no worse than a constant times sqrt(K T). Needs the horizon T. */
#include "bandit/pick.h"
#include "bandit/policies.h"

static double
upper_bound(const wom_arms *arms, const void *params, uint32_t arm, double to_beat)
{
    (void)params, (void)to_beat;
    const double n = (double)arms->pulls[arm];
    const double level = log((double)arms->horizon / ((double)arms->num_arms * n));
    return wom_arm_mean(arms, arm) + sqrt(fmax(0, level) / n);
}

static uint32_t
choose(wom_arms *arms, const void *params, wom_rng *rng)
{
    (void)rng;
    return wom_pick_highest(arms, params, upper_bound);
}

const wom_policy wom_policy_moss = {
    .variant = {
        .name = "moss",
        .summary = "upper confidence bounds that know the horizon, minimax optimal",
        .source = "Audibert and Bubeck, COLT 2009",
    },
    .needs_horizon = true,
    .choose = choose,
};
