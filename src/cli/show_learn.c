/* What was learned from a log, in words and tables. */
#include "cli.h"

#include <math.h>
#include <stdio.h>

/* ---- Spans of time ---- */

/* "3.2 days": in the largest unit of which there is one. */
static cli_text
span(double seconds)
{
    static const struct {
        double seconds;
        const char *name;
    } units[] = {
        { 365.25 * 86400, "years" }, { 86400, "days" }, { 3600, "hours" }, { 60, "minutes" }, { 1, "seconds" }
    };
    cli_text text;
    size_t i = 0;
    while (i + 1 < sizeof units / sizeof *units && seconds < 2 * units[i].seconds) i++;
    snprintf(text.text, sizeof text.text, "%.3g %s", seconds / units[i].seconds, units[i].name);
    return text;
}

/* ---- Candidates ---- */

static void
name_candidate(char *name, size_t size, const wom_learn_candidate *candidate)
{
    snprintf(name, size, "%s%s%s", candidate->name, candidate->receptivity ? " x receptivity" : "",
             candidate->heat ? " x heat" : "");
}

static void
add_candidate(cli_table *table, const wom_learned *learned, uint32_t i)
{
    const wom_learn_candidate *c = &learned->candidates[i];
    char name[96];
    name_candidate(name, sizeof name, c);
    cli_cell(table, "%s", name);
    cli_cell(table, "%.4f", c->held_out);
    cli_cell(table, "%s", cli_signed_value(&c->gain).text);
    cli_cell(table, "%s", cli_interval(&c->gain).text);
    cli_cell(table, "%.3f", c->score.auc);
    if (isnan(c->score.slope))
        cli_cell(table, "-");
    else
        cli_cell(table, "%.2f +- %.2f", c->score.slope, c->score.slope_error);
    cli_cell(table, "%.2f", c->score.expected / (double)c->score.num_happened);
    cli_cell(table, "%s", i == learned->chosen ? "chosen" : "");
}

static wom_status
show_candidates(cli_call *call, const wom_learned *learned)
{
    char title[256];
    snprintf(title, sizeof title, "Models, fitted to the log's first part and judged by the %s adoptions of its second",
             cli_count(learned->candidates[0].num_held_out).text);
    printf("\n");
    cli_heading(&call->style, title);
    cli_table table = cli_table_begin(call->job, &call->style, "lrrlrrrl");
    cli_table_header(&table, "model|held out|gain|95 % interval|AUC|slope|foretold / happened|");
    for (uint32_t i = 0; i < learned->num_candidates; i++) add_candidate(&table, learned, i);
    WOM_TRY(cli_table_print(&table));
    printf(
        "Held out and gain: log-likelihood per adoption (nats); AUC, calibration slope (1 is right) and the last\n"
        "column: of what is foretold at the cut for the %s pairs of a user and a content that a friend of hers has.\n",
        cli_count(learned->candidates[0].score.num).text);
    return WOM_OK;
}

/* ---- The chosen one ---- */

static void
add_coefficient(cli_table *table, const char *name, const char *meaning, const wom_hazard *hazard, uint32_t k,
                double factor)
{
    const wom_estimate estimate = { hazard->coefficient[k] * factor, hazard->error[k] * factor, hazard->low[k] * factor,
                                    hazard->high[k] * factor, hazard->num_adoptions };
    if (isnan(hazard->low[k])) return; /* nothing to tell it by */
    cli_cell(table, "%s", name);
    cli_cell(table, "%s", cli_real(estimate.value).text);
    cli_cell(table, "[%s, %s]", cli_real(estimate.low).text, cli_real(estimate.high).text);
    cli_cell(table, "%s", isnan(estimate.standard_error) ? "" : cli_real(estimate.standard_error).text);
    cli_cell(table, "%s", isnan(hazard->robust[k]) ? "" : cli_real(hazard->robust[k] * factor).text);
    cli_cell(table, "%s", meaning);
}

static wom_status
show_coefficients(cli_call *call, const wom_learned *learned)
{
    const wom_hazard *hazard = &learned->hazard;
    char title[160], name[96], meaning[160];
    name_candidate(name, sizeof name, &learned->candidates[learned->chosen]);
    snprintf(title, sizeof title, "The chosen model, \"%s\", fitted to the whole log", name);
    printf("\n");
    cli_heading(&call->style, title);
    cli_table table = cli_table_begin(call->job, &call->style, "lrlrrl");
    cli_table_header(&table, "coefficient|value|95 % interval|s.e.|robust|of");
    for (uint32_t k = 0; k < learned->num_terms; k++)
        if (hazard->model.terms >> k & 1)
            add_coefficient(&table, learned->term_name[k], learned->term_meaning[k], hazard, WOM_BASELINE_CLASSES + k,
                            1);
    for (uint32_t k = 0; k < WOM_BASELINE_CLASSES; k++) {
        snprintf(meaning, sizeof meaning, "per user at risk over the log's time: users with %s actions before",
                 wom_baseline_classes[k]);
        add_coefficient(&table, k == 0 ? "baseline" : "", meaning, hazard, k, learned->end - learned->begin);
    }
    return cli_table_print(&table);
}

static void
show_pace(const char *what, const char *of, const wom_pace *pace)
{
    if (!pace->is_on) return;
    printf("  %s: (%g + %s, forgotten in %s)%s\n", what, pace->floor, of, span(pace->memory).text,
           pace->power == 1 ? "" : ", its square root");
}

static void
show_delay(const wom_learned *learned)
{
    const wom_hazard_model *m = &learned->hazard.model;
    printf("  delay: %s, half pass on within %s, 95 of 100 within %s%s\n", m->delay->variant.name,
           span(wom_delay_quantile(m->delay, m->scale, m->shape, .5)).text,
           span(wom_delay_quantile(m->delay, m->scale, m->shape, .95)).text,
           m->terms == 0 ? " (found with all terms; the chosen model has none)" : "");
    show_pace("receptivity", "her recent actions", &m->receptivity);
    show_pace("heat", "the content's recent adoptions", &m->heat);
}

/* Rates that are far off may still tell who is likelier. */
static void
show_calibration(const wom_learned *learned)
{
    const wom_score *score = &learned->candidates[learned->chosen].score;
    const double ratio = score->expected / (double)score->num_happened;
    if (score->num_happened < 20 || (ratio > .5 && ratio < 2)) return;
    printf("\nBeware: of friends' contents it foretold %.2f times as many adoptions as there were. Times have changed\n"
           "within the log, or news spread faster than was known at the cut: take its figures for an order, not for\n"
           "numbers.\n",
           ratio);
}

/* What may be said, and no more. */
static void
show_verdict(const wom_learned *learned)
{
    const wom_estimate *gain = &learned->ties_gain;
    printf("\n");
    if (!learned->is_worth_it) {
        printf("Ties foretell nothing that activity and fashion do not foretell as well (%s %s nats an adoption):\n"
               "this log gives no ground for seeding by its network.\n",
               cli_signed_value(gain).text, cli_interval(gain).text);
        return;
    }
    printf("Ties foretell adoptions beyond activity and fashion (%s %s nats an adoption). The model lays %s of\n"
           "adoptions to friends; that is the most that can have passed along ties, for what else makes friends alike\n"
           "is laid to them too.\n",
           cli_signed_value(gain).text, cli_interval(gain).text, cli_percent(learned->hazard.by_friends).text);
}

wom_status
cli_show_learned(cli_call *call, const wom_run *run)
{
    const wom_learned *learned = run->learned;
    if (learned == NULL) return WOM_OK;
    printf("  learning  from %s, judging from there on (%s)\n", span(learned->cut - learned->begin).text,
           span(learned->end - learned->cut).text);
    if (learned->num_filled > 0)
        printf("            %s without a time got that of the next\n",
               cli_counted(learned->num_filled, "action", "actions").text);
    if (learned->num_untimed > 0)
        printf("            %s without any time left out\n",
               cli_counted(learned->num_untimed, "action", "actions").text);
    if (learned->num_compared < learned->num_contents)
        printf("            models are compared on %s of %s, drawn by chance\n", cli_count(learned->num_compared).text,
               cli_counted(learned->num_contents, "content", "contents").text);
    WOM_TRY(show_candidates(call, learned));
    WOM_TRY(show_coefficients(call, learned));
    show_delay(learned);
    show_calibration(learned);
    show_verdict(learned);
    return WOM_OK;
}
