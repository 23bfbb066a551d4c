/* From worlds to estimates: means with intervals, ratios, curves, counts by user, content and group. */
#include "outcome.h"

#include <math.h>

const wom_metric_info wom_metrics[WOM_NUM_METRICS] = {
    [WOM_METRIC_ACCEPTED] = { "accepted", "users", "asked users who accept" },
    [WOM_METRIC_EXPOSED] = { "exposed", "users", "users whom an active friend or the marketer tried to reach" },
    [WOM_METRIC_ACTIVE] = { "active", "users", "active users with the campaign" },
    [WOM_METRIC_BASELINE] = { "baseline", "users", "active users in the same worlds without the campaign" },
    [WOM_METRIC_INCREMENTAL] = { "incremental", "users", "active users the campaign adds" },
    [WOM_METRIC_BUYERS] = { "buyers", "users", "active users who buy, with the campaign" },
    [WOM_METRIC_INCREMENTAL_BUYERS] = { "incremental_buyers", "users", "buyers the campaign adds" },
    [WOM_METRIC_REVENUE] = { "revenue", "money", "worth of the purchases the campaign adds" },
    [WOM_METRIC_COST] = { "cost", "money", "fees and contents" },
    [WOM_METRIC_PROFIT] = { "profit", "money", "revenue less cost" },
    [WOM_METRIC_RIVAL] = { "rival", "users", "users active with the rival's content, with the campaign" },
    [WOM_METRIC_RIVAL_ALONE] = { "rival_alone", "users", "users active with the rival's content without the campaign" },
    [WOM_METRIC_RIVAL_LOSS] = { "rival_loss", "users", "active users the campaign takes from the rival" },
    [WOM_METRIC_TARGET] = { "target", "users", "active users of the target the campaign adds, by their weights" },
};

wom_status
wom_outcome_create(wom_outcome **outcome, wom_job *job, world_plan *plan)
{
    const wom_simulate_options *options = plan->options;
    wom_outcome *made = NULL;
    *outcome = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "an outcome"));
    wom_status status = WOM_OK;
    for (uint32_t m = 0; m < WOM_NUM_METRICS; m++) {
        WOM_TRY_GOTO(wom_allocate(&made->metric[m], job, options->replicates, sizeof *made->metric[m], "replicates"));
        plan->metric[m] = made->metric[m];
    }
    made->num_nodes = plan->graph->num_nodes;
    WOM_TRY_GOTO(wom_allocate(&made->times_active, job, made->num_nodes, sizeof *made->times_active, "users' counts"));
    made->num_slots = plan->num_slots;
    WOM_TRY_GOTO(wom_allocate(&made->slot_content, job, plan->num_slots, sizeof *made->slot_content, "contents"));
    WOM_TRY_GOTO(wom_allocate(&made->content_active, job, plan->num_slots, sizeof *made->content_active, "contents"));
    WOM_TRY_GOTO(wom_allocate(&made->content_buyers, job, plan->num_slots, sizeof *made->content_buyers, "contents"));
    made->num_partitions = options->num_partitions;
    WOM_TRY_GOTO(wom_allocate(&made->num_groups, job, made->num_partitions, sizeof *made->num_groups, "groups"));
    WOM_TRY_GOTO(wom_allocate(&made->group_active, job, made->num_partitions, sizeof *made->group_active, "groups"));
    for (uint32_t p = 0; p < made->num_partitions; p++) {
        made->num_groups[p] = options->partitions[p].num_groups;
        WOM_TRY_GOTO(
            wom_allocate(&made->group_active[p], job, made->num_groups[p], sizeof **made->group_active, "groups"));
    }
    *outcome = made;
    made = NULL;
done:
    wom_outcome_free(made);
    return status;
}

void
wom_outcome_free(wom_outcome *outcome)
{
    if (outcome == NULL) return;
    for (uint32_t m = 0; m < WOM_NUM_METRICS; m++) wom_free(outcome->metric[m]);
    wom_free(outcome->curve_mean);
    wom_free(outcome->times_active);
    wom_free(outcome->slot_content);
    wom_free(outcome->content_active);
    wom_free(outcome->content_buyers);
    for (uint32_t p = 0; outcome->group_active != NULL && p < outcome->num_partitions; p++)
        wom_free(outcome->group_active[p]);
    wom_free(outcome->num_groups);
    wom_free(outcome->group_active);
    wom_free(outcome);
}

static void
estimate_metrics(wom_outcome *outcome, uint64_t n)
{
    for (uint32_t m = 0; m < WOM_NUM_METRICS; m++) outcome->estimate[m] = wom_estimate_mean(outcome->metric[m], n);
    outcome->roi = wom_estimate_ratio(outcome->metric[WOM_METRIC_PROFIT], outcome->metric[WOM_METRIC_COST], n);
    outcome->cost_per_incremental =
        wom_estimate_ratio(outcome->metric[WOM_METRIC_COST], outcome->metric[WOM_METRIC_INCREMENTAL], n);
    outcome->gain =
        wom_estimate_ratio(outcome->metric[WOM_METRIC_INCREMENTAL], outcome->metric[WOM_METRIC_ACCEPTED], n);
}

static void
count_fizzled(wom_outcome *outcome, double fizzle, uint64_t n)
{
    const double *incremental = outcome->metric[WOM_METRIC_INCREMENTAL];
    const double *accepted = outcome->metric[WOM_METRIC_ACCEPTED];
    uint64_t fizzled = 0;
    for (uint64_t i = 0; i < n; i++) fizzled += incremental[i] < fizzle * accepted[i] || accepted[i] == 0;
    outcome->fizzle = wom_estimate_share(fizzled, n);
}

/* The last step at which any world changed. */
static uint32_t
length_of_curve(const world_plan *plan, uint64_t n)
{
    const uint32_t steps = plan->options->curve_steps;
    uint32_t length = 1;
    for (uint64_t r = 0; r < n; r++) {
        const uint32_t *curve = plan->curve + r * steps;
        while (length < steps && curve[length - 1] != curve[steps - 1]) length++;
    }
    return length;
}

static wom_status
summarise_curve(wom_outcome *outcome, wom_job *job, const world_plan *plan, uint64_t n)
{
    const uint32_t steps = plan->options->curve_steps;
    const uint32_t length = length_of_curve(plan, n);
    double *sorted = NULL;
    outcome->curve_steps = length;
    WOM_TRY(wom_allocate(&outcome->curve_mean, job, (uint64_t)length * 5, sizeof(double), "the adoption curve"));
    outcome->curve_low = outcome->curve_mean + length;
    outcome->curve_median = outcome->curve_low + length;
    outcome->curve_high = outcome->curve_median + length;
    outcome->newly_mean = outcome->curve_high + length;
    WOM_TRY(wom_allocate(&sorted, job, n, sizeof *sorted, "a step of the curve"));
    for (uint32_t t = 0; t < length; t++) {
        uint64_t sum = 0;
        for (uint64_t r = 0; r < n; r++) {
            sorted[r] = (double)plan->curve[r * steps + t];
            sum += plan->curve[r * steps + t];
        }
        wom_sort_reals(sorted, n);
        outcome->curve_mean[t] = (double)sum / (double)n;
        outcome->curve_low[t] = wom_quantile(sorted, n, .05);
        outcome->curve_median[t] = wom_quantile(sorted, n, .5);
        outcome->curve_high[t] = wom_quantile(sorted, n, .95);
        outcome->newly_mean[t] = outcome->curve_mean[t] - (t > 0 ? outcome->curve_mean[t - 1] : 0);
    }
    wom_free(sorted);
    return WOM_OK;
}

static void
sum_users(wom_outcome *outcome, const world_worker *workers, uint32_t num_workers)
{
    for (uint32_t w = 0; w < num_workers; w++)
        for (wom_node node = 0; node < outcome->num_nodes; node++)
            outcome->times_active[node] += workers[w].times_active[node];
}

static void
sum_contents(wom_outcome *outcome, const world_plan *plan, const world_worker *workers, uint32_t num_workers,
             uint64_t n)
{
    for (uint32_t s = 0; s < plan->num_slots; s++) {
        uint64_t active = 0, active_square = 0, buyers = 0, buyers_square = 0;
        for (uint32_t w = 0; w < num_workers; w++) {
            active += workers[w].slot_active[s];
            active_square += workers[w].slot_active_square[s];
            buyers += workers[w].slot_buyers[s];
            buyers_square += workers[w].slot_buyers_square[s];
        }
        outcome->slot_content[s] = plan->slots[s].content;
        outcome->content_active[s] = wom_estimate_from_sums((double)active, (double)active_square, n);
        outcome->content_buyers[s] = wom_estimate_from_sums((double)buyers, (double)buyers_square, n);
    }
}

static void
sum_groups(wom_outcome *outcome, const world_worker *workers, uint32_t num_workers, uint64_t n)
{
    uint32_t offset = 0;
    for (uint32_t p = 0; p < outcome->num_partitions; p++) {
        for (uint32_t g = 0; g < outcome->num_groups[p]; g++, offset++) {
            uint64_t active = 0, square = 0;
            for (uint32_t w = 0; w < num_workers; w++) {
                active += workers[w].group_active[offset];
                square += workers[w].group_active_square[offset];
            }
            outcome->group_active[p][g] = wom_estimate_from_sums((double)active, (double)square, n);
        }
    }
}

wom_status
wom_outcome_finish(wom_outcome *outcome, wom_job *job, const world_plan *plan, const world_worker *workers,
                   uint64_t num_done)
{
    const uint32_t num_workers = wom_job_threads(job);
    outcome->num_replicates = num_done;
    estimate_metrics(outcome, num_done);
    count_fizzled(outcome, plan->options->fizzle, num_done);
    WOM_TRY(summarise_curve(outcome, job, plan, num_done));
    sum_users(outcome, workers, num_workers);
    sum_contents(outcome, plan, workers, num_workers, num_done);
    sum_groups(outcome, workers, num_workers, num_done);
    return WOM_OK;
}

void
wom_outcome_compare(wom_difference *difference, const wom_outcome *a, const wom_outcome *b)
{
    const uint64_t n = a->num_replicates < b->num_replicates ? a->num_replicates : b->num_replicates;
    for (uint32_t m = 0; m < WOM_NUM_METRICS; m++)
        difference->estimate[m] = wom_estimate_paired(a->metric[m], b->metric[m], n, &difference->variance_ratio[m]);
}

/* Counts are whole numbers, so as many as there are users: the median is found by counting. */
uint64_t
wom_outcome_median_replicate(const wom_outcome *outcome)
{
    const double *active = outcome->metric[WOM_METRIC_ACTIVE];
    const uint64_t n = outcome->num_replicates, below = (n - 1) / 2;
    double low = active[0], high = active[0];
    for (uint64_t i = 1; i < n; i++) {
        low = fmin(low, active[i]);
        high = fmax(high, active[i]);
    }
    while (low < high) { /* the least number that more than `below` worlds do not exceed */
        const double middle = low + floor((high - low) / 2);
        uint64_t within = 0;
        for (uint64_t i = 0; i < n; i++) within += active[i] <= middle;
        if (within > below)
            high = middle;
        else
            low = middle + 1;
    }
    uint64_t replicate = 0;
    while (active[replicate] != low) replicate++;
    return replicate;
}
