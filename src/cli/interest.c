/* wom interest: who takes up what, by the interests of both. */
#include "cli.h"

#include <math.h>
#include <stdio.h>

static void
add_row(cli_table *table, const wom_interest_found *found, uint32_t i)
{
    const wom_interest_candidate *c = &found->candidates[i];
    cli_cell(table, "%s", c->name);
    cli_cell(table, "%.4f", -c->score.log_likelihood / (double)c->score.num);
    cli_cell(table, "%.3f", c->score.auc);
    if (!(c->score.slope_error < 10)) cli_cell(table, "-"); /* scores that hardly differ have no slope */
    else cli_cell(table, "%.2f +- %.2f", c->score.slope, c->score.slope_error);
    cli_cell(table, "%.2f", c->score.expected / (double)c->score.num_happened);
    if (c->is_model) cli_cell(table, "%g", c->penalty);
    else cli_cell(table, "%s", "");
    cli_cell(table, "%s", i == found->chosen ? "chosen" : "");
    cli_cell(table, "%s", c->meaning);
}

static void
show_counts(const wom_interest_found *f)
{
    printf("  interest  %s of %s and %s; tested on the %s %s, %s before them to validate\n",
           cli_counted(f->num_pairs, "pair", "pairs").text, cli_counted(f->num_users, "user", "users").text,
           cli_counted(f->num_contents, "content", "contents").text, f->by_time ? "last" : "randomly chosen",
           cli_count(f->num_test).text, cli_count(f->num_validation).text);
    if (f->num_unknown > 0)
        printf("            left out: %s on contents that the data do not have\n",
               cli_counted(f->num_unknown, "action", "actions").text);
    if (f->num_without > 0)
        printf("            left out: %s of users or on contents without interests\n",
               cli_counted(f->num_without, "action", "actions").text);
    if (f->num_repeated > 0)
        printf("            %s of a user and content that have an earlier one\n",
               cli_counted(f->num_repeated, "action", "actions").text);
}

static wom_status
show(cli_call *call, const wom_run *run)
{
    const wom_interest_found *found = run->interest;
    cli_show_stop(call, run);
    WOM_TRY(cli_show_data(call, run));
    WOM_TRY(cli_show_dropped(call, run->data));
    if (found == NULL) return WOM_OK;
    show_counts(found);
    printf("\n");
    cli_heading(&call->style, "Who takes up what, judged on pairs that none had seen");
    cli_table table = cli_table_begin(call->job, &call->style, "lrrrrrll");
    cli_table_header(&table, "model|log-loss|AUC|slope|foretold / happened|penalty||by");
    for (uint32_t i = 0; i < found->num_candidates; i++) add_row(&table, found, i);
    WOM_TRY(cli_table_print(&table));
    printf("Log-loss in nats per pair, of those taken up and a sample of the others; slope 1 is right.\n");
    if (call->arguments.output == NULL) return WOM_OK;
    printf("\n%s\nUse it: \"purchase\": { \"file\": \"%s\" }\n", call->arguments.output, call->arguments.output);
    return WOM_OK;
}

static wom_status
add_candidate(wom_json *list, const wom_interest_candidate *c)
{
    wom_json *row = NULL;
    WOM_TRY(wom_json_add_object(&row, list, NULL));
    WOM_TRY(wom_json_add_string(row, "model", c->name));
    WOM_TRY(wom_json_add_number(row, "penalty", c->penalty));
    WOM_TRY(wom_json_add_number(row, "validation_loss", c->validation_loss));
    WOM_TRY(wom_json_add_number(row, "log_loss", -c->score.log_likelihood / (double)c->score.num));
    WOM_TRY(wom_json_add_number(row, "auc", c->score.auc));
    WOM_TRY(wom_json_add_number(row, "slope", c->score.slope));
    WOM_TRY(wom_json_add_number(row, "slope_se", c->score.slope_error));
    return wom_json_add_number(row, "foretold_over_happened", c->score.expected / (double)c->score.num_happened);
}

wom_status
cli_add_interest(wom_json *root, const wom_run *run)
{
    const wom_interest_found *f = run->interest;
    wom_json *object = NULL, *list = NULL;
    if (f == NULL) return WOM_OK;
    WOM_TRY(wom_json_add_object(&object, root, "interest"));
    WOM_TRY(wom_json_add_integer(object, "users", f->num_users));
    WOM_TRY(wom_json_add_integer(object, "contents", f->num_contents));
    WOM_TRY(wom_json_add_integer(object, "pairs", f->num_pairs));
    WOM_TRY(wom_json_add_integer(object, "test", f->num_test));
    WOM_TRY(wom_json_add_integer(object, "unknown_contents", f->num_unknown));
    WOM_TRY(wom_json_add_integer(object, "without_interests", f->num_without));
    WOM_TRY(wom_json_add_integer(object, "repeated", f->num_repeated));
    WOM_TRY(wom_json_add_bool(object, "by_time", f->by_time));
    WOM_TRY(wom_json_add_string(object, "chosen", f->candidates[f->chosen].name));
    WOM_TRY(wom_json_add_array(&list, object, "models"));
    for (uint32_t i = 0; i < f->num_candidates; i++) WOM_TRY(add_candidate(list, &f->candidates[i]));
    return WOM_OK;
}

static wom_status
interest(cli_call *call)
{
    return cli_run_and_show(call, WOM_STAGE_READ | WOM_STAGE_INTEREST, call->arguments.output, NULL, show);
}

static const char *const options[] = { "set",     "seed",   "output",     "json",  "dry-run",
                                       "threads", "memory", "time-limit", "quiet", NULL };

const cli_command cli_interest = {
    .name = "interest",
    .summary = "learn from a log of actions who takes up what, by interests",
    .places = "SCENARIO",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help =
        "Takes the interests of users and contents and the log of a scenario, fits how likely a user takes a content\n"
        "up, p = sigmoid(h_u' M h_c + w_u.h_u + w_c.h_c + b), with M of several forms, and judges it beside\n"
        "popularity and neighbours on pairs held out: the last in time, or drawn by chance where the log has no\n"
        "times. With --output the model is written to an HDF5 file, which the section \"purchase\" takes.",
    .run = interest,
};
