/* campaign: rounds of choosing a content, seeing what happens, and learning.
 *
 * The hidden world is not the model: its tie probabilities, the appeal of its contents and its baseline are drawn from
 * a stated prior around the model. Each arm is a content with its seeds, chosen by the model. Every round one arm is
 * played on a fresh world and its incremental active users are seen. */
#ifndef WOM_CAMPAIGN_H
#define WOM_CAMPAIGN_H

#include <wom/bandit.h>
#include <wom/simulate.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How far the hidden world lies from the model. Factors are log-normal with mean 1. */
typedef struct wom_hidden_prior {
    double tie_sd;      /* sd of ln of each tie's factor; default 0.5 */
    double appeal_sd;   /* sd of ln of each content's factor, common to its ties; default 0.5 */
    double baseline_sd; /* sd of ln of the baseline's factor; default 0.3 */
} wom_hidden_prior;
extern const wom_field wom_hidden_prior_fields[];

/* One arm. Borrowed arrays. */
typedef struct wom_arm_plan {
    uint32_t content;
    uint32_t num_seeds;
    const wom_node *seeds;
    double cost; /* of playing it once: fees and content, money */
} wom_arm_plan;

typedef struct wom_campaign_options {
    uint64_t seed;
    uint32_t rounds;       /* default 50 */
    uint32_t replications; /* hidden worlds, default 200; at least 2 */
    uint32_t judge_worlds; /* worlds on which the best fixed arm of a hidden world is found, default 200 */
    uint32_t max_steps;    /* the deadline of a round */
    const double *accept;  /* [num_nodes] NULL: 1 */
    wom_hidden_prior prior;
} wom_campaign_options;
wom_campaign_options wom_campaign_defaults(void);

/* Rewards are incremental active users; policies see them divided by `scale` and cut at 1. */
typedef struct wom_campaign_result {
    uint32_t num_arms, num_rounds, num_replications; /* replications that were finished */
    double scale;                                    /* users: three times the best arm's expectation under the model */
    double cut_share;                                /* share of rewards that were cut */
    uint32_t planned_arm;                            /* best by the model: what planning once plays */
    double *believed;                                /* [num_arms] expectation under the model */
    double *hidden_mean;                             /* [num_arms] mean over hidden worlds of the true expectation */
    double *pulls;  /* [num_rounds * num_arms] share of replications that played the arm in the round */
    double *reward; /* [num_rounds] mean reward a round, users */
    double *regret_mean, *regret_low, *regret_high; /* [num_rounds] cumulative regret against the best fixed arm of each
                                  hidden world: mean, 5 % and 95 % quantile over replications, users */
    double *plan_regret_mean;                       /* [num_rounds] of planning once, on the same worlds */
    wom_estimate total_policy, total_plan, total_best, total_random; /* users over all rounds */
    wom_estimate gain;       /* policy - planning once, paired on the same hidden worlds */
    double variance_ratio;   /* what pairing saved */
    wom_estimate found_best; /* share of replications in which the arm played most is the best one */
} wom_campaign_result;

/* Plays the policy against hidden worlds. Deterministic in seed, for any number of threads. On WOM_TIMEOUT or
 * WOM_CANCELLED the result holds the finished replications if there are 2 (else NULL). Memory: a worker 16 bytes a tie
 * and 16 bytes a node; 8 bytes a replication, round and arm. */
wom_status wom_campaign_run(wom_campaign_result **result, wom_job *job, const wom_model *model,
                            const wom_choice *dynamics, const wom_choice *policy, const wom_arm_plan *arms,
                            uint32_t num_arms, const wom_campaign_options *options);
void wom_campaign_result_free(wom_campaign_result *result);

#ifdef __cplusplus
}
#endif

#endif
