/* Answers to what-ifs: a row for each question and metric. */
#include "results.h"
#include "results_columns.h"

#include <string.h>

typedef struct answer_columns {
    const char **question, **metric, **unit, **content;
    double *ratio;
    estimate_columns value, difference;
} answer_columns;

static wom_status
allocate_answers(answer_columns *c, wom_job *job, uint64_t num)
{
    WOM_TRY(wom_allocate(&c->question, job, 4 * num, sizeof *c->question, "a table of answers"));
    c->metric = c->question + num;
    c->unit = c->metric + num;
    c->content = c->unit + num;
    WOM_TRY(wom_allocate(&c->ratio, job, num, sizeof *c->ratio, "a table of answers"));
    WOM_TRY(wom_estimate_columns_create(&c->value, job, num));
    return wom_estimate_columns_create(&c->difference, job, num);
}

static void
free_answers(answer_columns *c)
{
    wom_free(c->question);
    wom_free(c->ratio);
    wom_estimate_columns_free(&c->value);
    wom_estimate_columns_free(&c->difference);
}

static void
set_answer(answer_columns *c, uint64_t row, const wom_run *run, const wom_what_if_result *result, uint32_t metric)
{
    c->question[row] = result->name;
    c->metric[row] = wom_metrics[metric].name;
    c->unit[row] = wom_metrics[metric].unit;
    c->content[row] = result->contents == NULL ? run->data->content_id[result->content] : "(each her own)";
    c->ratio[row] = result->difference.variance_ratio[metric];
    wom_estimate_columns_set(&c->value, row, &result->outcome->estimate[metric]);
    wom_estimate_columns_set(&c->difference, row, &result->difference.estimate[metric]);
}

wom_status
wom_results_write_what_ifs(wom_store *store, wom_job *job, const wom_run *run)
{
    uint64_t num = 0;
    answer_columns c = { 0 };
    wom_column columns[16];
    uint32_t n = 0;
    wom_status status = WOM_OK;
    if (run->num_what_ifs == 0) return WOM_OK;
    WOM_TRY_GOTO(allocate_answers(&c, job, (uint64_t)run->num_what_ifs * WOM_NUM_METRICS));
    for (uint32_t i = 0; i < run->num_what_ifs; i++)
        for (uint32_t m = 0; m < WOM_NUM_METRICS; m++)
            if (wom_run_reports(run, (wom_metric)m)) set_answer(&c, num++, run, &run->what_ifs[i], m);
    columns[n++] = (wom_column){ "question", WOM_TYPE_STRING, c.question, "", "what if" };
    columns[n++] = (wom_column){ "metric", WOM_TYPE_STRING, c.metric, "", "what is measured" };
    columns[n++] = (wom_column){ "unit", WOM_TYPE_STRING, c.unit, "", "of value and difference" };
    columns[n++] = (wom_column){ "content", WOM_TYPE_STRING, c.content, "", "what is passed on" };
    n += wom_estimate_columns_list(columns + n, &c.value, &wom_value_names, "1");
    n += wom_estimate_columns_list(columns + n, &c.difference, &wom_difference_names, "1");
    columns[n++] = (wom_column){ "variance_ratio", WOM_TYPE_DOUBLE, c.ratio, "1",
                                 "variance on independent worlds over variance on common ones" };
    status = wom_store_write_table(store, "/what_if", columns, n, num, NULL);
done:
    free_answers(&c);
    return status;
}
