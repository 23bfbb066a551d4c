/* Logs made by hand. */
#include "logs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void
get(void *pointer, wom_job *job, uint64_t count, size_t size)
{
    if (wom_allocate(pointer, job, count, size, "a test's log") == WOM_OK) return;
    fprintf(stderr, "%s\n", wom_error_text());
    exit(1);
}

wom_log *
log_of(wom_job *job, uint32_t num_contents, uint64_t num_actions, const log_action *actions)
{
    wom_log *log;
    get(&log, job, 1, sizeof *log);
    get(&log->first, job, num_contents + UINT64_C(1), sizeof *log->first);
    get(&log->user, job, num_actions, sizeof *log->user);
    get(&log->content, job, num_actions, sizeof *log->content);
    get(&log->time, job, num_actions, sizeof *log->time);
    log->num_actions = num_actions;
    log->num_contents = num_contents;
    log->first_time = log->last_time = (double)NAN;
    for (uint64_t i = 0; i < num_actions; i++) {
        log->first[actions[i].content + 1] = i + 1;
        log->user[i] = actions[i].user;
        log->content[i] = actions[i].content;
        log->time[i] = actions[i].time;
        log->first_time = fmin(log->first_time, actions[i].time); /* leaves NaN out */
        log->last_time = fmax(log->last_time, actions[i].time);
    }
    for (uint32_t c = 0; c < num_contents; c++)
        if (log->first[c + 1] < log->first[c]) log->first[c + 1] = log->first[c];
    return log;
}

void
log_free(wom_log *log)
{
    if (log == NULL) return;
    wom_free(log->first);
    wom_free(log->user);
    wom_free(log->content);
    wom_free(log->time);
    wom_free(log);
}
