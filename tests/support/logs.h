/* Logs made by hand, without files. */
#ifndef LOGS_H
#define LOGS_H

#include <wom/data.h>

/* One action; a time of NAN is not known. */
typedef struct log_action {
    uint32_t content;
    wom_node user;
    double time;
} log_action;

/* The log of these actions, which stand content by content, each content's by time. Freed by log_free. */
wom_log *log_of(wom_job *job, uint32_t num_contents, uint64_t num_actions, const log_action *actions);
void log_free(wom_log *log);

/* A list in parentheses: LOG_OF(job, 2, { 0, 1, 5 }, { 1, 2, 7 }). */
#define LOG_OF(job, num_contents, ...)                                                                                 \
    log_of(job, num_contents, sizeof((const log_action[]){ __VA_ARGS__ }) / sizeof(log_action),                        \
           (const log_action[]){ __VA_ARGS__ })

#endif
