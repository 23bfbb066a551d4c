/* Keys and streams. Coins are inline in the header. */
#include <wom/base.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#define GOLDEN_GAMMA UINT64_C(0x9e3779b97f4a7c15)

/* The slot of keys that seed streams, so that no stream shares its key with a world. */
#define STREAM_SLOT UINT64_MAX

/* The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014; constants by Stafford). A bijection. */
static uint64_t
mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* A finaliser after each word: keys that differ in one word by one have nothing in common. */
uint64_t
wom_key(uint64_t seed, wom_purpose purpose, uint64_t replicate, uint64_t slot)
{
    uint64_t key = mix(seed + GOLDEN_GAMMA);
    key = mix((key ^ (uint64_t)purpose) + GOLDEN_GAMMA);
    key = mix((key ^ replicate) + GOLDEN_GAMMA);
    return mix((key ^ slot) + GOLDEN_GAMMA);
}

wom_rng
wom_rng_stream(uint64_t seed, wom_purpose purpose, uint64_t index)
{
    const uint64_t key = wom_key(seed, purpose, index, STREAM_SLOT);
    wom_rng rng;
    for (unsigned i = 0; i < 4; i++) rng.state[i] = mix(key + (i + 1) * GOLDEN_GAMMA);
    return rng;
}

uint64_t
wom_rng_below(wom_rng *rng, uint64_t n)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)wom_rng_next(rng) * n;
    if ((uint64_t)product < n) {
        const uint64_t surplus = -n % n; /* 2^64 mod n products would come once too often */
        while ((uint64_t)product < surplus) product = (wide)wom_rng_next(rng) * n;
    }
    return (uint64_t)(product >> 64);
}

/* ---- GSL's view of a stream ---- */

static unsigned long
view_get(void *state)
{
    return (unsigned long)(wom_rng_next(state) >> 32);
}

static double
view_get_double(void *state)
{
    return wom_rng_uniform(state);
}

static void
view_set(void *state, unsigned long seed)
{
    *(wom_rng *)state = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, 0);
}

static const gsl_rng_type view_type = {
    .name = "wom_rng", .max = 0xffffffffUL, .min = 0, .size = sizeof(wom_rng),
    .set = view_set, .get = view_get, .get_double = view_get_double,
};

static gsl_rng
view(wom_rng *rng)
{
    return (gsl_rng){ .type = &view_type, .state = rng };
}

double
wom_rng_normal(wom_rng *rng)
{
    const gsl_rng gsl = view(rng);
    return gsl_ran_ugaussian(&gsl);
}

double
wom_rng_gamma(wom_rng *rng, double shape)
{
    const gsl_rng gsl = view(rng);
    return gsl_ran_gamma(&gsl, shape, 1);
}

double
wom_rng_beta(wom_rng *rng, double a, double b)
{
    const gsl_rng gsl = view(rng);
    return gsl_ran_beta(&gsl, a, b);
}

void
wom_rng_shuffle(wom_rng *rng, uint32_t *items, uint64_t n)
{
    for (uint64_t i = n; i > 1; i--) {
        const uint64_t j = wom_rng_below(rng, i);
        const uint32_t last = items[i - 1];
        items[i - 1] = items[j];
        items[j] = last;
    }
}
