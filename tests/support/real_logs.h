/* Published logs with their networks, as users and contents of the library. */
#ifndef REAL_LOGS_H
#define REAL_LOGS_H

#include <wom/data.h>

/* A log may come in two halves; a column of the users' file may stand for segments. */
typedef struct real_log {
    const char *ties, *first, *second, *users;
    wom_data_files files;
} real_log;

extern const real_log real_android, real_twitter, real_farmers, real_doctors, real_tags;

/* NULL after test_skip where the set is not at hand. */
wom_data *real_log_load(wom_job *job, const real_log *set, wom_direction direction);

#endif
