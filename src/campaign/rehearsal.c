/* What the stated prior lets expect of the arms, for a policy that starts warm.
 *
 * The arms are simulated in hidden worlds drawn from the prior, other ones than those of the replications. What they
 * bring on average there is the prior mean; how that differs from hidden world to hidden world, less what chance adds
 * to it, is the prior's variance; how it differs within a hidden world is the noise of a reward. */
#include "rehearsal.h"

#include <math.h>

enum { NUM_REHEARSALS = 64, NUM_WORLDS = 32 };

/* Beliefs are never surer than this share of the scale: the sds are estimates themselves. */
#define LEAST_SD 1e-3

typedef struct rehearsal {
    const campaign *run;
    uint64_t seed;
    double *mean, *variance; /* [NUM_REHEARSALS * num_arms] of the rewards in one hidden world */
} rehearsal;

static void
rehearse_arm(const rehearsal *all, campaign_worker *worker, uint64_t index, uint32_t arm)
{
    const campaign *run = all->run;
    const uint64_t factors = wom_key(all->seed, WOM_PURPOSE_HIDDEN, index, 0);
    const uint64_t played = wom_key(all->seed, WOM_PURPOSE_HIDDEN, index, 1);
    double sum = 0, squares = 0;
    wom_hidden_fill(worker->chances, &run->law, factors, run->model, run->arms[arm].content, worker->probability);
    for (uint32_t i = 0; i < NUM_WORLDS; i++) {
        const wom_world world = wom_world_of(played, i, 0);
        const double reward = wom_campaign_reward(run, worker, worker->chances, arm, &world);
        const double seen = fmax(0, fmin(1, reward / run->scale));
        sum += seen;
        squares += seen * seen;
    }
    all->mean[index * run->num_arms + arm] = sum / NUM_WORLDS;
    all->variance[index * run->num_arms + arm] = fmax(0, squares - sum * sum / NUM_WORLDS) / (NUM_WORLDS - 1);
}

static void
rehearse_block(void *context, uint64_t block, uint32_t worker)
{
    const rehearsal *all = context;
    for (uint32_t arm = 0; arm < all->run->num_arms; arm++)
        rehearse_arm(all, &all->run->workers[worker], block, arm);
}

/* Mean, sd of the true expectation, and sd of a reward around it, of one arm (one-way random effects by moments). */
static void
take_moments(double *mean, double *sd, double *noise, const rehearsal *all, uint32_t arm)
{
    const uint32_t stride = all->run->num_arms;
    double sum = 0, between = 0, within = 0;
    for (uint32_t i = 0; i < NUM_REHEARSALS; i++) {
        sum += all->mean[i * stride + arm];
        within += all->variance[i * stride + arm] / NUM_REHEARSALS;
    }
    *mean = sum / NUM_REHEARSALS;
    for (uint32_t i = 0; i < NUM_REHEARSALS; i++) {
        const double off = all->mean[i * stride + arm] - *mean;
        between += off * off / (NUM_REHEARSALS - 1);
    }
    *sd = fmax(LEAST_SD, sqrt(fmax(0, between - within / NUM_WORLDS)));
    *noise = fmax(LEAST_SD, sqrt(within));
}

static wom_status
hand_over(wom_campaign_result *result, campaign *run, wom_job *job, const rehearsal *all)
{
    const uint32_t num_arms = run->num_arms;
    double *mean = run->prior, *sd = mean + num_arms, *noise = sd + num_arms;
    for (uint32_t arm = 0; arm < num_arms; arm++) {
        take_moments(&mean[arm], &sd[arm], &noise[arm], all, arm);
        result->prior_mean[arm] = mean[arm] * run->scale;
        result->prior_sd[arm] = sd[arm] * run->scale;
        result->noise_sd[arm] = noise[arm] * run->scale;
    }
    const wom_bandit_prior prior = { .mean = mean, .sd = sd, .noise_sd = noise };
    for (uint32_t w = 0; w < wom_job_threads(job); w++) WOM_TRY(wom_bandit_set_prior(run->workers[w].bandit, &prior));
    return WOM_OK;
}

wom_status
wom_campaign_rehearse(wom_campaign_result *result, campaign *run, wom_job *job)
{
    const uint64_t num_arms = run->num_arms;
    wom_status status = WOM_OK;
    rehearsal all = { .run = run, .seed = wom_key(run->options->seed, WOM_PURPOSE_CHOOSE, 1, 0) };
    WOM_TRY_GOTO(wom_allocate(&run->prior, job, 3 * num_arms, sizeof *run->prior, "beliefs of arms"));
    WOM_TRY_GOTO(wom_allocate(&all.mean, job, NUM_REHEARSALS * num_arms, sizeof *all.mean, "rehearsals"));
    WOM_TRY_GOTO(wom_allocate(&all.variance, job, NUM_REHEARSALS * num_arms, sizeof *all.variance, "rehearsals"));
    wom_job_stage(job, "rehearsing", NUM_REHEARSALS);
    WOM_TRY_GOTO(wom_parallel_for(job, NUM_REHEARSALS, rehearse_block, &all, NULL));
    WOM_TRY_GOTO(hand_over(result, run, job, &all));
done:
    wom_free(all.mean);
    wom_free(all.variance);
    return status;
}
