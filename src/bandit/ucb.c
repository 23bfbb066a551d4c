/* UCB: the index is mean + sqrt(alpha ln t / (2 n)).
 * Auer, Cesa-Bianchi and Fischer, Machine Learning 2002. alpha = 4 is their UCB1, mean + sqrt(2 ln t / n); alpha = 1,
 * mean + sqrt(ln t / (2 n)), is the other row of the literature, Hoeffding's bound at level 1/t: on nine Bernoulli arms
 * with means .1 to .9 it loses less than half as much. Papers that write "UCB" without the constant may mean either. */
#include "bandit/pick.h"
#include "bandit/policies.h"

typedef struct ucb_params {
    double alpha;
} ucb_params;

static const wom_field fields[] = {
    { "alpha", WOM_FIELD_REAL, offsetof(ucb_params, alpha), 4, 0, 1000, "",
      "width of the bound, mean + sqrt(alpha ln t / 2n): 4 is UCB1, 1 tries much less", NULL },
    { 0 },
};

static double
upper_bound(const wom_arms *arms, const void *params, uint32_t arm, double to_beat)
{
    (void)to_beat;
    const double alpha = ((const ucb_params *)params)->alpha;
    return wom_arm_mean(arms, arm) + sqrt(alpha * log(wom_arms_time(arms)) / (2 * (double)arms->pulls[arm]));
}

static uint32_t
choose(wom_arms *arms, const void *params, wom_rng *rng)
{
    (void)rng;
    return wom_pick_highest(arms, params, upper_bound);
}

const wom_policy wom_policy_ucb = {
    .variant = {
        .name = "ucb",
        .summary = "upper confidence bounds, mean + sqrt(alpha ln t / 2n)",
        .source = "Auer, Cesa-Bianchi and Fischer, Machine Learning 2002",
        .params_size = sizeof(ucb_params),
        .fields = fields,
    },
    .choose = choose,
};
