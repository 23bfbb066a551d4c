/* What the log foretells of new cascades, and of one that is running when it ends. */
#include "run.h"

#include <math.h>
#include <string.h>

/* Online, without ties: what holds for logs of all kinds. */
static const wom_next_rule next_rule = { "transitions and popularity", true, 30, 1, (double)NAN, 0, 0, .1, .7 };

/* The scenario's model where it can be had from the data, for what asking users would add. */
static wom_status
validate(wom_run *run, wom_job *job, const wom_history *history)
{
    const wom_scenario *scenario = run->scenario;
    wom_new_cascades_options options = wom_new_cascades_defaults();
    wom_model *model = NULL;
    wom_status status = WOM_OK;
    if (run->data->graph->num_ties > 0)
        status = wom_model_create(&model, job, run->data, &scenario->weighting, &scenario->similarity,
                                  scenario->baseline);
    if (status != WOM_OK && status != WOM_INVALID) return status;
    options.share = scenario->forecast.share;
    options.after = scenario->forecast.after;
    options.seed = scenario->seed;
    options.model = model;
    options.dynamics = &scenario->dynamics;
    status = wom_new_cascades_validate(&run->new_cascades, job, history, run->data->graph, &options);
    wom_model_free(model);
    return status;
}

static wom_status
find_content(uint32_t *content, const wom_log *log, const char *id)
{
    for (*content = 0; *content < log->num_contents; (*content)++)
        if (strcmp(log->content_id[*content], id) == 0) return WOM_OK;
    return wom_fail(WOM_INVALID, "/forecast/content: the log has no content \"%s\"", id);
}

/* The users of the largest scores, and their share in the sum. */
static void
list_next(wom_running_forecast *found, const double *score, wom_node num_nodes)
{
    double sum = 0;
    for (wom_node user = 0; user < num_nodes; user++) {
        if (!(score[user] > 0)) continue;
        sum += score[user];
        uint32_t place = found->num_next;
        while (place > 0 && score[found->next[place - 1]] < score[user]) place--;
        if (place == WOM_MOST_NEXT) continue;
        if (found->num_next < WOM_MOST_NEXT) found->num_next++;
        for (uint32_t k = found->num_next - 1; k > place; k--) found->next[k] = found->next[k - 1];
        found->next[place] = user;
    }
    for (uint32_t k = 0; k < found->num_next; k++) found->share[k] = score[found->next[k]] / sum;
}

static wom_status
foretell(wom_running_forecast *found, wom_run *run, wom_job *job, const wom_history *history)
{
    const wom_forecast_section *section = &run->scenario->forecast;
    const double now = nextafter(history->end, (double)INFINITY);
    wom_size_model model;
    double *score = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(find_content(&found->content, history->log, section->content));
    const uint64_t first = history->log->first[found->content];
    const uint64_t end = wom_history_content_end(history, found->content, now);
    found->after = section->after;
    found->size = end - first;
    found->at = history->end + 86400 * section->horizon;
    WOM_TRY(wom_size_model_fit(&model, job, history, section->after, true, now));
    WOM_TRY(wom_fail_in(wom_size_foretell(&found->forecast, &model, history, found->content, found->at,
                                          (double)found->size, 0.8),
                        "/forecast/content \"%s\"", section->content));
    WOM_TRY(wom_allocate(&score, job, history->num_nodes, sizeof *score, "users' scores"));
    status = wom_next_score(score, job, history, run->data->graph, &next_rule, found->content, end, now);
    if (status == WOM_OK) list_next(found, score, history->num_nodes);
    wom_free(score);
    return status;
}

wom_status
wom_run_forecast(wom_run *run, wom_job *job)
{
    wom_history *history = NULL;
    wom_running_forecast *found = NULL;
    wom_status status = WOM_OK;
    if (run->data->log == NULL)
        return wom_fail(WOM_INVALID, "there is no log to foretell from; give \"log\": {\"file\": ...}");
    WOM_TRY_GOTO(wom_history_create(&history, job, run->data->log, run->data->graph->num_nodes));
    if (run->scenario->forecast.content != NULL) {
        WOM_TRY_GOTO(wom_allocate(&found, job, 1, sizeof *found, "a forecast"));
        WOM_TRY_GOTO(foretell(found, run, job, history));
        run->forecast = found;
        found = NULL;
    }
    status = validate(run, job, history);
done:
    wom_free(found);
    wom_history_free(history);
    return status;
}
