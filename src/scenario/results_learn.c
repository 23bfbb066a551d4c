/* What was learned from the log: /learn. */
#include "results.h"
#include "results_columns.h"

#include <math.h>

enum { MOST = WOM_MOST_COEFFICIENTS + 8 };

/* ---- Candidates ---- */

typedef struct candidate_columns {
    const char *model[WOM_MOST_LEARN_CANDIDATES];
    bool receptivity[WOM_MOST_LEARN_CANDIDATES], heat[WOM_MOST_LEARN_CANDIDATES], chosen[WOM_MOST_LEARN_CANDIDATES];
    double train[WOM_MOST_LEARN_CANDIDATES], held_out[WOM_MOST_LEARN_CANDIDATES], auc[WOM_MOST_LEARN_CANDIDATES];
    double slope[WOM_MOST_LEARN_CANDIDATES], slope_se[WOM_MOST_LEARN_CANDIDATES], ratio[WOM_MOST_LEARN_CANDIDATES];
} candidate_columns;

static void
set_candidate(candidate_columns *c, uint32_t i, const wom_learned *learned)
{
    const wom_learn_candidate *candidate = &learned->candidates[i];
    c->model[i] = candidate->name;
    c->receptivity[i] = candidate->receptivity;
    c->heat[i] = candidate->heat;
    c->chosen[i] = i == learned->chosen;
    c->train[i] = candidate->hazard.log_likelihood / (double)candidate->hazard.num_adoptions;
    c->held_out[i] = candidate->held_out;
    c->auc[i] = candidate->score.auc;
    c->slope[i] = candidate->score.slope;
    c->slope_se[i] = candidate->score.slope_error;
    c->ratio[i] = candidate->score.expected / (double)candidate->score.num_happened;
}

static wom_status
write_candidates(wom_store *store, wom_job *job, const wom_learned *learned)
{
    candidate_columns c;
    estimate_columns gain;
    static const estimate_names names = { "gain", "gain_se", "gain_lo95", "gain_hi95",
                                          "held-out log-likelihood per adoption beyond that of constant baselines" };
    WOM_TRY(wom_estimate_columns_create(&gain, job, learned->num_candidates));
    for (uint32_t i = 0; i < learned->num_candidates; i++) {
        set_candidate(&c, i, learned);
        wom_estimate_columns_set(&gain, i, &learned->candidates[i].gain);
    }
    wom_column columns[14] = {
        { "model", WOM_TYPE_STRING, c.model, "", "terms of ties" },
        { "receptivity", WOM_TYPE_BOOL, c.receptivity, "1", "the user's recent activity is a factor" },
        { "heat", WOM_TYPE_BOOL, c.heat, "1", "recent adoptions of the content are a factor" },
        { "chosen", WOM_TYPE_BOOL, c.chosen, "1", "the one with the largest held-out likelihood" },
        { "train", WOM_TYPE_DOUBLE, c.train, "nats", "log-likelihood per adoption before the cut" },
        { "held_out", WOM_TYPE_DOUBLE, c.held_out, "nats", "log-likelihood per adoption after the cut" },
        { "auc", WOM_TYPE_DOUBLE, c.auc, "1", "of what is foretold at the cut for those with an active friend" },
        { "slope", WOM_TYPE_DOUBLE, c.slope, "1", "calibration slope of the same; 1 is right" },
        { "slope_se", WOM_TYPE_DOUBLE, c.slope_se, "1", "standard error of slope" },
        { "foretold_over_happened", WOM_TYPE_DOUBLE, c.ratio, "1", "adoptions foretold over those that happened" },
    };
    const uint32_t num = 10 + wom_estimate_columns_list(columns + 10, &gain, &names, "nats");
    const wom_status status =
        wom_store_write_table(store, "/learn/candidates", columns, num, learned->num_candidates, NULL);
    wom_estimate_columns_free(&gain);
    return status;
}

/* ---- Coefficients ---- */

typedef struct coefficient_rows {
    uint32_t num;
    const char *name[MOST], *meaning[MOST], *unit[MOST];
    double value[MOST], se[MOST], robust[MOST], low[MOST], high[MOST];
} coefficient_rows;

static void
add_row(coefficient_rows *rows, const char *name, const char *unit, const char *meaning, const wom_hazard *hazard,
        uint32_t k)
{
    const uint32_t at = rows->num++;
    rows->name[at] = name;
    rows->unit[at] = unit;
    rows->meaning[at] = meaning;
    rows->value[at] = hazard->coefficient[k];
    rows->se[at] = hazard->error[k];
    rows->robust[at] = hazard->robust[k];
    rows->low[at] = hazard->low[k];
    rows->high[at] = hazard->high[k];
}

static wom_status
write_coefficients(wom_store *store, const wom_learned *learned)
{
    static const char *const names[] = { "baseline_0", "baseline_1", "baseline_2_to_4", "baseline_5_to_16",
                                         "baseline_17" };
    coefficient_rows rows = { .num = 0 };
    const wom_hazard *hazard = &learned->hazard;
    for (uint32_t k = 0; k < WOM_BASELINE_CLASSES; k++)
        add_row(&rows, names[k], "1/second", "rate without friends, of users with so many actions before", hazard, k);
    for (uint32_t k = 0; k < learned->num_terms; k++)
        if (hazard->model.terms >> k & 1)
            add_row(&rows, learned->term_name[k], "1", learned->term_meaning[k], hazard, WOM_BASELINE_CLASSES + k);
    const wom_column columns[] = {
        { "coefficient", WOM_TYPE_STRING, rows.name, "", "of the chosen model, fitted to the whole log" },
        { "value", WOM_TYPE_DOUBLE, rows.value, "1", "in the unit beside it" },
        { "se", WOM_TYPE_DOUBLE, rows.se, "1", "standard error from the information matrix" },
        { "se_robust", WOM_TYPE_DOUBLE, rows.robust, "1", "standard error by the sandwich over contents" },
        { "lo95", WOM_TYPE_DOUBLE, rows.low, "1", "lower end of the 95 % interval, by the larger error" },
        { "hi95", WOM_TYPE_DOUBLE, rows.high, "1", "upper end of the 95 % interval, by the larger error" },
        { "unit", WOM_TYPE_STRING, rows.unit, "", "of the numbers" },
        { "meaning", WOM_TYPE_STRING, rows.meaning, "", "what it multiplies" },
    };
    return wom_store_write_table(store, "/learn/coefficients", columns, LENGTH(columns), rows.num, "coefficient");
}

static wom_status
write_delays(wom_store *store, const wom_learned *learned)
{
    const char *name[WOM_MOST_LEARN_DELAYS];
    double scale[WOM_MOST_LEARN_DELAYS], shape[WOM_MOST_LEARN_DELAYS], median[WOM_MOST_LEARN_DELAYS],
        likelihood[WOM_MOST_LEARN_DELAYS];
    bool chosen[WOM_MOST_LEARN_DELAYS];
    for (uint32_t i = 0; i < learned->num_delays; i++) {
        const wom_learn_delay *d = &learned->delays[i];
        name[i] = d->delay->variant.name;
        scale[i] = d->scale;
        shape[i] = d->delay->has_shape ? d->shape : (double)NAN;
        median[i] = wom_delay_quantile(d->delay, d->scale, d->shape, .5);
        likelihood[i] = d->log_likelihood;
        chosen[i] = d->is_chosen;
    }
    const wom_column columns[] = {
        { "delay", WOM_TYPE_STRING, name, "", "law of the time that passing on takes" },
        { "scale", WOM_TYPE_DOUBLE, scale, "seconds", "the likeliest" },
        { "shape", WOM_TYPE_DOUBLE, shape, "1", "the likeliest; NaN where the law has none" },
        { "median", WOM_TYPE_DOUBLE, median, "seconds", "half pass on by then, of those who do" },
        { "log_likelihood", WOM_TYPE_DOUBLE, likelihood, "nats", "of the log before the cut, with all terms" },
        { "chosen", WOM_TYPE_BOOL, chosen, "1", "the likeliest" },
    };
    return wom_store_write_table(store, "/learn/delays", columns, LENGTH(columns), learned->num_delays, "delay");
}

/* ---- Figures ---- */

typedef struct figure_rows {
    uint32_t num;
    const char *name[32], *unit[32];
    double value[32];
} figure_rows;

static void
add_figure(figure_rows *rows, const char *name, const char *unit, double value)
{
    rows->name[rows->num] = name;
    rows->unit[rows->num] = unit;
    rows->value[rows->num++] = value;
}

static void
add_pace(figure_rows *rows, const wom_pace *pace, const char *const names[4])
{
    if (!pace->is_on) return;
    add_figure(rows, names[0], "seconds", pace->memory);
    add_figure(rows, names[1], "actions", pace->floor);
    add_figure(rows, names[2], "1", pace->power);
    add_figure(rows, names[3], "1", pace->mean);
}

static wom_status
write_figures(wom_store *store, const wom_learned *learned)
{
    static const char *const receptivity[] = { "receptivity_memory", "receptivity_floor", "receptivity_power",
                                               "receptivity_mean" };
    static const char *const heat[] = { "heat_memory", "heat_floor", "heat_power", "heat_mean" };
    figure_rows rows = { .num = 0 };
    add_figure(&rows, "begin", "seconds", learned->begin);
    add_figure(&rows, "cut", "seconds", learned->cut);
    add_figure(&rows, "end", "seconds", learned->end);
    add_figure(&rows, "adoptions", "actions", (double)learned->hazard.num_adoptions);
    add_figure(&rows, "by_friends_at_most", "1", learned->hazard.by_friends);
    add_figure(&rows, "ties_gain", "nats", learned->ties_gain.value);
    add_figure(&rows, "ties_gain_se", "nats", learned->ties_gain.standard_error);
    add_figure(&rows, "ties_foretell", "1", learned->is_worth_it);
    add_figure(&rows, "baseline_a_day", "probability", learned->baseline_day);
    add_figure(&rows, "times_filled", "actions", (double)learned->num_filled);
    add_figure(&rows, "untimed", "actions", (double)learned->num_untimed);
    add_pace(&rows, &learned->hazard.model.receptivity, receptivity);
    add_pace(&rows, &learned->hazard.model.heat, heat);
    const wom_column columns[] = {
        { "figure", WOM_TYPE_STRING, rows.name, "", "what is measured" },
        { "value", WOM_TYPE_DOUBLE, rows.value, "1", "in the unit beside it" },
        { "unit", WOM_TYPE_STRING, rows.unit, "", "of value" },
    };
    return wom_store_write_table(store, "/learn/figures", columns, LENGTH(columns), rows.num, "figure");
}

/* ---- The model, for the weighting "learned" ---- */

static wom_status
write_arrays(wom_store *store, const wom_run *run, const char *const *ids)
{
    const wom_learned *learned = run->learned;
    const wom_graph *graph = run->data->graph;
    const wom_axis user = { "user", learned->num_nodes, WOM_TYPE_STRING, ids, NULL };
    const wom_axis tie = { "tie", learned->num_ties, WOM_TYPE_INT32, NULL, NULL };
    const wom_axis bound = { "bound", (uint64_t)learned->num_nodes + 1, WOM_TYPE_INT32, NULL, NULL };
    WOM_TRY(wom_store_write_array(store, "/learn/model/first", WOM_TYPE_UINT64, graph->out_first, &bound, 1, "1",
                                  "a user's ties are those from here to the next"));
    WOM_TRY(wom_store_write_array(store, "/learn/model/head", WOM_TYPE_UINT32, graph->out_head, &tie, 1, "1",
                                  "place of the user whom the tie influences"));
    WOM_TRY(wom_store_write_array(store, "/learn/model/rate", WOM_TYPE_FLOAT, learned->rate, &tie, 1, "1",
                                  "x of a tie at the log's end: a content of average heat passes with 1 - exp(-x)"));
    WOM_TRY(wom_store_write_array(store, "/learn/model/receptivity", WOM_TYPE_FLOAT, learned->receptivity, &user, 1,
                                  "1", "how active a user is at the log's end, 1 on average; in rate already"));
    if (learned->interest == NULL) return WOM_OK;
    return wom_store_write_array(store, "/learn/model/interest", WOM_TYPE_FLOAT, learned->interest, &user, 1, "1",
                                 "what a likeness of content and user of 1 adds to the rate of each tie into her");
}

wom_status
wom_results_write_learn(wom_store *store, wom_job *job, const wom_run *run)
{
    char **ids = NULL;
    if (run->learned == NULL) return WOM_OK;
    WOM_TRY(write_figures(store, run->learned));
    WOM_TRY(write_candidates(store, job, run->learned));
    WOM_TRY(write_coefficients(store, run->learned));
    WOM_TRY(write_delays(store, run->learned));
    WOM_TRY(wom_data_user_ids(&ids, job, run->data));
    const wom_status status = write_arrays(store, run, (const char *const *)ids);
    wom_free(ids);
    WOM_TRY(status);
    return wom_store_attribute_text(store, "/learn/model", "link", wom_link_names[WOM_LINK_EXPONENTIAL]);
}
