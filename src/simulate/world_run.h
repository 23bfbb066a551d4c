/* One world of a plan, simulated and measured into a worker's tallies. */
#ifndef SIMULATE_WORLD_RUN_H
#define SIMULATE_WORLD_RUN_H

#include <wom/simulate.h>

/* A content of the plan: its chances and whom it is offered to. */
typedef struct plan_slot {
    uint32_t content;
    wom_chances *chances;
    uint32_t num_asks;
    wom_node *user;        /* [num_asks] ascending */
    uint32_t first_ask;    /* asks of the slots before */
    uint32_t *acceptance;  /* [num_asks] threshold */
    const float *purchase; /* [num_nodes] or NULL: every active user counts as a buyer */
    double value;          /* money a purchase brings, times the user's value */
} plan_slot;

/* What all workers share while worlds are simulated. */
typedef struct world_plan {
    const wom_graph *graph;
    const wom_economy *economy;
    const wom_simulate_options *options;
    uint32_t num_slots;          /* own contents */
    uint32_t num_rivals;         /* the rival's */
    plan_slot *slots;            /* [num_slots + num_rivals] */
    uint32_t num_asks;           /* of all slots */
    const wom_chances **chances; /* [num_slots + num_rivals] the slots' own */
    bool is_joint;               /* contents act on each other */
    double content_cost;         /* of all contents used */
    bool has_baseline;
    uint32_t num_group_counts;       /* groups of all partitions together */
    double *metric[WOM_NUM_METRICS]; /* [replicates] */
    uint32_t *curve;                 /* [replicates * curve_steps] cumulative */
} world_plan;

/* A worker's scratch and its integer sums over the worlds it has done; sums of all workers together do not depend on
 * who did which. */
typedef struct world_worker {
    wom_cascade **cascades; /* [num_cascades] one a slot where contents are joint, else one for all */
    uint32_t num_cascades;
    wom_cascade *cascade;   /* that of the content at hand */
    wom_node *accepted;     /* [num_asks] of the plan, those of a slot from its first_ask */
    wom_world *world;       /* [num_slots + num_rivals] of the world at hand; likewise below */
    const wom_node **seeds; /* into `accepted` */
    uint32_t *num_seeds;
    wom_node *reached;      /* [num_nodes] users active with any content so far */
    uint32_t num_reached;
    uint32_t *reached_mark; /* [num_nodes] equals `epoch` when in `reached` */
    uint32_t *reached_step; /* [num_nodes] first step of the reached */
    uint32_t *bought_mark;  /* [num_nodes] */
    uint32_t *exposed_mark; /* [num_nodes] */
    uint32_t epoch;
    uint32_t *new_at;       /* [curve_steps] of the world at hand */
    uint32_t *times_active; /* [num_nodes] worlds */
    uint64_t *slot_active, *slot_active_square, *slot_buyers, *slot_buyers_square; /* [num_slots] */
    uint32_t *in_group;                           /* [num_group_counts] of the world at hand */
    uint64_t *group_active, *group_active_square; /* [num_group_counts] */
    /* Looks at the cascade of each content with the plan, just spread from these seeds (ascending); NULL: nobody does.
     */
    void (*watch)(void *context, uint32_t slot, const wom_cascade *cascade, const wom_node *seeds, uint32_t num_seeds);
    void *watch_context;
    const bool *is_left_out; /* [asks of own slots] not asked after all; NULL: all are asked */
} world_worker;

/* What one pass over a world counts, the campaign's or that of the world without it. */
typedef struct world_tally {
    uint64_t accepted, exposed, active, buyers, rival;
    double target;
    double revenue, fees;
} world_tally;

/* Checks everything. On failure, too, wom_world_plan_clear is due. */
wom_status wom_world_plan_create(world_plan *made, wom_job *job, const wom_model *model, const wom_choice *dynamics,
                                 const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options);
void wom_world_plan_clear(world_plan *plan);

wom_status wom_world_worker_create(world_worker *worker, wom_job *job, const world_plan *plan);
void wom_world_worker_clear(world_worker *worker);

/* One for every thread of the job. On failure, too, wom_world_workers_free is due. */
wom_status wom_world_workers_create(world_worker **workers, wom_job *job, const world_plan *plan);
void wom_world_workers_free(world_worker *workers, wom_job *job);

/* Keys and seeds of all slots in world number `replicate`; the rival asks whether there is a campaign or not. */
void wom_world_open(world_worker *worker, const world_plan *plan, uint64_t replicate, bool with_plan);

/* Fees of a slot of the open world, in the order of asking, and how many accepted. */
void wom_world_pay(const world_worker *worker, const world_plan *plan, uint32_t s, world_tally *count);

/* Enters the metrics of world number `replicate`. */
void wom_world_record(const world_plan *plan, uint64_t replicate, const world_tally *with, const world_tally *without);

/* The world without the campaign is not empty. */
static inline bool
world_goes_on_without(const world_plan *plan)
{
    return plan->has_baseline || plan->num_rivals > 0;
}

/* Spreads the plan (or, without it, the baseline alone) in world number `replicate`; returns how many users (pairs) are
 * active. */
uint64_t wom_world_spread(world_worker *worker, const world_plan *plan, uint64_t replicate, bool with_plan);

/* Simulates world number `replicate` with the plan and, where there is a baseline or a rival, without it, and
 * records it. */
void wom_world_run(world_worker *worker, const world_plan *plan, uint64_t replicate);

#endif
