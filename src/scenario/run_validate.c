/* Learning from the past of a log, judged by its later part. */
#include "run.h"

wom_status
wom_run_validate(wom_run *run, wom_job *job)
{
    const wom_graph *graph = run->data->graph;
    wom_running_options options = run->scenario->validate;
    options.seed = run->scenario->seed;
    if (run->data->log == NULL)
        return wom_fail(WOM_INVALID, "there is no log to learn from; give \"log\": {\"file\": ...}");
    if (run->history == NULL)
        WOM_TRY(wom_history_create(&run->history, job, run->data->log, graph->num_nodes));
    return wom_running_validate(&run->running, job, run->history, graph, &options);
}
