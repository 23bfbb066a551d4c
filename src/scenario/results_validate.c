/* Results of validating: candidates, their coefficients, the reliability of the chosen one, and facts. */
#include "results.h"
#include "results_columns.h"

#include <math.h>

static const struct {
    const char *name, *unit, *long_name;
    size_t offset;
} figures[] = {
#define FIGURE(member) offsetof(wom_pair_row_score, member)
    { "auc", "1", "chance that an adopting pair is ranked before another; ties count 1/2", FIGURE(auc) },
    { "auc_se", "1", "its standard error, by resampling contents or users, the larger", FIGURE(auc_error) },
    { "ap", "1", "average precision over all pairs; tied pairs share theirs", FIGURE(ap) },
    { "ap_se", "1", "its standard error, likewise", FIGURE(ap_error) },
    { "nll_linear", "nats", "mean negative log-likelihood of a test pair, hazards by the length of the test window",
      FIGURE(nll_linear) },
    { "nll_damped", "nats", "the same, damped by the trend before the split", FIGURE(nll_damped) },
    { "nll_oracle", "nats", "the same with the best scale, fitted to the test: what is lost to the ranking alone",
      FIGURE(nll_oracle) },
    { "nll_validation", "nats", "of a validation pair, after scaling; the lowest is chosen", FIGURE(nll_validation) },
    { "ratio", "1", "predicted / actual adoptions, damped", FIGURE(ratio) },
    { "slope", "1", "of adoption on the logit of the prediction, damped; 1 where calibrated", FIGURE(slope) },
    { "auc_active", "1", "auc among users with an action before the split", FIGURE(auc_active) },
    { "ap_active", "1", "ap among them", FIGURE(ap_active) },
    { "scale", "1", "by which the validation window multiplied all hazards", FIGURE(scale) },
#undef FIGURE
};

enum { NUM_FIGURES = sizeof figures / sizeof *figures };

static double
figure_of(const wom_pair_row_score *row, uint32_t f)
{
    return *(const double *)(const void *)((const char *)row + figures[f].offset);
}

static wom_status
write_candidates(wom_store *store, wom_job *job, const wom_running *found)
{
    const uint64_t num = found->num_rows;
    const char **texts = NULL;
    double *values = NULL;
    uint8_t *flags = NULL;
    wom_column columns[4 + NUM_FIGURES];
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&texts, job, 2 * num, sizeof *texts, "candidates"));
    WOM_TRY_GOTO(wom_allocate(&flags, job, 2 * num, sizeof *flags, "candidates"));
    WOM_TRY_GOTO(wom_allocate(&values, job, NUM_FIGURES * num, sizeof *values, "candidates"));
    for (uint64_t i = 0; i < num; i++) {
        texts[i] = found->row[i].name;
        texts[num + i] = found->row[i].form;
        flags[i] = found->row[i].uses_time;
        flags[num + i] = i == found->chosen;
        for (uint32_t f = 0; f < NUM_FIGURES; f++) values[f * num + i] = figure_of(&found->row[i], f);
    }
    columns[0] = (wom_column){ "candidate", WOM_TYPE_STRING, texts, "", "what is looked at" };
    columns[1] = (wom_column){ "form", WOM_TYPE_STRING, texts + num, "", "how it becomes a probability" };
    columns[2] = (wom_column){ "uses_time", WOM_TYPE_BOOL, flags, "", "looks at when, not only whether" };
    columns[3] = (wom_column){ "chosen", WOM_TYPE_BOOL, flags + num, "", "likeliest in the validation window" };
    for (uint32_t f = 0; f < NUM_FIGURES; f++)
        columns[4 + f] = (wom_column){ figures[f].name, WOM_TYPE_DOUBLE, values + f * num, figures[f].unit,
                                       figures[f].long_name };
    status = wom_store_write_table(store, "/validate/candidates", columns, LENGTH(columns), num, NULL);
done:
    wom_free(texts);
    wom_free(values);
    wom_free(flags);
    return status;
}

static wom_status
write_coefficients(wom_store *store, wom_job *job, const wom_running *found)
{
    uint64_t num = 0, to = 0;
    uint32_t *row = NULL;
    const char **term = NULL;
    double *value = NULL;
    wom_status status = WOM_OK;
    for (uint32_t i = 0; i < found->num_rows; i++)
        if (found->row[i].term[0][0] != '\0') num += found->row[i].num_terms + 1;
    WOM_TRY_GOTO(wom_allocate(&row, job, num, sizeof *row, "coefficients"));
    WOM_TRY_GOTO(wom_allocate(&term, job, num, sizeof *term, "coefficients"));
    WOM_TRY_GOTO(wom_allocate(&value, job, 2 * num, sizeof *value, "coefficients"));
    for (uint32_t i = 0; i < found->num_rows; i++)
        for (uint32_t k = 0; k <= found->row[i].num_terms && found->row[i].term[k][0] != '\0'; k++, to++) {
            row[to] = i;
            term[to] = found->row[i].term[k];
            value[to] = found->row[i].coefficient[k];
            value[num + to] = found->row[i].error[k];
        }
    const wom_column columns[] = {
        { "candidate", WOM_TYPE_UINT32, row, "1", "row of /validate/candidates" },
        { "term", WOM_TYPE_STRING, term, "", "what the coefficient belongs to" },
        { "coefficient", WOM_TYPE_DOUBLE, value, "1", "of a hazard, per unit of the term; logistic: per deviation" },
        { "se", WOM_TYPE_DOUBLE, value + num, "1", "standard error by the information matrix; NaN: at its bound, 0" },
    };
    status = wom_store_write_table(store, "/validate/coefficients", columns, LENGTH(columns), num, NULL);
done:
    wom_free(row);
    wom_free(term);
    wom_free(value);
    return status;
}

static wom_status
write_reliability(wom_store *store, const wom_running *found)
{
    double pairs[WOM_PAIR_BINS], predicted[WOM_PAIR_BINS], actual[WOM_PAIR_BINS], low[WOM_PAIR_BINS],
        high[WOM_PAIR_BINS];
    uint64_t adopting[WOM_PAIR_BINS];
    for (uint32_t b = 0; b < WOM_PAIR_BINS; b++) {
        pairs[b] = found->bin[b].pairs;
        predicted[b] = found->bin[b].predicted;
        adopting[b] = found->bin[b].adopting;
        actual[b] = found->bin[b].actual.value;
        low[b] = found->bin[b].actual.low;
        high[b] = found->bin[b].actual.high;
    }
    const wom_column columns[] = {
        { "pairs", WOM_TYPE_DOUBLE, pairs, "pairs", "test pairs of similar prediction, a tenth of what is predicted" },
        { "predicted", WOM_TYPE_DOUBLE, predicted, "probability", "mean of the chosen candidate, damped" },
        { "adopting", WOM_TYPE_UINT64, adopting, "pairs", "that were taken up" },
        { "actual", WOM_TYPE_DOUBLE, actual, "probability", "their share" },
        { "actual_lo95", WOM_TYPE_DOUBLE, low, "probability", "low end of its 95 % interval, pairs independent" },
        { "actual_hi95", WOM_TYPE_DOUBLE, high, "probability", "high end" },
    };
    return wom_store_write_table(store, "/validate/reliability", columns, LENGTH(columns), WOM_PAIR_BINS, NULL);
}

static wom_status
write_facts(wom_store *store, const wom_running *r)
{
    const char *names[] = { "split", "window", "end", "trend", "windows_ahead", "windows_damped", "validation_pairs",
                            "validation_adopting", "validation_actions", "test_pairs", "test_adopting", "test_actions",
                            "test_active_pairs", "test_active_adopting", "test_mean_friends", "degree_auc_new",
                            "late_train_share" };
    const char *units[] = { "seconds", "seconds", "seconds", "1", "windows", "windows", "pairs", "pairs", "actions",
                            "pairs", "pairs", "actions", "pairs", "pairs", "users", "1", "1" };
    const double values[] = { r->split, r->window, r->end, r->trend, r->windows_ahead, r->effective,
                              r->validation.pairs, (double)r->validation.adopting,
                              (double)r->validation.window_actions, r->test.pairs, (double)r->test.adopting,
                              (double)r->test.window_actions, r->test.active_pairs, (double)r->test.active_adopting,
                              r->test.mean_friends, r->degree_auc_new, r->late_train_share };
    const wom_column columns[] = {
        { "fact", WOM_TYPE_STRING, names, "", "what is told; see docs/learn.md" },
        { "value", WOM_TYPE_DOUBLE, values, "1", "in the row's unit" },
        { "unit", WOM_TYPE_STRING, units, "", "of the value" },
    };
    return wom_store_write_table(store, "/validate/facts", columns, LENGTH(columns), LENGTH(names), "fact");
}

wom_status
wom_results_write_validate(wom_store *store, wom_job *job, const wom_run *run)
{
    if (run->running == NULL) return WOM_OK;
    WOM_TRY(write_candidates(store, job, run->running));
    WOM_TRY(write_coefficients(store, job, run->running));
    WOM_TRY(write_reliability(store, run->running));
    return write_facts(store, run->running);
}
