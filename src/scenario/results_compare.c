/* Results of comparing: models, pairs of them, their seeds, algorithms. Times and memory stand under /provenance, for
 * they are no part of the digest. */
#include "results.h"
#include "results_columns.h"

#include <math.h>

static const double none = (double)NAN;

static bool
was_chosen(const wom_compared_model *model)
{
    return model->refusal == NULL && model->selection != NULL;
}

/* ---- Models ---- */

typedef struct model_columns {
    const char **label, **algorithm, **refusal;
    double *mean, *incoming, *lower, *upper, *ratio, *seconds;
    uint32_t *users;
} model_columns;

static wom_status
fill_models(model_columns *c, wom_job *job, const wom_comparison *found)
{
    const uint32_t num = found->num_models;
    WOM_TRY(wom_allocate(&c->label, job, 3 * (uint64_t)num, sizeof *c->label, "models compared"));
    WOM_TRY(wom_allocate(&c->mean, job, 6 * (uint64_t)num, sizeof *c->mean, "models compared"));
    WOM_TRY(wom_allocate(&c->users, job, num, sizeof *c->users, "models compared"));
    c->algorithm = c->label + num;
    c->refusal = c->algorithm + num;
    c->incoming = c->mean + num;
    c->lower = c->incoming + num;
    c->upper = c->lower + num;
    c->ratio = c->upper + num;
    c->seconds = c->ratio + num;
    for (uint32_t i = 0; i < num; i++) {
        const wom_compared_model *model = &found->models[i];
        const bool chosen = was_chosen(model), certified = chosen && model->selection->has_certificate;
        c->label[i] = model->label != NULL ? model->label : "";
        c->algorithm[i] = chosen ? model->algorithm : "";
        c->refusal[i] = model->refusal != NULL ? model->refusal : "";
        c->mean[i] = chosen ? model->summary.mean : none;
        c->incoming[i] = chosen ? model->summary.mean_incoming : none;
        c->lower[i] = certified ? model->selection->certificate.lower : none;
        c->upper[i] = certified ? model->selection->certificate.upper : none;
        c->ratio[i] = certified ? model->selection->certificate.ratio : none;
        c->seconds[i] = chosen ? model->seconds : none;
        c->users[i] = chosen ? model->selection->num_seeds : 0;
    }
    return WOM_OK;
}

static wom_status
write_models(wom_store *store, wom_job *job, const wom_comparison *found, const char *unit)
{
    model_columns c = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(fill_models(&c, job, found));
    const wom_column columns[] = {
        { "model", WOM_TYPE_STRING, c.label, "",
          "weighting and dynamics, with the fields that are not their defaults" },
        { "algorithm", WOM_TYPE_STRING, c.algorithm, "", "that chose seeds under it" },
        { "users", WOM_TYPE_UINT32, c.users, "users", "asked users" },
        { "probability_mean", WOM_TYPE_DOUBLE, c.mean, "probability", "of a tie's passing the content on" },
        { "incoming_mean", WOM_TYPE_DOUBLE, c.incoming, "1", "sum of probabilities into a user, mean" },
        { "lower", WOM_TYPE_DOUBLE, c.lower, unit, "certified: the plan's value is at least this" },
        { "upper", WOM_TYPE_DOUBLE, c.upper, unit, "certified: no plan's value is above this" },
        { "ratio", WOM_TYPE_DOUBLE, c.ratio, "1", "lower / upper" },
        { "refused", WOM_TYPE_STRING, c.refusal, "", "why the model cannot be had; empty where it can" },
    };
    WOM_TRY_GOTO(wom_store_write_table(store, "/compare/models", columns, LENGTH(columns), found->num_models, NULL));
    const wom_column times[] = {
        { "model", WOM_TYPE_STRING, c.label, "", "as in /compare/models" },
        { "seconds", WOM_TYPE_DOUBLE, c.seconds, "s", "of choosing seeds, by the clock" },
    };
    status = wom_store_write_table(store, "/provenance/models", times, LENGTH(times), found->num_models, NULL);
done:
    wom_free(c.label);
    wom_free(c.mean);
    wom_free(c.users);
    return status;
}

/* ---- Pairs of models ---- */

static wom_status
write_pairs(wom_store *store, wom_job *job, const wom_comparison *found, const char *unit)
{
    static const estimate_names regret_names = { "regret", "regret_se", "regret_lo95", "regret_hi95",
                                                 "lost by believing the wrong model, in the same worlds" };
    const uint32_t num = found->num_models * found->num_models;
    uint32_t *model = NULL;
    estimate_columns value = { 0 }, regret = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&model, job, 2 * (uint64_t)num, sizeof *model, "pairs of models"));
    WOM_TRY_GOTO(wom_estimate_columns_create(&value, job, num));
    WOM_TRY_GOTO(wom_estimate_columns_create(&regret, job, num));
    for (uint32_t i = 0; i < num; i++) {
        model[i] = i / found->num_models;
        model[num + i] = i % found->num_models;
        wom_estimate_columns_set(&value, i, &found->value[i]);
        wom_estimate_columns_set(&regret, i, &found->regret[i]);
    }
    wom_column columns[12] = {
        { "believed", WOM_TYPE_UINT32, model, "1", "row of /compare/models under which the seeds were chosen" },
        { "true", WOM_TYPE_UINT32, model + num, "1", "row of /compare/models under which they are judged" },
    };
    uint32_t listed = 2 + wom_estimate_columns_list(columns + 2, &value, &wom_value_names, unit);
    listed += wom_estimate_columns_list(columns + listed, &regret, &regret_names, unit);
    columns[listed++] = (wom_column){ "overlap", WOM_TYPE_DOUBLE, found->overlap, "1", "share of seeds in common" };
    columns[listed++] = (wom_column){ "rank_correlation", WOM_TYPE_DOUBLE, found->rank_correlation, "1",
                                      "Spearman's, of the orders of choice over the union of both sets" };
    status = wom_store_write_table(store, "/compare/pairs", columns, listed, num, NULL);
done:
    wom_free(model);
    wom_estimate_columns_free(&value);
    wom_estimate_columns_free(&regret);
    return status;
}

static wom_status
write_seeds(wom_store *store, wom_job *job, const wom_run *run)
{
    const wom_comparison *found = run->comparison;
    uint64_t num = 0, row = 0;
    uint32_t *numbers = NULL;
    const char **user = NULL;
    wom_status status = WOM_OK;
    for (uint32_t i = 0; i < found->num_models; i++)
        if (was_chosen(&found->models[i])) num += found->models[i].selection->num_seeds;
    WOM_TRY_GOTO(wom_allocate(&numbers, job, 2 * num, sizeof *numbers, "seeds of models"));
    WOM_TRY_GOTO(wom_allocate(&user, job, num, sizeof *user, "seeds of models"));
    for (uint32_t i = 0; i < found->num_models; i++) {
        const wom_selection *selection = found->models[i].selection;
        for (uint32_t k = 0; was_chosen(&found->models[i]) && k < selection->num_seeds; k++, row++) {
            numbers[row] = i;
            numbers[num + row] = k + 1;
            user[row] = wom_data_user_id(run->data, selection->seed[k]);
        }
    }
    const wom_column columns[] = {
        { "model", WOM_TYPE_UINT32, numbers, "1", "row of /compare/models" },
        { "rank", WOM_TYPE_UINT32, numbers + num, "1", "place in the order of choice" },
        { "user", WOM_TYPE_STRING, user, "", "who would be asked" },
    };
    status = wom_store_write_table(store, "/compare/seeds", columns, LENGTH(columns), num, NULL);
done:
    wom_free(numbers);
    wom_free(user);
    return status;
}

/* ---- Algorithms ---- */

typedef struct algorithm_columns {
    const char **label, **refusal;
    uint32_t *asked, *users;
    double *lower, *upper, *ratio, *seconds;
    uint64_t *sets, *memory;
    estimate_columns value, difference;
} algorithm_columns;

static wom_status
allocate_algorithms(algorithm_columns *c, wom_job *job, uint64_t num)
{
    WOM_TRY(wom_allocate(&c->label, job, 2 * num, sizeof *c->label, "algorithms compared"));
    WOM_TRY(wom_allocate(&c->asked, job, 2 * num, sizeof *c->asked, "algorithms compared"));
    WOM_TRY(wom_allocate(&c->lower, job, 4 * num, sizeof *c->lower, "algorithms compared"));
    WOM_TRY(wom_allocate(&c->sets, job, 2 * num, sizeof *c->sets, "algorithms compared"));
    c->refusal = c->label + num;
    c->users = c->asked + num;
    c->upper = c->lower + num;
    c->ratio = c->upper + num;
    c->seconds = c->ratio + num;
    c->memory = c->sets + num;
    WOM_TRY(wom_estimate_columns_create(&c->value, job, num));
    return wom_estimate_columns_create(&c->difference, job, num);
}

static void
free_algorithms(algorithm_columns *c)
{
    wom_free(c->label);
    wom_free(c->asked);
    wom_free(c->lower);
    wom_free(c->sets);
    wom_estimate_columns_free(&c->value);
    wom_estimate_columns_free(&c->difference);
}

static void
set_algorithm(algorithm_columns *c, uint32_t i, const wom_compared_algorithm *row)
{
    const bool chosen = row->refusal == NULL && row->selection != NULL;
    const wom_certificate *certificate =
        chosen && row->selection->has_certificate ? &row->selection->certificate : NULL;
    c->label[i] = row->label != NULL ? row->label : "";
    c->refusal[i] = row->refusal != NULL ? row->refusal : "";
    c->asked[i] = row->size;
    c->users[i] = chosen ? row->selection->num_seeds : 0;
    c->lower[i] = certificate != NULL ? certificate->lower : none;
    c->upper[i] = certificate != NULL ? certificate->upper : none;
    c->ratio[i] = certificate != NULL ? certificate->ratio : none;
    c->sets[i] = certificate != NULL ? certificate->num_sets : 0;
    c->seconds[i] = chosen ? row->seconds : none;
    c->memory[i] = row->memory;
    wom_estimate_columns_set(&c->value, i, &row->value);
    wom_estimate_columns_set(&c->difference, i, &row->difference);
}

static wom_status
write_algorithm_tables(wom_store *store, const algorithm_columns *c, uint32_t num, const char *unit)
{
    static const estimate_names difference_names = { "difference", "difference_se", "difference_lo95",
                                                     "difference_hi95", "the first algorithm's value less this one's" };
    wom_column columns[16] = {
        { "algorithm", WOM_TYPE_STRING, c->label, "", "with the fields that are not their defaults" },
        { "seeds", WOM_TYPE_UINT32, c->asked, "users", "to be asked at most" },
        { "users", WOM_TYPE_UINT32, c->users, "users", "asked users" },
    };
    uint32_t listed = 3 + wom_estimate_columns_list(columns + 3, &c->value, &wom_value_names, unit);
    listed += wom_estimate_columns_list(columns + listed, &c->difference, &difference_names, unit);
    columns[listed++] = (wom_column){ "sets", WOM_TYPE_UINT64, c->sets, "sets", "in each collection of RR sets" };
    columns[listed++] = (wom_column){ "lower", WOM_TYPE_DOUBLE, c->lower, unit, "certified value, at least" };
    columns[listed++] = (wom_column){ "upper", WOM_TYPE_DOUBLE, c->upper, unit, "certified best value, at most" };
    columns[listed++] = (wom_column){ "ratio", WOM_TYPE_DOUBLE, c->ratio, "1", "lower / upper" };
    columns[listed++] = (wom_column){ "refused", WOM_TYPE_STRING, c->refusal, "", "why; empty where it chose" };
    WOM_TRY(wom_store_write_table(store, "/compare/algorithms", columns, listed, num, NULL));
    const wom_column times[] = {
        { "algorithm", WOM_TYPE_STRING, c->label, "", "as in /compare/algorithms" },
        { "seeds", WOM_TYPE_UINT32, c->asked, "users", "to be asked at most" },
        { "seconds", WOM_TYPE_DOUBLE, c->seconds, "s", "of choosing seeds, by the clock" },
        { "memory", WOM_TYPE_UINT64, c->memory, "bytes", "needed at the peak beyond data and chances" },
    };
    return wom_store_write_table(store, "/provenance/algorithms", times, LENGTH(times), num, NULL);
}

static wom_status
write_algorithms(wom_store *store, wom_job *job, const wom_comparison *found, const char *unit)
{
    algorithm_columns c = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(allocate_algorithms(&c, job, found->num_rows));
    for (uint32_t i = 0; i < found->num_rows; i++) set_algorithm(&c, i, &found->rows[i]);
    status = write_algorithm_tables(store, &c, found->num_rows, unit);
done:
    free_algorithms(&c);
    return status;
}

wom_status
wom_results_write_compare(wom_store *store, wom_job *job, const wom_run *run)
{
    const wom_comparison *found = run->comparison;
    if (found == NULL || found->rank_correlation == NULL) return WOM_OK;
    const char *unit = wom_metrics[wom_goal_metric(&run->scenario->goal)].unit;
    WOM_TRY(write_models(store, job, found, unit));
    WOM_TRY(write_seeds(store, job, run));
    WOM_TRY(write_pairs(store, job, found, unit));
    return found->rows != NULL ? write_algorithms(store, job, found, unit) : WOM_OK;
}
