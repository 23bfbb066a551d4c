/* Data without files: a generated graph, its numbering, and what each user costs and is worth. */
#include "data/population.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const wom_field wom_population_fields[] = {
    { "contents", WOM_FIELD_UINT, offsetof(wom_population, contents), 6, 1, 10000, "contents",
      "what may be passed on", NULL },
    { "interests", WOM_FIELD_UINT, offsetof(wom_population, interests), 16, 1, 1000, "dimensions",
      "what one may like", NULL },
    { "homophily", WOM_FIELD_REAL, offsetof(wom_population, homophily), 0.6, 0, 1, "share",
      "what interests have from the community", NULL },
    { "fee_base", WOM_FIELD_REAL, offsetof(wom_population, fee_base), 5, 0, 1e9, "money", "fee of asking anybody",
      NULL },
    { "fee_per_friend", WOM_FIELD_REAL, offsetof(wom_population, fee_per_friend), 0.5, 0, 1e9, "money",
      "and for each whom she influences", NULL },
    { "seed", WOM_FIELD_UINT64, offsetof(wom_population, seed), 1, 0, 0x1p64, "", "another seed, another graph", NULL },
    { 0 },
};

/* What is on the way from nodes to users. */
typedef struct building {
    wom_job *job;
    const wom_population *population;
    wom_data *data;
    wom_tie_list list;
    uint32_t *user_of;      /* [num] a node's final number */
    uint32_t *community_of; /* [num] of users */
} building;

/* ---- Numbering ---- */

typedef struct ranked {
    uint32_t num_ties, node;
} ranked;

static int
compare_ranked(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->num_ties != y->num_ties) return x->num_ties > y->num_ties ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

/* "u0001", ...: as wide as the last, so that bytes order them like numbers. */
static wom_status
name_users(wom_ids *users, uint32_t num)
{
    char name[24];
    const int width = snprintf(name, sizeof name, "%u", num);
    for (uint32_t user = 0, number = 0; user < num; ++user) {
        const int length = snprintf(name, sizeof name, "u%0*u", width, user + 1);
        WOM_TRY(wom_ids_add(&number, users, (wom_text){ name, (size_t)length }));
    }
    return WOM_OK;
}

/* By descending number of ties, as wom_data_load does. */
static wom_status
number_users(building *b)
{
    const uint32_t num = b->list.num_nodes;
    ranked *sorted = NULL;
    WOM_TRY(wom_allocate(&sorted, b->job, num, sizeof *sorted, "users to be sorted"));
    for (uint32_t i = 0; i < num; ++i) sorted[i].node = i;
    for (uint64_t i = 0; i < b->list.num_rows; ++i) {
        ++sorted[b->list.from[i]].num_ties;
        ++sorted[b->list.to[i]].num_ties;
    }
    qsort(sorted, num, sizeof *sorted, compare_ranked);
    for (uint32_t user = 0; user < num; ++user) {
        b->user_of[sorted[user].node] = user;
        b->community_of[user] = b->list.community[sorted[user].node];
        b->data->activity[user] = b->list.activity[sorted[user].node];
    }
    wom_free(sorted);
    return name_users(&wom_data_names(b->data)->users, num);
}

static wom_status
build_graph(building *b)
{
    for (uint64_t i = 0; i < b->list.num_rows; ++i) {
        b->list.from[i] = b->user_of[b->list.from[i]];
        b->list.to[i] = b->user_of[b->list.to[i]];
    }
    const wom_graph_rows rows = { .num_rows = b->list.num_rows, .from = b->list.from, .to = b->list.to,
                                  .strength = b->list.strength,
                                  .direction = b->list.direction };
    return wom_graph_create(&b->data->graph, &b->data->report.ties, b->job, b->list.num_nodes, &rows);
}

/* ---- Users ---- */

/* Three kinds of customer: who they are, and how they answer. */
typedef struct customers {
    const char *name;
    double share; /* of the town */
    double accept, purchase, value;
} customers;

static const customers kinds[] = {
    { "new", 0.3, 0.35, 0.04, 0.8 },
    { "regular", 0.5, 0.5, 0.08, 1.0 },
    { "loyal", 0.2, 0.7, 0.15, 1.5 },
};
enum { num_kinds = sizeof kinds / sizeof *kinds };

typedef struct scored {
    double score;
    uint32_t user;
} scored;

static int
compare_scored(const void *a, const void *b)
{
    const scored *x = a, *y = b;
    if (x->score != y->score) return x->score < y->score ? -1 : 1;
    return (x->user > y->user) - (x->user < y->user);
}

static uint32_t
num_ties_of(const wom_graph *graph, wom_node user)
{
    return wom_graph_out_degree(graph, user) + wom_graph_in_degree(graph, user);
}

/* The better connected tend to have been customers for longer: kind[user] by rank of a score with much chance in it. */
static wom_status
divide_customers(uint32_t *kind, building *b)
{
    const uint32_t num = b->list.num_nodes;
    scored *sorted = NULL;
    WOM_TRY(wom_allocate(&sorted, b->job, num, sizeof *sorted, "customers"));
    for (wom_node user = 0; user < num; ++user) {
        wom_rng rng = wom_generate_stream(b->population->seed, WOM_GENERATE_USERS, user);
        const double ties = num_ties_of(b->data->graph, user);
        sorted[user] = (scored){ 0.5 * log(1 + ties) + wom_rng_normal(&rng), user };
    }
    qsort(sorted, num, sizeof *sorted, compare_scored);
    uint32_t k = 0;
    double end = kinds[0].share * num;
    for (uint32_t rank = 0; rank < num; ++rank) {
        while (k + 1 < num_kinds && rank >= end) end += kinds[++k].share * num;
        kind[sorted[rank].user] = k;
    }
    wom_free(sorted);
    return WOM_OK;
}

/* Beta around the mean; rounded, but neither 0 nor 1. */
static double
draw_probability(wom_rng *rng, double mean, double concentration)
{
    const double p = wom_rng_beta(rng, mean * concentration, (1 - mean) * concentration);
    return fmin(0.999, fmax(0.001, wom_generate_round(p, 1000)));
}

static void
describe_user(building *b, wom_node user, uint32_t kind)
{
    wom_data *data = b->data;
    wom_rng rng = wom_generate_stream(b->population->seed, WOM_GENERATE_USERS, (UINT64_C(1) << 36) | user);
    const double per_friend = b->population->fee_per_friend;
    data->cost[user] = b->population->fee_base + per_friend * wom_graph_out_degree(data->graph, user);
    data->value[user] = fmax(0.01, wom_generate_round(kinds[kind].value * exp(0.6 * wom_rng_normal(&rng) - 0.18), 100));
    data->accept[user] = draw_probability(&rng, kinds[kind].accept, 8);
    data->purchase[user] = draw_probability(&rng, kinds[kind].purchase, 40);
}

static wom_status
describe_users(building *b)
{
    wom_data *data = b->data;
    wom_ids *segments = &wom_data_names(data)->segments;
    const uint32_t num = b->list.num_nodes;
    uint32_t *new_of = NULL;
    WOM_TRY(wom_allocate(&data->cost, b->job, num, sizeof *data->cost, "fees"));
    WOM_TRY(wom_allocate(&data->value, b->job, num, sizeof *data->value, "values"));
    WOM_TRY(wom_allocate(&data->accept, b->job, num, sizeof *data->accept, "acceptance"));
    WOM_TRY(wom_allocate(&data->purchase, b->job, num, sizeof *data->purchase, "purchase"));
    WOM_TRY(wom_allocate(&data->segment, b->job, num, sizeof *data->segment, "segments"));
    WOM_TRY(divide_customers(data->segment, b));
    for (wom_node user = 0; user < num; ++user) describe_user(b, user, data->segment[user]);
    for (uint32_t k = 0, number = 0; k < num_kinds; ++k)
        WOM_TRY(wom_ids_add(&number, segments, (wom_text){ kinds[k].name, strlen(kinds[k].name) }));
    WOM_TRY(wom_ids_renumber(&new_of, segments, WOM_IDS_BYTES, NULL));
    for (wom_node user = 0; user < num; ++user) data->segment[user] = new_of[data->segment[user]];
    wom_free(new_of);
    return WOM_OK;
}

/* ---- The whole ---- */

static wom_status
build(building *b, const wom_choice *generator)
{
    WOM_TRY(wom_tie_list_generate(&b->list, b->job, generator, b->population->seed));
    const uint32_t num = b->list.num_nodes;
    WOM_TRY(wom_tie_list_complete(&b->list, b->job, b->population->seed));
    WOM_TRY(wom_allocate(&b->user_of, b->job, num, sizeof *b->user_of, "numbers of users"));
    WOM_TRY(wom_allocate(&b->community_of, b->job, num, sizeof *b->community_of, "communities"));
    WOM_TRY(wom_allocate(&b->data->activity, b->job, num, sizeof *b->data->activity, "activity"));
    WOM_TRY(number_users(b));
    WOM_TRY(build_graph(b));
    WOM_TRY(describe_users(b));
    WOM_TRY(wom_population_inspire(b->data, b->job, b->population, b->community_of, b->list.num_communities));
    return wom_data_finish(b->data, b->job);
}

wom_status
wom_data_generate(wom_data **data, wom_job *job, const wom_choice *generator, const wom_population *population)
{
    wom_status status = WOM_OK;
    building b = { .job = job, .population = population };
    *data = NULL;
    WOM_TRY(wom_fields_check(wom_population_fields, population));
    wom_job_stage(job, "generating", 0);
    WOM_TRY_GOTO(wom_data_start(&b.data, job));
    WOM_TRY_GOTO(build(&b, generator));
    *data = b.data;
    b.data = NULL;
done:
    wom_tie_list_clear(&b.list);
    wom_free(b.user_of);
    wom_free(b.community_of);
    wom_data_free(b.data);
    return status;
}
