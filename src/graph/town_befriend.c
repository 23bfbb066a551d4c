/* Friendships: some residents of a community meet by chance, most as friends of friends, the rest across town. */
#include "graph/generate.h"
#include "graph/town.h"

/* The share of wishes within a community that chance meetings fulfil; friends of friends get the others. */
static const double met_by_chance = 0.35;

static const uint32_t closing_sweeps = 4;
static const uint32_t attempts_a_wish = 6;

static bool
are_friends(const wom_friendships *f, uint32_t a, uint32_t b)
{
    const uint32_t who = f->num_friends[a] <= f->num_friends[b] ? a : b, whom = who == a ? b : a;
    const uint32_t *friend_of = f->friend_of + f->first[who];
    for (uint32_t i = 0; i < f->num_friends[who]; ++i)
        if (friend_of[i] == whom) return true;
    return false;
}

static void
befriend(wom_friendships *f, uint32_t *wishes, uint32_t a, uint32_t b)
{
    f->friend_of[f->first[a] + f->num_friends[a]++] = b;
    f->friend_of[f->first[b] + f->num_friends[b]++] = a;
    --wishes[a];
    --wishes[b];
}

static bool
may_meet(const wom_friendships *f, uint32_t a, uint32_t b, bool across)
{
    return a != b && !(across && f->community[a] == f->community[b]) && !are_friends(f, a, b);
}

/* Pairs up the entries of `list`, in which a resident stands as often as she has wishes to be fulfilled now. */
static void
meet_by_chance(wom_friendships *f, uint32_t *wishes, uint32_t *list, uint64_t num, bool across, wom_rng *rng)
{
    wom_rng_shuffle(rng, list, num);
    for (uint64_t i = 0; i + 1 < num; ++i) {
        for (int attempt = 0; attempt < 12; ++attempt) {
            const uint64_t j = i + 1 + wom_rng_below(rng, num - i - 1);
            if (!may_meet(f, list[i], list[j], across)) continue;
            befriend(f, wishes, list[i], list[j]);
            list[j] = list[i + 1];
            ++i;
            break;
        }
    }
}

/* Lists residents first .. end - 1, each once for every wish, or for the share of them. */
static uint64_t
list_wishes(uint32_t *list, const uint32_t *wishes, uint32_t first, uint32_t end, double share, wom_rng *rng)
{
    uint64_t num = 0;
    for (uint32_t i = first; i < end; ++i) {
        uint32_t now = wishes[i];
        if (share < 1) now = (uint32_t)(share * now + wom_rng_uniform(rng));
        if (now == 0 && wishes[i] > 0) now = 1; /* without a friend there is no friend of a friend */
        for (; now > 0; --now) list[num++] = i;
    }
    return num;
}

/* Each resident asks friends of her friends, while wishes are open. */
static void
close_triads(wom_friendships *f, uint32_t first, uint32_t end, wom_rng *rng)
{
    for (uint32_t a = first; a < end; ++a) {
        const uint32_t attempts = attempts_a_wish * f->inside[a];
        for (uint32_t attempt = 0; attempt < attempts && f->inside[a] > 0 && f->num_friends[a] > 0; ++attempt) {
            const uint32_t friend = f->friend_of[f->first[a] + wom_rng_below(rng, f->num_friends[a])];
            const uint32_t b = f->friend_of[f->first[friend] + wom_rng_below(rng, f->num_friends[friend])];
            if (f->inside[b] > 0 && may_meet(f, a, b, false)) befriend(f, f->inside, a, b);
        }
    }
}

static void
replace_friend(wom_friendships *f, uint32_t who, uint32_t old, uint32_t with)
{
    uint32_t *friend_of = f->friend_of + f->first[who];
    while (*friend_of != old) ++friend_of;
    *friend_of = with;
}

/* A friendship x - y of the community gives way to a - x and b - y; false if that cannot be. */
static bool
part_and_befriend(wom_friendships *f, uint32_t a, uint32_t b, uint32_t x, uint32_t y)
{
    if (f->community[y] != f->community[a] || x == b || y == a) return false;
    if (!may_meet(f, a, x, false) || !may_meet(f, b, y, false)) return false;
    replace_friend(f, x, y, a);
    replace_friend(f, y, x, b);
    f->friend_of[f->first[a] + f->num_friends[a]++] = x;
    f->friend_of[f->first[b] + f->num_friends[b]++] = y;
    --f->inside[a];
    --f->inside[b];
    return true;
}

/* Those left over know each other already: two of them (or one with two wishes) come between two friends. */
static void
place_leftovers(wom_friendships *f, uint32_t first, uint32_t end, const uint32_t *list, uint64_t num, wom_rng *rng)
{
    for (uint64_t i = 0; i + 1 < num; i += 2) {
        for (int attempt = 0; attempt < 40; ++attempt) {
            const uint32_t x = first + (uint32_t)wom_rng_below(rng, end - first);
            if (f->num_friends[x] == 0) continue;
            const uint32_t y = f->friend_of[f->first[x] + wom_rng_below(rng, f->num_friends[x])];
            if (part_and_befriend(f, list[i], list[i + 1], x, y)) break;
        }
    }
}

wom_status
wom_town_befriend(wom_friendships *f, wom_job *job, const wom_town *town)
{
    uint32_t *list = NULL;
    WOM_TRY(wom_allocate(&list, job, f->first[f->num], sizeof *list, "wishes"));
    for (uint32_t c = 0; c < f->num_communities; ++c) {
        const uint32_t first = f->community_first[c], end = f->community_first[c + 1];
        wom_rng meeting = wom_generate_stream(town->seed, WOM_GENERATE_MEETING, c);
        wom_rng closing = wom_generate_stream(town->seed, WOM_GENERATE_CLOSING, c);
        uint64_t num = list_wishes(list, f->inside, first, end, met_by_chance, &meeting);
        meet_by_chance(f, f->inside, list, num, false, &meeting);
        for (uint32_t sweep = 0; sweep < closing_sweeps; ++sweep) close_triads(f, first, end, &closing);
        num = list_wishes(list, f->inside, first, end, 1, &meeting);
        meet_by_chance(f, f->inside, list, num, false, &meeting);
        num = list_wishes(list, f->inside, first, end, 1, &meeting);
        place_leftovers(f, first, end, list, num, &meeting);
    }
    /* What the community could not give is sought outside. */
    for (uint32_t i = 0; i < f->num; ++i) f->outside[i] += f->num_communities == 1 ? 0 : f->inside[i];
    wom_rng meeting = wom_generate_stream(town->seed, WOM_GENERATE_MEETING, f->num_communities);
    const uint64_t num = list_wishes(list, f->outside, 0, f->num, 1, &meeting);
    meet_by_chance(f, f->outside, list, num, true, &meeting);
    wom_free(list);
    return wom_job_check(job);
}
