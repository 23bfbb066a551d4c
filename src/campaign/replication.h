/* One replication: a hidden world, the rewards of every arm in every round of it, and the policy that plays them. */
#ifndef CAMPAIGN_REPLICATION_H
#define CAMPAIGN_REPLICATION_H

#include "hidden.h"

/* A worker's scratch. */
typedef struct campaign_worker {
    wom_chances *chances;
    wom_cascade *cascade;
    double *probability; /* [num_ties] */
    wom_node *accepted;  /* [most seeds of an arm] */
    double *rewards;     /* [num_rounds * num_arms] of the replication at hand, users */
    wom_bandit *bandit;
} campaign_worker;

/* What the replications leave behind, each in its own place. */
typedef struct campaign_records {
    uint32_t *arm;                /* [num_replications * num_rounds] that the policy played */
    double *policy, *plan, *best; /* [num_replications * num_rounds] rewards, users */
    double *random;               /* [num_replications] total, users */
    double *judged;               /* [num_replications * num_arms] means over the judge's worlds, users */
    uint32_t *best_arm;           /* [num_replications] by the judge */
    uint32_t *most_played;        /* [num_replications] */
    uint32_t *num_cut;            /* [num_replications] rewards of the policy */
    double *cost;                 /* [num_replications] of the policy, money */
} campaign_records;

typedef struct campaign {
    const wom_model *model;
    const wom_choice *dynamics, *policy;
    const wom_arm_plan *arms;
    uint32_t num_arms;
    const wom_campaign_options *options;
    hidden_law law;
    campaign_worker *workers; /* [threads] */
    campaign_records records;
    double scale;
    uint32_t planned_arm;
    bool rehearses; /* the policy starts warm */
    double *prior;  /* [3 * num_arms] means, sds and noises in the policy's units; NULL when it starts cold */
} campaign;

wom_status wom_campaign_workers_create(campaign *run, wom_job *job);
void wom_campaign_workers_free(campaign *run, wom_job *job);

/* Incremental active users of an arm in a world, under the given chances; a whole number. */
double wom_campaign_reward(const campaign *run, campaign_worker *worker, const wom_chances *chances, uint32_t arm,
                           const wom_world *world);

/* Plays replication number `replication` and records it. A wom_block_body. */
void wom_campaign_replicate(void *context, uint64_t replication, uint32_t worker);

#endif
