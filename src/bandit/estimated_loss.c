/* Estimated losses: what EXP3 and Tsallis-INF learn. */
#include "bandit/estimated_loss.h"

static inline double *
probability_at_choice(wom_arms *arms, uint32_t arm)
{
    return &arms->state[2 * (size_t)arm + 1];
}

double
wom_lowest_estimated_loss(const wom_arms *arms)
{
    double lowest = INFINITY;
    for (uint32_t arm = 0; arm < arms->num_arms; arm++) lowest = fmin(lowest, wom_estimated_loss(arms, arm));
    return lowest;
}

void
wom_estimated_loss_start(wom_arms *arms, const void *params)
{
    (void)params;
    for (uint32_t arm = 0; arm < arms->num_arms; arm++) *probability_at_choice(arms, arm) = 1.0 / arms->num_arms;
}

uint32_t
wom_estimated_loss_choose(wom_arms *arms, wom_rng *rng)
{
    double sum = 0;
    for (uint32_t arm = 0; arm < arms->num_arms; arm++) sum += arms->scratch[arm];
    const uint32_t arm = wom_pick_weighted(arms->scratch, arms->num_arms, rng);
    *probability_at_choice(arms, arm) = arms->scratch[arm] / sum;
    return arm;
}

void
wom_estimated_loss_learn(wom_arms *arms, const void *params, uint32_t arm, double reward)
{
    (void)params;
    arms->state[2 * (size_t)arm] += (1 - reward) / *probability_at_choice(arms, arm);
}
