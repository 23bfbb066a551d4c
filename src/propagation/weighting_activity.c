/* Weighted cascade by activity: what a user hears from friends is shared among them by how active they are, for who
 * posts twice as much is met twice as often.
 *
 *     P(i -> j) = weight h(j) activity(i) / sum of activity over the ties into j
 *
 * h(j) = 1, or, where a user's own activity tells how much she attends, activity(j) / (activity(j) + mean activity):
 * 0 for who is never there, 1/2 for the average, never above 1, so the sum into a user stays at most `weight`. */
#include "weightings.h"

enum source_choice { SOURCE_AUTO, SOURCE_COLUMN, SOURCE_LOG };
enum receiver_choice { RECEIVER_ANY, RECEIVER_ACTIVITY };

static const char *const source_names[] = { "auto", "column", "log", NULL };
static const char *const receiver_names[] = { "any", "activity", NULL };

typedef struct activity_params {
    double weight, prior;
    uint32_t source, receiver;
} activity_params;

#define AT(member) offsetof(activity_params, member)
static const wom_field fields[] = {
    { "weight", WOM_FIELD_REAL, AT(weight), 1, 0, 1e6, "", "what the ties into a user sum to", NULL },
    { "activity", WOM_FIELD_CHOICE, AT(source), SOURCE_AUTO, 0, 0, "",
      "the users' column of that name, or their actions in the log; auto: the column where there is one",
      source_names },
    { "prior", WOM_FIELD_REAL, AT(prior), 0, 0, 1e9, "actions", "added to everybody's activity, for the silent", NULL },
    { "receiver", WOM_FIELD_CHOICE, AT(receiver), RECEIVER_ANY, 0, 0, "",
      "activity: who is active herself hears more, a user of average activity half of weight", receiver_names },
    { 0 },
};

static wom_status
check(const activity_params *params, const wom_data *data)
{
    if (params->source == SOURCE_COLUMN && data->activity == NULL)
        return wom_fail(WOM_INVALID, "activity \"column\" needs a column activity in the users file");
    if (params->source == SOURCE_LOG && data->log == NULL)
        return wom_fail(WOM_INVALID, "activity \"log\" needs a log of actions; name its file in \"log\"");
    if (data->activity == NULL && data->log == NULL)
        return wom_fail(WOM_INVALID, "needs a column activity in the users file, or a log of actions");
    return WOM_OK;
}

/* Everybody's activity. */
static void
measure(double *activity, const activity_params *params, const wom_data *data)
{
    const bool from_column = data->activity != NULL && params->source != SOURCE_LOG;
    for (wom_node node = 0; node < data->graph->num_nodes; node++)
        activity[node] = params->prior + (from_column ? data->activity[node] : 0);
    for (uint64_t i = 0; !from_column && i < data->log->num_actions; i++) activity[data->log->user[i]] += 1;
}

/* Of every tie its tail's activity, and of every user what to divide it by. */
static void
share_out(double *of_tie, double *divisor, const activity_params *params, const wom_graph *graph,
          const double *activity)
{
    double mean = 0;
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        mean += activity[tail] / graph->num_nodes;
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++)
            of_tie[tie] = activity[tail];
    }
    wom_sum_incoming(divisor, graph, of_tie);
    if (params->receiver == RECEIVER_ANY) return;
    for (wom_node head = 0; head < graph->num_nodes; head++)
        divisor[head] *= activity[head] > 0 ? 1 + mean / activity[head] : 0;
}

static wom_status
fill(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity, const void *params)
{
    (void)similarity;
    const activity_params *p = params;
    const wom_graph *graph = data->graph;
    double *activity = NULL, *of_tie = NULL, *divisor = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(check(p, data));
    for (uint32_t c = 0; c < model->num_contents; c++) model->social_weight[c] = p->weight;
    WOM_TRY_GOTO(wom_allocate(&activity, job, graph->num_nodes, sizeof *activity, "users' activity"));
    WOM_TRY_GOTO(wom_allocate(&divisor, job, graph->num_nodes, sizeof *divisor, "sums of activity"));
    WOM_TRY_GOTO(wom_allocate(&of_tie, job, graph->num_ties, sizeof *of_tie, "ties' activity"));
    measure(activity, p, data);
    share_out(of_tie, divisor, p, graph, activity);
    WOM_TRY_GOTO(wom_term_divide(&model->social, job, graph, of_tie, divisor));
done:
    wom_free(activity);
    wom_free(divisor);
    wom_free(of_tie);
    return status;
}

const wom_weighting wom_weighting_activity = {
    .variant = {
        .name = "activity",
        .summary = "a friend's share in the activity of all who influence the head",
        .source = "weighted cascade (Kempe, Kleinberg and Tardos, KDD 2003) by activity",
        .params_size = sizeof(activity_params),
        .fields = fields,
    },
    .fill = fill,
};
