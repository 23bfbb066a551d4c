/* wom validate: what the log's past foretells of its later part. */
#include "cli.h"

#include <math.h>
#include <stdio.h>

static cli_text
with_error(double value, double error)
{
    cli_text text;
    snprintf(text.text, sizeof text.text, isnan(error) ? "%.3f" : "%.3f +- %.3f", value, error);
    return text;
}

static wom_status
show_candidates(cli_call *call, const wom_running *found)
{
    cli_heading(&call->style, "Who takes up next what is running: candidates, judged after the split");
    cli_table table = cli_table_begin(call->job, &call->style, "llrrrrrrrl");
    cli_table_header(&table, "candidate|form|AUC|AP|NLL|predicted/actual|slope|AUC, active|AP, active|");
    for (uint32_t i = 0; i < found->num_rows; i++) {
        const wom_pair_row_score *row = &found->row[i];
        cli_cell(&table, "%s", row->name);
        cli_cell(&table, "%s", row->form);
        cli_cell(&table, "%s", with_error(row->auc, row->auc_error).text);
        cli_cell(&table, "%.4f", row->ap);
        cli_cell(&table, "%.5f", row->nll_damped);
        cli_cell(&table, "%.2f", row->ratio);
        cli_cell(&table, isnan(row->slope) ? "-" : "%.2f", row->slope);
        cli_cell(&table, "%.3f", row->auc_active);
        cli_cell(&table, "%.4f", row->ap_active);
        cli_cell(&table, "%s", i == found->chosen ? "chosen" : "");
    }
    return cli_table_print(&table);
}

static wom_status
show_chosen(cli_call *call, const wom_running *found)
{
    const wom_pair_row_score *row = &found->row[found->chosen];
    char title[160];
    printf("\n");
    snprintf(title, sizeof title, "Chosen: \"%s\" (%s%s)", row->name, row->form,
             row->form[0] == 'l' ? ", a deviation of each term" : "");
    cli_heading(&call->style, title);
    if (row->term[0][0] == '\0') return WOM_OK;
    cli_table table = cli_table_begin(call->job, &call->style, "lrl");
    cli_table_header(&table, "term|coefficient|95 % interval");
    for (uint32_t k = 0; k <= row->num_terms; k++) {
        const double value = row->coefficient[k], error = row->error[k];
        cli_cell(&table, "%s", row->term[k]);
        cli_cell(&table, "%.4g", value);
        if (isnan(error))
            cli_cell(&table, "at its bound");
        else
            cli_cell(&table, "[%.4g, %.4g]", value - 1.96 * error, value + 1.96 * error);
    }
    return cli_table_print(&table);
}

static wom_status
show_reliability(cli_call *call, const wom_running *found)
{
    printf("\n");
    cli_heading(&call->style, "Its predictions and what happened, in tenths of the predicted adoptions");
    cli_table table = cli_table_begin(call->job, &call->style, "rrrrl");
    cli_table_header(&table, "pairs|predicted|adopting|actual|95 % interval");
    for (uint32_t b = 0; b < WOM_PAIR_BINS; b++) {
        const wom_pair_bin *bin = &found->bin[b];
        if (!(bin->pairs > 0)) continue;
        cli_cell(&table, "%s", cli_count((uint64_t)(bin->pairs + 0.5)).text);
        cli_cell(&table, "%.3g %%", 100 * bin->predicted);
        cli_cell(&table, "%s", cli_count(bin->adopting).text);
        cli_cell(&table, "%.3g %%", 100 * bin->actual.value);
        if (isnan(bin->actual.low)) cli_cell(&table, "%s", "");
        else cli_cell(&table, "[%.3g, %.3g]", 100 * bin->actual.low, 100 * bin->actual.high);
    }
    return cli_table_print(&table);
}

/* The row of those with or without time that ranks best. */
static const wom_pair_row_score *
best_of(const wom_running *found, bool uses_time)
{
    const wom_pair_row_score *best = NULL;
    for (uint32_t i = 0; i < found->num_rows; i++) {
        const wom_pair_row_score *row = &found->row[i];
        if (row->uses_time == uses_time && (best == NULL || row->nll_validation < best->nll_validation)) best = row;
    }
    return best;
}

static wom_status
show_traps(cli_call *call, const wom_running *found, const wom_run *run)
{
    const wom_pair_row_score *timed = best_of(found, true), *untimed = best_of(found, false);
    printf("\n");
    cli_heading(&call->style, "What to mind");
    cli_table table = cli_table_begin(call->job, &call->style, "w");
    if (found->row[found->chosen].nll_damped > found->row[0].nll_damped)
        cli_cell(&table,
                 "After the split the chosen candidate does worse than none (\"%s\"): what held before did not hold "
                 "then. Do not plan on it.",
                 found->row[0].name);
    if (timed->nll_validation < untimed->nll_validation && timed->auc > untimed->auc)
        cli_cell(&table,
                 "When explains more than who: without times the best candidate (\"%s\") reaches an AUC of %.3f, "
                 "with them \"%s\" %.3f.",
                 untimed->name, untimed->auc, timed->name, timed->auc);
    if (found->effective < 0.9 * found->windows_ahead)
        cli_cell(&table,
                 "Adoptions were declining before the split (by %.3g from window to window): predictions by the "
                 "length of the test alone would be %.2g times as high.",
                 found->trend, found->windows_ahead / found->effective);
    if (found->degree_auc_new > 0.55)
        cli_cell(&table,
                 "Ties without dates may hold the future: the number of friends alone foretells the first action "
                 "of users who never acted before (AUC %.3f). Columns \"active\" leave such users out.",
                 found->degree_auc_new);
    if (found->late_train_share > 0.1)
        cli_cell(&table,
                 "Contents run for long: a split by their beginning (the last fifth to test) would train on "
                 "actions of which %.3g %% come after the first test content; this split is by time.",
                 100 * found->late_train_share);
    if (run->history->num_filled > 0)
        cli_cell(&table, "%s without a time of its own (the root of a cascade): given that of the next.",
                 cli_counted(run->history->num_filled, "action", "actions").text);
    cli_cell(&table, "What has not happened by the end of the log counts as not happening.");
    return cli_table_print(&table);
}

static wom_status
show(cli_call *call, const wom_run *run)
{
    const wom_running *found = run->running;
    cli_show_stop(call, run);
    WOM_TRY(cli_show_data(call, run));
    if (found == NULL) return WOM_OK;
    const wom_pairs_facts *test = &found->test, *validation = &found->validation;
    printf("  split at %.0f seconds; validation %s pairs, %s adopting; test %s pairs, %s adopting (%.3g %% of the "
           "actions then)\n\n",
           found->split, cli_count((uint64_t)validation->pairs).text, cli_count(validation->adopting).text,
           cli_count((uint64_t)test->pairs).text, cli_count(test->adopting).text,
           100 * (double)test->adopting / (double)test->window_actions);
    WOM_TRY(show_candidates(call, found));
    WOM_TRY(show_chosen(call, found));
    WOM_TRY(show_reliability(call, found));
    WOM_TRY(show_traps(call, found, run));
    if (call->arguments.output != NULL) printf("\n%s\n", call->arguments.output);
    return WOM_OK;
}

static wom_status
validate(cli_call *call)
{
    return cli_run_and_show(call, WOM_STAGE_VALIDATE, call->arguments.output, NULL, show);
}

const cli_command cli_validate = {
    .name = "validate",
    .summary = "learn from a log's past and judge by its later part",
    .places = "SCENARIO",
    .least_places = 1,
    .most_places = 1,
    .options = cli_writing_options,
    .help = "Fits candidates for the probability that a user takes up what a friend took up, to windows of the log\n"
            "before the split (section \"validate\"); chooses among them in the window before it, and judges all once\n"
            "after it: ranking (AUC, AP), likelihood (NLL, nats a pair), calibration. See docs/learn.md.",
    .run = validate,
};
