/* The plan beside others: contents, algorithms, learning, what-ifs. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

wom_metric
cli_goal_metric(const wom_run *run)
{
    static const wom_metric metrics[] = {
        [WOM_MAXIMISE_ACTIVE] = WOM_METRIC_INCREMENTAL,
        [WOM_MAXIMISE_VALUE] = WOM_METRIC_REVENUE,
        [WOM_MAXIMISE_PROFIT] = WOM_METRIC_PROFIT,
    };
    const wom_goal *goal = &run->scenario->goal;
    return goal->has_target && goal->maximise == WOM_MAXIMISE_ACTIVE ? WOM_METRIC_TARGET : metrics[goal->maximise];
}

/* Value and interval, in two cells. */
static void
add_value(cli_table *table, const wom_estimate *estimate)
{
    cli_cell(table, "%s", cli_value(estimate).text);
    cli_cell(table, "%s", cli_interval(estimate).text);
}

static void
add_difference(cli_table *table, const wom_estimate *difference)
{
    cli_cell(table, "%s", cli_signed_value(difference).text);
    cli_cell(table, "%s", cli_interval(difference).text);
}

/* How many times more worlds independent ones would have needed. */
static cli_text
saved(double variance_ratio)
{
    cli_text result = { "-" };
    if (isfinite(variance_ratio))
        snprintf(result.text, sizeof result.text, variance_ratio < 9.95 ? "%.1f x" : "%.0f x", variance_ratio);
    return result;
}

static void
print_title(cli_call *call, const char *what, wom_metric metric)
{
    char title[160];
    snprintf(title, sizeof title, "%s: %s (%s)", what, wom_metrics[metric].long_name, wom_metrics[metric].unit);
    printf("\n");
    cli_heading(&call->style, title);
}

/* Of the better of one content for all and each her own. */
static void
tell_lead(const wom_run *run, wom_metric metric)
{
    const wom_estimate *lead = &run->beaten->difference.estimate[metric];
    const bool is_one = run->beaten == &run->assigned;
    printf("\n  %s does %s than %s: %s more %s (95 %% %s), in the same worlds.\n",
           is_one ? "One content for all" : "Each her own", lead->low > 0 ? "better" : "no worse",
           is_one ? "each her own" : "the best content for all", cli_value(lead).text, wom_metrics[metric].unit,
           cli_interval(lead).text);
}

wom_status
cli_show_contents(cli_call *call, const wom_run *run)
{
    const wom_metric metric = cli_goal_metric(run);
    if (run->by_content == NULL || run->num_contents < 2) return WOM_OK;
    cli_table table = cli_table_begin(call->job, &call->style, "lrrll");
    cli_table_header(&table, "content|users|mean|95 % interval|");
    for (uint32_t c = 0; c < run->num_contents; c++) {
        const wom_candidate *candidate = &run->by_content[c];
        if (candidate->outcome == NULL) continue;
        cli_cell(&table, "%s", run->data->content_id[c]);
        cli_cell(&table, "%s", cli_count(candidate->num_seeds).text);
        add_value(&table, &candidate->outcome->estimate[metric]);
        cli_cell(&table, "%s", candidate == run->plan ? "chosen" : "");
    }
    if (run->assigned.outcome != NULL) {
        cli_cell(&table, "each her own");
        cli_cell(&table, "%s", cli_count(run->assigned.num_seeds).text);
        add_value(&table, &run->assigned.outcome->estimate[metric]);
        cli_cell(&table, "%s", &run->assigned == run->plan ? "chosen" : "");
    }
    if (table.num_cells > 5)
        print_title(call, "Contents", metric);
    else
        table.num_cells = 0;
    WOM_TRY(cli_table_print(&table));
    if (run->beaten != NULL) tell_lead(run, metric);
    return WOM_OK;
}

/* A plan that is better beyond doubt is not passed over in silence. */
static void
advise(const wom_run *run, wom_metric metric)
{
    const wom_candidate *best = NULL;
    for (uint32_t i = 0; i < run->num_candidates; i++) {
        const wom_candidate *candidate = &run->candidates[i];
        if (!(candidate->difference.estimate[metric].high < 0)) continue;
        if (best == NULL || candidate->difference.estimate[metric].value < best->difference.estimate[metric].value)
            best = candidate;
    }
    if (best == NULL) return;
    if (best->selection == NULL)
        printf("\n  Today's seeds do better than the chosen plan.\n");
    else
        printf("\n  The plan by %s does better than the chosen one; put \"%s\" first in \"select\" to take it.\n",
               best->name, best->name);
}

wom_status
cli_show_comparison(cli_call *call, const wom_run *run)
{
    const wom_metric metric = cli_goal_metric(run);
    if (run->num_candidates == 0) return WOM_OK;
    print_title(call, "Compared on the same worlds", metric);
    cli_table table = cli_table_begin(call->job, &call->style, "lrrlrlr");
    cli_table_header(&table, "plan|users|mean|95 % interval|chosen plan's lead|95 % interval|time");
    for (uint32_t i = 0; i < run->num_candidates; i++) {
        const wom_candidate *candidate = &run->candidates[i];
        cli_cell(&table, "%s", candidate->name);
        cli_cell(&table, "%s", cli_count(candidate->num_seeds).text);
        add_value(&table, &candidate->outcome->estimate[metric]);
        add_difference(&table, &candidate->difference.estimate[metric]);
        cli_cell(&table, "%s", candidate->selection != NULL ? cli_seconds(candidate->seconds).text : "");
    }
    WOM_TRY(cli_table_print(&table));
    advise(run, metric);
    return WOM_OK;
}

/* ---- The campaign ---- */

static void
add_total(cli_table *table, const char *name, const wom_estimate *total)
{
    cli_cell(table, "%s", name);
    add_value(table, total);
}

static wom_status
show_arms(cli_call *call, const wom_run *run)
{
    const wom_campaign_result *result = run->campaign;
    cli_table table = cli_table_begin(call->job, &call->style, "lrrr");
    cli_table_header(&table, "content|by the model|in hidden worlds|played");
    for (uint32_t arm = 0; arm < result->num_arms; arm++) {
        double played = 0;
        for (uint32_t round = 0; round < result->num_rounds; round++)
            played += result->pulls[(uint64_t)round * result->num_arms + arm];
        cli_cell(&table, "%s", result->num_arms == run->num_contents ? run->data->content_id[arm] : "");
        cli_cell(&table, "%s", cli_real(result->believed[arm]).text);
        cli_cell(&table, "%s", cli_real(result->hidden_mean[arm]).text);
        cli_cell(&table, "%s", cli_percent(played / result->num_rounds).text);
    }
    return cli_table_print(&table);
}

wom_status
cli_show_campaign(cli_call *call, const wom_run *run)
{
    const wom_campaign_result *result = run->campaign;
    char title[320], learning[80];
    if (result == NULL) return WOM_OK;
    snprintf(title, sizeof title, "Campaign: %s of learning in %s hidden worlds (incremental active users)",
             cli_counted(result->num_rounds, "round", "rounds").text, cli_count(result->num_replications).text);
    cli_heading(&call->style, title);
    WOM_TRY(show_arms(call, run));
    printf("\n");
    snprintf(learning, sizeof learning, "learning (%.40s)", run->scenario->policy.variant->name);
    cli_table table = cli_table_begin(call->job, &call->style, "lrl");
    cli_table_header(&table, "users over all rounds|mean|95 % interval");
    add_total(&table, learning, &result->total_policy);
    add_total(&table, "planning once", &result->total_plan);
    add_total(&table, "a random content each round", &result->total_random);
    add_total(&table, "the best content known beforehand", &result->total_best);
    cli_cell(&table, "learning - planning once");
    add_difference(&table, &result->gain);
    WOM_TRY(cli_table_print(&table));
    printf("\n");
    const uint32_t last = result->num_rounds - 1;
    const wom_estimate found = cli_scaled(&result->found_best, 100);
    printf("  Regret against the best content: %s (5 %% to 95 %% of worlds: %s to %s), planning once %s.\n",
           cli_real(result->regret_mean[last]).text, cli_real(result->regret_low[last]).text,
           cli_real(result->regret_high[last]).text, cli_real(result->plan_regret_mean[last]).text);
    printf("  The content played most is the best one in %s %% %s of the worlds.\n", cli_value(&found).text,
           cli_interval(&found).text);
    return WOM_OK;
}

/* ---- What-ifs ---- */

wom_status
cli_show_what_ifs(cli_call *call, const wom_run *run)
{
    const wom_metric metric = cli_goal_metric(run);
    if (run->num_what_ifs == 0) return WOM_OK;
    print_title(call, "What if", metric);
    cli_table table = cli_table_begin(call->job, &call->style, "lrrlrlr");
    cli_table_header(&table, "question|users|mean|95 % interval|change|95 % interval|variance saved");
    for (uint32_t i = 0; i < run->num_what_ifs; i++) {
        const wom_what_if_result *result = &run->what_ifs[i];
        cli_cell(&table, "%s", result->name);
        cli_cell(&table, "%s", cli_count(result->num_seeds).text);
        add_value(&table, &result->outcome->estimate[metric]);
        add_difference(&table, &result->difference.estimate[metric]);
        cli_cell(&table, "%s", saved(result->difference.variance_ratio[metric]).text);
    }
    return cli_table_print(&table);
}
