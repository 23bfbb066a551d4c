/* A small scenario on hand-made files, and what tests do with it. Failures of the helpers are failures of the test. */
#ifndef SCENARIOS_H
#define SCENARIOS_H

#include "files.h"
#include "test.h"

#include <wom/scenario.h>

enum { SMALL_USERS = 60, SMALL_CONTENTS = 3 };

/* How the rows of the small files are written. */
typedef struct small_files {
    uint64_t shuffle;   /* 0: in order; else rows of ties, users and interests in an order drawn from this */
    const char *prefix; /* of the users' ids; NULL: "u" */
    uint32_t turn;      /* users' numbers are turned by so many places, so that ids order them otherwise */
} small_files;

/* Writes ties.csv, users.csv (cost, value, accept, segment), contents.csv (value, cost), likes.csv and topics.csv into
 * a folder of the test. */
void small_files_write(const char *folder, const small_files *how);

/* The scenario about them, as JSON: three seeds by RIS, compared with degree; 200 worlds; a short campaign; questions.
 */
extern const char *const small_scenario;

/* Writes the files and small.json into the folder ("" is the test's own) and returns the path of small.json. */
path small_scenario_write(const char *folder);

/* Runs all stages of a scenario file with overrides (NULL-terminated; may be NULL) into a results file of that name. */
typedef struct finished_run {
    wom_job *job;
    wom_scenario *scenario;
    wom_run *run;
    path results;
    char digest[WOM_DIGEST_LENGTH];
} finished_run;
finished_run run_scenario(const char *scenario, const char *const *overrides, const char *results, uint32_t threads);
void finished_run_clear(finished_run *finished);

/* A scenario file with one override after the other. */
wom_status load_with(wom_scenario **scenario, wom_job *job, const char *file, const char *const *overrides);

#endif
