/* The battery of the coin: are coins uniform, and independent between worlds and indices? Weak schemes go through the
 * same battery, to show that it can say no. */
#include "battery.h"

/* A way of making keys and coins. */
typedef struct scheme {
    uint64_t (*key)(uint64_t seed, wom_purpose purpose, uint64_t replicate, uint64_t slot);
    uint32_t (*coin)(uint64_t world, uint64_t index);
} scheme;

static const scheme sound = { wom_key, wom_coin };

/* Keys of lanes that differ by an added one, and a coin that trusts them. */
static uint64_t
counting_key(uint64_t seed, wom_purpose purpose, uint64_t replicate, uint64_t slot)
{
    return wom_key(seed, purpose, 0, 0) + replicate + (slot << 20);
}

/* Keys that differ by an added large odd number. */
static uint64_t
striding_key(uint64_t seed, wom_purpose purpose, uint64_t replicate, uint64_t slot)
{
    const uint64_t strides = replicate * UINT64_C(0x9e3779b97f4a7c15) + slot * UINT64_C(0xd1b54a32d192ed03);
    return wom_key(seed, purpose, 0, 0) + strides;
}

static uint32_t
coin_without_finaliser(uint64_t world, uint64_t index)
{
    return (wom_coin_index(index) ^ (uint32_t)(world >> 32)) >> 1;
}

static uint32_t
adding_coin(uint64_t world, uint64_t index)
{
    return (wom_coin_index(index) + (uint32_t)(world >> 32)) >> 1;
}

static const scheme weak[] = {
    { counting_key, coin_without_finaliser },
    { striding_key, coin_without_finaliser },
    { striding_key, adding_coin },
    { wom_key, coin_without_finaliser },
    { wom_key, adding_coin },
};
enum { NUM_WEAK = sizeof weak / sizeof *weak };

/* ---- Axes: what varies from coin to coin ---- */

/* The coin at (fast, slow): along the axis, and across it. */
typedef struct axis {
    const char *name;
    uint64_t num_fast; /* as many as differ; 0: any number */
    uint32_t (*coin)(const scheme *s, uint64_t fast, uint64_t slow);
} axis;

static uint32_t
along_edges(const scheme *s, uint64_t fast, uint64_t slow)
{
    return s->coin(s->key(1, WOM_PURPOSE_TIE, slow, 0), fast);
}

static uint32_t
along_strided_edges(const scheme *s, uint64_t fast, uint64_t slow)
{
    return s->coin(s->key(2, WOM_PURPOSE_TIE, slow, 1), fast << 12);
}

static uint32_t
along_high_edges(const scheme *s, uint64_t fast, uint64_t slow)
{
    return s->coin(s->key(3, WOM_PURPOSE_TIE, slow, 0), fast << 32 | 5);
}

static uint32_t
along_replicates(const scheme *s, uint64_t fast, uint64_t slow)
{
    return s->coin(s->key(4, WOM_PURPOSE_TIE, fast, 0), slow);
}

static uint32_t
along_slots(const scheme *s, uint64_t fast, uint64_t slow)
{
    return s->coin(s->key(5, WOM_PURPOSE_TIE, 17, fast), slow);
}

static uint32_t
along_purposes(const scheme *s, uint64_t fast, uint64_t slow)
{
    return s->coin(s->key(6, (wom_purpose)(1 + fast), 0, 0), slow);
}

static uint32_t
along_seeds(const scheme *s, uint64_t fast, uint64_t slow)
{
    return s->coin(s->key(fast, WOM_PURPOSE_TIE, 0, 0), slow);
}

static uint32_t
along_high_seeds(const scheme *s, uint64_t fast, uint64_t slow)
{
    return s->coin(s->key(fast << 40, WOM_PURPOSE_TIE, 0, 0), slow);
}

/* One plan, several contents, many worlds, the same tie: the order in which lanes are filled. */
static uint32_t
along_lanes(const scheme *s, uint64_t fast, uint64_t slow)
{
    return s->coin(s->key(7, WOM_PURPOSE_TIE, fast / 4, fast % 4), slow);
}

static const axis axes[] = {
    { "edges", 0, along_edges },           { "strided edges", 0, along_strided_edges },
    { "high edges", 0, along_high_edges }, { "replicates", 0, along_replicates },
    { "slots", 0, along_slots },           { "purposes", 15, along_purposes },
    { "seeds", 0, along_seeds },           { "high seeds", 0, along_high_seeds },
    { "lanes", 0, along_lanes },
};
enum { NUM_AXES = sizeof axes / sizeof *axes };

/* ---- Scores ---- */

typedef struct walk {
    const scheme *s;
    const axis *a;
    uint64_t width;
} walk;

static uint32_t
draw_of_walk(const void *context, uint64_t number)
{
    const walk *w = context;
    return w->a->coin(w->s, number % w->width, number / w->width);
}

/* Draws in the order along the axis, going on with the next slow index after `width`. */
static double
worst_of_uniformity(const scheme *s, const axis *a, uint64_t width)
{
    return battery_worst_of_sequence(draw_of_walk, &(walk){ s, a, width }, UINT64_C(1) << 18);
}

/* The largest score of the correlations between the events "coin < threshold" at `K` neighbouring places of the axis,
 * over many places across it; and of their sum of squares. */
static double
worst_of_pairs(const scheme *s, const axis *a, double p)
{
    enum { K = 32, WORDS = 1024 };
    static uint64_t live[K][WORDS];
    static double num_live[K];
    const uint64_t num_items = a->num_fast > 0 ? a->num_fast : K;
    const uint32_t threshold = wom_threshold(p);
    const double n = 64 * WORDS;
    double worst = 0, squares = 0, pairs = 0;
    memset(live, 0, sizeof live);
    for (uint64_t k = 0; k < num_items; k++) {
        num_live[k] = 0;
        for (uint64_t r = 0; r < 64 * WORDS; r++)
            live[k][r / 64] |= (uint64_t)(a->coin(s, k, r) < threshold) << (r % 64);
        for (int w = 0; w < WORDS; w++) num_live[k] += __builtin_popcountll(live[k][w]);
        for (uint64_t j = 0; j < k; j++) {
            double both = 0;
            for (int w = 0; w < WORDS; w++) both += __builtin_popcountll(live[j][w] & live[k][w]);
            const double score = (both - p * (num_live[j] + num_live[k]) + n * p * p) / (sqrt(n) * p * (1 - p));
            worst = fmax(worst, fabs(score));
            squares += score * score;
            pairs++;
        }
    }
    return fmax(worst, fabs(squares - pairs) / sqrt(2 * pairs));
}

/* All 2^10 outcomes of ten neighbouring fair coins. */
static double
score_of_patterns(const scheme *s, const axis *a)
{
    static uint64_t counts[1024];
    memset(counts, 0, sizeof counts);
    for (uint64_t r = 0; r < 100000; r++) {
        unsigned pattern = 0;
        for (uint64_t k = 0; k < 10; k++) pattern = pattern << 1 | (a->coin(s, k, r) < WOM_COIN_ONE / 2);
        counts[pattern]++;
    }
    return fabs(battery_equal_counts(counts, 1024));
}

/* The number of live coins among m edges has mean m p and, over worlds, variance m p (1 - p). A scheme that moves all
 * coins of a world together keeps the mean and misses the variance. */
static double
worst_of_live_counts(const scheme *s, bool strided, double p)
{
    enum { M = 1000, WORLDS = 10000 };
    const uint32_t threshold = wom_threshold(p);
    double sum = 0, squares = 0;
    for (uint64_t r = 0; r < WORLDS; r++) {
        const uint64_t world = s->key(8, WOM_PURPOSE_TIE, r, 0);
        unsigned live = 0;
        for (uint64_t i = 0; i < M; i++) live += s->coin(world, strided ? i << 16 : i) < threshold;
        sum += live;
        squares += (live - M * p) * (live - M * p);
    }
    const double variance = M * p * (1 - p);
    const double score_of_mean = (sum / WORLDS - M * p) / sqrt(variance / WORLDS);
    const double score_of_variance = (squares / WORLDS / variance - 1) / sqrt((2 + 1 / variance) / WORLDS);
    return fmax(fabs(score_of_mean), fabs(score_of_variance));
}

/* ---- The coin of the library ---- */

static void
coins_are_uniform_along_every_axis(void)
{
    for (int a = 0; a < NUM_AXES; a++) {
        const uint64_t narrow = axes[a].num_fast > 0 ? axes[a].num_fast : 64;
        const double wide = worst_of_uniformity(&sound, &axes[a], axes[a].num_fast > 0 ? narrow : UINT64_C(1) << 20);
        const double worst = fmax(wide, worst_of_uniformity(&sound, &axes[a], narrow));
        if (worst > 5) test_failed(__FILE__, __LINE__, "%s: %g standard errors", axes[a].name, worst);
    }
}

static void
coins_are_independent_in_pairs_along_every_axis(void)
{
    static const double probabilities[] = { 0.5, 0.1, 0.01 };
    for (int a = 0; a < NUM_AXES; a++)
        for (int k = 0; k < 3; k++) {
            const double p = probabilities[k], worst = worst_of_pairs(&sound, &axes[a], p);
            if (worst > 5) test_failed(__FILE__, __LINE__, "%s, p = %g: %g standard errors", axes[a].name, p, worst);
        }
}

static void
ten_neighbouring_coins_fall_in_all_ways_alike(void)
{
    for (int a = 0; a < NUM_AXES; a++) {
        const double score = score_of_patterns(&sound, &axes[a]);
        if (score > 5) test_failed(__FILE__, __LINE__, "%s: %g standard errors", axes[a].name, score);
    }
}

static void
the_number_of_live_coins_varies_as_a_binomial(void)
{
    static const double probabilities[] = { 0.5, 0.1, 0.01 };
    for (int k = 0; k < 3; k++) {
        CHECK_NEAR(worst_of_live_counts(&sound, false, probabilities[k]), 0, 5);
        CHECK_NEAR(worst_of_live_counts(&sound, true, probabilities[k]), 0, 5);
    }
}

static void
probability_zero_never_happens_and_one_always(void)
{
    const uint64_t world = wom_key(9, WOM_PURPOSE_TIE, 0, 0);
    uint64_t never = 0, always = 0;
    for (uint64_t i = 0; i < 1000000; i++) {
        never += wom_coin(world, i) < wom_threshold(0);
        always += wom_coin(world, i) < wom_threshold(1);
    }
    CHECK_EQUAL(never, 0);
    CHECK_EQUAL(always, 1000000);
}

static void
rare_coins_come_as_often_as_they_should(void)
{
    for (int k = 0; k < 4; k++) {
        const double p = pow(10, -2 - k), n = 3e7;
        const uint64_t world = wom_key(10, WOM_PURPOSE_TIE, (uint64_t)k, 0);
        const uint32_t threshold = wom_threshold(p);
        uint64_t live = 0;
        for (uint64_t i = 0; i < (uint64_t)n; i++) live += wom_coin(world, i) < threshold;
        CHECK_NEAR((double)live, n * p, 5 * sqrt(n * p));
    }
}

/* ---- The battery can say no ---- */

static void
weak_schemes_fail_each_part_of_the_battery(void)
{
    const axis *edges = &axes[0], *replicates = &axes[3];
    for (int w = 0; w < NUM_WEAK; w++) {
        const double counts = worst_of_live_counts(&weak[w], false, 0.5);
        const double pairs = fmax(worst_of_pairs(&weak[w], edges, 0.1), worst_of_pairs(&weak[w], replicates, 0.1));
        const double patterns = fmax(score_of_patterns(&weak[w], edges), score_of_patterns(&weak[w], replicates));
        if (!(counts > 10 && pairs > 10 && patterns > 10))
            test_failed(__FILE__, __LINE__, "weak scheme %d passes: counts %g, pairs %g, patterns %g standard errors",
                        w, counts, pairs, patterns);
    }
    CHECK(worst_of_uniformity(&weak[0], replicates, 64) > 10);
}

TEST_MAIN(TEST(coins_are_uniform_along_every_axis), TEST(coins_are_independent_in_pairs_along_every_axis),
          TEST(ten_neighbouring_coins_fall_in_all_ways_alike), TEST(the_number_of_live_coins_varies_as_a_binomial),
          TEST(probability_zero_never_happens_and_one_always), TEST(rare_coins_come_as_often_as_they_should),
          TEST(weak_schemes_fail_each_part_of_the_battery))
