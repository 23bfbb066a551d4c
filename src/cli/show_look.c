/* How the plan spreads, and what each seed adds. */
#include "cli.h"

#include <math.h>
#include <stdio.h>

static void
add_row(cli_table *table, const char *name, const wom_estimate *estimate, const char *range, const char *meaning)
{
    if (isnan(estimate->value)) return;
    cli_cell(table, "%s", name);
    cli_cell(table, "%s", cli_value(estimate).text);
    cli_cell(table, "%s", cli_interval(estimate).text);
    cli_cell(table, "%s", range);
    cli_cell(table, "%s", meaning);
}

static void
add_measure(cli_table *table, const char *name, const wom_shape *shape, wom_shape_measure m, const char *meaning)
{
    char range[256];
    snprintf(range, sizeof range, "%s to %s", cli_real(shape->low[m]).text, cli_real(shape->high[m]).text);
    add_row(table, name, &shape->estimate[m], range, meaning);
}

wom_status
cli_show_shape(cli_call *call, const wom_run *run)
{
    const wom_shape *shape = run->shape;
    char title[128];
    if (shape == NULL) return WOM_OK;
    const wom_estimate fizzle = cli_scaled(&run->outcome->fizzle, 100);
    snprintf(title, sizeof title, "How it spreads, in %s of them", cli_count(shape->num_worlds).text);
    printf("\n");
    cli_heading(&call->style, title);
    cli_table table = cli_table_begin(call->job, &call->style, "lrlll");
    cli_table_header(&table, "|mean|95 % interval|9 worlds in 10|");
    add_row(&table, "gain", &run->outcome->gain, "", "users added for each who accepted");
    add_row(&table, "fizzles", &fizzle, "", "% of worlds where it hardly spreads");
    add_measure(&table, "depth", shape, WOM_SHAPE_DEPTH, "longest chain of friends");
    add_measure(&table, "breadth", shape, WOM_SHAPE_BREADTH, "users in the largest generation");
    add_measure(&table, "structural virality", shape, WOM_SHAPE_VIRALITY, "ties between two users of one tree");
    add_measure(&table, "peak", shape, WOM_SHAPE_PEAK, "step with most new users");
    add_measure(&table, "half of all", shape, WOM_SHAPE_T50, "steps");
    add_measure(&table, "nine tenths", shape, WOM_SHAPE_T90, "steps");
    if (shape->num_generations > 0)
        add_row(&table, "reproduction", &shape->reproduction[0], "", "users each seed makes active");
    if (shape->num_generations > 1)
        add_row(&table, "", &shape->reproduction[1], "", "users each of these makes active");
    return cli_table_print(&table);
}

wom_status
cli_show_contributions(cli_call *call, const wom_run *run)
{
    const wom_contributions *found = run->contributions;
    char title[384];
    if (found == NULL) return WOM_OK;
    const wom_estimate overlap = cli_scaled(&found->overlap, 100);
    snprintf(title, sizeof title, "What each seed adds (users), in %s worlds; overlap %s %% %s",
             cli_count(found->num_worlds).text, cli_value(&overlap).text, cli_interval(&overlap).text);
    printf("\n");
    cli_heading(&call->style, title);
    cli_table table = cli_table_begin(call->job, &call->style, "lrlrlrl");
    cli_table_header(&table, "user|fair share|95 %|lost without|95 %|alone|95 %");
    for (uint32_t i = 0; i < found->num_asks; i++) {
        cli_cell(&table, "%s", wom_data_user_id(run->data, run->plan->seeds[i]));
        cli_cell(&table, "%s", cli_value(&found->credit[i]).text);
        cli_cell(&table, "%s", cli_interval(&found->credit[i]).text);
        cli_cell(&table, "%s", cli_value(&found->lost[i]).text);
        cli_cell(&table, "%s", cli_interval(&found->lost[i]).text);
        cli_cell(&table, "%s", cli_value(&found->alone[i]).text);
        cli_cell(&table, "%s", cli_interval(&found->alone[i]).text);
    }
    return cli_table_print(&table);
}

/* ---- As JSON ---- */

static wom_status
add_shape(wom_json *root, const wom_shape *shape)
{
    wom_json *object = NULL, *list = NULL, *row = NULL;
    WOM_TRY(wom_json_add_object(&object, root, "shape"));
    for (uint32_t m = 0; m < WOM_NUM_SHAPE_MEASURES; m++) {
        const wom_metric_info *info = &wom_shape_measures[m];
        WOM_TRY(cli_add_estimate(object, info->name, &shape->estimate[m], info->unit));
        row = (wom_json *)wom_json_member(object, info->name);
        WOM_TRY(wom_json_add_number(row, "q05", shape->low[m]));
        WOM_TRY(wom_json_add_number(row, "median", shape->median[m]));
        WOM_TRY(wom_json_add_number(row, "q95", shape->high[m]));
    }
    WOM_TRY(wom_json_add_array(&list, root, "generations"));
    for (uint32_t g = 0; g < shape->num_generations; g++) {
        WOM_TRY(wom_json_add_object(&row, list, NULL));
        WOM_TRY(cli_add_estimate(row, "users", &shape->generation[g], "users"));
        WOM_TRY(cli_add_estimate(row, "reproduction", &shape->reproduction[g], "1"));
    }
    return WOM_OK;
}

static wom_status
add_contributions(wom_json *root, const wom_run *run)
{
    const wom_contributions *found = run->contributions;
    wom_json *object = NULL, *list = NULL, *row = NULL;
    WOM_TRY(wom_json_add_object(&object, root, "contributions"));
    WOM_TRY(cli_add_estimate(object, "overlap", &found->overlap, "share"));
    WOM_TRY(wom_json_add_array(&list, object, "seeds"));
    for (uint32_t i = 0; i < found->num_asks; i++) {
        WOM_TRY(wom_json_add_object(&row, list, NULL));
        WOM_TRY(wom_json_add_string(row, "user", wom_data_user_id(run->data, run->plan->seeds[i])));
        WOM_TRY(cli_add_estimate(row, "credit", &found->credit[i], "users"));
        WOM_TRY(cli_add_estimate(row, "lost", &found->lost[i], "users"));
        WOM_TRY(cli_add_estimate(row, "alone", &found->alone[i], "users"));
    }
    return WOM_OK;
}

wom_status
cli_add_look(wom_json *root, const wom_run *run)
{
    if (run->shape != NULL) WOM_TRY(add_shape(root, run->shape));
    return run->contributions != NULL ? add_contributions(root, run) : WOM_OK;
}
