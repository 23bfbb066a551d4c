/* KL-UCB: the index is the largest q with n kl(mean, q) <= ln t + c ln ln t.
 * Garivier and Cappe, COLT 2011. The proof takes c = 3, practice c = 0. */
#include "bandit/pick.h"
#include "bandit/policies.h"

typedef struct kl_ucb_params {
    double c;
} kl_ucb_params;

static const wom_field fields[] = {
    { "c", WOM_FIELD_REAL, offsetof(kl_ucb_params, c), 0, 0, 10, "", "weight of ln ln t: more means trying more",
      NULL },
    { 0 },
};

static double
upper_bound(const wom_arms *arms, const void *params, uint32_t arm, double to_beat)
{
    const double c = ((const kl_ucb_params *)params)->c;
    const double log_time = log(wom_arms_time(arms));
    const double level = log_time + (c > 0 && log_time > 1 ? c * log(log_time) : 0);
    return wom_kl_upper(wom_arm_mean(arms, arm), level / (double)arms->pulls[arm], to_beat);
}

static uint32_t
choose(wom_arms *arms, const void *params, wom_rng *rng)
{
    (void)rng;
    return wom_pick_highest(arms, params, upper_bound);
}

const wom_policy wom_policy_kl_ucb = {
    .variant = {
        .name = "kl-ucb",
        .summary = "upper confidence bounds by Kullback-Leibler divergence",
        .source = "Garivier and Cappe, COLT 2011",
        .params_size = sizeof(kl_ucb_params),
        .fields = fields,
    },
    .choose = choose,
};
