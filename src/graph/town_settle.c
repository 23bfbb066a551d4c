/* Communities whose sizes, and residents whose numbers of friends, have heavy tails; as in the LFR benchmark
 * (Lancichinetti, Fortunato and Radicchi, PRE 2008) each resident has a share of her friends outside. */
#include "graph/generate.h"
#include "graph/town.h"

#include <math.h>

/* The largest share of a community that a resident may know; well below 1, so that there is somebody left to meet. */
static const double largest_share = 0.7;

/* Sizes with density x^-2 between low and high, by inversion. */
static uint32_t
draw_size(wom_rng *rng, double low, double high)
{
    return (uint32_t)(low * high / (high - wom_rng_uniform(rng) * (high - low)));
}

static wom_status
settle_communities(wom_friendships *made, wom_job *job, const wom_town *town)
{
    const double low = fmax(8, fmin(town->mean_friends, town->users / 4.0));
    const double high = fmax(low + 1, fmin(town->users / 6.0, 40 * town->mean_friends));
    const uint64_t most = (uint64_t)(town->users / low) + 2;
    wom_rng rng = wom_generate_stream(town->seed, WOM_GENERATE_COMMUNITIES, 0);
    uint32_t settled = 0;
    WOM_TRY(wom_allocate(&made->community_first, job, most + 1, sizeof *made->community_first, "communities"));
    while (settled < made->num) {
        uint32_t size = draw_size(&rng, low, high);
        if (made->num - settled < size + low) size = made->num - settled; /* no remainder below `low` */
        for (uint32_t i = 0; i < size; ++i) made->community[settled + i] = made->num_communities;
        settled += size;
        made->community_first[++made->num_communities] = settled;
    }
    return WOM_OK;
}

/* How many friends the community can offer. */
static uint32_t
room_of(const wom_friendships *made, uint32_t community)
{
    const uint32_t others = made->community_first[community + 1] - made->community_first[community] - 1;
    return made->num_communities == 1 ? others : (uint32_t)(largest_share * others);
}

static uint32_t
largest_community(const wom_friendships *made)
{
    uint32_t largest = 0;
    for (uint32_t c = 1; c < made->num_communities; ++c)
        if (room_of(made, c) > room_of(made, largest)) largest = c;
    return largest;
}

/* Friends beyond the first by a Lomax distribution, which falls like a power beyond its mean. */
static double
draw_excess(wom_rng *rng)
{
    const double tail = 2.5;
    return pow(1 - wom_rng_uniform(rng), -1 / tail) - 1;
}

static double
cut_wish(double excess, double scale, double most)
{
    return fmin(1 + scale * excess, most);
}

static double
sum_of_wishes(const double *excess, uint32_t num, double scale, double most)
{
    double sum = 0;
    for (uint32_t i = 0; i < num; ++i) sum += cut_wish(excess[i], scale, most);
    return sum;
}

/* The scale at which the wishes, cut at `most`, have the mean that is asked for; by doubling, then halving. */
static double
find_scale(const double *excess, uint32_t num, double mean, double most)
{
    double low = 0, high = 1;
    for (int step = 0; step < 30 && sum_of_wishes(excess, num, high, most) < mean * num; ++step) high *= 2;
    for (int step = 0; step < 40; ++step) {
        const double middle = (low + high) / 2;
        if (sum_of_wishes(excess, num, middle, most) < mean * num) low = middle;
        else high = middle;
    }
    return high;
}

/* Nobody wants more than a tenth of the town, or more than even the largest community could offer. */
static double
most_friends(const wom_friendships *made, const wom_town *town)
{
    const double offered = room_of(made, largest_community(made)) / fmax(0.01, 1 - town->mixing);
    return fmin(made->num - 1.0, fmax(20, fmin(offered, fmin(made->num / 10.0, 40 * town->mean_friends))));
}

static wom_status
wish_for_friends(wom_friendships *made, wom_job *job, const wom_town *town)
{
    const double most = most_friends(made, town);
    wom_rng rng = wom_generate_stream(town->seed, WOM_GENERATE_DEGREES, 0);
    double *excess = NULL;
    WOM_TRY(wom_allocate(&excess, job, made->num, sizeof *excess, "wishes"));
    for (uint32_t i = 0; i < made->num; ++i) excess[i] = draw_excess(&rng);
    const double scale = find_scale(excess, made->num, town->mean_friends, most);
    for (uint32_t i = 0; i < made->num; ++i)
        made->wanted[i] = (uint32_t)(cut_wish(excess[i], scale, most) + wom_rng_uniform(&rng));
    wom_free(excess);
    return WOM_OK;
}

/* A resident who wants more than her community offers changes wishes with one of a larger community who wants less:
 * with anybody at first, then with one of the largest. */
static void
move_hubs(wom_friendships *made, const wom_town *town)
{
    wom_rng rng = wom_generate_stream(town->seed, WOM_GENERATE_DEGREES, 1);
    const double inside = 1 - town->mixing;
    const uint32_t largest = largest_community(made), first = made->community_first[largest];
    const uint32_t size = made->community_first[largest + 1] - first;
    for (uint32_t i = 0; i < made->num; ++i) {
        for (int attempt = 0; attempt < 50 && inside * made->wanted[i] > room_of(made, made->community[i]); ++attempt) {
            const uint32_t other = (uint32_t)(attempt < 25 ? wom_rng_below(&rng, made->num)
                                                           : first + wom_rng_below(&rng, size));
            if (room_of(made, made->community[other]) <= room_of(made, made->community[i])) continue;
            if (made->wanted[other] >= made->wanted[i]) continue;
            const uint32_t wanted = made->wanted[i];
            made->wanted[i] = made->wanted[other];
            made->wanted[other] = wanted;
        }
    }
}

/* Divides the wishes into those within and those out of the community. */
static void
divide_wishes(wom_friendships *made, const wom_town *town)
{
    wom_rng rng = wom_generate_stream(town->seed, WOM_GENERATE_DEGREES, 2);
    for (uint32_t i = 0; i < made->num; ++i) {
        const uint32_t room = room_of(made, made->community[i]);
        uint32_t inside = (uint32_t)((1 - town->mixing) * made->wanted[i] + wom_rng_uniform(&rng));
        if (made->num_communities == 1) inside = made->wanted[i];
        made->inside[i] = inside < room ? inside : room;
        made->outside[i] = made->wanted[i] - made->inside[i];
        made->first[i + 1] = made->first[i] + made->wanted[i];
    }
}

wom_status
wom_town_settle(wom_friendships *made, wom_job *job, const wom_town *town)
{
    made->num = town->users;
    WOM_TRY(wom_allocate(&made->community, job, made->num, sizeof *made->community, "communities"));
    WOM_TRY(wom_allocate(&made->wanted, job, made->num, sizeof *made->wanted, "wishes"));
    WOM_TRY(wom_allocate(&made->inside, job, made->num, sizeof *made->inside, "wishes"));
    WOM_TRY(wom_allocate(&made->outside, job, made->num, sizeof *made->outside, "wishes"));
    WOM_TRY(wom_allocate(&made->num_friends, job, made->num, sizeof *made->num_friends, "friends"));
    WOM_TRY(wom_allocate(&made->first, job, (uint64_t)made->num + 1, sizeof *made->first, "friends"));
    WOM_TRY(settle_communities(made, job, town));
    WOM_TRY(wish_for_friends(made, job, town));
    move_hubs(made, town);
    divide_wishes(made, town);
    return wom_allocate(&made->friend_of, job, made->first[made->num], sizeof *made->friend_of, "friends");
}

void
wom_friendships_free(wom_friendships *friendships)
{
    wom_free(friendships->community);
    wom_free(friendships->community_first);
    wom_free(friendships->wanted);
    wom_free(friendships->inside);
    wom_free(friendships->outside);
    wom_free(friendships->first);
    wom_free(friendships->friend_of);
    wom_free(friendships->num_friends);
}
