/* From what the replications recorded to the result. */
#include "summary.h"

#include <math.h>

wom_status
wom_campaign_result_create(wom_campaign_result **result, wom_job *job, const campaign *run)
{
    const uint32_t rounds = run->options->rounds;
    WOM_TRY(wom_allocate(result, job, 1, sizeof **result, "a campaign's result"));
    wom_campaign_result *made = *result;
    made->num_arms = run->num_arms;
    made->num_rounds = rounds;
    WOM_TRY(wom_allocate(&made->believed, job, run->num_arms, sizeof(double), "expectations of arms"));
    WOM_TRY(wom_allocate(&made->hidden_mean, job, run->num_arms, sizeof(double), "expectations of arms"));
    double **const beliefs[] = { &made->prior_mean, &made->prior_sd, &made->noise_sd };
    for (size_t i = 0; i < 3 && run->rehearses; i++)
        WOM_TRY(wom_allocate(beliefs[i], job, run->num_arms, sizeof(double), "beliefs of arms"));
    WOM_TRY(wom_allocate(&made->pulls, job, (uint64_t)rounds * run->num_arms, sizeof(double), "pulls of arms"));
    double **const curves[] = { &made->reward,          &made->regret_mean,      &made->regret_low,
                                &made->regret_high,     &made->plan_regret_mean, &made->plan_regret_low,
                                &made->plan_regret_high, &made->gain_mean,       &made->gain_low, &made->gain_high };
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++)
        WOM_TRY(wom_allocate(curves[i], job, rounds, sizeof(double), "a campaign's curves"));
    return WOM_OK;
}

void
wom_campaign_result_free(wom_campaign_result *result)
{
    if (result == NULL) return;
    double *const arrays[] = { result->believed,        result->hidden_mean,      result->pulls,
                               result->reward,          result->regret_mean,      result->regret_low,
                               result->regret_high,     result->plan_regret_mean, result->plan_regret_low,
                               result->plan_regret_high, result->gain_mean,       result->gain_low, result->gain_high,
                               result->prior_mean,      result->prior_sd,         result->noise_sd };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) wom_free(arrays[i]);
    wom_free(result);
}

wom_status
wom_campaign_records_create(campaign_records *records, wom_job *job, const campaign *run)
{
    const char *what = "records of replications";
    const uint64_t n = run->options->replications, played = n * run->options->rounds;
    WOM_TRY(wom_allocate(&records->arm, job, played, sizeof *records->arm, what));
    WOM_TRY(wom_allocate(&records->policy, job, played, sizeof *records->policy, what));
    WOM_TRY(wom_allocate(&records->plan, job, played, sizeof *records->plan, what));
    WOM_TRY(wom_allocate(&records->best, job, played, sizeof *records->best, what));
    WOM_TRY(wom_allocate(&records->random, job, n, sizeof *records->random, what));
    WOM_TRY(wom_allocate(&records->judged, job, n * run->num_arms, sizeof *records->judged, what));
    WOM_TRY(wom_allocate(&records->best_arm, job, n, sizeof *records->best_arm, what));
    WOM_TRY(wom_allocate(&records->most_played, job, n, sizeof *records->most_played, what));
    WOM_TRY(wom_allocate(&records->num_cut, job, n, sizeof *records->num_cut, what));
    return wom_allocate(&records->cost, job, n, sizeof *records->cost, what);
}

void
wom_campaign_records_clear(campaign_records *records)
{
    wom_free(records->arm);
    wom_free(records->policy);
    wom_free(records->plan);
    wom_free(records->best);
    wom_free(records->random);
    wom_free(records->judged);
    wom_free(records->best_arm);
    wom_free(records->most_played);
    wom_free(records->num_cut);
    wom_free(records->cost);
    *records = (campaign_records){ 0 };
}

/* ---- Curves ---- */

/* Makes each replication's rewards cumulative. */
static void
accumulate(double *rewards, uint64_t num_replications, uint32_t num_rounds)
{
    for (uint64_t r = 0; r < num_replications; r++)
        for (uint64_t round = 1; round < num_rounds; round++)
            rewards[r * num_rounds + round] += rewards[r * num_rounds + round - 1];
}

/* Mean and quantiles over the replications of a - b after one round; `scratch` is [num_replications]. */
static void
curve_point(double *mean, double *low, double *high, const double *a, const double *b, uint64_t n, uint32_t stride,
            double *scratch)
{
    double sum = 0;
    for (uint64_t r = 0; r < n; r++) {
        scratch[r] = a[r * stride] - b[r * stride];
        sum += scratch[r];
    }
    wom_sort_reals(scratch, n);
    *mean = sum / (double)n;
    *low = wom_quantile(scratch, n, 0.05);
    *high = wom_quantile(scratch, n, 0.95);
}

static void
summarise_round(wom_campaign_result *result, const campaign *run, uint32_t round, double *scratch)
{
    const campaign_records *records = &run->records;
    const uint32_t rounds = result->num_rounds, n = result->num_replications;
    const double *policy = records->policy + round, *plan = records->plan + round, *best = records->best + round;
    curve_point(&result->regret_mean[round], &result->regret_low[round], &result->regret_high[round], best, policy, n,
                rounds, scratch);
    curve_point(&result->plan_regret_mean[round], &result->plan_regret_low[round], &result->plan_regret_high[round],
                best, plan, n, rounds, scratch);
    double sum = 0;
    for (uint64_t r = 0; r < n; r++) {
        scratch[r] = policy[r * rounds] - plan[r * rounds];
        sum += policy[r * rounds];
        result->pulls[(uint64_t)round * run->num_arms + records->arm[r * rounds + round]] += 1;
    }
    const wom_estimate gain = wom_estimate_mean(scratch, n);
    result->gain_mean[round] = gain.value;
    result->gain_low[round] = gain.low;
    result->gain_high[round] = gain.high;
    result->reward[round] = sum / n; /* cumulative for now */
    for (uint32_t arm = 0; arm < run->num_arms; arm++) result->pulls[(uint64_t)round * run->num_arms + arm] /= n;
}

static uint32_t
break_even(const double *gain, uint32_t num_rounds)
{
    uint32_t first = num_rounds;
    while (first > 0 && gain[first - 1] > 0) first--;
    return first < num_rounds ? first + 1 : 0;
}

/* ---- Totals ---- */

/* mean(a) / mean(b) by the delta method: the error is that of a - ratio * b, over mean(b). Overwrites a. */
static wom_estimate
ratio(double *a, const double *b, uint64_t n)
{
    const double mean = wom_estimate_mean(b, n).value, value = wom_estimate_mean(a, n).value / mean;
    if (mean == 0) return (wom_estimate){ NAN, NAN, NAN, NAN, n };
    for (uint64_t r = 0; r < n; r++) a[r] -= value * b[r];
    const wom_estimate rest = wom_estimate_mean(a, n);
    const double reach = (rest.high - rest.value) / fabs(mean);
    return (wom_estimate){ value, rest.standard_error / fabs(mean), value - reach, value + reach, n };
}

/* After the last round, replication by replication: a, or a - b. */
static const double *
totals(double *total, const campaign *run, const double *a, const double *b, uint64_t n)
{
    const uint32_t rounds = run->options->rounds;
    for (uint64_t r = 0; r < n; r++) {
        const uint64_t last = r * rounds + rounds - 1;
        total[r] = b == NULL ? a[last] : a[last] - b[last];
    }
    return total;
}

static void
summarise_totals(wom_campaign_result *result, const campaign *run, double *scratch)
{
    const campaign_records *records = &run->records;
    const uint64_t n = result->num_replications;
    double *first = scratch, *second = scratch + n;
    totals(first, run, records->policy, NULL, n);
    totals(second, run, records->plan, NULL, n);
    result->total_policy = wom_estimate_mean(first, n);
    result->total_plan = wom_estimate_mean(second, n);
    result->gain = wom_estimate_paired(first, second, n, &result->variance_ratio);
    totals(first, run, records->policy, records->plan, n);
    result->gain_share = ratio(first, second, n);
    result->total_best = wom_estimate_mean(totals(first, run, records->best, NULL, n), n);
    totals(first, run, records->best, records->policy, n);
    totals(second, run, records->best, records->plan, n);
    result->regret = wom_estimate_mean(first, n);
    result->plan_regret = wom_estimate_mean(second, n);
    result->regret_ratio = ratio(first, second, n);
    result->total_random = wom_estimate_mean(records->random, n);
    result->cost_policy = wom_estimate_mean(records->cost, n);
    result->cost_plan = run->arms[run->planned_arm].cost * run->options->rounds;
}

static void
count_replications(wom_campaign_result *result, const campaign *run)
{
    const campaign_records *records = &run->records;
    const uint32_t n = result->num_replications, rounds = result->num_rounds;
    uint64_t wins = 0, found = 0, planned = 0, cut = 0;
    for (uint64_t r = 0; r < n; r++) {
        const uint64_t last = r * rounds + rounds - 1;
        wins += records->policy[last] > records->plan[last];
        found += records->most_played[r] == records->best_arm[r];
        planned += run->planned_arm == records->best_arm[r];
        cut += records->num_cut[r];
    }
    result->wins = wom_estimate_share(wins, n);
    result->found_best = wom_estimate_share(found, n);
    result->plan_was_best = wom_estimate_share(planned, n);
    result->cut_share = (double)cut / ((double)n * rounds);
}

void
wom_campaign_summarise(wom_campaign_result *result, const campaign *run, uint32_t num_replications, double *scratch)
{
    const uint32_t rounds = result->num_rounds;
    result->num_replications = num_replications;
    result->scale = run->scale;
    result->planned_arm = run->planned_arm;
    accumulate(run->records.policy, num_replications, rounds);
    accumulate(run->records.plan, num_replications, rounds);
    accumulate(run->records.best, num_replications, rounds);
    for (uint32_t round = 0; round < rounds; round++) summarise_round(result, run, round, scratch);
    for (uint32_t round = rounds - 1; round > 0; round--) result->reward[round] -= result->reward[round - 1];
    result->break_even_round = break_even(result->gain_mean, rounds);
    summarise_totals(result, run, scratch);
    count_replications(result, run);
    for (uint32_t arm = 0; arm < run->num_arms; arm++) {
        double sum = 0;
        for (uint64_t r = 0; r < num_replications; r++) sum += run->records.judged[r * run->num_arms + arm];
        result->hidden_mean[arm] = sum / num_replications;
    }
}
