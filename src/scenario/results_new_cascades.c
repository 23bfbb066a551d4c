/* Results of foretelling new cascades: seed rules, who is next, sizes, and who starts. */
#include "results.h"
#include "results_columns.h"

#include <math.h>

static wom_status
write_seeds(wom_store *store, wom_job *job, const wom_new_cascades *found)
{
    enum { NUM_FIGURES = 9 };
    static const struct {
        const char *name, *units, *long_name;
    } figures[NUM_FIGURES] = {
        { "dni", "users", "distinct users of new cascades begun by so many seeds; no effect of asking them" },
        { "starting", "users", "seeds that begin a new cascade" },
        { "difference", "users", "dni less that of the first rule" },
        { "difference_se", "users", "its standard error by half-samples without replacement" },
        { "difference_lo95", "users", "low end of its 95 % interval" },
        { "difference_hi95", "users", "high end" },
        { "validation", "users", "dni of the larger number in the window inside the past; the largest is chosen" },
        { "incremental", "users", "active users that asking the larger number would add under the scenario's model" },
        { "incremental_se", "users", "its standard error over worlds" },
    };
    const uint64_t num = (uint64_t)found->num_rules * WOM_NUM_DNI_SIZES;
    const char **rule = NULL;
    uint32_t *size = NULL;
    double *values = NULL;
    wom_column columns[2 + NUM_FIGURES];
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&rule, job, num, sizeof *rule, "rules"));
    WOM_TRY_GOTO(wom_allocate(&size, job, num, sizeof *size, "rules"));
    WOM_TRY_GOTO(wom_allocate(&values, job, NUM_FIGURES * num, sizeof *values, "rules"));
    for (uint64_t i = 0; i < num; i++) {
        const wom_new_rule_row *row = &found->rule[i / WOM_NUM_DNI_SIZES];
        const wom_dni_row *dni = &row->dni[i % WOM_NUM_DNI_SIZES];
        const double of_row[NUM_FIGURES] = { (double)dni->users, dni->starting, dni->difference, dni->error, dni->low,
                                             dni->high, (double)row->validation, row->incremental.value,
                                             row->incremental.standard_error };
        rule[i] = row->label;
        size[i] = wom_dni_sizes[i % WOM_NUM_DNI_SIZES];
        for (int f = 0; f < NUM_FIGURES; f++)
            values[(uint64_t)f * num + i] = row->refusal == NULL ? of_row[f] : (double)NAN;
    }
    columns[0] = (wom_column){ "rule", WOM_TYPE_STRING, rule, "", "that ranks users by the past" };
    columns[1] = (wom_column){ "seeds", WOM_TYPE_UINT32, size, "users", "the first so many" };
    for (int f = 0; f < NUM_FIGURES; f++)
        columns[2 + f] = (wom_column){ figures[f].name, WOM_TYPE_DOUBLE, values + (uint64_t)f * num, figures[f].units,
                                       figures[f].long_name };
    status = wom_store_write_table(store, "/forecast/starters", columns, LENGTH(columns), num, NULL);
done:
    wom_free(rule);
    wom_free(size);
    wom_free(values);
    return status;
}

static wom_status
write_next(wom_store *store, wom_job *job, const wom_new_cascades *found)
{
    enum { NUM_FIGURES = 5 };
    static const char *const names[NUM_FIGURES] = { "hits_10", "hits_50", "hits_100", "map_100", "map_100_se" };
    static const char *const meanings[NUM_FIGURES] = {
        "share of next users among the first 10", "among the first 50", "among the first 100",
        "mean of 1 / rank, 0 beyond 100", "its standard error by a bootstrap of cascades"
    };
    const uint64_t num = found->num_next;
    const char **rule = NULL;
    uint8_t *online = NULL;
    double *values = NULL;
    wom_column columns[2 + NUM_FIGURES];
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&rule, job, num, sizeof *rule, "rules"));
    WOM_TRY_GOTO(wom_allocate(&online, job, num, sizeof *online, "rules"));
    WOM_TRY_GOTO(wom_allocate(&values, job, NUM_FIGURES * num, sizeof *values, "rules"));
    for (uint64_t i = 0; i < num; i++) {
        const wom_next_score_row *score = &found->next[i].score;
        const double of_row[NUM_FIGURES] = { score->hits_10, score->hits_50, score->hits_100, score->map,
                                             score->map_error };
        rule[i] = found->next[i].rule.name;
        online[i] = found->next[i].rule.online;
        for (int f = 0; f < NUM_FIGURES; f++)
            values[(uint64_t)f * num + i] = found->next[i].refusal == NULL ? of_row[f] : (double)NAN;
    }
    columns[0] = (wom_column){ "rule", WOM_TYPE_STRING, rule, "", "that ranks who may be next" };
    columns[1] = (wom_column){ "online", WOM_TYPE_BOOL, online, "", "knows all before the action that it foretells" };
    for (int f = 0; f < NUM_FIGURES; f++)
        columns[2 + f] = (wom_column){ names[f], WOM_TYPE_DOUBLE, values + (uint64_t)f * num, "1", meanings[f] };
    status = wom_store_write_table(store, "/forecast/next_users", columns, LENGTH(columns), num, NULL);
done:
    wom_free(rule);
    wom_free(online);
    wom_free(values);
    return status;
}

static wom_status
write_sizes(wom_store *store, const wom_new_cascades *found)
{
    enum { NUM = WOM_NUM_SIZE_ROWS };
    double msle[NUM], error[NUM], bias[NUM], rank[NUM], coverage[NUM], width[NUM];
    uint64_t num[NUM];
    if (found->no_sizes != NULL) return WOM_OK;
    for (int i = 0; i < NUM; i++) {
        const wom_size_score *score = &found->size[i];
        num[i] = score->num;
        msle[i] = score->msle;
        error[i] = score->msle_error;
        bias[i] = score->bias;
        rank[i] = score->rank_correlation;
        coverage[i] = score->coverage;
        width[i] = score->width;
    }
    const wom_column columns[] = {
        { "forecast", WOM_TYPE_STRING, wom_size_row_names, "", "of the final size" },
        { "cascades", WOM_TYPE_UINT64, num, "1", "new ones that were foretold" },
        { "msle", WOM_TYPE_DOUBLE, msle, "1", "mean squared error of the natural logarithm of size" },
        { "msle_se", WOM_TYPE_DOUBLE, error, "1", "its standard error over cascades" },
        { "bias", WOM_TYPE_DOUBLE, bias, "1", "mean of predicted less actual ln size" },
        { "rank_correlation", WOM_TYPE_DOUBLE, rank, "1", "Spearman's" },
        { "coverage", WOM_TYPE_DOUBLE, coverage, "1", "share of sizes within their 80 % interval" },
        { "width", WOM_TYPE_DOUBLE, width, "1", "mean width of that interval in ln size" },
    };
    return wom_store_write_table(store, "/forecast/sizes", columns, LENGTH(columns), NUM, "forecast");
}

static wom_status
write_starts(wom_store *store, wom_job *job, const wom_run *run)
{
    const wom_start_propensity *starts = run->new_cascades->starts;
    char **ids = NULL;
    WOM_TRY(wom_data_user_ids(&ids, job, run->data));
    const wom_column columns[] = {
        { "user", WOM_TYPE_STRING, ids, "", "external id" },
        { "starts", WOM_TYPE_UINT32, starts->starts, "1", "cascades begun in the past" },
        { "rate", WOM_TYPE_DOUBLE, starts->rate, "1 / day", "expected starts a day: posterior mean" },
        { "lo95", WOM_TYPE_DOUBLE, starts->low, "1 / day", "low end of its 95 % interval" },
        { "hi95", WOM_TYPE_DOUBLE, starts->high, "1 / day", "high end" },
    };
    wom_status status = wom_store_write_table(store, "/learn/starts", columns, LENGTH(columns), starts->num_nodes,
                                              "user");
    wom_free(ids);
    if (status == WOM_OK) status = wom_store_attribute_number(store, "/learn/starts", "shape", starts->shape);
    if (status == WOM_OK) status = wom_store_attribute_number(store, "/learn/starts", "mix", starts->mix);
    return status;
}

static wom_status
write_running(wom_store *store, const wom_run *run)
{
    const wom_running_forecast *running = run->forecast;
    const char *ids[WOM_MOST_NEXT];
    if (running == NULL) return WOM_OK;
    const wom_size_forecast *size = &running->forecast;
    const double size_now = (double)running->size;
    const wom_column sizes[] = {
        { "content", WOM_TYPE_STRING, &run->data->log->content_id[running->content], "", "that is running" },
        { "size", WOM_TYPE_DOUBLE, &size_now, "users", "by the end of the log" },
        { "at", WOM_TYPE_DOUBLE, &running->at, "seconds", "of the forecast, in the log's time" },
        { "median", WOM_TYPE_DOUBLE, &size->median, "users", "size then" },
        { "lo80", WOM_TYPE_DOUBLE, &size->low, "users", "low end of its 80 % interval" },
        { "hi80", WOM_TYPE_DOUBLE, &size->high, "users", "high end" },
    };
    for (uint32_t k = 0; k < running->num_next; k++) ids[k] = wom_data_user_id(run->data, running->next[k]);
    const wom_column next[] = {
        { "user", WOM_TYPE_STRING, ids, "", "who may be next, likeliest first" },
        { "share", WOM_TYPE_DOUBLE, running->share, "1", "of the scores of all who are not in it" },
    };
    WOM_TRY(wom_store_write_table(store, "/forecast/running", sizes, LENGTH(sizes), 1, "content"));
    return wom_store_write_table(store, "/forecast/running_next", next, LENGTH(next), running->num_next, "user");
}

wom_status
wom_results_write_new_cascades(wom_store *store, wom_job *job, const wom_run *run)
{
    const wom_new_cascades *found = run->new_cascades;
    if (found == NULL) return WOM_OK;
    WOM_TRY(write_seeds(store, job, found));
    WOM_TRY(write_next(store, job, found));
    WOM_TRY(write_sizes(store, found));
    WOM_TRY(write_running(store, run));
    return write_starts(store, job, run);
}
