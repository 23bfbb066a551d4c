/* learn: shares of adoptions with an active friend in real logs, as published, and what is said of them. */
#include "real_logs.h"
#include "test.h"

#include <wom/learn.h>

/* False where the set is not at hand. */
static bool
measure(wom_influence *influence, const real_log *set, wom_direction direction, bool strictly)
{
    wom_job *job = test_job(2);
    wom_data *data = real_log_load(job, set, direction);
    if (data != NULL) {
        wom_influence_options options = wom_influence_defaults();
        options.strictly = strictly;
        options.segment = set->users != NULL ? data->segment : NULL;
        options.num_segments = data->num_segments;
        CHECK_OK(wom_influence_measure(influence, job, data->log, data->graph, &options));
    }
    const bool is_there = data != NULL;
    wom_data_free(data);
    wom_job_free(job);
    return is_there;
}

/* The published null is one shuffle, so it may lie three deviations from ours. */
static void
check_shares(const wom_influence *found, wom_influence_null null, double exposed, double by_chance)
{
    CHECK_NEAR(found->exposed, exposed, 0.0005);
    CHECK_NEAR(found->null[null].share, by_chance, 3 * found->null[null].deviation + 0.0005);
}

static void
shares_of_android_are_those_published(void)
{
    wom_influence found;
    if (!measure(&found, &real_android, WOM_DIRECTION_INFLUENCE, false)) return;
    check_shares(&found, WOM_NULL_SHUFFLED, 0.324, 0.235);
    if (!measure(&found, &real_android, WOM_DIRECTION_FOLLOWS, false)) return;
    check_shares(&found, WOM_NULL_SHUFFLED, 0.453, 0.358);
    CHECK_EQUAL(found.verdict, WOM_INFLUENCE_WEAK); /* busy users explain half of the published excess */
    CHECK(found.null[WOM_NULL_ACTIVITY].share > found.null[WOM_NULL_SHUFFLED].share + 0.02);
}

static void
followers_on_twitter_follow(void)
{
    wom_influence found;
    if (!measure(&found, &real_twitter, WOM_DIRECTION_FOLLOWS, false)) return;
    check_shares(&found, WOM_NULL_SHUFFLED, 0.134, 0.015);
    CHECK_EQUAL(found.verdict, WOM_INFLUENCE_CLEAR);
    if (!measure(&found, &real_twitter, WOM_DIRECTION_INFLUENCE, false)) return;
    check_shares(&found, WOM_NULL_SHUFFLED, 0.093, 0.015);
    CHECK_EQUAL(found.verdict, WOM_INFLUENCE_NONE); /* those whom they follow do not */
    CHECK(found.direction.high < 0);
}

/* Published shares are of all adoptions, also the first of each content. */
static void
farmers_exceed_their_villages_but_years_are_coarse(void)
{
    wom_influence found;
    if (!measure(&found, &real_farmers, WOM_DIRECTION_FOLLOWS, true)) return;
    CHECK_EQUAL(found.num_actions, 3262);
    const double of_all = 3262. / 3274;
    CHECK_NEAR(found.exposed * of_all, 0.608, 0.0005);
    const wom_influence_excess *villages = &found.null[WOM_NULL_RELABELLED];
    CHECK_NEAR(villages->share * of_all, 0.420, 3 * villages->deviation);
    CHECK(found.is_coarse && found.null[found.strictest].excess.low > 0);
    CHECK_EQUAL(found.verdict, WOM_INFLUENCE_WEAK);
}

static void
doctors_show_no_influence(void)
{
    wom_influence found;
    if (!measure(&found, &real_doctors, WOM_DIRECTION_FOLLOWS, true)) return;
    CHECK_NEAR(found.exposed * 108 / 109, 0.550, 0.0005);
    CHECK_NEAR(found.null[WOM_NULL_RELABELLED].share * 108 / 109, 0.556, 3 * found.null[WOM_NULL_RELABELLED].deviation);
    CHECK_EQUAL(found.verdict, WOM_INFLUENCE_NONE);
    CHECK(strstr(found.text, "no sign of influence") != NULL);
}

static void
tags_spread_both_ways_along_mutual_ties(void)
{
    wom_influence found;
    if (!measure(&found, &real_tags, WOM_DIRECTION_INFLUENCE, false)) return;
    check_shares(&found, WOM_NULL_SHUFFLED, 0.203, 0.091);
    CHECK(found.is_symmetric);
    CHECK_EQUAL(found.verdict, WOM_INFLUENCE_WEAK);
}

TEST_MAIN(TEST(shares_of_android_are_those_published), TEST(followers_on_twitter_follow),
          TEST(farmers_exceed_their_villages_but_years_are_coarse), TEST(doctors_show_no_influence),
          TEST(tags_spread_both_ways_along_mutual_ties))
