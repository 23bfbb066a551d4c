/* Who influences whom, and how many messages pass along: more from active residents, within a community, and where
 * friends are shared. */
#include "data/town.h"

#include <math.h>

/* Geometric with this mean, at most a million. */
static double
draw_messages(wom_rng *rng, double mean)
{
    const double u = 1 - wom_rng_uniform(rng);
    return fmin(1e6, floor(log(u) / log(mean / (1 + mean))));
}

/* Many friends leave less time for each, but make for more messages in all. */
static double
draw_activity(wom_rng *rng, double num_friends, double mean_friends)
{
    const double activity = exp(0.7 * wom_rng_normal(rng)) * pow((1 + num_friends) / mean_friends, 0.3);
    return fmax(0.01, wom_town_round(activity, 100));
}

static void
add_tie(wom_town_ties *ties, uint32_t from, uint32_t to, double strength)
{
    ties->from[ties->num] = from;
    ties->to[ties->num] = to;
    ties->strength[ties->num++] = strength;
}

/* Friends that both have; `mark` knows those of a. */
static uint32_t
count_shared(const wom_friendships *f, const uint32_t *mark, uint32_t a, uint32_t b)
{
    const uint32_t *friend_of = f->friend_of + f->first[b];
    uint32_t shared = 0;
    for (uint32_t i = 0; i < f->num_friends[b]; ++i) shared += mark[friend_of[i]] == a + 1;
    return shared;
}

/* What one friendship gives: one or two ties. A one-way tie goes more likely from the one with more friends. */
static void
add_friendship(wom_town_ties *ties, const wom_friendships *f, const double *activity, double reciprocity,
               const uint32_t *mark, uint32_t a, uint32_t b, wom_rng *direction, wom_rng *message)
{
    const double near = f->community[a] == f->community[b] ? 2 : 0.7;
    const double closeness = exp(0.5 * wom_rng_normal(message)) * near * (1 + 0.4 * count_shared(f, mark, a, b));
    const double friends_a = f->num_friends[a], friends_b = f->num_friends[b];
    const double there = draw_messages(message, closeness * activity[a] / sqrt(friends_a));
    const double back = draw_messages(message, closeness * activity[b] / sqrt(friends_b));
    const bool is_mutual = wom_rng_uniform(direction) < reciprocity;
    const bool is_there = wom_rng_uniform(direction) * (friends_a + friends_b) < friends_a;
    if (is_mutual || is_there) add_tie(ties, a, b, 1 + there);
    if (is_mutual || !is_there) add_tie(ties, b, a, 1 + back);
}

static wom_status
get_memory(wom_town_ties *ties, uint32_t **mark, wom_job *job, const wom_friendships *f)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < f->num; ++i) most += f->num_friends[i];
    WOM_TRY(wom_allocate(&ties->from, job, most, sizeof *ties->from, "ties"));
    WOM_TRY(wom_allocate(&ties->to, job, most, sizeof *ties->to, "ties"));
    WOM_TRY(wom_allocate(&ties->strength, job, most, sizeof *ties->strength, "ties"));
    return wom_allocate(mark, job, f->num, sizeof **mark, "marks of friends");
}

wom_status
wom_town_send(wom_town_ties *ties, double *activity, wom_job *job, const wom_town *town, const wom_friendships *f)
{
    uint32_t *mark = NULL;
    WOM_TRY(get_memory(ties, &mark, job, f));
    wom_rng own = wom_town_stream(town->seed, WOM_TOWN_MESSAGES, 0);
    wom_rng message = wom_town_stream(town->seed, WOM_TOWN_MESSAGES, 1);
    wom_rng direction = wom_town_stream(town->seed, WOM_TOWN_DIRECTIONS, 0);
    for (uint32_t i = 0; i < f->num; ++i) activity[i] = draw_activity(&own, f->num_friends[i], town->mean_friends);
    for (uint32_t a = 0; a < f->num; ++a) {
        const uint32_t *friend_of = f->friend_of + f->first[a];
        for (uint32_t i = 0; i < f->num_friends[a]; ++i) mark[friend_of[i]] = a + 1;
        for (uint32_t i = 0; i < f->num_friends[a]; ++i)
            if (friend_of[i] > a)
                add_friendship(ties, f, activity, town->reciprocity, mark, a, friend_of[i], &direction, &message);
    }
    wom_free(mark);
    return wom_job_check(job);
}

void
wom_town_ties_free(wom_town_ties *ties)
{
    wom_free(ties->from);
    wom_free(ties->to);
    wom_free(ties->strength);
}
