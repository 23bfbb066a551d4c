/* Thompson sampling with normal rewards.
 *
 * An arm's mean has the prior N(prior_mean, s^2 / prior_strength), s being the noise of one reward. After n rewards of
 * sum S its posterior is N(m, s^2 / (prior_strength + n)) with m = (prior_strength * prior_mean + S) /
 * (prior_strength + n). With noise "given", s is noise_sd; the default .5 is the largest that rewards in [0, 1] can
 * have, so the draws err towards trying more (Agrawal and Goyal, JACM 2017). With noise "learned" each arm has an s of
 * its own: 1 / s^2 has a Gamma prior worth noise_strength rewards around noise_sd. Its prior is kept proper, since an
 * improper one can lock on to an arm whose first rewards are equal (Honda and Takemura, AISTATS 2014). Where the caller
 * believes something of each arm, its mean, its sd and its noise take the place of prior_mean, prior_strength =
 * (noise / sd)^2 and noise_sd. */
#include "bandit/pick.h"
#include "bandit/policies.h"

enum { NOISE_GIVEN, NOISE_LEARNED };

typedef struct gaussian_params {
    double prior_mean, prior_strength;
    uint32_t noise;
    double noise_sd, noise_strength;
} gaussian_params;

static const char *const noises[] = { "given", "learned", NULL };

static const wom_field fields[] = {
    { "prior_mean", WOM_FIELD_REAL, offsetof(gaussian_params, prior_mean), 0.5, 0, 1, "reward",
      "expected reward of an arm that was never played", NULL },
    { "prior_strength", WOM_FIELD_REAL, offsetof(gaussian_params, prior_strength), 1, 1e-3, 1e6, "rewards",
      "rewards that prior_mean is worth", NULL },
    { "noise", WOM_FIELD_CHOICE, offsetof(gaussian_params, noise), NOISE_GIVEN, 0, 0, "",
      "whether noise_sd is given or a first guess to learn from", noises },
    { "noise_sd", WOM_FIELD_REAL, offsetof(gaussian_params, noise_sd), 0.5, 1e-6, 10, "reward",
      "standard deviation of one reward", NULL },
    { "noise_strength", WOM_FIELD_REAL, offsetof(gaussian_params, noise_strength), 2, 1e-3, 1e6, "rewards",
      "rewards that noise_sd is worth when it is learned", NULL },
    { 0 },
};

/* The parameters as they are for an arm of which something is believed. */
static gaussian_params
believed(const wom_arms *arms, const gaussian_params *params, uint32_t arm)
{
    gaussian_params own = *params;
    if (arms->prior == NULL) return own;
    const double noise_to_sd = arms->prior->noise_sd[arm] / arms->prior->sd[arm];
    own.prior_mean = arms->prior->mean[arm];
    own.prior_strength = noise_to_sd * noise_to_sd;
    own.noise_sd = arms->prior->noise_sd[arm];
    return own;
}

/* A draw of s from its posterior under the normal-gamma model. */
static double
draw_noise(const wom_arms *arms, const gaussian_params *params, uint32_t arm, wom_rng *rng)
{
    const double n = (double)arms->pulls[arm], strength = params->prior_strength;
    double squares = params->noise_strength * params->noise_sd * params->noise_sd;
    if (n > 0) {
        const double mean = wom_arm_mean(arms, arm), off = mean - params->prior_mean;
        squares += fmax(0, arms->reward_square_sum[arm] - n * mean * mean) + strength * n / (strength + n) * off * off;
    }
    return sqrt(squares / 2 / wom_rng_gamma(rng, (params->noise_strength + n) / 2));
}

static uint32_t
choose(wom_arms *arms, const void *params, wom_rng *rng)
{
    for (uint32_t arm = 0; arm < arms->num_arms; arm++) {
        const gaussian_params p = believed(arms, params, arm);
        const double weight = p.prior_strength + (double)arms->pulls[arm];
        const double mean = (p.prior_strength * p.prior_mean + arms->reward_sum[arm]) / weight;
        const double sd = p.noise == NOISE_GIVEN ? p.noise_sd : draw_noise(arms, &p, arm, rng);
        arms->scratch[arm] = mean + sd / sqrt(weight) * wom_rng_normal(rng);
    }
    return wom_pick_largest(arms->scratch, arms->num_arms);
}

const wom_policy wom_policy_thompson_gaussian = {
    .variant = {
        .name = "thompson-gaussian",
        .summary = "Thompson sampling from normal posteriors, with given or learned noise",
        .source = "Agrawal and Goyal, JACM 2017; Honda and Takemura, AISTATS 2014",
        .params_size = sizeof(gaussian_params),
        .fields = fields,
    },
    .uses_prior = true,
    .choose = choose,
};
