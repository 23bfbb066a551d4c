/* Every engine gives the same bits, whatever the dynamics and the options. */
#include "graphs.h"
#include "outcomes.h"
#include "test.h"

enum { NODES = 90, ASKS = 5, WORLDS = 600, NUM_CASES = 48, MOST_TIES = 700 };

/* A network, a plan and options that differ from case to case. */
typedef struct trial {
    uint64_t number;
    wom_graph *graph;
    wom_model *model;
    wom_node user[ASKS];
    uint32_t group_of[NODES];
    double accept[NODES], fee[NODES], content_value[1], user_value[NODES], target[NODES];
    float purchase[NODES];
    bool masked[MOST_TIES];
    wom_partition partitions[2];
    wom_plan plan;
    wom_economy economy;
    wom_simulate_options options;
} trial;

/* One bit of the number of the case decides on each thing. */
static bool
has(const trial *t, uint32_t bit)
{
    return (t->number * UINT64_C(0x9e3779b97f4a7c15) >> (20 + bit) & 1) != 0;
}

static void
give_numbers(trial *t)
{
    for (uint32_t i = 0; i < ASKS; i++) t->user[i] = (wom_node)((17 * i + t->number) % NODES);
    for (wom_node node = 0; node < NODES; node++) {
        t->group_of[node] = node % 7;
        t->accept[node] = .3 + node % 7 / 10.;
        t->fee[node] = .1 * (1 + node % 4);
        t->purchase[node] = .03f * (float)(node % 33);
        t->user_value[node] = .1 + node;
        t->target[node] = .1 * node;
    }
    t->content_value[0] = 1.7;
    for (wom_tie tie = 0; tie < t->graph->num_ties; tie++) {
        t->masked[tie] = tie % 5 == 0;
        if (tie % 11 == 0) t->model->offset.of_tie[tie] = has(t, 12) ? 1 : 0;
    }
}

/* User 0 can influence everybody, user k the users 3 k and 3 k + 1. */
static wom_graph *
graph_with_hub(wom_job *job)
{
    graph_tie ties[3 * NODES];
    uint32_t num_ties = 0;
    for (wom_node node = 1; node < NODES; node++) {
        ties[num_ties++] = (graph_tie){ 0, node, .1 };
        ties[num_ties++] = (graph_tie){ node, 3 * node % NODES, .5 };
        ties[num_ties++] = (graph_tie){ node, (3 * node + 1) % NODES, .25 };
    }
    return graph_of(job, NODES, num_ties, ties);
}

static void
begin(trial *t, wom_job *job, uint64_t number)
{
    static const uint32_t few_to_many[] = { 150, 400, MOST_TIES };
    static const uint32_t curve_steps[] = { 64, 3, 1, 64 }, deadlines[] = { 0, 1, 3, 6 };
    *t = (trial){ .number = number, .options = wom_simulate_defaults() };
    t->graph = number % 4 == 3 ? graph_with_hub(job)
                               : graph_random(job, NODES, few_to_many[number % 3], 300 + number);
    graph_limit_incoming(t->graph, number % 2 == 0 ? .9 : 3);
    t->model = graph_model(job, t->graph, 1, has(t, 0) ? .01 : 0);
    give_numbers(t);
    t->plan = (wom_plan){ ASKS, t->user, NULL };
    t->economy = (wom_economy){
        .accept = has(t, 1) ? t->accept : NULL,
        .fee = has(t, 2) ? t->fee : NULL,
        .pay_when_accepted = has(t, 3),
        .purchase = has(t, 4) ? t->purchase : NULL,
        .content_value = has(t, 5) ? t->content_value : NULL,
        .user_value = number % 16 == 5 ? t->user_value : NULL,
    };
    t->partitions[0] = t->partitions[1] = (wom_partition){ "seventh", 7, t->group_of };
    t->options.partitions = t->partitions;
    t->options.num_partitions = has(t, 6) ? 2 : 0;
    t->options.replicates = WORLDS - number;
    t->options.max_steps = deadlines[number / 4 % 4];
    t->options.curve_steps = curve_steps[number % 4];
    t->options.want_exposed = has(t, 9);
    t->options.count = has(t, 10) ? WOM_COUNT_PAIRS : WOM_COUNT_USERS;
    t->options.masked = has(t, 11) ? t->masked : NULL;
    t->options.target = number % 16 == 9 ? t->target : NULL;
    t->options.precision = number % 16 == 11 ? .05 : 0;
}

static void
end(trial *t)
{
    wom_model_free(t->model);
    wom_graph_free(t->graph);
}

/* Ways to go through the worlds; the first is the reference. */
enum { NUM_WAYS = 3 };
static const struct {
    wom_simulate_engine engine;
    uint32_t threads;
} ways[NUM_WAYS] = { { WOM_SIMULATE_PLAIN, 1 }, { WOM_SIMULATE_LANES, 1 }, { WOM_SIMULATE_AUTO, 3 } };

/* NULL where the dynamics refuses. */
static wom_outcome *
outcome_by(trial *t, wom_job *job, const wom_dynamics *dynamics, wom_simulate_engine engine)
{
    const char *chosen = dynamics->needs_start ? "{\"type\":\"lt\",\"normalise\":true}" : dynamics->variant.name;
    wom_outcome *outcome = NULL;
    t->options.engine = engine;
    wom_job_memory_mark(job);
    outcome_of(&outcome, job, t->model, chosen, &t->plan, &t->economy, &t->options);
    return outcome;
}

static void
check_engines(trial *t, wom_job *const jobs[NUM_WAYS], const wom_dynamics *dynamics)
{
    const bool fits = dynamics->lanes != WOM_LANES_NONE && t->economy.user_value == NULL && t->options.target == NULL;
    wom_outcome *outcome[NUM_WAYS];
    for (int i = 0; i < NUM_WAYS; i++) {
        outcome[i] = outcome_by(t, jobs[i], dynamics, ways[i].engine);
        const bool equal = outcome[0] == NULL || outcome[i] == NULL ? outcome[0] == outcome[i]
                                                                    : outcomes_equal(outcome[0], outcome[i]);
        if (!equal)
            test_failed(__FILE__, __LINE__, "\"%s\", case %llu: engine %d differs from the plain one",
                        dynamics->variant.name, (unsigned long long)t->number, (int)ways[i].engine);
    }
    /* lanes take memory, which shows that they were used */
    const bool used = wom_job_memory_since_mark(jobs[1]) > wom_job_memory_since_mark(jobs[0]);
    if (used != fits)
        test_failed(__FILE__, __LINE__, "\"%s\", case %llu: lanes %s used", dynamics->variant.name,
                    (unsigned long long)t->number, used ? "are" : "are not");
    for (int i = 0; i < NUM_WAYS; i++) wom_outcome_free(outcome[i]);
}

static void
every_engine_gives_the_same_bits(void)
{
    static trial t;
    wom_job *jobs[NUM_WAYS];
    for (int i = 0; i < NUM_WAYS; i++) jobs[i] = test_job(ways[i].threads);
    for (uint64_t number = 0; number < NUM_CASES; number++) {
        begin(&t, jobs[0], number);
        for (uint32_t i = 0; dynamics_at(i) != NULL; i++)
            if (dynamics_at(i)->lanes != WOM_LANES_NONE || number < 2) check_engines(&t, jobs, dynamics_at(i));
        end(&t);
    }
    for (int i = 0; i < NUM_WAYS; i++) {
        CHECK_EQUAL(wom_job_memory_used(jobs[i]), 0);
        wom_job_free(jobs[i]);
    }
}

static void
lanes_that_do_not_fit_are_done_without(void)
{
    static trial t;
    wom_job *job = test_job(1), *tight = NULL;
    wom_job_options options = wom_job_defaults();
    begin(&t, job, 0);
    wom_outcome *in_lanes = outcome_by(&t, job, dynamics_at(0), WOM_SIMULATE_LANES);
    options.threads = 1;
    options.memory_limit = wom_job_memory_since_mark(job) - 1;
    CHECK_OK(wom_job_create(&tight, &options));
    wom_outcome *without = outcome_by(&t, tight, dynamics_at(0), WOM_SIMULATE_LANES);
    CHECK(in_lanes != NULL && without != NULL && outcomes_equal(in_lanes, without));
    CHECK(wom_job_memory_peak(tight) + 200 * NODES < options.memory_limit); /* what lanes take at least */
    wom_outcome_free(in_lanes);
    wom_outcome_free(without);
    end(&t);
    wom_job_free(tight);
    wom_job_free(job);
}

TEST_MAIN(TEST(every_engine_gives_the_same_bits), TEST(lanes_that_do_not_fit_are_done_without))
