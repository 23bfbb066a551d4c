/* Configuration model: degrees first, falling as a power, then ends of ties joined at random; ties to oneself and
 * repeated ones are erased. Molloy and Reed, RSA 1995; erased as in Britton, Deijfen and Martin-Lof, J. Stat. Phys.
 * 2006.
 *
 * Degrees are cut where the most connected would expect one tie between any two of them, at sqrt(mean * users), so that
 * little is erased. */
#include "graph/generate.h"

#include <math.h>

typedef struct params {
    uint32_t users;
    double mean_friends, exponent;
} params;

static const wom_field fields[] = {
    { "users", WOM_FIELD_UINT, offsetof(params, users), 3000, 2, 4e9, "users", "in all", NULL },
    { "mean_friends", WOM_FIELD_REAL, offsetof(params, mean_friends), 12, 0, 10000, "users",
      "of a user, before erasing", NULL },
    { "exponent", WOM_FIELD_REAL, offsetof(params, exponent), 2.5, 2.05, 20, "",
      "a, the share of users with d friends falls as d^-a", NULL },
    { 0 },
};

/* The mean of a Pareto variable of density falling as x^-a from `least`, cut at `most`. */
static double
cut_mean(double least, double most, double a)
{
    return least + pow(least, a - 1) * (pow(least, 2 - a) - pow(most, 2 - a)) / (a - 2);
}

static double
find_least(double mean, double most, double a)
{
    double low = 0, high = mean;
    for (int step = 0; step < 60; step++) {
        const double middle = (low + high) / 2;
        if (cut_mean(middle, most, a) < mean) low = middle;
        else high = middle;
    }
    return high;
}

/* Whole by chance, so that the mean stays. */
static uint32_t
draw_degree(const params *p, double least, double most, uint64_t seed, wom_node node)
{
    wom_rng rng = wom_generate_stream(seed, WOM_GENERATE_DEGREES, node);
    const double x = fmin(most, least * pow(1 - wom_rng_uniform(&rng), -1 / (p->exponent - 1)));
    return (uint32_t)(x + wom_rng_uniform(&rng));
}

/* Every node as often as she has ends; an odd last one is left over. */
static wom_status
list_ends(wom_node **ends, uint64_t *num, wom_job *job, const params *p, uint64_t seed)
{
    const double most = fmax(1, fmin(sqrt(p->mean_friends * p->users), p->users - 1.0));
    if (p->mean_friends > most)
        return wom_fail(WOM_INVALID, "mean_friends is %g, must be at most %g for %u users", p->mean_friends, most,
                        p->users);
    const double least = find_least(p->mean_friends, most, p->exponent);
    for (wom_node node = 0; node < p->users; node++) *num += draw_degree(p, least, most, seed, node);
    if (*num > 4294967294)
        return wom_fail(WOM_INVALID, "would make %.4g ties, must be at most 4294967294", (double)*num);
    WOM_TRY(wom_allocate(ends, job, *num, sizeof **ends, "ends of ties"));
    for (uint64_t node = 0, at = 0; node < p->users; node++)
        for (uint32_t left = draw_degree(p, least, most, seed, (wom_node)node); left > 0; left--)
            (*ends)[at++] = (wom_node)node;
    return WOM_OK;
}

static wom_status
make(wom_tie_list *list, wom_job *job, const void *given, uint64_t seed)
{
    const params *p = given;
    wom_node *ends = NULL;
    uint64_t num = 0;
    wom_status status = WOM_OK;
    wom_rng rng = wom_generate_stream(seed, WOM_GENERATE_TIES, 0);
    WOM_TRY_GOTO(list_ends(&ends, &num, job, p, seed));
    wom_rng_shuffle(&rng, ends, num);
    WOM_TRY_GOTO(wom_tie_list_allot(list, job, p->users, floor((double)num / 2), WOM_DIRECTION_MUTUAL));
    for (uint64_t row = 0; row < list->num_rows; row++) {
        list->from[row] = ends[2 * row];
        list->to[row] = ends[2 * row + 1];
    }
done:
    wom_free(ends);
    return status;
}

const wom_generator wom_generator_configuration = {
    .variant = { .name = "configuration",
                 .summary = "degrees that fall as any power, joined at random; mutual ties",
                 .source = "Molloy and Reed, Random Structures and Algorithms 1995",
                 .params_size = sizeof(params),
                 .fields = fields },
    .make = make,
};
