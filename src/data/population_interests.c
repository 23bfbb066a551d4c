/* Interests: each user's are a mix of her community's and of a taste that friends share; contents mix two or three. */
#include "data/entries.h"
#include "data/population.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const topics[] = {
    "music",   "travel",  "food",   "sport",   "film",    "books",    "fashion", "games",
    "art",     "cars",    "garden", "pets",    "health",  "science",  "history", "politics",
    "dance",   "theatre", "photo",  "cooking", "crafts",  "nature",   "cycling", "football",
    "running", "yoga",    "coffee", "wine",    "comics",  "computers", "family", "money",
};
enum { num_topics = sizeof topics / sizeof *topics };

/* Interests below this share of a user's whole are not worth noting. */
static const double least_share = 0.04;

/* What is drawn on the way. Rows are of num_dimensions shares that sum to 1. */
typedef struct inspiration {
    wom_job *job;
    const wom_population *population;
    wom_data *data;
    const uint32_t *community_of;
    uint32_t num_dimensions;
    double *popularity; /* [num_dimensions] */
    float *profile;     /* [num_communities * num_dimensions] */
    float *taste;       /* [num_users * num_dimensions] */
    double *mixed;      /* [num_dimensions] scratch */
    wom_entries entries;
} inspiration;

static wom_status
name_dimensions(wom_ids *dimensions, uint32_t num)
{
    char name[32];
    for (uint32_t d = 0, number = 0; d < num; ++d) {
        if (d < num_topics) snprintf(name, sizeof name, "%s", topics[d]);
        else snprintf(name, sizeof name, "topic%u", d + 1);
        WOM_TRY(wom_ids_add(&number, dimensions, (wom_text){ name, strlen(name) }));
    }
    return wom_ids_renumber(NULL, dimensions, WOM_IDS_BYTES, NULL);
}

/* A few large shares and many small ones: independent gamma draws, weighted by what is popular in town. */
static void
draw_shares(float *share, const inspiration *in, double shape, wom_rng *rng)
{
    double sum = 0;
    for (uint32_t d = 0; d < in->num_dimensions; ++d) {
        share[d] = (float)(wom_rng_gamma(rng, shape) * in->popularity[d] + 1e-9);
        sum += (double)share[d];
    }
    for (uint32_t d = 0; d < in->num_dimensions; ++d) share[d] = (float)((double)share[d] / sum);
}

static wom_status
draw_all(inspiration *in, uint32_t num_communities)
{
    const uint64_t seed = in->population->seed, k = in->num_dimensions;
    const uint32_t num_users = in->data->graph->num_nodes;
    wom_rng rng = wom_generate_stream(seed, WOM_GENERATE_INTERESTS, 0);
    WOM_TRY(wom_allocate(&in->popularity, in->job, k, sizeof *in->popularity, "popularity of interests"));
    WOM_TRY(wom_allocate(&in->mixed, in->job, k, sizeof *in->mixed, "interests of a user"));
    WOM_TRY(wom_allocate(&in->profile, in->job, num_communities * k, sizeof *in->profile, "interests of communities"));
    WOM_TRY(wom_allocate(&in->taste, in->job, num_users * k, sizeof *in->taste, "tastes"));
    for (uint32_t d = 0; d < k; ++d) in->popularity[d] = 0.2 + wom_rng_gamma(&rng, 2);
    for (uint32_t c = 0; c < num_communities; ++c) {
        wom_rng own = wom_generate_stream(seed, WOM_GENERATE_PROFILES, c);
        draw_shares(in->profile + c * k, in, 0.4, &own);
    }
    for (uint32_t user = 0; user < num_users; ++user) {
        wom_rng own = wom_generate_stream(seed, WOM_GENERATE_TASTES, user);
        draw_shares(in->taste + user * k, in, 0.25, &own);
    }
    return WOM_OK;
}

/* What has been noted becomes vectors, and the notes are empty again. */
static wom_status
take_vectors(wom_vectors **vectors, inspiration *in, uint32_t num_rows)
{
    const uint64_t num = in->entries.num;
    in->entries.num = 0;
    return wom_vectors_create(vectors, in->job, num_rows, in->num_dimensions, num, in->entries.row,
                              in->entries.dimension, in->entries.value, false);
}

/* How much a user follows her community: some hardly, some wholly, the mean is the town's. */
static double
draw_homophily(const wom_population *population, wom_node user)
{
    const double mean = population->homophily, spread = 1.5;
    wom_rng rng = wom_generate_stream(population->seed, WOM_GENERATE_HOMOPHILY, user);
    return mean > 0 && mean < 1 ? wom_rng_beta(&rng, spread * mean, spread * (1 - mean)) : mean;
}

/* mixed = h * the community's + (1 - h) * (taste, half h of it her friends' mean taste). */
static void
mix_user(const inspiration *in, wom_node user)
{
    const wom_graph *graph = in->data->graph;
    const uint64_t k = in->num_dimensions, first = graph->out_first[user], end = graph->out_first[user + 1];
    const double h = draw_homophily(in->population, user), of_friends = end > first ? h / 2 : 0;
    const float *profile = in->profile + in->community_of[user] * k, *taste = in->taste + user * k;
    for (uint32_t d = 0; d < k; ++d)
        in->mixed[d] = h * (double)profile[d] + (1 - h) * (1 - of_friends) * (double)taste[d];
    for (uint64_t tie = first; tie < end && of_friends > 0; ++tie) {
        const float *other = in->taste + graph->out_head[tie] * k;
        const double weight = (1 - h) * of_friends / (double)(end - first);
        for (uint32_t d = 0; d < k; ++d) in->mixed[d] += weight * (double)other[d];
    }
}

static float
share_to_note(double share)
{
    return (float)fmax(0.001, wom_generate_round(share, 1000));
}

/* The largest interest is always noted, the others if they are worth it. */
static wom_status
inspire_users(inspiration *in)
{
    const wom_node num_users = in->data->graph->num_nodes;
    for (wom_node user = 0; user < num_users; ++user) {
        uint32_t largest = 0;
        mix_user(in, user);
        for (uint32_t d = 1; d < in->num_dimensions; ++d)
            if (in->mixed[d] > in->mixed[largest]) largest = d;
        for (uint32_t d = 0; d < in->num_dimensions; ++d)
            if (d == largest || in->mixed[d] >= least_share)
                WOM_TRY(wom_entries_add(&in->entries, in->job, user, d, share_to_note(in->mixed[d])));
        if (user % 65536 == 0) WOM_TRY(wom_job_check(in->job));
    }
    return take_vectors(&in->data->user_interests, in, num_users);
}

/* One not yet chosen, by popularity. */
static uint32_t
choose_dimension(const inspiration *in, const uint32_t *chosen, uint32_t num_chosen, wom_rng *rng)
{
    double sum = 0;
    uint32_t last = 0;
    for (int pass = 0; pass < 2; ++pass) {
        double left = pass == 0 ? 0 : wom_rng_uniform(rng) * sum;
        for (uint32_t d = 0; d < in->num_dimensions; ++d) {
            bool is_free = true;
            for (uint32_t i = 0; i < num_chosen; ++i) is_free &= chosen[i] != d;
            if (!is_free) continue;
            last = d;
            if (pass == 0) sum += in->popularity[d];
            else if ((left -= in->popularity[d]) < 0) return d;
        }
    }
    return last;
}

/* "music+travel", with a number behind it where there is such a content already. */
static wom_status
name_content(const inspiration *in, wom_ids *contents, const uint32_t *chosen, uint32_t num_chosen)
{
    const wom_ids *dimensions = &wom_data_names(in->data)->dimensions;
    char name[160];
    uint32_t number = 0;
    int length = 0;
    for (uint32_t i = 0; i < num_chosen; ++i)
        length += snprintf(name + length, sizeof name - (size_t)length, "%s%s", i == 0 ? "" : "+",
                           wom_ids_name(dimensions, chosen[i]));
    for (uint32_t copy = 2; wom_ids_find(contents, (wom_text){ name, strlen(name) }) != WOM_NO_NODE; ++copy)
        snprintf(name + length, sizeof name - (size_t)length, "-%u", copy);
    return wom_ids_add(&number, contents, (wom_text){ name, strlen(name) });
}

static wom_status
inspire_contents(inspiration *in)
{
    static const float weights[] = { 0.6f, 0.4f, 0.25f };
    wom_data *data = in->data;
    const uint32_t num = in->population->contents;
    WOM_TRY(wom_allocate(&data->content_value, in->job, num, sizeof *data->content_value, "contents"));
    WOM_TRY(wom_allocate(&data->content_cost, in->job, num, sizeof *data->content_cost, "contents"));
    for (uint32_t content = 0; content < num; ++content) {
        wom_rng rng = wom_generate_stream(in->population->seed, WOM_GENERATE_CONTENTS, content);
        uint32_t chosen[3], num_chosen = wom_rng_uniform(&rng) < 0.7 ? 2 : 3;
        if (num_chosen > in->num_dimensions) num_chosen = in->num_dimensions;
        for (uint32_t i = 0; i < num_chosen; ++i) {
            chosen[i] = choose_dimension(in, chosen, i, &rng);
            WOM_TRY(wom_entries_add(&in->entries, in->job, content, chosen[i], weights[i]));
        }
        WOM_TRY(name_content(in, &wom_data_names(data)->contents, chosen, num_chosen));
        data->content_value[content] = wom_generate_round(30 * exp(0.5 * wom_rng_normal(&rng)), 1) + 1;
        data->content_cost[content] = 10 * (5 + (double)wom_rng_below(&rng, 16));
    }
    return take_vectors(&data->content_interests, in, num);
}

wom_status
wom_population_inspire(wom_data *data, wom_job *job, const wom_population *population, const uint32_t *community_of,
                 uint32_t num_communities)
{
    wom_status status = WOM_OK;
    inspiration in = { .job = job, .population = population, .data = data, .community_of = community_of,
                       .num_dimensions = population->interests };
    WOM_TRY_GOTO(name_dimensions(&wom_data_names(data)->dimensions, population->interests));
    WOM_TRY_GOTO(draw_all(&in, num_communities));
    WOM_TRY_GOTO(inspire_users(&in));
    WOM_TRY_GOTO(inspire_contents(&in));
done:
    wom_free(in.popularity);
    wom_free(in.mixed);
    wom_free(in.profile);
    wom_free(in.taste);
    wom_entries_free(&in.entries);
    return status;
}
