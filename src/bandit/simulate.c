/* Simulated stationary bandits: many repetitions of a policy on Bernoulli arms, and what it lost.
 *
 * The reward of an arm in a round of a repetition is a coin of those three alone, so all policies meet the same
 * rewards and their differences are paired. */
#include <wom/bandit.h>

#include <string.h>

typedef struct simulation {
    const double *means;
    double best;
    uint32_t num_arms;
    uint64_t num_rounds, num_repetitions, seed;
    wom_bandit **bandits; /* [threads] */
    uint64_t *pulls;      /* [threads * num_arms]: integers, so their sums are the same in any order */
    double *lost;         /* [num_repetitions * num_rounds] cumulative */
    double *sorted;       /* [threads * num_repetitions] */
    wom_regret *regret;
} simulation;

enum { ROUNDS_PER_BLOCK = 64 };

static wom_status
check(const double *means, uint32_t num_arms, uint64_t num_rounds, uint64_t num_repetitions)
{
    for (uint32_t arm = 0; arm < num_arms; arm++)
        if (!(means[arm] >= 0 && means[arm] <= 1))
            return wom_fail(WOM_INVALID, "the mean of arm %u is %g, must be from 0 to 1", arm, means[arm]);
    if (num_rounds < 1 || num_rounds > UINT32_MAX)
        return wom_fail(WOM_INVALID, "num_rounds is %llu, must be from 1 to %u", (unsigned long long)num_rounds,
                        UINT32_MAX);
    if (num_repetitions < 1 || num_repetitions > UINT32_MAX)
        return wom_fail(WOM_INVALID, "num_repetitions is %llu, must be from 1 to %u",
                        (unsigned long long)num_repetitions, UINT32_MAX);
    return WOM_OK;
}

static wom_status
prepare(simulation *run, wom_job *job, const wom_choice *policy)
{
    const uint32_t threads = wom_job_threads(job);
    WOM_TRY(wom_allocate(&run->bandits, job, threads, sizeof *run->bandits, "bandits of the threads"));
    for (uint32_t worker = 0; worker < threads; worker++)
        WOM_TRY(wom_bandit_create(&run->bandits[worker], job, policy, run->num_arms, run->num_rounds, run->seed, 0));
    WOM_TRY(wom_allocate(&run->pulls, job, (uint64_t)threads * run->num_arms, sizeof *run->pulls, "counts of pulls"));
    WOM_TRY(wom_allocate(&run->lost, job, run->num_repetitions * run->num_rounds, sizeof *run->lost,
                         "the regret of every round and repetition"));
    WOM_TRY(wom_allocate(&run->sorted, job, threads * run->num_repetitions, sizeof *run->sorted,
                         "sorted regrets of the threads"));
    wom_regret *regret = run->regret;
    WOM_TRY(wom_allocate(&regret->mean, job, run->num_rounds, sizeof *regret->mean, "mean regret"));
    WOM_TRY(wom_allocate(&regret->low, job, run->num_rounds, sizeof *regret->low, "low quantiles of regret"));
    WOM_TRY(wom_allocate(&regret->high, job, run->num_rounds, sizeof *regret->high, "high quantiles of regret"));
    return wom_allocate(&regret->pulls, job, run->num_arms, sizeof *regret->pulls, "mean pulls");
}

static void
release(simulation *run, uint32_t threads)
{
    for (uint32_t worker = 0; run->bandits != NULL && worker < threads; worker++) wom_bandit_free(run->bandits[worker]);
    wom_free(run->bandits);
    wom_free(run->pulls);
    wom_free(run->lost);
    wom_free(run->sorted);
}

static void
play_repetition(void *context, uint64_t repetition, uint32_t worker)
{
    simulation *run = context;
    wom_bandit *bandit = run->bandits[worker];
    double *lost = run->lost + repetition * run->num_rounds, sum = 0;
    wom_bandit_restart(bandit, run->seed, repetition);
    for (uint64_t round = 0; round < run->num_rounds; round++) {
        const uint64_t world = wom_key(run->seed, WOM_PURPOSE_REWARD, repetition, round);
        const uint32_t arm = wom_bandit_choose(bandit);
        const bool rewarded = wom_coin(world, arm) < wom_threshold(run->means[arm]);
        wom_bandit_learn(bandit, arm, rewarded);
        sum += run->best - run->means[arm];
        lost[round] = sum;
    }
    uint64_t *pulls = run->pulls + (uint64_t)worker * run->num_arms;
    for (uint32_t arm = 0; arm < run->num_arms; arm++) pulls[arm] += wom_bandit_arms(bandit)->pulls[arm];
}

static void
summarise_rounds(void *context, uint64_t block, uint32_t worker)
{
    simulation *run = context;
    wom_regret *regret = run->regret;
    const uint64_t n = run->num_repetitions, first = block * ROUNDS_PER_BLOCK;
    const uint64_t end = first + ROUNDS_PER_BLOCK < run->num_rounds ? first + ROUNDS_PER_BLOCK : run->num_rounds;
    double *sorted = run->sorted + worker * n;
    for (uint64_t round = first; round < end; round++) {
        double sum = 0;
        for (uint64_t repetition = 0; repetition < n; repetition++) {
            sorted[repetition] = run->lost[repetition * run->num_rounds + round];
            sum += sorted[repetition];
        }
        if (round + 1 == run->num_rounds) regret->final = wom_estimate_mean(sorted, n);
        wom_sort_reals(sorted, n);
        regret->mean[round] = sum / (double)n;
        regret->low[round] = wom_quantile(sorted, n, 0.05);
        regret->high[round] = wom_quantile(sorted, n, 0.95);
    }
}

static void
average_pulls(const simulation *run, uint32_t threads)
{
    for (uint32_t arm = 0; arm < run->num_arms; arm++) {
        uint64_t sum = 0;
        for (uint32_t worker = 0; worker < threads; worker++) sum += run->pulls[(uint64_t)worker * run->num_arms + arm];
        run->regret->pulls[arm] = (double)sum / (double)run->num_repetitions;
    }
}

wom_status
wom_bandit_simulate(wom_regret *regret, wom_job *job, const wom_choice *policy, const double *means, uint32_t num_arms,
                    uint64_t num_rounds, uint64_t num_repetitions, uint64_t seed)
{
    wom_status status = WOM_OK;
    const uint32_t threads = wom_job_threads(job);
    simulation run = { means, 0, num_arms, num_rounds, num_repetitions, seed, NULL, NULL, NULL, NULL, regret };
    *regret = (wom_regret){ .num_rounds = num_rounds, .num_repetitions = num_repetitions };
    WOM_TRY_GOTO(check(means, num_arms, num_rounds, num_repetitions));
    for (uint32_t arm = 0; arm < num_arms; arm++)
        if (means[arm] > run.best) run.best = means[arm];
    WOM_TRY_GOTO(prepare(&run, job, policy));
    wom_job_stage(job, "play", num_repetitions);
    WOM_TRY_GOTO(wom_parallel_for(job, num_repetitions, play_repetition, &run, NULL));
    const uint64_t num_blocks = (num_rounds + ROUNDS_PER_BLOCK - 1) / ROUNDS_PER_BLOCK;
    wom_job_stage(job, "summarise rounds", num_blocks);
    WOM_TRY_GOTO(wom_parallel_for(job, num_blocks, summarise_rounds, &run, NULL));
    average_pulls(&run, threads);
done:
    release(&run, threads);
    if (status != WOM_OK) wom_regret_free(regret);
    return status;
}

void
wom_regret_free(wom_regret *regret)
{
    if (regret == NULL) return;
    wom_free(regret->mean);
    wom_free(regret->low);
    wom_free(regret->high);
    wom_free(regret->pulls);
    *regret = (wom_regret){ 0 };
}
