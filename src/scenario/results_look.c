/* Results of looking at single worlds: shape, generations, traces, contributions. */
#include "results.h"
#include "results_columns.h"

static wom_status
write_shape(wom_store *store, wom_job *job, const wom_shape *shape)
{
    enum { NUM = WOM_NUM_SHAPE_MEASURES };
    const char *measure[NUM], *unit[NUM], *meaning[NUM];
    double quantiles[3][NUM];
    uint64_t n[NUM];
    estimate_columns values = { 0 };
    WOM_TRY(wom_estimate_columns_create(&values, job, NUM));
    for (uint32_t m = 0; m < NUM; m++) {
        measure[m] = wom_shape_measures[m].name;
        unit[m] = wom_shape_measures[m].unit;
        meaning[m] = wom_shape_measures[m].long_name;
        n[m] = shape->estimate[m].n;
        quantiles[0][m] = shape->low[m];
        quantiles[1][m] = shape->median[m];
        quantiles[2][m] = shape->high[m];
        wom_estimate_columns_set(&values, m, &shape->estimate[m]);
    }
    wom_column columns[11] = { { "measure", WOM_TYPE_STRING, measure, "", "what is measured" } };
    uint32_t num = 1 + wom_estimate_columns_list(columns + 1, &values, &wom_value_names, "1");
    columns[num++] = (wom_column){ "q05", WOM_TYPE_DOUBLE, quantiles[0], "1", "5 % quantile over worlds" };
    columns[num++] = (wom_column){ "median", WOM_TYPE_DOUBLE, quantiles[1], "1", "median over worlds" };
    columns[num++] = (wom_column){ "q95", WOM_TYPE_DOUBLE, quantiles[2], "1", "95 % quantile over worlds" };
    columns[num++] = (wom_column){ "n", WOM_TYPE_UINT64, n, "worlds", "looked at that have it" };
    columns[num++] = (wom_column){ "unit", WOM_TYPE_STRING, unit, "", "of the row" };
    columns[num++] = (wom_column){ "meaning", WOM_TYPE_STRING, meaning, "", "of the measure" };
    const wom_status status = wom_store_write_table(store, "/shape", columns, num, NUM, "measure");
    wom_estimate_columns_free(&values);
    return status;
}

static wom_status
write_generations(wom_store *store, wom_job *job, const wom_shape *shape)
{
    static const estimate_names names = { "reproduction", "reproduction_se", "reproduction_lo95", "reproduction_hi95",
                                          "users of the next generation for each of this one" };
    const uint32_t num = shape->num_generations;
    uint32_t *generation = NULL;
    estimate_columns users = { 0 }, reproduction = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&generation, job, num, sizeof *generation, "generations"));
    WOM_TRY_GOTO(wom_estimate_columns_create(&users, job, num));
    WOM_TRY_GOTO(wom_estimate_columns_create(&reproduction, job, num));
    for (uint32_t g = 0; g < num; g++) {
        generation[g] = g;
        wom_estimate_columns_set(&users, g, &shape->generation[g]);
        wom_estimate_columns_set(&reproduction, g, &shape->reproduction[g]);
    }
    wom_column columns[9] = { { "generation", WOM_TYPE_UINT32, generation, "1",
                                "ties from the seed; 0: seeds and users active by themselves" } };
    uint32_t listed = 1 + wom_estimate_columns_list(columns + 1, &users, &wom_value_names, "users");
    listed += wom_estimate_columns_list(columns + listed, &reproduction, &names, "1");
    status = wom_store_write_table(store, "/generations", columns, listed, num, NULL);
done:
    wom_free(generation);
    wom_estimate_columns_free(&users);
    wom_estimate_columns_free(&reproduction);
    return status;
}

/* ---- Contributions ---- */

static wom_status
write_contributions(wom_store *store, wom_job *job, const wom_run *run)
{
    static const estimate_names alone_names = { "alone", "alone_se", "alone_lo95", "alone_hi95",
                                                "incremental users if only she was asked" };
    static const estimate_names lost_names = { "lost", "lost_se", "lost_lo95", "lost_hi95",
                                               "incremental users lost without her" };
    static const estimate_names credit_names = { "credit", "credit_se", "credit_lo95", "credit_hi95",
                                                 "her fair share of the plan's incremental users (Shapley value)" };
    const wom_contributions *found = run->contributions;
    const uint32_t num = found->num_asks;
    const char **user = NULL;
    estimate_columns alone = { 0 }, lost = { 0 }, credit = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&user, job, num, sizeof *user, "contributions"));
    WOM_TRY_GOTO(wom_estimate_columns_create(&alone, job, num));
    WOM_TRY_GOTO(wom_estimate_columns_create(&lost, job, num));
    WOM_TRY_GOTO(wom_estimate_columns_create(&credit, job, num));
    for (uint32_t i = 0; i < num; i++) {
        user[i] = wom_data_user_id(run->data, run->plan->seeds[i]);
        wom_estimate_columns_set(&alone, i, &found->alone[i]);
        wom_estimate_columns_set(&lost, i, &found->lost[i]);
        wom_estimate_columns_set(&credit, i, &found->credit[i]);
    }
    wom_column columns[13] = { { "user", WOM_TYPE_STRING, user, "", "seed, in the order of /seeds" } };
    uint32_t listed = 1 + wom_estimate_columns_list(columns + 1, &alone, &alone_names, "users");
    listed += wom_estimate_columns_list(columns + listed, &lost, &lost_names, "users");
    listed += wom_estimate_columns_list(columns + listed, &credit, &credit_names, "users");
    status = wom_store_write_table(store, "/contributions", columns, listed, num, "user");
done:
    wom_free(user);
    wom_estimate_columns_free(&alone);
    wom_estimate_columns_free(&lost);
    wom_estimate_columns_free(&credit);
    return status;
}

/* ---- Traces ---- */

typedef struct trace_columns {
    uint64_t *replicate;
    const char **user, **parent;
    uint32_t *generation;
    uint8_t *is_seed;
    double *time;
} trace_columns;

static wom_status
allocate_trace_columns(trace_columns *c, wom_job *job, uint64_t num)
{
    WOM_TRY(wom_allocate(&c->replicate, job, num, sizeof *c->replicate, "traces"));
    WOM_TRY(wom_allocate(&c->user, job, 2 * num, sizeof *c->user, "traces"));
    WOM_TRY(wom_allocate(&c->generation, job, num, sizeof *c->generation, "traces"));
    WOM_TRY(wom_allocate(&c->is_seed, job, num, sizeof *c->is_seed, "traces"));
    WOM_TRY(wom_allocate(&c->time, job, num, sizeof *c->time, "traces"));
    c->parent = c->user + num;
    return WOM_OK;
}

static void
fill_trace_columns(trace_columns *c, const wom_run *run)
{
    uint64_t row = 0;
    for (uint32_t t = 0; t < run->num_traces; t++) {
        const wom_trace *trace = run->traces[t];
        for (uint32_t i = 0; i < trace->num_rows; i++, row++) {
            const bool has_parent = trace->parent[i] != WOM_NO_NODE;
            c->replicate[row] = trace->replicate;
            c->user[row] = wom_data_user_id(run->data, trace->user[i]);
            c->parent[row] = has_parent ? wom_data_user_id(run->data, trace->user[trace->parent[i]]) : "";
            c->generation[row] = trace->generation[i];
            c->is_seed[row] = trace->is_seed[i];
            c->time[row] = trace->time[i];
        }
    }
}

static wom_status
write_traces(wom_store *store, wom_job *job, const wom_run *run)
{
    trace_columns c = { 0 };
    uint64_t num = 0;
    wom_status status = WOM_OK;
    for (uint32_t t = 0; t < run->num_traces; t++) num += run->traces[t]->num_rows;
    WOM_TRY_GOTO(allocate_trace_columns(&c, job, num));
    fill_trace_columns(&c, run);
    const wom_column columns[] = {
        { "replicate", WOM_TYPE_UINT64, c.replicate, "1", "number of the world" },
        { "user", WOM_TYPE_STRING, c.user, "", "who became active" },
        { "parent", WOM_TYPE_STRING, c.parent, "",
          "who made her active; empty for seeds and users active by themselves" },
        { "generation", WOM_TYPE_UINT32, c.generation, "1", "ties from the seed" },
        { "is_seed", WOM_TYPE_BOOL, c.is_seed, "1", "was asked and accepted" },
        { "time", WOM_TYPE_DOUBLE, c.time, "steps", "when she became active" },
    };
    status = wom_store_write_table(store, "/traces", columns, LENGTH(columns), num, NULL);
done:
    wom_free(c.replicate);
    wom_free(c.user);
    wom_free(c.generation);
    wom_free(c.is_seed);
    wom_free(c.time);
    return status;
}

wom_status
wom_results_write_look(wom_store *store, wom_job *job, const wom_run *run)
{
    if (run->num_traces > 0) WOM_TRY(write_traces(store, job, run));
    if (run->shape != NULL) {
        WOM_TRY(write_shape(store, job, run->shape));
        WOM_TRY(write_generations(store, job, run->shape));
    }
    return run->contributions != NULL ? write_contributions(store, job, run) : WOM_OK;
}
