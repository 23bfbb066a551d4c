/* Results of choosing: seeds, certificate, contents and algorithms compared. */
#include "results.h"
#include "results_columns.h"

#include <math.h>

/* The columns of the seed table. */
typedef struct seed_columns {
    uint32_t *rank;
    const char **user, **content, **segment;
    double *cost, *gain, *gain_se, *cum_cost, *cum_gain;
    uint8_t *pinned;
} seed_columns;

static void
free_seed_columns(seed_columns *c)
{
    wom_free(c->rank);
    wom_free(c->user);
    wom_free(c->cost);
    wom_free(c->pinned);
}

static wom_status
allocate_seed_columns(seed_columns *c, wom_job *job, uint32_t num)
{
    const char *what = "the seed table";
    WOM_TRY(wom_allocate(&c->rank, job, num, sizeof *c->rank, what));
    WOM_TRY(wom_allocate(&c->user, job, 3 * (uint64_t)num, sizeof *c->user, what));
    WOM_TRY(wom_allocate(&c->cost, job, 5 * (uint64_t)num, sizeof *c->cost, what));
    WOM_TRY(wom_allocate(&c->pinned, job, num, sizeof *c->pinned, what));
    c->content = c->user + num;
    c->segment = c->content + num;
    c->gain = c->cost + num;
    c->gain_se = c->gain + num;
    c->cum_cost = c->gain_se + num;
    c->cum_gain = c->cum_cost + num;
    return WOM_OK;
}

static void
fill_seed_columns(seed_columns *c, const wom_run *run)
{
    const wom_candidate *plan = run->plan;
    const wom_data *data = run->data;
    double cost = 0, gain = 0;
    for (uint32_t i = 0; i < plan->num_seeds; i++) {
        const wom_node user = plan->seeds[i];
        c->rank[i] = i + 1;
        c->user[i] = wom_data_user_id(data, user);
        c->content[i] = data->content_id[wom_candidate_content(plan, i)];
        c->segment[i] = data->segment != NULL ? data->segment_name[data->segment[user]] : "";
        c->cost[i] = data->cost != NULL ? data->cost[user] : 0;
        c->gain[i] = plan->selection != NULL ? plan->selection->gain[i] : (double)NAN;
        c->gain_se[i] = plan->selection != NULL ? plan->selection->gain_error[i] : (double)NAN;
        c->cum_cost[i] = cost += c->cost[i];
        c->cum_gain[i] = gain += c->gain[i];
        c->pinned[i] = plan->selection != NULL && i < run->scenario->goal.num_pinned;
    }
}

static wom_status
write_seeds(wom_store *store, wom_job *job, const wom_run *run)
{
    seed_columns c = { 0 };
    const uint32_t num = run->plan->num_seeds;
    const char *unit = run->scenario->goal.maximise == WOM_MAXIMISE_ACTIVE ? "users" : "money";
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(allocate_seed_columns(&c, job, num));
    fill_seed_columns(&c, run);
    const wom_column columns[] = {
        { "rank", WOM_TYPE_UINT32, c.rank, "1", "place in the order of choice, pinned users first" },
        { "user", WOM_TYPE_STRING, c.user, "", "who is asked" },
        { "content", WOM_TYPE_STRING, c.content, "", "what she is asked to pass on" },
        { "segment", WOM_TYPE_STRING, c.segment, "", "her segment" },
        { "cost", WOM_TYPE_DOUBLE, c.cost, "money", "her fee" },
        { "gain", WOM_TYPE_DOUBLE, c.gain, unit, "marginal gain by the algorithm's own estimate" },
        { "gain_se", WOM_TYPE_DOUBLE, c.gain_se, unit, "its standard error" },
        { "cum_cost", WOM_TYPE_DOUBLE, c.cum_cost, "money", "fees so far" },
        { "cum_gain", WOM_TYPE_DOUBLE, c.cum_gain, unit, "gain so far by the algorithm's own estimate" },
        { "pinned", WOM_TYPE_BOOL, c.pinned, "1", "asked in any case" },
    };
    status = wom_store_write_table(store, "/seeds", columns, LENGTH(columns), num, "user");
done:
    free_seed_columns(&c);
    return status;
}

/* Rows of candidates: name or content, size, cost and the goal's metric on the judging worlds; with differences to the
 * plan. */
typedef struct candidate_rows {
    const char **name, **content;
    double *seeds, *cost;
    estimate_columns value, difference;
} candidate_rows;

static void
free_candidate_rows(candidate_rows *rows)
{
    wom_free(rows->name);
    wom_free(rows->seeds);
    wom_estimate_columns_free(&rows->value);
    wom_estimate_columns_free(&rows->difference);
}

static wom_status
allocate_candidate_rows(candidate_rows *rows, wom_job *job, uint32_t num)
{
    WOM_TRY(wom_allocate(&rows->name, job, 2 * (uint64_t)num, sizeof *rows->name, "a table of plans"));
    WOM_TRY(wom_allocate(&rows->seeds, job, 2 * (uint64_t)num, sizeof *rows->seeds, "a table of plans"));
    rows->content = rows->name + num;
    rows->cost = rows->seeds + num;
    WOM_TRY(wom_estimate_columns_create(&rows->value, job, num));
    return wom_estimate_columns_create(&rows->difference, job, num);
}

static void
set_candidate_row(candidate_rows *rows, uint32_t row, const wom_run *run, const wom_candidate *candidate)
{
    const wom_metric metric = wom_goal_metric(&run->scenario->goal);
    rows->name[row] = candidate->name;
    rows->content[row] = candidate->contents == NULL ? run->data->content_id[candidate->content] : "(each her own)";
    rows->seeds[row] = candidate->num_seeds;
    rows->cost[row] = candidate->outcome->estimate[WOM_METRIC_COST].value;
    wom_estimate_columns_set(&rows->value, row, &candidate->outcome->estimate[metric]);
    wom_estimate_columns_set(&rows->difference, row, &candidate->difference.estimate[metric]);
}

static wom_status
write_candidate_rows(wom_store *store, const char *path, const candidate_rows *rows, uint32_t num, const char *unit,
                     bool with_difference, const char *index)
{
    wom_column columns[12];
    uint32_t n = 0;
    columns[n++] = (wom_column){ "algorithm", WOM_TYPE_STRING, rows->name, "", "how the plan was chosen" };
    columns[n++] = (wom_column){ "content", WOM_TYPE_STRING, rows->content, "", "what is passed on" };
    columns[n++] = (wom_column){ "seeds", WOM_TYPE_DOUBLE, rows->seeds, "users", "asked users" };
    columns[n++] = (wom_column){ "cost", WOM_TYPE_DOUBLE, rows->cost, "money", "mean cost on the judging worlds" };
    n += wom_estimate_columns_list(columns + n, &rows->value, &wom_value_names, unit);
    if (with_difference) n += wom_estimate_columns_list(columns + n, &rows->difference, &wom_difference_names, unit);
    return wom_store_write_table(store, path, columns, n, num, index);
}

static wom_status
write_contents(wom_store *store, wom_job *job, const wom_run *run)
{
    candidate_rows rows = { 0 };
    uint32_t num = 0;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(allocate_candidate_rows(&rows, job, run->num_contents));
    for (uint32_t c = 0; c < run->num_contents; c++)
        if (run->by_content[c].outcome != NULL) set_candidate_row(&rows, num++, run, &run->by_content[c]);
    status = write_candidate_rows(store, "/contents", &rows, num,
                                  wom_metrics[wom_goal_metric(&run->scenario->goal)].unit, false, "content");
done:
    free_candidate_rows(&rows);
    return status;
}

static wom_status
write_algorithms(wom_store *store, wom_job *job, const wom_run *run)
{
    candidate_rows rows = { 0 };
    uint32_t num = 0;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(allocate_candidate_rows(&rows, job, run->num_candidates + 2));
    set_candidate_row(&rows, num++, run, run->plan);
    if (run->beaten != NULL) set_candidate_row(&rows, num++, run, run->beaten);
    for (uint32_t i = 0; i < run->num_candidates; i++) set_candidate_row(&rows, num++, run, &run->candidates[i]);
    status = write_candidate_rows(store, "/algorithms", &rows, num,
                                  wom_metrics[wom_goal_metric(&run->scenario->goal)].unit, true, NULL);
done:
    free_candidate_rows(&rows);
    return status;
}

static wom_status
write_rival(wom_store *store, wom_job *job, const wom_run *run)
{
    const wom_rival_asks *rival = &run->rival;
    const char **text = NULL;
    if (rival->num == 0) return WOM_OK;
    WOM_TRY(wom_allocate(&text, job, 2 * (uint64_t)rival->num, sizeof *text, "the rival's seeds"));
    for (uint32_t i = 0; i < rival->num; i++) {
        text[i] = wom_data_user_id(run->data, rival->user[i]);
        text[rival->num + i] = run->data->content_id[rival->content[i]];
    }
    const wom_column columns[] = {
        { "user", WOM_TYPE_STRING, text, "", "asked by the rival" },
        { "content", WOM_TYPE_STRING, text + rival->num, "", "what the rival passes on" },
    };
    const wom_status status = wom_store_write_table(store, "/rival", columns, 2, rival->num, "user");
    wom_free(text);
    return status;
}

wom_status
wom_results_write_plan(wom_store *store, wom_job *job, const wom_run *run)
{
    if (run->plan == NULL) return WOM_OK;
    WOM_TRY(write_seeds(store, job, run));
    WOM_TRY(write_rival(store, job, run));
    WOM_TRY(write_contents(store, job, run));
    if (run->plan->outcome != NULL) WOM_TRY(write_algorithms(store, job, run));
    if (run->plan->selection == NULL || !run->plan->selection->has_certificate) return WOM_OK;
    return wom_results_write_certificate(store, &run->plan->selection->certificate);
}
