/* Writing a run into a results file, stage by stage. */
#ifndef SCENARIO_RESULTS_H
#define SCENARIO_RESULTS_H

#include "run.h"

/* The scenario as given and as completed. */
wom_status wom_results_write_scenario(wom_store *store, wom_job *job, const wom_scenario *scenario);

/* What a stage has found; harmless for stages that were not run. */
wom_status wom_results_write_graph(wom_store *store, wom_job *job, const wom_run *run);
wom_status wom_results_write_plan(wom_store *store, wom_job *job, const wom_run *run);
wom_status wom_results_write_certificate(wom_store *store, const wom_certificate *certificate);
wom_status wom_results_write_outcome(wom_store *store, wom_job *job, const wom_run *run);
wom_status wom_results_write_campaign(wom_store *store, const wom_run *run);
wom_status wom_results_write_what_ifs(wom_store *store, wom_job *job, const wom_run *run);

/* Which build did this, where, on which files, how long. */
wom_status wom_results_write_provenance(wom_store *store, wom_job *job, const wom_run *run, const char *const *argv);

/* Reads what wom_results_write_certificate wrote. */
wom_status wom_results_read_certificate(wom_certificate *certificate, wom_archive *archive);

#endif
