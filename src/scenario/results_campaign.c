/* Results of the bandit: pulls, rewards and regret by round, arms, totals. */
#include "results.h"
#include "results_columns.h"

static wom_status
write_rounds(wom_store *store, const wom_campaign_result *result)
{
    const wom_axis axes[] = {
        { "round", result->num_rounds, WOM_TYPE_UINT32, NULL, "rounds" },
        { "arm", result->num_arms, WOM_TYPE_UINT32, NULL, "1" },
    };
    const struct {
        const char *path;
        const double *data;
        const char *long_name;
    } series[] = {
        { "/campaign/reward", result->reward, "incremental active users a round, mean over hidden worlds" },
        { "/campaign/regret_mean", result->regret_mean, "cumulative regret against the best fixed arm, mean" },
        { "/campaign/regret_q05", result->regret_low, "cumulative regret, 5 % quantile over hidden worlds" },
        { "/campaign/regret_q95", result->regret_high, "cumulative regret, 95 % quantile over hidden worlds" },
        { "/campaign/plan_regret_mean", result->plan_regret_mean, "cumulative regret of planning once, mean" },
    };
    WOM_TRY(wom_store_write_array(store, "/campaign/pulls", WOM_TYPE_DOUBLE, result->pulls, axes, 2, "1",
                                  "share of hidden worlds in which the arm was played in the round"));
    for (uint32_t i = 0; i < LENGTH(series); i++)
        WOM_TRY(wom_store_write_array(store, series[i].path, WOM_TYPE_DOUBLE, series[i].data, axes, 1, "users",
                                      series[i].long_name));
    return WOM_OK;
}

static wom_status
write_arms(wom_store *store, const wom_run *run)
{
    const wom_campaign_result *result = run->campaign;
    const wom_column columns[] = {
        { "content", WOM_TYPE_STRING, run->data->content_id, "", "the arm" },
        { "believed", WOM_TYPE_DOUBLE, result->believed, "users", "expected reward under the model" },
        { "hidden_mean", WOM_TYPE_DOUBLE, result->hidden_mean, "users", "true expectation, mean over hidden worlds" },
    };
    return wom_store_write_table(store, "/campaign/arms", columns, LENGTH(columns), result->num_arms, "content");
}

static wom_status
write_totals(wom_store *store, const wom_campaign_result *result)
{
    static const char *const names[] = { "policy",    "plan_once", "best_fixed", "random", "policy_minus_plan_once",
                                         "found_best" };
    static const char *const units[] = { "users", "users", "users", "users", "users", "share" };
    const wom_estimate *const rows[] = { &result->total_policy, &result->total_plan, &result->total_best,
                                         &result->total_random, &result->gain,       &result->found_best };
    double value[LENGTH(rows)], se[LENGTH(rows)], low[LENGTH(rows)], high[LENGTH(rows)];
    estimate_columns values = { value, se, low, high };
    for (uint32_t i = 0; i < LENGTH(rows); i++) wom_estimate_columns_set(&values, i, rows[i]);
    wom_column columns[6] = {
        { "metric", WOM_TYPE_STRING, names, "", "total over all rounds" },
        { "unit", WOM_TYPE_STRING, units, "", "of the row" },
    };
    const uint32_t num = 2 + wom_estimate_columns_list(columns + 2, &values, &wom_value_names, "1");
    return wom_store_write_table(store, "/campaign/totals", columns, num, LENGTH(rows), "metric");
}

wom_status
wom_results_write_campaign(wom_store *store, const wom_run *run)
{
    const wom_campaign_result *result = run->campaign;
    if (result == NULL) return WOM_OK;
    WOM_TRY(write_rounds(store, result));
    WOM_TRY(write_arms(store, run));
    WOM_TRY(write_totals(store, result));
    WOM_TRY(wom_store_attribute_text(store, "/campaign", "policy", run->scenario->policy.variant->name));
    WOM_TRY(wom_store_attribute_integer(store, "/campaign", "hidden_worlds", result->num_replications));
    WOM_TRY(wom_store_attribute_number(store, "/campaign", "reward_scale", result->scale));
    WOM_TRY(wom_store_attribute_number(store, "/campaign", "reward_cut_share", result->cut_share));
    return wom_store_attribute_text(store, "/campaign", "planned_content", run->data->content_id[result->planned_arm]);
}
