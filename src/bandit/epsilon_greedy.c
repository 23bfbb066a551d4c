/* Epsilon-greedy: with probability epsilon any arm, otherwise the one of the highest mean reward.
 * Sutton and Barto, Reinforcement Learning, section 2.2. An arm that was never played counts as the highest. Its regret
 * grows by a fixed share each round for ever: a yardstick, and easy to explain. */
#include "bandit/pick.h"
#include "bandit/policies.h"

typedef struct epsilon_params {
    double epsilon;
} epsilon_params;

static const wom_field fields[] = {
    { "epsilon", WOM_FIELD_REAL, offsetof(epsilon_params, epsilon), 0.1, 0, 1, "probability",
      "share of rounds in which any arm is played", NULL },
    { 0 },
};

static double
mean_reward(const wom_arms *arms, const void *params, uint32_t arm, double to_beat)
{
    (void)params, (void)to_beat;
    return wom_arm_mean(arms, arm);
}

static uint32_t
choose(wom_arms *arms, const void *params, wom_rng *rng)
{
    const double epsilon = ((const epsilon_params *)params)->epsilon;
    if (wom_rng_uniform(rng) < epsilon) return (uint32_t)wom_rng_below(rng, arms->num_arms);
    return wom_pick_highest(arms, params, mean_reward);
}

const wom_policy wom_policy_epsilon_greedy = {
    .variant = {
        .name = "epsilon-greedy",
        .summary = "the best arm so far, and any arm in a share of the rounds",
        .source = "Sutton and Barto, Reinforcement Learning, section 2.2",
        .params_size = sizeof(epsilon_params),
        .fields = fields,
    },
    .choose = choose,
};
