/* bandit: policies that choose among arms and learn from rewards.
 *
 * A policy sees arms, not what they stand for: contents, plans, prices. Rewards lie in [0, 1]; a caller with other
 * rewards maps them and says how. Each policy is one row of wom_policies, with its paper and its parameters.
 *
 * Every policy takes rewards between 0 and 1. Those with Beta posteriors count a reward r as r of a success and 1 - r
 * of a failure, which is exact for 0 and 1 and errs towards trying more otherwise. Policies of upper bounds (ucb, moss,
 * kl-ucb, kl-ucb++, bayes-ucb) play every arm once first; epsilon-greedy takes untried arms for the best. */
#ifndef WOM_BANDIT_H
#define WOM_BANDIT_H

#include <wom/base.h>
#include <wom/settings.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* What is believed of each arm before it is played. Arrays of num_arms. */
typedef struct wom_bandit_prior {
    const double *mean;     /* expected reward, in [0, 1] */
    const double *sd;       /* of that belief: how far the arm's true mean is from it; positive */
    const double *noise_sd; /* of one reward around the arm's true mean; positive */
} wom_bandit_prior;

/* What a policy may know of the past. Arrays are of num_arms. */
typedef struct wom_arms {
    uint32_t num_arms;
    uint64_t horizon;        /* rounds that will be played; 0: not known */
    uint64_t round;          /* rounds played so far */
    uint64_t *pulls;         /* of each arm */
    double *reward_sum;      /* of each arm */
    double *reward_square_sum;
    double *state;           /* [state_per_arm * num_arms] of the policy's own */
    double *scratch;         /* [num_arms], for use within one call */
    const wom_bandit_prior *prior; /* NULL: the policy's own parameters say it */
} wom_arms;

typedef struct wom_policy {
    wom_variant variant;
    uint32_t state_per_arm; /* doubles of own state an arm */
    bool needs_horizon;     /* refuses horizon 0 */
    bool uses_prior;        /* starts from arms->prior where there is one */
    /* Sets the own state (zeroed before); may be NULL. */
    void (*start)(wom_arms *arms, const void *params);
    /* The arm to play next. Ties go to the lower arm unless the policy draws. */
    uint32_t (*choose)(wom_arms *arms, const void *params, wom_rng *rng);
    /* Learns; pulls, sums and round are already updated. May be NULL. */
    void (*learn)(wom_arms *arms, const void *params, uint32_t arm, double reward);
} wom_policy;

/* Its variants are the `variant` members of wom_policy rows. The default is thompson. */
extern const wom_catalogue wom_policies;

/* A policy at work. */
typedef struct wom_bandit wom_bandit;

/* `policy` is borrowed until the bandit is freed. Its draws are the stream (seed, WOM_PURPOSE_POLICY, index).
 * WOM_INVALID for no arms, a parameter out of range, or a policy that needs the horizon when it is 0. Memory:
 * (4 + state) * 8 bytes an arm. */
wom_status wom_bandit_create(wom_bandit **bandit, wom_job *job, const wom_choice *policy, uint32_t num_arms,
                             uint64_t horizon, uint64_t seed, uint64_t index);
void wom_bandit_free(wom_bandit *bandit);

/* Back to the beginning, with the stream of another index: cheaper than creating a new one. */
void wom_bandit_restart(wom_bandit *bandit, uint64_t seed, uint64_t index);

/* Lets the policy start from a belief of each arm in place of its own parameters. thompson, thompson-gaussian and
 * bayes-ucb do (the last still plays every arm once first); the others have no prior and learn as before. The arrays
 * are borrowed until the bandit is freed and stay for restarts. To be called before the first round. WOM_INVALID for
 * means outside [0, 1] and sds that are not positive and finite. */
wom_status wom_bandit_set_prior(wom_bandit *bandit, const wom_bandit_prior *prior);

/* The arm to play next. Costs a pass over the arms. */
uint32_t wom_bandit_choose(wom_bandit *bandit);

/* Tells the reward, in [0, 1] (asserted), of an arm that was played. It may come late, after further choices, and the
 * arm may have been played without asking the policy. */
void wom_bandit_learn(wom_bandit *bandit, uint32_t arm, double reward);

/* What is known: pulls and mean rewards. */
const wom_arms *wom_bandit_arms(const wom_bandit *bandit);

/* ---- Simulated stationary bandits ---- */

/* Cumulative pseudo-regret of a policy on Bernoulli arms. */
typedef struct wom_regret {
    uint64_t num_rounds, num_repetitions;
    wom_estimate final;  /* after the last round */
    double *mean;        /* [num_rounds] over repetitions, cumulative */
    double *low, *high;  /* [num_rounds] 5 % and 95 % quantiles over repetitions */
    double *pulls;       /* [num_arms] mean number of pulls in a repetition */
} wom_regret;

/* Plays num_rounds rounds, num_repetitions times in parallel; the policy is told num_rounds as its horizon. The reward
 * of an arm depends on the seed, the repetition, the round and the arm alone, so policies meet the same rewards. Good
 * policies lose less in few rounds than the asymptotic bound of Lai and Robbins (1985), which is no floor there.
 * Deterministic in seed for any number of threads. WOM_INVALID for a mean outside [0, 1], no rounds or no repetitions,
 * more than 2^32 - 1 of either, and as wom_bandit_create. When it fails or is stopped, *regret is all zero. Memory:
 * 8 bytes a round and repetition. */
wom_status wom_bandit_simulate(wom_regret *regret, wom_job *job, const wom_choice *policy, const double *means,
                               uint32_t num_arms, uint64_t num_rounds, uint64_t num_repetitions, uint64_t seed);

/* Frees the arrays and makes the struct all zero; NULL allowed. */
void wom_regret_free(wom_regret *regret);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
