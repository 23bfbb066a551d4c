/* Whom the goal is about: users by segment. */
#include "run.h"

#include <math.h>

/* The goal's text or object; NULL: everybody. */
static const wom_json *
target_of(const wom_scenario *scenario)
{
    const wom_json *goal = wom_json_member(scenario->json, "goal");
    return goal == NULL ? NULL : wom_json_member(goal, "target");
}

static wom_status
check_weight(const wom_json *weight)
{
    if (wom_json_kind_of(weight) != WOM_JSON_NUMBER)
        return wom_json_fail(weight, "is %s, must be a number, the segment's weight",
                             wom_json_kind_name(wom_json_kind_of(weight)));
    if (!(wom_json_number(weight) >= 0))
        return wom_json_fail(weight, "is %g, must be 0 or more", wom_json_number(weight));
    return WOM_OK;
}

wom_status
wom_target_read(wom_scenario *scenario, const wom_json *target)
{
    double sum = 0;
    if (target == NULL) return WOM_OK;
    scenario->goal.has_target = true;
    if (wom_json_kind_of(target) == WOM_JSON_STRING) return WOM_OK;
    if (wom_json_kind_of(target) != WOM_JSON_OBJECT)
        return wom_json_fail(target, "is %s, must be the name of a segment or an object of segment: weight",
                             wom_json_kind_name(wom_json_kind_of(target)));
    for (uint64_t i = 0; i < wom_json_count(target); i++) {
        WOM_TRY(check_weight(wom_json_at(target, i)));
        sum += wom_json_number(wom_json_at(target, i));
    }
    return sum > 0 && isfinite(sum) ? WOM_OK : wom_json_fail(target, "gives no segment a weight above 0");
}

wom_status
wom_target_write(wom_json *goal, const wom_scenario *scenario)
{
    const wom_json *target = target_of(scenario);
    return target == NULL ? WOM_OK : wom_json_add_copy(goal, "target", target);
}

wom_status
wom_target_check(const wom_scenario *scenario, const wom_data *data)
{
    const wom_json *target = target_of(scenario);
    uint32_t segment = 0;
    if (target == NULL) return WOM_OK;
    if (wom_json_kind_of(target) == WOM_JSON_STRING)
        return wom_json_fail_in(wom_segment_find(&segment, data, wom_json_string(target)), target);
    for (uint64_t i = 0; i < wom_json_count(target); i++) {
        const wom_json *item = wom_json_at(target, i);
        WOM_TRY(wom_json_fail_in(wom_segment_find(&segment, data, wom_json_key(item)), item));
    }
    return WOM_OK;
}

wom_status
wom_target_weights(double **weight, wom_job *job, const wom_scenario *scenario, const wom_data *data)
{
    const wom_json *target = target_of(scenario);
    uint32_t segment = 0;
    *weight = NULL;
    if (target == NULL) return WOM_OK;
    const bool is_one = wom_json_kind_of(target) == WOM_JSON_STRING;
    const uint64_t num = is_one ? 1 : wom_json_count(target);
    WOM_TRY(wom_target_check(scenario, data));
    WOM_TRY(wom_allocate(weight, job, data->graph->num_nodes, sizeof **weight, "weights of users"));
    for (uint64_t i = 0; i < num; i++) {
        const wom_json *item = is_one ? target : wom_json_at(target, i);
        const double of_segment = is_one ? 1 : wom_json_number(item);
        (void)wom_segment_find(&segment, data, is_one ? wom_json_string(item) : wom_json_key(item)); /* it is there */
        for (wom_node node = 0; node < data->graph->num_nodes; node++)
            if (data->segment[node] == segment) (*weight)[node] = of_segment;
    }
    return WOM_OK;
}
