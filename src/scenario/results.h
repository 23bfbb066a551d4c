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
wom_status wom_results_write_look(wom_store *store, wom_job *job, const wom_run *run);
wom_status wom_results_write_interest(wom_store *store, wom_job *job, const wom_run *run);
wom_status wom_results_write_compare(wom_store *store, wom_job *job, const wom_run *run);
wom_status wom_results_write_new_cascades(wom_store *store, wom_job *job, const wom_run *run);
wom_status wom_results_write_validate(wom_store *store, wom_job *job, const wom_run *run);
wom_status wom_results_write_learn(wom_store *store, wom_job *job, const wom_run *run);
wom_status wom_results_write_campaign(wom_store *store, const wom_run *run);
wom_status wom_results_write_what_ifs(wom_store *store, wom_job *job, const wom_run *run);

/* Which build does this, where, and from which folder: at the beginning, so that the file of a killed run can be run
 * again. */
wom_status wom_results_write_origin(wom_store *store, wom_job *job, const wom_scenario *scenario,
                                    const char *const *argv);

/* The input files as they were read, and their comparison with those of now, which a later check reads. */
wom_status wom_results_write_distributions(wom_store *store, const wom_run *run);
wom_status wom_results_write_inputs(wom_store *store, wom_job *job, const wom_run *run);
wom_status wom_results_check_inputs(wom_archive *archive, wom_job *job, const wom_scenario *scenario);

/* How long it took, at the end. */
wom_status wom_results_write_times(wom_store *store, wom_job *job, const wom_run *run);

/* Reads what wom_results_write_certificate wrote. */
wom_status wom_results_read_certificate(wom_certificate *certificate, wom_archive *archive);

#endif
