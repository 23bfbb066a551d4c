/* KL-UCB++: the index is the largest q with n kl(mean, q) <= g(n), g(n) = ln+((T / K n) (1 + ln+^2(T / K n))).
 * Menard and Garivier, ALT 2017: optimal for the instance and in the worst case. Needs the horizon T. */
#include "bandit/pick.h"
#include "bandit/policies.h"

static inline double
log_plus(double x)
{
    return x > 1 ? log(x) : 0;
}

static double
upper_bound(const wom_arms *arms, const void *params, uint32_t arm, double to_beat)
{
    (void)params;
    const double n = (double)arms->pulls[arm];
    const double share = (double)arms->horizon / ((double)arms->num_arms * n);
    const double log_share = log_plus(share);
    const double level = log_plus(share * (1 + log_share * log_share));
    return wom_kl_upper(wom_arm_mean(arms, arm), level / n, to_beat);
}

static uint32_t
choose(wom_arms *arms, const void *params, wom_rng *rng)
{
    (void)rng;
    return wom_pick_highest(arms, params, upper_bound);
}

const wom_policy wom_policy_kl_ucb_plus_plus = {
    .variant = {
        .name = "kl-ucb++",
        .summary = "KL-UCB that knows the horizon and stops trying in time",
        .source = "Menard and Garivier, ALT 2017",
    },
    .needs_horizon = true,
    .choose = choose,
};
