/* Picking among arms, and the upper confidence bound by Kullback-Leibler divergence. */
#include "bandit/pick.h"

#include <assert.h>

uint32_t
wom_pick_largest(const double *values, uint32_t n)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (values[i] > values[best]) best = i;
    return best;
}

uint32_t
wom_pick_weighted(const double *weights, uint32_t n, wom_rng *rng)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += weights[i];
    assert(sum > 0);
    double rest = wom_rng_uniform(rng) * sum;
    uint32_t last = 0; /* rounding can leave a rest behind the last positive weight */
    for (uint32_t i = 0; i < n; i++) {
        if (weights[i] <= 0) continue;
        last = i;
        rest -= weights[i];
        if (rest < 0) break;
    }
    return last;
}

/* kl(mean, q) from the entropy of mean, for 0 < mean < 1 and 0 < q < 1. */
static inline double
kl_with_entropy(double mean, double entropy, double q)
{
    return -entropy - mean * log(q) - (1 - mean) * log1p(-q);
}

double
wom_kl_upper(double mean, double divergence, double to_beat)
{
    if (mean >= 1) return 1;
    if (mean <= 0) return -expm1(-divergence);
    const double entropy = -mean * log(mean) - (1 - mean) * log1p(-mean);
    if (to_beat >= 1) return -INFINITY;
    /* The slack lets an equal index through, so that ties are seen as such. */
    if (to_beat > mean && kl_with_entropy(mean, entropy, to_beat) > divergence * (1 + 1e-9) + 1e-14) return -INFINITY;

    /* kl is convex in q, so Newton's steps come down monotonically from any start above the root; both of these are:
     * Pinsker's, and the one from dropping log(q) <= 0. */
    const double pinsker = mean + sqrt(divergence / 2);
    const double dropped = -expm1(-(divergence + entropy) / (1 - mean));
    double q = fmin(pinsker, dropped);
    for (int step = 0; step < 50 && q > mean && q < 1; step++) {
        const double excess = kl_with_entropy(mean, entropy, q) - divergence;
        const double next = q - excess * q * (1 - q) / (q - mean);
        if (!(excess > 0) || q - next < 1e-12) break;
        q = next;
    }
    return fmin(fmax(q, mean), 1);
}
