/* Continuous-time independent cascade: the tie of an active user is live with its probability, and if it is, takes a
 * random time; a user becomes active when the first live tie delivers.
 * Gomez-Rodriguez, Balduzzi and Schoelkopf, ICML 2011; Du, Song, Gomez-Rodriguez and Zha, NIPS 2013. */
#include "dynamics.h"
#include "earliest.h"
#include "live_edge.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

enum { DELAY_EXPONENTIAL, DELAY_WEIBULL, DELAY_LOG_NORMAL };
static const char *const delay_names[] = { "exponential", "weibull", "log-normal", NULL };

typedef struct continuous_time_params {
    uint32_t delay;
    double mean, shape;
} continuous_time_params;

#define AT(member) offsetof(continuous_time_params, member)
static const wom_field fields[] = {
    { "delay", WOM_FIELD_CHOICE, AT(delay), DELAY_EXPONENTIAL, 0, 0, "", "distribution of the time a live tie takes",
      delay_names },
    { "mean", WOM_FIELD_REAL, AT(mean), 1, 1e-6, 1e6, "steps", "of that time", NULL },
    { "shape", WOM_FIELD_REAL, AT(shape), 1, 0.1, 10, "",
      "k of weibull (below 1: many at once and a long tail), sigma of log-normal; exponential has none", NULL },
    { 0 },
};

/* What the quantile functions need, found once a walk. */
typedef struct delay_law {
    uint32_t delay;
    double scale; /* mean; Weibull's lambda; the median of log-normal */
    double shape; /* 1 / k; sigma */
} delay_law;

static delay_law
law_of(const void *chosen)
{
    const continuous_time_params *params = chosen;
    delay_law law = { params->delay, params->mean, params->shape };
    if (law.delay == DELAY_WEIBULL) {
        law.shape = 1 / params->shape;
        law.scale = params->mean / tgamma(1 + law.shape);
    } else if (law.delay == DELAY_LOG_NORMAL) {
        law.scale = params->mean * exp(-law.shape * law.shape / 2);
    }
    return law;
}

/* The time of which `coin` is the upper quantile: positive, for the middle of the coin's 2^-31 is neither 0 nor 1. */
static inline double
delay_of(const delay_law *law, uint32_t coin)
{
    const double u = ((double)coin + 0.5) / (double)WOM_COIN_ONE;
    switch (law->delay) {
    case DELAY_WEIBULL:
        return law->scale * pow(-log(u), law->shape);
    case DELAY_LOG_NORMAL:
        return law->scale * exp(law->shape * gsl_cdf_ugaussian_Qinv(u));
    default:
        return -law->scale * log(u);
    }
}

/* A try arrives when the tie would have delivered, whether it succeeds or not. */
static void
expose(earliest *walk, uint64_t first, uint64_t end, double time)
{
    const wom_node *head = walk->chances->graph->out_head;
    for (uint64_t tie = first; tie < end; tie++) {
        if (walk->chances->threshold[tie] == 0 || walk->cascade->exposed_mark[head[tie]] == walk->cascade->epoch)
            continue;
        if (walk->deadline >= DBL_MAX ||
            time + delay_of(walk->law, wom_coin(walk->world->delay, tie)) <= walk->deadline)
            cascade_expose(walk->cascade, head[tie]);
    }
}

static void
pass_on(earliest *walk, wom_node node)
{
    const wom_graph *graph = walk->chances->graph;
    const uint64_t end = graph->out_first[node + 1];
    const double time = walk->cascade->time[node];
    uint8_t offset[LIVE_TIES_MOST];
    if (walk->wants_exposed) expose(walk, graph->out_first[node], end, time);
    for (uint64_t first = graph->out_first[node]; first < end; first += LIVE_TIES_MOST) {
        const uint32_t count = end - first < LIVE_TIES_MOST ? (uint32_t)(end - first) : LIVE_TIES_MOST;
        const uint32_t num_live = wom_live_by_tie(offset, walk->chances, walk->world->tie, first, count);
        for (uint32_t k = 0; k < num_live; k++) {
            const uint64_t tie = first + offset[k];
            const wom_node to = graph->out_head[tie];
            if (wom_cascade_reached(walk->cascade, to)) continue;
            earliest_offer(walk, node, to, time + delay_of(walk->law, wom_coin(walk->world->delay, tie)));
        }
    }
}

static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    const delay_law law = law_of(chances->params);
    earliest walk = { .law = &law, .step = pass_on };
    wom_earliest_spread(&walk, cascade, chances, world, seeds, num_seeds, options);
}

/* A draw holds both coins of a tie: whether it is live and how long it takes. */
static void
pass_back(earliest *walk, wom_node node)
{
    const wom_graph *graph = walk->chances->graph;
    const double time = walk->cascade->time[node];
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) {
        const uint64_t coins = wom_rng_next(walk->rng);
        if ((uint32_t)(coins >> 33) >= threshold_in(walk->chances, k)) continue;
        earliest_offer_back(walk, graph->in_tail[k], time + delay_of(walk->law, (uint32_t)coins & (WOM_COIN_ONE - 1)));
    }
}

static bool
reverse(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node root, uint32_t max_steps,
        const bool *stop)
{
    if (max_steps == 0) return wom_dynamics_ic.reverse(cascade, chances, rng, root, 0, stop);
    const delay_law law = law_of(chances->params);
    earliest walk = { .law = &law, .step = pass_back };
    return wom_earliest_reverse(&walk, cascade, chances, rng, root, max_steps, stop);
}

const wom_dynamics wom_dynamics_continuous_time = {
    .variant = {
        .name = "continuous-time",
        .summary = "independent cascade whose live ties take a random time",
        .source = "Gomez-Rodriguez, Balduzzi and Schoelkopf, ICML 2011; Du, Song, Gomez-Rodriguez and Zha, NIPS 2013",
        .params_size = sizeof(continuous_time_params),
        .fields = fields,
    },
    .submodular = true,
    .additive = true,
    .monotone = true,
    .claim = "expected active users is monotone and submodular in the seeds, with deadlines, acceptance and a "
             "baseline; without a deadline the active are those of ic",
    .timed = true,
    .scratch_bytes = EARLIEST_SCRATCH,
    .spread = spread,
    .reverse = reverse,
};
