/* Tsallis-INF with power 1/2: arm i with probability 4 / (eta_t (L_i - x))^2, x such that they sum to 1,
 * eta_t = eta / sqrt(t).
 * Zimmert and Seldin, JMLR 2021, with importance-weighted losses and eta = 2: optimal up to constants for stationary
 * and for adversarial rewards, without knowing which or for how long. */
#include "bandit/estimated_loss.h"
#include "bandit/policies.h"

typedef struct tsallis_params {
    double eta;
} tsallis_params;

static const wom_field fields[] = {
    { "eta", WOM_FIELD_REAL, offsetof(tsallis_params, eta), 2, 1e-3, 1e3, "",
      "learning rate at round 1; at round t it is eta / sqrt(t)", NULL },
    { 0 },
};

/* Puts the probabilities, up to rounding, into scratch. With d = lowest L - x their sum is convex and falling in d, at
 * least 1 at d = 2 / eta: from there Newton's steps rise monotonically to the root, at most sqrt(K) times as far. */
static void
weigh(wom_arms *arms, double eta)
{
    const double lowest = wom_lowest_estimated_loss(arms);
    double distance = 2 / eta;
    for (int step = 0; step < 50; step++) {
        double sum = 0, slope = 0;
        for (uint32_t arm = 0; arm < arms->num_arms; arm++) {
            const double inverse = 1 / (wom_estimated_loss(arms, arm) - lowest + distance);
            const double probability = 4 / (eta * eta) * inverse * inverse;
            arms->scratch[arm] = probability;
            sum += probability;
            slope += 2 * probability * inverse;
        }
        if (sum - 1 < 1e-12) break;
        distance += (sum - 1) / slope;
    }
}

static uint32_t
choose(wom_arms *arms, const void *params, wom_rng *rng)
{
    weigh(arms, ((const tsallis_params *)params)->eta / sqrt(wom_arms_time(arms)));
    return wom_estimated_loss_choose(arms, rng);
}

const wom_policy wom_policy_tsallis_inf = {
    .variant = {
        .name = "tsallis-inf",
        .summary = "near optimal whether rewards are stationary or change at will, without the horizon",
        .source = "Zimmert and Seldin, JMLR 2021",
        .params_size = sizeof(tsallis_params),
        .fields = fields,
    },
    .state_per_arm = WOM_ESTIMATED_LOSS_STATE,
    .start = wom_estimated_loss_start,
    .choose = choose,
    .learn = wom_estimated_loss_learn,
};
