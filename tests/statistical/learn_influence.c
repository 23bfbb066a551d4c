/* The verdict on influence, on logs of which it is known whether there was any. */
#include "graphs.h"
#include "logs.h"
#include "test.h"

#include <wom/learn.h>

#include <stdlib.h>

/* A place with everything that looks like influence and is none: friends are mostly of one group, which likes the same
 * contents (homophily) and is about at the same time (calendar); who is active has more friends; contents are hot for a
 * while. */
enum { NUM_USERS = 300, GROUP = 20, NUM_GROUPS = NUM_USERS / GROUP, NUM_CONTENTS = 80 };

typedef struct town {
    wom_job *job;
    wom_graph *graph;
    double activity[NUM_USERS], begin[NUM_USERS], end[NUM_USERS];
    double appeal[NUM_GROUPS];
} town;

static void
settle(town *t, wom_rng *rng)
{
    double offset[NUM_GROUPS];
    for (int g = 0; g < NUM_GROUPS; g++) offset[g] = .5 * wom_rng_uniform(rng);
    for (int u = 0; u < NUM_USERS; u++) {
        t->activity[u] = exp(.8 * wom_rng_normal(rng));
        t->begin[u] = offset[u / GROUP] + .1 * wom_rng_uniform(rng);
        t->end[u] = t->begin[u] + .4;
    }
}

static void
befriend(town *t, wom_rng *rng)
{
    enum { MOST = 8000 };
    graph_tie tie[MOST];
    uint32_t num = 0;
    for (wom_node u = 0; u < NUM_USERS; u++) {
        for (wom_node v = 0; v < NUM_USERS; v++) {
            const double p = (u / GROUP == v / GROUP ? .15 : .005) * t->activity[u];
            if (u != v && num < MOST && wom_rng_uniform(rng) < p) tie[num++] = (graph_tie){ u, v, 1 };
        }
    }
    t->graph = graph_of(t->job, NUM_USERS, num, tie);
}

/* Who takes the content up by herself, and when; never: infinity. */
static void
take_up(double time[NUM_USERS], town *t, wom_rng *rng)
{
    const double start = .8 * wom_rng_uniform(rng);
    for (int g = 0; g < NUM_GROUPS; g++) t->appeal[g] = exp(wom_rng_normal(rng));
    for (int u = 0; u < NUM_USERS; u++) {
        const double at = start - .15 * log(1 - wom_rng_uniform(rng));
        const bool does = wom_rng_uniform(rng) < .08 * t->activity[u] * t->appeal[u / GROUP];
        time[u] = does && at > t->begin[u] && at < t->end[u] ? at : HUGE_VAL;
    }
}

/* Each who took it up convinces friends with that probability, soon after: rounds until nobody is earlier. */
static void
pass_on(double time[NUM_USERS], const town *t, uint64_t world, double p)
{
    for (bool changes = p > 0; changes;) {
        changes = false;
        for (wom_node u = 0; u < NUM_USERS; u++) {
            for (uint64_t tie = t->graph->out_first[u]; tie < t->graph->out_first[u + 1]; tie++) {
                const double delay = .01 * wom_coin(world + 1, tie) / WOM_COIN_ONE;
                double *of_head = &time[t->graph->out_head[tie]];
                if (wom_coin(world, tie) >= wom_threshold(p) || time[u] + delay >= *of_head) continue;
                *of_head = time[u] + delay;
                changes = true;
            }
        }
    }
}

static int
by_time(const void *a, const void *b)
{
    const log_action *x = a, *y = b;
    return (x->time > y->time) - (x->time < y->time);
}

static wom_log *
write_log(town *t, uint64_t seed, double p)
{
    log_action *actions = NULL;
    uint64_t num = 0;
    CHECK_OK(wom_allocate(&actions, t->job, (uint64_t)NUM_CONTENTS * NUM_USERS, sizeof *actions, "actions"));
    for (uint32_t c = 0; c < NUM_CONTENTS; c++) {
        double time[NUM_USERS];
        const uint64_t first = num;
        wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, c + 1);
        take_up(time, t, &rng);
        pass_on(time, t, wom_key(seed, WOM_PURPOSE_GENERATE, c, 1), p);
        for (wom_node u = 0; u < NUM_USERS; u++)
            if (time[u] < HUGE_VAL) actions[num++] = (log_action){ c, u, time[u] };
        qsort(actions + first, num - first, sizeof *actions, by_time);
    }
    wom_log *made = log_of(t->job, NUM_CONTENTS, num, actions);
    wom_free(actions);
    return made;
}

typedef struct verdicts {
    uint32_t num[3];
    double exceeding;       /* mean excess over the null of equal activity */
    double passed, at_most; /* means of the share of actions that influence made, and of what is said of it */
} verdicts;

static verdicts
judge_logs(uint32_t num_logs, double p)
{
    verdicts found = { 0 };
    town t = { .job = test_job(2) };
    wom_influence_options options = wom_influence_defaults();
    options.num_shuffles = 79;
    for (uint32_t k = 0; k < num_logs; k++) {
        wom_rng rng = wom_rng_stream(k, WOM_PURPOSE_GENERATE, 0);
        wom_influence influence;
        settle(&t, &rng);
        befriend(&t, &rng);
        wom_log *log = write_log(&t, k, p), *without = write_log(&t, k, 0);
        options.seed = k;
        CHECK_OK(wom_influence_measure(&influence, t.job, log, t.graph, &options));
        found.num[influence.verdict]++;
        found.exceeding += influence.null[WOM_NULL_ACTIVITY].excess.value / num_logs;
        found.at_most += influence.at_most / num_logs;
        found.passed += (1 - (double)without->num_actions / (double)log->num_actions) / num_logs;
        log_free(log);
        log_free(without);
        wom_graph_free(t.graph);
    }
    wom_job_free(t.job);
    return found;
}

static void
friends_who_are_alike_are_not_taken_for_influence(void)
{
    enum { NUM = 200 };
    const verdicts found = judge_logs(NUM, 0);
    CHECK(found.exceeding > .05); /* homophily does look like it */
    CHECK(found.num[WOM_INFLUENCE_WEAK] + found.num[WOM_INFLUENCE_CLEAR] <= .025 * NUM + 5 * sqrt(.025 * NUM));
}

static void
influence_is_found(void)
{
    enum { NUM = 40 };
    const verdicts found = judge_logs(NUM, .02);
    CHECK(found.num[WOM_INFLUENCE_NONE] <= 2);
    CHECK(found.passed > .1 && found.passed < found.at_most);
    const verdicts strong = judge_logs(NUM, .1);
    CHECK_EQUAL(strong.num[WOM_INFLUENCE_CLEAR], NUM);
    CHECK(strong.passed > .4 && strong.passed < strong.at_most);
}

/* ---- The null of equal activity ---- */

/* Few contents and some users who take up almost all, so that half of a shuffle would be doubles. */
enum { NUM_BUSY = 60, NUM_SHARED = 12 };

static uint64_t
list_busy(log_action *actions)
{
    uint64_t num = 0;
    for (uint32_t c = 0; c < NUM_SHARED; c++) {
        wom_node order[NUM_BUSY];
        wom_rng rng = wom_rng_stream(5, WOM_PURPOSE_GENERATE, c);
        for (wom_node u = 0; u < NUM_BUSY; u++) order[u] = u;
        wom_rng_shuffle(&rng, order, NUM_BUSY);
        for (wom_node k = 0; k < NUM_BUSY; k++)
            if (wom_rng_uniform(&rng) * NUM_BUSY < order[k]) actions[num++] = (log_action){ c, order[k], (double)k };
    }
    return num;
}

static bool
acts_on(const wom_log *past, uint32_t content, wom_node user)
{
    for (uint64_t i = past->first[content]; i < past->first[content + 1]; i++)
        if (past->user[i] == user) return true;
    return false;
}

/* Exchanges two users where neither acts twice then: the chain whose limit is uniform over all such logs. */
static void
rewire(wom_log *past, wom_rng *rng, uint64_t num_tries)
{
    for (uint64_t t = 0; t < num_tries; t++) {
        const uint64_t i = wom_rng_below(rng, past->num_actions), j = wom_rng_below(rng, past->num_actions);
        const wom_node a = past->user[i], b = past->user[j];
        const bool is_within = past->content[i] == past->content[j];
        if (!is_within && (acts_on(past, past->content[i], b) || acts_on(past, past->content[j], a))) continue;
        past->user[i] = b;
        past->user[j] = a;
    }
}

static double
share_exposed(const wom_log *past, const wom_graph *graph)
{
    double num = 0, exposed = 0;
    for (uint32_t c = 0; c < past->num_contents; c++) {
        bool is_active[NUM_BUSY] = { false };
        for (uint64_t i = past->first[c]; i < past->first[c + 1]; i++) {
            bool has_friend = false;
            for (uint64_t k = graph->in_first[past->user[i]]; k < graph->in_first[past->user[i] + 1]; k++)
                has_friend |= is_active[graph->in_tail[k]];
            num += i > past->first[c];
            exposed += i > past->first[c] && has_friend;
            is_active[past->user[i]] = true;
        }
    }
    return exposed / num;
}

static void
parted_shuffles_are_those_of_a_rewiring_chain(void)
{
    enum { NUM = 2000 };
    wom_job *job = test_job(2);
    log_action actions[NUM_BUSY * NUM_SHARED];
    const uint64_t num = list_busy(actions);
    wom_log *past = log_of(job, NUM_SHARED, num, actions);
    wom_graph *graph = graph_random(job, NUM_BUSY, 100, 9);
    wom_influence_options options = wom_influence_defaults();
    wom_influence found;
    double shares[NUM];
    wom_rng rng = wom_rng_stream(6, WOM_PURPOSE_GENERATE, 0);
    options.num_shuffles = NUM;
    CHECK_OK(wom_influence_measure(&found, job, past, graph, &options));
    rewire(past, &rng, 100 * num);
    for (int s = 0; s < NUM; s++) {
        rewire(past, &rng, 5 * num);
        shares[s] = share_exposed(past, graph);
    }
    const wom_estimate chain = wom_estimate_mean(shares, NUM);
    const wom_influence_excess *parted = &found.null[WOM_NULL_ACTIVITY];
    const double error = hypot(chain.standard_error, parted->deviation / sqrt(NUM));
    CHECK_NEAR(parted->share, chain.value, 5 * error);
    CHECK_NEAR(parted->deviation, chain.standard_error * sqrt(NUM), 5 * parted->deviation / sqrt(2. * NUM));
    CHECK(found.null[WOM_NULL_SHUFFLED].share < chain.value - 20 * error); /* doubles matter */
    log_free(past);
    wom_graph_free(graph);
    wom_job_free(job);
}

TEST_MAIN(TEST(friends_who_are_alike_are_not_taken_for_influence), TEST(influence_is_found),
          TEST(parted_shuffles_are_those_of_a_rewiring_chain))
