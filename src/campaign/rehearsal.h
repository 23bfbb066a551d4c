/* What the stated prior lets expect of the arms, for a policy that starts warm. */
#ifndef CAMPAIGN_REHEARSAL_H
#define CAMPAIGN_REHEARSAL_H

#include "replication.h"

/* Rehearses the arms in hidden worlds of its own and gives every worker's bandit the prior that they tell; also into
 * the result, in users. To be called when the scale is known. */
wom_status wom_campaign_rehearse(wom_campaign_result *result, campaign *run, wom_job *job);

#endif
