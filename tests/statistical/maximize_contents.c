/* Seeds that carry different contents, against every assignment tried with exact spreads. */
#include "problems.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

enum { NUM_USERS = 6, NUM_TIES = 8, MOST_CONTENTS = 3, MOST_ASKS = NUM_USERS * MOST_CONTENTS };

typedef struct contents_case {
    problem_case on;
    wom_chances *chances[MOST_CONTENTS]; /* the first is on.chances */
    const wom_chances *borrowed[MOST_CONTENTS];
    double fee[NUM_USERS], accept[NUM_USERS], weight[MOST_ASKS];
    bool banned[NUM_USERS];
} contents_case;

/* One graph; every content passes along its ties with other probabilities. */
static void
open_case(contents_case *it, wom_job *job, uint64_t number, uint32_t num_contents, const char *dynamics,
          double baseline)
{
    wom_rng rng = wom_rng_stream(number, WOM_PURPOSE_GENERATE, 77);
    wom_graph *graph = graph_random(job, NUM_USERS, NUM_TIES, 4000 + number);
    memset(it, 0, sizeof *it);
    for (uint32_t c = 0; c < num_contents; c++) {
        for (wom_tie tie = 0; tie < graph->num_ties; tie++) graph->strength[tie] = (float)wom_rng_uniform(&rng);
        if (strcmp(dynamics, "lt") == 0) graph_limit_incoming(graph, 0.95);
        if (c == 0)
            it->on = problem_on(job, graph, dynamics, baseline);
        else
            it->chances[c] = graph_chances(job, graph, dynamics, baseline);
        it->borrowed[c] = c == 0 ? it->on.chances : it->chances[c];
    }
    for (wom_node node = 0; node < NUM_USERS; node++) it->fee[node] = 0.2 + wom_rng_uniform(&rng);
    for (wom_node node = 0; node < NUM_USERS; node++) it->accept[node] = node % 2 == 0 ? 1 : 0.6;
    for (wom_node ask = 0; ask < MOST_ASKS; ask++) it->weight[ask] = 0.1 + wom_rng_uniform(&rng);
    it->on.problem.seed = number;
    it->on.problem.num_seeds = 1 + (uint32_t)(number % 3);
    it->on.problem.num_contents = num_contents;
    it->on.problem.chances_of = it->borrowed;
}

static void
close_case(contents_case *it)
{
    for (uint32_t c = 1; c < MOST_CONTENTS; c++) wom_chances_free(it->chances[c]);
    problem_free(&it->on);
}

/* What these asks are worth when just these accept: contents are independent. */
static double
value_of_accepting(const contents_case *it, const wom_node *asks, uint32_t num_asks)
{
    const wom_problem *problem = &it->on.problem;
    double missed[NUM_USERS], missed_without[NUM_USERS], active[NUM_USERS], without[NUM_USERS], sum = 0;
    for (wom_node node = 0; node < NUM_USERS; node++) missed[node] = missed_without[node] = 1;
    for (uint32_t c = 0; c < problem->num_contents; c++) {
        wom_node seeds[NUM_USERS];
        uint32_t num_seeds = 0;
        for (uint32_t i = 0; i < num_asks; i++)
            if (asks[i] / NUM_USERS == c) seeds[num_seeds++] = asks[i] % NUM_USERS;
        CHECK_OK(wom_exact_activation(without, it->on.job, it->borrowed[c], NULL, 0, problem->max_steps));
        CHECK_OK(wom_exact_activation(active, it->on.job, it->borrowed[c], seeds, num_seeds, problem->max_steps));
        for (wom_node node = 0; node < NUM_USERS; node++) {
            const double weight = problem->weight == NULL ? 1 : problem->weight[c * NUM_USERS + node];
            missed[node] *= 1 - active[node];
            missed_without[node] *= 1 - without[node];
            if (problem->pairs) sum += weight * (active[node] - without[node]);
        }
    }
    for (wom_node node = 0; node < NUM_USERS && !problem->pairs; node++)
        sum += (problem->weight == NULL ? 1 : problem->weight[node]) * (missed_without[node] - missed[node]);
    return sum;
}

/* Over all ways of accepting. */
static double
exact_value(const contents_case *it, const wom_node *asks, uint32_t num_asks)
{
    double sum = 0;
    for (uint32_t ways = 0; ways < 1u << num_asks; ways++) {
        wom_node accepting[NUM_USERS];
        uint32_t num = 0;
        double chance = 1;
        for (uint32_t i = 0; i < num_asks; i++) {
            const double accept = it->on.problem.accept == NULL ? 1 : it->on.problem.accept[asks[i] % NUM_USERS];
            const bool accepts = (ways >> i & 1) != 0;
            chance *= accepts ? accept : 1 - accept;
            if (accepts) accepting[num++] = asks[i];
        }
        if (chance > 0) sum += chance * value_of_accepting(it, accepting, num);
    }
    return sum;
}

/* The best of all assignments: each user from `next` on with each content, or not asked. */
static double
best_from(const contents_case *it, wom_node *asks, uint32_t num_asks, wom_node next, double cost)
{
    const wom_problem *problem = &it->on.problem;
    double best = num_asks > 0 ? exact_value(it, asks, num_asks) : 0;
    if (problem->num_seeds > 0 && num_asks == problem->num_seeds) return best;
    for (wom_node user = next; user < NUM_USERS; user++) {
        const double fee = problem->fee == NULL ? 0 : problem->fee[user];
        if (cost + fee > problem->budget || (problem->banned != NULL && problem->banned[user])) continue;
        for (uint32_t c = 0; c < problem->num_contents; c++) {
            asks[num_asks] = c * NUM_USERS + user;
            best = fmax(best, best_from(it, asks, num_asks + 1, user + 1, cost + fee));
        }
    }
    return best;
}

/* The guarantee, the certificate, what is admitted, and the estimate; returns how far the estimate is off in standard
 * errors. */
static double
check_case(const contents_case *it, double guarantee)
{
    const wom_problem *problem = &it->on.problem;
    wom_node scratch[NUM_USERS];
    wom_selection *selection = NULL;
    wom_certificate computed;
    bool agrees = false, is_asked[NUM_USERS] = { false };
    double cost = 0;
    CHECK_OK(problem_solve(&selection, &it->on, "{\"type\": \"ris\", \"failure\": 1e-6}"));
    for (uint32_t i = 0; i < selection->num_seeds; i++) {
        const wom_node user = selection->seed[i] % NUM_USERS;
        CHECK(selection->seed[i] < problem->num_contents * NUM_USERS && !is_asked[user]);
        CHECK(problem->banned == NULL || !problem->banned[user]);
        is_asked[user] = true;
        cost += problem->fee == NULL ? 0 : problem->fee[user];
    }
    CHECK(cost <= problem->budget * (1 + 1e-9));
    const wom_certificate *c = &selection->certificate;
    const double exact = exact_value(it, selection->seed, selection->num_seeds), best = best_from(it, scratch, 0, 0, 0);
    CHECK(exact >= guarantee * best);
    CHECK(c->ratio >= guarantee - 0.1);
    CHECK(exact >= c->lower && best <= c->upper && exact >= c->ratio * best);
    CHECK_OK(wom_certificate_check(&agrees, &computed, it->on.job, problem, selection->seed, selection->num_seeds, c));
    CHECK(agrees);
    const double n = (double)c->num_sets, share = exact / c->total_weight;
    const double score = ((double)c->judging_coverage / n - share) / sqrt(share * (1 - share) / n);
    wom_selection_free(selection);
    return score;
}

static void
assignments_reach_their_share_of_the_best_of_all(void)
{
    enum { NUM_CASES = 36 };
    wom_job *job = test_job(1);
    double sum = 0;
    for (uint64_t number = 0; number < NUM_CASES; number++) {
        contents_case it;
        const double baseline = number % 8 >= 5 ? 0.05 : 0;
        open_case(&it, job, number, 2 + (uint32_t)(number % 2), number % 4 < 2 ? "ic" : "lt", baseline);
        wom_problem *problem = &it.on.problem;
        it.banned[number % NUM_USERS] = true;
        if (number % 3 == 1) problem->banned = it.banned;
        if (number % 3 == 2) problem->accept = it.accept;
        if (number % 5 == 1) problem->weight = it.weight;
        if (number % 5 == 2) problem->max_steps = 1;
        problem->pairs = number % 7 >= 4;
        if (number % 6 == 5) {
            problem->num_seeds = 0;
            problem->fee = it.fee;
            problem->budget = 1.2;
        }
        const double score = check_case(&it, problem->fee == NULL ? 0.5 : 0);
        CHECK_NEAR(score, 0, 5);
        sum += score * score;
        close_case(&it);
    }
    CHECK_NEAR(sum / NUM_CASES, 1, 5 * sqrt(2.0 / NUM_CASES)); /* neither too far nor too near */
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* Two towns that know nothing of each other, each with a content of its own. */
static void
each_seed_carries_what_suits_her_friends(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 6, { 0, 1, 1 }, { 0, 2, 1 }, { 3, 4, 0 }, { 3, 5, 0 });
    problem_case on = problem_on(job, graph, "ic", 0);
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) graph->strength[tie] = 1 - graph->strength[tie];
    wom_chances *other = graph_chances(job, graph, "ic", 0);
    const wom_chances *both[] = { on.chances, other };
    wom_selection *selection = NULL;
    on.problem.num_seeds = 2;
    on.problem.num_contents = 2;
    on.problem.chances_of = both;
    CHECK_OK(problem_solve(&selection, &on, "ris"));
    CHECK_EQUAL(selection->num_seeds, 2);
    CHECK_EQUAL(selection->seed[0] + selection->seed[1], 0 + (6 + 3));
    CHECK_NEAR(selection->value, 6, 1e-9);
    wom_selection_free(selection);
    wom_chances_free(other);
    problem_close(&on);
}

static void
one_content_gives_the_same_bits(void)
{
    wom_job *job = test_job(2);
    for (uint32_t pairs = 0; pairs < 2; pairs++) {
        contents_case it;
        wom_selection *plain = NULL, *one = NULL;
        open_case(&it, job, 2, 1, "ic", pairs * 0.05);
        it.on.problem.pairs = pairs == 1;
        CHECK_OK(problem_solve(&one, &it.on, "ris"));
        it.on.problem.num_contents = 0;
        it.on.problem.chances_of = NULL;
        it.on.problem.pairs = false;
        CHECK_OK(problem_solve(&plain, &it.on, "ris"));
        CHECK_EQUAL(one->num_seeds, plain->num_seeds);
        CHECK_EQUAL(memcmp(one->seed, plain->seed, plain->num_seeds * sizeof *plain->seed), 0);
        CHECK_EQUAL(memcmp(&one->certificate, &plain->certificate, sizeof plain->certificate), 0);
        wom_selection_free(plain);
        wom_selection_free(one);
        close_case(&it);
    }
    wom_job_free(job);
}

static void
assignments_do_not_depend_on_threads(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    wom_job *jobs[3];
    wom_selection *first = NULL;
    for (uint32_t t = 0; t < 3; t++) {
        wom_job *job = jobs[t] = test_job(threads[t]);
        contents_case it;
        wom_selection *selection = NULL;
        open_case(&it, job, 5, 3, "ic", 0.01);
        it.on.problem.accept = it.accept;
        CHECK_OK(problem_solve(&selection, &it.on, "ris"));
        if (t == 0)
            first = selection;
        else {
            CHECK_EQUAL(memcmp(selection->seed, first->seed, first->num_seeds * sizeof *first->seed), 0);
            CHECK_EQUAL(memcmp(&selection->certificate, &first->certificate, sizeof first->certificate), 0);
            wom_selection_free(selection);
        }
        close_case(&it);
    }
    wom_selection_free(first);
    for (uint32_t t = 0; t < 3; t++) wom_job_free(jobs[t]);
}

static void
what_cannot_be_assigned_is_refused(void)
{
    wom_job *job = test_job(1);
    contents_case it;
    wom_selection *selection = NULL;
    const wom_node pinned = 1;
    open_case(&it, job, 1, 2, "ic", 0);
    CHECK_FAILS(problem_solve(&selection, &it.on, "celf"), WOM_INVALID, "asks all seeds with one content");
    it.on.problem.profit = true;
    CHECK_FAILS(problem_solve(&selection, &it.on, "ris"), WOM_INVALID, "for profit");
    it.on.problem.profit = false;
    it.on.problem.pinned = &pinned;
    it.on.problem.num_pinned = 1;
    CHECK_FAILS(problem_solve(&selection, &it.on, "ris"), WOM_INVALID, "pinned");
    it.on.problem.num_pinned = 0;
    it.on.problem.num_contents = UINT32_MAX / NUM_USERS + 1;
    CHECK_FAILS(problem_solve(&selection, &it.on, "ris"), WOM_INVALID, "offer fewer contents");
    close_case(&it);
    for (uint32_t d = 0; wom_dynamics_catalogue.variants[d] != NULL; d++) {
        const wom_dynamics *dynamics = (const wom_dynamics *)wom_dynamics_catalogue.variants[d];
        if (dynamics->reverse == NULL || dynamics->spread_joint != NULL) CHECK(wom_contents_lacking(dynamics) != NULL);
    }
    wom_job_free(job);
}

static const wom_problem *shared;

static wom_status
choose_once(wom_job *job)
{
    wom_selection *selection = NULL;
    wom_choice choice;
    WOM_TRY(wom_choice_default(&choice, job, &wom_algorithms, "ris"));
    const wom_status status = wom_select(&selection, job, shared, &choice);
    wom_selection_free(selection);
    wom_choice_free(&choice);
    return status;
}

static void
failing_allocations_leak_nothing(void)
{
    wom_job *job = test_job(1);
    contents_case it;
    open_case(&it, job, 2, 2, "ic", 0);
    it.on.problem.weight = it.weight;
    it.on.problem.pairs = true;
    shared = &it.on.problem;
    test_each_allocation_failing(choose_once);
    close_case(&it);
    wom_job_free(job);
}

TEST_MAIN(TEST(assignments_reach_their_share_of_the_best_of_all), TEST(each_seed_carries_what_suits_her_friends),
          TEST(one_content_gives_the_same_bits), TEST(assignments_do_not_depend_on_threads),
          TEST(what_cannot_be_assigned_is_refused), TEST(failing_allocations_leak_nothing))
