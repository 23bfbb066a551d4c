/* A run as JSON: the same facts as the tables, with all digits and without rounding. */
#include "cli.h"

#include <string.h>

wom_status
cli_add_estimate(wom_json *parent, const char *key, const wom_estimate *estimate, const char *unit)
{
    wom_json *object = NULL;
    WOM_TRY(wom_json_add_object(&object, parent, key));
    WOM_TRY(wom_json_add_number(object, "value", estimate->value));
    WOM_TRY(wom_json_add_number(object, "se", estimate->standard_error));
    WOM_TRY(wom_json_add_number(object, "lo95", estimate->low));
    WOM_TRY(wom_json_add_number(object, "hi95", estimate->high));
    WOM_TRY(wom_json_add_integer(object, "n", estimate->n));
    return wom_json_add_string(object, "unit", unit);
}

/* ---- Rows of numbers ---- */

typedef struct number_row {
    const char *key;
    double value;
} number_row;

static wom_status
add_numbers(wom_json *parent, const char *key, const number_row *rows, size_t num_rows)
{
    wom_json *object = NULL;
    WOM_TRY(wom_json_add_object(&object, parent, key));
    for (size_t i = 0; i < num_rows; i++) WOM_TRY(wom_json_add_number(object, rows[i].key, rows[i].value));
    return WOM_OK;
}

#define ADD_NUMBERS(parent, key, rows) add_numbers(parent, key, rows, sizeof(rows) / sizeof *(rows))

wom_status
cli_add_layers(wom_json *parent, wom_job *job, const wom_data *data)
{
    wom_json *list = NULL, *item = NULL;
    wom_layer_size *sizes = NULL;
    wom_status status = WOM_OK;
    if (data->num_layers == 0) return WOM_OK;
    WOM_TRY_GOTO(wom_data_measure_layers(&sizes, job, data));
    WOM_TRY_GOTO(wom_json_add_array(&list, parent, "layers"));
    for (uint32_t layer = 0; layer < data->num_layers; layer++) {
        WOM_TRY_GOTO(wom_json_add_object(&item, list, NULL));
        WOM_TRY_GOTO(wom_json_add_string(item, "layer", data->layer_name[layer]));
        WOM_TRY_GOTO(wom_json_add_integer(item, "ties", sizes[layer].num_ties));
        WOM_TRY_GOTO(wom_json_add_integer(item, "users", sizes[layer].num_users));
    }
done:
    wom_free(sizes);
    return status;
}

wom_status
cli_add_graph(wom_json *parent, const wom_graph_summary *summary)
{
    const number_row rows[] = {
        { "users", summary->num_nodes },
        { "ties", summary->num_ties },
        { "isolated", summary->num_isolated },
        { "mean_degree", summary->mean_degree },
        { "out_degree_p05", summary->out_degree_quantiles[0] },
        { "out_degree_p25", summary->out_degree_quantiles[1] },
        { "out_degree_median", summary->out_degree_quantiles[2] },
        { "out_degree_p75", summary->out_degree_quantiles[3] },
        { "out_degree_p95", summary->out_degree_quantiles[4] },
        { "max_out_degree", summary->max_out_degree },
        { "in_degree_p05", summary->in_degree_quantiles[0] },
        { "in_degree_p25", summary->in_degree_quantiles[1] },
        { "in_degree_median", summary->in_degree_quantiles[2] },
        { "in_degree_p75", summary->in_degree_quantiles[3] },
        { "in_degree_p95", summary->in_degree_quantiles[4] },
        { "max_in_degree", summary->max_in_degree },
        { "strength_mean", summary->strength_mean },
        { "strength_p05", summary->strength_quantiles[0] },
        { "strength_p25", summary->strength_quantiles[1] },
        { "strength_median", summary->strength_quantiles[2] },
        { "strength_p75", summary->strength_quantiles[3] },
        { "strength_p95", summary->strength_quantiles[4] },
        { "strength_max", summary->strength_max },
        { "reciprocity", summary->reciprocity },
        { "clustering", summary->clustering },
        { "local_clustering", summary->local_clustering },
        { "degree_assortativity", summary->degree_assortativity },
        { "tail_exponent", summary->tail_exponent },
        { "components", summary->num_components },
        { "largest_component", summary->largest_component },
        { "second_component", summary->second_component },
    };
    return ADD_NUMBERS(parent, "graph", rows);
}

wom_status
cli_add_report(wom_json *parent, const wom_data_report *report)
{
    wom_json *object = NULL;
    WOM_TRY(wom_json_add_object(&object, parent, "reading"));
    for (uint32_t i = 0; i < WOM_DATA_NUM_COUNTS; i++)
        WOM_TRY(wom_json_add_number(object, wom_data_counts[i].name,
                                    (double)wom_data_count_of(report, &wom_data_counts[i])));
    return WOM_OK;
}

wom_status
cli_add_certificate(wom_json *parent, const char *key, const wom_certificate *certificate)
{
    const number_row rows[] = {
        { "sets", (double)certificate->num_sets },
        { "rounds", certificate->num_rounds },
        { "contents", certificate->num_contents },
        { "failure", certificate->failure },
        { "total_weight", certificate->total_weight },
        { "choosing_coverage", (double)certificate->choosing_coverage },
        { "best_coverage", certificate->best_coverage },
        { "judging_coverage", (double)certificate->judging_coverage },
        { "lower", certificate->lower },
        { "upper", certificate->upper },
        { "ratio", certificate->ratio },
    };
    return ADD_NUMBERS(parent, key, rows);
}

/* ---- Outcomes and plans ---- */

/* All metrics are, but for the rival's where there is none. */
static bool
is_given(const wom_run *run, int metric)
{
    return metric < WOM_METRIC_RIVAL || wom_run_reports(run, (wom_metric)metric);
}

static wom_status
add_outcome(wom_json *parent, const char *key, const wom_run *run, const wom_outcome *outcome)
{
    wom_json *object = NULL;
    if (outcome == NULL) return WOM_OK;
    WOM_TRY(wom_json_add_object(&object, parent, key));
    for (int m = 0; m < WOM_NUM_METRICS; m++)
        if (is_given(run, m))
            WOM_TRY(cli_add_estimate(object, wom_metrics[m].name, &outcome->estimate[m], wom_metrics[m].unit));
    WOM_TRY(cli_add_estimate(object, "roi", &outcome->roi, "1"));
    WOM_TRY(cli_add_estimate(object, "gain", &outcome->gain, "1"));
    WOM_TRY(cli_add_estimate(object, "fizzle", &outcome->fizzle, "share"));
    return cli_add_estimate(object, "cost_per_incremental", &outcome->cost_per_incremental, "money");
}

static wom_status
add_difference(wom_json *parent, const char *key, const wom_run *run, const wom_difference *difference)
{
    wom_json *object = NULL;
    WOM_TRY(wom_json_add_object(&object, parent, key));
    for (int m = 0; m < WOM_NUM_METRICS; m++)
        if (is_given(run, m))
            WOM_TRY(cli_add_estimate(object, wom_metrics[m].name, &difference->estimate[m], wom_metrics[m].unit));
    return WOM_OK;
}

static wom_status
add_seed(wom_json *list, const wom_run *run, const wom_candidate *plan, uint32_t i)
{
    wom_json *row = NULL;
    WOM_TRY(wom_json_add_object(&row, list, NULL));
    WOM_TRY(wom_json_add_integer(row, "rank", i + 1));
    WOM_TRY(wom_json_add_string(row, "user", wom_data_user_id(run->data, plan->seeds[i])));
    if (plan->contents != NULL)
        WOM_TRY(wom_json_add_string(row, "content", run->data->content_id[plan->contents[i]]));
    WOM_TRY(wom_json_add_number(row, "fee", run->economy.fee != NULL ? run->economy.fee[plan->seeds[i]] : 0));
    if (plan->selection == NULL) return WOM_OK;
    WOM_TRY(wom_json_add_number(row, "gain", plan->selection->gain[i]));
    return wom_json_add_number(row, "gain_se", plan->selection->gain_error[i]);
}

static wom_status
add_candidate(wom_json *parent, const char *key, const wom_run *run, const wom_candidate *candidate)
{
    wom_json *object = NULL, *seeds = NULL;
    WOM_TRY(wom_json_add_object(&object, parent, key));
    WOM_TRY(wom_json_add_string(object, "by", candidate->name));
    if (candidate->contents == NULL)
        WOM_TRY(wom_json_add_string(object, "content", run->data->content_id[candidate->content]));
    WOM_TRY(wom_json_add_number(object, "seconds", candidate->seconds));
    WOM_TRY(wom_json_add_array(&seeds, object, "seeds"));
    for (uint32_t i = 0; i < candidate->num_seeds; i++) WOM_TRY(add_seed(seeds, run, candidate, i));
    if (candidate->selection != NULL && candidate->selection->has_certificate)
        WOM_TRY(cli_add_certificate(object, "certificate", &candidate->selection->certificate));
    WOM_TRY(add_outcome(object, "judged", run, candidate->outcome));
    const bool is_another =
        run->num_candidates > 0 && candidate >= run->candidates && candidate < run->candidates + run->num_candidates;
    if (!is_another && candidate != run->beaten) return WOM_OK;
    return add_difference(object, "plan_minus_this", run, &candidate->difference);
}

static wom_status
add_plans(wom_json *root, const wom_run *run)
{
    wom_json *list = NULL;
    if (run->plan == NULL) return WOM_OK;
    WOM_TRY(add_candidate(root, "plan", run, run->plan));
    WOM_TRY(wom_json_add_array(&list, root, "contents"));
    for (uint32_t c = 0; c < run->num_contents; c++)
        if (run->by_content[c].outcome != NULL) WOM_TRY(add_candidate(list, NULL, run, &run->by_content[c]));
    if (run->assigned.outcome != NULL) WOM_TRY(add_candidate(root, "contents_of_their_own", run, &run->assigned));
    WOM_TRY(wom_json_add_array(&list, root, "compared"));
    for (uint32_t i = 0; i < run->num_candidates; i++) WOM_TRY(add_candidate(list, NULL, run, &run->candidates[i]));
    return WOM_OK;
}

static wom_status
add_rival(wom_json *root, const wom_run *run)
{
    wom_json *object = NULL, *seeds = NULL;
    if (run->rival.num == 0) return WOM_OK;
    WOM_TRY(wom_json_add_object(&object, root, "rival"));
    WOM_TRY(wom_json_add_string(object, "content", run->data->content_id[run->rival.content[0]]));
    WOM_TRY(wom_json_add_array(&seeds, object, "seeds"));
    for (uint32_t i = 0; i < run->rival.num; i++)
        WOM_TRY(wom_json_add_string(seeds, NULL, wom_data_user_id(run->data, run->rival.user[i])));
    return WOM_OK;
}

/* ---- Campaign and what-ifs ---- */

static wom_status
add_campaign(wom_json *root, const wom_run *run)
{
    const wom_campaign_result *result = run->campaign;
    wom_json *object = NULL;
    if (result == NULL) return WOM_OK;
    const uint32_t last = result->num_rounds - 1;
    WOM_TRY(wom_json_add_object(&object, root, "campaign"));
    WOM_TRY(wom_json_add_string(object, "policy", run->scenario->policy.variant->name));
    WOM_TRY(wom_json_add_integer(object, "rounds", result->num_rounds));
    WOM_TRY(wom_json_add_integer(object, "replications", result->num_replications));
    WOM_TRY(cli_add_estimate(object, "total_learning", &result->total_policy, "users"));
    WOM_TRY(cli_add_estimate(object, "total_planning_once", &result->total_plan, "users"));
    WOM_TRY(cli_add_estimate(object, "total_best", &result->total_best, "users"));
    WOM_TRY(cli_add_estimate(object, "total_random", &result->total_random, "users"));
    WOM_TRY(cli_add_estimate(object, "learning_minus_planning_once", &result->gain, "users"));
    WOM_TRY(wom_json_add_number(object, "variance_ratio", result->variance_ratio));
    WOM_TRY(cli_add_estimate(object, "found_best", &result->found_best, "1"));
    WOM_TRY(wom_json_add_number(object, "regret", result->regret_mean[last]));
    WOM_TRY(wom_json_add_number(object, "regret_q05", result->regret_low[last]));
    WOM_TRY(wom_json_add_number(object, "regret_q95", result->regret_high[last]));
    return wom_json_add_number(object, "regret_planning_once", result->plan_regret_mean[last]);
}

static wom_status
add_what_ifs(wom_json *root, const wom_run *run)
{
    wom_json *list = NULL, *object = NULL;
    if (run->num_what_ifs == 0) return WOM_OK;
    WOM_TRY(wom_json_add_array(&list, root, "what_if"));
    for (uint32_t i = 0; i < run->num_what_ifs; i++) {
        const wom_what_if_result *result = &run->what_ifs[i];
        WOM_TRY(wom_json_add_object(&object, list, NULL));
        WOM_TRY(wom_json_add_string(object, "name", result->name));
        WOM_TRY(wom_json_add_integer(object, "seeds", result->num_seeds));
        WOM_TRY(add_outcome(object, "outcome", run, result->outcome));
        WOM_TRY(add_difference(object, "this_minus_plan", run, &result->difference));
    }
    return WOM_OK;
}

/* ---- All of it ---- */

static wom_status
add_distribution(wom_json *parent, const char *name, const wom_tally *tally)
{
    wom_json *object = NULL, *values = NULL, *counts = NULL;
    WOM_TRY(wom_json_add_object(&object, parent, name));
    WOM_TRY(wom_json_add_array(&values, object, "value"));
    for (uint64_t i = 0; i < tally->num; i++) WOM_TRY(wom_json_add_number(values, NULL, tally->value[i]));
    WOM_TRY(wom_json_add_array(&counts, object, "count"));
    for (uint64_t i = 0; i < tally->num; i++) WOM_TRY(wom_json_add_integer(counts, NULL, tally->count[i]));
    return WOM_OK;
}

static wom_status
add_distributions(wom_json *root, const wom_run *run)
{
    wom_json *object = NULL;
    WOM_TRY(wom_json_add_object(&object, root, "distributions"));
    for (uint32_t i = 0; i < WOM_NUM_DISTRIBUTIONS; i++)
        WOM_TRY(add_distribution(object, wom_distributions[i].name, &run->distribution[i]));
    return WOM_OK;
}

static wom_status
add_description(wom_json *root, const wom_run *run)
{
    if (!(run->finished & (uint32_t)WOM_STAGE_DESCRIBE)) return WOM_OK;
    const number_row rows[] = {
        { "number", run->num_communities },
        { "largest", run->largest_community },
        { "modularity", run->modularity },
    };
    const number_row alike[] = {
        { "over_ties", run->assortativity.over_ties },
        { "at_random", run->assortativity.over_random_pairs },
    };
    WOM_TRY(cli_add_graph(root, &run->graph_summary));
    WOM_TRY(cli_add_layers(root, run->scenario->job, run->data));
    WOM_TRY(ADD_NUMBERS(root, "communities", rows));
    WOM_TRY(add_distributions(root, run));
    return ADD_NUMBERS(root, "similarity", alike);
}

static wom_status
add_data(wom_json *root, const wom_run *run)
{
    wom_model_summary summary;
    if (run->data == NULL) return WOM_OK;
    const number_row sizes[] = {
        { "users", run->data->graph->num_nodes },
        { "ties", run->data->graph->num_ties },
        { "contents", run->data->num_contents },
    };
    WOM_TRY(ADD_NUMBERS(root, "data", sizes));
    WOM_TRY(cli_add_report(root, &run->data->report));
    WOM_TRY(cli_add_log(root, run));
    WOM_TRY(add_description(root, run));
    if (run->model == NULL) return WOM_OK;
    WOM_TRY(wom_model_summarise(&summary, run->scenario->job, run->model, run->plan_content));
    const number_row rows[] = {
        { "probability_mean", summary.mean },     { "probability_median", summary.quantiles[2] },
        { "probability_max", summary.max },       { "incoming_mean", summary.mean_incoming },
        { "incoming_max", summary.max_incoming }, { "clipped_ties", (double)summary.num_clipped },
        { "baseline", run->scenario->baseline },
    };
    return ADD_NUMBERS(root, "model", rows);
}

wom_status
cli_fill_run(wom_json *root, const void *context)
{
    const wom_run *run = context;
    WOM_TRY(wom_json_add_string(root, "name", run->scenario->name));
    WOM_TRY(wom_json_add_string(root, "status", run->stopped == WOM_OK ? "complete" : run->stop_text));
    WOM_TRY(add_data(root, run));
    WOM_TRY(add_plans(root, run));
    WOM_TRY(add_rival(root, run));
    WOM_TRY(add_outcome(root, "outcome", run, run->outcome));
    WOM_TRY(cli_add_look(root, run));
    WOM_TRY(cli_add_comparison(root, run));
    WOM_TRY(cli_add_forecast(root, run));
    WOM_TRY(cli_add_validation(root, run));
    WOM_TRY(cli_add_learned(root, run));
    WOM_TRY(cli_add_interest(root, run));
    WOM_TRY(add_campaign(root, run));
    WOM_TRY(add_what_ifs(root, run));
    WOM_TRY(wom_json_add_number(root, "wall_seconds", run->wall_seconds));
    return wom_json_add_number(root, "cpu_seconds", run->cpu_seconds);
}
