/* wom forecast: what a log foretells of new cascades, and of one that is running. */
#include "cli.h"

#include <math.h>
#include <stdio.h>

static wom_status
show_starters(cli_call *call, const wom_new_cascades *found)
{
    char title[128];
    printf("\n");
    snprintf(title, sizeof title, "Who starts new cascades: distinct users in those that %u and %u seeds began",
             wom_dni_sizes[0], wom_dni_sizes[1]);
    cli_heading(&call->style, title);
    cli_table table = cli_table_begin(call->job, &call->style, "lrrrlrrl");
    cli_table_header(&table, "rule|20 seeds|50 seeds|difference|95 % interval|in validation|asking 50 adds|");
    for (uint32_t i = 0; i < found->num_rules; i++) {
        const wom_new_rule_row *row = &found->rule[i];
        if (row->refusal != NULL) continue;
        const wom_dni_row *dni = &row->dni[WOM_NUM_DNI_SIZES - 1];
        cli_cell(&table, "%s", row->label);
        cli_cell(&table, "%s", cli_count(row->dni[0].users).text);
        cli_cell(&table, "%s", cli_count(dni->users).text);
        char difference[64] = "", interval[96] = "";
        if (i > 0) snprintf(difference, sizeof difference, "%+.0f", dni->difference);
        if (i > 0) snprintf(interval, sizeof interval, "[%.0f, %.0f]", dni->low, dni->high);
        cli_cell(&table, "%s", difference);
        cli_cell(&table, "%s", interval);
        cli_cell(&table, "%s", cli_count(row->validation).text);
        cli_cell(&table, "%s", isnan(row->incremental.value) ? "-" : cli_value(&row->incremental).text);
        cli_cell(&table, "%s", i == found->chosen_rule ? "chosen" : "");
    }
    cli_cell(&table, "known afterwards");
    cli_cell(&table, "%s", cli_count(found->oracle[0]).text);
    cli_cell(&table, "%s", cli_count(found->oracle[1]).text);
    for (int i = 0; i < 5; i++) cli_cell(&table, "%s", "");
    WOM_TRY(cli_table_print(&table));
    for (uint32_t i = 0; i < found->num_rules; i++)
        if (found->rule[i].refusal != NULL) printf("%s\n", found->rule[i].refusal);
    printf("These users post often and would have posted unasked: the count rewards that and is no effect of asking.\n"
           "What asking adds, by the scenario's model, is the last column of numbers.\n");
    return WOM_OK;
}

static wom_status
show_next(cli_call *call, const wom_new_cascades *found)
{
    printf("\n");
    cli_heading(&call->style, "Who is next in them: % of next users among the first 10, 50, 100");
    cli_table table = cli_table_begin(call->job, &call->style, "llrrrrr");
    cli_table_header(&table, "rule|knows|10|50|100|MAP@100|+-");
    for (uint32_t i = 0; i < found->num_next; i++) {
        const wom_new_next_row *row = &found->next[i];
        if (row->refusal != NULL) continue;
        cli_cell(&table, "%s", row->rule.name);
        cli_cell(&table, "%s", row->rule.online ? "all before" : "the past");
        cli_cell(&table, "%.1f", 100 * row->score.hits_10);
        cli_cell(&table, "%.1f", 100 * row->score.hits_50);
        cli_cell(&table, "%.1f", 100 * row->score.hits_100);
        cli_cell(&table, "%.4f", row->score.map);
        cli_cell(&table, "%.4f", row->score.map_error);
    }
    WOM_TRY(cli_table_print(&table));
    for (uint32_t i = 0; i < found->num_next; i++)
        if (found->next[i].refusal != NULL) printf("%s\n", found->next[i].refusal);
    return WOM_OK;
}

static wom_status
show_sizes(cli_call *call, const wom_new_cascades *found)
{
    char title[96];
    printf("\n");
    if (found->no_sizes != NULL) {
        printf("No sizes are foretold: %s\n", found->no_sizes);
        return WOM_OK;
    }
    snprintf(title, sizeof title, "How large they get, foretold from their first %u users", found->model[1].after);
    cli_heading(&call->style, title);
    cli_table table = cli_table_begin(call->job, &call->style, "lrrrrrr");
    cli_table_header(&table, "forecast|MSLE|+-|rank correlation|bias|80 % interval holds|its width");
    for (uint32_t i = 0; i < WOM_NUM_SIZE_ROWS; i++) {
        const wom_size_score *score = &found->size[i];
        cli_cell(&table, "%s", wom_size_row_names[i]);
        cli_cell(&table, "%.3f", score->msle);
        cli_cell(&table, "%.3f", score->msle_error);
        cli_cell(&table, "%.2f", score->rank_correlation);
        cli_cell(&table, "%+.2f", score->bias);
        cli_cell(&table, "%.0f %%", 100 * score->coverage);
        cli_cell(&table, "%.2f", score->width);
    }
    return cli_table_print(&table);
}

static wom_status
show_running(cli_call *call, const wom_run *run)
{
    const wom_running_forecast *found = run->forecast;
    char title[160];
    if (found == NULL) return WOM_OK;
    printf("\n");
    snprintf(title, sizeof title, "Content \"%.80s\"", run->data->log->content_id[found->content]);
    cli_heading(&call->style, title);
    printf("has %s by the end of the log, and %.4g days later %.0f [%.0f, %.0f] (80 %%), by the times of its first "
           "%u.\n",
           cli_counted(found->size, "user", "users").text, run->scenario->forecast.horizon, found->forecast.median,
           found->forecast.low, found->forecast.high, found->after);
    printf("Likeliest next, with their share of all scores:");
    for (uint32_t k = 0; k < found->num_next; k++)
        printf("%s %s %.2g %%", k == 0 ? "" : ",", wom_data_user_id(run->data, found->next[k]), 100 * found->share[k]);
    printf("\n");
    return WOM_OK;
}

static wom_status
show(cli_call *call, const wom_run *run)
{
    const wom_new_cascades *found = run->new_cascades;
    cli_show_stop(call, run);
    WOM_TRY(cli_show_data(call, run));
    WOM_TRY(show_running(call, run));
    if (found == NULL) return WOM_OK;
    printf("\nNew cascades: %s begin before the first of %s that are foretold, from %s actions before that.\n",
           cli_count(found->split->num_past).text, cli_count(found->split->num_new).text,
           cli_count(found->past_actions).text);
    WOM_TRY(show_starters(call, found));
    WOM_TRY(show_next(call, found));
    WOM_TRY(show_sizes(call, found));
    if (call->arguments.output != NULL) printf("\n%s\n", call->arguments.output);
    return WOM_OK;
}

static wom_status
forecast(cli_call *call)
{
    return cli_run_and_show(call, WOM_STAGE_FORECAST, call->arguments.output, NULL, show);
}

static const char *const options[] = { "content", "after",   "set",    "seed",       "output", "json",
                                       "dry-run", "threads", "memory", "time-limit", "quiet",  NULL };

const cli_command cli_forecast = {
    .name = "forecast",
    .summary = "foretell from a log who starts cascades, who is next, and how large they get",
    .places = "SCENARIO",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help = "Foretells the cascades that begin last in the log from the actions before them, and tells how well: who\n"
            "starts them, who is next, their sizes with an 80 % interval and how often it holds (section\n"
            "\"forecast\"). --content foretells one that is running when the log ends. See docs/learn.md.",
    .run = forecast,
};
