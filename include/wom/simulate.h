/* simulate: what a plan brings, by Monte Carlo in keyed worlds. */
#ifndef WOM_SIMULATE_H
#define WOM_SIMULATE_H

#include <wom/propagation.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Whom to ask, with which content. Borrowed arrays; a (user, content) pair occurs once. */
typedef struct wom_plan {
    uint32_t num_asks;
    const wom_node *user;
    const uint32_t *content; /* NULL: all content 0 */
} wom_plan;

/* What users cost and are worth. Borrowed; NULL where not given. Fees and costs are at least 0, all is finite. */
typedef struct wom_economy {
    const double *accept;        /* [num_nodes] probability of accepting; NULL: 1 */
    const double *fee;           /* [num_nodes] NULL: 0 */
    bool pay_when_accepted;      /* the fee is due when the user accepts, else when she is asked */
    const double *content_cost;  /* [num_contents] once for each content used; NULL: 0 */
    const double *user_value;    /* [num_nodes] NULL: 1 */
    const double *content_value; /* [num_contents] money a purchase brings; NULL: 1. A purchase by u of c is worth their
                                    product */
    const float
        *purchase; /* [num_contents * num_nodes], content-major, p(u, c); NULL: every active user counts as a buyer */
} wom_economy;

/* Purchase probabilities by a sigmoid with given weights,
 * p(u, c) = 1 / (1 + exp(-x)),
 * x = bias + user_weight . h_u + content_weight . h_c + affinity * sim(h_u, h_c) + h_u' M h_c. */
typedef struct wom_purchase_sigmoid {
    double bias;
    double affinity;              /* weight of the cosine of user and content */
    const double *user_weight;    /* [num_dimensions] NULL: 0 */
    const double *content_weight; /* [num_dimensions] NULL: 0 */
    double scalar;                /* of M = scalar * I, added to the two below */
    const double *diagonal;       /* [num_dimensions] of M; NULL: 0 */
    const double *matrix;         /* [num_dimensions * num_dimensions] M, a user's interest by row; NULL: 0 */
} wom_purchase_sigmoid;
wom_status wom_purchase_by_sigmoid(float **purchase, wom_job *job, const wom_data *data,
                                   const wom_purchase_sigmoid *sigmoid);

/* What is measured in every world; of own contents, but for the rival's metrics. Users are counted once, or once for
 * each content that reaches them (`pairs`). */
typedef enum wom_metric {
    WOM_METRIC_ACCEPTED,           /* users: asked and accepted */
    WOM_METRIC_EXPOSED,            /* users */
    WOM_METRIC_ACTIVE,             /* users */
    WOM_METRIC_BASELINE,           /* users active in the same world without the campaign */
    WOM_METRIC_INCREMENTAL,        /* active - baseline */
    WOM_METRIC_BUYERS,             /* users who buy */
    WOM_METRIC_INCREMENTAL_BUYERS, /* users */
    WOM_METRIC_REVENUE,            /* money: incremental, what purchases bring beyond those of the baseline. A user who
                                      buys two contents is one buyer (unless pairs are counted), but pays for both */
    WOM_METRIC_COST,               /* money: fees and contents */
    WOM_METRIC_PROFIT,             /* money: revenue - cost */
    WOM_METRIC_RIVAL,              /* users active with the rival's contents; 0 without a rival, as the next two */
    WOM_METRIC_RIVAL_ALONE,        /* the same in the same world without the campaign */
    WOM_METRIC_RIVAL_LOSS,         /* rival alone - rival: what the campaign takes from the rival */
    WOM_METRIC_TARGET,             /* users, each by her weight in the target: active - baseline; 0 without one */
    WOM_NUM_METRICS
} wom_metric;

typedef struct wom_metric_info {
    const char *name;      /* "active" */
    const char *unit;      /* "users", "money" */
    const char *long_name; /* half a sentence */
} wom_metric_info;
extern const wom_metric_info wom_metrics[WOM_NUM_METRICS];

typedef enum wom_count { WOM_COUNT_USERS, WOM_COUNT_PAIRS } wom_count;

/* A division of the users into groups whose reach is reported, e.g. segments. Borrowed. */
typedef struct wom_partition {
    const char *name; /* "segment" */
    uint32_t num_groups;
    const uint32_t *group_of; /* [num_nodes] below num_groups */
} wom_partition;

/* How worlds are gone through; the numbers are the same to the bit. */
typedef enum wom_simulate_engine {
    WOM_SIMULATE_AUTO,  /* lanes where the plan can be run in them, from 64 worlds on, and memory suffices */
    WOM_SIMULATE_PLAIN, /* one world after the other */
    WOM_SIMULATE_LANES, /* up to 512 worlds side by side, so that a tie is looked at once for all of them; plain where
                           that cannot be: other dynamics than ic and lt, other than one content, users with values, a
                           target, more than 4096 groups */
} wom_simulate_engine;

typedef struct wom_simulate_options {
    uint64_t seed;
    uint64_t replicates;  /* default 10000; 2 .. 2^32 - 1 */
    double precision;     /* stop early when the 95 % half-width of incremental active users is at most this share of
                             its mean; looked at after 1/16, 1/8, 1/4 and 1/2 of the replicates, as far as these are at
                             least 64; 0: never */
    uint32_t max_steps;   /* the deadline; 0: none */
    uint32_t curve_steps; /* steps of the adoption curve, default 64; later ones count in the last */
    wom_count count;
    double fizzle;                   /* a world fizzles where the campaign adds fewer active users than this many times
                                        those who accepted; default 2, at least 1 */
    bool want_exposed;               /* default true; costs about a third of the time */
    const bool *masked;              /* [num_ties] ties that pass nothing on; NULL: none */
    const wom_partition *partitions; /* [num_partitions] */
    uint32_t num_partitions;
    const wom_plan *rival;      /* what somebody else asks in every world, with the campaign and without; nobody pays
                                   for it here. A content that is both own and the rival's counts as two, which spread
                                   alike. NULL: no rival */
    const double *target;       /* [num_nodes] finite, >= 0, what a user counts in WOM_METRIC_TARGET; NULL: no target */
    const double *rival_accept; /* [num_nodes] probability of accepting the rival; NULL: 1 */
    wom_simulate_engine engine;
} wom_simulate_options;

wom_simulate_options wom_simulate_defaults(void);

typedef struct wom_outcome {
    uint64_t num_replicates;         /* that were finished */
    double *metric[WOM_NUM_METRICS]; /* [num_replicates] each, world by world */
    wom_estimate estimate[WOM_NUM_METRICS];
    wom_estimate roi;                  /* profit / cost, delta method; NaN without cost */
    wom_estimate cost_per_incremental; /* cost / incremental active users, delta method */
    wom_estimate gain; /* incremental active users / accepted, delta method: above 1 the word spreads. Many seeds below
                          the epidemic threshold gain 1 / (1 - R) (Watts and Peretti, Harvard Business Review 2007) */
    wom_estimate fizzle;  /* share of worlds that fizzle */
    uint32_t curve_steps; /* length of the curve: up to the last step at which anything happened */
    double *curve_mean, *curve_low, *curve_median, *curve_high; /* [curve_steps] cumulative active users (pairs) by
                                                  step: mean, 5 %, 50 %, 95 % quantile over worlds */
    double *newly_mean;                                         /* [curve_steps] newly active */
    wom_node num_nodes;
    uint32_t *times_active;       /* [num_nodes] in how many worlds the user was active (with any content) */
    uint32_t num_slots;           /* contents in the plan, ascending */
    uint32_t *slot_content;       /* [num_slots] */
    wom_estimate *content_active; /* [num_slots] active users by content */
    wom_estimate *content_buyers; /* [num_slots] */
    uint32_t num_partitions;
    uint32_t *num_groups;        /* [num_partitions] */
    wom_estimate **group_active; /* [num_partitions][num_groups] active users in the group */
} wom_outcome;

/* Simulates the plan. Contents of a dynamics that has spread_joint act on each other and on the rival's; the world
 * without the campaign is then that of the rival and the baselines. Worlds are those of options->seed, so two calls
 * with one seed are compared world by world. The result does not depend on threads. On WOM_TIMEOUT or WOM_CANCELLED
 * *outcome holds the replicates that were finished, a prefix, equal to the bit to a shorter run, if there were at
 * least 2 (else NULL). A plan without asks brings nothing, not even a baseline, for it has no content. WOM_INVALID for
 * users or contents out of range, repeated asks, groups or numbers of the economy out of range, bad options, a rival
 * where contents spread apart, or what the dynamics refuses. Memory: 8 bytes a replicate and metric, 4 a replicate and
 * curve step, a worker 40 bytes a node (in lanes 268 more; contents that act on each other: 40 more a node and
 * content), 4 (LT: 8) bytes a tie and content in the plan. */
wom_status wom_simulate(wom_outcome **outcome, wom_job *job, const wom_model *model, const wom_choice *dynamics,
                        const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options);
void wom_outcome_free(wom_outcome *outcome);

/* Bytes wom_simulate will need with so many contents, rivals' included; for the estimate before a run. */
uint64_t wom_simulate_memory(const wom_model *model, const wom_dynamics *dynamics, uint32_t num_slots, uint32_t threads,
                             const wom_simulate_options *options);

/* The difference of two outcomes on the same worlds, metric by metric (a - b over the replicates both have). */
typedef struct wom_difference {
    wom_estimate estimate[WOM_NUM_METRICS];
    double variance_ratio[WOM_NUM_METRICS]; /* independent worlds would have this many times the variance */
} wom_difference;
void wom_outcome_compare(wom_difference *difference, const wom_outcome *a, const wom_outcome *b);

/* The number of the replicate whose number of active users is the median (of an even number the lower; of equals the
 * first): a typical world. */
uint64_t wom_outcome_median_replicate(const wom_outcome *outcome);

/* ---- How it spreads ----
 * Worlds looked at more closely than simulating many allows: who made whom active. A user and content that became
 * active make a tree under the seed (or the user active by herself) it came from; several contents have trees of their
 * own. The worlds are the first of those that wom_simulate counts with the same options. */

typedef enum wom_shape_measure {
    WOM_SHAPE_DEPTH,    /* generations beyond the seeds, of the longest chain */
    WOM_SHAPE_BREADTH,  /* users in the largest generation beyond the seeds */
    WOM_SHAPE_VIRALITY, /* structural virality: mean distance between two users of one tree, over all such pairs: from 1
                           (two users), about 2 (one user reaches all others: a broadcast) to many (chains). Goel,
                           Anderson, Hofman and Watts, Management Science 2016. NaN in worlds without any pair */
    WOM_SHAPE_PEAK,     /* step in which most users became active, beyond step 0; 0: nobody did */
    WOM_SHAPE_T10,      /* when a tenth of those active in the end were, in steps */
    WOM_SHAPE_T50,      /* a half */
    WOM_SHAPE_T90,      /* nine tenths */
    WOM_NUM_SHAPE_MEASURES
} wom_shape_measure;
extern const wom_metric_info wom_shape_measures[WOM_NUM_SHAPE_MEASURES];

typedef struct wom_shape {
    uint64_t num_worlds;
    double *measure[WOM_NUM_SHAPE_MEASURES];       /* [num_worlds] each, world by world */
    wom_estimate estimate[WOM_NUM_SHAPE_MEASURES]; /* over the worlds that have it */
    double low[WOM_NUM_SHAPE_MEASURES], median[WOM_NUM_SHAPE_MEASURES], high[WOM_NUM_SHAPE_MEASURES]; /* 5 %, 50 %, 95 %
                                                                                             quantile over worlds */
    uint32_t num_generations;   /* with any user in any world; at most 64 are told apart, the rest is left out */
    wom_estimate *generation;   /* [num_generations] users in it; number 0 are seeds and who is active by herself */
    wom_estimate *reproduction; /* [num_generations] users of the next generation for each of this one: what R0 becomes
                                   as the network is used up; NaN for the 64th */
} wom_shape;

/* Looks at the first num_worlds worlds (2 .. 2^32 - 1). The economy matters for who accepts. Result, stops and errors
 * are as of wom_simulate. Memory: 630 bytes a world, a worker 60 bytes a node and 8 more a content. */
wom_status wom_simulate_shape(wom_shape **shape, wom_job *job, const wom_model *model, const wom_choice *dynamics,
                              const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options,
                              uint64_t num_worlds);
void wom_shape_free(wom_shape *shape);

/* Who passed what on to whom in one world: a row for every user and content that became active, contents in ascending
 * order, in each users in order of activation. */
typedef struct wom_trace {
    uint64_t replicate;
    uint32_t num_rows;
    wom_node *user;       /* [num_rows] */
    uint32_t *content;    /* [num_rows] */
    uint32_t *parent;     /* [num_rows] the row that made this one active; WOM_NO_NODE for seeds and users active by
                             themselves */
    uint32_t *generation; /* [num_rows] 0 for those without parent */
    bool *is_seed;        /* [num_rows] was asked and accepted */
    double *time;         /* [num_rows] in steps, whole numbers where the dynamics is not timed */
} wom_trace;

/* Traces world number `replicate`. Memory: 25 bytes a row, and a worker's 50 a node. */
wom_status wom_simulate_trace(wom_trace **trace, wom_job *job, const wom_model *model, const wom_choice *dynamics,
                              const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options,
                              uint64_t replicate);
void wom_trace_free(wom_trace *trace);

/* What each ask of a plan adds, in incremental active users (pairs). */
typedef struct wom_contributions {
    uint64_t num_worlds;
    uint32_t num_asks;
    wom_estimate *alone;  /* [num_asks] what she would bring if nobody else was asked */
    wom_estimate *lost;   /* [num_asks] what the plan would lose without her */
    wom_estimate *credit; /* [num_asks] her fair share of what the plan brings: the Shapley value, from one random order
                             of asking in every world; shares add up to the plan's total */
    wom_estimate total;   /* what the plan brings in these worlds */
    wom_estimate overlap; /* 1 - total / sum of alone: 0 where seeds reach different users; negative where they need
                             each other */
} wom_contributions;

/* Looks at the first num_worlds worlds. Cost: 3 num_asks + 2 cascades a world. Result, stops and errors are as of
 * wom_simulate. Memory: 24 bytes a world and ask, a worker 40 bytes a node. */
wom_status wom_simulate_contributions(wom_contributions **contributions, wom_job *job, const wom_model *model,
                                      const wom_choice *dynamics, const wom_plan *plan, const wom_economy *economy,
                                      const wom_simulate_options *options, uint64_t num_worlds);
void wom_contributions_free(wom_contributions *contributions);

/* ---- Oracles for tests and tiny graphs ---- */

/* Expected active users exactly, by enumerating all live-edge worlds (IC: 2^uncertain ties; LT: every choice of
 * in-ties), after at most max_steps steps (0: at the end). Users active by themselves count where the chances have a
 * baseline: less the same without seeds it is the incremental spread. Independent of the kernels: the yardstick of
 * tests. WOM_INVALID above 2^24 worlds, for a seed out of range, or for other dynamics than ic and lt. Cost: worlds *
 * users * ties at most. */
wom_status wom_exact_spread(double *spread, wom_job *job, const wom_chances *chances, const wom_node *seeds,
                            uint32_t num_seeds, uint32_t max_steps);

/* Likewise the probability that each user is active, active[num_nodes]. */
wom_status wom_exact_activation(double *active, wom_job *job, const wom_chances *chances, const wom_node *seeds,
                                uint32_t num_seeds, uint32_t max_steps);

/* ---- Invented logs ---- */

/* Writes a table user, content, time (seconds) of cascades by the default model (social-interest, IC) on data with
 * interests. Each is of a content of its own, "<content>/<number>", which spreads as that content does; the contents
 * take turns. It is begun within a year by one user, drawn in proportion to activity, and takes a day on average along
 * a tie. Deterministic in seed. Memory 24 bytes a user beside model and chances. */
wom_status wom_log_invent(wom_job *job, const wom_data *data, uint32_t num_cascades, uint64_t seed, const char *path);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
