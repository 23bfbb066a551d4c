/* The plan and what it brings. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const wom_outcome *
outcome_of(const wom_run *run)
{
    if (run->outcome != NULL) return run->outcome;
    return run->plan != NULL ? run->plan->outcome : NULL;
}

static double
fees_of(const wom_run *run)
{
    double sum = 0;
    for (uint32_t i = 0; run->economy.fee != NULL && i < run->plan->num_seeds; i++)
        sum += run->economy.fee[run->plan->seeds[i]];
    return sum;
}

static wom_status
show_plan(cli_call *call, const wom_run *run)
{
    const wom_candidate *plan = run->plan;
    if (plan == NULL) return WOM_OK;
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    cli_cell(&table, "plan");
    const wom_goal *goal = &run->scenario->goal;
    char budget[128] = "";
    if (goal->budget > 0) snprintf(budget, sizeof budget, " of a budget of %s", cli_money(goal->budget).text);
    char origin[128] = "as the scenario gives it";
    if (plan->selection != NULL)
        snprintf(origin, sizeof origin, "chosen by %.40s in %.60s", plan->name, cli_seconds(plan->seconds).text);
    char content[160] = "each with a content of her own";
    if (plan->contents == NULL)
        snprintf(content, sizeof content, "with content \"%.120s\"", run->data->content_id[plan->content]);
    cli_cell(&table, "ask %s %s for %s money%s; %s", cli_counted(plan->num_seeds, "user", "users").text, content,
             cli_money(fees_of(run)).text, budget, origin);
    return cli_table_print(&table);
}

static wom_status
show_rival(cli_call *call, const wom_run *run)
{
    if (run->rival.num == 0) return WOM_OK;
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    cli_cell(&table, "rival");
    cli_cell(&table, "asks %s with content \"%s\"", cli_counted(run->rival.num, "user", "users").text,
             run->data->content_id[run->rival.content[0]]);
    return cli_table_print(&table);
}

wom_status
cli_show_beginning(cli_call *call, const wom_run *run)
{
    cli_show_stop(call, run);
    WOM_TRY(cli_show_data(call, run));
    WOM_TRY(show_plan(call, run));
    WOM_TRY(show_rival(call, run));
    printf("\n");
    return WOM_OK;
}

wom_status
cli_show_seeds(cli_call *call, const wom_run *run)
{
    const wom_candidate *plan = run->plan;
    double sum = 0;
    if (plan == NULL) return WOM_OK;
    cli_table table = cli_table_begin(call->job, &call->style, "rllrrrr");
    cli_table_header(&table, "rank|user|content|fee|gain|95 %|cumulative");
    for (uint32_t i = 0; i < plan->num_seeds; i++) {
        const wom_node user = plan->seeds[i];
        const double gain = plan->selection != NULL ? plan->selection->gain[i] : (double)NAN;
        const double error = plan->selection != NULL ? 1.96 * plan->selection->gain_error[i] : (double)NAN;
        const wom_estimate estimate = { .value = gain, .low = gain - error, .high = gain + error };
        sum += gain;
        cli_cell(&table, "%u", i + 1);
        cli_cell(&table, "%s", wom_data_user_id(run->data, user));
        cli_cell(&table, "%s", run->data->content_id[wom_candidate_content(plan, i)]);
        cli_cell(&table, "%s", run->economy.fee != NULL ? cli_money(run->economy.fee[user]).text : "0");
        cli_cell(&table, "%s", cli_value(&estimate).text);
        cli_cell(&table, "%s", cli_interval(&estimate).text);
        cli_cell(&table, "%s", cli_real(sum).text);
    }
    cli_heading(&call->style, "Seeds, with their gain in the algorithm's own estimate");
    return cli_table_print(&table);
}

/* ---- Figures ---- */

static void
add_estimate(cli_table *table, const char *name, const wom_estimate *estimate, const char *unit)
{
    if (isnan(estimate->value)) return;
    cli_cell(table, "%s", name);
    cli_cell(table, "%s", cli_value(estimate).text);
    cli_cell(table, "%s", cli_interval(estimate).text);
    cli_cell(table, "%s", unit);
}

wom_status
cli_show_figures(cli_call *call, const wom_run *run)
{
    static const struct {
        wom_metric metric;
        const char *name;
    } rows[] = {
        { WOM_METRIC_INCREMENTAL, "incremental active" },
        { WOM_METRIC_TARGET, "incremental in the target" },
        { WOM_METRIC_ACTIVE, "active" },
        { WOM_METRIC_EXPOSED, "exposed" },
        { WOM_METRIC_BUYERS, "buyers" },
        { WOM_METRIC_INCREMENTAL_BUYERS, "incremental buyers" },
        { WOM_METRIC_REVENUE, "revenue" },
        { WOM_METRIC_COST, "cost" },
        { WOM_METRIC_PROFIT, "profit" },
        { WOM_METRIC_RIVAL, "rival" },
        { WOM_METRIC_RIVAL_ALONE, "rival without the campaign" },
        { WOM_METRIC_RIVAL_LOSS, "taken from the rival" },
    };
    const wom_outcome *outcome = outcome_of(run);
    char title[128];
    if (outcome == NULL) return WOM_OK;
    snprintf(title, sizeof title, "Key figures over %s worlds", cli_count(outcome->num_replicates).text);
    cli_heading(&call->style, title);
    cli_table table = cli_table_begin(call->job, &call->style, "lrll");
    cli_table_header(&table, "|mean|95 % interval|");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!wom_run_reports(run, rows[i].metric)) continue;
        add_estimate(&table, rows[i].name, &outcome->estimate[rows[i].metric], wom_metrics[rows[i].metric].unit);
    }
    const wom_estimate roi = cli_scaled(&outcome->roi, 100);
    if (!wom_run_reports(run, WOM_METRIC_COST)) return cli_table_print(&table);
    if (wom_run_reports(run, WOM_METRIC_PROFIT)) add_estimate(&table, "return on cost", &roi, "%");
    add_estimate(&table, "cost per incremental user", &outcome->cost_per_incremental, "money");
    return cli_table_print(&table);
}

/* ---- The guarantee ---- */

const char *
cli_goal_unit(const wom_scenario *scenario)
{
    if (scenario->goal.maximise != WOM_MAXIMISE_ACTIVE)
        return scenario->goal.has_target ? "money from purchases in the target" : "money from purchases";
    return scenario->goal.has_target ? "incremental active users of the target, by their weights"
                                     : "incremental active users";
}

void
cli_print_certificate(const wom_certificate *certificate, const char *unit)
{
    printf("Under this model, but for a chance of %s, these seeds bring at least %s %s\n"
           "and no plan allowed brings more than %s: at least %s %% of the best possible (%s random sets).\n",
           cli_percent(certificate->failure).text, cli_bound(certificate->lower, false).text, unit,
           cli_bound(certificate->upper, true).text, cli_bound(floor(1000 * certificate->ratio) / 10, false).text,
           cli_count(certificate->num_sets).text);
}

void
cli_show_certificate(const wom_run *run)
{
    const wom_candidate *plan = run->plan;
    if (plan == NULL || plan->selection == NULL) return;
    if (plan->selection->has_certificate) {
        cli_print_certificate(&plan->selection->certificate, cli_goal_unit(run->scenario));
        return;
    }
    const wom_algorithm *algorithm = (const wom_algorithm *)run->scenario->algorithms[0].variant;
    printf("No certificate; %s: %s\n", plan->name, algorithm->promise);
}
