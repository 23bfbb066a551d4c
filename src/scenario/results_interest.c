/* The interest model: /interest, written by wom interest and read by "purchase". */
#include "results.h"
#include "results_columns.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const model_path = "/interest/model";

static wom_status
write_candidates(wom_store *store, const wom_interest_found *found)
{
    enum { MOST = WOM_MOST_INTEREST_CANDIDATES };
    const char *name[MOST], *meaning[MOST];
    double penalty[MOST], validation[MOST], loss[MOST], auc[MOST], slope[MOST], slope_se[MOST], ratio[MOST];
    bool chosen[MOST];
    for (uint32_t i = 0; i < found->num_candidates; i++) {
        const wom_interest_candidate *c = &found->candidates[i];
        name[i] = c->name;
        meaning[i] = c->meaning;
        penalty[i] = c->penalty;
        validation[i] = c->validation_loss;
        loss[i] = -c->score.log_likelihood / (double)c->score.num;
        auc[i] = c->score.auc;
        slope[i] = c->score.slope;
        slope_se[i] = c->score.slope_error;
        ratio[i] = c->score.expected / (double)c->score.num_happened;
        chosen[i] = i == found->chosen;
    }
    const wom_column columns[] = {
        { "model", WOM_TYPE_STRING, name, "", "baseline, or form of M" },
        { "penalty", WOM_TYPE_DOUBLE, penalty, "1", "chosen on the validation pairs; NaN of baselines" },
        { "validation_loss", WOM_TYPE_DOUBLE, validation, "nats", "per validation pair; NaN of baselines" },
        { "log_loss", WOM_TYPE_DOUBLE, loss, "nats", "negative log-likelihood per test pair" },
        { "auc", WOM_TYPE_DOUBLE, auc, "1", "of the test pairs" },
        { "slope", WOM_TYPE_DOUBLE, slope, "1", "calibration slope on the test pairs; 1 is right" },
        { "slope_se", WOM_TYPE_DOUBLE, slope_se, "1", "standard error of slope" },
        { "foretold_over_happened", WOM_TYPE_DOUBLE, ratio, "1", "test pairs taken up, foretold over real" },
        { "chosen", WOM_TYPE_BOOL, chosen, "1", "the model with the smallest validation_loss" },
        { "meaning", WOM_TYPE_STRING, meaning, "", "what it goes by" },
    };
    return wom_store_write_table(store, "/interest/candidates", columns, LENGTH(columns), found->num_candidates,
                                 "model");
}

static wom_status
write_figures(wom_store *store, const wom_interest_found *f)
{
    const char *const name[] = { "users", "contents", "pairs", "train", "validation", "test",
                                 "unknown_contents", "without_interests", "repeated", "by_time" };
    const char *const unit[] = { "users", "contents", "pairs", "pairs", "pairs", "pairs",
                                 "actions", "actions", "actions", "1" };
    const double value[] = { f->num_users, f->num_contents, (double)f->num_pairs, (double)f->num_train,
                             (double)f->num_validation, (double)f->num_test, (double)f->num_unknown,
                             (double)f->num_without, (double)f->num_repeated, f->by_time };
    const wom_column columns[] = {
        { "figure", WOM_TYPE_STRING, name, "", "what is counted" },
        { "value", WOM_TYPE_DOUBLE, value, "1", "in the unit beside it" },
        { "unit", WOM_TYPE_STRING, unit, "", "of value" },
    };
    return wom_store_write_table(store, "/interest/figures", columns, LENGTH(columns), LENGTH(name), "figure");
}

static wom_status
write_model(wom_store *store, const wom_data *data, const wom_interest_model *model)
{
    const uint32_t d = model->num_dimensions;
    const double *w = model->coefficient;
    const char *const *names = (const char *const *)data->dimension_name;
    const wom_axis axes[] = { { "interest", d, WOM_TYPE_STRING, names, NULL },
                              { "content_interest", d, WOM_TYPE_STRING, names, NULL } };
    const wom_axis one = { "bias_of", 1, WOM_TYPE_INT32, NULL, NULL };
    const wom_axis scalar = { "scalar", 1, WOM_TYPE_INT32, NULL, NULL };
    char path[64];
    snprintf(path, sizeof path, "%s/bias", model_path);
    WOM_TRY(wom_store_write_array(store, path, WOM_TYPE_DOUBLE, w, &one, 1, "1", "b: log-odds without interests"));
    snprintf(path, sizeof path, "%s/user_weight", model_path);
    WOM_TRY(wom_store_write_array(store, path, WOM_TYPE_DOUBLE, w + 1, axes, 1, "1", "w_u"));
    snprintf(path, sizeof path, "%s/content_weight", model_path);
    WOM_TRY(wom_store_write_array(store, path, WOM_TYPE_DOUBLE, w + 1 + d, axes, 1, "1", "w_c"));
    snprintf(path, sizeof path, "%s/matrix", model_path);
    const double *matrix = w + 1 + 2 * d;
    if (model->form == WOM_INTEREST_SCALAR)
        WOM_TRY(wom_store_write_array(store, path, WOM_TYPE_DOUBLE, matrix, &scalar, 1, "1", "a of M = a I"));
    if (model->form == WOM_INTEREST_DIAGONAL)
        WOM_TRY(wom_store_write_array(store, path, WOM_TYPE_DOUBLE, matrix, axes, 1, "1", "diagonal of M"));
    if (model->form == WOM_INTEREST_FULL)
        WOM_TRY(wom_store_write_array(store, path, WOM_TYPE_DOUBLE, matrix, axes, 2, "1",
                                      "M: a user's interest by row, a content's by column"));
    return wom_store_attribute_text(store, model_path, "form", wom_interest_form_names[model->form]);
}

wom_status
wom_results_write_interest(wom_store *store, wom_job *job, const wom_run *run)
{
    (void)job;
    if (run->interest == NULL) return WOM_OK;
    WOM_TRY(write_figures(store, run->interest));
    WOM_TRY(write_candidates(store, run->interest));
    return write_model(store, run->data, run->interest->model);
}

/* ---- Reading it back ---- */

static wom_status
read_part(double **to, uint64_t wanted, wom_archive *archive, const char *name)
{
    char path[64];
    uint64_t lengths[4], num = 1;
    uint32_t num_axes;
    snprintf(path, sizeof path, "%s/%s", model_path, name);
    WOM_TRY(wom_archive_read(to, archive, path, WOM_TYPE_DOUBLE, lengths, &num_axes));
    for (uint32_t i = 0; i < num_axes; i++) num *= lengths[i];
    for (uint64_t i = 0; num == wanted && i < num; i++)
        if (!isfinite((*to)[i])) return wom_fail(WOM_INVALID, "%s holds a number that is not finite", path);
    if (num == wanted) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s has %llu numbers, must have %llu: the interests are others than those it was "
                                 "fitted to",
                    path, (unsigned long long)num, (unsigned long long)wanted);
}

/* Interests with names must be called the same. */
static wom_status
check_dimensions(wom_archive *archive, const wom_data *data)
{
    char **names = NULL, path[64];
    uint64_t num = 0;
    wom_type type;
    wom_status status = WOM_OK;
    snprintf(path, sizeof path, "%s/interest", model_path);
    WOM_TRY(wom_archive_type(&type, archive, path));
    if ((type == WOM_TYPE_STRING) != (data->dimension_name != NULL))
        return wom_fail(WOM_INVALID, "%s: interests have names there or in the data, but not in both", path);
    if (data->dimension_name == NULL) return WOM_OK;
    WOM_TRY(wom_archive_read_column(&names, &num, archive, path, WOM_TYPE_STRING));
    for (uint64_t i = 0; status == WOM_OK && i < num && i < data->user_interests->num_dimensions; i++)
        if (strcmp(names[i], data->dimension_name[i]) != 0)
            status = wom_fail(WOM_INVALID, "%s: interest %llu is \"%s\" there and \"%s\" in the data", path,
                              (unsigned long long)i + 1, names[i], data->dimension_name[i]);
    wom_free(names);
    return status;
}

static wom_status
find_form(wom_interest_form *form, wom_archive *archive)
{
    char *name = NULL;
    WOM_TRY(wom_archive_attribute_text(&name, archive, model_path, "form"));
    for (*form = WOM_INTEREST_NONE; *form < WOM_NUM_INTEREST_FORMS; (*form)++)
        if (strcmp(name, wom_interest_form_names[*form]) == 0) break;
    const wom_status status = *form < WOM_NUM_INTEREST_FORMS
                                  ? WOM_OK
                                  : wom_fail(WOM_INVALID, "%s: unknown form \"%s\"", model_path, name);
    wom_free(name);
    return status;
}

wom_status
wom_interest_model_read(wom_interest_model **model, wom_job *job, const char *path, const wom_data *data)
{
    wom_archive *archive = NULL;
    wom_interest_model *made = NULL;
    double *part[4] = { NULL };
    wom_status status = WOM_OK;
    *model = NULL;
    if (data->user_interests == NULL || data->content_interests == NULL)
        return wom_fail(WOM_INVALID, "%s needs the interests of users and contents, which the data do not have", path);
    const uint32_t d = data->user_interests->num_dimensions;
    WOM_TRY_GOTO(wom_archive_open(&archive, job, path, wom_results_format));
    if (!wom_archive_has(archive, model_path)) {
        status = wom_fail(WOM_INVALID, "holds no model of interest; wom interest -o writes one");
        goto done;
    }
    WOM_TRY_GOTO(wom_allocate(&made, job, 1, sizeof *made, "an interest model"));
    WOM_TRY_GOTO(find_form(&made->form, archive));
    made->num_dimensions = d;
    if (made->form == WOM_INTEREST_FULL && d > WOM_MOST_FULL_INTERESTS) {
        status = wom_fail(WOM_INVALID, "a full matrix is not for %u interests", d);
        goto done;
    }
    made->num_coefficients = wom_interest_num_coefficients(made->form, d);
    WOM_TRY_GOTO(wom_allocate(&made->coefficient, job, made->num_coefficients, sizeof(double), "coefficients"));
    WOM_TRY_GOTO(check_dimensions(archive, data));
    const char *const names[] = { "bias", "user_weight", "content_weight", "matrix" };
    const uint64_t lengths[] = { 1, d, d, made->num_coefficients - 1 - 2 * d };
    uint64_t at = 0;
    for (int i = 0; i < 4; at += lengths[i++]) {
        if (lengths[i] == 0) continue;
        WOM_TRY_GOTO(read_part(&part[i], lengths[i], archive, names[i]));
        memcpy(made->coefficient + at, part[i], lengths[i] * sizeof *part[i]);
    }
    *model = made;
    made = NULL;
done:
    for (int i = 0; i < 4; i++) wom_free(part[i]);
    wom_archive_close(archive);
    wom_interest_model_free(made);
    return wom_fail_in(status, "%s", path);
}
