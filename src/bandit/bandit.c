/* A policy at work: its arms, its stream, and what it learned. */
#include <wom/bandit.h>

#include <assert.h>
#include <math.h>
#include <string.h>

struct wom_bandit {
    const wom_policy *policy;
    const void *params;
    wom_arms arms;
    double *numbers; /* behind all arrays of doubles in arms */
    uint64_t num_numbers;
    wom_bandit_prior prior;
    wom_rng rng;
};

static wom_status
check(const wom_choice *choice, uint32_t num_arms, uint64_t horizon)
{
    if (choice->variant == NULL) return wom_fail(WOM_INVALID, "no policy is given");
    const wom_policy *policy = (const wom_policy *)choice->variant;
    const char *name = policy->variant.name;
    if (policy->variant.fields != NULL) {
        const wom_status status = wom_fields_check(policy->variant.fields, choice->params);
        if (status != WOM_OK) return wom_fail_in(status, "policy \"%s\"", name);
    }
    if (num_arms == 0) return wom_fail(WOM_INVALID, "policy \"%s\": there are no arms, there must be at least 1", name);
    if (policy->needs_horizon && horizon == 0)
        return wom_fail(WOM_INVALID, "policy \"%s\": the horizon is 0 (not known), but this policy needs to know it",
                        name);
    return WOM_OK;
}

wom_status
wom_bandit_create(wom_bandit **bandit, wom_job *job, const wom_choice *policy, uint32_t num_arms, uint64_t horizon,
                  uint64_t seed, uint64_t index)
{
    wom_status status = WOM_OK;
    wom_bandit *made = NULL;
    *bandit = NULL;
    WOM_TRY_GOTO(check(policy, num_arms, horizon));
    WOM_TRY_GOTO(wom_allocate(&made, job, 1, sizeof *made, "a bandit"));
    made->policy = (const wom_policy *)policy->variant;
    made->params = policy->params;
    made->num_numbers = (3 + (uint64_t)made->policy->state_per_arm) * num_arms;
    WOM_TRY_GOTO(wom_allocate(&made->numbers, job, made->num_numbers, sizeof(double), "the arms of a bandit"));
    made->arms = (wom_arms){
        .num_arms = num_arms,
        .horizon = horizon,
        .reward_sum = made->numbers,
        .reward_square_sum = made->numbers + num_arms,
        .scratch = made->numbers + 2 * (uint64_t)num_arms,
        .state = made->numbers + 3 * (uint64_t)num_arms,
    };
    WOM_TRY_GOTO(wom_allocate(&made->arms.pulls, job, num_arms, sizeof(uint64_t), "the pulls of a bandit"));
    wom_bandit_restart(made, seed, index);
    *bandit = made;
    made = NULL;
done:
    wom_bandit_free(made);
    return status;
}

void
wom_bandit_free(wom_bandit *bandit)
{
    if (bandit == NULL) return;
    wom_free(bandit->arms.pulls);
    wom_free(bandit->numbers);
    wom_free(bandit);
}

void
wom_bandit_restart(wom_bandit *bandit, uint64_t seed, uint64_t index)
{
    wom_arms *arms = &bandit->arms;
    arms->round = 0;
    memset(bandit->numbers, 0, bandit->num_numbers * sizeof(double));
    memset(arms->pulls, 0, arms->num_arms * sizeof *arms->pulls);
    bandit->rng = wom_rng_stream(seed, WOM_PURPOSE_POLICY, index);
    if (bandit->policy->start != NULL) bandit->policy->start(arms, bandit->params);
}

wom_status
wom_bandit_set_prior(wom_bandit *bandit, const wom_bandit_prior *prior)
{
    for (uint32_t arm = 0; arm < bandit->arms.num_arms; arm++) {
        if (!(prior->mean[arm] >= 0 && prior->mean[arm] <= 1))
            return wom_fail(WOM_INVALID, "the prior mean of arm %u is %g, must be from 0 to 1", arm, prior->mean[arm]);
        if (!(prior->sd[arm] > 0 && isfinite(prior->sd[arm])))
            return wom_fail(WOM_INVALID, "the prior sd of arm %u is %g, must be above 0", arm, prior->sd[arm]);
        if (!(prior->noise_sd[arm] > 0 && isfinite(prior->noise_sd[arm])))
            return wom_fail(WOM_INVALID, "the noise of arm %u is %g, must be above 0", arm, prior->noise_sd[arm]);
    }
    bandit->prior = *prior;
    bandit->arms.prior = &bandit->prior;
    return WOM_OK;
}

uint32_t
wom_bandit_choose(wom_bandit *bandit)
{
    const uint32_t arm = bandit->policy->choose(&bandit->arms, bandit->params, &bandit->rng);
    assert(arm < bandit->arms.num_arms);
    return arm;
}

void
wom_bandit_learn(wom_bandit *bandit, uint32_t arm, double reward)
{
    wom_arms *arms = &bandit->arms;
    assert(arm < arms->num_arms);
    assert(reward >= 0 && reward <= 1);
    arms->round++;
    arms->pulls[arm]++;
    arms->reward_sum[arm] += reward;
    arms->reward_square_sum[arm] += reward * reward;
    if (bandit->policy->learn != NULL) bandit->policy->learn(arms, bandit->params, arm, reward);
}

const wom_arms *
wom_bandit_arms(const wom_bandit *bandit)
{
    return &bandit->arms;
}
