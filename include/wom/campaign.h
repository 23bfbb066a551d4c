/* campaign: rounds of choosing a content, seeing what happens, and learning.
 *
 * The hidden world is not the model: its tie probabilities, the appeal of its contents and its baseline are drawn from
 * a stated prior around the model. Each arm is a content with its seeds, chosen by the model. Every round one arm is
 * played on a fresh world and its incremental active users are seen: active with the seeds who accepted, less active
 * without any, in the same world. In a round every arm would meet the same coins, so policies are compared on common
 * chances.
 *
 * What holds and what does not. Rewards count users, and every total and regret is in users, uncut; only what a policy
 * sees is divided by `scale` and cut at 1, so arms far above the model's expectation look alike to it (`cut_share`
 * tells how often). The best arm of a hidden world is the one with the largest mean over `judge_worlds` further worlds;
 * where arms are close the judge may err, and regret is then a little too small, and may even be negative. Regret is
 * what was lost in the rounds as they came, not in expectation: its mean grows, a single curve may fall. Hidden worlds
 * are drawn from the prior that the caller states: a model that is wrong in another way may be better or worse to learn
 * from. Users do not remember: rounds are independent, and nobody tires.
 *
 * A warm start is what a careful planner can know beforehand: 64 hidden worlds drawn from the same prior, other ones
 * than those played in, tell what each arm brings on average, how far from that its truth may lie, and how noisy a
 * reward is. It assumes that the stated prior is the right one, so without a warm start the gain is a cautious figure,
 * with one it is what learning brings when the planner judges her own uncertainty well. Policies that know nothing
 * spend most of 50 rounds on finding out how noisy rewards far below 1 are, and often lose to planning once. */
#ifndef WOM_CAMPAIGN_H
#define WOM_CAMPAIGN_H

#include <wom/bandit.h>
#include <wom/simulate.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* How far the hidden world lies from the model: hidden P_c(e) = min(1, appeal_c * factor_e * P_c(e)), hidden baseline =
 * min(1, factor * baseline). Factors are log-normal with mean 1. A tie's factor is common to all contents. Those of
 * ties take one of 16384 values, the means of as many equally likely parts of the log-normal law. Dynamics that need
 * incoming sums of at most 1 have larger ones scaled down to 1. */
typedef struct wom_hidden_prior {
    double tie_sd;      /* sd of ln of each tie's factor; default 0.5 */
    double appeal_sd;   /* sd of ln of each content's factor, common to its ties; default 0.3 */
    double baseline_sd; /* sd of ln of the baseline's factor; default 0.3 */
} wom_hidden_prior;

/* One arm. Borrowed arrays. */
typedef struct wom_arm_plan {
    uint32_t content;
    uint32_t num_seeds;    /* 0 is allowed: an arm that does nothing */
    const wom_node *seeds; /* distinct */
    double cost;           /* of playing it once: fees and content, money */
} wom_arm_plan;

typedef struct wom_campaign_options {
    uint64_t seed;         /* default 1 */
    uint32_t rounds;       /* default 50 */
    uint32_t replications; /* hidden worlds, default 200; at least 2 */
    uint32_t judge_worlds; /* worlds on which the best fixed arm of a hidden world is found, default 200; at least 2 */
    uint32_t max_steps;    /* the deadline of a round; 0: none */
    const double *accept;  /* [num_nodes] NULL: 1 */
    wom_hidden_prior prior;
    bool warm_start; /* default true: policies that can start from what the model and the prior let expect of each arm;
                        false: they begin with nothing known */
} wom_campaign_options;
wom_campaign_options wom_campaign_defaults(void);
extern const wom_field wom_campaign_fields[]; /* rounds, replications, judge_worlds, warm_start and the prior's */

/* All in users unless said otherwise. Totals are over all rounds of a campaign; their n is the number of hidden worlds.
 * Regrets are against the best fixed arm of each hidden world. */
typedef struct wom_campaign_result {
    uint32_t num_arms, num_rounds, num_replications; /* replications that were finished */
    double scale;                                    /* three times the best arm's expectation under the model, at
                                                        least 1: the reward that policies see as 1 */
    double cut_share;                                /* share of the policy's rewards that were cut */
    uint32_t planned_arm;                            /* best by the model: what planning once plays */
    double *believed;                                /* [num_arms] expectation under the model */
    double *hidden_mean;                             /* [num_arms] mean over hidden worlds of the true expectation */
    double *prior_mean, *prior_sd, *noise_sd;        /* [num_arms] what a warm start takes an arm's expectation for, how
                                                        unsure it is, and the sd of one reward, cut at scale; NULL
                                                        without a warm start */
    double *pulls;  /* [num_rounds * num_arms] share of replications that played the arm in the round */
    double *reward; /* [num_rounds] mean reward a round, not cumulative; the arrays below are cumulative */
    double *regret_mean, *regret_low, *regret_high; /* [num_rounds] mean, 5 % and 95 % quantile over replications */
    double *plan_regret_mean, *plan_regret_low, *plan_regret_high; /* [num_rounds] of planning once, same worlds */
    double *gain_mean, *gain_low, *gain_high; /* [num_rounds] policy - planning once: mean and its 95 % interval */
    uint32_t break_even_round; /* the first round, from 1, from whose end on gain_mean stays positive; 0: none */
    wom_estimate total_policy, total_plan, total_best, total_random; /* random: the mean over arms */
    wom_estimate gain;                /* policy - planning once, paired on the same hidden worlds */
    wom_estimate gain_share;          /* gain / total of planning once, delta method; NaN where that total is 0 */
    double variance_ratio;            /* what pairing saved */
    wom_estimate regret, plan_regret; /* best - policy, best - planning once, paired */
    wom_estimate regret_ratio;        /* regret / plan_regret, delta method: below 1 when learning loses less; NaN where
                                         planning once loses nothing */
    wom_estimate wins;                /* share of hidden worlds in which the policy reached more than planning once */
    wom_estimate found_best;          /* share of hidden worlds in which the arm played most is the best one */
    wom_estimate plan_was_best;       /* share of hidden worlds in which planned_arm is the best one */
    wom_estimate cost_policy;         /* money, of all rounds */
    double cost_plan;                 /* money, of all rounds */
} wom_campaign_result;

/* Plays the policy against hidden worlds. Deterministic in seed, for any number of threads; the finished replications
 * of a stopped run are those of a shorter one. On WOM_TIMEOUT or WOM_CANCELLED *result holds the finished replications
 * if there are 2 (else NULL). WOM_INVALID for options, arms or policies that cannot be, and for models that the
 * dynamics refuses. Memory: a worker 12 bytes a tie (LT: 16), 20 a node and 8 a round and arm; 28 bytes a replication
 * and round. Time: replications * arms * (rounds + judge_worlds) cascades, twice that with a baseline, and a pass over
 * the ties for each replication and arm; a warm start adds 64 replications of 32 worlds. */
wom_status wom_campaign_run(wom_campaign_result **result, wom_job *job, const wom_model *model,
                            const wom_choice *dynamics, const wom_choice *policy, const wom_arm_plan *arms,
                            uint32_t num_arms, const wom_campaign_options *options);
void wom_campaign_result_free(wom_campaign_result *result);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
