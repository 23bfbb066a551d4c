/* Simulated plans for tests. */
#include "outcomes.h"

#include "graphs.h"

#include <string.h>

wom_status
outcome_of(wom_outcome **outcome, wom_job *job, const wom_model *model, const char *dynamics, const wom_plan *plan,
           const wom_economy *economy, const wom_simulate_options *options)
{
    wom_choice choice = graph_choice(job, &wom_dynamics_catalogue, dynamics);
    const wom_status status = wom_simulate(outcome, job, model, &choice, plan, economy, options);
    wom_choice_free(&choice);
    return status;
}

static bool
bits_equal(const void *a, const void *b, uint64_t count, size_t size)
{
    return memcmp(a, b, count * size) == 0;
}

static bool
parts_equal(const wom_outcome *a, const wom_outcome *b)
{
    if (!bits_equal(a->times_active, b->times_active, a->num_nodes, sizeof *a->times_active) ||
        !bits_equal(a->slot_content, b->slot_content, a->num_slots, sizeof *a->slot_content) ||
        !bits_equal(a->content_active, b->content_active, a->num_slots, sizeof *a->content_active) ||
        !bits_equal(a->content_buyers, b->content_buyers, a->num_slots, sizeof *a->content_buyers))
        return false;
    for (uint32_t p = 0; p < a->num_partitions; p++)
        if (a->num_groups[p] != b->num_groups[p] ||
            !bits_equal(a->group_active[p], b->group_active[p], a->num_groups[p], sizeof **a->group_active))
            return false;
    return true;
}

bool
outcomes_equal(const wom_outcome *a, const wom_outcome *b)
{
    if (a->num_replicates != b->num_replicates || a->curve_steps != b->curve_steps || a->num_slots != b->num_slots ||
        a->num_nodes != b->num_nodes || a->num_partitions != b->num_partitions)
        return false;
    for (int m = 0; m < WOM_NUM_METRICS; m++)
        if (!bits_equal(a->metric[m], b->metric[m], a->num_replicates, sizeof(double))) return false;
    const bool curves = bits_equal(a->curve_mean, b->curve_mean, a->curve_steps, sizeof(double)) &&
                        bits_equal(a->curve_low, b->curve_low, a->curve_steps, sizeof(double)) &&
                        bits_equal(a->curve_median, b->curve_median, a->curve_steps, sizeof(double)) &&
                        bits_equal(a->curve_high, b->curve_high, a->curve_steps, sizeof(double)) &&
                        bits_equal(a->newly_mean, b->newly_mean, a->curve_steps, sizeof(double));
    return curves && bits_equal(a->estimate, b->estimate, WOM_NUM_METRICS, sizeof *a->estimate) &&
           bits_equal(&a->roi, &b->roi, 1, sizeof a->roi) &&
           bits_equal(&a->cost_per_incremental, &b->cost_per_incremental, 1, sizeof a->roi) && parts_equal(a, b);
}
