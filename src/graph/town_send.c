/* How many messages pass along ties: more from active users, within a community, and where friends are shared. In the
 * town it is also drawn who influences whom. */
#include "graph/generate.h"
#include "graph/neighbours.h"
#include "graph/town.h"

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
    return fmax(0.01, wom_generate_round(activity, 100));
}

static void
add_tie(wom_tie_list *ties, uint32_t from, uint32_t to, double strength)
{
    ties->from[ties->num_rows] = from;
    ties->to[ties->num_rows] = to;
    ties->strength[ties->num_rows++] = strength;
}

/* Friends that both have; `mark` knows those of a. */
static double
count_shared(const wom_friendships *f, const uint32_t *mark, uint32_t a, uint32_t b)
{
    const uint32_t *friend_of = f->friend_of + f->first[b];
    uint32_t shared = 0;
    for (uint32_t i = 0; i < f->num_friends[b]; ++i) shared += mark[friend_of[i]] == a + 1;
    return shared;
}

static bool
is_among(const uint32_t *ascending, uint64_t num, uint32_t wanted)
{
    uint64_t low = 0, high = num;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (ascending[middle] < wanted) low = middle + 1;
        else high = middle;
    }
    return low < num && ascending[low] == wanted;
}

/* The same where friends ascend, told from some of those of the one who has fewer, for hubs would take too long. */
static double
estimate_shared(const wom_friendships *f, uint32_t a, uint32_t b)
{
    const uint32_t few = f->num_friends[a] <= f->num_friends[b] ? a : b, many = few == a ? b : a;
    const uint32_t *friend_of = f->friend_of + f->first[few], step = 1 + f->num_friends[few] / 64;
    uint32_t shared = 0;
    for (uint32_t i = 0; i < f->num_friends[few]; i += step)
        shared += is_among(f->friend_of + f->first[many], f->num_friends[many], friend_of[i]);
    return (double)shared * step;
}

/* Which ways a friendship goes. */
typedef struct ways {
    bool there, back;
} ways;

/* A one-way tie goes more likely from the one with more friends. */
static ways
draw_ways(const wom_friendships *f, double reciprocity, uint32_t a, uint32_t b, wom_rng *rng)
{
    const double friends_a = f->num_friends[a], friends_b = f->num_friends[b];
    const bool is_mutual = wom_rng_uniform(rng) < reciprocity;
    const bool is_there = wom_rng_uniform(rng) * (friends_a + friends_b) < friends_a;
    return (ways){ is_mutual || is_there, is_mutual || !is_there };
}

static bool
has_tie(const wom_graph *graph, wom_node from, wom_node to)
{
    return is_among(graph->out_head + graph->out_first[from], wom_graph_out_degree(graph, from), to);
}

/* What one friendship gives: one or two ties. */
static void
add_friendship(wom_tie_list *ties, const wom_friendships *f, double shared, uint32_t a, uint32_t b, ways goes,
               wom_rng *message)
{
    const double near = f->community[a] == f->community[b] ? 2 : 0.7;
    const double closeness = exp(0.5 * wom_rng_normal(message)) * near * (1 + 0.4 * shared);
    const double friends_a = f->num_friends[a], friends_b = f->num_friends[b];
    const double there = draw_messages(message, closeness * ties->activity[a] / sqrt(friends_a));
    const double back = draw_messages(message, closeness * ties->activity[b] / sqrt(friends_b));
    if (goes.there) add_tie(ties, a, b, 1 + there);
    if (goes.back) add_tie(ties, b, a, 1 + back);
}

static wom_status
get_memory(wom_tie_list *ties, wom_job *job, const wom_friendships *f)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < f->num; ++i) most += f->num_friends[i];
    WOM_TRY(wom_allocate(&ties->from, job, most, sizeof *ties->from, "ties"));
    WOM_TRY(wom_allocate(&ties->to, job, most, sizeof *ties->to, "ties"));
    WOM_TRY(wom_allocate(&ties->strength, job, most, sizeof *ties->strength, "ties"));
    ties->direction = WOM_DIRECTION_INFLUENCE;
    return wom_allocate(&ties->activity, job, f->num, sizeof *ties->activity, "activity");
}

/* Streams of a sending. */
typedef struct sending {
    double reciprocity;
    wom_rng message, direction;
} sending;

static sending
begin(wom_tie_list *ties, const wom_friendships *f, double mean_friends, double reciprocity, uint64_t seed)
{
    wom_rng own = wom_generate_stream(seed, WOM_GENERATE_MESSAGES, 0);
    for (uint32_t i = 0; i < f->num; ++i) ties->activity[i] = draw_activity(&own, f->num_friends[i], mean_friends);
    return (sending){ reciprocity, wom_generate_stream(seed, WOM_GENERATE_MESSAGES, 1),
                      wom_generate_stream(seed, WOM_GENERATE_DIRECTIONS, 0) };
}

static void
send_of(wom_tie_list *ties, const wom_friendships *f, uint32_t *mark, uint32_t a, sending *s)
{
    const uint32_t *friend_of = f->friend_of + f->first[a];
    for (uint32_t i = 0; i < f->num_friends[a]; ++i) mark[friend_of[i]] = a + 1;
    for (uint32_t i = 0; i < f->num_friends[a]; ++i) {
        const uint32_t b = friend_of[i];
        if (b < a) continue;
        const ways goes = draw_ways(f, s->reciprocity, a, b, &s->direction);
        add_friendship(ties, f, count_shared(f, mark, a, b), a, b, goes, &s->message);
    }
}

wom_status
wom_town_send(wom_tie_list *ties, wom_job *job, const wom_town *town, const wom_friendships *f)
{
    uint32_t *mark = NULL;
    WOM_TRY(get_memory(ties, job, f));
    WOM_TRY(wom_allocate(&mark, job, f->num, sizeof *mark, "marks of friends"));
    sending s = begin(ties, f, town->mean_friends, town->reciprocity, town->seed);
    for (uint32_t a = 0; a < f->num; ++a) send_of(ties, f, mark, a, &s);
    wom_free(mark);
    return wom_job_check(job);
}

static void
send_along(wom_tie_list *ties, const wom_friendships *f, const wom_graph *graph, uint32_t a, sending *s)
{
    for (uint32_t i = 0; i < f->num_friends[a]; ++i) {
        const uint32_t b = f->friend_of[f->first[a] + i];
        if (b < a) continue;
        const ways goes = { has_tie(graph, a, b), has_tie(graph, b, a) };
        add_friendship(ties, f, estimate_shared(f, a, b), a, b, goes, &s->message);
    }
}

wom_status
wom_graph_send(wom_tie_list *ties, wom_job *job, const wom_graph *graph, uint32_t *community, uint64_t seed)
{
    wom_neighbours neighbours = { 0 };
    wom_friendships f = { .num = graph->num_nodes, .community = community };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_neighbours_create(&neighbours, job, graph, false));
    WOM_TRY_GOTO(wom_allocate(&f.num_friends, job, f.num, sizeof *f.num_friends, "friends"));
    for (wom_node node = 0; node < f.num; ++node) f.num_friends[node] = wom_neighbours_degree(&neighbours, node);
    f.first = neighbours.first;
    f.friend_of = neighbours.node;
    WOM_TRY_GOTO(get_memory(ties, job, &f));
    const double mean = f.num > 0 ? (double)f.first[f.num] / f.num : 0;
    sending s = begin(ties, &f, fmax(mean, 1), 0, seed);
    for (uint32_t a = 0; a < f.num; ++a) {
        send_along(ties, &f, graph, a, &s);
        if (a % 65536 == 0) WOM_TRY_GOTO(wom_job_check(job));
    }
done:
    wom_free(f.num_friends);
    wom_neighbours_free(&neighbours);
    return status;
}
