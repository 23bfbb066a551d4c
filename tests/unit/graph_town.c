/* graph: inside the generated town, ties follow communities and shared friends as it is said. */
#include "graph/town.h"
#include "test.h"

static const uint32_t num_users = 4000;

static wom_town
town_of(double mixing)
{
    wom_town town;
    wom_fields_default(&town, wom_catalogue_find(&wom_generators, "town")->fields);
    town.seed = 1;
    town.users = num_users;
    town.mixing = mixing;
    return town;
}

static wom_friendships
befriend(wom_job *job, const wom_town *town)
{
    wom_friendships made = { 0 };
    CHECK_OK(wom_town_settle(&made, job, town));
    CHECK_OK(wom_town_befriend(&made, job, town));
    return made;
}

/* Hubs know more people than their community has, so a little more than asked for may leave it. */
static void
the_share_of_friends_outside_is_the_mixing(void)
{
    static const double mixing[] = { 0, 0.2, 0.5, 1 };
    wom_job *job = test_job(1);
    for (int i = 0; i < 4; ++i) {
        const wom_town town = town_of(mixing[i]);
        wom_friendships made = befriend(job, &town);
        double num = 0, outside = 0;
        for (uint32_t a = 0; a < made.num; ++a) {
            for (uint32_t k = 0; k < made.num_friends[a]; ++k) {
                num += 1;
                outside += made.community[made.friend_of[made.first[a] + k]] != made.community[a];
            }
        }
        CHECK_NEAR(outside / num, mixing[i], 0.05);
        wom_friendships_free(&made);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
friendships_are_mutual_and_single_and_not_with_oneself(void)
{
    wom_job *job = test_job(1);
    const wom_town town = town_of(0.2);
    wom_friendships made = befriend(job, &town);
    uint32_t *seen = NULL, num_wrong = 0;
    uint64_t num_back = 0, num = 0;
    CHECK_OK(wom_allocate(&seen, job, made.num, sizeof *seen, "seen"));
    for (uint32_t a = 0; a < made.num; ++a) {
        num_wrong += made.num_friends[a] > made.wanted[a];
        for (uint32_t k = 0; k < made.num_friends[a]; ++k) {
            const uint32_t b = made.friend_of[made.first[a] + k];
            num_wrong += b == a || seen[b] == a + 1;
            seen[b] = a + 1;
            ++num;
            for (uint32_t j = 0; j < made.num_friends[b]; ++j) num_back += made.friend_of[made.first[b] + j] == a;
        }
    }
    CHECK_EQUAL(num_wrong, 0);
    CHECK_EQUAL(num_back, num);
    wom_free(seen);
    wom_friendships_free(&made);
    wom_job_free(job);
}

static void
communities_differ_much_in_size(void)
{
    wom_job *job = test_job(1);
    const wom_town town = town_of(0.2);
    wom_friendships made = befriend(job, &town);
    uint32_t smallest = made.num, largest = 0;
    for (uint32_t c = 0; c < made.num_communities; ++c) {
        const uint32_t size = made.community_first[c + 1] - made.community_first[c];
        if (size < smallest) smallest = size;
        if (size > largest) largest = size;
    }
    CHECK(smallest >= 12);
    CHECK(largest > 10 * smallest);
    wom_friendships_free(&made);
    wom_job_free(job);
}

static uint32_t
count_shared(const wom_friendships *made, uint32_t a, uint32_t b)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < made->num_friends[a]; ++i)
        for (uint32_t j = 0; j < made->num_friends[b]; ++j)
            shared += made->friend_of[made->first[a] + i] == made->friend_of[made->first[b] + j];
    return shared;
}

static void
messages_grow_within_communities_and_with_shared_friends(void)
{
    wom_job *job = test_job(1);
    const wom_town town = town_of(0.2);
    wom_friendships made = befriend(job, &town);
    wom_tie_list ties = { .num_nodes = num_users };
    double sum[2][2] = { { 0 } }, num[2][2] = { { 0 } };
    CHECK_OK(wom_town_send(&ties, job, &town, &made));
    for (uint64_t i = 0; i < ties.num_rows; ++i) {
        const bool is_inside = made.community[ties.from[i]] == made.community[ties.to[i]];
        const bool is_shared = count_shared(&made, ties.from[i], ties.to[i]) >= 2;
        CHECK(ties.strength[i] >= 1);
        sum[is_inside][is_shared] += ties.strength[i];
        num[is_inside][is_shared] += 1;
    }
    CHECK(sum[1][0] / num[1][0] > 1.2 * sum[0][0] / num[0][0]);
    CHECK(sum[1][1] / num[1][1] > 1.2 * sum[1][0] / num[1][0]);
    wom_tie_list_clear(&ties);
    wom_friendships_free(&made);
    wom_job_free(job);
}

TEST_MAIN(TEST(the_share_of_friends_outside_is_the_mixing),
          TEST(friendships_are_mutual_and_single_and_not_with_oneself),
          TEST(communities_differ_much_in_size), TEST(messages_grow_within_communities_and_with_shared_friends))
