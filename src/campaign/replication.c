/* One replication: a hidden world, the rewards of every arm in every round of it, and the policy that plays them. */
#include "replication.h"

#include <math.h>

static wom_status
create_worker(campaign_worker *worker, campaign *run, wom_job *job)
{
    const wom_graph *graph = run->model->graph;
    const char *what = "a worker's scratch";
    const uint32_t rounds = run->options->rounds;
    uint32_t most_seeds = 0;
    for (uint32_t arm = 0; arm < run->num_arms; arm++)
        if (run->arms[arm].num_seeds > most_seeds) most_seeds = run->arms[arm].num_seeds;
    WOM_TRY(wom_chances_create(&worker->chances, job, graph, run->dynamics));
    WOM_TRY(wom_cascade_create(&worker->cascade, job, worker->chances));
    WOM_TRY(wom_allocate(&worker->probability, job, graph->num_ties, sizeof *worker->probability, what));
    WOM_TRY(wom_allocate(&worker->accepted, job, most_seeds, sizeof *worker->accepted, what));
    WOM_TRY(wom_allocate(&worker->rewards, job, (uint64_t)rounds * run->num_arms, sizeof *worker->rewards, what));
    return wom_bandit_create(&worker->bandit, job, run->policy, run->num_arms, rounds, run->options->seed, 0);
}

wom_status
wom_campaign_workers_create(campaign *run, wom_job *job)
{
    const uint32_t num_workers = wom_job_threads(job);
    WOM_TRY(wom_allocate(&run->workers, job, num_workers, sizeof *run->workers, "workers"));
    for (uint32_t w = 0; w < num_workers; w++) WOM_TRY(create_worker(&run->workers[w], run, job));
    return WOM_OK;
}

void
wom_campaign_workers_free(campaign *run, wom_job *job)
{
    for (uint32_t w = 0; run->workers != NULL && w < wom_job_threads(job); w++) {
        campaign_worker *worker = &run->workers[w];
        wom_chances_free(worker->chances);
        wom_cascade_free(worker->cascade);
        wom_free(worker->probability);
        wom_free(worker->accepted);
        wom_free(worker->rewards);
        wom_bandit_free(worker->bandit);
    }
    wom_free(run->workers);
}

double
wom_campaign_reward(const campaign *run, campaign_worker *worker, const wom_chances *chances, uint32_t arm,
                    const wom_world *world)
{
    const wom_arm_plan *plan = &run->arms[arm];
    const double *accept = run->options->accept;
    const wom_spread_options spread = { .max_steps = run->options->max_steps, .with_baseline = chances->baseline > 0 };
    uint32_t num_accepted = 0;
    for (uint32_t i = 0; i < plan->num_seeds; i++) {
        const wom_node user = plan->seeds[i];
        if (accept == NULL || wom_coin(world->acceptance, user) < wom_threshold(accept[user]))
            worker->accepted[num_accepted++] = user;
    }
    chances->dynamics->spread(worker->cascade, chances, world, worker->accepted, num_accepted, &spread);
    const double with = worker->cascade->num_active;
    if (!spread.with_baseline) return with;
    chances->dynamics->spread(worker->cascade, chances, world, worker->accepted, 0, &spread);
    return with - worker->cascade->num_active;
}

/* The rewards of an arm in the rounds, and its mean over the judge's worlds. Every arm meets the same worlds. */
static void
simulate_arm(const campaign *run, campaign_worker *worker, uint64_t replication, uint32_t arm)
{
    const wom_campaign_options *options = run->options;
    const uint64_t factors = wom_key(options->seed, WOM_PURPOSE_HIDDEN, replication, 0);
    const uint64_t played = wom_key(options->seed, WOM_PURPOSE_HIDDEN, replication, 1);
    const uint64_t judged = wom_key(options->seed, WOM_PURPOSE_JUDGE, replication, 0);
    wom_hidden_fill(worker->chances, &run->law, factors, run->model, run->arms[arm].content, worker->probability);
    for (uint32_t round = 0; round < options->rounds; round++) {
        const wom_world world = wom_world_of(played, round, 0);
        worker->rewards[(uint64_t)round * run->num_arms + arm] =
            wom_campaign_reward(run, worker, worker->chances, arm, &world);
    }
    double sum = 0;
    for (uint32_t i = 0; i < options->judge_worlds; i++) {
        const wom_world world = wom_world_of(judged, i, 0);
        sum += wom_campaign_reward(run, worker, worker->chances, arm, &world);
    }
    run->records.judged[replication * run->num_arms + arm] = sum / options->judge_worlds;
}

static uint32_t
best_judged(const campaign *run, uint64_t replication)
{
    const double *judged = run->records.judged + replication * run->num_arms;
    uint32_t best = 0;
    for (uint32_t arm = 1; arm < run->num_arms; arm++)
        if (judged[arm] > judged[best]) best = arm;
    return best;
}

/* The policy meets the rewards one by one, and sees them cut to [0, 1]. */
static void
play_policy(const campaign *run, campaign_worker *worker, uint64_t replication)
{
    const uint32_t rounds = run->options->rounds;
    const campaign_records *records = &run->records;
    uint32_t num_cut = 0;
    double cost = 0;
    wom_bandit_restart(worker->bandit, run->options->seed, replication);
    for (uint32_t round = 0; round < rounds; round++) {
        const uint32_t arm = wom_bandit_choose(worker->bandit);
        const double reward = worker->rewards[(uint64_t)round * run->num_arms + arm];
        num_cut += reward > run->scale;
        wom_bandit_learn(worker->bandit, arm, fmax(0, fmin(1, reward / run->scale)));
        records->arm[replication * rounds + round] = arm;
        records->policy[replication * rounds + round] = reward;
        cost += run->arms[arm].cost;
    }
    const uint64_t *pulls = wom_bandit_arms(worker->bandit)->pulls;
    uint32_t most = 0;
    for (uint32_t arm = 1; arm < run->num_arms; arm++)
        if (pulls[arm] > pulls[most]) most = arm;
    records->most_played[replication] = most;
    records->num_cut[replication] = num_cut;
    records->cost[replication] = cost;
}

/* What the policy is compared with. */
static void
play_others(const campaign *run, const campaign_worker *worker, uint64_t replication)
{
    const uint32_t rounds = run->options->rounds;
    const campaign_records *records = &run->records;
    const uint32_t best = best_judged(run, replication);
    double sum = 0;
    for (uint32_t round = 0; round < rounds; round++) {
        const double *rewards = worker->rewards + (uint64_t)round * run->num_arms;
        records->plan[replication * rounds + round] = rewards[run->planned_arm];
        records->best[replication * rounds + round] = rewards[best];
        for (uint32_t arm = 0; arm < run->num_arms; arm++) sum += rewards[arm];
    }
    records->random[replication] = sum / run->num_arms;
    records->best_arm[replication] = best;
}

void
wom_campaign_replicate(void *context, uint64_t replication, uint32_t worker)
{
    const campaign *run = context;
    for (uint32_t arm = 0; arm < run->num_arms; arm++) simulate_arm(run, &run->workers[worker], replication, arm);
    play_policy(run, &run->workers[worker], replication);
    play_others(run, &run->workers[worker], replication);
}
