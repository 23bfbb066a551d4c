/* How policies pick an arm: the highest index, the largest of numbers, a draw by weights. */
#ifndef WOM_BANDIT_PICK_H
#define WOM_BANDIT_PICK_H

#include <wom/bandit.h>

#include <math.h>

static inline double
wom_arm_mean(const wom_arms *arms, uint32_t arm)
{
    return arms->reward_sum[arm] / (double)arms->pulls[arm];
}

/* The round that is being chosen for, counted from 1: the t of the papers. */
static inline double
wom_arms_time(const wom_arms *arms)
{
    return (double)(arms->round + 1);
}

/* The index of an arm that was played at least once. An index that takes long to compute may answer -INFINITY as soon
 * as it knows to lie below `to_beat`. */
typedef double (*wom_arm_index)(const wom_arms *arms, const void *params, uint32_t arm, double to_beat);

/* Every arm once, lowest first; then the arm with the highest index, ties to the lower arm. The search begins at the
 * highest mean reward, where to_beat soon is high. `index` is a constant, so that this is inlined around it. */
static inline uint32_t
wom_pick_highest(const wom_arms *arms, const void *params, wom_arm_index index)
{
    const uint32_t num_arms = arms->num_arms;
    uint32_t best = 0;
    double highest = -INFINITY;
    for (uint32_t arm = 0; arm < num_arms; arm++) {
        if (arms->pulls[arm] == 0) return arm;
        const double mean = wom_arm_mean(arms, arm);
        if (mean > highest) {
            best = arm;
            highest = mean;
        }
    }
    const uint32_t leader = best;
    highest = index(arms, params, leader, -INFINITY);
    for (uint32_t arm = 0; arm < num_arms; arm++) {
        if (arm == leader) continue;
        const double value = index(arms, params, arm, highest);
        if (value > highest || (value == highest && arm < best)) {
            best = arm;
            highest = value;
        }
    }
    return best;
}

/* The position of the largest of values[0 .. n - 1], n >= 1, ties to the lower. */
uint32_t wom_pick_largest(const double *values, uint32_t n);

/* A draw with probabilities proportional to weights[0 .. n - 1], n >= 1: not negative, with a positive sum. */
uint32_t wom_pick_weighted(const double *weights, uint32_t n, wom_rng *rng);

/* The largest q in [mean, 1] with kl(mean, q) <= divergence, kl being that of Bernoulli laws; -INFINITY when that lies
 * below to_beat. */
double wom_kl_upper(double mean, double divergence, double to_beat);

#endif
