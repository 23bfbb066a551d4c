/* Chance: the numbers behind published results stay what they are, and thresholds mean what they say. */
#include "test.h"

static void
keys_coins_and_streams_keep_their_numbers(void)
{
    CHECK(wom_key(42, WOM_PURPOSE_TIE, 0, 0) == UINT64_C(0x3e4a12d70b0af178));
    CHECK(wom_key(42, WOM_PURPOSE_TIE, 1, 0) == UINT64_C(0xdfe05acdaf69d627));
    CHECK(wom_key(UINT64_MAX, WOM_PURPOSE_DELAY, UINT64_MAX, 3) == UINT64_C(0xbd910b8e96716667));
    const uint64_t world = wom_key(42, WOM_PURPOSE_TIE, 0, 0);
    CHECK_EQUAL(wom_coin(world, 0), 0x69700756);
    CHECK_EQUAL(wom_coin(world, 1), 0x6eca1db6);
    CHECK_EQUAL(wom_coin(world, (UINT64_C(1) << 32) + 3), 0x3b0363b7);
    wom_rng rng = wom_rng_stream(42, WOM_PURPOSE_RR_SET, 7);
    CHECK(wom_rng_next(&rng) == UINT64_C(0x464e27e9828263c5));
    CHECK(wom_rng_next(&rng) == UINT64_C(0x3ad64bb87b39ce62));
}

static void
a_coin_is_its_two_parts(void)
{
    const uint64_t world = wom_key(1, WOM_PURPOSE_TIE, 2, 3);
    for (uint64_t i = 0; i < 1000; i++) {
        CHECK(wom_coin(world, i << 20) == wom_coin_of(world, wom_coin_index(i << 20)));
        CHECK(wom_coin(world, i) < WOM_COIN_ONE);
    }
}

static void
thresholds_clip_and_round(void)
{
    CHECK_EQUAL(wom_threshold(0), 0);
    CHECK_EQUAL(wom_threshold(-1), 0);
    CHECK_EQUAL(wom_threshold((double)NAN), 0);
    CHECK_EQUAL(wom_threshold(1), WOM_COIN_ONE);
    CHECK_EQUAL(wom_threshold(HUGE_VAL), WOM_COIN_ONE);
    CHECK_EQUAL(wom_threshold(0.25), WOM_COIN_ONE / 4);
    CHECK_EQUAL(wom_threshold(0x1p-31), 1);
    CHECK_EQUAL(wom_threshold(0x1p-33), 0);
    CHECK_EQUAL(wom_threshold(1 - 0x1p-40), WOM_COIN_ONE);
}

static void
a_stream_is_a_value(void)
{
    wom_rng a = wom_rng_stream(1, WOM_PURPOSE_POLICY, 0);
    wom_rng_next(&a);
    wom_rng b = a;
    for (int i = 0; i < 100; i++) {
        CHECK(wom_rng_normal(&a) == wom_rng_normal(&b));
        CHECK(wom_rng_gamma(&a, 0.5) == wom_rng_gamma(&b, 0.5));
        CHECK(wom_rng_beta(&a, 0.5, 3) == wom_rng_beta(&b, 0.5, 3));
        CHECK(wom_rng_uniform(&a) < 1);
        wom_rng_uniform(&b);
    }
    CHECK(wom_rng_next(&a) == wom_rng_next(&b));
}

TEST_MAIN(TEST(keys_coins_and_streams_keep_their_numbers), TEST(a_coin_is_its_two_parts),
          TEST(thresholds_clip_and_round), TEST(a_stream_is_a_value))
