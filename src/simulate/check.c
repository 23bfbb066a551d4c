/* What is refused before anything is simulated. */
#include "check.h"

#include <math.h>

enum { MOST_CURVE_STEPS = 65536 };

static wom_status
check_options(const wom_simulate_options *options)
{
    if (options->replicates < 2 || options->replicates > UINT32_MAX)
        return wom_fail(WOM_INVALID, "replicates is %llu, must be from 2 to %u",
                        (unsigned long long)options->replicates, UINT32_MAX);
    if (options->curve_steps < 1 || options->curve_steps > MOST_CURVE_STEPS)
        return wom_fail(WOM_INVALID, "curve_steps is %u, must be from 1 to %d", options->curve_steps, MOST_CURVE_STEPS);
    if (!(options->precision >= 0 && options->precision < 1))
        return wom_fail(WOM_INVALID, "precision is %g, must be from 0 to below 1", options->precision);
    if (!(options->fizzle >= 1 && isfinite(options->fizzle)))
        return wom_fail(WOM_INVALID, "fizzle is %g, must be at least 1", options->fizzle);
    return WOM_OK;
}

static wom_status
check_partitions(const wom_simulate_options *options, wom_node num_nodes)
{
    for (uint32_t p = 0; p < options->num_partitions; p++) {
        const wom_partition *partition = &options->partitions[p];
        for (wom_node node = 0; node < num_nodes; node++)
            if (partition->group_of[node] >= partition->num_groups)
                return wom_fail(WOM_INVALID, "partition \"%s\": user number %u is in group number %u, but there are %u",
                                partition->name, node, partition->group_of[node], partition->num_groups);
    }
    return WOM_OK;
}

static wom_status
check_plan(const wom_model *model, const wom_plan *plan)
{
    for (uint32_t i = 0; i < plan->num_asks; i++) {
        if (plan->user[i] >= model->graph->num_nodes)
            return wom_fail(WOM_INVALID, "ask %u: user number %u, but there are %u users", i, plan->user[i],
                            model->graph->num_nodes);
        if (plan->content != NULL && plan->content[i] >= model->num_contents)
            return wom_fail(WOM_INVALID, "ask %u: content number %u, but there are %u contents", i, plan->content[i],
                            model->num_contents);
    }
    return WOM_OK;
}

/* Every number of an array (NULL: fine) lies from low to high and is finite. */
static wom_status
check_numbers(const char *what, const double *number, uint32_t count, double low, double high)
{
    for (uint32_t i = 0; number != NULL && i < count; i++) {
        if (isfinite(number[i]) && number[i] >= low && number[i] <= high) continue;
        if (isfinite(high))
            return wom_fail(WOM_INVALID, "%s number %u is %g, must be from %g to %g", what, i, number[i], low, high);
        return wom_fail(WOM_INVALID, "%s number %u is %g, must be a finite number%s", what, i, number[i],
                        isfinite(low) ? ", at least 0" : "");
    }
    return WOM_OK;
}

static wom_status
check_purchases(const float *purchase, uint32_t num_contents, wom_node num_nodes)
{
    for (uint64_t i = 0; purchase != NULL && i < (uint64_t)num_contents * num_nodes; i++)
        if (!(purchase[i] >= 0 && purchase[i] <= 1))
            return wom_fail(WOM_INVALID,
                            "probability that user number %u buys content number %u is %g, must be from 0 to 1",
                            (uint32_t)(i % num_nodes), (uint32_t)(i / num_nodes), (double)purchase[i]);
    return WOM_OK;
}

static wom_status
check_economy(const wom_economy *economy, const wom_model *model)
{
    const wom_node num_nodes = model->graph->num_nodes;
    const uint32_t num_contents = model->num_contents;
    const double any = HUGE_VAL;
    WOM_TRY(check_numbers("acceptance of user", economy->accept, num_nodes, 0, 1));
    WOM_TRY(check_numbers("fee of user", economy->fee, num_nodes, 0, any));
    WOM_TRY(check_numbers("value of user", economy->user_value, num_nodes, -any, any));
    WOM_TRY(check_numbers("cost of content", economy->content_cost, num_contents, 0, any));
    WOM_TRY(check_numbers("value of content", economy->content_value, num_contents, -any, any));
    return check_purchases(economy->purchase, num_contents, num_nodes);
}

wom_status
wom_simulate_check(const wom_model *model, const wom_plan *plan, const wom_economy *economy,
                   const wom_simulate_options *options)
{
    WOM_TRY(check_options(options));
    WOM_TRY(check_partitions(options, model->graph->num_nodes));
    WOM_TRY(check_numbers("weight in the target of user", options->target, model->graph->num_nodes, 0, HUGE_VAL));
    WOM_TRY(check_plan(model, plan));
    if (options->rival != NULL) WOM_TRY(wom_fail_in(check_plan(model, options->rival), "the rival's plan"));
    WOM_TRY(check_numbers("acceptance of the rival by user", options->rival_accept, model->graph->num_nodes, 0, 1));
    return check_economy(economy, model);
}
