/* SIR in discrete time: an infectious user tries each of her ties once a step, until she recovers for good; active is
 * who was ever infected. Kermack and McKendrick, Proc. Royal Society A 1927.
 *
 * Run as percolation (Newman, Physical Review E 2002): a user's infectious period tau is one number for all her ties, a
 * tie's first successful try another; the tie is live when that comes no later than tau, and takes as many steps. With
 * tau = 1 this is the independent cascade, coin by coin. */
#include "dynamics.h"
#include "earliest.h"
#include "live_edge.h"

#include <math.h>

typedef struct sir_params {
    double recovery;
    uint32_t period;
} sir_params;

#define AT(member) offsetof(sir_params, member)
static const wom_field fields[] = {
    { "recovery", WOM_FIELD_REAL, AT(recovery), 0.5, 0, 1, "",
      "probability that an infectious user recovers at the end of a step, from the first in which she tries; 0: never",
      NULL },
    { "period", WOM_FIELD_UINT, AT(period), 0, 0, 1e6, "steps",
      "how long everybody is infectious, in place of recovery; 0: by recovery", NULL },
    { 0 },
};

/* The number of the first success of tries of that threshold, by inversion: one coin for all tries, which begins as the
 * coin of a single try. */
static inline double
first_success(uint32_t coin, uint32_t threshold)
{
    if (coin < threshold) return 1;
    if (threshold == 0) return INFINITY;
    const double u = ((double)coin + 0.5) / (double)WOM_COIN_ONE;
    return fmax(2, 1 + floor(log1p(-u) / log1p(-(double)threshold / (double)WOM_COIN_ONE)));
}

/* What the users of a walk have in common. */
typedef struct infection {
    uint64_t key; /* of the users' recoveries */
    uint32_t recovery;
    double period; /* of everybody; 0: by recovery */
} infection;

static infection
infection_of(const void *chosen, uint64_t key)
{
    const sir_params *params = chosen;
    return (infection){ .key = key, .recovery = wom_threshold(params->recovery), .period = params->period };
}

static inline double
period_of(const infection *law, wom_node node)
{
    return law->period > 0 ? law->period : first_success(wom_coin(law->key, node), law->recovery);
}

/* The tries until the tie passes the content on, INFINITY when it does not within the period. Most coins are beyond
 * what `period` tries can add up to, which is sooner seen. */
static inline double
tries_of(uint32_t coin, uint32_t threshold, double period)
{
    if ((double)coin >= period * (double)threshold) return INFINITY;
    const double tries = first_success(coin, threshold);
    return tries <= period ? tries : (double)INFINITY;
}

/* Everybody to whom a tie can pass something on, if there is time for one try. */
static void
expose(earliest *walk, wom_node node)
{
    const wom_graph *graph = walk->chances->graph;
    if (walk->cascade->time[node] + 1 > walk->deadline) return;
    for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++)
        if (walk->chances->threshold[tie] > 0) cascade_expose(walk->cascade, graph->out_head[tie]);
}

static void
pass_on(earliest *walk, wom_node node)
{
    const wom_graph *graph = walk->chances->graph;
    const uint32_t *threshold = walk->chances->threshold;
    const double time = walk->cascade->time[node], period = period_of(walk->law, node);
    if (walk->wants_exposed) expose(walk, node);
    for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++)
        earliest_offer(walk, node, graph->out_head[tie],
                       time + tries_of(wom_coin(walk->world->tie, tie), threshold[tie], period));
}

static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    const infection law = infection_of(chances->params, world->recovery);
    earliest walk = { .law = &law, .step = pass_on };
    wom_earliest_spread(&walk, cascade, chances, world, seeds, num_seeds, options);
}

/* Ties out of one user are met at different times, and must find her with the same period: it is a coin of the set,
 * while every tie is met once. */
static void
pass_back(earliest *walk, wom_node node)
{
    const wom_graph *graph = walk->chances->graph;
    const double time = walk->cascade->time[node];
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) {
        const uint32_t coin = (uint32_t)(wom_rng_next(walk->rng) >> 33);
        const double period = period_of(walk->law, graph->in_tail[k]);
        earliest_offer_back(walk, graph->in_tail[k], time + tries_of(coin, threshold_in(walk->chances, k), period));
    }
}

static bool
reverse(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node root, uint32_t max_steps,
        const bool *stop)
{
    const infection law = infection_of(chances->params, wom_rng_next(rng));
    earliest walk = { .law = &law, .step = pass_back };
    return wom_earliest_reverse(&walk, cascade, chances, rng, root, max_steps, stop);
}

const wom_dynamics wom_dynamics_sir = {
    .variant = {
        .name = "sir",
        .summary = "SIR in discrete time: one try per tie and step until the user recovers; active is ever infected",
        .source = "Kermack and McKendrick, Proc. Royal Society A 1927; Newman, Physical Review E 2002",
        .params_size = sizeof(sir_params),
        .fields = fields,
    },
    .submodular = true,
    .additive = true,
    .monotone = true,
    .claim = "expected ever infected users is monotone and submodular in the seeds, with deadlines, acceptance and a "
             "baseline; recovery 1 is ic",
    .timed = true,
    .scratch_bytes = EARLIEST_SCRATCH,
    .spread = spread,
    .reverse = reverse,
};
