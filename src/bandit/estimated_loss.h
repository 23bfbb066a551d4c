/* Estimated losses of the adversarial policies: 1 - reward over the probability of the arm when it was chosen, so that
 * the sum is right on average for every arm. Two numbers of own state an arm: the sum of estimates, and the probability
 * at the latest choice of that arm, which lets rewards come late. */
#ifndef WOM_BANDIT_ESTIMATED_LOSS_H
#define WOM_BANDIT_ESTIMATED_LOSS_H

#include "bandit/pick.h"

enum { WOM_ESTIMATED_LOSS_STATE = 2 };

static inline double
wom_estimated_loss(const wom_arms *arms, uint32_t arm)
{
    return arms->state[2 * (size_t)arm];
}

double wom_lowest_estimated_loss(const wom_arms *arms);

/* Uniform probabilities, for rewards of arms that were played without asking. */
void wom_estimated_loss_start(wom_arms *arms, const void *params);

/* Draws by the weights in scratch and keeps the probability. */
uint32_t wom_estimated_loss_choose(wom_arms *arms, wom_rng *rng);

void wom_estimated_loss_learn(wom_arms *arms, const void *params, uint32_t arm, double reward);

#endif
