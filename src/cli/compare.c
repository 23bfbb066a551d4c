/* wom compare: the same data under several models, and several algorithms. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Wider matrices are printed pair by pair. */
enum { WIDEST_MATRIX = 8 };

typedef struct comparison_view {
    cli_call *call;
    const wom_run *run;
    const wom_comparison *found;
    cli_form form;
} comparison_view;

static cli_text
letter_of(uint32_t model)
{
    cli_text name;
    snprintf(name.text, sizeof name.text, model < 26 ? "%c" : "M%u", model < 26 ? 'A' + model : model + 1);
    return name;
}

/* In the forms for programs and papers a title is a comment. */
static void
print_title(const comparison_view *show, const char *title)
{
    printf("\n");
    if (show->form == CLI_FORM_TEXT)
        cli_heading(&show->call->style, title);
    else if (show->form == CLI_FORM_LATEX)
        printf("%% %s\n", title);
    else if (show->form == CLI_FORM_MARKDOWN)
        printf("**%s**\n\n", title);
    else
        printf("# %s\n", title);
}

/* Why something is missing from the table above, so that the table stays one. */
static void
print_refusal(const comparison_view *show, const char *what, const char *why)
{
    static const char *const before[] = {
        [CLI_FORM_TEXT] = "", [CLI_FORM_MARKDOWN] = "\n", [CLI_FORM_LATEX] = "% ", [CLI_FORM_CSV] = "# "
    };
    printf("%s%s: %s\n", before[show->form], what, why);
}

static bool
was_chosen(const wom_compared_model *model)
{
    return model->refusal == NULL && model->selection != NULL;
}

static cli_text
share_of(double share)
{
    return isnan(share) ? (cli_text){ "-" } : cli_percent(share);
}

/* ---- Models ---- */

static void
add_model(cli_table *table, const wom_comparison *found, uint32_t i)
{
    const wom_compared_model *model = &found->models[i];
    const wom_estimate *value = &found->value[i * found->num_models + i];
    cli_cell(table, "%s", letter_of(i).text);
    cli_cell(table, "%s", model->label);
    cli_cell(table, "%s", was_chosen(model) ? cli_real(model->summary.mean).text : "-");
    cli_cell(table, "%s", was_chosen(model) ? cli_real(model->summary.mean_incoming).text : "-");
    cli_cell(table, "%s", was_chosen(model) ? model->algorithm : "-");
    cli_cell(table, "%s", was_chosen(model) ? cli_count(model->selection->num_seeds).text : "-");
    cli_cell(table, "%s", cli_value(value).text);
    cli_cell(table, "%s", cli_interval(value).text);
    const bool certified = was_chosen(model) && model->selection->has_certificate;
    cli_cell(table, "%s", certified ? share_of(model->selection->certificate.ratio).text : "-");
    cli_cell(table, "%s", was_chosen(model) ? cli_seconds(model->seconds).text : "-");
}

static wom_status
show_models(const comparison_view *show)
{
    const wom_comparison *found = show->found;
    char title[192];
    snprintf(title, sizeof title, "Models: each with its own seeds, judged in %s of its own worlds (%s)",
             cli_count(found->num_replicates).text, wom_metrics[cli_goal_metric(show->run)].unit);
    print_title(show, title);
    cli_table table = cli_table_begin(show->call->job, &show->call->style, "llrrlrrlrr");
    cli_table_header(&table, "|model|mean P|sum into a user|chosen by|users|mean|95 % interval|certified|time");
    for (uint32_t i = 0; i < found->num_models; i++)
        if (found->models[i].label != NULL) add_model(&table, found, i);
    WOM_TRY(cli_table_print_as(&table, show->form));
    for (uint32_t i = 0; i < found->num_models; i++)
        if (found->models[i].refusal != NULL) print_refusal(show, letter_of(i).text, found->models[i].refusal);
    return WOM_OK;
}

/* ---- Pairs of models ---- */

typedef cli_text (*pair_text)(const wom_comparison *found, uint32_t pair);

static cli_text
regret_text(const wom_comparison *found, uint32_t pair)
{
    const wom_estimate *regret = &found->regret[pair];
    const double best = found->value[pair % found->num_models * (found->num_models + 1)].value;
    cli_text text = { "-" };
    if (isnan(regret->value)) return text;
    const double share = best != 0 ? 100 * regret->value / best : (double)NAN;
    const double reach = best != 0 ? 100 * (regret->high - regret->value) / fabs(best) : (double)NAN;
    snprintf(text.text, sizeof text.text, "%.1f +- %.1f", share, reach);
    return text;
}

static cli_text
value_text(const wom_comparison *found, uint32_t pair)
{
    return cli_value(&found->value[pair]);
}

static cli_text
likeness_text(const wom_comparison *found, uint32_t pair)
{
    cli_text text = { "-" };
    if (isnan(found->overlap[pair])) return text;
    snprintf(text.text, sizeof text.text, "%.0f %% / %.2f", 100 * found->overlap[pair], found->rank_correlation[pair]);
    return text;
}

static wom_status
show_matrix(const comparison_view *show, const char *title, pair_text text)
{
    const wom_comparison *found = show->found;
    const uint32_t num = found->num_models;
    char alignment[WIDEST_MATRIX + 2] = "l";
    print_title(show, title);
    for (uint32_t i = 0; i < num; i++) strcat(alignment, "r");
    cli_table table = cli_table_begin(show->call->job, &show->call->style, alignment);
    table.has_header = true;
    cli_cell(&table, "%s", "");
    for (uint32_t i = 0; i < num; i++) cli_cell(&table, "%s", letter_of(i).text);
    for (uint32_t believed = 0; believed < num; believed++) {
        cli_cell(&table, "%s", letter_of(believed).text);
        for (uint32_t truth = 0; truth < num; truth++) cli_cell(&table, "%s", text(found, believed * num + truth).text);
    }
    return cli_table_print_as(&table, show->form);
}

static wom_status
show_pairs(const comparison_view *show)
{
    const wom_comparison *found = show->found;
    const uint32_t num = found->num_models;
    print_title(show, "Chosen believing one model, judged under another; regret in % of choosing right");
    cli_table table = cli_table_begin(show->call->job, &show->call->style, "llrlll");
    cli_table_header(&table, "believed|true|mean|95 % interval|regret %|overlap / rank correlation");
    for (uint32_t pair = 0; pair < num * num; pair++) {
        cli_cell(&table, "%s", letter_of(pair / num).text);
        cli_cell(&table, "%s", letter_of(pair % num).text);
        cli_cell(&table, "%s", value_text(found, pair).text);
        cli_cell(&table, "%s", cli_interval(&found->value[pair]).text);
        cli_cell(&table, "%s", regret_text(found, pair).text);
        cli_cell(&table, "%s", likeness_text(found, pair).text);
    }
    return cli_table_print_as(&table, show->form);
}

static wom_status
show_all_pairs(const comparison_view *show)
{
    const uint32_t num = show->found->num_models;
    if (num < 2) return WOM_OK;
    if (num > WIDEST_MATRIX || show->form == CLI_FORM_CSV) return show_pairs(show);
    WOM_TRY(show_matrix(show, "Chosen believing the row's model, judged under the column's", value_text));
    WOM_TRY(show_matrix(show, "What believing the row's costs where the column's is true (% of choosing right)",
                        regret_text));
    return show_matrix(show, "Seeds in common / rank correlation of the seeds", likeness_text);
}

/* ---- Algorithms ---- */

static void
add_algorithm(cli_table *table, const wom_compared_algorithm *row)
{
    const bool chosen = row->refusal == NULL && row->selection != NULL;
    const bool certified = chosen && row->selection->has_certificate;
    cli_cell(table, "%s", row->label);
    cli_cell(table, "%s", row->size > 0 ? cli_count(row->size).text : "-");
    cli_cell(table, "%s", chosen ? cli_count(row->selection->num_seeds).text : "-");
    cli_cell(table, "%s", cli_value(&row->value).text);
    cli_cell(table, "%s", cli_interval(&row->value).text);
    cli_cell(table, "%s", cli_signed_value(&row->difference).text);
    cli_cell(table, "%s", cli_interval(&row->difference).text);
    cli_cell(table, "%s", certified ? share_of(row->selection->certificate.ratio).text : "-");
    cli_cell(table, "%s", chosen ? cli_seconds(row->seconds).text : "-");
    cli_cell(table, "%s", chosen ? cli_bytes((double)row->memory).text : "-");
}

static wom_status
show_algorithms(const comparison_view *show)
{
    const wom_comparison *found = show->found;
    if (found->num_rows == 0) return WOM_OK;
    print_title(show, "Algorithms under the scenario's own model; the first less each, in the same worlds");
    cli_table table = cli_table_begin(show->call->job, &show->call->style, "lrrrlrlrrr");
    cli_table_header(&table, "algorithm|seeds|users|mean|95 % interval|first less this|95 %|certified|time|memory");
    for (uint32_t i = 0; i < found->num_rows; i++)
        if (found->rows[i].label != NULL) add_algorithm(&table, &found->rows[i]);
    WOM_TRY(cli_table_print_as(&table, show->form));
    for (uint32_t i = 0; i < found->num_rows; i++)
        if (found->rows[i].refusal != NULL) print_refusal(show, found->rows[i].label, found->rows[i].refusal);
    return WOM_OK;
}

/* ---- The command ---- */

static bool
find_form(cli_form *form, const char *name)
{
    *form = CLI_FORM_TEXT;
    for (uint32_t i = 0; cli_table_forms[i] != NULL; i++) {
        if (name != NULL && strcmp(name, cli_table_forms[i]) != 0) continue;
        *form = (cli_form)i;
        return true;
    }
    return false;
}

static wom_status
show(cli_call *call, const wom_run *run)
{
    comparison_view view = { .call = call, .run = run, .found = run->comparison };
    find_form(&view.form, call->arguments.format);
    if (view.form == CLI_FORM_TEXT) {
        cli_show_stop(call, run);
        WOM_TRY(cli_show_data(call, run));
    }
    if (view.found == NULL) return WOM_OK;
    if (view.form == CLI_FORM_TEXT)
        printf("  content \"%s\"%s\n", run->data->content_id[view.found->content],
               run->scenario->goal.content != NULL || run->num_contents == 1
                   ? ""
                   : ", the first; /goal/content names another");
    WOM_TRY(show_models(&view));
    WOM_TRY(show_all_pairs(&view));
    WOM_TRY(show_algorithms(&view));
    if (view.form == CLI_FORM_TEXT && call->arguments.output != NULL) printf("\n%s\n", call->arguments.output);
    return WOM_OK;
}

static wom_status
compare(cli_call *call)
{
    cli_form form;
    if (!find_form(&form, call->arguments.format))
        return cli_misused(call, "option \"--format\": \"%s\" is not text, markdown, latex or csv",
                           call->arguments.format);
    return cli_run_and_show(call, WOM_STAGE_LOAD | WOM_STAGE_COMPARE, call->arguments.output, NULL, show);
}

static const char *const options[] = { "set",     "seed",   "output",     "format", "json", "dry-run",
                                       "threads", "memory", "time-limit", "quiet",  NULL };

const cli_command cli_compare = {
    .name = "compare",
    .summary = "compare propagation models and selection algorithms on the same data",
    .places = "SCENARIO",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help =
        "Chooses seeds under every weighting and dynamics of the section \"compare\", judges each choice under each\n"
        "model in common worlds, and tells what believing the wrong one costs; then compares algorithms, each with\n"
        "every number of seeds, under the scenario's own model. Without that section: the scenario's weighting and\n"
        "weighted-cascade, its dynamics and ic or lt beside it, its algorithms, its number of seeds.\n"
        "--format markdown, latex or csv prints tables for papers; --output writes all numbers to an HDF5 file.",
    .run = compare,
};
