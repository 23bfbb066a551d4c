/* From what the replications recorded to the result. */
#ifndef CAMPAIGN_SUMMARY_H
#define CAMPAIGN_SUMMARY_H

#include "replication.h"

/* Gets all memory of the result and of the records beforehand, so that summing up a stopped run cannot fail. */
wom_status wom_campaign_result_create(wom_campaign_result **result, wom_job *job, const campaign *run);
wom_status wom_campaign_records_create(campaign_records *records, wom_job *job, const campaign *run);
void wom_campaign_records_clear(campaign_records *records);

/* Sums up the first num_replications >= 2 replications; `scratch` is [2 * num_replications]. */
void wom_campaign_summarise(wom_campaign_result *result, const campaign *run, uint32_t num_replications,
                            double *scratch);

#endif
